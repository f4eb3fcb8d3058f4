#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/str.h"

enum table_id {
#define TABLE(sym, name) TABLE_##sym,
#include "report/cells.def"
	TABLE__COUNT
};

enum row_id {
#define ROW(sym, table, name, unit) ROW_##sym,
#include "report/cells.def"
	ROW__COUNT
};

enum col_id {
#define COL(sym, name) COL_##sym,
#include "report/cells.def"
	COL__COUNT
};

/* The seven states of a printed cell, whose names are the stored ones, and one for doubt. */
enum value_state {
	VALUE_MISSING, /* missing_cell: the table has no such cell */
	VALUE_BLANK,   /* the cell is there and empty */
	VALUE_DASH,
	VALUE_SLASH,
	VALUE_TEXT, /* something is there that is not a count */
	VALUE_ZERO, /* stated_zero: somebody wrote 0 or a word for it */
	VALUE_NUMBER,
	VALUE_AMBIGUOUS, /* printed, but in which row or column nobody can say */
	VALUE__COUNT
};

#define VALUE_MAX_SCALE 6 /* decimals kept; more are VALUE_TEXT */

struct value {
	enum value_state state;
	bool inferred;     /* reached by reasoning, not read */
	uint8_t scale;     /* decimals: the number is n / 10^scale */
	uint16_t grid;     /* 1 + index of the page's grid; 0: read from running text */
	uint16_t row, col; /* place in that grid; in text: 0, and `block` tells */
	uint32_t block;    /* of the page */
	int64_t n;         /* in the unit of its cell (row_unit, cell_unit); ZERO and NUMBER only */
	struct str raw;    /* as printed, trimmed; may be empty */
};

/* What a whole table is like. Names are stored. */
enum table_status {
	TABLE_ABSENT,     /* nothing under the heading, or no heading */
	TABLE_PRESENT,    /* every row of the form has its cells, empty ones included */
	TABLE_PARTIAL,    /* some rows or cells are missing or cannot be told */
	TABLE_BLANK,      /* all cells are there and all are empty */
	TABLE_IMAGE,      /* a picture stands where the table should */
	TABLE_ATTACHMENT, /* only a link to a file, or words that send the reader to one */
	TABLE_STATUS__COUNT
};

struct table_state {
	enum table_status status;
	const char *form; /* stable name of the form whose wording it follows; NULL: no table */
	uint32_t block;   /* where it starts, or where it should; page.n_blocks: nowhere */
	struct str
		evidence; /* what the status rests on: a heading, alt text, a link; may be empty */
};

/* What kind of document it is. Names are stored; only KIND_REPORT counts as a report. */
enum report_kind {
	KIND_UNKNOWN,
	KIND_REPORT,
	KIND_TEMPLATE,       /* the blank form, a model text */
	KIND_INTERPRETATION, /* 解读 of a report */
	KIND_WORK_SUMMARY,   /* 工作总结, 工作要点, 实施方案 */
	KIND_GUIDE,          /* 信息公开指南, 制度 */
	KIND_WEBSITE_REPORT, /* 政府网站工作年度报表 */
	KIND_LAW_REPORT,     /* 法治政府建设年度报告 */
	KIND_NOTICE,         /* the notices that prescribe the form, or ask for reports */
	KIND_NEWS,
	KIND_OTHER_BODY, /* university, enterprise: not under the Regulation */
	KIND_STATISTICS, /* 统计表 published apart from its report */
	KIND_LIST,       /* a page of links */
	KIND_SHELL,      /* no text of its own: redirect page, viewer, image */
	KIND__COUNT
};

/* Where a fact about the report was read. Names are stored. */
enum evidence {
	FROM_NONE,
	FROM_TITLE,
	FROM_PERIOD, /* 统计期限自…年1月1日起至…年12月31日止 */
	FROM_PREAMBLE,
	FROM_CONTACT,
	FROM_CAPTION,
	FROM_METABOX,
	FROM_META, /* <meta> or an element that stands for it */
	FROM_BREADCRUMB,
	FROM_SIGNATURE,
	FROM_BODY,
	FROM_PAGE_TITLE, /* <title> */
	FROM_PARENT,     /* the page that the file is attached to */
	FROM_LINK,       /* text or title= of the link that led here */
	FROM_URL,
	FROM_PUBLISHED, /* a year: that of publication, less one */
	FROM_SEED,
	EVIDENCE__COUNT
};

