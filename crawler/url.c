#include "crawler/url.h"

#include <stdlib.h>

#include "crawler/url_host.h"

/* The normalised URL as it grows: one past the limit is kept as a flag. */
struct writer {
	char p[URL_MAX_BYTES + 1];
	size_t n;
	bool full;
};

/* Where the pieces of a URL stand in a writer. */
struct spans {
	size_t scheme_n, user, user_n, host, host_n, path, query;
	bool has_query, has_port;
	uint16_t port;
};

/* Percent-encode sets, beyond C0 controls, space and what is not ASCII. */
#define SET_FRAGMENT "\"<>`"
#define SET_QUERY    "\"#<>'"
#define SET_PATH     "\"#<>?^`{}"
#define SET_USERINFO "\"#<>?`{}/:;=@[\\]^|"

static void put(struct writer *w, char c)
{
	if (w->n < URL_MAX_BYTES)
		w->p[w->n++] = c;
	else
		w->full = true;
}

static void put_str(struct writer *w, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		put(w, s.p[i]);
}

static void put_escaped(struct writer *w, unsigned char c)
{
	static const char digits[] = "0123456789ABCDEF";

	put(w, '%');
	put(w, digits[c >> 4]);
	put(w, digits[c & 15]);
}

static void put_encoded(struct writer *w, struct str s, const char *set)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c <= 0x20 || c >= 0x7F || strchr(set, c))
			put_escaped(w, c);
		else
			put(w, s.p[i]);
	}
}

static bool is_slash(char c)
{
	return c == '/' || c == '\\';
}

static bool is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The scheme's length, or 0 when the text does not start with one and a colon. */
static size_t scheme_length(struct str s)
{
	size_t i = 0;

	if (s.n == 0 || !is_alpha(s.p[0]))
		return 0;
	while (i < s.n && (is_alpha(s.p[i]) || is_digit(s.p[i]) || strchr("+-.", s.p[i])))
		i++;
	return i < s.n && s.p[i] == ':' ? i : 0;
}

/* First byte of `s` from `at` on that is in `set`, or s.n. */
static size_t find_any(struct str s, size_t at, const char *set)
{
	while (at < s.n && !(s.p[at] && strchr(set, s.p[at])))
		at++;
	return at;
}

/* "." or "..", spelt with %2e too: 1 or 2, else 0. */
static int dots(struct str s)
{
	int n = 0;

	for (size_t i = 0; i < s.n; n++) {
		if (s.p[i] == '.')
			i++;
		else if (str_eq_nocase(str_sub(s, i, 3), STR("%2e")))
			i += 3;
		else
			return 0;
	}
	return n <= 2 ? n : 0;
}

/* Drops the last segment of a path that starts at `from`; its slash goes too. */
static void drop_segment(struct writer *w, size_t from)
{
	while (w->n > from && w->p[w->n - 1] != '/')
		w->n--;
	if (w->n > from)
		w->n--;
}

/*
 * Adds the segments of `s` to the path that starts at `from` and does not end
 * in a slash. Each is written with the slash before it.
 */
static void put_path(struct writer *w, size_t from, struct str s)
{
	for (bool last = false; !last;) {
		size_t end = find_any(s, 0, "/\\");
		struct str segment = str_sub(s, 0, end);
		int n = dots(segment);

		last = end == s.n;
		if (n == 2)
			drop_segment(w, from);
		if (n == 0 || last)
			put(w, '/');
		if (n == 0)
			put_encoded(w, segment, SET_PATH);
		s = str_sub(s, end + 1, s.n);
	}
}

static int put_port(struct writer *w, struct spans *sp, struct str s, struct err *e)
{
	long long port;

	if (s.n == 0)
		return 0;
	for (size_t i = 0; i < s.n; i++)
		if (!is_digit(s.p[i]))
			return err_set(e, ERR_FORMAT, "port is not a number");
	if (!str_int(&port, s) || port > 65535)
		return err_set(e, ERR_FORMAT, "port above 65535");
	if (port == sp->port)
		return 0;
	sp->port = (uint16_t)port;
	sp->has_port = true;
	put(w, ':');
	while (s.n > 1 && s.p[0] == '0')
		s = str_sub(s, 1, s.n);
	put_str(w, s);
	return 0;
}

