#ifndef TESTS_UNIT_SHARED_H
#define TESTS_UNIT_SHARED_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/utf8.h"

/* Test data beside the project's checkout: used where it is there, else the test says "skipped". */
#define SHARED "../shared/"

/* The file's bytes, in the arena; false when there is no such file. */
static inline bool shared_read(struct str *out, const char *path, struct arena *arena)
{
	FILE *f = fopen(path, "rb");
	long n;
	char *p;

	*out = (struct str){ NULL, 0 };
	if (!f)
		return false;
	fseek(f, 0, SEEK_END);
	n = ftell(f);
	rewind(f);
	p = ARENA_NEW(arena, char, (size_t)n + 1);
	*out = (struct str){ p, fread(p, 1, (size_t)n, f) };
	fclose(f);
	return true;
}

/* The next line of *rest without its end; false when there is none left. */
static inline bool shared_line(struct str *line, struct str *rest)
{
	const char *nl;

	if (!rest->n)
		return false;
	nl = memchr(rest->p, '\n', rest->n);
	*line = str_sub(*rest, 0, nl ? (size_t)(nl - rest->p) : rest->n);
	*rest = str_sub(*rest, line->n + 1, rest->n);
	return true;
}

/* The string under `key` in one flat JSON object; false when it has none. */
static inline bool shared_json(struct str *out, struct str line, const char *key,
			       struct arena *arena)
{
	struct str want = arena_strf(arena, "\"%s\": \"", key);
	size_t at = str_find(line, want, 0), n = 0;
	char *p = ARENA_NEW(arena, char, line.n + 1);

	if (at == STR_NONE)
		return false;
	for (at += want.n; at < line.n && line.p[at] != '"'; at++) {
		static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
		uint32_t c;
		const char *f;

		if (line.p[at] != '\\') {
			p[n++] = line.p[at];
			continue;
		}
		at++;
		if (line.p[at] != 'u') {
			f = strchr(from, line.p[at]);
			p[n++] = f ? to[f - from] : line.p[at];
			continue;
		}
		c = (uint32_t)strtoul(arena_str(arena, str_sub(line, at + 1, 4)).p, NULL, 16);
		at += 4;
		if (c >= 0xD800 && c < 0xDC00) {
			uint32_t low = (uint32_t)strtoul(
				arena_str(arena, str_sub(line, at + 3, 4)).p, NULL, 16);

			c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
			at += 6;
		}
		n += utf8_put(p + n, c);
	}
	*out = (struct str){ p, n };
	return true;
}

static inline struct str shared_hex(struct str hex, struct arena *arena)
{
	char *p = ARENA_NEW(arena, char, hex.n / 2 + 1);

	for (size_t i = 0; i + 1 < hex.n; i += 2)
		p[i / 2] = (char)strtoul(arena_str(arena, str_sub(hex, i, 2)).p, NULL, 16);
	return (struct str){ p, hex.n / 2 };
}

#endif