struct identity {
	struct str title;  /* of the document, white space removed; p NULL: it has none */
	struct str agency; /* full name; p NULL: the document does not say ("我局" is no name) */
	struct str scope;  /* "本级", "机关", "系统", ...; p NULL: not said */
	int year;          /* reported on, not published; 0: cannot be told */
	struct date published;
	enum evidence title_from, agency_from, scope_from, year_from, published_from;
	int year_title, year_period, year_preamble; /* what each of them says; 0: nothing */
	struct str preamble; /* folded sentences before the first part; not stored */
};

#define REPORT_SECTIONS 6

/* One of the six legal sections; number by wording, whatever ordinal is printed. */
struct section {
	int no;             /* 1 to 6 */
	int ordinal;        /* printed; 0: none */
	struct str heading; /* as printed, white space folded */
	struct str text;    /* repaired, cleaned of furniture; \n between paragraphs and cells */
	uint32_t first_block, last_block; /* half open */
};

/* Something the reader noticed that rules need and values do not show. */
enum note_kind {
	NOTE_LABEL_TYPO,  /* matched by edit distance only */
	NOTE_LABEL_OLD,   /* wording of an older form */
	NOTE_LABEL_OTHER, /* accepted variant */
	NOTE_ROW_MISSING, /* label absent, or label without any cell */
	NOTE_ROW_SHORT,
	NOTE_ROW_LONG,
	NOTE_ROW_UNKNOWN, /* a row the form does not have */
	NOTE_ROW_REPEATED,
	NOTE_CELL_UNIT,      /* unit printed in the cell */
	NOTE_CELL_CONVERTED, /* 元 turned into 万元, because both are stated */
	NOTE_CELL_FULLWIDTH,
	NOTE_CELL_ABOUT, /* 余, 约: the figure is not exact */
	NOTE_CELL_GLUED,
	NOTE_LINES_DEDUPED,
	NOTE_TABLE_SPLIT,     /* one table printed as several grids */
	NOTE_HEADING_ORDINAL, /* section heading with a wrong, repeated or missing ordinal */
	NOTE_HEADING_REPEATED,
	NOTE__COUNT
};

struct note {
	enum note_kind kind;
	enum table_id table;
	enum row_id row; /* ROW__COUNT: not about a row */
	enum col_id col; /* COL__COUNT: not about a column */
	struct str text; /* what was printed */
	uint32_t block;
};

/* One report. Plain data: copy it, compare it, print it. Views point into its page's arena. */
struct report {
	enum report_kind kind;
	struct str kind_reason; /* what the kind rests on, for people */
	struct identity identity;
	struct table_state table[TABLE__COUNT];
	struct value value[ROW__COUNT][COL__COUNT];
	struct section *sections; /* by number */
	size_t n_sections;
	struct note *notes; /* in reading order */
	size_t n_notes;
	struct str
		signoff; /* what follows the last section: signature, 审核人, date; may be empty */
	bool truncated; /* the body ends where the page was cut */
};

/* Stable names, as stored and printed. */
const char *table_name(enum table_id table);
const char *row_name(enum row_id row);
const char *col_name(enum col_id col);
const char *value_state_name(enum value_state state);
const char *table_status_name(enum table_status status);
const char *report_kind_name(enum report_kind kind);
const char *evidence_name(enum evidence from);
const char *note_kind_name(enum note_kind kind);

enum table_id row_table(enum row_id row);

/* Whether the row's table has such a column in any form: where else value[][] stays empty. */
bool cell_possible(enum row_id row, enum col_id col);

/* "件", "项", "万元", ...; "" where the form prints none. Depends on the column for money. */
const char *cell_unit(enum row_id row, enum col_id col);

#define CELL_KEY_MAX 48

/* The cell's stable key, into out, which is returned. */
const char *cell_key(char out[CELL_KEY_MAX], enum row_id row, enum col_id col);

/* The cell a key names. False if there is none. */
bool cell_find(enum row_id *row, enum col_id *col, struct str key);

/* Whether a count was read: VALUE_ZERO or VALUE_NUMBER. */
static inline bool value_is_count(const struct value *v)
{
	return v->state == VALUE_ZERO || v->state == VALUE_NUMBER;
}

#define VALUE_TEXT_MAX 32

/* "14", "-3", "43.788": the number as decimal text, trailing zeros after the point kept as read. */
const char *value_text(char out[VALUE_TEXT_MAX], const struct value *v);

/* n scaled to 10^-VALUE_MAX_SCALE units; false on overflow. So that values of any scale compare. */
bool value_micro(int64_t *out, const struct value *v);

#endif
