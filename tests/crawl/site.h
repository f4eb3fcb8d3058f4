#ifndef TESTS_CRAWL_SITE_H
#define TESTS_CRAWL_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* How an answer is given. */
enum site_manner {
	SITE_PLAIN,   /* head, Content-Length, body */
	SITE_AS_IS,   /* head and body as they are, then the connection is closed */
	SITE_ENDLESS, /* head, then the body again and again until the client goes */
	SITE_DRIP,    /* head, then a byte of the body every `value` ms */
	SITE_SILENT,  /* nothing at all */
	SITE_FIRST,   /* the first `value` times 503 with Retry-After: 1, then plain */
	SITE_REFERER, /* plain, for requests with a Referer; else 404 */
	SITE_ETAG,    /* plain with ETag "v1"; 304 to If-None-Match of it */
};

/* One row of a website. */
struct site_page {
	const char *host; /* without port; NULL: any */
	const char *path; /* query included */
	const char *head; /* status line and fields, each ended by CRLF */
	struct str body;
	enum site_manner manner;
	int value;
};

/* One request that came. Times are monotonic milliseconds. */
struct site_hit {
	char host[64], path[128], if_none_match[32], cookie[64], user_agent[96], referer[128];
	int status;
	unsigned connection;
	int64_t began_ms, ended_ms;
};

#define SITE_MAX_HITS 512

struct site; /* a web server on loopback that serves a table; one thread a connection */

/* Asserts that it could start. Paths that no row has are answered 404. */
struct site *site_open(const struct site_page *pages, size_t n);
void site_close(struct site *s);

int site_port(const struct site *s);
size_t site_hits(struct site_hit out[SITE_MAX_HITS], struct site *s); /* in the order they came */
void site_forget(struct site *s);                                     /* empties the log */

#endif
