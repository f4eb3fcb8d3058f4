#include "report/report.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/attrs.h"

static const char *const tables[] = {
#define TABLE(sym, name) name,
#include "report/cells.def"
};

static const struct {
	enum table_id table;
	const char *name, *unit;
} rows[] = {
#define ROW(sym, table, name, unit) { TABLE_##table, name, unit },
#include "report/cells.def"
};

static const char *const cols[] = {
#define COL(sym, name) name,
#include "report/cells.def"
};

static const char *const states[] = {
	[VALUE_MISSING] = "missing_cell",
	[VALUE_BLANK] = "blank",
	[VALUE_DASH] = "dash",
	[VALUE_SLASH] = "slash",
	[VALUE_TEXT] = "text",
	[VALUE_ZERO] = "stated_zero",
	[VALUE_NUMBER] = "number",
	[VALUE_AMBIGUOUS] = "ambiguous",
};
static_assert(countof(states) == VALUE__COUNT, "every state needs a name");

static const char *const statuses[] = {
	[TABLE_ABSENT] = "absent", [TABLE_PRESENT] = "present", [TABLE_PARTIAL] = "partial",
	[TABLE_BLANK] = "blank",   [TABLE_IMAGE] = "image",     [TABLE_ATTACHMENT] = "attachment",
};
static_assert(countof(statuses) == TABLE_STATUS__COUNT, "every status needs a name");

static const char *const kinds[] = {
	[KIND_UNKNOWN] = "unknown",
	[KIND_REPORT] = "report",
	[KIND_TEMPLATE] = "template",
	[KIND_INTERPRETATION] = "interpretation",
	[KIND_WORK_SUMMARY] = "work_summary",
	[KIND_GUIDE] = "guide",
	[KIND_WEBSITE_REPORT] = "website_report",
	[KIND_LAW_REPORT] = "law_report",
	[KIND_NOTICE] = "notice",
	[KIND_NEWS] = "news",
	[KIND_OTHER_BODY] = "other_body",
	[KIND_STATISTICS] = "statistics",
	[KIND_LIST] = "list",
	[KIND_SHELL] = "shell",
};
static_assert(countof(kinds) == KIND__COUNT, "every kind needs a name");

static const char *const sources[] = {
	[FROM_NONE] = "none",
	[FROM_TITLE] = "title",
	[FROM_PERIOD] = "period",
	[FROM_PREAMBLE] = "preamble",
	[FROM_CONTACT] = "contact",
	[FROM_CAPTION] = "caption",
	[FROM_METABOX] = "metabox",
	[FROM_META] = "meta",
	[FROM_BREADCRUMB] = "breadcrumb",
	[FROM_SIGNATURE] = "signature",
	[FROM_BODY] = "body",
	[FROM_PAGE_TITLE] = "page_title",
	[FROM_PARENT] = "parent",
	[FROM_LINK] = "link",
	[FROM_URL] = "url",
	[FROM_PUBLISHED] = "published",
	[FROM_SEED] = "seed",
};
static_assert(countof(sources) == EVIDENCE__COUNT, "every source needs a name");

static const char *const notes[] = {
	[NOTE_LABEL_TYPO] = "label_typo",
	[NOTE_LABEL_OLD] = "label_old",
	[NOTE_LABEL_OTHER] = "label_other",
	[NOTE_ROW_MISSING] = "row_missing",
	[NOTE_ROW_SHORT] = "row_short",
	[NOTE_ROW_LONG] = "row_long",
	[NOTE_ROW_UNKNOWN] = "row_unknown",
	[NOTE_ROW_REPEATED] = "row_repeated",
	[NOTE_CELL_UNIT] = "cell_unit",
	[NOTE_CELL_CONVERTED] = "cell_converted",
	[NOTE_CELL_FULLWIDTH] = "cell_fullwidth",
	[NOTE_CELL_ABOUT] = "cell_about",
	[NOTE_CELL_GLUED] = "cell_glued",
	[NOTE_LINES_DEDUPED] = "lines_deduped",
	[NOTE_TABLE_SPLIT] = "table_split",
	[NOTE_HEADING_ORDINAL] = "heading_ordinal",
	[NOTE_HEADING_REPEATED] = "heading_repeated",
};
static_assert(countof(notes) == NOTE__COUNT, "every note needs a name");

