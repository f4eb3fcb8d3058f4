#ifndef CLI_PATHS_H
#define CLI_PATHS_H

#include <stddef.h>

#define PATHS_MAX        4096
#define PATHS_DEFAULT_DB "nianbao.db"

/* Where a database's archive is, unless the user says otherwise: "FILE.warc/". Returns `out`. */
const char *paths_archive(char out[PATHS_MAX], const char *db, const char *chosen);

#endif
