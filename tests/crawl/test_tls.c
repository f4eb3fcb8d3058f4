/* Servers whose TLS is old, weak, or vouched for by nobody; certificates are made by openssl(1). */
#include "tests/unit/harness.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <microhttpd.h>

#include "base/arena.h"
#include "base/attrs.h"
#include "base/buf.h"
#include "base/file.h"
#include "crawler/fetch.h"

#define MAX_TRIES 250 /* 20 ms apart */
#define HOST      "www.tls.gov.cn.test"

/* Into the directory it is started in: root, intermediate, leaves. */
static const char make_certificates[] =
	"set -e\n"
	"key() { openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out $1.key; }\n"
	"csr() { openssl req -new -key $1.key -subj /CN=$2 -out $1.csr; }\n"
	"sign() { openssl x509 -req -in $1.csr -CA $2.pem -CAkey $2.key -set_serial $3 -days $4"
	" -extfile $5 -out $1.pem; }\n"
	"echo 'basicConstraints=critical,CA:TRUE' >ca.ext\n"
	"echo 'subjectAltName=DNS:" HOST "' >leaf.ext\n"
	"echo 'subjectAltName=DNS:other.gov.cn.test' >other.ext\n"
	"key root; openssl req -x509 -new -key root.key -subj /CN=root -days 30 -out root.pem\n"
	"key inter; csr inter inter; sign inter root 2 30 ca.ext\n"
	"key leaf; csr leaf leaf; sign leaf root 3 30 leaf.ext; cp leaf.pem good.pem\n"
	"sign leaf root 4 30 other.ext; cp leaf.pem other.pem\n"
	"sign leaf root 5 -1 leaf.ext; cp leaf.pem expired.pem\n"
	"sign leaf inter 6 30 leaf.ext; cp leaf.pem below.pem\n"
	"openssl req -x509 -new -key leaf.key -subj /CN=leaf -days 30"
	" -addext subjectAltName=DNS:" HOST " -out self.pem\n"
	"cat root.pem inter.pem >both.pem\n";

/* Group 2 of RFC 2409: 1024 bits. */
static const char weak_group[] =
	"-----BEGIN DH PARAMETERS-----\n"
	"MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR\n"
	"Sgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL\n"
	"/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7OZTgf//////////AgEC\n"
	"-----END DH PARAMETERS-----\n";

static char dir[] = "/tmp/nianbao-tls-XXXXXX";

