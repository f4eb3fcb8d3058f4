#include "crawler/discover.h"

#include <assert.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/attrs.h"
#include "base/err.h"
#include "crawler/family.h"
#include "crawler/pager.h"
#include "crawler/url.h"
#include "crawler/wording.h"

static const char *const names[] = {
	[TARGET_ARTICLE] = "article",       [TARGET_LIST] = "list",         [TARGET_PAGE] = "page",
	[TARGET_ATTACHMENT] = "attachment", [TARGET_SHELL] = "shell",       [TARGET_FORM] = "form",
	[TARGET_SITEMAP] = "sitemap",       [TARGET_REJECTED] = "rejected",
};
static_assert(countof(names) == TARGET__COUNT, "every kind needs a name");

const char *target_kind_name(enum target_kind kind)
{
	return names[kind];
}

/* A page with fewer links than this may be only a door to another. */
#define SHELL_MAX_LINKS        5
#define SHELL_MAX_SCRIPT_BYTES 8192

#define MAX_TITLE   300 /* bytes of a title looked at */
#define MIN_REPORTS 3   /* links to reports that make a page a list of them */

struct finder {
	const struct discover_input *in;
	struct url page, base;
	bool in_column;     /* the page stands below a column of reports */
	bool lists_reports; /* or has rows as if it did: its years are years of reports */
	size_t n_reports;   /* links with a report's title */
	bool has_form;      /* a page that takes a form was offered */
	struct target *targets;
	uint64_t *keys; /* open addressing over url_hash; 0: free */
	uint32_t *slots;
	size_t n, cap;
	struct arena *arena;
};

#define HASH_SLOTS 8192 /* four times the targets, a power of two */
static_assert(HASH_SLOTS >= 4 * DISCOVER_MAX_TARGETS, "open addressing needs room");

/* The target with that URL, or a new empty one; NULL when there is no room. */
static struct target *claim(struct finder *f, const struct url *u)
{
	uint64_t h = url_hash(url_key(u, f->arena)) | 1;
	size_t i = h % HASH_SLOTS;

	for (; f->keys[i]; i = (i + 1) % HASH_SLOTS)
		if (f->keys[i] == h)
			return &f->targets[f->slots[i]];
	if (f->n == DISCOVER_MAX_TARGETS)
		return NULL;
	ARENA_GROW(f->arena, f->targets, f->n, f->cap);
	f->keys[i] = h;
	f->slots[i] = (uint32_t)f->n;
	f->targets[f->n] = (struct target){ .url = u->href, .score = -1 };
	return &f->targets[f->n++];
}

static bool is_cut(struct str s)
{
	return str_ends(s, STR("...")) || str_ends(s, STR("…"));
}

static struct str best_text(struct str text, struct str title)
{
	text = str_trim(text);
	title = str_trim(title);
	return title.n && (text.n == 0 || is_cut(text) || title.n > text.n) ? title : text;
}

static bool year_wanted(const struct finder *f, int year)
{
	return year == 0 || f->in->first_year == 0 ||
	       (year >= f->in->first_year && year <= f->in->last_year);
}

static void offer(struct finder *f, const struct url *u, enum target_kind kind, int score,
		  struct str text)
{
	int year = wording_year(text);
	struct target *t;

	if (!year_wanted(f, year) || (str_eq(u->href, f->page.href) && kind != TARGET_ATTACHMENT))
		return;
	t = claim(f, u);
	if (!t)
		return;
	if (score > t->score) {
		t->kind = kind;
		t->score = score;
	}
	if (text.n && (t->text.n == 0 || (is_cut(t->text) && !is_cut(text)))) {
		t->text = arena_str(f->arena, text);
		t->year = year;
	}
}

static bool resolve(struct url *u, struct finder *f, struct str href)
{
	struct err e;

	return href.n > 0 && !url_parse(u, href, &f->base, f->arena, &e) && !url_trap(u);
}

