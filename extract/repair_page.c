#include "extract/repair_page.h"

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/hanzi.h"
#include "extract/page_strings.h"
#include "extract/repair_pass.h"
#include "extract/textbuf.h"

#define LEAST_TRADITIONAL 10 /* characters, */
#define TRADITIONAL_SHARE 10 /* and one hanzi in so many, make a text traditional */
#define MAX_TAG_BYTES     12 /* of a closing tag whose < was eaten */
#define LEAST_FOREIGN     2  /* words of another trade in a text */

struct pass {
	struct repair rec;
	struct arena *arena;
	uint32_t n_hits;
};

static void finish(struct pass *p, const char *name, struct encoding *enc)
{
	if (!p->rec.count)
		return;
	p->rec.name = name;
	repair_note(enc, &p->rec, p->arena);
}

static bool is_wide(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return true;
	return false;
}

/* "/strong>" behind a mark: its < was eaten, and there is nothing else it can have been. */
static size_t remnant_at(struct str s, size_t at)
{
	size_t i = at + 3, from;

	if (!str_starts(str_sub(s, at, 4), STR("\uFFFC/")))
		return 0;
	for (from = ++i; i < s.n && i - from < MAX_TAG_BYTES; i++) {
		if (s.p[i] == '>' && i > from)
			return i + 1 - at;
		if (!((s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'z') &&
		    !(i > from && s.p[i] >= '1' && s.p[i] <= '6'))
			break;
	}
	return 0;
}

static void drop_remnants(struct str *s, void *context)
{
	struct pass *p = context;
	struct textbuf out = { .arena = p->arena };
	size_t done = 0;

	for (size_t at = str_find(*s, STR("\uFFFC"), 0); at != STR_NONE;
	     at = str_find(*s, STR("\uFFFC"), at + 1)) {
		size_t n = remnant_at(*s, at);

		if (!n)
			continue;
		if (!p->rec.count++)
			p->rec.before = str_sub(*s, at, n);
		textbuf_add(&out, str_sub(*s, done, at - done));
		done = at + n;
	}
	if (!done)
		return;
	textbuf_add(&out, str_sub(*s, done, s->n - done));
	*s = textbuf_str(&out);
}

void repair_remnants(struct page *page, struct encoding *enc, struct arena *arena)
{
	struct pass p = { .arena = arena };

	page_strings_each(page, drop_remnants, &p);
	finish(&p, "tag_remnant", enc);
}

/* One character for another, wherever `to` says so. */
static void map(struct str *s, struct pass *p, uint32_t (*to)(uint32_t))
{
	struct textbuf out = { .arena = p->arena };
	size_t done = 0;

	for (size_t at = 0; at < s->n;) {
		size_t from = at;
		uint32_t c, plain;

		if ((unsigned char)s->p[at] < 0x80) {
			at++;
			continue;
		}
		c = utf8_next(*s, &at);
		plain = to(c);
		if (plain == c)
			continue;
		textbuf_add(&out, str_sub(*s, done, from - done));
		textbuf_put(&out, plain);
		if (!p->rec.count++) {
			char b[UTF8_MAX_BYTES];

			p->rec.before = str_sub(*s, from, at - from);
			p->rec.after = arena_str(p->arena, (struct str){ b, utf8_put(b, plain) });
		}
		done = at;
	}
	if (!done)
		return;
	textbuf_add(&out, str_sub(*s, done, s->n - done));
	*s = textbuf_str(&out);
}

static void make_plain(struct str *s, void *context)
{
	map(s, context, hanzi_plain);
}

void repair_compat(struct page *page, struct encoding *enc, struct arena *arena)
{
	struct pass p = { .arena = arena };

	page_strings_each(page, make_plain, &p);
	finish(&p, "compatibility_forms", enc);
}

static void simplify(struct str *s, void *context)
{
	map(s, context, hanzi_simplify);
}

/* Taiwan's words, after simplification, and ours. The first five stand in no text of ours. */
static const struct {
	struct str theirs, ours;
	bool is_sign;
} words[] = {
	{ STR_INIT("网际网路"), STR_INIT("互联网"), true },
	{ STR_INIT("入口网站"), STR_INIT("门户网站"), true },
	{ STR_INIT("最佳化"), STR_INIT("优化"), true },
	{ STR_INIT("计画"), STR_INIT("计划"), true },
	{ STR_INIT("规范性档案"), STR_INIT("规范性文件"), true },
	{ STR_INIT("档案馆"), STR_INIT("档案馆"), false },
	{ STR_INIT("档案"), STR_INIT("文件"), false },
	{ STR_INIT("程式"), STR_INIT("程序"), false },
	{ STR_INIT("民众"), STR_INIT("群众"), false },
	{ STR_INIT("设定"), STR_INIT("设置"), false },
	{ STR_INIT("巨观"), STR_INIT("宏观"), false },
};

static void find_words(struct str *s, void *context)
{
	struct pass *p = context;

	for (size_t i = 0; i < countof(words) && words[i].is_sign && is_wide(*s); i++)
		p->n_hits += str_find(*s, words[i].theirs, 0) != STR_NONE;
}

static size_t word_at(struct str s, size_t at)
{
	for (size_t i = 0; i < countof(words); i++)
		if (str_starts(str_sub(s, at, 32), words[i].theirs))
			return i;
	return countof(words);
}

static void change_words(struct str *s, void *context)
{
	struct pass *p = context;
	struct textbuf out = { .arena = p->arena };
	size_t done = 0;

	for (size_t at = 0; at < s->n; at++) {
		size_t i = (unsigned char)s->p[at] < 0x80 ? countof(words) : word_at(*s, at);

		if (i == countof(words))
			continue;
		textbuf_add(&out, str_sub(*s, done, at - done));
		textbuf_add(&out, words[i].ours);
		if (!str_eq(words[i].ours, words[i].theirs) && !p->rec.count++) {
			p->rec.before = words[i].theirs;
			p->rec.after = words[i].ours;
		}
		done = at + words[i].theirs.n;
		at = done - 1;
	}
	if (!done)
		return;
	textbuf_add(&out, str_sub(*s, done, s->n - done));
	*s = textbuf_str(&out);
}

void repair_script(struct page *page, const struct look *look, struct encoding *enc,
		   struct arena *arena)
{
	struct pass p = { .arena = arena }, taiwan = { .arena = arena };

	if (look->n_traditional < LEAST_TRADITIONAL ||
	    look->n_traditional * TRADITIONAL_SHARE < look->n_hanzi)
		return;
	enc->traditional = true;
	page_strings_each(page, simplify, &p);
	page_strings_each(page, find_words, &taiwan);
	if (taiwan.n_hits)
		page_strings_each(page, change_words, &taiwan);
	finish(&taiwan, "taiwan_wording", enc);
}

/* What shows that figures were lost: domain 4.9 of the reports' practice. */
void repair_distrust(const struct look *look, struct encoding *enc)
{
	if (!look->n_losses && look->n_foreign < LEAST_FOREIGN)
		return;
	enc->untrusted = true;
	if (!enc->verdict)
		enc->verdict = look->n_losses ? "digits_dropped" : "words_replaced";
}
