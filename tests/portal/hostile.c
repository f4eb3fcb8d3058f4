#include "tests/portal/hostile.h"

#include <assert.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/attrs.h"

#include "tests/portal/files.h"

#define BIG_PAGE_BYTES (40u << 20)
#define BOMB_BYTES     (100u << 20)
#define NESTED_TAGS    200000
#define BIG_TABLE_ROWS 10000
#define BIG_TABLE_COLS 100
#define FLOOD_HEADERS  60
#define FLOOD_BYTES    8000
#define CHAIN_HOPS     30

#define UNUSED __attribute__((unused))
#define ARGUMENTS                                                                                  \
	struct answer *a UNUSED, const struct world *w UNUSED, const struct entry *e UNUSED,       \
		struct str path UNUSED, unsigned attempt UNUSED

static void html(struct answer *a)
{
	answer_header(a, "Content-Type", "text/html; charset=utf-8");
}

static void small_page(struct answer *a, const char *text)
{
	html(a);
	buf_addf(&a->body, "<html><body><p>%s</p><p>模拟数据</p></body></html>\n", text);
}

static void redirect(struct answer *a, int status, struct str url)
{
	a->status = status;
	answer_header(a, "Location", arena_str(&a->arena, url).p);
}

static void hostile_drip(ARGUMENTS)
{
	small_page(a, "一点一点地来，一点一点地来，一点一点地来，一点一点地来，一点一点地来，永远来"
		      "不完。");
	for (int i = 0; i < 2000; i++)
		buf_add(&a->body, STR("<!-- slow -->\n"));
	a->wire = WIRE_DRIP;
}

static void hostile_endless(ARGUMENTS)
{
	html(a);
	for (int i = 0; i < 1000; i++)
		buf_add(&a->body, STR("<p>没有尽头的一页，没有尽头的一页。</p>\n"));
	a->wire = WIRE_ENDLESS;
}

static void hostile_gzipbomb(ARGUMENTS)
{
	html(a);
	answer_header(a, "Content-Encoding", "gzip");
	files_gzip_zeros(&a->body, BOMB_BYTES);
}

static void hostile_bigpage(ARGUMENTS)
{
	html(a);
	buf_add(&a->body, STR("<html><body>\n"));
	while (a->body.n < BIG_PAGE_BYTES)
		buf_add(&a->body, STR("<p>很长很长的一页，很长很长的一页，很长很长的一页。</p>\n"));
}

static void hostile_nested(ARGUMENTS)
{
	html(a);
	buf_add(&a->body, STR("<html><body>"));
	for (int i = 0; i < NESTED_TAGS; i++)
		buf_add(&a->body, STR("<div>"));
	buf_add(&a->body, STR("最里面"));
}

static void hostile_bigtable(ARGUMENTS)
{
	html(a);
	buf_add(&a->body, STR("<html><body><table>\n"));
	for (int i = 0; i < BIG_TABLE_ROWS; i++) {
		buf_add(&a->body, STR("<tr>"));
		for (int k = 0; k < BIG_TABLE_COLS; k++)
			buf_add(&a->body, STR("<td>1"));
		buf_addc(&a->body, '\n');
	}
	buf_add(&a->body, STR("</table></body></html>\n"));
}

static void hostile_headerflood(ARGUMENTS)
{
	struct buf value;

	small_page(a, "头比身子大");
	buf_init(&value, FLOOD_BYTES);
	while (!value.full)
		buf_add(&value, STR("flood"));
	for (int i = 0; i < FLOOD_HEADERS; i++)
		answer_header(a, arena_strf(&a->arena, "X-Flood-%d", i).p,
			      arena_str(&a->arena, buf_str(&value)).p);
	buf_release(&value);
}

static void hostile_truncated(ARGUMENTS)
{
	small_page(a, "只有一半");
	a->wire = WIRE_TRUNCATED;
}

static void hostile_closed(ARGUMENTS)
{
	a->wire = WIRE_CLOSE;
}

static void hostile_selfloop(ARGUMENTS)
{
	redirect(a, 302, world_url(w, w->portals[e->portal].host, e->path, &a->arena));
}

/* More hops than anyone should follow, each at an address of its own. */
static void hostile_longchain(ARGUMENTS)
{
	struct str url = world_url(w, w->portals[e->portal].host, e->path, &a->arena);
	size_t at = str_find(path, STR("?hop="), 0);
	long long hop = 0;

	if (at != STR_NONE)
		(void)str_int(&hop, str_sub(path, at + 5, path.n));
	if (hop < CHAIN_HOPS)
		redirect(a, 302, arena_strf(&a->arena, "%.*s?hop=%lld", STR_ARG(url), hop + 1));
}

static void hostile_toloopback(ARGUMENTS)
{
	redirect(a, 302, STR("http://127.0.0.1/admin"));
}

static void hostile_tofile(ARGUMENTS)
{
	redirect(a, 302, STR("file:///etc/hostname"));
}

static void hostile_busy(ARGUMENTS)
{
	if (attempt > 0)
		return;
	a->status = 503;
	answer_header(a, "Retry-After", "1");
	small_page(a, "系统繁忙，请稍后再试");
}

static void hostile_throttled(ARGUMENTS)
{
	if (attempt > 0)
		return;
	a->status = 429;
	answer_header(a, "Retry-After", "1");
	small_page(a, "访问过于频繁");
}

static void hostile_badutf8(ARGUMENTS)
{
	html(a);
	buf_add(&a->body, STR("<html><body><p>\xE6\x94\xBF\xE5\xBA"));
	for (int i = 0; i < 256; i++)
		buf_addc(&a->body, (char)i);
	buf_add(&a->body, STR("</p></body></html>\n"));
}

