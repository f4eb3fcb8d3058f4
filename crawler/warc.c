#define LOG_MODULE "warc"

#include "crawler/warc.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/attrs.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "crawler/http.h"
#include "crawler/squeeze.h"
#include "crawler/warc_read.h"

#define OPEN_SUFFIX    ".open"
#define WRITE_BYTES    (1u << 20) /* at once; most exchanges are one write */
#define HEAD_MAX_BYTES (1u << 20)
#define UUID_MAX       48 /* "<urn:uuid:...>" */
#define PROFILE_SAME   "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
#define PROFILE_304    "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

struct warc {
	struct warc_settings s;
	int dir_fd;
	int fd;                   /* -1: no file is open */
	char name[WARC_NAME_MAX]; /* without OPEN_SUFFIX */
	char info_id[UUID_MAX];
	int64_t bytes; /* of the file and of `pending`, whole records */
	unsigned serial;
	bool unsynced;
	struct squeeze *z;
	struct digest *sha1;
	struct buf head;    /* of the record being written */
	struct buf pending; /* of the exchange being appended: not yet with the system */
};

static void make_id(char out[UUID_MAX])
{
	unsigned char u[16];

	if (getrandom(u, sizeof(u), 0) != sizeof(u))
		abort();
	u[6] = (unsigned char)((u[6] & 0x0f) | 0x40);
	u[8] = (unsigned char)((u[8] & 0x3f) | 0x80);
	snprintf(out, UUID_MAX,
		 "<urn:uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x>",
		 u[0], u[1], u[2], u[3], u[4], u[5], u[6], u[7], u[8], u[9], u[10], u[11], u[12],
		 u[13], u[14], u[15]);
}

/* Where the last whole record of an open file ends. */
static int find_whole_bytes(int64_t *whole, const char *path, struct err *e)
{
	struct warc_reader *r;
	struct warc_record rec;
	struct err why = { 0 };
	int rc;

	if (warc_read_open(&r, path, 1, e)) /* blocks are passed over, not held */
		return -1;
	while ((rc = warc_read_next(&rec, r, &why)) == 1)
		;
	*whole = warc_read_whole_bytes(r);
	warc_read_close(r);
	if (rc < 0 && why.code != ERR_FORMAT)
		return err_set(e, why.code, "%s: %s", path, why.msg);
	if (rc < 0)
		log_warn("file=%s kept=%lld: %s: cut back to the last whole record", path,
			 (long long)*whole, why.msg);
	return 0;
}

/* Cuts back a file that was left open, and closes it. */
static int repair(int dir_fd, int fd, const char *dir, const char *name, struct err *e)
{
	char path[PATH_MAX], closed[NAME_MAX + 1];
	int64_t whole;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	snprintf(closed, sizeof(closed), "%.*s", (int)(strlen(name) - strlen(OPEN_SUFFIX)), name);
	if (find_whole_bytes(&whole, path, e))
		return -1;
	if (whole == 0) {
		if (unlinkat(dir_fd, name, 0))
			return err_sys(e, ERR_IO, errno, "%s: remove", path);
		return 0;
	}
	if (ftruncate(fd, whole) || fsync(fd))
		return err_sys(e, ERR_IO, errno, "%s: truncate", path);
	if (renameat(dir_fd, name, dir_fd, closed) || fsync(dir_fd))
		return err_sys(e, ERR_IO, errno, "%s: rename", path);
	return 0;
}

static int repair_all(size_t *n_repaired, int dir_fd, const char *dir, struct err *e)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	int rc = 0;

	*n_repaired = 0;
	if (!d)
		return err_sys(e, ERR_IO, errno, "%s", dir);
	while (rc == 0 && (entry = readdir(d))) {
		int fd;

		if (!str_ends(str_c(entry->d_name), STR(".warc.gz" OPEN_SUFFIX)))
			continue;
		fd = openat(dir_fd, entry->d_name, O_RDWR | O_CLOEXEC);
		if (fd < 0) {
			rc = err_sys(e, ERR_IO, errno, "%s/%s", dir, entry->d_name);
		} else if (flock(fd, LOCK_EX | LOCK_NB) == 0) { /* else somebody writes it */
			rc = repair(dir_fd, fd, dir, entry->d_name, e);
			++*n_repaired;
		}
		if (fd >= 0)
			close(fd);
	}
	closedir(d);
	return rc;
}

