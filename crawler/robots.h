#ifndef CRAWLER_ROBOTS_H
#define CRAWLER_ROBOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "crawler/url.h"

#define ROBOTS_MAX_BYTES     512000 /* of robots.txt that are read; RFC 9309, 2.5 */
#define ROBOTS_MAX_SITEMAPS  1000
#define ROBOTS_MAX_REDIRECTS 5 /* hops to robots.txt, other hosts included; 2.3.1.2 */

struct robots_rule {
	struct str pattern; /* escapes in one spelling; "*" is a wildcard; no final "$" */
	bool allow;
	bool to_end;   /* had a final "$" */
	uint32_t line; /* of robots.txt, from 1 */
};

/* What one robots.txt says to one crawler. */
struct robots {
	struct robots_rule *rules; /* of the groups that apply, in file order */
	size_t n_rules;
	struct str *sitemaps; /* absolute, file order, each once; they concern every crawler */
	size_t n_sitemaps;
	int64_t crawl_delay_ms; /* as asked, parts of a millisecond rounded up; -1: not asked */
	bool has_own_group;     /* the rules name this crawler, not just "*" */
	bool is_html;           /* a page stands where robots.txt should */
	bool is_cut;            /* longer than ROBOTS_MAX_BYTES */
};

/*
 * robots_parse - the rules of a robots.txt (RFC 9309) for one crawler.
 *
 *   out    text in the arena
 *   body   as served; UTF-8, UTF-16 with BOM, or any superset of ASCII
 *   agent  product token, e.g. "nianbao"; compared whole, in any case
 *   base   where relative sitemaps start from; NULL drops those
 *
 * Never fails: lines that are not understood are passed over, so a page of
 * HTML or of noise means no rules. A line cut off at ROBOTS_MAX_BYTES does not
 * count. Sitemap and Crawl-delay lines do not end a group: rules after them are
 * for all names before. A Crawl-delay is for the names right above it; that of
 * "*" does not concern a crawler that has a group of its own.
 */
void robots_parse(struct robots *out, struct str body, struct str agent, const struct url *base,
		  struct arena *arena);

/*
 * robots_match - the rule that decides about a URL, or NULL when none does.
 *
 * The longest pattern wins, Allow among equals (2.2.2). Only path and query
 * of the URL are looked at: asking the right host's rules is the caller's part.
 */
const struct robots_rule *robots_match(const struct robots *r, const struct url *u);

/* May be fetched: no rule decides, or one that allows; /robots.txt itself always. */
bool robots_allowed(const struct robots *r, const struct url *u);

/* A name that can stand in a User-agent line: letters, digits, "-", "_". */
bool robots_agent_valid(struct str agent);

#endif
