#include "crawler/warc_read.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define ZLIB_CONST
#include <zlib.h>

#include "base/attrs.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/digest.h"
#include "crawler/http.h"

#define RAW_BYTES   (64 * 1024)
#define PLAIN_BYTES (64 * 1024)
#define MAX_RATIO   200 /* for what is only passed over */

struct warc_reader {
	int fd;         /* -1: bytes in memory */
	struct str mem; /* what is left of them */
	uint64_t max_record_bytes;

	char *raw; /* bytes of the file: raw_at up to raw_n are not used yet */
	size_t raw_at, raw_n;
	int64_t raw_base; /* the file offset of raw[0] */
	bool io_failed;

	bool gzip;        /* the record at hand is a gzip member */
	bool z_open;      /* z was started once */
	bool member_done; /* its end was seen */
	bool damaged;     /* zlib refused it */
	z_stream z;
	char *plain;     /* inflated bytes */
	struct str view; /* decoded bytes not used yet: into raw or plain */

	struct buf header, block, uri;
	int64_t whole_bytes;
	bool any;     /* a record was read: junk may be jumped */
	bool crowded; /* the last gzip member held more than its record */
	bool finished;
};

static struct warc_reader *make(int fd, struct str mem, uint64_t max_record_bytes)
{
	struct warc_reader *r = calloc(1, sizeof(*r));
	char *raw = malloc(RAW_BYTES + PLAIN_BYTES);

	if (!r || !raw) {
		fprintf(stderr, "fatal: out of memory for an archive reader\n");
		abort();
	}
	r->fd = fd;
	r->mem = mem;
	r->raw = raw;
	r->plain = raw + RAW_BYTES;
	r->max_record_bytes = max_record_bytes ? max_record_bytes : WARC_MAX_RECORD_BYTES;
	buf_init(&r->header, WARC_MAX_HEADER_BYTES);
	buf_init(&r->block, r->max_record_bytes);
	buf_init(&r->uri, WARC_MAX_HEADER_BYTES * 3);
	return r;
}

int warc_read_open(struct warc_reader **out, const char *path, uint64_t max_record_bytes,
		   struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT) {
		char being_written[PATH_MAX];

		snprintf(being_written, sizeof(being_written), "%s.open", path);
		fd = open(being_written, O_RDONLY | O_CLOEXEC);
	}
	if (fd < 0)
		return err_sys(e, ERR_IO, errno, "%s", path);
	*out = make(fd, (struct str){ NULL, 0 }, max_record_bytes);
	return 0;
}

struct warc_reader *warc_read_bytes(struct str bytes, uint64_t max_record_bytes)
{
	return make(-1, bytes, max_record_bytes);
}

void warc_read_close(struct warc_reader *r)
{
	if (!r)
		return;
	if (r->fd >= 0)
		close(r->fd);
	if (r->z_open)
		inflateEnd(&r->z);
	buf_release(&r->header);
	buf_release(&r->block);
	buf_release(&r->uri);
	free(r->raw);
	free(r);
}

int64_t warc_read_whole_bytes(const struct warc_reader *r)
{
	return r->whole_bytes;
}

int warc_read_seek(struct warc_reader *r, int64_t offset, struct err *e)
{
	if (r->fd >= 0) {
		if (lseek(r->fd, offset, SEEK_SET) < 0)
			return err_sys(e, ERR_IO, errno, "seek to %lld", (long long)offset);
	} else {
		r->mem.p -= r->raw_base + (int64_t)r->raw_n;
		r->mem.n += (size_t)r->raw_base + r->raw_n;
		r->mem = str_sub(r->mem, (size_t)offset, r->mem.n);
	}
	r->raw_base = offset;
	r->raw_at = r->raw_n = 0;
	r->view = (struct str){ NULL, 0 };
	r->whole_bytes = offset;
	r->any = r->crowded = r->finished = r->io_failed = false;
	return 0;
}

