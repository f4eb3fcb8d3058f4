#include "store/store_frontier.h"

#include "store/db.h"

int store_frontier_resume(struct store *s, int64_t now_ms, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_exec(s,
		    "CREATE TEMP TABLE IF NOT EXISTS held (host_id INTEGER PRIMARY KEY);"
		    "DELETE FROM temp.held; UPDATE url SET state = 0 WHERE state = 1",
		    "resume", e))
		return -1;
	st = db_stmt(s,
		     "UPDATE url SET state = 0, due_ms = NULL, tries = 0"
		     " WHERE state = 2 AND due_ms IS NOT NULL AND due_ms <= ?1",
		     e);
	if (!st)
		return -1;
	db_int(st, 1, now_ms);
	return db_run(s, st, "resume", e);
}

int store_host_id(int64_t *id, struct store *s, struct str name, struct str domain, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, "SELECT id FROM host WHERE name = ?1", e);
	int rc;

	if (!st)
		return -1;
	db_str(st, 1, name);
	rc = db_one(id, s, st, "find host", e);
	if (rc)
		return rc < 0 ? -1 : 0;
	st = db_stmt(s, "INSERT INTO host(name, domain) VALUES(?1, ?2)", e);
	if (!st)
		return -1;
	db_str(st, 1, name);
	db_str_if(st, 2, domain);
	if (db_run(s, st, "put host", e))
		return -1;
	*id = db_last_id(s);
	return 0;
}

#define HOST_COLUMNS                                                                               \
	"SELECT id, name, domain, address, tls, next_at_ms, coalesce(crawl_delay_ms, -1),"         \
	" backoff_until_ms, event_ms, backoff_steps, fails, breaker_state,"                        \
	" breaker_until_ms, stop_reason FROM host "

static void read_host(struct store_host *h, struct sqlite3_stmt *st, struct arena *arena)
{
	*h = (struct store_host){
		.id = db_col_int(st, 0),
		.name = db_col_str(st, 1, arena),
		.domain = db_col_str(st, 2, arena),
		.address = db_col_str(st, 3, arena),
		.tls = db_col_str(st, 4, arena),
		.next_at_ms = db_col_int(st, 5),
		.crawl_delay_ms = db_col_int(st, 6),
		.backoff_until_ms = db_col_int(st, 7),
		.event_ms = db_col_int(st, 8),
		.backoff_steps = (int)db_col_int(st, 9),
		.fails = (int)db_col_int(st, 10),
		.breaker_state = db_col_str(st, 11, arena),
		.breaker_until_ms = db_col_int(st, 12),
		.stop_reason = db_col_str(st, 13, arena),
	};
}

static int hold(struct store *s, int64_t host_id, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, "INSERT OR IGNORE INTO temp.held VALUES(?1)", e);

	if (!st)
		return -1;
	db_int(st, 1, host_id);
	return db_run(s, st, "claim host", e);
}

int store_claim_hosts(struct store_host **out, size_t *n, struct store *s, size_t max,
		      int64_t now_ms, struct arena *arena, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s,
			HOST_COLUMNS
			"WHERE id NOT IN (SELECT host_id FROM temp.held) AND stop_reason IS NULL"
			" AND NOT (breaker_state = 'open' AND breaker_until_ms > ?1) AND EXISTS"
			" (SELECT 1 FROM url u INDEXED BY url_pending WHERE u.state = 0"
			" AND u.host_id = host.id) ORDER BY next_at_ms, id LIMIT ?2",
			e);
	int rc;

	*n = 0;
	if (!st)
		return -1;
	*out = ARENA_NEW(arena, struct store_host, max + 1);
	db_int(st, 1, now_ms);
	db_int(st, 2, (int64_t)max);
	while ((rc = db_next(s, st, "claim hosts", e)) > 0)
		read_host(&(*out)[(*n)++], st, arena);
	if (rc == 0)
		db_done(st);
	for (size_t i = 0; rc == 0 && i < *n; i++)
		rc = hold(s, (*out)[i].id, e);
	return rc;
}