static void put_userinfo(struct writer *w, struct spans *sp, struct str s)
{
	size_t colon = find_any(s, 0, ":");

	sp->user = w->n;
	put_encoded(w, str_sub(s, 0, colon), SET_USERINFO);
	if (colon + 1 < s.n) {
		put(w, ':');
		put_encoded(w, str_sub(s, colon + 1, s.n), SET_USERINFO);
	}
	sp->user_n = w->n - sp->user;
	if (sp->user_n)
		put(w, '@');
}

/* "user:password@host:port" */
static int put_authority(struct writer *w, struct spans *sp, struct str s, struct err *e)
{
	char host[HOST_MAX_BYTES + 1];
	size_t at = s.n, colon;

	while (at > 0 && s.p[at - 1] != '@')
		at--;
	sp->user = w->n;
	if (at > 0)
		put_userinfo(w, sp, str_sub(s, 0, at - 1));
	s = str_sub(s, at, s.n);
	colon = str_starts(s, STR("[")) ? find_any(s, find_any(s, 0, "]"), ":")
					: find_any(s, 0, ":");
	if (colon == 0)
		return err_set(e, ERR_FORMAT, "no host");
	if (host_parse(host, str_sub(s, 0, colon), e))
		return -1;
	sp->host = w->n;
	put_str(w, str_c(host));
	sp->host_n = w->n - sp->host;
	return put_port(w, sp, str_sub(s, colon + 1, s.n), e);
}

static void put_scheme(struct writer *w, struct spans *sp, struct str scheme)
{
	sp->scheme_n = scheme.n;
	sp->port = scheme.n == 5 ? 443 : 80;
	for (size_t i = 0; i < scheme.n; i++)
		put(w, (char)(scheme.p[i] | 0x20));
	put_str(w, STR("://"));
}

/* Everything of base up to its path. */
static void put_base(struct writer *w, struct spans *sp, const struct url *base)
{
	put_str(w, str_sub(base->href, 0, (size_t)(base->path.p - base->href.p)));
	sp->scheme_n = base->scheme.n;
	sp->user = (size_t)(base->userinfo.p - base->href.p);
	sp->user_n = base->userinfo.n;
	sp->host = (size_t)(base->host.p - base->href.p);
	sp->host_n = base->host.n;
	sp->port = base->port;
	sp->has_port = base->has_port;
}

/* After "scheme:" and its slashes: authority and path. `s` ends before "?" and "#". */
static int put_absolute(struct writer *w, struct spans *sp, struct str s, struct err *e)
{
	size_t end;

	while (s.n && is_slash(s.p[0]))
		s = str_sub(s, 1, s.n);
	end = find_any(s, 0, "/\\");
	if (put_authority(w, sp, str_sub(s, 0, end), e))
		return -1;
	sp->path = w->n;
	put_path(w, sp->path, str_sub(s, end + 1, s.n));
	return 0;
}

/* A reference without authority. Returns whether it also keeps the base's query. */
static bool put_relative(struct writer *w, struct spans *sp, struct str s, const struct url *base)
{
	put_base(w, sp, base);
	sp->path = w->n;
	if (s.n && is_slash(s.p[0])) {
		put_path(w, sp->path, str_sub(s, 1, s.n));
		return false;
	}
	put_str(w, base->path);
	if (s.n == 0)
		return true;
	drop_segment(w, sp->path);
	put_path(w, sp->path, s);
	return false;
}

static struct str after(struct str s, size_t at)
{
	return str_sub(s, at + 1, s.n);
}

static struct url finish(const struct writer *w, const struct spans *sp, struct str fragment,
			 struct arena *arena)
{
	struct str href = arena_str(arena, (struct str){ w->p, w->n });
	struct url u = { .href = href, .port = sp->port, .has_port = sp->has_port };

	u.scheme = str_sub(href, 0, sp->scheme_n);
	u.userinfo = str_sub(href, sp->user, sp->user_n);
	u.host = str_sub(href, sp->host, sp->host_n);
	u.path = str_sub(href, sp->path, (sp->has_query ? sp->query - 1 : w->n) - sp->path);
	if (sp->has_query)
		u.query = str_sub(href, sp->query, w->n);
	u.fragment = arena_str(arena, fragment);
	return u;
}

