#include "crawler/fetch.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>

#include <curl/curl.h>
#include <openssl/ssl.h>

#include "base/arena.h"
#include "base/attrs.h"
#include "base/buf.h"
#include "base/clock.h"
#include "crawler/addr.h"
#include "crawler/http.h"
#include "crawler/inflate.h"

#define JAR_BUCKETS        1024
#define MAX_REQUEST_BYTES  (16u << 10)
#define MAX_RETRY_AFTER_MS (24ll * 3600 * 1000)
#define MAX_IDLE_HANDLES   64
#define DNS_CACHE_S        3600L
#define BUFFER_BYTES       65536L /* most pages in one or two pieces */
#define LOOK_EVERY_MS      1000   /* how late a limit of time may be noticed */

/* Why we ended a transfer ourselves. */
enum stop { STOP_NONE, STOP_HEADER, STOP_SIZE, STOP_RATIO, STOP_SILENT, STOP_SLOW };

struct transfer {
	struct transfer *next;
	struct fetch *owner;
	CURL *easy;
	uint64_t id;
	struct arena arena;
	struct str url, host;
	struct fetch_tls tls;
	struct curl_slist *fields, *resolve;
	struct buf request_head, head, wire, body;
	struct inflate *z; /* NULL: the body is on the wire as it is */
	enum inflate_state inflated;
	bool unknown_coding, body_began, refused, postponed;
	enum stop stop;
	size_t max_body;
	int64_t started_ms, window_ms; /* monotonic; the window is for slowness */
	size_t window_bytes;
	int64_t wall_ms;
	CURLcode code;
	char error[CURL_ERROR_SIZE];
};

/* Cookies of one host, as libcurl gives them out. */
struct jar {
	struct jar *next;
	struct curl_slist *cookies;
	size_t host_n;
	char host[];
};

struct fetch {
	CURLM *multi;
	struct fetch_settings s;
	bool (*may_connect)(void *user, uint64_t id, struct str address); /* NULL: always */
	void *watcher;
	struct transfer *running, *done;
	struct transfer *given; /* whose result the caller is looking at */
	unsigned n_busy;
	bool has_new; /* transfers that libcurl has not begun */
	CURL *idle[MAX_IDLE_HANDLES];
	size_t n_idle;
	struct jar *jars[JAR_BUCKETS];
};

static _Noreturn void out_of_memory(void)
{
	fprintf(stderr, "fatal: out of memory for a transfer\n");
	abort();
}

static void set_defaults(struct fetch_limits *l)
{
	const struct fetch_limits d = { 15000,     30000,    30000,     6000, 600000,
					256 << 10, 32 << 20, 256 << 20, 200 };

	l->connect_ms = l->connect_ms ? l->connect_ms : d.connect_ms;
	l->first_byte_ms = l->first_byte_ms ? l->first_byte_ms : d.first_byte_ms;
	l->slow_ms = l->slow_ms ? l->slow_ms : d.slow_ms;
	l->slow_bytes = l->slow_bytes ? l->slow_bytes : d.slow_bytes;
	l->total_ms = l->total_ms ? l->total_ms : d.total_ms;
	l->max_header_bytes = l->max_header_bytes ? l->max_header_bytes : d.max_header_bytes;
	l->max_page_bytes = l->max_page_bytes ? l->max_page_bytes : d.max_page_bytes;
	l->max_file_bytes = l->max_file_bytes ? l->max_file_bytes : d.max_file_bytes;
	l->max_ratio = l->max_ratio ? l->max_ratio : d.max_ratio;
}

