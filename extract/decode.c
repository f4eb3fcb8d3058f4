#include "extract/decode.h"

#include "base/utf8.h"
#include "extract/charset.h"
#include "extract/model.h"
#include "extract/textbuf.h"

#define NUL_SHARE       10   /* of text in other encodings less than one byte in so many is NUL */
#define SAMPLE_BYTES    3072 /* enough to tell encodings apart when they differ as they do */
#define SAMPLE_RUNS     64
#define WIDE_SAMPLE     16 /* samples and more a document has for a second, denser one */
#define DENSER_BYTES    2  /* times the first */
#define DENSER_RUNS     8
#define SURE_MARGIN     (3 * MODEL_NAT)  /* for each character of the denser one */
#define SURE_COST       (60 * MODEL_NAT) /* of a sample: no need to look at the rest */
#define SURE_PER_CHAR   (9 * MODEL_NAT)
#define DECLARED_BONUS  (3 * MODEL_NAT)
#define ISLAND_COST     (6 * MODEL_NAT)  /* by which another reading of a run must be likelier */
#define ISLAND_MIN_WIDE 2                /* fewer only where they are */
#define LONE_COST       (12 * MODEL_NAT) /* as likely as a blank or a common character */
#define MAX_CANDIDATES  8
#define WEIGH_BYTES     512 /* and up to the end of the line, between looks at the sum */

struct candidate {
	const char *name;
	bool declared;
	int64_t cost;
	size_t n_wide;
};

struct candidates {
	struct candidate at[MAX_CANDIDATES];
	size_t n, best;
	int64_t margin;
};

static bool named(const char *name, const char *want)
{
	return str_eq(str_c(name), str_c(want));
}

/* What a page is decoded with under a label: the standard's gbk and gb18030 have one decoder. */
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

static void add_candidate(struct candidates *c, const char *name, bool declared)
{
	for (size_t i = 0; i < c->n; i++)
		if (named(c->at[i].name, name))
			return;
	c->at[c->n++] = (struct candidate){ .name = name, .declared = declared };
}

static bool many_nuls(struct str s)
{
	size_t n = 0;

	if (!s.n || !memchr(s.p, '\0', s.n))
		return false;
	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\0';
	return n > s.n / NUL_SHARE;
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
	*text = decode_bytes(str_sub(bytes, n, bytes.n), name, &enc->replaced, arena);
	enc->used = name;
	enc->source = CHARSET_BOM;
	return true;
}

/* A run ends before <, > or a line break: bytes that are no part of a character in any encoding
 * here. */
static bool is_end(char c)
{
	return (unsigned char)c <= '>' && (c == '\n' || c == '<' || c == '>');
}

/*
 * The next run from `from` on that holds more than ASCII, with the byte that
 * ends it. Returns where it begins; bytes.n where there is none.
 */
static size_t next_wide(struct str *run, struct str bytes, size_t from)
{
	size_t wide = from + utf8_ascii(bytes, from), at = wide, end = wide;

	if (wide >= bytes.n)
		return bytes.n;
	while (at > from && !is_end(bytes.p[at - 1]))
		at--;
	while (end < bytes.n && !is_end(bytes.p[end]))
		end++;
	*run = str_sub(bytes, at, end - at + (end < bytes.n));
	return at;
}

/* Up to `max` bytes of `runs` runs that hold more than ASCII, from all over the document. */
static struct str sample(struct str bytes, size_t max, size_t runs, struct arena *arena)
{
	struct textbuf out = { .arena = arena };
	size_t step = bytes.n / runs, from = 0;
	struct str run;

	while (out.n < max && (from = next_wide(&run, bytes, from)) < bytes.n) {
		textbuf_add(&out, str_sub(run, 0, SAMPLE_BYTES / 8));
		textbuf_add(&out, STR("\n"));
		from += run.n > step ? run.n : step;
		while (from < bytes.n && bytes.p[from - 1] != '\n' && bytes.p[from - 1] != '>')
			from++;
	}
	return textbuf_str(&out);
}

static int64_t cost_as(struct str bytes, const char *name, size_t *n_wide, struct arena *arena)
{
	uint32_t replaced;

	return model_text_cost(decode_bytes(bytes, name, &replaced, arena), n_wide);
}

/* Do line breaks stand for themselves in it, whatever comes before them? */
static bool has_lines(const char *name)
{
	return named(name, "utf-8") || named(name, "gb18030") || named(name, "big5");
}