/* ---- one link ---- */

/* pdf.js and the like: the document is in ?file=. */
static bool viewer_file(struct url *out, struct finder *f, const struct url *u)
{
	char file[URL_MAX_BYTES + 1];
	size_t at = str_find(u->query, STR("file="), 0), n = 0;
	struct str value;
	struct err e;

	if (at == STR_NONE || (at > 0 && u->query.p[at - 1] != '&'))
		return false;
	value = str_sub(u->query, at + 5, u->query.n);
	value.n = str_find(value, STR("&"), 0) == STR_NONE ? value.n : str_find(value, STR("&"), 0);
	for (size_t i = 0; i < value.n; i++) {
		/* Only what encodeURIComponent adds; the rest stays escaped. */
		if (str_eq_nocase(str_sub(value, i, 3), STR("%2F")) ||
		    str_eq_nocase(str_sub(value, i, 3), STR("%3A"))) {
			file[n++] = (char)(value.p[i + 1] == '2' ? '/' : ':');
			i += 2;
		} else {
			file[n++] = value.p[i];
		}
	}
	return !url_parse(out, (struct str){ file, n }, u, f->arena, &e) &&
	       family_attachment(out).n > 0;
}

/* index_2.html, list-3.shtml, 2.html: what a folder's further pages are called. */
static bool is_numbered_page(struct str file)
{
	size_t i = 0, digits;

	while (i < file.n && file.p[i] >= 'a' && file.p[i] <= 'z')
		i++;
	if (i > 0 && (i >= file.n || (file.p[i] != '_' && file.p[i] != '-')))
		return false;
	i += i > 0;
	for (digits = i; i < file.n && file.p[i] >= '0' && file.p[i] <= '9'; i++)
		;
	/* 2/ is one as well */
	return i > digits && i < file.n &&
	       (file.p[i] == '.' || (digits == 0 && i + 1 == file.n && file.p[i] == '/'));
}

/* /columns/X/index.html has its further rows at /columns/X/templates/Y/blocks/Z?page=2 */
static bool is_block_page(const struct url *page, const struct url *u)
{
	size_t slash = page->path.n;

	while (slash > 0 && page->path.p[slash - 1] != '/')
		slash--;
	return slash > 1 && str_starts(u->path, str_sub(page->path, 0, slash)) &&
	       str_starts(str_sub(u->path, slash, u->path.n), STR("templates/")) &&
	       str_find(u->path, STR("/blocks/"), slash) != STR_NONE &&
	       str_starts(u->query, STR("page="));
}

/* The query says which page it is. */
static bool has_page_parameter(struct str query)
{
	static const struct str params[] = { STR_INIT("page="),      STR_INIT("pageNo="),
					     STR_INIT("pageno="),    STR_INIT("pageIndex="),
					     STR_INIT("PageIndex="), STR_INIT("cur_page="),
					     STR_INIT("currpage="),  STR_INIT("curPage="),
					     STR_INIT("pageNum=") };

	for (size_t i = 0; i < countof(params); i++)
		if (str_find(query, params[i], 0) != STR_NONE)
			return true;
	return false;
}

static bool all_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

/* list.shtml and list_2.shtml, index_2.html and index_3.html: a number differs, no more. */
static bool differ_by_number(struct str was, struct str is)
{
	size_t front = 0, back = 0, least = was.n < is.n ? was.n : is.n;
	struct str old, new;

	while (front < least && was.p[front] == is.p[front])
		front++;
	while (back < least - front && was.p[was.n - 1 - back] == is.p[is.n - 1 - back])
		back++;
	if (str_find(is, STR("/"), front) != STR_NONE)
		return false;
	old = str_sub(was, front, was.n - back - front);
	new = str_sub(is, front, is.n - back - front);
	if (!new.n || !all_digits(old))
		return false;
	return all_digits(str_sub(new, new.p[0] == '_' || new.p[0] == '-', new.n));
}

