#include "base/digest.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <openssl/evp.h>

static_assert(DIGEST_MAX_BYTES <= EVP_MAX_MD_SIZE, "OpenSSL writes no more than it says");

struct digest {
	EVP_MD_CTX *ctx;
	enum digest_kind kind;
};

static _Noreturn void give_up(void)
{
	fprintf(stderr, "fatal: digest not available\n");
	abort();
}

struct digest *digest_open(enum digest_kind kind)
{
	struct digest *d = malloc(sizeof(*d));

	if (!d)
		give_up();
	d->kind = kind;
	d->ctx = EVP_MD_CTX_new();
	if (!d->ctx ||
	    !EVP_DigestInit_ex(d->ctx, kind == DIGEST_SHA1 ? EVP_sha1() : EVP_sha256(), NULL))
		give_up();
	return d;
}

void digest_add(struct digest *d, struct str bytes)
{
	if (bytes.n && !EVP_DigestUpdate(d->ctx, bytes.p, bytes.n))
		give_up();
}

void digest_restart(struct digest *d)
{
	if (!EVP_DigestInit_ex(d->ctx, NULL, NULL))
		give_up();
}

void digest_close(struct digest *d)
{
	if (!d)
		return;
	EVP_MD_CTX_free(d->ctx);
	free(d);
}

size_t digest_value(unsigned char out[DIGEST_MAX_BYTES], struct digest *d)
{
	unsigned char value[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	if (!EVP_DigestFinal_ex(d->ctx, value, &n))
		give_up();
	memcpy(out, value, n);
	return n;
}

static void put_hex(char *out, const unsigned char *value, size_t n)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		*out++ = digits[value[i] >> 4];
		*out++ = digits[value[i] & 15];
	}
	*out = '\0';
}

/* 160 bits are 32 whole characters, so there is no padding. */
static void put_base32(char *out, const unsigned char *value, size_t n)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	uint32_t bits = 0;
	unsigned held = 0;

	for (size_t i = 0; i < n; i++) {
		bits = bits << 8 | value[i];
		for (held += 8; held >= 5; held -= 5)
			*out++ = digits[bits >> (held - 5) & 31];
	}
	*out = '\0';
}

const char *digest_text(char out[DIGEST_TEXT_MAX], struct digest *d)
{
	unsigned char value[DIGEST_MAX_BYTES];
	size_t n = digest_value(value, d);

	if (d->kind == DIGEST_SHA1)
		put_base32(out, value, n);
	else
		put_hex(out, value, n);
	return out;
}

size_t digest_bytes(unsigned char out[DIGEST_MAX_BYTES], enum digest_kind kind, struct str bytes)
{
	struct digest *d = digest_open(kind);
	size_t n;

	digest_add(d, bytes);
	n = digest_value(out, d);
	digest_close(d);
	return n;
}

const char *digest_of(char out[DIGEST_TEXT_MAX], enum digest_kind kind, struct str bytes)
{
	struct digest *d = digest_open(kind);

	digest_add(d, bytes);
	digest_text(out, d);
	digest_close(d);
	return out;
}
