#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "extract/charset.h"
#include "extract/charset_table.h"
#include "extract/decode.h"
#include "extract/hanzi.h"
#include "extract/local_model.h"
#include "extract/model.h"
#include "extract/textbuf.h"
#include "tests/unit/shared.h"

static const struct {
	const char *name;
	struct str label;
	const char *want;
} labels[] = {
	{ "gb2312 is the GBK decoder", STR_INIT("gb2312"), "gbk" },
	{ "case and blanks do not matter", STR_INIT(" GB_2312-80\n"), "gbk" },
	{ "utf8 without its hyphen", STR_INIT("UTF8"), "utf-8" },
	{ "latin1 is windows-1252", STR_INIT("iso-8859-1"), "windows-1252" },
	{ "a part of a label is none", STR_INIT("gb_2312-8"), NULL },
	{ "two labels are none", STR_INIT("gbk big5"), NULL },
	{ "empty", STR_INIT(""), NULL },
	{ "too long to be one", STR_INIT("unicode-1-1-utf-8-unicode-1-1-utf-8"), NULL },
};

static void test_labels(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(labels); i++) {
		const char *got = decode_label(labels[i].label);

		print_message("  case: %s\n", labels[i].name);
		assert_int_equal(got != NULL, labels[i].want != NULL);
		if (got)
			assert_string_equal(got, labels[i].want);
	}
}

static const struct {
	const char *name;
	const char *encoding;
	struct str bytes, want;
	uint32_t replaced;
} decodes[] = {
	{ "plain", "gbk", STR_INIT("\xC4\xEA\xB1\xA8 2023"), STR_INIT("年报 2023"), 0 },
	{ "a name that GB2312 has not", "gbk", STR_INIT("\xE9\x46"), STR_INIT("镕"), 0 },
	{ "four bytes", "gb18030", STR_INIT("\x81\x36\xA3\x38"), STR_INIT("\u2002"), 0 },
	{ "0x80 alone is the euro sign", "gbk", STR_INIT("\x80"), STR_INIT("€"), 0 },
	{ "A3 A0 is a blank", "gbk", STR_INIT("\xA3\xA0"), STR_INIT("\u3000"), 0 },
	{ "an ASCII second byte is kept", "gbk", STR_INIT("\xED<p>"), STR_INIT("\uFFFD<p>"), 1 },
	{ "so is a digit", "gbk", STR_INIT("\xED\x37 "), STR_INIT("\uFFFD7 "), 1 },
	{ "cut at the end", "gbk", STR_INIT("\xC4\xEA\xB1"), STR_INIT("年\uFFFD"), 1 },
	{ "euro sign, four bytes and a fault between hanzi", "gb18030",
	  STR_INIT("\xC4\xEA\x80\xB1\xA8\x81\x36\xA3\x38\xC4\xEA\xFF\xB1\xA8\xED<"),
	  STR_INIT("年€报\u2002年\uFFFD报\uFFFD<"), 2 },
	{ "Greek and hanzi, two bytes each", "gb18030", STR_INIT("\xA6\xC1\xC4\xEA\xA6\xC1"),
	  STR_INIT("α年α"), 0 },
	{ "big5", "big5", STR_INIT("\xA6\x7E\xB3\xF8"), STR_INIT("年報"), 0 },
	{ "big5 keeps ASCII too", "big5", STR_INIT("\xA6<"), STR_INIT("\uFFFD<"), 1 },
	{ "utf-8 with a lost byte", "utf-8", STR_INIT("\xE5\xB9\xE6\x8A\xA5"), STR_INIT("\uFFFD报"),
	  1 },
	{ "a real U+FFFD is no error", "utf-8", STR_INIT("\xFF\xEF\xBF\xBD"),
	  STR_INIT("\uFFFD\uFFFD"), 1 },
	{ "utf-16", "utf-16le", STR_INIT("\x74\x5E\xA5\x62"), STR_INIT("年报"), 0 },
	{ "utf-16, odd", "utf-16be", STR_INIT("\x5E\x74\x62"), STR_INIT("年\uFFFD"), 1 },
	{ "single bytes", "windows-1252", STR_INIT("\x80\xE9\x81"), STR_INIT("€é\xC2\x81"), 0 },
	{ "a hole in a single-byte set", "windows-1253", STR_INIT("\xFF"), STR_INIT("\uFFFD"), 1 },
	{ "Japanese is recognised, not read", "shift_jis", STR_INIT("a\x82\xA0"),
	  STR_INIT("a\uFFFD\uFFFD"), 2 },
};

