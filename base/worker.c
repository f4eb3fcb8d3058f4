#define _GNU_SOURCE /* memfd_create, fallocate */
#include "base/worker.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"

/* A mailbox that held more than this gives its pages back after the job. */
#define KEEP_BYTES (8u << 20)

/* Memory that the program and one worker both see; too big for a socket, free to pass. */
struct mailbox {
	int fd;
	char *p;
	size_t max;
};

struct slot {
	struct mailbox request, reply;
	int sock; /* -1: no worker */
	pid_t pid;
	bool busy;
	uint64_t tag;
	int64_t deadline_ms; /* monotonic */
	size_t request_bytes;
};

struct workers {
	struct worker_limits limits;
	struct slot slots[WORKER_MAX_COUNT];
	unsigned n;
	int helper; /* socket of the process that forks */
	pid_t helper_pid;
	struct sandbox sandbox;
	struct buf reply; /* private copy of the last reply */
};

/* Program to helper, with three descriptors when a worker is to be started. */
struct order {
	bool spawn;
	pid_t reap;
};

struct answer {
	pid_t pid;
	int status;
};

/* Program to worker and back. */
struct call {
	uint64_t request_bytes;
};

struct done {
	bool is_hello; /* the first message: what was given up */
	struct sandbox sandbox;
	bool full; /* the reply did not fit */
	uint64_t reply_bytes;
	int64_t cpu_us;
};

#define SPAWN_FDS 3 /* socket, request, reply */

/* ---- in the worker ---- */

struct server {
	int sock;
	struct str request; /* the whole mailbox */
	char *reply;
	const struct worker_limits *limits;
	worker_serve *serve;
	struct arena arena; /* of the document being read */
};

static int64_t cpu_us(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return ((int64_t)u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000 + u.ru_utime.tv_usec +
	       u.ru_stime.tv_usec;
}

/* SIGPROF ends a process that has used so much processor time; 0 stops the clock. */
static void cpu_alarm(int64_t ms)
{
	struct itimerval t = { .it_value = { ms / 1000, ms % 1000 * 1000 } };

	setitimer(ITIMER_PROF, &t, NULL);
}

static struct done answer_one(struct server *s, size_t request_bytes)
{
	struct buf reply;
	struct done done = { 0 };
	int64_t began = cpu_us();

	buf_init(&reply, s->limits->max_reply_bytes);
	cpu_alarm(s->limits->max_cpu_ms);
	s->serve(&reply, str_sub(s->request, 0, request_bytes), &s->arena);
	cpu_alarm(0);
	if (reply.n)
		memcpy(s->reply, reply.p, reply.n);
	done.full = reply.full;
	done.reply_bytes = reply.n;
	buf_release(&reply);
	arena_reset(&s->arena);
	done.cpu_us = cpu_us() - began;
	return done;
}

static bool send_all(int sock, const void *p, size_t n)
{
	return send(sock, p, n, MSG_NOSIGNAL) == (ssize_t)n || write(sock, p, n) == (ssize_t)n;
}

static _Noreturn void serve_forever(struct server *s)
{
	struct done hello = { .is_hello = true };
	struct err e = { 0 };
	struct call call;

	if (sandbox_enter(&hello.sandbox, s->limits->readable, s->limits->max_memory_bytes, &e))
		_exit(2);
	if (write(s->sock, &hello, sizeof(hello)) != sizeof(hello))
		_exit(0);
	while (read(s->sock, &call, sizeof(call)) == sizeof(call)) {
		struct done done;

		if (call.request_bytes > s->request.n)
			_exit(2);
		done = answer_one(s, (size_t)call.request_bytes);
		if (write(s->sock, &done, sizeof(done)) != sizeof(done))
			break;
	}
	_exit(0);
}

/* Nothing is left open but the socket, and stderr where sanitizers report. */
static void keep_only(int sock)
{
	int null = open("/dev/null", O_RDWR);

	if (null >= 0) {
		dup2(null, STDIN_FILENO);
		dup2(null, STDOUT_FILENO);
#ifndef __SANITIZE_ADDRESS__
		dup2(null, STDERR_FILENO);
#endif
	}
	/* There, and where stderr is a file, a write to it is to fail (RLIMIT_FSIZE), not to kill.
	 */
	signal(SIGXFSZ, SIG_IGN);
	if (sock > 3)
		close_range(3, (unsigned)sock - 1, 0);
	close_range((unsigned)sock + 1, ~0u, 0);
}

static _Noreturn void worker_main(const int fds[SPAWN_FDS], const struct worker_limits *limits,
				  worker_serve *serve)
{
	struct server s = { .sock = fds[0], .limits = limits, .serve = serve };
	char *request = mmap(NULL, limits->max_request_bytes, PROT_READ, MAP_SHARED, fds[1], 0);

	s.reply =
		mmap(NULL, limits->max_reply_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fds[2], 0);
	if (request == MAP_FAILED || s.reply == MAP_FAILED)
		mem_exhausted(limits->max_request_bytes);
	s.request = (struct str){ request, limits->max_request_bytes };
	keep_only(s.sock);
	serve_forever(&s);
}

/* ---- in the helper, which forks and buries workers ---- */

static bool receive_order(int sock, struct order *order, int fds[SPAWN_FDS])
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(SPAWN_FDS * sizeof(int))];
	} control;
	struct iovec iov = { order, sizeof(*order) };
	struct msghdr msg = { .msg_iov = &iov,
			      .msg_iovlen = 1,
			      .msg_control = &control,
			      .msg_controllen = sizeof(control) };
	struct cmsghdr *c;

	if (recvmsg(sock, &msg, 0) != sizeof(*order))
		return false;
	if (!order->spawn)
		return true;
	c = CMSG_FIRSTHDR(&msg);
	if (!c || c->cmsg_len != CMSG_LEN(SPAWN_FDS * sizeof(int)))
		return false;
	memcpy(fds, CMSG_DATA(c), SPAWN_FDS * sizeof(int));
	return true;
}

