#include "report/identities.h"

#include <string.h>

static const char *const since_2019[] = { "form2019", "form2021", NULL };
static const char *const only_2014[] = { "form2014", NULL };

#define ROWS(...) ((const enum row_id[]){ __VA_ARGS__, ROW__COUNT })
#define ALWAYS    .unless = ROW__COUNT, .only = ROW__COUNT

#define RESULTS_BUT_MISC                                                                           \
	ROW_RES_GRANTED, ROW_RES_PARTIAL, ROW_RES_DENIED_SECRET, ROW_RES_DENIED_LAW,               \
		ROW_RES_DENIED_SECURITY, ROW_RES_DENIED_THIRD_PARTY, ROW_RES_DENIED_INTERNAL,      \
		ROW_RES_DENIED_PROCESS, ROW_RES_DENIED_CASE_FILE, ROW_RES_DENIED_QUERY,            \
		ROW_RES_UNABLE_NOT_HELD, ROW_RES_UNABLE_NOT_EXISTING, ROW_RES_UNABLE_UNCLEAR,      \
		ROW_RES_REFUSED_PETITION, ROW_RES_REFUSED_REPEAT, ROW_RES_REFUSED_PUBLICATION,     \
		ROW_RES_REFUSED_EXCESSIVE, ROW_RES_REFUSED_CONFIRM

