#include "cli/paths.h"

#include <stdio.h>

const char *paths_archive(char out[PATHS_MAX], const char *db, const char *chosen)
{
	if (chosen)
		snprintf(out, PATHS_MAX, "%s", chosen);
	else
		snprintf(out, PATHS_MAX, "%s.warc", db);
	return out;
}
