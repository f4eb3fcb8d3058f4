/* Rich Text Format and saved web pages: what each piece becomes on the page. */
#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "extract/doc.h"
#include "extract/format.h"
#include "extract/page_print.h"
#include "extract/rtf_read.h"

#define ROW(defs, cells) "\\trowd" defs "\\pard\\intbl " cells "\\row\n"

static const struct {
	const char *name, *bytes, *want;
} cases[] = {
	{ "paragraphs and lines", "{\\rtf1 a\\par b\\line c\\par\n}", "p: a\np: b\\nc\n" },
	{ "text in the charset of its font",
	  "{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset134 B;}{\\f2\\fcharset136 C;}}"
	  "\\f1\\'bc\\'d7 \\f2\\'a5\\'d2\\par}",
	  "p: 甲 甲\n" },
	{ "text in the document's charset", "{\\rtf1\\ansicpg936 \\'bc\\'d7\xD2\xD2\\par}",
	  "p: 甲乙\n" },
	{ "Western text stays what it is", "{\\rtf1\\ansicpg1252 caf\\'e9\\par}", "p: café\n" },
	{ "characters by number, what stands for them passed over",
	  "{\\rtf1\\uc1\\u30002 ?\\u20057\\'3f{\\uc2\\u-244\\'a3\\'bf}x\\uc0\\u30002 y\\par}",
	  "p: 甲乙，x甲y\n" },
	{ "a pair of numbers is one character", "{\\rtf1\\u-10179?\\u-9216?\\par}", "p: 🐀\n" },
	{ "signs by word and by backslash",
	  "{\\rtf1 \\ldblquote a\\rdblquote\\tab b\\~c\\_d \\\\\\{\\}\\par}",
	  "p: “a” b c-d \\\\{}\n" },
	{ "destinations that are not the body",
	  "{\\rtf1{\\stylesheet{\\s1 heading;}}{\\info{\\title T}{\\author A}}{\\header h}{\\*\\x "
	  "y}"
	  "{\\pict 0102}{\\footnote f}a\\par}",
	  "title: T\np: a\nimage @0 0x0: picture1 | \n" },
	{ "hidden and deleted text", "{\\rtf1 a{\\v b}{\\deleted c}\\v d\\v0 e\\plain f\\par}",
	  "p: aef\n" },
	{ "bytes that are none of the text", "{\\rtf1 a{\\*\\x\\bin3 }}}}b\\par}", "p: ab\n" },
	{ "a row of cells", "{\\rtf1" ROW("\\cellx100\\cellx200", "a\\cell b\\cell") "\\pard\\par}",
	  "grid 1: 1 x 2\n  |a|b|\n" },
	{ "columns by the places where cells end",
	  "{\\rtf1" ROW("\\cellx200\\cellx300", "a\\cell 1\\cell")
		  ROW("\\cellx100\\cellx205\\cellx300", "b\\cell 2\\cell 3\\cell") "\\pard\\par}",
	  "grid 1: 2 x 3\n  |a|'|1|\n  |b|2|3|\n" },
	{ "cells merged down and across",
	  "{\\rtf1" ROW("\\clvmgf\\cellx100\\clmgf\\cellx200\\clmrg\\cellx300",
			"a\\cell b\\cell\\cell") ROW("\\clvmrg\\cellx100\\cellx200\\cellx300",
						     "\\cell 1\\cell 2\\cell") "\\pard\\par}",
	  "grid 1: 2 x 3\n  |a|b|'|\n  |'|1|2|\n" },
	{ "lines of a cell",
	  "{\\rtf1" ROW("\\cellx100\\cellx200", "a\\par b\\cell 1\\cell") "\\pard}",
	  "grid 1: 1 x 2\n  |a\\nb|1|\n" },
	{ "a row that begins further right",
	  "{\\rtf1" ROW("\\cellx100\\cellx200", "a\\cell b\\cell")
		  ROW("\\trleft100\\cellx200", "c\\cell") "\\pard\\par}",
	  "grid 1: 2 x 2\n  |a|b|\n  ||c|\n" },
	{ "cells nobody defined", "{\\rtf1\\trowd\\intbl a\\cell b\\cell\\row\\pard x\\par}",
	  "grid 1: 1 x 2\n  |a|b|\np: x\n" },
	{ "text parts tables",
	  "{\\rtf1" ROW("\\cellx1000\\cellx2000", "a\\cell b\\cell") "\\pard x\\par" ROW(
		  "\\cellx1000\\cellx2000", "c\\cell d\\cell") "\\pard\\par}",
	  "grid 1: 1 x 2\n  |a|b|\np: x\ngrid 2: 1 x 2\n  |c|d|\n" },
	{ "a table in a table: the outer one is paragraphs",
	  "{\\rtf1\\trowd\\cellx9000\\pard\\intbl x\\par\\pard\\intbl\\itap2 1\\nestcell "
	  "2\\nestcell{\\*\\nesttableprops\\trowd\\cellx1000\\cellx2000\\nestrow}{\\nonesttables"
	  "\\par}\\pard\\intbl\\itap1 y\\cell\\row\\pard z\\par}",
	  "p: x\ngrid 1: 1 x 2\n  |1|2|\np: y\np: z\n" },
	{ "a text box before its paragraph",
	  "{\\rtf1 a{\\shp{\\*\\shpinst{\\sp{\\sn n}{\\sv v}}{\\shptxt box\\par}}{\\shprslt "
	  "r}}b\\par}",
	  "p: box\np: ab\n" },
	{ "a file cut short", "{\\rtf1 a\\par b", "p: a\np: b\ntruncated\n" },
	{ "what stands behind the end is not of it", "{\\rtf1 a}b", "p: a\n" },
	{ "an end too many", "{\\rtf1 a}}}", "p: a\n" },
};

