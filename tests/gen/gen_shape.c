#include "tests/gen/gen_shape.h"

#include <assert.h>
#include <string.h>

#include "base/attrs.h"
#include "base/utf8.h"

static const struct {
	const char *name;
	bool is_html;
	bool loses_blanks; /* an empty cell leaves no trace */
} shapes[] = {
	[SHAPE_PIPES] = { "pipes", false, false },
	[SHAPE_SLOTS] = { "slots", false, false },
	[SHAPE_LEADING] = { "leading pipes", false, false },
	[SHAPE_MARKDOWN] = { "markdown", false, false },
	[SHAPE_CELL_PIPE] = { "a cell and a pipe a line", false, false },
	[SHAPE_PIPE_LINES] = { "pipes on their own lines", false, false },
	[SHAPE_LINES] = { "a cell a line", false, true },
	[SHAPE_TABS] = { "a tab and a cell a line", false, false },
	[SHAPE_TSV] = { "tabs", false, false },
	[SHAPE_SPACES] = { "spaces", false, true },
	[SHAPE_ONE_LINE] = { "one line", false, false },
	[SHAPE_ONE_LINE_SPACES] = { "one line with spaces", false, true },
	[SHAPE_GLUED] = { "glued", false, true },
	[SHAPE_DEDUPED] = { "lines deduped", false, true },
	[SHAPE_HTML] = { "html", true, false },
	[SHAPE_HTML_WORD] = { "html from word", true, false },
	[SHAPE_HTML_SPANS] = { "html with wrong spans", true, false },
	[SHAPE_HTML_NESTED] = { "html in a layout table", true, false },
	[SHAPE_HTML_TURNED] = { "html turned", true, false },
	[SHAPE_HTML_SPLIT] = { "html split", true, false },
};
static_assert(countof(shapes) == SHAPE__COUNT, "every shape needs a name");

const char *gen_shape_name(enum gen_shape shape)
{
	return shapes[shape].name;
}

bool gen_shape_is_html(enum gen_shape shape)
{
	return shapes[shape].is_html;
}

struct printer {
	struct buf *out;
	const struct gen_shape_how *how;
	struct rng r;
	struct arena *arena;
};

/* The text of a cell on one line. */
static void add_flat(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		buf_addc(out, text.p[i] == '\n' ? ' ' : text.p[i]);
}

static size_t row_end(const struct sheet *s, size_t from)
{
	size_t to = from;

	while (to < s->n && s->cells[to].row == s->cells[from].row)
		to++;
	return to;
}

/* Whether a cell from a row above reaches down to this place. */
static bool is_covered(const struct sheet *s, unsigned row, unsigned col)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct sheet_cell *c = &s->cells[i];

		if (c->row < row && row < c->row + c->row_span && col >= c->col &&
		    col < c->col + c->col_span)
			return true;
	}
	return false;
}

/* Cells of a row with what stands for their spans: `cover` for places covered from above. */
static void print_slots(struct printer *p, const struct sheet *s, const char *before,
			const char *after, const char *row_close)
{
	for (size_t i = 0; i < s->n;) {
		size_t to = row_end(s, i);
		unsigned col = 0;

		for (; i < to; i++) {
			const struct sheet_cell *c = &s->cells[i];

			for (; col < c->col && is_covered(s, c->row, col); col++) {
				buf_add(p->out, str_c(before));
				buf_add(p->out, str_c(after));
			}
			buf_add(p->out, str_c(before));
			add_flat(p->out, c->text);
			buf_add(p->out, str_c(after));
			for (unsigned k = 1; k < c->col_span; k++) {
				buf_add(p->out, str_c(before));
				buf_add(p->out, str_c(after));
			}
			col = c->col + c->col_span;
		}
		buf_add(p->out, str_c(row_close));
		if (p->how->shape == SHAPE_MARKDOWN && s->cells[i - 1].row == 0) {
			for (unsigned k = 0; k < s->cols; k++)
				buf_add(p->out, k % 2 ? STR("|:---:") : STR("|---"));
			buf_add(p->out, STR("|\n"));
		}
	}
}

static void print_pipes(struct printer *p, const struct sheet *s, const char *row_close)
{
	for (size_t i = 0; i < s->n;) {
		size_t to = row_end(s, i);
		unsigned spare = 0;

		for (; i < to; i++) {
			add_flat(p->out, s->cells[i].text);
			buf_add(p->out, STR(" | "));
			spare += s->cells[i].col_span - 1;
		}
		while (spare--)
			buf_addc(p->out, '|');
		buf_add(p->out, str_c(row_close));
	}
}

