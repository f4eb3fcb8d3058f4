#ifndef EXTRACT_HTML_BUILD_H
#define EXTRACT_HTML_BUILD_H

#include "base/attrs.h"
#include "extract/html_tree.h"

/* Far above any page for people; past them a source is not plain. */
#define HTML_BUILD_MAX_DEPTH      200
#define HTML_BUILD_MAX_FORMATTING 64
#define HTML_BUILD_MAX_NODES      400000
#define HTML_BUILD_MAX_WAITING    32

/* A start tag, or an end tag, of which only tag and name are set. */
struct html_tag {
	GumboTag tag;
	struct str name;
	struct str source; /* from '<' to '>' */
	bool self_closing;
	uint32_t has;   /* attributes met, whether read or not: 1 << enum html_attr */
	size_t n_attrs; /* those that are read */
	struct html_attr_value attrs[HTML_ATTRS];
};

/* What the standard calls insertion modes; those within a document follow from what is open. */
enum html_mode {
	HTML_MODE_BODY,
	HTML_MODE_TABLE,
	HTML_MODE_COLGROUP,
	HTML_MODE_SECTION, /* tbody, thead, tfoot */
	HTML_MODE_ROW,
	HTML_MODE_CELL,
	HTML_MODE_CAPTION,
	HTML_MODE_SELECT,
};

enum html_phase {
	HTML_BEFORE_HTML,
	HTML_BEFORE_HEAD,
	HTML_IN_HEAD,
	HTML_IN_NOSCRIPT, /* of the head */
	HTML_AFTER_HEAD,
	HTML_IN_BODY,
};

enum html_quirks {
	HTML_QUIRKS_NO,
	HTML_QUIRKS_YES,
	HTML_QUIRKS_UNKNOWN,
};

struct html_build_open {
	uint32_t node;
	uint16_t tag;
	uint8_t mode;
	uint8_t paragraph; /* place of the <p> in button scope, + 1; 0: none */
};

/* An entry of the list of active formatting elements; node 0 is a marker. */
struct html_build_format {
	uint32_t node;
	uint16_t tag;
	bool open;
	struct str source; /* of its tag */
};

/*
 * Tree construction (WHATWG HTML 13.2.6) for sources in which nothing has to be moved.
 * Whoever sees `why` set stops: the source is not plain.
 */
struct html_build {
	struct html_tree *tree;
	const char *why; /* it cannot be built in this way; NULL: it can */
	enum html_phase phase;
	enum html_quirks quirks;
	bool begun; /* something but white space and comments has been seen: no doctype counts now
		     */
	uint32_t form;    /* the open form's node; 0: none */
	uint32_t pending; /* first text that nothing has followed yet; 0: none */
	size_t depth;
	size_t n_formats;
	size_t n_waiting; /* white space behind </head>, which comes before <body> */
	struct html_build_open open[HTML_BUILD_MAX_DEPTH];
	struct html_build_format formats[HTML_BUILD_MAX_FORMATTING];
	struct str waiting[HTML_BUILD_MAX_WAITING];
};

/* Tokens, in the order of the source. */
void html_build_doctype(struct html_build *b, enum html_quirks quirks);
void html_build_start(struct html_build *b, const struct html_tag *tag);
void html_build_end(struct html_build *b, const struct html_tag *tag);
void html_build_text(struct html_build *b, struct str text); /* references decoded; a view */

void html_build_comment(struct html_build *b);

/* An element whose text is not markup; `text` is empty for scripts and style sheets. */
void html_build_raw(struct html_build *b, const struct html_tag *tag, struct str text);

void html_build_finish(struct html_build *b);

/* For those who know what a tag does, html_rules.h: */

void html_build_give_up(struct html_build *b, const char *why);

static inline struct html_build_open *html_build_top(struct html_build *b)
{
	return &b->open[b->depth - 1];
}

/* Adds an element to what is open; `tag` NULL: one that no tag stands for. */
uint32_t html_build_add(struct html_build *b, GumboTag tag, const struct html_tag *from);
void html_build_push(struct html_build *b, GumboTag tag, const struct html_tag *from);
void html_build_void(struct html_build *b, GumboTag tag, const struct html_tag *from);

void html_build_add_text(struct html_build *b, struct str text);

void html_build_pop(struct html_build *b);
void html_build_pop_to(struct html_build *b, size_t depth); /* until so many are left */

/* Formatting elements (13.2.4.3): */
void html_build_reconstruct(struct html_build *b);
void html_build_mark(struct html_build *b);
void html_build_clear_to_mark(struct html_build *b);
void html_build_format(struct html_build *b, const struct html_tag *tag); /* push and list it */
size_t html_build_find_format(const struct html_build *b, GumboTag tag);  /* behind the marker; */
									  /* n_formats: none */
void html_build_forget_format(struct html_build *b, size_t at);

#endif
