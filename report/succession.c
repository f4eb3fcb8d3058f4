#include "report/succession.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/attrs.h"
#include "base/buf.h"

/* Short forms at the end of a name, and what they stand for. Longer ones first. */
static const struct {
	struct str brief, full;
} forms[] = {
	{ STR_INIT("市场监管局"), STR_INIT("市场监督管理局") },
	{ STR_INIT("退役军人局"), STR_INIT("退役军人事务局") },
	{ STR_INIT("行政审批局"), STR_INIT("行政审批服务局") },
	{ STR_INIT("生态环境分局"), STR_INIT("生态环境局") },
	{ STR_INIT("自然资源规划局"), STR_INIT("自然资源和规划局") },
	{ STR_INIT("文化旅游局"), STR_INIT("文化和旅游局") },
	{ STR_INIT("卫生健康委"), STR_INIT("卫生健康委员会") },
	{ STR_INIT("发展改革局"), STR_INIT("发展和改革局") },
	{ STR_INIT("发展改革委"), STR_INIT("发展和改革委员会") },
	{ STR_INIT("科技局"), STR_INIT("科学技术局") },
	{ STR_INIT("发改局"), STR_INIT("发展和改革局") },
	{ STR_INIT("发改委"), STR_INIT("发展和改革委员会") },
	{ STR_INIT("人社局"), STR_INIT("人力资源和社会保障局") },
	{ STR_INIT("住建局"), STR_INIT("住房和城乡建设局") },
	{ STR_INIT("卫健局"), STR_INIT("卫生健康局") },
	{ STR_INIT("卫健委"), STR_INIT("卫生健康委员会") },
	{ STR_INIT("市监局"), STR_INIT("市场监督管理局") },
	{ STR_INIT("文旅局"), STR_INIT("文化和旅游局") },
	{ STR_INIT("应急局"), STR_INIT("应急管理局") },
	{ STR_INIT("城管局"), STR_INIT("城市管理局") },
	{ STR_INIT("资规局"), STR_INIT("自然资源和规划局") },
	{ STR_INIT("医保局"), STR_INIT("医疗保障局") },
	{ STR_INIT("工信局"), STR_INIT("工业和信息化局") },
	{ STR_INIT("经信局"), STR_INIT("经济和信息化局") },
	{ STR_INIT("教体局"), STR_INIT("教育体育局") },
	{ STR_INIT("交通局"), STR_INIT("交通运输局") },
	{ STR_INIT("管委会"), STR_INIT("管理委员会") },
	{ STR_INIT("政府办"), STR_INIT("人民政府办公室") },
	{ STR_INIT("教育和体育局"), STR_INIT("教育体育局") },
};

const char *succession_kind_name(enum succession_kind kind)
{
	static const char *const names[] = { "wording", "renamed" };

	return names[kind];
}

struct str succession_long_form(struct str name, struct arena *arena)
{
	for (size_t i = 0; i < countof(forms); i++) {
		if (!str_ends(name, forms[i].brief) || str_ends(name, forms[i].full))
			continue;
		return arena_strf(arena, "%.*s%.*s", (int)(name.n - forms[i].brief.n), name.p,
				  STR_ARG(forms[i].full));
	}
	return name;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A part of a path that tells of a time or a document, not of a place: 2024, 202401, n2023n, 18. */
static bool tells_time(struct str part)
{
	size_t digits = 0;

	for (size_t i = 0; i < part.n; i++)
		digits += is_digit(part.p[i]);
	return digits > 0 && part.n - digits <= 2 && digits <= 8;
}

/* art_{column}_{id}: the column stands in the file's name. */
static void add_file(struct buf *out, struct str file)
{
	size_t second;

	if (!str_starts(file, STR("art_")))
		return;
	second = str_find(file, STR("_"), 4);
	if (second == STR_NONE)
		return;
	buf_addc(out, '/');
	buf_add(out, str_sub(file, 0, second));
}

/* Parameters but those whose value is a year. */
static void add_query(struct buf *out, struct str query)
{
	for (size_t at = 0; at < query.n;) {
		size_t end = str_find(query, STR("&"), at), equals;
		struct str pair = str_sub(query, at, (end == STR_NONE ? query.n : end) - at);
		long long year;

		at += pair.n + 1;
		equals = str_find(pair, STR("="), 0);
		if (equals != STR_NONE && str_int(&year, str_sub(pair, equals + 1, pair.n)) &&
		    year >= 1990 && year <= 2999)
			continue;
		buf_addc(out, '&');
		buf_add(out, pair);
	}
}

struct str succession_column(struct str url, struct arena *arena)
{
	size_t scheme = str_find(url, STR("://"), 0), host_end, query;
	struct str rest = scheme == STR_NONE ? url : str_sub(url, scheme + 3, url.n);
	struct buf out;
	struct str path, column;
	size_t kept;