static void print_cells(struct printer *p, const struct sheet *s, const char *after)
{
	bool keeps = !shapes[p->how->shape].loses_blanks;

	for (size_t i = 0; i < s->n; i++) {
		if (!s->cells[i].text.n && !keeps)
			continue;
		buf_add(p->out, s->cells[i].text);
		buf_add(p->out, str_c(after));
	}
}

/* As Apache Tika writes a Word table. */
static void print_tabs(struct printer *p, const struct sheet *s)
{
	for (size_t i = 0; i < s->n;) {
		size_t to = row_end(s, i);
		unsigned col = 0;

		for (; i < to; i++) {
			for (; col < s->cells[i].col && is_covered(s, s->cells[i].row, col); col++)
				buf_add(p->out, STR("\t\n"));
			buf_addc(p->out, '\t');
			buf_add(p->out, s->cells[i].text);
			buf_addc(p->out, '\n');
			col = s->cells[i].col + s->cells[i].col_span;
		}
		buf_addc(p->out, '\n');
	}
}

/* Rows of cells with `between`; rows end with `close`; empty cells leave nothing. */
static void print_joined(struct printer *p, const struct sheet *s, const char *between,
			 const char *close)
{
	for (size_t i = 0; i < s->n;) {
		size_t to = row_end(s, i);
		bool first = true;

		for (; i < to; i++) {
			if (!s->cells[i].text.n)
				continue;
			if (!first)
				buf_add(p->out, str_c(between));
			first = false;
			add_flat(p->out, s->cells[i].text);
		}
		buf_add(p->out, str_c(close));
	}
}

/* A span a character, as Word writes where fonts change. */
static void add_word_text(struct buf *out, struct str text, struct rng *r)
{
	buf_add(out, STR("<p class=\"MsoNormal\" style=\"text-align:center\">"));
	if (!text.n)
		buf_add(out,
			rng_chance(r, 500) ? STR("<o:p>&nbsp;</o:p>") : STR("<span>　</span>"));
	for (size_t at = 0; at < text.n;) {
		size_t was = at;
		uint32_t c = utf8_next(text, &at);

		if (c == '\n') {
			buf_add(out, STR("<br/>"));
			continue;
		}
		buf_add(out, STR("<span style=\"font-family:仿宋\">"));
		buf_add(out, str_sub(text, was, at - was));
		buf_add(out, STR("</span>"));
	}
	buf_add(out, STR("<span><o:p></o:p></span></p>"));
}

static void add_html_text(struct printer *p, struct str text)
{
	if (p->how->shape == SHAPE_HTML_WORD) {
		add_word_text(p->out, text, &p->r);
		return;
	}
	if (!text.n && rng_chance(&p->r, 500))
		buf_add(p->out, STR("&nbsp;"));
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == '\n')
			buf_add(p->out, STR("<br>"));
		else
			buf_addc(p->out, text.p[i]);
}

/* Rows [from, to) of the sheet's cells as a table. */
static void print_rows(struct printer *p, const struct sheet *s, const bool *rows)
{
	bool wrong = p->how->shape == SHAPE_HTML_SPANS;

	buf_add(p->out, STR("<table border=\"1\" cellspacing=\"0\">\n"));
	for (size_t i = 0; i < s->n;) {
		size_t to = row_end(s, i);

		if (!rows[s->cells[i].row]) {
			i = to;
			continue;
		}
		buf_add(p->out, STR("<tr>"));
		for (; i < to; i++) {
			const struct sheet_cell *c = &s->cells[i];
			unsigned row_span = c->row_span, col_span = c->col_span;

			if (wrong && row_span > 1 && rng_chance(&p->r, 400))
				row_span = rng_chance(&p->r, 500) ? row_span + 1 : 1;
			if (wrong && col_span > 1 && !c->is_value && rng_chance(&p->r, 300))
				col_span = 1;
			buf_add(p->out, STR("<td"));
			if (row_span > 1)
				buf_addf(p->out, " rowspan=\"%u\"", row_span);
			if (col_span > 1)
				buf_addf(p->out, " colspan=\"%u\"", col_span);
			buf_addc(p->out, '>');
			add_html_text(p, c->text);
			buf_add(p->out, STR("</td>"));
		}
		buf_add(p->out, STR("</tr>\n"));
	}
	buf_add(p->out, STR("</table>\n"));
}

static bool *some_rows(struct printer *p, const struct sheet *s, unsigned from, unsigned to)
{
	bool *rows = ARENA_NEW(p->arena, bool, s->rows + 1);

	for (unsigned i = from; i < to; i++)
		rows[i] = true;
	return rows;
}

/* Cut below some row of the requests; the head again on top of the second part. */
static void print_split(struct printer *p, const struct sheet *s)
{
	unsigned cut = 5 + rng_below(&p->r, s->rows - 6);
	bool *second = some_rows(p, s, cut, s->rows);

	print_rows(p, s, some_rows(p, s, 0, cut));
	buf_add(p->out, STR("<p>- 3 -</p>\n"));
	if (rng_chance(&p->r, 500))
		second[0] = second[1] = second[2] = true;
	print_rows(p, s, second);
}

