#ifndef CRAWLER_FAMILY_H
#define CRAWLER_FAMILY_H

#include <stdbool.h>

#include "base/str.h"
#include "crawler/url.h"

/*
 * family_of_article - the CMS family whose articles have URLs of this shape.
 *
 * A stable letter or word ("A" 拓尔思 TRS, "B" 大汉 JCMS, ...), or NULL when the
 * shape is no article's. That says nothing about what the article is on.
 */
const char *family_of_article(const struct url *u);

/* The extension of a document in the path or in a download script's query; empty: none. */
struct str family_attachment(const struct url *u);

#endif