/* A further page of this list, by the shape of its URL alone. */
static bool same_list(const struct finder *f, const struct url *u)
{
	const struct url *page = &f->page;

	if (!str_eq(u->host, page->host))
		return false;
	if (str_eq(u->path, page->path))
		return has_page_parameter(u->query);
	if (is_block_page(page, u))
		return true;
	if (str_ends(page->path, STR("/")) && str_starts(u->path, page->path))
		return is_numbered_page(str_sub(u->path, page->path.n, u->path.n));
	return differ_by_number(page->path, u->path) && !family_of_article(u);
}

/* "2", "[2]", "第2页" */
static bool is_page_number(struct str s)
{
	static const struct str around[][2] = {
		{ STR_INIT("["), STR_INIT("]") },
		{ STR_INIT("第"), STR_INIT("页") },
	};
	long long n;

	for (size_t i = 0; i < countof(around); i++)
		if (str_starts(s, around[i][0]) && str_ends(s, around[i][1]))
			s = str_sub(s, around[i][0].n, s.n - around[i][0].n - around[i][1].n);
	return s.n > 0 && s.n <= 4 && str_int(&n, s) && n > 0;
}

/* What the URL alone is worth, below or towards a column of reports. */
static int slug_score(const struct finder *f, const struct url *u)
{
	switch (slug_of(slug_last(u->path))) {
	case SLUG_COLUMN:
		return 80;
	case SLUG_YEAR:
		return f->in_column || slug_in_column(u->path) ? 60 : 0;
	case SLUG_CLASS:
		return f->in_column || slug_in_column(u->path) ? 50 : 0;
	default:
		return 0;
	}
}

/* A report by its title, or something in the right place without a telling one. */
static void offer_article(struct finder *f, const struct url *u, enum wording w, struct str text)
{
	int score = 0;

	if (w == WORDING_REPORT || w == WORDING_COLUMN)
		score = wording_year(text) ? 100 : 90;
	else if (w == WORDING_PART)
		score = 85;
	else if (w == WORDING_SHORT)
		score = 70;
	else if (f->in_column || slug_in_column(u->path))
		score = w == WORDING_YEAR ? 70 : 30;
	if (score)
		offer(f, u, TARGET_ARTICLE, score, text);
}

static void offer_list(struct finder *f, const struct url *u, enum wording w, struct str text)
{
	int by_slug = slug_score(f, u), score = by_slug;

	switch (w) {
	case WORDING_COLUMN:
		score = 95;
		break;
	case WORDING_SHORT:
		score = by_slug > 75 ? by_slug : 75;
		break;
	case WORDING_YEAR:
		if ((f->in_column || f->lists_reports) && score < 55)
			score = 55;
		break;
	case WORDING_CLASS:
		if (f->in_column && score < 55)
			score = 55;
		break;
	case WORDING_SECTION:
		score = by_slug > 20 ? by_slug : 20;
		break;
	default:
		break;
	}
	if (score)
		offer(f, u, TARGET_LIST, score, text);
}

/* A folder, or its index or list page, that is called like a column; others may be articles. */
static bool is_column_folder(const struct url *u)
{
	return (str_ends(u->path, STR("/")) || str_find(u->path, STR("/index."), 0) != STR_NONE ||
		str_find(u->path, STR("/list."), 0) != STR_NONE) &&
	       (slug_of(slug_last(u->path)) != SLUG_NONE ||
		str_find(u->path, STR("/col/"), 0) != STR_NONE);
}

