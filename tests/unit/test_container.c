/* Zip archives: what is in them, what is refused, and archives of documents. */
#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "extract/container.h"
#include "extract/doc.h"
#include "extract/format.h"
#include "extract/page_print.h"
#include "tests/gen/zip_write.h"

/* A file drawn with a few members, and its container. */
struct fixture {
	struct buf file;
	struct zip_write z;
	struct arena arena;
	struct container c;
	struct err e;
};

static void begin(struct fixture *f)
{
	*f = (struct fixture){ 0 };
	buf_init(&f->file, 256u << 20);
	f->z.out = &f->file;
	f->z.deflate = true;
}

static int end_and_open(struct fixture *f)
{
	zip_write_end(&f->z);
	return container_open(&f->c, buf_str(&f->file), &f->arena, &f->e);
}

static void release(struct fixture *f)
{
	container_close(&f->c);
	buf_release(&f->file);
	arena_release(&f->arena);
}

static void test_members(void **state)
{
	struct fixture f;
	struct str bytes;

	(void)state;
	begin(&f);
	zip_write_add(&f.z, STR("a/"), STR(""));
	zip_write_add(&f.z, STR("a\\B.txt"), STR("hello"));
	zip_write_add(&f.z, STR("\xC4\xEA\xB1\xA8.txt"), STR("")); /* 年报 in GBK */
	f.z.deflate = false;
	zip_write_add(&f.z, STR("/年报.txt"), STR("stored"));
	assert_int_equal(end_and_open(&f), 0);
	assert_int_equal(f.c.n_members, 4);
	assert_true(f.c.members[0].is_folder);
	assert_true(str_eq(f.c.members[1].name, STR("a/B.txt")));
	assert_true(str_eq(f.c.members[2].name, STR("年报.txt")));
	assert_true(str_eq(f.c.members[3].name, STR("年报.txt")));
	assert_ptr_equal(container_find(&f.c, STR("A/b.TXT")), &f.c.members[1]);
	assert_null(container_find(&f.c, STR("c")));
	assert_int_equal(container_read(&bytes, &f.c, &f.c.members[1], &f.arena, &f.e), 0);
	assert_true(str_eq(bytes, STR("hello")));
	assert_int_equal(container_read(&bytes, &f.c, &f.c.members[2], &f.arena, &f.e), 0);
	assert_int_equal(bytes.n, 0);
	assert_int_equal(container_read(&bytes, &f.c, &f.c.members[3], &f.arena, &f.e), 0);
	assert_true(str_eq(bytes, STR("stored")));
	release(&f);
}

static void test_encrypted(void **state)
{
	struct fixture f;
	struct str bytes;

	(void)state;
	begin(&f);
	f.z.flags = 1;
	zip_write_add(&f.z, STR("a.txt"), STR("hello"));
	assert_int_equal(end_and_open(&f), 0);
	assert_int_equal(container_read(&bytes, &f.c, &f.c.members[0], &f.arena, &f.e), -1);
	assert_int_equal(f.e.code, ERR_FORMAT);
	assert_string_equal(f.e.msg, "encrypted: a.txt needs a password");
	release(&f);
}

static void test_damaged(void **state)
{
	struct fixture f;
	struct str bytes;

	(void)state;
	begin(&f);
	f.z.deflate = false;
	zip_write_add(&f.z, STR("a.txt"), STR("hello"));
	f.file.p[36] ^= 1; /* a byte of the text, so that its checksum is wrong */
	assert_int_equal(end_and_open(&f), 0);
	assert_int_equal(container_read(&bytes, &f.c, &f.c.members[0], &f.arena, &f.e), -1);
	assert_int_equal(f.e.code, ERR_FORMAT);
	assert_non_null(strstr(f.e.msg, "a.txt is damaged"));
	container_close(&f.c);
	assert_int_equal(
		container_open(&f.c, str_sub(buf_str(&f.file), 0, f.file.n - 30), &f.arena, &f.e),
		-1);
	assert_int_equal(f.e.code, ERR_FORMAT);
	assert_non_null(strstr(f.e.msg, "damaged or cut short"));
	release(&f);
}

