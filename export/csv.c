#include "export/csv.h"

#include <inttypes.h>

#include "report/report.h"

void csv_field(FILE *f, struct str s)
{
	bool quoted = false;

	for (size_t i = 0; i < s.n && !quoted; i++)
		quoted = s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r';
	if (!quoted) {
		fwrite(s.p ? s.p : "", 1, s.n, f);
		return;
	}
	putc('"', f);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			putc('"', f);
		putc(s.p[i], f);
	}
	putc('"', f);
}

void csv_fields(FILE *f, const struct str *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		putc(',', f);
		csv_field(f, s[i]);
	}
}

/* Unknown, and so empty, where it is 0. */
void csv_number(FILE *f, int64_t n)
{
	if (n)
		fprintf(f, ",%" PRId64, n);
	else
		putc(',', f);
}

void csv_count(FILE *f, int64_t n)
{
	fprintf(f, ",%" PRId64, n);
}

void csv_place(FILE *f, const struct store_place *place)
{
	csv_fields(f, &place->file, 1);
	if (place->file.n)
		fprintf(f, ",%" PRId64 ",%" PRId64, place->offset, place->length);
	else
		fputs(",,", f);
}

/* Millionths as decimal text, without zeros at the end. */
void csv_micro(FILE *f, int64_t n, bool is_set)
{
	struct value v = { .state = VALUE_NUMBER, .n = n, .scale = VALUE_MAX_SCALE };
	char text[VALUE_TEXT_MAX];

	putc(',', f);
	if (!is_set)
		return;
	while (v.scale && v.n % 10 == 0) {
		v.n /= 10;
		v.scale--;
	}
	fputs(value_text(text, &v), f);
}

FILE *csv_start(struct export_job *job, const char *name, const char *header,
		const struct export_options *o, struct err *e)
{
	FILE *f = export_file(job, name, e);

	if (f)
		fprintf(f, "%s%s\n", o->bom ? "\xef\xbb\xbf" : "", header);
	return f;
}
