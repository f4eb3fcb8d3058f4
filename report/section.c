#include "report/section.h"

#include "base/utf8.h"
#include "report/agency.h"
#include "report/dates.h"
#include "report/heading.h"
#include "report/text.h"

/* A place that may be a heading. no 0: of a section no form has. */
struct candidate {
	int no, ordinal;
	unsigned rank;     /* 0: dropped */
	size_t line, last; /* lines; last > line where the ordinal stands alone */
	size_t from, to;   /* bytes: in `line`, in `last` */
	bool chosen;
};

enum { RANK_GUESS = 2, RANK_BARE = 3, RANK_LISTED = 4, RANK_OFFICIAL = 5 };

struct finder {
	const struct lines *lines;
	const struct tables *tables;
	struct arena *arena;
	struct candidate *at;
	size_t n, cap;
	bool any_style; /* (一), 1. and 第一部分 number the sections as well */
};

static bool in_table(const struct finder *f, size_t line)
{
	uint32_t block = f->lines->at[line].block;

	for (size_t i = 0; i < f->tables->n_spans; i++)
		if (block >= f->tables->spans[i].first_block &&
		    block < f->tables->spans[i].last_block)
			return true;
	return false;
}

static struct candidate *add(struct finder *f, const struct candidate *c)
{
	if (f->n >= SECTION_MAX_HEADINGS)
		return NULL;
	ARENA_GROW(f->arena, f->at, f->n, f->cap);
	f->at[f->n] = *c;
	return &f->at[f->n++];
}

static unsigned rank_of(struct wording w, struct ordinal o)
{
	if (o.style == ORDINAL_NONE) {
		if (w.rank == WORDING_OFFICIAL)
			return w.no == 1 ? RANK_GUESS : RANK_BARE;
		return w.rank == WORDING_LISTED && w.used >= 8 * 3 ? RANK_GUESS : 0;
	}
	if (w.rank == WORDING_OFFICIAL)
		return RANK_OFFICIAL;
	if (w.rank == WORDING_LISTED)
		return RANK_LISTED;
	return o.style == ORDINAL_MAIN && !o.bare ? RANK_GUESS : 0;
}

static bool style_counts(const struct finder *f, struct ordinal o)
{
	return o.style == ORDINAL_NONE || o.style == ORDINAL_MAIN || o.style == ORDINAL_PART ||
	       (f->any_style && (o.style == ORDINAL_BRACKET || o.style == ORDINAL_ARABIC));
}

/* What may not follow a heading's words: then they are part of a sentence. */
static bool goes_on(struct str rest)
{
	static const char *const joints[] = { "、", ",",  ";",  "”",  "》", "的", "等",
					      "及", "和", "与", "共", "六", NULL };

	for (size_t i = 0; joints[i]; i++)
		if (text_starts(rest, joints[i]))
			return true;
	return false;
}

/* A heading at the start of a line, the whole of it or with its text glued behind. */
static bool at_start(struct finder *f, size_t line, struct str fold, struct ordinal o)
{
	struct str words = str_sub(fold, o.used, fold.n);
	struct candidate c = { .ordinal = o.n, .line = line, .last = line };
	bool is_cell = f->lines->at[line].grid != 0;
	struct wording w;

	if (!style_counts(f, o))
		return false;
	w = wording_whole(words);
	if (w.rank && w.used < words.n && goes_on(str_sub(words, w.used, words.n)))
		return false;
	if (w.rank == WORDING_PATTERN && (is_cell || in_table(f, line)))
		w.rank = WORDING_NONE;
	if (w.rank) {
		c.to = f->lines->at[line].text.n;
	} else {
		w = wording_prefix(words);
		if (w.rank < WORDING_LISTED || o.style == ORDINAL_NONE || is_cell ||
		    goes_on(str_sub(words, w.used, words.n)))
			return false;
		c.to = text_unfold(f->lines->at[line].text, o.used + w.used);
	}
	c.no = w.no;
	c.rank = rank_of(w, o);
	if (is_cell && c.rank < RANK_LISTED)
		return false;
	return c.rank && add(f, &c);
}

/* Whether a sentence or a figure ends right before folded byte `p`. */
static bool after_end(struct str source, struct unfolding *u, struct str fold, size_t p)
{
	static const char *const ends[] = { "。", "!", "?", ")", "”", "…", NULL };
	struct str before = str_sub(fold, 0, p);
	size_t at;

	if (p && fold.p[p - 1] >= '0' && fold.p[p - 1] <= '9')
		return true;
	for (size_t i = 0; ends[i]; i++)
		if (text_ends(before, ends[i]))
			return true;
	at = text_unfold_next(source, u, p);
	return at && text_is_space((unsigned char)source.p[at - 1]);
}