int fetch_open(struct fetch **out, const struct fetch_settings *s, struct err *e)
{
	struct fetch *f;

	if (curl_global_init(CURL_GLOBAL_DEFAULT))
		return err_set(e, ERR_NET, "libcurl cannot start");
	f = calloc(1, sizeof(*f));
	if (!f)
		out_of_memory();
	f->s = *s;
	set_defaults(&f->s.limits);
	f->multi = curl_multi_init();
	if (!f->multi) {
		free(f);
		return err_set(e, ERR_NET, "libcurl cannot start");
	}
	curl_multi_setopt(f->multi, CURLMOPT_MAX_HOST_CONNECTIONS, 1L); /* behind the frontier */
	*out = f;
	return 0;
}

static void free_transfer(struct transfer *t)
{
	inflate_close(t->z);
	curl_slist_free_all(t->fields);
	curl_slist_free_all(t->resolve);
	buf_release(&t->request_head);
	buf_release(&t->head);
	buf_release(&t->wire);
	buf_release(&t->body);
	arena_release(&t->arena);
	free(t);
}

/* Takes the handle away; connections stay with the multi handle. */
static void put_back(struct fetch *f, struct transfer *t)
{
	curl_multi_remove_handle(f->multi, t->easy);
	if (f->n_idle < MAX_IDLE_HANDLES) {
		curl_easy_reset(t->easy);
		curl_easy_setopt(t->easy, CURLOPT_COOKIELIST, "ALL"); /* forget them */
		f->idle[f->n_idle++] = t->easy;
	} else {
		curl_easy_cleanup(t->easy);
	}
	t->easy = NULL;
}

void fetch_close(struct fetch *f)
{
	if (!f)
		return;
	while (f->running) {
		struct transfer *t = f->running;

		f->running = t->next;
		put_back(f, t);
		free_transfer(t);
	}
	while (f->done) {
		struct transfer *t = f->done;

		f->done = t->next;
		free_transfer(t);
	}
	if (f->given)
		free_transfer(f->given);
	while (f->n_idle)
		curl_easy_cleanup(f->idle[--f->n_idle]);
	for (size_t i = 0; i < JAR_BUCKETS; i++) {
		while (f->jars[i]) {
			struct jar *jar = f->jars[i];

			f->jars[i] = jar->next;
			curl_slist_free_all(jar->cookies);
			free(jar);
		}
	}
	curl_multi_cleanup(f->multi);
	curl_global_cleanup();
	free(f);
}

void fetch_watch(struct fetch *f, bool (*may_connect)(void *user, uint64_t id, struct str address),
		 void *user)
{
	f->may_connect = may_connect;
	f->watcher = user;
}

unsigned fetch_busy(const struct fetch *f)
{
	return f->n_busy;
}

/* The host of an absolute URL, with its port left off. */
static struct str host_of(struct str url)
{
	size_t at = str_find(url, STR("://"), 0), n = 0;

	if (at == STR_NONE)
		return (struct str){ NULL, 0 };
	url = str_sub(url, at + 3, url.n);
	if (url.n && url.p[0] == '[')
		return str_sub(url, 0, str_find(url, STR("]"), 0) + 1);
	while (n < url.n && !strchr("/:?#", url.p[n]))
		n++;
	return str_sub(url, 0, n);
}

/* The jar of a host; made when `make` says so, else maybe NULL. */
static struct jar *find_jar(struct fetch *f, struct str host, bool make)
{
	uint32_t hash = 2166136261u;
	struct jar **at, *jar;

	for (size_t i = 0; i < host.n; i++)
		hash = (hash ^ (unsigned char)host.p[i]) * 16777619u;
	at = &f->jars[hash % JAR_BUCKETS];
	for (jar = *at; jar; jar = jar->next)
		if (str_eq(host, (struct str){ jar->host, jar->host_n }))
			return jar;
	if (!make)
		return NULL;
	jar = calloc(1, sizeof(*jar) + host.n + 1);
	if (!jar)
		out_of_memory();
	if (host.n)
		memcpy(jar->host, host.p, host.n);
	jar->host_n = host.n;
	jar->next = *at;
	*at = jar;
	return jar;
}

