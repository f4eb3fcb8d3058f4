#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/attrs.h"

/*
 * One line per event on stderr, for people and for grep:
 *
 *	warn fetch host=example.org status=503 wait_ms=10000: server busy
 *
 * Each file that logs says #define LOG_MODULE "fetch" before its includes.
 * extract/ and report/ do not log: they return facts, and the pipeline tells.
 */
enum log_level {
	LOG_ERROR, /* the run is in danger */
	LOG_WARN,  /* an item was lost */
	LOG_INFO,  /* per run and per host */
	LOG_DEBUG, /* per request */
};

void log_set_level(enum log_level most); /* LOG_WARN at start */

/* The text is made printable; "key=value ...: what happened" is the caller's part. */
void log_event(enum log_level level, const char *module, const char *fmt, ...) PRINTF(3, 4);

#define log_error(...) log_event(LOG_ERROR, LOG_MODULE, __VA_ARGS__)
#define log_warn(...)  log_event(LOG_WARN, LOG_MODULE, __VA_ARGS__)
#define log_info(...)  log_event(LOG_INFO, LOG_MODULE, __VA_ARGS__)
#define log_debug(...) log_event(LOG_DEBUG, LOG_MODULE, __VA_ARGS__)

#endif
