#include "tests/portal/server.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "base/attrs.h"
#include "base/buf.h"

#include "tests/portal/draw.h"
#include "tests/portal/site.h"

#define LOG_MAX_BYTES (256u << 20)
#define SLOTS         (1u << 22) /* of the table of attempts; full: all further ones count as first */
#define KEPT_SLOTS    (1u << 18) /* half of them are used at most */
#define DRIP_NS       100000000L
#define DRAIN_S       600

struct attempt {
	uint64_t key; /* of host and path; 0: free */
	unsigned n;
};

/* An answer of a bench, made once: else making pages takes more than what is measured. */
struct kept {
	struct MHD_Response *response; /* NULL: a free place */
	uint64_t key;
	int status;
	size_t n_bytes;
};

struct server {
	struct MHD_Daemon *daemon;
	const struct world *world;
	unsigned port;
	FILE *log;
	struct timespec start;
	pthread_mutex_t lock; /* of what follows */
	struct buf lines;
	struct attempt *attempts;
	struct kept *kept; /* NULL: not in this profile; by the one thread of the daemon */
	size_t n_kept;
	atomic_uint n_connections;
	atomic_bool stopping;
};

/* What an unfinished answer needs. */
struct sending {
	struct server *server;
	struct answer answer;
};

static long long elapsed_us(const struct server *s)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long long)(now.tv_sec - s->start.tv_sec) * 1000000 +
	       (now.tv_nsec - s->start.tv_nsec) / 1000;
}

static uint64_t key_of(struct str host, struct str path)
{
	return draw_mix(draw_hash(host) ^ draw_mix(draw_hash(path))) | 1;
}

/* The place of an answer, free or with that answer in it; NULL: answers are not kept. */
static struct kept *find_kept(struct server *s, struct str host, struct str path)
{
	uint64_t key = key_of(host, path);
	size_t at = (size_t)(key % KEPT_SLOTS);

	if (!s->kept)
		return NULL;
	while (s->kept[at].response && s->kept[at].key != key)
		at = (at + 1) % KEPT_SLOTS;
	s->kept[at].key = key;
	return &s->kept[at];
}

/* How often this was asked for before. The lock is held. */
static unsigned count_attempt(struct server *s, struct str host, struct str path)
{
	uint64_t key = key_of(host, path);

	for (size_t i = 0; i < 64; i++) {
		struct attempt *a = &s->attempts[(key + i) % SLOTS];

		if (a->key == 0)
			a->key = key;
		if (a->key == key)
			return a->n++;
	}
	return 0;
}

static void note(struct server *s, struct str host, const char *method, struct str path,
		 unsigned attempt, unsigned connection, int status, size_t n_bytes)
{
	size_t start;

	pthread_mutex_lock(&s->lock);
	start = s->lines.n;
	buf_addf(&s->lines, "%lld\t%.*s\t%s\t%.*s\t%u\t%u\t%d\t%zu\n", elapsed_us(s), STR_ARG(host),
		 method, STR_ARG(path), attempt, connection, status, n_bytes);
	if (s->log && s->lines.n > start) {
		(void)fwrite(s->lines.p + start, 1, s->lines.n - start, s->log);
		(void)fflush(s->log);
	}
	pthread_mutex_unlock(&s->lock);
}

static void on_connection(void *self, struct MHD_Connection *connection, void **context,
			  enum MHD_ConnectionNotificationCode code)
{
	struct server *s = self;

	(void)connection;
	if (code == MHD_CONNECTION_NOTIFY_STARTED)
		*context = (void *)(uintptr_t)(1 + atomic_fetch_add(&s->n_connections, 1));
}

static ssize_t send_more(void *cls, uint64_t pos, char *to, size_t max)
{
	struct sending *x = cls;
	const struct buf *body = &x->answer.body;
	size_t n = max;

	if (atomic_load(&x->server->stopping))
		return MHD_CONTENT_READER_END_WITH_ERROR;
	if (x->answer.wire == WIRE_DRIP) {
		struct timespec pause = { 0, DRIP_NS };

		(void)nanosleep(&pause, NULL);
		n = 1;
	}
	if (x->answer.wire != WIRE_ENDLESS && pos >= body->n)
		return x->answer.wire == WIRE_TRUNCATED ? MHD_CONTENT_READER_END_WITH_ERROR
							: MHD_CONTENT_READER_END_OF_STREAM;
	pos %= body->n;
	if (n > body->n - pos)
		n = body->n - (size_t)pos;
	memcpy(to, body->p + pos, n);
	return (ssize_t)n;
}

