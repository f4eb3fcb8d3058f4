#include "base/utf8.h"
#include "extract/hanzi.h"
#include "extract/page_strings.h"
#include "extract/repair_page.h"
#include "extract/repair_pass.h"
#include "extract/textbuf.h"

#define LEAST_ESCAPES 5 /* fewer may be a text about escapes */
#define MAX_LEVELS    3 /* of escapes within escapes */

enum escape { ESC_ENTITY, ESC_PERCENT, ESC_BACKSLASH, ESC__COUNT };

static const char *const names[ESC__COUNT] = { "double_escape", "percent_u", "backslash_u" };

struct counts {
	size_t wide[ESC__COUNT]; /* places that stand for Chinese */
};

struct rewrite {
	bool on[ESC__COUNT];
	struct repair rec[ESC__COUNT];
	struct arena *arena;
};

static bool is_hex(char c, unsigned *digit)
{
	if (c >= '0' && c <= '9')
		*digit = (unsigned)(c - '0');
	else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))
		*digit = (unsigned)((c | 32) - 'a') + 10;
	else
		return false;
	return true;
}

/* Digits from *at on, at most `most`; false if there is none. */
static bool number(uint32_t *out, struct str s, size_t *at, unsigned base, size_t most)
{
	size_t from = *at;

	for (*out = 0; *at < s.n && *at - from < most; ++*at) {
		unsigned digit;

		if (!is_hex(s.p[*at], &digit) || digit >= base)
			break;
		*out = *out * base + digit;
	}
	return *at > from;
}

/* The escape that begins at `at`: its length, or 0. */
static size_t escape_at(enum escape *kind, uint32_t *c, struct str s, size_t at)
{
	struct str rest = str_sub(s, at, s.n);
	size_t i = 1;
	bool hex;

	if (rest.n < 4)
		return 0;
	if (rest.p[0] == '%' || rest.p[0] == '\\') {
		*kind = rest.p[0] == '%' ? ESC_PERCENT : ESC_BACKSLASH;
		i = 2;
		return rest.p[1] == 'u' && number(c, rest, &i, 16, 4) && i == 6 ? i : 0;
	}
	if (rest.p[0] != '&')
		return 0;
	while (str_starts(str_sub(rest, i, 4), STR("amp;")))
		i += 4;
	if (i >= rest.n || rest.p[i++] != '#')
		return 0;
	hex = i < rest.n && (rest.p[i] == 'x' || rest.p[i] == 'X');
	i += hex;
	*kind = ESC_ENTITY;
	if (!number(c, rest, &i, hex ? 16 : 10, 7) || i >= rest.n || rest.p[i] != ';')
		return 0;
	return i + 1;
}

static bool is_chinese(uint32_t c)
{
	return hanzi_is(c) || (c >= 0x2010 && c < 0x2030) || (c >= 0x3000 && c < 0x3020) ||
	       (c >= 0xFF01 && c < 0xFF5F);
}

static const char *next_sign(struct str s, size_t at)
{
	for (; at < s.n; at++)
		if (s.p[at] == '&' || s.p[at] == '%' || s.p[at] == '\\')
			return s.p + at;
	return NULL;
}

static void count(struct str *s, void *context)
{
	struct counts *n = context;

	for (const char *p = next_sign(*s, 0); p; p = next_sign(*s, (size_t)(p - s->p) + 1)) {
		enum escape kind;
		uint32_t c;

		if (escape_at(&kind, &c, *s, (size_t)(p - s->p)))
			n->wide[kind] += is_chinese(c);
	}
}

/* Two \u or %u in a row may be halves of one character. */
static uint32_t join(uint32_t high, struct str s, size_t *at)
{
	enum escape kind;
	uint32_t low;
	size_t n;

	if (high < 0xD800 || high > 0xDBFF)
		return high;
	n = escape_at(&kind, &low, s, *at);
	if (!n || low < 0xDC00 || low > 0xDFFF)
		return UTF8_REPLACEMENT;
	*at += n;
	return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

static void unescape(struct str *s, void *context)
{
	struct rewrite *w = context;
	struct textbuf out = { .arena = w->arena };
	size_t done = 0;

	for (const char *p = next_sign(*s, 0); p;
	     p = next_sign(*s, done > (size_t)(p - s->p) ? done : (size_t)(p - s->p) + 1)) {
		size_t at = (size_t)(p - s->p), n, end;
		enum escape kind;
		uint32_t c;

		n = escape_at(&kind, &c, *s, at);
		if (!n || !w->on[kind] || c == 0 || (c < 0x20 && c != '\n' && c != '\t'))
			continue;
		end = at + n;
		c = join(c, *s, &end);
		textbuf_add(&out, str_sub(*s, done, at - done));
		if (!w->rec[kind].count++) {
			char plain[UTF8_MAX_BYTES];

			w->rec[kind].before = arena_str(w->arena, str_sub(*s, at, end - at));
			w->rec[kind].after =
				arena_str(w->arena, (struct str){ plain, utf8_put(plain, c) });
		}
		textbuf_put(&out, c);
		done = end;
	}
	if (!done)
		return;
	textbuf_add(&out, str_sub(*s, done, s->n - done));
	*s = textbuf_str(&out);
}

void repair_escapes(struct page *page, struct encoding *enc, struct arena *arena)
{
	for (unsigned level = 0; level < MAX_LEVELS; level++) {
		struct counts n = { { 0 } };
		struct rewrite w = { .arena = arena };
		bool any = false;

		page_strings_each(page, count, &n);
		for (unsigned i = 0; i < ESC__COUNT; i++) {
			w.on[i] = n.wide[i] >= LEAST_ESCAPES;
			any |= w.on[i];
		}
		if (!any)
			return;
		page_strings_each(page, unescape, &w);
		for (unsigned i = 0; i < ESC__COUNT; i++) {
			if (!w.rec[i].count)
				continue;
			w.rec[i].name = names[i];
			repair_note(enc, &w.rec[i], arena);
		}
	}
}
