#ifndef REPORT_BODY_H
#define REPORT_BODY_H

#include "base/clock.h"
#include "base/str.h"

/* What kind of body a name is of, as far as articles 49 and 50 ask. */
enum body_kind {
	BODY_UNKNOWN,
	BODY_DEPARTMENT, /* 局, 委, 厅, 办公室, 管委会 */
	BODY_GOVERNMENT, /* of county level and up */
	BODY_TOWN,       /* 镇, 乡, 街道 */
};

enum body_kind body_kind(struct str name);

/*
 * body_deadline - the day by which the report on `year` is due.
 *
 * Article 49: departments 31 January, governments 31 March; bodies that cannot
 * be told have the later day. Up to the report on 2018 everybody had until 31
 * March (article 31 of the Regulation of 2007). Townships, which the article
 * does not name, are asked for theirs by 31 January.
 */
struct date body_deadline(enum body_kind kind, int year);

#endif