int warc_open(struct warc **out, size_t *n_repaired, const struct warc_settings *s, struct err *e)
{
	struct warc *w;
	int dir_fd = open(s->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (dir_fd < 0)
		return err_sys(e, ERR_IO, errno, "%s", s->dir);
	if (repair_all(n_repaired, dir_fd, s->dir, e)) {
		close(dir_fd);
		return -1;
	}
	w = calloc(1, sizeof(*w));
	if (!w)
		mem_exhausted(sizeof(*w));
	w->z = squeeze_open();
	w->sha1 = digest_open(DIGEST_SHA1);
	w->s = *s;
	if (!w->s.max_file_bytes)
		w->s.max_file_bytes = WARC_MAX_FILE_BYTES;
	w->dir_fd = dir_fd;
	w->fd = -1;
	buf_init(&w->head, HEAD_MAX_BYTES);
	buf_init(&w->pending, 2 * WRITE_BYTES + SQUEEZE_MAX_WHOLE);
	*out = w;
	return 0;
}

int warc_sync(struct warc *w, struct err *e)
{
	if (w->unsynced && fdatasync(w->fd))
		return err_sys(e, ERR_IO, errno, "%s: sync", w->name);
	w->unsynced = false;
	return 0;
}

static int close_file(struct warc *w, struct err *e)
{
	char open_name[WARC_NAME_MAX + sizeof(OPEN_SUFFIX)];
	int rc;

	if (w->fd < 0)
		return 0;
	rc = warc_sync(w, e);
	snprintf(open_name, sizeof(open_name), "%s" OPEN_SUFFIX, w->name);
	if (!rc && renameat(w->dir_fd, open_name, w->dir_fd, w->name))
		rc = err_sys(e, ERR_IO, errno, "%s: rename", open_name);
	close(w->fd);
	w->fd = -1;
	if (!rc && fsync(w->dir_fd))
		rc = err_sys(e, ERR_IO, errno, "%s: sync", w->s.dir);
	return rc;
}

int warc_close(struct warc *w, struct err *e)
{
	int rc;

	if (!w)
		return 0;
	rc = close_file(w, e);
	close(w->dir_fd);
	squeeze_close(w->z);
	digest_close(w->sha1);
	buf_release(&w->head);
	buf_release(&w->pending);
	free(w);
	return rc;
}

static int write_pending(struct warc *w, struct err *e)
{
	struct str left = buf_str(&w->pending);

	while (left.n) {
		ssize_t done = write(w->fd, left.p, left.n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return err_sys(e, ERR_IO, errno, "%s: write", w->name);
		left = str_sub(left, (size_t)done, left.n);
	}
	buf_clear(&w->pending);
	return 0;
}

static int keep(void *user, struct str piece, struct err *e)
{
	struct warc *w = user;

	w->bytes += (int64_t)piece.n;
	buf_add(&w->pending, piece);
	assert(!w->pending.full);
	return w->pending.n < WRITE_BYTES ? 0 : write_pending(w, e);
}

/* Writes w->head and the block as one record, which is a gzip member of its own. */
static int write_record(struct warc *w, struct str head, struct str body, struct err *e)
{
	const struct str parts[] = { buf_str(&w->head), head, body, STR("\r\n\r\n") };

	assert(!w->head.full);
	w->unsynced = true;
	return squeeze_member(w->z, parts, countof(parts), keep, w, e);
}

/* A value in a header must stay on its line. */
static void field(struct warc *w, const char *name, struct str value)
{
	if (!value.n)
		return;
	buf_addf(&w->head, "%s: ", name);
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] >= ' ')
			buf_addc(&w->head, value.p[i]);
	buf_add(&w->head, STR("\r\n"));
}

static void field_time(struct warc *w, const char *name, int64_t wall_ms)
{
	char iso[CLOCK_ISO_MAX];

	field(w, name, str_c(clock_iso(iso, wall_ms)));
}

static void begin_head(struct warc *w, const char *type, const char *id, int64_t wall_ms)
{
	buf_clear(&w->head);
	buf_add(&w->head, STR("WARC/1.1\r\n"));
	field(w, "WARC-Type", str_c(type));
	field(w, "WARC-Record-ID", str_c(id));
	field_time(w, "WARC-Date", wall_ms);
}

static const char *sha1_of(char out[DIGEST_TEXT_MAX], struct warc *w, struct str head,
			   struct str body)
{
	digest_restart(w->sha1);
	digest_add(w->sha1, head);
	digest_add(w->sha1, body);
	return digest_text(out, w->sha1);
}

/* The last fields: they describe the block, which is `head` and `body`. */
static void end_head(struct warc *w, const char *content_type, struct str head, struct str body)
{
	char text[DIGEST_TEXT_MAX];

	buf_addf(&w->head, "WARC-Block-Digest: sha1:%s\r\n", sha1_of(text, w, head, body));
	field(w, "Content-Type", str_c(content_type));
	buf_addf(&w->head, "Content-Length: %zu\r\n\r\n", head.n + body.n);
}