/* The numeral a main ordinal starts with, at byte `at`. */
static inline bool is_numeral(struct str s, size_t at)
{
	static const char numerals[] = "一二三四五六七八九十";

	/* The last six bits of the ten. */
	static const uint64_t last = UINT64_C(1) << 0 | UINT64_C(1) << 1 | UINT64_C(1) << 3 |
				     UINT64_C(1) << 9 | UINT64_C(1) << 12 | UINT64_C(1) << 20 |
				     UINT64_C(1) << 27 | UINT64_C(1) << 29 | UINT64_C(1) << 43 |
				     UINT64_C(1) << 45;

	if (at + 3 > s.n || ((unsigned char)s.p[at] != 0xE4 && (unsigned char)s.p[at] != 0xE5) ||
	    !(last >> (s.p[at + 2] & 63) & 1))
		return false;
	for (size_t i = 0; i < sizeof(numerals) - 1; i += 3)
		if (s.p[at + 1] == numerals[i + 1] && s.p[at + 2] == numerals[i + 2] &&
		    s.p[at] == numerals[i])
			return true;
	return false;
}

/* Headings glued into a line: 。一、总体情况2023年… */
static void in_middle(struct finder *f, size_t line, struct str fold, size_t from)
{
	struct str source = f->lines->at[line].text;
	struct unfolding u = { 0, 0 };

	for (size_t p = from ? from : 1; p + 3 < fold.n; p++) {
		struct str rest;
		struct ordinal o;
		struct wording w;
		struct candidate c;

		if (!is_numeral(fold, p)) {
			if ((unsigned char)fold.p[p] >= 0xE1)
				p += 2; /* the rest of a character of three bytes */
			continue;
		}
		rest = str_sub(fold, p, 200);
		o = ordinal_read(rest);
		if (o.style != ORDINAL_MAIN || o.bare)
			continue;
		w = wording_prefix(str_sub(rest, o.used, rest.n));
		if (w.rank < WORDING_LISTED || goes_on(str_sub(rest, o.used + w.used, rest.n)) ||
		    !after_end(source, &u, fold, p))
			continue;
		c = (struct candidate){ .no = w.no,
					.ordinal = o.n,
					.rank = rank_of(w, o),
					.line = line,
					.last = line };
		c.from = text_unfold_next(source, &u, p);
		c.to = text_unfold_next(source, &u, p + o.used + w.used);
		add(f, &c);
		p += o.used + w.used - 1;
	}
}

/* 一、 alone on its line, the words on the next. */
static bool over_two(struct finder *f, size_t line, struct str fold, struct ordinal o)
{
	const struct line *next;
	struct wording w;

	if (o.style != ORDINAL_MAIN || o.bare || o.used < fold.n || line + 1 >= f->lines->n)
		return false;
	next = &f->lines->at[line + 1];
	w = wording_whole(next->folded);
	if (w.rank < WORDING_WEAK || next->text.n > 200)
		return false;
	return add(f, &(struct candidate){ .no = w.no,
					   .ordinal = o.n,
					   .rank = rank_of(w, o),
					   .line = line,
					   .last = line + 1,
					   .to = next->text.n });
}

/* A heading of a part no form has: numbered one on from the last, short, no sentence. */
static void foreign(struct finder *f, size_t line, struct str fold, struct ordinal o)
{
	static const char *const inner[] = { "。", ";", ",", ":", "?", NULL };
	struct str words = str_sub(fold, o.used, fold.n);
	int last = f->n ? f->at[f->n - 1].ordinal : 0;

	if (o.style != ORDINAL_MAIN || o.bare || o.n != last + 1 || !last || in_table(f, line) ||
	    f->lines->at[line].grid || words.n == 0 || words.n > 24 * 3 || text_any(words, inner) ||
	    !wording_is_topic(words))
		return;
	add(f, &(struct candidate){ .ordinal = o.n,
				    .rank = RANK_GUESS,
				    .line = line,
				    .last = line,
				    .to = f->lines->at[line].text.n });
}

