#include "crawler/frontier.h"

#include <assert.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/mem.h"

#define NONE    ((size_t)-1)
#define BUCKETS 4096

/* A clock that hosts share, by domain or by address. Kept to the end: a domain comes back. */
struct clock {
	struct clock *next; /* in its bucket */
	struct str key;
	struct pace pace;
	size_t waiting; /* first host parked until its request ends; NONE: none */
};

enum place { PLACE_FREE, PLACE_QUEUED, PLACE_GIVEN, PLACE_UNDER_WAY, PLACE_PARKED };

struct host {
	enum place place;
	struct pace pace;
	struct clock *domain, *address; /* NULL: not shared */
	int64_t due_ms;                 /* monotonic */
	uint64_t turn;                  /* among hosts due together, the lowest goes first */
	size_t next;                    /* free list, or the hosts parked at a clock */
};

struct frontier {
	struct frontier_settings s;
	struct host *hosts;
	size_t n_hosts, cap_hosts, n_used, first_free;
	size_t *heap;
	size_t n_heap;
	uint64_t turns;
	struct clock *domains[BUCKETS], *addresses[BUCKETS];
	struct arena arena; /* clocks and their keys */
};

struct frontier *frontier_open(const struct frontier_settings *s)
{
	struct frontier *f = calloc(1, sizeof(*f));

	if (!f)
		mem_exhausted(sizeof(*f));
	f->s = *s;
	f->first_free = NONE;
	return f;
}

void frontier_close(struct frontier *f)
{
	if (!f)
		return;
	arena_release(&f->arena);
	free(f->hosts);
	free(f->heap);
	free(f);
}

static bool before(const struct frontier *f, size_t a, size_t b)
{
	const struct host *x = &f->hosts[a], *y = &f->hosts[b];

	return x->due_ms != y->due_ms ? x->due_ms < y->due_ms : x->turn < y->turn;
}

static void push(struct frontier *f, size_t host, int64_t due_ms)
{
	size_t at = f->n_heap++;

	f->hosts[host].place = PLACE_QUEUED;
	f->hosts[host].due_ms = due_ms;
	f->hosts[host].turn = f->turns++;
	for (; at && before(f, host, f->heap[(at - 1) / 2]); at = (at - 1) / 2)
		f->heap[at] = f->heap[(at - 1) / 2];
	f->heap[at] = host;
}

/* Takes the entry at `at` out of the heap. */
static void pull(struct frontier *f, size_t at)
{
	size_t moved = f->heap[--f->n_heap];

	if (at == f->n_heap)
		return;
	for (; at && before(f, moved, f->heap[(at - 1) / 2]); at = (at - 1) / 2)
		f->heap[at] = f->heap[(at - 1) / 2];
	for (;;) {
		size_t child = 2 * at + 1;

		if (child + 1 < f->n_heap && before(f, f->heap[child + 1], f->heap[child]))
			child++;
		if (child >= f->n_heap || !before(f, f->heap[child], moved))
			break;
		f->heap[at] = f->heap[child];
		at = child;
	}
	f->heap[at] = moved;
}

static struct clock *shared_clock(struct frontier *f, struct clock **table, struct str key)
{
	uint32_t hash = 2166136261u;
	struct clock **at, *c;

	if (!key.n || f->s.own_clocks_only)
		return NULL;
	for (size_t i = 0; i < key.n; i++)
		hash = (hash ^ (unsigned char)key.p[i]) * 16777619u;
	at = &table[hash % BUCKETS];
	for (c = *at; c; c = c->next)
		if (str_eq(c->key, key))
			return c;
	c = ARENA_NEW(&f->arena, struct clock, 1);
	*c = (struct clock){ .next = *at,
			     .key = arena_str(&f->arena, key),
			     .pace = { .delay_ms = f->s.delay_ms },
			     .waiting = NONE };
	*at = c;
	return c;
}

static size_t take_slot(struct frontier *f)
{
	size_t i = f->first_free;

	if (i != NONE) {
		f->first_free = f->hosts[i].next;
		return i;
	}
	if (f->n_hosts == f->cap_hosts) {
		f->cap_hosts = f->cap_hosts ? f->cap_hosts * 2 : 64;
		f->hosts = realloc(f->hosts, f->cap_hosts * sizeof(*f->hosts));
		f->heap = realloc(f->heap, f->cap_hosts * sizeof(*f->heap));
		if (!f->hosts || !f->heap)
			mem_exhausted(f->cap_hosts * sizeof(*f->hosts));
	}
	return f->n_hosts++;
}

size_t frontier_add(struct frontier *f, struct str domain, struct str address,
		    const struct pace_memory *memory, int64_t wait_ms, struct pace_time now)
{
	size_t i = take_slot(f);

	f->hosts[i] = (struct host){
		.pace = { .delay_ms = f->s.delay_ms, .memory = *memory },
		.domain = shared_clock(f, f->domains, domain),
		.address = shared_clock(f, f->addresses, address),
	};
	f->n_used++;
	f->hosts[i].pace.ready_ms = now.mono_ms + wait_ms;
	push(f, i, now.mono_ms + wait_ms);
	return i;
}

