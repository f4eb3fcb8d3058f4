#ifndef PORTAL_WORLD_H
#define PORTAL_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "report/report.h"

#include "tests/portal/attach.h"

struct family;

enum profile { PROFILE_SAMPLE, PROFILE_TYPICAL, PROFILE_CLEAN, PROFILE_BENCH, PROFILE_HOSTILE };

struct options {
	uint64_t seed;
	enum profile profile;
	unsigned n_agencies;
	unsigned n_pages, n_hosts; /* PROFILE_BENCH: report pages over so many hosts; 0: 20 */
	bool is_sized;             /* and their sizes are those of real pages */
	int first_year, last_year; /* report years; a world of a later epoch has as many more */
	size_t first_quirk;        /* PROFILE_HOSTILE: row of hostile.def of the first portal */
	bool is_one_quirk;         /* and of the only one */
	unsigned epoch;            /* 0, then what a year changes: see README.md */
	unsigned port;             /* of absolute links and printed URLs; 0: none is written */
};

/* How a portal writes text and what it says about it. Names are in the truth. */
enum charset_plan {
	CHARSET_PLAN_UTF8,           /* said by <meta> and header */
	CHARSET_PLAN_GBK,            /* <meta charset=gb2312>, true */
	CHARSET_PLAN_GBK_AS_UTF8,    /* GBK bytes, <meta> says utf-8 */
	CHARSET_PLAN_UTF8_AS_LATIN1, /* header says iso-8859-1 */
	CHARSET_PLAN_GBK_SILENT,     /* nobody says anything */
	CHARSET_PLAN_UTF8_SILENT,
	CHARSET_PLAN__COUNT
};

enum robots_plan {
	ROBOTS_PLAN_NONE,    /* 404 */
	ROBOTS_PLAN_FORBIDS, /* Disallow of one column */
	ROBOTS_PLAN_DELAY,   /* Crawl-delay: 0.02 and a Disallow that hits nothing of ours */
	ROBOTS_PLAN_HTML,    /* a page of the portal in its place */
	ROBOTS_PLAN_OPEN,    /* an empty Disallow, BOM and CRLF */
	ROBOTS_PLAN__COUNT
};

/* What becomes of a portal in the first epoch behind 0. */
enum turn {
	TURN_NONE,
	TURN_RENAMED,    /* its columns have new paths; the old ones are 404 */
	TURN_REDIRECTED, /* the same, and the old ones say 301 */
	TURN_MOVED, /* to another content management system: all URLs new, the reports the same */
	TURN_TIGHTENED, /* robots.txt forbids all of it */
	TURN_DEAD,      /* nobody answers */
	TURN__COUNT
};

/* What stands at "/": the home page, or only a door to it. */
enum landing {
	LANDING_DIRECT,
	LANDING_REFRESH, /* <meta http-equiv=refresh> */
	LANDING_WRITTEN, /* the same by document.write */
	LANDING_SCRIPT,  /* 160 bytes with location= */
	LANDING_FRAMES,  /* a frameset */
	LANDING__COUNT
};

#define WORLD_HOME "/ywyw/index.html" /* where it is behind a door */

enum tree { TREE_FLAT, TREE_YEARS, TREE_CLASSES, TREE__COUNT };

struct portal {
	struct str host, place, stem, slug;
	const struct family *family;
	enum charset_plan charset;
	enum robots_plan robots;
	enum turn turn;
	enum landing landing;
	enum tree tree;
	bool starts_at_home; /* the seed list names the home page, else the column */
	bool has_sitemap; /* which robots.txt names, and where a report stands that no list shows */
	bool is_site;     /* one department's own: its titles do not name it */
	unsigned region;  /* 99xxxx */
	size_t first_agency, n_agencies;
	size_t first_column, n_columns; /* the first is the one for annual reports */
};

struct agency {
	struct str id; /* of the seed and the truth: A0012 */
	struct str name, slug, duty;
	const char *level; /* county, dept, town */
	size_t portal;
	bool is_forbidden; /* its reports stand only in the column robots.txt forbids */
};

enum fate {
	FATE_PUBLISHED,
	FATE_NOT_PUBLISHED,
	FATE_FORBIDDEN, /* published where robots.txt does not let us look */
	FATE_GONE,      /* listed, and 404 */
	FATE__COUNT
};

/* How the tables of one report are written. */
enum style { STYLE_CLEAN, STYLE_WORD, STYLE_OLD, STYLE_LAYOUT, STYLE__COUNT };

/* What stands where a table should. */
enum treat { TREAT_TABLE, TREAT_BLANK, TREAT_OMITTED, TREAT_IMAGE, TREAT_ATTACHED, TREAT__COUNT };

/* How a zero is printed. */
enum zero { ZERO_DIGIT, ZERO_NBSP, ZERO_DASH, ZERO_SLASH, ZERO_WIDE, ZERO__COUNT };

/* A mistake of arithmetic in one report: the rule it breaks and no other. */
enum slip { SLIP_NONE, SLIP_BALANCE, SLIP_RESULT_SUM, SLIP_ROW_TOTAL, SLIP_GROUP_SUM, SLIP__COUNT };

/* What the text says of the figures in the tables: prose.h. */
enum talk { TALK_NOT, TALK_TRUE, TALK_UNTRUE };

#define DOCUMENT_TABLES 3 /* disclosure, requests, review */