static void sent(void *cls)
{
	struct sending *x = cls;

	answer_release(&x->answer);
	free(x);
}

static struct MHD_Response *response_of(struct server *s, struct answer *a)
{
	struct sending *x = calloc(1, sizeof(*x));
	struct MHD_Response *r;

	if (!x)
		abort();
	*x = (struct sending){ s, *a };
	r = a->wire == WIRE_PLAIN
		    ? MHD_create_response_from_buffer_with_free_callback_cls(
			      x->answer.body.n, x->answer.body.p ? x->answer.body.p : (char *)x,
			      sent, x)
		    : MHD_create_response_from_callback(
			      a->wire == WIRE_TRUNCATED ? 2 * x->answer.body.n : MHD_SIZE_UNKNOWN,
			      1 << 16, send_more, x, sent);
	if (!r)
		abort();
	for (size_t i = 0; i < x->answer.n_headers; i++)
		(void)MHD_add_response_header(r, x->answer.headers[i].name,
					      x->answer.headers[i].value);
	return r;
}

static void control(struct answer *a, struct server *s, struct str path)
{
	*a = (struct answer){ .status = 200 };
	buf_init(&a->body, LOG_MAX_BYTES);
	answer_header(a, "Content-Type", "text/tab-separated-values");
	pthread_mutex_lock(&s->lock);
	if (str_eq(path, STR("/__sim/log"))) {
		buf_add(&a->body, buf_str(&s->lines));
	} else if (str_eq(path, STR("/__sim/reset"))) {
		buf_clear(&s->lines);
		memset(s->attempts, 0, SLOTS * sizeof(*s->attempts));
	} else {
		a->status = 404;
	}
	pthread_mutex_unlock(&s->lock);
}

/* The Host header without its port, lower case, in `out`. */
static struct str host_of(char out[256], struct MHD_Connection *connection)
{
	const char *said = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Host");
	size_t n = 0;

	for (; said && said[n] && said[n] != ':' && n < 255; n++)
		out[n] = said[n] >= 'A' && said[n] <= 'Z' ? (char)(said[n] + 32) : said[n];
	out[n] = '\0';
	return (struct str){ out, n };
}

struct request {
	bool begun;
	char *target; /* as it was sent: the library would decode it and take its query apart */
};

static void *on_uri(void *self, const char *uri, struct MHD_Connection *connection)
{
	struct request *r = calloc(1, sizeof(*r));
	const char *path = strncmp(uri, "http://", 7) == 0 ? strchr(uri + 7, '/') : uri;

	(void)self;
	(void)connection;
	/* With the host in front: who takes us for a proxy. The Host field says the same. */
	if (!r || !(r->target = strdup(path ? path : "/")))
		abort();
	return r;
}

/* The answer as the library sends it, to be destroyed by the caller; NULL: none is sent. */
static struct MHD_Response *make_response(int *status, size_t *n_bytes, struct server *s,
					  struct str host, struct str path, unsigned attempt,
					  const char *match)
{
	struct kept *kept = match ? NULL : find_kept(s, host, path);
	struct MHD_Response *r;
	struct answer a;

	if (kept && kept->response) {
		*status = kept->status;
		*n_bytes = kept->n_bytes;
		return kept->response;
	}
	if (str_eq(host, STR(SERVER_CONTROL_HOST)))
		control(&a, s, path);
	else
		site_answer(&a, s->world, host, path, attempt, str_c(match));
	*status = a.status;
	*n_bytes = a.body.n;
	if (a.wire == WIRE_CLOSE) {
		answer_release(&a);
		return NULL;
	}
	r = response_of(s, &a);
	if (kept && a.wire == WIRE_PLAIN && s->n_kept < KEPT_SLOTS / 2 &&
	    !str_eq(host, STR(SERVER_CONTROL_HOST))) {
		kept->response = r;
		kept->status = *status;
		kept->n_bytes = *n_bytes;
		s->n_kept++;
	}
	return r;
}

static bool is_kept(struct server *s, struct str host, struct str path,
		    const struct MHD_Response *r)
{
	const struct kept *kept = find_kept(s, host, path);

	return kept && kept->response == r;
}