static void lend_cookies(struct fetch *f, struct transfer *t)
{
	struct jar *jar = find_jar(f, t->host, false);

	/*
	 * Cookies on, by one that is dead on arrival. CURLOPT_COOKIEFILE "" would do the same,
	 * and libcurl 7.88 forgets to free its list in curl_easy_reset().
	 */
	curl_easy_setopt(
		t->easy, CURLOPT_COOKIELIST,
		"Set-Cookie: off=; domain=none.invalid; expires=Thu, 01-Jan-1970 00:00:00 GMT");
	for (struct curl_slist *c = jar ? jar->cookies : NULL; c; c = c->next)
		curl_easy_setopt(t->easy, CURLOPT_COOKIELIST, c->data);
}

static void keep_cookies(struct fetch *f, struct transfer *t)
{
	struct curl_slist *cookies = NULL;
	struct jar *jar;

	if (curl_easy_getinfo(t->easy, CURLINFO_COOKIELIST, &cookies) || !cookies)
		return;
	jar = find_jar(f, t->host, true);
	curl_slist_free_all(jar->cookies);
	jar->cookies = cookies;
}

static curl_socket_t open_socket(void *user, curlsocktype purpose, struct curl_sockaddr *a)
{
	struct transfer *t = user;
	enum addr_class class = ADDR_INVALID;
	char text[INET6_ADDRSTRLEN] = "";

	(void)purpose;
	if (a->family == AF_INET) {
		struct sockaddr_in in;

		memcpy(&in, &a->addr, sizeof(in));
		class = addr_classify(&in.sin_addr, sizeof(in.sin_addr));
		inet_ntop(AF_INET, &in.sin_addr, text, sizeof(text));
	} else if (a->family == AF_INET6) {
		struct sockaddr_in6 in6;
		const char *from = (const char *)&a->addr;

		memcpy(&in6, from, sizeof(in6)); /* libcurl has room for every family */
		class = addr_classify(&in6.sin6_addr, sizeof(in6.sin6_addr));
		inet_ntop(AF_INET6, &in6.sin6_addr, text, sizeof(text));
	}
	if (class != ADDR_PUBLIC && !t->owner->s.allow_private) {
		t->refused = true;
		return CURL_SOCKET_BAD;
	}
	/* One that was put off tries none of its other addresses: they are of the same machine. */
	if (t->postponed || (t->owner->may_connect &&
			     !t->owner->may_connect(t->owner->watcher, t->id, str_c(text)))) {
		t->postponed = true;
		return CURL_SOCKET_BAD;
	}
	return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

static int keep_request(CURL *easy, curl_infotype type, char *p, size_t n, void *user)
{
	struct transfer *t = user;

	(void)easy;
	if (type == CURLINFO_HEADER_OUT)
		buf_add(&t->request_head, (struct str){ p, n });
	return 0;
}

static size_t keep_head(char *p, size_t size, size_t n, void *user)
{
	struct transfer *t = user;
	struct str line = { p, size * n };

	if (str_starts(line, STR("HTTP/"))) /* behind a 1xx answer comes the real one */
		buf_clear(&t->head);
	buf_add(&t->head, line);
	if (t->head.full) {
		t->stop = STOP_HEADER;
		return 0;
	}
	t->window_bytes += line.n;
	return line.n;
}

/* Markup, plain text and data: what is a page and no file. */
static bool is_text(struct str type)
{
	return !type.n || str_eq_nocase(str_sub(type, 0, 5), STR("text/")) ||
	       str_find(type, STR("html"), 0) != STR_NONE ||
	       str_find(type, STR("xml"), 0) != STR_NONE ||
	       str_find(type, STR("json"), 0) != STR_NONE ||
	       str_find(type, STR("javascript"), 0) != STR_NONE;
}

/* The head is complete: how large may the body be, and is it coded? */
static void begin_body(struct transfer *t)
{
	const struct fetch_limits *l = &t->owner->s.limits;
	struct str head = buf_str(&t->head), type, charset;
	enum inflate_coding coding = inflate_coding(http_field(head, STR("content-encoding")));
	struct inflate_limits limits;

	t->body_began = true;
	http_media_type(&type, &charset, http_field(head, STR("content-type")));
	t->max_body = (size_t)(is_text(type) ? l->max_page_bytes : l->max_file_bytes);
	limits = (struct inflate_limits){ t->max_body, l->max_ratio };
	buf_init(&t->wire, t->max_body);
	buf_init(&t->body, t->max_body);
	if (coding == INFLATE_UNKNOWN)
		t->unknown_coding = true;
	else if (coding != INFLATE_IDENTITY)
		t->z = inflate_open(coding, &limits);
}

static size_t keep_body(char *p, size_t size, size_t n, void *user)
{
	struct transfer *t = user;
	struct str piece = { p, size * n };

	if (!t->body_began)
		begin_body(t);
	t->window_bytes += piece.n;
	if (piece.n > t->max_body - t->wire.n) {
		buf_add(&t->wire, str_sub(piece, 0, t->max_body - t->wire.n));
		t->stop = STOP_SIZE;
		return 0;
	}
	buf_add(&t->wire, piece);
	if (t->z && inflate_add(t->z, piece, &t->body) == INFLATE_TOO_LARGE) {
		t->stop = STOP_RATIO;
		return 0;
	}
	return piece.n;
}

static CURLcode set_context(CURL *easy, void *context, void *user)
{
	SSL_CTX *ctx = context;
	const struct transfer *t = user;

	(void)easy;
	if (t->tls.legacy)
		SSL_CTX_set_options(ctx, SSL_OP_LEGACY_SERVER_CONNECT);
	if (t->tls.ca_file && !SSL_CTX_load_verify_locations(ctx, t->tls.ca_file, NULL))
		return CURLE_SSL_CACERT_BADFILE;
	return CURLE_OK;
}

static void add_field(struct transfer *t, const char *name, struct str value)
{
	struct curl_slist *longer;

	if (!value.n)
		return;
	longer = curl_slist_append(t->fields,
				   arena_strf(&t->arena, "%s: %.*s", name, STR_ARG(value)).p);
	if (!longer)
		out_of_memory();
	t->fields = longer;
}

/* Those of the settings that name this host; the list would else be read for every request. */
static void set_resolve(struct fetch *f, struct transfer *t)
{
	for (size_t i = 0; i < f->s.n_resolve; i++) {
		struct str entry = str_c(f->s.resolve[i]);
		struct str host = str_sub(entry, 0, str_find(entry, STR(":"), 0));

		if (!str_eq(host, STR("*")) && !str_eq_nocase(host, t->host))
			continue;
		t->resolve = curl_slist_append(t->resolve, f->s.resolve[i]);
		if (!t->resolve)
			out_of_memory();
	}
	if (t->resolve)
		curl_easy_setopt(t->easy, CURLOPT_RESOLVE, t->resolve);
}

static void set_options(struct fetch *f, struct transfer *t, const struct fetch_request *req)
{
	CURL *c = t->easy;

	curl_easy_setopt(c, CURLOPT_URL, t->url.p);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c, CURLOPT_PROXY, ""); /* whatever the environment says */
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c, CURLOPT_PATH_AS_IS, 1L);
	curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(c, CURLOPT_HTTP_CONTENT_DECODING, 0L);
	curl_easy_setopt(c, CURLOPT_BUFFERSIZE, BUFFER_BYTES);
	curl_easy_setopt(c, CURLOPT_USERAGENT, f->s.user_agent);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)f->s.limits.connect_ms);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)f->s.limits.total_ms);
	curl_easy_setopt(c, CURLOPT_DNS_CACHE_TIMEOUT, DNS_CACHE_S);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, t->error);
	curl_easy_setopt(c, CURLOPT_PRIVATE, t);
	curl_easy_setopt(c, CURLOPT_VERBOSE, 1L); /* for keep_request */
	curl_easy_setopt(c, CURLOPT_DEBUGFUNCTION, keep_request);
	curl_easy_setopt(c, CURLOPT_DEBUGDATA, t);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, keep_head);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, keep_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, t);
	if (req->tls.unverified) {
		curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 0L);
		curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 0L);
	}
	if (req->tls.weak) {
		curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_0);
		curl_easy_setopt(c, CURLOPT_SSL_CIPHER_LIST, "DEFAULT@SECLEVEL=0");
	}
	if (t->tls.curves)
		curl_easy_setopt(c, CURLOPT_SSL_EC_CURVES, t->tls.curves);
	if (t->tls.legacy || t->tls.ca_file) {
		curl_easy_setopt(c, CURLOPT_SSL_CTX_FUNCTION, set_context);
		curl_easy_setopt(c, CURLOPT_SSL_CTX_DATA, t);
	}
	add_field(t, "Accept",
		  STR("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
	add_field(t, "Accept-Language", STR("zh-CN,zh;q=0.9"));
	add_field(t, "Accept-Encoding", req->identity ? STR("identity") : STR(INFLATE_ACCEPT));
	add_field(t, "If-None-Match", req->etag);
	add_field(t, "If-Modified-Since", req->last_modified);
	add_field(t, "Referer", req->referer);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, t->fields);
	set_resolve(f, t);
	lend_cookies(f, t);
}

