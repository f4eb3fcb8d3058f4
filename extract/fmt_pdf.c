#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <poppler.h>
#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/format.h"
#include "extract/metabox.h"
#include "extract/page_build.h"
#include "extract/rules_scan.h"
#include "extract/words.h"

/* A report has 5 to 40 pages. */
#define MAX_PAGES 300

/* Pages in which one word of ours must be met, or the document is none of ours. */
#define TRIAL_PAGES 12

#define MAX_WORDS 600000

/* Pages that are drawn in search of ruled lines, and how large: pixels an inch, points a side. */
#define MAX_DRAWN  60
#define DRAW_SCALE 2
#define MAX_SIDE   1500

/* The mark may stand behind something else, but not far behind. */
static int pdf_bid(struct str head)
{
	return str_find(str_sub(head, 0, 1024), STR("%PDF-"), 0) != STR_NONE ? 40 : 0;
}

struct reading {
	PopplerDocument *doc;
	struct words_sheet *sheets;
	size_t n_sheets, n_words;
	size_t n_lost;    /* characters that the file's fonts do not name */
	size_t n_unshown; /* texts of fonts that could not be read at all */
	char missing[80]; /* what such a font lacks, in the library's words; empty: not said */
	size_t n_drawn;
	size_t n_over; /* characters on sheets that are pictures: somebody's recognition */
	bool ours;     /* some word of a report was met */
	struct arena *arena;
};

static int32_t hundredths(double points)
{
	if (!(points > -20000.0 && points < 20000.0))
		return 0;
	return (int32_t)(points * 100.0);
}

static struct box box_of(const PopplerRectangle *r)
{
	int32_t x0 = hundredths(r->x1), x1 = hundredths(r->x2);
	int32_t y0 = hundredths(r->y1), y1 = hundredths(r->y2);

	return (struct box){ x0 < x1 ? x0 : x1, y0 < y1 ? y0 : y1, x0 < x1 ? x1 : x0,
			     y0 < y1 ? y1 : y0 };
}

/* Of a hundred characters, so many lost ones make a text that cannot be trusted. */
#define MAX_LOST_PERCENT 2

/* Private use and control characters stand where a font does not say what it prints. */
static bool is_lost(uint32_t c)
{
	bool symbol = c >= 0xF020 && c <= 0xF0FF; /* bullets of Wingdings and its like */

	return c == UTF8_REPLACEMENT || (c >= 0xE000 && c <= 0xF8FF && !symbol) || c >= 0xF0000 ||
	       (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f');
}

static bool is_blank(uint32_t c)
{
	return c <= ' ' || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200B) || c == 0xAD ||
	       c == 0xFEFF;
}

/* Words that every report has, and little else. */
static bool has_our_words(struct str text)
{
	static const struct str words[] = {
		STR_INIT("信息公开"),   STR_INIT("政务公开"),   STR_INIT("主动公开"),
		STR_INIT("依申请公开"), STR_INIT("申请人情况"), STR_INIT("行政复议"),
		STR_INIT("信息公開"),   STR_INIT("年度报告"),   STR_INIT("统计指标"),
	};

	for (size_t i = 0; i < countof(words); i++)
		if (str_find(text, words[i], 0) != STR_NONE)
			return true;
	return false;
}

/* Each character is a word: which belong together, their distance tells. */
static int read_words(struct reading *r, struct words_sheet *sheet, PopplerPage *page,
		      struct err *e)
{
	char *raw = poppler_page_get_text(page);
	struct str text = arena_str(r->arena, str_c(raw));
	PopplerRectangle *boxes = NULL;
	guint n_boxes = 0;
	size_t at = 0;

	g_free(raw);
	if (!text.n || !poppler_page_get_text_layout(page, &boxes, &n_boxes))
		return 0;
	r->ours |= has_our_words(text);
	sheet->words = ARENA_NEW(r->arena, struct word, n_boxes);
	for (guint i = 0; i < n_boxes && at < text.n; i++) {
		struct word w = { .box = box_of(&boxes[i]) };
		size_t from = at;
		uint32_t c = utf8_next(text, &at);

		w.text = str_sub(text, from, at - from);
		if (is_lost(c)) {
			r->n_lost++;
			w.text = STR("\xEF\xBF\xBD");
		}
		if (!is_blank(c))
			sheet->words[sheet->n_words++] = w;
	}
	g_free(boxes);
	r->n_words += sheet->n_words;
	if (r->n_words > MAX_WORDS)
		return err_set(e, ERR_LIMIT, "more than %d characters", MAX_WORDS);
	return 0;
}

