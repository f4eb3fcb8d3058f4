#ifndef EXTRACT_HTML_ENTITY_H
#define EXTRACT_HTML_ENTITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * html_entities_decode - a text with its character references replaced, LF for CR LF and CR.
 *
 *   out           room for as many bytes as the text has
 *   text          UTF-8
 *   in_attribute  it is an attribute's value, in which &copy=1 is no reference
 *
 * Knows the names of HTML 4 and numbers of ordinary characters (WHATWG HTML 13.2.5.72).
 * Returns the bytes written, or STR_NONE where there is another reference.
 */
size_t html_entities_decode(char *out, struct str text, bool in_attribute);

#endif
