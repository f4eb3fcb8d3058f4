#include "report/rules.h"

#include <string.h>

#include "base/attrs.h"
#include "report/form.h"
#include "report/text.h"

static bool code_is(const struct rule *rule, const char *code)
{
	return strcmp(rule->code, code) == 0;
}

static bool is_there(const struct report *r, enum row_id row, enum col_id col)
{
	return r->value[row][col].state != VALUE_MISSING;
}

static bool row_has(const struct report *r, enum row_id row)
{
	for (enum col_id c = 0; c < COL__COUNT; c++)
		if (is_there(r, row, c))
			return true;
	return false;
}

/* ---- which form ---- */

/* Cells that only one generation of the form has. */
static bool has_2019(const struct report *r)
{
	for (enum row_id row = ROW_PUB_RULE; row <= ROW_PUB_PROCUREMENT; row++)
		if (is_there(r, row, COL_MADE) || is_there(r, row, COL_PUBLISHED) ||
		    is_there(r, row, COL_PUBLIC_TOTAL) || is_there(r, row, COL_ITEMS_PREV) ||
		    is_there(r, row, COL_ITEMS_DELTA))
			return true;
	return row_has(r, ROW_PUB_PROCUREMENT);
}

static bool has_2021(const struct report *r)
{
	for (enum row_id row = ROW_PUB_RULE; row <= ROW_PUB_FEE; row++)
		if (is_there(r, row, COL_ISSUED) || is_there(r, row, COL_REPEALED) ||
		    is_there(r, row, COL_IN_FORCE) || is_there(r, row, COL_AMOUNT_WAN))
			return true;
	return false;
}

static bool has_any_form(const struct report *r)
{
	for (size_t i = 0; i < TABLE__COUNT; i++)
		if (r->table[i].form)
			return true;
	return false;
}

/* A table or figures stand there, and nobody knows which. */
static bool has_unknown(const struct report *r)
{
	for (size_t i = 0; i < TABLE__COUNT; i++)
		if (!r->table[i].form &&
		    (r->table[i].status == TABLE_PARTIAL || r->table[i].status == TABLE_PRESENT))
			return true;
	return false;
}

void rule_form(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct report *r = in->now;
	bool old = has_2019(r), new = has_2021(r), any = has_any_form(r);
	int year = r->identity.year;
	const char *why = NULL;

	if (code_is(self, "FORM_UNKNOWN")) {
		if (r->n_sections >= 3 && !any && has_unknown(r))
			why = "tables stand under the headings, with labels of no form";
	} else if (!any) {
		return;
	} else if (code_is(self, "FORM_MIXED")) {
		if (old && new)
			why = "section two has columns of form2019 and of form2021";
	} else if (code_is(self, "FORM_OUTDATED")) {
		if (year >= 2021 && old && !new)
			why = "the tables are form2019's, which was replaced from 2021 on";
		else if (year >= 2019 && r->table[TABLE_STATISTICS].form && !old && !new &&
			 !r->table[TABLE_REQUESTS].form)
			why = "the table is form2014's, which was replaced from 2019 on";
	} else if (year && year <= 2018 && (old || new || r->table[TABLE_REQUESTS].form)) {
		why = "the tables are of a form that did not exist yet: written later";
	}
	if (why)
		rule_found(out, self, str_c(why), (struct str){ NULL, 0 },
			   r->table[TABLE_DISCLOSURE].block);
	check_assess(out, self, !why, why != NULL, 0);
}

/* ---- sections ---- */

static const struct section *section_no(const struct report *r, int no)
{
	for (size_t i = 0; i < r->n_sections; i++)
		if (r->sections[i].no == no)
			return &r->sections[i];
	return NULL;
}

static const char *const names[] = { "",
				     "总体情况",
				     "主动公开政府信息情况",
				     "收到和处理政府信息公开申请情况",
				     "政府信息公开行政复议、行政诉讼情况",
				     "存在的主要问题及改进情况",
				     "其他需要报告的事项" };

