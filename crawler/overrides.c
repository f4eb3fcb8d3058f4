#include "crawler/overrides.h"

#include "base/attrs.h"

#define MAX_PROBLEMS 100

enum {
	SET_DELAY = 1,
	SET_CHARSET = 2,
	SET_SKIP = 4,
	SET_LEGACY = 8,
	SET_CURVES = 16,
	SET_CA = 32,
	SET_VERIFY = 64,
	SET_WEAK = 128
};

struct overrides_section {
	struct str host; /* as in the brackets, lower case */
	unsigned set;    /* SET_ bits */
	struct portal_override values;
};

/* "3s", "500ms", "2m"; -1 for anything else. */
static int64_t duration_ms(struct str s)
{
	static const struct {
		struct str unit;
		int64_t ms;
	} units[] = { { STR_INIT("ms"), 1 }, { STR_INIT("s"), 1000 }, { STR_INIT("m"), 60000 } };
	long long n;

	for (size_t i = 0; i < countof(units); i++) {
		if (!str_ends(s, units[i].unit))
			continue;
		s = str_trim(str_sub(s, 0, s.n - units[i].unit.n));
		if (!str_int(&n, s) || n < 0 || n > OVERRIDES_MAX_DELAY_MS)
			return -1;
		return n * units[i].ms <= OVERRIDES_MAX_DELAY_MS ? n * units[i].ms : -1;
	}
	return -1;
}

/* Each returns NULL, or what the value should have been. */

static const char *set_delay(struct portal_override *v, struct str value, struct arena *arena)
{
	(void)arena;
	v->delay_ms = duration_ms(value);
	return v->delay_ms < 0 ? "delay should be a time up to ten minutes, such as 3s" : NULL;
}

static const char *set_charset(struct portal_override *v, struct str value, struct arena *arena)
{
	v->charset = arena_str(arena, value);
	return value.n ? NULL : "charset should name one";
}

static const char *set_skip(struct portal_override *v, struct str value, struct arena *arena)
{
	v->skip = arena_str(arena, value);
	return value.n ? NULL : "skip should say why";
}

static const char *set_legacy(struct portal_override *v, struct str value, struct arena *arena)
{
	(void)arena;
	v->tls.legacy = str_eq(value, STR("yes"));
	return v->tls.legacy || str_eq(value, STR("no")) ? NULL : "tls_legacy should be yes or no";
}

static const char *set_weak(struct portal_override *v, struct str value, struct arena *arena)
{
	(void)arena;
	v->tls.weak = str_eq(value, STR("yes"));
	return v->tls.weak || str_eq(value, STR("no")) ? NULL : "tls_weak should be yes or no";
}

static const char *set_curves(struct portal_override *v, struct str value, struct arena *arena)
{
	v->tls.curves = arena_str(arena, value).p;
	return value.n ? NULL : "tls_curves should name some";
}

static const char *set_ca(struct portal_override *v, struct str value, struct arena *arena)
{
	v->tls.ca_file = arena_str(arena, value).p;
	return value.n ? NULL : "tls_ca should be a file of certificates";
}

static const char *set_verify(struct portal_override *v, struct str value, struct arena *arena)
{
	(void)arena;
	v->tls.unverified = str_eq(value, STR("report"));
	return v->tls.unverified || str_eq(value, STR("yes"))
		       ? NULL
		       : "tls_verify should be yes or report";
}

static const struct {
	struct str name;
	unsigned bit;
	const char *(*set)(struct portal_override *v, struct str value, struct arena *arena);
} settings[] = {
	{ STR_INIT("delay"), SET_DELAY, set_delay },
	{ STR_INIT("charset"), SET_CHARSET, set_charset },
	{ STR_INIT("skip"), SET_SKIP, set_skip },
	{ STR_INIT("tls_legacy"), SET_LEGACY, set_legacy },
	{ STR_INIT("tls_curves"), SET_CURVES, set_curves },
	{ STR_INIT("tls_ca"), SET_CA, set_ca },
	{ STR_INIT("tls_verify"), SET_VERIFY, set_verify },
	{ STR_INIT("tls_weak"), SET_WEAK, set_weak },
};

static void problem(struct overrides *o, const char *file, uint32_t line, struct str reason,
		    struct arena *arena)
{
	if (o->n_problems == MAX_PROBLEMS)
		return;
	ARENA_GROW(arena, o->problems, o->n_problems, o->problems_cap);
	o->problems[o->n_problems++] =
		(struct overrides_problem){ str_c(file), arena_str(arena, reason), line };
}

static struct str without_remark(struct str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] == ';' && (i == 0 || line.p[i - 1] == ' ' || line.p[i - 1] == '\t'))
			return str_sub(line, 0, i);
	return str_starts(str_trim(line), STR("#")) ? (struct str){ NULL, 0 } : line;
}

