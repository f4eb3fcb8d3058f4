#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "extract/decode.h"
#include "extract/hanzi.h"
#include "extract/model.h"
#include "extract/repair.h"
#include "extract/textbuf.h"
#include "extract/wordlist.h"
#include "tests/unit/shared.h"

/* What a document's text becomes, as one string: decoded, repaired, and repaired as a page. */
static struct str mend(struct str bytes, const char *charset, struct encoding *enc,
		       struct arena *arena)
{
	struct page page = { 0 };
	struct str text;
	struct err e;

	memset(enc, 0, sizeof(*enc));
	assert_int_equal(decode_text(&text, enc, bytes, str_c(charset), false, arena, &e), 0);
	page.title = repair_text(text, enc, arena);
	repair_page(&page, enc, arena);
	return page.title;
}

static bool has_repair(const struct encoding *enc, const char *name)
{
	for (size_t i = 0; i < enc->n_repairs; i++)
		if (strcmp(enc->repairs[i].name, name) == 0)
			return true;
	return false;
}

/* ---- each class on a line or two ---- */

static const struct {
	const char *name, *class;
	struct str in, want;
} classes[] = {
	{ "UTF-8 read as GBK, even", "utf8_as_gbk",
	  STR_INIT("\u93C0\u57AE\u7C3B\u6DC7\u2103\u4F05\u934F\uE100\u7D11\u5BB8\u30E4\u7D94\u9A9E"
		   "\u6751\u5BB3\u93B6\u30E5\u61A1"),
	  STR_INIT("政府信息公开工作年度报告") },
	{ "and odd: the last byte of the run is chosen", "utf8_as_gbk",
	  STR_INIT("\u6D93\u8BF2\u59E9\u934F\uE100\u7D11\u93C0\u57AE\u7C3B\u6DC7\u2103\u4F05\u93AF"
		   "\u546D\u558C\n\u95AE\u3129\u68EC\u9354\u70B2\u53D5\u7039\uFFFD"),
	  STR_INIT("主动公开政府信息情况\n部门办公室") },
	{ "twice", "utf8_as_gbk_twice",
	  STR_INIT("\u95BA\u20AC\u9368\uE1BE\u76CE\u5A23\u56E3\u525D\u6D7C\u5474\u5D17\u9852\u20AC"
		   "\u7EF1\u621D\uE18F\u9289\u3087\u7A0A"),
	  STR_INIT("政府信息公开工作") },
	{ "GBK read as Latin-1", "gbk_as_latin1", STR_INIT("Õþ¸®ÐÅÏ¢¹«¿ª¹¤×÷Äê¶È±¨¸æ"),
	  STR_INIT("政府信息公开工作年度报告") },
	{ "and what had been lost before, in four bytes", "gbk_as_latin1",
	  STR_INIT("Õþ¸®ÐÅÏ¢¹«¿ª¹¤×÷\nÊ¡\xC2\x84"
		   "1¤7 12\nÄê¶È±¨¸æ"),
	  STR_INIT("政府信息公开工作\n省\uFFFD 12\n年度报告") },
	{ "double UTF-8", "utf8_as_latin1",
	  STR_INIT("æ\xC2\x94"
		   "¿åº\xC2\x9C"
		   "ä¿¡æ\xC2\x81"
		   "¯å\xC2\x85"
		   "¬å¼\xC2\x80"
		   ""),
	  STR_INIT("政府信息公开") },
	{ "misaligned GBK", "gbk_shift", STR_INIT("一、概述\n?。ǘ┮郎暾埞_情況"),
	  STR_INIT("一、概述\n　（二）依申請公開情況") },
	{ "its eaten tag", "tag_remnant", STR_INIT("?。ㄈ┱畔⒐芾?/strong>"),
	  STR_INIT("　（三）政府信息管理") },
	{ "a pair that is no character is a ? of the run", "gbk_shift",
	  STR_INIT("?。?┢渌幚?| 1.申請人無正當理由"),
	  STR_INIT("　（六）其他處理\uFFFC| 1.申請人無正當理由") },
	{ "entities twice", "double_escape",
	  STR_INIT("&amp;#25919;&#24220;&#x4FE1;&amp;amp;#24687;&#20844;&#24320;12"),
	  STR_INIT("政府信息公开12") },
	{ "JavaScript's escape()", "percent_u", STR_INIT("%u653F%u5E9C%u4FE1%u606F%u516C%u5F00"),
	  STR_INIT("政府信息公开") },
	{ "JSON's", "backslash_u", STR_INIT("\\u653F\\u5E9C\\u4FE1\\u606F\\u516C\\u5F00"),
	  STR_INIT("政府信息公开") },
	{ "radicals for characters", "compatibility_forms", STR_INIT("⾏政许可，⽂件，⻓江，⻔户"),
	  STR_INIT("行政许可，文件，长江，门户") },
	{ "one character split between two buffers", "utf8_split",
	  STR_INIT("主动公开政府信息情况，收到和处理政府信\uFFFD\uFFFD公开申请情况，政府信息管理，"
		   "平台建设，监督保障"),
	  STR_INIT("主动公开政府信息情况，收到和处理政府信息公开申请情况，政府信息管理，平台建设，"
		   "监督保障") },
};