void rule_section_missing(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct report *r = in->now;
	unsigned holds = 0, fails = 0;

	if (r->identity.year < 2019)
		return;
	for (int no = 1; no <= REPORT_SECTIONS; no++) {
		if (section_no(r, no)) {
			holds++;
			continue;
		}
		if (r->truncated || !r->n_sections)
			continue;
		fails++;
		rule_found(out, self,
			   arena_strf(out->arena, "part %d, %s, is not there", no, names[no]),
			   (struct str){ NULL, 0 }, 0);
	}
	check_assess(out, self, holds, fails, REPORT_SECTIONS - holds - fails);
}

/* Sections in the order in which they are printed. */
static size_t in_print(const struct section *out[REPORT_SECTIONS], const struct report *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_sections && n < REPORT_SECTIONS; i++) {
		size_t at = n++;

		for (; at && out[at - 1]->first_block > r->sections[i].first_block; at--)
			out[at] = out[at - 1];
		out[at] = &r->sections[i];
	}
	return n;
}

/* Parts that are missing or added explain a jump; repetition and going back nothing explains. */
void rule_section_number(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct section *s[REPORT_SECTIONS];
	size_t n = in_print(s, in->now);
	const struct section *wrong = NULL;

	if (in->now->identity.year < 2019 || !n || check_damaged(in))
		return;
	for (size_t i = 1; i < n && !wrong; i++) {
		int before = s[i - 1]->ordinal, now = s[i]->ordinal;

		if (!before || !now)
			continue;
		if (now <= before || (n == REPORT_SECTIONS && now > before + 1 &&
				      s[n - 1]->ordinal > REPORT_SECTIONS))
			wrong = s[i];
	}
	if (wrong)
		rule_found(out, self, STR("an ordinal is repeated, goes back, or is left out"),
			   wrong->heading, wrong->first_block);
	check_assess(out, self, !wrong, wrong != NULL, 0);
}

#define HEADING_ONLY_MAX 4 /* characters: a page number, a dash */

void rule_heading_only(struct check *out, const struct rule *self, const struct check_input *in)
{
	static const enum table_id tables[] = { TABLE_DISCLOSURE, TABLE_REQUESTS, TABLE_REVIEW };
	const struct report *r = in->now;
	unsigned holds = 0, fails = 0;

	if (r->identity.year && r->identity.year < 2019)
		return;
	for (int no = 2; no <= 4; no++) {
		const struct section *s = section_no(r, no);
		struct finding *f;

		if (!s)
			continue;
		if (r->table[tables[no - 2]].status != TABLE_ABSENT ||
		    text_length(s->text) > HEADING_ONLY_MAX) {
			holds++;
			continue;
		}
		fails++;
		f = rule_found(
			out, self,
			arena_strf(out->arena, "part %d has a heading and nothing under it", no),
			s->heading, s->first_block);
		/* In a damaged copy the copier may have lost it. */
		if (check_damaged(in))
			f->severity = SEV_INFO;
	}
	if (holds + fails)
		check_assess(out, self, holds, fails, 0);
}

/* ---- whole tables ---- */

void rule_table_status(struct check *out, const struct rule *self, const struct check_input *in)
{
	enum table_status bad = code_is(self, "TABLE_AS_IMAGE") ? TABLE_IMAGE : TABLE_ATTACHMENT;
	unsigned holds = 0, fails = 0;

	for (enum table_id t = 0; t < TABLE__COUNT; t++) {
		const struct table_state *state = &in->now->table[t];

		if (state->status == TABLE_ABSENT)
			continue;
		if (state->status != bad) {
			holds++;
			continue;
		}
		fails++;
		rule_found(out, self,
			   arena_strf(out->arena, "the %s table is given as %s", table_name(t),
				      table_status_name(bad)),
			   state->evidence, state->block);
	}
	if (holds + fails)
		check_assess(out, self, holds, fails, 0);
}

/* The form's rows of a table, in printed order. */
static size_t rows_of(enum row_id out[ROW__COUNT], const struct report *r, enum table_id table)
{
	const struct form *form = r->table[table].form ? form_named(r->table[table].form) : NULL;
	size_t n = 0;

	for (size_t b = 0; form && b < form->n_blocks; b++) {
		const struct form_block *block = &form->blocks[b];

		if (block->table != table || block->layout == LAYOUT_ACROSS)
			continue;
		for (size_t i = 0; i < block->n_rows; i++)
			if (!block->rows[i].is_fold && n < ROW__COUNT)
				out[n++] = block->rows[i].row;
	}
	return n;
}

