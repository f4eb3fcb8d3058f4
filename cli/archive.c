#include "cli/archive.h"

#include <stdio.h>

#include "base/digest.h"
#include "cli/paths.h"
#include "crawler/warc_read.h"
#include "extract/doc.h"

/* What was let in once is let in again: the archive's own answers are read without a ratio. */
static const struct inflate_limits limits = { DOC_MAX_BYTES, 100000 };

static int read_record(struct str *out, struct warc_reader *r, int64_t offset, struct arena *arena,
		       struct err *e)
{
	struct fetch_result result;
	struct warc_record rec;
	int got;

	if (warc_read_seek(r, offset, e))
		return -1;
	got = warc_read_next(&rec, r, e);
	if (got < 0)
		return -1;
	if (got == 0)
		return err_set(e, ERR_FORMAT, "no record at offset %lld", (long long)offset);
	if (warc_result(&result, &rec, &limits, arena, e))
		return -1;
	*out = arena_str(arena, result.body);
	return 0;
}

int archive_body(struct str *out, const struct store_document_row *doc, const char *dir,
		 struct arena *arena, struct err *e)
{
	char path[PATHS_MAX], sha[DIGEST_TEXT_MAX];
	struct warc_reader *r;
	int rc;

	if (!doc->place.file.n)
		return err_set(e, ERR_IO, "document %lld is in no archive", (long long)doc->id);
	if (doc->place.file.p[0] == '/')
		snprintf(path, sizeof(path), "%.*s", STR_ARG(doc->place.file));
	else
		snprintf(path, sizeof(path), "%s/%.*s", dir, STR_ARG(doc->place.file));
	if (warc_read_open(&r, path, 0, e))
		return -1;
	rc = read_record(out, r, doc->place.offset, arena, e);
	warc_read_close(r);
	if (rc)
		return err_at(e, "%s", path);
	if (!str_eq(str_c(digest_of(sha, DIGEST_SHA256, *out)), doc->sha256))
		return err_set(e, ERR_FORMAT,
			       "%s: the record at %lld holds other bytes than document %lld", path,
			       (long long)doc->place.offset, (long long)doc->id);
	return 0;
}
