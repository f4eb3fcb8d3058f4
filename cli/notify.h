#ifndef CLI_NOTIFY_H
#define CLI_NOTIFY_H

/*
 * notify - a word to the service manager that started us, by sd_notify(3)'s protocol:
 * "READY=1", "STATUS=...", "STOPPING=1", "WATCHDOG=1"; lines, one datagram.
 *
 * Nothing happens where $NOTIFY_SOCKET is not set, or nobody listens.
 */
void notify(const char *state);

#endif
