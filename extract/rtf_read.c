#include "extract/rtf_read.h"

#include <stdlib.h>

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/decode.h"
#include "extract/flow.h"
#include "extract/rtf_rows.h"
#include "extract/textbuf.h"

/* What a group does with its text. */
enum into {
	INTO_BODY,
	INTO_NOTHING,
	INTO_FONTS,
	INTO_TITLE,
};

/* Properties that a group's end takes back. */
struct group {
	enum into into;
	bool is_hidden, is_deleted, in_nested_row, is_box;
	int skip_after; /* \ucN: characters behind \uN that say the same in bytes */
	unsigned font;
};

/* A paragraph in the making; of a text box, while that of its anchor waits. */
struct paragraph {
	struct flow text;
	unsigned level, base_level; /* 0: in no table */
};

struct rtf {
	struct page_builder *b;
	struct arena *scratch;
	struct tables tables;
	struct str s;
	size_t at;
	struct group groups[RTF_MAX_GROUPS];
	size_t n_groups;
	struct paragraph paras[RTF_MAX_BOXES];
	size_t n_paras;
	struct rtf_rows rows[RTF_MAX_LEVELS + 1];
	bool dissolved[RTF_MAX_LEVELS + 1];
	struct rtf_row_def def, nested_def;
	struct rtf_cell_def next_cell; /* what is said of it before its \cellx */
	unsigned nested_level;         /* of the last \nestcell */
	uint8_t fonts[RTF_MAX_FONTS];  /* their \fcharset */
	bool any_gb_font;
	int code_page;
	struct textbuf raw; /* bytes not yet decoded */
	int to_skip;        /* characters that follow a \uN */
	uint32_t high;      /* first half of a pair of \uN */
	struct flow title;
	unsigned n_pictures;
	bool star;   /* \* stands before the next word */
	bool failed; /* *e is set */
	struct err *e;
};

static struct group *top(struct rtf *d)
{
	return &d->groups[d->n_groups];
}

static struct paragraph *para(struct rtf *d)
{
	return &d->paras[d->n_paras];
}

/* Charset of the open font: GB 2312 is 134, Big5 136 (RTF 1.9.1, "Font Table"). */
static const char *charset_of(const struct rtf *d)
{
	uint8_t charset = d->fonts[d->groups[d->n_groups].font];

	if (charset == 134 || d->code_page == 936)
		return charset == 136 ? "big5" : "gbk";
	if (charset == 136 || d->code_page == 950)
		return "big5";
	if (d->code_page == 65001)
		return "utf-8";
	return d->any_gb_font ? "gbk" : "windows-1252";
}

static void add_utf8(struct rtf *d, struct str text)
{
	struct group *g = top(d);

	if (g->is_hidden || g->is_deleted)
		return;
	if (g->into == INTO_BODY)
		flow_add(&para(d)->text, text);
	else if (g->into == INTO_TITLE)
		flow_add(&d->title, text);
}

static void flush_raw(struct rtf *d)
{
	uint32_t replaced;

	if (d->raw.n)
		add_utf8(d,
			 decode_bytes(textbuf_str(&d->raw), charset_of(d), &replaced, d->scratch));
	d->raw.n = 0;
}

static void add_byte(struct rtf *d, unsigned byte)
{
	if (d->to_skip > 0)
		d->to_skip--;
	else if (top(d)->into == INTO_BODY || top(d)->into == INTO_TITLE)
		textbuf_add(&d->raw, (struct str){ &(char){ (char)byte }, 1 });
}

static void add_unicode(struct rtf *d, long n)
{
	uint32_t c = (uint32_t)(n < 0 ? n + 65536 : n);
	char utf8[UTF8_MAX_BYTES];

	d->to_skip = top(d)->skip_after;
	if (c >= 0xD800 && c < 0xDC00) {
		d->high = c;
		return;
	}
	if (c >= 0xDC00 && c < 0xE000 && d->high)
		c = 0x10000 + ((d->high - 0xD800) << 10) + (c - 0xDC00);
	d->high = 0;
	if (c == 0 || (c >= 0xE000 && c < 0xF900))
		return; /* private: a bullet of a symbol font */
	add_utf8(d, (struct str){ utf8, utf8_put(utf8, c) });
}