static int compare_cells(const struct sheet_cell *a, const struct sheet_cell *b)
{
	return a->row != b->row ? (a->row < b->row ? -1 : 1)
				: (a->col > b->col) - (a->col < b->col);
}

static void turn(struct sheet *s)
{
	unsigned rows = s->rows;

	for (size_t i = 0; i < s->n; i++) {
		struct sheet_cell *c = &s->cells[i];
		unsigned row = c->row, span = c->row_span;

		c->row = c->col;
		c->col = row;
		c->row_span = c->col_span;
		c->col_span = span;
	}
	s->rows = s->cols;
	s->cols = rows;
	for (size_t i = 1; i < s->n; i++)
		for (size_t k = i; k && compare_cells(&s->cells[k], &s->cells[k - 1]) < 0; k--) {
			struct sheet_cell t = s->cells[k];

			s->cells[k] = s->cells[k - 1];
			s->cells[k - 1] = t;
		}
}

static void print_html(struct printer *p, struct sheet *s)
{
	bool nested = p->how->shape == SHAPE_HTML_NESTED;

	if (p->how->shape == SHAPE_HTML_TURNED && s->table != TABLE_STATISTICS)
		turn(s);
	if (nested)
		buf_add(p->out, STR("<table width=\"100%\"><tr><td>\n"));
	if (p->how->shape == SHAPE_HTML_SPLIT && s->table == TABLE_REQUESTS)
		print_split(p, s);
	else
		print_rows(p, s, some_rows(p, s, 0, s->rows));
	if (nested)
		buf_add(p->out, STR("</td></tr></table>\n"));
}

static void print(struct printer *p, struct sheet *s)
{
	switch (p->how->shape) {
	case SHAPE_PIPES:
		print_pipes(p, s, "\n");
		break;
	case SHAPE_SLOTS:
		print_slots(p, s, "", " | ", "\n");
		break;
	case SHAPE_LEADING:
	case SHAPE_MARKDOWN:
		print_slots(p, s, "| ", " ", "|\n");
		break;
	case SHAPE_CELL_PIPE:
		print_cells(p, s, " |\n");
		break;
	case SHAPE_PIPE_LINES:
		print_cells(p, s, "\n|\n");
		break;
	case SHAPE_LINES:
	case SHAPE_DEDUPED:
		print_cells(p, s, "\n\n");
		break;
	case SHAPE_TABS:
		print_tabs(p, s);
		break;
	case SHAPE_TSV:
		print_slots(p, s, "", "\t", "\n");
		break;
	case SHAPE_SPACES:
		print_joined(p, s, rng_chance(&p->r, 500) ? " " : "   ", "\n");
		break;
	case SHAPE_ONE_LINE:
		print_pipes(p, s, "");
		break;
	case SHAPE_ONE_LINE_SPACES:
		print_joined(p, s, " ", " ");
		break;
	case SHAPE_GLUED:
		print_joined(p, s, "", "\n");
		break;
	default:
		print_html(p, s);
		break;
	}
}

/* A cell at the end of a row on one long line may be the next label's empty one. */
static bool ends_row(const struct sheet_cell *c)
{
	return c->of_col == COL_TOTAL || c->of_col == COL_NATURAL || c->of_row < ROW_REQ_NEW;
}

/* What the shape itself destroys. */
static void mark_losses(struct gen_truth *truth, const struct sheet *s, enum gen_shape shape)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct sheet_cell *c = &s->cells[i];
		bool lost = (shapes[shape].loses_blanks && !c->text.n) || shape == SHAPE_GLUED ||
			    shape == SHAPE_DEDUPED ||
			    (shape == SHAPE_ONE_LINE && !c->text.n && ends_row(c));

		if (!c->is_value || !lost)
			continue;
		truth->is_lossy[c->of_row] = true;
		for (enum row_id r = ROW_REV; s->table == TABLE_REVIEW && r <= ROW_LIT_AFTER_REV;
		     r++)
			truth->is_lossy[r] = true;
	}
}

/*
 * Where rows have lost cells, one that begins or ends with an empty cell may
 * have lost one too: only its like could tell, and they are damaged.
 */
static void mark_open_rows(struct gen_truth *truth, const struct sheet *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->cells[i].is_value && !s->cells[i].text.n && ends_row(&s->cells[i]))
			truth->is_lossy[s->cells[i].of_row] = true;
}

