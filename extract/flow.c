#include "extract/flow.h"

void flow_init(struct flow *f, size_t max_bytes)
{
	*f = (struct flow){ 0 };
	buf_init(&f->text, max_bytes);
}

void flow_release(struct flow *f)
{
	buf_release(&f->text);
}

bool flow_is_empty(const struct flow *f)
{
	return f->text.n == 0;
}

static const struct str ideographic_space = STR_INIT("\xE3\x80\x80");

static void trim_end(struct buf *b)
{
	while (b->n && str_ends(buf_str(b), ideographic_space))
		b->n -= ideographic_space.n;
	if (b->p)
		b->p[b->n] = '\0';
}

/* East Asian wide, by lead byte: U+3000 to U+9FFF, U+F000 to U+FFFF, and above. */
static bool is_wide(unsigned char lead)
{
	return (lead >= 0xE3 && lead <= 0xE9) || lead >= 0xEF;
}

static bool ends_wide(const struct buf *b)
{
	size_t at = b->n;

	while (at > 0 && ((unsigned char)b->p[at - 1] & 0xC0) == 0x80)
		at--;
	return at > 0 && is_wide((unsigned char)b->p[at - 1]);
}

static void add_run(struct flow *f, const char *p, size_t n)
{
	if (f->text.n == 0) {
		; /* nothing is wanted in front of the first character */
	} else if (f->broken) {
		trim_end(&f->text);
		if (f->text.n)
			buf_addc(&f->text, '\n');
	} else if (f->space && !(f->wrapped && is_wide((unsigned char)*p) && ends_wide(&f->text))) {
		buf_addc(&f->text, ' ');
	}
	f->space = f->wrapped = f->broken = false;
	buf_add(&f->text, (struct str){ p, n });
}

/* Bytes that may begin white space: ASCII's, U+00A0 and U+3000. */
static const bool stops[256] = {
	['\t'] = true, ['\n'] = true, ['\f'] = true, ['\r'] = true,
	[' '] = true,  [0xC2] = true, [0xE3] = true,
};

/* Length of the white space at s[at], 0 if there is none. */
static size_t space_at(const struct flow *f, struct str s, size_t at)
{
	unsigned char c = (unsigned char)s.p[at];

	if (c == 0xC2)
		return at + 1 < s.n && (unsigned char)s.p[at + 1] == 0xA0 ? 2 : 0;
	if (c == 0xE3)
		return (f->text.n == 0 || f->broken) &&
				       str_starts(str_sub(s, at, 3), ideographic_space)
			       ? 3
			       : 0;
	return 1;
}

void flow_add(struct flow *f, struct str s)
{
	size_t at = 0;

	while (at < s.n) {
		size_t from = at;

		while (at < s.n) {
			if (!stops[(unsigned char)s.p[at]])
				at++;
			else if ((unsigned char)s.p[at] == 0xE3 &&
				 (at > from || !space_at(f, s, at)))
				at++;
			else if ((unsigned char)s.p[at] == 0xC2 && !space_at(f, s, at))
				at++;
			else
				break;
		}
		if (at > from)
			add_run(f, s.p + from, at - from);
		if (at < s.n) {
			size_t n = space_at(f, s, at);

			f->space = true;
			if (s.p[at] == '\n' || s.p[at] == '\r')
				f->wrapped = true;
			at += n ? n : 1;
		}
	}
}

void flow_break(struct flow *f)
{
	if (f->text.n)
		f->broken = true;
}

struct str flow_take(struct flow *f, struct arena *arena)
{
	struct str s = { NULL, 0 };

	trim_end(&f->text);
	if (f->text.n)
		s = arena_str(arena, buf_str(&f->text));
	buf_clear(&f->text);
	f->space = f->wrapped = f->broken = false;
	return s;
}
