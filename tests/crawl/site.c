#include "tests/crawl/site.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "crawler/http.h"

#define REQUEST_MAX 8192

struct site {
	const struct site_page *pages;
	size_t n_pages;
	int listener, port;
	pthread_t thread;
	pthread_mutex_t lock;
	struct site_hit hits[SITE_MAX_HITS];
	size_t n_hits;
	unsigned n_connections, n_open;
	bool closing;
};

struct connection {
	struct site *site;
	int fd;
	unsigned number;
};

static bool send_all(const struct site *s, int fd, struct str bytes)
{
	while (bytes.n) {
		ssize_t n = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);

		if (n <= 0 || s->closing)
			return false;
		bytes = str_sub(bytes, (size_t)n, bytes.n);
	}
	return true;
}

/* Waits without holding up the end of the test. True when the client has gone. */
static bool pause_ms(const struct site *s, int fd, int ms)
{
	int64_t until = clock_mono_ms() + ms;

	while (!s->closing && clock_mono_ms() < until) {
		struct pollfd p = { .fd = fd, .events = POLLIN };

		if (poll(&p, 1, 5) > 0)
			return true; /* closed: it has nothing to say before we do */
	}
	return s->closing;
}

static bool read_request(char *out, int fd)
{
	size_t n = 0;

	while (n < REQUEST_MAX - 1) {
		ssize_t got = recv(fd, out + n, REQUEST_MAX - 1 - n, 0);

		if (got <= 0)
			return false;
		n += (size_t)got;
		out[n] = '\0';
		if (strstr(out, "\r\n\r\n"))
			return true;
	}
	return false;
}

static void copy(char *out, size_t room, struct str s)
{
	snprintf(out, room, "%.*s", STR_ARG(s));
}

/* Notes the request; returns its place in the log. */
static size_t note(struct site *s, const char *request, unsigned connection)
{
	struct str head = str_c(request), host = http_field(head, STR("host"));
	struct site_hit hit = { .connection = connection, .began_ms = clock_mono_ms() };
	size_t at;

	sscanf(request, "%*15s %127s", hit.path);
	copy(hit.host, sizeof(hit.host), str_sub(host, 0, str_find(host, STR(":"), 0)));
	copy(hit.if_none_match, sizeof(hit.if_none_match), http_field(head, STR("if-none-match")));
	copy(hit.cookie, sizeof(hit.cookie), http_field(head, STR("cookie")));
	copy(hit.referer, sizeof(hit.referer), http_field(head, STR("referer")));
	copy(hit.user_agent, sizeof(hit.user_agent), http_field(head, STR("user-agent")));
	pthread_mutex_lock(&s->lock);
	at = s->n_hits < SITE_MAX_HITS ? s->n_hits++ : SITE_MAX_HITS - 1;
	s->hits[at] = hit;
	pthread_mutex_unlock(&s->lock);
	return at;
}

static const struct site_page *find(const struct site *s, const struct site_hit *hit)
{
	for (size_t i = 0; i < s->n_pages; i++)
		if (strcmp(s->pages[i].path, hit->path) == 0 &&
		    (!s->pages[i].host || strcmp(s->pages[i].host, hit->host) == 0))
			return &s->pages[i];
	return NULL;
}

static int times_asked(struct site *s, const struct site_hit *hit)
{
	int n = 0;

	pthread_mutex_lock(&s->lock);
	for (size_t i = 0; i < s->n_hits; i++)
		n += strcmp(s->hits[i].path, hit->path) == 0 &&
		     strcmp(s->hits[i].host, hit->host) == 0;
	pthread_mutex_unlock(&s->lock);
	return n;
}

static bool send_plain(const struct site *s, int fd, const char *head, struct str body)
{
	char length[64];

	snprintf(length, sizeof(length), "Content-Length: %zu\r\n\r\n", body.n);
	return send_all(s, fd, str_c(head)) && send_all(s, fd, str_c(length)) &&
	       send_all(s, fd, body);
}