static void test_classes(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(classes); i++) {
		struct arena arena = { 0 };
		struct encoding enc;
		struct str got = mend(classes[i].in, "", &enc, &arena);
		bool misaligned = strcmp(classes[i].class, "gbk_shift") == 0;

		print_message("  case: %s\n", classes[i].name);
		if (!str_eq(got, classes[i].want))
			print_message("  got %.*s\n", STR_ARG(got));
		assert_true(str_eq(got, classes[i].want) || (misaligned && enc.traditional));
		assert_true(has_repair(&enc, classes[i].class));
		arena_release(&arena);
	}
}

/* What a page says again is not searched for again: each place is mended all the same, where it is.
 */
static void test_repeated(void **state)
{
	static const struct str shifted = STR_INIT("?。ㄈ┱畔⒐芾?/strong>"),
				latin = STR_INIT("Õþ¸®ÐÅÏ¢¹«¿ª¹¤×÷Äê¶È±¨¸æ");
	struct arena arena = { 0 };
	struct encoding enc;
	struct str one, got;
	struct buf page;
	size_t n_shifts = 0, at[2] = { 0 };

	(void)state;
	buf_init(&page, 4096);
	buf_add(&page, shifted);
	buf_add(&page, STR("\n一、概述\n"));
	buf_add(&page, shifted);
	got = mend(buf_str(&page), "", &enc, &arena);
	one = mend(shifted, "", &(struct encoding){ 0 }, &arena);
	assert_true(str_starts(got, one) && str_ends(got, one) && got.n > 2 * one.n);
	for (size_t i = 0; i < enc.n_repairs; i++)
		if (strcmp(enc.repairs[i].name, "gbk_shift") == 0 && n_shifts < 2)
			at[n_shifts++] = enc.repairs[i].at;
	assert_int_equal(n_shifts, 2);
	assert_int_equal(at[1] - at[0], shifted.n + STR("\n一、概述\n").n);

	page.n = 0;
	for (unsigned i = 0; i < 3; i++) {
		buf_add(&page, latin);
		buf_add(&page, STR("\n"));
	}
	got = mend(buf_str(&page), "", &enc, &arena);
	assert_true(str_eq(got, STR("政府信息公开工作年度报告\n政府信息公开工作年度报告\n"
				    "政府信息公开工作年度报告\n")));
	assert_true(has_repair(&enc, "gbk_as_latin1"));
	buf_release(&page);
	arena_release(&arena);
}

/* ---- bytes that lost something, or were put together from parts ---- */

