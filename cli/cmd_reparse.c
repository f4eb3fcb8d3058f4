#define LOG_MODULE "reparse"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/map64.h"
#include "base/mem.h"
#include "cli/archive.h"
#include "cli/args.h"
#include "cli/command.h"
#include "cli/intake.h"
#include "cli/listing.h"
#include "cli/lock.h"
#include "cli/paths.h"
#include "cli/pipeline_config.h"
#include "cli/versions.h"

static const char usage[] = "[--db FILE] [--warc-dir DIR] [--format FORMAT] [--restart] [--quiet]";

/* Documents between two commits. */
#define BATCH 500

#define NOTE "reparse" /* how far an interrupted run came: version, pass, last document */

/* Pages first: what is attached to them is told by them whose it is. */
enum pass { PASS_PAGES, PASS_FILES, PASS__COUNT };

enum aspect { KIND, IDENTITY, TABLES, CELLS, SECTIONS, FINDINGS, ASPECT__COUNT };

static const char *const aspects[ASPECT__COUNT] = { "kind",  "identity", "tables",
						    "cells", "sections", "findings" };

struct reparse {
	struct store *store;
	const char *warc_dir;
	struct intake intake;
	struct listing listing;
	struct arena arena;  /* of the batch: what stood there before */
	struct map64 before; /* id of a document: struct store_standing * */
	int64_t n_read, n_failed, n_lost, n_changed, n_by[ASPECT__COUNT];
};

static const struct listing_column columns[] = { { "document", true, 0 },
						 { "changed", false, 0 },
						 { "kind", false, 0 },
						 { "source", false, 90 } };

static void compare(bool differs[ASPECT__COUNT], const struct store_standing *a,
		    const struct store_standing *b)
{
	differs[KIND] = !str_eq(a->kind, b->kind) || !str_eq(a->outcome, b->outcome);
	differs[IDENTITY] = a->identity != b->identity;
	differs[TABLES] = a->tables != b->tables;
	differs[CELLS] = a->cells != b->cells;
	differs[SECTIONS] = a->sections != b->sections;
	differs[FINDINGS] = a->findings != b->findings;
}

/* "report", or "unknown -> report"; what could not be read by its failure. */
static struct str kinds(const struct store_standing *a, const struct store_standing *b,
			struct arena *arena)
{
	struct str old = a->kind.n ? a->kind : a->outcome, new = b->kind.n ? b->kind : b->outcome;

	if (str_eq(old, new))
		return new;
	return arena_strf(arena, "%.*s -> %.*s", STR_ARG(old), STR_ARG(new));
}

static void tell_change(struct reparse *r, const struct store_document_row *doc,
			const struct store_standing *a, const struct store_standing *b)
{
	bool differs[ASPECT__COUNT];
	struct str cells[countof(columns)];
	struct arena arena = { 0 };
	struct buf words;

	buf_init(&words, 256);
	compare(differs, a, b);
	for (size_t i = 0; i < ASPECT__COUNT; i++) {
		if (!differs[i])
			continue;
		r->n_by[i]++;
		buf_addf(&words, "%s%s", words.n ? " " : "", aspects[i]);
	}
	if (words.n) {
		r->n_changed++;
		cells[0] = arena_strf(&arena, "%" PRId64, doc->id);
		cells[1] = buf_str(&words);
		cells[2] = kinds(a, b, &arena);
		cells[3] = doc->url.n ? doc->url : doc->path;
		listing_row(&r->listing, cells);
	}
	buf_release(&words);
	arena_release(&arena);
}

static int done(void *to, const struct intake_done *d, struct err *e)
{
	struct reparse *r = to;
	struct store_standing after;
	int64_t at;

	r->n_read++;
	r->n_failed += d->result->err.code != ERR_NONE;
	if (store_get_standing(&after, r->store, d->doc->id, &r->arena, e) < 0)
		return -1;
	if (map64_get(&at, &r->before, (uint64_t)d->doc->id))
		tell_change(r, d->doc, (const struct store_standing *)(intptr_t)at, &after);
	return 0;
}

static int add(struct reparse *r, const struct store_document_row *doc, struct arena *arena,
	       struct err *e)
{
	struct store_standing *before = ARENA_NEW(&r->arena, struct store_standing, 1);
	struct str body;
	struct err own;

	if (archive_body(&body, doc, r->warc_dir, arena, &own)) {
		log_warn("document=%" PRId64 ": %s", doc->id, own.msg);
		r->n_lost++;
		return 0;
	}
	if (store_get_standing(before, r->store, doc->id, &r->arena, e) < 0)
		return -1;
	map64_put(&r->before, (uint64_t)doc->id, (int64_t)(intptr_t)before);
	return intake_add(&r->intake, doc, body, e);
}

/* The batch is stored, and how far it came. */
static int end_batch(struct reparse *r, enum pass pass, int64_t last, struct err *e)
{
	char note[96];

	if (intake_finish(&r->intake, e))
		return -1;
	snprintf(note, sizeof(note), "%s %d %" PRId64, NIANBAO_VERSION, (int)pass, last);
	if (store_put_note(r->store, NOTE, pass == PASS__COUNT ? STR("") : str_c(note), e) ||
	    store_commit(r->store, e))
		return -1;
	map64_release(&r->before);
	arena_release(&r->arena);
	return 0;
}