static void hostile_badgzip(ARGUMENTS)
{
	html(a);
	answer_header(a, "Content-Encoding", "gzip");
	buf_add(&a->body, (struct str){ "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10 });
	buf_add(&a->body, STR("this is no deflate stream at all"));
}

/* Broken once, whole to whoever asks again: that one should ask for no coding. */
static void hostile_gziponce(ARGUMENTS)
{
	if (attempt == 0)
		hostile_badgzip(a, w, e, path, attempt);
}

/* The host says so to any URL it does not have: site.c. */
static void hostile_soft404(ARGUMENTS)
{
	small_page(a, HOSTILE_SOFT_404);
}

static void hostile_softtitle(ARGUMENTS)
{
	html(a);
	buf_add(&a->body,
		STR("<html><head><title>页面未找到</title></head><body>模拟数据</body></html>"));
}

static void hostile_nothing(ARGUMENTS)
{
	html(a);
}

static void hostile_forbidden(ARGUMENTS)
{
	a->status = 403;
	small_page(a, "拒绝访问");
}

static void hostile_wall521(ARGUMENTS)
{
	a->status = 521;
	answer_header(a, "Set-Cookie", "__jsluid_s=0123456789abcdef; path=/; HttpOnly");
	html(a);
	buf_add(&a->body, STR("<script>document.cookie='__jsl_clearance_s=1'</script>"));
}

static void hostile_wall412(ARGUMENTS)
{
	a->status = 412;
	html(a);
	buf_add(&a->body, STR("<html><script>$_ts=window['$_ts'];</script></html>"));
}

static void hostile_wall491(ARGUMENTS)
{
	a->status = 491;
	answer_header(a, "wzws-ray", "1138-1606712345.678-w-waf01");
	small_page(a, "请求被拦截");
}

static void hostile_challenge(ARGUMENTS)
{
	html(a);
	buf_add(&a->body, STR("<html><head><title>安全验证</title></head><body><noscript>"
			      "请开启JavaScript后继续访问</noscript><div id=\"slide\">"
			      "</div></body></html>\n"));
}

/* To itself with a cookie, whoever brings it back. */
static void hostile_cookieloop(ARGUMENTS)
{
	answer_header(a, "Set-Cookie", "CT6T=0123456789; path=/");
	redirect(a, 302, world_url(w, w->portals[e->portal].host, e->path, &a->arena));
}

/* To itself with a cookie, and the page for whoever comes again. */
static void hostile_cookieonce(ARGUMENTS)
{
	if (attempt == 0)
		hostile_cookieloop(a, w, e, path, attempt);
}

/* The page as it is; hostile_encode() has what is odd about it. */
static void hostile_forcedgzip(ARGUMENTS)
{
}

static void hostile_rawdeflate(ARGUMENTS)
{
}

static void hostile_gone410(ARGUMENTS)
{
	a->status = 410;
	small_page(a, "已删除");
}

static void hostile_error500(ARGUMENTS)
{
	a->status = 500;
	small_page(a, "系统错误");
}

static void hostile_movedhome(ARGUMENTS)
{
	redirect(a, 301, world_url(w, w->portals[e->portal].host, STR("/"), &a->arena));
}

static const struct hostile rows[] = {
#define HOSTILE(name, outcome, cost) { #name, outcome, HOSTILE_##cost, hostile_##name },
#include "tests/portal/hostile.def"
#undef HOSTILE
};

const struct hostile *hostile_at(size_t i)
{
	return i < countof(rows) ? &rows[i] : NULL;
}

const struct hostile *hostile_named(struct str name, size_t *place)
{
	for (*place = 0; *place < countof(rows); ++*place)
		if (str_eq(name, str_c(rows[*place].name)))
			return &rows[*place];
	return NULL;
}

const struct hostile *hostile_of(const struct world *w, size_t portal)
{
	return w->options.profile == PROFILE_HOSTILE ? hostile_at(w->options.first_quirk + portal)
						     : NULL;
}

size_t hostile_count(void)
{
	return countof(rows);
}

bool hostile_entry(const struct world *w, const struct entry *e)
{
	return hostile_of(w, e->portal) && e->kind == ENTRY_REPORT &&
	       e->year == w->options.last_year;
}

bool hostile_answer(struct answer *a, const struct world *w, const struct entry *e, struct str path,
		    unsigned attempt)
{
	if (!hostile_entry(w, e))
		return false;
	hostile_of(w, e->portal)->answer(a, w, e, path, attempt);
	return a->status != 200 || a->n_headers > 0 || a->wire != WIRE_PLAIN;
}

/* The body in a coding that nobody asked for; wbits as zlib has them. */
static void encode(struct answer *a, const char *coding, int wbits)
{
	z_stream z = { .next_in = (Bytef *)a->body.p, .avail_in = (uInt)a->body.n };
	uLong max = compressBound((uLong)a->body.n) + 64;
	Bytef *out = malloc(max);
	int rc = deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, wbits, 8, Z_DEFAULT_STRATEGY);

	if (!out || rc != Z_OK)
		abort();
	z.next_out = out;
	z.avail_out = (uInt)max;
	rc = deflate(&z, Z_FINISH);
	assert(rc == Z_STREAM_END);
	buf_clear(&a->body);
	buf_add(&a->body, (struct str){ (const char *)out, z.total_out });
	(void)deflateEnd(&z);
	free(out);
	answer_header(a, "Content-Encoding", coding);
}

void hostile_encode(struct answer *a, const struct world *w, const struct entry *e)
{
	if (!hostile_entry(w, e))
		return;
	if (hostile_of(w, e->portal)->answer == hostile_forcedgzip)
		encode(a, "gzip", 15 + 16);
	else if (hostile_of(w, e->portal)->answer == hostile_rawdeflate)
		encode(a, "deflate", -15);
}
