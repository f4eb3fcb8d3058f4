#define LOG_MODULE "import"
#include <errno.h>
#include <fts.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "cli/args.h"
#include "cli/command.h"
#include "cli/importer.h"
#include "cli/paths.h"
#include "cli/pipeline_config.h"
#include "crawler/warc_read.h"
#include "extract/doc.h"

static const char usage[] = "PATH... [--db FILE] [--warc-dir DIR] [--url URL] [--manifest FILE]";

struct options {
	const char *db, *warc_dir, *url, *manifest;
	bool quiet;
};

/* Where files come from, as a manifest says: lines of path, tab, URL. */
struct manifest {
	struct buf text;
};

static struct str manifest_url(const struct manifest *m, const char *path)
{
	struct str text = buf_str(&m->text);

	for (size_t at = 0; at < text.n;) {
		size_t end = str_find(text, STR("\n"), at);
		struct str line = str_sub(text, at, (end == STR_NONE ? text.n : end) - at);
		size_t tab = str_find(line, STR("\t"), 0);

		at += line.n + 1;
		if (tab != STR_NONE && str_eq(str_sub(line, 0, tab), str_c(path)))
			return str_trim(str_sub(line, tab + 1, line.n));
	}
	return (struct str){ NULL, 0 };
}

static bool is_archive(struct str head)
{
	return str_starts(head, STR("WARC/"));
}

static bool named_archive(const char *path)
{
	struct str p = str_c(path);

	return str_ends(p, STR(".warc")) || str_ends(p, STR(".warc.gz")) ||
	       str_ends(p, STR(".wet")) || str_ends(p, STR(".wet.gz"));
}

/* Only what may hold a document: pages, texts and files, not scripts, styles and pictures. */
static bool is_document_type(struct str type)
{
	static const struct str heads[] = { STR_INIT("text/html"), STR_INIT("text/plain"),
					    STR_INIT("text/xml"), STR_INIT("application/"),
					    STR_INIT("multipart/") };

	if (!type.n)
		return true;
	if (str_find(type, STR("javascript"), 0) != STR_NONE ||
	    str_find(type, STR("json"), 0) != STR_NONE)
		return false;
	for (size_t i = 0; i < countof(heads); i++)
		if (str_starts(type, heads[i]))
			return true;
	return false;
}

static int import_record(struct importer *im, const struct warc_record *rec, struct str file,
			 struct err *e)
{
	static const struct inflate_limits limits = { DOC_MAX_BYTES, 2000 };
	struct arena arena = { 0 };
	struct import_item item = { .seen_ms = rec->date_ms,
				    .place = { file, rec->offset, rec->length } };
	struct fetch_result r;
	struct err own = { 0 };
	int rc = 0;

	if ((rec->type == WARC_RESPONSE || rec->type == WARC_RESOURCE ||
	     rec->type == WARC_CONVERSION) &&
	    !rec->too_large) {
		item.url = rec->uri;
		if (warc_result(&r, rec, &limits, &arena, &own)) {
			log_warn("%.*s at %" PRId64 ": %s", STR_ARG(file), rec->offset, own.msg);
		} else if (r.disposition == DISP_OK && r.body.n && is_document_type(r.media_type)) {
			item.body = r.body;
			item.media_type = r.media_type;
			item.charset = r.charset;
			rc = importer_add(im, &item, e);
		} else if (r.disposition == DISP_NOT_FOUND) {
			item.is_gone = true;
			rc = importer_add(im, &item, e);
		}
	}
	arena_release(&arena);
	return rc;
}

static int import_archive(struct importer *im, const char *path, struct err *e)
{
	char *whole = realpath(path, NULL);
	struct warc_reader *r = NULL;
	struct warc_record rec;
	struct err own = { 0 };
	int got, rc = 0;

	if (!whole)
		return err_sys(e, ERR_IO, errno, "%s", path);
	if (warc_read_open(&r, whole, 0, e)) {
		free(whole);
		return -1;
	}
	while (rc == 0 && (got = warc_read_next(&rec, r, &own)) != 0) {
		if (got < 0) {
			log_warn("%s: %s", path, own.msg);
			break;
		}
		rc = import_record(im, &rec, str_c(whole), e);
	}
	warc_read_close(r);
	free(whole);
	return rc;
}