/* Strokes of a character are no rules. */
static bool is_stroke(const struct words_sheet *sheet, const struct box *rule)
{
	for (size_t i = 0; i < sheet->n_words; i++) {
		const struct box *w = &sheet->words[i].box;

		if (rule->x0 >= w->x0 - 100 && rule->x1 <= w->x1 + 100 && rule->y0 >= w->y0 - 100 &&
		    rule->y1 <= w->y1 + 100)
			return true;
	}
	return false;
}

/* The fourth byte of a pixel says nothing. */
#define WHITE_PIXELS UINT64_C(0x00FFFFFF00FFFFFF)

/* A row of pixels in brightness; `out` is white already, as most of a sheet is. */
static void luma_row(uint8_t *out, const unsigned char *in, int32_t width)
{
	for (int32_t x = 0; x < width; x++) {
		uint64_t two;
		uint32_t c;

		while (x + 2 <= width && (memcpy(&two, in + (ptrdiff_t)x * 4, 8),
					  (two & WHITE_PIXELS) == WHITE_PIXELS))
			x += 2;
		if (x == width)
			return;
		memcpy(&c, in + (ptrdiff_t)x * 4, 4);
		out[x] = (uint8_t)(((c >> 16 & 255) * 77 + (c >> 8 & 255) * 150 + (c & 255) * 29) >>
				   8);
	}
}

static void read_luma(uint8_t *out, cairo_surface_t *surface, int32_t width, int32_t height)
{
	const unsigned char *data = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);

	memset(out, 255, (size_t)width * (size_t)height);
	for (int32_t y = 0; y < height; y++)
		luma_row(out + (ptrdiff_t)y * width, data + (ptrdiff_t)y * stride, width);
}

/*
 * Ruled lines, from a picture of the page: whether they were stroked, filled or
 * are part of a drawing, they look alike there. The library tells no paths.
 */
static void read_rules(struct reading *r, struct words_sheet *sheet, PopplerPage *page)
{
	int32_t width = sheet->width / 100 * DRAW_SCALE, height = sheet->height / 100 * DRAW_SCALE;
	cairo_surface_t *surface;
	struct arena mine = { 0 };
	uint8_t *luma;
	size_t n = 0;
	cairo_t *cr;

	if (width < 1 || height < 1 || width > MAX_SIDE * DRAW_SCALE ||
	    height > MAX_SIDE * DRAW_SCALE || r->n_drawn++ >= MAX_DRAWN)
		return;
	surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
	cr = cairo_create(surface);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_scale(cr, DRAW_SCALE, DRAW_SCALE);
	poppler_page_render(page, cr);
	cairo_surface_flush(surface);
	if (cairo_status(cr) == CAIRO_STATUS_SUCCESS && cairo_image_surface_get_data(surface)) {
		luma = ARENA_NEW(&mine, uint8_t, (size_t)width * (size_t)height);
		read_luma(luma, surface, width, height);
		sheet->rules = rules_scan(&n, luma, width, height, 100 / DRAW_SCALE, r->arena);
	}
	for (size_t i = 0; i < n; i++)
		if (!is_stroke(sheet, &sheet->rules[i]))
			sheet->rules[sheet->n_rules++] = sheet->rules[i];
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
	arena_release(&mine);
}

static void read_images(struct reading *r, struct words_sheet *sheet, size_t number,
			PopplerPage *page)
{
	GList *list = poppler_page_get_image_mapping(page);
	size_t n = g_list_length(list);

	if (n > PAGE_MAX_IMAGES)
		n = PAGE_MAX_IMAGES;
	sheet->images = ARENA_NEW(r->arena, struct words_image, n);
	for (const GList *l = list; l && sheet->n_images < n; l = l->next) {
		const PopplerImageMapping *m = l->data;
		struct words_image *image = &sheet->images[sheet->n_images++];

		image->box = box_of(&m->area);
		image->name = arena_strf(r->arena, "page %zu image %d", number, m->image_id);
	}
	poppler_page_free_image_mapping(list);
}

/* Of a hundred parts of a sheet, so many under pictures make it a scan. */
#define SCAN_PERCENT 80

static bool is_scan(const struct words_sheet *sheet)
{
	int64_t covered = 0;

	for (size_t i = 0; i < sheet->n_images; i++) {
		const struct box *b = &sheet->images[i].box;

		covered += (int64_t)(b->x1 - b->x0) * (b->y1 - b->y0);
	}
	return covered * 100 >= (int64_t)sheet->width * sheet->height * SCAN_PERCENT;
}

static int read_page(struct reading *r, int i, struct err *e)
{
	struct words_sheet *sheet = &r->sheets[i];
	PopplerPage *page = poppler_document_get_page(r->doc, i);
	double width = 0, height = 0;
	int rc;

	if (!page)
		return 0;
	poppler_page_get_size(page, &width, &height);
	sheet->width = hundredths(width);
	sheet->height = hundredths(height);
	rc = read_words(r, sheet, page, e);
	if (rc == 0)
		read_images(r, sheet, (size_t)i + 1, page);
	if (sheet->n_words && is_scan(sheet))
		r->n_over += sheet->n_words;
	g_object_unref(page);
	return rc;
}