static const struct {
	const char *name, *certificate;
	const char *priorities; /* of GnuTLS; NULL: openssl(1) serves with a weak group */
	const char *ca;         /* of tls_ca */
	struct fetch_tls tls;   /* what else is allowed */
	enum disposition want;
	const char *detail;
} cases[] = {
	{ "all is well", "good", "NORMAL", "root", { 0 }, DISP_OK, "" },
	{ "expired",
	  "expired",
	  "NORMAL",
	  "root",
	  { 0 },
	  DISP_TLS,
	  "certificate has expired; tls_verify=report would fetch and mark it" },
	{ "expired, and that is known",
	  "expired",
	  "NORMAL",
	  "root",
	  { .unverified = true },
	  DISP_OK,
	  "tls_unverified" },
	{ "for another name",
	  "other",
	  "NORMAL",
	  "root",
	  { 0 },
	  DISP_TLS,
	  "certificate is for another name; tls_verify=report would fetch and mark it" },
	{ "for another name, and that is known",
	  "other",
	  "NORMAL",
	  "root",
	  { .unverified = true },
	  DISP_OK,
	  "tls_unverified" },
	{ "signed by itself",
	  "self",
	  "NORMAL",
	  "root",
	  { 0 },
	  DISP_TLS,
	  "self-signed certificate; tls_verify=report would fetch and mark it" },
	{ "signed by itself, and that is known",
	  "self",
	  "NORMAL",
	  "root",
	  { .unverified = true },
	  DISP_OK,
	  "tls_unverified" },
	{ "an intermediate is missing",
	  "below",
	  "NORMAL",
	  "root",
	  { 0 },
	  DISP_TLS,
	  "certificate chain incomplete; tls_ca=FILE can supply the missing one" },
	{ "an intermediate is missing, and supplied",
	  "below",
	  "NORMAL",
	  "both",
	  { 0 },
	  DISP_OK,
	  "" },
	{ "no safe renegotiation",
	  "good",
	  "NORMAL:-VERS-TLS1.3:%DISABLE_SAFE_RENEGOTIATION",
	  "root",
	  { 0 },
	  DISP_TLS,
	  "legacy renegotiation; tls_legacy=yes would allow it" },
	{ "no safe renegotiation, allowed",
	  "good",
	  "NORMAL:-VERS-TLS1.3:%DISABLE_SAFE_RENEGOTIATION",
	  "root",
	  { .legacy = true },
	  DISP_OK,
	  "" },
	{ "Diffie-Hellman of 1024 bits",
	  "good",
	  NULL,
	  "root",
	  { 0 },
	  DISP_TLS,
	  "Diffie-Hellman key too small; tls_weak=yes would allow it" },
	{ "Diffie-Hellman of 1024 bits, allowed",
	  "good",
	  NULL,
	  "root",
	  { .weak = true },
	  DISP_OK,
	  "" },
	{ "TLS 1.0",
	  "good",
	  "NORMAL:-VERS-ALL:+VERS-TLS1.0",
	  "root",
	  { 0 },
	  DISP_TLS,
	  "TLS version too old; tls_weak=yes would allow it" },
	{ "TLS 1.0, allowed",
	  "good",
	  "NORMAL:-VERS-ALL:+VERS-TLS1.0",
	  "root",
	  { .weak = true },
	  DISP_OK,
	  "" },
	{ "weak ways do not turn verification off",
	  "expired",
	  "NORMAL",
	  "root",
	  { .weak = true, .legacy = true },
	  DISP_TLS,
	  "certificate has expired; tls_verify=report would fetch and mark it" },
	{ "one curve", "good", "NORMAL", "root", { .curves = "P-256" }, DISP_OK, "" },
};

static enum MHD_Result answer(void *cls, struct MHD_Connection *c, const char *url,
			      const char *method, const char *version, const char *data,
			      size_t *data_size, void **state)
{
	static char page[] = "<html><body>模拟数据</body></html>";
	struct MHD_Response *r =
		MHD_create_response_from_buffer(sizeof(page) - 1, page, MHD_RESPMEM_PERSISTENT);
	enum MHD_Result rc = MHD_queue_response(c, MHD_HTTP_OK, r);

	(void)cls, (void)url, (void)method, (void)version, (void)data, (void)data_size, (void)state;
	MHD_destroy_response(r);
	return rc;
}

static const char *file_text(const char *name, struct arena *arena)
{
	struct buf bytes;
	struct err e;
	const char *text;

	buf_init(&bytes, 1u << 20);
	assert_int_equal(file_read(&bytes, arena_strf(arena, "%s/%s", dir, name).p, &e), 0);
	text = arena_str(arena, buf_str(&bytes)).p;
	buf_release(&bytes);
	return text;
}

/* The port is the system's choice. */
static struct MHD_Daemon *serve(unsigned *port, size_t i, struct arena *arena)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	struct MHD_Daemon *d;

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	d = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_TLS, 0, NULL, NULL, answer,
			     NULL, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&at,
			     MHD_OPTION_HTTPS_MEM_KEY, file_text("leaf.key", arena),
			     MHD_OPTION_HTTPS_MEM_CERT,
			     file_text(arena_strf(arena, "%s.pem", cases[i].certificate).p, arena),
			     MHD_OPTION_HTTPS_MEM_DHPARAMS, weak_group, MHD_OPTION_HTTPS_PRIORITIES,
			     cases[i].priorities, MHD_OPTION_END);
	assert_non_null(d);
	*port = MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port;
	return d;
}

