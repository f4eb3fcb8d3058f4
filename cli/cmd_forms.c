#include <stdio.h>
#include <string.h>

#include "cli/args.h"
#include "cli/command.h"
#include "cli/listing.h"
#include "report/form.h"

static const char usage[] = "[--form NAME] [--format table|csv|json|markdown]";

static const struct listing_column columns[] = {
	{ "form", false, 0 }, { "table", false, 0 },   { "key", false, 0 },
	{ "row", false, 40 }, { "column", false, 24 }, { "unit", false, 0 },
};

static void list_block(struct listing *l, const struct form *form, const struct form_block *b)
{
	for (size_t i = 0; i < b->n_rows; i++) {
		for (size_t k = 0; k < b->n_cols; k++) {
			enum row_id row = b->rows[i].row;
			enum col_id col = b->cols[k].col;
			char key[CELL_KEY_MAX];
			struct str cells[] = {
				str_c(form->name),
				str_c(table_name(b->table)),
				str_c(cell_key(key, row, col)),
				str_c(b->rows[i].wording[0]),
				str_c(b->cols[k].wording ? b->cols[k].wording[0] : NULL),
				str_c(cell_unit(row, col)),
			};

			if (!b->rows[i].is_fold)
				listing_row(l, cells);
		}
	}
}

static int run(int argc, char **argv, const struct config *config, struct err *e)
{
	const char *format_name = NULL, *form_name = NULL;
	const struct arg args[] = {
		{ "form", ARG_TEXT, &form_name, "NAME",
		  "one form only: form2021, form2019, form2014" },
		{ "format", ARG_TEXT, &format_name, "FORMAT", "table, csv, json or markdown" },
	};
	enum listing_format format;
	struct listing l;
	bool helped;

	(void)config;
	if (args_parse(&helped, &argc, argv, usage, args, countof(args), e))
		return -1;
	if (helped)
		return 0;
	if (listing_format(&format, format_name, e))
		return -1;
	if (form_name && !form_named(form_name))
		return err_set(e, ERR_USAGE, "no form '%s'; see: nianbao forms", form_name);
	listing_init(&l, stdout, format, columns, countof(columns));
	for (size_t i = 0; form_at(i); i++)
		for (size_t k = 0; k < form_at(i)->n_blocks; k++)
			if (!form_name || strcmp(form_at(i)->name, form_name) == 0)
				list_block(&l, form_at(i), &form_at(i)->blocks[k]);
	listing_end(&l);
	return 0;
}

const struct command cmd_forms = { "forms", usage, "the cells of every form: key, labels, unit",
				   run };