const struct identity_rule identities[] = {
	{ .code = "T3_BALANCE",
	  .forms = since_2019,
	  .table = TABLE_REQUESTS,
	  .left = ROWS(ROW_REQ_NEW, ROW_REQ_CARRIED_IN),
	  .right = ROWS(ROW_RES_TOTAL, ROW_REQ_CARRIED_OUT),
	  ALWAYS,
	  .text = "第一项加第二项之和，等于第三项加第四项之和" },
	{ .code = "T3_RESULT_SUM",
	  .forms = since_2019,
	  .table = TABLE_REQUESTS,
	  .left = ROWS(RESULTS_BUT_MISC, ROW_RES_MISC_NO_SUPPLEMENT, ROW_RES_MISC_UNPAID,
		       ROW_RES_MISC_OTHER),
	  .right = ROWS(ROW_RES_TOTAL),
	  .unless = ROW_RES_MISC,
	  .only = ROW__COUNT,
	  .text = "（一）至（六）各项之和等于（七）总计" },
	{ .code = "T3_RESULT_SUM", /* （六）其他处理 printed as one row */
	  .forms = since_2019,
	  .table = TABLE_REQUESTS,
	  .left = ROWS(RESULTS_BUT_MISC, ROW_RES_MISC),
	  .right = ROWS(ROW_RES_TOTAL),
	  .unless = ROW__COUNT,
	  .only = ROW_RES_MISC,
	  .text = "（一）至（六）各项之和等于（七）总计" },
	{ .code = "T3_ROW_TOTAL",
	  .forms = since_2019,
	  .table = TABLE_REQUESTS,
	  .across = true,
	  ALWAYS,
	  .text = "自然人至其他各列之和等于总计" },
	{ .code = "T4_GROUP_SUM",
	  .forms = since_2019,
	  .table = TABLE_REVIEW,
	  .across = true,
	  ALWAYS,
	  .text = "结果维持、结果纠正、其他结果、尚未审结之和等于总计" },
	{ .code = "S14_REQ_SUM",
	  .forms = only_2014,
	  .table = TABLE_STATISTICS,
	  .left = ROWS(ROW_S14_REQ_INPERSON, ROW_S14_REQ_FAX, ROW_S14_REQ_ONLINE,
		       ROW_S14_REQ_LETTER),
	  .right = ROWS(ROW_S14_REQ_TOTAL),
	  ALWAYS,
	  .text = "四种申请方式之和等于收到申请数" },
	{ .code = "S14_DONE_SUM",
	  .forms = only_2014,
	  .table = TABLE_STATISTICS,
	  .left = ROWS(ROW_S14_DONE_ON_TIME, ROW_S14_DONE_EXTENDED),
	  .right = ROWS(ROW_S14_DONE_TOTAL),
	  ALWAYS,
	  .text = "按时办结数与延期办结数之和等于申请办结数" },
	{ .code = "S14_ANS_SUM",
	  .forms = only_2014,
	  .table = TABLE_STATISTICS,
	  .left = ROWS(ROW_S14_ANS_ALREADY_PUBLIC, ROW_S14_ANS_GRANTED, ROW_S14_ANS_PARTIAL,
		       ROW_S14_ANS_DENIED, ROW_S14_ANS_NOT_OUR, ROW_S14_ANS_NOT_EXIST,
		       ROW_S14_ANS_AMEND, ROW_S14_ANS_REDIRECT),
	  .right = ROWS(ROW_S14_ANS_TOTAL),
	  ALWAYS,
	  .text = "八类答复之和等于申请答复数" },
	{ .code = "S14_DENIED_SUM",
	  .forms = only_2014,
	  .table = TABLE_STATISTICS,
	  .left = ROWS(ROW_S14_DEN_SECRET, ROW_S14_DEN_TRADE, ROW_S14_DEN_PRIVACY,
		       ROW_S14_DEN_SECURITY, ROW_S14_DEN_NOT_INFO, ROW_S14_DEN_LAW_OTHER),
	  .right = ROWS(ROW_S14_ANS_DENIED),
	  ALWAYS,
	  .text = "六种理由之和等于不同意公开答复数" },
	{ .code = "S14_REV_SUM",
	  .forms = only_2014,
	  .table = TABLE_STATISTICS,
	  .left = ROWS(ROW_S14_REV_UPHELD, ROW_S14_REV_CORRECTED, ROW_S14_REV_OTHER),
	  .right = ROWS(ROW_S14_REV_TOTAL),
	  ALWAYS,
	  .text = "复议三项之和等于行政复议数量" },
	{ .code = "S14_LIT_SUM",
	  .forms = only_2014,
	  .table = TABLE_STATISTICS,
	  .left = ROWS(ROW_S14_LIT_UPHELD, ROW_S14_LIT_CORRECTED, ROW_S14_LIT_OTHER),
	  .right = ROWS(ROW_S14_LIT_TOTAL),
	  ALWAYS,
	  .text = "诉讼三项之和等于行政诉讼数量" },
	{ .code = "S14_STAFF_SUM",
	  .forms = only_2014,
	  .table = TABLE_STATISTICS,
	  .left = ROWS(ROW_S14_STAFF_FULL, ROW_S14_STAFF_PART),
	  .right = ROWS(ROW_S14_STAFF_TOTAL),
	  ALWAYS,
	  .text = "专职与兼职人员之和等于工作人员数" },
};
const size_t identities_count = countof(identities);

static const enum col_id applicants[] = { COL_NATURAL, COL_BIZ,   COL_RESEARCH, COL_NGO,
					  COL_LEGAL,   COL_OTHER, COL_TOTAL };
static const enum col_id outcomes[] = { COL_UPHELD, COL_CORRECTED, COL_OTHER, COL_PENDING,
					COL_TOTAL };
static const enum col_id lines[] = { COL_VALUE };

/* The columns of a table that sums run over; the last is the total of the others. */
static const enum col_id *columns_of(enum table_id table, size_t *n)
{
	switch (table) {
	case TABLE_REQUESTS:
		*n = countof(applicants);
		return applicants;
	case TABLE_REVIEW:
		*n = countof(outcomes);
		return outcomes;
	default:
		*n = countof(lines);
		return lines;
	}
}

static bool row_printed(const struct report *r, enum row_id row)
{
	for (enum col_id c = 0; c < COL__COUNT; c++)
		if (r->value[row][c].state != VALUE_MISSING)
			return true;
	return false;
}

