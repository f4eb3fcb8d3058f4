#include "crawler/frontier.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"

#define NONE    ((size_t)-1)
#define BUCKETS 4096

/* A clock, by name, domain or address. Kept to the end: a host comes back. */
struct clock {
	struct clock *next; /* in its bucket */
	struct str key;
	struct pace pace;
	size_t waiting; /* first host parked until its request ends; NONE: none */
	bool is_known;  /* its memory is newer than any row's */
};

enum place { PLACE_FREE, PLACE_QUEUED, PLACE_GIVEN, PLACE_UNDER_WAY, PLACE_PARKED };

enum which { OWN, DOMAIN, ADDRESS, N_CLOCKS };

struct host {
	enum place place;
	bool is_visiting;
	struct clock *home[N_CLOCKS];    /* NULL: not shared; its own is always there */
	struct clock *visited[N_CLOCKS]; /* of the host whose guest it is */
	struct clock *started[N_CLOCKS]; /* of the request under way */
	struct clock *parked_at;
	int64_t due_ms; /* monotonic */
	uint64_t turn;  /* among hosts due together, the lowest goes first */
	size_t next;    /* free list, or the hosts parked at a clock */
};

struct frontier {
	struct frontier_settings s;
	struct host *hosts;
	size_t n_hosts, cap_hosts, n_used, first_free;
	size_t *heap;
	size_t n_heap;
	uint64_t turns;
	struct clock *clocks[N_CLOCKS][BUCKETS];
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

static struct clock *make_clock(struct frontier *f, struct str key)
{
	struct clock *c = ARENA_NEW(&f->arena, struct clock, 1);

	*c = (struct clock){ .key = arena_str(&f->arena, key),
			     .pace = { .delay_ms = f->s.delay_ms },
			     .waiting = NONE };
	return c;
}

/* The clock of that key, made if it is new; NULL when it is not shared. */
static struct clock *find_clock(struct frontier *f, enum which which, struct str key)
{
	uint32_t hash = 2166136261u;
	struct clock **at, *c;

	if (!key.n || (f->s.own_clocks_only && which != OWN))
		return NULL;
	for (size_t i = 0; i < key.n; i++)
		hash = (hash ^ (unsigned char)key.p[i]) * 16777619u;
	at = &f->clocks[which][hash % BUCKETS];
	for (c = *at; c; c = c->next)
		if (str_eq(c->key, key))
			return c;
	c = make_clock(f, key);
	c->next = *at;
	*at = c;
	return c;
}

static void find_clocks(struct clock *out[N_CLOCKS], struct frontier *f,
			const struct frontier_host *as, struct pace_time now)
{
	struct pace *own;

	out[OWN] = as->name.n ? find_clock(f, OWN, as->name) : make_clock(f, as->name);
	out[DOMAIN] = find_clock(f, DOMAIN, as->domain);
	out[ADDRESS] = find_clock(f, ADDRESS, as->address);
	own = &out[OWN]->pace;
	if (!out[OWN]->is_known)
		own->memory = as->memory;
	out[OWN]->is_known = true;
	if (own->ready_ms < now.mono_ms + as->wait_ms)
		own->ready_ms = now.mono_ms + as->wait_ms;
}

/* Those that the host's next request goes by. */
static struct clock **clocks_of(struct host *h)
{
	return h->is_visiting ? h->visited : h->home;
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

size_t frontier_add(struct frontier *f, const struct frontier_host *as, struct pace_time now)
{
	size_t i = take_slot(f);

	f->hosts[i] = (struct host){ .place = PLACE_FREE };
	find_clocks(f->hosts[i].home, f, as, now);
	f->n_used++;
	push(f, i, now.mono_ms + as->wait_ms);
	return i;
}

bool frontier_visit(struct frontier *f, size_t host, const struct frontier_host *other,
		    struct pace_time now)
{
	struct host *h = &f->hosts[host];
	struct clock *clocks[N_CLOCKS];

