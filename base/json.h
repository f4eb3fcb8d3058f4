#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdint.h>

#include "base/buf.h"

#define JSON_MAX_DEPTH 16

/*
 * Writes one JSON text (RFC 8259) into a buf. The caller opens, closes and
 * names; commas are put by the writer. Ill-formed UTF-8 becomes U+FFFD, so
 * the output is always valid. Too deep or misnested is a bug: assert.
 */
struct json {
	struct buf *out;
	unsigned depth;
	bool has_item[JSON_MAX_DEPTH], is_array[JSON_MAX_DEPTH];
	bool named; /* a key was written, its value is due */
};

void json_init(struct json *j, struct buf *out);
void json_object(struct json *j); /* { */
void json_array(struct json *j);  /* [ */
void json_end(struct json *j);    /* whichever was opened last */
void json_key(struct json *j, const char *name);
void json_str(struct json *j, struct str s);
void json_str_or_null(struct json *j, struct str s); /* null when s.p is NULL */
void json_int(struct json *j, int64_t n);
void json_number(struct json *j, struct str digits); /* a number that is text already: "43.788" */
void json_bool(struct json *j, bool b);
void json_null(struct json *j);

#endif
