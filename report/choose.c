#include "base/attrs.h"
#include "report/reader.h"

const struct form_block *choose_block(const struct form *form, enum row_id row)
{
	for (size_t b = 0; b < form->n_blocks; b++)
		for (size_t r = 0; r < form->blocks[b].n_rows; r++)
			if (form->blocks[b].rows[r].row == row)
				return &form->blocks[b];
	return NULL;
}

const struct form_col *choose_col(const struct form_block *k, enum col_id col)
{
	for (size_t c = 0; c < k->n_cols; c++)
		if (k->cols[c].col == col)
			return &k->cols[c];
	return NULL;
}

/* How well a head speaks for one form's block; 0: not at all. */
static unsigned head_score(const struct reader *rd, const struct head *head,
			   const struct form *form, const struct form_block *k)
{
	const struct token *t = &rd->tokens.at[head->token];
	unsigned best = 0;

	for (uint32_t w = t->words.lo; t->kind == TOKEN_LABEL && w < t->words.hi; w++) {
		const struct word *word = &rd->lexicon->words[w];
		unsigned is = word->rank == RANK_OFFICIAL  ? 14
			      : word->rank == RANK_VARIANT ? 12
							   : 11;

		if (word->form == form && word->kind == WORD_COL && choose_col(k, word->col) &&
		    is > best)
			best = is;
	}
	return best;
}

/* All heads together, less for each column of the block that has none. */
static unsigned score(const struct reader *rd, const struct header *h, const struct form *form,
		      const struct form_block *k)
{
	unsigned sum = 0, lost = (unsigned)k->n_cols;

	for (size_t i = 0; h && i < h->n; i++) {
		unsigned s = head_score(rd, &h->heads[i], form, k);

		sum += s;
		lost -= s && lost;
	}
	return sum > lost * 5 ? sum - lost * 5 : sum ? 1 : 0;
}

void choose_all_columns(struct columns *out, const struct form_block *k, const struct header *h)
{
	*out = (struct columns){ .n = k->n_cols };
	for (size_t c = 0; c < k->n_cols; c++) {
		out->cols[c] = &k->cols[c];
		for (size_t i = 0; h && i < h->n; i++)
			if (h->heads[i].col == k->cols[c].col)
				out->unit[c] = h->heads[i].unit;
	}
}

/* The columns in the order of their heads, those no form has among them. */
static void use_heads(struct columns *out, const struct form_block *k, const struct header *h,
		      bool unknown_too)
{
	*out = (struct columns){ 0 };
	for (size_t i = 0; i < h->n; i++) {
		const struct form_col *col = choose_col(k, h->heads[i].col);

		if (!col && (!unknown_too || h->heads[i].col != COL__COUNT))
			continue;
		out->unit[out->n] = h->heads[i].unit;
		out->cols[out->n++] = col;
	}
}

/* Whether the heads stand where the form has them. */
static bool agrees(const struct columns *heads, const struct form_block *k)
{
	if (heads->n != k->n_cols)
		return false;
	for (size_t i = 0; i < heads->n; i++)
		if (heads->cols[i] && heads->cols[i] != &k->cols[i])
			return false;
	return true;
}

/* By the printed heads where they are all there, by the form where they are not. */
void choose_columns(struct columns *out, const struct form_block *k, const struct item *it)
{
	const struct header *h = it->header;
	size_t n_cells = it->is_apart ? it->n : 0; /* else heads may be lost as cells are */
	struct columns known, all;
	bool foreign = false;

	use_heads(&known, k, h, false);
	use_heads(&all, k, h, true);
	for (size_t i = 0; i < h->n; i++)
		foreign |= h->heads[i].col != COL__COUNT && !choose_col(k, h->heads[i].col);
	if (!foreign && agrees(&all, k))
		choose_all_columns(out, k, h);
	else if (!foreign && all.n == n_cells)
		*out = all;
	else if (known.n >= k->n_cols || known.n == n_cells)
		*out = known;
	else
		choose_all_columns(out, k, h);
	if (known.n > k->n_cols) /* a head twice: which is which? */
		out->n = 0;
	if (agrees(&known, k))
		choose_all_columns(out, k, h);
	if (!foreign && all.n == n_cells && all.n > known.n && all.n != k->n_cols)
		*out = all;
}