static void test_decode_bytes(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(decodes); i++) {
		struct arena arena = { 0 };
		uint32_t replaced = 77;
		struct str got =
			decode_bytes(decodes[i].bytes, decodes[i].encoding, &replaced, &arena);

		print_message("  case: %s\n", decodes[i].name);
		assert_int_equal(got.n, decodes[i].want.n);
		assert_memory_equal(got.p, decodes[i].want.p, got.n);
		assert_int_equal(replaced, decodes[i].replaced);
		arena_release(&arena);
	}
}

/* ---- long pages with little but rare names, under a wrong label ---- */

static const struct {
	const char *name, *encoding, *label;
} of_names[] = {
	{ "GBK", "gb18030", "big5" },
	{ "Big5", "big5", "gbk" },
	{ "UTF-8 that lost a byte", "utf-8", "gbk" },
};

static void test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(of_names); i++) {
		static const char *const names[] = { "燊", "彧翀", "麒麟", "翀燊" };
		struct arena arena = { 0 };
		struct textbuf page = { .arena = &arena };
		struct encoding enc = { 0 };
		struct err e = { 0 };
		struct str bytes, text;

		print_message("  case: %s\n", of_names[i].name);
		if (str_eq(str_c(of_names[i].encoding), STR("utf-8")))
			textbuf_add(&page, STR("\xE5\xB9<"));
		for (size_t k = 0; page.n < 100000; k++) {
			textbuf_add(&page, STR("<tr class=\"a\">\n<td>"));
			textbuf_add(&page, str_c(names[k * k % 7 % countof(names)]));
			textbuf_add(&page, STR("</td>\n<td>1</td></tr>\n"));
		}
		bytes = charset_encode(textbuf_str(&page), of_names[i].encoding, &arena);
		assert_int_equal(
			decode_text(&text, &enc, bytes, str_c(of_names[i].label), true, &arena, &e),
			0);
		assert_string_equal(enc.used, of_names[i].encoding);
		assert_true(enc.margin_mnat > 0);
		arena_release(&arena);
	}
}

/* ---- counts of one document ---- */

static void test_only(void **state)
{
	static const uint32_t text[] = { 0x71CA, 0x5F67, 0x71CA, 0x5F67, 0x9762, 0x71CA, 0x5F67 };
	uint64_t classes[LOCAL_ONLY_WORDS] = { 0 };
	struct arena arena = { 0 };
	struct local_model all, some;
	uint16_t k[3];

	(void)state;
	for (size_t i = 0; i < 3; i++)
		k[i] = model_class_of(text[i + 2]);
	for (size_t i = 0; i < 2; i++)
		classes[k[i] / 64] |= UINT64_C(1) << (k[i] % 64);
	local_model_init(&all, &arena);
	local_model_init(&some, &arena);
	some.only = classes;
	local_model_add(&all, text, countof(text));
	local_model_add(&some, text, countof(text));
	/* what is asked of costs the same; what is not was not counted */
	assert_true(local_model_cost(&all, k[0], k[1]) < model_cost(k[0], k[1]));
	assert_int_equal(local_model_cost(&some, k[0], k[1]), local_model_cost(&all, k[0], k[1]));
	assert_int_equal(local_model_cost(&some, k[1], k[0]), local_model_cost(&all, k[1], k[0]));
	assert_true(local_model_cost(&all, k[1], k[2]) < model_cost(k[1], k[2]));
	assert_int_equal(local_model_cost(&some, k[1], k[2]), model_cost(k[1], k[2]));
	arena_release(&arena);
}