	buf_init(&out, 8192);
	query = str_find(rest, STR("?"), 0);
	host_end = str_find(rest, STR("/"), 0);
	if (host_end == STR_NONE)
		host_end = rest.n;
	buf_add(&out, str_sub(rest, 0, host_end));
	kept = out.n;
	path = str_sub(rest, host_end + 1, (query == STR_NONE ? rest.n : query) - host_end - 1);
	for (;;) {
		size_t slash = str_find(path, STR("/"), 0);

		if (slash == STR_NONE)
			break;
		if (!tells_time(str_sub(path, 0, slash))) {
			buf_addc(&out, '/');
			buf_add(&out, str_sub(path, 0, slash));
		}
		path = str_sub(path, slash + 1, path.n);
	}
	add_file(&out, path);
	if (query != STR_NONE)
		add_query(&out, str_sub(rest, query + 1, rest.n));
	column = out.n > kept ? arena_str(arena, buf_str(&out)) : (struct str){ NULL, 0 };
	buf_release(&out);
	return column;
}

/* A report at its column. */
struct placed {
	struct str column;
	const struct succession_row *row;
};

static int by_text(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;

	return order ? order : (a.n > b.n) - (a.n < b.n);
}

static int by_column(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	int order = by_text(x->column, y->column);

	if (order == 0)
		order = (x->row->agency_id > y->row->agency_id) -
			(x->row->agency_id < y->row->agency_id);
	return order ? order : x->row->year - y->row->year;
}

/* What one agency has in a column: a stretch of the sorted rows. */
struct part {
	const struct placed *first;
	size_t n; /* reports */
};

static int first_year(const struct part *p)
{
	return p->first[0].row->year;
}

static int last_year(const struct part *p)
{
	return p->first[p->n - 1].row->year;
}

static bool share_a_year(const struct part *a, const struct part *b)
{
	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < b->n; k++)
			if (a->first[i].row->year == b->first[k].row->year)
				return true;
	return false;
}

static bool related_regions(struct str a, struct str b)
{
	return !a.n || !b.n || str_eq(a, b);
}

static void consider(struct succession **out, size_t *n, size_t *cap, const struct part *a,
		     const struct part *b, struct arena *arena)
{
	const struct part *earlier = last_year(a) <= last_year(b) ? a : b;
	const struct part *later = earlier == a ? b : a;
	const struct succession_row *x = earlier->first->row, *y = later->first->row;
	bool same_wording =
		str_eq(succession_long_form(x->name, arena), succession_long_form(y->name, arena));
	bool in_turn = a->n >= 2 && b->n >= 2 && last_year(earlier) < first_year(later);

	if (share_a_year(a, b) || !related_regions(x->region, y->region) ||
	    !(same_wording || in_turn))
		return;
	ARENA_GROW(arena, *out, *n, *cap);
	(*out)[(*n)++] = (struct succession){
		.agency_id = x->agency_id,
		.same_as = y->agency_id,
		.kind = same_wording ? SUCCESSION_WORDING : SUCCESSION_RENAMED,
		.evidence =
			arena_strf(arena, "%.*s holds %d to %d of the one, %d to %d of the other",
				   STR_ARG(earlier->first->column), first_year(earlier),
				   last_year(earlier), first_year(later), last_year(later)),
	};
}

static int by_agency(const void *a, const void *b)
{
	const struct succession *x = a, *y = b;
	int order = (x->agency_id > y->agency_id) - (x->agency_id < y->agency_id);

	return order ? order : (x->same_as > y->same_as) - (x->same_as < y->same_as);
}

/* One link for each agency; where columns point to different ones, none is believed. */
static size_t settle(struct succession *links, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0, end; i < n; i = end) {
		bool agree = true;

		for (end = i + 1; end < n && links[end].agency_id == links[i].agency_id; end++)
			agree = agree && links[end].same_as == links[i].same_as;
		if (agree)
			links[kept++] = links[i];
	}
	return kept;
}

size_t succession_find(struct succession **out, const struct succession_row *rows, size_t n,
		       struct arena *arena)
{
	struct placed *at = ARENA_NEW(arena, struct placed, n + 1);
	size_t n_placed = 0, n_links = 0, cap = 0;

	*out = NULL;
	for (size_t i = 0; i < n; i++) {
		struct str column = rows[i].url.n ? succession_column(rows[i].url, arena)
						  : (struct str){ NULL, 0 };

		if (column.p && rows[i].agency_id && rows[i].year)
			at[n_placed++] = (struct placed){ column, &rows[i] };
	}
	qsort(at, n_placed, sizeof(*at), by_column);
	for (size_t i = 0, end; i < n_placed; i = end) {
		struct part parts[3] = { 0 };
		size_t n_parts = 0;

		for (end = i; end < n_placed && str_eq(at[end].column, at[i].column); end++) {
			if (end == i || at[end].row->agency_id != at[end - 1].row->agency_id)
				if (n_parts++ < countof(parts))
					parts[n_parts - 1].first = &at[end];
			if (n_parts <= countof(parts))
				parts[n_parts - 1].n++;
		}
		if (n_parts == 2)
			consider(out, &n_links, &cap, &parts[0], &parts[1], arena);
	}
	if (n_links)
		qsort(*out, n_links, sizeof(**out), by_agency);
	return settle(*out, n_links);
}