static struct str lower(struct str s, struct arena *arena)
{
	char *out = ARENA_NEW(arena, char, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		out[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] - 'A' + 'a' : s.p[i]);
	return (struct str){ out, s.n };
}

/* NULL, or why the line cannot be used. */
static const char *take_setting(struct overrides_section *section, struct str line,
				struct arena *arena)
{
	size_t eq = str_find(line, STR("="), 0);
	struct str name, value;

	if (eq == STR_NONE)
		return "neither [host] nor name = value";
	if (!section)
		return "a setting before the first [host]";
	name = str_trim(str_sub(line, 0, eq));
	value = str_trim(str_sub(line, eq + 1, line.n));
	for (size_t i = 0; i < countof(settings); i++) {
		struct portal_override kept = section->values;
		const char *wrong;

		if (!str_eq(name, settings[i].name))
			continue;
		wrong = settings[i].set(&section->values, value, arena);
		if (wrong)
			section->values = kept;
		else
			section->set |= settings[i].bit;
		return wrong;
	}
	return arena_strf(arena, "%.*s: no such setting", (int)(name.n < 80 ? name.n : 80), name.p)
		.p;
}

int overrides_parse(struct overrides *out, struct str text, const char *file, struct arena *arena,
		    struct err *e)
{
	struct overrides_section *section = NULL;
	uint32_t number = 0;

	for (size_t at = 0; at < text.n;) {
		size_t end = str_find(text, STR("\n"), at);
		struct str line = str_sub(text, at, (end == STR_NONE ? text.n : end) - at);
		const char *wrong = NULL;

		at = end == STR_NONE ? text.n : end + 1;
		number++;
		line = str_trim(without_remark(line));
		if (!line.n)
			continue;
		if (line.p[0] == '[' && str_ends(line, STR("]")) && line.n > 2) {
			if (out->n == OVERRIDES_MAX_SECTIONS)
				return err_set(e, ERR_LIMIT, "%s: more than %d sections", file,
					       OVERRIDES_MAX_SECTIONS);
			ARENA_GROW(arena, out->sections, out->n, out->cap);
			section = &out->sections[out->n++];
			*section = (struct overrides_section){
				.host = lower(str_trim(str_sub(line, 1, line.n - 2)), arena)
			};
		} else {
			wrong = take_setting(section, line, arena);
		}
		if (wrong)
			problem(out, file, number, str_c(wrong), arena);
	}
	return 0;
}

/* How exactly a section names a host; 0: it does not. */
static size_t exactness(struct str section, struct str host)
{
	size_t colon = str_find(host, STR(":"), 0);
	struct str name = str_sub(host, 0, colon == STR_NONE ? host.n : colon);

	if (str_eq(section, STR("*")))
		return 1;
	if (str_eq(section, host))
		return SIZE_MAX;
	if (str_eq(section, name))
		return SIZE_MAX - 1;
	if (str_starts(section, STR("*.")) && str_ends(name, str_sub(section, 1, section.n)))
		return section.n;
	return 0;
}

struct portal_override overrides_find(const struct overrides *o, struct str host)
{
	struct portal_override found = { 0 };
	size_t best[countof(settings)] = { 0 };

	for (size_t i = 0; i < o->n; i++) {
		const struct overrides_section *s = &o->sections[i];
		const struct portal_override *v = &s->values;
		size_t exact = exactness(s->host, host);

		for (size_t k = 0; exact && k < countof(settings); k++) {
			if (!(s->set & settings[k].bit) || exact < best[k])
				continue;
			best[k] = exact;
			switch (settings[k].bit) {
			case SET_DELAY:
				found.delay_ms = v->delay_ms;
				break;
			case SET_CHARSET:
				found.charset = v->charset;
				break;
			case SET_SKIP:
				found.skip = v->skip;
				break;
			case SET_LEGACY:
				found.tls.legacy = v->tls.legacy;
				break;
			case SET_CURVES:
				found.tls.curves = v->tls.curves;
				break;
			case SET_CA:
				found.tls.ca_file = v->tls.ca_file;
				break;
			case SET_WEAK:
				found.tls.weak = v->tls.weak;
				break;
			default:
				found.tls.unverified = v->tls.unverified;
			}
		}
	}
	return found;
}

struct str fetch_tls_name(const struct fetch_tls *tls, struct arena *arena)
{
	struct str name =
		arena_strf(arena, "%s%s%s%s%s%s%s", tls->legacy ? ", legacy" : "",
			   tls->weak ? ", weak" : "", tls->curves ? ", curves=" : "",
			   tls->curves ? tls->curves : "", tls->ca_file ? ", ca=" : "",
			   tls->ca_file ? tls->ca_file : "", tls->unverified ? ", unverified" : "");

	return str_sub(name, 2, name.n);
}
