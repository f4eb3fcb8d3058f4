#include "tests/portal/truth.h"

#include <errno.h>
#include <string.h>

#include "base/attrs.h"
#include "base/digest.h"

#include "tests/portal/family.h"
#include "tests/portal/figures.h"
#include "tests/portal/hostile.h"
#include "tests/portal/prose.h"
#include "tests/portal/site.h"

#define DEAD_ADDRESS "127.0.0.9" /* nobody listens there */

/* One file being written. */
struct truth {
	FILE *to;
	const struct world *w;
	struct arena *arena;
};

static struct str host_of(const struct world *w, size_t portal)
{
	return w->portals[portal].host;
}

static void agencies(struct truth *t)
{
	fputs("agency\tname\tregion\tlevel\tparent\thost\tfamily\tcharset\ttree\trobots\n", t->to);
	for (size_t i = 0; i < t->w->n_agencies; i++) {
		const struct agency *a = &t->w->agencies[i];
		const struct portal *p = &t->w->portals[a->portal];
		struct str parent = t->w->agencies[p->first_agency].name;

		fprintf(t->to, "%s\t%s\t%u\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", a->id.p, a->name.p,
			p->region, a->level, i == p->first_agency ? "" : parent.p, p->host.p,
			p->family->name, charset_plan_name(p->charset), tree_name(p->tree),
			p->turn == TURN_TIGHTENED ? "closed" : robots_plan_name(p->robots));
	}
}

/* What is the report: its page, or the file that the page only leads to. */
static struct str report_path(const struct world *w, const struct entry *e, struct arena *arena)
{
	const struct attach *a = &w->documents[e->document].attach;

	return a->is_whole ? world_file_path(e, file_ending(a->file), arena)
			   : world_report_path(w, e, arena);
}

static void body_digest(char out[DIGEST_TEXT_MAX], const struct world *w, const struct entry *e)
{
	struct arena arena = { 0 };
	struct answer a;

	site_answer(&a, w, host_of(w, e->portal), report_path(w, e, &arena), 0, STR(""));
	digest_of(out, DIGEST_SHA256, buf_str(&a.body));
	answer_release(&a);
	arena_release(&arena);
}

/* Any row of the document is where lists lead to. */
static bool is_listed(const struct world *w, const struct document *d)
{
	for (size_t i = 0; i < w->n_listed; i++)
		if (&w->documents[w->entries[i].document] == d &&
		    world_is_listed(w, &w->entries[i]))
			return true;
	return false;
}

/*
 * The fate's name, or "lost": there, and served so that nobody can have it, or "unsupported":
 * there, on a page of a list that takes a form to have.
 */
static const char *status_of(const struct world *w, const struct document *d)
{
	const struct portal *portal = &w->portals[w->agencies[d->agency].portal];
	enum hostile_cost cost;

	if (d->fate == FATE_PUBLISHED && portal->turn == TURN_TIGHTENED)
		return fate_name(FATE_FORBIDDEN);
	if (d->fate == FATE_PUBLISHED && portal->turn == TURN_DEAD)
		return "lost";
	if ((d->fate == FATE_PUBLISHED || d->fate == FATE_GONE) && portal->family->has_forms &&
	    !is_listed(w, d))
		return "unsupported";
	if (w->options.profile != PROFILE_HOSTILE)
		return fate_name(d->fate);
	cost = hostile_of(w, w->agencies[d->agency].portal)->cost;
	return cost == HOSTILE_STOPS || (cost == HOSTILE_LOSES && d->year == w->options.last_year)
		       ? "lost"
		       : fate_name(d->fate);
}

/* What a harvest should say of a table: one in a file that can be read is there. */
static enum table_status status_in_truth(const struct document *d, size_t table)
{
	if (d->treat[table] == TREAT_ATTACHED &&
	    (d->attach.is_annex || file_is_read(d->attach.file)))
		return TABLE_PRESENT;
	return treat_status(d->treat[table]);
}