static void take_page_link(struct finder *f, const struct url *u, enum wording w, struct str text)
{
	bool numbered = w != WORDING_YEAR && (text.n == 0 || is_page_number(text));

	if (w == WORDING_NEXT || (numbered && same_list(f, u))) {
		if (str_eq(u->host, f->page.host))
			offer(f, u, TARGET_PAGE, 65, (struct str){ NULL, 0 });
		return;
	}
	f->n_reports += w == WORDING_REPORT;
	if (family_of_article(u) ||
	    ((w == WORDING_REPORT || w == WORDING_PART) && !is_column_folder(u)))
		offer_article(f, u, w, text);
	else if (w == WORDING_REPORT)
		offer(f, u, TARGET_LIST, wording_year(text) ? 90 : 95, text);
	else
		offer_list(f, u, w, text);
}

/* The next string in quotes from *at on; *at: behind it. Empty: none. */
static struct str quoted(size_t *at, struct str s)
{
	size_t from = *at, to;

	while (from < s.n && s.p[from] != '\'' && s.p[from] != '"')
		from++;
	for (to = from + 1; to < s.n && s.p[to] != s.p[from]; to++)
		;
	*at = to + 1;
	return to < s.n ? str_sub(s, from + 1, to - from - 1) : (struct str){ NULL, 0 };
}

/*
 * javascript:__doPostBack('AspNetPager1','2'): ASP.NET has further pages by POST of the whole
 * page's state, and only by that. Offered as the URL that would say the same by GET, so that it
 * is known that the list goes on; nobody should ask for it. True: the link is such a call.
 */
static bool take_postback(struct finder *f, const struct discover_link *link, enum wording w)
{
	const struct str call = STR("__doPostBack(");
	size_t at = str_find(link->href, call, 0);
	struct str target, argument;
	struct url u;

	if (at == STR_NONE || !str_starts(str_trim(link->href), STR("javascript:")))
		return false;
	at += call.n;
	target = quoted(&at, link->href);
	argument = quoted(&at, link->href);
	if (f->has_form || !target.n || (!f->in_column && f->n_reports == 0) ||
	    (w != WORDING_NEXT && !is_page_number(str_trim(link->text)) &&
	     !str_starts(argument, STR("Page$"))))
		return true;
	if (resolve(&u, f,
		    arena_strf(f->arena, "%.*s%s__EVENTTARGET=%.*s&__EVENTARGUMENT=%.*s",
			       STR_ARG(f->page.href), f->page.query.n ? "&" : "?", STR_ARG(target),
			       STR_ARG(argument)))) {
		offer(f, &u, TARGET_FORM, 65, (struct str){ NULL, 0 });
		f->has_form = true;
	}
	return true;
}

static void take_link(struct finder *f, const struct discover_link *link)
{
	struct str text = best_text(link->text, link->title);
	enum wording w = wording_of(text);
	struct url u, file;

	if (take_postback(f, link, w) || !resolve(&u, f, link->href))
		return;
	if (viewer_file(&file, f, &u)) {
		offer(f, &file, TARGET_ATTACHMENT, 60, text);
	} else if (link->is_refresh) {
		offer(f, &u, TARGET_SHELL, 92, text);
	} else if (family_attachment(&u).n) {
		if (w != WORDING_REJECT)
			offer(f, &u, TARGET_ATTACHMENT,
			      w == WORDING_REPORT ? DISCOVER_SCORE_REPORT : 40, text);
	} else if (link->is_frame) {
		offer(f, &u, TARGET_SHELL, f->in->n_links < SHELL_MAX_LINKS ? 91 : 45, text);
	} else if (w != WORDING_REJECT) {
		take_page_link(f, &u, w, text);
	} else if (f->in_column || slug_in_column(u.path)) {
		offer(f, &u, TARGET_REJECTED, 0, text);
	}
}

/* ---- scripts ---- */

static void take_script_link(struct finder *f, const struct script_link *s)
{
	struct discover_link link = { .href = s->href, .text = s->text, .title = s->title };
	struct url u;

	/* An empty anchor, such as a datastore's nextgroup, leads no reader anywhere. */
	if (s->text.n == 0 && s->title.n == 0 &&
	    (!resolve(&u, f, s->href) || (!family_of_article(&u) && !family_attachment(&u).n)))
		return;
	take_link(f, &link);
}

