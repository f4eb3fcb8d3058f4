#ifndef CRAWLER_SITEMAP_BYTES_H
#define CRAWLER_SITEMAP_BYTES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/* What the bytes of a sitemap are wrapped in. For sitemap.c. */

/*
 * UTF-16 with a byte order mark as UTF-8, up to SITEMAP_MAX_BYTES; of UTF-8 the mark is cut off.
 * In the arena, or the bytes themselves.
 */
struct str sitemap_without_mark(struct str bytes, struct arena *arena);

bool sitemap_is_gzip(struct str bytes);

/*
 * Up to `max` bytes of what is packed, in the arena; what is behind a broken place is left out.
 * *too_large: there is more, or it is a bomb.
 */
struct str sitemap_gunzip(bool *too_large, struct str bytes, size_t max, struct arena *arena);

#endif