	assert(h->place == PLACE_QUEUED || h->place == PLACE_GIVEN);
	if (!other) {
		h->is_visiting = false;
		return true;
	}
	find_clocks(clocks, f, other, now);
	if (clocks[OWN]->pace.stopped)
		return false;
	memcpy(h->visited, clocks, sizeof(clocks));
	h->is_visiting = true;
	return true;
}

static void unpark(struct frontier *f, size_t host)
{
	size_t *at = &f->hosts[host].parked_at->waiting;

	while (*at != host)
		at = &f->hosts[*at].next;
	*at = f->hosts[host].next;
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
	return &f->hosts[host].home[OWN]->pace;
}

/* A clock with a request under way holds the host back until that ends. */
static bool park(struct frontier *f, size_t host)
{
	struct host *h = &f->hosts[host];
	struct clock **clocks = clocks_of(h);

	for (size_t i = 0; i < N_CLOCKS; i++) {
		struct clock *c = clocks[i];

		if (!c || !c->pace.in_flight)
			continue;
		h->place = PLACE_PARKED;
		h->parked_at = c;
		h->next = c->waiting;
		c->waiting = host;
		return true;
	}
	return false;
}

static int64_t wait_of(struct host *h, struct pace_time now)
{
	struct clock **clocks = clocks_of(h);
	const struct pace *paces[N_CLOCKS];
	size_t n = 0;
	int64_t wait;

	for (size_t i = 0; i < N_CLOCKS; i++)
		if (clocks[i])
			paces[n++] = &clocks[i]->pace;
	wait = pace_wait_all_ms(paces, n, now);
	return wait == PACE_NEVER ? PACE_MAX_BACKOFF_MS : wait; /* a guest has stopped it */
}

int64_t frontier_next(size_t *host, struct frontier *f, struct pace_time now)
{
	while (f->n_heap) {
		size_t i = f->heap[0];
		struct host *h = &f->hosts[i];
		int64_t wait;

		if (h->due_ms > now.mono_ms)
			return h->due_ms - now.mono_ms;
		pull(f, 0);
		if (park(f, i))
			continue;
		wait = wait_of(h, now);
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
	memcpy(h->started, clocks_of(h), sizeof(h->started));
	for (size_t i = 0; i < N_CLOCKS; i++)
		if (h->started[i])
			pace_start(&h->started[i]->pace, now);
}

void frontier_postpone(struct frontier *f, size_t host, int64_t wait_ms, struct pace_time now)
{
	assert(f->hosts[host].place == PLACE_GIVEN);
	push(f, host, now.mono_ms + wait_ms);
}

/* Those who waited for the clock look again. */
static void wake(struct frontier *f, struct clock *c, struct pace_time now)
{
	while (c->waiting != NONE) {
		size_t i = c->waiting;

		c->waiting = f->hosts[i].next;
		push(f, i, now.mono_ms);
	}
}

static void cancel(struct frontier *f, struct clock *c, struct pace_time now)
{
	if (!c)
		return;
	assert(c->pace.in_flight > 0);
	c->pace.in_flight--;
	wake(f, c, now);
}

/* A shared clock takes the rest, and not the trouble. */
static void rest(struct frontier *f, struct clock *c, struct pace_event event, struct pace_time now)
{
	if (!c)
		return;
	event.outcome = PACE_OK;
	event.retry_after_ms = 0;
	pace_note(&c->pace, &event, now);
	wake(f, c, now);
}

bool frontier_reach(struct frontier *f, size_t host, struct str address, struct pace_time now)
{
	struct host *h = &f->hosts[host];
	struct clock *c = find_clock(f, ADDRESS, address);

	assert(h->place == PLACE_UNDER_WAY);
	if (!c || c == h->started[ADDRESS])
		return true;
	clocks_of(h)[ADDRESS] = c;
	if (pace_wait_ms(&c->pace, now) != 0)
		return false;
	cancel(f, h->started[ADDRESS], now);
	h->started[ADDRESS] = c;
	pace_start(&c->pace, now);
	return true;
}

void frontier_cancel(struct frontier *f, size_t host, struct pace_time now)
{
	struct host *h = &f->hosts[host];

	assert(h->place == PLACE_UNDER_WAY);
	h->place = PLACE_GIVEN;
	for (size_t i = 0; i < N_CLOCKS; i++)
		cancel(f, h->started[i], now);
	push(f, host, now.mono_ms);
}

bool frontier_note(struct frontier *f, size_t host, struct str address,
		   const struct pace_event *event, struct pace_time now)
{
	struct host *h = &f->hosts[host];
	struct clock *was = find_clock(f, ADDRESS, address);

	assert(h->place == PLACE_UNDER_WAY);
	h->place = PLACE_GIVEN;
	pace_note(&h->started[OWN]->pace, event, now);
	wake(f, h->started[OWN], now);
	rest(f, h->started[DOMAIN], *event, now);
	rest(f, h->started[ADDRESS], *event, now);
	if (was && was != h->started[ADDRESS]) { /* the rest is owed to where it was */
		clocks_of(h)[ADDRESS] = was;
		pace_start(&was->pace, now);
		rest(f, was, *event, now);
	}
	if (h->home[OWN]->pace.stopped)
		return false;
	push(f, host, now.mono_ms);
	return true;
}

int64_t frontier_wait_ms(const struct frontier *f, size_t host, struct pace_time now)
{
	int64_t wait_ms = f->hosts[host].home[OWN]->pace.ready_ms - now.mono_ms;

	return wait_ms > 0 ? wait_ms : 0;
}

size_t frontier_count(const struct frontier *f)
{
	return f->n_used;
}
