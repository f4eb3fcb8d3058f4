#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "report/check.h"

/* Where a setting's value comes from; later ones win. */
enum config_source { CONFIG_DEFAULT, CONFIG_FILE, CONFIG_ENVIRONMENT, CONFIG_FLAG };

/* Everything a user may set. Read once, then passed down as const. */
struct config {
	int64_t delay_ms;
	int64_t max_crawl_delay_ms;
	int64_t max_page_bytes;
	int64_t max_file_bytes;
	int64_t max_inflate_ratio;
	int64_t connect_ms;
	int64_t first_byte_ms;
	int64_t low_speed_bytes;
	int64_t low_speed_ms;
	int64_t transfer_ms;
	int64_t max_hosts;
	int64_t max_redirects;
	int64_t max_depth;
	int64_t max_host_pages;
	int64_t max_sitemaps;
	int64_t max_failed_hosts;
	int64_t min_free_bytes;
	int64_t warc_bytes;
	int64_t robots_age_ms;
	int64_t worker_cpu_ms;
	int64_t worker_wall_ms;
	int64_t worker_memory_bytes;
	int64_t workers;
	struct severities severities; /* "severity.CODE = warning": rules a user weighs otherwise */
	char source[32]; /* enum config_source of each setting, by its row in config_options */
};

struct config_option {
	const char *name; /* in the file, in --set NAME=VALUE, in the man page */
	size_t offset;    /* of the int64_t in struct config */
	int64_t normal, min, max;
	const char *unit; /* "ms" also takes 3s, 5m; "bytes" also takes 8M, 1G */
	const char *help;
};

extern const struct config_option config_options[];
extern const size_t config_options_count;

void config_init(struct config *c); /* defaults */

/*
 * Sets one by name. "severity.CODE" is set to error, warning or info for one
 * rule. ERR_USAGE names the setting, its range and its unit.
 */
MUST_USE int config_set(struct config *c, const char *name, const char *value,
			enum config_source source, struct err *e);

/* "NAME = VALUE" lines, # and ; comments. A bad line is ERR_USAGE with file and line. */
MUST_USE int config_read_file(struct config *c, const char *path, struct err *e);

/* NIANBAO_DELAY=3s for "delay"; dashes become underscores. */
MUST_USE int config_read_environment(struct config *c, struct err *e);

int64_t config_get(const struct config *c, const struct config_option *o);
const char *config_source_name(enum config_source source);

#endif
