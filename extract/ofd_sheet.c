#include "extract/ofd_sheet.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "extract/textbuf.h"
#include "extract/xml.h"

#define UNITS_PER_MM (7200 / 25.4)

/* Of a character's size, above and below its line: what CJK fonts have. */
#define ABOVE 0.86
#define BELOW 0.14

#define MAX_NUMBERS 8

/* The width of a line where none is said, and of what is filled, in millimetres. */
#define LINE_WIDTH 0.353

int32_t ofd_length(double mm)
{
	double x = mm * UNITS_PER_MM;

	return x > 1e9 ? 1000000000 : x < -1e9 ? -1000000000 : (int32_t)x;
}

/* The next word; *rest moves behind it. */
static struct str next_word(struct str *rest)
{
	struct str s = str_trim(*rest);
	size_t n = 0;

	while (n < s.n && !strchr(" \t\r\n,", s.p[n]))
		n++;
	*rest = str_sub(s, n + (n < s.n), s.n);
	return str_sub(s, 0, n);
}

static bool number(double *out, struct str word)
{
	char text[64], *end;

	if (word.n == 0 || word.n >= sizeof text)
		return false;
	memcpy(text, word.p, word.n);
	text[word.n] = '\0';
	*out = strtod(text, &end);
	return *end == '\0' && *out > -1e7 && *out < 1e7;
}

size_t ofd_numbers(double *out, size_t n, struct str text)
{
	size_t i = 0;

	while (i < n && number(&out[i], next_word(&text)))
		i++;
	return i;
}

/* The open object: its corner and how its inside is scaled. */
struct object {
	double x, y;
	double matrix[6]; /* 8.5: x' = a x + c y + e, y' = b x + d y + f */
	double size, line_width;
};

struct sheet {
	struct words_sheet *out;
	struct arena *arena, *scratch;
	size_t cap_words, cap_rules, cap_images;
	struct object object;
	double text_x, text_y;
	struct str deltas;
	struct textbuf text; /* of the open TextCode or AbbreviatedData */
	bool in_text, in_path, over;
};

static struct box box_of(double x0, double y0, double x1, double y1)
{
	return (struct box){ ofd_length(x0 < x1 ? x0 : x1), ofd_length(y0 < y1 ? y0 : y1),
			     ofd_length(x0 < x1 ? x1 : x0), ofd_length(y0 < y1 ? y1 : y0) };
}

static void place(const struct object *o, double *x, double *y)
{
	double px = *x, py = *y;

	*x = o->x + o->matrix[0] * px + o->matrix[2] * py + o->matrix[4];
	*y = o->y + o->matrix[1] * px + o->matrix[3] * py + o->matrix[5];
}

static void open_object(struct sheet *s, const struct xml_tag *tag)
{
	static const double as_it_is[6] = { 1, 0, 0, 1, 0, 0 };
	double box[4] = { 0 }, matrix[6], n;

	s->object = (struct object){ .size = 3, .line_width = LINE_WIDTH };
	ofd_numbers(box, 4, xml_attr(tag, "Boundary"));
	s->object.x = box[0];
	s->object.y = box[1];
	if (ofd_numbers(matrix, 6, xml_attr(tag, "CTM")) < 6)
		memcpy(matrix, as_it_is, sizeof matrix);
	memcpy(s->object.matrix, matrix, sizeof matrix);
	if (ofd_numbers(&n, 1, xml_attr(tag, "Size")) && n > 0)
		s->object.size = n;
	if (ofd_numbers(&n, 1, xml_attr(tag, "LineWidth")) && n > 0)
		s->object.line_width = n;
	if (!str_eq(tag->name, STR("ImageObject")))
		return;
	ARENA_GROW(s->arena, s->out->images, s->out->n_images, s->cap_images);
	s->out->images[s->out->n_images++] = (struct words_image){
		arena_strf(s->arena, "resource %.*s", STR_ARG(xml_attr(tag, "ResourceID"))),
		box_of(box[0], box[1], box[0] + box[2], box[1] + box[3]),
	};
}

/* 11.3: distances to the next characters; "g 3 4.2" is 4.2 three times. */
static double next_delta(struct str *rest, double *repeated, long *n_left)
{
	struct str word;
	double x;

	if (*n_left > 0) {
		--*n_left;
		return *repeated;
	}
	word = next_word(rest);
	if (str_eq(word, STR("g"))) {
		if (!number(&x, next_word(rest)) || !number(repeated, next_word(rest)) || x < 1)
			return -1;
		*n_left = (long)x - 1;
		return *repeated;
	}
	return number(&x, word) ? x : -1;
}

static void add_word(struct sheet *s, struct str text, double x, double width)
{
	const struct object *o = &s->object;
	double x0 = x, y0 = s->text_y - ABOVE * o->size;
	double x1 = x + width, y1 = s->text_y + BELOW * o->size;

	if (s->out->n_words == WORDS_MAX_ON_SHEET) {
		s->over = true;
		return;
	}
	place(o, &x0, &y0);
	place(o, &x1, &y1);
	ARENA_GROW(s->arena, s->out->words, s->out->n_words, s->cap_words);
	s->out->words[s->out->n_words++] =
		(struct word){ arena_str(s->arena, text), box_of(x0, y0, x1, y1) };
}