/* More bytes of the file, behind those not used yet. False at its end, or when it cannot be read.
 */
static bool fill_raw(struct warc_reader *r)
{
	size_t left = r->raw_n - r->raw_at;
	ssize_t n;

	memmove(r->raw, r->raw + r->raw_at, left);
	r->raw_base += (int64_t)r->raw_at;
	r->raw_at = 0;
	r->raw_n = left;
	if (r->fd < 0) {
		struct str part = str_sub(r->mem, 0, RAW_BYTES - left);

		if (part.n)
			memcpy(r->raw + left, part.p, part.n);
		r->mem = str_sub(r->mem, part.n, r->mem.n);
		n = (ssize_t)part.n;
	} else {
		do
			n = read(r->fd, r->raw + left, RAW_BYTES - left);
		while (n < 0 && errno == EINTR);
		r->io_failed = n < 0;
	}
	if (n > 0)
		r->raw_n += (size_t)n;
	return n > 0;
}

static int64_t raw_offset(const struct warc_reader *r)
{
	return r->raw_base + (int64_t)r->raw_at;
}

/* More of the gzip member into r->view. */
static bool fill_gzip(struct warc_reader *r)
{
	while (!r->member_done && !r->damaged) {
		int rc;

		if (r->raw_at == r->raw_n && !fill_raw(r))
			return false;
		r->z.next_in = (const unsigned char *)r->raw + r->raw_at;
		r->z.avail_in = (unsigned)(r->raw_n - r->raw_at);
		r->z.next_out = (unsigned char *)r->plain;
		r->z.avail_out = PLAIN_BYTES;
		rc = inflate(&r->z, Z_NO_FLUSH);
		r->raw_at = r->raw_n - r->z.avail_in;
		r->member_done = rc == Z_STREAM_END;
		r->damaged = rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR;
		r->view = (struct str){ r->plain, PLAIN_BYTES - r->z.avail_out };
		if (r->view.n)
			return true;
	}
	return false;
}

/* Makes r->view non-empty; false at the end of the member or of the file. */
static bool fill(struct warc_reader *r)
{
	if (r->view.n)
		return true;
	if (r->gzip)
		return fill_gzip(r);
	if (r->raw_at == r->raw_n && !fill_raw(r))
		return false;
	r->view = (struct str){ r->raw + r->raw_at, r->raw_n - r->raw_at };
	return true;
}

static void consume(struct warc_reader *r, size_t n)
{
	r->view = str_sub(r->view, n, r->view.n);
	if (!r->gzip)
		r->raw_at += n;
}

static int broken(const struct warc_reader *r, int64_t offset, const char *what, struct err *e)
{
	if (r->io_failed)
		return err_set(e, ERR_IO, "record at %lld: cannot read the file",
			       (long long)offset);
	return err_set(e, ERR_FORMAT, "record at %lld: %s", (long long)offset,
		       r->damaged ? "damaged gzip member" : what);
}

/* One line with its end, appended to `to`. False when the input ends first or `to` is full. */
static bool read_line(struct warc_reader *r, struct buf *to)
{
	while (!to->full && fill(r)) {
		size_t end = str_find(r->view, STR("\n"), 0);
		size_t n = end == STR_NONE ? r->view.n : end + 1;

		buf_add(to, str_sub(r->view, 0, n));
		consume(r, n);
		if (end != STR_NONE)
			return !to->full;
	}
	return false;
}

static bool is_version(struct str line)
{
	return str_starts(line, STR("WARC/1.")) || str_starts(line, STR("WARC/0."));
}

