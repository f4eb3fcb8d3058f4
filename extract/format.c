#include "extract/format.h"

#include "base/attrs.h"

#define FORMAT(name) extern const struct format fmt_##name;
#include "extract/formats.def"
#undef FORMAT

static const struct format *const formats[] = {
#define FORMAT(name) &fmt_##name,
#include "extract/formats.def"
#undef FORMAT
	NULL,
};

const struct format *format_at(size_t i)
{
	return i < countof(formats) ? formats[i] : NULL;
}

const struct format *format_detect(struct str head)
{
	const struct format *best = NULL;
	int best_bid = 0;

	for (size_t i = 0; formats[i]; i++) {
		int bid = formats[i]->bid(head);

		if (bid > best_bid) {
			best_bid = bid;
			best = formats[i];
		}
	}
	return best;
}

const struct format *format_named(struct str name)
{
	for (size_t i = 0; formats[i]; i++)
		if (str_eq(name, str_c(formats[i]->name)))
			return formats[i];
	return NULL;
}

/* Bytes at a fixed place that tell a file type. Longer and surer ones first. */
static const struct {
	const char *name;
	size_t at;
	struct str magic;
} magics[] = {
	{ "pdf", 0, STR_INIT("%PDF-") },
	{ "rtf", 0, STR_INIT("{\\rtf") },
	{ "png", 0, STR_INIT("\x89PNG\r\n\x1A\n") },
	{ "gif", 0, STR_INIT("GIF87a") },
	{ "gif", 0, STR_INIT("GIF89a") },
	{ "jpeg", 0, STR_INIT("\xFF\xD8\xFF") },
	{ "tiff", 0, STR_INIT("II*\0") },
	{ "tiff", 0, STR_INIT("MM\0*") },
	{ "webp", 8, STR_INIT("WEBP") },
	{ "rar", 0, STR_INIT("Rar!\x1A\x07") },
	{ "7z", 0, STR_INIT("7z\xBC\xAF\x27\x1C") },
	{ "gzip", 0, STR_INIT("\x1F\x8B\x08") },
	{ "ceb", 0, STR_INIT("Founder CEB") },
	{ "caj", 0, STR_INIT("CAJ") },
	{ "swf", 0, STR_INIT("FWS") },
	{ "swf", 0, STR_INIT("CWS") },
	{ "mp4", 4, STR_INIT("ftyp") },
	{ "exe", 0, STR_INIT("MZ\x90") },
	{ "sqlite", 0, STR_INIT("SQLite format 3") },
};

/* Names that a zip container's first members have, by what is zipped. */
static const struct {
	const char *name;
	struct str member;
} members[] = {
	{ "docx", STR_INIT("word/") },
	{ "xlsx", STR_INIT("xl/") },
	{ "pptx", STR_INIT("ppt/") },
	{ "ofd", STR_INIT("OFD.xml") },
	{ "ofd", STR_INIT("Doc_0/") },
	{ "odt", STR_INIT("mimetypeapplication/vnd.oasis.opendocument.text") },
	{ "ods", STR_INIT("mimetypeapplication/vnd.oasis.opendocument.spreadsheet") },
};

static const char *recognise_zip(struct str head)
{
	for (size_t i = 0; i < countof(members); i++)
		if (str_find(head, members[i].member, 26) != STR_NONE)
			return members[i].name;
	return str_find(head, STR("[Content_Types].xml"), 26) != STR_NONE ? "ooxml" : "zip";
}

#define OLE2_MAGIC "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
#define OLE2_ROOT  "R\0o\0o\0t\0 \0E\0n\0t\0r\0y"

/* The number of the directory's first sector stands in the header; sectors are 512 bytes or 4096.
 */
struct str format_head(struct str bytes)
{
	struct str head = str_sub(bytes, 0, FORMAT_HEAD_BYTES), dir;
	size_t sector = 0, shift;

	if (!str_starts(head, STR(OLE2_MAGIC)) || head.n < 0x34)
		return head;
	for (size_t i = 4; i-- > 0;)
		sector = sector << 8 | (unsigned char)head.p[0x30 + i];
	shift = head.p[0x1E] == 12 ? 12 : 9;
	dir = str_sub(bytes, (sector + 1) << shift, FORMAT_HEAD_BYTES);
	return str_starts(dir, STR(OLE2_ROOT)) ? dir : head;
}

/* Directory entries of an OLE2 file are UTF-16. */
static const char *recognise_ole2(struct str head)
{
	if (str_find(head, STR("W\0o\0r\0d\0D\0o\0c"), 0) != STR_NONE)
		return "doc";
	if (str_find(head, STR("W\0o\0r\0k\0b\0o\0o\0k"), 0) != STR_NONE)
		return "xls";
	return "ole2";
}

/* Fields that a message begins with, one of which says that it has parts or is a page. */
static bool is_mhtml(struct str head)
{
	static const struct str first[] = { STR_INIT("MIME-Version:"), STR_INIT("From:"),
					    STR_INIT("Content-Type:"), STR_INIT("Message-ID:"),
					    STR_INIT("Subject:"),      STR_INIT("Date:") };
	bool begins = false;

	head = str_trim(head);
	for (size_t i = 0; i < countof(first) && !begins; i++)
		begins = str_eq_nocase(str_sub(head, 0, first[i].n), first[i]);
	if (!begins || str_find(head, STR("multipart/"), 0) == STR_NONE)
		return false;
	return str_find(head, STR("boundary="), 0) != STR_NONE;
}

const char *format_recognise(struct str head)
{
	if (str_starts(head, STR("PK\x03\x04")))
		return recognise_zip(head);
	if (str_starts(head, STR(OLE2_MAGIC)) || str_starts(head, STR(OLE2_ROOT)))
		return recognise_ole2(head);
	for (size_t i = 0; i < countof(magics); i++)
		if (str_starts(str_sub(head, magics[i].at, head.n), magics[i].magic))
			return magics[i].name;
	return is_mhtml(head) ? "mhtml" : NULL;
}

const char *format_data_dir(void)
{
#ifdef POPPLER_DATA_DIR
	return POPPLER_DATA_DIR;
#else
	return NULL;
#endif
}
