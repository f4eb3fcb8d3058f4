#ifndef EXTRACT_XML_H
#define EXTRACT_XML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* Nested elements; past them the document is refused. */
#define XML_MAX_DEPTH 256

struct xml_attr {
	struct str name; /* without its prefix */
	struct str value;
};

/* An element's start. Views, good until the handler returns. */
struct xml_tag {
	struct str space; /* namespace name; empty: none */
	struct str name;  /* without its prefix */
	const struct xml_attr *attrs;
	size_t n_attrs;
};

/* What a reader does with what it meets. Each may be NULL. */
struct xml_handler {
	void (*open)(void *data, const struct xml_tag *tag);
	void (*close)(void *data, struct str space, struct str name);
	void (*text)(void *data, struct str text); /* maybe one run in many calls */
};

/*
 * xml_read - pass over a document once, from memory.
 *
 * A document type declaration is refused, so there are no entities but the
 * five of XML itself, and nothing outside is ever asked for. The declared
 * encoding is undone by decode.h. Returns 0, or -1 with ERR_FORMAT (not
 * well-formed, with its line) or ERR_LIMIT (deeper than XML_MAX_DEPTH); the
 * handlers have then seen the part before.
 */
MUST_USE int xml_read(struct str bytes, const struct xml_handler *handler, void *data,
		      struct arena *scratch, struct err *e);

/* The attribute's value; p is NULL when there is none. */
struct str xml_attr(const struct xml_tag *tag, const char *name);

/* A whole number, or `none`. */
long xml_attr_int(const struct xml_tag *tag, const char *name, long none);

#endif