/* Whether a line may be or begin a heading: its first character is one that headings have. */
static bool may_begin(struct str s)
{
	static const char heads[] = "总政本工基情概主行收依因存其需";
	unsigned char c = (unsigned char)s.p[0];

	if (c < 0xE3) /* ASCII and Latin: of these only numbers and brackets number a heading */
		return c == '(' || (c >= '0' && c <= '9') || c >= 0x80;
	if (c < 0xE4 || c > 0xE9) /* ㈠, full-width forms, quotation marks */
		return true;
	if (is_numeral(s, 0) || text_starts(s, "第"))
		return true;
	for (size_t i = 0; i < sizeof(heads) - 1; i += 3)
		if (s.n >= 3 && memcmp(s.p, heads + i, 3) == 0)
			return true;
	return false;
}

static void find(struct finder *f)
{
	f->n = 0;
	for (size_t i = 0; i < f->lines->n; i++) {
		const struct line *line = &f->lines->at[i];
		struct str fold;
		size_t n = f->n;
		bool may;

		if (line->role == LINE_OUTSIDE || line->role == LINE_CRUMB || line->text.n < 4 ||
		    (line->grid && line->text.n > 200))
			continue;
		may = may_begin(line->text);
		if (!may && (line->grid || line->text.n <= 24))
			continue;
		fold = line->folded;
		if (may) {
			struct ordinal o = ordinal_read(fold);

			if (over_two(f, i, fold, o)) {
				i++;
				continue;
			}
			if (!at_start(f, i, fold, o))
				foreign(f, i, fold, o);
		}
		if (!line->grid && line->text.n > 24)
			in_middle(f, i, fold, f->n > n ? 1 : 0);
	}
}

/* Whether nothing a reader would call text stands between two headings. */
static bool nothing_between(const struct lines *lines, const struct candidate *a,
			    const struct candidate *b)
{
	struct str tail = str_sub(lines->at[a->last].text, a->to, STR_NONE);

	if (a->last == b->line)
		tail = str_sub(lines->at[a->last].text, a->to, b->from - a->to);
	for (size_t at = 0; at < tail.n;)
		if (text_is_han(utf8_next(tail, &at)))
			return false;
	for (size_t i = a->last + 1; i < b->line; i++)
		if (lines->at[i].role == LINE_TEXT && text_length(lines->at[i].text) > 3)
			return false;
	return a->last == b->line || b->from == 0;
}

/* A list of contents: headings one after the other that come again later. */
static void drop_contents(struct finder *f)
{
	for (size_t i = 0; i < f->n;) {
		size_t end = i + 1, again = 0;

		while (end < f->n && f->at[end].no > f->at[end - 1].no &&
		       nothing_between(f->lines, &f->at[end - 1], &f->at[end]))
			end++;
		for (size_t k = i; k < end; k++)
			for (size_t later = end; later < f->n; later++)
				if (f->at[later].no == f->at[k].no) {
					again++;
					break;
				}
		if (end - i >= 3 && again + 1 >= end - i)
			for (size_t k = i; k < end; k++)
				f->at[k].rank = 0;
		i = end;
	}
}

/* Whether candidate i stands where its number wants it among the sure ones. */
static bool in_order(const struct finder *f, size_t i)
{
	for (size_t k = 0; k < f->n; k++) {
		const struct candidate *c = &f->at[k];

		if (!c->chosen || c->rank < RANK_LISTED || c->no == 0 || k == i)
			continue;
		if ((c->no < f->at[i].no && k > i) || (c->no > f->at[i].no && k < i))
			return false;
	}
	return true;
}

/* The best place for each number: first the sure ones, then what fits between them. */
static unsigned choose(struct finder *f)
{
	unsigned n = 0;
	bool taken[REPORT_SECTIONS + 1] = { false };

	drop_contents(f);
	for (unsigned rank = RANK_OFFICIAL; rank >= RANK_GUESS; rank--) {
		size_t low = 0;

		for (size_t i = 0; i < f->n; i++) {
			struct candidate *c = &f->at[i];

			if (c->rank != rank || c->no == 0 || taken[c->no])
				continue;
			if (rank < RANK_LISTED && (!in_order(f, i) || i < low))
				continue;
			c->chosen = taken[c->no] = true;
			n++;
			low = i;
		}
	}
	for (size_t i = 0; i < f->n; i++)
		if (f->at[i].no == 0 && f->at[i].rank)
			f->at[i].chosen = true;
	return n;
}

/* Lines of the last section end where furniture begins or the article's container ends. */
static size_t last_line(const struct lines *lines, const struct candidate *c)
{
	bool in_body = lines->at[c->line].region == REGION_BODY;
	size_t i;

	for (i = c->last + 1; i < lines->n; i++) {
		const struct line *line = &lines->at[i];

		if (line->role == LINE_END || line->role == LINE_SIGNOFF ||
		    line->role == LINE_CRUMB)
			break;
		if (in_body && line->region != REGION_BODY)
			break;
	}
	return i;
}