int store_release_host(struct store *s, int64_t host_id, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, "DELETE FROM temp.held WHERE host_id = ?1", e);

	if (!st)
		return -1;
	db_int(st, 1, host_id);
	return db_run(s, st, "release host", e);
}

int store_get_host(struct store_host *out, struct store *s, struct str name, struct arena *arena,
		   struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, HOST_COLUMNS "WHERE name = ?1", e);
	int rc;

	if (!st)
		return -1;
	db_str(st, 1, name);
	rc = db_next(s, st, "get host", e);
	if (rc > 0)
		read_host(out, st, arena);
	if (rc >= 0)
		db_done(st);
	return rc;
}

int store_host_update(struct store *s, const struct store_host *h, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(
		s,
		"UPDATE host SET address = ?2, tls = ?3, next_at_ms = ?4, crawl_delay_ms = ?5,"
		" backoff_until_ms = ?6, event_ms = ?7, backoff_steps = ?8, fails = ?9,"
		" breaker_state = ?10, breaker_until_ms = ?11, stop_reason = ?12 WHERE id = ?1",
		e);

	if (!st)
		return -1;
	db_int(st, 1, h->id);
	db_str_if(st, 2, h->address);
	db_str_if(st, 3, h->tls);
	db_int(st, 4, h->next_at_ms);
	db_or_null(st, 5, h->crawl_delay_ms, h->crawl_delay_ms >= 0);
	db_int(st, 6, h->backoff_until_ms);
	db_int(st, 7, h->event_ms);
	db_int(st, 8, h->backoff_steps);
	db_int(st, 9, h->fails);
	db_str(st, 10, h->breaker_state.n ? h->breaker_state : STR("closed"));
	db_int(st, 11, h->breaker_until_ms);
	db_str_if(st, 12, h->stop_reason);
	return db_run(s, st, "put host", e);
}

int store_hosts_forgive(struct store *s, struct err *e)
{
	return db_exec(s,
		       "UPDATE host SET stop_reason = NULL, fails = 0, breaker_state = 'closed',"
		       " breaker_until_ms = 0 WHERE stop_reason IS NOT NULL OR fails > 0"
		       " OR breaker_state <> 'closed'",
		       "forgive hosts", e);
}

#define URL_COLUMNS                                                                                \
	"SELECT id, host_id, parent_id, seed_id, text, kind, rank, depth, tries, link_text,"       \
	" year, etag, last_modified, interval_s, state, disposition FROM url "

static void read_url(struct store_url *u, struct sqlite3_stmt *st, struct arena *arena)
{
	*u = (struct store_url){
		.id = db_col_int(st, 0),
		.host_id = db_col_int(st, 1),
		.parent_id = db_col_int(st, 2),
		.seed_id = db_col_int(st, 3),
		.text = db_col_str(st, 4, arena),
		.kind = db_col_str(st, 5, arena),
		.rank = (int)db_col_int(st, 6),
		.depth = (int)db_col_int(st, 7),
		.tries = (int)db_col_int(st, 8),
		.link_text = db_col_str(st, 9, arena),
		.year = (int)db_col_int(st, 10),
		.etag = db_col_str(st, 11, arena),
		.last_modified = db_col_str(st, 12, arena),
		.interval_s = db_col_int(st, 13),
	};
}

static int take(struct store *s, int64_t id, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, "UPDATE url SET state = 1 WHERE id = ?1", e);

	if (!st)
		return -1;
	db_int(st, 1, id);
	return db_run(s, st, "take URL", e);
}