static bool is_space(struct str c)
{
	return (unsigned char)*c.p <= ' ' || str_eq(c, STR("\xE3\x80\x80")) ||
	       str_eq(c, STR("\xC2\xA0"));
}

/* A word for each character, as wide as the way to the next one, a full width at most. */
static void place_text(struct sheet *s)
{
	struct str text = textbuf_str(&s->text), rest = s->deltas;
	double x = s->text_x, repeated = 0;
	long n_left = 0;

	for (size_t at = 0; at < text.n && !s->over;) {
		size_t from = at;
		uint32_t c = utf8_next(text, &at);
		double own = c < 0x2E80 ? s->object.size / 2 : s->object.size;
		double delta = at < text.n ? next_delta(&rest, &repeated, &n_left) : own;
		struct str one = str_sub(text, from, at - from);

		if (delta < 0)
			delta = own;
		if (!is_space(one))
			add_word(s, one, x, delta > 0 && delta < own ? delta : own);
		x += delta;
	}
}

static void add_rule(struct sheet *s, double x0, double y0, double x1, double y1)
{
	double half = s->object.line_width / 2;
	struct box *rule;

	place(&s->object, &x0, &y0);
	place(&s->object, &x1, &y1);
	if (s->out->n_rules > WORDS_MAX_RULES)
		return;
	ARENA_GROW(s->arena, s->out->rules, s->out->n_rules, s->cap_rules);
	rule = &s->out->rules[s->out->n_rules++];
	*rule = box_of(x0, y0, x1, y1);
	if (rule->x1 - rule->x0 > rule->y1 - rule->y0) {
		rule->y0 -= ofd_length(half);
		rule->y1 += ofd_length(half);
	} else {
		rule->x0 -= ofd_length(half);
		rule->x1 += ofd_length(half);
	}
}

/* 9.2: S and M move, L draws a line, C goes back to where the last move went; Q, B, A are curves.
 */
static void place_path(struct sheet *s)
{
	static const char curves[] = "QBA";
	static const size_t skipped[] = { 2, 4, 5 }; /* numbers before the curve's end */
	struct str rest = textbuf_str(&s->text);
	double first[2] = { 0 }, at[2] = { 0 }, to[2];

	while (rest.n) {
		struct str op = next_word(&rest);
		const char *curve = op.n == 1 ? strchr(curves, *op.p) : NULL;
		double ignored;

		for (size_t i = 0; curve && i < skipped[curve - curves]; i++)
			if (!number(&ignored, next_word(&rest)))
				return;
		if (str_eq(op, STR("C"))) {
			memcpy(to, first, sizeof to);
		} else if (!op.n || !number(&to[0], next_word(&rest)) ||
			   !number(&to[1], next_word(&rest))) {
			return;
		}
		if (str_eq(op, STR("S")) || str_eq(op, STR("M")))
			memcpy(first, to, sizeof to);
		else if (!curve && (to[0] == at[0]) != (to[1] == at[1]))
			add_rule(s, at[0], at[1], to[0], to[1]);
		memcpy(at, to, sizeof at);
	}
}

static void on_open(void *data, const struct xml_tag *tag)
{
	struct sheet *s = data;
	double n;

	if (str_eq(tag->name, STR("TextObject")) || str_eq(tag->name, STR("PathObject")) ||
	    str_eq(tag->name, STR("ImageObject"))) {
		open_object(s, tag);
	} else if (str_eq(tag->name, STR("TextCode"))) {
		s->in_text = true;
		s->text.n = 0;
		if (ofd_numbers(&n, 1, xml_attr(tag, "X")))
			s->text_x = n;
		if (ofd_numbers(&n, 1, xml_attr(tag, "Y")))
			s->text_y = n;
		s->deltas = arena_str(s->scratch, xml_attr(tag, "DeltaX"));
	} else if (str_eq(tag->name, STR("AbbreviatedData"))) {
		s->in_path = true;
		s->text.n = 0;
	}
}

static void on_close(void *data, struct str space, struct str name)
{
	struct sheet *s = data;

	(void)space;
	if (str_eq(name, STR("TextCode")) && s->in_text)
		place_text(s);
	else if (str_eq(name, STR("AbbreviatedData")) && s->in_path)
		place_path(s);
	else
		return;
	s->in_text = s->in_path = false;
}

static void on_text(void *data, struct str text)
{
	struct sheet *s = data;

	if (!s->in_text && !s->in_path)
		return;
	if (s->text.n + text.n > OFD_MAX_TEXT_BYTES)
		s->over = true;
	else
		textbuf_add(&s->text, text);
}

int ofd_sheet(struct words_sheet *out, struct str xml, struct arena *arena, struct arena *scratch,
	      struct err *e)
{
	static const struct xml_handler handler = { on_open, on_close, on_text };
	struct sheet s = { .out = out, .arena = arena, .scratch = scratch };

	s.text.arena = scratch;
	if (xml_read(xml, &handler, &s, scratch, e))
		return -1;
	if (s.over)
		return err_set(e, ERR_LIMIT, "page of more than %d words, or a text over %u bytes",
			       WORDS_MAX_ON_SHEET, OFD_MAX_TEXT_BYTES);
	return 0;
}