static const struct {
	const char *name;
	struct str html;
	const char *want;
} prescans[] = {
	{ "charset", STR_INIT("<meta charset=gb2312>"), "gb2312" },
	{ "http-equiv", STR_INIT("<META content='text/html; charset=GBK' http-equiv=Content-Type>"),
	  "GBK" },
	{ "content alone says nothing", STR_INIT("<meta content='text/html; charset=gbk'>"), "" },
	{ "broken quotes", STR_INIT("<meta charset=utf-8\"UTF-8>"), "utf-8" },
	{ "not in a comment", STR_INIT("<!-- <meta charset=gbk> --><meta charset=big5>"), "big5" },
	{ "not in an attribute", STR_INIT("<a title='<meta charset=gbk>'><meta charset=big5>"),
	  "big5" },
	{ "an unknown one is passed over", STR_INIT("<meta charset=klingon><meta charset=gbk>"),
	  "gbk" },
	{ "of two the first", STR_INIT("<meta charset=gbk><meta charset=utf-8>"), "gbk" },
	{ "cut in the tag, nothing", STR_INIT("<meta charset=gbk"), "" },
	{ "nothing", STR_INIT("<p>"), "" },
};

static void test_prescan(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(prescans); i++) {
		struct str got = decode_prescan(prescans[i].html);

		print_message("  case: %s\n", prescans[i].name);
		assert_true(str_eq(got, str_c(prescans[i].want)));
	}
}

/* Every character of the tables comes back as the code it came from, or as an equal one. */
static void test_reverse(void **state)
{
	struct arena arena = { 0 };
	const uint16_t *gb = charset_gb_reverse(), *big5 = charset_big5_reverse();
	uint32_t mark;

	(void)state;
	for (unsigned lead = 0x81; lead < 0xFF; lead++) {
		for (unsigned trail = 0x40; trail < 0xFF; trail++) {
			uint32_t c = charset_gb_pair((uint8_t)lead, (uint8_t)trail);

			if (c)
				assert_int_equal(
					charset_gb_pair((uint8_t)(gb[c] >> 8), (uint8_t)gb[c]), c);
			c = charset_big5_pair((uint8_t)lead, (uint8_t)trail, &mark);
			if (c && !mark)
				assert_int_equal(charset_big5_pair((uint8_t)(big5[c] >> 8),
								   (uint8_t)big5[c], &mark),
						 c);
		}
	}
	for (uint32_t c = 0x80; c < 0x110000; c += 3) {
		uint8_t four[4];

		if (c < 0x10000 && gb[c])
			continue;
		if (charset_gb_split(four, c))
			assert_int_equal(charset_gb_four(four), c);
	}
	arena_release(&arena);
}

static void test_hanzi(void **state)
{
	(void)state;
	assert_int_equal(hanzi_simplify(0x5831), 0x62A5); /* 報 */
	assert_int_equal(hanzi_simplify(0x62A5), 0x62A5);
	assert_int_equal(hanzi_simplify('a'), 'a');
	assert_int_equal(hanzi_simplify(0x8AAA), 0x8BF4); /* 說 */
	assert_int_equal(hanzi_simplify(0x2A64F), 0x2B72F);
	assert_int_equal(hanzi_simplify(0x4FD3), 0x201F9); /* 俓 𠇹 */
	assert_true(hanzi_is(0x4E00) && hanzi_is(0x3400) && hanzi_is(0x20000) && hanzi_is(0x3007));
	assert_false(hanzi_is(0x3001) || hanzi_is('a') || hanzi_is(0xFF11));
}

/* --- the standard's own files and other projects' cases, where they are at hand --- */

static void peer_decode(void **state)
{
	struct arena arena = { 0 };
	struct str all, line, enc, hex, text;
	size_t n = 0;

	(void)state;
	if (!shared_read(&all, SHARED "peers/encoding/decode.jsonl", &arena)) {
		print_message("skipped: no peers/encoding\n");
		skip();
	}
	while (shared_line(&line, &all)) {
		const char *name;
		struct str bytes, got;
		uint32_t replaced;

		assert_true(shared_json(&enc, line, "encoding", &arena));
		assert_true(shared_json(&hex, line, "hex", &arena));
		assert_true(shared_json(&text, line, "text", &arena));
		name = decode_label(enc);
		assert_non_null(name);
		bytes = shared_hex(hex, &arena);
		if (str_starts(bytes, STR("\xFF\xFE")) && str_starts(enc, STR("UTF-16"))) {
			name = "utf-16le";
			bytes = str_sub(bytes, 2, bytes.n);
		} else if (str_starts(bytes, STR("\xFE\xFF")) && str_starts(enc, STR("UTF-16"))) {
			name = "utf-16be";
			bytes = str_sub(bytes, 2, bytes.n);
		}
		got = decode_bytes(bytes, name, &replaced, &arena);
		if (!str_eq(got, text))
			print_message("  %.*s\n  got %.*s\n", STR_ARG(line), STR_ARG(got));
		assert_true(str_eq(got, text));
		n++;
	}
	print_message("  %zu rows\n", n);
	arena_release(&arena);
}

