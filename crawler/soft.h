#ifndef CRAWLER_SOFT_H
#define CRAWLER_SOFT_H

#include <stdbool.h>

#include "base/str.h"
#include "crawler/url.h"

/* A page that says with status 200 that there is none. */
enum soft_sign {
	SOFT_NONE,
	SOFT_DOUBT,   /* a short page speaks of a page that is not there */
	SOFT_CERTAIN, /* its title says so */
};

#define SOFT_DOUBT_BYTES (16u << 10) /* longer pages are no error pages */

/* Looks for the words in UTF-8 and GBK. `body`: as it came, content coding undone. */
enum soft_sign soft_404(struct str body);

/* The URL names a document (.pdf, .docx, ...) and what came is a page. */
bool soft_not_a_document(const struct url *u, struct str body);

#endif