static int take_next(struct store_url **out, size_t *n, struct store *s, int64_t host_id,
		     size_t max, struct arena *arena, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s,
					  URL_COLUMNS "INDEXED BY url_pending WHERE state = 0 AND"
						      " host_id = ?1 ORDER BY rank, id LIMIT ?2",
					  e);
	int rc;

	*n = 0;
	if (!st)
		return -1;
	*out = ARENA_NEW(arena, struct store_url, max + 1);
	db_int(st, 1, host_id);
	db_int(st, 2, (int64_t)max);
	while ((rc = db_next(s, st, "next URLs", e)) > 0)
		read_url(&(*out)[(*n)++], st, arena);
	if (rc == 0)
		db_done(st);
	for (size_t i = 0; rc == 0 && i < *n; i++)
		rc = take(s, (*out)[i].id, e);
	return rc;
}

int store_next_urls(struct store_url **out, size_t *n, struct store *s, int64_t host_id, size_t max,
		    struct arena *arena, struct err *e)
{
	if (db_enter(s, e))
		return -1;
	return db_leave(s, take_next(out, n, s, host_id, max, arena, e), e);
}

int store_untake_urls(struct store *s, int64_t host_id, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(
		s,
		"UPDATE url SET state = 0 WHERE id IN (SELECT id FROM url INDEXED BY url_taken"
		" WHERE state = 1 AND host_id = ?1)",
		e);

	if (!st)
		return -1;
	db_int(st, 1, host_id);
	return db_run(s, st, "give URLs back", e);
}

int store_excuse_urls(struct store *s, int64_t host_id, const char *disposition, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s,
			"UPDATE url SET disposition = ?2 WHERE id IN (SELECT id FROM url INDEXED BY"
			" url_pending WHERE state = 0 AND host_id = ?1) AND disposition IS NULL",
			e);

	if (!st)
		return -1;
	db_int(st, 1, host_id);
	db_text(st, 2, disposition);
	return db_run(s, st, "excuse URLs", e);
}

static int add_url(int64_t *id, struct store *s, const struct store_offer *o, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(
		s,
		"INSERT INTO url(key, text, host_id, state, kind, rank, depth, parent_id, seed_id,"
		" link_text, year, added_ms, disposition)"
		" VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
		" ON CONFLICT(key) DO NOTHING",
		e);

	if (!st)
		return -1;
	db_int(st, 1, (int64_t)o->key);
	db_str(st, 2, o->text);
	db_int(st, 3, o->host_id);
	db_int(st, 4,
	       o->is_outside || o->is_refused ? URL_OUTSIDE
	       : o->is_unsupported            ? URL_FAILED
					      : URL_PENDING);
	db_str(st, 5, o->kind);
	db_int(st, 6, o->rank);
	db_int(st, 7, o->depth);
	db_id(st, 8, o->parent_id);
	db_id(st, 9, o->seed_id);
	db_str_if(st, 10, o->link_text);
	db_id(st, 11, o->year);
	db_int(st, 12, o->now_ms);
	db_text(st, 13,
		o->is_outside       ? "offsite"
		: o->is_unsupported ? "unsupported"
		: o->is_refused     ? "skipped"
				    : NULL);
	if (db_run(s, st, "offer URL", e))
		return -1;
	*id = db_changes(s) ? db_last_id(s) : 0;
	return 0;
}

/* A known URL: what was not known of it, and from outside to inside. */
static int offer_again(int64_t *id, struct store *s, const struct store_offer *o, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, "SELECT id FROM url WHERE key = ?1", e);

	if (!st)
		return -1;
	db_int(st, 1, (int64_t)o->key);
	if (db_one(id, s, st, "find URL", e) < 0)
		return -1;
	st = db_stmt(s,
		     "UPDATE url SET seed_id = coalesce(seed_id, ?2), link_text ="
		     " coalesce(link_text, ?3), year = coalesce(year, ?4), disposition ="
		     " iif(state = 4 AND NOT ?5, NULL, disposition), state ="
		     " iif(state = 4 AND NOT ?5, 0, state) WHERE id = ?1 AND"
		     " ((seed_id IS NULL AND ?2 IS NOT NULL) OR (link_text IS NULL AND ?3 IS NOT"
		     " NULL) OR (year IS NULL AND ?4 IS NOT NULL) OR (state = 4 AND NOT ?5))",
		     e);
	if (!st)
		return -1;
	db_int(st, 1, *id);
	db_id(st, 2, o->seed_id);
	db_str_if(st, 3, o->link_text);
	db_id(st, 4, o->year);
	db_int(st, 5, o->is_outside || o->is_refused || o->is_weak);
	return db_run(s, st, "offer URL", e);
}

