#ifndef EXTRACT_OPC_H
#define EXTRACT_OPC_H

#include "extract/container.h"

/* One <Relationship>: how a part of an office document names another. */
struct opc_rel {
	struct str id, type, target; /* a target inside is a member's name, else as written */
	bool is_external;
};

struct opc_rels {
	struct opc_rel *rels;
	size_t n;
};

#define OPC_MAX_RELS 5000

/*
 * opc_rels_read - the relationships of a part (ECMA-376 part 2, 9.3).
 *
 *   part  member name of the part; empty: of the package itself
 *
 * None where the part has none, or where they cannot be read: a document can
 * be read without. In the arena.
 */
void opc_rels_read(struct opc_rels *out, struct container *c, struct str part, struct arena *arena);

/*
 * The name of the member that `target` means where `part` says it: from the
 * part's folder, or from the front where it begins with '/'. In the arena.
 */
struct str opc_resolve(struct str part, struct str target, struct arena *arena);

/* By its id; NULL for none. */
const struct opc_rel *opc_rel(const struct opc_rels *rels, struct str id);

/*
 * opc_part - the name of a part that a type's end leads to ("/officeDocument",
 * "/styles"), transitional and strict alike; `usual` where nothing says.
 */
struct str opc_part(const struct opc_rels *rels, struct str type_end, struct str usual);

/* The document's own title: dc:title of its core properties; empty: none. */
struct str opc_title(struct container *c, const struct opc_rels *package, struct arena *arena);

#endif