/* Tables below a level have ended. */
static void end_tables(struct rtf *d, unsigned level)
{
	for (unsigned i = RTF_MAX_LEVELS; i > level; i--) {
		if (rtf_rows_any(&d->rows[i]) && !d->failed)
			d->failed = rtf_rows_end(&d->rows[i], &d->tables, d->e) != 0;
		d->dissolved[i] = false;
	}
}

/* Something stands in a table: the tables around it only lay out. */
static void dissolve_outer(struct rtf *d, unsigned level)
{
	for (unsigned i = 1; i < level; i++)
		if (!d->dissolved[i]) {
			d->dissolved[i] = true;
			rtf_rows_dissolve(&d->rows[i], d->b);
		}
}

static void put_paragraph(struct rtf *d, unsigned level)
{
	struct paragraph *p = para(d);
	struct str text;

	flush_raw(d);
	if (p->text.text.full)
		page_build_over(d->b, "bytes in one paragraph", RTF_MAX_TEXT_BYTES);
	text = flow_take(&p->text, d->b->arena);
	end_tables(d, level);
	if (level > 1)
		dissolve_outer(d, level);
	if (!text.n)
		return;
	if (level && !d->dissolved[level])
		rtf_rows_text(&d->rows[level], text, d->scratch);
	else
		page_add_block(d->b, &(struct block){ .kind = BLOCK_PARAGRAPH, .text = text });
}

static void end_cell(struct rtf *d, unsigned level)
{
	put_paragraph(d, level);
	if (!d->dissolved[level])
		rtf_rows_cell(&d->rows[level], d->scratch);
}

static void end_row(struct rtf *d, unsigned level, struct rtf_row_def *def)
{
	if (!d->dissolved[level])
		rtf_rows_row(&d->rows[level], def, d->scratch);
}

static struct rtf_row_def *row_def(struct rtf *d)
{
	return top(d)->in_nested_row ? &d->nested_def : &d->def;
}

static void define_cell(struct rtf *d, long right)
{
	struct rtf_row_def *def = row_def(d);

	d->next_cell.right = (int32_t)right;
	if (def->n < RTF_MAX_CELLS) {
		ARENA_GROW(d->scratch, def->cells, def->n, def->cap);
		def->cells[def->n++] = d->next_cell;
	}
	d->next_cell = (struct rtf_cell_def){ 0 };
}

static unsigned table_level(const struct rtf *d)
{
	unsigned level = d->paras[d->n_paras].level;

	return level ? level : 1;
}

/* Of \cell and \row: 1, but for text boxes inside of tables. */
static unsigned outer_level(const struct rtf *d)
{
	unsigned level = d->paras[d->n_paras].base_level;

	return level ? level : 1;
}

static void set_level(struct rtf *d, long level)
{
	struct paragraph *p = para(d);

	p->level = level < 0 ? 0 : level > RTF_MAX_LEVELS ? RTF_MAX_LEVELS : (unsigned)level;
	if (p->level < p->base_level)
		p->level = p->base_level;
}

static void begin_box(struct rtf *d)
{
	struct paragraph *p;
	unsigned level = para(d)->level;

	flush_raw(d);
	if (d->n_paras + 1 == RTF_MAX_BOXES) {
		top(d)->into = INTO_NOTHING;
		return;
	}
	p = &d->paras[++d->n_paras];
	p->level = p->base_level = level;
	top(d)->is_box = true;
}

static void end_box(struct rtf *d)
{
	put_paragraph(d, para(d)->level);
	d->n_paras--;
}

static void add_picture(struct rtf *d)
{
	if (top(d)->into == INTO_BODY)
		page_add_image(d->b,
			       &(struct image){
				       .src = arena_strf(d->b->arena, "picture%u", ++d->n_pictures),
				       .block = (uint32_t)d->b->page->n_blocks,
			       });
	top(d)->into = INTO_NOTHING;
}

