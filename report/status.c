#include "report/status.h"

#include "report/text.h"

#define ICON_MAX_PIXELS    64 /* a declared side up to this is an icon or a ruler */
#define EVIDENCE_MAX_BYTES 240

struct place {
	uint32_t first, last; /* blocks, half open */
};

/*
 * Pictures and links that stand alone carry the number of the block after them:
 * what follows a heading comes after its block and up to that of the next.
 */
static bool follows(uint32_t block, struct place p)
{
	return block > p.first && block <= p.last;
}

static bool is_file(struct str href)
{
	static const char *const tails[] = { ".xls", ".xlsx", ".doc", ".docx", ".pdf",
					     ".wps", ".et",   ".ofd", ".zip",  ".rar",
					     ".7z",  ".csv",  ".rtf" };
	size_t end = href.n;

	for (size_t i = 0; i < href.n; i++)
		if (href.p[i] == '?' || href.p[i] == '#') {
			end = i;
			break;
		}
	for (size_t i = 0; i < countof(tails); i++) {
		struct str tail = str_c(tails[i]);

		if (end > tail.n && href.p[end - tail.n] == '.' &&
		    str_eq_nocase(str_sub(href, end - tail.n, tail.n), tail))
			return true;
	}
	return text_has(href, "downfile.jsp") || text_has(href, "download.jsp") ||
	       text_has(href, "DownloadAttachUrl") || text_has(href, "downloadZtbAttach");
}

/* Decoration: declared small, named as one, or a file type's icon before a link. */
static bool is_icon(const struct image *image)
{
	static const char *const words[] = { "icon",      "logo",    "/images/", "share",
					     "weixin",    "qrcode",  "ewm",      "spacer",
					     "blank.gif", "print",   "arrow",    "sprite",
					     "jslib",     "dot.gif", "line.gif", NULL };

	if ((image->width && image->width <= ICON_MAX_PIXELS) ||
	    (image->height && image->height <= ICON_MAX_PIXELS / 2))
		return true;
	return text_any(image->src, words) != NULL && !text_has(image->alt, "表");
}

static const struct image *find_image(const struct page *page, struct place p)
{
	for (size_t i = 0; i < page->n_images; i++) {
		const struct image *image = &page->images[i];

		if (follows(image->block, p) && !is_icon(image))
			return image;
	}
	return NULL;
}

static const struct link *find_link(const struct page *page, struct place p)
{
	for (size_t i = 0; i < page->n_links; i++) {
		const struct link *link = &page->links[i];

		if (follows(link->block, p) && (link->kind == LINK_FRAME ||
						(link->kind == LINK_ANCHOR && is_file(link->href))))
			return link;
	}
	return NULL;
}

/* Words that send the reader elsewhere. */
static struct str sends_away(const struct lines *lines, struct place p)
{
	static const char *const words[] = { "见统计表", "见附件",   "见附表",     "见附图",
					     "见下图",   "见图",     "附后",       "见附后",
					     "附件下载", "详见链接", "见表格附件", "附件：",
					     "附件:",    "附表：",   "附表:",      NULL };

	for (size_t i = 0; i < lines->n; i++)
		if (lines->at[i].block >= p.first && lines->at[i].block < p.last &&
		    lines->at[i].text.n < 600 && text_any(lines->at[i].text, words))
			return str_sub(lines->at[i].text, 0, EVIDENCE_MAX_BYTES);
	return (struct str){ NULL, 0 };
}

/* Labels of the form on lines of their own: its cells were lost, or never filled. */
static bool has_labels(const struct lines *lines, struct place p)
{
	static const char *const labels[] = { "信息内容", "行政许可",   "行政处罚", "行政强制",
					      "规章",     "事业性收费", "本年新收", "上年结转",
					      "予以公开", "不予公开",   "结转下年", "结果维持",
					      "结果纠正", "尚未审结",   "其他结果", NULL };
	unsigned seen = 0;

	for (size_t i = 0; labels[i]; i++)
		for (size_t k = 0; k < lines->n; k++) {
			const struct line *line = &lines->at[k];

			if (line->block > p.first && line->block < p.last && line->text.n <= 90 &&
			    text_has(line->text, labels[i]) && !text_has(line->text, "。")) {
				seen++;
				break;
			}
		}
	return seen >= 3;
}

