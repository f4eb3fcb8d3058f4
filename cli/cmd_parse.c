#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "cli/args.h"
#include "cli/command.h"
#include "cli/outcome_json.h"
#include "cli/outcome_print.h"
#include "cli/pipeline.h"
#include "cli/pipeline_config.h"
#include "extract/format.h"

static const char usage[] = "FILE...|- [--json] [--url URL]";

#define MAX_JSON_BYTES (256u << 20)

struct options {
	bool json;
	const char *url;
};

static void print_people(const char *path, const struct outcome *o)
{
	struct buf text;

	buf_init(&text, MAX_JSON_BYTES);
	outcome_print_summary(&text, o);
	outcome_print_findings(&text, o);
	printf("%s\n%s", path, text.n ? text.p : "");
	buf_release(&text);
}

static int parse_one(const char *path, const struct options *opt, struct pipeline *p, struct err *e)
{
	struct outcome_source source = { .path = str_c(path), .url = str_c(opt->url) };
	struct job job = { .want = WANT_OUTCOME };
	struct job_result result;
	struct buf bytes, json;
	int rc;

	job.doc.url = job.report.url = str_c(opt->url);
	buf_init(&bytes, DOC_MAX_BYTES);
	buf_init(&json, MAX_JSON_BYTES);
	rc = file_read(&bytes, path, e);
	job.bytes = source.bytes = buf_str(&bytes);
	if (rc == 0)
		rc = pipeline_submit(p, &job, e);
	if (rc == 0 && pipeline_wait(&result, p, -1, e) < 0)
		rc = -1;
	if (rc == 0 && opt->json) {
		source.err = result.err;
		source.format = format_recognise(format_head(source.bytes));
		outcome_json(&json, &result.outcome, &source);
		fwrite(json.p, 1, json.n, stdout);
	} else if (rc == 0 && result.err.code == ERR_NONE) {
		print_people(path, &result.outcome);
	}
	if (rc == 0 && result.err.code != ERR_NONE) {
		*e = result.err;
		rc = err_at(e, "%s", path);
	}
	buf_release(&bytes);
	buf_release(&json);
	return rc;
}

static int run(int argc, char **argv, const struct config *config, struct err *e)
{
	struct options opt = { 0 };
	const struct arg args[] = {
		{ "json", ARG_FLAG, &opt.json, NULL, "one JSON object a document, for programs" },
		{ "url", ARG_TEXT, &opt.url, "URL", "where the document came from" },
	};
	struct pipeline_limits limits = pipeline_config(config);
	struct pipeline *p = NULL;
	struct err first = { 0 };
	bool helped;

	if (args_parse(&helped, &argc, argv, usage, args, countof(args), e))
		return -1;
	if (helped)
		return 0;
	if (argc < 2)
		return err_set(e, ERR_USAGE, "which file? usage: nianbao parse %s", usage);
	limits.n_workers = 1;
	if (pipeline_open(&p, &limits, e))
		return -1;
	/* One that cannot be read does not keep the others from being read. */
	for (int i = 1; i < argc; i++) {
		struct err own = { 0 };

		if (parse_one(argv[i], &opt, p, &own) == 0)
			continue;
		if (first.code != ERR_NONE)
			fprintf(stderr, "nianbao parse: %s\n", own.msg);
		else
			first = own;
	}
	pipeline_close(p);
	if (first.code == ERR_NONE)
		return 0;
	*e = first;
	return -1;
}

const struct command cmd_parse = { "parse", usage, "read documents and print what they say", run };
