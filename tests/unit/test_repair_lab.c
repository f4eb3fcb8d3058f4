/*
 * The laboratory: generated reports in three forms are damaged in every way that encodings are
 * known to damage pages, alone and in pairs, and repaired. A figure may be missing afterwards,
 * never wrong.
 */
#include "tests/unit/harness.h"

#include <stdio.h>

#include "base/attrs.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "extract/charset.h"
#include "extract/decode.h"
#include "extract/hanzi.h"
#include "extract/lattice.h"
#include "extract/repair.h"
#include "extract/repair_scan.h"
#include "extract/textbuf.h"
#include "report/form.h"
#include "tests/gen/gen_cells.h"
#include "tests/gen/gen_shape.h"

#define MOST_HANZI  800 /* compared of each report */
#define CLEAN_BYTES (5u << 20)

/* ---- damage: text in, text or bytes out ---- */

static struct str utf8_as_gbk(struct str s, struct arena *arena)
{
	uint32_t replaced;

	return decode_bytes(s, "gb18030", &replaced, arena);
}

static struct str utf8_as_old_gbk(struct str s, struct arena *arena)
{
	struct textbuf t = { .arena = arena };

	for (size_t i = 0; i < s.n;) {
		uint8_t b = (uint8_t)s.p[i];
		uint32_t c = b;

		if (b >= 0x80) /* pairs, whatever the second byte is: ASCII is eaten */
			c = i + 1 < s.n ? lattice_old_gbk(b, (uint8_t)s.p[i + 1]) : 0;
		textbuf_put(&t, c || b < 0x80 ? c : '?');
		i += b < 0x80 ? 1 : 2;
	}
	return textbuf_str(&t);
}

static struct str utf8_as_gbk_twice(struct str s, struct arena *arena)
{
	return utf8_as_gbk(utf8_as_gbk(s, arena), arena);
}

static struct str by_bytes(struct str bytes, bool holes, struct arena *arena)
{
	struct textbuf t = { .arena = arena };

	for (size_t i = 0; i < bytes.n; i++) {
		uint8_t b = (uint8_t)bytes.p[i];
		uint32_t replaced, c = b;

		if (holes && b >= 0x80 && b < 0xA0) {
			struct str one = decode_bytes(str_sub(bytes, i, 1), "windows-1252",
						      &replaced, arena);
			size_t at = 0;

			c = utf8_next(one, &at);
			if (c < 0xA0) /* the five that have no character */
				c = UTF8_REPLACEMENT;
		}
		textbuf_put(&t, c);
	}
	return textbuf_str(&t);
}

static struct str utf8_as_latin1(struct str s, struct arena *arena)
{
	return by_bytes(s, false, arena);
}

static struct str utf8_as_1252(struct str s, struct arena *arena)
{
	return by_bytes(s, true, arena);
}

static struct str gbk_as_latin1(struct str s, struct arena *arena)
{
	return by_bytes(charset_encode(s, "gb18030", arena), false, arena);
}

static struct str gbk_as_1252(struct str s, struct arena *arena)
{
	return by_bytes(charset_encode(s, "gb18030", arena), true, arena);
}

static struct str gbk_as_big5(struct str s, struct arena *arena)
{
	uint32_t replaced;

	return decode_bytes(charset_encode(s, "gb18030", arena), "big5", &replaced, arena);
}

/* Every 211th hanzi or so loses a byte. */
static struct str gbk_lost_bytes(struct str s, struct arena *arena)
{
	struct str b = charset_encode(s, "gb18030", arena);
	char *p = ARENA_NEW(arena, char, b.n + 1);
	size_t n = 0, wide = 0;

	for (size_t i = 0; i < b.n; i++) {
		if ((unsigned char)b.p[i] >= 0x80 && ++wide % 421 == 0)
			continue;
		p[n++] = b.p[i];
	}
	return (struct str){ p, n };
}

static struct str utf8_in_chunks(struct str s, struct arena *arena)
{
	struct textbuf t = { .arena = arena };
	uint32_t replaced;

	for (size_t i = 0; i < s.n; i += 256)
		textbuf_add(&t, decode_bytes(str_sub(s, i, 256), "utf-8", &replaced, arena));
	return textbuf_str(&t);
}

