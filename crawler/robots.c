#include "crawler/robots.h"

#include "base/attrs.h"
#include "base/utf8.h"

enum directive { DIR_UNKNOWN, DIR_AGENT, DIR_ALLOW, DIR_DISALLOW, DIR_DELAY, DIR_SITEMAP };

/* Spellings that other crawlers honour too. */
static const struct {
	struct str name;
	enum directive directive;
} directives[] = {
	{ STR_INIT("user-agent"), DIR_AGENT },  { STR_INIT("useragent"), DIR_AGENT },
	{ STR_INIT("user agent"), DIR_AGENT },  { STR_INIT("useg-agent"), DIR_AGENT },
	{ STR_INIT("user_agent"), DIR_AGENT },  { STR_INIT("allow"), DIR_ALLOW },
	{ STR_INIT("disallow"), DIR_DISALLOW }, { STR_INIT("dissallow"), DIR_DISALLOW },
	{ STR_INIT("dissalow"), DIR_DISALLOW }, { STR_INIT("disalow"), DIR_DISALLOW },
	{ STR_INIT("diasllow"), DIR_DISALLOW }, { STR_INIT("disallaw"), DIR_DISALLOW },
	{ STR_INIT("desallow"), DIR_DISALLOW }, { STR_INIT("crawl-delay"), DIR_DELAY },
	{ STR_INIT("crawldelay"), DIR_DELAY },  { STR_INIT("crawl delay"), DIR_DELAY },
	{ STR_INIT("sitemap"), DIR_SITEMAP },   { STR_INIT("site-map"), DIR_SITEMAP },
	{ STR_INIT("site map"), DIR_SITEMAP },
};

/* Rules and delay of one kind of group: those that name us, those for "*". */
struct side {
	struct robots_rule *rules;
	size_t n, cap;
	int64_t delay_ms;
	bool seen;
};

struct reader {
	struct robots *out;
	struct str agent;
	const struct url *base;
	struct arena *arena;
	struct side own, any;
	bool in_own, in_any;       /* the group at hand */
	bool in_rules;             /* its User-agent lines are over */
	bool delay_own, delay_any; /* the next Crawl-delay is for the names just above it */
	bool delay_said;
	size_t sitemaps_cap;
};

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_token(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_';
}

static size_t token_length(struct str s)
{
	size_t n = 0;

	while (n < s.n && is_token(s.p[n]))
		n++;
	return n;
}

bool robots_agent_valid(struct str agent)
{
	return agent.n > 0 && token_length(agent) == agent.n;
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool unreserved(unsigned char c)
{
	return is_token((char)c) || c == '.' || c == '~';
}

static size_t put_escaped(char *out, unsigned char c)
{
	static const char digits[] = "0123456789ABCDEF";

	out[0] = '%';
	out[1] = digits[c >> 4];
	out[2] = digits[c & 15];
	return 3;
}

/*
 * One spelling of a path (2.2.2): what needs no escape has none, the others are
 * %XX in capitals. In a URL "*" and "$" are characters; in a pattern only when
 * escaped, so here they become %2A and %24. `out` holds 3 * s.n bytes.
 */
static struct str canonical(char *out, struct str s, bool is_pattern)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		int hi = i + 2 < s.n ? hex(s.p[i + 1]) : -1, lo = hi >= 0 ? hex(s.p[i + 2]) : -1;

		if (c == '%' && lo >= 0) {
			c = (unsigned char)(hi * 16 + lo);
			i += 2;
			if (unreserved(c))
				out[n++] = (char)c;
			else
				n += put_escaped(out + n, c);
		} else if (c >= 0x80 || c <= 0x20 || c == '$' || (c == '*' && !is_pattern)) {
			n += put_escaped(out + n, c);
		} else {
			out[n++] = (char)c;
		}
	}
	return (struct str){ out, n };
}

static void add_rule(struct side *side, struct reader *r, struct robots_rule rule)
{
	ARENA_GROW(r->arena, side->rules, side->n, side->cap);
	side->rules[side->n++] = rule;
}

static void add_rules(struct reader *r, struct robots_rule rule)
{
	if (r->in_own)
		add_rule(&r->own, r, rule);
	if (r->in_any)
		add_rule(&r->any, r, rule);
}

/* The length up to the last slash when "index.htm" follows it, else 0. */
static size_t folder_of_index(struct str pattern)
{
	size_t slash = pattern.n;

	while (slash > 0 && pattern.p[slash - 1] != '/')
		slash--;
	return str_starts(str_sub(pattern, slash, pattern.n), STR("index.htm")) ? slash : 0;
}

