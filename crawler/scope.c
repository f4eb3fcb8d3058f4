#include "crawler/scope.h"

#include <libpsl.h>

#include "base/attrs.h"

static const char *const names[] = {
	[SCOPE_SEED_HOST] = "seed host",
	[SCOPE_PORTAL] = "same portal",
	[SCOPE_OFFSITE] = "offsite",
};

const char *scope_verdict_name(enum scope_verdict v)
{
	return names[v];
}

static bool is_address(struct str host)
{
	return host.n == 0 || host.p[0] == '[' ||
	       (host.p[host.n - 1] >= '0' && host.p[host.n - 1] <= '9');
}

/* As psl_registrable_domain(), by the list's first section alone. */
static const char *icann_domain(const char *name)
{
	const char *domain = NULL;

	for (const char *at = name; at && *at; at = strchr(at, '.'), at = at ? at + 1 : NULL) {
		if (psl_is_public_suffix2(psl_builtin(), at, PSL_TYPE_ICANN))
			return domain;
		domain = at;
	}
	return NULL;
}

static struct str domain_of(struct str host, bool icann_alone)
{
	const struct str test = STR(".test");
	char copy[256];
	struct str name = host;
	const char *domain;

	if (str_ends(name, STR(".")))
		name.n--;
	if (is_address(name) || name.n >= sizeof(copy))
		return host;
	if (str_ends(name, test))
		name.n -= test.n;
	memcpy(copy, name.p, name.n);
	copy[name.n] = '\0';
	domain = icann_alone ? icann_domain(copy) : psl_registrable_domain(psl_builtin(), copy);
	return domain ? str_sub(host, (size_t)(domain - copy), host.n) : host;
}

struct str scope_domain(struct str host)
{
	return domain_of(host, false);
}

struct str scope_icann_domain(struct str host)
{
	return domain_of(host, true);
}

static bool below_gov(struct str domain)
{
	return str_ends(domain, STR(".gov.cn")) || str_ends(domain, STR(".gov.cn.test"));
}

/* What is compared: the host, and for an address its port too. */
static struct str host_key(const struct url *u)
{
	size_t n = u->host.n;

	if (is_address(u->host))
		n = (size_t)(u->path.p - u->host.p);
	return (struct str){ u->host.p, n };
}

static bool has(const struct str *list, size_t n, struct str what)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i], what))
			return true;
	return false;
}

void scope_add(struct scope *s, const struct url *seed, struct arena *arena)
{
	struct str host = host_key(seed), domain = scope_domain(seed->host);

	if (!has(s->hosts, s->n_hosts, host)) {
		ARENA_GROW(arena, s->hosts, s->n_hosts, s->hosts_cap);
		s->hosts[s->n_hosts++] = arena_str(arena, host);
	}
	if (below_gov(domain) && !has(s->domains, s->n_domains, domain)) {
		ARENA_GROW(arena, s->domains, s->n_domains, s->domains_cap);
		s->domains[s->n_domains++] = arena_str(arena, domain);
	}
}

enum scope_verdict scope_check(const struct scope *s, const struct url *u)
{
	if (has(s->hosts, s->n_hosts, host_key(u)))
		return SCOPE_SEED_HOST;
	if (has(s->domains, s->n_domains, scope_domain(u->host)))
		return SCOPE_PORTAL;
	return SCOPE_OFFSITE;
}