static struct str escaped(struct str s, const char *format, struct arena *arena)
{
	struct textbuf t = { .arena = arena };

	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);

		if (c < 0x80) {
			textbuf_put(&t, c);
		} else {
			char b[24];

			snprintf(b, sizeof(b), format[0] == '%' ? "%%u%04X" : "&amp;#%u;",
				 (unsigned)c);
			textbuf_add(&t, str_c(b));
		}
	}
	return textbuf_str(&t);
}

static struct str entities(struct str s, struct arena *arena)
{
	return escaped(s, "&", arena);
}

static struct str percent_u(struct str s, struct arena *arena)
{
	return escaped(s, "%", arena);
}

static struct str radicals(struct str s, struct arena *arena)
{
	struct textbuf t = { .arena = arena };

	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at), r = 0x2F00;

		while (r < 0x2FD6 && hanzi_plain(r) != c)
			r++;
		textbuf_put(&t, r < 0x2FD6 ? r : c);
	}
	return textbuf_str(&t);
}

static struct str third_line_gbk(struct str s, struct arena *arena)
{
	struct textbuf t = { .arena = arena };
	size_t i = 0;

	while (s.n) {
		const char *nl = memchr(s.p, '\n', s.n);
		struct str line = str_sub(s, 0, nl ? (size_t)(nl - s.p) + 1 : s.n);

		textbuf_add(&t, ++i % 3 ? line : charset_encode(line, "gb18030", arena));
		s = str_sub(s, line.n, s.n);
	}
	return textbuf_str(&t);
}

/* GBK cut at the bytes of 。，？！: what becomes of the bytes, before they are decoded. */
static size_t cut_run(struct textbuf *out, struct str b, size_t i)
{
	textbuf_add(out, STR("?"));
	textbuf_add(out, str_sub(b, i + 1, 2));
	for (i += 3; i < b.n;) {
		if ((unsigned char)b.p[i] < 0x80 || i + 1 >= b.n) {
			textbuf_add(out, str_sub(b, i++, 1));
			break;
		}
		textbuf_add(out, str_sub(b, i, 2));
		i += 2;
		if ((unsigned char)b.p[i - 1] < 0x40)
			break;
	}
	return i;
}

static struct str misaligned(struct str s, struct arena *arena)
{
	static const char marks[4][3] = { "\xA1\xA3", "\xA3\xAC", "\xA3\xBF", "\xA3\xA1" };
	struct str b = charset_encode(s, "gb18030", arena);
	struct textbuf cut = { .arena = arena }, t = { .arena = arena };

	for (size_t i = 0; i < b.n;) {
		bool hit = false;

		for (size_t k = 0; k < 4 && (unsigned char)b.p[i] >= 0x80; k++)
			hit |= str_eq(str_sub(b, i + 1, 2), (struct str){ marks[k], 2 });
		if (hit) {
			i = cut_run(&cut, b, i);
			continue;
		}
		textbuf_add(&cut, str_sub(b, i, (unsigned char)b.p[i] < 0x80 ? 1 : 2));
		i += (unsigned char)b.p[i] < 0x80 ? 1 : 2;
	}
	for (size_t i = 0; i < cut.n;) {
		uint8_t x = (uint8_t)cut.p[i], y = i + 1 < cut.n ? (uint8_t)cut.p[i + 1] : 0;
		uint32_t c = x < 0x80 ? x : lattice_old_gbk(x, y);

		if (c || !lattice_is_user_defined(x, y))
			textbuf_put(&t, c ? c : '?');
		i += x < 0x80 ? 1 : 2;
	}
	return textbuf_str(&t);
}

static struct str nothing(struct str s, struct arena *arena)
{
	(void)arena;
	return s;
}

