#include "tests/portal/site.h"

#include <assert.h>
#include <iconv.h>

#include "base/attrs.h"
#include "base/digest.h"

#include "tests/portal/body.h"
#include "tests/portal/family.h"
#include "tests/portal/files.h"
#include "tests/portal/hostile.h"
#include "tests/portal/sitemap.h"
#include "tests/portal/skin.h"

void answer_header(struct answer *a, const char *name, const char *value)
{
	assert(a->n_headers < ANSWER_MAX_HEADERS);
	a->headers[a->n_headers++] = (struct answer_header){ name, value };
}

void answer_release(struct answer *a)
{
	buf_release(&a->body);
	arena_release(&a->arena);
}

/* UTF-8 to GBK; what GBK has not becomes "?". */
static void to_gbk(struct buf *out, struct str text)
{
	iconv_t cd = iconv_open("GBK", "UTF-8");
	char part[4096];
	char *in = (char *)(uintptr_t)text.p;
	size_t left = text.n;

	if (cd == (iconv_t)-1)
		return;
	while (left > 0) {
		char *to = part;
		size_t room = sizeof(part), rc = iconv(cd, &in, &left, &to, &room);

		buf_add(out, (struct str){ part, sizeof(part) - room });
		if (rc == (size_t)-1 && room == sizeof(part)) {
			buf_addc(out, '?');
			do {
				in++;
				left--;
			} while (left > 0 && ((unsigned char)*in & 0xc0) == 0x80);
		}
	}
	(void)iconv_close(cd);
}

static bool is_gbk(enum charset_plan plan)
{
	return plan == CHARSET_PLAN_GBK || plan == CHARSET_PLAN_GBK_AS_UTF8 ||
	       plan == CHARSET_PLAN_GBK_SILENT;
}

/* A page of the portal: its charset and what the header says of it. */
static void page(struct answer *a, const struct portal *p, struct buf *utf8)
{
	const char *type = "text/html";

	if (p->charset == CHARSET_PLAN_UTF8)
		type = "text/html; charset=utf-8";
	else if (p->charset == CHARSET_PLAN_UTF8_AS_LATIN1)
		type = "text/html; charset=iso-8859-1";
	answer_header(a, "Content-Type", type);
	if (is_gbk(p->charset))
		to_gbk(&a->body, buf_str(utf8));
	else
		buf_add(&a->body, buf_str(utf8));
}

static void not_found(struct answer *a, const struct portal *p)
{
	struct buf html;

	a->status = 404;
	buf_init(&html, ANSWER_MAX_BYTES);
	if (str_starts(p->host, STR("www.soft404."))) {
		a->status = 200;
		buf_add(&html, STR("<html><body><p>" HOSTILE_SOFT_404
				   "</p><p>模拟数据</p></body></html>\n"));
	} else {
		skin_not_found(&html, p);
	}
	page(a, p, &html);
	buf_release(&html);
}

static const struct portal *portal_of(const struct world *w, struct str host)
{
	for (size_t i = 0; i < w->n_portals; i++)
		if (str_eq(w->portals[i].host, host))
			return &w->portals[i];
	return NULL;
}

static void robots(struct answer *a, const struct world *w, const struct portal *p)
{
	static const char *const texts[ROBOTS_PLAN__COUNT] = {
		[ROBOTS_PLAN_FORBIDS] = "User-agent: *\nDisallow: /nbgd/\nDisallow: /zwgk/nbgd/\n",
		[ROBOTS_PLAN_DELAY] =
			"# 模拟数据\nUser-agent: *\nCrawl-delay: 0.02\nDisallow: /admin/\n",
		[ROBOTS_PLAN_OPEN] = "\xEF\xBB\xBFUser-agent: *\r\nDisallow:\r\n",
	};

	if (p->turn == TURN_TIGHTENED) {
		answer_header(a, "Content-Type", "text/plain");
		buf_add(&a->body, STR("User-agent: *\nDisallow: /\n"));
	} else if (p->robots == ROBOTS_PLAN_NONE) {
		not_found(a, p);
	} else if (p->robots == ROBOTS_PLAN_HTML) {
		struct buf html;

		buf_init(&html, ANSWER_MAX_BYTES);
		skin_home(&html, w, p);
		page(a, p, &html);
		buf_release(&html);
	} else {
		answer_header(a, "Content-Type", "text/plain");
		buf_add(&a->body, str_c(texts[p->robots]));
		if (p->has_sitemap)
			buf_addf(&a->body, "Sitemap: %s\n",
				 world_url(w, p->host, STR("/sitemap.xml"), &a->arena).p);
	}
}