/* A folded line that signs: a date, a body's name, or both. */
static bool signs(struct str s, bool *has_date)
{
	struct date d;
	size_t used;

	if (s.n > 60 * 3)
		return false;
	if (text_ends(s, "(盖章)") || text_ends(s, "(公章)"))
		s.n -= strlen("(盖章)");
	*has_date = true;
	if (date_line(&d, s))
		return true;
	for (size_t at = 0, p = 0; at < s.n; p = at) {
		utf8_next(s, &at);
		if (p >= 9 && date_read(&d, &used, str_sub(s, p, s.n)) && p + used == s.n)
			return agency_is_name(str_sub(s, 0, p));
	}
	*has_date = false;
	return agency_is_name(s);
}

/* How many of the lines [from, to) at the end sign the report. */
static size_t signing_lines(const struct lines *lines, size_t from, size_t to)
{
	size_t n = 0;
	bool dated = false;

	while (n < 6 && to - n > from) {
		const struct line *line = &lines->at[to - n - 1];
		bool has_date = false;

		if (line->role == LINE_DROP) {
			n++;
			continue;
		}
		if (line->grid || !signs(line->folded, &has_date) || (has_date && dated))
			break;
		dated = dated || has_date;
		n++;
	}
	return n;
}

struct writer {
	char *p;
	size_t n;
};

static void put(struct writer *w, struct str s, char gap)
{
	s = text_trim(s);
	if (s.n == 0)
		return;
	if (w->n)
		w->p[w->n++] = gap;
	memcpy(w->p + w->n, s.p, s.n);
	w->n += s.n;
}

/* The text from a heading to (line, at), furniture left out. */
static struct str gather(const struct finder *f, const struct candidate *c, size_t line, size_t at)
{
	const struct lines *lines = f->lines;
	struct writer w = { NULL, 0 };
	size_t room = 2;

	for (size_t i = c->last; i < line || (i == line && at); i++)
		room += lines->at[i].text.n + 1;
	w.p = ARENA_NEW(f->arena, char, room);
	for (size_t i = c->last; i < line || (i == line && at); i++) {
		size_t from = i == c->last ? c->to : 0;
		size_t to = i == line ? at : lines->at[i].text.n;

		if (i > c->last && lines->at[i].role != LINE_TEXT &&
		    lines->at[i].role != LINE_SIGNOFF)
			continue;
		put(&w, str_sub(lines->at[i].text, from, to - from), '\n');
	}
	return (struct str){ w.p, w.n };
}

static struct str without_mark(struct str text)
{
	static const char *const marks[] = { "：", ":", "。", "．", ".", NULL };

	for (size_t i = 0; marks[i]; i++)
		if (text_starts(text, marks[i]))
			return text_trim(str_sub(text, strlen(marks[i]), text.n));
	return text;
}

static void note(struct outline *out, size_t *cap, enum note_kind kind, struct str text,
		 uint32_t block, struct arena *arena)
{
	ARENA_GROW(arena, out->notes, out->n_notes, *cap);
	out->notes[out->n_notes++] = (struct note){ .kind = kind,
						    .table = TABLE__COUNT,
						    .row = ROW__COUNT,
						    .col = COL__COUNT,
						    .text = text,
						    .block = block };
}

static void sign_off(struct outline *out, const struct finder *f, size_t from)
{
	struct writer w = { NULL, 0 };
	size_t room = 1, to = from;

	while (to < f->lines->n && to < from + 8 && f->lines->at[to].role != LINE_END &&
	       f->lines->at[to].role != LINE_CRUMB && f->lines->at[to].role != LINE_OUTSIDE)
		room += f->lines->at[to++].text.n + 1;
	w.p = ARENA_NEW(f->arena, char, room);
	for (size_t i = from; i < to; i++) {
		const struct line *line = &f->lines->at[i];
		bool has_date;

		if (line->role == LINE_SIGNOFF ||
		    (line->role == LINE_TEXT && signs(line->folded, &has_date)))
			put(&w, line->text, ' ');
	}
	out->signoff = (struct str){ w.p, w.n };
}

