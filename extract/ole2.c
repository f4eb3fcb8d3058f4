#include "extract/ole2.h"

#include <gsf/gsf-infile-msole.h>
#include <gsf/gsf-infile.h>
#include <gsf/gsf-input-memory.h>
#include <gsf/gsf-input.h>
#include <gsf/gsf-utils.h>

struct ole2 {
	GsfInfile *file;
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

int ole2_open(struct ole2 **out, struct str bytes, struct err *e)
{
	GError *error = NULL;
	GsfInput *input;
	GsfInfile *file;

	g_log_set_handler("libgsf:msole", (GLogLevelFlags)~0, keep_silent, NULL);
	g_log_set_handler("libgsf", (GLogLevelFlags)~0, keep_silent, NULL);
	gsf_init();
	input = gsf_input_memory_new((const guint8 *)bytes.p, (gsf_off_t)bytes.n, FALSE);
	if (!input)
		return err_set(e, ERR_FORMAT, "OLE2 file is empty");
	file = gsf_infile_msole_new(input, &error);
	g_object_unref(input);
	if (!file) {
		err_set(e, ERR_FORMAT, "OLE2 file is damaged: %s",
			error ? error->message : "unreadable");
		g_clear_error(&error);
		return -1;
	}
	*out = g_new0(struct ole2, 1);
	(*out)->file = file;
	return 0;
}

void ole2_close(struct ole2 *o)
{
	if (!o)
		return;
	g_object_unref(o->file);
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
