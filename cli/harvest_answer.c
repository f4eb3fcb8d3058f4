#define LOG_MODULE "harvest"

#include <stdio.h>

#include "base/attrs.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/log.h"
#include "cli/harvest_parts.h"
#include "crawler/http.h"
#include "crawler/recrawl.h"
#include "crawler/soft.h"

#define MAX_COOKIE_REPLAYS 2

/* What to do with a URL that came out so. */
static const struct {
	bool again;   /* up to HARVEST_MAX_TRIES times in this run */
	int due_days; /* then, or at once where `again` is not set; 0: by its interval */
	bool is_held; /* stays pending for the next run */
} treatments[DISP__COUNT] = {
	[DISP_OK] = { false, 0, false },
	[DISP_NOT_MODIFIED] = { false, 0, false },
	[DISP_NOT_FOUND] = { false, 30, false },
	[DISP_REDIRECT] = { false, 7, false },
	[DISP_REDIRECT_LOOP] = { false, 7, false },
	[DISP_HTTP] = { false, 7, false },
	[DISP_THROTTLED] = { true, 1, false },
	[DISP_BLOCKED] = { false, 0, true },
	[DISP_DNS] = { true, 1, false },
	[DISP_CONNECT] = { true, 1, false },
	[DISP_TIMEOUT] = { true, 1, false },
	[DISP_TLS] = { false, 1, false },
	[DISP_TRUNCATED] = { true, 1, false },
	[DISP_TOO_LARGE] = { false, 30, false },
	[DISP_DECODE_ERROR] = { false, 7, false }, /* it was asked for without coding, too */
	[DISP_REFUSED_ADDRESS] = { false, 7, false },
	[DISP_REFUSED_SCHEME] = { false, 30, false },
	[DISP_OFFSITE] = { false, 30, false },
	[DISP_SKIPPED] = { false, 30, false },
};

static enum pace_outcome pace_outcome(const struct fetch_result *r)
{
	switch (r->disposition) {
	case DISP_THROTTLED:
		return PACE_BUSY;
	case DISP_BLOCKED:
		return PACE_BLOCKED;
	case DISP_DNS:
	case DISP_CONNECT:
	case DISP_TIMEOUT:
	case DISP_TLS:
		return PACE_FAILED;
	default:
		return r->status >= 500 ? PACE_FAILED : PACE_OK;
	}
}

/*
 * No connection, or nobody who speaks TLS: the other scheme is tried, once a run. A certificate
 * that cannot be verified is no reason to.
 */
static bool may_try_other(const struct harvest_host *host, const struct fetch_result *r)
{
	return host->n_turns == 0 && !host->answered && !r->status &&
	       (r->disposition == DISP_CONNECT ||
		(r->disposition == DISP_TLS && r->tls_handshake_failed));
}

/* Notes the answer on the host's clocks; false when the host is stopped. */
static bool note_pace(struct harvest *h, struct harvest_host *host, const struct fetch_result *r,
		      enum pace_outcome outcome)
{
	struct pace_time now = harvest_now();
	struct pace_event event = {
		.outcome = outcome,
		.began_mono_ms = now.mono_ms - r->took_ms,
		.took_ms = h->s->config->delay_ms ? r->took_ms : 0,
		.retry_after_ms = r->retry_after_ms,
	};

	h->dice = h->dice * 6364136223846793005u + 1442695040888963407u;
	event.jitter = (unsigned)((h->dice >> 33) % 1001);
	if (r->address.n && !host->is_visiting && !str_eq(r->address, host->row.address))
		host->row.address = arena_str(&host->arena, r->address);
	host->under_way = false;
	return frontier_note(h->frontier, host->index, r->address, &event, now);
}

static const char *truncated(const struct fetch_result *r)
{
	if (r->disposition == DISP_TOO_LARGE)
		return "length";
	if (r->disposition == DISP_TIMEOUT)
		return "time";
	return r->disposition == DISP_TRUNCATED ? "disconnect" : NULL;
}

/* An answer goes into the archive before anything else is done with it. */
static int archive(struct store_place *place, struct harvest *h, const struct harvest_host *host,
		   const struct fetch_result *r, const struct store_body *earlier,
		   struct warc_place *where, struct err *e)
{
	struct warc_exchange x = {
		.url = r->url,
		.address = r->address,
		.fetched_ms = r->fetched_ms,
		.request_header = r->request_header,
		.response_header = r->response_header,
		.body = r->wire,
		.truncated = truncated(r),
	};
	struct arena arena = { 0 };
	struct buf fields;
	int rc;