/* Digits at `at`. */
static struct str digits_at(struct str s, size_t at)
{
	size_t n = 0;

	while (n < 20 && at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9')
		n++;
	return str_sub(s, at, n);
}

/* The number behind "SID", a few marks away; empty: none. */
static struct str gkmlpt_site(struct str script)
{
	size_t at = str_find(script, STR("SID"), 0);

	for (size_t i = at; at != STR_NONE && i < script.n && i < at + 12; i++)
		if (script.p[i] >= '0' && script.p[i] <= '9')
			return digits_at(script, i);
	return (struct str){ NULL, 0 };
}

/* One column of the tree; *inside: the depth of the report column above, INT_MAX: of none. */
static void take_gkmlpt_column(struct finder *f, struct str site, struct str column,
			       struct str label, int depth, int *inside)
{
	enum wording w = wording_of(label);
	struct url u;

	if (w == WORDING_COLUMN || w == WORDING_SHORT)
		*inside = *inside < depth ? *inside : depth;
	else if (*inside == INT_MAX || (w != WORDING_YEAR && w != WORDING_CLASS))
		return;
	if (resolve(&u, f,
		    arena_strf(f->arena, "/gkmlpt/api/all/%.*s?page=1&sid=%.*s", STR_ARG(column),
			       STR_ARG(site))))
		offer(f, &u, TARGET_LIST, 94, label);
}

/*
 * A gkmlpt tree, [{"id":1,"name":"...","children":[...]}]: rows of the columns whose name is
 * that of a report column, and of years and classes below one.
 */
static void take_gkmlpt(struct finder *f, struct str script)
{
	const struct str name = STR("\"name\":\""), id = STR("\"id\":");
	struct str site = gkmlpt_site(script), column = { NULL, 0 };
	int depth = 0, inside = INT_MAX;

	if (str_find(script, STR("_CONFIG"), 0) == STR_NONE || !site.n)
		return;
	for (size_t i = 0; i < script.n; i++) {
		struct str rest = str_sub(script, i, 400);

		depth += (script.p[i] == '{') - (script.p[i] == '}');
		if (depth < inside)
			inside = INT_MAX;
		if (script.p[i] != '"')
			continue;
		if (str_starts(rest, id))
			column = digits_at(script, i + id.n);
		if (!str_starts(rest, name) || !column.n)
			continue;
		rest = str_sub(rest, name.n, rest.n);
		take_gkmlpt_column(f, site, column, str_sub(rest, 0, str_find(rest, STR("\""), 0)),
				   depth, &inside);
	}
}

static void take_script(struct finder *f, struct str script, bool may_be_shell)
{
	struct pager pager = { .arena = f->arena };
	struct script_link *links;
	size_t n = script_links(&links, script, &f->base, DISCOVER_MAX_TARGETS, f->arena);
	struct url u;

	for (size_t i = 0; i < n; i++)
		take_script_link(f, &links[i]);
	pager_from_script(&pager, script, &f->page);
	for (size_t i = 0; i < pager.n; i++)
		if (resolve(&u, f, pager.hrefs[i]))
			offer(f, &u, TARGET_PAGE, 65, (struct str){ NULL, 0 });
	take_gkmlpt(f, script);
	if (may_be_shell && resolve(&u, f, script_goto(script, f->arena)))
		offer(f, &u, TARGET_SHELL, 92, (struct str){ NULL, 0 });
}

/* ---- the whole page ---- */

struct ranked {
	struct target target;
	size_t place;
};

static int by_score(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;

	if (a->target.score != b->target.score)
		return a->target.score > b->target.score ? -1 : 1;
	return a->place < b->place ? -1 : 1;
}

static struct target *ranked(struct finder *f)
{
	struct ranked *order = ARENA_NEW(f->arena, struct ranked, f->n);