static _Noreturn void helper_main(int sock, const struct worker_limits *limits, worker_serve *serve)
{
	struct order order;
	int fds[SPAWN_FDS];

	/* A program that is killed takes the helper, and so the workers, with it. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	while (receive_order(sock, &order, fds)) {
		struct answer answer = { 0 };

		if (order.spawn) {
			answer.pid = fork();
			if (answer.pid == 0) {
				prctl(PR_SET_PDEATHSIG, SIGKILL);
				close(sock);
				worker_main(fds, limits, serve);
			}
			for (int i = 0; i < SPAWN_FDS; i++)
				close(fds[i]);
		} else {
			answer.pid = waitpid(order.reap, &answer.status, 0);
		}
		if (!send_all(sock, &answer, sizeof(answer)))
			break;
	}
	_exit(0);
}

/* ---- in the program ---- */

static bool ask_helper(struct workers *w, struct answer *answer, const struct order *order,
		       const int fds[SPAWN_FDS])
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(SPAWN_FDS * sizeof(int))];
	} control = { 0 };
	struct order copy = *order;
	struct iovec iov = { &copy, sizeof(copy) };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };

	if (order->spawn) {
		struct cmsghdr *c;

		msg.msg_control = &control;
		msg.msg_controllen = sizeof(control);
		c = CMSG_FIRSTHDR(&msg);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(SPAWN_FDS * sizeof(int));
		memcpy(CMSG_DATA(c), fds, SPAWN_FDS * sizeof(int));
	}
	return sendmsg(w->helper, &msg, MSG_NOSIGNAL) == sizeof(copy) &&
	       recv(w->helper, answer, sizeof(*answer), 0) == sizeof(*answer);
}

static int mailbox_open(struct mailbox *m, size_t max, struct err *e)
{
	m->max = max;
	m->fd = memfd_create("nianbao", MFD_CLOEXEC);
	if (m->fd < 0 || ftruncate(m->fd, (off_t)max))
		return err_sys(e, ERR_IO, errno, "memory for a worker");
	m->p = mmap(NULL, max, PROT_READ | PROT_WRITE, MAP_SHARED, m->fd, 0);
	if (m->p == MAP_FAILED) {
		m->p = NULL;
		return err_sys(e, ERR_IO, errno, "memory for a worker");
	}
	return 0;
}

static void mailbox_close(struct mailbox *m)
{
	if (m->p)
		munmap(m->p, m->max);
	if (m->fd >= 0)
		close(m->fd);
}

static void mailbox_trim(struct mailbox *m, size_t used)
{
	if (used > KEEP_BYTES)
		fallocate(m->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, (off_t)m->max);
}

/* Starts the slot's worker and hears what it gave up. */
static int slot_start(struct workers *w, struct slot *s, struct err *e)
{
	struct order order = { .spawn = true };
	struct answer answer;
	struct done hello;
	int pair[2], fds[SPAWN_FDS];
	bool ok;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
		return err_sys(e, ERR_IO, errno, "socket for a worker");
	fds[0] = pair[1];
	fds[1] = s->request.fd;
	fds[2] = s->reply.fd;
	ok = ask_helper(w, &answer, &order, fds) && answer.pid > 0;
	close(pair[1]);
	if (!ok) {
		close(pair[0]);
		return err_set(e, ERR_IO, "a worker process cannot be started");
	}
	s->sock = pair[0];
	s->pid = answer.pid;
	s->busy = false;
	if (recv(s->sock, &hello, sizeof(hello), 0) != sizeof(hello) || !hello.is_hello)
		return err_set(e, ERR_IO, "a worker process ended as it started");
	w->sandbox.landlock = w->sandbox.landlock && hello.sandbox.landlock;
	w->sandbox.seccomp = w->sandbox.seccomp && hello.sandbox.seccomp;
	return 0;
}