	*place = (struct store_place){ 0 };
	if (!r->response_header.n)
		return 0;
	if (earlier && r->disposition == DISP_NOT_MODIFIED)
		x.answer = WARC_NOT_CHANGED;
	else if (earlier)
		x.answer = WARC_SAME;
	if (earlier) {
		x.refers_to_url = r->url;
		x.refers_to_ms = earlier->first_seen_ms;
	}
	buf_init(&fields, 4096);
	buf_addf(&fields, "fetchTimeMs: %lld\r\ndisposition: %s\r\n", (long long)r->took_ms,
		 disposition_name(r->disposition));
	if (r->detail.n)
		buf_addf(&fields, "detail: %.*s\r\n", STR_ARG(r->detail));
	if (str_starts(r->url, STR("https:")) && fetch_tls_name(&host->own.tls, &arena).n)
		buf_addf(&fields, "tlsProfile: %.*s\r\n",
			 STR_ARG(fetch_tls_name(&host->own.tls, &arena)));
	x.fields = buf_str(&fields);
	rc = warc_append(where, h->s->warc, &x, e);
	arena_release(&arena);
	buf_release(&fields);
	if (rc)
		return -1;
	*place = (struct store_place){ str_c(where->file), where->offset, where->length };
	return 0;
}

/* Of a body without content coding its own digest has told; of others, that of what came. */
static bool is_same_on_the_wire(const struct store_body *doc, const struct fetch_result *r)
{
	char digest[DIGEST_TEXT_MAX];

	if (r->wire.p == r->body.p)
		return true;
	return str_starts(doc->wire_digest, STR("sha1:")) &&
	       str_eq_nocase(str_sub(doc->wire_digest, 5, doc->wire_digest.n),
			     str_c(digest_of(digest, DIGEST_SHA1, r->wire)));
}

/*
 * The document a revisit record may point to: same URL, same bytes on the wire,
 * in the archive. *is_first: the URL is known to have no document yet.
 */
static int find_earlier(struct store_body *out, bool *found, bool *is_first, struct harvest *h,
			const struct store_url *u, const struct fetch_result *r, struct str sha256,
			struct arena *arena, struct err *e)
{
	int rc = 0;
	bool is_asked = str_eq(r->url, u->text); /* not where the other scheme was asked */

	*found = *is_first = false;
	if (r->disposition != DISP_NOT_MODIFIED && (r->disposition != DISP_OK || !r->body.n))
		return 0;
	if (is_asked)
		rc = store_last_body(out, h->s->store, u->id, (struct str){ NULL, 0 }, arena, e);
	*is_first = is_asked && rc == 0;
	*found = rc > 0 && out->is_archived &&
		 (r->disposition == DISP_NOT_MODIFIED ||
		  (str_eq(out->sha256, sha256) && is_same_on_the_wire(out, r)));
	return rc < 0 ? -1 : 0;
}

static int put_fetch(struct harvest *h, const struct store_url *u, const struct fetch_result *r,
		     struct str sha256, const struct store_place *place, struct err *e)
{
	struct store_fetch f = {
		.run_id = h->s->run_id,
		.url_id = u->id,
		.started_ms = r->fetched_ms,
		.took_ms = r->took_ms,
		.disposition = disposition_name(r->disposition),
		.detail = r->detail,
		.location = r->location,
		.media_type = r->media_type,
		.charset = r->charset,
		.address = r->address,
		.status = r->status,
		.n_bytes = (int64_t)r->body.n,
		.sha256 = sha256,
		.place = *place,
	};
	int64_t id;

	return store_put_fetch(&id, h->s->store, &f, e);
}

static int finish(struct harvest *h, const struct store_url *u, const struct fetch_result *r,
		  bool changed, struct err *e)
{
	int64_t now_ms = clock_wall_ms();
	struct store_finish f = {
		.url_id = u->id,
		.state = URL_DONE,
		.disposition = disposition_name(r->disposition),
		.now_ms = now_ms,
		.etag = r->etag,
		.last_modified = r->last_modified,
	};
	int days = treatments[r->disposition].due_days;
	bool again = treatments[r->disposition].again ||
		     (r->disposition == DISP_HTTP && r->status >= 500);

	if (treatments[r->disposition].is_held || (again && u->tries + 1 < HARVEST_MAX_TRIES)) {
		f.state = URL_PENDING;
	} else if (days) {
		f.due_ms = now_ms + days * HARVEST_DAY_MS;
	} else {
		f.interval_s = recrawl_interval_s(harvest_is_list(u->kind), u->interval_s, changed,
						  clock_beijing_day(now_ms));
		f.due_ms = now_ms + f.interval_s * 1000;
	}
	return store_finish_url(h->s->store, &f, e);
}

