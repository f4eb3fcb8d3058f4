#ifndef STORE_PUT_H
#define STORE_PUT_H

#include "store/db.h"
#include "store/store_report.h"

/* The rows of one reading, table by table; for store_report.c only. */

/* What a document was stored as before. id 0: as no report. */
struct old_report {
	int64_t id, agency_id;
	int year, version;
	bool is_annex;
	bool is_alone; /* new, and its agency has nothing else of the year: no standing to settle */
	struct str scope;
};

/* "2024-01-31", "2024-01", or p NULL where it is unknown. */
struct str put_date(char out[16], struct date d);

/* Of parts of a report. */
uint64_t put_identity_hash(const struct identity *i);
uint64_t put_cells_hash(const struct report *r);
uint64_t put_tables_hash(const struct report *r);
uint64_t put_sections_hash(const struct report *r);

/* Of what a report says: tables, cells, wording. Equal: the same version. */
uint64_t put_content_hash(const struct report *r);
/* Of all that one reading stores. Equal: there is nothing to write. */
uint64_t put_reading_hash(const struct store_reading *r);

/* Whether the document was read before, in good or bad, and with the same outcome. */
MUST_USE int put_same_reading(bool *is_read, bool *is_same, struct store *s, int64_t document_id,
			      uint64_t hash, struct err *e);
MUST_USE int put_document_reading(struct store *s, int64_t document_id, bool was_read,
				  const struct store_reading *r, uint64_t hash, struct err *e);

/* table_state, the wide rows, cell_extra. */
MUST_USE int put_tables(struct store *s, int64_t report_id, const struct report *r, struct err *e);

/* The reports of an agency and a year take the tables they lack from files and annexes of theirs.
 */
MUST_USE int put_join(struct store *s, int64_t agency, int year, struct err *e);

/* A report that is there already finds its version and standing, and the tables it lacks. */
MUST_USE int put_place(struct store *s, int64_t report_id, struct err *e);

/* `origin`: "document" or "database". */
MUST_USE int put_check(struct store *s, int64_t report_id, const char *origin,
		       const struct check *check, struct err *e);
/* How its rules came out; what was put before of other rules stays. */
MUST_USE int put_assessed(struct store *s, int64_t report_id, const char *origin,
			  const struct check *check, struct err *e);
/* Those of the attached database x; its reports are in the table m. */
MUST_USE int merge_assessed(struct store *s, struct err *e);
MUST_USE int put_check_wipe(struct store *s, int64_t report_id, const char *origin, struct err *e);

#endif