/* Decides whether a gzip member begins here. False at the end of the file. */
static bool begin_record(struct warc_reader *r)
{
	while (r->raw_n - r->raw_at < 2)
		if (!fill_raw(r))
			break;
	if (r->raw_n == r->raw_at)
		return false;
	r->gzip = r->raw_n - r->raw_at >= 2 && (unsigned char)r->raw[r->raw_at] == 0x1f &&
		  (unsigned char)r->raw[r->raw_at + 1] == 0x8b;
	r->view = (struct str){ NULL, 0 };
	r->member_done = r->damaged = false;
	if (!r->gzip)
		return true;
	if (!r->z_open && inflateInit2(&r->z, 15 + 16) != Z_OK)
		abort();
	if (r->z_open)
		inflateReset(&r->z);
	r->z_open = true;
	return true;
}

/* Up to the next line that begins a record; in a plain file, and behind a good record only. */
static int find_version(struct warc_record *rec, struct warc_reader *r, struct err *e)
{
	for (;;) {
		int64_t at = raw_offset(r);

		buf_clear(&r->header);
		if (!read_line(r, &r->header) &&
		    (r->header.n == 0 || is_version(buf_str(&r->header))))
			return broken(r, at, r->header.full ? "header over the limit" : "cut off",
				      e);
		if (is_version(buf_str(&r->header))) {
			if (!r->gzip)
				rec->offset = at;
			return 0;
		}
		if (r->gzip || !r->any)
			return broken(r, rec->offset, "not a WARC record", e);
		rec->skipped_bytes += r->header.n;
	}
}

static int read_header(struct warc_record *rec, struct warc_reader *r, struct err *e)
{
	size_t before;

	if (find_version(rec, r, e))
		return -1;
	do {
		before = r->header.n;
		if (!read_line(r, &r->header)) {
			if (r->header.full)
				return err_set(e, ERR_LIMIT, "record at %lld: header over %u bytes",
					       (long long)rec->offset, WARC_MAX_HEADER_BYTES);
			return broken(r, rec->offset, "cut off in its header", e);
		}
	} while (r->header.n - before > 2 ||
		 (r->header.n - before == 2 && r->header.p[before] != '\r'));
	return 0;
}

static int64_t parse_date(struct str s)
{
	long long y, mon, d, h, min, sec;
	struct date day;

	if (s.n < 20 || s.p[10] != 'T' || !str_int(&y, str_sub(s, 0, 4)) ||
	    !str_int(&mon, str_sub(s, 5, 2)) || !str_int(&d, str_sub(s, 8, 2)) ||
	    !str_int(&h, str_sub(s, 11, 2)) || !str_int(&min, str_sub(s, 14, 2)) ||
	    !str_int(&sec, str_sub(s, 17, 2)))
		return 0;
	if (mon < 1 || mon > 12 || d < 1 || d > 31 || h < 0 || h > 23 || min < 0 || min > 59 ||
	    sec < 0 || sec > 60)
		return 0;
	day = (struct date){ (int16_t)y, (uint8_t)mon, (uint8_t)d };
	if (!date_valid(day))
		return 0;
	return ((date_days(day) * 24 + h) * 60 + min) * 60000 + sec * 1000;
}

static enum warc_type type_named(struct str name)
{
	static const char *const names[] = {
		[WARC_INFO] = "warcinfo",         [WARC_RESPONSE] = "response",
		[WARC_RESOURCE] = "resource",     [WARC_REQUEST] = "request",
		[WARC_METADATA] = "metadata",     [WARC_REVISIT] = "revisit",
		[WARC_CONVERSION] = "conversion",
	};

	for (size_t i = 0; i < countof(names); i++)
		if (str_eq(name, str_c(names[i])))
			return (enum warc_type)i;
	return WARC_OTHER;
}

/* Old wget put angle brackets round it, others leave blanks in it. */
static struct str clean_uri(struct warc_reader *r, struct str raw)
{
	if (raw.n >= 2 && raw.p[0] == '<' && raw.p[raw.n - 1] == '>')
		raw = str_sub(raw, 1, raw.n - 2);
	if (!raw.n || !memchr(raw.p, ' ', raw.n))
		return raw;
	buf_clear(&r->uri);
	for (size_t i = 0; i < raw.n; i++) {
		if (raw.p[i] == ' ')
			buf_add(&r->uri, STR("%20"));
		else
			buf_addc(&r->uri, raw.p[i]);
	}
	return buf_str(&r->uri);
}