static const struct {
	const char *name, *charset;
	struct str bytes, want;
	const char *class;
} sources[] = {
	{ "one byte lost before ，", "gbk",
	  STR_INIT("\xB1\xBE\xC4\xEA\xB6\xC8\xD6\xF7\xB6\xB9\xAB\xBF\xAA\xD5\xFE\xB8\xAE\xD0\xC5"
		   "\xCF\xA2\xC7\xE9\xBF\xF6"),
	  STR_INIT("本年度主动公开政府信息情况"), "gbk_lost_byte" },
	{ "UTF-8 under the label gb2312", "gb2312", STR_INIT("年度报告"), STR_INIT("年度报告"),
	  NULL },
	{ "GBK under the label utf-8", "utf-8", STR_INIT("\xC4\xEA\xB6\xC8\xB1\xA8\xB8\xE6"),
	  STR_INIT("年度报告"), NULL },
	{ "a rare name of a place, which stands there many times", "gbk",
	  STR_INIT("\xB7\xA2\xB2\xBC\xC8\xD5\xC6\xDA\xA3\xBA"
		   "2021-01-24&nbsp;&nbsp;\xC0\xB4"
		   "\xD4\xB4\xA3\xBA\xE5\xA3\xC5z\xCF\xD8\xCD\xA1\xCF\xAB\xD5\xF2\xC8\xCB\xC3"
		   "\xF1\xD5\xFE\xB8\xAE&nbsp;&nbsp;\xE4\xAF\xC0\xC0\xC1\xBF\xA3\xBA\n2020\xC4"
		   "\xEA\xE5\xA3\xC5z\xCF\xD8\xCD\xA1\xCF\xAB\xD5\xF2\xC8\xCB\xC3\xF1\xD5\xFE"
		   "\xB8\xAE\xD5\xFE\xB8\xAE\xD0\xC5\xCF\xA2\xB9\xAB\xBF\xAA\xB9\xA4\xD7\xF7"
		   "\xC4\xEA\xB6\xC8\xB1\xA8\xB8\xE6\n\xC4\xEA\xA3\xAC\xE5\xA3\xC5z\xCF\xD8"
		   "\xCD\xA1\xCF\xAB\xD5\xF2\n\xB7\xA2\xB2\xBC\xC8\xD5\xC6\xDA\xA3\xBA"
		   "202"
		   "1-01-24&nbsp;&nbsp;\xC0\xB4\xD4\xB4\xA3\xBA\xE5\xA3\xC5z\xCF\xD8\xCD\xA1"
		   "\xCF\xAB\xD5\xF2\xC8\xCB\xC3\xF1\xD5\xFE\xB8\xAE&nbsp;&nbsp;\xE4\xAF\xC0"
		   "\xC0\xC1\xBF\xA3\xBA\n"),
	  STR_INIT("发布日期：2021-01-24&nbsp;&nbsp;来源：澹舲县汀汐镇人民政府&nbsp;&nbsp;"
		   "浏览量：\n2020年澹舲县汀汐镇人民政府政府信息公开工作年度报告\n年，澹舲县汀汐镇"
		   "\n发布日期：2021-01-24&nbsp;&nbsp;来源：澹舲县汀汐镇人民政府&nbsp;&nbsp;"
		   "浏览量：\n"),
	  NULL },
	{ "GBK in a page of UTF-8", "utf-8",
	  STR_INIT("政府信息公开工作年度报告\n\xD6\xF7\xB6\xAF\xB9\xAB\xBF\xAA\n收到和处理申请"),
	  STR_INIT("政府信息公开工作年度报告\n主动公开\n收到和处理申请"), "mixed_charset" },
	{ "UTF-8 in a page of GBK", "gbk",
	  STR_INIT(
		  "\xD5\xFE\xB8\xAE\xD0\xC5\xCF\xA2\xB9\xAB\xBF\xAA\xB9\xA4\xD7\xF7\xC4\xEA\xB6\xC8"
		  "\xB1\xA8\xB8\xE6\n主动公开情况\n"),
	  STR_INIT("政府信息公开工作年度报告\n主动公开情况\n"), "mixed_charset" },
	{ "a UTF-8 mark before GBK", "",
	  STR_INIT("\xEF\xBB\xBF\xD5\xFE\xB8\xAE\xD0\xC5\xCF\xA2\xB9\xAB\xBF\xAA"),
	  STR_INIT("政府信息公开"), NULL },
};

