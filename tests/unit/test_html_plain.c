/* The plain way through HTML gives the tree that gumbo builds, or none. */
#include "tests/unit/harness.h"

#include <dirent.h>
#include <string.h>

#include "base/attrs.h"
#include "extract/doc.h"
#include "extract/format.h"
#include "tests/gen/gen_fixture.h"
#include "tests/gen/gen_shape.h"
#include "tests/html_same.h"
#include "tests/portal/site.h"
#include "tests/portal/world.h"
#include "tests/unit/shared.h"

static const struct {
	const char *name, *html;
	const char *why; /* NULL: plain */
} cases[] = {
	{ "nothing", "", NULL },
	{ "text alone", "甲 < 乙 & 丙", NULL },
	{ "what is implied", "<title>a</title>b", NULL },
	{ "a head that goes on behind its end",
	  "<head></head> <meta name=a> <title>b</title>\n<body>c", NULL },
	{ "white space only", "<!-- a --> \n <html> <head> </head> </html> ", NULL },
	{ "a second body", "<body id=a>b<body>c</body>d</html>e", NULL },
	{ "a second body with attributes", "<body>b<body id=a>",
	  "attributes of a second html or body" },
	{ "paragraphs without ends", "<p>a<p>b<div>c<p>d</div>e", NULL },
	{ "the end of a paragraph that is not open", "a</p>b<span></p>c", NULL },
	{ "a heading in a heading", "<h1>a<h2>b</h1>c", NULL },
	{ "items without ends", "<ul><li>a<li><div>b<li>c</ul><dl><dt>d<dd>e<dt>f</dl>", NULL },
	{ "a list in a list", "<ul><li>a<ul><li>b</li></ul></li></ul>", NULL },
	{ "formatting that is opened again", "<p><b><i>a<p>b</i>c</b>d", NULL },
	{ "formatting that ends with its cell", "<table><tr><td><b>a<td>b</table>c", NULL },
	{ "formatting that is left open", "<font size=1>a<div>b<p>c</div>d", NULL },
	{ "formatting that ends in order, blocks closed", "<b><p>a</p></b>b", NULL },
	{ "formatting that ends before a block in it", "<b><p>a</b>b",
	  "a formatting element ends before a block in it" },
	{ "an end tag that is late", "<b>a</b></b></i>b", NULL },
	{ "three fonts alike", "<p><font><font><font><p>a", NULL },
	{ "a fourth font like the others", "<p><font><font><font><font><p>a", NULL },
	{ "a fourth font of another kind", "<font a><font b><font c><font d>",
	  "formatting elements nested in their like" },
	{ "a link behind a link", "<a href=a>b<a href=c>d", NULL },
	{ "a link in a link, around a block", "<a href=a><p>b<a href=c>d",
	  "a formatting element ends before a block in it" },
	{ "void elements", "a<br>b<br/>c</br>d<hr>e<img src=f><input value=g><wbr>", NULL },
	{ "a table as it should be",
	  "<table><caption>a</caption><colgroup><col></colgroup><thead><tr><th>b</th></tr></"
	  "thead><tbody><tr><td>c</td></tr></tbody></table>",
	  NULL },
	{ "a table with nothing but its cells", "<table><td>a<td>b<tr><th>c</table>", NULL },
	{ "a table in a cell", "<table><tr><td>a<table><tr><td>b</table>c</table>d", NULL },
	{ "a table in a table", "<table><tr><td>a</td><table><tr><td>b</table>", NULL },
	{ "ends between cells that belong to nothing",
	  "<div><p><table></span></div><tr></b></td></tbody><td>a</table>b", NULL },
	{ "scripts, hidden fields and a form between cells",
	  "<table><form><tr><script>a</script><input type=Hidden><td>b</form></table>", NULL },
	{ "text between cells", "<table>a<tr><td>b</table>",
	  "text in a table outside of its cells" },
	{ "a paragraph between cells", "<table><tr><p>a<td>b</table>",
	  "content of a table outside of its cells" },
	{ "a field between cells", "<table><input><tr><td>b</table>",
	  "content of a table outside of its cells" },
	{ "a table in a paragraph, no doctype", "<p>a<table><tr><td>b</table>c", NULL },
	{ "a table in a paragraph, HTML5", "<!DOCTYPE html><p>a<table><tr><td>b</table>c", NULL },
	{ "a table in a paragraph, XHTML",
	  "<!doctype HTML Public \"-//W3C//DTD XHTML 1.0 Transitional//EN\" "
	  "'x'><p>a<table><tr><td>b</table>c",
	  NULL },
	{ "a table in a paragraph, another doctype",
	  "<!doctype html system \"x\"><p>a<table><tr><td>b</table>c",
	  "a table in a paragraph under an unknown doctype" },
	{ "another doctype, no table in a paragraph",
	  "<!doctype html system \"x\">a<table><tr><td>b</table>c", NULL },
	{ "a doctype that comes late", "</p><!doctype html><p>a<table><tr><td>b</table>c", NULL },
	{ "a form", "<form>a<p>b</form>c<form>d</form>", NULL },
	{ "text before the end of a form", "<form><p>a</p>b</form>c", NULL },
	{ "a text area before the end of a form", "<form><textarea>a</textarea></form>b", NULL },
	{ "items that end with their form",
	  "<form><li>a<dt>b</form>c<form><dd>d</form>e<form><option>f<p>g</form>h", NULL },
	{ "a form in a form", "<form>a<form>b</form>c", NULL },
	{ "a form that ends before a block in it", "<form><div>a</form>b",
	  "a form ends before what is in it" },
	{ "options",
	  "<select><option>a<optgroup><option>b</optgroup><option>c</select>d<option>e<option>f",
	  NULL },
	{ "a field in a select", "<select><option>a<input></select>",
	  "a select with markup in it" },
	{ "a button in a button", "<button>a<button>b", "a button in a button" },
	{ "a marquee keeps formatting in", "<b>a<marquee><i>b</marquee>c</b>d", NULL },
	{ "unknown elements", "<o:p>a</o:p><st1:x><x-y>b</st1:x></x-y>", NULL },
	{ "text that is not markup",
	  "<textarea>\n<p>a</textarea><title><b></title><iframe "
	  "src=a><p></iframe><style><p></style>",
	  NULL },
	{ "a script without an end", "<script>a", "a script or the like without an end" },
	{ "a script in a script", "<script><!--<script></script>--></script>a",
	  "a script or the like without an end" },
	{ "a line end that begins a pre", "<pre>\n\na</pre><pre>\r\nb</pre>", NULL },
	{ "comments of all kinds", "a<!-->b<!--->c<!-- d --!>e<![endif]>f<?xml g?>h</ i>j<!k>l",
	  NULL },
	{ "a comment without an end", "a<!-- b", "a comment without an end" },
	{ "a tag that breaks off", "<p>a<p style=", "a tag that breaks off" },
	{ "an end tag without a name", "a</>b", "an end tag without a name" },
	{ "attributes of all kinds",
	  "<a href=b title = 'c' id=\"d\"class=e/><td a/b=c =d e= f><p hidden/><div HIDDEN "
	  "STYLE=a>",
	  NULL },
	{ "the first of two attributes counts",
	  "<a href=b href=c>d</a><p style=e style='display:none'>f", NULL },
	{ "an attribute twice, without a value", "<p a a b=c>d", "an attribute twice in a tag" },
	{ "markup in an attribute", "<p style=\"a\n</font><div class=\">b", NULL },
	{ "references in text", "&nbsp;&lt;&copy;&copy2024 &hellip;&#19968;&#x4E00; & &; &amp",
	  "a character reference that is rare" },
	{ "references that are whole",
	  "&nbsp;&lt;&copy;&copy 2024 &hellip;&#19968;&#x4E00; & &; &x &amp", NULL },
	{ "references in attributes",
	  "<a href='?a=1&b=2&copy=3&copyx&lt;&quot' title='&'>&yen;</a>", NULL },
	{ "a reference of a control", "&#150;", "a character reference that is rare" },
	{ "a reference that is not of HTML 4", "&NotEqualTilde;",
	  "a character reference that is rare" },
	{ "line ends in text and attributes", "a\r\nb\rc<img alt='d\r\ne\rf' src=g>", NULL },
	{ "a control character", "a\001b", "bytes that are no text" },
	{ "a C1 control", "a\302\205b", "bytes that are no text" },
	{ "a noncharacter", "a\357\267\220b", "bytes that are no text" },
	{ "a byte that begins nothing", "a\377b", "bytes that are no text" },
	{ "half a character", "a\346\226", "bytes that are no text" },
	{ "a replacement character", "a\357\277\275b", NULL },
	{ "a byte order mark", "\357\273\277a", "bytes that are no text" },
	{ "foreign content", "<svg><p>a</svg>", "an element that is rare" },
	{ "a frameset", "<frameset><frame src=a></frameset>", "an element that is rare" },
	{ "plaintext", "a<plaintext>b</plaintext>", "an element that is rare" },
	{ "a template", "<template>a</template>", "an element that is rare" },
	{ "ruby", "<ruby>a<rt>b</ruby>", "an element that is rare" },
	{ "links in the head's noscript", "<head><noscript><link href=a></noscript></head>b",
	  NULL },
	{ "a picture in the head's noscript", "<head><noscript><img src=a></noscript></head>b",
	  "content in the head's noscript" },
};

