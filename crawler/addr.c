#include "crawler/addr.h"

#include <arpa/inet.h>
#include <assert.h>
#include <stdint.h>

#include "base/attrs.h"

static const char *const names[] = {
	[ADDR_PUBLIC] = "public",
	[ADDR_UNSPECIFIED] = "unspecified",
	[ADDR_LOOPBACK] = "loopback",
	[ADDR_PRIVATE] = "private",
	[ADDR_LINK_LOCAL] = "link-local",
	[ADDR_SITE_LOCAL] = "site-local",
	[ADDR_UNIQUE_LOCAL] = "unique-local",
	[ADDR_SHARED] = "shared",
	[ADDR_DOCUMENTATION] = "documentation",
	[ADDR_BENCHMARK] = "benchmark",
	[ADDR_MULTICAST] = "multicast",
	[ADDR_BROADCAST] = "broadcast",
	[ADDR_RESERVED] = "reserved",
	[ADDR_INVALID] = "invalid",
};
static_assert(countof(names) == ADDR__COUNT, "every class needs a name");

const char *addr_class_name(enum addr_class c)
{
	return names[c];
}

struct block {
	uint8_t prefix[16];
	uint8_t bits;
	enum addr_class class;
};

/* First match wins. */
static const struct block v4_blocks[] = {
	{ { 0, 0, 0, 0 }, 32, ADDR_UNSPECIFIED },
	{ { 0 }, 8, ADDR_RESERVED },
	{ { 10 }, 8, ADDR_PRIVATE },
	{ { 100, 64 }, 10, ADDR_SHARED },
	{ { 127 }, 8, ADDR_LOOPBACK },
	{ { 169, 254 }, 16, ADDR_LINK_LOCAL },
	{ { 172, 16 }, 12, ADDR_PRIVATE },
	{ { 192, 0, 0 }, 24, ADDR_RESERVED },
	{ { 192, 0, 2 }, 24, ADDR_DOCUMENTATION },
	{ { 192, 88, 99 }, 24, ADDR_RESERVED },
	{ { 192, 168 }, 16, ADDR_PRIVATE },
	{ { 198, 18 }, 15, ADDR_BENCHMARK },
	{ { 198, 51, 100 }, 24, ADDR_DOCUMENTATION },
	{ { 203, 0, 113 }, 24, ADDR_DOCUMENTATION },
	{ { 224 }, 4, ADDR_MULTICAST },
	{ { 255, 255, 255, 255 }, 32, ADDR_BROADCAST },
	{ { 240 }, 4, ADDR_RESERVED },
};

static const struct block v6_blocks[] = {
	{ { 0 }, 128, ADDR_UNSPECIFIED },
	{ { [15] = 1 }, 128, ADDR_LOOPBACK },
	{ { 0x01, 0x00 }, 64, ADDR_RESERVED },                        /* discard only */
	{ { 0x00, 0x64, 0xff, 0x9b, 0x00, 0x01 }, 48, ADDR_PRIVATE }, /* local NAT64 */
	{ { 0x20, 0x01, 0x00, 0x00 }, 32, ADDR_RESERVED },            /* Teredo */
	{ { 0x20, 0x01, 0x00, 0x02 }, 48, ADDR_BENCHMARK },
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32, ADDR_DOCUMENTATION },
	{ { 0x3f, 0xff }, 20, ADDR_DOCUMENTATION },
	{ { 0xfe, 0x80 }, 10, ADDR_LINK_LOCAL },
	{ { 0xfe, 0xc0 }, 10, ADDR_SITE_LOCAL },
	{ { 0xfc }, 7, ADDR_UNIQUE_LOCAL },
	{ { 0xff }, 8, ADDR_MULTICAST },
};

/* IPv6 prefixes with an IPv4 address inside, and where. */
static const struct {
	uint8_t prefix[16];
	uint8_t bits, at;
} carriers[] = {
	{ { [10] = 0xff, [11] = 0xff }, 96, 12 }, /* mapped */
	{ { 0x00, 0x64, 0xff, 0x9b }, 96, 12 },   /* NAT64 */
	{ { 0 }, 96, 12 },                        /* compatible */
	{ { 0x20, 0x02 }, 16, 2 },                /* 6to4 */
};

static bool within(const uint8_t *a, const uint8_t *prefix, unsigned bits)
{
	unsigned whole = bits / 8, rest = bits % 8;

	for (unsigned i = 0; i < whole; i++)
		if (a[i] != prefix[i])
			return false;
	return rest == 0 || (a[whole] ^ prefix[whole]) >> (8 - rest) == 0;
}

static enum addr_class look_up(const uint8_t *a, const struct block *blocks, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (within(a, blocks[i].prefix, blocks[i].bits))
			return blocks[i].class;
	return ADDR_PUBLIC;
}

enum addr_class addr_classify(const void *bytes, size_t n)
{
	const uint8_t *a = bytes;
	enum addr_class c;

	if (n == 4)
		return look_up(a, v4_blocks, countof(v4_blocks));
	if (n != 16)
		return ADDR_INVALID;
	c = look_up(a, v6_blocks, countof(v6_blocks));
	if (c != ADDR_PUBLIC)
		return c;
	for (size_t i = 0; i < countof(carriers); i++)
		if (within(a, carriers[i].prefix, carriers[i].bits))
			return look_up(a + carriers[i].at, v4_blocks, countof(v4_blocks));
	return ADDR_PUBLIC;
}

enum addr_class addr_classify_text(struct str text)
{
	char copy[64];
	uint8_t a[16];

	if (text.n > 2 && text.p[0] == '[' && text.p[text.n - 1] == ']')
		text = str_sub(text, 1, text.n - 2);
	if (text.n >= sizeof(copy) || text.n == 0 || memchr(text.p, '\0', text.n))
		return ADDR_INVALID;
	memcpy(copy, text.p, text.n);
	copy[text.n] = '\0';
	if (inet_pton(AF_INET, copy, a) == 1)
		return addr_classify(a, 4);
	if (inet_pton(AF_INET6, copy, a) == 1)
		return addr_classify(a, 16);
	return ADDR_INVALID;
}