static void peer_encode(void **state)
{
	struct arena arena = { 0 };
	struct str all, line, enc, hex, text;

	(void)state;
	if (!shared_read(&all, SHARED "peers/encoding/encode.jsonl", &arena)) {
		print_message("skipped: no peers/encoding\n");
		skip();
	}
	while (shared_line(&line, &all)) {
		struct str got;

		assert_true(shared_json(&enc, line, "encoding", &arena));
		assert_true(shared_json(&hex, line, "hex", &arena));
		assert_true(shared_json(&text, line, "text", &arena));
		got = charset_encode(text, decode_label(enc), &arena);
		if (!str_eq(got, shared_hex(hex, &arena)))
			print_message("  %.*s\n", STR_ARG(line));
		assert_true(str_eq(got, shared_hex(hex, &arena)));
	}
	arena_release(&arena);
}

static void peer_labels(void **state)
{
	struct arena arena = { 0 };
	struct str all, line;

	(void)state;
	if (!shared_read(&all, SHARED "peers/encoding/labels.tsv", &arena)) {
		print_message("skipped: no peers/encoding\n");
		skip();
	}
	shared_line(&line, &all);
	while (shared_line(&line, &all)) {
		size_t tab = str_find(line, STR("\t"), 0);
		const char *got = decode_label(str_sub(line, 0, tab));

		assert_non_null(got);
		assert_true(str_eq_nocase(str_c(got), str_sub(line, tab + 1, line.n)));
	}
	arena_release(&arena);
}

static void peer_prescan(void **state)
{
	struct arena arena = { 0 };
	struct str all, line, html, want, rule;
	size_t n = 0;

	(void)state;
	if (!shared_read(&all, SHARED "peers/encoding/prescan.jsonl", &arena)) {
		print_message("skipped: no peers/encoding\n");
		skip();
	}
	while (shared_line(&line, &all)) {
		const char *got;

		assert_true(shared_json(&rule, line, "rule", &arena));
		if (!str_eq(rule, STR("prescan")) || !shared_json(&html, line, "html", &arena))
			continue;
		shared_json(&want, line, "encoding", &arena);
		got = decode_label(decode_prescan(html));
		if (got && strncmp(got, "utf-16", 6) == 0)
			got = "utf-8";
		if (!got || strcmp(got, "x-user-defined") == 0)
			got = "windows-1252";
		if (!str_eq_nocase(str_c(got), want))
			print_message("  %s: %.*s\n", got, STR_ARG(line));
		assert_true(str_eq_nocase(str_c(got), want));
		n++;
	}
	print_message("  %zu rows\n", n);
	arena_release(&arena);
}

/* The value of the parameter: up to a semicolon, without quotes. */
static struct str label_of(struct str s)
{
	s = str_sub(s, 0, str_find(s, STR(";"), 0));
	return s.n > 1 && s.p[0] == '"' ? str_sub(s, 1, s.n - 2) : s;
}

/* Who decides, where the standard and a look at the text agree: what only a label could tell is not
 * told. */