/* A port that was free a moment ago. */
static unsigned free_port(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t n = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, n), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &n), 0);
	close(fd);
	return ntohs(at.sin_port);
}

/* GnuTLS has no such group any more. */
static pid_t serve_weak_group(unsigned *port)
{
	char address[32];
	pid_t pid;

	*port = free_port();
	snprintf(address, sizeof(address), "127.0.0.1:%u", *port);
	pid = fork();
	if (pid == 0) {
		if (chdir(dir) == 0 && freopen("server.log", "w", stderr))
			execlp("openssl", "openssl", "s_server", "-quiet", "-accept", address,
			       "-cert", "good.pem", "-key", "leaf.key", "-dhparam", "dh.pem",
			       "-tls1_2", "-cipher", "DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0",
			       "-www", (char *)NULL);
		_exit(127);
	}
	assert_true(pid > 0);
	return pid;
}

static void stop_server(pid_t pid)
{
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

/* Asked again while nobody listens there yet. */
static void fetch_one(struct fetch_result *r, struct fetch *f, const struct fetch_request *req)
{
	struct err e;
	uint64_t id;

	for (int tries = 0; tries < MAX_TRIES; tries++) {
		fetch_submit(f, req);
		while (!fetch_next(r, &id, f))
			assert_int_equal(fetch_wait(f, NULL, 0, 1000, &e), 0);
		if (r->disposition != DISP_CONNECT)
			return;
		assert_int_equal(fetch_wait(f, NULL, 0, 20, &e), 0);
		poll(NULL, 0, 20);
	}
}

static void ask(size_t i)
{
	const char *resolve[] = { "*" };
	struct fetch_settings settings = {
		.user_agent = "test", .allow_private = true, .resolve = resolve, .n_resolve = 1
	};
	struct arena a = { 0 };
	struct fetch_request req = { .tls = cases[i].tls };
	struct fetch_result r;
	struct MHD_Daemon *d = NULL;
	struct fetch *f;
	struct err e;
	unsigned port;
	pid_t pid = 0;

	if (cases[i].priorities)
		d = serve(&port, i, &a);
	else
		pid = serve_weak_group(&port);
	resolve[0] = arena_strf(&a, HOST ":%u:127.0.0.1", port).p;
	req.url = arena_strf(&a, "https://" HOST ":%u/", port);
	req.tls.ca_file = arena_strf(&a, "%s/%s.pem", dir, cases[i].ca).p;
	assert_int_equal(fetch_open(&f, &settings, &e), 0);
	fetch_one(&r, f, &req);
	print_message("    %s: %.*s\n", disposition_name(r.disposition), STR_ARG(r.detail));
	assert_int_equal(r.disposition, cases[i].want);
	assert_true(str_eq(r.detail, str_c(cases[i].detail)));
	assert_int_equal(r.body.n > 0, r.disposition == DISP_OK);
	fetch_close(f);
	if (d)
		MHD_stop_daemon(d);
	else
		stop_server(pid);
	arena_release(&a);
}

static void test_tls(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		print_message("  case: %s\n", cases[i].name);
		ask(i);
	}
}

static int make(void **state)
{
	char command[4096], path[100];
	FILE *to;

	(void)state;
	if (!mkdtemp(dir))
		return -1;
	snprintf(command, sizeof(command), "cd %s && { %s } >log 2>&1", dir, make_certificates);
	snprintf(path, sizeof(path), "%s/dh.pem", dir);
	to = fopen(path, "w");
	if (!to || fputs(weak_group, to) < 0 || fclose(to))
		return -1;
	return system(command);
}

static int clean(void **state)
{
	char command[200];

	(void)state;
	snprintf(command, sizeof(command), "rm -r %s", dir);
	return system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_tls) };

	return cmocka_run_group_tests(tests, make, clean);
}
