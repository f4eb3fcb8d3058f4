#ifndef STORE_STORE_FETCH_H
#define STORE_STORE_FETCH_H

#include "base/arena.h"
#include "base/clock.h"
#include "store/store.h"

/* One request and how it ended. The bytes must be in the archive, synced, before this is put. */
struct store_fetch {
	int64_t run_id; /* 0: none */
	int64_t url_id;
	int64_t started_ms, took_ms; /* wall clock; duration */
	const char *disposition;     /* disposition_name() */
	struct str detail, location, media_type, charset, address;
	int status;        /* HTTP; 0: no answer */
	int64_t n_bytes;   /* decoded body */
	struct str sha256; /* of the decoded body, 64 hex digits; empty: no body */
	struct store_place place;
};

MUST_USE int store_put_fetch(int64_t *fetch_id, struct store *s, const struct store_fetch *f,
			     struct err *e);

/* One body, with where it came from: a URL, or else the path of a local file. */
struct store_document {
	bool is_first; /* its URL has no body yet, as the caller has seen: it is not looked for */
	int64_t url_id;    /* 0: no URL is known, then `path` is needed */
	struct str path;   /* as the user wrote it; may be given beside url_id */
	struct str sha256; /* of the decoded body, 64 hex digits */
	int64_t n_bytes;
	struct str media_type, charset; /* as the server said; may be empty */
	struct store_place place;
	struct str wire_digest; /* "sha1:..." of the body as on the wire, at that place; may be
				   empty */
	int64_t seed_id;        /* 0: none */
	struct str link_text;   /* of the link that led here; may be empty */
	int link_year;          /* report year that link names; 0: none */
	int64_t seen_ms;        /* wall clock */
};

/* What store_put_document() found. */
enum store_news {
	STORE_SAME,    /* this body was there already */
	STORE_NEW,     /* first body of this URL or path */
	STORE_CHANGED, /* another body than before; the older ones are now superseded */
};

/*
 * store_put_document - note that a body was seen.
 *
 * A document is one distinct body of one URL (of one path, where there is no
 * URL). Seen again, only its time and its standing as the newest change. Its
 * place in an archive is the first one, where there is any.
 */
MUST_USE int store_put_document(int64_t *document_id, enum store_news *news, struct store *s,
				const struct store_document *d, struct err *e);

/* The URL answers 404 or 410 now: its documents are kept, marked as withdrawn at that time. */
MUST_USE int store_url_gone(struct store *s, int64_t url_id, int64_t now_ms, struct err *e);

/* A document as it is kept. Views are in the arena. */
struct store_document_row {
	int64_t id, url_id, seed_id, report_id; /* 0: none */
	struct str url, path, sha256, media_type, charset, link_text;
	int64_t n_bytes;
	int link_year;
	struct store_place place;
	struct str wire_digest; /* of the body as it came; empty: not known */
	int64_t first_seen_ms, last_seen_ms;
	bool is_superseded, is_read;
	bool is_file; /* of a page that links to it: read after that, as it is told whose it is */
	/* Empty: not known. Agency, level and parent only where no other seed line has that URL. */
	struct str seed_agency, seed_region, seed_level, seed_parent;
	struct str format, kind, outcome; /* empty: not read yet */
	/* Of the page that this file is attached to, as that says of itself; empty, 0: none. */
	struct str page_agency;
	int page_year;
	struct date page_published;
};

/* Returns 1, or 0 when there is none. */
MUST_USE int store_get_document(struct store_document_row *out, struct store *s, int64_t id,
				struct arena *arena, struct err *e);

/* The last body of a URL's row, or of a local file: what an archive may point back to. */
struct store_body {
	int64_t id, first_seen_ms;
	struct str sha256, wire_digest; /* wire_digest: empty, not known */
	bool is_archived;
};

/*
 * store_last_body - that of `url_id`; of the file `path` where that is 0. Returns 1, or 0.
 *
 * Its price does not grow with the number of known URLs.
 */
MUST_USE int store_last_body(struct store_body *out, struct store *s, int64_t url_id,
			     struct str path, struct arena *arena, struct err *e);

/* The newest document of a URL text or a path, for people: it looks at every URL. Returns 1, or 0.
 */
MUST_USE int store_find_document(int64_t *id, struct store *s, struct str url_or_path,
				 struct err *e);

enum store_which {
	STORE_ALL,
	STORE_UNREAD, /* put, and never read: a killed run's; they come first in a new one */
};

/*
 * store_next_document - documents by rising id, one a call.
 *
 *   after  id of the one before; 0 for the first
 *
 * Returns 1, or 0 past the last.
 */
MUST_USE int store_next_document(struct store_document_row *out, struct store *s,
				 enum store_which which, int64_t after, struct arena *arena,
				 struct err *e);

#endif
