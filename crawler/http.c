#include "crawler/http.h"

#include "base/attrs.h"

/* A wall's page is short; longer bodies are not searched. */
#define WALL_MAX_BYTES 16384
#define SOFT_MAX_BYTES 4096

/* The next line, without its end; `s` moves behind it. */
static struct str take_line(struct str *s)
{
	size_t end = str_find(*s, STR("\n"), 0);
	struct str line = str_sub(*s, 0, end == STR_NONE ? s->n : end);

	*s = str_sub(*s, end == STR_NONE ? s->n : end + 1, s->n);
	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

struct str http_field(struct str head, struct str name)
{
	while (head.n) {
		struct str line = take_line(&head);

		if (line.n > name.n && line.p[name.n] == ':' &&
		    str_eq_nocase(str_sub(line, 0, name.n), name))
			return str_trim(str_sub(line, name.n + 1, line.n));
	}
	return (struct str){ NULL, 0 };
}

int http_status(struct str head)
{
	struct str line = take_line(&head);
	size_t space = str_find(line, STR(" "), 0);
	long long status;

	if (!str_starts(line, STR("HTTP/")) || space == STR_NONE)
		return 0;
	line = str_sub(line, space + 1, 3);
	return str_int(&status, line) && status >= 100 ? (int)status : 0;
}

void http_media_type(struct str *type, struct str *charset, struct str value)
{
	size_t semi = str_find(value, STR(";"), 0);

	*type = str_trim(str_sub(value, 0, semi));
	*charset = (struct str){ NULL, 0 };
	while (semi != STR_NONE) {
		size_t next = str_find(value, STR(";"), semi + 1);
		struct str p = str_trim(
			str_sub(value, semi + 1, next == STR_NONE ? value.n : next - semi - 1));

		semi = next;
		if (p.n < 8 || !str_eq_nocase(str_sub(p, 0, 8), STR("charset=")))
			continue;
		p = str_trim(str_sub(p, 8, p.n));
		if (p.n && (p.p[0] == '"' || p.p[0] == '\''))
			p = str_sub(p, 1, p.n);
		if (p.n && (p.p[p.n - 1] == '"' || p.p[p.n - 1] == '\''))
			p.n--;
		*charset = p;
		return;
	}
}

size_t http_head_bytes(struct str message)
{
	struct str rest = message;

	while (rest.n) {
		bool ends = memchr(rest.p, '\n', rest.n);
		struct str line = take_line(&rest);

		if (line.n == 0 && ends)
			return message.n - rest.n;
	}
	return STR_NONE;
}

/* The chunk size at the start of a line: hex digits, then nothing or an extension. */
static bool chunk_size(size_t *out, struct str line)
{
	size_t n = 0, i;

	for (i = 0; i < line.n && i < 12; i++) {
		char c = line.p[i];
		int digit = c >= '0' && c <= '9'   ? c - '0'
			    : c >= 'a' && c <= 'f' ? c - 'a' + 10
			    : c >= 'A' && c <= 'F' ? c - 'A' + 10
						   : -1;

		if (digit < 0)
			break;
		n = n * 16 + (size_t)digit;
	}
	*out = n;
	return i > 0 && (i == line.n || line.p[i] == ';' || line.p[i] == ' ');
}

bool http_dechunk(struct buf *out, struct str chunked)
{
	while (chunked.n) {
		struct str line = take_line(&chunked);
		size_t n;

		if (!chunk_size(&n, line))
			return false;
		if (n == 0)
			return true; /* trailers are of no use to us */
		buf_add(out, str_sub(chunked, 0, n));
		if (chunked.n < n)
			return false;
		chunked = str_sub(chunked, n, chunked.n);
		if (take_line(&chunked).n)
			return false;
	}
	return false;
}

void http_read_head(struct fetch_result *r)
{
	struct str head = r->response_header;

	r->status = http_status(head);
	http_media_type(&r->media_type, &r->charset, http_field(head, STR("content-type")));
	r->etag = http_field(head, STR("etag"));
	r->last_modified = http_field(head, STR("last-modified"));
	r->location = (struct str){ NULL, 0 };
	if (http_disposition(r->status) == DISP_REDIRECT)
		r->location = http_field(head, STR("location"));
}

enum disposition http_disposition(int status)
{
	switch (status) {
	case 200:
	case 203:
		return DISP_OK;
	case 301:
	case 302:
	case 303:
	case 307:
	case 308:
		return DISP_REDIRECT;
	case 304:
		return DISP_NOT_MODIFIED;
	case 404:
	case 410:
		return DISP_NOT_FOUND;
	case 429:
	case 503:
		return DISP_THROTTLED;
	default:
		return DISP_HTTP;
	}
}

/* quirks.tsv, class http: where each mark is looked for. */
static const struct {
	const char *name;
	int status;
	bool in_head;
	bool no_links;    /* a page that leads nowhere; real pages may quote the mark */
	size_t max_bytes; /* of the body; longer: not this wall */
	struct str mark;  /* empty: the status says it all */
} walls[] = {
	{ "jsl", 521, false, false, SIZE_MAX, { NULL, 0 } },
	{ "jsl", 512, true, false, SIZE_MAX, STR_INIT("__jsl") },
	{ "jsl", 512, false, false, WALL_MAX_BYTES, STR_INIT("document.cookie") },
	{ "rs", 412, false, false, WALL_MAX_BYTES, STR_INIT("$_ts") },
	{ "rs", 202, false, false, WALL_MAX_BYTES, STR_INIT("$_ts") },
	{ "http_412", 412, false, false, SIZE_MAX, { NULL, 0 } },
	{ "wzws", 491, false, false, SIZE_MAX, { NULL, 0 } },
	{ "wzws", 404, true, false, 0, STR_INIT("wzws-ray") },
	{ "wzws", 200, false, false, WALL_MAX_BYTES, STR_INIT("wzwsquestion") },
	{ "soft", 200, false, true, SOFT_MAX_BYTES, STR_INIT("访问异常页面") },
	{ "soft", 200, false, true, SOFT_MAX_BYTES, STR_INIT("请开启JavaScript") },
	{ "soft", 200, false, true, SOFT_MAX_BYTES, STR_INIT("请开启 JavaScript") },
	{ "soft", 200, false, true, SOFT_MAX_BYTES, STR_INIT("滑块验证") },
	{ "soft", 200, false, true, SOFT_MAX_BYTES, STR_INIT("__jsl_clearance") },
	{ "soft", 200, false, true, SOFT_MAX_BYTES, STR_INIT("$_ts=window") },
};

static bool has_link(struct str body)
{
	return str_find(body, STR("<a "), 0) != STR_NONE ||
	       str_find(body, STR("<A "), 0) != STR_NONE;
}

const char *http_wall(const struct fetch_result *r)
{
	for (size_t i = 0; i < countof(walls); i++) {
		struct str where = walls[i].in_head ? r->response_header : r->body;

		if (walls[i].status != r->status || r->body.n > walls[i].max_bytes)
			continue;
		if (walls[i].no_links && has_link(r->body))
			continue;
		if (walls[i].mark.n == 0 || str_find(where, walls[i].mark, 0) != STR_NONE)
			return walls[i].name;
	}
	return NULL;
}
