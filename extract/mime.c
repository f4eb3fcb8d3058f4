#include "extract/mime.h"

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The next line with its end cut; *rest moves behind it. */
static struct str next_line(struct str *rest)
{
	size_t end = str_find(*rest, STR("\n"), 0);
	struct str line = str_sub(*rest, 0, end);

	*rest = str_sub(*rest, end == STR_NONE ? rest->n : end + 1, rest->n);
	return str_ends(line, STR("\r")) ? str_sub(line, 0, line.n - 1) : line;
}

/* The value of `name=value` or `name="value"` among a field's parameters. */
static struct str parameter(struct str field, struct str name)
{
	for (size_t at = 0; at + name.n < field.n; at++) {
		struct str value;
		size_t end = 0;

		if (!str_eq_nocase(str_sub(field, at, name.n), name))
			continue;
		value = str_trim(str_sub(field, at + name.n, field.n));
		if (!str_starts(value, STR("=")))
			continue;
		value = str_trim(str_sub(value, 1, value.n));
		if (str_starts(value, STR("\""))) {
			value = str_sub(value, 1, value.n);
			return str_sub(value, 0, str_find(value, STR("\""), 0));
		}
		while (end < value.n && !strchr("; \t\r\n", value.p[end]))
			end++;
		return str_sub(value, 0, end);
	}
	return (struct str){ NULL, 0 };
}

static void read_field(struct mime_part *part, struct str field)
{
	size_t colon = str_find(field, STR(":"), 0);
	struct str name = str_trim(str_sub(field, 0, colon)), value;

	if (colon == STR_NONE)
		return;
	value = str_trim(str_sub(field, colon + 1, field.n));
	if (str_eq_nocase(name, STR("Content-Type"))) {
		part->media_type = str_trim(str_sub(value, 0, str_find(value, STR(";"), 0)));
		part->charset = parameter(value, STR("charset"));
		part->boundary = parameter(value, STR("boundary"));
	} else if (str_eq_nocase(name, STR("Content-Transfer-Encoding"))) {
		part->encoding = str_eq_nocase(value, STR("base64")) ? MIME_BASE64
				 : str_eq_nocase(value, STR("quoted-printable"))
					 ? MIME_QUOTED_PRINTABLE
					 : MIME_PLAIN;
	}
}

/* Fields up to an empty line; a line that begins with white space goes on with the one before. */
static struct mime_part read_part(struct str bytes)
{
	struct mime_part part = { 0 };
	struct str rest = bytes, field = { NULL, 0 };

	while (rest.n) {
		struct str line = next_line(&rest);

		if (line.n && (*line.p == ' ' || *line.p == '\t') && field.n) {
			field.n = (size_t)(line.p + line.n - field.p);
			continue;
		}
		read_field(&part, field);
		field = line;
		if (!line.n)
			break;
	}
	read_field(&part, field);
	part.body = rest;
	return part;
}

/* The next part between two lines of "--boundary"; false when there is none. */
static bool next_part(struct str *part, struct str *rest, struct str boundary)
{
	const char *from = NULL;
	struct str line;

	while (rest->n) {
		const char *start = rest->p;

		line = next_line(rest);
		if (!str_starts(line, STR("--")) || !str_starts(str_sub(line, 2, line.n), boundary))
			continue;
		if (from) {
			*part = (struct str){ from, (size_t)(start - from) };
			*rest = (struct str){ start, rest->n + (size_t)(rest->p - start) };
			return true;
		}
		if (str_starts(str_sub(line, 2 + boundary.n, 2), STR("--")))
			return false;
		from = rest->p;
	}
	if (!from)
		return false;
	*part = (struct str){ from, (size_t)(rest->p - from) };
	return true;
}

int mime_find_html(struct mime_part *out, struct str message, struct err *e)
{
	struct str rest[MIME_MAX_DEPTH + 1], boundary[MIME_MAX_DEPTH + 1];
	struct mime_part part = read_part(message);
	unsigned depth = 0, n = 0;

	for (;;) {
		struct str bytes;

		if (str_eq_nocase(part.media_type, STR("text/html"))) {
			*out = part;
			return 0;
		}
		if (part.boundary.n && depth < MIME_MAX_DEPTH) {
			rest[depth] = part.body;
			boundary[depth++] = part.boundary;
		}
		while (depth && !next_part(&bytes, &rest[depth - 1], boundary[depth - 1]))
			depth--;
		if (!depth)
			return err_set(e, ERR_FORMAT, "MIME message without a text/html part");
		if (++n > MIME_MAX_PARTS)
			return err_set(e, ERR_LIMIT, "MIME message of more than %d parts",
				       MIME_MAX_PARTS);
		part = read_part(bytes);
	}
}

static int base64_digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static size_t decode_base64(char *out, struct str s)
{
	size_t n = 0;
	unsigned bits = 0, n_bits = 0;

	for (size_t i = 0; i < s.n && s.p[i] != '='; i++) {
		int digit = base64_digit(s.p[i]);

		if (digit < 0)
			continue;
		bits = bits << 6 | (unsigned)digit;
		n_bits += 6;
		if (n_bits >= 8) {
			n_bits -= 8;
			out[n++] = (char)(bits >> n_bits & 0xFF);
		}
	}
	return n;
}

static size_t decode_quoted(char *out, struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '=') {
			out[n++] = s.p[i];
		} else if (i + 2 < s.n && hex(s.p[i + 1]) >= 0 && hex(s.p[i + 2]) >= 0) {
			out[n++] = (char)(hex(s.p[i + 1]) * 16 + hex(s.p[i + 2]));
			i += 2;
		} else if (i + 1 < s.n && s.p[i + 1] == '\r') {
			i += i + 2 < s.n && s.p[i + 2] == '\n' ? 2 : 1;
		} else if (i + 1 < s.n && s.p[i + 1] == '\n') {
			i++;
		}
	}
	return n;
}

struct str mime_decode(const struct mime_part *part, struct arena *arena)
{
	struct str s = part->body;
	char *p;

	if (part->encoding == MIME_PLAIN)
		return s;
	p = ARENA_NEW(arena, char, s.n + 1);
	if (part->encoding == MIME_BASE64)
		return (struct str){ p, decode_base64(p, s) };
	return (struct str){ p, decode_quoted(p, s) };
}
