#include "crawler/seed.h"

#include <assert.h>

#include "base/attrs.h"
#include "crawler/url.h"

enum column {
	COL_ID,
	COL_URL,
	COL_KIND,
	COL_REGION,
	COL_AGENCY,
	COL_LEVEL,
	COL_PARENT,
	COL_YEARS,
	COL_FOLLOW,
	COL_NOTE,
	COL__COUNT
};

#define MAX_FIELDS 64

static const char *const column_names[] = { "id",    "url",    "kind",  "region", "agency",
					    "level", "parent", "years", "follow", "note" };
static_assert(countof(column_names) == COL__COUNT, "every column needs a name");

static const char *const kind_names[] = {
	"home", "list", "article", "attachment", "template", "api"
};
static_assert(countof(kind_names) == SEED_KIND__COUNT, "every kind needs a name");

static const char *const level_names[] = { "",       "central", "province", "city",
					   "county", "town",    "dept",     "institution" };
static_assert(countof(level_names) == SEED_LEVEL__COUNT, "every level needs a name");

static const char *const follow_names[] = { "home", "list", "sublist", "gkmlpt" };

const char *seed_kind_name(enum seed_kind k)
{
	return kind_names[k];
}

const char *seed_level_name(enum seed_level l)
{
	return level_names[l];
}

/* Place of a word in a table of names, or n. */
static size_t name_index(struct str word, const char *const *names, size_t n)
{
	size_t i = 0;

	while (i < n && !str_eq_nocase(word, str_c(names[i])))
		i++;
	return i;
}

struct reader {
	struct seeds *out;
	struct str text, file;
	size_t at;
	uint32_t line;
	bool is_tsv;
	struct arena *arena;
	int place[COL__COUNT]; /* field of each column, -1: not in this file */
};

static void refuse(struct reader *r, uint32_t line, struct str reason)
{
	struct seeds *out = r->out;

	if (out->n_problems == SEED_MAX_PROBLEMS)
		return;
	ARENA_GROW(r->arena, out->problems, out->n_problems, out->problems_cap);
	out->problems[out->n_problems++] = (struct seed_problem){ r->file, line, reason };
}

/* A quoted field; r->at is after the opening quote. Doubled quotes are one. */
static int quoted(struct str *out, struct reader *r, struct err *e)
{
	uint32_t first = r->line;
	char *p = ARENA_NEW(r->arena, char, 1);
	size_t n = 0, start = r->at, end = start;

	while (end < r->text.n &&
	       (r->text.p[end] != '"' || str_starts(str_sub(r->text, end, 2), STR("\"\""))))
		end += r->text.p[end] == '"' ? 2 : 1;
	if (end >= r->text.n)
		return err_set(e, ERR_FORMAT, "%.*s:%u: quote is never closed", STR_ARG(r->file),
			       first);
	if (end > start)
		p = ARENA_NEW(r->arena, char, end - start);
	for (size_t i = start; i < end; i++) {
		p[n++] = r->text.p[i];
		r->line += r->text.p[i] == '\n';
		i += r->text.p[i] == '"';
	}
	r->at = end + 1;
	*out = (struct str){ p, n };
	return 0;
}

/* The next field, trimmed; *last tells that its line ends behind it. */
static int field(struct str *out, bool *last, struct reader *r, struct err *e)
{
	char separator = r->is_tsv ? '\t' : ',';
	size_t start = r->at;
	bool is_quoted = !r->is_tsv && start < r->text.n && r->text.p[start] == '"';

	*out = (struct str){ NULL, 0 };
	if (is_quoted) {
		r->at++;
		if (quoted(out, r, e))
			return -1;
		start = r->at; /* what stands between quote and separator is dropped */
	}
	while (r->at < r->text.n && r->text.p[r->at] != separator && r->text.p[r->at] != '\n')
		r->at++;
	if (!is_quoted)
		*out = str_sub(r->text, start, r->at - start);
	*out = str_trim(*out);
	*last = r->at >= r->text.n || r->text.p[r->at] == '\n';
	r->line += r->at < r->text.n && *last;
	r->at++;
	return 0;
}

/* Fields of the next line that says something; *n 0 at the end. Those past MAX_FIELDS are lost. */
static int record(struct str fields[MAX_FIELDS], size_t *n, uint32_t *line, struct reader *r,
		  struct err *e)
{
	while (r->at < r->text.n) {
		bool last = false, empty = true, comment = r->text.p[r->at] == '#';

		*line = r->line;
		*n = 0;
		if (comment) {
			size_t end = str_find(r->text, STR("\n"), r->at);

			r->at = end == STR_NONE ? r->text.n : end + 1;
			r->line++;
			continue;
		}
		while (!last) {
			struct str f;

			if (field(&f, &last, r, e))
				return -1;
			empty = empty && f.n == 0;
			if (*n < MAX_FIELDS)
				fields[(*n)++] = f;
		}
		if (!empty)
			return 0;
	}
	*n = 0;
	return 0;
}

