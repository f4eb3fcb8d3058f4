#ifndef CLI_ROBOTS_ROW_H
#define CLI_ROBOTS_ROW_H

#include "crawler/robots_cache.h"
#include "store/store_frontier.h"

/* A host's robots.txt as the database keeps it, and as the crawler thinks of it. */
struct robots_memory robots_row_memory(const struct store_robots *kept);
const char *robots_row_verdict(const struct robots_memory *m); /* struct store_robots's verdict */

#endif
