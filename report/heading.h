#ifndef REPORT_HEADING_H
#define REPORT_HEADING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* How an ordinal is written decides the level a heading is likely to have. */
enum ordinal_style {
	ORDINAL_NONE,
	ORDINAL_MAIN,    /* 一、 */
	ORDINAL_BRACKET, /* (一) */
	ORDINAL_ARABIC,  /* 1. 1、 (1) */
	ORDINAL_PART,    /* 第一部分 */
	ORDINAL_LISTED,  /* 一是 */
};

struct ordinal {
	enum ordinal_style style;
	int n;       /* 0: none */
	size_t used; /* bytes, separators included */
	bool bare;   /* no separator follows the numeral */
};

/* The ordinal that folded text begins with. */
struct ordinal ordinal_read(struct str folded);

/* How well a wording is known. */
enum wording_rank {
	WORDING_NONE,
	WORDING_PATTERN, /* has the words a heading of the section would have */
	WORDING_WEAK,    /* listed, but common enough to stand elsewhere too */
	WORDING_LISTED,  /* seen on real pages, says nothing else */
	WORDING_OFFICIAL,
};

struct wording {
	enum wording_rank rank;
	int no;      /* of the legal section */
	size_t used; /* bytes matched */
};

/* The longest known wording that folded text begins with. */
struct wording wording_prefix(struct str folded);

/* The same for a whole line: punctuation after it is allowed, patterns are tried last. */
struct wording wording_whole(struct str folded);

/* Whether a short line with an ordinal is about something a report of any form has a part on. */
bool wording_is_topic(struct str folded);

#endif