/* The same in a body that is one line: labels and figures between two headings of it. */
static bool is_flat_table(const struct section *s)
{
	static const char *const labels[] = { "信息内容", "规章",     "本年制发", "本年新收",
					      "上年结转", "予以公开", "结转下年", "结果维持",
					      "尚未审结", NULL };
	unsigned seen = 0;

	for (size_t i = 0; labels[i]; i++)
		seen += text_has(s->text, labels[i]);
	return seen >= 2 && s->last_block <= s->first_block + 1;
}

/* A grid of data, or a run of short lines with figures: something tabular stands there. */
static bool is_tabular(const struct page *page, const struct lines *lines, struct place p)
{
	size_t figures = 0;

	for (size_t i = 0; i < page->n_grids; i++) {
		const struct grid *g = &page->grids[i];

		if (g->block >= p.first && g->block < p.last && !g->is_layout && g->rows >= 3 &&
		    g->cols >= 2)
			return true;
	}
	for (size_t i = 0; i < lines->n; i++) {
		struct str s = lines->at[i].text;
		bool digits = s.n && s.n <= 6;

		if (lines->at[i].block < p.first || lines->at[i].block >= p.last)
			continue;
		for (size_t k = 0; k < s.n && digits; k++)
			digits = (s.p[k] >= '0' && s.p[k] <= '9') || s.p[k] == '.';
		figures += digits;
	}
	return figures >= 6 || has_labels(lines, p);
}

static struct str link_name(const struct link *link)
{
	return link->text.n ? link->text : link->title.n ? link->title : link->href;
}

static void set(struct table_state *t, enum table_status status, uint32_t block,
		struct str evidence)
{
	t->status = status;
	t->block = block;
	t->evidence = str_sub(evidence, 0, EVIDENCE_MAX_BYTES);
}

/* A table whose heading there is. */
static void judge(struct table_state *t, const struct section *s, const struct page *page,
		  const struct lines *lines, struct arena *arena)
{
	struct place p = { s->first_block, s->last_block };
	const struct image *image = find_image(page, p);
	const struct link *link = find_link(page, p);
	struct str words = sends_away(lines, p);

	if (is_tabular(page, lines, p) || is_flat_table(s))
		set(t, TABLE_PARTIAL, p.first,
		    STR("a table stands there whose labels could not be read"));
	else if (image)
		set(t, TABLE_IMAGE, image->block,
		    arena_strf(arena, "picture %.*s %.*s", STR_ARG(str_sub(image->src, 0, 120)),
			       STR_ARG(str_sub(image->alt, 0, 80))));
	else if (link)
		set(t, TABLE_ATTACHMENT, link->block,
		    arena_strf(arena, "file %.*s", STR_ARG(str_sub(link_name(link), 0, 200))));
	else if (words.p)
		set(t, TABLE_ATTACHMENT, p.first, words);
	else if (s->text.n)
		set(t, TABLE_ABSENT, p.first, str_sub(s->text, 0, EVIDENCE_MAX_BYTES));
	else
		set(t, TABLE_ABSENT, p.first, s->heading);
}

static const struct section *section_of(const struct report *r, int no)
{
	for (size_t i = 0; i < r->n_sections; i++)
		if (r->sections[i].no == no)
			return &r->sections[i];
	return NULL;
}

/*
 * A file at the end of the body, or one further up that by its name may hold all
 * tables: that one speaks only for headings under which nothing else stands.
 */
