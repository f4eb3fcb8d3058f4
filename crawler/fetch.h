#ifndef CRAWLER_FETCH_H
#define CRAWLER_FETCH_H

#include <poll.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "crawler/fetch_result.h"

/* crawling.md, "size" and "time". Zero in a field: the default. */
struct fetch_limits {
	int64_t connect_ms;       /* 15 s: name, connection and TLS together */
	int64_t first_byte_ms;    /* 30 s behind that */
	int64_t slow_ms;          /* 30 s with fewer than ... */
	int64_t slow_bytes;       /* ... 6000 bytes: 200 a second */
	int64_t total_ms;         /* 10 min */
	int64_t max_header_bytes; /* 256 KiB */
	int64_t max_page_bytes;   /* 32 MiB, wire and decoded: text of any kind */
	int64_t max_file_bytes;   /* 256 MiB: everything else */
	unsigned max_ratio;       /* 200, decoded by wire */
};

struct fetch_settings {
	const char *user_agent; /* borrowed until fetch_close() */
	bool allow_private;     /* loopback and private addresses too: tests only */
	struct fetch_limits limits;
	const char *const *resolve; /* "HOST:PORT:ADDRESS", HOST may be "*"; borrowed */
	size_t n_resolve;
};

/* What a person has allowed for one host. Verification stays on but for `unverified`. */
struct fetch_tls {
	bool legacy;         /* servers without RFC 5746 */
	bool weak;           /* TLS 1.0 and 1.1, Diffie-Hellman of 1024 bits, SHA-1 */
	bool unverified;     /* fetch all the same, and say so in the result's detail */
	const char *curves;  /* NULL: the library's */
	const char *ca_file; /* further certificates, PEM; NULL: none */
};

struct fetch_request {
	uint64_t id;                    /* the caller's; comes back with the result */
	struct str url;                 /* absolute http or https */
	struct str etag, last_modified; /* validators of what is there already; may be empty */
	struct str referer;             /* may be empty */
	bool identity;                  /* ask for no content coding */
	struct fetch_tls tls;
};

struct fetch; /* one libcurl multi handle and what it is at */

/* Call before any thread exists. Returns 0, or -1 with ERR_NET when libcurl cannot start. */
MUST_USE int fetch_open(struct fetch **out, const struct fetch_settings *s, struct err *e);
void fetch_close(struct fetch *f); /* NULL is fine; transfers under way are dropped */

/*
 * fetch_watch - have somebody asked before each new connection.
 *
 *   may_connect  of a request by its id and the address its name was resolved to; false: the
 *                request ends as `postponed`, and nothing has been sent
 */
void fetch_watch(struct fetch *f, bool (*may_connect)(void *user, uint64_t id, struct str address),
		 void *user);

/*
 * fetch_submit - begin a request now; whether it is polite is the caller's part.
 *
 * Everything is copied. Redirects are not followed. Whatever goes wrong with the
 * request is its result's disposition: this never fails.
 */
void fetch_submit(struct fetch *f, const struct fetch_request *req);

unsigned fetch_busy(const struct fetch *f); /* submitted and not yet given back */

/*
 * fetch_wait - sleep until something can go on, a descriptor of `extra` is ready,
 * a signal comes or timeout_ms is over; then go on.
 *
 * Sets extra[].revents. Returns 0, or -1 with ERR_NET.
 */
MUST_USE int fetch_wait(struct fetch *f, struct pollfd *extra, size_t n_extra, int timeout_ms,
			struct err *e);

/*
 * fetch_next - a request that has ended.
 *
 * Returns true with its result; its views are valid until the next call of
 * fetch_next() or fetch_close(). A body past its limit is there up to the limit,
 * with DISP_TOO_LARGE: for the archive, never for a parser.
 */
bool fetch_next(struct fetch_result *out, uint64_t *id, struct fetch *f);

#endif