/* Trims and drops tabs and line breaks, as the standard's first step does. */
static int clean(char out[URL_MAX_TEXT_BYTES], struct str *text, struct err *e)
{
	struct str s = *text;
	size_t n = 0;

	while (s.n && (unsigned char)s.p[0] <= 0x20)
		s = str_sub(s, 1, s.n);
	while (s.n && (unsigned char)s.p[s.n - 1] <= 0x20)
		s.n--;
	if (s.n > URL_MAX_TEXT_BYTES)
		return err_set(e, ERR_LIMIT, "URL of %zu bytes, limit %d", s.n, URL_MAX_TEXT_BYTES);
	for (size_t i = 0; i < s.n; i++)
		if (!strchr("\t\r\n", s.p[i]) || s.p[i] == '\0')
			out[n++] = s.p[i];
	*text = (struct str){ out, n };
	return 0;
}

/* Scheme, authority and path of `s`, which ends before "?" and "#". */
static int put_front(struct writer *w, struct spans *sp, struct str s, bool *keep_query,
		     const struct url *base, struct err *e)
{
	size_t colon = scheme_length(s);
	struct str scheme = str_sub(s, 0, colon), rest = colon ? after(s, colon) : s;
	bool two = rest.n >= 2 && is_slash(rest.p[0]) && is_slash(rest.p[1]);

	if (colon && !str_eq_nocase(scheme, STR("http")) && !str_eq_nocase(scheme, STR("https")))
		return err_set(e, ERR_DENIED, "scheme %.*s is not http or https",
			       (int)(scheme.n < 40 ? scheme.n : 40), scheme.p);
	if (colon && !(base && !two && str_eq_nocase(scheme, base->scheme))) {
		put_scheme(w, sp, scheme);
		return put_absolute(w, sp, rest, e);
	}
	if (!base && !colon)
		return err_set(e, ERR_FORMAT, "relative URL without a base");
	if (two) {
		put_scheme(w, sp, colon ? scheme : base->scheme);
		return put_absolute(w, sp, rest, e);
	}
	*keep_query = put_relative(w, sp, rest, base);
	return 0;
}

int url_parse(struct url *out, struct str text, const struct url *base, struct arena *arena,
	      struct err *e)
{
	char cleaned[URL_MAX_TEXT_BYTES];
	struct writer w, fragment;
	struct spans sp = { 0 };
	struct str query;
	size_t hash, mark;
	bool keep_query = false;

	w.n = fragment.n = 0;
	w.full = fragment.full = false;
	if (clean(cleaned, &text, e))
		return -1;
	hash = find_any(text, 0, "#");
	put_encoded(&fragment, after(text, hash), SET_FRAGMENT);
	text = str_sub(text, 0, hash);
	mark = find_any(text, 0, "?");
	if (put_front(&w, &sp, str_sub(text, 0, mark), &keep_query, base, e))
		return -1;
	query = after(text, mark);
	sp.has_query = mark < text.n;
	if (!sp.has_query && keep_query && base->query.p) {
		query = base->query;
		sp.has_query = true;
	}
	if (sp.has_query) {
		put(&w, '?');
		sp.query = w.n;
		put_encoded(&w, query, SET_QUERY);
	}
	if (w.full)
		return err_set(e, ERR_LIMIT, "URL over %d bytes", URL_MAX_BYTES);
	*out = finish(&w, &sp, (struct str){ fragment.p, fragment.n }, arena);
	return 0;
}

struct str url_target(const struct url *u)
{
	size_t at = (size_t)(u->path.p - u->href.p);

	return str_sub(u->href, at, u->href.n);
}

static int hex(char c)
{
	if (is_digit(c))
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool unreserved(unsigned char c)
{
	return c < 0x80 && c && (is_alpha((char)c) || is_digit((char)c) || strchr("-._~", c));
}

/* One spelling of escapes: what needs none has none, the others are %XX in capitals. */
static void put_key(struct writer *w, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		int hi = i + 2 < s.n ? hex(s.p[i + 1]) : -1, lo = hi >= 0 ? hex(s.p[i + 2]) : -1;

		if (c == '%' && lo >= 0) {
			c = (unsigned char)(hi * 16 + lo);
			i += 2;
			unreserved(c) ? put(w, (char)c) : put_escaped(w, c);
		} else if (c <= 0x20 || c >= 0x7F || strchr("%\"<>[]^`{|}\\", c)) {
			put_escaped(w, c);
		} else {
			put(w, (char)c);
		}
	}
}

