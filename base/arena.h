#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/attrs.h"
#include "base/str.h"

struct arena_block;

/* Memory for one document's whole trip. Zero-initialise: struct arena a = {0}; */
struct arena {
	struct arena_block *head;
	size_t used;               /* bytes handed out since the last release */
	struct arena_block *spare; /* of arena_reset(), to be used again */
	struct arena *lender;      /* of arena_within() */
};

/*
 * arena_alloc - count * size zeroed bytes, aligned for any type.
 *
 * Never returns NULL: running out of memory ends the process. Input that
 * could make us ask for too much is refused earlier, by ERR_LIMIT.
 */
void *arena_alloc(struct arena *a, size_t count, size_t size);

/* arena_text - n bytes that are not zeroed, for text that is written at once. */
char *arena_text(struct arena *a, size_t n);
struct str arena_str(struct arena *a, struct str s); /* copy, NUL-terminated */
struct str arena_strf(struct arena *a, const char *fmt, ...) PRINTF(2, 3);
void arena_release(struct arena *a);

/* As arena_release(), but blocks up to ARENA_SPARE_BYTES are kept for what is asked for next. */
void arena_reset(struct arena *a);

#ifdef __SANITIZE_ADDRESS__
#define ARENA_SPARE_BYTES 0u /* so that what is used too late is found */
#else
#define ARENA_SPARE_BYTES (8u << 20)
#endif

/* An arena that takes the spare blocks of `lender` and leaves it its own when it is released. */
struct arena arena_within(struct arena *lender);

#define ARENA_NEW(a, type, count) ((type *)arena_alloc((a), (count), sizeof(type)))

/*
 * arena_grow - room for one more element in an array that lives in the arena.
 *
 * Returns `old` while n < *cap, else a copy of twice the size; *cap is then
 * updated. The old copy stays until the arena goes.
 */
void *arena_grow(struct arena *a, void *old, size_t n, size_t *cap, size_t size);

#define ARENA_GROW(a, array, n, cap)                                                               \
	((array) = (n) < (cap) ? (array) : arena_grow((a), (array), (n), &(cap), sizeof(*(array))))

#endif