static const char *attach_name(const struct document *d)
{
	return d->attach.is_annex   ? "annex"
	       : d->attach.is_shell ? "shell"
				    : file_name(d->attach.file);
}

static void documents(struct truth *t)
{
	fputs("agency\tyear\tstatus\tform\tstyle\tdisclosure\trequests\treview\tattachment\tslip\t"
	      "published\ttitle\tsha256\turl\n",
	      t->to);
	for (size_t i = 0; i < t->w->n_documents; i++) {
		const struct document *d = &t->w->documents[i];
		const struct entry *e = d->entry == WORLD_NONE ? NULL : &t->w->entries[d->entry];
		bool is_there = d->fate == FATE_PUBLISHED || d->fate == FATE_FORBIDDEN;
		char sha[DIGEST_TEXT_MAX] = "";

		if (is_there)
			body_digest(sha, t->w, e);
		fprintf(t->to, "%s\t%d\t%s\t%s\t%s", t->w->agencies[d->agency].id.p, d->year,
			status_of(t->w, d), figures_form(d->year)->name, style_name(d->style));
		for (size_t k = 0; k < DOCUMENT_TABLES; k++)
			fprintf(t->to, "\t%s", table_status_name(status_in_truth(d, k)));
		fprintf(t->to, "\t%s\t%s\t", attach_name(d), slip_name(d->slip));
		if (e)
			fprintf(t->to, "%04d-%02d-%02d", e->date.year, e->date.month, e->date.day);
		fprintf(t->to, "\t%s\t%s\t%s\n", e ? d->title.p : "", sha,
			e ? world_url(t->w, host_of(t->w, e->portal),
				      report_path(t->w, e, t->arena), t->arena)
					.p
			  : "");
	}
}

struct url_class {
	const char *name, *outcome;
	unsigned max_fetches;
};

static struct url_class class_of(const struct world *w, const struct entry *e)
{
	static const struct url_class classes[ENTRY__COUNT] = {
		[ENTRY_REPORT] = { "article", "ok", 1 },
		[ENTRY_ALIAS] = { "alias", "ok", 1 },
		[ENTRY_MOVED] = { "moved", "redirect", 1 },
		[ENTRY_ANNEX] = { "annex", "ok", 1 },
		[ENTRY_GONE] = { "gone", "not_found", 1 },
		[ENTRY_LOOKALIKE] = { "lookalike", "ok", 1 },
		[ENTRY_OFFSITE] = { "offsite", "offsite", 0 },
		[ENTRY_BARRED] = { "disallowed", "robots_disallow", 0 },
	};

	if (w->columns[e->column].kind == COLUMN_FORBIDDEN)
		return (struct url_class){ "disallowed", "robots_disallow", 0 };
	if (!world_is_listed(w, e))
		return (struct url_class){ "unlisted", "ok|redirect|not_found", 1 };
	if (hostile_entry(w, e))
		return (struct url_class){ "trap", hostile_of(w, e->portal)->outcome, 40 };
	return classes[e->kind];
}

static void url(struct truth *t, const char *class, const struct resource *r, size_t document,
		const char *outcome, unsigned max_fetches)
{
	fprintf(t->to, "%s\t%s\t", world_url(t->w, r->host, r->path, t->arena).p, class);
	if (document != WORLD_NONE)
		fprintf(t->to, "%s:%d", t->w->agencies[t->w->documents[document].agency].id.p,
			t->w->documents[document].year);
	fprintf(t->to, "\t%s\t%u\n", outcome, max_fetches);
}

static const char *lookalike_kind(const struct entry *e)
{
	static const enum report_kind kinds[] = {
#define LOOKALIKE(kind, title) KIND_##kind,
#include "tests/portal/lookalikes.def"
#undef LOOKALIKE
	};

	return report_kind_name(kinds[e->lookalike]);
}