const char *table_name(enum table_id table)
{
	return tables[table];
}

const char *row_name(enum row_id row)
{
	return rows[row].name;
}

const char *col_name(enum col_id col)
{
	return cols[col];
}

const char *value_state_name(enum value_state state)
{
	return states[state];
}

const char *table_status_name(enum table_status status)
{
	return statuses[status];
}

const char *report_kind_name(enum report_kind kind)
{
	return kinds[kind];
}

const char *evidence_name(enum evidence from)
{
	return sources[from];
}

const char *note_kind_name(enum note_kind kind)
{
	return notes[kind];
}

enum table_id row_table(enum row_id row)
{
	return rows[row].table;
}

static bool disclosure_possible(enum row_id row, enum col_id col)
{
	switch (row) {
	case ROW_PUB_RULE:
	case ROW_PUB_NORM:
		return col >= COL_ISSUED && col <= COL_PUBLIC_TOTAL;
	case ROW_PUB_FEE:
		return col == COL_ITEMS_PREV || col == COL_ITEMS_DELTA || col == COL_AMOUNT_WAN;
	case ROW_PUB_PROCUREMENT:
		return col == COL_COUNT || col == COL_AMOUNT;
	default:
		return col >= COL_ITEMS_PREV && col <= COL_DECISIONS;
	}
}

bool cell_possible(enum row_id row, enum col_id col)
{
	switch (rows[row].table) {
	case TABLE_REQUESTS:
		return col <= COL_TOTAL;
	case TABLE_REVIEW:
		return col >= COL_OTHER && col <= COL_PENDING;
	case TABLE_STATISTICS:
		return col == COL_VALUE;
	default:
		return disclosure_possible(row, col);
	}
}

const char *cell_unit(enum row_id row, enum col_id col)
{
	if (col == COL_AMOUNT_WAN)
		return "万元";
	if (col == COL_AMOUNT)
		return ""; /* 采购总金额: form2019 prints no unit */
	if (col == COL_ITEMS_PREV || col == COL_ITEMS_DELTA)
		return "项";
	return rows[row].unit;
}

const char *cell_key(char out[CELL_KEY_MAX], enum row_id row, enum col_id col)
{
	snprintf(out, CELL_KEY_MAX, cols[col][0] ? "%s_%s" : "%s%s", rows[row].name, cols[col]);
	return out;
}

bool cell_find(enum row_id *row, enum col_id *col, struct str key)
{
	for (enum row_id r = 0; r < ROW__COUNT; r++) {
		if (!str_starts(key, str_c(rows[r].name)))
			continue;
		for (enum col_id c = 0; c < COL__COUNT; c++) {
			char name[CELL_KEY_MAX];

			if (!cell_possible(r, c) || !str_eq(key, str_c(cell_key(name, r, c))))
				continue;
			*row = r;
			*col = c;
			return true;
		}
	}
	return false;
}

const char *value_text(char out[VALUE_TEXT_MAX], const struct value *v)
{
	char digits[VALUE_TEXT_MAX];
	uint64_t left = v->n < 0 ? 0 - (uint64_t)v->n : (uint64_t)v->n;
	size_t n = 0;

	/* Backwards: decimals, point, and one digit before it at least. */
	for (unsigned i = 0; i <= v->scale || left; i++) {
		if (i && i == v->scale)
			digits[n++] = '.';
		digits[n++] = (char)('0' + left % 10);
		left /= 10;
	}
	if (v->n < 0)
		digits[n++] = '-';
	for (size_t i = 0; i < n; i++)
		out[i] = digits[n - 1 - i];
	out[n] = '\0';
	return out;
}

bool value_micro(int64_t *out, const struct value *v)
{
	int64_t n = v->n;

	for (unsigned i = v->scale; i < VALUE_MAX_SCALE; i++)
		if (__builtin_mul_overflow(n, 10, &n))
			return false;
	*out = n;
	return true;
}