/* One chosen heading and what follows it, up to the next. */
static void fill(struct outline *out, const struct finder *f, size_t i, size_t next)
{
	const struct candidate *c = &f->at[i];
	const struct lines *lines = f->lines;
	struct section *s = &out->sections[out->n_sections];
	size_t line, at = 0;

	if (next < f->n) {
		line = f->at[next].line;
		at = f->at[next].from;
	} else {
		line = last_line(lines, c);
		line -= signing_lines(lines, c->last + 1, line);
		out->end = line;
		sign_off(out, f, line);
	}
	if (c->no == 0)
		return;
	*s = (struct section){ .no = c->no, .ordinal = c->ordinal };
	s->heading = text_trim(str_sub(lines->at[c->line].text, c->from,
				       c->last == c->line ? c->to - c->from : STR_NONE));
	if (c->last > c->line)
		s->heading = arena_strf(f->arena, "%.*s%.*s", STR_ARG(s->heading),
					STR_ARG(lines->at[c->last].text));
	s->text = without_mark(gather(f, c, line, at));
	s->first_block = lines->at[c->line].block;
	s->last_block = line < lines->n ? lines->at[line].block : lines->at[lines->n - 1].block + 1;
	if (at || s->last_block <= s->first_block)
		s->last_block = lines->at[at ? line : line - 1].block + 1;
	out->n_sections++;
}

static void sort(struct section *s, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct section x = s[i];
		size_t k = i;

		for (; k && s[k - 1].no > x.no; k--)
			s[k] = s[k - 1];
		s[k] = x;
	}
}

/* A second heading of the same words straight after the first says nothing new. */
static void swallow_repeats(struct finder *f)
{
	for (size_t i = 0; i < f->n; i++) {
		struct candidate *c = &f->at[i];

		if (!c->chosen)
			continue;
		for (size_t k = i + 1; k < f->n && f->at[k].no == c->no && f->at[k].rank &&
				       !f->at[k].chosen && nothing_between(f->lines, c, &f->at[k]);
		     k++) {
			c->last = f->at[k].last;
			c->to = f->at[k].to;
		}
	}
}

static void emit(struct outline *out, struct finder *f)
{
	size_t cap_notes = 0, first = f->n;

	for (size_t i = 0; i < f->n; i++) {
		const struct candidate *c = &f->at[i];
		struct str line = f->lines->at[c->line].text;
		struct str printed =
			str_sub(line, c->from, c->last == c->line ? c->to - c->from : line.n);
		size_t next = i + 1;

		if (c->no && c->rank >= RANK_BARE && !c->chosen)
			note(out, &cap_notes, NOTE_HEADING_REPEATED, printed,
			     f->lines->at[c->line].block, f->arena);
		if (!c->chosen || (c->no == 0 && first == f->n))
			continue;
		if (first == f->n)
			first = i;
		if (c->no && c->ordinal != c->no)
			note(out, &cap_notes, NOTE_HEADING_ORDINAL, printed,
			     f->lines->at[c->line].block, f->arena);
		while (next < f->n && !f->at[next].chosen)
			next++;
		fill(out, f, i, next);
	}
	if (first < f->n) {
		out->body = f->at[first].line;
		out->body_at = f->at[first].from;
	}
	sort(out->sections, out->n_sections);
}

static unsigned count_topics(const struct finder *f)
{
	unsigned n = 0;

	for (size_t i = 0; i < f->lines->n && n < 100; i++) {
		const struct line *line = &f->lines->at[i];
		struct str fold;
		struct ordinal o;

		if (line->grid || line->text.n > 200 || line->role != LINE_TEXT ||
		    (!is_numeral(line->text, 0) && !text_starts(line->text, "第")))
			continue;
		fold = line->folded;
		o = ordinal_read(fold);
		if ((o.style == ORDINAL_MAIN || o.style == ORDINAL_PART) &&
		    wording_is_topic(str_sub(fold, o.used, fold.n)))
			n++;
	}
	return n;
}

void section_read(struct outline *out, const struct lines *lines, const struct tables *tables,
		  struct arena *arena)
{
	struct finder main = { .lines = lines, .tables = tables, .arena = arena };
	struct finder any = { .lines = lines, .tables = tables, .arena = arena, .any_style = true };
	struct finder *best = &main;

	*out = (struct outline){ .body = lines->n, .end = lines->n };
	out->sections = ARENA_NEW(arena, struct section, REPORT_SECTIONS);
	if (lines->n == 0)
		return;
	find(&main);
	if (choose(&main) < 3) {
		unsigned n = 0;

		for (size_t i = 0; i < main.n; i++)
			n += main.at[i].chosen && main.at[i].no;
		find(&any);
		if (choose(&any) > n)
			best = &any;
	}
	swallow_repeats(best);
	emit(out, best);
	out->n_topics = count_topics(&main);
}