int store_offer_url(int64_t *url_id, bool *is_new, struct store *s, const struct store_offer *o,
		    struct err *e)
{
	if (add_url(url_id, s, o, e))
		return -1;
	*is_new = *url_id != 0;
	return *is_new ? 0 : offer_again(url_id, s, o, e);
}

int store_finish_url(struct store *s, const struct store_finish *f, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(
		s,
		"UPDATE url SET state = ?2, disposition = ?3, fetched_ms = ?4, due_ms = ?5,"
		" interval_s = coalesce(?6, interval_s), etag = coalesce(?7, etag),"
		" last_modified = coalesce(?8, last_modified), tries = tries + 1 WHERE id = ?1",
		e);

	if (!st)
		return -1;
	db_int(st, 1, f->url_id);
	db_int(st, 2, f->state);
	db_text(st, 3, f->disposition);
	db_int(st, 4, f->now_ms);
	db_id(st, 5, f->due_ms);
	db_id(st, 6, f->interval_s);
	db_str_if(st, 7, f->etag);
	db_str_if(st, 8, f->last_modified);
	return db_run(s, st, "finish URL", e);
}

int store_find_url(struct store_url *out, enum url_state *state, struct str *disposition,
		   struct store *s, uint64_t key, struct arena *arena, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, URL_COLUMNS "WHERE key = ?1", e);
	int rc;

	if (!st)
		return -1;
	db_int(st, 1, (int64_t)key);
	rc = db_next(s, st, "find URL", e);
	if (rc > 0) {
		read_url(out, st, arena);
		if (state)
			*state = (enum url_state)db_col_int(st, 14);
		if (disposition)
			*disposition = db_col_str(st, 15, arena);
	}
	if (rc >= 0)
		db_done(st);
	return rc;
}

int store_backlog(struct store_backlog *out, struct store *s, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s,
			"SELECT (SELECT count(*) FROM url WHERE state IN (0, 1)),"
			" (SELECT count(DISTINCT host_id) FROM url WHERE state = 0),"
			" (SELECT count(*) FROM url)",
			e);
	int rc;

	if (!st)
		return -1;
	rc = db_next(s, st, "count", e);
	if (rc > 0)
		*out = (struct store_backlog){ db_col_int(st, 0), db_col_int(st, 1),
					       db_col_int(st, 2) };
	if (rc >= 0)
		db_done(st);
	return rc < 0 ? -1 : 0;
}

int store_url_text(struct str *out, struct store *s, int64_t url_id, struct arena *arena,
		   struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, "SELECT text FROM url WHERE id = ?1", e);
	int rc;

	if (!st)
		return -1;
	db_int(st, 1, url_id);
	rc = db_next(s, st, "get url", e);
	if (rc > 0)
		*out = db_col_str(st, 0, arena);
	if (rc >= 0)
		db_done(st);
	return rc;
}

int store_url_times(struct store_times *out, struct store *s, int64_t url_id, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, "SELECT fetched_ms, due_ms FROM url WHERE id = ?1", e);
	int rc;

	if (!st)
		return -1;
	db_int(st, 1, url_id);
	rc = db_next(s, st, "get url", e);
	if (rc > 0)
		*out = (struct store_times){ db_col_int(st, 0), db_col_int(st, 1) };
	if (rc >= 0)
		db_done(st);
	return rc;
}
