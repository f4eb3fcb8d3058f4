#include "report/wordset.h"

#include <assert.h>
#include <string.h>

/* The bytes of a character as a number: all that a word's first or last character is known by. */
static inline uint32_t three(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16;
}

static inline unsigned bucket(uint32_t key)
{
	return key * 2654435761u >> 23;
}

/* The bucket of the character that `p`, of `n` bytes, begins with. A cut character begins no word.
 */
static inline unsigned bucket_of(const unsigned char *p, size_t n)
{
	if (p[0] < 0x80)
		return bucket(p[0]);
	if (p[0] >= 0xE0 && n >= 3)
		return bucket(three(p));
	return bucket(n >= 2 ? p[0] | (uint32_t)p[1] << 8 : 0);
}

static void make_ready(struct wordset *w)
{
	const char *at_list = w->list;

	assert(w->n <= WORDSET_MAX);
	/* From the last to the first, so that a bucket has its words in the order of the list. */
	for (size_t i = w->n; i > 0; i--) {
		const unsigned char *word;
		size_t bytes;
		unsigned at;

		memcpy(&w->word[i], at_list + (i - 1) * w->stride, sizeof(w->word[i]));
		if (!w->word[i])
			continue; /* the end of the list */
		word = (const unsigned char *)w->word[i];
		bytes = strlen(w->word[i]);
		assert(bytes >= (w->by_end ? 3 : 1));
		at = w->by_end ? bucket(three(word + bytes - 3)) : bucket_of(word, bytes);
		w->bytes[i] = (uint16_t)bytes;
		w->next[i] = w->first[at];
		w->first[at] = (uint8_t)i;
	}
	w->ready = true;
}

int wordset_find(struct wordset *w, struct wordset_search *f)
{
	const unsigned char *p = (const unsigned char *)f->s.p;
	size_t n = f->s.n, next = f->next;
	unsigned i = f->chain;

	if (!w->ready)
		make_ready(w);
	for (;;) {
		for (; i; i = w->next[i])
			if (w->bytes[i] <= n - f->at &&
			    memcmp(p + f->at, w->word[i], w->bytes[i]) == 0) {
				f->next = next;
				f->chain = w->next[i];
				return (int)i - 1;
			}
		while (!i) {
			if (next >= n) {
				f->next = next;
				f->chain = 0;
				return -1;
			}
			f->at = next;
			i = w->first[bucket_of(p + next, n - next)];
			/* Most are Chinese: three bytes, of which the second and third begin none.
			 */
			if (p[next] >= 0xE0 && n - next >= 3 &&
			    (three(p + next) & 0xC0C000) == 0x808000)
				next += 3;
			else
				next++;
		}
	}
}

int wordset_first(struct wordset *w, struct str s)
{
	struct wordset_search f = { .s = s };
	int best = -1, i;

	while (best != 0 && (i = wordset_find(w, &f)) >= 0)
		if (best < 0 || i < best)
			best = i;
	return best;
}

uint64_t wordset_which(struct wordset *w, struct str s)
{
	struct wordset_search f = { .s = s };
	uint64_t bits = 0;

	for (int i; (i = wordset_find(w, &f)) >= 0;)
		if (i < 64)
			bits |= UINT64_C(1) << i;
	return bits;
}

bool wordset_may_start(struct wordset *w, struct str s)
{
	if (!w->ready)
		make_ready(w);
	return s.n && w->first[bucket_of((const unsigned char *)s.p, s.n)];
}

int wordset_start(struct wordset *w, struct str s, size_t *n)
{
	int best = -1;

	*n = 0;
	if (!w->ready)
		make_ready(w);
	if (!s.n)
		return -1;
	for (unsigned i = w->first[bucket_of((const unsigned char *)s.p, s.n)]; i; i = w->next[i])
		if (w->bytes[i] > *n && w->bytes[i] <= s.n &&
		    memcmp(s.p, w->word[i], w->bytes[i]) == 0) {
			best = (int)i - 1;
			*n = w->bytes[i];
		}
	return best;
}

size_t wordset_end(struct wordset *w, struct str s)
{
	const unsigned char *end = (const unsigned char *)s.p + s.n;
	size_t best = 0;

	if (!w->ready)
		make_ready(w);
	if (s.n < 3)
		return 0;
	for (unsigned i = w->first[bucket(three(end - 3))]; i; i = w->next[i])
		if (w->bytes[i] > best && w->bytes[i] <= s.n &&
		    memcmp(end - w->bytes[i], w->word[i], w->bytes[i]) == 0)
			best = w->bytes[i];
	return best;
}