/* How many sources were looked at, and how many of them are plain. */
struct tally {
	size_t plain, all;
};

static const char *look_at(struct tally *sum, struct str html)
{
	struct arena arena = { 0 };
	const char *why;

	if (!html_same(&why, html, &arena)) {
		print_message("source:%.*s\n", STR_ARG(html));
		fail();
	}
	arena_release(&arena);
	sum->all++;
	sum->plain += !why;
	return why;
}

static void test_cases(void **state)
{
	struct tally sum = { 0 };

	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		const char *why = look_at(&sum, str_c(cases[i].html));

		print_message("  case: %s\n", cases[i].name);
		if (cases[i].why)
			assert_string_equal(why ? why : "plain", cases[i].why);
		else
			assert_string_equal(why ? why : "plain", "plain");
	}
}

/* Tags and texts that hang together, so that what is drawn of them often makes sense. */
static const char *const pieces[] = {
	"<p>",
	"<p class=a style='x'>",
	"</p>",
	"<div>",
	"<div id=zoom class=x>",
	"</div>",
	"<span>",
	"</span>",
	"<b>",
	"</b>",
	"<font size=1>",
	"<font color=red>",
	"</font>",
	"<i>",
	"</i>",
	"<a href=x>",
	"</a>",
	"<s>",
	"</s>",
	"<nobr>",
	"</nobr>",
	"<table>",
	"</table>",
	"<tbody>",
	"</tbody>",
	"<thead>",
	"</thead>",
	"<tfoot>",
	"<tr>",
	"</tr>",
	"<td>",
	"<td rowspan=2>",
	"</td>",
	"<th>",
	"</th>",
	"<caption>",
	"</caption>",
	"<colgroup>",
	"</colgroup>",
	"<col>",
	"<ul>",
	"</ul>",
	"<ol>",
	"<li>",
	"</li>",
	"<dl>",
	"<dt>",
	"<dd>",
	"</dd>",
	"</dl>",
	"<h1>",
	"</h1>",
	"<h2>",
	"</h2>",
	"<br>",
	"<br/>",
	"</br>",
	"<hr>",
	"<img src=a>",
	"<input type=hidden value=a>",
	"<input type=text>",
	"<form>",
	"</form>",
	"<select>",
	"<option>",
	"</option>",
	"<optgroup>",
	"</select>",
	"<button>",
	"</button>",
	"<center>",
	"</center>",
	"<o:p>",
	"</o:p>",
	"<x-y/>",
	"</x-z>",
	"<label>",
	"</label>",
	"<object data=a>",
	"</object>",
	"<marquee>",
	"</marquee>",
	"<pre>",
	"</pre>",
	"<textarea>",
	"</textarea>",
	"<script>a</script>",
	"<style>b</style>",
	"<title>c &amp; d</title>",
	"<iframe src=a>e</iframe>",
	"<noscript>",
	"</noscript>",
	"<meta name=a content=b>",
	"<link href=a>",
	"<base href=a>",
	"<html>",
	"<html id=a>",
	"</html>",
	"<head>",
	"</head>",
	"<body>",
	"<body class=a>",
	"</body>",
	"<main>",
	"</main>",
	"<section>",
	"</section>",
	"<fieldset>",
	"<legend>",
	"</legend>",
	"<del>",
	"</del>",
	"<!doctype html>",
	"<!-- x -->",
	"<![endif]>",
	"<?xml a?>",
	"</ x>",
	"</>",
	"文字",
	" 12 ",
	"\n",
	"\r\n  ",
	" ",
	"a < b",
	"&nbsp;",
	"&lt;x",
	"&copy",
	"&notanentity ",
	"&#160;",
	"&#x4e00;",
	"&",
	"<svg>",
	"<template>",
	"<frameset>",
	"<ruby>",
	"<a href='?a=1&b=2&copy=3' title='&quot;&copy;'>",
	"<p style='display:none' style='display:inline'>",
	"<div STYLE=\"DISPLAY : None\" hidden>",
	"<td a/b=c/>",
	"<p =x y= z>",
	"<p a=\"b\"c='d'e>",
};

