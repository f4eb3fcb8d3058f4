/* portal: a made-up world of government portals, and what a harvest of it must find. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "base/err.h"
#include "cli/args.h"

#include "tests/portal/hostile.h"
#include "tests/portal/server.h"
#include "tests/portal/truth.h"
#include "tests/portal/world.h"

/* The command line. */
struct request {
	int64_t seed, agencies, epoch, port;
	const char *profile, *years, *listen, *log, *out, *address;
};

/* bench:PAGES[:HOSTS], bench-sizes:PAGES[:HOSTS] */
static bool bench_of(struct options *out, struct str profile)
{
	const struct str plain = STR("bench:"), sized = STR("bench-sizes:");
	const struct str name = str_starts(profile, sized) ? sized : plain;
	struct str pages = str_sub(profile, name.n, profile.n);
	size_t colon = str_find(pages, STR(":"), 0);
	long long n_pages, n_hosts = 20;

	if (!str_starts(profile, name) || !str_int(&n_pages, str_sub(pages, 0, colon)) ||
	    (colon != STR_NONE && !str_int(&n_hosts, str_sub(pages, colon + 1, pages.n))) ||
	    n_pages < 1 || n_pages > 1000000 || n_hosts < 1 || n_hosts > 10000)
		return false;
	out->n_pages = (unsigned)n_pages;
	out->n_hosts = (unsigned)n_hosts;
	out->is_sized = name.n == sized.n;
	return true;
}

static int options_of(struct options *out, const struct request *r, struct err *e)
{
	struct str profile = str_c(r->profile), years = str_c(r->years);
	size_t dash = str_find(years, STR("-"), 0);
	long long first, last;

	if (dash == STR_NONE || !str_int(&first, str_sub(years, 0, dash)) ||
	    !str_int(&last, str_sub(years, dash + 1, years.n)) || first < 2019 || last > 2100 ||
	    last < first)
		return err_set(e, ERR_USAGE, "--years %s: want A-B, from 2019 on", r->years);
	if (r->agencies < 1 || r->agencies > 100000)
		return err_set(e, ERR_USAGE, "--agencies: want 1 to 100000");
	*out = (struct options){ .seed = (uint64_t)r->seed,
				 .n_agencies = (unsigned)r->agencies,
				 .first_year = (int)first,
				 .last_year = (int)last,
				 .epoch = (unsigned)r->epoch,
				 .port = (unsigned)r->port };
	if (str_eq(profile, STR("sample")))
		out->profile = PROFILE_SAMPLE;
	else if (str_eq(profile, STR("typical")))
		out->profile = PROFILE_TYPICAL;
	else if (str_eq(profile, STR("clean")))
		out->profile = PROFILE_CLEAN;
	else if (str_eq(profile, STR("hostile")))
		out->profile = PROFILE_HOSTILE;
	else if (str_starts(profile, STR("one:")) &&
		 hostile_named(str_sub(profile, 4, profile.n), &out->first_quirk)) {
		out->profile = PROFILE_HOSTILE;
		out->is_one_quirk = true;
	} else if (bench_of(out, profile))
		out->profile = PROFILE_BENCH;
	else
		return err_set(e, ERR_USAGE,
			       "--profile %s: want sample, typical, clean, hostile, one:QUIRK "
			       "or bench[-sizes]:PAGES[:HOSTS]",
			       r->profile);
	return 0;
}

static int serve(struct world *w, const struct request *r, struct err *e)
{
	FILE *log = NULL;
	struct server *s;
	sigset_t wanted;
	int which, rc;

	if (r->log && !(log = fopen(r->log, "w")))
		return err_set(e, ERR_IO, "%s: cannot be written", r->log);
	sigemptyset(&wanted);
	sigaddset(&wanted, SIGINT);
	sigaddset(&wanted, SIGTERM);
	sigprocmask(SIG_BLOCK, &wanted, NULL); /* before the server's threads exist */
	rc = server_open(&s, w, r->listen, log, e);
	if (rc == 0) {
		printf("listening on port %u\n", server_port(s));
		fflush(stdout);
		(void)sigwait(&wanted, &which);
		server_close(s);
	}
	if (log)
		(void)fclose(log);
	return rc;
}

static int truth(struct world *w, const struct request *r, struct err *e)
{
	if (!r->out)
		return err_set(e, ERR_USAGE, "truth: want --out DIR");
	return truth_write(w, r->out, e);
}

static int seeds(struct world *w, const struct request *r, struct err *e)
{
	FILE *to = r->out ? fopen(r->out, "w") : stdout;

	if (!to)
		return err_set(e, ERR_IO, "%s: cannot be written", r->out);
	truth_seeds(to, w);
	if (to != stdout && fclose(to))
		return err_set(e, ERR_IO, "%s: cannot be written", r->out);
	return 0;
}

static int resolve(struct world *w, const struct request *r, struct err *e)
{
	(void)e;
	truth_resolve(stdout, w, r->address);
	return 0;
}

static const struct {
	const char *name;
	int (*run)(struct world *w, const struct request *r, struct err *e);
} verbs[] = {
	{ "serve", serve },
	{ "truth", truth },
	{ "seeds", seeds },
	{ "resolve", resolve },
};

static int run(int argc, char **argv, struct err *e)
{
	struct request r = { .seed = 1,
			     .agencies = 60,
			     .profile = "sample",
			     .years = "2020-2022",
			     .listen = "127.0.0.1:0",
			     .address = "127.0.0.1" };
	const struct arg args[] = {
		{ "seed", ARG_INT, &r.seed, "S", "What the whole world is drawn from." },
		{ "profile", ARG_TEXT, &r.profile, "P",
		  "sample, typical, clean, hostile, one:QUIRK or bench[-sizes]:PAGES[:HOSTS]." },
		{ "agencies", ARG_INT, &r.agencies, "N", "Ten to a portal." },
		{ "years", ARG_TEXT, &r.years, "A-B", "Report years." },
		{ "epoch", ARG_INT, &r.epoch, "K", "How much later it is." },
		{ "listen", ARG_TEXT, &r.listen, "ADDR:PORT", "serve: port 0 chooses one." },
		{ "log", ARG_TEXT, &r.log, "FILE", "serve: a line for each request." },
		{ "port", ARG_INT, &r.port, "PORT", "Port in the URLs that are written." },
		{ "out", ARG_TEXT, &r.out, "PATH", "truth: directory; seeds: file." },
		{ "address", ARG_TEXT, &r.address, "ADDR", "resolve: where the hosts are." },
	};
	static const char usage[] = "portal serve|truth|seeds|resolve [options]";
	struct arena arena = { 0 };
	struct options options;
	struct world w;
	bool helped = false;
	int rc;

	if (args_parse(&helped, &argc, argv, usage, args, countof(args), e))
		return -1;
	if (helped)
		return 0;
	if (options_of(&options, &r, e))
		return -1;
	for (size_t i = 0; argc == 2 && i < countof(verbs); i++)
		if (strcmp(argv[1], verbs[i].name) == 0) {
			world_build(&w, &options, &arena);
			rc = verbs[i].run(&w, &r, e);
			arena_release(&arena);
			return rc;
		}
	return err_set(e, ERR_USAGE, "usage: %s", usage);
}

int main(int argc, char **argv)
{
	struct err e = { 0 };

	if (run(argc, argv, &e) == 0)
		return 0;
	fprintf(stderr, "portal: %s\n", e.msg);
	return err_class(e.code)->exit_status;
}
