#include "base/attrs.h"
#include "cli/config.h"

#define AT(field) offsetof(struct config, field)
#define KIB       1024LL
#define MIB       (1024 * KIB)
#define GIB       (1024 * MIB)
#define HOUR      3600000LL

/* The one home of every setting: file, environment, --set, `nianbao config` and the manual read it.
 */
const struct config_option config_options[] = {
	{ "delay", AT(delay_ms), 3000, 0, HOUR, "ms",
	  "Least time between two requests to one host. robots.txt may ask for more. Under 1 s "
	  "only with "
	  "--allow-private." },
	{ "max-crawl-delay", AT(max_crawl_delay_ms), 60000, 1000, 24 * HOUR, "ms",
	  "Longest Crawl-delay that is obeyed as it is; a longer one is cut to this, and logged." },
	{ "max-page", AT(max_page_bytes), 32 * MIB, KIB, 256 * MIB, "bytes",
	  "Longest page kept. A longer one is an error, never cut." },
	{ "max-file", AT(max_file_bytes), 256 * MIB, KIB, 256 * MIB, "bytes",
	  "Longest attachment kept." },
	{ "max-inflate-ratio", AT(max_inflate_ratio), 200, 2, 2000, "times",
	  "How much larger than on the wire a decoded body may become." },
	{ "connect-timeout", AT(connect_ms), 15000, 10, HOUR, "ms",
	  "Longest wait for a connection." },
	{ "first-byte-timeout", AT(first_byte_ms), 30000, 10, HOUR, "ms",
	  "Longest wait for the first byte of an answer." },
	{ "low-speed", AT(low_speed_bytes), 200, 0, MIB, "bytes",
	  "Bytes a second below which a transfer counts as stalled." },
	{ "low-speed-time", AT(low_speed_ms), 30000, 1000, HOUR, "ms",
	  "How long a transfer may be stalled." },
	{ "transfer-timeout", AT(transfer_ms), 600000, 100, 24 * HOUR, "ms",
	  "Longest time for one whole answer." },
	{ "max-hosts", AT(max_hosts), 64, 1, 1024, "hosts",
	  "Hosts asked at the same time. Each has one request open at most." },
	{ "max-redirects", AT(max_redirects), 5, 0, 20, "hops", "Redirects followed for one URL." },
	{ "max-depth", AT(max_depth), 6, 0, 12, "links", "Links followed from a seed." },
	{ "max-host-pages", AT(max_host_pages), 20000, 1, 10000000, "pages",
	  "Pages asked of one host in one run." },
	{ "max-sitemaps", AT(max_sitemaps), 20, 0, 1000, "files",
	  "Sitemaps that robots.txt and their indexes name, asked of one host in one run; 0: "
	  "none." },
	{ "max-failed", AT(max_failed_hosts), 1000000, 0, 1000000, "hosts",
	  "Hosts that may fail before a run counts as partial (exit status 3)." },
	{ "min-free", AT(min_free_bytes), 256 * MIB, 0, 1024 * GIB, "bytes",
	  "Free disk space below which a harvest stops (exit status 6)." },
	{ "warc-size", AT(warc_bytes), GIB, MIB, 100 * GIB, "bytes",
	  "Size at which a new archive file is begun." },
	{ "robots-age", AT(robots_age_ms), 24 * HOUR, 0, 24 * HOUR, "ms",
	  "How long a robots.txt is used before it is asked for again (RFC 9309, 2.4)." },
	{ "worker-cpu", AT(worker_cpu_ms), 20000, 100, HOUR, "ms",
	  "Processor time that one document may take." },
	{ "worker-time", AT(worker_wall_ms), 60000, 100, HOUR, "ms",
	  "Time that one document may take." },
	{ "worker-memory", AT(worker_memory_bytes), 1 * GIB, 32 * MIB, 64 * GIB, "bytes",
	  "Memory that a worker may take." },
	{ "workers", AT(workers), 0, 0, 256, "processes",
	  "Worker processes; 0 is one for each core, and one more." },
};
const size_t config_options_count = countof(config_options);

_Static_assert(countof(config_options) <= sizeof(((struct config *)0)->source),
	       "every setting needs a place for its source");
