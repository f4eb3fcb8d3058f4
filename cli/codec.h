#ifndef CLI_CODEC_H
#define CLI_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/str.h"

/*
 * Plain data to bytes and back, by one function for both ways: codec_str(c, &s)
 * writes s where c was made by codec_writer(), and reads into s where it was
 * made by codec_reader(). So the two can never disagree about the order.
 *
 * Reading never trusts: past the end, over a limit or out of range sets `bad`,
 * and everything after that reads as zero. The caller looks once, at the end.
 */
struct codec {
	struct buf *out; /* writing */
	struct str in;   /* reading */
	size_t at;
	struct arena *arena; /* reading: owns arrays and names; strings are views of `in` */
	bool reading, bad;
};

struct codec codec_writer(struct buf *out);
struct codec codec_reader(struct str in, struct arena *arena);

void codec_bool(struct codec *c, bool *v);
void codec_u8(struct codec *c, uint8_t *v);
void codec_u16(struct codec *c, uint16_t *v);
void codec_u32(struct codec *c, uint32_t *v);
void codec_int(struct codec *c, int *v);
void codec_i64(struct codec *c, int64_t *v);
void codec_u64(struct codec *c, uint64_t *v);
void codec_date(struct codec *c, struct date *d);
void codec_str(struct codec *c, struct str *s); /* NULL and empty stay apart */

/* An enum of `count` values. Any integer type of the machine's int size. */
void codec_enum(struct codec *c, void *v, unsigned count);

/* A short static word; read back it is a NUL-terminated copy in the arena. NULL stays NULL. */
void codec_name(struct codec *c, const char **name);

/*
 * codec_array - the elements of an array that follow, `size` bytes each.
 *
 * Writing: writes the count. Reading: reads it, refuses more than `most`, and
 * allocates *array. The caller then runs over *n elements either way.
 */
void codec_array(struct codec *c, void *array, size_t *n, size_t most, size_t size);

#endif
