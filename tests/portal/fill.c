#include "tests/portal/fill.h"

#include "base/attrs.h"
#include "base/digest.h"
#include "base/json.h"

#include "tests/portal/skin.h"
#include "tests/portal/table.h"

#define TEXT_MAX_BYTES (64u << 20)
#define UNUSED         __attribute__((unused))

/* ---- URLs ---- */

static unsigned column_number(const struct fill *x, const struct column *c)
{
	return x->family->base + (unsigned)c->portal * 100 + c->number;
}

static void organ(struct buf *out, const struct fill *x)
{
	struct str id = x->w->agencies[x->e->agency].id;

	buf_addf(out, "%u%.*s", column_number(x, x->c), STR_ARG(str_sub(id, 1, id.n)));
}

/* Digits for a column, or for the entry. */
static void digits_of(char text[DIGEST_TEXT_MAX], const struct fill *x, bool of_column,
		      const char *salt)
{
	struct arena a = { 0 };
	struct str name = arena_strf(&a, "%.*s%s%u", STR_ARG(x->p->host), salt,
				     of_column ? x->c->number : x->e->id);

	digest_of(text, DIGEST_SHA256, name);
	arena_release(&a);
}

static void hex(struct buf *out, const struct fill *x)
{
	char text[DIGEST_TEXT_MAX];

	digits_of(text, x, false, "");
	buf_addf(out, "%.32s", text);
}

static void guid(struct buf *out, const struct fill *x, bool of_column, const char *salt)
{
	char text[DIGEST_TEXT_MAX];

	digits_of(text, x, of_column, salt);
	buf_addf(out, "%.8s-%.4s-%.4s-%.4s-%.12s", text, text + 8, text + 12, text + 16, text + 20);
}

/* Where most systems put a column: "zfxxgknb", "zfxxgknb/2022n", "zfxxgknb/bmnb". */
static void slug(struct buf *out, const struct column *c)
{
	if (c->kind == COLUMN_YEAR)
		buf_addf(out, "zfxxgknb/%dn", c->year);
	else if (c->kind == COLUMN_CLASS)
		buf_addf(out, "zfxxgknb/%s", c->slug);
	else
		buf_add(out, str_c(c->slug));
}

static size_t after_last(struct str s, char mark)
{
	while (s.n > 0 && s.p[s.n - 1] != mark)
		s.n--;
	return s.n;
}

/* An entry as its list links to it where that can be relative: ./202401/t....html */
static void relative(struct buf *out, const struct fill *x)
{
	struct str href = x->e->path;

	if (str_starts(href, x->c->path)) {
		buf_add(out, STR("./"));
		href = str_sub(href, x->c->path.n, href.n);
	}
	buf_add(out, href);
}

/* ---- pages of a list ---- */

static void page_path(struct buf *out, const struct fill *x, size_t page)
{
	struct arena a = { 0 };

	buf_add(out, page ? family_page_path(x->w, x->c, page, &a) : x->c->path);
	arena_release(&a);
}

static void next(struct buf *out, const struct fill *x)
{
	if (x->page + 1 < x->c->n_pages)
		fill(out, x->family->next, x);
}

static void numbers(struct buf *out, const struct fill *x)
{
	for (size_t k = 0; k < x->c->n_pages; k++) {
		if (k == x->page) {
			buf_addf(out, "<b>%zu</b> ", k + 1);
			continue;
		}
		buf_add(out, STR("<a href=\""));
		page_path(out, x, k);
		buf_addf(out, "\">%zu</a> ", k + 1);
	}
}

/* The same as an ASP.NET control writes it: a click sends a form. */
static void postbacks(struct buf *out, const struct fill *x)
{
	for (size_t k = 1; k < x->c->n_pages; k++)
		buf_addf(out,
			 "<a href=\"javascript:__doPostBack('AspNetPager1','%zu')\">%zu</a>&nbsp;",
			 k + 1, k + 1);
}

/* ---- rows ---- */

