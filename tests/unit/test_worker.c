#define _GNU_SOURCE
#include "tests/unit/harness.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/attrs.h"
#include "base/worker.h"

static volatile unsigned long sink;

static void try_rights(struct buf *reply)
{
	static const char *const paths[] = { "/etc/passwd", "/proc/self/maps", "/dev/null", "." };
	int pair[2];

	for (size_t i = 0; i < countof(paths); i++)
		if (open(paths[i], O_RDONLY) >= 0)
			buf_addf(reply, "opened %s;", paths[i]);
	if (open("/tmp/nianbao-worker-test", O_CREAT | O_WRONLY, 0600) >= 0)
		buf_addf(reply, "created a file;");
	if (socket(AF_INET, SOCK_STREAM, 0) >= 0)
		buf_addf(reply, "made an internet socket;");
	if (socket(AF_INET6, SOCK_DGRAM, 0) >= 0)
		buf_addf(reply, "made a datagram socket;");
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0)
		buf_addf(reply, "made a socket pair;");
	if (fork() >= 0)
		buf_addf(reply, "forked;");
	if (kill(getppid(), 0) == 0)
		buf_addf(reply, "could signal another process;");
	for (int fd = 3; fd < 200; fd++) {
		struct stat st;

		if (fstat(fd, &st) == 0 && !S_ISSOCK(st.st_mode))
			buf_addf(reply, "descriptor %d was left open;", fd);
	}
}

/* Files that may be read, and what stands beside them. */
static void try_reading(struct buf *reply, struct str directory)
{
	static const struct {
		const char *name;
		int flags;
		bool may;
	} files[] = {
		{ "/in/file", O_RDONLY, true },  { "/in", O_RDONLY | O_DIRECTORY, true },
		{ "/in/file", O_RDWR, false },   { "/in/new", O_WRONLY | O_CREAT, false },
		{ "/out", O_RDONLY, false },     { "/in/../out", O_RDONLY, false },
		{ "/in/link", O_RDONLY, false }, /* to ../out */
		{ "/in/file", O_PATH, false },
	};

	for (size_t i = 0; i < countof(files); i++) {
		char path[256];
		int fd;

		snprintf(path, sizeof path, "%.*s%s", STR_ARG(directory), files[i].name);
		fd = open(path, files[i].flags, 0600);
		if ((fd >= 0) != files[i].may)
			buf_addf(reply, "%zu %s %s;", i, files[i].name, fd < 0 ? "shut" : "open");
		if (fd >= 0)
			close(fd);
	}
}

/* What the worker under test does is asked for in the request. */
static void serve(struct buf *reply, struct str request, struct arena *arena)
{
	if (str_eq(request, STR("crash")))
		raise(SIGSEGV);
	if (str_eq(request, STR("loop")))
		for (;;)
			sink++;
	if (str_eq(request, STR("eat")))
		for (;;)
			memset(arena_alloc(arena, 1 << 20, 1), 1, 1 << 20);
	if (str_eq(request, STR("exit")))
		_exit(7);
	if (str_eq(request, STR("flood")))
		for (int i = 0; i < 100000; i++)
			buf_add(reply, STR("0123456789"));
	if (str_eq(request, STR("rights")))
		try_rights(reply);
	else if (str_eq(request, STR("print")))
		buf_addf(reply, "%s", fputs("from a library\n", stderr) < 0 ? "refused" : "said");
	else if (str_starts(request, STR("read ")))
		try_reading(reply, str_sub(request, 5, request.n));
	else
		buf_addf(reply, "echo %.*s", STR_ARG(request));
}

static const struct worker_limits limits = {
	.n_workers = 2,
	.max_cpu_ms = 200,
	.max_wall_ms = 1500,
	.max_memory_bytes = 64 << 20,
	.max_request_bytes = 1 << 20,
	.max_reply_bytes = 1 << 19,
};

static const struct {
	const char *name;
	struct str request;
	enum err_code want;
	const char *reply;
} cases[] = {
	{ "an answer", STR_INIT("a"), ERR_NONE, "echo a" },
	{ "an empty request", STR_INIT(""), ERR_NONE, "echo " },
	{ "a crash", STR_INIT("crash"), ERR_WORKER_CRASHED, NULL },
	{ "life goes on after a crash", STR_INIT("b"), ERR_NONE, "echo b" },
	{ "an endless loop", STR_INIT("loop"), ERR_WORKER_TIMEOUT, NULL },
#ifndef __SANITIZE_ADDRESS__
	{ "one that eats memory", STR_INIT("eat"), ERR_WORKER_MEMORY, NULL },
#endif
	{ "one that ends itself", STR_INIT("exit"), ERR_WORKER_CRASHED, NULL },
	{ "a reply over the limit", STR_INIT("flood"), ERR_LIMIT, NULL },
	{ "no file, no socket, no process", STR_INIT("rights"), ERR_NONE, "" },
	{ "and it still works", STR_INIT("c"), ERR_NONE, "echo c" },
};