static void test_sources(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(sources); i++) {
		struct arena arena = { 0 };
		struct encoding enc;
		struct str got = mend(sources[i].bytes, sources[i].charset, &enc, &arena);

		print_message("  case: %s\n", sources[i].name);
		if (!str_eq(got, sources[i].want))
			print_message("  got %.*s\n", STR_ARG(got));
		assert_true(str_eq(got, sources[i].want));
		if (sources[i].class)
			assert_true(has_repair(&enc, sources[i].class));
		else
			assert_int_equal(enc.n_repairs, 0);
		arena_release(&arena);
	}
}

/* ---- healthy text is sacred ---- */

static const struct {
	const char *name;
	struct str text;
} sacred[] = {
	{ "rare names", STR_INIT("姓名：翟赟、仝奡、覃翾、晁嬛、郄婳、亓骉、逄䶮、蒯祎喆") },
	{ "rare places", STR_INIT("㵲阳河、㟃溪、鄠邑区、盱眙县、邳州市、浉河区、猇亭区、硚口区、亳"
				  "州市、濮阳市、珙县") },
	{ "a cell with a rare name", STR_INIT("赟\n喆\n翟赟\n㵲阳") },
	{ "elements",
	  STR_INIT("镧系元素：镧铈镨钕钷钐铕钆铽镝钬铒铥镱镥；醛、酮、酯、羧、苷、嘌呤、嘧啶") },
	{ "monsters", STR_INIT("魍魉魑魅饕餮貔貅麒麟狴犴狻猊赑屃椒图") },
	{ "English",
	  STR_INIT("Annual report “2023” — it’s naïve; café, résumé, Übergröße, façade") },
	{ "formulas",
	  STR_INIT("E = mc², a² + b² = c², ½ · ¾ ≤ 1 ± 0.5 °C, 10 µm, §3, £5, €7, ¥100") },
	{ "other scripts",
	  STR_INIT("При поддержке Ελληνικά 日本語のテキスト カタカナ ㈱ 한국어 텍스트") },
	{ "questions", STR_INIT("什么?。真的吗?!是?，对！？?\n??????\n?，?") },
	{ "rows of question marks for blanks",
	  STR_INIT("????2020 年，????为强化管理??，推进工作。") },
	{ "one U+FFFD in a name", STR_INIT("负责人：王\uFFFD，电话：12345") },
	{ "private use that means something",
	  STR_INIT("\uE600 首页 \uE601 政务公开 \uE602\uE603 搜索") },
	{ "a text about readings",
	  STR_INIT("多音字：长（cháng）、长（zhǎng）；行（háng）、行（xíng）；重（chóng）。"
		   "拼音是给汉字注音的方法，学生应当学会拼读。妈(mā)、麻(má)、马(mǎ)、骂(mà)。") },
	{ "a text about escapes",
	  STR_INIT("在网页中写 &#25919; 会显示“政”，%u653F 是另一种写法。") },
	{ "a template that talks of U+951F",
	  STR_INIT("出现“锟斤拷”三个字，说明编码转换出了错，请检查网页的字符集设置是否正确。") },
	{ "figures", STR_INIT("第二十条第（一）项|0|12|3\n规章|1|2|3\n①②③ ⒈⒉⒊ ㈠㈡㈢ Ⅰ Ⅱ １２３") },
};

static void test_sacred(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(sacred); i++) {
		struct arena arena = { 0 };
		struct encoding enc;
		struct str got = mend(sacred[i].text, "", &enc, &arena);

		print_message("  case: %s\n", sacred[i].name);
		if (!str_eq(got, sacred[i].text))
			print_message("  got %.*s\n", STR_ARG(got));
		assert_true(str_eq(got, sacred[i].text));
		assert_int_equal(enc.n_repairs, 0);
		assert_false(enc.untrusted);
		assert_null(enc.verdict);
		arena_release(&arena);
	}
}

/* Traditional text is not damaged: the page shows it simplified, says so, and changes nothing else.
 */
