#include "extract/decode.h"

#include <limits.h>

#include "base/utf8.h"
#include "extract/charset.h"

/* Of bytes in no known charset more than this share are NUL only in UTF-16, in 1/n. */
#define NUL_SHARE 10

struct candidate {
	const char *name;
	struct str text;
	uint32_t replaced;
	int64_t score; /* thousandths of a nat */
};

/* Stand-in for the model: a character of GB2312's first level is likely, one of the rest is not. */
static int64_t score(struct str text)
{
	int64_t sum = 0;

	for (size_t at = 0; at < text.n;) {
		uint32_t c = utf8_next(text, &at);

		if (c < 0x80)
			continue;
		if (c == UTF8_REPLACEMENT)
			sum -= 14000;
		else if (c == 0x7684 || c == 0x4E00 || c == 0x653F || c == 0x516C || c == 0x5E74)
			sum += 8000;
		else
			sum -= c >= 0xE000 && c < 0xF900 ? 12000 : 1000;
	}
	return sum;
}

static bool named(const char *name, const char *want)
{
	return str_eq(str_c(name), str_c(want));
}

/* What a page may be decoded with under a label: the standard's "gbk" and "gb18030" have one
 * decoder. */
static const char *decoder_of(struct str label, bool is_meta)
{
	const char *name = decode_label(label);

	if (!name)
		return NULL;
	if (is_meta && str_starts(str_c(name), STR("utf-16")))
		return "utf-8";
	if (is_meta && named(name, "x-user-defined"))
		return "windows-1252";
	return named(name, "gbk") ? "gb18030" : name;
}

static void add_candidate(struct candidate *all, size_t *n, const char *name)
{
	for (size_t i = 0; i < *n; i++)
		if (named(all[i].name, name))
			return;
	all[(*n)++].name = name;
}

static bool many_nuls(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\0';
	return n > s.n / NUL_SHARE;
}

static void settle(struct str *text, struct encoding *enc, struct str t, const char *used,
		   enum charset_source source)
{
	*text = t;
	enc->used = used;
	enc->source = source;
}

/* A byte order mark decides, but for UTF-8's before bytes that are none: pages are put together
 * from parts. */
static bool by_bom(struct str *text, struct encoding *enc, struct str bytes, struct arena *arena)
{
	const char *name = NULL;
	size_t n = 2;

	if (str_starts(bytes, STR("\xEF\xBB\xBF")) && utf8_valid(bytes)) {
		name = "utf-8";
		n = 3;
	} else if (str_starts(bytes, STR("\xFE\xFF"))) {
		name = "utf-16be";
	} else if (str_starts(bytes, STR("\xFF\xFE"))) {
		name = "utf-16le";
	}
	if (!name)
		return false;
	settle(text, enc, decode_bytes(str_sub(bytes, n, bytes.n), name, &enc->replaced, arena),
	       name, CHARSET_BOM);
	return true;
}

static int32_t clamp(int64_t mnat)
{
	return mnat > INT32_MAX ? INT32_MAX : (int32_t)mnat;
}

static enum charset_source source_of(const char *used, const char *http, const char *meta)
{
	if (http && named(used, http))
		return CHARSET_HTTP;
	return meta && named(used, meta) ? CHARSET_META : CHARSET_GUESS;
}

int decode_text(struct str *text, struct encoding *enc, struct str bytes, struct str charset,
		bool is_html, struct arena *arena, struct err *e)
{
	struct str meta_label = is_html ? decode_prescan(bytes) : (struct str){ NULL, 0 };
	const char *http = decoder_of(charset, false), *meta = decoder_of(meta_label, true);
	struct candidate all[8] = { 0 };
	size_t n = 0, best = 0;
	int64_t second = INT64_MIN;

	enc->declared = http ? arena_str(arena, str_trim(charset)) : arena_str(arena, meta_label);
	for (size_t i = 0; i < enc->declared.n; i++) {
		char *p = (char *)(uintptr_t)enc->declared.p + i;

		*p = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
	}
	enc->margin_mnat = 0;
	if (by_bom(text, enc, bytes, arena))
		return 0;
	if (!many_nuls(bytes)) {
		if (utf8_valid(bytes)) {
			settle(text, enc, bytes, "utf-8", CHARSET_UTF8);
			return 0;
		}
	} else {
		add_candidate(all, &n, "utf-16le");
		add_candidate(all, &n, "utf-16be");
	}
	if (http)
		add_candidate(all, &n, http);
	if (meta)
		add_candidate(all, &n, meta);
	add_candidate(all, &n, "gb18030");
	add_candidate(all, &n, "utf-8");
	add_candidate(all, &n, "big5");
	for (size_t i = 0; i < n; i++) {
		all[i].text = decode_bytes(bytes, all[i].name, &all[i].replaced, arena);
		all[i].score = score(all[i].text);
		if (i > 0 && all[i].score > all[best].score) {
			second = all[best].score;
			best = i;
		} else if (i > 0 && all[i].score > second) {
			second = all[i].score;
		}
	}
	settle(text, enc, all[best].text, all[best].name, source_of(all[best].name, http, meta));
	enc->replaced = all[best].replaced;
	enc->margin_mnat = clamp(all[best].score - second);
	(void)e;
	return 0;
}