static void take_rule(struct reader *r, struct str value, bool allow, uint32_t line)
{
	struct robots_rule rule = { .allow = allow, .line = line };
	size_t folder;
	char *out;

	r->in_rules = true;
	if (value.n == 0 || (!r->in_own && !r->in_any))
		return;
	rule.to_end = value.p[value.n - 1] == '$';
	value.n -= rule.to_end;
	out = ARENA_NEW(r->arena, char, 3 * value.n + 1);
	rule.pattern = canonical(out, value, true);
	add_rules(r, rule);
	folder = folder_of_index(rule.pattern);
	if (allow && folder) { /* as Google reads it: the folder's own URL is allowed too */
		rule.pattern = str_sub(rule.pattern, 0, folder);
		rule.to_end = true;
		add_rules(r, rule);
	}
}

static void take_agent(struct reader *r, struct str value)
{
	if (r->in_rules || r->delay_said)
		r->delay_own = r->delay_any = r->delay_said = false;
	if (r->in_rules)
		r->in_own = r->in_any = r->in_rules = false;
	if (value.n && value.p[0] == '*' && (value.n == 1 || is_space(value.p[1]))) {
		r->in_any = r->delay_any = r->any.seen = true;
		return;
	}
	value = str_sub(value, 0, token_length(value));
	if (value.n && str_eq_nocase(value, r->agent))
		r->in_own = r->delay_own = r->own.seen = true;
}

/* Seconds with decimals, in ms rounded up; -1 for anything else. Absurd ones are a day. */
static int64_t delay_ms(struct str s)
{
	const int64_t most = 86400 * INT64_C(1000);
	int64_t ms = 0, unit = 1000;
	bool dot = false, digit = false, rest = false;

	for (size_t i = 0; i < s.n; i++) {
		int d = s.p[i] - '0';

		if (s.p[i] == '.' && !dot) {
			dot = true;
			continue;
		}
		if (d < 0 || d > 9)
			return -1;
		digit = true;
		if (!dot) {
			ms = ms * 10 + d * 1000;
		} else if (unit > 1) {
			unit /= 10;
			ms += d * unit;
		} else {
			rest = rest || d > 0;
		}
		if (ms > most)
			ms = most;
	}
	return digit ? ms + rest : -1;
}

static void take_delay(struct reader *r, struct str value)
{
	int64_t ms = delay_ms(value);

	r->delay_said = true;
	/* Said twice: the last one counts, unless it cannot be read. */
	if (ms >= 0 && r->delay_own)
		r->own.delay_ms = ms;
	if (ms >= 0 && r->delay_any)
		r->any.delay_ms = ms;
}

static void take_sitemap(struct reader *r, struct str value)
{
	struct robots *out = r->out;
	struct url u;
	struct err e;

	if (out->n_sitemaps == ROBOTS_MAX_SITEMAPS || value.n == 0 ||
	    url_parse(&u, value, r->base, r->arena, &e))
		return;
	for (size_t i = 0; i < out->n_sitemaps; i++)
		if (str_eq(out->sitemaps[i], u.href))
			return;
	ARENA_GROW(r->arena, out->sitemaps, out->n_sitemaps, r->sitemaps_cap);
	out->sitemaps[out->n_sitemaps++] = u.href;
}

/* Splits "name: value". A blank will do for a colon when both are single words. */
static bool split(struct str *name, struct str *value, struct str line)
{
	size_t at = str_find(line, STR(":"), 0), blank = 0;

	if (at == STR_NONE) {
		while (blank < line.n && !is_space(line.p[blank]))
			blank++;
		at = blank;
	}
	*name = str_trim(str_sub(line, 0, at));
	*value = str_trim(str_sub(line, at + 1, line.n));
	if (blank)
		for (size_t i = 0; i < value->n; i++)
			if (is_space(value->p[i]))
				return false;
	return name->n > 0 && at < line.n;
}

static void take_line(struct reader *r, struct str line, uint32_t number)
{
	enum directive directive = DIR_UNKNOWN;
	size_t comment = str_find(line, STR("#"), 0);
	struct str name, value;

	if (comment != STR_NONE)
		line.n = comment;
	line = str_trim(line);
	if (!split(&name, &value, line))
		return;
	if (str_starts(value, STR("//")) && str_find(value, STR("sitemap"), 0) != STR_NONE &&
	    str_starts(name, STR("http"))) {
		take_sitemap(r, line); /* a URL alone in its line */
		return;
	}
	for (size_t i = 0; i < countof(directives); i++)
		if (str_eq_nocase(name, directives[i].name))
			directive = directives[i].directive;
	switch (directive) {
	case DIR_AGENT:
		take_agent(r, value);
		break;
	case DIR_ALLOW:
	case DIR_DISALLOW:
		take_rule(r, value, directive == DIR_ALLOW, number);
		break;
	case DIR_DELAY:
		take_delay(r, value);
		break;
	case DIR_SITEMAP:
		take_sitemap(r, value);
		break;
	case DIR_UNKNOWN:
		break;
	}
}

