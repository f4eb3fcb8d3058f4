#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/attrs.h"
#include "base/buf.h"
#include "base/json.h"
#include "cli/args.h"
#include "cli/command.h"
#include "crawler/http.h"
#include "crawler/url.h"
#include "crawler/warc_read.h"

static const char usage[] = "WARC...";

#define MAX_PARAMETERS 200 /* of a query; more are left as they are */
#define MAX_LINES      10000000
#define MAX_LINE_BYTES (1u << 20)

struct lines {
	char **at;
	size_t n, cap;
	struct arena arena;
};

static int by_text(const void *left, const void *right)
{
	const struct str *a = left, *b = right;
	int order = memcmp(a->p, b->p, a->n < b->n ? a->n : b->n);

	return order ? order : (a->n > b->n) - (a->n < b->n);
}

/* The path without a last "/", and the parameters of the query in order. */
static struct str sorted_target(const struct url *u, struct arena *arena)
{
	struct str part[MAX_PARAMETERS], path = u->path, out;
	size_t n = 0;

	if (path.n > 1 && str_ends(path, STR("/")))
		path.n--;
	if (!u->query.n)
		return path;
	for (size_t at = 0; at <= u->query.n;) {
		size_t end = str_find(u->query, STR("&"), at);

		if (n == MAX_PARAMETERS)
			return url_target(u);
		end = end == STR_NONE ? u->query.n : end;
		part[n++] = str_sub(u->query, at, end - at);
		at = end + 1;
	}
	qsort(part, n, sizeof(part[0]), by_text);
	out = path;
	for (size_t i = 0; i < n; i++)
		out = arena_strf(arena, "%.*s%s%.*s", STR_ARG(out), i ? "&" : "?",
				 STR_ARG(part[i]));
	return out;
}

/*
 * "www.a.gov.cn:8080/X/?z&y" as "cn,gov,a:8080)/x?y&z" (SURT): what CDX files are sorted by.
 */
static struct str sort_key(const struct url *u, struct arena *arena)
{
	struct str host = url_host_is_ip(u) ? (struct str){ NULL, 0 } : u->host, path;
	struct str key = url_host_is_ip(u) ? u->host : (struct str){ NULL, 0 };
	char *out;

	if (str_starts(host, STR("www.")))
		host = str_sub(host, 4, host.n);
	for (size_t end = host.n; end > 0;) {
		size_t from = end;

		while (from > 0 && host.p[from - 1] != '.')
			from--;
		key = arena_strf(arena, "%.*s%s%.*s", STR_ARG(key), key.n ? "," : "",
				 STR_ARG(str_sub(host, from, end - from)));
		end = from ? from - 1 : 0;
	}
	if (u->has_port)
		key = arena_strf(arena, "%.*s:%u", STR_ARG(key), u->port);
	path = sorted_target(u, arena);
	key = arena_strf(arena, "%.*s)%.*s", STR_ARG(key), STR_ARG(path));
	out = ARENA_NEW(arena, char, key.n + 1);
	for (size_t i = 0; i < key.n; i++)
		out[i] = (char)(key.p[i] >= 'A' && key.p[i] <= 'Z' ? key.p[i] - 'A' + 'a'
								   : key.p[i]);
	return (struct str){ out, key.n };
}

/* "2024-01-18T01:02:03Z" as "20240118010203" */
static void stamp(char out[15], struct str date)
{
	size_t n = 0;

	for (size_t i = 0; i < date.n && n < 14; i++)
		if (date.p[i] >= '0' && date.p[i] <= '9')
			out[n++] = date.p[i];
	while (n < 14)
		out[n++] = '0';
	out[n] = '\0';
}

static void add_text(struct json *j, const char *name, struct str value)
{
	if (!value.n)
		return;
	json_key(j, name);
	json_str(j, value);
}

static void add_line(struct lines *l, const struct warc_record *rec, const char *file)
{
	struct arena arena = { 0 };
	struct fetch_result r = { .response_header = rec->block };
	struct url u;
	struct err bad;
	struct json j;
	struct buf b;
	char when[15];
	size_t head = http_head_bytes(rec->block), colon;
	struct str digest = rec->payload_digest;

	if (url_parse(&u, rec->uri, NULL, &arena, &bad) || l->n == MAX_LINES) {
		arena_release(&arena);
		return;
	}
	r.response_header.n = head == STR_NONE ? rec->block.n : head;
	http_read_head(&r);
	colon = str_find(digest, STR(":"), 0);
	stamp(when, rec->date);
	buf_init(&b, MAX_LINE_BYTES);
	buf_addf(&b, "%.*s %s ", STR_ARG(sort_key(&u, &arena)), when);
	json_init(&j, &b);
	json_object(&j);
	add_text(&j, "url", u.href);
	add_text(&j, "mime", rec->type == WARC_REVISIT ? STR("warc/revisit") : r.media_type);
	if (r.status)
		add_text(&j, "status", arena_strf(&arena, "%d", r.status));
	add_text(&j, "digest", colon == STR_NONE ? digest : str_sub(digest, colon + 1, digest.n));
	add_text(&j, "length", arena_strf(&arena, "%lld", (long long)rec->length));
	add_text(&j, "offset", arena_strf(&arena, "%lld", (long long)rec->offset));
	add_text(&j, "filename", str_c(file));
	json_end(&j);
	ARENA_GROW(&l->arena, l->at, l->n, l->cap);
	l->at[l->n] = ARENA_NEW(&l->arena, char, b.n + 1);
	memcpy(l->at[l->n], b.p, b.n);
	l->at[l->n++][b.n] = '\0';
	buf_release(&b);
	arena_release(&arena);
}

static int read_file(struct lines *l, const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/');
	struct warc_reader *reader;
	struct warc_record rec;
	int rc;

	if (warc_read_open(&reader, path, 0, e))
		return -1;
	while ((rc = warc_read_next(&rec, reader, e)) == 1)
		if (rec.uri.n && (rec.type == WARC_RESPONSE || rec.type == WARC_REVISIT ||
				  rec.type == WARC_RESOURCE))
			add_line(l, &rec, slash ? slash + 1 : path);
	warc_read_close(reader);
	return rc < 0 ? err_at(e, "%s", path) : 0;
}

static int by_bytes(const void *left, const void *right)
{
	char *const *a = left, *const *b = right;

	return strcmp(*a, *b);
}

static int run(int argc, char **argv, const struct config *config, struct err *e)
{
	const struct arg args[] = { { 0 } };
	struct lines l = { 0 };
	bool helped;
	int rc = 0;

	(void)config;
	if (args_parse(&helped, &argc, argv, usage, args, 0, e))
		return -1;
	if (helped)
		return 0;
	if (argc < 2)
		return err_set(e, ERR_USAGE, "which files? usage: nianbao index %s", usage);
	for (int i = 1; i < argc && rc == 0; i++)
		rc = read_file(&l, argv[i], e);
	if (l.n)
		qsort(l.at, l.n, sizeof(*l.at), by_bytes);
	for (size_t i = 0; i < l.n && rc == 0; i++)
		puts(l.at[i]);
	arena_release(&l.arena);
	return rc;
}

const struct command cmd_index = { "index", usage, "a CDXJ index of WARC files, sorted", run };
