/* Word 2007 documents: what each piece of WordprocessingML becomes on the page. */
#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "extract/doc.h"
#include "extract/format.h"
#include "extract/page_print.h"
#include "tests/gen/zip_write.h"

#define W               "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define P(text)         "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"
#define TC(props, text) "<w:tc><w:tcPr>" props "</w:tcPr>" P(text) "</w:tc>"
#define TBL(rows)       "<w:tbl><w:tblPr/><w:tblGrid/>" rows "</w:tbl>"
#define TR(cells)       "<w:tr>" cells "</w:tr>"
#define SPAN(n)         "<w:gridSpan w:val=\"" #n "\"/>"
#define FIRST           "<w:vMerge w:val=\"restart\"/>"
#define MORE            "<w:vMerge/>"

#define NUM(id, level, text)                                                                       \
	"<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" level "\"/><w:numId w:val=\"" id                   \
	"\"/></w:numPr></w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"

static const char head[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
	"<w:document xmlns:w=\"" W "\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/"
	"2006/relationships\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/"
	"2006\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
	"xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" "
	"xmlns:v=\"urn:schemas-microsoft-com:vml\" "
	"xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\"><w:body>";
static const char tail[] = "<w:sectPr><w:pgSz w:w=\"1\"/></w:sectPr></w:body></w:document>";

static const char styles[] =
	"<w:styles xmlns:w=\"" W "\"><w:style w:type=\"paragraph\" w:styleId=\"a0\">"
	"<w:name w:val=\"heading 2\"/></w:style>"
	"<w:style w:type=\"paragraph\" w:styleId=\"b\"><w:name w:val=\"mine\"/>"
	"<w:basedOn w:val=\"a0\"/></w:style>"
	"<w:style w:type=\"paragraph\" w:styleId=\"c\"><w:basedOn w:val=\"b\"/><w:pPr>"
	"<w:outlineLvl w:val=\"9\"/></w:pPr></w:style>"
	"<w:style w:type=\"paragraph\" w:styleId=\"n\"><w:pPr><w:numPr><w:numId w:val=\"1\"/>"
	"</w:numPr></w:pPr></w:style></w:styles>";

static const char numbering[] =
	"<w:numbering xmlns:w=\"" W "\"><w:abstractNum w:abstractNumId=\"7\"><w:lvl w:ilvl=\"0\">"
	"<w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/>"
	"</w:lvl><w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/>"
	"<w:lvlText w:val=\"%2.\"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId=\"8\">"
	"<w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"o\"/></w:lvl>"
	"</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num>"
	"<w:num w:numId=\"2\"><w:abstractNumId w:val=\"8\"/></w:num></w:numbering>";

static const char rels[] =
	"<Relationships><Relationship Id=\"rId1\" Type=\"http://x/image\" "
	"Target=\"media/image1.png\"/><Relationship Id=\"rId2\" Type=\"http://x/hyperlink\" "
	"Target=\"http://a.test/b.pdf?x=1&amp;y=2\" TargetMode=\"External\"/></Relationships>";

static const char core[] = "<cp:coreProperties xmlns:cp=\"http://x\" xmlns:dc=\"http://y\">"
			   "<dc:creator>某某</dc:creator><dc:title>云岭县年报</dc:title>"
			   "</cp:coreProperties>";

static const struct {
	const char *name, *body, *want;
} cases[] = {
	{ "paragraphs in reading order", P("一、总体情况") P("") P("甲"),
	  "p: 一、总体情况\np: 甲\n" },
	{ "runs are one text, entities and references are characters",
	  "<w:p><w:r><w:t>甲 &amp;</w:t></w:r><w:r><w:t xml:space=\"preserve\"> &#x4E59;&lt;"
	  "</w:t></w:r></w:p>",
	  "p: 甲 & 乙<\n" },
	{ "a break parts lines, a tab is a space",
	  "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t><w:cr/><w:t>丁</w:t>"
	  "</w:r></w:p>",
	  "p: 甲\\n乙 丙\\n丁\n" },
	{ "tab stops are no tabs",
	  "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\" w:pos=\"1\"/></w:tabs></w:pPr><w:r>"
	  "<w:t>甲</w:t></w:r></w:p>",
	  "p: 甲\n" },
	{ "a heading by its style's name, by the style it is based on, by its outline level",
	  "<w:p><w:pPr><w:pStyle w:val=\"a0\"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>"
	  "<w:p><w:pPr><w:pStyle w:val=\"b\"/></w:pPr><w:r><w:t>乙</w:t></w:r></w:p>"
	  "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:r><w:t>丙</w:t></w:r></w:p>"
	  "<w:p><w:pPr><w:pStyle w:val=\"c\"/></w:pPr><w:r><w:t>丁</w:t></w:r></w:p>",
	  "h2: 甲\nh2: 乙\nh1: 丙\np: 丁\n" },
	{ "numbers that the program writes, by level, by style, and taken away",
	  NUM("1", "0", "总体情况") NUM("1", "1", "甲") NUM("1", "1", "乙") NUM("1", "0", "丙")
		  NUM("1", "1", "丁") "<w:p><w:pPr><w:pStyle w:val=\"n\"/></w:pPr><w:r>"
				      "<w:t>戊</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val=\"n\"/>"
				      "<w:numPr><w:numId w:val=\"0\"/></w:numPr></w:pPr><w:r>"
				      "<w:t>己</w:t></w:r></w:p>",
	  "p: 一、总体情况\np: 1.甲\np: 2.乙\np: 二、丙\np: 1.丁\np: 三、戊\np: 己\n" },
	{ "bullets and lists that there are not", NUM("2", "0", "甲") NUM("9", "0", "乙"),
	  "p: 甲\np: 乙\n" },
	{ "inserted text is kept, deleted and moved text is not",
	  "<w:p><w:ins><w:r><w:t>甲</w:t></w:r></w:ins><w:del><w:r><w:delText>乙</w:delText>"
	  "</w:r></w:del><w:moveFrom><w:r><w:t>丙</w:t></w:r></w:moveFrom></w:p>",
	  "p: 甲\n" },
	{ "a deleted paragraph mark joins the next paragraph",
	  "<w:p><w:pPr><w:rPr><w:del "
	  "w:id=\"1\"/></w:rPr></w:pPr><w:r><w:t>一、总</w:t></w:r></w:p>" P("体情况"),
	  "p: 一、总体情况\n" },
	{ "a deleted row is no row",
	  TBL(TR(TC("", "1") TC("", "2")) "<w:tr><w:trPr><w:del w:id=\"1\"/></w:trPr>" TC("", "")
		      TC("", "") "</w:tr>" TR(TC("", "3") TC("", "4"))),
	  "grid 1: 2 x 2\n  |1|2|\n  |3|4|\n" },
	{ "hidden text, field codes and phonetic guides are not read",
	  "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>甲</w:t></w:r><w:r><w:rPr>"
	  "<w:vanish w:val=\"0\"/></w:rPr><w:t>乙</w:t></w:r><w:r><w:instrText>PAGE"
	  "</w:instrText></w:r><w:r><w:ruby><w:rt><w:r><w:t>bǐng</w:t></w:r></w:rt><w:rubyBase>"
	  "<w:r><w:t>丙</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
	  "p: 乙丙\n" },
	{ "spans over columns and rows",
	  TBL(TR(TC(SPAN(2) FIRST, "甲") TC("", "乙")) TR(TC(SPAN(2) MORE, "") TC("", "1"))
		      TR(TC("", "丙") TC("", "2") TC("", "3"))),
	  "grid 1: 3 x 3\n  |甲|'|乙|\n  |'|'|1|\n  |丙|2|3|\n" },
	{ "a merge that continues nothing is a cell",
	  TBL(TR(TC(MORE, "甲") TC("", "乙")) TR(TC("", "1") TC(MORE, "2"))),
	  "grid 1: 2 x 2\n  |甲|乙|\n  |1|2|\n" },
	{ "a merge does not reach over a row without it",
	  TBL(TR(TC(FIRST, "甲") TC("", "1")) TR(TC("", "乙") TC("", "2"))
		      TR(TC(MORE, "丙") TC("", "3"))),
	  "grid 1: 3 x 2\n  |甲|1|\n  |乙|2|\n  |丙|3|\n" },
	{ "cells joined along a row, as before 2007",
	  TBL(TR(TC("<w:hMerge w:val=\"restart\"/>", "甲") TC("<w:hMerge/>", "") TC("", "乙"))
		      TR(TC("", "1") TC("", "2") TC("", "3"))),
	  "grid 1: 2 x 3\n  |甲|'|乙|\n  |1|2|3|\n" },
	{ "columns left out at the front keep the others in place",
	  TBL(TR(TC("", "甲") TC("", "乙")) "<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>" TC(
		  "", "1") "</w:tr>"),
	  "grid 1: 2 x 2\n  |甲|乙|\n  ||1|\n" },
	{ "paragraphs of a cell are its lines",
	  TBL(TR("<w:tc>" P("结果") P("") P("纠正") "</w:tc>" TC("", "1"))),
	  "grid 1: 1 x 2\n  |结果\\n纠正|1|\n" },
	{ "a table in a cell: the outer one lays out, its text is blocks",
	  TBL(TR("<w:tc>" P("前") TBL(TR(TC("", "1") TC("", "2"))) P("后") "</w:tc>")),
	  "grid 1: 1 x 1 layout\n  |前\\n后|\np: 前\ngrid 2: 1 x 2\n  |1|2|\np: 后\n" },
	{ "a table of one cell lays out", TBL(TR(TC("", "甲"))),
	  "grid 1: 1 x 1 layout\n  |甲|\np: 甲\n" },
	{ "a text box comes before its paragraph, and is read once",
	  "<w:p><w:r><w:t>甲</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">"
	  "<w:drawing><w:txbxContent>" P(
		  "框") "</w:txbxContent></w:drawing></mc:Choice>"
			"<mc:Fallback><w:pict><w:txbxContent>" P(
				"框") "</w:txbxContent></w:pict>"
				      "</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>乙</"
				      "w:t></w:r></w:p>",
	  "p: 框\np: 甲乙\n" },
	{ "a picture with its name in the archive, its size and what it says it shows",
	  "<w:p><w:r><w:drawing><wp:inline><wp:extent cx=\"952500\" cy=\"95250\"/>"
	  "<wp:docPr id=\"1\" descr=\"统计表\"/><a:blip r:embed=\"rId1\"/></wp:inline></w:drawing>"
	  "</w:r></w:p>",
	  "image @0 100x10: word/media/image1.png | 统计表\n" },
	{ "an old picture", "<w:p><w:r><w:pict><v:imagedata r:id=\"rId1\"/></w:pict></w:r></w:p>",
	  "image @0 0x0: word/media/image1.png | \n" },
	{ "links by relation and by field",
	  "<w:p><w:hyperlink r:id=\"rId2\"><w:r><w:t>附件</w:t></w:r></w:hyperlink><w:r>"
	  "<w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> HYPERLINK "
	  "\"http://a.test/c\" </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/>"
	  "</w:r><w:r><w:t>丙</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>",
	  "p: 附件丙\nlink @0: http://a.test/b.pdf?x=1&y=2 | 附件\nlink @0: http://a.test/c | "
	  "丙\n" },
	{ "formulas are text", "<w:p><m:oMath><m:r><m:t>12</m:t></m:r></m:oMath></w:p>",
	  "p: 12\n" },
	{ "properties before a change are not the document's",
	  "<w:p><w:pPr><w:pPrChange><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:pPrChange>"
	  "</w:pPr><w:r><w:t>甲</w:t></w:r></w:p>",
	  "p: 甲\n" },
};

static void write_docx(struct buf *out, const char *document)
{
	struct zip_write z = { .out = out, .deflate = true };

	zip_write_add(&z, STR("[Content_Types].xml"), STR("<Types/>"));
	zip_write_add(&z, STR("word/document.xml"), str_c(document));
	zip_write_add(&z, STR("word/styles.xml"), str_c(styles));
	zip_write_add(&z, STR("word/numbering.xml"), str_c(numbering));
	zip_write_add(&z, STR("word/_rels/document.xml.rels"), str_c(rels));
	zip_write_add(&z, STR("docProps/core.xml"), str_c(core));
	zip_write_end(&z);
}

/* The page of a document, printed; on failure its message. */
static int read_docx(struct buf *got, const char *document, struct arena *arena, struct err *e)
{
	static const struct doc_hint none;
	struct buf file;
	struct doc doc;
	struct page page;
	int rc;

	buf_init(&file, 1 << 24);
	write_docx(&file, document);
	assert_int_equal(doc_open(&doc, buf_str(&file), &none, arena, e), 0);
	assert_string_equal(doc.format->name, "docx");
	rc = doc.format->extract(&page, &doc, arena, e);
	buf_release(&file);
	if (rc == 0)
		page_print(got, &page);
	return rc;
}

static void test_docx(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct arena arena = { 0 };
		struct err e = { 0 };
		struct buf got;
		struct str want = arena_strf(&arena, "title: 云岭县年报\n%s", cases[i].want);

		print_message("  case: %s\n", cases[i].name);
		buf_init(&got, 1 << 16);
		assert_int_equal(
			read_docx(&got, arena_strf(&arena, "%s%s%s", head, cases[i].body, tail).p,
				  &arena, &e),
			0);
		assert_string_equal(got.p, want.p);
		buf_release(&got);
		arena_release(&arena);
	}
}