enum word {
	/* Destinations: */
	WORD_SKIP, /* is not read */
	WORD_OPEN, /* is read although \* stands before it */
	WORD_FONTS,
	WORD_TITLE,
	WORD_PICTURE,
	WORD_BOX,
	WORD_NESTED_ROW,
	/* What characters are: */
	WORD_PLAIN,
	WORD_HIDDEN,
	WORD_DELETED,
	WORD_UNICODE,
	WORD_SKIP_AFTER,
	WORD_FONT,
	WORD_FONT_CHARSET,
	WORD_CODE_PAGE,
	/* Text and paragraphs: */
	WORD_TEXT, /* stands for `text` */
	WORD_BREAK,
	WORD_PAR,
	WORD_PARD,
	/* Tables: */
	WORD_CELL,
	WORD_ROW,
	WORD_NEST_CELL,
	WORD_NEST_ROW,
	WORD_IN_TABLE,
	WORD_LEVEL,
	WORD_ROW_DEF,
	WORD_ROW_LEFT,
	WORD_CELL_RIGHT,
	WORD_MERGE_FIRST,
	WORD_MERGE_MORE,
	WORD_JOINS_LEFT,
};

static const struct {
	struct str name;
	enum word word;
	const char *text;
} words[] = {
	{ STR_INIT("annotation"), WORD_SKIP, NULL },
	{ STR_INIT("ansicpg"), WORD_CODE_PAGE, NULL },
	{ STR_INIT("bullet"), WORD_TEXT, "•" },
	{ STR_INIT("cell"), WORD_CELL, NULL },
	{ STR_INIT("cellx"), WORD_CELL_RIGHT, NULL },
	{ STR_INIT("clmrg"), WORD_JOINS_LEFT, NULL },
	{ STR_INIT("clvmgf"), WORD_MERGE_FIRST, NULL },
	{ STR_INIT("clvmrg"), WORD_MERGE_MORE, NULL },
	{ STR_INIT("colortbl"), WORD_SKIP, NULL },
	{ STR_INIT("deleted"), WORD_DELETED, NULL },
	{ STR_INIT("emdash"), WORD_TEXT, "—" },
	{ STR_INIT("emspace"), WORD_TEXT, " " },
	{ STR_INIT("endash"), WORD_TEXT, "–" },
	{ STR_INIT("enspace"), WORD_TEXT, " " },
	{ STR_INIT("f"), WORD_FONT, NULL },
	{ STR_INIT("fcharset"), WORD_FONT_CHARSET, NULL },
	{ STR_INIT("fonttbl"), WORD_FONTS, NULL },
	{ STR_INIT("footer"), WORD_SKIP, NULL },
	{ STR_INIT("footerf"), WORD_SKIP, NULL },
	{ STR_INIT("footerl"), WORD_SKIP, NULL },
	{ STR_INIT("footerr"), WORD_SKIP, NULL },
	{ STR_INIT("footnote"), WORD_SKIP, NULL },
	{ STR_INIT("header"), WORD_SKIP, NULL },
	{ STR_INIT("headerf"), WORD_SKIP, NULL },
	{ STR_INIT("headerl"), WORD_SKIP, NULL },
	{ STR_INIT("headerr"), WORD_SKIP, NULL },
	{ STR_INIT("info"), WORD_SKIP, NULL },
	{ STR_INIT("intbl"), WORD_IN_TABLE, NULL },
	{ STR_INIT("itap"), WORD_LEVEL, NULL },
	{ STR_INIT("ldblquote"), WORD_TEXT, "“" },
	{ STR_INIT("line"), WORD_BREAK, NULL },
	{ STR_INIT("lquote"), WORD_TEXT, "‘" },
	{ STR_INIT("nestcell"), WORD_NEST_CELL, NULL },
	{ STR_INIT("nestrow"), WORD_NEST_ROW, NULL },
	{ STR_INIT("nesttableprops"), WORD_NESTED_ROW, NULL },
	{ STR_INIT("nonesttables"), WORD_SKIP, NULL },
	{ STR_INIT("nonshppict"), WORD_SKIP, NULL },
	{ STR_INIT("page"), WORD_PAR, NULL },
	{ STR_INIT("par"), WORD_PAR, NULL },
	{ STR_INIT("pard"), WORD_PARD, NULL },
	{ STR_INIT("pict"), WORD_PICTURE, NULL },
	{ STR_INIT("plain"), WORD_PLAIN, NULL },
	{ STR_INIT("rdblquote"), WORD_TEXT, "”" },
	{ STR_INIT("row"), WORD_ROW, NULL },
	{ STR_INIT("rquote"), WORD_TEXT, "’" },
	{ STR_INIT("sect"), WORD_PAR, NULL },
	{ STR_INIT("shpinst"), WORD_OPEN, NULL },
	{ STR_INIT("shppict"), WORD_OPEN, NULL },
	{ STR_INIT("shprslt"), WORD_SKIP, NULL },
	{ STR_INIT("shptxt"), WORD_BOX, NULL },
	{ STR_INIT("sp"), WORD_SKIP, NULL },
	{ STR_INIT("stylesheet"), WORD_SKIP, NULL },
	{ STR_INIT("tab"), WORD_TEXT, " " },
	{ STR_INIT("title"), WORD_TITLE, NULL },
	{ STR_INIT("trleft"), WORD_ROW_LEFT, NULL },
	{ STR_INIT("trowd"), WORD_ROW_DEF, NULL },
	{ STR_INIT("u"), WORD_UNICODE, NULL },
	{ STR_INIT("uc"), WORD_SKIP_AFTER, NULL },
	{ STR_INIT("v"), WORD_HIDDEN, NULL },
};

