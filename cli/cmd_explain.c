#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/file.h"
#include "cli/args.h"
#include "cli/command.h"
#include "cli/harvest.h"
#include "cli/paths.h"
#include "cli/robots_row.h"
#include "crawler/robots.h"
#include "crawler/scope.h"
#include "crawler/url.h"
#include "store/store_frontier.h"

static const char usage[] = "URL [--db FILE] | URL --robots-file FILE [--agent NAME]";

/* What speaks against a request, the strongest last word first. */
struct verdict {
	const char *no;  /* never in this state; NULL: nothing does */
	int64_t when_ms; /* not before; 0: at once */
	const char *why; /* of when_ms */
};

static void no(struct verdict *v, const char *why)
{
	if (!v->no)
		v->no = why;
}

static void later(struct verdict *v, int64_t when_ms, const char *why)
{
	if (when_ms > v->when_ms) {
		v->when_ms = when_ms;
		v->why = why;
	}
}

/* A saved robots.txt is asked about one URL; the exit status is the answer. */
static int ask_file(const char *path, const char *agent, const struct url *u, struct arena *arena,
		    struct err *e)
{
	struct robots robots;
	struct buf body;
	int rc;

	if (!robots_agent_valid(str_c(agent)))
		return err_set(e, ERR_USAGE,
			       "--agent %s: want a product token: letters, digits, - and _", agent);
	buf_init(&body, ROBOTS_MAX_BYTES + 1);
	rc = file_read(&body, path, e);
	if (rc == 0) {
		bool allowed;

		robots_parse(&robots, buf_str(&body), str_c(agent), NULL, arena);
		allowed = robots_allowed(&robots, u);
		puts(allowed ? "allowed" : "disallowed");
		if (!allowed) {
			*e = (struct err){ .code = ERR_FOUND };
			rc = -1;
		}
	}
	buf_release(&body);
	return rc;
}

static void print_time(const char *what, int64_t wall_ms)
{
	char iso[CLOCK_ISO_MAX];

	if (wall_ms)
		printf("; %s %s", what, clock_iso(iso, wall_ms));
}

static int explain_scope(struct verdict *v, const struct url *u, struct store *s,
			 struct arena *arena, struct err *e)
{
	struct scope scope = { 0 };
	enum scope_verdict verdict;
	struct str text;
	struct err bad;
	int64_t id = 0;
	size_t n = 0;
	int rc;

	while ((rc = store_next_seed(&id, &text, s, id, arena, e)) > 0) {
		struct url seed;

		n++;
		if (url_parse(&seed, text, NULL, arena, &bad) == 0)
			scope_add(&scope, &seed, arena);
	}
	if (rc < 0)
		return -1;
	verdict = scope_check(&scope, u);
	printf("scope   %s, by the %zu seeds of this database\n", scope_verdict_name(verdict), n);
	if (verdict == SCOPE_OFFSITE)
		no(v, "it lies outside the sites of the seeds");
	return 0;
}

static int explain_known(struct verdict *v, const struct url *u, struct store *s,
			 struct arena *arena, struct err *e)
{
	static const char *const states[] = { "to be asked", "taken by a run", "done", "given up",
					      "outside" };
	enum url_state state = URL_PENDING;
	struct store_times times;
	struct store_url row;
	struct str last = { NULL, 0 };
	int rc = store_find_url(&row, &state, &last, s, url_hash(url_key(u, arena)), arena, e);

	if (rc < 0)
		return -1;
	if (rc == 0) {
		puts("known   no: no page or seed has led to it");
		no(v, "nothing leads to it: a seed or a page that is read would have to");
		return 0;
	}
	if (store_url_times(&times, s, row.id, e) < 0)
		return -1;
	printf("known   as %.*s, %d links from its seed; %s", STR_ARG(row.kind), row.depth,
	       states[state]);
	if (last.n)
		printf("; last answer: %.*s", STR_ARG(last));
	print_time("asked", times.fetched_ms);
	print_time("due", times.due_ms);
	putchar('\n');
	if (state == URL_FAILED)
		no(v, "it was given up");
	if (state == URL_DONE && !times.due_ms)
		no(v, "it was read, and nothing says to look again");
	else if (state == URL_DONE)
		later(v, times.due_ms, "it was read, and is due again then");
	return 0;
}

static void print_rule(const struct robots *robots, const struct url *u, struct verdict *v)
{
	const struct robots_rule *rule = robots_match(robots, u);

	if (!rule) {
		printf("; no rule of %zu decides: allowed", robots->n_rules);
		return;
	}
	printf("; line %u decides: %s: %.*s%s", rule->line, rule->allow ? "Allow" : "Disallow",
	       STR_ARG(rule->pattern), rule->to_end ? "$" : "");
	if (!robots_allowed(robots, u))
		no(v, "robots.txt says no");
}

static int explain_robots(struct verdict *v, const struct url *u, const struct store_host *host,
			  struct store *s, struct arena *arena, struct err *e)
{
	struct store_robots kept;
	struct robots_memory memory;
	struct robots robots;
	enum robots_policy policy;
	int rc = store_get_robots(&kept, s, host->id, arena, e);