/* Ends the slot's worker; returns its wait status. */
static int slot_stop(struct workers *w, struct slot *s, bool by_force)
{
	struct order order = { .reap = s->pid };
	struct answer answer = { 0 };
	static const int no_fds[SPAWN_FDS];

	if (s->sock < 0)
		return 0;
	if (by_force)
		kill(s->pid, SIGKILL);
	close(s->sock);
	s->sock = -1;
	if (!ask_helper(w, &answer, &order, no_fds))
		answer.status = 0;
	return answer.status;
}

static int start_helper(struct workers *w, worker_serve *serve, struct err *e)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
		return err_sys(e, ERR_IO, errno, "socket for the helper");
	w->helper_pid = fork();
	if (w->helper_pid == 0) {
		close(pair[0]);
		helper_main(pair[1], &w->limits, serve);
	}
	close(pair[1]);
	w->helper = pair[0];
	if (w->helper_pid < 0)
		return err_sys(e, ERR_IO, errno, "helper process");
	return 0;
}

static unsigned count_cores(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : (unsigned)n;
}

int workers_open(struct workers **out, const struct worker_limits *limits, worker_serve *serve,
		 struct err *e)
{
	struct workers *w = calloc(1, sizeof(*w));

	if (!w)
		mem_exhausted(sizeof(*w));
	w->limits = *limits;
	w->n = limits->n_workers ? limits->n_workers : count_cores() + 1;
	if (w->n > WORKER_MAX_COUNT)
		w->n = WORKER_MAX_COUNT;
	w->sandbox = (struct sandbox){ true, true };
	w->helper = -1;
	buf_init(&w->reply, limits->max_reply_bytes);
	for (unsigned i = 0; i < w->n; i++)
		w->slots[i] = (struct slot){ .sock = -1, .request.fd = -1, .reply.fd = -1 };
	if (start_helper(w, serve, e))
		goto fail;
	for (unsigned i = 0; i < w->n; i++) {
		struct slot *s = &w->slots[i];

		if (mailbox_open(&s->request, limits->max_request_bytes, e) ||
		    mailbox_open(&s->reply, limits->max_reply_bytes, e) || slot_start(w, s, e))
			goto fail;
	}
	*out = w;
	return 0;
fail:
	workers_close(w);
	return -1;
}

void workers_close(struct workers *w)
{
	if (!w)
		return;
	for (unsigned i = 0; i < w->n; i++) {
		slot_stop(w, &w->slots[i], true);
		mailbox_close(&w->slots[i].request);
		mailbox_close(&w->slots[i].reply);
	}
	if (w->helper >= 0)
		close(w->helper);
	if (w->helper_pid > 0)
		waitpid(w->helper_pid, NULL, 0);
	buf_release(&w->reply);
	free(w);
}

unsigned workers_busy(const struct workers *w)
{
	unsigned busy = 0;

	for (unsigned i = 0; i < w->n; i++)
		busy += w->slots[i].busy;
	return busy;
}

unsigned workers_free(const struct workers *w)
{
	return w->n - workers_busy(w);
}

struct sandbox workers_sandbox(const struct workers *w)
{
	return w->sandbox;
}

int workers_pid(const struct workers *w, unsigned i)
{
	return i < w->n ? w->slots[i].pid : 0;
}

int workers_submit(struct workers *w, uint64_t tag, const struct str *parts, size_t n_parts,
		   struct err *e)
{
	struct slot *s = w->slots;
	struct call call = { 0 };

	while (s < w->slots + w->n && s->busy)
		s++;
	assert(s < w->slots + w->n);
	for (size_t i = 0; i < n_parts; i++) {
		if (parts[i].n > s->request.max - call.request_bytes)
			return err_set(e, ERR_LIMIT, "document is larger than %zu bytes",
				       s->request.max);
		if (parts[i].n)
			memcpy(s->request.p + call.request_bytes, parts[i].p, parts[i].n);
		call.request_bytes += parts[i].n;
	}
	s->busy = true;
	s->tag = tag;
	s->request_bytes = (size_t)call.request_bytes;
	s->deadline_ms = clock_mono_ms() + w->limits.max_wall_ms;
	if (send(s->sock, &call, sizeof(call), MSG_NOSIGNAL) == sizeof(call))
		return 0;
	/* It died while it had nothing to do: that costs no job. */
	slot_stop(w, s, true);
	if (slot_start(w, s, e))
		return -1;
	s->busy = true;
	if (send(s->sock, &call, sizeof(call), MSG_NOSIGNAL) != sizeof(call))
		return err_sys(e, ERR_IO, errno, "worker does not listen");
	return 0;
}

