#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include "cli/config.h"

/*
 * settings_read - all settings of this run, and the log level.
 *
 * Takes --config FILE, --set NAME=VALUE, --verbose, --debug out of the command
 * line, wherever they stand before "--". Without --config the file is
 * $XDG_CONFIG_HOME/nianbao/nianbao.conf or ~/.config/nianbao/nianbao.conf, if
 * it is there. Flags over environment over file. Returns 0, or -1 with ERR_USAGE.
 */
MUST_USE int settings_read(struct config *out, int *argc, char **argv, struct err *e);

#endif