static int compare_word(const void *key, const void *entry)
{
	const struct str *a = key;
	const struct str *b = entry;
	size_t n = a->n < b->n ? a->n : b->n;
	int order = memcmp(a->p, b->p, n);

	return order ? order : (a->n > b->n) - (a->n < b->n);
}

/* Words that open or close what is not the body. */
static void do_destination(struct rtf *d, enum word word)
{
	struct group *g = top(d);

	if (g->into != INTO_BODY && !(g->into == INTO_NOTHING && word == WORD_TITLE))
		return;
	switch (word) {
	case WORD_SKIP:
		g->into = INTO_NOTHING;
		break;
	case WORD_FONTS:
		g->into = INTO_FONTS;
		break;
	case WORD_TITLE:
		if (flow_is_empty(&d->title))
			g->into = INTO_TITLE;
		break;
	case WORD_PICTURE:
		add_picture(d);
		break;
	case WORD_BOX:
		begin_box(d);
		break;
	case WORD_NESTED_ROW:
		g->in_nested_row = true;
		break;
	default:
		break;
	}
}

/* Words that say where cells are. */
static void do_table(struct rtf *d, enum word word, long n)
{
	struct rtf_row_def *def = row_def(d);

	switch (word) {
	case WORD_IN_TABLE:
		if (para(d)->level == 0)
			set_level(d, 1);
		break;
	case WORD_LEVEL:
		set_level(d, n);
		break;
	case WORD_ROW_DEF:
		def->n = 0;
		def->left = 0;
		d->next_cell = (struct rtf_cell_def){ 0 };
		break;
	case WORD_ROW_LEFT:
		def->left = (int32_t)n;
		break;
	case WORD_CELL_RIGHT:
		define_cell(d, n);
		break;
	case WORD_MERGE_FIRST:
		d->next_cell.merge = ROW_MERGE_FIRST;
		break;
	case WORD_MERGE_MORE:
		d->next_cell.merge = ROW_MERGE_MORE;
		break;
	case WORD_JOINS_LEFT:
		d->next_cell.joins_left = true;
		break;
	case WORD_CELL:
		end_cell(d, outer_level(d));
		break;
	case WORD_ROW:
		end_row(d, outer_level(d), def);
		break;
	case WORD_NEST_CELL:
		d->nested_level = table_level(d);
		end_cell(d, d->nested_level);
		break;
	case WORD_NEST_ROW:
		if (d->nested_level)
			end_row(d, d->nested_level, def);
		break;
	default:
		break;
	}
}