static void resource_url(struct truth *t, const struct resource *r)
{
	const struct world *w = t->w;
	bool is_list = r->kind == RESOURCE_LIST || r->kind == RESOURCE_MORE;
	const struct entry *e = r->kind == RESOURCE_ENTRY || r->kind == RESOURCE_INNER ||
						r->kind == RESOURCE_IMAGE ||
						r->kind == RESOURCE_FILE
					? &w->entries[r->index]
					: NULL;
	struct url_class class;

	if (w->portals[r->portal].turn == TURN_DEAD) {
		url(t, "dead", r, WORLD_NONE, "unreachable:connect", 0);
	} else if (r->kind == RESOURCE_ROBOTS) {
		url(t, "robots", r, WORLD_NONE, "ok|not_found", 2);
	} else if (w->portals[r->portal].turn == TURN_TIGHTENED) {
		url(t, "closed", r, WORLD_NONE, "robots_disallow", 0);
	} else if (r->kind == RESOURCE_HOME) {
		url(t, "home", r, WORLD_NONE, "ok", 1);
	} else if (r->kind == RESOURCE_SITEMAP) {
		url(t, "sitemap", r, WORLD_NONE, "ok", 1);
	} else if (is_list && w->columns[r->index].kind == COLUMN_FORBIDDEN) {
		url(t, "disallowed", r, WORLD_NONE, "robots_disallow", 0);
	} else if (is_list) {
		url(t, "list", r, WORLD_NONE, "ok", 1);
	} else if (r->kind == RESOURCE_ENTRY && e->kind == ENTRY_LOOKALIKE) {
		url(t, arena_strf(t->arena, "lookalike:%s", lookalike_kind(e)).p, r, WORLD_NONE,
		    "ok|skipped", 1);
	} else {
		class = class_of(w, e);
		if (r->kind == RESOURCE_ENTRY &&
		    !str_eq(world_report_path(w, e, t->arena), e->path))
			class.name = "shell";
		if ((r->kind == RESOURCE_IMAGE || r->kind == RESOURCE_FILE) &&
		    class.max_fetches > 0 && strcmp(class.name, "unlisted") != 0)
			class = (struct url_class){ r->kind == RESOURCE_IMAGE ? "image"
									      : "attachment",
						    "ok", 1 };
		url(t, class.name, r, e->document, class.outcome, class.max_fetches);
	}
}

static void urls(struct truth *t)
{
	fputs("url\tclass\tdocument\toutcome\tmax_fetches\n", t->to);
	for (size_t i = 0; i < t->w->n_resources; i++)
		resource_url(t, &t->w->resources[i]);
	for (size_t i = 0; i < t->w->n_entries; i++)
		if (t->w->entries[i].kind == ENTRY_OFFSITE)
			fprintf(t->to, "%s\toffsite\t\toffsite\t0\n", t->w->entries[i].path.p);
	for (size_t i = 0; i < t->w->n_columns; i++) {
		const struct column *c = &t->w->columns[i];

		if (c->kind != COLUMN_FORBIDDEN && world_takes_form(t->w, c))
			fprintf(t->to,
				"%s&__EVENTTARGET=AspNetPager1&__EVENTARGUMENT="
				"2\tform\t\tunsupported"
				"\t0\n",
				world_url(t->w, host_of(t->w, c->portal), c->path, t->arena).p);
	}
}

static void document_cells(struct truth *t, const struct document *d, const struct report *figures)
{
	char key[CELL_KEY_MAX], text[VALUE_TEXT_MAX];

	for (size_t i = 0; i < DOCUMENT_TABLES; i++) {
		enum table_status status = status_in_truth(d, i);

		if (status != TABLE_PRESENT && status != TABLE_BLANK)
			continue;
		for (enum row_id row = 0; row < ROW__COUNT; row++)
			for (enum col_id col = 0; col < COL__COUNT; col++) {
				const struct value *v = &figures->value[row][col];

				if (row_table(row) != figures_table(i) || v->state == VALUE_MISSING)
					continue;
				fprintf(t->to, "%s\t%d\t%s\t%s\t%s\t%.*s\n",
					t->w->agencies[d->agency].id.p, d->year,
					cell_key(key, row, col), value_state_name(v->state),
					value_is_count(v) ? value_text(text, v) : "",
					STR_ARG(v->raw));
			}
	}
}