static bool is_misc_part(enum row_id row)
{
	return row >= ROW_RES_MISC_NO_SUPPLEMENT && row <= ROW_RES_MISC_OTHER;
}

/* Whether a row of the form has no cells, and no other row stands for it. */
static bool is_missing(const struct report *r, enum row_id row)
{
	if (row_has(r, row))
		return false;
	return !(is_misc_part(row) && row_has(r, ROW_RES_MISC));
}

/* Trailing rows that are missing: the table breaks off. Returns how many rows come before. */
static size_t breaks_off_at(const struct report *r, const enum row_id *rows, size_t n)
{
	while (n && is_missing(r, rows[n - 1]))
		n--;
	return n;
}

/* Statistics of 2014 to 2018 come in many local editions: rows of them may be left out. */
#define TABLES_WITH_FIXED_ROWS TABLE_STATISTICS

void rule_table_incomplete(struct check *out, const struct rule *self, const struct check_input *in)
{
	unsigned holds = 0, fails = 0;

	if (check_damaged(in))
		return;
	for (enum table_id t = 0; t < TABLES_WITH_FIXED_ROWS; t++) {
		enum row_id rows[ROW__COUNT];
		size_t n = rows_of(rows, in->now, t), end = breaks_off_at(in->now, rows, n);

		if (!n)
			continue;
		if (end == n) {
			holds++;
			continue;
		}
		fails++;
		rule_found(
			out, self,
			arena_strf(out->arena, "the %s table breaks off: %zu of %zu rows, up to %s",
				   table_name(t), end, n, end ? row_name(rows[end - 1]) : "none"),
			(struct str){ NULL, 0 }, in->now->table[t].block);
	}
	if (holds + fails)
		check_assess(out, self, holds, fails, 0);
}

static const struct note *note_of(const struct report *r, enum note_kind kind, enum row_id row)
{
	for (size_t i = 0; i < r->n_notes; i++)
		if (r->notes[i].kind == kind && r->notes[i].row == row)
			return &r->notes[i];
	return NULL;
}

/* A row whose only cell a page of one cell a line has lost: CELL_MISSING_VALUE. */
static bool is_one_cell(enum row_id row)
{
	return row_table(row) == TABLE_STATISTICS || row == ROW_PUB_LICENSE ||
	       row == ROW_PUB_PENALTY || row == ROW_PUB_COERCION || row == ROW_PUB_FEE;
}

static bool is_deduped(const struct report *r)
{
	return note_of(r, NOTE_LINES_DEDUPED, ROW__COUNT) != NULL;
}

/* ROW_MISSING and CELL_MISSING_VALUE. */
void rule_row_missing(struct check *out, const struct rule *self, const struct check_input *in)
{
	bool want_one = code_is(self, "CELL_MISSING_VALUE");
	const struct report *r = in->now;
	unsigned holds = 0, fails = 0;

	if (check_damaged(in) || is_deduped(r))
		return;
	for (enum table_id t = 0; t < TABLE__COUNT; t++) {
		enum row_id rows[ROW__COUNT] = { 0 };
		size_t n = rows_of(rows, r, t), end = breaks_off_at(r, rows, n);

		for (size_t i = 0; i < end; i++) {
			const struct note *note = note_of(r, NOTE_ROW_MISSING, rows[i]);

			if ((note && is_one_cell(rows[i])) != want_one ||
			    (t == TABLE_STATISTICS && !note))
				continue;
			if (!is_missing(r, rows[i])) {
				holds++;
				continue;
			}
			fails++;
			rule_found(out, self,
				   arena_strf(out->arena, "%s: %s", row_name(rows[i]),
					      note ? "a label without any figure"
						   : "the row is not there"),
				   note ? note->text : (struct str){ NULL, 0 },
				   note ? note->block : r->table[t].block);
		}
	}
	if (holds + fails)
		check_assess(out, self, holds, fails, 0);
}