	if (rc < 0)
		return -1;
	if (rc == 0) {
		puts("robots  not asked for yet: it comes first");
		return 0;
	}
	memory = robots_row_memory(&kept);
	policy = robots_policy(&memory, clock_wall_ms());
	printf("robots  %.*s", STR_ARG(kept.verdict));
	print_time("asked", kept.fetched_ms);
	if (policy == ROBOTS_POLICY_ASK)
		printf("; to be asked again first");
	if (kept.body.n) {
		robots_parse(&robots, kept.body, STR(NIANBAO_AGENT), NULL, arena);
		print_rule(&robots, u, v);
	}
	putchar('\n');
	if (policy == ROBOTS_POLICY_REFUSED)
		no(v, "robots.txt is refused: the host is left alone");
	if (policy == ROBOTS_POLICY_UNREACHABLE)
		later(v, robots_ask_at_ms(&memory), "robots.txt cannot be had");
	return 0;
}

static int explain_host(struct verdict *v, const struct url *u, const struct config *config,
			struct store *s, struct arena *arena, struct err *e)
{
	struct str name =
		u->has_port ? arena_strf(arena, "%.*s:%u", STR_ARG(u->host), u->port) : u->host;
	struct store_host host;
	int rc = store_get_host(&host, s, name, arena, e);

	if (rc < 0)
		return -1;
	if (rc == 0) {
		printf("robots  the host was never asked: robots.txt comes first\n");
		printf("pace    %" PRId64 " ms between requests\n", config->delay_ms);
		return 0;
	}
	if (explain_robots(v, u, &host, s, arena, e))
		return -1;
	printf("pace    %" PRId64 " ms between requests", config->delay_ms);
	if (host.crawl_delay_ms >= 0)
		printf("; robots.txt asks for %" PRId64 " ms", host.crawl_delay_ms);
	if (host.backoff_steps)
		printf("; %d steps of back-off", host.backoff_steps);
	if (host.fails)
		printf("; %d failures in a row", host.fails);
	print_time("next request not before", host.next_at_ms);
	putchar('\n');
	if (host.stop_reason.n)
		printf("stopped %.*s: for the run that met it\n", STR_ARG(host.stop_reason));
	later(v, host.next_at_ms, "the host rests until then");
	later(v, host.backoff_until_ms, "the host asked for less");
	if (!str_eq(host.breaker_state, STR("closed")))
		later(v, host.breaker_until_ms, "the host does not answer");
	return 0;
}

static int tell(const struct verdict *v, struct err *e)
{
	char iso[CLOCK_ISO_MAX];

	if (v->no) {
		printf("answer  no: %s\n", v->no);
		*e = (struct err){ .code = ERR_FOUND };
		return -1;
	}
	if (v->when_ms > clock_wall_ms())
		printf("answer  yes, not before %s: %s\n", clock_iso(iso, v->when_ms), v->why);
	else
		puts("answer  yes, by the next harvest");
	return 0;
}

static int explain(const struct url *u, const char *db, const struct config *config,
		   struct arena *arena, struct err *e)
{
	struct verdict v = { 0 };
	struct store *s;
	int rc;

	if (store_open(&s, db, STORE_READ, e))
		return -1;
	printf("url     %.*s\n", STR_ARG(u->href));
	if (url_trap(u)) {
		printf("trap    %s\n", url_trap(u));
		no(&v, "it looks like a crawler trap");
	}
	rc = explain_scope(&v, u, s, arena, e) || explain_host(&v, u, config, s, arena, e) ||
			     explain_known(&v, u, s, arena, e)
		     ? -1
		     : 0;
	store_close(s);
	if (rc)
		return -1;
	printf("budget  at most %" PRId64 " pages of a host in one run, %" PRId64
	       " links from its seed\n",
	       config->max_host_pages, config->max_depth);
	return tell(&v, e);
}

static int run(int argc, char **argv, const struct config *config, struct err *e)
{
	const char *db = PATHS_DEFAULT_DB, *robots_file = NULL, *agent = NIANBAO_AGENT;
	const struct arg args[] = {
		{ "db", ARG_TEXT, &db, "FILE", "the database (" PATHS_DEFAULT_DB ")" },
		{ "robots-file", ARG_TEXT, &robots_file, "FILE",
		  "ask this robots.txt alone: prints allowed or disallowed" },
		{ "agent", ARG_TEXT, &agent, "NAME",
		  "for --robots-file: who asks (" NIANBAO_AGENT ")" },
	};
	struct arena arena = { 0 };
	struct url u;
	bool helped;
	int rc;

	if (args_parse(&helped, &argc, argv, usage, args, countof(args), e))
		return -1;
	if (helped)
		return 0;
	if (argc != 2)
		return err_set(e, ERR_USAGE, "one URL, please: nianbao explain %s", usage);
	rc = url_parse(&u, str_c(argv[1]), NULL, &arena, e);
	if (rc)
		e->code = ERR_USAGE;
	else if (robots_file)
		rc = ask_file(robots_file, agent, &u, &arena, e);
	else
		rc = explain(&u, db, config, &arena, e);
	arena_release(&arena);
	return rc;
}

const struct command cmd_explain = { "explain", usage, "would it be asked for, when, and why not",
				     run };
