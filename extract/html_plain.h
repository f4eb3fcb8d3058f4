#ifndef EXTRACT_HTML_PLAIN_H
#define EXTRACT_HTML_PLAIN_H

#include "extract/html_token.h"
#include "extract/html_tree.h"

/*
 * html_plain - the tree of a source that is plain, in one pass and at a tenth of gumbo's cost.
 *
 * Plain is a source in which each tag adds to, or ends, what is open: nothing has to be
 * moved to another place in the tree. So it follows WHATWG HTML 13.2.6 with all its implied
 * tags and the reopening of formatting elements, but gives up at whatever takes
 *   - foster parenting: content of a table outside of its cells (13.2.6.1),
 *   - the adoption agency: a formatting element that ends before a block in it (13.2.6.4.7),
 *   - another tokenizer: foreign content, framesets, templates, <plaintext>, <xmp>,
 *   - what is rare, or what gumbo reads in its own way: ruby, a <select> with controls
 *     in it, unusual character references, markup that breaks off,
 *   - bytes that are no text: control characters, ill-formed UTF-8.
 *
 *   out      the tree gumbo would build, in the arena; views of the source
 *   aside    scripts, and whether markup was swallowed
 *
 * Returns NULL, or in a few words why the source is not plain; out and aside are then
 * of no use. Linear in time either way.
 */
const char *html_plain(struct html_tree *out, struct html_aside *aside, struct str source,
		       struct arena *arena);

#endif
