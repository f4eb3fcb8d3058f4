#ifndef CRAWLER_OVERRIDES_H
#define CRAWLER_OVERRIDES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "crawler/fetch.h"

#define OVERRIDES_MAX_SECTIONS 20000
#define OVERRIDES_MAX_DELAY_MS (10 * 60 * 1000)

/* What a person has said about one host. Text is in the arena of overrides_parse(). */
struct portal_override {
	int64_t delay_ms;     /* at least this between requests; 0: not said */
	struct str charset;   /* of text that is not valid UTF-8; empty: not said */
	struct str skip;      /* why the host is left alone; empty: it is not */
	struct fetch_tls tls; /* zero: the library's ways, verified */
};

/* Zero-initialise; several files can be read into one, later lines win. */
struct overrides {
	struct overrides_section *sections;
	size_t n, cap;
	struct overrides_problem { /* a line that was passed over */
		struct str file, reason;
		uint32_t line;
	} * problems;
	size_t n_problems, problems_cap;
};

/*
 * overrides_parse - add the sections of an INI file.
 *
 *   text  UTF-8. "[host]", "[*.suffix]", "[address:port]" or "[*]"; below it
 *         "name = value" with delay (3s, 500ms, 2m), charset, skip, tls_legacy
 *         (yes, no), tls_weak (yes, no), tls_curves, tls_ca (a PEM file), tls_verify (yes, report).
 *         ";" behind a space and "#" at the start of a line begin a remark
 *   file  for messages; borrowed
 *
 * A line that cannot be used becomes a problem and costs no other line. Returns
 * 0, or -1 with ERR_LIMIT.
 */
MUST_USE int overrides_parse(struct overrides *out, struct str text, const char *file,
			     struct arena *arena, struct err *e);

/*
 * overrides_find - what holds for a host, "host" or "host:port".
 *
 * Each setting comes from the most exact section that has it: the host with its port,
 * the host, the longest suffix, "*".
 */
struct portal_override overrides_find(const struct overrides *o, struct str host);

/* "legacy, weak, curves=P-256, ca=a.pem, unverified": for records; empty when nothing is set. */
struct str fetch_tls_name(const struct fetch_tls *tls, struct arena *arena);

#endif
