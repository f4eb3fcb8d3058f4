#ifndef PORTAL_HOSTILE_H
#define PORTAL_HOSTILE_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/portal/site.h"
#include "tests/portal/world.h"

/* What a harvest has of the host. */
enum hostile_cost { HOSTILE_KEEPS, HOSTILE_LOSES, HOSTILE_STOPS };

/* What www.soft404.gov.cn.test says, with status 200, of what it has not. */
#define HOSTILE_SOFT_404 "对不起，您访问的页面不存在"

struct hostile {
	const char *name;    /* of the host */
	const char *outcome; /* dispositions a fetch may end with, parted by "|" */
	enum hostile_cost cost;
	void (*answer)(struct answer *a, const struct world *w, const struct entry *e,
		       struct str path, unsigned attempt);
};

const struct hostile *hostile_at(size_t i); /* hostile.def order; NULL past the last */
const struct hostile *hostile_named(struct str name, size_t *place); /* its row; NULL: none */

/* By which the portal is served; NULL: by none, in other profiles than PROFILE_HOSTILE. */
const struct hostile *hostile_of(const struct world *w, size_t portal);
size_t hostile_count(void);

/* Whether the entry is the one its host is bad about; then the answer is filled. */
bool hostile_answer(struct answer *a, const struct world *w, const struct entry *e, struct str path,
		    unsigned attempt);
bool hostile_entry(const struct world *w, const struct entry *e);

/* What is odd about the whole page of such an entry, once it is there. */
void hostile_encode(struct answer *a, const struct world *w, const struct entry *e);

#endif
