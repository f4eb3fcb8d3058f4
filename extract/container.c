#include "extract/container.h"

#include <zip.h>

#include "base/utf8.h"
#include "extract/decode.h"

static unsigned le16(struct str s, size_t at)
{
	return (unsigned)(unsigned char)s.p[at] | (unsigned)(unsigned char)s.p[at + 1] << 8;
}

/*
 * Members that the end record claims (APPNOTE 4.3.16), so that a directory of
 * millions is refused before it is loaded. 0xFFFF stands for a number in the
 * ZIP64 record: such archives are held to their size, 46 bytes an entry.
 */
static size_t claimed_members(struct str bytes)
{
	size_t from = bytes.n > 66000 ? bytes.n - 66000 : 0;
	size_t most = 0;

	for (size_t at = from; (at = str_find(bytes, STR("PK\5\6"), at)) != STR_NONE; at++)
		if (bytes.n - at >= 22 && le16(bytes, at + 10) > most)
			most = le16(bytes, at + 10);
	return most == 0xFFFF ? bytes.n / 46 : most;
}

static struct str member_name(const char *raw, struct arena *arena)
{
	struct str name = str_c(raw);
	uint32_t replaced;
	char *p;

	if (!utf8_valid(name))
		name = decode_bytes(name, "gb18030", &replaced, arena);
	p = ARENA_NEW(arena, char, name.n + 1);
	for (size_t i = 0; i < name.n; i++)
		p[i] = (char)(name.p[i] == '\\' ? '/' : name.p[i]);
	name.p = p;
	while (str_starts(name, STR("/")))
		name = str_sub(name, 1, name.n);
	return name;
}

static void list(struct container *c, size_t n, struct arena *arena)
{
	c->members = ARENA_NEW(arena, struct member, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct member *m = &c->members[i];
		const char *raw = zip_get_name(c->zip, i, ZIP_FL_ENC_RAW);
		zip_stat_t st;

		m->name = member_name(raw, arena);
		m->is_folder = str_ends(m->name, STR("/"));
		if (zip_stat_index(c->zip, i, 0, &st))
			continue;
		m->bytes = st.valid & ZIP_STAT_SIZE ? st.size : 0;
		m->packed = st.valid & ZIP_STAT_COMP_SIZE ? st.comp_size : 0;
		m->is_encrypted = st.valid & ZIP_STAT_ENCRYPTION_METHOD &&
				  st.encryption_method != ZIP_EM_NONE;
	}
	c->n_members = n;
}

int container_open(struct container *out, struct str bytes, struct arena *arena, struct err *e)
{
	struct container c = { 0 };
	size_t claimed = claimed_members(bytes);
	zip_source_t *source;
	zip_error_t error;
	zip_int64_t n;

	if (claimed > CONTAINER_MAX_MEMBERS)
		return err_set(e, ERR_LIMIT, "archive of %zu members, limit %d", claimed,
			       CONTAINER_MAX_MEMBERS);
	zip_error_init(&error);
	source = zip_source_buffer_create(bytes.p, bytes.n, 0, &error);
	c.zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
	if (!c.zip) {
		err_set(e, ERR_FORMAT, "zip archive is damaged or cut short: %s",
			zip_error_strerror(&error));
		zip_source_free(source);
		zip_error_fini(&error);
		return -1;
	}
	zip_error_fini(&error);
	n = zip_get_num_entries(c.zip, 0);
	if (n > CONTAINER_MAX_MEMBERS) {
		zip_discard(c.zip);
		return err_set(e, ERR_LIMIT, "archive of %lld members, limit %d", (long long)n,
			       CONTAINER_MAX_MEMBERS);
	}
	list(&c, n > 0 ? (size_t)n : 0, arena);
	*out = c;
	return 0;
}

void container_close(struct container *c)
{
	if (c->zip)
		zip_discard(c->zip);
	c->zip = NULL;
}

const struct member *container_find(const struct container *c, struct str name)
{
	for (size_t i = 0; i < c->n_members; i++)
		if (str_eq_nocase(c->members[i].name, name))
			return &c->members[i];
	return NULL;
}

static int check(const struct container *c, const struct member *m, struct err *e)
{
	if (m->is_encrypted)
		return err_set(e, ERR_FORMAT, "encrypted: %.*s needs a password", STR_ARG(m->name));
	if (m->bytes > CONTAINER_MAX_MEMBER_BYTES)
		return err_set(e, ERR_LIMIT, "%.*s has %llu bytes, limit %u", STR_ARG(m->name),
			       (unsigned long long)m->bytes, CONTAINER_MAX_MEMBER_BYTES);
	if (m->bytes > CONTAINER_BOMB_BYTES && m->bytes / CONTAINER_MAX_RATIO > m->packed)
		return err_set(e, ERR_LIMIT, "%.*s grows from %llu to %llu bytes, limit %d times",
			       STR_ARG(m->name), (unsigned long long)m->packed,
			       (unsigned long long)m->bytes, CONTAINER_MAX_RATIO);
	if (c->n_read + m->bytes > CONTAINER_MAX_BYTES)
		return err_set(e, ERR_LIMIT, "archive unpacks to more than %u bytes",
			       CONTAINER_MAX_BYTES);
	return 0;
}

int container_read(struct str *out, struct container *c, const struct member *m,
		   struct arena *arena, struct err *e)
{
	zip_file_t *f;
	zip_int64_t n, more = 0;
	char *p;

	if (check(c, m, e))
		return -1;
	f = zip_fopen_index(c->zip, (zip_uint64_t)(m - c->members), 0);
	if (!f)
		return err_set(e, ERR_FORMAT, "%.*s cannot be unpacked: %s", STR_ARG(m->name),
			       zip_strerror(c->zip));
	c->n_read += m->bytes;
	p = ARENA_NEW(arena, char, m->bytes + 1);
	n = zip_fread(f, p, m->bytes);
	if (n >= 0 && (uint64_t)n == m->bytes)
		more = zip_fread(f, p + n, 1); /* at the end the checksum is looked at */
	if (n < 0 || (uint64_t)n != m->bytes || more) {
		err_set(e, ERR_FORMAT, "%.*s is damaged: %s", STR_ARG(m->name),
			n < 0 || more < 0 ? zip_error_strerror(zip_file_get_error(f))
					  : "wrong size");
		zip_fclose(f);
		return -1;
	}
	zip_fclose(f);
	*out = (struct str){ p, m->bytes };
	return 0;
}

int container_extract(struct page *out, struct str bytes, container_extract_fn *extract,
		      struct arena *arena, struct err *e)
{
	struct arena scratch = { 0 };
	struct container c;
	int rc = container_open(&c, bytes, &scratch, e);

	if (rc == 0) {
		rc = extract(out, &c, arena, e);
		container_close(&c);
	}
	arena_release(&scratch);
	return rc;
}