size_t workers_pollfds(const struct workers *w, struct pollfd *out, size_t n)
{
	size_t used = 0;

	for (unsigned i = 0; i < w->n && used < n; i++)
		if (w->slots[i].busy)
			out[used++] = (struct pollfd){ w->slots[i].sock, POLLIN, 0 };
	return used;
}

/* Buries a worker that died or must, tells why, and puts another in its place. */
static int replace(struct worker_result *out, struct workers *w, struct slot *s, bool overdue,
		   struct err *e)
{
	int status = slot_stop(w, s, overdue);

	if (overdue || (WIFSIGNALED(status) && WTERMSIG(status) == SIGPROF))
		err_set(&out->err, ERR_WORKER_TIMEOUT, "worker was stopped after %lld ms%s",
			(long long)(overdue ? w->limits.max_wall_ms : w->limits.max_cpu_ms),
			overdue ? "" : " of processor time");
	else if (WIFEXITED(status) && WEXITSTATUS(status) == MEM_EXIT_STATUS)
		err_set(&out->err, ERR_WORKER_MEMORY, "worker needed more than %lld MiB",
			(long long)(w->limits.max_memory_bytes >> 20));
	else if (WIFSIGNALED(status))
		err_set(&out->err, ERR_WORKER_CRASHED, "worker was ended by signal %d (%s)",
			WTERMSIG(status), strsignal(WTERMSIG(status)));
	else
		err_set(&out->err, ERR_WORKER_CRASHED, "worker ended with status %d",
			WEXITSTATUS(status));
	mailbox_trim(&s->request, s->request_bytes);
	mailbox_trim(&s->reply, s->reply.max);
	return slot_start(w, s, e);
}

/* The slot has news: its reply, or its end. */
static int collect(struct worker_result *out, struct workers *w, struct slot *s, bool overdue,
		   struct err *e)
{
	struct done done;

	*out = (struct worker_result){ .tag = s->tag };
	s->busy = false;
	if (overdue || recv(s->sock, &done, sizeof(done), 0) != sizeof(done) || done.is_hello)
		return replace(out, w, s, overdue, e) ? -1 : 1;
	buf_clear(&w->reply);
	if (done.full || done.reply_bytes > s->reply.max)
		err_set(&out->err, ERR_LIMIT, "result is larger than %zu bytes", s->reply.max);
	else
		buf_add(&w->reply, (struct str){ s->reply.p, (size_t)done.reply_bytes });
	out->reply = buf_str(&w->reply);
	out->cpu_us = done.cpu_us;
	mailbox_trim(&s->request, s->request_bytes);
	mailbox_trim(&s->reply, (size_t)done.reply_bytes);
	return 1;
}

/* Until the first deadline, or the caller's; -1: for ever. */
static int time_to_wait(const struct workers *w, int timeout_ms, int64_t until_ms)
{
	int64_t now = clock_mono_ms(), first = timeout_ms < 0 ? INT64_MAX : until_ms;

	for (unsigned i = 0; i < w->n; i++)
		if (w->slots[i].busy && w->slots[i].deadline_ms < first)
			first = w->slots[i].deadline_ms;
	if (first == INT64_MAX)
		return -1;
	return first <= now ? 0 : (int)(first - now < 60000 ? first - now : 60000);
}

int workers_wait(struct worker_result *out, struct workers *w, int timeout_ms, struct err *e)
{
	int64_t until_ms = clock_mono_ms() + (timeout_ms > 0 ? timeout_ms : 0);

	for (;;) {
		struct pollfd fds[WORKER_MAX_COUNT];
		size_t n = workers_pollfds(w, fds, countof(fds)), k = 0;

		if (n == 0)
			return 0;
		if (poll(fds, n, time_to_wait(w, timeout_ms, until_ms)) < 0 && errno != EINTR)
			return err_sys(e, ERR_IO, errno, "wait for workers");
		for (unsigned i = 0; i < w->n; i++) {
			struct slot *s = &w->slots[i];

			if (!s->busy)
				continue;
			if (fds[k++].revents)
				return collect(out, w, s, false, e);
			if (s->deadline_ms <= clock_mono_ms())
				return collect(out, w, s, true, e);
		}
		if (timeout_ms >= 0 && clock_mono_ms() >= until_ms)
			return 0;
	}
}