static void test_bomb(void **state)
{
	struct fixture f;
	struct str bytes, zeros;

	(void)state;
	begin(&f);
	zeros.n = CONTAINER_MAX_MEMBER_BYTES + 1;
	zeros.p = ARENA_NEW(&f.arena, char, zeros.n);
	zip_write_add(&f.z, STR("big"), zeros);
	zip_write_add(&f.z, STR("thin"), str_sub(zeros, 0, CONTAINER_BOMB_BYTES + 1));
	zip_write_add(&f.z, STR("fine"), str_sub(zeros, 0, CONTAINER_BOMB_BYTES));
	assert_int_equal(end_and_open(&f), 0);
	assert_int_equal(container_read(&bytes, &f.c, &f.c.members[0], &f.arena, &f.e), -1);
	assert_int_equal(f.e.code, ERR_LIMIT);
	assert_non_null(strstr(f.e.msg, "big has 67108865 bytes, limit 67108864"));
	assert_int_equal(container_read(&bytes, &f.c, &f.c.members[1], &f.arena, &f.e), -1);
	assert_int_equal(f.e.code, ERR_LIMIT);
	assert_non_null(strstr(f.e.msg, "thin grows from"));
	/* Many times the same member: what is unpacked in all has its limit too. */
	for (size_t i = 0; i < CONTAINER_MAX_BYTES / CONTAINER_BOMB_BYTES; i++)
		assert_int_equal(container_read(&bytes, &f.c, &f.c.members[2], &f.arena, &f.e), 0);
	assert_int_equal(container_read(&bytes, &f.c, &f.c.members[2], &f.arena, &f.e), -1);
	assert_int_equal(f.e.code, ERR_LIMIT);
	assert_non_null(strstr(f.e.msg, "unpacks to more than"));
	release(&f);
}

/* A size in the directory that is not the member's. */
static void test_lies(void **state)
{
	struct fixture f;
	struct str bytes;
	size_t at;

	(void)state;
	begin(&f);
	zip_write_add(&f.z, STR("a"), STR("hello hello hello"));
	zip_write_end(&f.z);
	at = str_find(buf_str(&f.file), STR("PK\1\2"), 0);
	f.file.p[at + 24] = 5;
	if (container_open(&f.c, buf_str(&f.file), &f.arena, &f.e) == 0) {
		assert_int_equal(container_read(&bytes, &f.c, &f.c.members[0], &f.arena, &f.e), -1);
		assert_int_equal(f.e.code, ERR_FORMAT);
	}
	release(&f);
}

static void test_too_many(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	for (int i = 0; i <= CONTAINER_MAX_MEMBERS; i++)
		zip_write_add(&f.z, STR("a"), STR(""));
	assert_int_equal(end_and_open(&f), -1);
	assert_int_equal(f.e.code, ERR_LIMIT);
	assert_non_null(strstr(f.e.msg, "archive of 20001 members, limit 20000"));
	release(&f);
	begin(&f);
	f.z.deflate = false;
	for (int i = 0; i < 1000000; i++)
		zip_write_add(&f.z, STR("a"), STR(""));
	assert_int_equal(end_and_open(&f), -1);
	assert_int_equal(f.e.code, ERR_LIMIT);
	release(&f);
}

#define DOCX(text)                                                                                 \
	"<d xmlns=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><p><t>" text    \
	"</t></p></d>"

/* A docx with one paragraph. */
static struct str docx_of(const char *xml, struct arena *arena)
{
	struct buf file;
	struct zip_write z = { .out = &file };
	struct str bytes;

	buf_init(&file, 1 << 20);
	zip_write_add(&z, STR("word/document.xml"), str_c(xml));
	zip_write_end(&z);
	bytes = arena_str(arena, buf_str(&file));
	buf_release(&file);
	return bytes;
}

