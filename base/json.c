#include "base/json.h"

#include <assert.h>
#include <inttypes.h>

#include "base/utf8.h"

void json_init(struct json *j, struct buf *out)
{
	*j = (struct json){ .out = out };
}

static void before_value(struct json *j)
{
	if (j->named) {
		j->named = false;
		return;
	}
	if (j->has_item[j->depth])
		buf_addc(j->out, ',');
	j->has_item[j->depth] = true;
}

static void open_with(struct json *j, char c)
{
	before_value(j);
	assert(j->depth + 1 < JSON_MAX_DEPTH);
	j->depth++;
	j->has_item[j->depth] = false;
	j->is_array[j->depth] = c == '[';
	buf_addc(j->out, c);
}

void json_object(struct json *j)
{
	open_with(j, '{');
}

void json_array(struct json *j)
{
	open_with(j, '[');
}

void json_end(struct json *j)
{
	assert(j->depth > 0 && !j->named);
	buf_addc(j->out, j->is_array[j->depth] ? ']' : '}');
	j->depth--;
}

static void quoted(struct json *j, struct str s)
{
	struct buf *b = j->out;

	buf_addc(b, '"');
	for (size_t i = 0; i < s.n;) {
		uint32_t c = utf8_next(s, &i);

		if (c == '"' || c == '\\')
			buf_addf(b, "\\%c", (char)c);
		else if (c == '\n')
			buf_add(b, STR("\\n"));
		else if (c == '\t')
			buf_add(b, STR("\\t"));
		else if (c < 0x20 || c == 0x7F || c == 0x2028 || c == 0x2029)
			buf_addf(b, "\\u%04" PRIX32, c);
		else
			buf_add_utf8(b, c);
	}
	buf_addc(b, '"');
}

void json_key(struct json *j, const char *name)
{
	before_value(j);
	quoted(j, str_c(name));
	buf_addc(j->out, ':');
	j->named = true;
}

void json_str(struct json *j, struct str s)
{
	before_value(j);
	quoted(j, s);
}

void json_str_or_null(struct json *j, struct str s)
{
	if (s.p)
		json_str(j, s);
	else
		json_null(j);
}

void json_int(struct json *j, int64_t n)
{
	before_value(j);
	buf_addf(j->out, "%" PRId64, n);
}

void json_number(struct json *j, struct str digits)
{
	before_value(j);
	buf_add(j->out, digits);
}

void json_bool(struct json *j, bool b)
{
	before_value(j);
	buf_add(j->out, b ? STR("true") : STR("false"));
}

void json_null(struct json *j)
{
	before_value(j);
	buf_add(j->out, STR("null"));
}