static void test_one_job_each(void **state)
{
	struct workers *w = NULL;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(workers_open(&w, &limits, serve, &e), 0);
	if (!workers_sandbox(w).seccomp && !workers_sandbox(w).landlock)
		print_message("  this kernel has neither seccomp nor Landlock\n");
	for (size_t i = 0; i < countof(cases); i++) {
		struct worker_result r;

		print_message("  case: %s\n", cases[i].name);
		if (!workers_sandbox(w).seccomp && str_eq(cases[i].request, STR("rights")))
			continue;
		assert_int_equal(workers_submit(w, 100 + i, &cases[i].request, 1, &e), 0);
		assert_int_equal(workers_wait(&r, w, -1, &e), 1);
		assert_int_equal(r.tag, 100 + i);
		assert_int_equal(r.err.code, cases[i].want);
		if (cases[i].reply)
			assert_true(str_eq(r.reply, str_c(cases[i].reply)));
	}
	workers_close(w);
}

static void put_file(const char *directory, const char *name)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof path, "%s%s", directory, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fclose(f);
}

/* One directory can be read where the kernel sees to it; nothing else anywhere. */
static void test_readable(void **state)
{
	char top[] = "/tmp/nianbao-worker-XXXXXX", in[64], link[64], request[128];
	struct worker_limits l = limits;
	struct workers *w = NULL;
	struct worker_result r;
	struct err e = { 0 };
	struct str part;

	(void)state;
	assert_non_null(mkdtemp(top));
	snprintf(in, sizeof in, "%s/in", top);
	snprintf(link, sizeof link, "%s/in/link", top);
	assert_int_equal(mkdir(in, 0700), 0);
	assert_int_equal(symlink("../out", link), 0);
	put_file(top, "/out");
	put_file(in, "/file");
	l.n_workers = 1;
	l.readable = in;
	assert_int_equal(workers_open(&w, &l, serve, &e), 0);
	snprintf(request, sizeof request, "read %s", top);
	part = str_c(request);
	assert_int_equal(workers_submit(w, 1, &part, 1, &e), 0);
	assert_int_equal(workers_wait(&r, w, -1, &e), 1);
	if (workers_sandbox(w).landlock && workers_sandbox(w).seccomp)
		assert_true(str_eq(r.reply, STR("")));
	else if (workers_sandbox(w).seccomp)
		assert_true(str_eq(r.reply, STR("0 /in/file shut;1 /in shut;")));
	part = STR("rights");
	assert_int_equal(workers_submit(w, 2, &part, 1, &e), 0);
	assert_int_equal(workers_wait(&r, w, -1, &e), 1);
	assert_true(!workers_sandbox(w).seccomp || r.reply.n == 0);
	workers_close(w);
	snprintf(request, sizeof request, "%s/file", in);
	assert_int_equal(unlink(request) | unlink(link) | rmdir(in), 0);
	snprintf(request, sizeof request, "%s/out", top);
	assert_int_equal(unlink(request) | rmdir(top), 0);
}

/* stderr as cron's log is: a file, to which a worker may write nothing. */
static void test_printing(void **state)
{
	int was = dup(STDERR_FILENO);
	FILE *log = tmpfile();
	struct workers *w = NULL;
	struct worker_result r;
	struct err e = { 0 };
	struct str part = STR("print");
	struct stat st;

	(void)state;
	assert_non_null(log);
	signal(SIGXFSZ, SIG_DFL); /* whatever this test was started with */
	assert_int_equal(dup2(fileno(log), STDERR_FILENO), STDERR_FILENO);
	assert_int_equal(workers_open(&w, &limits, serve, &e), 0);
	assert_int_equal(workers_submit(w, 1, &part, 1, &e), 0);
	assert_int_equal(workers_wait(&r, w, -1, &e), 1);
	assert_int_equal(dup2(was, STDERR_FILENO), STDERR_FILENO);
	close(was);
	assert_int_equal(r.err.code, ERR_NONE);
#ifdef __SANITIZE_ADDRESS__
	assert_true(str_eq(r.reply, STR("refused")));
#else
	assert_true(str_eq(r.reply, STR("said")));
#endif
	assert_int_equal(fstat(fileno(log), &st), 0);
	assert_int_equal(st.st_size, 0);
	workers_close(w);
	fclose(log);
}

