#include "report/identity.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "report/agency.h"
#include "report/published.h"
#include "report/text.h"
#include "report/year.h"

#define PREAMBLE_MAX_BYTES (32u << 10)
#define TITLE_MAX_LINES    3
#define SENTENCE_MIN_BYTES 60 /* 20 characters: shorter lines are titles and furniture */

struct reader {
	struct identity *id;
	struct titles *titles;
	const struct page *page;
	const struct lines *lines;
	const struct outline *outline;
	const struct report_hint *hint;
	struct arena *arena;
	struct str preamble; /* folded, its lines joined */
	size_t body;         /* lines before it are title, boxes and preamble */
};

static unsigned score(const struct title *t)
{
	return t->is_shape ? 1 + (t->agency.p ? 2u : 0u) + (t->year ? 2u : 0u) : 0;
}

/* Lines that may be parts of one title: printed one under the other as one. */
static bool join_with(const struct line *a, const struct line *b)
{
	if (a->role != LINE_TEXT || b->role != LINE_TEXT || a->grid != b->grid)
		return false;
	return a->block == b->block || (a->kind == BLOCK_LINE && b->kind == BLOCK_LINE) ||
	       (a->kind == b->kind && a->kind == BLOCK_HEADING) ||
	       (a->region == REGION_BODY && b->region == REGION_BODY && a->kind == b->kind);
}

/* The title that starts at line i, over as many lines as make it fullest. */
static void title_at(struct title *best, const struct reader *r, size_t i)
{
	struct str joined = { NULL, 0 };
	bool noun = false;

	*best = (struct title){ 0 };
	for (size_t k = i; k < r->lines->n && k < i + TITLE_MAX_LINES; k++)
		noun = noun || text_has(r->lines->at[k].text, "报") ||
		       text_has(r->lines->at[k].text, "总");
	if (!noun)
		return;
	for (size_t k = i; k < r->lines->n && k < i + TITLE_MAX_LINES; k++) {
		struct str part = text_squeeze(r->lines->at[k].text, r->arena);
		struct title t;

		if (k > i && !join_with(&r->lines->at[k - 1], &r->lines->at[k]))
			break;
		if (part.n > 60 * 3)
			break;
		joined = joined.p ? arena_strf(r->arena, "%.*s%.*s", STR_ARG(joined), STR_ARG(part))
				  : part;
		title_read(&t, joined, false);
		/* A line joined in front of a title must be what the title lacks. */
		if (score(&t) > score(best) && (k == i || t.agency.p || best->is_shape))
			*best = t;
	}
}

/* A title of bare words (政府信息公开年报) is a link in a menu, unless it stands where titles do.
 */
static bool is_placed(const struct reader *r, size_t i)
{
	const struct line *line = &r->lines->at[i];

	return line->kind == BLOCK_HEADING || (line->kind == BLOCK_LINE && i < 3) ||
	       (r->body > i && r->body - i <= 3);
}

/* A row of the metadata box printed as text: 名称某某局…报告 is told by its META_BOX entry. */
static bool is_box_row(const struct reader *r, const struct line *line)
{
	for (size_t i = 0; i < r->page->n_metas; i++) {
		const struct meta *m = &r->page->metas[i];

		if (m->source == META_BOX && m->block == line->block && m->name.n &&
		    str_starts(text_squeeze(line->text, r->arena), m->name))
			return true;
	}
	return false;
}

/* A row of a list is a link to another page, whose title it is. */
static bool is_link_row(const struct reader *r, const struct line *line)
{
	size_t low = 0, high = r->page->n_links;

	if (line->kind == BLOCK_HEADING)
		return false;
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (r->page->links[mid].block < line->block)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < r->page->n_links && r->page->links[low].block == line->block; low++) {
		const struct link *link = &r->page->links[low];

		if (link->kind == LINK_ANCHOR && link->text.n * 2 > line->text.n &&
		    str_find(line->text, link->text, 0) != STR_NONE)
			return true;
	}
	return false;
}

static struct title body_title(const struct reader *r)
{
	struct title best = { 0 };
	unsigned most = 0;
	size_t to = r->body < r->lines->n ? r->body : r->lines->n;

	if (to == r->lines->n && to > 400)
		to = 400;
	for (size_t i = to > 2000 ? to - 2000 : 0; i < to; i++) {
		const struct line *line = &r->lines->at[i];
		struct title t;
		unsigned points;

		if (line->role != LINE_TEXT || line->text.n > 80 * 3 || is_box_row(r, line) ||
		    is_link_row(r, line))
			continue;
		title_at(&t, r, i);
		points = score(&t);
		if (points == 1 && !is_placed(r, i))
			continue;
		if (points)
			points = points * 2 + (line->kind == BLOCK_HEADING);
		if (points > most) {
			best = t;
			most = points;
		}
	}
	return best;
}

