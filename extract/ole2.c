#include "extract/ole2.h"

#include <gsf/gsf-infile-msole.h>
#include <gsf/gsf-infile.h>
#include <gsf/gsf-input-memory.h>
#include <gsf/gsf-input.h>
#include <gsf/gsf-utils.h>

#include "base/attrs.h"

struct ole2 {
	GsfInfile *file;
	guint silent[2]; /* handlers of the library's messages */
};

/* The library's messages are for programmers; ours say what is wrong with the file. */
static void keep_silent(const gchar *domain, GLogLevelFlags level, const gchar *message,
			gpointer data)
{
	(void)domain;
	(void)level;
	(void)message;
	(void)data;
}

static const char *const domains[] = { "libgsf:msole", "libgsf" };

/* The root stands beside nothing; a file that says otherwise would make the library lose memory. */
#define ROOT_SIBLINGS 68 /* bytes into the first entry of the directory: two links */
static const char no_siblings[8] = { -1, -1, -1, -1, -1, -1, -1, -1 };

static GsfInput *input_of(struct str bytes)
{
	unsigned shift = ole2_u16(bytes, 0x1E);
	size_t at = shift < 16 ? (((size_t)ole2_u32(bytes, 0x30) + 1) << shift) + ROOT_SIBLINGS : 0;
	struct str links = str_sub(bytes, at, sizeof(no_siblings));
	char *copy;

	if (links.n < sizeof(no_siblings) || !memcmp(links.p, no_siblings, links.n))
		return gsf_input_memory_new((const guint8 *)bytes.p, (gsf_off_t)bytes.n, FALSE);
	copy = g_malloc(bytes.n);
	memcpy(copy, bytes.p, bytes.n);
	memcpy(copy + at, no_siblings, sizeof(no_siblings));
	/* TRUE: the input owns the copy. NOLINTNEXTLINE(clang-analyzer-unix.Malloc) */
	return gsf_input_memory_new((const guint8 *)copy, (gsf_off_t)bytes.n, TRUE);
}

static int open_file(struct ole2 *o, struct str bytes, struct err *e)
{
	GError *error = NULL;
	GsfInput *input = input_of(bytes);

	if (!input)
		return err_set(e, ERR_FORMAT, "OLE2 file is empty");
	o->file = gsf_infile_msole_new(input, &error);
	g_object_unref(input);
	if (!o->file)
		err_set(e, ERR_FORMAT, "OLE2 file is damaged: %s",
			error ? error->message : "unreadable");
	g_clear_error(&error);
	return o->file ? 0 : -1;
}

int ole2_open(struct ole2 **out, struct str bytes, struct err *e)
{
	struct ole2 *o = g_new0(struct ole2, 1);

	*out = NULL;
	for (size_t i = 0; i < countof(domains); i++)
		o->silent[i] = g_log_set_handler(domains[i], (GLogLevelFlags)~0, keep_silent, NULL);
	gsf_init();
	if (open_file(o, bytes, e)) {
		ole2_close(o);
		return -1;
	}
	*out = o;
	return 0;
}

void ole2_close(struct ole2 *o)
{
	if (!o)
		return;
	if (o->file)
		g_object_unref(o->file);
	for (size_t i = 0; i < countof(domains); i++)
		g_log_remove_handler(domains[i], o->silent[i]);
	g_free(o);
}

bool ole2_has(struct ole2 *o, const char *name)
{
	GsfInput *in = gsf_infile_child_by_name(o->file, name);

	if (in)
		g_object_unref(in);
	return in != NULL;
}

int ole2_read(struct str *out, struct ole2 *o, const char *name, struct arena *arena, struct err *e)
{
	GsfInput *in = gsf_infile_child_by_name(o->file, name);
	gsf_off_t n;
	char *p;
	int rc = 0;

	if (!in)
		return err_set(e, ERR_FORMAT, "OLE2 file without a stream %s", name);
	n = gsf_input_size(in);
	if (n < 0 || n > (gsf_off_t)OLE2_MAX_STREAM) {
		g_object_unref(in);
		return err_set(e, ERR_LIMIT, "stream %s has %lld bytes, limit %u", name,
			       (long long)n, OLE2_MAX_STREAM);
	}
	p = ARENA_NEW(arena, char, (size_t)n + 1);
	if (n > 0 && !gsf_input_read(in, (size_t)n, (guint8 *)p))
		rc = err_set(e, ERR_FORMAT, "stream %s is cut off", name);
	*out = (struct str){ p, (size_t)n };
	g_object_unref(in);
	return rc;
}
