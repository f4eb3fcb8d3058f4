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
	uint32_t n_hanzi, n_traditional, n_hits;
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

static void count_script(struct str *s, void *context)
{
	struct pass *p = context;

	for (size_t at = 0; at < s->n;) {
		uint32_t c = (unsigned char)s->p[at];

		if (c < 0x80) {
			at++;
			continue;
		}
		c = utf8_next(*s, &at);
		if (!hanzi_is(c))
			continue;
		p->n_hanzi++;
		p->n_traditional += hanzi_simplify(c) != c;
	}
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

void repair_script(struct page *page, struct encoding *enc, struct arena *arena)
{
	struct pass p = { .arena = arena }, taiwan = { .arena = arena };

	page_strings_each(page, count_script, &p);
	if (p.n_traditional < LEAST_TRADITIONAL || p.n_traditional * TRADITIONAL_SHARE < p.n_hanzi)
		return;
	enc->traditional = true;
	page_strings_each(page, simplify, &p);
	page_strings_each(page, find_words, &taiwan);
	if (taiwan.n_hits)
		page_strings_each(page, change_words, &taiwan);
	finish(&taiwan, "taiwan_wording", enc);
}

/* ---- what shows that figures were lost: domain 4.9 of the reports' practice ---- */

static bool is_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

/* 202311日, 20231231日: a month or a day is gone with the span it stood in. */
static bool is_short_date(struct str s, size_t at)
{
	struct str year = str_sub(s, at, 4), rest = str_sub(s, at + 4, 8);

	if (!is_digits(year) || year.p[0] != '2' || year.p[1] != '0' ||
	    (at > 0 && s.p[at - 1] >= '0' && s.p[at - 1] <= '9'))
		return false;
	return str_starts(rest, STR("11日")) || str_starts(rest, STR("1231日"));
}

/* 〔202130号: the closing bracket is gone, and who knows what with it. */
static bool is_short_number(struct str s, size_t at)
{
	size_t i = at + strlen("〔"), from = i;

	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	return i - from > 4 && str_starts(str_sub(s, i, 3), STR("号"));
}

static void find_losses(struct str *s, void *context)
{
	struct pass *p = context;

	for (size_t at = 0; at + 7 < s->n; at++) {
		if (s->p[at] == '2' && is_short_date(*s, at))
			p->n_hits++;
		else if ((unsigned char)s->p[at] == 0xE3 &&
			 str_starts(str_sub(*s, at, 3), STR("〔")) && is_short_number(*s, at))
			p->n_hits++;
	}
}

static void find_foreign(struct str *s, void *context)
{
	static const struct str brands[] = {
		STR_INIT("体育投注"), STR_INIT("比分直播"), STR_INIT("皇冠体育"),
		STR_INIT("澳门皇冠"), STR_INIT("365体育"),  STR_INIT("欧博"),
		STR_INIT("沙巴体育"), STR_INIT("博彩"),
	};
	struct pass *p = context;

	if (!is_wide(*s))
		return;
	for (size_t i = 0; i < countof(brands); i++)
		for (size_t at = str_find(*s, brands[i], 0); at != STR_NONE;
		     at = str_find(*s, brands[i], at + 1))
			p->n_hits++;
}

void repair_distrust(struct page *page, struct encoding *enc)
{
	struct pass losses = { .n_hits = 0 }, foreign = { .n_hits = 0 };

	page_strings_each(page, find_losses, &losses);
	page_strings_each(page, find_foreign, &foreign);
	if (losses.n_hits || foreign.n_hits >= LEAST_FOREIGN) {
		enc->untrusted = true;
		if (!enc->verdict)
			enc->verdict = losses.n_hits ? "digits_dropped" : "words_replaced";
	}
}