static uint32_t draw(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33);
}

/*
 * Some of the pages begin with a table, so that its parts come where they belong.
 * HTML_SEED=first and HTML_ROUNDS=many draw others.
 */
static void test_drawn(void **state)
{
	static const char *const heads[] = { "",
					     "",
					     "<!doctype html>",
					     "<body>",
					     "<table><tr><td>",
					     "<head><title>a</title></head>",
					     "<div><p>",
					     "<html><body><b>" };
	const char *from = getenv("HTML_SEED"), *many = getenv("HTML_ROUNDS");
	unsigned long rounds = many ? strtoul(many, NULL, 10) : 60000;
	struct tally sum = { 0 };
	uint64_t seed = from ? strtoull(from, NULL, 10) : 20211203;

	(void)state;
	for (unsigned long round = 0; round < rounds; round++) {
		struct buf html;
		unsigned n = 1 + draw(&seed) % 14;

		buf_init(&html, 1 << 16);
		buf_add(&html, str_c(heads[draw(&seed) % countof(heads)]));
		while (n--)
			buf_add(&html, str_c(pieces[draw(&seed) % countof(pieces)]));
		look_at(&sum, buf_str(&html));
		buf_release(&html);
	}
	print_message("  %zu of %zu are plain\n", sum.plain, sum.all);
	assert_true(sum.plain > sum.all / 4);
}

