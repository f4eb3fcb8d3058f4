#ifndef EXTRACT_PAGE_H
#define EXTRACT_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "extract/grid.h"

/* More than any report and any list page has; past them extraction is ERR_LIMIT. */
#define PAGE_MAX_BLOCKS  200000
#define PAGE_MAX_LINKS   50000
#define PAGE_MAX_IMAGES  20000
#define PAGE_MAX_GRIDS   20000
#define PAGE_MAX_METAS   2000
#define PAGE_MAX_SCRIPTS 1000

enum block_kind {
	BLOCK_HEADING,   /* h1 to h6, or the title of a document */
	BLOCK_PARAGRAPH, /* text a reader sees as one run; <br> is \n */
	BLOCK_LINE,      /* a line of plain text, its tabs and spaces kept */
	BLOCK_GRID,
};

/* What the markup says about where a block stands. */
enum block_region {
	REGION_UNKNOWN,
	REGION_BODY,      /* inside a container known to hold the article */
	REGION_FURNITURE, /* navigation, header, footer, breadcrumb, sharing */
};

struct block {
	enum block_kind kind;
	enum block_region region;
	uint8_t level;   /* headings: 1 to 6 */
	struct str text; /* empty for grids, and where an image or a link stands alone */
	uint32_t grid;   /* BLOCK_GRID: index into page.grids */
};

enum link_kind {
	LINK_ANCHOR,  /* <a href>, <area href>, onclick="window.open('...')" */
	LINK_FRAME,   /* <frame>, <iframe>, <embed>, <object data> */
	LINK_REFRESH, /* <meta http-equiv=refresh> */
};

struct link {
	enum link_kind kind;
	struct str href;  /* as written; resolve against page.base, then the document's URL */
	struct str text;  /* what a reader sees, white space folded */
	struct str title; /* title=, or download= where there is none; lists cut their text */
	uint32_t block;   /* block it stands in, or would follow; n_blocks possible */
};

struct image {
	struct str src, alt;
	uint32_t width, height; /* as declared, CSS pixels; 0: not said */
	uint32_t block;         /* as for links */
};

enum meta_source {
	META_TAG,     /* <meta name= content=> */
	META_BOX,     /* a row of the metadata box: 索引号, 发布机构, 公开日期, ... */
	META_ELEMENT, /* <publishtime>, <ucaptitle>, and the like */
	META_SCRIPT,  /* var pubdata='2020年08月28日' */
};

struct meta {
	enum meta_source source;
	struct str name; /* as written, spaces inside labels removed */
	struct str content;
	uint32_t block;
};

/* What a reader would see, in reading order, whatever the format was. */
struct page {
	struct str title; /* <title>, or the document's own property */
	struct str base;  /* <base href> as written; empty: none */
	struct block *blocks;
	struct grid *grids;
	struct link *links;
	struct image *images;
	struct meta *metas;
	struct str *scripts; /* bodies of inline scripts; for link discovery only */
	size_t n_blocks, n_grids, n_links, n_images, n_metas, n_scripts;
	uint32_t n_lost; /* characters that the file's fonts do not name: U+FFFD in the texts */
	bool is_garbled; /* so many, or the text is a recognition over scans: no figure can be
			    trusted */
	bool truncated;  /* the markup ends where it should not (inside a tag or an attribute) */
};

#endif