/* A cell that is gone from a turned table moves all that were right of it. */
static void spread_losses(struct gen_truth *truth, enum table_id table)
{
	bool any = false;

	for (enum row_id r = 0; r < ROW__COUNT; r++)
		any |= row_table(r) == table && truth->is_lossy[r];
	for (enum row_id r = 0; r < ROW__COUNT; r++)
		truth->is_lossy[r] |= row_table(r) == table && any;
}

void gen_shape_table(struct buf *out, struct gen_truth *truth, const struct gen_shape_how *how,
		     enum table_id table, struct arena *arena)
{
	struct printer p = { .out = out, .how = how, .arena = arena };
	struct sheet sheet;

	p.r.s = how->seed * 31 + table;
	sheet_build(&sheet, how->form, table, how->cells, arena);
	if (!sheet.n)
		return;
	sheet_damage(&sheet, truth, how->form, how->damage, &p.r, arena);
	mark_losses(truth, &sheet, how->shape);
	if (how->damage & DAMAGE_SHORT_ROWS && !shapes[how->shape].is_html)
		mark_open_rows(truth, &sheet);
	if (how->shape == SHAPE_HTML_TURNED)
		spread_losses(truth, table);
	print(&p, &sheet);
}

static const struct gen_passage report_text[] = {
	{ "云岭县林草局2023年政府信息公开工作年度报告", TABLE__COUNT },
	{ "本报告包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行"
	  "政复议、"
	  "行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六个部分，所列数据的统计期限自"
	  "2023年1月1日起至"
	  "2023年12月31日止。",
	  TABLE__COUNT },
	{ "一、总体情况", TABLE__COUNT },
	{ "全年主动公开信息120条，其中行政许可5条、行政处罚3条、规范性文件2条，予以公开7件，部分公"
	  "开1件，其他9条。",
	  TABLE__COUNT },
	{ "行政许可", TABLE__COUNT },
	{ "12", TABLE__COUNT },
	{ "二、主动公开政府信息情况", TABLE_DISCLOSURE },
	{ "三、收到和处理政府信息公开申请情况", TABLE_REQUESTS },
	{ "四、政府信息公开行政复议、行政诉讼情况", TABLE_REVIEW },
	{ "五、存在的主要问题及改进情况", TABLE__COUNT },
	{ "一是公开的内容不够全面，二是解读的形式较为单一。下一步将加强学习培训，完善公开制度，提高"
	  "信息质量。",
	  TABLE__COUNT },
	{ "六、其他需要报告的事项", TABLE__COUNT },
	{ "无", TABLE__COUNT },
	{ "政府信息公开情况统计表", TABLE_STATISTICS },
	{ "填报人：某某　2024年1月15日", TABLE__COUNT },
};

const struct gen_passage *gen_passage_at(size_t i)
{
	return i < countof(report_text) ? &report_text[i] : NULL;
}

/* What a filter leaves that keeps each line once. */
static void keep_first_lines(struct buf *b, struct arena *arena)
{
	struct str all = arena_str(arena, buf_str(b));
	struct str *lines = ARENA_NEW(arena, struct str, all.n + 1);
	size_t n = 0, from = 0;

	buf_clear(b);
	for (size_t at = 0; at < all.n; at++) {
		bool seen = false;

		if (all.p[at] != '\n')
			continue;
		lines[n] = str_sub(all, from, at - from);
		for (size_t i = 0; i < n; i++)
			seen |= str_eq(lines[i], lines[n]);
		if (!seen) {
			buf_add(b, lines[n++]);
			buf_addc(b, '\n');
		}
		from = at + 1;
	}
}

void gen_shape(struct buf *out, struct gen_truth *truth, const struct gen_shape_how *how,
	       struct arena *arena)
{
	bool html = shapes[how->shape].is_html;
	bool one_line = how->shape == SHAPE_ONE_LINE || how->shape == SHAPE_ONE_LINE_SPACES;

	memset(truth, 0, sizeof *truth);
	if (html)
		buf_add(out,
			STR("<!DOCTYPE html><html><head><meta "
			    "charset=\"utf-8\"><title>年报</title></head>"
			    "<body>\n<table><tr><td>索引号</td><td>99-2024-0001</td><td>分类</td>"
			    "<td>行政许可</td></tr><tr><td>发布机构</td><td>云岭县林草局</td>"
			    "<td>公开日期</td><td>2024-01-15</td></tr></table>\n"));
	for (size_t i = 0; i < countof(report_text); i++) {
		buf_addf(out,
			 html       ? "<p>%s</p>\n"
			 : one_line ? "%s "
				    : "%s\n",
			 report_text[i].text);
		if (report_text[i].table != TABLE__COUNT)
			gen_shape_table(out, truth, how, report_text[i].table, arena);
	}
	if (html)
		buf_add(out, STR("</body></html>\n"));
	if (how->shape == SHAPE_DEDUPED)
		keep_first_lines(out, arena);
}