static const struct mechanism {
	const char *name;
	struct str (*damage)(struct str, struct arena *);
	const char *charset;
	unsigned least_hanzi;  /* recovered, permille */
	unsigned least_digits; /* the same; the rest was eaten by the decoder */
	bool bytes;            /* gives bytes in `charset`, so nothing can come after it */
} mechanisms[] = {
	{ "nothing", nothing, "", 1000, 1000, false },
	{ "utf8_as_gbk", utf8_as_gbk, "", 970, 1000, false },
	{ "utf8_as_old_gbk", utf8_as_old_gbk, "", 950, 850, false },
	{ "utf8_as_gbk_twice", utf8_as_gbk_twice, "", 950, 1000, false },
	{ "utf8_as_latin1", utf8_as_latin1, "", 990, 1000, false },
	{ "utf8_as_1252", utf8_as_1252, "", 985, 1000, false },
	{ "gbk_as_latin1", gbk_as_latin1, "", 990, 1000, false },
	{ "gbk_as_1252", gbk_as_1252, "", 990, 1000, false },
	{ "gbk_as_big5", gbk_as_big5, "", 985, 1000, false },
	{ "utf8_in_chunks", utf8_in_chunks, "", 980, 990, false },
	{ "entities", entities, "", 1000, 1000, false },
	{ "percent_u", percent_u, "", 1000, 1000, false },
	{ "radicals", radicals, "", 1000, 1000, false },
	{ "misaligned", misaligned, "", 985, 980, false },
	{ "gbk_lost_bytes", gbk_lost_bytes, "gbk", 990, 990, true },
	{ "third_line_gbk", third_line_gbk, "utf-8", 995, 1000, true },
};

/* ---- reports ---- */

static struct str report_text(const struct form *form, uint64_t seed, enum gen_shape shape,
			      struct arena *arena)
{
	struct gen_cells cells = { .form = form };
	struct report drawn = { 0 };
	struct gen_truth truth;
	struct gen_shape_how how = { .form = form, .cells = &drawn, .shape = shape, .seed = seed };
	struct buf page;
	struct str text;

	buf_init(&page, 1u << 20);
	gen_cells(&drawn, NULL, &cells, seed, arena);
	gen_shape(&page, &truth, &how, arena);
	text = arena_str(arena, buf_str(&page));
	buf_release(&page);
	return text;
}

static struct str mend(struct str bytes, const char *charset, bool *untrusted, struct arena *arena)
{
	struct encoding enc = { 0 };
	struct page page = { 0 };
	struct str text;
	struct err e;

	assert_int_equal(decode_text(&text, &enc, bytes, str_c(charset), false, arena, &e), 0);
	page.title = repair_text(text, &enc, arena);
	repair_page(&page, &enc, arena);
	*untrusted = enc.untrusted;
	return page.title;
}

/* ---- comparing ---- */

static size_t pick(uint32_t *out, struct str s, bool digits, size_t most)
{
	size_t n = 0;

	for (size_t at = 0; at < s.n && n < most;) {
		uint32_t c = utf8_next(s, &at);

		if (c >= 0xFF10 && c <= 0xFF19)
			c -= 0xFEE0;
		if (digits ? c >= '0' && c <= '9' : hanzi_is(c))
			out[n++] = hanzi_simplify(c);
	}
	return n;
}

/* Length of the longest common subsequence. */
static size_t common(const uint32_t *a, size_t n, const uint32_t *b, size_t m, struct arena *arena)
{
	uint32_t *row = ARENA_NEW(arena, uint32_t, m + 1);

	for (size_t i = 0; i < n; i++) {
		uint32_t diagonal = 0;

		for (size_t k = 0; k < m; k++) {
			uint32_t up = row[k + 1];

			if (a[i] == b[k])
				row[k + 1] = diagonal + 1;
			else if (row[k] > up)
				row[k + 1] = row[k];
			diagonal = up;
		}
	}
	return row[m];
}

struct score {
	size_t hanzi, hanzi_right, digits, digits_right;
	size_t wrong; /* printed, not in the truth, and the report not marked untrusted */
};

static void compare(struct score *s, struct str truth, struct str got, struct arena *arena)
{
	uint32_t *a = ARENA_NEW(arena, uint32_t, truth.n + 1),
		 *b = ARENA_NEW(arena, uint32_t, got.n + 1);
	size_t n = pick(a, truth, false, MOST_HANZI), m = pick(b, got, false, MOST_HANZI), same;

	s->hanzi += n;
	s->hanzi_right += common(a, n, b, m, arena);
	n = pick(a, truth, true, SIZE_MAX);
	m = pick(b, got, true, SIZE_MAX);
	same = common(a, n, b, m, arena);
	s->digits += n;
	s->digits_right += same;
	s->wrong += m - same;
}