static int parse_header(struct warc_record *rec, struct warc_reader *r, struct err *e)
{
	struct str head = buf_str(&r->header);
	struct str length = http_field(head, STR("content-length"));
	long long n;

	rec->version = str_trim(str_sub(head, 0, str_find(head, STR("\n"), 0)));
	rec->type_name = http_field(head, STR("warc-type"));
	rec->type = type_named(rec->type_name);
	rec->uri = clean_uri(r, http_field(head, STR("warc-target-uri")));
	rec->date = http_field(head, STR("warc-date"));
	rec->date_ms = parse_date(rec->date);
	rec->id = http_field(head, STR("warc-record-id"));
	rec->content_type = http_field(head, STR("content-type"));
	rec->address = http_field(head, STR("warc-ip-address"));
	rec->truncated = http_field(head, STR("warc-truncated"));
	rec->block_digest = http_field(head, STR("warc-block-digest"));
	rec->payload_digest = http_field(head, STR("warc-payload-digest"));
	rec->refers_to_uri = http_field(head, STR("warc-refers-to-target-uri"));
	rec->refers_to_date = http_field(head, STR("warc-refers-to-date"));
	rec->profile = http_field(head, STR("warc-profile"));
	if (!str_int(&n, length) || n < 0)
		return broken(r, rec->offset, "no length", e);
	rec->block_bytes = (uint64_t)n;
	rec->too_large = rec->block_bytes > r->max_record_bytes;
	return 0;
}

static int read_block(struct warc_record *rec, struct warc_reader *r, struct err *e)
{
	uint64_t left = rec->block_bytes;

	buf_clear(&r->block);
	while (left) {
		struct str part;

		if (!fill(r))
			return broken(r, rec->offset, "cut off in its block", e);
		part = str_sub(r->view, 0, left < SIZE_MAX ? (size_t)left : SIZE_MAX);
		if (!rec->too_large)
			buf_add(&r->block, part);
		else if (r->gzip && r->z.total_out > WARC_MAX_RECORD_BYTES &&
			 r->z.total_out / MAX_RATIO > r->z.total_in)
			return err_set(e, ERR_LIMIT, "record at %lld: inflates beyond %d times",
				       (long long)rec->offset, MAX_RATIO);
		left -= part.n;
		consume(r, part.n);
	}
	rec->block = buf_str(&r->block);
	return 0;
}

/* The two empty lines behind a block. What is there instead stays, for the next record to jump. */
static int read_close(struct warc_record *rec, struct warc_reader *r, struct err *e)
{
	static const char close[4] = { '\r', '\n', '\r', '\n' };

	rec->length = raw_offset(r) - rec->offset;
	for (size_t i = 0; i < sizeof(close); i++) {
		if (!fill(r)) {
			if (r->gzip && r->member_done)
				break;
			return broken(r, rec->offset, "cut off at its end", e);
		}
		if (r->view.p[0] != close[i])
			break;
		consume(r, 1);
	}
	if (r->gzip) {
		r->crowded = fill(r);
		if (!r->crowded && !r->member_done)
			return broken(r, rec->offset, "cut off at its end", e);
		rec->length = raw_offset(r) - rec->offset;
	}
	if (!r->crowded)
		r->whole_bytes = raw_offset(r);
	return 0;
}

int warc_read_next(struct warc_record *out, struct warc_reader *r, struct err *e)
{
	struct warc_record rec = { 0 };
	bool was_finished = r->finished;

	r->finished = true; /* unless all goes well */
	if (was_finished)
		return 0;
	if (r->crowded)
		return err_set(e, ERR_FORMAT,
			       "record at %lld: more than one record in a gzip member",
			       (long long)r->whole_bytes);
	if (!begin_record(r)) {
		if (r->io_failed)
			return broken(r, raw_offset(r), "", e);
		return 0;
	}
	rec.offset = raw_offset(r);
	if (read_header(&rec, r, e) || parse_header(&rec, r, e) || read_block(&rec, r, e) ||
	    read_close(&rec, r, e))
		return -1;
	r->any = true;
	r->finished = false;
	*out = rec;
	return 1;
}

