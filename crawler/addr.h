#ifndef CRAWLER_ADDR_H
#define CRAWLER_ADDR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* What an IP address is for (IANA special-purpose registries). Names are shown in messages. */
enum addr_class {
	ADDR_PUBLIC,
	ADDR_UNSPECIFIED,
	ADDR_LOOPBACK,
	ADDR_PRIVATE,
	ADDR_LINK_LOCAL,
	ADDR_SITE_LOCAL,
	ADDR_UNIQUE_LOCAL,
	ADDR_SHARED, /* behind a carrier's NAT */
	ADDR_DOCUMENTATION,
	ADDR_BENCHMARK,
	ADDR_MULTICAST,
	ADDR_BROADCAST,
	ADDR_RESERVED,
	ADDR_INVALID, /* neither 4 nor 16 bytes */
	ADDR__COUNT
};

const char *addr_class_name(enum addr_class c);

/*
 * addr_classify - the class of an address.
 *
 *   bytes  in network order, as sin_addr or sin6_addr hold them
 *   n      4 or 16
 *
 * IPv6 forms that carry an IPv4 address (mapped, compatible, NAT64, 6to4) have
 * the class of that address. Only ADDR_PUBLIC may be connected to.
 */
enum addr_class addr_classify(const void *bytes, size_t n);

/* The same for text: "127.0.0.1", "::1" or "[::1]"; ADDR_INVALID for anything else. */
enum addr_class addr_classify_text(struct str text);

#endif
