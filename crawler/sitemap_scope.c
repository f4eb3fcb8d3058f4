#include "crawler/scope.h"
#include "crawler/sitemap.h"

bool sitemap_in_location(const struct url *at, const struct url *u)
{
	size_t folder = at->path.n;

	while (folder > 0 && at->path.p[folder - 1] != '/')
		folder--;
	return str_eq(at->scheme, u->scheme) && str_eq(at->host, u->host) && at->port == u->port &&
	       str_starts(u->path, str_sub(at->path, 0, folder));
}

static struct str at_level(struct str host, enum sitemap_level level)
{
	if (level == SITEMAP_LEVEL_HOST)
		return host;
	return level == SITEMAP_LEVEL_DOMAIN ? scope_domain(host) : scope_icann_domain(host);
}

bool sitemap_may_name(const struct url *at, const struct url *u, const struct str *announced_by,
		      size_t n, enum sitemap_level level)
{
	struct str domain = at_level(u->host, level);

	if (str_eq(at->host, u->host))
		return true;
	for (size_t i = 0; i < n; i++)
		if (str_eq(at_level(announced_by[i], level), domain))
			return true;
	return false;
}