static void take_lines(struct reader *r, struct str text)
{
	uint32_t number = 1;

	for (size_t at = 0; at < text.n; number++) {
		size_t end = at;

		while (end < text.n && text.p[end] != '\n' && text.p[end] != '\r')
			end++;
		take_line(r, str_sub(text, at, end - at), number);
		at = end + 1;
		if (end + 1 < text.n && text.p[end] == '\r' && text.p[end + 1] == '\n')
			at++;
	}
}

/* UTF-16 with its BOM already skipped, as UTF-8. */
static struct str from_utf16(struct str s, bool big_endian, struct arena *arena)
{
	const unsigned char *p = (const unsigned char *)s.p;
	char *out = ARENA_NEW(arena, char, s.n / 2 * 3 + UTF8_MAX_BYTES);
	size_t n = 0;

	for (size_t i = 0; i + 1 < s.n; i += 2) {
		uint32_t c = big_endian ? (uint32_t)p[i] << 8 | p[i + 1]
					: (uint32_t)p[i + 1] << 8 | p[i];

		n += utf8_put(out + n, c); /* surrogates become U+FFFD: no rule needs them */
	}
	return (struct str){ out, n };
}

/* Drops a byte order mark, and a torn one too. */
static struct str bare(struct str s, struct arena *arena)
{
	static const char bom[] = "\xEF\xBB\xBF";
	size_t n = 0;

	if (str_starts(s, STR("\xFF\xFE")))
		return from_utf16(str_sub(s, 2, s.n), false, arena);
	if (str_starts(s, STR("\xFE\xFF")))
		return from_utf16(str_sub(s, 2, s.n), true, arena);
	while (n < 3 && n < s.n && s.p[n] == bom[n])
		n++;
	return str_sub(s, n, s.n);
}

/* The text of a page, with a line break for each tag. */
static struct str strip_tags(struct str s, struct arena *arena)
{
	char *out = ARENA_NEW(arena, char, s.n + 1);
	size_t n = 0;
	bool in_tag = false;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '<')
			in_tag = true;
		else if (!in_tag)
			out[n++] = s.p[i];
		else if (s.p[i] == '>') {
			out[n++] = '\n';
			in_tag = false;
		}
	}
	return (struct str){ out, n };
}

void robots_parse(struct robots *out, struct str body, struct str agent, const struct url *base,
		  struct arena *arena)
{
	struct reader r = { .out = out, .agent = agent, .base = base, .arena = arena };
	struct side *side;

	*out = (struct robots){ .crawl_delay_ms = -1 };
	r.own.delay_ms = r.any.delay_ms = -1;
	if (body.n > ROBOTS_MAX_BYTES) {
		out->is_cut = true;
		body.n = ROBOTS_MAX_BYTES;
		while (body.n && body.p[body.n - 1] != '\n' && body.p[body.n - 1] != '\r')
			body.n--;
	}
	body = bare(body, arena);
	out->is_html = str_starts(str_trim(body), STR("<"));
	take_lines(&r, out->is_html ? strip_tags(body, arena) : body);
	side = r.own.seen ? &r.own : &r.any;
	out->rules = side->rules;
	out->n_rules = side->n;
	out->crawl_delay_ms = side->delay_ms;
	out->has_own_group = r.own.seen;
}

/* Leftmost places for the parts between wildcards: one pass, no going back. */
static bool matches(const struct robots_rule *rule, struct str path)
{
	struct str rest = rule->pattern;
	bool first = true;

	for (;;) {
		size_t star = str_find(rest, STR("*"), 0), at = 0;
		struct str part = str_sub(rest, 0, star);
		bool last = star == STR_NONE;

		if (last && rule->to_end && !first)
			return str_ends(path, part);
		if (first && !str_starts(path, part))
			return false;
		if (!first && part.n)
			at = str_find(path, part, 0);
		if (at == STR_NONE)
			return false;
		path = str_sub(path, at + part.n, path.n);
		if (last)
			return !rule->to_end || path.n == 0;
		rest = str_sub(rest, star + 1, rest.n);
		first = false;
	}
}

static size_t weight(const struct robots_rule *rule)
{
	return rule->pattern.n + rule->to_end;
}

const struct robots_rule *robots_match(const struct robots *r, const struct url *u)
{
	char buffer[3 * URL_MAX_BYTES];
	struct str path = canonical(buffer, url_target(u), false);
	const struct robots_rule *best = NULL;

	for (size_t i = 0; i < r->n_rules; i++) {
		const struct robots_rule *rule = &r->rules[i];

		if (best && (weight(rule) < weight(best) ||
			     (weight(rule) == weight(best) && (best->allow || !rule->allow))))
			continue;
		if (matches(rule, path))
			best = rule;
	}
	return best;
}

bool robots_allowed(const struct robots *r, const struct url *u)
{
	const struct robots_rule *rule;

	if (str_eq(u->path, STR("/robots.txt")))
		return true;
	rule = robots_match(r, u);
	return !rule || rule->allow;
}
