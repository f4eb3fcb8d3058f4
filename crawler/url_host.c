#include "crawler/url_host.h"

#include <arpa/inet.h>
#include <idn2.h>
#include <stdint.h>
#include <stdio.h>

#include "base/utf8.h"

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static int bad_host(struct err *e, struct str text, const char *why)
{
	if (text.n > 100)
		text.n = 100;
	return err_set(e, ERR_FORMAT, "host \"%.*s\": %s", STR_ARG(text), why);
}

/* The longest run of two or more zero groups: [*from, *to); empty if there is none. */
static void zero_run(const uint16_t g[8], int *from, int *to)
{
	*from = *to = 0;
	for (int i = 0; i < 8; i++) {
		int k = i;

		while (k < 8 && g[k] == 0)
			k++;
		if (k - i > 1 && k - i > *to - *from) {
			*from = i;
			*to = k;
		}
		if (k > i)
			i = k;
	}
}

static void print_ipv6(char *out, const unsigned char b[16])
{
	uint16_t g[8];
	int from, to, n = 0;

	for (int i = 0; i < 8; i++)
		g[i] = (uint16_t)(b[2 * i] << 8 | b[2 * i + 1]);
	zero_run(g, &from, &to);
	n += sprintf(out, "[");
	for (int i = 0; i < 8; i++) {
		if (i == from && to > from) {
			n += sprintf(out + n, i ? ":" : "::");
			i = to - 1;
			continue;
		}
		n += sprintf(out + n, i < 7 ? "%x:" : "%x", g[i]);
	}
	sprintf(out + n, "]");
}

static int parse_ipv6(char *out, struct str text, struct err *e)
{
	char copy[64];
	unsigned char b[16];

	if (!str_ends(text, STR("]")))
		return bad_host(e, text, "[ without ]");
	if (text.n - 2 >= sizeof(copy))
		return bad_host(e, text, "not an IPv6 address");
	memcpy(copy, text.p + 1, text.n - 2);
	copy[text.n - 2] = '\0';
	if (strlen(copy) != text.n - 2 || inet_pton(AF_INET6, copy, b) != 1)
		return bad_host(e, text, "not an IPv6 address");
	print_ipv6(out, b);
	return 0;
}

/* One part of an IPv4 address; "0x" and "" after it are 0. False: not a number. */
static bool ipv4_number(uint64_t *out, struct str s)
{
	unsigned base = 10;
	uint64_t v = 0;

	if (s.n == 0)
		return false;
	if (s.n >= 2 && s.p[0] == '0' && (s.p[1] == 'x' || s.p[1] == 'X')) {
		base = 16;
		s = str_sub(s, 2, s.n);
	} else if (s.n >= 2 && s.p[0] == '0') {
		base = 8;
		s = str_sub(s, 1, s.n);
	}
	for (size_t i = 0; i < s.n; i++) {
		int d = hex(s.p[i]);

		if (d < 0 || (unsigned)d >= base)
			return false;
		if (v <= UINT32_MAX)
			v = v * base + (unsigned)d;
	}
	*out = v;
	return true;
}

static bool all_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

static struct str last_label(struct str host)
{
	size_t at;

	if (str_ends(host, STR(".")))
		host.n--;
	for (at = host.n; at > 0 && host.p[at - 1] != '.'; at--)
		;
	return str_sub(host, at, host.n);
}

static bool ends_in_number(struct str host)
{
	struct str last = last_label(host);
	uint64_t v;

	return all_digits(last) || ipv4_number(&v, last);
}

static int parse_ipv4(char *out, struct str host, struct err *e)
{
	struct str rest = host;
	uint64_t part[4], address;
	int n = 0;

	if (str_ends(rest, STR(".")))
		rest.n--;
	for (bool more = true; more;) {
		size_t dot = str_find(rest, STR("."), 0);

		more = dot != STR_NONE;
		if (n == 4 || !ipv4_number(&part[n], str_sub(rest, 0, more ? dot : rest.n)))
			return bad_host(e, host, "not an IPv4 address");
		n++;
		if (more)
			rest = str_sub(rest, dot + 1, rest.n);
	}
	for (int i = 0; i < n - 1; i++)
		if (part[i] > 255)
			return bad_host(e, host, "not an IPv4 address");
	if (part[n - 1] >= UINT64_C(1) << (8 * (5 - n)))
		return bad_host(e, host, "not an IPv4 address");
	address = part[n - 1];
	for (int i = 0; i < n - 1; i++)
		address |= part[i] << (8 * (3 - i));
	sprintf(out, "%u.%u.%u.%u", (unsigned)(address >> 24) & 255,
		(unsigned)(address >> 16) & 255, (unsigned)(address >> 8) & 255,
		(unsigned)address & 255);
	return 0;
}

/* Undoes %XX. The result is never longer. */
static size_t percent_decode(char *out, struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '%' && i + 2 < s.n && hex(s.p[i + 1]) >= 0 && hex(s.p[i + 2]) >= 0) {
			out[n++] = (char)(hex(s.p[i + 1]) * 16 + hex(s.p[i + 2]));
			i += 2;
		} else {
			out[n++] = s.p[i];
		}
	}
	return n;
}

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

/* UTS 46, non-transitional. `name` is NUL-terminated. */
static int to_ascii(char *out, const char *name, struct err *e)
{
	char *ascii = NULL;
	int code = idn2_to_ascii_8z(name, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);

	if (code != IDN2_OK)
		return bad_host(e, str_c(name), idn2_strerror(code));
	if (strlen(ascii) > HOST_MAX_BYTES) {
		idn2_free(ascii);
		return err_set(e, ERR_LIMIT, "host over %d bytes", HOST_MAX_BYTES);
	}
	memcpy(out, ascii, strlen(ascii) + 1);
	idn2_free(ascii);
	return 0;
}

static bool forbidden(unsigned char c)
{
	return c <= 0x20 || c >= 0x7F || strchr("#/:<>?@[\\]^|%", c) != NULL;
}

int host_parse(char *out, struct str text, struct err *e)
{
	char name[3 * HOST_MAX_BYTES + 1];
	size_t n;

	if (text.n > sizeof(name) - 1)
		return err_set(e, ERR_LIMIT, "host over %d bytes", HOST_MAX_BYTES);
	if (str_starts(text, STR("[")))
		return parse_ipv6(out, text, e);
	n = percent_decode(name, text);
	name[n] = '\0';
	if (n == 0 || memchr(name, '\0', n) || !utf8_valid((struct str){ name, n }))
		return bad_host(e, text, "not a host name");
	if (!is_ascii((struct str){ name, n })) {
		if (to_ascii(out, name, e))
			return -1;
	} else {
		if (n > HOST_MAX_BYTES)
			return err_set(e, ERR_LIMIT, "host over %d bytes", HOST_MAX_BYTES);
		memcpy(out, name, n + 1);
	}
	for (n = 0; out[n]; n++) {
		if (forbidden((unsigned char)out[n]))
			return bad_host(e, text, "character not allowed in a host name");
		if (out[n] >= 'A' && out[n] <= 'Z')
			out[n] = (char)(out[n] - 'A' + 'a');
	}
	if (n == 0)
		return bad_host(e, text, "not a host name");
	if (ends_in_number((struct str){ out, n })) {
		char copy[HOST_MAX_BYTES + 1];

		memcpy(copy, out, n + 1);
		return parse_ipv4(out, (struct str){ copy, n }, e);
	}
	return 0;
}
