#ifndef EXTRACT_DOC_H
#define EXTRACT_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* Longest document any parser is shown; a longer one is ERR_LIMIT, never a prefix. */
#define DOC_MAX_BYTES (256u << 20)

struct format;

enum charset_source {
	CHARSET_NONE, /* not text: the format knows its own encoding */
	CHARSET_BOM,
	CHARSET_UTF8, /* the whole body is well-formed UTF-8 */
	CHARSET_HTTP,
	CHARSET_META,
	CHARSET_GUESS,
};

/* What the sender claims. Any of it may be empty or wrong. */
struct doc_hint {
	struct str url;        /* where it came from, absolute; empty for a local file */
	struct str media_type; /* Content-Type without parameters */
	struct str charset;    /* its charset parameter */
};

/* One change made to the text on the way from the bytes as served. */
struct repair {
	const char *name;         /* class, stable, stored: "gbk_shift", "pinyin_brackets", ... */
	uint32_t at, n;           /* bytes of the text before this repair's pass */
	uint32_t count;           /* places it stands for; 1 unless places are many and alike */
	struct str before, after; /* as long as a place; both may be cut to 200 bytes */
	int32_t margin_mnat;      /* to the next different reading, thousandths of a nat; 0: none */
};

/* How the text came to be what it is. */
struct encoding {
	struct str declared;        /* label of header or <meta>, lower case; empty: none */
	const char *used;           /* WHATWG name, static; NULL where source is CHARSET_NONE */
	enum charset_source source; /* who decided */
	int32_t margin_mnat;        /* over the runner-up; 0 where nothing was weighed */
	uint32_t replaced;          /* units lost to U+FFFD while decoding */
	struct repair *repairs;     /* in the order made */
	size_t n_repairs;
	struct str raw; /* what was decoded, for repair_text(); borrowed; not kept with a report */
	bool untrusted; /* figures may have lost digits or lines: never clean data */
	const char *verdict; /* stable word for what could not be repaired, NULL if all was */
	bool traditional;    /* text was in traditional characters; the page shows simplified */
};

/* A document we know how to read. */
struct doc {
	const struct format *format;
	struct str bytes;  /* as served; borrowed */
	struct str served; /* decoded, before any repair; empty for binary formats */
	struct str text;   /* decoded and repaired UTF-8; empty for binary formats */
	struct encoding encoding;
};

/*
 * doc_open - find out what the bytes are and make text of them.
 *
 *   out    filled on success; its views point into `bytes` or into the arena,
 *          so it lives as long as the shorter-lived of the two
 *   hint   consulted after the bytes themselves, never before
 *
 * Returns 0, or -1 with ERR_FORMAT (no format bids; the message says what the
 * bytes look like), ERR_ENCODING (no charset makes text of them) or ERR_LIMIT.
 */
MUST_USE int doc_open(struct doc *out, struct str bytes, const struct doc_hint *hint,
		      struct arena *arena, struct err *e);

#endif