static enum MHD_Result on_request(void *self, struct MHD_Connection *connection, const char *url,
				  const char *method, const char *version, const char *upload,
				  size_t *upload_n, void **request)
{
	struct server *s = self;
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	const char *match =
		MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "If-None-Match");
	char name[256];
	struct request *req = *request;
	struct str host = host_of(name, connection), path = str_c(req->target);
	struct MHD_Response *r;
	enum MHD_Result rc;
	unsigned attempt = 0;
	size_t n_bytes;
	int status;

	(void)url;
	(void)version;
	(void)upload;
	/* An answer at the first call would close the connection. */
	if (*upload_n > 0 || !req->begun) {
		*upload_n = 0; /* a form's fields: nothing here depends on them */
		req->begun = true;
		return MHD_YES;
	}
	if (!str_eq(host, STR(SERVER_CONTROL_HOST))) {
		pthread_mutex_lock(&s->lock);
		attempt = count_attempt(s, host, path);
		pthread_mutex_unlock(&s->lock);
	}
	r = make_response(&status, &n_bytes, s, host, path, attempt, match);
	if (!str_eq(host, STR(SERVER_CONTROL_HOST)))
		note(s, host, method, path, attempt,
		     (unsigned)(uintptr_t)(info ? info->socket_context : NULL), status, n_bytes);
	if (!r)
		return MHD_NO;
	rc = MHD_queue_response(connection, (unsigned)status, r);
	if (!is_kept(s, host, path, r))
		MHD_destroy_response(r);
	return rc;
}

static void on_completed(void *self, struct MHD_Connection *connection, void **request,
			 enum MHD_RequestTerminationCode code)
{
	struct request *req = *request;

	(void)self;
	(void)connection;
	(void)code;
	if (req)
		free(req->target);
	free(req);
	*request = NULL;
}

static int address_of(struct sockaddr_in *out, const char *text, struct err *e)
{
	struct str s = str_c(text);
	size_t colon = str_find(s, STR(":"), 0);
	char host[64];
	long long port;

	*out = (struct sockaddr_in){ .sin_family = AF_INET };
	if (colon == STR_NONE || colon >= sizeof(host) ||
	    !str_int(&port, str_sub(s, colon + 1, s.n)) || port < 0 || port > 65535)
		return err_set(e, ERR_USAGE, "--listen %s: want ADDRESS:PORT", text);
	memcpy(host, text, colon);
	host[colon] = '\0';
	out->sin_port = htons((uint16_t)port);
	if (inet_pton(AF_INET, host, &out->sin_addr) != 1)
		return err_set(e, ERR_USAGE, "--listen %s: not an IPv4 address", text);
	return 0;
}

static struct MHD_Daemon *start(struct server *s, const struct sockaddr_in *address)
{
	/* Drips sleep in their own thread; the others need speed. */
	unsigned flags = s->world->options.profile == PROFILE_HOSTILE
				 ? MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD
				 : MHD_USE_EPOLL_INTERNAL_THREAD;

	return MHD_start_daemon(flags | MHD_USE_ITC, 0, NULL, NULL, on_request, s,
				MHD_OPTION_SOCK_ADDR, address, MHD_OPTION_URI_LOG_CALLBACK, on_uri,
				s, MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
				MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
				MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)1 << 20,
				MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)DRAIN_S, MHD_OPTION_END);
}

int server_open(struct server **out, struct world *world, const char *address, FILE *log,
		struct err *e)
{
	struct server *s;
	struct sockaddr_in at;
	const union MHD_DaemonInfo *info;

	if (address_of(&at, address, e))
		return -1;
	s = calloc(1, sizeof(*s));
	if (!s)
		abort();
	s->world = world;
	s->log = log;
	s->attempts = calloc(SLOTS, sizeof(*s->attempts));
	if (!s->attempts)
		abort();
	if (world->options.profile == PROFILE_BENCH &&
	    !(s->kept = calloc(KEPT_SLOTS, sizeof(*s->kept))))
		abort();
	buf_init(&s->lines, LOG_MAX_BYTES);
	pthread_mutex_init(&s->lock, NULL);
	clock_gettime(CLOCK_MONOTONIC, &s->start);
	s->daemon = start(s, &at);
	if (!s->daemon) {
		int sys = errno;

		server_close(s);
		return err_sys(e, ERR_IO, sys, "cannot listen on %s", address);
	}
	info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);
	s->port = info ? info->port : 0;
	world->options.port = s->port;
	*out = s;
	return 0;
}

unsigned server_port(const struct server *s)
{
	return s->port;
}

void server_close(struct server *s)
{
	if (!s)
		return;
	atomic_store(&s->stopping, true);
	if (s->daemon)
		MHD_stop_daemon(s->daemon);
	for (size_t k = 0; s->kept && k < KEPT_SLOTS; k++)
		if (s->kept[k].response)
			MHD_destroy_response(s->kept[k].response);
	free(s->kept);
	pthread_mutex_destroy(&s->lock);
	buf_release(&s->lines);
	free(s->attempts);
	free(s);
}
