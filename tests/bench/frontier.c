/*
 * frontier [URLS [HOSTS [DIR]]]: what a database of known URLs costs: making them known, picking
 * and finishing them, and starting again; at a tenth of the number and at all of it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "crawler/fetch_result.h"
#include "crawler/url.h"
#include "store/store.h"
#include "store/store_frontier.h"

#define OFFERS_A_COMMIT 5000
#define PICKED_HOSTS    400
#define PICKED_URLS     50 /* of each */

static void must(int rc, const struct err *e)
{
	if (rc < 0) {
		fprintf(stderr, "frontier: %s\n", e->msg);
		exit(1);
	}
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct str host_name(size_t i, struct arena *arena)
{
	return arena_strf(arena, "www.h%zu.gov.cn.test", i);
}

/* URLs from..to become known, host by host in turn, as a run that goes breadth first meets them. */
static void offer(struct store *s, size_t from, size_t to, size_t n_hosts)
{
	struct arena arena = { 0 };
	struct err e;

	for (size_t i = from; i < to; i++) {
		struct str host = host_name(i % n_hosts, &arena);
		struct store_offer o = { .kind = STR("article"), .rank = 1003, .depth = 3 };
		struct url u;
		int64_t id;
		bool is_new;

		if ((i - from) % OFFERS_A_COMMIT == 0)
			must(store_begin(s, &e), &e);
		o.text = arena_strf(&arena, "http://%.*s/zwgk/zfxxgknb/202401/t20240118_%zu.html",
				    STR_ARG(host), i);
		must(url_parse(&u, o.text, NULL, &arena, &e), &e);
		o.key = url_hash(url_key(&u, &arena));
		o.link_text = STR("某县某局2023年政府信息公开工作年度报告");
		o.year = 2023;
		o.now_ms = 1;
		must(store_host_id(&o.host_id, s, host, str_sub(host, 4, host.n), &e), &e);
		must(store_offer_url(&id, &is_new, s, &o, &e), &e);
		if ((i - from) % OFFERS_A_COMMIT == OFFERS_A_COMMIT - 1 || i + 1 == to)
			must(store_commit(s, &e), &e);
		arena_release(&arena);
	}
}

/* The next URLs of some hosts are taken and finished. Returns how many. */
static size_t visit(double *picked_s, double *finished_s, struct store *s)
{
	struct arena arena = { 0 }, urls_arena = { 0 };
	struct store_host *hosts;
	struct store_url *urls;
	size_t n_hosts, n_urls, n = 0;
	struct err e;

	*picked_s = *finished_s = 0;
	must(store_begin(s, &e), &e);
	must(store_claim_hosts(&hosts, &n_hosts, s, PICKED_HOSTS, 2, &arena, &e), &e);
	for (size_t i = 0; i < n_hosts; i++) {
		double began = seconds(), picked;

		must(store_next_urls(&urls, &n_urls, s, hosts[i].id, PICKED_URLS, &urls_arena, &e),
		     &e);
		picked = seconds();
		for (size_t k = 0; k < n_urls; k++) {
			struct store_finish f = { .url_id = urls[k].id,
						  .state = URL_DONE,
						  .disposition = disposition_name(DISP_OK),
						  .now_ms = 3,
						  .due_ms = 1000000000,
						  .interval_s = 86400 };

			must(store_finish_url(s, &f, &e), &e);
		}
		n += n_urls;
		*picked_s += picked - began;
		*finished_s += seconds() - picked;
		must(store_release_host(s, hosts[i].id, &e), &e);
		arena_release(&urls_arena);
	}
	must(store_commit(s, &e), &e);
	arena_release(&arena);
	return n;
}

static void measure(const char *path, size_t from, size_t to, size_t n_hosts)
{
	double began = seconds(), offered, opened, picked, finished;
	struct store_backlog left;
	struct rusage used;
	struct store *s;
	struct stat st;
	struct err e;
	size_t n;

	must(store_open(&s, path, STORE_CREATE, &e), &e);
	offer(s, from, to, n_hosts);
	must(store_checkpoint(s, &e), &e);
	offered = seconds() - began;
	store_close(s);
	if (stat(path, &st))
		exit(1);
	began = seconds();
	must(store_open(&s, path, STORE_CREATE, &e), &e);
	must(store_frontier_resume(s, 2, &e), &e);
	must(store_backlog(&left, s, &e), &e);
	opened = seconds() - began;
	n = visit(&picked, &finished, s);
	store_close(s);
	getrusage(RUSAGE_SELF, &used);
	printf("| %zu | %zu | %.0f | %.0f | %.0f | %.0f | %.2f | %.0f |\n", to, n_hosts,
	       (double)(to - from) / offered, (double)st.st_size / (double)to,
	       picked > 0 ? (double)n / picked : 0, finished > 0 ? (double)n / finished : 0, opened,
	       (double)used.ru_maxrss / 1024);
}

int main(int argc, char **argv)
{
	size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000;
	size_t n_hosts = argc > 2 ? strtoul(argv[2], NULL, 10) : 3500;
	char path[4096];

	snprintf(path, sizeof(path), "%s/frontier-bench.db", argc > 3 ? argv[3] : "/tmp");
	unlink(path);
	puts("| known URLs | hosts | made known/s | bytes a URL | picked/s | finished/s | start-up "
	     "s | "
	     "memory MB |\n| --- | --- | --- | --- | --- | --- | --- | --- |");
	measure(path, 0, n / 10, n_hosts);
	measure(path, n / 10, n, n_hosts);
	unlink(path);
	return 0;
}
