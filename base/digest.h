#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/str.h"

/* What identifies bytes: sha-256 in our database, sha-1 in archives, as other tools expect. */
enum digest_kind { DIGEST_SHA1, DIGEST_SHA256 };

#define DIGEST_MAX_BYTES 32
#define DIGEST_TEXT_MAX  65 /* sha-256 in hex, and a NUL */

struct digest; /* one being computed */

/* Out of memory, or a cryptographic library that refuses the algorithm, ends the process. */
struct digest *digest_open(enum digest_kind kind);
void digest_add(struct digest *d, struct str bytes);
void digest_close(struct digest *d); /* NULL is fine */

void digest_restart(struct digest *d); /* as if newly opened, for much less */

/* The value of all that was added; only digest_restart() and digest_close() may follow. Returns its length in bytes. */
size_t digest_value(unsigned char out[DIGEST_MAX_BYTES], struct digest *d);

/* As text: sha-256 in lower-case hex (64), sha-1 in base32 (32, RFC 4648). Returns `out`. */
const char *digest_text(char out[DIGEST_TEXT_MAX], struct digest *d);

/* One-shot forms of the same. */
size_t digest_bytes(unsigned char out[DIGEST_MAX_BYTES], enum digest_kind kind, struct str bytes);
const char *digest_of(char out[DIGEST_TEXT_MAX], enum digest_kind kind, struct str bytes);

#endif
