#include "extract/words_heads.h"

#include <stdlib.h>

/* The last column of the group that begins with `first` and has its middle at `mid`; 0: none. */
static size_t last_of(size_t first, int32_t mid, const int32_t *mids, size_t n_cols)
{
	int32_t tolerance = (mids[n_cols - 1] - mids[0]) / (int32_t)(n_cols - 1) * 2 / 5;
	int32_t best = INT32_MAX;
	size_t found = 0;

	for (size_t b = first + 1; b < n_cols; b++) {
		int32_t d = abs((mids[first] + mids[b]) / 2 - mid);

		if (d < best) {
			best = d;
			found = b;
		}
	}
	return best <= tolerance ? found : 0;
}

/* From this column on: in how many groups the rest can be divided, and the first of them. */
struct rest {
	size_t n_groups, group, last;
};

static bool divide(struct heads_group *groups, size_t n, const int32_t *mids, size_t n_cols)
{
	struct rest rests[HEADS_MAX_COLS + 1] = { { 0 } };

	for (size_t from = n_cols; from-- > 0;)
		for (size_t i = 0; i < n; i++) {
			size_t last = last_of(from, box_mid_x(groups[i].box), mids, n_cols);
			const struct rest *behind = &rests[last + 1];

			if (!last || (last + 1 < n_cols && !behind->n_groups))
				continue;
			if (behind->n_groups + 1 > rests[from].n_groups)
				rests[from] = (struct rest){ behind->n_groups + 1, i, last };
		}
	if (rests[0].n_groups < 2)
		return false;
	for (size_t from = 0; from < n_cols; from = rests[from].last + 1) {
		struct heads_group *g = &groups[rests[from].group];

		if (g->n) /* one head twice */
			return false;
		g->first = from;
		g->n = rests[from].last + 1 - from;
	}
	return true;
}

/* A head over groups begins and ends where groups do. */
static bool find_outer(struct heads_group *out, const struct heads_group *groups, size_t n,
		       const int32_t *mids, size_t n_cols)
{
	for (size_t i = 0; i < n; i++) {
		const struct heads_group *g = &groups[i];
		size_t last;

		if (!g->n || g->is_outer || box_mid_x(g->box) > box_mid_x(out->box))
			continue;
		last = last_of(g->first, box_mid_x(out->box), mids, n_cols);
		for (size_t k = 0; last && k < n; k++)
			if (k != i && groups[k].n && !groups[k].is_outer &&
			    groups[k].first + groups[k].n == last + 1) {
				out->first = g->first;
				out->n = last + 1 - g->first;
				out->is_outer = true;
				return true;
			}
	}
	return false;
}

bool heads_divide(struct heads_group *groups, size_t n, const int32_t *mids, size_t n_cols)
{
	if (n > HEADS_MAX_GROUPS || n_cols > HEADS_MAX_COLS || n_cols < 4)
		return false;
	for (size_t i = 0; i < n; i++)
		groups[i].first = groups[i].n = groups[i].is_outer = 0;
	if (!divide(groups, n, mids, n_cols))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!groups[i].n && !find_outer(&groups[i], groups, n, mids, n_cols))
			return false;
	return true;
}
