#include "tests/portal/family.h"

#include "base/attrs.h"

#define FAMILY(name, sample, typical) extern const struct family fam_##name;
#include "tests/portal/families.def"
#undef FAMILY

static const struct {
	const struct family *family;
	unsigned sample, typical;
} families[] = {
#define FAMILY(name, sample, typical) { &fam_##name, (sample), (typical) },
#include "tests/portal/families.def"
#undef FAMILY
};

static unsigned share_of(enum profile profile, size_t i)
{
	return profile == PROFILE_TYPICAL ? families[i].typical : families[i].sample;
}

const struct family *family_at(size_t i)
{
	return i < countof(families) ? families[i].family : NULL;
}

/* Round by round, each family as long as its share lasts: every small world has all of them. */
const struct family *family_of(enum profile profile, unsigned portal)
{
	unsigned total = 0;

	for (size_t i = 0; i < countof(families); i++)
		total += share_of(profile, i);
	portal %= total;
	for (unsigned round = 0;; round++)
		for (size_t i = 0; i < countof(families); i++)
			if (round < share_of(profile, i) && portal-- == 0)
				return families[i].family;
}

struct str family_slug(const struct column *c, struct arena *a)
{
	switch (c->kind) {
	case COLUMN_YEAR:
		return arena_strf(a, "zfxxgknb/%dn", c->year);
	case COLUMN_CLASS:
		return arena_strf(a, "zfxxgknb/%s", c->slug);
	default:
		return str_c(c->slug);
	}
}