static const char *const form_names[] = { "form2021", "form2019", "form2014" };

static void trial(struct score *s, const struct mechanism *first, const struct mechanism *second,
		  size_t form, uint64_t seed)
{
	static const enum gen_shape shapes[] = { SHAPE_PIPES, SHAPE_CELL_PIPE, SHAPE_TABS };
	struct arena arena = { 0 };
	struct str truth =
		report_text(form_named(form_names[form]), seed, shapes[seed % 3], &arena);
	struct str bad = first->damage(truth, &arena), got;
	struct score one = { 0 };
	bool untrusted;

	if (second)
		bad = second->damage(bad, &arena);
	got = mend(bad, second ? second->charset : first->charset, &untrusted, &arena);
	compare(&one, truth, got, &arena);
	s->hanzi += one.hanzi;
	s->hanzi_right += one.hanzi_right;
	s->digits += one.digits;
	s->digits_right += one.digits_right;
	s->wrong += untrusted ? 0 : one.wrong;
	arena_release(&arena);
}

static unsigned permille(size_t part, size_t all)
{
	return all ? (unsigned)(part * 1000 / all) : 1000;
}

static void test_alone(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < countof(mechanisms); i++) {
		const struct mechanism *m = &mechanisms[i];
		struct score s = { 0 };

		for (size_t form = 0; form < countof(form_names); form++)
			trial(&s, m, NULL, form, 41 + form);
		print_message("  %-18s hanzi %4u, digits %4u of 1000, wrong digits %zu\n", m->name,
			      permille(s.hanzi_right, s.hanzi), permille(s.digits_right, s.digits),
			      s.wrong);
		assert_true(permille(s.hanzi_right, s.hanzi) >= m->least_hanzi);
		assert_true(permille(s.digits_right, s.digits) >= m->least_digits);
		wrong += s.wrong;
	}
	print_message("  wrong digits: %zu\n", wrong);
	assert_int_equal(wrong, 0);
}

/* Escapes are written of text, not of what became of its bytes. */
static bool makes_no_sense(size_t first, size_t second)
{
	return mechanisms[first].damage != radicals &&
	       (mechanisms[second].damage == entities || mechanisms[second].damage == percent_u ||
		mechanisms[second].damage == radicals);
}

/* One in three pairs, each mechanism in several of them: all would take minutes. */
static bool is_drawn(size_t first, size_t second)
{
	return (first * 5 + second) % 3 == 0;
}

static void test_pairs(void **state)
{
	size_t wrong = 0, n = 0;

	(void)state;
	for (size_t i = 1; i < countof(mechanisms); i++) {
		for (size_t k = 1; k < countof(mechanisms); k++) {
			struct score s = { 0 };

			if (i == k || mechanisms[i].bytes || makes_no_sense(i, k) ||
			    !is_drawn(i, k))
				continue;
			trial(&s, &mechanisms[i], &mechanisms[k], (i + k) % 3, i * 31 + k);
			if (s.wrong)
				print_message("  %s, then %s: hanzi %u, wrong digits %zu\n",
					      mechanisms[i].name, mechanisms[k].name,
					      permille(s.hanzi_right, s.hanzi), s.wrong);
			wrong += s.wrong;
			n++;
		}
	}
	print_message("  %zu pairs, wrong digits: %zu\n", n, wrong);
	assert_int_equal(wrong, 0);
}

/* No character of clean text changes, over megabytes of it, in every shape. */
static void test_clean(void **state)
{
	size_t bytes = 0, texts = 0;

	(void)state;
	for (uint64_t seed = 1; bytes < CLEAN_BYTES; seed++) {
		struct arena arena = { 0 };
		struct encoding enc = { 0 };
		struct str text = report_text(form_named(form_names[seed % 3]), seed,
					      (enum gen_shape)(seed % SHAPE__COUNT), &arena);

		assert_ptr_equal(repair_text(text, &enc, &arena).p, text.p);
		assert_int_equal(enc.n_repairs, 0);
		assert_null(enc.verdict);
		bytes += text.n;
		texts++;
		arena_release(&arena);
	}
	print_message("  %zu bytes in %zu reports\n", bytes, texts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alone),
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