static void end_transfer(struct fetch *f, struct transfer *t, CURLcode code)
{
	for (struct transfer **at = &f->running; *at; at = &(*at)->next) {
		if (*at == t) {
			*at = t->next;
			break;
		}
	}
	t->code = code;
	t->next = f->done;
	f->done = t;
}

void fetch_submit(struct fetch *f, const struct fetch_request *req)
{
	struct transfer *t = calloc(1, sizeof(*t));

	if (!t)
		out_of_memory();
	t->owner = f;
	t->id = req->id;
	t->url = arena_str(&t->arena, req->url);
	t->host = host_of(t->url);
	t->tls = req->tls;
	t->started_ms = t->window_ms = clock_mono_ms();
	t->wall_ms = clock_wall_ms();
	buf_init(&t->request_head, MAX_REQUEST_BYTES);
	buf_init(&t->head, (size_t)f->s.limits.max_header_bytes);
	t->easy = f->n_idle ? f->idle[--f->n_idle] : curl_easy_init();
	if (!t->easy)
		out_of_memory();
	set_options(f, t, req);
	t->next = f->running;
	f->running = t;
	f->n_busy++;
	f->has_new = true;
	if (curl_multi_add_handle(f->multi, t->easy))
		end_transfer(f, t, CURLE_FAILED_INIT);
}