	for (size_t i = 0; i < f->n; i++)
		order[i] = (struct ranked){ f->targets[i], i };
	qsort(order, f->n, sizeof(*order), by_score);
	for (size_t i = 0; i < f->n; i++)
		f->targets[i] = order[i].target;
	return f->targets;
}

/* "政府信息公开年报-甲县人民政府": some part of a title is a column's name. */
static bool names_column(struct str title)
{
	static const struct str marks[] = { STR_INIT(" "), STR_INIT("-"),     STR_INIT("_"),
					    STR_INIT("|"), STR_INIT("－"),    STR_INIT("—"),
					    STR_INIT(">"), STR_INIT("\u3000") };

	title = str_sub(title, 0, MAX_TITLE);
	for (size_t from = 0; from < title.n;) {
		size_t end = title.n, next = title.n;
		enum wording w;

		for (size_t i = 0; i < countof(marks); i++) {
			size_t at = str_find(title, marks[i], from);

			if (at < end) {
				end = at;
				next = at + marks[i].n;
			}
		}
		w = wording_of(str_sub(title, from, end - from));
		if (w == WORDING_COLUMN || w == WORDING_SHORT)
			return true;
		from = next;
	}
	return false;
}

static bool start(struct finder *f)
{
	struct err e;

	if (url_parse(&f->page, f->in->url, NULL, f->arena, &e))
		return false;
	if (f->in->base.n == 0 || url_parse(&f->base, f->in->base, &f->page, f->arena, &e))
		f->base = f->page;
	f->in_column = slug_in_column(f->page.path) || names_column(f->in->title) ||
		       names_column(f->in->link_text);
	f->keys = ARENA_NEW(f->arena, uint64_t, HASH_SLOTS);
	f->slots = ARENA_NEW(f->arena, uint32_t, HASH_SLOTS);
	return true;
}

size_t discover_targets(struct target **out, const struct discover_input *in, struct arena *arena)
{
	struct finder f = { .in = in, .arena = arena };
	size_t script_bytes = 0;

	*out = NULL;
	if (!start(&f))
		return 0;
	for (size_t i = 0; i < in->n_links && i < DISCOVER_MAX_LINKS; i++)
		take_link(&f, &in->links[i]);
	for (size_t i = 0; i < in->n_scripts; i++)
		script_bytes += in->scripts[i].n;
	for (size_t i = 0; i < in->n_scripts; i++)
		take_script(&f, in->scripts[i],
			    in->n_links < SHELL_MAX_LINKS && script_bytes < SHELL_MAX_SCRIPT_BYTES);
	if (!f.in_column && f.n_reports >= MIN_REPORTS) {
		f.lists_reports = true;
		for (size_t i = 0; i < in->n_links && i < DISCOVER_MAX_LINKS; i++)
			if (wording_of(in->links[i].text) == WORDING_YEAR)
				take_link(&f, &in->links[i]);
	}
	*out = f.n ? ranked(&f) : NULL;
	return f.n;
}

bool discover_is_data(struct str text)
{
	size_t i = 0;

	if (str_starts(text, STR("\xEF\xBB\xBF")))
		text = str_sub(text, 3, text.n);
	text = str_sub(str_trim(text), 0, 300);
	if (str_starts(text, STR("<?xml")))
		return str_find(text, STR("<datastore"), 0) != STR_NONE;
	if (str_starts(text, STR("<datastore")) || str_starts(text, STR("{")) ||
	    str_starts(text, STR("[{")))
		return true;
	while (i < text.n && (text.p[i] == '_' || (text.p[i] >= '0' && text.p[i] <= '9') ||
			      ((text.p[i] | 0x20) >= 'a' && (text.p[i] | 0x20) <= 'z')))
		i++;
	return i > 0 && (str_starts(str_sub(text, i, 2), STR("({")) ||
			 str_starts(str_sub(text, i, 2), STR("([")));
}
