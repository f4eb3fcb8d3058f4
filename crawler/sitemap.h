#ifndef CRAWLER_SITEMAP_H
#define CRAWLER_SITEMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "crawler/url.h"

#define SITEMAP_MAX_BYTES   (50u << 20) /* decompressed; sitemaps.org, "Sitemap file location" */
#define SITEMAP_MAX_ENTRIES 50000
#define SITEMAP_NO_TIME     INT64_MIN

enum sitemap_type { SITEMAP_URLS, SITEMAP_INDEX, SITEMAP_TEXT, SITEMAP_RSS, SITEMAP_ATOM };

/* "xml", "index", "text", "rss", "atom" */
const char *sitemap_type_name(enum sitemap_type type);

/* Which liberties are taken. Zero is the letter of sitemaps.org. */
struct sitemap_options {
	bool any_location;     /* keep what lies outside the sitemap's own folder, scheme or host */
	bool accept_broken;    /* keep what can be read of XML that is not well-formed */
	bool strict_namespace; /* refuse XML whose root is in none of the known namespaces */
	bool allow_doctype;    /* read on behind one; its entities are never put in */
	bool normalise; /* "http://" where a scheme lacks, relative ones resolved, no fragment */
};

struct sitemap_entry {
	struct str loc;     /* absolute http or https URL, as written */
	struct str title;   /* of feeds; may be empty */
	int64_t lastmod_ms; /* UTC; SITEMAP_NO_TIME: none, or unreadable */
	struct str changefreq;
	int priority; /* thousandths; 500 where not said */
	bool in_scope;
};

struct sitemap {
	enum sitemap_type type;
	struct sitemap_entry *entries; /* in file order */
	size_t n;
	int64_t lastmod_ms; /* of a feed; SITEMAP_NO_TIME: not said */
	bool is_cut;        /* more entries than SITEMAP_MAX_ENTRIES: those behind are dropped */
	bool is_broken;     /* accept_broken: it was not well-formed */
};

/*
 * sitemap_parse - a sitemap, an index of them, a list of URLs, RSS or Atom.
 *
 *   out    text in the arena
 *   bytes  as served; gzip is undone. What it is, is told by its bytes alone
 *   at     its own URL
 *
 * Nothing outside is ever read, and no entity is put in but the five of XML.
 * Returns 0, or -1 with ERR_FORMAT (none of these, or not well-formed) or
 * ERR_LIMIT (larger than SITEMAP_MAX_BYTES, or a gzip bomb).
 */
MUST_USE int sitemap_parse(struct sitemap *out, struct str bytes, const struct url *at,
			   const struct sitemap_options *options, struct arena *arena,
			   struct err *e);

/*
 * The bytes begin as one of the above does. Of gzip the first part is looked at; plain text must
 * be URLs alone, a line each.
 */
bool sitemap_recognise(struct str bytes, struct arena *arena);

/* Same scheme, host and port, and below the sitemap's folder. */
bool sitemap_in_location(const struct url *at, const struct url *u);

enum sitemap_level { SITEMAP_LEVEL_HOST, SITEMAP_LEVEL_DOMAIN, SITEMAP_LEVEL_ICANN_DOMAIN };

/*
 * sitemap_may_name - cross submission: a sitemap may name URLs of its own host, and of
 * hosts whose robots.txt announces it, compared at this level.
 *
 * ICANN_DOMAIN leaves the private section of the public suffix list aside.
 */
bool sitemap_may_name(const struct url *at, const struct url *u, const struct str *announced_by,
		      size_t n, enum sitemap_level level);

/* W3C date and time, or RFC 822's of RSS; SITEMAP_NO_TIME for anything else. */
int64_t sitemap_w3c_time(struct str text);
int64_t sitemap_rss_time(struct str text);

#endif