/* No first byte in time, or too few of them: libcurl has no limit for the one, seconds for the
 * other. */
static enum stop overdue(const struct fetch_limits *l, struct transfer *t, int64_t now_ms)
{
	if (!t->head.n)
		return now_ms - t->started_ms > l->connect_ms + l->first_byte_ms ? STOP_SILENT
										 : STOP_NONE;
	if (now_ms - t->window_ms < l->slow_ms)
		return STOP_NONE;
	if ((int64_t)t->window_bytes < l->slow_bytes)
		return STOP_SLOW;
	t->window_ms = now_ms;
	t->window_bytes = 0;
	return STOP_NONE;
}

static void collect(struct fetch *f)
{
	int64_t now_ms = clock_mono_ms();
	struct transfer *t, *next;
	CURLMsg *msg;
	int left;

	while ((msg = curl_multi_info_read(f->multi, &left))) {
		char *user = NULL;

		if (msg->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, &user);
		t = (struct transfer *)(void *)user;
		end_transfer(f, t, msg->data.result);
	}
	for (t = f->running; t; t = next) {
		next = t->next;
		t->stop = t->stop ? t->stop : overdue(&f->s.limits, t, now_ms);
		if (t->stop == STOP_SILENT || t->stop == STOP_SLOW)
			end_transfer(f, t, CURLE_OPERATION_TIMEDOUT);
	}
}

