#ifndef STORE_STORE_SERIES_H
#define STORE_STORE_SERIES_H

#include "base/arena.h"
#include "store/store.h"

/* A current report of a known agency and year. */
struct store_series_row {
	int64_t id, agency_id; /* of the body: where names are linked, of the later one */
	int32_t year;
	bool same_series; /* the row before is of the same agency and scope */
};

/* All of them by agency, scope, year. In the arena: 24 bytes a report. */
MUST_USE int store_series(struct store_series_row **out, size_t *n, struct store *s,
			  struct arena *arena, struct err *e);

/* A current report, and in how many ways it is there. */
struct store_multiple {
	int64_t id;
	int64_t count;
	struct str example; /* of the others: a URL or path; may be empty */
};

/* Reports published with different contents: `count` versions. By id. */
MUST_USE int store_versions(struct store_multiple **out, size_t *n, struct store *s,
			    struct arena *arena, struct err *e);

/* Reports that stand at several addresses with the same content: `count` of them. By id. */
MUST_USE int store_addresses(struct store_multiple **out, size_t *n, struct store *s,
			     struct arena *arena, struct err *e);

#endif