/* A document's text as it would be read, if it is HTML. */
static void look_at_bytes(struct tally *sum, struct str bytes, const char *name)
{
	static const struct doc_hint none;
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct doc doc;
	const char *why;

	if (doc_open(&doc, bytes, &none, &arena, &e) == 0 &&
	    strcmp(doc.format->name, "html") == 0) {
		why = look_at(sum, doc.text);
		if (why)
			print_message("  %s: %s\n", name, why);
	}
	arena_release(&arena);
}

static void look_at_folder(struct tally *sum, const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *d;

	while (dir && (d = readdir(dir))) {
		struct arena arena = { 0 };
		struct str bytes;

		if (d->d_name[0] != '.' && !strstr(d->d_name, ".tsv") &&
		    shared_read(&bytes, arena_strf(&arena, "%s/%s", path, d->d_name).p, &arena))
			look_at_bytes(sum, bytes, d->d_name);
		arena_release(&arena);
	}
	if (dir)
		closedir(dir);
}

static void test_files(void **state)
{
	static const char *const own[] = { "tests/golden", "tests/fuzz/html.in",
					   "tests/fuzz/html.repro", "tests/fuzz/html_plain.in",
					   "tests/fuzz/html_plain.repro" };
	static const char *const others[] = { SHARED "html_samples", SHARED "reports/documents" };
	struct tally sum = { 0 }, real = { 0 };

	(void)state;
	for (size_t i = 0; i < countof(own); i++)
		look_at_folder(&sum, own[i]);
	print_message("  own: %zu of %zu are plain\n", sum.plain, sum.all);
	assert_true(sum.all > 6);
	for (size_t i = 0; i < countof(others); i++)
		look_at_folder(&real, others[i]);
	print_message("  other people's: %zu of %zu are plain\n", real.plain, real.all);
	assert_true(real.plain >= real.all * 9 / 10);
}

