#include "tests/gen/gen_fixture.h"

#include "base/attrs.h"
#include "tests/gen/gen_shape.h"

static const struct gen_fixture fixtures[] = {
	{ .name = "new_ruled", .form = "form2021", .files = "pdf doc xls docx xlsx", .seed = 11 },
	{ .name = "new_blanks",
	  .form = "form2021",
	  .files = "pdf doc xls docx rtf xlsx",
	  .seed = 12,
	  .cells = { .blank_permille = 300, .dash_permille = 100, .most = 400 } },
	{ .name = "new_folded",
	  .form = "form2021",
	  .files = "pdf doc docx rtf",
	  .letters = true,
	  .seed = 13,
	  .cells = { .fold_misc = true } },
	{ .name = "new_unruled", .form = "form2021", .files = "pdf", .unruled = true, .seed = 14 },
	{ .name = "old_ruled",
	  .form = "form2019",
	  .files = "pdf doc xls docx rtf xlsx",
	  .seed = 15 },
	{ .name = "old_unruled", .form = "form2019", .files = "pdf", .unruled = true, .seed = 16 },
	{ .name = "first_ruled", .form = "form2014", .files = "pdf doc xls docx xlsx", .seed = 17 },
};

const struct gen_fixture *gen_fixture_at(size_t i)
{
	return i < countof(fixtures) ? &fixtures[i] : NULL;
}

void gen_fixture_cells(struct report *out, const struct gen_fixture *f, struct arena *arena)
{
	struct gen_cells how = f->cells;

	how.form = form_named(f->form);
	gen_cells(out, NULL, &how, f->seed, arena);
}

void gen_fixture_html(struct buf *out, const struct gen_fixture *f, struct arena *arena)
{
	static const struct str ruled = STR_INIT("<table border=\"1\"");
	struct report *cells = ARENA_NEW(arena, struct report, 1);
	struct gen_shape_how how = { .form = form_named(f->form), .cells = cells };
	struct gen_truth truth;
	struct str html;
	struct buf all;

	gen_fixture_cells(cells, f, arena);
	how.shape = f->letters ? SHAPE_HTML_WORD : SHAPE_HTML;
	how.seed = f->seed;
	buf_init(&all, out->max);
	gen_shape(&all, &truth, &how, arena);
	html = buf_str(&all);
	for (size_t from = 0; from < html.n;) {
		size_t at = f->unruled ? str_find(html, ruled, from) : STR_NONE;

		if (at == STR_NONE)
			at = html.n;
		buf_add(out, str_sub(html, from, at - from));
		if (at < html.n)
			buf_add(out, STR("<table border=\"0\""));
		from = at + ruled.n;
	}
	buf_release(&all);
}
