#ifndef CRAWLER_WARC_READ_H
#define CRAWLER_WARC_READ_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "crawler/fetch_result.h"
#include "crawler/inflate.h"

#define WARC_MAX_HEADER_BYTES (64u << 10)  /* of one record's own header */
#define WARC_MAX_RECORD_BYTES (320u << 20) /* the largest block held by default */

enum warc_type {
	WARC_INFO,
	WARC_RESPONSE,
	WARC_RESOURCE,
	WARC_REQUEST,
	WARC_METADATA,
	WARC_REVISIT,
	WARC_CONVERSION, /* of a WET file: text alone */
	WARC_OTHER,
};

/* One record. Views stay valid until the next call on the same reader. */
struct warc_record {
	enum warc_type type;
	struct str type_name;
	struct str version; /* "WARC/1.1" */
	struct str uri;     /* without angle brackets, blanks as %20; may be empty */
	struct str date;    /* as written */
	int64_t date_ms;    /* 0: no date we can read */
	struct str id, content_type, address, truncated;
	struct str block_digest, payload_digest; /* "algorithm:value" as written; may be empty */
	struct str refers_to_uri, refers_to_date, profile; /* revisit */
	int64_t offset, length; /* in the file; of the gzip member where there is one */
	uint64_t block_bytes;
	struct str block;       /* empty when too_large */
	bool too_large;         /* longer than the limit: passed over, not held */
	uint64_t skipped_bytes; /* junk in front of it that had to be jumped */
};

struct warc_reader;

/*
 * warc_read_open - a WARC file, plain or one gzip member a record; WARC 0.17 to 1.1.
 *
 *   path              where there is no such file, "path.open" is tried: one being written
 *   max_record_bytes  longest block held in memory; 0: WARC_MAX_RECORD_BYTES
 *
 * Returns 0, or -1 with ERR_IO.
 */
MUST_USE int warc_read_open(struct warc_reader **out, const char *path, uint64_t max_record_bytes,
			    struct err *e);
/* The same over bytes in memory, which must outlive the reader. */
struct warc_reader *warc_read_bytes(struct str bytes, uint64_t max_record_bytes);
void warc_read_close(struct warc_reader *r); /* NULL is fine */

/* The next record read is the one that begins at `offset`. Returns 0, or -1 with ERR_IO. */
MUST_USE int warc_read_seek(struct warc_reader *r, int64_t offset, struct err *e);

/*
 * warc_read_next - the next record.
 *
 * Returns 1, or 0 at the end of the file. Junk between records of a plain file is
 * jumped and counted in the record behind it. Returns -1 with ERR_FORMAT for a
 * record that is cut, damaged or no WARC at all, with ERR_LIMIT for a header over
 * WARC_MAX_HEADER_BYTES or a passed-over block that inflates without end, and with
 * ERR_IO; the reader is then done.
 */
MUST_USE int warc_read_next(struct warc_record *out, struct warc_reader *r, struct err *e);

/* Where the last whole record ends, its closing empty lines included: a torn file is cut here. */
int64_t warc_read_whole_bytes(const struct warc_reader *r);

/*
 * warc_result - what a record says came from a site, as if it had just been fetched.
 *
 * For response, revisit, resource and conversion records; chunking and content
 * coding are undone, `limits` hold for that. A text of a WET file gets text/plain
 * and utf-8. Disposition by status, wall and decoding, as a fetch would have it.
 * Views point into the record or the arena. Returns 0, or -1 with ERR_FORMAT when
 * the record holds no answer.
 */
MUST_USE int warc_result(struct fetch_result *out, const struct warc_record *rec,
			 const struct inflate_limits *limits, struct arena *arena, struct err *e);

enum warc_digest { WARC_DIGEST_ABSENT, WARC_DIGEST_PASS, WARC_DIGEST_FAIL, WARC_DIGEST_UNKNOWN };

/* Does a digest field ("sha1:...", sha-1 or sha-256 in base32, hex or base64) fit these bytes? */
enum warc_digest warc_digest_check(struct str field, struct str bytes);

/* The part of a block that WARC-Payload-Digest covers: behind the HTTP head where there is one. */
struct str warc_payload(const struct warc_record *rec);

#endif
