#include "tests/portal/attach.h"

#include "base/attrs.h"

#include "tests/portal/draw.h"

#define OPENXML "application/vnd.openxmlformats-officedocument."

static const struct {
	const char *name, *ending, *type;
	bool is_read, may_be_whole;
	enum carrier carrier;
} kinds[FILE__COUNT] = {
	[FILE_NONE] = { "", "", "", false, false, CARRIER_LINK },
#define FILE_KIND(sym, name, ending, type, is_read, may_be_whole, carrier)                         \
	[FILE_##sym] = { name, ending, type, is_read, may_be_whole, CARRIER_##carrier },
#include "tests/portal/files.def"
#undef FILE_KIND
};

const char *file_name(enum file_kind kind)
{
	return kinds[kind].name;
}

const char *file_ending(enum file_kind kind)
{
	return kinds[kind].ending;
}

const char *file_type(enum file_kind kind)
{
	return kinds[kind].type;
}

enum carrier file_carrier(enum file_kind kind)
{
	return kinds[kind].carrier;
}

bool file_is_read(enum file_kind kind)
{
	return kinds[kind].is_read;
}

/* Ways there are: each kind of file for the tables, an annex, and whole reports. */
enum { WAY_ANNEX = FILE__COUNT - 1, WAY_WHOLE };

static struct attach way(unsigned n)
{
	unsigned nth = n - WAY_WHOLE;

	if (n < WAY_ANNEX)
		return (struct attach){ .file = (enum file_kind)(n + 1) };
	if (n == WAY_ANNEX)
		return (struct attach){ .is_annex = true };
	for (enum file_kind k = 1; k < FILE__COUNT; k++)
		if (kinds[k].may_be_whole && nth-- == 0)
			return (struct attach){ .file = k, .is_whole = true };
	return (struct attach){ .file = FILE_NONE };
}

static unsigned n_ways(void)
{
	unsigned n = WAY_WHOLE;

	for (enum file_kind k = 1; k < FILE__COUNT; k++)
		n += kinds[k].may_be_whole;
	return n;
}

struct attach attach_draw(uint64_t seed, size_t agency, int year)
{
	struct draw q = { seed, "attach", (unsigned)agency, year, 0 };

	return way(draw_below(q, n_ways()));
}

/* Of every ten agencies, four show a way in their first year and four in their second. */
bool attach_exhibit(struct attach *out, size_t i, int year)
{
	size_t rank = i % 10, nth;

	if (year > 1 || rank == 0 || rank > 8 || (rank + (size_t)year) % 2)
		return false;
	nth = i / 10 * 8 + (rank - 1) / 2 * 2 + (size_t)year;
	if (nth > n_ways())
		return false;
	*out = nth < n_ways() ? way((unsigned)nth) : (struct attach){ .is_shell = true };
	return true;
}
