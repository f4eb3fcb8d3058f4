#ifndef TESTS_UNIT_JSONL_H
#define TESTS_UNIT_JSONL_H

/*
 * A small JSON reader for tests that take their cases from files. It trusts
 * its input: what is not JSON gives J_NULL. Text is copied to the arena.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "tests/unit/harness.h"
#include "tests/unit/shared.h"

enum json_kind { J_NULL, J_FALSE, J_TRUE, J_NUMBER, J_STRING, J_ARRAY, J_OBJECT };

struct json_value {
	enum json_kind kind;
	struct str text;         /* strings, decoded; numbers, as written */
	struct str *names;       /* objects */
	struct json_value *item; /* arrays and objects */
	size_t n, cap, names_cap;
};

struct json_in {
	struct str s;
	size_t at;
	struct arena *arena;
};

static inline char json_peek(struct json_in *in)
{
	while (in->at < in->s.n && strchr(" \t\r\n", in->s.p[in->at]))
		in->at++;
	return in->at < in->s.n ? in->s.p[in->at] : '\0';
}

static inline uint32_t json_hex4(struct json_in *in)
{
	char h[5] = "";

	memcpy(h, in->s.p + in->at, 4);
	in->at += 4;
	return (uint32_t)strtoul(h, NULL, 16);
}

static inline struct str json_read_string(struct json_in *in)
{
	char *out = ARENA_NEW(in->arena, char, in->s.n - in->at + 4);
	size_t n = 0;

	for (in->at++; in->at < in->s.n && in->s.p[in->at] != '"';) {
		char c = in->s.p[in->at++];
		const char *simple = "b\bf\fn\nr\rt\t", *hit;
		uint32_t u;

		if (c != '\\') {
			out[n++] = c;
			continue;
		}
		c = in->s.p[in->at++];
		hit = strchr(simple, c);
		if (c != 'u') {
			out[n++] = hit ? hit[1] : c;
			continue;
		}
		u = json_hex4(in);
		if (u >= 0xD800 && u < 0xDC00 && in->s.p[in->at] == '\\' &&
		    in->s.p[in->at + 1] == 'u') {
			size_t back = in->at;
			uint32_t low;

			in->at += 2;
			low = json_hex4(in);
			if (low >= 0xDC00 && low < 0xE000)
				u = 0x10000 + ((u - 0xD800) << 10) + (low - 0xDC00);
			else
				in->at = back;
		}
		n += utf8_put(out + n, u);
	}
	in->at++;
	return (struct str){ out, n };
}

static inline struct json_value json_read_value(struct json_in *in, int depth);

static inline void json_read_items(struct json_value *v, struct json_in *in, int depth)
{
	char close = v->kind == J_OBJECT ? '}' : ']';

	in->at++;
	while (json_peek(in) && json_peek(in) != close) {
		ARENA_GROW(in->arena, v->item, v->n, v->cap);
		if (v->kind == J_OBJECT) {
			ARENA_GROW(in->arena, v->names, v->n, v->names_cap);
			v->names[v->n] = json_read_string(in);
			json_peek(in);
			in->at++; /* the colon */
		}
		v->item[v->n++] = json_read_value(in, depth - 1);
		if (json_peek(in) == ',')
			in->at++;
	}
	in->at++;
}

static inline struct json_value json_read_value(struct json_in *in, int depth)
{
	struct json_value v = { .kind = J_NULL };
	char c = json_peek(in);
	size_t start = in->at;

	if (depth == 0)
		abort();
	if (c == '{' || c == '[') {
		v.kind = c == '{' ? J_OBJECT : J_ARRAY;
		json_read_items(&v, in, depth);
		return v;
	}
	if (c == '"') {
		v.kind = J_STRING;
		v.text = json_read_string(in);
		return v;
	}
	while (in->at < in->s.n && !strchr(",]} \t\r\n", in->s.p[in->at]))
		in->at++;
	v.text = str_sub(in->s, start, in->at - start);
	if (str_eq(v.text, STR("true")))
		v.kind = J_TRUE;
	else if (str_eq(v.text, STR("false")))
		v.kind = J_FALSE;
	else if (!str_eq(v.text, STR("null")))
		v.kind = J_NUMBER;
	return v;
}

static inline struct json_value json_read(struct str s, struct arena *arena)
{
	struct json_in in = { s, 0, arena };

	return json_read_value(&in, 32);
}

/* The member of that name, or NULL when there is none. */
static inline const struct json_value *json_at(const struct json_value *o, const char *name)
{
	for (size_t i = 0; o->kind == J_OBJECT && i < o->n; i++)
		if (str_eq(o->names[i], str_c(name)))
			return &o->item[i];
	return NULL;
}

/* A member's text; empty when it is missing or not text. */
static inline struct str json_text(const struct json_value *o, const char *name)
{
	const struct json_value *v = json_at(o, name);

	return v && v->kind == J_STRING ? v->text : (struct str){ "", 0 };
}

static inline bool json_is_null(const struct json_value *o, const char *name)
{
	const struct json_value *v = json_at(o, name);

	return !v || v->kind == J_NULL;
}

/* A whole file of cases; ends the test as skipped when it is not there. */
static inline struct str peers_load(const char *path, struct arena *arena)
{
	struct str s;

	if (!shared_read(&s, path, arena)) {
		print_message("skipped: %s is not here\n", path);
		skip();
	}
	return s;
}

#endif
