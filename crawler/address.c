#include "crawler/address.h"

#include <stddef.h>
#include <string.h>

#include "base/attrs.h"

struct block {
	uint8_t net[16];
	unsigned bits;
};

static const struct block special4[] = {
	{ { 0 }, 8 },             /* this network */
	{ { 10 }, 8 },            /* private */
	{ { 100, 64 }, 10 },      /* shared, carrier-grade NAT */
	{ { 127 }, 8 },           /* loopback */
	{ { 169, 254 }, 16 },     /* link-local */
	{ { 172, 16 }, 12 },      /* private */
	{ { 192, 0, 0 }, 24 },    /* protocol assignments */
	{ { 192, 0, 2 }, 24 },    /* documentation */
	{ { 192, 168 }, 16 },     /* private */
	{ { 198, 18 }, 15 },      /* benchmarks */
	{ { 198, 51, 100 }, 24 }, /* documentation */
	{ { 203, 0, 113 }, 24 },  /* documentation */
	{ { 224 }, 3 },           /* multicast, reserved, broadcast */
};

static const struct block special6[] = {
	{ { 0x01, 0x00 }, 64 },             /* discard only */
	{ { 0x20, 0x01, 0x00 }, 23 },       /* protocol assignments, Teredo */
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32 }, /* documentation */
	{ { 0xfc }, 7 },                    /* private */
	{ { 0xfe, 0x80 }, 10 },             /* link-local */
	{ { 0xfe, 0xc0 }, 10 },             /* site-local, given up */
	{ { 0xff }, 8 },                    /* multicast */
};

/* IPv6 blocks with an IPv4 address inside, and the byte where it begins. */
static const struct {
	struct block block;
	unsigned at;
} carriers[] = {
	{ { { 0 }, 96 }, 12 }, /* ::, ::1, old compatible form */
	{ { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff }, 96 }, 12 }, /* mapped */
	{ { { 0x00, 0x64, 0xff, 0x9b }, 96 }, 12 },                   /* NAT64 */
	{ { { 0x20, 0x02 }, 16 }, 2 },                                /* 6to4 */
};

static bool within(const uint8_t *a, const struct block *b)
{
	unsigned whole = b->bits / 8, rest = b->bits % 8;

	if (memcmp(a, b->net, whole) != 0)
		return false;
	return rest == 0 || (a[whole] ^ b->net[whole]) >> (8 - rest) == 0;
}

bool address_is_public4(const uint8_t a[4])
{
	for (size_t i = 0; i < countof(special4); i++)
		if (within(a, &special4[i]))
			return false;
	return true;
}

bool address_is_public6(const uint8_t a[16])
{
	for (size_t i = 0; i < countof(carriers); i++)
		if (within(a, &carriers[i].block))
			return address_is_public4(a + carriers[i].at);
	for (size_t i = 0; i < countof(special6); i++)
		if (within(a, &special6[i]))
			return false;
	return true;
}