static void look_at_tables(struct tally *sum, const char *path)
{
	struct arena file = { 0 };
	struct str rest, line, html;

	if (!shared_read(&rest, path, &file))
		return;
	while (shared_line(&line, &rest)) {
		struct arena arena = { 0 };

		if (shared_json(&html, line, "html", &arena))
			look_at(sum, html);
		arena_release(&arena);
	}
	arena_release(&file);
}

static void test_tables(void **state)
{
	struct tally sum = { 0 };

	(void)state;
	look_at_tables(&sum, SHARED "peers/table/cases.jsonl");
	look_at_tables(&sum, SHARED "peers/table/pandas.jsonl");
	print_message("  %zu of %zu are plain\n", sum.plain, sum.all);
	if (!sum.all)
		skip();
}

static void look_at_shape(struct tally *sum, enum gen_shape shape, const struct form *form,
			  uint64_t seed)
{
	struct gen_cells cells = { .form = form, .blank_permille = 100 };
	struct gen_shape_how how = { .form = form, .shape = shape, .seed = seed };
	struct arena arena = { 0 };
	struct report *report = ARENA_NEW(&arena, struct report, 1);
	struct gen_truth truth;
	struct buf html;

	how.cells = report;
	if (form == form_named("form2021"))
		how.damage = 1u << seed % DAMAGE__BITS & ~(unsigned)DAMAGE_HEAD_CUT;
	gen_cells(report, NULL, &cells, seed, &arena);
	buf_init(&html, 16u << 20);
	gen_shape(&html, &truth, &how, &arena);
	look_at(sum, buf_str(&html));
	buf_release(&html);
	arena_release(&arena);
}

/* Reports as they are printed for the tests of reading, in every form and shape. */
static void test_shapes(void **state)
{
	struct tally sum = { 0 };

	(void)state;
	for (enum gen_shape shape = 0; shape < SHAPE__COUNT; shape++)
		for (size_t form = 0; gen_shape_is_html(shape) && form_at(form); form++)
			for (uint64_t seed = 1; seed <= 12; seed++)
				look_at_shape(&sum, shape, form_at(form), seed);
	for (size_t i = 0; gen_fixture_at(i); i++) {
		struct arena arena = { 0 };
		struct buf html;

		buf_init(&html, 16 << 20);
		gen_fixture_html(&html, gen_fixture_at(i), &arena);
		look_at(&sum, buf_str(&html));
		buf_release(&html);
		arena_release(&arena);
	}
	print_message("  %zu of %zu are plain\n", sum.plain, sum.all);
	assert_true(sum.plain > sum.all * 9 / 10);
}

static void look_at_world(struct tally *sum, const struct options *options)
{
	struct arena arena = { 0 };
	struct world w;

	world_build(&w, options, &arena);
	for (size_t i = 0; i < w.n_entries; i++) {
		struct answer a;

		site_answer(&a, &w, w.portals[w.entries[i].portal].host, w.entries[i].path, 0,
			    STR(""));
		look_at_bytes(sum, buf_str(&a.body), "a page of a portal");
		answer_release(&a);
	}
	arena_release(&arena);
}

static void test_portals(void **state)
{
	static const struct options options[] = {
		{ .seed = 1,
		  .profile = PROFILE_TYPICAL,
		  .n_agencies = 60,
		  .first_year = 2019,
		  .last_year = 2022 },
		{ .seed = 2,
		  .profile = PROFILE_HOSTILE,
		  .n_agencies = 30,
		  .first_year = 2020,
		  .last_year = 2022 },
		{ .seed = 3,
		  .profile = PROFILE_BENCH,
		  .n_agencies = 60,
		  .n_pages = 100,
		  .first_year = 2020,
		  .last_year = 2022 },
	};
	struct tally sum = { 0 };

	(void)state;
	for (size_t i = 0; i < countof(options); i++)
		look_at_world(&sum, &options[i]);
	print_message("  %zu of %zu are plain\n", sum.plain, sum.all);
	assert_true(sum.plain > sum.all * 9 / 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),  cmocka_unit_test(test_drawn),
		cmocka_unit_test(test_files),  cmocka_unit_test(test_tables),
		cmocka_unit_test(test_shapes), cmocka_unit_test(test_portals),
	};

	return cmocka_run_group_tests_name("html_plain", tests, NULL, NULL);
}