static void rows(struct buf *out, const struct fill *x)
{
	static const char usual[] =
		"<li><a href=\"{href}\" title=\"{title}\">{cut24}</a><span>{date}</span></li>\n";
	size_t per_page = x->family->rows_per_page, page = x->page - x->family->is_shell;
	struct fill one = *x;

	for (size_t i = page * per_page; i < x->c->n_entries && i < (page + 1) * per_page; i++) {
		one.e = &x->w->entries[x->c->entries[i]];
		fill(out, x->family->row ? x->family->row : usual, &one);
	}
}

static void listing(struct buf *out, const struct fill *x)
{
	fill(out, x->family->listing ? x->family->listing : "<ul class=\"list\">\n{rows}</ul>\n",
	     x);
}

static void json_text(struct buf *out, struct str text)
{
	struct json json;

	json_init(&json, out);
	json_str(&json, text);
}

static void json_listing(struct buf *out, const struct fill *x)
{
	struct buf html;

	buf_init(&html, TEXT_MAX_BYTES);
	listing(&html, x);
	json_text(out, buf_str(&html));
	buf_release(&html);
}

/* Between rows, not behind the last of a page. */
static void comma(struct buf *out, const struct fill *x)
{
	size_t at = 0;

	while (&x->w->entries[x->c->entries[at]] != x->e)
		at++;
	if ((at + 1) % x->family->rows_per_page != 0 && at + 1 < x->c->n_entries)
		buf_addc(out, ',');
}

/* What a list of years calls a report, and what it calls anything else. */
static void label(struct buf *out, const struct entry *e)
{
	if (e->kind == ENTRY_LOOKALIKE)
		html_text(out, e->title);
	else
		buf_addf(out, "%d年", e->year);
}

/* ---- gkmlpt ---- */

/* One node of the tree of columns; the main column's node holds the others. */
static void node(struct json *json, const struct fill *x, const struct column *c)
{
	json_object(json);
	json_key(json, "id");
	json_int(json, column_number(x, c));
	json_key(json, "name");
	json_str(json, c->title);
	json_key(json, "post_count");
	json_int(json, (int64_t)c->n_entries);
	json_key(json, "children");
	json_array(json);
	for (size_t i = 1; c->kind == COLUMN_MAIN && i < x->p->n_columns; i++)
		if (x->w->columns[x->p->first_column + i].kind != COLUMN_FORBIDDEN)
			node(json, x, &x->w->columns[x->p->first_column + i]);
	json_end(json);
	json_end(json);
}

static void tree(struct buf *out, const struct fill *x)
{
	struct json json;

	json_init(&json, out);
	json_array(&json);
	node(&json, x, &x->w->columns[x->p->first_column]);
	json_end(&json);
}

/* ---- names ---- */

#define FILL(name, statement)                                                                      \
	static void put_##name(struct buf *out UNUSED, const struct fill *x UNUSED)                \
	{                                                                                          \
		statement;                                                                         \
	}
#include "tests/portal/fill.def"
#undef FILL

static const struct {
	const char *name;
	void (*put)(struct buf *out, const struct fill *x);
} known[] = {
#define FILL(name, statement) { #name, put_##name },
#include "tests/portal/fill.def"
#undef FILL
};

/* Fills in the name at the front of `text`, behind its "{"; its length, or 0: no name. */
static size_t replace(struct buf *out, const char *text, const struct fill *x)
{
	size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz_0123456789");

	if (n == 0 || text[n] != '}')
		return 0;
	for (size_t i = 0; i < countof(known); i++)
		if (strncmp(known[i].name, text, n) == 0 && known[i].name[n] == '\0') {
			known[i].put(out, x);
			return n;
		}
	return 0;
}

void fill(struct buf *out, const char *text, const struct fill *x)
{
	while (*text) {
		size_t plain = strcspn(text, "{"), n;

		buf_add(out, (struct str){ text, plain });
		text += plain;
		if (!*text)
			return;
		n = replace(out, text + 1, x);
		if (n == 0)
			buf_addc(out, '{');
		text += n ? n + 2 : 1;
	}
}

struct str fill_str(const char *text, const struct fill *x, struct arena *arena)
{
	struct buf out;
	struct str done;

	buf_init(&out, TEXT_MAX_BYTES);
	fill(&out, text, x);
	done = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return done;
}
