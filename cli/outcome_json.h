#ifndef CLI_OUTCOME_JSON_H
#define CLI_OUTCOME_JSON_H

#include "base/buf.h"
#include "cli/outcome.h"

/* Version of the JSON that `parse --json` prints; raised when a field changes its meaning. */
#define OUTCOME_JSON_SCHEMA 1

/* What the JSON says about the source, and the document itself does not know. */
struct outcome_source {
	struct str path, url; /* p NULL: none */
	struct str bytes;
	const char *format; /* as recognised where it could not be read; NULL: unknown */
	struct err err;     /* why it could not be read; ERR_NONE: it was */
};

/* One JSON object and a line feed, appended to `out`. The contract is nianbao(1), "parse --json".
 */
void outcome_json(struct buf *out, const struct outcome *o, const struct outcome_source *source);

#endif