static struct str meta_value(const struct page *page, enum meta_source source,
			     const char *const *names)
{
	for (size_t k = 0; names[k]; k++)
		for (size_t i = 0; i < page->n_metas; i++) {
			const struct meta *m = &page->metas[i];

			if ((m->source == META_BOX) == (source == META_BOX) && m->content.n &&
			    str_eq_nocase(m->name, str_c(names[k])))
				return m->content;
		}
	return (struct str){ NULL, 0 };
}

static void read_titles(struct reader *r)
{
	static const char *const box[] = { "名称", "标题", "信息名称", NULL };
	static const char *const tag[] = { "ArticleTitle", "ucaptitle", NULL };
	struct titles *t = r->titles;
	struct arena *a = r->arena;

	t->body = body_title(r);
	title_read(&t->box, text_squeeze(meta_value(r->page, META_BOX, box), a), true);
	title_read(&t->meta, text_squeeze(meta_value(r->page, META_TAG, tag), a), true);
	title_read(&t->page, text_squeeze(r->page->title, a), true);
	title_read(&t->link, text_squeeze(r->hint->link_text, a), true);
}

/* The body's title, else one the document carries outside it. */
static const struct title *settle_title(struct reader *r)
{
	const struct {
		const struct title *t;
		enum evidence from;
	} order[] = { { &r->titles->body, FROM_TITLE },
		      { &r->titles->box, FROM_METABOX },
		      { &r->titles->meta, FROM_META },
		      { &r->titles->page, FROM_PAGE_TITLE } };

	for (size_t i = 0; i < countof(order); i++) {
		if (!order[i].t->is_shape || (i && score(order[i].t) < 2))
			continue;
		r->id->title = order[i].t->text;
		r->id->title_from = order[i].from;
		return order[i].t;
	}
	return NULL;
}

static bool ends_sentence(struct str s)
{
	static const char *const ends[] = { "。", "；", ";", "！", "？", "：", ":", NULL };

	for (size_t i = 0; ends[i]; i++)
		if (text_ends(s, ends[i]))
			return true;
	return false;
}

/*
 * Sentences before the first heading, as one folded text. Lines that end in the
 * middle of a sentence are one with the next: converters keep a page's lines.
 */
static void read_preamble(struct reader *r)
{
	struct buf all;
	size_t from = r->body > 60 ? r->body - 60 : 0;
	bool goes_on = false;

	buf_init(&all, PREAMBLE_MAX_BYTES);
	for (size_t i = from; i <= r->body && i < r->lines->n; i++) {
		const struct line *line = &r->lines->at[i];
		struct str text = line->text;
		struct title t;

		if (i == r->body)
			text = str_sub(text, 0,
				       r->outline->body < r->lines->n ? r->outline->body_at : 0);
		if (line->role != LINE_TEXT || text.n == 0 ||
		    (text.n < SENTENCE_MIN_BYTES && !goes_on))
			continue;
		title_read(&t, text_squeeze(text, r->arena), false);
		if (t.is_shape)
			continue;
		buf_add(&all, i == r->body ? text_fold(text, r->arena) : line->folded);
		goes_on = line->kind == BLOCK_LINE && !ends_sentence(text);
		if (!goes_on)
			buf_addc(&all, '\n');
	}
	r->preamble = arena_str(r->arena, buf_str(&all));
	r->id->preamble = r->preamble;
	buf_release(&all);
}

static bool take(struct reader *r, struct str name, enum evidence from)
{
	if (!name.p || name.n == 0)
		return false;
	r->id->agency = name;
	r->id->agency_from = from;
	return true;
}

static struct str caption(const struct reader *r)
{
	static const char *const keys[] = { "单位:",     "填报单位:", "单位名称:", "填表单位:",
					    "编制单位:", "报告单位:", "(单位:",    NULL };

	for (size_t i = 0; i < r->lines->n; i++) {
		struct str s;

		if (r->lines->at[i].text.n > 200 || r->lines->at[i].role != LINE_TEXT ||
		    !text_has(r->lines->at[i].text, "单位"))
			continue;
		s = r->lines->at[i].folded;
		for (size_t k = 0; keys[k]; k++)
			if (text_starts(s, keys[k])) {
				struct str name = agency_prefix(str_sub(s, strlen(keys[k]), s.n));

				if (name.p)
					return name;
			}
	}
	return (struct str){ NULL, 0 };
}

static bool is_press(struct str name)
{
	static const char *const words[] = { "媒体", "日报", "晚报", "电视",
					     "新闻", "报社", "广播", NULL };

	return text_any(name, words) != NULL;
}

static const char *const box_keys[] = {
	"发布机构", "发文机关", "发布单位", "发文单位", "公开责任部门", "公开主体", "制发机关",
	"发布部门", "责任部门", "公开单位", "信息来源", "来源",         NULL
};

