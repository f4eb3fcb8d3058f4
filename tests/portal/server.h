#ifndef PORTAL_SERVER_H
#define PORTAL_SERVER_H

#include <stdint.h>
#include <stdio.h>

#include "base/err.h"

#include "tests/portal/world.h"

/* Host whose /__sim/log gives the request log and /__sim/reset forgets it and all attempts. */
#define SERVER_CONTROL_HOST "control.gov.cn.test"

struct server;

/*
 * server_open - listen on loopback.
 *
 *   address  "127.0.0.1:0" and the like; port 0: a free one is chosen
 *   log      gets a line for each request; NULL: none. Borrowed
 *
 * Sets the port in world->options.port before the first answer. Returns 0, or
 * -1 with ERR_USAGE or ERR_IO.
 */
MUST_USE int server_open(struct server **out, struct world *world, const char *address, FILE *log,
			 struct err *e);
unsigned server_port(const struct server *s);
void server_close(struct server *s); /* NULL is fine */

#endif