static void test_traditional(void **state)
{
	struct arena arena = { 0 };
	struct encoding enc;
	struct str in = STR("本機關依法主動公開政府信息，並及時回應社會關切。收到和處理政府信息公開"
			    "申請情況如下。");
	struct str got = mend(in, "", &enc, &arena);

	(void)state;
	assert_true(enc.traditional);
	assert_int_equal(enc.n_repairs, 0);
	assert_true(str_eq(got, STR("本机关依法主动公开政府信息，并及时回应社会关切。收到和处理政府"
				    "信息公开申请情况如下。")));
	got = mend(STR("規範性檔案制發件數，各機關編制發展計畫，透過網際網路及入口網站公開資訊"),
		   "", &enc, &arena);
	assert_true(has_repair(&enc, "taiwan_wording"));
	assert_true(str_find(got, STR("规范性文件"), 0) == 0);
	assert_true(str_find(got, STR("发展计划"), 0) != STR_NONE);
	arena_release(&arena);
}

static void test_mirror(void **state)
{
	struct arena arena = { 0 };
	struct encoding enc;
	struct str in = STR("根據(jù)有關(guān)規(guī)定，新區(qū)科技局編制了年度報告，數據(jù)"
			    "統計期限為一年。"
			    "有關(guān)部門依照規(guī)定公開信息，新區(qū)"
			    "各單位收到申請後依法答復，並接受監督。"
			    "數據(jù)以規(guī)定的格式發布，新區(qū)負責審核有關(guān)內容。");
	struct str got = mend(in, "", &enc, &arena);

	(void)state;
	assert_true(has_repair(&enc, "pinyin_brackets"));
	assert_int_equal(str_find(got, STR("("), 0), STR_NONE);
	assert_true(str_starts(got, STR("根据有关规定，新区科技局编制了年度报告")));
	arena_release(&arena);
}

/* Long lines, each with U+FFFD somewhere: all of them are odd, and all of them are Chinese. */
static void test_not_garbled(void **state)
{
	static const char line[] =
		"全年共受理政府信息公开申请，均在规定期限内依法答复，未发生因政府"
		"信息公开引起的行政复议和行政诉讼。本单位认真做好政府信息公"
		"\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD作，（一）主动公开情况。\n";
	struct textbuf t = { 0 };
	struct arena arena = { 0 };
	struct encoding enc;
	struct str in;

	(void)state;
	t.arena = &arena;
	for (int i = 0; i < 10; i++)
		textbuf_add(&t, str_c(line));
	in = textbuf_str(&t);
	assert_true(str_eq(mend(in, "", &enc, &arena), in));
	assert_null(enc.verdict);
	assert_false(enc.untrusted);
	arena_release(&arena);
}

/* ---- words around a lost character ---- */

static const struct {
	const char *name, *before, *offered, *after, *want;
} places[] = {
	{ "a word on the left", "二十大精", "以神", "及", "神" },
	{ "a word on the right", "工作", "任责", "务", "任" },
	{ "a word around it", "公开出", "发版", "物", "版" },
	{ "a mark, where no word goes on", "公开", "始，", "并", "，" },
	{ "the first of equals stays first", "", "龘靐", "", "龘" },
};

static size_t classes_of(uint16_t *out, const char *s)
{
	struct str text = str_c(s);
	size_t n = 0;

	for (size_t at = 0; at < text.n;)
		out[n++] = model_class_of(utf8_next(text, &at));
	return n;
}

static void test_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(places); i++) {
		uint16_t before[8], after[8];
		size_t nb = classes_of(before, places[i].before),
		       na = classes_of(after, places[i].after), at = 0;
		struct str offered = str_c(places[i].offered), want = str_c(places[i].want);
		struct choices c = { .n = 0 };

		print_message("  case: %s\n", places[i].name);
		while (at < offered.n)
			choices_offer(&c, utf8_next(offered, &at), 100);
		at = 0;
		choices_settle(&c, before, nb, after, na);
		assert_int_equal(c.at[0].code_point, utf8_next(want, &at));
	}
}

