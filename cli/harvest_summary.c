#include "cli/harvest_summary.h"

#include <stdio.h>

#include "base/attrs.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/json.h"

#define MAX_METRICS (1u << 16)

void summary_print(const struct harvest_summary *s, const struct err *why, int64_t took_ms)
{
	printf("%lld pages from %lld hosts in %lld s (%lld requests, %.1f MB)\n",
	       (long long)s->n_pages, (long long)s->n_hosts, (long long)(took_ms / 1000),
	       (long long)s->n_requests, (double)s->n_bytes / 1e6);
	printf("documents: %lld new, %lld changed, %lld as before\n", (long long)s->n_new,
	       (long long)s->n_changed, (long long)s->n_same);
	printf("reports: %lld new, %lld changed%s\n", (long long)s->n_reports_new,
	       (long long)s->n_reports_changed,
	       s->n_reports_new || s->n_reports_changed ? "" : ": nothing new");
	if (s->n_not_found || s->n_failed || s->n_throttled || s->n_blocked || s->n_unread)
		printf("not had: %lld not found, %lld failed, %lld throttled, %lld behind a wall, "
		       "%lld not read\n",
		       (long long)s->n_not_found, (long long)s->n_failed, (long long)s->n_throttled,
		       (long long)s->n_blocked, (long long)s->n_unread);
	if (s->n_disallowed || s->n_offsite)
		printf("not asked for: %lld by robots.txt, %lld outside the seeds' sites\n",
		       (long long)s->n_disallowed, (long long)s->n_offsite);
	if (s->n_hosts_stopped)
		printf("left alone for this run: %lld hosts\n", (long long)s->n_hosts_stopped);
	if (s->n_left)
		printf("left for the next run: %lld URLs\n", (long long)s->n_left);
	if (why->code != ERR_NONE)
		printf("%s\n", why->msg);
}

#define AT(field) offsetof(struct harvest_summary, field)

/* Names are stable: somebody's alerts know them. */
static const struct {
	const char *name;
	size_t at;
	const char *help;
} counts[] = {
	{ "requests", AT(n_requests), "Requests sent, robots.txt included." },
	{ "pages", AT(n_pages), "Answers taken." },
	{ "bytes", AT(n_bytes), "Bytes of answers on the wire." },
	{ "documents", AT(n_documents), "Bodies kept." },
	{ "documents_new", AT(n_new), "Bodies of URLs that had none." },
	{ "documents_changed", AT(n_changed), "Bodies that are others than before." },
	{ "documents_same", AT(n_same), "Bodies that are as before." },
	{ "reports_new", AT(n_reports_new), "Reports of a body and year that had none." },
	{ "reports_changed", AT(n_reports_changed), "New versions of reports." },
	{ "not_found", AT(n_not_found), "Pages that are not there." },
	{ "disallowed", AT(n_disallowed), "URLs that robots.txt forbids." },
	{ "offsite", AT(n_offsite), "URLs outside the seeds' sites." },
	{ "failed", AT(n_failed), "Requests that gave no page." },
	{ "throttled", AT(n_throttled), "Answers 429 and 503." },
	{ "blocked", AT(n_blocked), "Walls." },
	{ "unread", AT(n_unread), "Documents that could not be read." },
	{ "hosts", AT(n_hosts), "Hosts asked." },
	{ "hosts_stopped", AT(n_hosts_stopped), "Hosts left alone for the rest of the run." },
	{ "urls_left", AT(n_left), "URLs left for the next run." },
};

static int64_t count_at(const struct harvest_summary *s, size_t at)
{
	int64_t n;

	memcpy(&n, (const char *)s + at, sizeof(n));
	return n;
}

int summary_write_json(const char *path, const struct harvest_summary *s, const struct err *why,
		       int64_t took_ms, struct err *e)
{
	struct json j;
	struct buf text;
	int rc;

	buf_init(&text, MAX_METRICS);
	json_init(&j, &text);
	json_object(&j);
	json_key(&j, "outcome");
	json_str(&j, str_c(err_class(why->code)->name));
	json_key(&j, "message");
	json_str_or_null(&j, why->code ? str_c(why->msg) : (struct str){ NULL, 0 });
	json_key(&j, "exit_status");
	json_int(&j, err_class(why->code)->exit_status);
	for (size_t i = 0; i < countof(counts); i++) {
		json_key(&j, counts[i].name);
		json_int(&j, count_at(s, counts[i].at));
	}
	json_key(&j, "took_ms");
	json_int(&j, took_ms);
	json_end(&j);
	buf_addc(&text, '\n');
	rc = file_write(path, buf_str(&text), e);
	buf_release(&text);
	return rc;
}

#define LAST_SUCCESS "nianbao_harvest_last_success_seconds"

/* As an earlier run left it; 0: never. */
static int64_t last_success_s(const char *path)
{
	struct buf text;
	struct err ignored;
	long long n = 0;
	size_t at, end;

	buf_init(&text, MAX_METRICS);
	if (file_read(&text, path, &ignored) == 0 &&
	    (at = str_find(buf_str(&text), STR("\n" LAST_SUCCESS " "), 0)) != STR_NONE) {
		at += sizeof("\n" LAST_SUCCESS " ") - 1;
		end = str_find(buf_str(&text), STR("\n"), at);
		if (!str_int(&n,
			     str_sub(buf_str(&text), at, (end == STR_NONE ? text.n : end) - at)))
			n = 0;
	}
	buf_release(&text);
	return n;
}

static void gauge(struct buf *out, const char *name, const char *help, int64_t n)
{
	buf_addf(out, "# HELP nianbao_harvest_%s %s\n# TYPE nianbao_harvest_%s gauge\n", name, help,
		 name);
	buf_addf(out, "nianbao_harvest_%s %lld\n", name, (long long)n);
}

int summary_write_metrics(const char *path, const struct harvest_summary *s, const struct err *why,
			  int64_t took_ms, int64_t now_ms, struct err *e)
{
	int64_t success_s = why->code == ERR_NONE ? now_ms / 1000 : last_success_s(path);
	struct buf text;
	int rc;

	buf_init(&text, MAX_METRICS);
	for (size_t i = 0; i < countof(counts); i++)
		gauge(&text, counts[i].name, counts[i].help, count_at(s, counts[i].at));
	gauge(&text, "duration_seconds", "How long the last run took.", took_ms / 1000);
	gauge(&text, "exit_status", "Of the last run; 0: all is well.",
	      err_class(why->code)->exit_status);
	gauge(&text, "last_run_seconds", "When it ended, in seconds since 1970.", now_ms / 1000);
	gauge(&text, "last_success_seconds", "When a run ended well; 0: never.", success_s);
	rc = file_write(path, buf_str(&text), e);
	buf_release(&text);
	return rc;
}
