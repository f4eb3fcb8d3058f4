#ifndef CLI_HARVEST_SUMMARY_H
#define CLI_HARVEST_SUMMARY_H

#include "cli/harvest.h"

/* What a run did, in three forms. `why`: how it ended, ERR_NONE: all is done. */
void summary_print(const struct harvest_summary *s, const struct err *why, int64_t took_ms);

/* One JSON object. Written whole or not at all. Returns 0, or -1 with ERR_IO. */
MUST_USE int summary_write_json(const char *path, const struct harvest_summary *s,
				const struct err *why, int64_t took_ms, struct err *e);

/*
 * Prometheus' text format, for node_exporter's textfile collector; the same. The time of the last
 * success is carried over from the file that is there.
 */
MUST_USE int summary_write_metrics(const char *path, const struct harvest_summary *s,
				   const struct err *why, int64_t took_ms, int64_t now_ms,
				   struct err *e);

#endif