/* One for each core, and one more: none waits while the program is at work. */
static void test_how_many(void **state)
{
	struct worker_limits l = limits;
	struct workers *w = NULL;
	struct err e = { 0 };

	(void)state;
	l.n_workers = 0;
	assert_int_equal(workers_open(&w, &l, serve, &e), 0);
	assert_int_equal(workers_free(w), sysconf(_SC_NPROCESSORS_ONLN) + 1);
	workers_close(w);
}

static void test_many_jobs(void **state)
{
	struct workers *w = NULL;
	struct err e = { 0 };
	unsigned given = 0, got = 0, lost = 0;

	(void)state;
	assert_int_equal(workers_open(&w, &limits, serve, &e), 0);
	while (got < 300) {
		struct worker_result r;

		while (workers_free(w) && given < 300) {
			struct str parts[] = { given % 50 == 7 ? STR("cra") : STR("x"), STR("sh") };

			assert_int_equal(workers_submit(w, given++, parts, 2, &e), 0);
		}
		assert_int_equal(workers_wait(&r, w, -1, &e), 1);
		lost += r.err.code == ERR_WORKER_CRASHED;
		assert_int_equal(r.err.code == ERR_WORKER_CRASHED, r.tag % 50 == 7);
		got++;
	}
	assert_int_equal(lost, 6);
	assert_int_equal(workers_busy(w), 0);
	workers_close(w);
}

static void test_killed_from_outside(void **state)
{
	struct workers *w = NULL;
	struct err e = { 0 };
	struct worker_result r;
	struct str job = STR("loop"), next = STR("n");

	(void)state;
	assert_int_equal(workers_open(&w, &limits, serve, &e), 0);
	/* An idle one: no job is lost. */
	kill(workers_pid(w, 0), SIGKILL);
	usleep(50000);
	assert_int_equal(workers_submit(w, 1, &next, 1, &e), 0);
	assert_int_equal(workers_wait(&r, w, -1, &e), 1);
	assert_int_equal(r.err.code, ERR_NONE);
	/* Then one at work. */
	assert_int_equal(workers_submit(w, 2, &job, 1, &e), 0);
	kill(workers_pid(w, 0), SIGKILL);
	assert_int_equal(workers_wait(&r, w, -1, &e), 1);
	assert_int_equal(r.err.code, ERR_WORKER_CRASHED);
	assert_int_equal(r.tag, 2);
	assert_int_equal(workers_submit(w, 3, &next, 1, &e), 0);
	assert_int_equal(workers_wait(&r, w, -1, &e), 1);
	assert_true(str_eq(r.reply, STR("echo n")));
	workers_close(w);
}

static void test_overdue(void **state)
{
	struct workers *w = NULL;
	struct err e = { 0 };
	struct worker_result r;
	struct str job = STR("x");

	(void)state;
	assert_int_equal(workers_open(&w, &limits, serve, &e), 0);
	/* Stopped, it uses no processor time: only the wall clock can tell. */
	kill(workers_pid(w, 0), SIGSTOP);
	assert_int_equal(workers_submit(w, 1, &job, 1, &e), 0);
	assert_int_equal(workers_wait(&r, w, -1, &e), 1);
	assert_int_equal(r.err.code, ERR_WORKER_TIMEOUT);
	assert_int_equal(workers_submit(w, 2, &job, 1, &e), 0);
	assert_int_equal(workers_wait(&r, w, -1, &e), 1);
	assert_int_equal(r.err.code, ERR_NONE);
	workers_close(w);
}

static void test_no_wait(void **state)
{
	struct workers *w = NULL;
	struct err e = { 0 };
	struct worker_result r;
	struct str job = STR("loop");
	char big[2 << 20] = { 0 };
	struct str too_big = { big, sizeof(big) };

	(void)state;
	assert_int_equal(workers_open(&w, &limits, serve, &e), 0);
	assert_int_equal(workers_wait(&r, w, -1, &e), 0); /* nothing under way */
	assert_int_equal(workers_submit(w, 1, &too_big, 1, &e), -1);
	assert_int_equal(e.code, ERR_LIMIT);
	assert_int_equal(workers_free(w), 2);
	assert_int_equal(workers_submit(w, 1, &job, 1, &e), 0);
	assert_int_equal(workers_wait(&r, w, 0, &e), 0);
	assert_int_equal(workers_busy(w), 1);
	workers_close(w); /* ends the one at work too */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_job_each), cmocka_unit_test(test_readable),
		cmocka_unit_test(test_many_jobs),    cmocka_unit_test(test_killed_from_outside),
		cmocka_unit_test(test_printing),     cmocka_unit_test(test_how_many),
		cmocka_unit_test(test_overdue),      cmocka_unit_test(test_no_wait),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