static void count(struct harvest_summary *sum, const struct fetch_result *r)
{
	sum->n_pages++;
	sum->n_bytes += (int64_t)r->wire.n;
	switch (r->disposition) {
	case DISP_OK:
	case DISP_REDIRECT:
	case DISP_OFFSITE:
		break;
	case DISP_NOT_MODIFIED:
		sum->n_same++;
		break;
	case DISP_NOT_FOUND:
		sum->n_not_found++;
		break;
	case DISP_THROTTLED:
		sum->n_throttled++;
		break;
	case DISP_BLOCKED:
		sum->n_blocked++;
		break;
	default:
		sum->n_failed++;
	}
}

/* The body as a document; it is read unless this very body was read before. */
static int keep_document(struct harvest *h, struct harvest_host *host, const struct store_url *u,
			 const struct fetch_result *r, struct str sha256,
			 const struct store_place *place, const char *wire_digest, bool is_first,
			 bool *changed, struct err *e)
{
	struct store_document d = {
		.is_first = is_first,
		.url_id = u->id,
		.sha256 = sha256,
		.n_bytes = (int64_t)r->body.n,
		.media_type = r->media_type,
		.charset = host->own.charset.n ? host->own.charset : r->charset,
		.place = *place,
		.wire_digest = str_c(wire_digest),
		.seed_id = u->seed_id,
		.link_text = u->link_text,
		.link_year = u->year,
		.seen_ms = r->fetched_ms,
	};
	enum store_news news;
	int64_t id;

	if (store_put_document(&id, &news, h->s->store, &d, e))
		return -1;
	*changed = news != STORE_SAME;
	h->sum.n_documents++;
	h->sum.n_new += news == STORE_NEW;
	h->sum.n_changed += news == STORE_CHANGED;
	h->sum.n_same += news == STORE_SAME;
	if (news == STORE_SAME)
		return 0;
	return harvest_queue_document(h, id, r->body, host, u->depth, e);
}

/* A redirect to itself with a cookie is asked again with it; beyond that it is a wall. */
static bool replay(struct harvest_host *host, struct fetch_result *r, struct arena *arena)
{
	struct url from, to;
	struct err bad;

	if (url_parse(&from, r->url, NULL, arena, &bad) ||
	    url_parse(&to, r->location, &from, arena, &bad) || !str_eq(from.href, to.href))
		return false;
	if (!http_field(r->response_header, STR("set-cookie")).n) {
		r->disposition = DISP_REDIRECT_LOOP;
		return false;
	}
	if (host->n_replays < MAX_COOKIE_REPLAYS) {
		host->n_replays++;
		return true;
	}
	r->disposition = DISP_BLOCKED;
	r->detail = STR("cookie");
	return false;
}

/*
 * A page that says it is not there, or a page where a document was asked for, is not kept. True
 * when it has to be asked for again, once it is known what the host says to any URL.
 */
static bool see_through(struct harvest_host *host, struct fetch_result *r, struct str sha256,
			struct arena *arena)
{
	struct url u;
	struct err bad;
	enum soft_sign sign;

	if (r->disposition != DISP_OK || !r->body.n)
		return false;
	if (url_parse(&u, r->url, NULL, arena, &bad) == 0 && soft_not_a_document(&u, r->body)) {
		r->disposition = DISP_SKIPPED;
		r->detail = STR("not_a_document");
		return false;
	}
	sign = soft_404(r->body);
	if (sign == SOFT_DOUBT && !host->was_probed) {
		host->wants_probe = true;
		return true;
	}
	if (sign == SOFT_CERTAIN ||
	    (host->soft_sha256[0] && str_eq(sha256, str_c(host->soft_sha256)))) {
		r->disposition = DISP_NOT_FOUND;
		r->detail = STR("soft_404");
	}
	return false;
}

/* A broken content coding is asked for once more without any. */
static bool without_coding(struct harvest_host *host, const struct fetch_result *r)
{
	if (r->disposition != DISP_DECODE_ERROR || host->wants_identity)
		return false;
	host->wants_identity = true;
	return true;
}

static int follow(struct harvest *h, const struct store_url *u, struct fetch_result *r,
		  struct arena *arena, struct err *e)
{
	if (r->disposition != DISP_REDIRECT)
		return 0;
	return harvest_offer_redirect(&r->disposition, &r->detail, h, u, r->location, arena, e);
}

/* Everything that one answer changes, within the open transaction. */
static int take_page(struct harvest *h, struct harvest_host *host, struct fetch_result *r,
		     struct err *e)
{
	struct store_url u = host->queue[host->at];
	char sha256[DIGEST_TEXT_MAX] = "";
	struct store_body earlier;
	struct store_place place;
	struct warc_place where = { 0 };
	struct arena arena = { 0 };
	bool found, is_first, changed = false, again = false;
	int rc;