/* ---- what the reader noticed ---- */

static const struct {
	const char *code;
	enum note_kind kind;
	const char *text;
} noticed[] = {
	{ "ROW_SHORT", NOTE_ROW_SHORT,
	  "fewer figures than columns: which they are of, nobody can say" },
	{ "ROW_LONG", NOTE_ROW_LONG, "more figures than columns" },
	{ "ROW_UNKNOWN", NOTE_ROW_UNKNOWN, "a row that the form does not have" },
	{ "CELL_UNIT_INLINE", NOTE_CELL_UNIT, "the unit is written in the cell" },
	{ "CELL_UNIT_INLINE", NOTE_CELL_CONVERTED, "元 written in a cell for 万元, and said so" },
	{ "CELL_FULLWIDTH", NOTE_CELL_FULLWIDTH, "full-width or Chinese digits" },
	{ "CELL_GLUED", NOTE_CELL_GLUED, "figures of a row run together" },
	{ "LINES_DEDUPED", NOTE_LINES_DEDUPED, "equal lines were dropped from the table" },
	{ "LABEL_TYPO", NOTE_LABEL_TYPO, "a label with a slip" },
	{ "LABEL_TYPO", NOTE_LABEL_OTHER, "a label with a slip" },
	{ "LABEL_OLD_IN_NEW", NOTE_LABEL_OLD, "the wording of an older form" },
};

/* Of the wordings that are accepted for a label, those that are slips of the pen. */
static const char *const slips[] = { "结果维护", "处理绝对数量", "只记", NULL };

/* Rules that record how it was printed or damaged, and accuse nobody: told of damaged copies too.
 */
static bool is_record(const struct rule *rule)
{
	return rule->severity == SEV_INFO || code_is(rule, "LINES_DEDUPED");
}

static bool same_note(const struct note *a, const struct note *b)
{
	return a->kind == b->kind && a->row == b->row && a->col == b->col && a->table == b->table &&
	       str_eq(a->text, b->text);
}

static bool noted_before(const struct report *r, size_t at)
{
	for (size_t i = at > 200 ? at - 200 : 0; i < at; i++)
		if (same_note(&r->notes[i], &r->notes[at]))
			return true;
	return false;
}

static void tell_note(struct check *out, const struct rule *self, const struct note *n,
		      const char *text)
{
	struct finding *f;

	f = rule_found(out, self,
		       arena_strf(out->arena, "%s%s%s", n->row < ROW__COUNT ? row_name(n->row) : "",
				  n->row < ROW__COUNT ? ": " : "", text),
		       n->text, n->block);
	if (n->row < ROW__COUNT && n->col < COL__COUNT)
		f->cells[f->n_cells++] = (struct cell_ref){ n->row, n->col };
}

/* Habits of writing cells run through a table: one finding for all of it. */
static bool is_habit(const struct rule *rule)
{
	return code_is(rule, "CELL_UNIT_INLINE") || code_is(rule, "CELL_FULLWIDTH");
}

/* The finding on the habit in the note's table, made at its first cell. */
static struct finding *habit_of(struct check *out, const struct rule *self, const struct note *n)
{
	for (size_t i = 0; i < out->n_findings; i++) {
		struct finding *f = &out->findings[i];

		if (f->rule == self && f->n_cells && row_table(f->cells[0].row) == n->table)
			return f;
	}
	return rule_found(out, self, (struct str){ NULL, 0 }, n->text, n->block);
}

static void tell_habit(struct check *out, const struct rule *self, const struct note *n,
		       const char *text)
{
	struct finding *f;

	if (n->row >= ROW__COUNT || n->col >= COL__COUNT) {
		tell_note(out, self, n, text);
		return;
	}
	f = habit_of(out, self, n);
	f->right += 1000000; /* how many cells */
	if (f->n_cells < FINDING_MAX_CELLS)
		f->cells[f->n_cells++] = (struct cell_ref){ n->row, n->col };
	f->message = arena_strf(out->arena, "%d cells of the %s table: %s",
				(int)(f->right / 1000000), table_name(n->table), text);
}

