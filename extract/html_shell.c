#include "extract/html_shell.h"

#include "base/utf8.h"
#include "extract/page.h"

#define MAX_MEMBER 2000 /* bytes of a member looked for before the content */

static int hex4(struct str s)
{
	int v = 0;

	if (s.n < 4)
		return -1;
	for (size_t i = 0; i < 4; i++) {
		int c = (unsigned char)s.p[i];

		if (c >= '0' && c <= '9')
			v = v * 16 + c - '0';
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			v = v * 16 + (c | 0x20) - 'a' + 10;
		else
			return -1;
	}
	return v;
}

/* The character that the escape at `at` (behind "\u") stands for; *used: bytes of it. */
static uint32_t escaped(size_t *used, struct str s, size_t at)
{
	int high = hex4(str_sub(s, at, 4)), low;

	*used = high < 0 ? 0 : 4;
	if (high < 0xd800 || high > 0xdbff)
		return high < 0 || (high >= 0xdc00 && high <= 0xdfff) ? UTF8_REPLACEMENT
								      : (uint32_t)high;
	low = str_eq(str_sub(s, at + 4, 2), STR("\\u")) ? hex4(str_sub(s, at + 6, 4)) : -1;
	if (low < 0xdc00 || low > 0xdfff)
		return UTF8_REPLACEMENT;
	*used = 10;
	return 0x10000u + (((uint32_t)high - 0xd800) << 10) + ((uint32_t)low - 0xdc00);
}

/* The string that starts behind the quote at the front of `s`, decoded; p NULL: it has no end. */
static struct str string_value(struct str s, struct arena *arena)
{
	char *out = NULL;
	size_t n = 0, end;

	for (end = 0; end < s.n && s.p[end] != '"'; end++)
		end += s.p[end] == '\\';
	if (end >= s.n)
		return (struct str){ NULL, 0 };
	out = ARENA_NEW(arena, char, end + UTF8_MAX_BYTES);
	for (size_t i = 0; i < end; i++) {
		size_t used = 0;
		char c;

		if (s.p[i] != '\\') {
			out[n++] = s.p[i];
			continue;
		}
		c = s.p[++i];
		if (c == 'u') {
			n += utf8_put(out + n, escaped(&used, s, i + 1));
			i += used;
		} else {
			out[n++] = (char)(c == 'n' || c == 'r' || c == 't' ? ' ' : c);
		}
	}
	return (struct str){ out, n };
}

/* The string behind "name": in an object's text; empty when it is not there. */
static struct str member(struct str object, struct str name, struct arena *arena)
{
	size_t at = str_find(object, name, 0);

	if (at == STR_NONE)
		return (struct str){ NULL, 0 };
	for (at += name.n; at < object.n && (object.p[at] == ' ' || object.p[at] == ':');)
		at++;
	if (at >= object.n || object.p[at] != '"')
		return (struct str){ NULL, 0 };
	return string_value(str_sub(object, at + 1, object.n), arena);
}

/* Where the shell's own text ends: what is added has to stand before its foot. */
static size_t body_end(struct str source, size_t from)
{
	size_t at = str_find(source, STR("</script>"), from);

	return at == STR_NONE ? source.n : at + STR("</script>").n;
}

struct str html_shell(struct str source, struct arena *arena)
{
	size_t config = str_find(source, STR("window._CONFIG"), 0), detail, at, end;
	struct str object, head, title, publisher, date, content;

	if (config == STR_NONE)
		return source;
	detail = str_find(source, STR("DETAIL"), config);
	if (detail == STR_NONE)
		return source;
	object = str_sub(source, detail, source.n);
	at = str_find(object, STR("\"content\""), 0);
	if (at == STR_NONE)
		return source;
	content = member(str_sub(object, at, object.n), STR("\"content\""), arena);
	if (!content.n)
		return source;
	head = str_sub(object, 0, at < MAX_MEMBER ? at : MAX_MEMBER);
	title = member(head, STR("\"title\""), arena);
	publisher = member(head, STR("\"publisher\""), arena);
	date = member(head, STR("\"date\""), arena);
	end = body_end(source, detail);
	return arena_strf(arena,
			  "%.*s<h1>%.*s</h1><div>发布机构：%.*s　发布日期：%.*s</div>"
			  "<div class=\"article-content\">%.*s</div>%.*s",
			  STR_ARG(str_sub(source, 0, end)), STR_ARG(title), STR_ARG(publisher),
			  STR_ARG(date), STR_ARG(content), STR_ARG(str_sub(source, end, source.n)));
}