/* Returns the status sent; *keep: the connection can be used again. */
static int answer(bool *keep, struct site *s, int fd, const struct site_page *page,
		  const struct site_hit *hit)
{
	int status = page ? http_status(str_c(page->head)) : 404;

	*keep = false;
	if (!page || (page->manner == SITE_REFERER && !strstr(hit->referer, "/gknb/"))) {
		status = 404;
		*keep = send_plain(s, fd, "HTTP/1.1 404 Not Found\r\n", STR("none"));
	} else if (page->manner == SITE_ETAG && strcmp(hit->if_none_match, "\"v1\"") == 0) {
		status = 304;
		*keep = send_all(s, fd, STR("HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n"));
	} else if (page->manner == SITE_FIRST && times_asked(s, hit) <= page->value) {
		status = 503;
		*keep = send_plain(s, fd, "HTTP/1.1 503 Busy\r\nRetry-After: 1\r\n", STR("busy"));
	} else if (page->manner == SITE_SILENT) {
		(void)pause_ms(s, fd, 60000);
	} else if (page->manner == SITE_PLAIN || page->manner == SITE_ETAG ||
		   page->manner == SITE_FIRST || page->manner == SITE_REFERER) {
		*keep = send_plain(s, fd, page->head, page->body);
	} else if (send_all(s, fd, str_c(page->head))) {
		if (page->manner == SITE_AS_IS)
			send_all(s, fd, page->body);
		while (page->manner == SITE_ENDLESS && send_all(s, fd, page->body))
			;
		for (size_t i = 0; page->manner == SITE_DRIP && i < page->body.n; i++)
			if (pause_ms(s, fd, page->value) ||
			    !send_all(s, fd, str_sub(page->body, i, 1)))
				break;
	}
	return status;
}

static void *serve(void *arg)
{
	struct connection *c = arg;
	struct site *s = c->site;
	char request[REQUEST_MAX];
	bool keep = true;

	while (keep && !s->closing && read_request(request, c->fd)) {
		size_t at = note(s, request, c->number);
		struct site_hit hit = s->hits[at];
		int status = answer(&keep, s, c->fd, find(s, &hit), &hit);

		pthread_mutex_lock(&s->lock);
		s->hits[at].status = status;
		s->hits[at].ended_ms = clock_mono_ms();
		pthread_mutex_unlock(&s->lock);
	}
	close(c->fd);
	pthread_mutex_lock(&s->lock);
	s->n_open--;
	pthread_mutex_unlock(&s->lock);
	free(c);
	return NULL;
}

static void *listen_on(void *arg)
{
	struct site *s = arg;

	for (;;) {
		struct timeval most = { .tv_usec = 500000 };
		int fd = accept(s->listener, NULL, NULL);
		struct connection *c;
		pthread_t thread;

		if (fd < 0)
			return NULL;
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof(most));
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof(most));
		c = calloc(1, sizeof(*c));
		assert(c);
		pthread_mutex_lock(&s->lock);
		*c = (struct connection){ s, fd, s->n_connections++ };
		s->n_open++;
		pthread_mutex_unlock(&s->lock);
		if (pthread_create(&thread, NULL, serve, c))
			abort();
		pthread_detach(thread);
	}
}

struct site *site_open(const struct site_page *pages, size_t n)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t length = sizeof(a);
	struct site *s = calloc(1, sizeof(*s));
	int rc;

	assert(s);
	s->pages = pages;
	s->n_pages = n;
	s->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	rc = bind(s->listener, (struct sockaddr *)&a, sizeof(a));
	assert(rc == 0);
	rc = listen(s->listener, 64);
	assert(rc == 0);
	rc = getsockname(s->listener, (struct sockaddr *)&a, &length);
	assert(rc == 0);
	s->port = ntohs(a.sin_port);
	pthread_mutex_init(&s->lock, NULL);
	rc = pthread_create(&s->thread, NULL, listen_on, s);
	assert(rc == 0);
	(void)rc;
	return s;
}

void site_close(struct site *s)
{
	bool open = true;

	s->closing = true;
	shutdown(s->listener, SHUT_RDWR);
	pthread_join(s->thread, NULL);
	close(s->listener);
	while (open) { /* they notice within their time-outs */
		poll(NULL, 0, 2);
		pthread_mutex_lock(&s->lock);
		open = s->n_open > 0;
		pthread_mutex_unlock(&s->lock);
	}
	pthread_mutex_destroy(&s->lock);
	free(s);
}

int site_port(const struct site *s)
{
	return s->port;
}

size_t site_hits(struct site_hit out[SITE_MAX_HITS], struct site *s)
{
	size_t n;

	pthread_mutex_lock(&s->lock);
	n = s->n_hits;
	memcpy(out, s->hits, n * sizeof(*out));
	pthread_mutex_unlock(&s->lock);
	return n;
}

void site_forget(struct site *s)
{
	pthread_mutex_lock(&s->lock);
	s->n_hits = 0;
	pthread_mutex_unlock(&s->lock);
}
