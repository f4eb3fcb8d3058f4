#ifndef STORE_STORE_LINK_H
#define STORE_STORE_LINK_H

#include "base/arena.h"
#include "report/succession.h"
#include "store/store.h"

/* Every current report of a known agency and year that has a URL. In the arena. */
MUST_USE int store_link_rows(struct succession_row **out, size_t *n, struct store *s,
			     struct arena *arena, struct err *e);

/* The links there are give way to these. */
MUST_USE int store_put_links(struct store *s, const struct succession *links, size_t n,
			     struct err *e);

#endif
