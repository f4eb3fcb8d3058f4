#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "cli/archive.h"
#include "cli/args.h"
#include "cli/command.h"
#include "cli/ingest.h"
#include "cli/outcome_json.h"
#include "cli/outcome_print.h"
#include "cli/paths.h"
#include "cli/pipeline_config.h"

static const char usage[] = "ID|FILE|URL [--stage STAGE] [--repairs] [--db FILE] [--warc-dir DIR]";

#define MAX_OUTPUT_BYTES (256u << 20)

enum stage {
	STAGE_BYTES,
	STAGE_SERVED,
	STAGE_TEXT,
	STAGE_PAGE,
	STAGE_REPORT,
	STAGE_FINDINGS,
	STAGE_JSON
};

static const char *const stages[] = { "bytes",  "served",   "text", "page",
				      "report", "findings", "json" };

struct options {
	const char *stage, *db, *warc_dir;
	bool repairs;
};

static int find_stage(enum stage *out, const char *name, struct err *e)
{
	for (size_t i = 0; i < countof(stages); i++) {
		if (strcmp(stages[i], name) == 0) {
			*out = (enum stage)i;
			return 0;
		}
	}
	return err_set(e, ERR_USAGE,
		       "no stage '%s': bytes, served, text, page, report, findings or json", name);
}

static enum job_want want_of(enum stage stage, bool repairs)
{
	if (repairs)
		return WANT_REPAIRS;
	switch (stage) {
	case STAGE_SERVED:
		return WANT_SERVED;
	case STAGE_TEXT:
		return WANT_TEXT;
	case STAGE_PAGE:
		return WANT_PAGE;
	default:
		return WANT_OUTCOME;
	}
}

static void print_outcome(enum stage stage, const struct outcome *o,
			  const struct outcome_source *source)
{
	struct buf text;

	buf_init(&text, MAX_OUTPUT_BYTES);
	if (stage == STAGE_JSON) {
		outcome_json(&text, o, source);
	} else if (stage == STAGE_FINDINGS) {
		outcome_print_findings(&text, o);
	} else {
		outcome_print_summary(&text, o);
		outcome_print_cells(&text, o);
		outcome_print_sections(&text, o);
		outcome_print_notes(&text, o);
	}
	fwrite(text.p, 1, text.n, stdout);
	buf_release(&text);
}

static int show(struct job *job, struct str path, enum stage stage, bool repairs,
		struct pipeline *p, struct err *e)
{
	struct outcome_source source = { .path = path, .url = job->doc.url, .bytes = job->bytes };
	struct job_result r;

	if (stage == STAGE_BYTES && !repairs) {
		fwrite(job->bytes.p, 1, job->bytes.n, stdout);
		return 0;
	}
	job->want = want_of(stage, repairs);
	if (pipeline_submit(p, job, e) || pipeline_wait(&r, p, -1, e) < 0)
		return -1;
	if (r.err.code != ERR_NONE) {
		*e = r.err;
		return -1;
	}
	if (r.want == WANT_OUTCOME)
		print_outcome(stage, &r.outcome, &source);
	else
		fwrite(r.text.p, 1, r.text.n, stdout);
	return 0;
}

/* A number or a URL names a stored document. */
static int show_stored(const char *what, enum stage stage, const struct options *opt,
		       struct pipeline *p, struct arena *arena, struct err *e)
{
	struct store_document_row doc;
	char dir[PATHS_MAX];
	struct store *s;
	struct job job;
	long long n;
	int64_t id = 0;
	int rc = 0;

	if (store_open(&s, opt->db, STORE_READ, e))
		return -1;
	if (str_int(&n, str_c(what)))
		id = n;
	else if (store_find_document(&id, s, str_c(what), e) < 0)
		rc = -1;
	if (rc == 0 && store_get_document(&doc, s, id, arena, e) != 1)
		rc = err_set(e, ERR_USAGE, "%s: no document '%s'", opt->db, what);
	store_close(s);
	if (rc == 0) {
		struct str body;

		paths_archive(dir, opt->db, opt->warc_dir);
		rc = archive_body(&body, &doc, dir, arena, e);
		if (rc == 0) {
			ingest_job(&job, &doc, body, false);
			rc = show(&job, doc.path, stage, opt->repairs, p, e);
		}
	}
	return rc;
}

static int show_file(const char *path, enum stage stage, const struct options *opt,
		     struct pipeline *p, struct err *e)
{
	struct job job = { 0 };
	struct buf bytes;
	int rc;

	buf_init(&bytes, DOC_MAX_BYTES);
	rc = file_read(&bytes, path, e);
	job.bytes = buf_str(&bytes);
	if (rc == 0)
		rc = show(&job, str_c(path), stage, opt->repairs, p, e);
	buf_release(&bytes);
	return rc;
}

static bool is_stored(const char *what)
{
	long long n;

	return str_int(&n, str_c(what)) || strncmp(what, "http://", 7) == 0 ||
	       strncmp(what, "https://", 8) == 0;
}

static int run(int argc, char **argv, const struct config *config, struct err *e)
{
	struct options opt = { .stage = "report", .db = PATHS_DEFAULT_DB };
	const struct arg args[] = {
		{ "stage", ARG_TEXT, &opt.stage, "STAGE",
		  "bytes, served (text before repair), text, page, report, findings or json" },
		{ "repairs", ARG_FLAG, &opt.repairs, NULL, "what was repaired: before and after" },
		{ "db", ARG_TEXT, &opt.db, "FILE", "the database that ID or URL is looked up in" },
		{ "warc-dir", ARG_TEXT, &opt.warc_dir, "DIR",
		  "the archive; FILE.warc if not given" },
	};
	struct pipeline_limits limits = pipeline_config(config);
	struct pipeline *p = NULL;
	struct arena arena = { 0 };
	enum stage stage = STAGE_REPORT;
	bool helped;
	int rc;

	if (args_parse(&helped, &argc, argv, usage, args, countof(args), e))
		return -1;
	if (helped)
		return 0;
	if (argc != 2)
		return err_set(e, ERR_USAGE, "one document, please: nianbao show %s", usage);
	limits.n_workers = 1;
	if (find_stage(&stage, opt.stage, e) || pipeline_open(&p, &limits, e))
		return -1;
	if (is_stored(argv[1]))
		rc = show_stored(argv[1], stage, &opt, p, &arena, e);
	else
		rc = show_file(argv[1], stage, &opt, p, e);
	pipeline_close(p);
	arena_release(&arena);
	return rc;
}

const struct command cmd_show = { "show", usage, "any stage of one document: bytes to findings",
				  run };
