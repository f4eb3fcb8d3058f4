#ifndef TESTS_GEN_ZIP_WRITE_H
#define TESTS_GEN_ZIP_WRITE_H

#include "base/buf.h"

/* A zip archive in the making, to be read by what is tested. Zero-initialise but for `out`. */
struct zip_write {
	struct buf *out;
	struct buf directory; /* released by zip_write_end */
	unsigned n;
	bool deflate;   /* else stored */
	unsigned flags; /* of the members that follow; 1: says it is encrypted */
};

void zip_write_add(struct zip_write *z, struct str name, struct str bytes);
void zip_write_end(struct zip_write *z);

#endif
