#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "cli/command.h"
#include "cli/query.h"

static const char usage[] = "[--hosts] [--format FORMAT] [--db FILE]";

static const struct listing_column columns[] = {
	{ "host", false, 40 },   { "known", true, 0 },     { "pending", true, 0 },
	{ "done", true, 0 },     { "failed", true, 0 },    { "robots", true, 0 },
	{ "blocked", true, 0 },  { "documents", true, 0 }, { "reports", true, 0 },
	{ "breaker", false, 0 }, { "next", false, 0 },     { "stopped", false, 60 },
};

static int list_hosts(size_t *n_rows, const struct query *q, struct store *s, struct err *e)
{
	struct store_cursor *c = NULL;
	struct store_host_status h;
	struct listing l;
	int got;

	if (store_list_hosts(&c, s, e))
		return -1;
	listing_init(&l, stdout, q->format, columns, countof(columns));
	while ((got = store_host_status_next(&h, c, e)) == 1) {
		const int64_t counts[] = { h.n_known,  h.n_pending, h.n_done,      h.n_failed,
					   h.n_robots, h.n_blocked, h.n_documents, h.n_reports };
		char rooms[countof(counts)][QUERY_NUMBER_MAX], iso[CLOCK_ISO_MAX];
		struct str cells[countof(columns)];
		size_t n = 0;

		cells[n++] = h.name;
		for (size_t i = 0; i < countof(counts); i++) {
			snprintf(rooms[i], sizeof(rooms[i]), "%" PRId64, counts[i]);
			cells[n++] = str_c(rooms[i]);
		}
		cells[n++] = h.breaker_state;
		cells[n++] = h.next_at_ms ? str_c(clock_iso(iso, h.next_at_ms))
					  : (struct str){ NULL, 0 };
		cells[n++] = h.stop_reason;
		listing_row(&l, cells);
	}
	*n_rows = listing_end(&l);
	store_cursor_close(c);
	return got;
}

static int print_totals(struct store *s, struct err *e)
{
	struct store_totals t;
	char iso[CLOCK_ISO_MAX];

	if (store_totals(&t, s, e))
		return -1;
	printf("hosts      %" PRId64 "\n", t.n_hosts);
	printf("URLs       %" PRId64 ", %" PRId64 " to be asked\n", t.n_urls, t.n_pending);
	printf("requests   %" PRId64 "\n", t.n_fetches);
	printf("documents  %" PRId64 ", %" PRId64 " not read yet, %" PRId64 " cannot be read\n",
	       t.n_documents, t.n_unread, t.n_failed_documents);
	printf("reports    %" PRId64 " in %" PRId64 " versions, of %" PRId64 " agencies\n",
	       t.n_current, t.n_reports, t.n_agencies);
	printf("findings   %" PRId64 ", %" PRId64 " of them errors\n", t.n_findings, t.n_errors);
	printf("last run   %s\n", t.last_run_ms ? clock_iso(iso, t.last_run_ms) : "-");
	return 0;
}

static int list(size_t *n_rows, struct query *q, struct store *s, struct err *e)
{
	if (!q->hosts && q->format == LISTING_TABLE)
		return print_totals(s, e);
	return list_hosts(n_rows, q, s, e);
}

static int run(int argc, char **argv, const struct config *config, struct err *e)
{
	struct query q;

	(void)config;
	query_init(&q, QUERY_FORMAT | QUERY_HOSTS);
	return query_run(&q, argc, argv, usage, list, e);
}

const struct command cmd_status = { "status", usage, "what is done, due, failing and blocked",
				    run };