/* Once it is known to be ours, the pages are drawn; a page without words has no table to rule. */
static void read_all_rules(struct reading *r)
{
	for (size_t i = 0; i < r->n_sheets && r->ours; i++) {
		PopplerPage *page;

		if (!r->sheets[i].n_words)
			continue;
		page = poppler_document_get_page(r->doc, (int)i);
		if (page)
			read_rules(r, &r->sheets[i], page);
		if (page)
			g_object_unref(page);
	}
}

/* What the library says of fonts that it cannot read: it goes on without their text. */
static void hear(const char *domain, GLogLevelFlags level, const char *message, void *user)
{
	struct reading *r = user;
	struct str said = str_c(message);

	(void)domain;
	(void)level;
	if (str_find(said, STR("No font in show"), 0) != STR_NONE)
		r->n_unshown++;
	if (str_find(said, STR(": "), 0) != STR_NONE) /* Syntax error at position 7: */
		said = str_sub(said, str_find(said, STR(": "), 0) + 2, said.n);
	if (!r->missing[0] && (str_find(said, STR("language pack"), 0) != STR_NONE ||
			       str_find(said, STR("CMap"), 0) != STR_NONE))
		snprintf(r->missing, sizeof r->missing, "%.*s", STR_ARG(said));
}

static int read_document(struct page_builder *b, struct reading *r, struct err *e)
{
	int n = poppler_document_get_n_pages(r->doc);

	if (n < 1)
		return err_set(e, ERR_FORMAT, "PDF without pages");
	if (n > MAX_PAGES)
		return err_set(e, ERR_LIMIT, "PDF of %d pages, limit %d", n, MAX_PAGES);
	r->sheets = ARENA_NEW(r->arena, struct words_sheet, (size_t)n);
	for (int i = 0; i < n; i++) {
		if (i == TRIAL_PAGES && !r->ours)
			return err_set(e, ERR_FORMAT,
				       "no report: the first %d of %d pages have no word of one",
				       TRIAL_PAGES, n);
		if (read_page(r, i, e))
			return -1;
	}
	if (r->n_unshown && !r->n_words)
		return err_set(e, ERR_FORMAT, "PDF's fonts cannot be read: %s",
			       r->missing[0] ? r->missing : "they are damaged");
	r->n_sheets = (size_t)n;
	r->n_lost += r->n_unshown;
	read_all_rules(r);
	b->page->n_lost = (uint32_t)r->n_lost;
	b->page->is_garbled = r->n_unshown || r->n_over * 2 > r->n_words ||
			      r->n_lost * 100 > r->n_words * MAX_LOST_PERCENT;
	return words_lay_out(b, r->sheets, r->n_sheets, e);
}

static int open_failed(GError *error, struct err *e)
{
	if (g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
		err_set(e, ERR_FORMAT, "PDF is encrypted");
	else
		err_set(e, ERR_FORMAT, "PDF is damaged: %s", error ? error->message : "unreadable");
	g_clear_error(&error);
	return -1;
}

/*
 * Fonts that a file does not bring along would be looked for among the system's.
 * In a worker there are none to be found: an empty configuration says so at once.
 */
static void forget_fonts(void)
{
	FcConfig *none = FcConfigCreate();

	if (!none)
		return;
	FcConfigSetCurrent(none);
	FcConfigDestroy(none);
}

static int pdf_extract(struct page *out, const struct doc *doc, struct arena *arena, struct err *e)
{
	struct reading r = { .arena = arena };
	struct page_builder b;
	GError *error = NULL;
	GBytes *bytes;
	guint ear;
	int rc;

	forget_fonts();
	ear = g_log_set_handler("Poppler", G_LOG_LEVEL_MASK, hear, &r);
	page_build_init(&b, out, arena);
	bytes = g_bytes_new_static(doc->bytes.p, doc->bytes.n);
	r.doc = poppler_document_new_from_bytes(bytes, NULL, &error);
	if (!r.doc) {
		g_log_remove_handler("Poppler", ear);
		g_bytes_unref(bytes);
		return open_failed(error, e);
	}
	rc = read_document(&b, &r, e);
	g_log_remove_handler("Poppler", ear);
	g_object_unref(r.doc);
	g_bytes_unref(bytes);
	if (rc)
		return -1;
	metabox_read(&b);
	return page_build_end(&b, e);
}

const struct format fmt_pdf = { "pdf", false, pdf_bid, pdf_extract };
