#ifndef CLI_PIPELINE_CONFIG_H
#define CLI_PIPELINE_CONFIG_H

#include "cli/config.h"
#include "cli/pipeline.h"

/* The workers' limits as the settings have them. */
static inline struct pipeline_limits pipeline_config(const struct config *c)
{
	return (struct pipeline_limits){
		.n_workers = (unsigned)c->workers,
		.max_cpu_ms = c->worker_cpu_ms,
		.max_wall_ms = c->worker_wall_ms,
		.max_memory_bytes = c->worker_memory_bytes,
		.severities = &c->severities,
	};
}

#endif