/* Words that say what characters are. */
static void do_character(struct rtf *d, enum word word, long n, bool has_n)
{
	struct group *g = top(d);

	switch (word) {
	case WORD_PLAIN:
		g->is_hidden = g->is_deleted = false;
		break;
	case WORD_HIDDEN:
		g->is_hidden = !has_n || n != 0;
		break;
	case WORD_DELETED:
		g->is_deleted = !has_n || n != 0;
		break;
	case WORD_UNICODE:
		add_unicode(d, n);
		break;
	case WORD_SKIP_AFTER:
		g->skip_after = n < 0 || n > 100 ? 0 : (int)n;
		break;
	case WORD_FONT:
		g->font = n > 0 && n < RTF_MAX_FONTS ? (unsigned)n : 0;
		break;
	case WORD_FONT_CHARSET:
		if (g->into == INTO_FONTS) {
			d->fonts[g->font] = (uint8_t)n;
			d->any_gb_font = d->any_gb_font || n == 134;
		}
		break;
	case WORD_CODE_PAGE:
		d->code_page = (int)n;
		break;
	default:
		break;
	}
}

static void do_text(struct rtf *d, enum word word, const char *text)
{
	if (word == WORD_TEXT)
		add_utf8(d, str_c(text));
	else if (word == WORD_BREAK)
		flow_break(&para(d)->text);
	else if (word == WORD_PAR)
		put_paragraph(d, para(d)->level);
	else
		set_level(d, 0);
}

