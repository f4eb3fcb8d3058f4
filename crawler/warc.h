#ifndef CRAWLER_WARC_H
#define CRAWLER_WARC_H

#include <stdint.h>

#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"

#define WARC_MAX_FILE_BYTES (1ll << 30) /* a file is closed once it has grown past this */
#define WARC_NAME_MAX       96

/* What each file says about itself in its warcinfo record. NULL: left out. */
struct warc_info {
	const char *software, *user_agent, *contact;
	const char *robots;  /* "RFC 9309" */
	const char *vantage; /* where the harvest ran */
};

struct warc_settings {
	const char *dir;        /* must exist */
	const char *prefix;     /* first part of file names */
	struct warc_info info;  /* borrowed until warc_close() */
	int64_t max_file_bytes; /* 0: WARC_MAX_FILE_BYTES */
};

enum warc_answer {
	WARC_NEW,         /* a response record with the whole body */
	WARC_SAME,        /* a revisit: the payload is that of an earlier response */
	WARC_NOT_CHANGED, /* a revisit: the server said 304 */
};

/* One request and what came back. */
struct warc_exchange {
	enum warc_answer answer;
	struct str url, address; /* address may be empty */
	int64_t fetched_ms;      /* wall clock */
	struct str request_header, response_header;
	struct str body;       /* as on the wire, without chunking */
	const char *truncated; /* NULL: whole; else "length", "time" or "disconnect" */
	struct str fields;     /* "name: value\r\n" lines for a metadata record; may be empty */
	/* Revisits: the first response, never another revisit. The date 0: not known. */
	struct str refers_to_url;
	int64_t refers_to_ms;
	const char *refers_to_digest; /* "sha1:..." of its payload; NULL: that of body */
};

/* Where a record lies. */
struct warc_place {
	char file[WARC_NAME_MAX]; /* name in the archive's folder, as it is once closed */
	int64_t offset, length;   /* of the gzip member */
	char payload_digest[sizeof("sha1:") + DIGEST_TEXT_MAX];
};

struct warc;

/*
 * warc_open - an archive of WARC 1.1 files, one gzip member a record.
 *
 * Files left open by a run that was killed are cut back to their last whole
 * record and closed; *n_repaired is their number. Files another process is
 * writing are left alone. No file is made before the first append. Returns 0,
 * or -1 with ERR_IO or ERR_DISK.
 */
MUST_USE int warc_open(struct warc **out, size_t *n_repaired, const struct warc_settings *s,
		       struct err *e);

/*
 * warc_append - request, response (or revisit) and metadata, in this order.
 *
 *   place  where the response or revisit record is
 *
 * The bytes are with the system, not yet on disk: warc_sync() before a database
 * says so. libcurl has undone the chunking, so Transfer-Encoding is written as
 * X-Archive-Orig-Transfer-Encoding. Returns 0, or -1 with ERR_IO or ERR_DISK:
 * the file then ends where it ended before.
 */
MUST_USE int warc_append(struct warc_place *place, struct warc *w, const struct warc_exchange *x,
			 struct err *e);

/* Bytes that came from somewhere else than a request: a file that a user saved. */
struct warc_resource {
	struct str uri;         /* "file:///..." or where the user says it is from */
	const char *media_type; /* "application/octet-stream" where nobody knows */
	int64_t seen_ms;        /* wall clock */
	struct str body;
};

/* A resource record (WARC 1.1, 6.5). As warc_append(). */
MUST_USE int warc_append_resource(struct warc_place *place, struct warc *w,
				  const struct warc_resource *r, struct err *e);

/* All that was appended is on disk. Cheap when nothing is new. Returns 0, or -1 with ERR_IO. */
MUST_USE int warc_sync(struct warc *w, struct err *e);

/*
 * warc_close - sync, and give the file its final name. NULL is fine.
 *
 * Returns 0, or -1 with ERR_IO; `w` is gone either way.
 */
MUST_USE int warc_close(struct warc *w, struct err *e);

#endif
