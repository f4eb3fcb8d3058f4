#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

#include "base/attrs.h"

enum err_code {
	ERR_NONE,
	ERR_IO,       /* local file or directory */
	ERR_DISK,     /* no space, or below the floor of free space */
	ERR_NET,      /* transfer failed; may work later */
	ERR_TLS,      /* the peer could not be trusted */
	ERR_DENIED,   /* robots.txt, 401/403, or our own policy said no */
	ERR_BLOCKED,  /* a wall: challenge page, throttling without end */
	ERR_ENCODING, /* bytes are not text in any charset we try */
	ERR_FORMAT,   /* not the shape the parser needs */
	ERR_LIMIT,    /* a MAX_* from the owning header was passed */
	ERR_WORKER_CRASHED,
	ERR_WORKER_TIMEOUT,
	ERR_WORKER_MEMORY,
	ERR_DB,          /* SQLite said no */
	ERR_DB_CORRUPT,  /* the database needs repair */
	ERR_USAGE,       /* command line or configuration */
	ERR_PARTIAL,     /* more hosts failed than allowed */
	ERR_LOCKED,      /* another run holds the lock */
	ERR_STOPPED,     /* a limit of time, pages or bytes was reached, work is left */
	ERR_OFFLINE,     /* no host answered at all */
	ERR_INTERRUPTED, /* SIGINT, after a clean drain */
	ERR_TERMINATED,  /* SIGTERM, after a clean drain */
	ERR_FOUND,       /* --exit-code: something was found; carries no message */
	ERR__COUNT
};

/* How much of the run one failure takes with it. */
enum err_reach { REACH_ITEM, REACH_HOST, REACH_RUN };

struct err {
	enum err_code code;
	int sys;       /* errno or library code, 0 if none */
	char msg[256]; /* one line, UTF-8, always NUL-terminated */
};

struct err_class {
	const char *name; /* stable; stored in the database */
	enum err_reach reach;
	bool retry;
	int exit_status; /* the cron contract, docs/exit-codes in nianbao(1) */
};

/* Both set *e and return -1, so callers can write: return err_set(...). */
int err_set(struct err *e, enum err_code code, const char *fmt, ...) PRINTF(3, 4);
int err_sys(struct err *e, enum err_code code, int sys, const char *fmt, ...) PRINTF(4, 5);

/* Puts "prefix: " before the message there is; for the edge of a module that knows the place. */
int err_at(struct err *e, const char *fmt, ...) PRINTF(2, 3);

const struct err_class *err_class(enum err_code code);

/* The code whose class has this stored name; ERR_NONE when there is none. */
enum err_code err_named(const char *name);

#endif