static bool is_http(const struct warc_record *rec)
{
	return str_starts(rec->block, STR("HTTP/")) ||
	       (rec->type == WARC_REQUEST && rec->content_type.n &&
		str_find(rec->content_type, STR("msgtype=request"), 0) != STR_NONE);
}

struct str warc_payload(const struct warc_record *rec)
{
	size_t head = is_http(rec) ? http_head_bytes(rec->block) : 0;

	return head == STR_NONE ? (struct str){ NULL, 0 } : str_sub(rec->block, head, rec->block.n);
}

/*
 * The body is there without the coding that its header names: crawlers that decode what they
 * keep left the header as it was (Common Crawl did until 2018).
 */
static bool is_decoded_already(enum inflate_coding coding, enum inflate_state state,
			       struct str wire, struct str decoded)
{
	if (state != INFLATE_CORRUPT || decoded.n)
		return false;
	return coding == INFLATE_GZIP ? !str_starts(wire, STR("\x1f\x8b"))
				      : str_starts(str_trim(wire), STR("<"));
}

/* Undoes chunking and content coding; the disposition tells when that fails. */
static void decode_body(struct fetch_result *out, const struct inflate_limits *limits,
			struct arena *arena)
{
	enum inflate_coding coding =
		inflate_coding(http_field(out->response_header, STR("content-encoding")));
	enum inflate_state state;
	struct inflate *z;
	struct buf b;

	buf_init(&b, (size_t)limits->max_bytes);
	if (str_eq_nocase(http_field(out->response_header, STR("transfer-encoding")),
			  STR("chunked")) &&
	    http_dechunk(&b, out->wire))
		out->wire = arena_str(arena, buf_str(&b));
	out->body = out->wire;
	buf_clear(&b);
	if (coding == INFLATE_UNKNOWN) {
		out->disposition = DISP_DECODE_ERROR;
		out->detail = STR("unknown content coding");
		out->body = (struct str){ NULL, 0 };
	} else if (coding != INFLATE_IDENTITY && out->wire.n) {
		z = inflate_open(coding, limits);
		inflate_add(z, out->wire, &b);
		state = inflate_end(z);
		inflate_close(z);
		if (is_decoded_already(coding, state, out->wire, buf_str(&b))) {
			buf_release(&b);
			return;
		}
		out->body = arena_str(arena, buf_str(&b));
		if (state == INFLATE_TOO_LARGE)
			out->disposition = DISP_TOO_LARGE;
		else if (state == INFLATE_CORRUPT || state == INFLATE_TRUNCATED)
			out->disposition = DISP_DECODE_ERROR;
		if (state != INFLATE_DONE)
			out->detail = str_c(inflate_state_name(state));
	}
	buf_release(&b);
}