static const struct {
	const char *name;
	struct {
		const char *name,
			*bytes; /* "docx": an archive of its own; "zip": one with a text */
	} members[4];
	const char *want; /* page, or the error's message */
	bool fails;
} archives[] = {
	{ "documents one behind the other",
	  { { "1.docx", "docx" }, { "2.txt", "乙" } },
	  "p: 甲\nline: 乙\nmeta element @0: archive member = 1.docx\n"
	  "meta element @1: archive member = 2.txt\n",
	  false },
	{ "only those that are named like reports",
	  { { "目录.txt", "丙" }, { "某局/某局2023年年报.docx", "docx" } },
	  "p: 甲\nmeta element @0: archive member = 某局/某局2023年年报.docx\n",
	  false },
	{ "wherever in the archive they are",
	  { { "年度报告.txt", "乙" }, { "目录.txt", "丙" } },
	  "line: 乙\nmeta element @0: archive member = 年度报告.txt\n",
	  false },
	{ "what systems leave, and pictures, are passed over",
	  { { "__MACOSX/a.txt", "丙" }, { ".b", "丙" }, { "Thumbs.db", "丙" }, { "a.txt", "乙" } },
	  "line: 乙\nmeta element @0: archive member = a.txt\n",
	  false },
	{ "what is not read is told",
	  { { "a.rar", "Rar!\x1A\x07" }, { "b.txt", "乙" } },
	  "line: 乙\nmeta element @0: archive member not read = a.rar: rar files are not read\n"
	  "meta element @0: archive member = b.txt\n",
	  false },
	{ "an office file whose front does not say so",
	  { { "a", "x" }, { "word/document.xml", DOCX("丁") } },
	  "p: 丁\n",
	  false },
	{ "slides",
	  { { "a", "x" }, { "ppt/presentation.xml", "x" } },
	  "pptx files are not read",
	  true },
	{ "nothing that is read",
	  { { "a.rar", "Rar!\x1A\x07" } },
	  "archive without a document that is read: rar files are not read",
	  true },
	{ "pictures alone", { { "a.jpg", "x" } }, "archive of 1 members without a document", true },
	{ "an archive in an archive",
	  { { "a.zip", "zip" } },
	  "archives in archives are not read",
	  true },
	{ "an empty archive", { { 0 } }, "archive of 0 members", true },
};

static void test_archives(void **state)
{
	static const struct doc_hint none;

	(void)state;
	for (size_t i = 0; i < countof(archives); i++) {
		struct fixture f;
		struct buf got;
		struct doc doc;
		struct page page;
		int rc;

		print_message("  case: %s\n", archives[i].name);
		begin(&f);
		buf_init(&got, 1 << 16);
		for (size_t k = 0; k < 4 && archives[i].members[k].name; k++) {
			struct str bytes = str_c(archives[i].members[k].bytes);

			if (str_eq(bytes, STR("docx")))
				bytes = docx_of(DOCX("甲"), &f.arena);
			else if (str_eq(bytes, STR("zip"))) {
				struct fixture inner;

				begin(&inner);
				zip_write_add(&inner.z, STR("a.txt"), STR("x"));
				zip_write_end(&inner.z);
				bytes = arena_str(&f.arena, buf_str(&inner.file));
				release(&inner);
			}
			zip_write_add(&f.z, str_c(archives[i].members[k].name), bytes);
		}
		zip_write_end(&f.z);
		assert_int_equal(doc_open(&doc, buf_str(&f.file), &none, &f.arena, &f.e), 0);
		rc = doc.format->extract(&page, &doc, &f.arena, &f.e);
		assert_int_equal(rc, archives[i].fails ? -1 : 0);
		if (archives[i].fails) {
			assert_non_null(strstr(f.e.msg, archives[i].want));
		} else {
			page_print(&got, &page);
			assert_string_equal(got.p, archives[i].want);
		}
		buf_release(&got);
		release(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_members),  cmocka_unit_test(test_encrypted),
		cmocka_unit_test(test_damaged),  cmocka_unit_test(test_bomb),
		cmocka_unit_test(test_lies),     cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_archives),
	};

	return cmocka_run_group_tests_name("container", tests, NULL, NULL);
}