static void do_word(struct rtf *d, struct str name, long n, bool has_n)
{
	static const struct str bin = STR_INIT("bin");
	bool star = d->star;
	size_t i;
	const char *found;

	d->star = false;
	if (str_eq(name, bin)) {
		d->at += n > 0 && (size_t)n < d->s.n - d->at ? (size_t)n : 0;
		return;
	}
	found = bsearch(&name, words, countof(words), sizeof(*words), compare_word);
	if (!found) {
		if (star)
			top(d)->into = INTO_NOTHING;
		return;
	}
	i = (size_t)(found - (const char *)words) / sizeof(*words);
	flush_raw(d);
	if (words[i].word < WORD_PLAIN)
		do_destination(d, words[i].word);
	else if (words[i].word < WORD_TEXT)
		do_character(d, words[i].word, n, has_n);
	else if (top(d)->into != INTO_BODY)
		return;
	else if (words[i].word < WORD_CELL)
		do_text(d, words[i].word, words[i].text);
	else
		do_table(d, words[i].word, n);
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A backslash and a sign. */
static void read_symbol(struct rtf *d, char c)
{
	d->at++;
	switch (c) {
	case '\'':
		if (d->at + 2 <= d->s.n && hex(d->s.p[d->at]) >= 0 && hex(d->s.p[d->at + 1]) >= 0) {
			add_byte(d, (unsigned)(hex(d->s.p[d->at]) * 16 + hex(d->s.p[d->at + 1])));
			d->at += 2;
		}
		return;
	case '*':
		d->star = true;
		return;
	case '\\':
	case '{':
	case '}':
		add_byte(d, (unsigned char)c);
		return;
	case '~':
		add_byte(d, ' ');
		return;
	case '_':
		add_byte(d, '-');
		return;
	case '\r':
	case '\n':
		do_word(d, STR("par"), 0, false);
		return;
	default:
		return;
	}
}

/* A backslash and a word, a number, and a space that belongs to it. */
static void read_control(struct rtf *d)
{
	struct str s = d->s;
	size_t from = d->at;
	bool minus, has_n;
	long n = 0;
	struct str name;

	if (d->at >= s.n)
		return;
	if (!is_letter(s.p[d->at])) {
		read_symbol(d, s.p[d->at]);
		return;
	}
	while (d->at < s.n && is_letter(s.p[d->at]))
		d->at++;
	name = str_sub(s, from, d->at - from);
	minus = d->at + 1 < s.n && s.p[d->at] == '-' && s.p[d->at + 1] >= '0' &&
		s.p[d->at + 1] <= '9';
	d->at += minus;
	from = d->at;
	for (; d->at < s.n && s.p[d->at] >= '0' && s.p[d->at] <= '9'; d->at++)
		n = n > 100000000 ? n : n * 10 + (s.p[d->at] - '0');
	has_n = d->at > from;
	if (d->at < s.n && s.p[d->at] == ' ')
		d->at++;
	do_word(d, name, minus ? -n : n, has_n);
}

static int open_group(struct rtf *d)
{
	flush_raw(d);
	d->to_skip = 0;
	if (d->n_groups + 1 == RTF_MAX_GROUPS)
		return err_set(d->e, ERR_LIMIT, "groups nested more than %d deep", RTF_MAX_GROUPS);
	d->groups[d->n_groups + 1] = *top(d);
	d->n_groups++;
	top(d)->is_box = false;
	d->star = false;
	return 0;
}

static void close_group(struct rtf *d)
{
	flush_raw(d);
	d->to_skip = 0;
	if (top(d)->is_box)
		end_box(d);
	if (d->n_groups > 0)
		d->n_groups--;
}

/* Characters as they stand; line ends are none. */
static void read_text(struct rtf *d)
{
	const struct str marks = STR("\\{}\r\n");
	size_t from = d->at;
	struct str text;

	while (d->at < d->s.n && !memchr(marks.p, d->s.p[d->at], marks.n))
		d->at++;
	text = str_sub(d->s, from, d->at - from);
	while (text.n && d->to_skip > 0) {
		text = str_sub(text, 1, text.n);
		d->to_skip--;
	}
	if (text.n && top(d)->into != INTO_NOTHING && top(d)->into != INTO_FONTS)
		textbuf_add(&d->raw, text);
}

static int read_all(struct rtf *d)
{
	while (d->at < d->s.n && !d->failed && !d->b->over) {
		switch (d->s.p[d->at]) {
		case '{':
			d->at++;
			if (open_group(d))
				return -1;
			break;
		case '}':
			d->at++;
			close_group(d);
			if (d->n_groups == 0)
				return 0; /* what stands behind is not of the file */
			break;
		case '\\':
			d->at++;
			read_control(d);
			break;
		case '\r':
		case '\n':
			d->at++;
			break;
		default:
			read_text(d);
		}
	}
	d->b->page->truncated = d->n_groups > 0;
	while (d->n_groups > 0)
		close_group(d);
	return 0;
}

int rtf_read(struct page_builder *b, struct str bytes, struct arena *scratch, struct err *e)
{
	struct rtf *d = ARENA_NEW(scratch, struct rtf, 1);
	int rc;

	d->b = b;
	d->scratch = scratch;
	d->tables = (struct tables){ .builder = b, .scratch = scratch };
	d->s = bytes;
	d->e = e;
	d->raw.arena = scratch;
	d->groups[0].skip_after = 1;
	for (size_t i = 0; i < RTF_MAX_BOXES; i++)
		flow_init(&d->paras[i].text, RTF_MAX_TEXT_BYTES);
	flow_init(&d->title, RTF_MAX_TEXT_BYTES);
	rc = read_all(d);
	if (rc == 0) {
		put_paragraph(d, para(d)->level);
		end_tables(d, 0);
		b->page->title = flow_take(&d->title, b->arena);
		rc = d->failed ? -1 : 0;
	}
	for (size_t i = 0; i < RTF_MAX_BOXES; i++)
		flow_release(&d->paras[i].text);
	flow_release(&d->title);
	return rc;
}
