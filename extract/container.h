#ifndef EXTRACT_CONTAINER_H
#define EXTRACT_CONTAINER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* Far above any document with its pictures, far below any harm. */
#define CONTAINER_MAX_MEMBERS      20000
#define CONTAINER_MAX_MEMBER_BYTES (64u << 20)  /* of one member, unpacked */
#define CONTAINER_MAX_BYTES        (192u << 20) /* of all members read */

/* A bomb: a member of more than CONTAINER_BOMB_BYTES that grew more than so many times. */
#define CONTAINER_MAX_RATIO  400
#define CONTAINER_BOMB_BYTES (4u << 20)

struct member {
	struct str name;        /* UTF-8, parts parted by '/', none in front; in the arena */
	uint64_t bytes, packed; /* as the directory claims */
	bool is_encrypted;
	bool is_folder;
};

/* A zip file in memory. Nothing is opened, nothing is written. */
struct container {
	struct member *members; /* in the order of the directory */
	size_t n_members;
	uint64_t n_read; /* bytes unpacked so far */
	struct zip *zip;
};

/*
 * container_open - read the directory.
 *
 *   bytes  borrowed until container_close()
 *   arena  owns the list of members
 *
 * Names that are not UTF-8 are taken for GB18030. Returns 0, or -1 with
 * ERR_FORMAT (no zip, or cut short) or ERR_LIMIT; nothing is then to be closed.
 */
MUST_USE int container_open(struct container *out, struct str bytes, struct arena *arena,
			    struct err *e);
void container_close(struct container *c);

/* The member of that name, case of ASCII letters aside; NULL for none. */
const struct member *container_find(const struct container *c, struct str name);

/*
 * container_read - one member, unpacked into the arena.
 *
 * Returns 0, or -1 with ERR_FORMAT (encrypted, damaged, packed in a way that is
 * not read) or ERR_LIMIT.
 */
MUST_USE int container_read(struct str *out, struct container *c, const struct member *m,
			    struct arena *arena, struct err *e);

/* What a format that is a zip file makes of an open one. */
struct page;
typedef int container_extract_fn(struct page *out, struct container *c, struct arena *arena,
				 struct err *e);

/* container_open(), `extract`, container_close(): -1 as either says. Only `arena` keeps anything.
 */
MUST_USE int container_extract(struct page *out, struct str bytes, container_extract_fn *extract,
			       struct arena *arena, struct err *e);

#endif
