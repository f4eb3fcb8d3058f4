#ifndef CRAWLER_URL_H
#define CRAWLER_URL_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define URL_MAX_BYTES      2048 /* of a normalised URL, without fragment */
#define URL_MAX_TEXT_BYTES 8192 /* of what a page wrote, before normalising */
#define URL_MAX_SEGMENTS   20   /* of a path; more is a trap */
#define URL_MAX_REPEATS    2    /* of one path segment; more is a trap */

/* An absolute http or https URL, normalised as the WHATWG URL standard says. */
struct url {
	struct str href;     /* the whole, without fragment, NUL-terminated: what is requested */
	struct str scheme;   /* "http" or "https"; this and the next four are views into href */
	struct str userinfo; /* "user" or "user:password", escaped; usually empty */
	struct str host;     /* lower-case ASCII, Punycode for others; IPv6 in brackets */
	struct str path;     /* starts with "/" */
	struct str query;    /* without "?"; p is NULL when there is none */
	struct str fragment; /* without "#", not part of href */
	uint16_t port;       /* in force, default ones too */
	bool has_port;       /* href says it, as it is not the scheme's default */
};

/*
 * url_parse - what a person or a page wrote, as an absolute URL.
 *
 *   out    filled on success, untouched on failure; its text is in the arena
 *   text   UTF-8; white space around it and line breaks in it are dropped,
 *          backslashes are slashes; existing %XX are kept as they are
 *   base   what a relative reference is relative to; may be NULL
 *
 * Characters outside ASCII become UTF-8 percent-encoding, in the query too.
 * Numeric hosts in any spelling (0x7f.1, 2130706433) become four decimals.
 *
 * Returns 0, or -1 with ERR_FORMAT (no URL, or relative without base),
 * ERR_DENIED (a scheme other than http and https) or ERR_LIMIT (too long).
 */
MUST_USE int url_parse(struct url *out, struct str text, const struct url *base,
		       struct arena *arena, struct err *e);

/* Path and query as a request line has them: the tail of href. */
struct str url_target(const struct url *u);

/*
 * url_key - the text by which two URLs are the same resource.
 *
 * Not for requesting. Fragment, user name, a dot after the host and default
 * port are gone, "//" is folded, escapes of unreserved characters are undone,
 * the others upper-cased, query parameters sorted. Parameters jsessionid, _, t,
 * ddtab, isMobile and utm_* are dropped, and no others.
 */
struct str url_key(const struct url *u, struct arena *arena);

/* 64 bits of a key; equal keys give equal hashes, on every machine. */
uint64_t url_hash(struct str key);

/* Why a path looks like a crawler trap: a static sentence, or NULL when it does not. */
const char *url_trap(const struct url *u);

/* The host is an IP address, not a name. */
bool url_host_is_ip(const struct url *u);

#endif