/* How long we may sleep without missing a limit of time by much. */
static int patience(const struct fetch *f, int timeout_ms)
{
	const struct fetch_limits *l = &f->s.limits;
	int64_t most = LOOK_EVERY_MS;

	if (f->done)
		return 0;
	if (!f->running)
		return timeout_ms;
	if (l->slow_ms / 4 < most)
		most = l->slow_ms / 4;
	if ((l->connect_ms + l->first_byte_ms) / 4 < most)
		most = (l->connect_ms + l->first_byte_ms) / 4;
	return timeout_ms < 0 || timeout_ms > most ? (int)most : timeout_ms;
}

/* *is_due: libcurl has something to do, and not only the caller's descriptors are ready. */
static CURLMcode poll_all(bool *is_due, struct fetch *f, struct pollfd *extra, size_t n_extra,
			  int timeout_ms)
{
	struct curl_waitfd fds[64];
	CURLMcode rc;
	size_t n = n_extra < countof(fds) ? n_extra : countof(fds);
	int n_ready = 0, n_ours = 0;
	long next_ms = 0;

	for (size_t i = 0; i < n; i++)
		fds[i] = (struct curl_waitfd){
			.fd = extra[i].fd,
			.events = (short)((extra[i].events & POLLIN ? CURL_WAIT_POLLIN : 0) |
					  (extra[i].events & POLLOUT ? CURL_WAIT_POLLOUT : 0)),
		};
	rc = curl_multi_poll(f->multi, fds, (unsigned)n, timeout_ms, &n_ready);
	for (size_t i = 0; i < n; i++) {
		extra[i].revents = (short)((fds[i].revents & CURL_WAIT_POLLIN ? POLLIN : 0) |
					   (fds[i].revents & CURL_WAIT_POLLOUT ? POLLOUT : 0));
		n_ours += extra[i].revents != 0;
	}
	*is_due = n_ready > n_ours || n_ours == 0;
	if (!*is_due && curl_multi_timeout(f->multi, &next_ms) == CURLM_OK)
		*is_due = next_ms == 0;
	return rc;
}

int fetch_wait(struct fetch *f, struct pollfd *extra, size_t n_extra, int timeout_ms, struct err *e)
{
	CURLMcode rc = CURLM_OK;
	bool is_due = false;
	int running;

	if (f->has_new) { /* they begin before we sleep */
		f->has_new = false;
		rc = curl_multi_perform(f->multi, &running);
		collect(f);
	}
	if (rc == CURLM_OK)
		rc = poll_all(&is_due, f, extra, n_extra, patience(f, timeout_ms));
	if (rc == CURLM_OK && is_due)
		rc = curl_multi_perform(f->multi, &running);
	if (rc != CURLM_OK)
		return err_set(e, ERR_NET, "%s", curl_multi_strerror(rc));
	collect(f);
	return 0;
}

