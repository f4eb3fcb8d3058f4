#ifndef PORTAL_SITEMAP_H
#define PORTAL_SITEMAP_H

#include "base/buf.h"

#include "tests/portal/world.h"

/* Whether the portal's sitemap is an index of one that is compressed. */
bool sitemap_has_index(const struct portal *p);

/*
 * The portal's sitemap: all it has, what its lists do not show, a great deal that is no report, and
 * what nobody may ask for. part 0: what robots.txt names; 1: what the index names.
 */
void sitemap_write(struct buf *out, const struct world *w, const struct portal *p, unsigned part);

#endif