static void unpark(struct frontier *f, size_t host)
{
	struct clock *clocks[2] = { f->hosts[host].domain, f->hosts[host].address };

	for (size_t i = 0; i < 2; i++) {
		size_t *at = clocks[i] ? &clocks[i]->waiting : NULL;

		for (; at && *at != NONE; at = &f->hosts[*at].next) {
			if (*at == host) {
				*at = f->hosts[host].next;
				return;
			}
		}
	}
}

void frontier_remove(struct frontier *f, size_t host)
{
	struct host *h = &f->hosts[host];

	assert(h->place != PLACE_FREE && h->place != PLACE_UNDER_WAY);
	if (h->place == PLACE_PARKED)
		unpark(f, host);
	for (size_t i = 0; h->place == PLACE_QUEUED && i < f->n_heap; i++) {
		if (f->heap[i] == host) {
			pull(f, i);
			break;
		}
	}
	h->place = PLACE_FREE;
	h->next = f->first_free;
	f->first_free = host;
	f->n_used--;
}

struct pace *frontier_pace(struct frontier *f, size_t host)
{
	return &f->hosts[host].pace;
}

/* A clock with a request under way holds the host back until that ends. */
static bool park(struct frontier *f, size_t host)
{
	struct host *h = &f->hosts[host];
	struct clock *c = h->domain && h->domain->pace.in_flight     ? h->domain
			  : h->address && h->address->pace.in_flight ? h->address
								     : NULL;

	if (!c)
		return false;
	h->place = PLACE_PARKED;
	h->next = c->waiting;
	c->waiting = host;
	return true;
}

int64_t frontier_next(size_t *host, struct frontier *f, struct pace_time now)
{
	while (f->n_heap) {
		size_t i = f->heap[0];
		struct host *h = &f->hosts[i];
		const struct pace *clocks[3] = { &h->pace };
		size_t n = 1;
		int64_t wait;

		if (h->due_ms > now.mono_ms)
			return h->due_ms - now.mono_ms;
		pull(f, 0);
		if (park(f, i))
			continue;
		if (h->domain)
			clocks[n++] = &h->domain->pace;
		if (h->address)
			clocks[n++] = &h->address->pace;
		wait = pace_wait_all_ms(clocks, n, now);
		if (wait > 0) {
			push(f, i, now.mono_ms + wait);
			continue;
		}
		h->place = PLACE_GIVEN;
		*host = i;
		return 0;
	}
	return FRONTIER_LATER;
}

void frontier_start(struct frontier *f, size_t host, struct pace_time now)
{
	struct host *h = &f->hosts[host];

	assert(h->place == PLACE_GIVEN);
	h->place = PLACE_UNDER_WAY;
	pace_start(&h->pace, now);
	if (h->domain)
		pace_start(&h->domain->pace, now);
	if (h->address)
		pace_start(&h->address->pace, now);
}

void frontier_postpone(struct frontier *f, size_t host, int64_t wait_ms, struct pace_time now)
{
	assert(f->hosts[host].place == PLACE_GIVEN);
	push(f, host, now.mono_ms + wait_ms);
}

/* The shared clock rests, and lets those who waited for it look again. */
static void release(struct frontier *f, struct clock *c, struct pace_event rest,
		    struct pace_time now)
{
	if (!c)
		return;
	rest.outcome = PACE_OK;
	rest.retry_after_ms = 0;
	pace_note(&c->pace, &rest, now);
	while (c->waiting != NONE) {
		size_t i = c->waiting;

		c->waiting = f->hosts[i].next;
		push(f, i, now.mono_ms);
	}
}

bool frontier_note(struct frontier *f, size_t host, struct str address,
		   const struct pace_event *event, struct pace_time now)
{
	struct host *h = &f->hosts[host];
	struct clock *old = h->address, *was = shared_clock(f, f->addresses, address);

	assert(h->place == PLACE_UNDER_WAY);
	h->place = PLACE_GIVEN;
	pace_note(&h->pace, event, now);
	release(f, h->domain, *event, now);
	release(f, old, *event, now);
	if (was && was != old) { /* first seen, or moved: the rest is owed to where it was */
		h->address = was;
		pace_start(&was->pace, now);
		release(f, was, *event, now);
	}
	if (h->pace.stopped)
		return false;
	push(f, host, now.mono_ms);
	return true;
}

int64_t frontier_wait_ms(const struct frontier *f, size_t host, struct pace_time now)
{
	int64_t wait_ms = f->hosts[host].pace.ready_ms - now.mono_ms;

	return wait_ms > 0 ? wait_ms : 0;
}

size_t frontier_count(const struct frontier *f)
{
	return f->n_used;
}