static int read_bytes(struct buf *got, struct str bytes, const char *format, struct arena *arena,
		      struct err *e)
{
	static const struct doc_hint none;
	struct doc doc;
	struct page page;

	assert_int_equal(doc_open(&doc, bytes, &none, arena, e), 0);
	assert_string_equal(doc.format->name, format);
	if (doc.format->extract(&page, &doc, arena, e))
		return -1;
	page_print(got, &page);
	return 0;
}

static void test_rtf(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct arena arena = { 0 };
		struct err e = { 0 };
		struct buf got;

		print_message("  case: %s\n", cases[i].name);
		buf_init(&got, 1 << 16);
		assert_int_equal(read_bytes(&got, str_c(cases[i].bytes), "rtf", &arena, &e), 0);
		assert_string_equal(got.p, cases[i].want);
		buf_release(&got);
		arena_release(&arena);
	}
}

static void test_rtf_deep(void **state)
{
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct buf file, got;

	(void)state;
	buf_init(&file, 1 << 20);
	buf_init(&got, 1 << 20);
	buf_add(&file, STR("{\\rtf1 "));
	for (int i = 0; i < 300; i++)
		buf_addc(&file, '{');
	assert_int_equal(read_bytes(&got, buf_str(&file), "rtf", &arena, &e), -1);
	assert_int_equal(e.code, ERR_LIMIT);
	assert_string_equal(e.msg, "groups nested more than 256 deep");
	buf_release(&file);
	buf_release(&got);
	arena_release(&arena);
}

#define TOP "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n"

static const struct {
	const char *name, *bytes, *want; /* NULL: refused */
} messages[] = {
	{ "a page in parts",
	  TOP "--b\r\nContent-Type: text/html; charset=gbk\r\n\r\n<p>\xBC\xD7</p>\r\n--b\r\n"
	      "Content-Type: image/png\r\n\r\nx\r\n--b--\r\n",
	  "p: 甲\n" },
	{ "quoted-printable with soft line ends",
	  TOP "--b\nContent-Type: text/html; charset=utf-8\n"
	      "Content-Transfer-Encoding: Quoted-Printable\n\n<p>=E7=94=B2=\n1=3D2=X</p>\n--b--\n",
	  "p: 甲1=2X\n" },
	{ "base64 over lines",
	  TOP "--b\nContent-Type:\n text/html;\n charset=\"utf-8\"\n"
	      "Content-Transfer-Encoding: base64\n\nPHA+55\nSyPC9wPg==\n--b--\n",
	  "p: 甲\n" },
	{ "the page in a part of a part",
	  TOP "--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\nContent-Type: "
	      "text/plain\n\nx\n--c\nContent-Type: text/html\n\n<p>1</p>\n--c--\n--b--\n",
	  "p: 1\n" },
	{ "cut short", TOP "--b\nContent-Type: text/html\n\n<p>1", "p: 1\n" },
	{ "no page in it", TOP "--b\nContent-Type: image/png\n\n<p>1</p>\n--b--\n", NULL },
	{ "no parts in it", TOP "<p>1</p>", NULL },
};

static void test_mhtml(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(messages); i++) {
		struct arena arena = { 0 };
		struct err e = { 0 };
		struct buf got;
		int rc;

		print_message("  case: %s\n", messages[i].name);
		buf_init(&got, 1 << 16);
		rc = read_bytes(&got, str_c(messages[i].bytes), "mhtml", &arena, &e);
		assert_int_equal(rc, messages[i].want ? 0 : -1);
		if (messages[i].want)
			assert_true(str_starts(buf_str(&got), str_c(messages[i].want)));
		else
			assert_string_equal(e.msg, "MIME message without a text/html part");
		buf_release(&got);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rtf),
		cmocka_unit_test(test_rtf_deep),
		cmocka_unit_test(test_mhtml),
	};

	return cmocka_run_group_tests_name("rtf", tests, NULL, NULL);
}