struct document {
	size_t agency;
	int year;
	enum fate fate;
	bool is_soft;      /* FATE_GONE: said with status 200, and no list has it any more */
	bool is_corrected; /* one figure is another than it was */
	enum style style;
	enum zero zero;
	enum slip slip;
	enum talk talk;
	enum treat treat[DOCUMENT_TABLES];
	size_t size; /* of its page, about; 0: as it comes */
	struct str title;
	struct date published;
	struct attach attach; /* where the tables of TREAT_ATTACHED are */
	size_t entry;         /* where it stands first; WORLD_NONE: nowhere */
};

#define WORLD_NONE ((size_t)-1)

enum entry_kind {
	ENTRY_REPORT,
	ENTRY_ALIAS,     /* the same report at a second URL */
	ENTRY_MOVED,     /* 301 to the report */
	ENTRY_ANNEX,     /* the tables of a report, published apart */
	ENTRY_GONE,      /* 404 */
	ENTRY_LOOKALIKE, /* to be refused */
	ENTRY_BARRED,    /* a copy of a report, where robots.txt does not let us look */
	ENTRY_OFFSITE,   /* on a host outside any scope: must never be asked for */
	ENTRY__COUNT
};

/* A row of a list, and the page behind it. */
struct entry {
	enum entry_kind kind;
	size_t portal, column;
	size_t document;    /* WORLD_NONE for look-alikes */
	size_t agency;      /* whose name it bears */
	unsigned lookalike; /* row of lookalikes.def */
	unsigned id;        /* in the URL */
	int year;           /* in the title */
	struct str title;
	struct date date; /* in the list and in the URL */
	struct str path;  /* from the root, with the query; absolute for ENTRY_OFFSITE */
	bool is_unlisted; /* only the sitemap knows it */
};

enum column_kind { COLUMN_MAIN, COLUMN_YEAR, COLUMN_CLASS, COLUMN_FORBIDDEN };

struct column {
	enum column_kind kind;
	size_t portal;
	unsigned number; /* within the portal */
	int year;        /* COLUMN_YEAR */
	const char *slug;
	struct str title;
	struct str path; /* from the root; ends in "/" or names the page */
	size_t *entries; /* newest first */
	size_t n_entries, cap_entries;
	size_t n_pages; /* at least 1 */
};

enum resource_kind {
	RESOURCE_HOME,
	RESOURCE_LIST,
	RESOURCE_MORE, /* rows of a list without a page around them */
	RESOURCE_ENTRY,
	RESOURCE_INNER, /* the report behind an entry that is only a door */
	RESOURCE_IMAGE,
	RESOURCE_FILE,
	RESOURCE_ROBOTS,
	RESOURCE_SITEMAP,
	RESOURCE__COUNT
};

/* Something that answers. */
struct resource {
	enum resource_kind kind;
	struct str host, path; /* path with the query */
	size_t portal;
	size_t index;  /* column or entry */
	unsigned part; /* page of the column from 0, table of the entry, or see sitemap.h */
};

struct world {
	struct options options;
	struct portal *portals;
	struct agency *agencies;
	struct document *documents; /* by agency, then year */
	struct column *columns;
	struct entry *entries;
	struct resource *resources; /* by host, then path */
	size_t n_listed;            /* of the entries, those of documents: the first ones */
	size_t n_sites;             /* of the portals, the last ones */
	size_t n_portals, n_agencies, n_documents, n_columns, n_entries, n_resources;
	size_t cap_columns, cap_entries, cap_resources;
	struct arena *arena;
};

/* Everything there is for these options. Lives in the arena. Cannot fail. */
void world_build(struct world *out, const struct options *options, struct arena *arena);

/* NULL when nothing answers there. */
const struct resource *world_find(const struct world *w, struct str host, struct str path);

size_t world_add_entry(struct world *w, size_t column, const struct entry *entry);
void world_add_resource(struct world *w, const struct resource *resource);

/* "http://host[:port]path" into the arena. */
struct str world_url(const struct world *w, struct str host, struct str path, struct arena *arena);

/* Files beside an entry's page, from the root. */
struct str world_image_path(const struct entry *e, unsigned table, struct arena *arena);
struct str world_file_path(const struct entry *e, const char *extension, struct arena *arena);

/* The page of a report: the entry's own, or the one behind it when that is a door. */
struct str world_report_path(const struct world *w, const struct entry *e, struct arena *arena);

/* Before the paths of columns that were renamed. */
#define WORLD_RENAMED "/zwgk2"

/* The profile has look-alikes, gaps, damaged tables: not only reports without fault. */
bool world_is_lively(const struct world *w);

/* Whether some list has the row, on a page that can be had without sending a form. */
bool world_is_listed(const struct world *w, const struct entry *e);

/* Whether the list has pages that only a form leads to. */
bool world_takes_form(const struct world *w, const struct column *c);

const struct document *world_document(const struct world *w, size_t agency, int year);

const char *charset_plan_name(enum charset_plan plan);
const char *robots_plan_name(enum robots_plan plan);
const char *tree_name(enum tree tree);
const char *fate_name(enum fate fate);
const char *style_name(enum style style);
const char *slip_name(enum slip slip); /* the rule's code, or "" */

/* What the harvest should say of such a table: a table_status. */
enum table_status treat_status(enum treat treat);

#endif