static void test_choices(void **state)
{
	struct choices c = { .n = 0 };

	(void)state;
	for (unsigned i = 0; i < 3 * WORDLIST_CHOICES; i++)
		choices_offer(&c, 0x4E00 + i, 1000 - i);
	assert_int_equal(c.n, WORDLIST_CHOICES);
	for (size_t i = 1; i < c.n; i++)
		assert_true(c.at[i - 1].cost <= c.at[i].cost);
	c.n = 0;
	choices_offer(&c, 0x7D50, 80); /* 結 and 结 are one class: the cheaper stays */
	choices_offer(&c, 0x7ED3, 50);
	choices_offer(&c, 0x7D50, 60);
	assert_int_equal(c.n, 1);
	assert_int_equal(c.at[0].code_point, 0x7ED3);
}

/* ---- what cannot be repaired is said ---- */

static const struct {
	const char *name;
	struct str in;
	const char *verdict;
	bool untrusted;
	struct str want; /* empty: as it was */
} verdicts[] = {
	{ "GBK read as UTF-8",
	  STR_INIT("\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD 12 \uFFFD\uFFFD\uFFFD\u023B\uFFFD\uFFFD"),
	  "lost_as_utf8", true, STR_INIT("") },
	{ "figures of a four-byte blank are set aside",
	  STR_INIT("\uFFFD\uFFFD\uFFFD\uFFFD 12\uFFFD6\uFFFD8\uFFFD\uFFFD\uFFFD"), "lost_as_utf8",
	  true, STR_INIT("\uFFFD\uFFFD\uFFFD\uFFFD 12\u2002\uFFFD\uFFFD\uFFFD") },
	{ "that read as GBK", STR_INIT("锟斤拷锟斤拷锟斤拷 12 锟斤拷锟斤拷"), "lost_twice", true,
	  STR_INIT("") },
	{ "fill bytes", STR_INIT("烫烫烫烫烫烫烫烫屯屯屯屯"), "fill_bytes", true, STR_INIT("") },
	{ "dates without their month", STR_INIT("统计期限为202311日至1231日。"), "digits_dropped",
	  true, STR_INIT("") },
	{ "numbers without their bracket", STR_INIT("国办公开办函〔202130号"), "digits_dropped",
	  true, STR_INIT("") },
	{ "another trade's words", STR_INIT("欧博信息公开工作，欧博加强领导"), "words_replaced",
	  true, STR_INIT("") },
	{ "characters that an encoder had not",
	  STR_INIT("2023年1??1??起至2023年12??31日，其中??政许可5条、??政处罚3条，规范性??件2条"),
	  "words_lost", true, STR_INIT("") },
	{ "questions are asked, and blanks shown as ??",
	  STR_INIT("为什么??因为……\n??一、总体情况\n是吗???\n??二、主动公开??\n??三、收到和处理\n??"
		   "四"),
	  NULL, false, STR_INIT("") },
	{ "digits in what no channel explains",
	  STR_INIT("Õþ¸®ÐÅÏ¢¹«¿ª¹¤×÷Äê¶È±¨¸æ\n2023Äê12ÔÂ\nßÁ\x7F¡£7\xC3\xBF\n"), "doubtful_figures",
	  true, STR_INIT("政府信息公开工作年度报告\n2023年12月\nßÁ\x7F¡£7\xC3\xBF\n") },
	{ "fairs, and what the police is against, are no brands",
	  STR_INIT("服务中国—亚欧博览会，西欧博物馆，亚欧博览会展区，打击网络博彩，整治博彩网站"),
	  NULL, false, STR_INIT("") },
	{ "a real date", STR_INIT("自2023年1月1日至2023年12月31日止，〔2021〕30号"), NULL, false,
	  STR_INIT("") },
};

static void test_verdicts(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(verdicts); i++) {
		struct arena arena = { 0 };
		struct encoding enc;
		struct str got = mend(verdicts[i].in, "", &enc, &arena);

		print_message("  case: %s\n", verdicts[i].name);
		assert_true(str_eq(str_c(enc.verdict), str_c(verdicts[i].verdict)));
		assert_int_equal(enc.untrusted, verdicts[i].untrusted);
		assert_true(str_eq(got, verdicts[i].want.n ? verdicts[i].want : verdicts[i].in));
		arena_release(&arena);
	}
}

/* ---- real pages, where they are at hand ---- */