/* Parameters that say who looks or when, not at what. */
static bool is_dropped(struct str pair)
{
	static const struct str names[] = { STR_INIT("_"), STR_INIT("t"), STR_INIT("ddtab"),
					    STR_INIT("isMobile") };
	struct str name = str_sub(pair, 0, find_any(pair, 0, "="));

	if (name.n == 0 || str_starts(name, STR("utm_")) || str_eq_nocase(name, STR("jsessionid")))
		return true;
	for (size_t i = 0; i < countof(names); i++)
		if (str_eq(name, names[i]))
			return true;
	return false;
}

static int by_name(const void *left, const void *right)
{
	const struct str *a = left, *b = right;
	size_t an = find_any(*a, 0, "="), bn = find_any(*b, 0, "=");
	int c = memcmp(a->p, b->p, an < bn ? an : bn);

	if (c == 0 && an != bn)
		c = an < bn ? -1 : 1;
	return c ? c : a->p < b->p ? -1 : a->p > b->p;
}

static void put_key_query(struct writer *w, struct str query)
{
	struct str pair[URL_MAX_BYTES / 2 + 1];
	size_t n = 0;

	while (query.n) {
		size_t end = find_any(query, 0, "&");
		struct str one = str_sub(query, 0, end);

		if (!is_dropped(one))
			pair[n++] = one;
		query = after(query, end);
	}
	qsort(pair, n, sizeof(pair[0]), by_name);
	for (size_t i = 0; i < n; i++) {
		put(w, i ? '&' : '?');
		if (find_any(pair[i], 0, "=") == pair[i].n - 1)
			pair[i].n--;
		put_key(w, pair[i]);
	}
}

static void put_key_path(struct writer *w, struct str path)
{
	for (size_t at = 0; at < path.n;) {
		size_t end = find_any(path, at, "/;");

		put_key(w, str_sub(path, at, end - at));
		if (end < path.n && path.p[end] == '/') {
			if (w->n == 0 || w->p[w->n - 1] != '/')
				put(w, '/');
		} else if (str_eq_nocase(str_sub(path, end, 12), STR(";jsessionid="))) {
			end = find_any(path, end + 1, "/;") - 1;
		} else if (end < path.n) {
			put(w, ';');
		}
		at = end + 1;
	}
}

struct str url_key(const struct url *u, struct arena *arena)
{
	struct writer w;
	struct str host = u->host;

	w.n = 0;
	w.full = false;
	if (str_ends(host, STR(".")))
		host.n--;
	put_str(&w, u->scheme);
	put_str(&w, STR("://"));
	put_str(&w, host);
	if (u->has_port)
		put_str(&w, arena_strf(arena, ":%u", u->port));
	put_key_path(&w, u->path);
	put_key_query(&w, u->query);
	if (w.full) /* escaping made it too long; the URL itself is as good a key */
		return u->href;
	return arena_str(arena, (struct str){ w.p, w.n });
}

uint64_t url_hash(struct str key)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325); /* FNV-1a, then MurmurHash3's finaliser */

	for (size_t i = 0; i < key.n; i++) {
		h ^= (unsigned char)key.p[i];
		h *= UINT64_C(0x100000001b3);
	}
	h ^= h >> 33;
	h *= UINT64_C(0xff51afd7ed558ccd);
	h ^= h >> 33;
	h *= UINT64_C(0xc4ceb9fe1a85ec53);
	return h ^ h >> 33;
}

const char *url_trap(const struct url *u)
{
	struct str segment[URL_MAX_SEGMENTS];
	size_t n = 0;

	for (size_t at = 0; at < u->path.n;) {
		size_t end = find_any(u->path, at, "/"), same = 0;
		struct str one = str_sub(u->path, at, end - at);

		at = end + 1;
		if (one.n == 0)
			continue;
		if (n == URL_MAX_SEGMENTS)
			return "too many path segments";
		for (size_t i = 0; i < n; i++)
			same += str_eq(segment[i], one);
		if (same >= URL_MAX_REPEATS)
			return "a path segment repeats";
		segment[n++] = one;
	}
	return NULL;
}

bool url_host_is_ip(const struct url *u)
{
	/* A name cannot end in a number: host_parse would have refused it. */
	return u->host.p[0] == '[' || (is_digit(u->host.p[u->host.n - 1]) &&
				       strspn(u->host.p, "0123456789.") >= u->host.n);
}
