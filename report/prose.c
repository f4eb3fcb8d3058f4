#include "report/prose.h"

#include "base/attrs.h"
#include "base/utf8.h"
#include "report/section.h"
#include "report/text.h"

#define MICRO INT64_C(1000000)

static bool is_digit(struct str s, size_t at)
{
	return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

static size_t word_at(struct str s, size_t at, const char *const *words)
{
	struct str rest = str_sub(s, at, s.n);
	size_t best = 0;

	for (size_t i = 0; words[i]; i++) {
		struct str w = str_c(words[i]);

		if (w.n > best && str_starts(rest, w))
			best = w.n;
	}
	return best;
}

/* "1234", "1,234", "43.788": to millionths. */
static bool arabic(int64_t *micro, uint8_t *scale, size_t *at, struct str s)
{
	size_t i = *at, digits = 0;
	int64_t n = 0, unit = MICRO;

	*scale = 0;
	for (; is_digit(s, i); i++, digits++)
		if (__builtin_mul_overflow(n, 10, &n) || n > INT64_MAX / MICRO / 100 ||
		    __builtin_add_overflow(n, s.p[i] - '0', &n))
			return false;
	while (digits <= 3 && i < s.n && s.p[i] == ',' && is_digit(s, i + 1) &&
	       is_digit(s, i + 2) && is_digit(s, i + 3) && !is_digit(s, i + 4)) {
		n = n * 1000 + (s.p[i + 1] - '0') * 100 + (s.p[i + 2] - '0') * 10 +
		    (s.p[i + 3] - '0');
		if (n > INT64_MAX / MICRO / 1000)
			return false;
		i += 4;
	}
	n *= MICRO;
	if (i < s.n && s.p[i] == '.' && is_digit(s, i + 1))
		for (i++; is_digit(s, i); i++) {
			unit /= 10;
			(*scale)++;
			if (unit == 0)
				return false;
			n += unit * (s.p[i] - '0');
		}
	*micro = n;
	*at = i;
	return true;
}

static int han_digit(uint32_t c)
{
	static const uint32_t digits[] = { 0x96F6, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
					   0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D };

	for (size_t i = 0; i < countof(digits); i++)
		if (c == digits[i])
			return (int)i;
	return c == 0x4E24 ? 2 : c == 0x3007 ? 0 : -1; /* 两, 〇 */
}

/* 十二, 一百零五, 三千二百: to 9999. */
static bool han(int64_t *micro, size_t *at, struct str s)
{
	int64_t total = 0, digit = -1;
	size_t i = *at;
	int64_t least = 100000;
	bool any = false;

	while (i < s.n) {
		size_t next = i;
		uint32_t c = utf8_next(s, &next);
		int d = han_digit(c);
		int64_t power = c == 0x5341 ? 10 : c == 0x767E ? 100 : c == 0x5343 ? 1000 : 0;

		if (d >= 0) {
			if (digit > 0)
				return false; /* 二〇二三: a year, no count */
			digit = d;
		} else if (power) {
			if (power >= least)
				return false;
			total += (digit > 0 ? digit : 1) * power;
			digit = -1;
			least = power;
		} else {
			break;
		}
		any = true;
		i = next;
	}
	if (!any)
		return false;
	*micro = (total + (digit > 0 ? digit : 0)) * MICRO;
	*at = i;
	return true;
}

static const char *const items[] = { "件",   "宗",   "条", "份", "起", "项", "例",
				     "个",   "次",   "篇", "部", "则", "期", "人次",
				     "件次", "条次", "场", "人", "户", "家", NULL };
static const char *const han_items[] = { "件", "宗", "条", "份", "起", "例", "篇", NULL };
static const char *const roughly[] = { "余", "多", "来", NULL };

/* What stands in front of 一件 where nobody counts: 每一件, 任何一条. */
static bool is_counting(struct str s, size_t at)
{
	static const char *const not_before[] = { "每", "第", "任", "任何", "某",   "这",   "那",
						  "同", "首", "进", "逐",   "哪",   "其中", "统",
						  "唯", "是", "另", "无",   "没有", "各",   NULL };

	for (size_t i = 0; not_before[i]; i++)
		if (text_ends(str_sub(s, 0, at), not_before[i]))
			return false;
	return true;
}

bool number_read(struct number *out, struct str s, size_t at)
{
	struct number n = { .from = at };
	size_t i = at, used;
	bool arabic_digits = is_digit(s, at);

	if (arabic_digits && at && (is_digit(s, at - 1) || s.p[at - 1] == '.'))
		return false;
	if (arabic_digits ? !arabic(&n.micro, &n.scale, &i, s) : !han(&n.micro, &i, s))
		return false;
	used = word_at(s, i, roughly);
	n.about = used > 0;
	i += used;
	if (text_starts(str_sub(s, i, s.n), "万元")) {
		n.is_wan = true;
		n.unit = UNIT_YUAN;
		n.word = str_sub(s, i, strlen("万元"));
	} else if (text_starts(str_sub(s, i, s.n), "亿元")) {
		return false;
	} else if (text_starts(str_sub(s, i, s.n), "万")) {
		if (__builtin_mul_overflow(n.micro, 10000, &n.micro))
			return false;
		i += strlen("万");
		used = word_at(s, i, roughly);
		n.about = n.about || used;
		i += used;
	}
	if (n.is_wan) {
		if (__builtin_mul_overflow(n.micro, 10000, &n.micro))
			return false;
	} else if (text_starts(str_sub(s, i, s.n), "元")) {
		n.unit = UNIT_YUAN;
		n.word = str_sub(s, i, strlen("元"));
	} else if (text_starts(str_sub(s, i, s.n), "%")) {
		n.unit = UNIT_PERCENT;
		n.word = str_sub(s, i, 1);
	} else {
		used = word_at(s, i, arabic_digits ? items : han_items);
		if (!used || (!arabic_digits && !is_counting(s, at)))
			return false;
		n.unit = UNIT_ITEM;
		n.word = str_sub(s, i, used);
	}
	n.to = i + n.word.n;
	if (text_ends(str_sub(s, 0, at), "约") || text_ends(str_sub(s, 0, at), "近") ||
	    text_ends(str_sub(s, 0, at), "超过") || text_ends(str_sub(s, 0, at), "达到") ||
	    text_starts(str_sub(s, n.to, s.n), "以上") ||
	    text_starts(str_sub(s, n.to, s.n), "左右"))
		n.about = true;
	*out = n;
	return true;
}

/* Whether a character may be a numeral: its last six bits tell of most that they are none. */
static bool may_be_digit(uint32_t c)
{
#define BIT(numeral) UINT64_C(1) << ((numeral)&63)
	static const uint64_t bits = BIT(0x96F6) | BIT(0x4E00) | BIT(0x4E8C) | BIT(0x4E09) |
				     BIT(0x56DB) | BIT(0x4E94) | BIT(0x516D) | BIT(0x4E03) |
				     BIT(0x516B) | BIT(0x4E5D) | BIT(0x4E24) | BIT(0x3007) |
				     BIT(0x5341);
#undef BIT

	return bits >> (c & 63) & 1;
}

static void find_numbers(struct sentence *out, struct arena *arena)
{
	struct number found[PROSE_MAX_NUMBERS];
	struct str s = out->folded;
	size_t n = 0, at = 0;

	while (at < s.n && n < countof(found)) {
		size_t next = at;
		uint32_t c = utf8_next(s, &next);

		if (c >= 0x80 && !may_be_digit(c)) {
			at = next;
			continue;
		}
		if (((c >= '0' && c <= '9') || han_digit(c) >= 0 || c == 0x5341) &&
		    number_read(&found[n], s, at)) {
			at = found[n++].to;
			continue;
		}
		while (c >= '0' && c <= '9' && is_digit(s, next))
			next++;
		at = next;
	}
	out->n_numbers = n;
	if (!n)
		return;
	out->numbers = ARENA_NEW(arena, struct number, n);
	memcpy(out->numbers, found, n * sizeof(*found));
}

struct reading {
	struct prose out;
	size_t cap;
	struct arena *arena;
	const struct section *section;
	struct str requests; /* the part of section one on 依申请公开 */
};

static void add_sentence(struct reading *x, struct str printed, struct str before)
{
	struct sentence *s;

	printed = text_trim(printed);
	if (printed.n < 2 || printed.n > PROSE_MAX_SENTENCE_BYTES ||
	    x->out.n >= PROSE_MAX_SENTENCES)
		return;
	ARENA_GROW(x->arena, x->out.at, x->out.n, x->cap);
	s = &x->out.at[x->out.n++];
	*s = (struct sentence){
		.printed = printed,
		.folded = text_fold(printed, x->arena),
		.before = before,
		.section = x->section->no,
		.on_reviews = x->section->no == 4,
		.on_requests =
			x->section->no == 3 || (x->requests.p && printed.p >= x->requests.p &&
						printed.p < x->requests.p + x->requests.n),
		.block = x->section->first_block,
	};
	find_numbers(s, x->arena);
}

static bool ends_sentence(uint32_t c)
{
	return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == '!' || c == '?';
}

static void add_line(struct reading *x, struct str line)
{
	struct str before = { NULL, 0 };
	size_t start = 0;

	/* Cells of tables have no full stops; a sentence has. */
	if (x->section->no >= 2 && x->section->no <= 4 &&
	    (line.n < strlen("。") || !text_has(line, "。")))
		return;
	for (size_t at = 0; at < line.n;) {
		/* No common character ends a sentence. */
		if ((unsigned char)line.p[at] >= 0xE4 && (unsigned char)line.p[at] <= 0xE9 &&
		    at + 3 < line.n) {
			at += 3;
			continue;
		}
		if (!ends_sentence(utf8_next(line, &at)) && at < line.n)
			continue;
		add_sentence(x, str_sub(line, start, at - start), before);
		before = x->out.n ? x->out.at[x->out.n - 1].folded : before;
		start = at;
	}
}

struct prose prose_read(const struct report *r, struct arena *arena)
{
	struct reading x = { .arena = arena };

	for (size_t i = 0; i < r->n_sections; i++) {
		struct str text = r->sections[i].text;
		size_t start = 0;

		x.section = &r->sections[i];
		x.requests = (struct str){ NULL, 0 };
		if (x.section->no == 1) {
			struct str parts[PART__COUNT];

			section_parts(parts, text, arena);
			x.requests = parts[PART_REQUESTS];
		}
		while (start < text.n) {
			struct str line = str_until(str_sub(text, start, text.n), '\n');

			add_line(&x, line);
			start += line.n + 1;
		}
	}
	return x.out;
}