static int read_header(struct reader *r, struct err *e)
{
	struct str fields[MAX_FIELDS];
	size_t n;
	uint32_t line;

	if (record(fields, &n, &line, r, e))
		return -1;
	for (size_t i = 0; i < n; i++) {
		size_t c = name_index(fields[i], column_names, COL__COUNT);

		if (c < COL__COUNT && r->place[c] >= 0)
			return err_set(e, ERR_FORMAT, "%.*s:%u: two columns \"%s\"",
				       STR_ARG(r->file), line, column_names[c]);
		if (c < COL__COUNT)
			r->place[c] = (int)i;
	}
	if (n && r->place[COL_URL] < 0)
		return err_set(e, ERR_FORMAT, "%.*s:%u: no column \"url\" in the header",
			       STR_ARG(r->file), line);
	return 0;
}

static const struct str year_mark = STR_INIT("{year}");

/* `s` with every {year} written out. */
static struct str expand(struct str s, int year, struct arena *arena)
{
	size_t at = str_find(s, year_mark, 0);

	while (at != STR_NONE) {
		struct str head = str_sub(s, 0, at), tail = str_sub(s, at + year_mark.n, s.n);

		s = arena_strf(arena, "%.*s%d%.*s", STR_ARG(head), year, STR_ARG(tail));
		at = str_find(s, year_mark, at + 4);
	}
	return s;
}

static bool parse_years(struct seed *out, struct str s, struct arena *arena)
{
	struct seed_range ranges[SEED_MAX_RANGES];
	size_t n = 0;

	while (s.n) {
		size_t comma = str_find(s, STR(","), 0);
		struct str one = str_trim(str_sub(s, 0, comma));
		size_t dash = str_find(one, STR("-"), 0);
		long long first, last;

		if (n == SEED_MAX_RANGES || !str_int(&first, str_trim(str_sub(one, 0, dash))))
			return false;
		last = first;
		if (dash != STR_NONE && !str_int(&last, str_trim(str_sub(one, dash + 1, one.n))))
			return false;
		if (first < SEED_MIN_YEAR || last > SEED_MAX_YEAR || first > last)
			return false;
		ranges[n++] = (struct seed_range){ (int16_t)first, (int16_t)last };
		s = comma == STR_NONE ? (struct str){ NULL, 0 } : str_sub(s, comma + 1, s.n);
	}
	if (n) {
		out->years = ARENA_NEW(arena, struct seed_range, n);
		memcpy(out->years, ranges, n * sizeof(*ranges));
	}
	out->n_years = n;
	return true;
}

static bool parse_follow(unsigned *out, struct str s)
{
	*out = FOLLOW_NONE;
	while (s.n) {
		size_t comma = str_find(s, STR(","), 0);
		struct str word = str_trim(str_sub(s, 0, comma));
		size_t i = name_index(word, follow_names, countof(follow_names));

		if (i < countof(follow_names))
			*out |= 1u << i;
		else if (!str_eq_nocase(word, STR("none")))
			return false;
		s = comma == STR_NONE ? (struct str){ NULL, 0 } : str_sub(s, comma + 1, s.n);
	}
	return true;
}

static unsigned default_follow(enum seed_kind kind)
{
	switch (kind) {
	case SEED_HOME:
		return FOLLOW_HOME | FOLLOW_LIST | FOLLOW_SUBLIST;
	case SEED_LIST:
		return FOLLOW_LIST | FOLLOW_SUBLIST;
	case SEED_API:
		return FOLLOW_GKMLPT;
	default:
		return FOLLOW_NONE;
	}
}

/* Why this cannot be a seed's URL, or NULL; the URL is then in *out. */
static const char *check_url(struct url *out, struct str s, struct arena *arena, struct err *e)
{
	size_t scheme = str_find(s, STR("://"), 0);
	struct str rest = scheme == STR_NONE ? s : str_sub(s, scheme + 3, s.n);
	size_t end = 0;

	while (end < rest.n && !strchr("/?#", rest.p[end]))
		end++;
	if (str_find(str_sub(rest, 0, end), STR("http:"), 0) != STR_NONE ||
	    str_find(str_sub(rest, 0, end), STR("https:"), 0) != STR_NONE ||
	    str_find(str_sub(rest, 0, end), STR("mailto:"), 0) != STR_NONE)
		return "a second scheme inside the host";
	if (url_parse(out, s, NULL, arena, e))
		return e->msg;
	if (str_find(out->host, STR("."), 0) == STR_NONE && out->host.p[0] != '[')
		return "host without a dot";
	if (out->userinfo.n)
		return "user name or password in the URL";
	return NULL;
}

static bool is_region(struct str s)
{
	long long code;

	return s.n == 0 || (s.n == 6 && str_int(&code, s) && code >= 100000);
}

/* The kind from its name or, where the file does not say, from the URL. False: unknown name. */
static bool parse_kind(enum seed_kind *out, struct str name, struct str url, const struct url *u)
{
	size_t i = name_index(name, kind_names, SEED_KIND__COUNT);

	if (name.n == 0) {
		*out = str_find(url, year_mark, 0) != STR_NONE ? SEED_TEMPLATE
		       : str_eq(u->path, STR("/"))             ? SEED_HOME
							       : SEED_LIST;
		return true;
	}
	*out = (enum seed_kind)i;
	return i < SEED_KIND__COUNT;
}