static void peer_precedence(void **state)
{
	struct arena arena = { 0 };
	struct str all, line, header, hex, want, by;
	size_t same = 0, other = 0;

	(void)state;
	if (!shared_read(&all, SHARED "peers/encoding/precedence.jsonl", &arena)) {
		print_message("skipped: no peers/encoding\n");
		skip();
	}
	while (shared_line(&line, &all)) {
		struct encoding enc = { 0 };
		struct str text, bytes, label = { NULL, 0 };
		struct err e;
		size_t at;
		const char *name;

		assert_true(shared_json(&hex, line, "hex", &arena));
		shared_json(&want, line, "encoding", &arena);
		shared_json(&by, line, "decided_by", &arena);
		bytes = shared_hex(hex, &arena);
		if (shared_json(&header, line, "content_type", &arena) &&
		    (at = str_find(header, STR("charset="), 0)) != STR_NONE)
			label = label_of(str_sub(header, at + 8, header.n));
		assert_int_equal(decode_text(&text, &enc, bytes, label, true, &arena, &e), 0);
		name = decode_label(want);
		if (str_eq(str_c(name), STR("gbk")))
			name = "gb18030";
		/* where nobody says anything we look at the text; and text is not thrown away */
		if (str_eq(by, STR("default")) || strcmp(name, "replacement") == 0) {
			assert_true(str_eq(text, bytes)); /* all of it ASCII, none of it lost */
			other++;
			continue;
		}
		if (strcmp(enc.used, name) != 0)
			print_message("  %.*s\n", STR_ARG(line));
		assert_string_equal(enc.used, name);
		same++;
	}
	print_message("  %zu as the standard, %zu by the text\n", same, other);
	assert_int_equal(other, 3);
	arena_release(&arena);
}

/* Every two-byte code, both ways, against another decoder's output. */
static void peer_all_codes(void **state)
{
	static const char *const names[] = { "gb18030", "big5" };
	struct arena arena = { 0 };
	struct str in, ref;
	uint32_t replaced;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		char path[160];

		snprintf(path, sizeof(path), SHARED "peers/encoding/encoding_rs/%s_in.txt",
			 names[i]);
		if (!shared_read(&in, path, &arena)) {
			print_message("skipped: no peers/encoding\n");
			skip();
		}
		snprintf(path, sizeof(path), SHARED "peers/encoding/encoding_rs/%s_in_ref.txt",
			 names[i]);
		assert_true(shared_read(&ref, path, &arena));
		assert_true(str_eq(decode_bytes(in, names[i], &replaced, &arena), ref));
		snprintf(path, sizeof(path), SHARED "peers/encoding/encoding_rs/%s_out.txt",
			 names[i]);
		assert_true(shared_read(&in, path, &arena));
		snprintf(path, sizeof(path), SHARED "peers/encoding/encoding_rs/%s_out_ref.txt",
			 names[i]);
		assert_true(shared_read(&ref, path, &arena));
		assert_true(str_eq(charset_encode(in, names[i], &arena), ref));
	}
	arena_release(&arena);
}

static void index_is(const char *path, bool big5)
{
	struct arena arena = { 0 };
	struct str all, line;

	if (!shared_read(&all, path, &arena)) {
		print_message("skipped: no peers/encoding\n");
		skip();
	}
	while (shared_line(&line, &all)) {
		unsigned long pointer, c, got;

		if (sscanf(arena_str(&arena, line).p, "%lu 0x%lx", &pointer, &c) != 2)
			continue;
		if (big5)
			got = charset_big5_index[pointer] |
			      ((uint32_t)charset_big5_plane2[pointer / 8] >> (pointer % 8) & 1u)
				      << 17;
		else
			got = charset_gb_index[pointer];
		assert_int_equal(got, c);
	}
	arena_release(&arena);
}

static void peer_index_gb(void **state)
{
	(void)state;
	index_is(SHARED "peers/encoding/whatwg/index-gb18030.txt", false);
}

static void peer_index_big5(void **state)
{
	(void)state;
	index_is(SHARED "peers/encoding/whatwg/index-big5.txt", true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_labels),     cmocka_unit_test(test_decode_bytes),
		cmocka_unit_test(test_prescan),    cmocka_unit_test(test_reverse),
		cmocka_unit_test(test_hanzi),      cmocka_unit_test(test_names),
		cmocka_unit_test(test_only),       cmocka_unit_test(peer_decode),
		cmocka_unit_test(peer_encode),     cmocka_unit_test(peer_labels),
		cmocka_unit_test(peer_prescan),    cmocka_unit_test(peer_all_codes),
		cmocka_unit_test(peer_precedence), cmocka_unit_test(peer_index_gb),
		cmocka_unit_test(peer_index_big5),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
