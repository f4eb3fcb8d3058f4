#include "extract/format.h"

#define FORMAT(name) extern const struct format fmt_##name;
#include "extract/formats.def"
#undef FORMAT

static const struct format *const formats[] = {
#define FORMAT(name) &fmt_##name,
#include "extract/formats.def"
#undef FORMAT
	NULL,
};

const struct format *format_at(size_t i)
{
	return i < countof(formats) ? formats[i] : NULL;
}

const struct format *format_detect(struct str head)
{
	const struct format *best = NULL;
	int best_bid = 0;

	for (size_t i = 0; formats[i]; i++) {
		int bid = formats[i]->bid(head);

		if (bid > best_bid) {
			best_bid = bid;
			best = formats[i];
		}
	}
	return best;
}

const struct format *format_named(struct str name)
{
	for (size_t i = 0; formats[i]; i++)
		if (str_eq(name, str_c(formats[i]->name)))
			return formats[i];
	return NULL;
}
