#ifndef REPORT_SECTION_H
#define REPORT_SECTION_H

#include "base/arena.h"
#include "report/lines.h"
#include "report/report.h"
#include "report/tables.h"

#define SECTION_MAX_HEADINGS 512 /* candidates looked at; later ones are text */

/* The page divided: preamble, the six legal sections, sign-off. */
struct outline {
	struct section *sections; /* by number, each at most once */
	size_t n_sections;
	struct note *notes; /* NOTE_HEADING_* */
	size_t n_notes;
	size_t body;    /* line of the first heading; lines.n where there is none */
	size_t body_at; /* bytes of that line before the heading: a preamble glued to it */
	size_t end;     /* first line after the last section's text */
	struct str signoff;
	unsigned n_topics; /* headings with an ordinal on a topic of any form, 2008 on */
};

/*
 * section_read - divide the page by the wording of its headings.
 *
 *   tables  where tables were found: their row labels (一、本年新收…) are no headings
 *
 * A heading's number comes from its words, its printed ordinal is only kept:
 * wrong, repeated and missing ordinals give a note. Headings inside sentences
 * that enumerate the parts, and lists of contents that are repeated as headings
 * later, are not taken. A heading glued to the text around it is. Cannot fail.
 */
void section_read(struct outline *out, const struct lines *lines, const struct tables *tables,
		  struct arena *arena);

/* Parts of section one, in the order of the form. */
enum section_part {
	PART_DISCLOSURE,  /* 主动公开 */
	PART_REQUESTS,    /* 依申请公开 */
	PART_MANAGEMENT,  /* 政府信息管理 */
	PART_PLATFORM,    /* 平台建设 */
	PART_SUPERVISION, /* 监督保障 */
	PART__COUNT
};

/*
 * section_parts - section one divided by its sub-headings, whatever their
 * numbering ((一), ㈠, 一是, 1., none).
 *
 *   out   views into `text`, the sub-heading's line included; p NULL: not found
 */
void section_parts(struct str out[PART__COUNT], struct str text, struct arena *arena);

#endif