static int run_pass(struct reparse *r, enum pass pass, int64_t after, struct err *e)
{
	unsigned n = 0;
	int rc;

	if (store_begin(r->store, e))
		return -1;
	for (;;) {
		struct store_document_row doc;
		struct arena arena = { 0 };

		rc = store_next_document(&doc, r->store, STORE_ALL, after, &arena, e);
		if (rc > 0) {
			after = doc.id;
			if (doc.is_file == (pass == PASS_FILES) && add(r, &doc, &arena, e))
				rc = -1;
		}
		arena_release(&arena);
		if (rc <= 0)
			break;
		if (++n < BATCH)
			continue;
		n = 0;
		if (end_batch(r, pass, after, e) || store_begin(r->store, e))
			return -1;
	}
	return rc < 0 ? -1 : end_batch(r, pass + 1, 0, e);
}

/* Where an earlier run of this very program stopped. */
static int where_from(enum pass *pass, int64_t *after, struct store *s, struct err *e)
{
	struct arena arena = { 0 };
	struct str note;
	char version[64];
	int n = 0;
	int64_t last = 0;
	int rc = store_get_note(&note, s, NOTE, &arena, e);

	if (rc > 0 &&
	    sscanf(arena_str(&arena, note).p, "%63s %d %" SCNd64, version, &n, &last) == 3 &&
	    str_eq(str_c(version), STR(NIANBAO_VERSION)) && n >= 0 && n < PASS__COUNT) {
		*pass = (enum pass)n;
		*after = last;
	}
	arena_release(&arena);
	return rc < 0 ? -1 : 0;
}

static void tell_sums(const struct reparse *r)
{
	fprintf(stderr, "%" PRId64 " documents read again, %" PRId64 " changed", r->n_read,
		r->n_changed);
	for (size_t i = 0; i < ASPECT__COUNT; i++)
		if (r->n_by[i])
			fprintf(stderr, ", %s of %" PRId64, aspects[i], r->n_by[i]);
	fprintf(stderr, "; %" PRId64 " cannot be read", r->n_failed);
	if (r->n_lost)
		fprintf(stderr, ", %" PRId64 " not in the archive", r->n_lost);
	fputc('\n', stderr);
}

static int reparse(struct reparse *r, bool restart, struct err *e)
{
	enum pass pass = PASS_PAGES;
	int64_t after = 0;
	int rc = 0;

	if (!restart && where_from(&pass, &after, r->store, e))
		return -1;
	if (pass || after)
		log_info("an interrupted run is taken up behind document %" PRId64, after);
	for (; rc == 0 && pass < PASS__COUNT; pass++, after = 0)
		rc = run_pass(r, pass, after, e);
	if (rc)
		store_rollback(r->store);
	return rc;
}

static int with_store(struct reparse *r, const char *db, bool restart, enum listing_format format,
		      const struct config *config, struct err *e)
{
	struct pipeline_limits limits = pipeline_config(config);
	char lock_path[PATHS_MAX + 8];
	struct lock lock;
	int rc;

	snprintf(lock_path, sizeof(lock_path), "%s.lock", db);
	/* Workers first: nothing may have been opened that they could inherit. */
	if (pipeline_open(&r->intake.pipeline, &limits, e))
		return -1;
	rc = store_open(&r->store, db, STORE_WRITE, e);
	if (rc == 0 && lock_take(&lock, lock_path, e) == 0) {
		r->intake.store = r->store;
		r->intake.done = done;
		r->intake.to = r;
		listing_init(&r->listing, stdout, format, columns, countof(columns));
		rc = reparse(r, restart, e);
		listing_end(&r->listing);
		lock_release(&lock);
	} else {
		rc = -1;
	}
	intake_release(&r->intake);
	store_close(r->store);
	pipeline_close(r->intake.pipeline);
	map64_release(&r->before);
	arena_release(&r->arena);
	return rc;
}

static int run(int argc, char **argv, const struct config *config, struct err *e)
{
	const char *db = PATHS_DEFAULT_DB, *warc_dir = NULL, *format_name = NULL;
	bool helped, restart = false, quiet = false;
	const struct arg args[] = {
		{ "db", ARG_TEXT, &db, "FILE", "the database (" PATHS_DEFAULT_DB ")" },
		{ "warc-dir", ARG_TEXT, &warc_dir, "DIR", "the archive; FILE.warc if not given" },
		{ "format", ARG_TEXT, &format_name, "FORMAT", "table, csv, json or markdown" },
		{ "restart", ARG_FLAG, &restart, NULL,
		  "from the beginning, though an earlier run was interrupted" },
		{ "quiet", ARG_FLAG, &quiet, NULL, "say nothing when all is well" },
	};
	enum listing_format format;
	char dir[PATHS_MAX];
	struct reparse *r;
	int rc;

	if (args_parse(&helped, &argc, argv, usage, args, countof(args), e))
		return -1;
	if (helped)
		return 0;
	if (argc > 1)
		return err_set(e, ERR_USAGE, "%s: what is that? usage: nianbao reparse %s", argv[1],
			       usage);
	if (listing_format(&format, format_name, e))
		return -1;
	r = calloc(1, sizeof(*r));
	if (!r)
		mem_exhausted(sizeof(*r));
	r->warc_dir = paths_archive(dir, db, warc_dir);
	rc = with_store(r, db, restart, format, config, e);
	if (rc == 0 && !quiet)
		tell_sums(r);
	if (rc == 0 && r->n_lost)
		rc = err_set(e, ERR_PARTIAL, "%" PRId64 " documents are not in the archive",
			     r->n_lost);
	free(r);
	return rc;
}

const struct command cmd_reparse = { "reparse", usage,
				     "read all of the archive again, and say what changed", run };
