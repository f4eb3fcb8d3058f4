#include "report/rules.h"

#include <string.h>

#include "base/attrs.h"
#include "base/utf8.h"
#include "report/text.h"

/* What a reader would not take for a report; the kind says what it is. */
void rule_not_report(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct report *r = in->now;
	bool is_other = r->kind != KIND_REPORT && r->kind != KIND_UNKNOWN;

	if (is_other)
		rule_found(out, self,
			   arena_strf(out->arena, "%s: %.*s", report_kind_name(r->kind),
				      STR_ARG(r->kind_reason)),
			   r->identity.title, 0);
	check_assess(out, self, !is_other, is_other, 0);
}

/* Host of a URL, without user and port; empty: it has none. */
static struct str host_of(struct str url)
{
	size_t at = str_find(url, STR("://"), 0), end;

	if (at == STR_NONE)
		return (struct str){ NULL, 0 };
	url = str_sub(url, at + 3, url.n);
	for (end = 0; end < url.n && !strchr("/?#:", url.p[end]); end++)
		;
	return str_sub(url, 0, end);
}

enum host_kind { HOST_UNKNOWN, HOST_OFFICIAL, HOST_FOREIGN };

/* Bare addresses are common among counties: nothing can be told from them. */
static enum host_kind host_kind(struct str url)
{
	static const char *const official[] = { "gov.cn", "gov.cn.test", "gov.hk", "gov.mo", NULL };
	struct str host = host_of(url);
	bool is_address = true;

	if (host.n == 0 || !memchr(host.p, '.', host.n))
		return HOST_UNKNOWN;
	for (size_t i = 0; i < host.n; i++)
		is_address =
			is_address && ((host.p[i] >= '0' && host.p[i] <= '9') || host.p[i] == '.');
	if (is_address)
		return HOST_UNKNOWN;
	for (size_t i = 0; official[i]; i++) {
		struct str tail = str_c(official[i]);

		if (str_eq(host, tail) ||
		    (str_ends(host, tail) && host.p[host.n - tail.n - 1] == '.'))
			return HOST_OFFICIAL;
	}
	return HOST_FOREIGN;
}

/* Marks that only a copier's machine leaves. */
static const char *copier_mark(const struct check_input *in)
{
	static const char *const marks[] = { "pinyin_brackets", "gbk_shift", "pinyin" };

	for (size_t i = 0; in->encoding && i < in->encoding->n_repairs; i++)
		for (size_t k = 0; k < countof(marks); k++)
			if (strcmp(in->encoding->repairs[i].name, marks[k]) == 0)
				return marks[k];
	return NULL;
}

void rule_mirror(struct check *out, const struct rule *self, const struct check_input *in)
{
	enum host_kind host = host_kind(in->url);
	const char *mark = copier_mark(in);
	struct str why = { NULL, 0 };

	if (in->now->kind != KIND_REPORT && !mark)
		return;
	if (mark)
		why = arena_strf(out->arena, "a copy: the text bears marks of a copier (%s)", mark);
	else if (host == HOST_FOREIGN)
		why = arena_strf(out->arena, "a copy: %.*s is not a host of the government",
				 STR_ARG(host_of(in->url)));
	else if (in->encoding && in->encoding->traditional && host == HOST_UNKNOWN)
		why = STR("a copy: the text was turned into traditional characters");
	if (why.p)
		rule_found(out, self, why, (struct str){ NULL, 0 }, 0);
	check_assess(out, self, !why.p && host == HOST_OFFICIAL, why.p != NULL,
		     !why.p && host != HOST_OFFICIAL);
}

/* Why figures are not to be trusted, in words for people. */
static const char *untrusted_why(const struct encoding *e)
{
	static const struct {
		const char *verdict, *why;
	} all[] = {
		{ "lost_as_utf8", "read in a wrong encoding: only ASCII is left" },
		{ "lost_twice", "read in a wrong encoding twice: only ASCII is left" },
		{ "fill_bytes", "memory that was never written in place of text" },
		{ "garbled", "garbled in a way that nothing explains" },
		{ "doubtful_figures", "digits stand in what was lost" },
		{ "words_lost", "characters became question marks" },
		{ "digits_dropped", "digits went with the spans they stood in" },
		{ "words_replaced", "names of another trade in place of words" },
		{ "lines_dropped", "equal lines were dropped" },
	};

	for (size_t i = 0; e->verdict && i < countof(all); i++)
		if (strcmp(all[i].verdict, e->verdict) == 0)
			return all[i].why;
	return "bytes were lost that may have been digits";
}

/* Says nothing of sound documents, which are nearly all: no assessment of theirs is kept. */
void rule_untrusted(struct check *out, const struct rule *self, const struct check_input *in)
{
	if (!in->encoding || !in->encoding->untrusted)
		return;
	rule_found(out, self,
		   arena_strf(out->arena, "the figures cannot be trusted: %s",
			      untrusted_why(in->encoding)),
		   (struct str){ NULL, 0 }, 0);
	check_assess(out, self, 0, 1, 0);
}

/* A title, and nothing that a report has: no parts, no period, nobody to turn to. */
void rule_fabricated(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct report *r = in->now;
	bool bare, tables = false;

	if (r->kind != KIND_REPORT && r->kind != KIND_UNKNOWN)
		return;
	for (size_t i = 0; i < TABLE__COUNT; i++)
		tables = tables || r->table[i].form;
	bare = r->identity.title.p && text_has(r->identity.title, "信息公开") &&
	       r->n_sections < 2 && !r->identity.year_period && !tables &&
	       !text_has(r->identity.preamble, "联系") && host_kind(in->url) == HOST_FOREIGN;
	if (bare)
		rule_found(out, self,
			   STR("a title like a report's on a foreign host, without legal parts, "
			       "period, tables or contact"),
			   r->identity.title, 0);
	if (bare || r->kind == KIND_REPORT)
		check_assess(out, self, !bare, bare, 0);
}

/* A .doc read as text begins with the bytes D0 CF 11 E0 in some disguise. */
void rule_binary(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct report *r = in->now;
	struct str first = r->identity.preamble;
	size_t lost = 0, n = 0;
	bool is_binary;

	if (!first.n && r->n_sections)
		first = r->sections[0].text;
	first = str_sub(first, 0, 600);
	for (size_t at = 0; at < first.n; n++)
		lost += utf8_next(first, &at) == UTF8_REPLACEMENT;
	is_binary = text_has(first, "ࡱ") || (n >= 20 && lost * 2 > n);
	if (is_binary)
		rule_found(out, self, STR("bytes of a .doc file stand where text should"),
			   (struct str){ NULL, 0 }, 0);
	if (is_binary || r->kind == KIND_REPORT)
		check_assess(out, self, !is_binary, is_binary, 0);
}

static bool has_section(const struct report *r, int no)
{
	for (size_t i = 0; i < r->n_sections; i++)
		if (r->sections[i].no == no)
			return true;
	return false;
}

void rule_truncated(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct report *r = in->now;
	bool first = has_section(r, 1) || has_section(r, 2), last = has_section(r, 6);
	const char *why = NULL;

	if (r->identity.year && r->identity.year < 2019 && !r->truncated)
		return; /* older reports have other parts */
	if (first && !last && !has_section(r, 5))
		why = "the last two parts are missing while the first is there";
	else if (r->truncated)
		why = "the page ends within its markup";
	else if (!first && !has_section(r, 3) && (last || has_section(r, 5)))
		why = "only the last parts are there";
	if (why)
		rule_found(out, self, str_c(why), (struct str){ NULL, 0 }, 0);
	check_assess(out, self, !why, why != NULL, 0);
}
