#include "tests/portal/family.h"

#include "base/attrs.h"

#define FAMILY(name, weight) extern const struct family fam_##name;
#include "tests/portal/families.def"
#undef FAMILY

static const struct {
	const struct family *family;
	unsigned weight;
} families[] = {
#define FAMILY(name, weight) { &fam_##name, (weight) },
#include "tests/portal/families.def"
#undef FAMILY
};

const struct family *family_at(size_t i)
{
	return i < countof(families) ? families[i].family : NULL;
}

/* Round by round, each family as long as its weight lasts: every small world has all of them. */
const struct family *family_of(unsigned portal)
{
	unsigned total = 0;

	for (size_t i = 0; i < countof(families); i++)
		total += families[i].weight;
	portal %= total;
	for (unsigned round = 0;; round++)
		for (size_t i = 0; i < countof(families); i++)
			if (round < families[i].weight && portal-- == 0)
				return families[i].family;
}