static const struct {
	const char *name, *xml, *want;
} documents[] = {
	{ "strict names",
	  "<document xmlns=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><body><p><r>"
	  "<t>甲</t></r></p></body></document>",
	  "p: 甲" },
	{ "a mark of byte order", "\xEF\xBB\xBF<d xmlns=\"" W "\"><p><t>甲</t></p></d>", "p: 甲" },
	{ "a declared encoding that is not UTF-8",
	  "<?xml version=\"1.0\" encoding=\"GBK\"?><d xmlns=\"" W "\"><p><t>\xBC\xD7</t></p></d>",
	  "p: 甲" },
};

static void test_documents(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(documents); i++) {
		struct arena arena = { 0 };
		struct err e = { 0 };
		struct buf got;

		print_message("  case: %s\n", documents[i].name);
		buf_init(&got, 1 << 16);
		assert_int_equal(read_docx(&got, documents[i].xml, &arena, &e), 0);
		assert_non_null(strstr(got.p, documents[i].want));
		buf_release(&got);
		arena_release(&arena);
	}
}

static const struct {
	const char *name, *xml;
	enum err_code code;
	const char *says;
} refused[] = {
	{ "not well-formed", "<a><b></a>", ERR_FORMAT, "not well-formed at line 1" },
	{ "cut short", "<a><b>x", ERR_FORMAT, "not well-formed" },
	{ "empty", "", ERR_FORMAT, "empty" },
	{ "an entity bomb",
	  "<!DOCTYPE a [<!ENTITY x \"xxxxxxxxxx\"><!ENTITY y \"&x;&x;&x;&x;&x;\">"
	  "<!ENTITY z \"&y;&y;&y;&y;&y;\">]><a>&z;</a>",
	  ERR_FORMAT, "document type declaration" },
	{ "a file asked for by an entity",
	  "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", ERR_FORMAT,
	  "document type declaration" },
	{ "a grammar from the network", "<!DOCTYPE a SYSTEM \"http://a.test/a.dtd\"><a/>",
	  ERR_FORMAT, "document type declaration" },
	{ "an entity nobody declared", "<a>&x;</a>", ERR_FORMAT, "not defined" },
};

