#ifndef EXTRACT_REPAIR_PASS_H
#define EXTRACT_REPAIR_PASS_H

#include "base/arena.h"
#include "base/str.h"
#include "extract/doc.h"
#include "extract/repair_scan.h"

/* Appends a record to enc->repairs, its texts cut to REPAIR_MAX_TEXT_BYTES. Returns it. */
struct repair *repair_note(struct encoding *enc, const struct repair *r, struct arena *arena);

/*
 * One pass each over a decoded text: the text with its class of damage undone,
 * or `text` itself. Records go to enc. All take the scan of `text`.
 */
struct str repair_misread(struct str text, const struct scan *scan, struct encoding *enc,
			  struct arena *arena);
struct str repair_shift(struct str text, const struct scan *scan, struct encoding *enc,
			struct arena *arena);
struct str repair_split(struct str text, const struct scan *scan, struct encoding *enc,
			struct arena *arena);
struct str repair_lost_byte(struct str text, const struct scan *scan, struct encoding *enc,
			    struct arena *arena);

/* 锟斤拷 all over: nothing is left that any pass could work with. */
bool repair_is_lost(struct str text, const struct scan *scan);

/* What is left of a text that nothing could repair: verdict, and digits that were never there. */
struct str repair_refuse(struct str text, const struct scan *scan, struct encoding *enc,
			 struct arena *arena);

#endif
