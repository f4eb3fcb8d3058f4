#include "crawler/fetch_result.h"

#include <assert.h>

#include "base/attrs.h"

static const char *const names[] = {
	[DISP_OK] = "ok",
	[DISP_NOT_MODIFIED] = "not_modified",
	[DISP_NOT_FOUND] = "not_found",
	[DISP_REDIRECT] = "redirect",
	[DISP_REDIRECT_LOOP] = "redirect_loop",
	[DISP_HTTP] = "http",
	[DISP_THROTTLED] = "throttled",
	[DISP_BLOCKED] = "blocked",
	[DISP_ROBOTS_DISALLOW] = "robots_disallow",
	[DISP_ROBOTS_REFUSED] = "robots_refused",
	[DISP_ROBOTS_UNREACHABLE] = "robots_unreachable",
	[DISP_DNS] = "unreachable:dns",
	[DISP_CONNECT] = "unreachable:connect",
	[DISP_TIMEOUT] = "unreachable:timeout",
	[DISP_TLS] = "tls",
	[DISP_TRUNCATED] = "truncated",
	[DISP_TOO_LARGE] = "too_large",
	[DISP_DECODE_ERROR] = "decode_error",
	[DISP_REFUSED_ADDRESS] = "refused:address",
	[DISP_REFUSED_SCHEME] = "refused:scheme",
	[DISP_OFFSITE] = "offsite",
	[DISP_SKIPPED] = "skipped",
	[DISP_UNSUPPORTED] = "unsupported",
};
static_assert(countof(names) == DISP__COUNT, "every disposition needs a name");

const char *disposition_name(enum disposition d)
{
	return names[d];
}
