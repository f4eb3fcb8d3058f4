/*
 * fetch URLS PORT [DIR]: the fetcher alone, without pace, robots.txt, parsing or a database: every
 * address of the file URLS, one request a host at a time, all hosts at 127.0.0.1. With DIR every
 * answer goes into an archive there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "crawler/fetch.h"
#include "crawler/warc.h"

#define MAX_HOSTS 64

struct queue {
	struct str host;
	struct str *urls;
	size_t n, cap, at;
};

static struct arena arena;
static struct queue queues[MAX_HOSTS];
static size_t n_queues;

static void must(int rc, const struct err *e)
{
	if (rc < 0) {
		fprintf(stderr, "fetch: %s\n", e->msg);
		exit(1);
	}
}

static void add(struct str url)
{
	struct str host = str_sub(url, str_find(url, STR("://"), 0) + 3, url.n);
	struct queue *q = queues;

	host = str_sub(host, 0, str_find(host, STR("/"), 0));
	while (q < queues + n_queues && !str_eq(q->host, host))
		q++;
	if (q == queues + n_queues) {
		if (n_queues++ == MAX_HOSTS)
			exit(1);
		q->host = host;
	}
	ARENA_GROW(&arena, q->urls, q->n, q->cap);
	q->urls[q->n++] = url;
}

static void read_urls(struct str text)
{
	while (text.n) {
		size_t end = str_find(text, STR("\n"), 0);

		if (end == STR_NONE)
			end = text.n;
		if (end)
			add(str_sub(text, 0, end));
		text = str_sub(text, end + 1, text.n);
	}
}

static void submit(struct fetch *f, size_t i)
{
	struct queue *q = &queues[i];

	if (q->at < q->n)
		fetch_submit(f, &(struct fetch_request){ .id = i, .url = q->urls[q->at++] });
}

static void keep(struct warc *w, const struct fetch_result *r, struct err *e)
{
	struct warc_exchange x = {
		.url = r->url,
		.address = r->address,
		.fetched_ms = r->fetched_ms,
		.request_header = r->request_header,
		.response_header = r->response_header,
		.body = r->wire,
	};
	struct warc_place place;

	must(warc_append(&place, w, &x, e), e);
}

static void fetch_all(struct fetch *f, struct warc *w)
{
	struct timespec begin, end;
	struct fetch_result r;
	struct err e;
	size_t n = 0, n_bytes = 0;
	uint64_t id;

	clock_gettime(CLOCK_MONOTONIC, &begin);
	for (size_t i = 0; i < n_queues; i++)
		submit(f, i);
	while (fetch_busy(f)) {
		must(fetch_wait(f, NULL, 0, 1000, &e), &e);
		while (fetch_next(&r, &id, f)) {
			n += r.disposition == DISP_OK;
			n_bytes += r.body.n;
			if (w)
				keep(w, &r, &e);
			submit(f, (size_t)id);
		}
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	printf("%zu pages of %zu bytes on the average in %.2f s\n", n, n ? n_bytes / n : 0,
	       (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9);
}

int main(int argc, char **argv)
{
	char every[64];
	const char *resolve[] = { every };
	struct fetch_settings s = {
		.user_agent = "bench", .allow_private = true, .resolve = resolve, .n_resolve = 1
	};
	struct warc_settings ws = { .dir = argc > 3 ? argv[3] : "", .prefix = "bench" };
	struct warc *w = NULL;
	struct fetch *f;
	struct buf text;
	struct err e;
	size_t n_repaired;

	if (argc < 3) {
		fprintf(stderr, "usage: bench_fetch URLS PORT [DIR]\n");
		return 2;
	}
	snprintf(every, sizeof(every), "*:%s:127.0.0.1", argv[2]);
	buf_init(&text, 64u << 20);
	must(file_read(&text, argv[1], &e), &e);
	read_urls(buf_str(&text));
	must(fetch_open(&f, &s, &e), &e);
	if (argc > 3)
		must(warc_open(&w, &n_repaired, &ws, &e), &e);
	fetch_all(f, w);
	must(warc_close(w, &e), &e);
	fetch_close(f);
	buf_release(&text);
	arena_release(&arena);
	return 0;
}
