#include "cli/listing.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/utf8.h"

#define MAX_LINE_BYTES (1u << 20)

int listing_format(enum listing_format *out, const char *name, struct err *e)
{
	static const char *const names[] = { "table", "csv", "json", "markdown" };

	*out = LISTING_TABLE;
	if (!name)
		return 0;
	for (size_t i = 0; i < countof(names); i++) {
		if (strcmp(name, names[i]) == 0) {
			*out = (enum listing_format)i;
			return 0;
		}
	}
	return err_set(e, ERR_USAGE, "--format is table, csv, json or markdown, not '%s'", name);
}

static void csv_cell(struct buf *line, struct str s)
{
	if (!s.n || (!memchr(s.p, ',', s.n) && !memchr(s.p, '"', s.n) && !memchr(s.p, '\n', s.n) &&
		     !memchr(s.p, '\r', s.n))) {
		buf_add(line, s);
		return;
	}
	buf_addc(line, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_addc(line, '"');
		buf_addc(line, s.p[i]);
	}
	buf_addc(line, '"');
}

static void csv_row(const struct listing *l, struct buf *line, const struct str *cells)
{
	for (size_t i = 0; i < l->n_columns; i++) {
		if (i)
			buf_addc(line, ',');
		csv_cell(line, cells[i]);
	}
	buf_addc(line, '\n');
}

static void json_row(const struct listing *l, struct buf *line, const struct str *cells)
{
	struct json j;

	buf_add(line, l->n_rows ? STR(",\n ") : STR("[\n "));
	json_init(&j, line);
	json_object(&j);
	for (size_t i = 0; i < l->n_columns; i++) {
		json_key(&j, l->columns[i].name);
		if (l->columns[i].is_number && cells[i].n)
			json_number(&j, cells[i]);
		else
			json_str_or_null(&j, cells[i]);
	}
	json_end(&j);
}

static void write_out(const struct listing *l, struct buf *line)
{
	fwrite(line->p, 1, line->n, l->to);
	buf_release(line);
}

void listing_init(struct listing *l, FILE *to, enum listing_format format,
		  const struct listing_column *columns, size_t n_columns)
{
	assert(n_columns > 0 && n_columns <= LISTING_MAX_COLUMNS);
	*l = (struct listing){ .to = to,
			       .format = format,
			       .columns = columns,
			       .n_columns = n_columns,
			       .colour = isatty(fileno(to)) == 1 };
	if (format == LISTING_CSV) {
		struct str heads[LISTING_MAX_COLUMNS];
		struct buf line;

		for (size_t i = 0; i < n_columns; i++)
			heads[i] = str_c(columns[i].name);
		buf_init(&line, MAX_LINE_BYTES);
		csv_row(l, &line, heads);
		write_out(l, &line);
	}
}

/* Cut to so many columns of a terminal, with … in place of what is left out. */
static struct str cut(struct listing *l, struct str s, size_t most)
{
	size_t at = 0, good = 0;

	if (!most || utf8_columns(s) <= most)
		return s;
	while (at < s.n && utf8_columns(str_sub(s, 0, at)) + 1 <= most) {
		good = at;
		utf8_next(s, &at);
	}
	return arena_strf(&l->arena, "%.*s…", (int)good, s.p);
}

static void keep_row(struct listing *l, const struct str *cells)
{
	for (size_t i = 0; i < l->n_columns; i++) {
		struct buf clean;

		buf_init(&clean, MAX_LINE_BYTES);
		utf8_printable(&clean, cells[i]);
		ARENA_GROW(&l->arena, l->cells, l->n_cells, l->cap_cells);
		l->cells[l->n_cells++] =
			cut(l, arena_str(&l->arena, buf_str(&clean)),
			    l->format == LISTING_TABLE ? l->columns[i].max_columns : 0);
		buf_release(&clean);
	}
}

