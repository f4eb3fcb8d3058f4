#ifndef CRAWLER_FETCH_RESULT_H
#define CRAWLER_FETCH_RESULT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/* How a request ended: the closed list that is stored and shown (docs/data-model.md). */
enum disposition {
	DISP_OK,
	DISP_NOT_MODIFIED,
	DISP_NOT_FOUND, /* 404, 410 */
	DISP_REDIRECT,  /* one hop, followed as a job of its own */
	DISP_REDIRECT_LOOP,
	DISP_HTTP,      /* any other status; fetch_result.status says which */
	DISP_THROTTLED, /* 429, 503 */
	DISP_BLOCKED,   /* a wall; detail says whose */
	DISP_ROBOTS_DISALLOW,
	DISP_ROBOTS_REFUSED, /* robots.txt itself answered 401 or 403 */
	DISP_ROBOTS_UNREACHABLE,
	DISP_DNS,
	DISP_CONNECT,
	DISP_TIMEOUT,
	DISP_TLS,
	DISP_TRUNCATED,       /* ended before its announced length */
	DISP_TOO_LARGE,       /* cap on wire or decoded bytes, or on their ratio */
	DISP_DECODE_ERROR,    /* broken Content-Encoding */
	DISP_REFUSED_ADDRESS, /* private, loopback or link-local */
	DISP_REFUSED_SCHEME,
	DISP_OFFSITE,     /* outside the scope: recorded, never fetched */
	DISP_SKIPPED,     /* detail says why */
	DISP_UNSUPPORTED, /* only a form or a script leads there: recorded, never asked for */
	DISP__COUNT
};

const char *disposition_name(enum disposition d);

/* One answer, as it came. Nothing here has been believed or repaired yet. */
struct fetch_result {
	enum disposition disposition;
	struct str detail;              /* one line for people; may be empty */
	struct str url;                 /* asked for, normalised */
	struct str location;            /* Location header as sent; redirects only */
	int status;                     /* HTTP status, 0 if no answer came */
	bool tls_handshake_failed;      /* DISP_TLS: not for what the certificate says */
	bool postponed;                 /* never went out: fetch_watch() */
	struct str media_type;          /* Content-Type without parameters; may be empty */
	struct str charset;             /* its charset parameter; may be empty or a lie */
	struct str etag, last_modified; /* for the next conditional request */
	int64_t retry_after_ms;         /* what the server asked for; 0: nothing */
	int64_t fetched_ms;             /* wall clock, UTC, when the request began */
	int64_t took_ms;
	struct str address;                         /* peer's IP as text; may be empty */
	struct str request_header, response_header; /* as sent and received, for the archive */
	struct str wire; /* body as on the wire, transfer coding removed, content coding kept */
	struct str body; /* content coding undone; what parsers see */
};

#endif