static bool applies(const struct report *r, const struct identity_rule *id)
{
	const char *form = r->table[id->table].form;
	bool in_form = false;

	for (size_t i = 0; form && id->forms[i]; i++)
		in_form = in_form || strcmp(form, id->forms[i]) == 0;
	if (!in_form)
		return false;
	if (id->unless != ROW__COUNT && row_printed(r, id->unless))
		return false;
	return id->only == ROW__COUNT || row_printed(r, id->only);
}

static size_t down_column(struct cell_ref *out, const enum row_id *rows, enum col_id col)
{
	size_t n = 0;

	for (; rows[n] != ROW__COUNT; n++)
		out[n] = (struct cell_ref){ rows[n], col };
	return n;
}

static void each_column(const struct identity_rule *id, visit_sum *visit, void *context)
{
	size_t n;
	const enum col_id *cols = columns_of(id->table, &n);

	for (size_t i = 0; i < n; i++) {
		struct identity_sum sum = { .code = id->code, .text = id->text };

		sum.n_left = down_column(sum.left, id->left, cols[i]);
		sum.n_right = down_column(sum.right, id->right, cols[i]);
		visit(context, &sum);
	}
}

/* （六）其他处理 is one row or three: only those that are printed have a total to assess. */
static bool row_of_form(const struct report *r, enum row_id row)
{
	bool one = row_printed(r, ROW_RES_MISC);

	if (row == ROW_RES_MISC)
		return one;
	if (row == ROW_RES_MISC_NO_SUPPLEMENT || row == ROW_RES_MISC_UNPAID ||
	    row == ROW_RES_MISC_OTHER)
		return !one;
	return true;
}

static void each_row(const struct report *r, const struct identity_rule *id, visit_sum *visit,
		     void *context)
{
	size_t n;
	const enum col_id *cols = columns_of(id->table, &n);

	for (enum row_id row = 0; row < ROW__COUNT; row++) {
		struct identity_sum sum = { .code = id->code, .text = id->text };

		if (row_table(row) != id->table || !row_of_form(r, row))
			continue;
		for (size_t i = 0; i + 1 < n; i++)
			sum.left[sum.n_left++] = (struct cell_ref){ row, cols[i] };
		sum.right[sum.n_right++] = (struct cell_ref){ row, cols[n - 1] };
		visit(context, &sum);
	}
}

void identity_each(const struct report *r, const char *code, visit_sum *visit, void *context)
{
	for (size_t i = 0; i < identities_count; i++) {
		if (strcmp(identities[i].code, code) != 0 || !applies(r, &identities[i]))
			continue;
		if (identities[i].across)
			each_row(r, &identities[i], visit, context);
		else
			each_column(&identities[i], visit, context);
	}
}

struct side {
	int64_t sum;
	size_t n_counts, n_blanks;
	bool unknown; /* a term is missing, no number, or was not read but inferred */
};

static struct side add_up(const struct report *r, const struct cell_ref *cells, size_t n)
{
	struct side s = { 0 };

	for (size_t i = 0; i < n; i++) {
		const struct value *v = &r->value[cells[i].row][cells[i].col];
		int64_t micro;

		if (v->state == VALUE_BLANK || v->state == VALUE_DASH || v->state == VALUE_SLASH)
			s.n_blanks++;
		else if (!value_is_count(v) || v->inferred || !value_micro(&micro, v) ||
			 __builtin_add_overflow(s.sum, micro, &s.sum))
			s.unknown = true;
		else
			s.n_counts++;
	}
	return s;
}

enum identity_outcome identity_assess(int64_t *left, int64_t *right, const struct report *r,
				      const struct identity_sum *sum)
{
	struct side l = add_up(r, sum->left, sum->n_left);
	struct side g = add_up(r, sum->right, sum->n_right);

	*left = l.sum;
	*right = g.sum;
	if (l.unknown || g.unknown || !l.n_counts || g.n_blanks)
		return IDENTITY_OPEN;
	if (l.sum == g.sum)
		return IDENTITY_HOLDS;
	return l.n_blanks ? IDENTITY_OPEN : IDENTITY_FAILS;
}