void listing_row(struct listing *l, const struct str *cells)
{
	struct buf line;

	if (l->format == LISTING_TABLE || l->format == LISTING_MARKDOWN) {
		keep_row(l, cells);
	} else {
		buf_init(&line, MAX_LINE_BYTES);
		if (l->format == LISTING_CSV)
			csv_row(l, &line, cells);
		else
			json_row(l, &line, cells);
		write_out(l, &line);
	}
	l->n_rows++;
}

void listing_detail(struct listing *l, struct str text)
{
	struct buf clean;

	if (l->format != LISTING_TABLE)
		return;
	buf_init(&clean, MAX_LINE_BYTES);
	utf8_printable(&clean, text);
	ARENA_GROW(&l->arena, l->details, l->n_details, l->cap_details);
	l->details[l->n_details++] = arena_str(&l->arena, buf_str(&clean));
	assert(l->n_details == l->n_rows);
	buf_release(&clean);
}

static void padded(const struct listing *l, struct str s, size_t width, bool right, bool last)
{
	size_t n = utf8_columns(s);
	int pad = width > n ? (int)(width - n) : 0;

	if (right)
		fprintf(l->to, "%*s%.*s", pad, "", STR_ARG(s));
	else
		fprintf(l->to, "%.*s%*s", STR_ARG(s), last ? 0 : pad, "");
	fputs(last ? "\n" : "  ", l->to);
}

static void print_table(const struct listing *l)
{
	size_t width[LISTING_MAX_COLUMNS] = { 0 };

	assert(l->n_columns > 0);
	for (size_t i = 0; i < l->n_columns; i++)
		width[i] = strlen(l->columns[i].name);
	for (size_t i = 0; i < l->n_cells; i++) {
		size_t n = utf8_columns(l->cells[i]), col = i % l->n_columns;

		if (n > width[col])
			width[col] = n;
	}
	if (l->colour)
		fputs("\033[1m", l->to);
	for (size_t i = 0; i < l->n_columns; i++)
		padded(l, str_c(l->columns[i].name), width[i], l->columns[i].is_number,
		       i + 1 == l->n_columns);
	if (l->colour)
		fputs("\033[0m", l->to);
	for (size_t i = 0; i < l->n_cells; i++) {
		size_t col = i % l->n_columns;
		bool last = col + 1 == l->n_columns;

		padded(l, l->cells[i], width[col], l->columns[col].is_number, last);
		if (last && l->n_details)
			fprintf(l->to, "      %.*s\n", STR_ARG(l->details[i / l->n_columns]));
	}
}

static void markdown_cell(const struct listing *l, struct str s)
{
	fputc(' ', l->to);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '|' || s.p[i] == '<' || s.p[i] == '*')
			fputc('\\', l->to);
		fputc(s.p[i], l->to);
	}
	fputs(" |", l->to);
}

static void print_markdown(const struct listing *l)
{
	assert(l->n_columns > 0);
	fputc('|', l->to);
	for (size_t i = 0; i < l->n_columns; i++)
		markdown_cell(l, str_c(l->columns[i].name));
	fputs("\n|", l->to);
	for (size_t i = 0; i < l->n_columns; i++)
		fputs(l->columns[i].is_number ? "---:|" : "---|", l->to);
	for (size_t i = 0; i < l->n_cells; i++) {
		if (i % l->n_columns == 0)
			fputs("\n|", l->to);
		markdown_cell(l, l->cells[i]);
	}
	fputc('\n', l->to);
}

size_t listing_end(struct listing *l)
{
	size_t n = l->n_rows;

	if (l->format == LISTING_TABLE && n)
		print_table(l);
	else if (l->format == LISTING_MARKDOWN)
		print_markdown(l);
	else if (l->format == LISTING_JSON)
		fputs(n ? "\n]\n" : "[]\n", l->to);
	arena_release(&l->arena);
	*l = (struct listing){ 0 };
	return n;
}
