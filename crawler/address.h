#ifndef CRAWLER_ADDRESS_H
#define CRAWLER_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * address_is_public - may a harvest talk to this address?
 *
 * False for what is not a public unicast address: loopback, private, link-local,
 * shared, benchmark, documentation, multicast, reserved (the IANA special-purpose
 * registries), and for IPv6 forms that carry such an IPv4 address inside.
 */
bool address_is_public4(const uint8_t a[4]);
bool address_is_public6(const uint8_t a[16]);

#endif