/*
 * The same, but given up past `limit`: any sum above it is then as good. Costs
 * of lines add up, as at each of them the model begins anew.
 */
static int64_t cost_within(struct str bytes, const char *name, size_t *n_wide, int64_t limit,
			   struct arena *arena)
{
	int64_t cost = 0;

	*n_wide = 0;
	for (size_t at = 0; at < bytes.n && cost <= limit;) {
		size_t n = bytes.n - at > WEIGH_BYTES && has_lines(name) ? WEIGH_BYTES : bytes.n,
		       more;
		const char *end =
			n < bytes.n ? memchr(bytes.p + at + n, '\n', bytes.n - at - n) : NULL;
		struct str part =
			str_sub(bytes, at, end ? (size_t)(end + 1 - bytes.p) - at : bytes.n);

		cost += cost_as(part, name, &more, arena);
		*n_wide += more;
		at += part.n;
	}
	return cost;
}

/* UTF-8 comes last where nobody declared it: bytes that are no UTF-8 are soon too dear. */
static void weigh_all(struct candidates *c, struct str bytes, struct arena *arena)
{
	int64_t best = INT64_MAX, second = INT64_MAX;

	for (size_t k = 0; k < 2 * c->n; k++) {
		struct candidate *one = &c->at[k % c->n];
		bool is_late = !one->declared && named(one->name, "utf-8");
		int64_t bonus = one->declared ? DECLARED_BONUS : 0;
		int64_t limit = second < INT64_MAX - bonus ? second + bonus : INT64_MAX;

		if (is_late != (k >= c->n))
			continue;
		one->cost = cost_within(bytes, one->name, &one->n_wide, limit, arena) - bonus;
		if (one->cost < best) {
			second = best;
			best = one->cost;
		} else if (one->cost < second) {
			second = one->cost;
		}
	}
}

static void weigh(struct candidates *c, struct str bytes, struct arena *arena)
{
	int64_t second = INT64_MAX;

	weigh_all(c, bytes, arena);
	c->best = 0;
	for (size_t i = 1; i < c->n; i++) {
		const struct candidate *k = &c->at[i];

		if (k->cost < c->at[c->best].cost) {
			second = c->at[c->best].cost;
			c->best = i;
		} else if (k->cost < second) {
			second = k->cost;
		}
	}
	c->margin = second - c->at[c->best].cost;
}

static bool is_sure(const struct candidates *c)
{
	const struct candidate *best = &c->at[c->best];

	return c->margin >= SURE_COST && best->cost <= (int64_t)best->n_wide * SURE_PER_CHAR;
}

/* Long lists of names are dear in any reading: there the distance to the next one tells. */
static bool is_far_ahead(const struct candidates *c)
{
	return c->margin >= SURE_COST && c->margin >= (int64_t)c->at[c->best].n_wide * SURE_MARGIN;
}

/*
 * The document as most of it is likeliest; first by a sample, then, where that
 * leaves doubt, by a denser one if it is long (the first may have met with
 * little but names), then by all of it.
 */
static void choose(struct candidates *c, struct str bytes, struct arena *arena)
{
	weigh(c, sample(bytes, SAMPLE_BYTES, SAMPLE_RUNS, arena), arena);
	if (is_sure(c))
		return;
	if (bytes.n >= (size_t)WIDE_SAMPLE * SAMPLE_BYTES) {
		struct str denser = sample(bytes, (size_t)DENSER_BYTES * SAMPLE_BYTES,
					   (size_t)DENSER_RUNS * SAMPLE_RUNS, arena);

		weigh(c, denser, arena);
		if (is_sure(c) || is_far_ahead(c))
			return;
	}
	weigh(c, bytes, arena);
}

/* Is `other` the likelier reading of a run that is decoded as `base`? */
static bool is_island(struct str run, const char *base, const char *other, struct arena *arena)
{
	size_t n_base, n_other;
	int64_t as_other;

	if (named(other, "utf-8") && !utf8_valid(run))
		return false;
	if (run.n &&
	    (unsigned char)run.p[run.n - 1] < 0x40) /* what ended the run is no part of it */
		run.n--;
	as_other = cost_as(run, other, &n_other, arena);
	if (n_other < ISLAND_MIN_WIDE && as_other > LONE_COST)
		return false;
	return as_other + ISLAND_COST < cost_as(run, base, &n_base, arena);
}

