#include "report/reader.h"

#include <stdlib.h>
#include <string.h>

/* Row labels side by side in one row of a grid: more than an upright table has. */
#define TURNED_LABELS 2

static bool names_row(const struct lexicon *l, const struct piece *p)
{
	for (uint32_t i = p->words_lo; i < p->words_hi; i++)
		if (l->words[i].kind == WORD_ROW && l->words[i].table != TABLE_REVIEW &&
		    l->words[i].rank != RANK_DERIVED)
			return true;
	return false;
}

/* Half-open range of the pieces of the grid that piece `from` is in. */
static size_t grid_end(const struct stream *s, size_t from)
{
	size_t to = from;

	while (to < s->n && s->pieces[to].grid == s->pieces[from].grid)
		to++;
	return to;
}

static bool is_turned(const struct stream *s, size_t from, size_t to, const struct lexicon *l)
{
	size_t in_row = 0, most = 0, rows_with_one = 0;

	for (size_t i = from; i < to; i++) {
		if (i > from && s->pieces[i].row != s->pieces[i - 1].row)
			in_row = 0;
		if (!names_row(l, &s->pieces[i]))
			continue;
		in_row++;
		rows_with_one += in_row == 1;
		if (in_row > most)
			most = in_row;
	}
	return most >= TURNED_LABELS && most > rows_with_one;
}

static int compare_columns(const void *x, const void *y)
{
	const struct piece *a = x, *b = y;

	if (a->col != b->col)
		return a->col < b->col ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

static bool has_holes(const struct grid *g)
{
	for (size_t i = 0; i < (size_t)g->rows * g->cols; i++)
		if (g->cells[i].is_hole)
			return true;
	return g->overlapped || g->clipped;
}

struct stream turn_grids(bool *doubtful, const struct stream *stream, const struct page *page,
			 const struct lexicon *lexicon, struct arena *arena)
{
	struct stream out = *stream;
	uint32_t shift = 0;

	for (size_t i = 0; i < stream->n;) {
		size_t end = stream->pieces[i].grid ? grid_end(stream, i) : i + 1;
		uint32_t line = stream->pieces[i].line;

		if (stream->pieces[i].grid && is_turned(stream, i, end, lexicon)) {
			if (out.pieces == stream->pieces) {
				out.pieces = ARENA_NEW(arena, struct piece, stream->n);
				memcpy(out.pieces, stream->pieces, stream->n * sizeof *out.pieces);
			}
			qsort(out.pieces + i, end - i, sizeof *out.pieces, compare_columns);
			for (size_t k = i; k < end; k++)
				out.pieces[k].line = line + shift + out.pieces[k].col;
			shift += GRID_MAX_COLS;
			doubtful[stream->pieces[i].grid - 1] =
				has_holes(&page->grids[stream->pieces[i].grid - 1]);
		} else if (shift) {
			for (size_t k = i; k < end; k++)
				out.pieces[k].line += shift;
		}
		i = end;
	}
	return out;
}
