#ifndef CRAWLER_HTTP_H
#define CRAWLER_HTTP_H

#include "base/buf.h"
#include "base/str.h"
#include "crawler/fetch_result.h"
#include "crawler/inflate.h"

/* A "head" below is a status line and its fields as sent, CRLF or LF, with or without the empty
 * line. */

/* The value of the first field of that name, trimmed; empty when there is none. */
struct str http_field(struct str head, struct str name);

/* The number in "HTTP/x.y NNN ..."; 0 when there is none. */
int http_status(struct str head);

/* Content-Type taken apart (RFC 9110, 8.3): the type without parameters, and charset without
 * quotes. */
void http_media_type(struct str *type, struct str *charset, struct str value);

/* The length of the head at the start of `message`, empty line included; STR_NONE if it never ends.
 */
size_t http_head_bytes(struct str message);

/*
 * http_dechunk - the content of a chunked body (RFC 9112, 7.1), appended to `out`.
 *
 * False when the chunking is broken or cut; what came before is in `out`.
 */
bool http_dechunk(struct buf *out, struct str chunked);

/* Sets status, media_type, charset, etag, last_modified and location from response_header. */
void http_read_head(struct fetch_result *r);

/* The disposition an answer has by its status alone. */
enum disposition http_disposition(int status);

/*
 * http_wall - who stands before the content, by the marks in status, head and body.
 *
 * Returns a stable name ("jsl", "rs", "wzws", "soft", ...) in static storage, or
 * NULL for no wall. portals.md: a wall is told and left alone, never climbed.
 */
const char *http_wall(const struct fetch_result *r);

#endif