/* Only of reports a harvest may see. */
static void cells(struct truth *t)
{
	fputs("agency\tyear\tkey\tstate\tvalue\tprinted\n", t->to);
	for (size_t i = 0; i < t->w->n_documents; i++) {
		const struct document *d = &t->w->documents[i];
		struct arena arena = { 0 };
		struct report *figures = ARENA_NEW(&arena, struct report, 1);

		if (d->fate == FATE_PUBLISHED) {
			figures_draw(figures, t->w, d, &arena);
			document_cells(t, d, figures);
		}
		arena_release(&arena);
	}
}

static void finding(struct truth *t, const struct document *d, const char *rule, unsigned n)
{
	fprintf(t->to, "%s\t%d\t%s\t%u\n", t->w->agencies[d->agency].id.p, d->year, rule, n);
}

/*
 * Equations that fail: the slip's, as often as it breaks them; and what the text says otherwise
 * than the tables. All others hold or are open.
 */
static void findings(struct truth *t)
{
	static const unsigned n_equations[SLIP__COUNT] = { 0, 2, 2, 2, 1 };

	fputs("agency\tyear\trule\tn\n", t->to);
	for (size_t i = 0; i < t->w->n_documents; i++) {
		const struct document *d = &t->w->documents[i];
		struct arena arena = { 0 };
		struct report *figures = ARENA_NEW(&arena, struct report, 1);
		const char *rule;

		if (d->fate == FATE_PUBLISHED && d->slip)
			finding(t, d, slip_name(d->slip), n_equations[d->slip]);
		if (d->fate == FATE_PUBLISHED && d->talk == TALK_UNTRUE) {
			figures_draw(figures, t->w, d, &arena);
			rule = prose_rule(t->w, d, figures);
			finding(t, d, rule, 1);
			if (strcmp(rule, "NT_CHANNEL_SUM") ==
			    0) /* a list that does not add up, as well */
				finding(t, d, "NARR_ITEM_SUM", 1);
		}
		arena_release(&arena);
	}
}

static void policy(struct truth *t)
{
	fputs("host\tmin_gap_ms\tmax_requests\tmust_stop_after\n", t->to);
	for (size_t i = 0; i < t->w->n_portals; i++) {
		const struct portal *p = &t->w->portals[i];
		bool is_wall = t->w->options.profile == PROFILE_HOSTILE &&
			       strcmp(hostile_of(t->w, i)->outcome, "blocked") == 0;
		size_t n = 0;

		for (size_t k = 0; k < t->w->n_resources; k++)
			n += t->w->resources[k].portal == i;
		fprintf(t->to, "%s\t%d\t%zu\t%s\n", p->host.p,
			p->robots == ROBOTS_PLAN_DELAY ? 20 : 0, n + 2, is_wall ? "wall" : "");
	}
}

/* What a harvest of this epoch makes of a document, after one of the epoch before. NULL: nothing.
 */
static const char *change_of(const struct world *was, const struct world *now, size_t agency,
			     int year)
{
	const struct document *before = world_document(was, agency, year);
	const struct document *after = world_document(now, agency, year);
	enum turn turn = now->portals[now->agencies[agency].portal].turn;
	bool had = before && before->fate == FATE_PUBLISHED;

	if (!had && after->fate != FATE_PUBLISHED)
		return NULL;
	if (turn == TURN_DEAD || turn == TURN_TIGHTENED)
		return had ? "kept" : NULL;
	if (!had)
		return "new";
	if (after->fate != FATE_PUBLISHED)
		return "gone";
	if (after->is_corrected != before->is_corrected)
		return "changed";
	return str_eq(was->entries[before->entry].path, now->entries[after->entry].path) ? "same"
											 : "moved";
}

