#include "report/rules.h"

#include "base/attrs.h"
#include "report/body.h"
#include "report/text.h"

#define MICRO INT64_C(1000000)

static const enum col_id applicants[] = { COL_NATURAL, COL_BIZ,   COL_RESEARCH, COL_NGO,
					  COL_LEGAL,   COL_OTHER, COL_TOTAL };

static void tell(struct check *out, const struct rule *self, struct str why, struct cell_ref cell,
		 const struct report *r)
{
	if (why.p) {
		struct finding *f = rule_found(out, self, why, (struct str){ NULL, 0 },
					       r->value[cell.row][cell.col].block);

		f->cells[f->n_cells++] = cell;
	}
	check_assess(out, self, !why.p, why.p != NULL, 0);
}

/* Whether a name is of a body that surely cannot make 规章: 立法法, articles 91 and 93. */
static bool lacks_power(struct str name)
{
	static const char *const low[] = { "县", "镇", "乡", "街道", "旗", "开发区", NULL };
	bool has_place = text_has(name, "省") || text_has(name, "市") || text_has(name, "县") ||
			 text_has(name, "区") || text_has(name, "州");

	if (text_any(name, low))
		return true;
	if (body_kind(name) == BODY_DEPARTMENT)
		return has_place;
	/* 区 of a city; 自治区 and 地区 are something else. */
	return text_ends(name, "区人民政府") && !text_ends(name, "自治区人民政府");
}

void rule_authority(struct check *out, const struct rule *self, const struct check_input *in)
{
	static const enum col_id cols[] = { COL_ISSUED, COL_REPEALED,  COL_IN_FORCE,
					    COL_MADE,   COL_PUBLISHED, COL_PUBLIC_TOTAL };
	const struct report *r = in->now;
	struct cell_ref bad = { ROW_PUB_RULE, COL_ISSUED };
	bool claims = false, any = false;
	int64_t micro;

	if (!r->identity.agency.p || check_damaged(in))
		return;
	for (size_t i = 0; i < countof(cols); i++) {
		if (!rule_count(&micro, r, ROW_PUB_RULE, cols[i]))
			continue;
		any = true;
		if (micro > 0 && !claims) {
			claims = true;
			bad.col = cols[i];
		}
	}
	if (!any)
		return;
	if (claims && !lacks_power(r->identity.agency)) {
		check_assess(out, self, 0, 0, 1);
		return;
	}
	tell(out, self,
	     claims ? arena_strf(out->arena, "%.*s has no power to make 规章",
				 STR_ARG(r->identity.agency))
		    : (struct str){ NULL, 0 },
	     bad, r);
}

static bool is_county_department(struct str name)
{
	return body_kind(name) == BODY_DEPARTMENT &&
	       (text_has(name, "县") || text_has(name, "区") || text_has(name, "旗"));
}

void rule_fee_large(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct report *r = in->now;
	struct cell_ref cell = { ROW_PUB_FEE, COL_AMOUNT_WAN };
	struct str why = { NULL, 0 };
	int64_t micro;

	if (!rule_count(&micro, r, cell.row, cell.col) || check_damaged(in))
		return;
	if (micro >= 1000000 * MICRO && r->value[cell.row][cell.col].scale == 0)
		why = STR("a million 万元 or more, without decimals: likely 元");
	else if (micro > 100000 * MICRO && is_county_department(r->identity.agency))
		why = STR("over 100000 万元 for a department of a county: likely 元");
	tell(out, self, why, cell, r);
}

