#ifndef PORTAL_FAMILIES_H
#define PORTAL_FAMILIES_H

#include "tests/portal/family.h"

/* All content management systems there are: see family.h. */
extern const struct family families[];
extern const size_t families_count;

#endif