static const struct link *tail_file(bool *is_tail, const struct page *page,
				    const struct outline *outline)
{
	const struct link *found = NULL;
	uint32_t last = 0;

	*is_tail = false;
	for (size_t i = 0; i < outline->n_sections; i++)
		if (outline->sections[i].first_block > last)
			last = outline->sections[i].first_block;
	for (size_t i = 0; i < page->n_links; i++) {
		const struct link *link = &page->links[i];
		struct str name = link_name(link);

		if (link->kind != LINK_ANCHOR || !is_file(link->href) ||
		    (link->block < page->n_blocks &&
		     page->blocks[link->block].region == REGION_FURNITURE))
			continue;
		if (link->block > last) {
			*is_tail = true;
			return link;
		}
		if (!found && (text_has(name, "附件") || text_has(name, "统计表") ||
			       text_has(name, "年度报告") || text_has(name, "年报")))
			found = link;
	}
	return found;
}

/*
 * A picture between the last heading and what the page ends with: scanned tables are put behind the
 * signature. What stands among the site's own furniture is none of the report's.
 */
static const struct image *tail_image(const struct page *page, const struct lines *lines,
				      const struct outline *outline)
{
	struct place p = { 0, (uint32_t)page->n_blocks };

	for (size_t i = 0; i < outline->n_sections; i++)
		if (outline->sections[i].first_block >= p.first)
			p.first = outline->sections[i].first_block + 1;
	for (size_t i = outline->end; i < lines->n; i++) {
		enum line_role role = lines->at[i].role;

		if (role == LINE_END || role == LINE_OUTSIDE || role == LINE_CRUMB) {
			p.last = lines->at[i].block;
			break;
		}
	}
	for (size_t i = 0; outline->n_sections && i < page->n_images; i++) {
		const struct image *image = &page->images[i];

		/* One that stands alone has the number of what follows it: the page's end, say. */
		if (image->block < p.first || image->block > p.last || is_icon(image))
			continue;
		if (image->block == p.last || page->blocks[image->block].region != REGION_FURNITURE)
			return image;
	}
	return NULL;
}

const struct link *status_file(const struct page *page)
{
	for (size_t i = 0; i < page->n_links; i++) {
		const struct link *link = &page->links[i];
		/* What stands alone has the number of the block that follows. */
		bool furniture = link->text.n && link->block < page->n_blocks &&
				 page->blocks[link->block].region == REGION_FURNITURE;

		if (link->kind == LINK_FRAME ||
		    (link->kind == LINK_ANCHOR && !furniture && is_file(link->href)))
			return link;
	}
	return NULL;
}

void status_read(struct report *report, const struct page *page, const struct lines *lines,
		 const struct outline *outline, struct arena *arena)
{
	static const struct {
		enum table_id table;
		int section;
	} tables[] = { { TABLE_DISCLOSURE, 2 }, { TABLE_REQUESTS, 3 }, { TABLE_REVIEW, 4 } };
	bool is_tail;
	const struct link *tail = tail_file(&is_tail, page, outline);
	const struct image *picture = tail_image(page, lines, outline);

	for (size_t i = 0; i < countof(tables); i++) {
		struct table_state *t = &report->table[tables[i].table];
		const struct section *s = section_of(report, tables[i].section);

		if (t->status != TABLE_ABSENT || t->form)
			continue;
		if (s)
			judge(t, s, page, lines, arena);
		else
			set(t, TABLE_ABSENT, (uint32_t)page->n_blocks, (struct str){ NULL, 0 });
		if (t->status == TABLE_ABSENT && tail && (is_tail || !s || s->text.n == 0))
			set(t, TABLE_ATTACHMENT, tail->block,
			    arena_strf(arena, "file %.*s",
				       STR_ARG(str_sub(link_name(tail), 0, 200))));
		if (t->status == TABLE_ABSENT && picture && (!s || s->text.n == 0))
			set(t, TABLE_IMAGE, picture->block,
			    arena_strf(arena, "picture at the end %.*s",
				       STR_ARG(str_sub(picture->src, 0, 120))));
	}
	if (report->table[TABLE_STATISTICS].status == TABLE_ABSENT &&
	    !report->table[TABLE_STATISTICS].form)
		report->table[TABLE_STATISTICS].block = (uint32_t)page->n_blocks;
}