static const struct {
	CURLcode code;
	enum disposition disposition;
} failures[] = {
	{ CURLE_UNSUPPORTED_PROTOCOL, DISP_REFUSED_SCHEME },
	{ CURLE_URL_MALFORMAT, DISP_SKIPPED },
	{ CURLE_COULDNT_RESOLVE_HOST, DISP_DNS },
	{ CURLE_OPERATION_TIMEDOUT, DISP_TIMEOUT },
	{ CURLE_SSL_CONNECT_ERROR, DISP_TLS },
	{ CURLE_SSL_ENGINE_NOTFOUND, DISP_TLS },
	{ CURLE_SSL_ENGINE_SETFAILED, DISP_TLS },
	{ CURLE_SSL_CERTPROBLEM, DISP_TLS },
	{ CURLE_SSL_CIPHER, DISP_TLS },
	{ CURLE_PEER_FAILED_VERIFICATION, DISP_TLS },
	{ CURLE_SSL_CACERT_BADFILE, DISP_TLS },
	{ CURLE_SSL_SHUTDOWN_FAILED, DISP_TLS },
	{ CURLE_SSL_CRL_BADFILE, DISP_TLS },
	{ CURLE_SSL_ISSUER_ERROR, DISP_TLS },
	{ CURLE_SSL_PINNEDPUBKEYNOTMATCH, DISP_TLS },
	{ CURLE_SSL_INVALIDCERTSTATUS, DISP_TLS },
};

/* What OpenSSL's words mean, and the override that would help. */
static const struct {
	struct str words;
	const char *detail;
} tls_hints[] = {
	{ STR_INIT("legacy renegotiation"), "legacy renegotiation; tls_legacy=yes would allow it" },
	{ STR_INIT("bad ecpoint"), "bad EC point; tls_curves=P-256 may help" },
	{ STR_INIT("unable to get local issuer"),
	  "certificate chain incomplete; tls_ca=FILE can supply the missing one" },
	{ STR_INIT("certificate has expired"),
	  "certificate has expired; tls_verify=report would fetch and mark it" },
	{ STR_INIT("self-signed"),
	  "self-signed certificate; tls_verify=report would fetch and mark it" },
	{ STR_INIT("no alternative certificate subject name"),
	  "certificate is for another name; tls_verify=report would fetch and mark it" },
	{ STR_INIT("dh key too small"),
	  "Diffie-Hellman key too small; tls_weak=yes would allow it" },
	{ STR_INIT("unsupported protocol"), "TLS version too old; tls_weak=yes would allow it" },
	{ STR_INIT("legacy sigalg"), "TLS version too old; tls_weak=yes would allow it" },
	{ STR_INIT("alert protocol version"), "TLS version too old; tls_weak=yes would allow it" },
	{ STR_INIT("certificate key too weak"),
	  "certificate's key too weak; tls_weak=yes would allow it" },
	{ STR_INIT("ca md too weak"),
	  "certificate signed with SHA-1; tls_weak=yes would allow it" },
};

static void read_failure(struct fetch_result *r, struct transfer *t)
{
	struct str said = str_c(t->error[0] ? t->error : curl_easy_strerror(t->code));

	r->disposition = t->head.n ? DISP_TRUNCATED : DISP_CONNECT;
	r->detail = arena_str(&t->arena, said);
	for (size_t i = 0; i < countof(failures); i++)
		if (failures[i].code == t->code)
			r->disposition = failures[i].disposition;
	if (r->disposition == DISP_REFUSED_SCHEME && str_starts(t->url, STR("http"))) {
		r->disposition =
			DISP_CONNECT; /* libcurl's word for an answer in another protocol */
		r->detail = STR("what answers does not speak HTTP");
	}
	if (t->stop == STOP_SILENT)
		r->detail = STR("no answer in time");
	if (t->stop == STOP_SLOW)
		r->detail = STR("too slow");
	if (t->refused && r->disposition == DISP_CONNECT) {
		r->disposition = DISP_REFUSED_ADDRESS;
		r->detail = STR("private, loopback or link-local address");
	}
	r->tls_handshake_failed = t->code == CURLE_SSL_CONNECT_ERROR;
	if (r->disposition == DISP_TLS)
		for (size_t i = 0; i < countof(tls_hints); i++)
			if (str_find(said, tls_hints[i].words, 0) != STR_NONE)
				r->detail = str_c(tls_hints[i].detail);
}

/* A page whose coding is broken may be whole all the same: it then ends as pages do. */
static bool ends_as_page(struct str body)
{
	body = str_trim(body);
	return body.n > 7 && str_eq_nocase(str_sub(body, body.n - 7, 7), STR("</html>"));
}