/* Fills a seed from its fields. NULL, or why the line is refused. */
static const char *read_seed(struct seed *s, const struct str col[COL__COUNT], struct arena *arena,
			     struct err *e)
{
	size_t level = name_index(col[COL_LEVEL], level_names, SEED_LEVEL__COUNT);
	bool has_year = str_find(col[COL_URL], year_mark, 0) != STR_NONE;
	struct url u;
	const char *why;

	if (col[COL_URL].n == 0)
		return "no URL";
	if (col[COL_URL].n > URL_MAX_BYTES)
		return "URL too long";
	why = check_url(&u, expand(col[COL_URL], SEED_MIN_YEAR, arena), arena, e);
	if (why)
		return why;
	if (!parse_kind(&s->kind, col[COL_KIND], col[COL_URL], &u))
		return "unknown kind";
	if (has_year != (s->kind == SEED_TEMPLATE))
		return has_year ? "{year} in a URL that is not of kind template"
				: "template without {year}";
	if (level == SEED_LEVEL__COUNT)
		return "unknown level";
	if (!is_region(col[COL_REGION]))
		return "region is not six digits";
	if (!parse_years(s, col[COL_YEARS], arena))
		return "years are not like 2019-2025 or 2021,2023";
	if (!parse_follow(&s->follow, col[COL_FOLLOW]))
		return "unknown word in follow";
	if (col[COL_FOLLOW].n == 0)
		s->follow = default_follow(s->kind);
	s->url = has_year ? arena_str(arena, col[COL_URL]) : u.href;
	s->level = (enum seed_level)level;
	s->id = arena_str(arena, col[COL_ID]);
	s->region = arena_str(arena, col[COL_REGION]);
	s->agency = arena_str(arena, col[COL_AGENCY]);
	s->parent = arena_str(arena, col[COL_PARENT]);
	s->note = arena_str(arena, col[COL_NOTE]);
	return NULL;
}

static int read_lines(struct reader *r, struct err *e)
{
	struct str fields[MAX_FIELDS];
	size_t n;

	for (;;) {
		struct str col[COL__COUNT] = { { NULL, 0 } };
		struct seed s = { .file = r->file };
		const char *why;
		struct err reason;

		if (record(fields, &n, &s.line, r, e))
			return -1;
		if (n == 0)
			return 0;
		for (size_t c = 0; c < COL__COUNT; c++)
			if (r->place[c] >= 0 && (size_t)r->place[c] < n)
				col[c] = fields[r->place[c]];
		why = read_seed(&s, col, r->arena, &reason);
		if (why) {
			refuse(r, s.line, arena_str(r->arena, str_c(why)));
			continue;
		}
		if (r->out->n == SEED_MAX_SEEDS)
			return err_set(e, ERR_LIMIT, "%.*s:%u: more than %d seeds",
				       STR_ARG(r->file), s.line, SEED_MAX_SEEDS);
		ARENA_GROW(r->arena, r->out->seeds, r->out->n, r->out->cap);
		r->out->seeds[r->out->n++] = s;
	}
}

/* The first line that is neither empty nor a comment. */
static struct str first_line(struct str text)
{
	while (text.n) {
		size_t end = str_find(text, STR("\n"), 0);
		struct str line = str_trim(str_sub(text, 0, end));

		if (line.n && line.p[0] != '#')
			return str_sub(text, 0, end);
		text = end == STR_NONE ? (struct str){ NULL, 0 } : str_sub(text, end + 1, text.n);
	}
	return text;
}

int seed_parse(struct seeds *out, struct str text, const char *file_name, struct arena *arena,
	       struct err *e)
{
	struct reader r = { .out = out, .file = str_c(file_name), .line = 1, .arena = arena };
	struct str head;

	for (size_t c = 0; c < COL__COUNT; c++)
		r.place[c] = -1;
	if (str_starts(text, STR("\xEF\xBB\xBF")))
		text = str_sub(text, 3, text.n);
	r.text = text;
	head = first_line(text);
	r.is_tsv = str_find(head, STR("\t"), 0) != STR_NONE;
	if (str_starts(head, STR("http://")) || str_starts(head, STR("https://"))) {
		r.is_tsv = true; /* no header: commas belong to the URLs */
		r.place[COL_URL] = 0;
	} else if (read_header(&r, e)) {
		return -1;
	}
	return read_lines(&r, e);
}

bool seed_wants_year(const struct seed *s, int year)
{
	for (size_t i = 0; i < s->n_years; i++)
		if (year >= s->years[i].first && year <= s->years[i].last)
			return true;
	return s->n_years == 0;
}

struct str seed_url(const struct seed *s, int year, struct arena *arena)
{
	struct url u;
	struct err e;

	if (s->kind != SEED_TEMPLATE || url_parse(&u, expand(s->url, year, arena), NULL, arena, &e))
		return s->url;
	return u.href;
}