void rule_note(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct report *r = in->now;
	unsigned fails = 0;

	if (!has_any_form(r) || (check_damaged(in) && !is_record(self)))
		return;
	for (size_t i = 0; i < r->n_notes; i++)
		for (size_t k = 0; k < countof(noticed); k++) {
			const struct note *n = &r->notes[i];

			if (n->kind != noticed[k].kind || !code_is(self, noticed[k].code) ||
			    (n->kind == NOTE_LABEL_OTHER && !text_any(n->text, slips)))
				continue;
			if (is_habit(self)) {
				tell_habit(out, self, n, noticed[k].text);
			} else if (!noted_before(r, i)) {
				tell_note(out, self, n, noticed[k].text);
			} else {
				continue;
			}
			fails++;
		}
	check_assess(out, self, fails == 0, fails, 0);
}

/* ---- cells ---- */

typedef bool test_cell(enum row_id row, enum col_id col, const struct value *v);

static bool is_blank(enum row_id row, enum col_id col, const struct value *v)
{
	(void)row, (void)col;
	return v->state == VALUE_BLANK;
}

static bool is_dash(enum row_id row, enum col_id col, const struct value *v)
{
	(void)row, (void)col;
	return v->state == VALUE_DASH || v->state == VALUE_SLASH;
}

static bool is_text(enum row_id row, enum col_id col, const struct value *v)
{
	(void)row, (void)col;
	return v->state == VALUE_TEXT;
}

static bool lacks_unit(enum row_id row, enum col_id col, const struct value *v)
{
	return row == ROW_PUB_PROCUREMENT && col == COL_AMOUNT && v->state == VALUE_NUMBER &&
	       !text_has(v->raw, "元");
}

static bool is_negative(enum row_id row, enum col_id col, const struct value *v)
{
	(void)row;
	return value_is_count(v) && v->n < 0 && col != COL_ITEMS_DELTA;
}

static bool is_fraction(enum row_id row, enum col_id col, const struct value *v)
{
	static const int64_t powers[] = { 1, 10, 100, 1000, 10000, 100000, 1000000 };

	return value_is_count(v) && v->scale && v->n % powers[v->scale] != 0 && col != COL_AMOUNT &&
	       !strstr(cell_unit(row, col), "元");
}

static const struct {
	const char *code;
	test_cell *is_bad;
} cell_tests[] = {
	{ "CELL_BLANK", is_blank },       { "CELL_DASH", is_dash },
	{ "CELL_NOT_NUMERIC", is_text },  { "CELL_MONEY_UNIT_UNKNOWN", lacks_unit },
	{ "CELL_NEGATIVE", is_negative }, { "CELL_FRACTION", is_fraction },
};

static test_cell *cell_test(const struct rule *rule)
{
	size_t i = 0;

	while (i + 1 < countof(cell_tests) && !code_is(rule, cell_tests[i].code))
		i++;
	return cell_tests[i].is_bad;
}

void rule_cell(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct report *r = in->now;
	const struct cell_list *cells;
	test_cell *is_bad = cell_test(self);
	unsigned holds = 0, fails = 0;

	if (check_damaged(in))
		return;
	cells = check_cells(out, in);
	for (enum table_id t = 0; t < TABLE__COUNT; t++) {
		struct finding *f = NULL;
		unsigned bad = 0;

		if (!r->table[t].form || r->table[t].status == TABLE_BLANK)
			continue;
		for (size_t i = cells->first[t]; i < cells->first[t + 1]; i++) {
			struct cell_ref at = cells->at[i];
			const struct value *v = &r->value[at.row][at.col];

			if (!is_bad(at.row, at.col, v)) {
				holds++;
				continue;
			}
			bad++;
			if (!f)
				f = rule_found(out, self, (struct str){ NULL, 0 }, v->raw,
					       v->block);
			if (f->n_cells < FINDING_MAX_CELLS)
				f->cells[f->n_cells++] = at;
		}
		if (f)
			f->message = arena_strf(out->arena, "%u cells of the %s table", bad,
						table_name(t));
		fails += bad;
	}
	if (holds + fails)
		check_assess(out, self, holds > UINT16_MAX ? UINT16_MAX : holds, fails, 0);
}