static void read_body(struct fetch_result *r, struct transfer *t)
{
	enum inflate_state state;

	r->wire = buf_str(&t->wire);
	r->body = t->z ? buf_str(&t->body) : r->wire;
	if (t->stop == STOP_HEADER || t->stop == STOP_SIZE || t->stop == STOP_RATIO) {
		r->disposition = DISP_TOO_LARGE;
		r->detail = t->stop == STOP_HEADER ? STR("header over its limit")
			    : t->stop == STOP_SIZE ? STR("body over its limit")
						   : STR("inflates beyond its limit");
		return;
	}
	if (t->unknown_coding && r->disposition != DISP_NOT_MODIFIED) {
		r->disposition = DISP_DECODE_ERROR;
		r->detail = STR("unknown content coding");
		r->body = (struct str){ NULL, 0 };
	}
	if (!t->z || r->disposition == DISP_TRUNCATED)
		return;
	state = inflate_end(t->z);
	if (state != INFLATE_DONE)
		r->detail = str_c(inflate_state_name(state));
	if ((state == INFLATE_TRUNCATED || state == INFLATE_CORRUPT) && !ends_as_page(r->body))
		r->disposition = DISP_DECODE_ERROR;
}

static int64_t read_retry_after(struct str value, int64_t wall_ms)
{
	char date[64];
	long long n;
	time_t when;

	if (!value.n || value.n >= sizeof(date))
		return 0;
	if (str_int(&n, value)) {
		if (n <= 0)
			return 0;
		return n > MAX_RETRY_AFTER_MS / 1000 ? MAX_RETRY_AFTER_MS : n * 1000;
	}
	memcpy(date, value.p, value.n);
	date[value.n] = '\0';
	when = curl_getdate(date, NULL);
	if (when == -1 || (int64_t)when * 1000 <= wall_ms)
		return 0;
	n = (int64_t)when * 1000 - wall_ms;
	return n > MAX_RETRY_AFTER_MS ? MAX_RETRY_AFTER_MS : n;
}

static void read_result(struct fetch_result *r, struct transfer *t)
{
	char *address = NULL;
	const char *wall;

	*r = (struct fetch_result){
		.url = t->url,
		.fetched_ms = t->wall_ms,
		.took_ms = clock_mono_ms() - t->started_ms,
		.postponed = t->postponed && t->code != CURLE_OK && !t->head.n,
		.request_header = buf_str(&t->request_head),
		.response_header = buf_str(&t->head),
	};
	if (curl_easy_getinfo(t->easy, CURLINFO_PRIMARY_IP, &address) == CURLE_OK)
		r->address = arena_str(&t->arena, str_c(address));
	http_read_head(r);
	r->retry_after_ms =
		read_retry_after(http_field(r->response_header, STR("retry-after")), t->wall_ms);
	if (t->code == CURLE_OK)
		r->disposition = http_disposition(r->status);
	else
		read_failure(r, t);
	if (t->tls.unverified && t->code == CURLE_OK && str_starts(t->url, STR("https:")))
		r->detail = STR("tls_unverified");
	read_body(r, t);
	wall = http_wall(r);
	if (wall) {
		r->disposition = DISP_BLOCKED;
		r->detail = str_c(wall);
	}
}

bool fetch_next(struct fetch_result *out, uint64_t *id, struct fetch *f)
{
	struct transfer *t = f->done, **at = &f->done;

	if (f->given)
		free_transfer(f->given);
	f->given = NULL;
	if (!t)
		return false;
	while ((*at)->next) /* the one that ended first */
		at = &(*at)->next;
	t = *at;
	*at = NULL;
	read_result(out, t);
	*id = t->id;
	keep_cookies(f, t);
	put_back(f, t);
	f->given = t;
	f->n_busy--;
	return true;
}