#define FURNITURE_BYTES 2600

/* What Word leaves for itself, until the page has its size. */
static void leftovers(struct buf *body, size_t size)
{
	if (body->n + FURNITURE_BYTES >= size)
		return;
	buf_add(body, STR("<!--[if gte mso 9]><xml><w:LatentStyles DefLockedState=\"false\">\n"));
	while (body->n + FURNITURE_BYTES < size)
		buf_add(body, STR("<w:LsdException Locked=\"false\" Priority=\"39\" "
				  "QFormat=\"true\" Name=\"toc 1\"/>\n"));
	buf_add(body, STR("</w:LatentStyles></xml><![endif]-->\n"));
}

static void article(struct answer *a, const struct world *w, const struct entry *e)
{
	const struct portal *p = &w->portals[e->portal];
	struct buf body, html;

	buf_init(&body, ANSWER_MAX_BYTES);
	buf_init(&html, ANSWER_MAX_BYTES);
	if (e->kind == ENTRY_LOOKALIKE)
		body_lookalike(&body, w, e);
	else if (e->kind == ENTRY_ANNEX)
		body_annex(&body, w, e);
	else
		body_report(&body, w, e);
	if (w->options.is_sized && e->document != WORLD_NONE)
		leftovers(&body, w->documents[e->document].size);
	family_article(&html, w, e, buf_str(&body));
	page(a, p, &html);
	buf_release(&body);
	buf_release(&html);
}

/* A door, by a refresh or by a script. */
static void shell(struct answer *a, const struct world *w, const struct entry *e)
{
	struct str path = world_report_path(w, e, &a->arena);
	struct buf html;

	buf_init(&html, ANSWER_MAX_BYTES);
	if (e->id % 2)
		buf_addf(&html,
			 "<html><head><meta http-equiv=\"refresh\" content=\"0;url=%.*s\">"
			 "</head><body></body></html>\n",
			 STR_ARG(path));
	else
		buf_addf(&html,
			 "<html><head><script>window.location.href = '%.*s';</script></head>"
			 "<body></body></html>\n",
			 STR_ARG(path));
	page(a, &w->portals[e->portal], &html);
	buf_release(&html);
}

static void entry(struct answer *a, const struct world *w, size_t index, struct str path,
		  unsigned attempt)
{
	const struct entry *e = &w->entries[index];

	if (w->options.profile == PROFILE_HOSTILE && hostile_answer(a, w, e, path, attempt))
		return;
	switch (e->kind) {
	case ENTRY_GONE:
		not_found(a, &w->portals[e->portal]);
		if (w->documents[e->document].is_soft)
			a->status = 200;
		break;
	case ENTRY_REPORT:
		if (str_eq(world_report_path(w, e, &a->arena), e->path))
			article(a, w, e);
		else
			shell(a, w, e);
		break;
	case ENTRY_MOVED: {
		const struct entry *to = &w->entries[w->documents[e->document].entry];
		struct str url = world_url(w, w->portals[to->portal].host, to->path, &a->arena);

		a->status = 301;
		answer_header(a, "Location", url.p);
		break;
	}
	default:
		article(a, w, e);
		hostile_encode(a, w, e);
	}
}