static struct str publisher(const struct reader *r)
{
	for (size_t k = 0; box_keys[k]; k++)
		for (size_t i = 0; i < r->page->n_metas; i++) {
			const struct meta *m = &r->page->metas[i];
			struct str name = text_squeeze(m->content, r->arena);

			if (m->source == META_BOX && str_eq(m->name, str_c(box_keys[k])) &&
			    agency_is_name(name) && !is_press(name))
				return name;
		}
	for (size_t i = 0; i < r->body && i < r->lines->n; i++) {
		const struct line *line = &r->lines->at[i];
		struct str s;

		if (line->text.n > 400 || line->role == LINE_OUTSIDE ||
		    !(text_has(line->text, ":") || text_has(line->text, "：")))
			continue;
		s = line->folded;
		for (size_t k = 0; box_keys[k]; k++) {
			size_t at = str_find(s, str_c(box_keys[k]), 0);
			struct str rest, name;

			if (at == STR_NONE)
				continue;
			rest = str_sub(s, at + strlen(box_keys[k]), s.n);
			if (rest.n == 0 || rest.p[0] != ':')
				continue;
			name = agency_prefix(str_sub(rest, 1, rest.n));
			if (name.p && !is_press(name))
				return name;
		}
	}
	return (struct str){ NULL, 0 };
}

static struct str breadcrumb(const struct reader *r)
{
	struct str last = { NULL, 0 };

	for (size_t i = 0; i < r->lines->n && i < r->body; i++) {
		struct str s;
		size_t start = 0;

		if (r->lines->at[i].role != LINE_CRUMB)
			continue;
		s = text_squeeze(r->lines->at[i].text, r->arena);
		for (size_t at = 0, p = 0; at <= s.n; p = at) {
			uint32_t c = at < s.n ? utf8_next(s, &at) : (at++, (uint32_t)'>');
			struct str name = str_sub(s, start, p - start);

			if (c != '>' && c != '/' && c != 0xBB && c != 0xFF1E && c != 0x203A &&
			    c != ':' && c != 0xFF1A && c != '-')
				continue;
			/* The site's own government stands in every crumb. */
			if (agency_is_name(name) && !text_ends(name, "人民政府"))
				last = name;
			start = at;
		}
	}
	return last;
}

static struct str signature(const struct reader *r)
{
	struct str s = text_fold(r->outline->signoff, r->arena), name;

	for (size_t at = 0, p = 0; at < s.n; p = at) {
		utf8_next(s, &at);
		if (s.p[p] >= '0' && s.p[p] <= '9')
			break;
	}
	name = agency_prefix(s);
	return name.p && !text_starts(s, "审核") ? name : (struct str){ NULL, 0 };
}

static struct str contact(const struct reader *r)
{
	struct str name = agency_clause(r->preamble, true);

	if (!name.p && r->outline->n_sections) {
		const struct section *s = &r->outline->sections[r->outline->n_sections - 1];

		if (s->no == REPORT_SECTIONS && text_has(s->text, "请"))
			name = agency_clause(text_fold(s->text, r->arena), true);
	}
	return name;
}

static void read_agency(struct reader *r, const struct title *title)
{
	static const char *const tag[] = { "ContentSource", NULL };
	struct identity *id = r->id;
	struct titles *t = r->titles;
	struct {
		struct str name;
		enum evidence from;
	} found[16];
	size_t n = 0;
	struct str source = text_squeeze(meta_value(r->page, META_TAG, tag), r->arena);

#define FOUND(str, where) (found[n].name = (str), found[n++].from = (where))
	if (title)
		FOUND(title->agency, id->title_from);
	FOUND(t->box.is_shape ? t->box.agency : (struct str){ 0 }, FROM_METABOX);
	FOUND(t->meta.is_shape ? t->meta.agency : (struct str){ 0 }, FROM_META);
	FOUND(t->page.is_shape ? t->page.agency : (struct str){ 0 }, FROM_PAGE_TITLE);
	FOUND(agency_clause(r->preamble, false), FROM_PREAMBLE);
	FOUND(contact(r), FROM_CONTACT);
	FOUND(caption(r), FROM_CAPTION);
	FOUND(publisher(r), FROM_METABOX);
	FOUND(agency_is_name(source) && !is_press(source) ? source : (struct str){ 0 }, FROM_META);
	FOUND(breadcrumb(r), FROM_BREADCRUMB);
	FOUND(signature(r), FROM_SIGNATURE);
	FOUND(t->link.is_shape ? t->link.agency : (struct str){ 0 }, FROM_LINK);
	FOUND(r->hint->page_agency, FROM_PARENT);
	FOUND(r->hint->seed_agency, FROM_SEED);
#undef FOUND
	for (size_t i = 0; i < n; i++)
		if (take(r, found[i].name, found[i].from))
			break;
	if (!id->agency.p || !agency_lacks_place(id->agency))
		return;
	for (size_t i = 0; i < n; i++)
		if (found[i].name.n > id->agency.n && str_ends(found[i].name, id->agency)) {
			take(r, found[i].name, found[i].from);
			return;
		}
}