static int import_file(struct importer *im, const char *path, const struct options *opt,
		       const struct manifest *m, struct err *e)
{
	struct import_item item = { .path = str_c(path), .seen_ms = clock_wall_ms() };
	struct buf body;
	int rc;

	if (named_archive(path))
		return import_archive(im, path, e);
	buf_init(&body, DOC_MAX_BYTES);
	rc = file_read(&body, path, e);
	item.body = buf_str(&body);
	item.url = opt->url ? str_c(opt->url) : manifest_url(m, path);
	if (rc == 0 && is_archive(item.body))
		rc = import_archive(im, path, e);
	else if (rc == 0)
		rc = importer_add(im, &item, e);
	buf_release(&body);
	return rc;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* Files and folders in the order given, and within a folder by name. */
static int walk(struct importer *im, int64_t *n_files, int64_t *n_bad, char **paths,
		const struct options *opt, const struct manifest *m, struct err *e)
{
	FTS *tree = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR | FTS_COMFOLLOW, by_name);
	FTSENT *f;
	int rc = 0;

	if (!tree)
		return err_sys(e, ERR_IO, errno, "%s", paths[0]);
	while (rc == 0 && (f = fts_read(tree)) != NULL) {
		struct err own = { 0 };

		if (f->fts_level > 0 && f->fts_name[0] == '.') {
			fts_set(tree, f, FTS_SKIP);
			continue;
		}
		if (f->fts_info == FTS_ERR || f->fts_info == FTS_NS || f->fts_info == FTS_DNR) {
			log_error("%s: %s", f->fts_path, strerror(f->fts_errno));
			++*n_bad;
		}
		if (f->fts_info != FTS_F)
			continue;
		++*n_files;
		if (import_file(im, f->fts_path, opt, m, &own) == 0)
			continue;
		/* One file that cannot be read is told of; a full disk ends the run. */
		if ((own.code == ERR_IO && own.sys) || own.code == ERR_LIMIT) {
			log_error("%s", own.msg);
			++*n_bad;
		} else {
			*e = own;
			rc = -1;
		}
	}
	fts_close(tree);
	return rc;
}

static void tell(const struct import_counts *c, const char *db)
{
	printf("%" PRId64 " files, %" PRId64 " documents (%" PRId64 " known already): %" PRId64
	       " reports, %" PRId64 " new, %" PRId64 " changed, %" PRId64 " could not be read\n",
	       c->n_files, c->n_documents, c->n_same, c->n_reports, c->n_new, c->n_changed,
	       c->n_failed);
	printf("next: nianbao omissions --db %s\n", db);
}

struct session {
	struct pipeline *pipeline;
	struct store *store;
	struct warc *warc;
	struct importer *importer;
};

static int open_all(struct session *s, const struct options *opt, const struct config *config,
		    struct err *e)
{
	struct pipeline_limits limits = pipeline_config(config);
	char dir[PATHS_MAX];
	const struct warc_settings settings = {
		.dir = paths_archive(dir, opt->db, opt->warc_dir),
		.prefix = "nianbao-import",
		.info = { .software = "nianbao" },
		.max_file_bytes = config->warc_bytes,
	};
	size_t n_repaired;

	/* Workers first: nothing may have been opened that they could inherit. */
	if (pipeline_open(&s->pipeline, &limits, e) ||
	    store_open(&s->store, opt->db, STORE_CREATE, e) || file_make_dirs(dir, e) ||
	    warc_open(&s->warc, &n_repaired, &settings, e))
		return -1;
	return importer_open(&s->importer, s->store, s->warc, s->pipeline, e);
}

static int close_all(struct session *s, int rc, struct err *e)
{
	struct err late = { 0 };

	importer_close(s->importer);
	if (s->warc && warc_close(s->warc, &late) && rc == 0) {
		*e = late;
		rc = -1;
	}
	store_close(s->store);
	pipeline_close(s->pipeline);
	return rc;
}

static int import_all(char **paths, const struct options *opt, const struct config *config,
		      struct err *e)
{
	struct manifest m;
	struct session s = { 0 };
	struct import_counts counts = { 0 };
	int64_t n_files = 0, n_bad = 0;
	int rc = 0;

	buf_init(&m.text, 64u << 20);
	if (opt->manifest)
		rc = file_read(&m.text, opt->manifest, e);
	if (rc == 0)
		rc = open_all(&s, opt, config, e);
	if (rc == 0)
		rc = walk(s.importer, &n_files, &n_bad, paths, opt, &m, e);
	if (rc == 0)
		rc = importer_finish(&counts, s.importer, e);
	rc = close_all(&s, rc, e);
	buf_release(&m.text);
	counts.n_files = n_files;
	if (rc == 0 && !opt->quiet)
		tell(&counts, opt->db);
	if (rc == 0 && n_bad)
		return err_set(e, ERR_PARTIAL, "%" PRId64 " paths could not be read", n_bad);
	return rc;
}

static int run(int argc, char **argv, const struct config *config, struct err *e)
{
	struct options opt = { .db = PATHS_DEFAULT_DB };
	const struct arg args[] = {
		{ "db", ARG_TEXT, &opt.db, "FILE", "the database, made if it is not there" },
		{ "warc-dir", ARG_TEXT, &opt.warc_dir, "DIR",
		  "the archive; FILE.warc if not given" },
		{ "url", ARG_TEXT, &opt.url, "URL", "where a single file is from" },
		{ "manifest", ARG_TEXT, &opt.manifest, "FILE", "lines of path, tab, URL" },
		{ "quiet", ARG_FLAG, &opt.quiet, NULL, "say nothing when all is well" },
	};
	bool helped;

	if (args_parse(&helped, &argc, argv, usage, args, countof(args), e))
		return -1;
	if (helped)
		return 0;
	if (argc < 2)
		return err_set(e, ERR_USAGE, "what? usage: nianbao import %s", usage);
	if (opt.url && argc > 2)
		return err_set(e, ERR_USAGE, "--url is for one file; use --manifest for several");
	argv[argc] = NULL;
	return import_all(argv + 1, &opt, config, e);
}

const struct command cmd_import = { "import", usage,
				    "store files, folders and WARC archives that are on disk",
				    run };
