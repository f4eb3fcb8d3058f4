#ifndef CRAWLER_SCOPE_H
#define CRAWLER_SCOPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "crawler/url.h"

/* Where a URL stands. Names are shown by `explain`. */
enum scope_verdict {
	SCOPE_SEED_HOST, /* the host of a seed */
	SCOPE_PORTAL,    /* below a gov.cn domain that a seed belongs to */
	SCOPE_OFFSITE,   /* anything else: recorded, never fetched */
};

const char *scope_verdict_name(enum scope_verdict v);

/* The hosts a harvest may talk to. Zero-initialise. */
struct scope {
	struct str *hosts;   /* of seeds; addresses with their port */
	struct str *domains; /* registrable, below gov.cn only */
	size_t n_hosts, n_domains;
	size_t hosts_cap, domains_cap;
};

/*
 * scope_add - allow the host of a seed and, when it is a name below gov.cn,
 * all hosts of its registrable domain. Hosts that are IP addresses are allowed
 * with that port alone.
 */
void scope_add(struct scope *s, const struct url *seed, struct arena *arena);

enum scope_verdict scope_check(const struct scope *s, const struct url *u);

/*
 * scope_domain - the registrable domain of a host: the unit of politeness.
 *
 * "jyt.hebei.gov.cn" gives "hebei.gov.cn" (Public Suffix List). The reserved
 * top-level domain "test" is looked through: "a.b.gov.cn.test" gives
 * "b.gov.cn.test". Addresses and names that are a public suffix themselves
 * come back whole. A view into `host`.
 */
struct str scope_domain(struct str host);

/* The same without the list's private section: "this.github.io" gives "github.io". */
struct str scope_icann_domain(struct str host);

#endif
