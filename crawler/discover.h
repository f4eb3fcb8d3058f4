#ifndef CRAWLER_DISCOVER_H
#define CRAWLER_DISCOVER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "crawler/sitemap.h"

/* What a link is worth following for. Names are stored. */
enum target_kind {
	TARGET_ARTICLE,    /* a report, or something that may be one */
	TARGET_LIST,       /* a column that may list reports */
	TARGET_PAGE,       /* a further page of this list */
	TARGET_ATTACHMENT, /* a file that belongs to this page */
	TARGET_SHELL,      /* meta refresh, frame, location=: this page is only a door */
	TARGET_FORM, /* a further page of this list that takes a form to have: the first one */
	TARGET_SITEMAP,    /* a sitemap that an index of them names */
	TARGET_REJECTED, /* stands among reports, and by its wording is none: not to be followed */
	TARGET__COUNT
};

const char *target_kind_name(enum target_kind kind);

/* A link as a page wrote it; the caller turns its own structs into these. */
struct discover_link {
	struct str href, text, title;
	bool is_frame, is_refresh;
};

struct discover_input {
	struct str url;  /* absolute, of the page */
	struct str base; /* <base href>; may be empty */
	/* The page's title, and the wording of the link that led to it: they may name a column. */
	struct str title, link_text;
	const struct discover_link *links;
	size_t n_links;
	/* Inline script bodies: pagers and hidden rows. For an answer that is XML or JSON, its
	 * text. */
	const struct str *scripts;
	size_t n_scripts;
	int first_year, last_year; /* report years wanted; 0: any */
};

/* Somewhere to go next. */
struct target {
	enum target_kind kind;
	struct str url;  /* absolute, normalised, without fragment */
	struct str text; /* best wording there is: title= before cut text */
	int score;       /* higher: more likely a report or the way to one */
	int year;        /* report year its wording names; 0: none */
};

#define DISCOVER_SCORE_REPORT 88 /* from here on: named as a report */

#define DISCOVER_MAX_TARGETS  2000
#define DISCOVER_MAX_SITEMAPS 20    /* of one index */
#define DISCOVER_MAX_LINKS    20000 /* looked at; those behind are passed over */

/*
 * discover_targets - the links of a page that lead towards annual reports.
 *
 * And those in a column of reports that are called something else, as TARGET_REJECTED.
 * Best first, then in page order; each URL once. Knows the pagers of the CMS
 * families (createPageHTML, JCMS datastore, ...) and a generic way for the
 * rest. Scope is not its business: links to other hosts are given too. Pure.
 */
size_t discover_targets(struct target **out, const struct discover_input *in, struct arena *arena);

/*
 * discover_sitemap - those URLs of a sitemap that lead towards annual reports.
 *
 * A sitemap of a portal names everything it has, tens of thousands of pages, and says no word
 * about them: chosen is what stands in a column of reports by its path, and of a feed what is
 * called a report. The likelier first, then the last changed. Of an index the sitemaps, in the
 * same order, DISCOVER_MAX_SITEMAPS at most. Nothing on another registrable domain. Pure.
 */
size_t discover_sitemap(struct target **out, const struct sitemap *map, const struct url *at,
			struct arena *arena);

/*
 * discover_is_data - the answer is rows for a script (a JCMS datastore, JSON,
 * JSONP), not a page: its text should be among the scripts.
 */
bool discover_is_data(struct str text);

#endif
