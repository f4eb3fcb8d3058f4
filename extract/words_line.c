#include "extract/words_line.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

struct box box_join(struct box a, struct box b)
{
	return (struct box){
		a.x0 < b.x0 ? a.x0 : b.x0,
		a.y0 < b.y0 ? a.y0 : b.y0,
		a.x1 > b.x1 ? a.x1 : b.x1,
		a.y1 > b.y1 ? a.y1 : b.y1,
	};
}

static int compare(int32_t a, int32_t b)
{
	return (a > b) - (a < b);
}

static int by_height(const void *pa, const void *pb)
{
	const struct word *a = *(const struct word *const *)pa;
	const struct word *b = *(const struct word *const *)pb;
	int c = compare(box_mid_y(a->box), box_mid_y(b->box));

	return c ? c : compare(a->box.x0, b->box.x0);
}

static int by_side(const void *pa, const void *pb)
{
	const struct word *a = *(const struct word *const *)pa;
	const struct word *b = *(const struct word *const *)pb;
	int c = compare(a->box.x0, b->box.x0);

	return c ? c : compare(a->box.x1, b->box.x1);
}

static void add_line(struct words_lines *out, size_t *cap, const struct word **words, size_t n,
		     struct arena *arena)
{
	struct words_line line = { words, n, words[0]->box };

	qsort(words, n, sizeof(const struct word *), by_side);
	for (size_t i = 1; i < n; i++)
		line.box = box_join(line.box, words[i]->box);
	ARENA_GROW(arena, out->at, out->n, *cap);
	out->at[out->n++] = line;
}

struct words_lines words_to_lines(const struct word **words, size_t n, struct arena *arena)
{
	struct words_lines out = { 0 };
	size_t cap = 0, first = 0;

	if (!n)
		return out;
	qsort(words, n, sizeof(const struct word *), by_height);
	for (size_t i = 1; i <= n; i++) {
		const struct box *a = &words[first]->box, *b = i < n ? &words[i]->box : NULL;
		int32_t ha = a->y1 - a->y0, hb = b ? b->y1 - b->y0 : 0;

		if (b && (box_mid_y(*b) - box_mid_y(*a)) * 10 <= (ha < hb ? ha : hb) * 6)
			continue;
		add_line(&out, &cap, words + first, i - first, arena);
		first = i;
	}
	return out;
}

static bool is_ascii(char c)
{
	return (unsigned char)c > ' ' && (unsigned char)c < 0x80;
}

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

struct str words_line_text(const struct words_line *line, struct arena *arena)
{
	size_t bytes = 0, n = 0;
	char *p;

	for (size_t i = 0; i < line->n; i++)
		bytes += line->words[i]->text.n + 2;
	p = ARENA_NEW(arena, char, bytes + 1);
	for (size_t i = 0; i < line->n; i++) {
		const struct word *w = line->words[i], *before = i ? line->words[i - 1] : NULL;
		int32_t em = w->box.y1 - w->box.y0;
		int32_t gap = before ? w->box.x0 - before->box.x1 : 0;
		bool latin = n && is_ascii(p[n - 1]) && is_ascii(w->text.p[0]);

		if (gap * 10 > em * 13)
			p[n++] = ' ';
		if (gap * 10 > em * 6 || (latin && gap * 100 > em * 12))
			p[n++] = ' ';
		memcpy(p + n, w->text.p, w->text.n);
		n += w->text.n;
	}
	return (struct str){ p, n };
}

struct str words_cell_text(const struct words_lines *lines, struct arena *arena)
{
	size_t bytes = 0, n = 0;
	char *p;

	if (!lines->n)
		return (struct str){ "", 0 };
	if (lines->n == 1)
		return words_line_text(&lines->at[0], arena);
	for (size_t i = 0; i < lines->n; i++)
		for (size_t k = 0; k < lines->at[i].n; k++)
			bytes += lines->at[i].words[k]->text.n + 3;
	p = ARENA_NEW(arena, char, bytes + 1);
	for (size_t i = 0; i < lines->n; i++) {
		struct str s = words_line_text(&lines->at[i], arena);

		if (n && s.n && (is_alnum(p[n - 1]) || is_alnum(s.p[0])))
			p[n++] = '\n';
		memcpy(p + n, s.p, s.n);
		n += s.n;
	}
	return (struct str){ p, n };
}