static void note_island(struct encoding *enc, size_t at, struct str was, struct str is,
			struct arena *arena)
{
	if (enc->n_repairs == 0) {
		enc->repairs = ARENA_NEW(arena, struct repair, 1);
		enc->n_repairs = 1;
		*enc->repairs = (struct repair){ .name = "mixed_charset",
						 .at = (uint32_t)at,
						 .n = (uint32_t)was.n,
						 .before = str_sub(was, 0, 200),
						 .after = str_sub(is, 0, 200) };
	}
	enc->repairs->count++;
}

/* Decoded as `base`, but for runs that were put there in another encoding. */
static struct str by_run(struct encoding *enc, struct str bytes, const char *base,
			 struct arena *arena)
{
	static const char *const others[] = { "utf-8", "gb18030" };
	struct textbuf out = { .arena = arena };
	bool base_utf8 = named(base, "utf-8");
	const char *other = others[base_utf8];
	size_t pending = 0;
	uint32_t replaced;
	struct str run;

	for (size_t at = 0; (at = next_wide(&run, bytes, at)) < bytes.n; at += run.n) {
		if ((!base_utf8 || !utf8_valid(run)) && is_island(run, base, other, arena)) {
			struct str clean = str_sub(bytes, pending, at - pending), is, was;

			textbuf_add(&out, decode_bytes(clean, base, &replaced, arena));
			enc->replaced += replaced;
			was = decode_bytes(run, base, &replaced, arena);
			is = decode_bytes(run, other, &replaced, arena);
			note_island(enc, out.n, was, is, arena);
			textbuf_add(&out, is);
			enc->replaced += replaced;
			pending = at + run.n;
		}
	}
	if (!pending)
		return decode_bytes(bytes, base, &enc->replaced, arena);
	textbuf_add(&out, decode_bytes(str_sub(bytes, pending, bytes.n), base, &replaced, arena));
	enc->replaced += replaced;
	return textbuf_str(&out);
}

static bool is_ascii(struct str s)
{
	return utf8_ascii(s, 0) == s.n;
}

/* Does ASCII stay ASCII in it, and is it not UTF-8 anyway? */
static bool keeps_ascii(const char *name)
{
	return !named(name, "utf-8") && !named(name, "replacement") &&
	       !named(name, "iso-2022-jp") && !str_starts(str_c(name), STR("utf-16"));
}

static struct str lower(struct str label, struct arena *arena)
{
	char *p;

	label = str_trim(label);
	p = ARENA_NEW(arena, char, label.n + 1);
	for (size_t i = 0; i < label.n; i++)
		p[i] = (char)(label.p[i] >= 'A' && label.p[i] <= 'Z' ? label.p[i] + 32
								     : label.p[i]);
	return (struct str){ p, label.n };
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
	struct str label = is_html ? decode_prescan(bytes) : (struct str){ NULL, 0 };
	const char *http = decoder_of(charset, false), *meta = decoder_of(label, true);
	struct candidates c = { .n = 0 };
	bool utf16 = many_nuls(bytes);

	(void)e;
	enc->declared = lower(charset.n ? charset : label, arena);
	enc->margin_mnat = 0;
	enc->replaced = 0;
	if (by_bom(text, enc, bytes, arena))
		return 0;
	if (!utf16 && utf8_valid(bytes)) {
		const char *said = http ? http : meta;

		*text = bytes;
		enc->used = "utf-8";
		enc->source = CHARSET_UTF8;
		if (said && keeps_ascii(said) && is_ascii(bytes)) { /* nothing speaks against it */
			enc->used = said;
			enc->source = http ? CHARSET_HTTP : CHARSET_META;
		}
		return 0;
	}
	if (str_starts(bytes, STR("\xEF\xBB\xBF")))
		bytes = str_sub(bytes, 3, bytes.n);
	if (http)
		add_candidate(&c, http, true);
	if (meta)
		add_candidate(&c, meta, true);
	if (utf16) {
		add_candidate(&c, "utf-16le", false);
		add_candidate(&c, "utf-16be", false);
	}
	add_candidate(&c, "gb18030", false);
	add_candidate(&c, "utf-8", false);
	add_candidate(&c, "big5", false);
	choose(&c, bytes, arena);
	enc->used = c.at[c.best].name;
	enc->source = source_of(enc->used, http, meta);
	enc->margin_mnat = model_mnat(c.margin);
	enc->raw = bytes;
	if (named(enc->used, "utf-8") || named(enc->used, "gb18030") || named(enc->used, "big5"))
		*text = by_run(enc, bytes, enc->used, arena);
	else
		*text = decode_bytes(bytes, enc->used, &enc->replaced, arena);
	return 0;
}