static void changes(struct truth *t)
{
	struct options options = t->w->options;
	struct world was;

	fputs("agency\tyear\tchange\n", t->to);
	if (options.epoch == 0)
		return;
	if (world_is_lively(t->w))
		options.last_year -= (int)options.epoch;
	options.epoch--;
	world_build(&was, &options, t->arena);
	for (size_t i = 0; i < t->w->n_documents; i++) {
		const struct document *d = &t->w->documents[i];
		const char *change = change_of(&was, t->w, d->agency, d->year);

		if (change)
			fprintf(t->to, "%s\t%d\t%s\n", t->w->agencies[d->agency].id.p, d->year,
				change);
	}
}

int truth_write(const struct world *w, const char *directory, struct err *e)
{
	static const struct {
		const char *name;
		void (*write)(struct truth *t);
	} files[] = {
		{ "truth_agencies.tsv", agencies }, { "truth_documents.tsv", documents },
		{ "truth_urls.tsv", urls },         { "truth_cells.tsv", cells },
		{ "truth_findings.tsv", findings }, { "truth_policy.tsv", policy },
		{ "truth_changes.tsv", changes },
	};

	for (size_t i = 0; i < countof(files); i++) {
		struct arena arena = { 0 };
		struct truth t = { .w = w, .arena = &arena };
		struct str path = arena_strf(&arena, "%s/%s", directory, files[i].name);
		int failed;

		t.to = fopen(path.p, "w");
		if (!t.to) {
			err_sys(e, ERR_IO, errno, "%s: cannot be written", path.p);
			arena_release(&arena);
			return -1;
		}
		files[i].write(&t);
		failed = ferror(t.to);
		if (fclose(t.to) || failed) {
			err_sys(e, ERR_IO, errno, "%s: cannot be written", path.p);
			arena_release(&arena);
			return -1;
		}
		arena_release(&arena);
	}
	return 0;
}

static void seed_line(FILE *to, const struct world *w, const struct portal *p,
		      const struct agency *a, struct arena *arena)
{
	const struct column *column = &w->columns[p->first_column];
	bool is_home = p->starts_at_home && !(a && a->is_forbidden);
	const char *parent = w->agencies[p->first_agency].name.p;
	struct str path;

	if (a && a->is_forbidden)
		column += p->n_columns - 1;
	path = is_home ? STR("/") : column->path;
	if (p->turn == TURN_REDIRECTED && str_starts(path, STR(WORLD_RENAMED)))
		path = str_sub(path, STR(WORLD_RENAMED).n,
			       path.n); /* who keeps the list has not heard */
	fprintf(to, "%s\t%s\t%s\t%u\t%s\t%s\t%s\t%d-%d\t%s\t%s\n", a ? a->id.p : p->slug.p,
		world_url(w, p->host, path, arena).p, is_home ? "home" : "list", p->region,
		a ? a->name.p : "", a ? a->level : "",
		!a || strcmp(a->level, "county") == 0 || p->is_site ? "" : parent,
		w->options.first_year, w->options.last_year,
		is_home ? "home,list,sublist" : "list,sublist", p->family->name);
}

void truth_seeds(FILE *to, const struct world *w)
{
	struct arena arena = { 0 };

	fputs("# 模拟数据: a sample portal, invented from a seed\n"
	      "id\turl\tkind\tregion\tagency\tlevel\tparent\tyears\tfollow\tnote\n",
	      to);
	for (size_t i = 0; i < w->n_portals; i++) {
		const struct portal *p = &w->portals[i];

		if (p->n_agencies > 1)
			seed_line(to, w, p, NULL, &arena);
		for (size_t k = 0; k < p->n_agencies; k++)
			seed_line(to, w, p, &w->agencies[p->first_agency + k], &arena);
	}
	arena_release(&arena);
}

void truth_resolve(FILE *to, const struct world *w, const char *address)
{
	for (size_t i = 0; i < w->n_portals; i++)
		fprintf(to, "%s--resolve %s:%u:%s", i ? " " : "", w->portals[i].host.p,
			w->options.port ? w->options.port : 80,
			w->portals[i].turn == TURN_DEAD ? DEAD_ADDRESS : address);
	fputc('\n', to);
}