static void columns_page(struct answer *a, const struct world *w, const struct resource *r)
{
	const struct portal *p = &w->portals[r->portal];
	struct buf html;

	buf_init(&html, ANSWER_MAX_BYTES);
	if (r->kind == RESOURCE_HOME && p->landing && r->part == 0)
		skin_landing(&html, p);
	else if (r->kind == RESOURCE_HOME)
		skin_home(&html, w, p);
	else
		family_list(&html, w, &w->columns[r->index], r->part);
	page(a, p, &html);
	buf_release(&html);
}

static void file(struct answer *a, const struct world *w, const struct resource *r)
{
	const struct document *d = &w->documents[w->entries[r->index].document];

	if (r->kind == RESOURCE_IMAGE) {
		answer_header(a, "Content-Type", "image/png");
		files_png(&a->body, 620, r->part == 2 ? 160 : 780);
	} else {
		answer_header(a, "Content-Type", file_type(d->attach.file));
		files_write(&a->body, w, d);
	}
}

/* Nothing is there: the column may have gone elsewhere, and say so. */
static void not_here(struct answer *a, const struct world *w, const struct portal *p,
		     struct str path)
{
	struct str to = arena_strf(&a->arena, WORLD_RENAMED "%.*s", STR_ARG(path));

	if (p->turn != TURN_REDIRECTED || !world_find(w, p->host, to)) {
		not_found(a, p);
		return;
	}
	a->status = 301;
	answer_header(a, "Location", world_url(w, p->host, to, &a->arena).p);
}

/* What a client may add to a dataproxy request, or a chain of redirects adds: no part of the key.
 */
static const struct resource *find_loosely(const struct world *w, struct str host, struct str path)
{
	static const struct str added[] = { STR_INIT("&startrecord="), STR_INIT("&endrecord="),
					    STR_INIT("&perpage="), STR_INIT("?hop=") };

	for (size_t i = 0; i < countof(added); i++) {
		size_t at = str_find(path, added[i], 0);

		if (at != STR_NONE)
			path.n = at;
	}
	return world_find(w, host, path);
}

static void validate(struct answer *a, const struct family *family, struct str etag)
{
	char text[DIGEST_TEXT_MAX];
	struct str tag;

	if (!family->has_validators || a->status != 200 || a->wire != WIRE_PLAIN)
		return;
	tag = arena_strf(&a->arena, "\"%.24s\"", digest_of(text, DIGEST_SHA256, buf_str(&a->body)));
	answer_header(a, "ETag", tag.p);
	if (str_eq(etag, tag)) {
		a->status = 304;
		buf_clear(&a->body);
	}
}

void site_answer(struct answer *out, const struct world *w, struct str host, struct str path,
		 unsigned attempt, struct str etag)
{
	const struct resource *r = world_find(w, host, path);
	const struct portal *p = r ? &w->portals[r->portal] : portal_of(w, host);

	*out = (struct answer){ .status = 200 };
	buf_init(&out->body, ANSWER_MAX_BYTES);
	if (!r)
		r = find_loosely(w, host, path);
	if (p && p->turn == TURN_DEAD) {
		out->wire = WIRE_CLOSE;
		return;
	}
	if (!r) {
		if (p) {
			not_here(out, w, p, path);
		} else {
			out->status = 404;
			answer_header(out, "Content-Type", "text/plain");
			buf_add(&out->body, STR("no such host here\n"));
		}
		return;
	}
	switch (r->kind) {
	case RESOURCE_ROBOTS:
		robots(out, w, p);
		return;
	case RESOURCE_SITEMAP:
		answer_header(out, "Content-Type", r->part ? "application/gzip" : "text/xml");
		sitemap_write(&out->body, w, p, r->part);
		return;
	case RESOURCE_ENTRY:
		entry(out, w, r->index, path, attempt);
		break;
	case RESOURCE_INNER:
		article(out, w, &w->entries[r->index]);
		break;
	case RESOURCE_IMAGE:
	case RESOURCE_FILE:
		file(out, w, r);
		break;
	default:
		columns_page(out, w, r);
	}
	validate(out, p->family, etag);
}