static size_t next_line(struct str *line, struct str *rest)
{
	while (shared_line(line, rest)) {
		while (str_starts(*line, STR("\u3000")))
			*line = str_sub(*line, 3, line->n);
		*line = str_trim(*line);
		if (line->n)
			return 1;
	}
	return 0;
}

/* Equal but for the width of brackets? */
static bool same_line(struct str a, struct str b)
{
	size_t i = 0, k = 0;

	while (i < a.n && k < b.n) {
		uint32_t c = utf8_next(a, &i), d = utf8_next(b, &k);

		c = c == 0xFF08 ? '(' : c == 0xFF09 ? ')' : c;
		d = d == 0xFF08 ? '(' : d == 0xFF09 ? ')' : d;
		if (c != d)
			return false;
	}
	return i == a.n && k == b.n;
}

static void shared_seed_002(void **state)
{
	struct arena arena = { 0 };
	struct encoding enc;
	struct str in, want, got, line, wanted;
	size_t headings = 0, readings = 0;

	(void)state;
	if (!shared_read(&in, SHARED "reports/documents/seed_002.txt", &arena) ||
	    !shared_read(&want, SHARED "reports/expected/seed_002.clean.txt", &arena)) {
		print_message("skipped: no reports\n");
		skip();
	}
	got = mend(in, "", &enc, &arena);
	while (next_line(&wanted, &want)) {
		assert_true(next_line(&line, &got));
		if (!same_line(line, wanted))
			print_message("  got %.*s\n want %.*s\n", STR_ARG(line), STR_ARG(wanted));
		assert_true(same_line(line, wanted));
	}
	assert_false(next_line(&line, &got));
	for (size_t i = 0; i < enc.n_repairs; i++) {
		headings += strcmp(enc.repairs[i].name, "gbk_shift") == 0;
		if (strcmp(enc.repairs[i].name, "pinyin_brackets") == 0)
			readings = enc.repairs[i].count;
	}
	print_message("  headings %zu, readings %zu\n", headings, readings);
	assert_int_equal(headings, 5);
	assert_true(readings == 171 || readings == 172);
	assert_true(enc.traditional);
	arena_release(&arena);
}

/* No character changes where nothing is wrong: what is served is what is read. */
static void shared_clean(void **state)
{
	static const char *const files[] = {
		"reports/documents/seed_000.txt",          "reports/documents/seed_001.txt",
		"reports/documents/seed_003.txt",          "reports/documents/seed_004.txt",
		"reports/documents/shuyang_fgj_2023.html",
	};
	struct arena arena = { 0 };
	struct str list, line;
	size_t n = 0;

	(void)state;
	if (!shared_read(&list, SHARED "html_samples/index.tsv", &arena)) {
		print_message("skipped: no html_samples\n");
		skip();
	}
	for (size_t i = 0; i < countof(files) || shared_line(&line, &list);) {
		struct arena one = { 0 };
		struct encoding enc = { 0 };
		struct str bytes, text;
		struct err e;
		char path[256];

		if (i < countof(files))
			snprintf(path, sizeof(path), SHARED "%s", files[i++]);
		else
			snprintf(path, sizeof(path), SHARED "html_samples/%.*s",
				 (int)str_find(line, STR("\t"), 0), line.p);
		if (!shared_read(&bytes, path, &one))
			continue;
		assert_int_equal(decode_text(&text, &enc, bytes, STR(""), true, &one, &e), 0);
		if (repair_text(text, &enc, &one).p != text.p)
			print_message("  changed: %s\n", path);
		assert_ptr_equal(repair_text(text, &enc, &one).p, text.p);
		assert_null(enc.verdict);
		n++;
		arena_release(&one);
	}
	print_message("  %zu documents\n", n);
	assert_true(n > 20);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_classes),     cmocka_unit_test(test_repeated),
		cmocka_unit_test(test_sources),     cmocka_unit_test(test_sacred),
		cmocka_unit_test(test_traditional), cmocka_unit_test(test_mirror),
		cmocka_unit_test(test_words),       cmocka_unit_test(test_choices),
		cmocka_unit_test(test_not_garbled), cmocka_unit_test(test_verdicts),
		cmocka_unit_test(shared_seed_002),  cmocka_unit_test(shared_clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