void rule_no_input(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct report *r = in->now;
	unsigned holds = 0, fails = 0, open = 0;

	if (!r->table[TABLE_REQUESTS].form)
		return;
	for (size_t i = 0; i < countof(applicants); i++) {
		enum col_id col = applicants[i];
		int64_t fresh, carried, done;
		struct finding *f;

		if (!rule_count(&fresh, r, ROW_REQ_NEW, col) ||
		    !rule_count(&carried, r, ROW_REQ_CARRIED_IN, col) ||
		    !rule_count(&done, r, ROW_RES_TOTAL, col) || check_damaged(in)) {
			open++;
			continue;
		}
		if (done <= 0 || fresh || carried) {
			holds++;
			continue;
		}
		fails++;
		f = rule_found(out, self,
			       arena_strf(out->arena,
					  "%.*s closed in column %s, where none came in",
					  STR_ARG(rule_amount(out->arena, done)), col_name(col)),
			       (struct str){ NULL, 0 }, r->value[ROW_RES_TOTAL][col].block);
		f->cells[f->n_cells++] = (struct cell_ref){ ROW_REQ_NEW, col };
		f->cells[f->n_cells++] = (struct cell_ref){ ROW_REQ_CARRIED_IN, col };
		f->cells[f->n_cells++] = (struct cell_ref){ ROW_RES_TOTAL, col };
		f->has_sides = true;
		f->right = done;
	}
	check_assess(out, self, holds, fails, open);
}

void rule_carry_share(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct report *r = in->now;
	struct cell_ref cell = { ROW_REQ_CARRIED_OUT, COL_TOTAL };
	int64_t fresh, carried, left;

	if (!rule_count(&fresh, r, ROW_REQ_NEW, COL_TOTAL) ||
	    !rule_count(&carried, r, ROW_REQ_CARRIED_IN, COL_TOTAL) ||
	    !rule_count(&left, r, cell.row, cell.col) || check_damaged(in))
		return;
	tell(out, self,
	     fresh + carried >= 20 * MICRO && left > (fresh + carried) / 2
		     ? STR("more than half of the applications are carried into the next year")
		     : (struct str){ NULL, 0 },
	     cell, r);
}

void rule_after_review(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct report *r = in->now;
	struct cell_ref cell = { ROW_LIT_AFTER_REV, COL_TOTAL };
	int64_t suits, now, then;

	if (!rule_count(&suits, r, cell.row, cell.col) ||
	    !rule_count(&now, r, ROW_REV, COL_TOTAL) ||
	    !rule_count(&then, in->prev, ROW_REV, COL_TOTAL) || check_damaged(in))
		return;
	tell(out, self,
	     suits > 0 && now == 0 && then == 0
		     ? STR("suits after a review, and no review in this or the last year")
		     : (struct str){ NULL, 0 },
	     cell, r);
}

void rule_all_zero(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct report *r = in->now;
	const struct cell_list *cells = check_cells(out, in);
	size_t n = 0;
	bool zero = true;

	for (enum table_id t = TABLE_DISCLOSURE; t <= TABLE_REVIEW; t++)
		if (r->table[t].status != TABLE_PRESENT)
			return;
	for (size_t i = 0; i < cells->first[TABLE__COUNT]; i++) {
		const struct value *v = &r->value[cells->at[i].row][cells->at[i].col];

		n += value_is_count(v);
		zero = zero && value_is_count(v) && !v->n;
	}
	if (!n)
		return;
	if (zero)
		rule_found(out, self, arena_strf(out->arena, "all %zu cells are zero", n),
			   (struct str){ NULL, 0 }, r->table[TABLE_DISCLOSURE].block);
	check_assess(out, self, !zero, zero, 0);
}

void rule_single_column(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct report *r = in->now;
	struct cell_ref cell = { ROW_REQ_NEW, COL_OTHER };
	int64_t total, other;

	if (!rule_count(&total, r, ROW_REQ_NEW, COL_TOTAL) ||
	    !rule_count(&other, r, ROW_REQ_NEW, COL_OTHER) || check_damaged(in))
		return;
	tell(out, self,
	     total >= 2 * MICRO && other == total ? STR("all applicants stand under 其他")
						  : (struct str){ NULL, 0 },
	     cell, r);
}