/* The form whose wording the heads over this row follow. NULL form: they do not say. */
struct choice choose_by_heads(const struct reader *rd, const struct item *it)
{
	struct choice best = { 0 };
	unsigned most = 0;

	for (size_t f = 0; form_at(f); f++) {
		const struct form_block *k = choose_block(form_at(f), it->row);
		unsigned s = k ? score(rd, it->header, form_at(f), k) : 0;

		if (s > most || (s && s == most && k->n_cols == it->n)) {
			most = s;
			best = (struct choice){ form_at(f), k };
		}
	}
	return best;
}

/*
 * Without heads: the form that the table's other rows follow, or else the only
 * one with so many columns. *sure: the row has as many cells as that form.
 */
struct choice choose_by_count(const struct reader *rd, const struct item *it, bool *sure)
{
	struct choice best = { 0 };
	size_t fits = 0;

	if (rd->form[TABLE_DISCLOSURE]) {
		best.form = rd->form[TABLE_DISCLOSURE];
		best.block = choose_block(best.form, it->row);
		*sure = best.block && best.block->n_cols == it->n;
		if (best.block)
			return best;
	}
	for (size_t f = 0; form_at(f); f++) {
		const struct form_block *k = choose_block(form_at(f), it->row);

		if (!k || (best.block && k->n_cols != it->n))
			continue;
		best = (struct choice){ form_at(f), k };
		fits += k->n_cols == it->n;
	}
	*sure = fits == 1;
	return best;
}

const struct form *choose_first(enum table_id table)
{
	for (size_t f = 0; form_at(f); f++)
		for (size_t b = 0; b < form_at(f)->n_blocks; b++)
			if (form_at(f)->blocks[b].table == table)
				return form_at(f);
	return NULL;
}

/* How well the labels of a region fit the wording of each form. */
static void count_wording(unsigned *votes, const struct reader *rd, const struct region *g)
{
	for (size_t i = g->first; i < g->last; i++) {
		const struct token *t = &rd->tokens.at[i];

		for (size_t f = 0; t->kind == TOKEN_LABEL && f < READER_MAX_FORMS && form_at(f);
		     f++) {
			unsigned best = 0;

			for (uint32_t w = t->words.lo; w < t->words.hi; w++) {
				const struct word *word = &rd->lexicon->words[w];
				unsigned is = word->rank == RANK_OFFICIAL  ? 2
					      : word->rank == RANK_VARIANT ? 1
									   : 0;

				if (word->form == form_at(f) && word->table == g->table &&
				    (word->kind == WORD_ROW || word->kind == WORD_COL) && is > best)
					best = is;
			}
			votes[f] += best;
		}
	}
}

/* The form has one row for （六） by itself, not only as three that were merged. */
static bool has_one_misc_row(const struct form *form)
{
	const struct form_block *k = choose_block(form, ROW_RES_MISC);

	for (size_t r = 0; k && r < k->n_rows; r++)
		if (k->rows[r].row == ROW_RES_MISC && !k->rows[r].is_fold)
			return true;
	return false;
}

/*
 * The form whose wording fits best. Forms that fit alike are told apart by the
 * page's other tables, and at last by the one row for （六）, which the older
 * form has and the newer one has only where somebody merged three.
 */
const struct form *choose_by_wording(const struct reader *rd, const struct region *g,
				     const struct items *items)
{
	const struct form *others[] = { rd->form[TABLE_DISCLOSURE], rd->form[TABLE_REQUESTS] };
	const struct form *best = NULL;
	unsigned votes[READER_MAX_FORMS] = { 0 }, most = 0;
	bool one_row = false;

	for (size_t i = 0; i < items->n; i++)
		one_row |= items->at[i].row == ROW_RES_MISC && items->at[i].n;
	count_wording(votes, rd, g);
	for (size_t f = 0; f < READER_MAX_FORMS && form_at(f); f++)
		if (votes[f] > most)
			most = votes[f];
	for (size_t o = 0; o < countof(others); o++)
		for (size_t f = 0; f < READER_MAX_FORMS && form_at(f); f++)
			if (votes[f] == most && others[o] == form_at(f))
				return form_at(f);
	for (size_t f = 0; f < READER_MAX_FORMS && form_at(f); f++) {
		if (votes[f] != most || !most)
			continue;
		if (!best || (one_row && has_one_misc_row(form_at(f))))
			best = form_at(f);
	}
	return best ? best : choose_first(g->table);
}