static void test_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(refused); i++) {
		struct arena arena = { 0 };
		struct err e = { 0 };
		struct buf got;

		print_message("  case: %s\n", refused[i].name);
		buf_init(&got, 1 << 16);
		assert_int_equal(read_docx(&got, refused[i].xml, &arena, &e), -1);
		assert_int_equal(e.code, refused[i].code);
		assert_non_null(strstr(e.msg, "word/document.xml"));
		assert_non_null(strstr(e.msg, refused[i].says));
		buf_release(&got);
		arena_release(&arena);
	}
}

/* Elements in elements, n deep. */
static const char *nested(const char *open, const char *close, int n, struct arena *arena)
{
	struct buf b;
	const char *text;

	buf_init(&b, 1 << 24);
	buf_addf(&b, "%s", head);
	for (int i = 0; i < n; i++)
		buf_addf(&b, "%s", open);
	buf_addf(&b, "%s", P("甲"));
	for (int i = 0; i < n; i++)
		buf_addf(&b, "%s", close);
	buf_addf(&b, "%s", tail);
	text = arena_str(arena, buf_str(&b)).p;
	buf_release(&b);
	return text;
}

static void test_deep(void **state)
{
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct buf got;

	(void)state;
	buf_init(&got, 1 << 20);
	assert_int_equal(read_docx(&got, nested("<w:sdt>", "</w:sdt>", 300, &arena), &arena, &e),
			 -1);
	assert_non_null(strstr(e.msg, "document.xml"));
	assert_int_equal(read_docx(&got, nested("<w:sdt>", "</w:sdt>", 200, &arena), &arena, &e),
			 0);
	assert_non_null(strstr(got.p, "p: 甲"));
	buf_clear(&got);
	assert_int_equal(
		read_docx(&got, nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 60, &arena),
			  &arena, &e),
		0);
	assert_non_null(strstr(got.p, "p: 甲"));
	buf_release(&got);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_docx),
		cmocka_unit_test(test_documents),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_deep),
	};

	return cmocka_run_group_tests_name("docx", tests, NULL, NULL);
}