static void read_scope(struct reader *r, const struct title *title)
{
	struct str name = r->id->agency;
	struct str scope = title ? title->scope : (struct str){ NULL, 0 };

	if (scope.p) {
		r->id->scope = scope;
		r->id->scope_from = r->id->title_from;
		return;
	}
	if (!name.p)
		return;
	scope = agency_scope(&name);
	if (scope.p && agency_is_name(name)) {
		r->id->agency = name;
		r->id->scope = scope;
		r->id->scope_from = r->id->agency_from;
	}
}

static int period(const struct reader *r)
{
	int year = year_period(r->preamble);

	for (size_t i = 0; !year && i < r->lines->n; i++) {
		const struct line *line = &r->lines->at[i];

		if (line->role == LINE_TEXT && line->text.n >= 24 &&
		    (text_has(line->text, "31") || text_has(line->text, "12") ||
		     text_has(line->text, "十二")) &&
		    (text_has(line->text, "统计") || text_has(line->text, "数据") ||
		     text_has(line->text, "期限") || i < r->body))
			year = year_period(line->folded);
	}
	return year;
}

/*
 * The body first by its opening section, where next year's plans do not stand;
 * then all before the signature, where the year of publication is a plan's too.
 */
static int frequent(const struct reader *r)
{
	const struct section *s = r->outline->n_sections ? r->outline->sections : NULL;
	size_t from = r->body < r->lines->n ? r->body : 0, to = r->lines->n;
	int year;

	if (s && s->no == 1) {
		size_t end = from;

		while (end < to && r->lines->at[end].block < s->last_block)
			end++;
		year = year_frequent(r->lines, from, end);
		if (year)
			return year;
	}
	if (r->outline->n_sections && r->outline->end > from)
		to = r->outline->end;
	year = year_frequent(r->lines, from, to);
	return r->id->published.year && year >= r->id->published.year ? 0 : year;
}

/* Of the page that the file is attached to, unless the link says otherwise. */
static int page_year(const struct reader *r)
{
	int year = r->titles->link.year ? r->titles->link.year : r->hint->seed_year;

	return !year || year == r->hint->page_year ? r->hint->page_year : 0;
}

static void read_year(struct reader *r, const struct title *title)
{
	struct identity *id = r->id;
	struct {
		int year;
		enum evidence from;
	} order[] = {
		{ id->year_period = period(r), FROM_PERIOD },
		{ id->year_title = title ? title->year : 0, FROM_TITLE },
		{ id->year_preamble = year_mentioned(r->preamble), FROM_PREAMBLE },
		{ r->titles->page.is_shape ? r->titles->page.year : 0, FROM_PAGE_TITLE },
		{ page_year(r), FROM_PARENT },
		{ frequent(r), FROM_BODY },
		{ r->titles->link.year, FROM_LINK },
		{ year_of_url(r->hint->url), FROM_URL },
		{ r->hint->seed_year, FROM_SEED },
		{ 0, FROM_PUBLISHED },
	};

	if (title)
		order[1].from = id->title_from;
	/* Only of a report can it be said that it speaks of the year before. */
	if (id->published.year &&
	    (title || r->titles->link.is_shape || r->outline->n_sections >= 3))
		order[countof(order) - 1].year = id->published.year - 1;
	for (size_t i = 0; i < countof(order); i++)
		if (order[i].year) {
			id->year = order[i].year;
			id->year_from = order[i].from;
			return;
		}
}

void identity_read(struct identity *out, struct titles *titles, const struct page *page,
		   const struct lines *lines, const struct outline *outline,
		   const struct report_hint *hint, struct arena *arena)
{
	struct reader r = { .id = out,
			    .titles = titles,
			    .page = page,
			    .lines = lines,
			    .hint = hint,
			    .outline = outline,
			    .arena = arena };
	const struct title *title;

	*out = (struct identity){ 0 };
	*titles = (struct titles){ 0 };
	r.body = outline->body;
	if (outline->n_sections == 0)
		r.body = lines->n < 40 ? lines->n : 40;
	read_titles(&r);
	title = settle_title(&r);
	read_preamble(&r);
	out->published =
		published_read(&out->published_from, page, lines, outline, out->title, arena);
	if (!out->published.year && hint->page_published.year) {
		out->published = hint->page_published;
		out->published_from = FROM_PARENT;
	}
	read_agency(&r, title);
	read_scope(&r, title);
	read_year(&r, title);
}
