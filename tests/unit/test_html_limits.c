/* Pages made to hurt: each ends soon, in little memory, and with a plain word. */
#include "tests/unit/harness.h"

#include <sys/resource.h>

#include "base/attrs.h"
#include "base/buf.h"
#include "extract/fmt_html.h"
#include "extract/html_nest.h"

/* Ten times what the slowest case takes here without sanitizers. */
#define MOST_MS 5000

static const struct {
	const char *name;
	const char *before, *again, *after;
	size_t times;
	enum err_code want;
} cases[] = {
	{ "div, unclosed", "", "<div>", "", 200000, ERR_LIMIT },
	{ "span, unclosed", "", "<span>", "", 40000, ERR_LIMIT },
	{ "i, unclosed", "", "<i>", "", 100000, ERR_LIMIT },
	{ "links around divs", "", "<a><div>", "", 100000, ERR_LIMIT },
	{ "tables in tables", "", "<table><tr><td>", "", 10000, ERR_LIMIT },
	{ "made-up elements", "", "<x-y>", "", 100000, ERR_LIMIT },
	{ "ends that match nothing do not undo depth", "", "<div></span></p></table>", "", 100000,
	  ERR_LIMIT },
	{ "a cell keeps a div's end out", "", "<div><table><tr><td></div>", "", 10000, ERR_LIMIT },
	{ "an inline end does not reach through a div", "", "<span><div></span>", "", 10000,
	  ERR_LIMIT },
	{ "lists in lists", "", "<ul><li>", "", 10000, ERR_LIMIT },
	{ "svg", "<svg>", "<g>", "", 100000, ERR_LIMIT },
	{ "select", "<select>", "<option>", "</select>x", 100000, ERR_NONE },
	{ "as deep as allowed", "", "<div>", "x", HTML_MAX_DEPTH, ERR_NONE },
	{ "paragraphs without ends", "", "<p>x", "", 50000, ERR_NONE },
	{ "list items without ends", "<ul>", "<li>x", "", 50000, ERR_NONE },
	{ "list items without ends, divs in them", "<ul>", "<li><div>x</div>", "", 20000,
	  ERR_NONE },
	{ "definitions without ends", "<dl>", "<dt>x<dd>y", "", 20000, ERR_NONE },
	{ "cells without ends", "<table>", "<tr><td>x<td>y", "", 4000, ERR_NONE },
	{ "alike formatting left open", "", "<p><font color=red>x", "", 10000, ERR_NONE },
	{ "links left open", "", "<a href=x>y<br>", "", 10000, ERR_NONE },
	{ "formatting open in each cell", "<table>", "<tr><td><b><i><u>x", "", 4000, ERR_NONE },
	{ "formatting open in a cell ends with it", "<table>",
	  "<tr><td><p><font id=0><font id=1><font id=2><font id=3><font id=4><font id=5><font "
	  "id=6><font id=7><font id=8><font id=9><font id=10><font id=11><font id=12><font "
	  "id=13><font id=14><font id=15><font id=16><font id=17><font id=18><font id=19><font "
	  "id=20><font id=21><font id=22><font id=23><font id=24><font id=25><font id=26><font "
	  "id=27><font id=28><font id=29><p>x<td>y",
	  "", 100, ERR_NONE },
	{ "formatting closed in the wrong order", "", "<b><i>x</b></i>", "", 20000, ERR_NONE },
	{ "void elements", "", "<br><img><input><hr>", "", 20000, ERR_NONE },
	{ "a million cells in a row", "<table><tr>", "<td>1", "", 1000000, ERR_LIMIT },
	{ "a million cells in rows of a hundred", "<table>",
	  "<tr><td>1<td>2<td>3<td>4<td>5<td>6<td>7<td>8<td>9<td>10", "", 100000, ERR_LIMIT },
	{ "cells that all span everything", "<table>", "<tr><td rowspan=65534 colspan=1000>", "",
	  4000, ERR_NONE },
	{ "many small tables", "", "<table><tr><td>1<td>2</table>", "", 30000, ERR_LIMIT },
	{ "many links", "", "<a href=x>y</a> ", "", 60000, ERR_LIMIT },
	{ "many paragraphs", "", "<p>x</p>", "", 210000, ERR_LIMIT },
	{ "many scripts", "", "<script>1</script>", "", 2000, ERR_LIMIT },
	{ "comments that nearly end", "<!--", "--x", "", 1000000, ERR_NONE },
	{ "comments full of tags", "<!--", "<p>", "", 1000000, ERR_NONE },
	{ "end tags in a script that are not its own", "<script>", "</scrip>", "", 200000,
	  ERR_NONE },
	{ "quotes that swallow all", "", "<p style=\"", "", 200000, ERR_NONE },
	{ "attributes without end", "<p ", "a=1 ", ">x", 20000, ERR_NONE },
	{ "one long word", "", "一", "", 3000000, ERR_NONE },
	{ "nothing but angle brackets", "", "<", "", 1000000, ERR_NONE },
	{ "formatting to be opened again in each paragraph",
	  "<p><b><b><b><big><big><big><code><code><code><em><em><em><font><font><font><i><i><i>"
	  "<s><s><s><small><small><small><tt><tt><tt><u><u><u><strong><strong><strong>",
	  "<p>x", "", 150000, ERR_LIMIT },
	{ "over the size", "", "0123456789abcdef", "", (HTML_MAX_BYTES >> 4) + 1, ERR_LIMIT },
};

static void test_html_limits(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct arena arena = { 0 };
		struct err e = { 0 };
		struct page page;
		struct buf html;
		struct rusage before, after;
		long ms;
		int rc;

		print_message("  case: %s\n", cases[i].name);
		buf_init(&html, 64u << 20);
		buf_add(&html, str_c(cases[i].before));
		for (size_t k = 0; k < cases[i].times; k++)
			buf_add(&html, str_c(cases[i].again));
		buf_add(&html, str_c(cases[i].after));
		getrusage(RUSAGE_SELF, &before);
		rc = html_extract_page(&page, buf_str(&html), HTML_WAY_ANY, &arena, &e);
		getrusage(RUSAGE_SELF, &after);
		ms = (after.ru_utime.tv_sec - before.ru_utime.tv_sec) * 1000 +
		     (after.ru_utime.tv_usec - before.ru_utime.tv_usec) / 1000;
		print_message("    %ld ms, %ld MiB at most so far, %s\n", ms,
			      after.ru_maxrss / 1024, rc ? e.msg : "read");
		assert_int_equal(rc, cases[i].want ? -1 : 0);
		assert_int_equal(e.code, cases[i].want);
		assert_true(ms < MOST_MS);
		buf_release(&html);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_html_limits),
	};

	return cmocka_run_group_tests_name("html_limits", tests, NULL, NULL);
}
