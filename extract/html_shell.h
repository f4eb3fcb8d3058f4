#ifndef EXTRACT_HTML_SHELL_H
#define EXTRACT_HTML_SHELL_H

#include "base/arena.h"
#include "base/str.h"

/*
 * html_shell - the source of a page whose text stands in a script of its own.
 *
 * gkmlpt answers a shell for a script with window._CONFIG = {..., DETAIL: {"title":
 * ..., "publisher": ..., "date": ..., "content": "\u003Cp..."}}. What is given back has
 * these as markup behind the shell's own; any other source is given back as it is.
 */
struct str html_shell(struct str source, struct arena *arena);

#endif