static int write_info(struct warc *w, int64_t wall_ms, struct err *e)
{
	const struct warc_info *i = &w->s.info;
	const struct {
		const char *name, *value;
	} lines[] = {
		{ "software", i->software },
		{ "format", "WARC File Format 1.1" },
		{ "conformsTo", "http://iipc.github.io/warc-specifications/specifications/"
				"warc-format/warc-1.1/" },
		{ "http-header-user-agent", i->user_agent },
		{ "operator", i->contact },
		{ "robots", i->robots },
		{ "vantage", i->vantage },
	};
	struct buf b;
	int rc;

	buf_init(&b, HEAD_MAX_BYTES);
	for (size_t k = 0; k < sizeof(lines) / sizeof(lines[0]); k++)
		if (lines[k].value)
			buf_addf(&b, "%s: %s\r\n", lines[k].name, lines[k].value);
	make_id(w->info_id);
	begin_head(w, "warcinfo", w->info_id, wall_ms);
	field(w, "WARC-Filename", str_c(w->name));
	end_head(w, "application/warc-fields", buf_str(&b), (struct str){ NULL, 0 });
	rc = write_record(w, buf_str(&b), (struct str){ NULL, 0 }, e);
	buf_release(&b);
	return rc;
}

/* A new file under a name no other has: PREFIX-yyyymmddhhmmss-nnnnn.warc.gz */
static int open_file(struct warc *w, int64_t wall_ms, struct err *e)
{
	char iso[CLOCK_ISO_MAX], stamp[16], open_name[WARC_NAME_MAX + sizeof(OPEN_SUFFIX)];
	size_t n = 0;

	clock_iso(iso, wall_ms);
	for (const char *p = iso; *p && n < sizeof(stamp) - 1; p++)
		if (*p >= '0' && *p <= '9')
			stamp[n++] = *p;
	stamp[n] = '\0';
	for (;; w->serial++) {
		if (w->serial > 99999)
			return err_set(e, ERR_IO, "%s: no free file name", w->s.dir);
		snprintf(w->name, sizeof(w->name), "%.40s-%s-%05u.warc.gz", w->s.prefix, stamp,
			 w->serial);
		snprintf(open_name, sizeof(open_name), "%s" OPEN_SUFFIX, w->name);
		if (faccessat(w->dir_fd, w->name, F_OK, 0) == 0)
			continue;
		w->fd = openat(w->dir_fd, open_name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (w->fd >= 0)
			break;
		if (errno != EEXIST)
			return err_sys(e, ERR_IO, errno, "%s/%s", w->s.dir, open_name);
	}
	w->serial++;
	w->bytes = 0;
	if (flock(w->fd, LOCK_EX | LOCK_NB))
		return err_sys(e, ERR_IO, errno, "%s: lock", open_name);
	if (fsync(w->dir_fd))
		return err_sys(e, ERR_IO, errno, "%s: sync", w->s.dir);
	return write_info(w, wall_ms, e) || write_pending(w, e) ? -1 : 0;
}

/*
 * The head as it is archived: without chunking, and ending in an empty line.
 * Transfer-Encoding would be a lie; RFC 9112 has it before any Content-Length.
 */
static void archive_head(struct buf *out, struct str head)
{
	while (head.n) {
		size_t end = str_find(head, STR("\n"), 0);
		struct str line = str_sub(head, 0, end == STR_NONE ? head.n : end + 1);

		if (line.n > 18 && str_eq_nocase(str_sub(line, 0, 18), STR("transfer-encoding:")))
			buf_add(out, STR("X-Archive-Orig-"));
		buf_add(out, line);
		head = str_sub(head, line.n, head.n);
	}
	if (!str_ends(buf_str(out), STR("\r\n\r\n")) && !str_ends(buf_str(out), STR("\n\n")))
		buf_add(out, STR("\r\n"));
}

static int write_request(struct warc *w, const struct warc_exchange *x, const char *answer_id,
			 struct err *e)
{
	const struct str none = { NULL, 0 };
	char id[UUID_MAX];

	make_id(id);
	begin_head(w, "request", id, x->fetched_ms);
	field(w, "WARC-Target-URI", x->url);
	field(w, "WARC-Concurrent-To", str_c(answer_id));
	field(w, "WARC-Warcinfo-ID", str_c(w->info_id));
	end_head(w, "application/http;msgtype=request", x->request_header, none);
	return write_record(w, x->request_header, none, e);
}

static int write_answer(struct warc_place *place, struct warc *w, const struct warc_exchange *x,
			const char *id, struct err *e)
{
	struct str body = x->answer == WARC_NEW ? x->body : (struct str){ NULL, 0 };
	char text[DIGEST_TEXT_MAX];
	struct buf head;
	int rc;

	if (x->answer != WARC_NEW && x->refers_to_digest)
		snprintf(place->payload_digest, sizeof(place->payload_digest), "%s",
			 x->refers_to_digest);
	else
		snprintf(place->payload_digest, sizeof(place->payload_digest), "sha1:%s",
			 sha1_of(text, w, (struct str){ NULL, 0 }, x->body));
	begin_head(w, x->answer == WARC_NEW ? "response" : "revisit", id, x->fetched_ms);
	field(w, "WARC-Target-URI", x->url);
	field(w, "WARC-IP-Address", x->address);
	field(w, "WARC-Warcinfo-ID", str_c(w->info_id));
	field(w, "WARC-Payload-Digest", str_c(place->payload_digest));
	field(w, "WARC-Truncated", str_c(x->truncated));
	if (x->answer != WARC_NEW) {
		field(w, "WARC-Profile",
		      str_c(x->answer == WARC_SAME ? PROFILE_SAME : PROFILE_304));
		field(w, "WARC-Refers-To-Target-URI", x->refers_to_url);
		if (x->refers_to_ms)
			field_time(w, "WARC-Refers-To-Date", x->refers_to_ms);
	}
	buf_init(&head, HEAD_MAX_BYTES);
	archive_head(&head, x->response_header);
	end_head(w, "application/http;msgtype=response", buf_str(&head), body);
	place->offset = w->bytes;
	rc = write_record(w, buf_str(&head), body, e);
	place->length = w->bytes - place->offset;
	buf_release(&head);
	return rc;
}

static int write_fields(struct warc *w, const struct warc_exchange *x, const char *answer_id,
			struct err *e)
{
	const struct str none = { NULL, 0 };
	char id[UUID_MAX];

	if (!x->fields.n)
		return 0;
	make_id(id);
	begin_head(w, "metadata", id, x->fetched_ms);
	field(w, "WARC-Target-URI", x->url);
	field(w, "WARC-Concurrent-To", str_c(answer_id));
	field(w, "WARC-Warcinfo-ID", str_c(w->info_id));
	end_head(w, "application/warc-fields", x->fields, none);
	return write_record(w, x->fields, none, e);
}

/* A file that has grown past its size is closed; the next one is begun. */
static int make_room(struct warc *w, int64_t wall_ms, struct err *e)
{
	if (w->fd >= 0 && w->bytes > w->s.max_file_bytes && close_file(w, e))
		return -1;
	if (w->fd >= 0 || open_file(w, wall_ms, e) == 0)
		return 0;
	if (w->fd >= 0)
		close(w->fd);
	w->fd = -1;
	return -1;
}

/* Undoes an append that failed; a cut that fails too is mended at the next start. */
static int undo(struct warc *w, int64_t before)
{
	buf_clear(&w->pending);
	if (ftruncate(w->fd, before) == 0)
		(void)lseek(w->fd, before, SEEK_SET);
	w->bytes = before;
	return -1;
}

int warc_append(struct warc_place *place, struct warc *w, const struct warc_exchange *x,
		struct err *e)
{
	char id[UUID_MAX];
	int64_t before;

	if (make_room(w, x->fetched_ms, e))
		return -1;
	before = w->bytes;
	make_id(id);
	snprintf(place->file, sizeof(place->file), "%s", w->name);
	if (write_request(w, x, id, e) || write_answer(place, w, x, id, e) ||
	    write_fields(w, x, id, e) || write_pending(w, e))
		return undo(w, before);
	return 0;
}

int warc_append_resource(struct warc_place *place, struct warc *w, const struct warc_resource *r,
			 struct err *e)
{
	char id[UUID_MAX], digest[DIGEST_TEXT_MAX];
	int64_t before;

	if (make_room(w, r->seen_ms, e))
		return -1;
	before = w->bytes;
	make_id(id);
	snprintf(place->file, sizeof(place->file), "%s", w->name);
	snprintf(place->payload_digest, sizeof(place->payload_digest), "sha1:%s",
		 sha1_of(digest, w, (struct str){ NULL, 0 }, r->body));
	begin_head(w, "resource", id, r->seen_ms);
	field(w, "WARC-Target-URI", r->uri);
	field(w, "WARC-Payload-Digest", str_c(place->payload_digest));
	end_head(w, r->media_type, (struct str){ NULL, 0 }, r->body);
	if (write_record(w, (struct str){ NULL, 0 }, r->body, e) || write_pending(w, e))
		return undo(w, before);
	place->offset = before;
	place->length = w->bytes - before;
	return 0;
}
