#include "tests/unit/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "cli/notify.h"

static void test_notify(void **state)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	char got[64] = "";

	(void)state;
	unsetenv("NOTIFY_SOCKET");
	notify("READY=1"); /* nobody asked */
	snprintf(at.sun_path, sizeof(at.sun_path), "/tmp/nianbao-notify-%ld", (long)getpid());
	setenv("NOTIFY_SOCKET", at.sun_path, 1);
	notify("READY=1"); /* nobody listens */
	assert_int_equal(bind(fd, (const struct sockaddr *)&at, sizeof(at)), 0);
	notify("WATCHDOG=1\nSTATUS=all is well");
	assert_int_equal(recv(fd, got, sizeof(got) - 1, MSG_DONTWAIT), 29);
	assert_string_equal(got, "WATCHDOG=1\nSTATUS=all is well");
	unlink(at.sun_path);
	close(fd);
	unsetenv("NOTIFY_SOCKET");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_notify) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