	if (r->disposition == DISP_REDIRECT)
		again = replay(host, r, &arena);
	if (r->body.n)
		digest_of(sha256, DIGEST_SHA256, r->body);
	again = again || without_coding(host, r) || see_through(host, r, str_c(sha256), &arena);
	rc = harvest_begin(h, e);
	if (!rc)
		rc = find_earlier(&earlier, &found, &is_first, h, &u, r, str_c(sha256), &arena, e);
	if (!rc)
		rc = archive(&place, h, host, r, found ? &earlier : NULL, &where, e);
	if (!rc && !again)
		rc = follow(h, &u, r, &arena, e);
	if (!rc)
		rc = put_fetch(h, &u, r, str_c(sha256), &place, e);
	if (!rc && !again && r->disposition == DISP_OK && r->body.n)
		rc = keep_document(h, host, &u, r, str_c(sha256), &place, where.payload_digest,
				   is_first, &changed, e);
	if (!rc && r->disposition == DISP_NOT_FOUND)
		rc = store_url_gone(h->s->store, u.id, r->fetched_ms, e);
	if (!rc && !again)
		rc = finish(h, &u, r, changed, e);
	arena_release(&arena);
	if (again)
		return rc;
	count(&h->sum, r);
	host->n_replays = 0;
	host->wants_identity = false;
	host->at++;
	log_debug("url=%.*s status=%d ms=%lld: %s %.*s", STR_ARG(r->url), r->status,
		  (long long)r->took_ms, disposition_name(r->disposition), STR_ARG(r->detail));
	return rc;
}

static int take_probe(struct harvest *h, struct harvest_host *host, const struct fetch_result *r,
		      struct err *e)
{
	struct store_place place;
	struct warc_place where = { 0 };

	host->asking_probe = host->wants_probe = false;
	host->was_probed = true;
	if (r->disposition == DISP_OK && r->body.n)
		digest_of(host->soft_sha256, DIGEST_SHA256, r->body);
	return archive(&place, h, host, r, NULL, &where, e);
}

static int take_robots(struct harvest *h, struct harvest_host *host, const struct fetch_result *r,
		       struct err *e)
{
	struct store_place place;
	struct warc_place where = { 0 };

	if (archive(&place, h, host, r, NULL, &where, e))
		return -1;
	return harvest_take_robots(h, host, r, e);
}

/* To the other scheme, and back when nobody answers there either. */
static void turn_scheme(struct harvest_host *host, const struct fetch_result *r)
{
	log_info("host=%.*s: %.*s: the other of http and https is asked", STR_ARG(host->row.name),
		 STR_ARG(r->detail));
	host->other_scheme = !host->other_scheme;
	host->n_turns++;
	host->row.tls = host->other_scheme ? STR(OTHER_SCHEME) : (struct str){ NULL, 0 };
}

/* Its address turned out to be one that others are asked at: nothing has been sent. */
static void put_off(struct harvest *h, struct harvest_host *host)
{
	if (!host->asking_robots && !host->asking_probe)
		host->n_pages--;
	host->under_way = host->asking_robots = host->asking_probe = false;
	h->sum.n_requests--;
	frontier_cancel(h->frontier, host->index, harvest_now());
}

int harvest_answer(struct harvest *h, size_t index, const struct fetch_result *result,
		   struct err *e)
{
	struct harvest_host *host = h->hosts[index];
	struct fetch_result r = *result;
	bool other = may_try_other(host, &r), goes_on;
	char reason[64];
	int rc;

	if (r.postponed) {
		put_off(h, host);
		return 0;
	}
	goes_on = note_pace(h, host, &r, other ? PACE_OK : pace_outcome(&r));
	h->any_answer = h->any_answer || r.status != 0;
	if (other || (host->n_turns == 1 && !host->answered && !r.status))
		turn_scheme(host, &r);
	host->answered = host->answered || r.status;
	if (other)
		return harvest_put_host(h, host, e);
	if (host->asking_probe)
		rc = take_probe(h, host, &r, e);
	else
		rc = host->asking_robots ? take_robots(h, host, &r, e) : take_page(h, host, &r, e);
	if (rc)
		return -1;
	if (r.disposition == DISP_BLOCKED)
		snprintf(reason, sizeof(reason), "blocked:%.*s", STR_ARG(r.detail));
	else
		snprintf(reason, sizeof(reason), "throttled");
	if (!goes_on || r.disposition == DISP_BLOCKED)
		return harvest_retire(h, host, reason, e);
	return harvest_put_host(h, host, e);
}
