#ifndef EXTRACT_MISREAD_H
#define EXTRACT_MISREAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "extract/lattice.h"

/* Pairs by code point: charset_gb_reverse() and charset_big5_reverse(). */
struct charset_maps {
	const uint16_t *gb, *big5;
};

/*
 * Channels: text was encoded as X and its bytes read as Y, with Y's own way to
 * lose what it does not know.
 */
struct channel {
	const char *name; /* stable, of struct repair */

	/* May Y have given this? What it cannot have given ends a stretch. */
	bool (*covers)(const struct channel *self, const struct charset_maps *maps, uint32_t c);

	/* The likeliest text; false where there is none. Code points in, code points out. */
	bool (*invert)(struct reading *out, const struct channel *self,
		       const struct charset_maps *maps, const uint32_t *seen, size_t n,
		       const struct local_model *local, struct arena *arena);

	/* Does the channel make exactly `seen` of it? */
	bool (*reproduces)(const struct channel *self, const struct charset_maps *maps,
			   const struct reading *r, const uint32_t *seen, size_t n,
			   struct arena *arena);
	int variant;
	bool loses_pairs; /* for U+FFFD both bytes are gone, so between digits it may be no hanzi */
};

#define MISREAD_CHANNELS 8
extern const struct channel misread_channels[MISREAD_CHANNELS];

#endif