/* Digits of a number below 10,000 at `at`, ASCII or full width; 0: none. */
static size_t number_at(unsigned *value, struct str s, size_t at)
{
	size_t end = at;

	*value = 0;
	while (end < s.n && *value < 1000) {
		size_t next = end;
		uint32_t c = utf8_next(s, &next);

		if (c >= 0xFF10 && c <= 0xFF19)
			c -= 0xFF10 - '0';
		if (c < '0' || c > '9')
			break;
		*value = *value * 10 + (c - '0');
		end = next;
	}
	return end - at;
}

static bool is_dash(uint32_t c)
{
	return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFF0D ||
	       c == 0x2500 || c == 0xB7 || c == '~';
}

/* Passes over blanks and dashes. */
static bool skip(struct str s, size_t *at)
{
	bool dash = false;

	while (*at < s.n) {
		size_t next = *at;
		uint32_t c = utf8_next(s, &next);

		if (c != ' ' && c != 0x3000 && c != 0xA0 && !is_dash(c))
			break;
		dash |= is_dash(c);
		*at = next;
	}
	return dash;
}

/* 第 and 页, or a stroke before the number of all sheets. */
static bool word_at(struct str s, size_t *at, const char *word)
{
	if (!str_starts(str_sub(s, *at, s.n), str_c(word)))
		return false;
	*at += strlen(word);
	return true;
}

bool words_is_page_number(struct str s, size_t sheet_number)
{
	size_t at = 0, digits;
	unsigned value, all;
	bool dashed, after, any_dash, named, of_all = false;

	if (!s.n || s.n > 60)
		return false;
	dashed = any_dash = skip(s, &at);
	named = word_at(s, &at, "第");
	skip(s, &at);
	digits = number_at(&value, s, at);
	at += digits;
	if (!digits)
		return false;
	after = skip(s, &at);
	any_dash |= after;
	dashed &= after;
	if (named && !word_at(s, &at, "页"))
		return false;
	skip(s, &at);
	if (word_at(s, &at, "/") || word_at(s, &at, "共") || word_at(s, &at, "，共")) {
		skip(s, &at);
		digits = number_at(&all, s, at);
		at += digits;
		of_all = digits && value <= all;
		skip(s, &at);
		word_at(s, &at, "页");
		skip(s, &at);
	}
	return at == s.n && (dashed || named || of_all || (!any_dash && value == sheet_number));
}

bool words_is_figure(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!(s.p[i] >= '0' && s.p[i] <= '9') && !strchr(".,-/ ", s.p[i]))
			return false;
	return s.n > 0;
}

unsigned words_ordinal(struct str s)
{
	static const char digits[] = "一二三四五六七八九十";
	size_t at = 0;
	uint32_t c = s.n ? utf8_next(s, &at) : 0;
	bool open = c == 0xFF08 || c == '(';

	if (open && at < s.n)
		c = utf8_next(s, &at);
	if (c >= '1' && c <= '9')
		return at < s.n && !open &&
				       (s.p[at] == '.' || (unsigned char)s.p[at] == 0xE3 ||
					(unsigned char)s.p[at] == 0xEF)
			       ? c - '0'
			       : 0;
	for (unsigned i = 0; i < 10; i++) {
		size_t k = (size_t)i * 3;

		if (utf8_next(STR(digits), &k) != c || at >= s.n)
			continue;
		c = utf8_next(s, &at);
		return c == 0x3001 || c == 0xFF09 || c == ')' ? i + 1 : 0;
	}
	return 0;
}

struct str words_join(struct str a, struct str b, struct arena *arena)
{
	char *p = ARENA_NEW(arena, char, a.n + b.n);

	if (a.n)
		memcpy(p, a.p, a.n);
	if (b.n)
		memcpy(p + a.n, b.p, b.n);
	return (struct str){ p, a.n + b.n };
}
