#include <inttypes.h>

#include "base/buf.h"
#include "export/csv.h"
#include "report/form.h"

/* The figures of one report as text; empty: no number. */
struct figures {
	char text[ROW__COUNT][COL__COUNT][VALUE_TEXT_MAX];
};

static void take(struct figures *out, const struct store_cell *x)
{
	snprintf(out->text[x->of_row][x->of_col], VALUE_TEXT_MAX, "%.*s", STR_ARG(x->value));
}

static void write_row(FILE *f, const struct store_listed_report *r, struct figures *figures)
{
	fprintf(f, "%" PRId64, r->id);
	csv_fields(f, (struct str[]){ r->agency, r->region, r->level }, 3);
	csv_number(f, r->year);
	csv_fields(f, &r->scope, 1);
	for (enum row_id row = 0; row < ROW__COUNT; row++)
		for (enum col_id col = 0; col < COL__COUNT; col++) {
			if (!cell_possible(row, col))
				continue;
			putc(',', f);
			fputs(figures->text[row][col], f);
			figures->text[row][col][0] = '\0';
		}
	putc('\n', f);
}

/* Reports and cells come in the same order: one walk over both. */
static int write_rows(FILE *f, struct store_cursor *reports, struct store_cursor *cells,
		      struct err *e)
{
	struct figures figures = { 0 };
	struct store_listed_report r;
	struct store_cell x;
	int rc, more = store_cell_next(&x, cells, e);

	while (more >= 0 && (rc = store_listed_report_next(&r, reports, e)) > 0) {
		for (; more > 0 && x.report_id == r.id; more = store_cell_next(&x, cells, e))
			take(&figures, &x);
		write_row(f, &r, &figures);
	}
	return more < 0 ? -1 : rc;
}

int csv_panel(struct export_job *job, struct store *s, const struct export_options *o,
	      struct err *e)
{
	struct store_cursor *reports = NULL, *cells = NULL;
	struct buf header;
	FILE *f;
	int rc = -1;

	buf_init(&header, ROW__COUNT * COL__COUNT * CELL_KEY_MAX);
	buf_add(&header, STR("id,agency,region,level,year,scope"));
	for (enum row_id row = 0; row < ROW__COUNT; row++)
		for (enum col_id col = 0; col < COL__COUNT; col++) {
			char key[CELL_KEY_MAX];

			if (cell_possible(row, col))
				buf_addf(&header, ",%s", cell_key(key, row, col));
		}
	f = csv_start(job, "panel.csv", header.p, o, e);
	buf_release(&header);
	if (f && !store_list_reports(&reports, s, &o->filter, e) &&
	    !store_list_cells(&cells, s, &o->filter, e))
		rc = write_rows(f, reports, cells, e);
	store_cursor_close(cells);
	store_cursor_close(reports);
	return rc;
}

struct label {
	struct buf forms; /* "form2021 form2019" */
	const char *group, *row, *col;
};

static void describe_block(struct label *out, const char *form, const struct form_block *block,
			   enum row_id row, enum col_id col)
{
	for (size_t r = 0; r < block->n_rows; r++) {
		const struct form_row *at = &block->rows[r];

		for (size_t c = 0; at->row == row && c < block->n_cols; c++) {
			if (block->cols[c].col != col)
				continue;
			buf_addf(&out->forms, "%s%s", out->forms.n ? " " : "", form);
			if (out->row)
				continue;
			out->group = at->group ? at->group[0] : NULL;
			out->row = at->wording[0];
			out->col = block->cols[c].wording ? block->cols[c].wording[0] : NULL;
		}
	}
}

/* How the newest form that asks for the cell words it, and which forms do. */
static void describe(struct label *out, enum row_id row, enum col_id col)
{
	buf_clear(&out->forms);
	out->group = out->row = out->col = NULL;
	for (size_t i = 0; form_at(i); i++)
		for (size_t b = 0; b < form_at(i)->n_blocks; b++)
			describe_block(out, form_at(i)->name, &form_at(i)->blocks[b], row, col);
}

int csv_codebook(struct export_job *job, const struct export_options *o, struct err *e)
{
	FILE *f =
		csv_start(job, "codebook.csv", "key,table,unit,forms,group,row,column,empty", o, e);
	struct label label;
	char key[CELL_KEY_MAX];

	if (!f)
		return -1;
	buf_init(&label.forms, 4096);
	for (enum row_id row = 0; row < ROW__COUNT; row++)
		for (enum col_id col = 0; col < COL__COUNT; col++) {
			if (!cell_possible(row, col))
				continue;
			describe(&label, row, col);
			csv_field(f, str_c(cell_key(key, row, col)));
			csv_fields(f,
				   (struct str[]){ str_c(table_name(row_table(row))),
						   str_c(cell_unit(row, col)),
						   buf_str(&label.forms), str_c(label.group),
						   str_c(label.row), str_c(label.col),
						   STR("no number: cells.csv says what is there") },
				   7);
			putc('\n', f);
		}
	buf_release(&label.forms);
	return 0;
}