int warc_result(struct fetch_result *out, const struct warc_record *rec,
		const struct inflate_limits *limits, struct arena *arena, struct err *e)
{
	size_t head;
	const char *wall;

	*out = (struct fetch_result){ .url = rec->uri,
				      .fetched_ms = rec->date_ms,
				      .address = rec->address };
	if (rec->too_large) {
		out->disposition = DISP_TOO_LARGE;
		return 0;
	}
	if (rec->type == WARC_CONVERSION || (rec->type == WARC_RESOURCE && !is_http(rec))) {
		http_media_type(&out->media_type, &out->charset, rec->content_type);
		if (rec->type == WARC_CONVERSION && !out->charset.n)
			out->charset = STR("utf-8");
		out->status = 200;
		out->wire = out->body = rec->block;
		return 0;
	}
	if ((rec->type != WARC_RESPONSE && rec->type != WARC_RESOURCE &&
	     rec->type != WARC_REVISIT) ||
	    !is_http(rec) || (head = http_head_bytes(rec->block)) == STR_NONE)
		return err_set(e, ERR_FORMAT, "record at %lld: no answer of a web server",
			       (long long)rec->offset);
	out->response_header = str_sub(rec->block, 0, head);
	http_read_head(out);
	out->disposition = http_disposition(out->status);
	out->wire = str_sub(rec->block, head, rec->block.n);
	if (rec->truncated.n && !str_eq(rec->truncated, STR("length")))
		out->disposition = DISP_TRUNCATED;
	else if (rec->truncated.n)
		out->disposition = DISP_TOO_LARGE;
	else
		decode_body(out, limits, arena);
	if (rec->type == WARC_REVISIT)
		out->disposition = DISP_NOT_MODIFIED;
	wall = http_wall(out);
	if (wall) {
		out->disposition = DISP_BLOCKED;
		out->detail = str_c(wall);
	}
	return 0;
}

/* Bits a digit, by the alphabet that fits the length; 0: none does. */
static unsigned digit_bits(size_t n_digits, size_t n_bytes)
{
	for (unsigned bits = 4; bits <= 6; bits++)
		if (n_digits == (n_bytes * 8 + bits - 1) / bits)
			return bits;
	return 0;
}

/* RFC 4648, base 16, 32 and 64; capitals and small letters are one but in base 64. -1: none. */
static int digit(char c, unsigned bits)
{
	static const char *const alphabets[] = {
		"0123456789abcdef",
		"abcdefghijklmnopqrstuvwxyz234567",
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
	};
	const char *alphabet = alphabets[bits - 4], *at;

	if (bits < 6 && c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	else if (bits == 6 && (c == '-' || c == '_')) /* for URLs */
		c = (char)(c == '-' ? '+' : '/');
	at = memchr(alphabet, c, (size_t)1 << bits);
	return at ? (int)(at - alphabet) : -1;
}

/* Writes n_bytes; false when a digit is not of the alphabet. */
static bool undigit(unsigned char *out, size_t n_bytes, struct str digits, unsigned bits)
{
	uint32_t held = 0;
	unsigned n_held = 0;
	size_t n = 0;

	for (size_t i = 0; i < digits.n; i++) {
		int d = digit(digits.p[i], bits);

		if (d < 0)
			return false;
		held = held << bits | (uint32_t)d;
		n_held += bits;
		if (n_held >= 8 && n < n_bytes) {
			n_held -= 8;
			out[n++] = (unsigned char)(held >> n_held);
		}
	}
	return n == n_bytes;
}

enum warc_digest warc_digest_check(struct str field, struct str bytes)
{
	size_t colon = str_find(field, STR(":"), 0);
	struct str name = str_sub(field, 0, colon), value;
	unsigned char want[DIGEST_MAX_BYTES], got[DIGEST_MAX_BYTES];
	enum digest_kind kind;
	unsigned bits;
	size_t n;

	if (!field.n)
		return WARC_DIGEST_ABSENT;
	if (str_eq_nocase(name, STR("sha1")) || str_eq_nocase(name, STR("sha-1")))
		kind = DIGEST_SHA1;
	else if (str_eq_nocase(name, STR("sha256")) || str_eq_nocase(name, STR("sha-256")))
		kind = DIGEST_SHA256;
	else
		return WARC_DIGEST_UNKNOWN;
	value = str_sub(field, colon + 1, field.n);
	while (value.n && value.p[value.n - 1] == '=')
		value.n--;
	n = digest_bytes(got, kind, bytes);
	bits = digit_bits(value.n, n);
	if (!bits || !undigit(want, n, value, bits))
		return WARC_DIGEST_FAIL;
	return memcmp(got, want, n) == 0 ? WARC_DIGEST_PASS : WARC_DIGEST_FAIL;
}
