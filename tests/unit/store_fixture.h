#ifndef TESTS_UNIT_STORE_FIXTURE_H
#define TESTS_UNIT_STORE_FIXTURE_H

/* Hand-made reports of invented agencies, and a store to put them in. */

#include "tests/unit/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/attrs.h"
#include "base/digest.h"
#include "store/store.h"
#include "store/store_fetch.h"
#include "store/store_frontier.h"
#include "store/store_query.h"
#include "store/store_report.h"

/* What went wrong in a call that must go well: OK(store_commit(s, bad)); */
static struct err bad[1];

#define OK(call) must((call) >= 0, #call)

static inline void must(bool went_well, const char *call)
{
	if (!went_well)
		fail_msg("%s: %s", call, bad->msg);
}

static char fixture_dir[64];

static inline int fixture_make_dir(void **state)
{
	(void)state;
	snprintf(fixture_dir, sizeof(fixture_dir), "/tmp/nianbao-test-XXXXXX");
	return mkdtemp(fixture_dir) ? 0 : -1;
}

static inline int fixture_drop_dir(void **state)
{
	char command[192];

	(void)state;
	snprintf(command, sizeof(command), "chmod -R u+w '%s'; rm -rf '%s'", fixture_dir,
		 fixture_dir);
	return system(command) == 0 ? 0 : -1;
}

/* What tells URLs apart, for want of crawler/url.h. */
static inline uint64_t fixture_key(struct str url)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < url.n; i++)
		h = (h ^ (unsigned char)url.p[i]) * 0x100000001b3u;
	return h;
}

static inline struct store *fixture_store(void)
{
	struct store *s = NULL;

	OK(store_open(&s, ":memory:", STORE_CREATE, bad));
	return s;
}

/* A document whose body is `body`, at a URL (url_id not 0) or a path. */
static inline int64_t fixture_document(struct store *s, int64_t url_id, const char *path,
				       const char *body, enum store_news *news)
{
	char sha256[DIGEST_TEXT_MAX];
	struct store_document d = { .url_id = url_id,
				    .path = str_c(path),
				    .n_bytes = (int64_t)strlen(body),
				    .seen_ms = 1700000000000,
				    .place = { STR("a.warc.gz"), 100, 50 } };
	enum store_news ignored;
	int64_t id = 0;

	d.sha256 = str_c(digest_of(sha256, DIGEST_SHA256, str_c(body)));
	OK(store_put_document(&id, news ? news : &ignored, s, &d, bad));
	return id;
}

/* One cell as it is read from a grid: the state by its text. */
static inline void fixture_cell(struct report *r, enum row_id row, enum col_id col, const char *raw)
{
	struct value *v = &r->value[row][col];
	long long n = 0;

	*v = (struct value){
		.grid = 2, .row = (uint16_t)(row + 3), .col = (uint16_t)(col + 1), .raw = str_c(raw)
	};
	if (str_int(&n, v->raw))
		v->state = n ? VALUE_NUMBER : VALUE_ZERO;
	else if (!v->raw.n)
		v->state = VALUE_BLANK;
	else
		v->state = strcmp(raw, "-") == 0 ? VALUE_DASH : VALUE_TEXT;
	v->n = n;
}

/* All tables of form2021 there, every cell filled with 0 and a few figures. */
static inline void fixture_report(struct report *r, const char *agency, int year)
{
	*r = (struct report){ .kind = KIND_REPORT };
	r->identity = (struct identity){ .agency = str_c(agency),
					 .year = year,
					 .published = { (int16_t)(year + 1), 1, 20 },
					 .agency_from = FROM_TITLE,
					 .year_from = FROM_PERIOD,
					 .published_from = FROM_METABOX };
	r->identity.title = STR("政府信息公开工作年度报告");
	r->identity.title_from = FROM_TITLE;
	for (enum table_id t = 0; t < TABLE_STATISTICS; t++)
		r->table[t] = (struct table_state){ .status = TABLE_PRESENT, .form = "form2021" };
	for (enum row_id row = 0; row < ROW__COUNT; row++)
		for (enum col_id col = 0; col < COL__COUNT; col++)
			if (cell_possible(row, col) &&
			    (row_table(row) == TABLE_REQUESTS || row_table(row) == TABLE_REVIEW))
				fixture_cell(r, row, col, "0");
	fixture_cell(r, ROW_PUB_NORM, COL_ISSUED, "3");
	fixture_cell(r, ROW_REQ_NEW, COL_TOTAL, "14");
}

static inline int64_t fixture_put(struct store *s, int64_t document_id,
				  const struct store_reading *reading, enum store_change *change)
{
	enum store_change ignored;
	int64_t id = 0;

	OK(store_put_reading(change ? change : &ignored, &id, s, document_id, reading, bad));
	return id;
}

/* A report at a path of its own. */
static inline int64_t fixture_put_report(struct store *s, const char *path, const struct report *r,
					 enum store_change *change)
{
	struct store_reading reading = { .report = r, .format = STR("html") };

	return fixture_put(s, fixture_document(s, 0, path, path, NULL), &reading, change);
}

#endif
