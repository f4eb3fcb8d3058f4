#include "tests/unit/harness.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/attrs.h"
#include "report/region.h"
#include "report/region_table.h"

static const struct {
	const char *agency;
	uint32_t code;
	enum body_level level;
} rows[] = {
	{ "江苏省人民政府", 320000, BODY_PROVINCE },
	{ "江苏省", 320000, BODY_PROVINCE },
	{ "宿迁市人民政府", 321300, BODY_CITY },
	{ "江苏省宿迁市财政局", 321300, BODY_DEPT },
	{ "沭阳县人民政府", 321322, BODY_COUNTY },
	{ "沭阳县人民政府办公室", 321322, BODY_DEPT },
	{ "沭阳县发展和改革局", 321322, BODY_DEPT },
	{ "北京市海淀区人民政府", 110108, BODY_COUNTY },
	{ "上海市", 310000, BODY_PROVINCE },
	{ "高安市科学技术局", 360983, BODY_DEPT },
	{ "高安市人民政府", 360983, BODY_COUNTY },
	{ "宝坻区科技局", 120115, BODY_DEPT },
	{ "博尔塔拉蒙古自治州科技局", 652700, BODY_DEPT },
	{ "南京市鼓楼区人民政府", 320106, BODY_COUNTY },
	{ "南京市鼓楼区人民政府华侨路街道办事处", 320106, BODY_TOWN },
	{ "邹城市太平镇人民政府", 370883, BODY_TOWN },
	{ "嘉峪关市人民政府", 620200, BODY_CITY },
	{ "五指山市教育局", 469001, BODY_DEPT },
	/* Names that several regions have. */
	{ "鼓楼区人民政府", 0, BODY_COUNTY },
	{ "长安区财政局", 0, BODY_DEPT },
	{ "西安市长安区财政局", 610116, BODY_DEPT },
	{ "石家庄市长安区财政局", 130102, BODY_DEPT },
	/* Names that no listed region has. */
	{ "临溟河县档案局", 0, BODY_DEPT },
	{ "自治州科技局", 0, BODY_DEPT },
	{ "大溟镇人民政府", 0, BODY_TOWN },
	{ "某河市人民政府", 0, BODY_UNKNOWN },
	{ "国家税务总局", 0, BODY_CENTRAL },
	{ "中华人民共和国教育部", 0, BODY_CENTRAL },
	{ "", 0, BODY_UNKNOWN },
};

static void test_places(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct body_place p = region_of(str_c(rows[i].agency));

		print_message("  case: %s\n", rows[i].agency);
		assert_int_equal(p.code, rows[i].code);
		assert_string_equal(body_level_name(p.level), body_level_name(rows[i].level));
	}
}

static void test_names(void **state)
{
	struct str name = region_name(321322);

	(void)state;
	assert_true(str_eq(name, STR("沭阳县")));
	assert_null(region_name(990000).p);
}

/* The table in the program is the one in seeds/regions, in the order that is searched. */
static void test_table_is_the_list(void **state)
{
	FILE *f = fopen("seeds/regions/gb2260.tsv", "r");
	char line[200], name[100];
	unsigned code;
	size_t n = 0;

	(void)state;
	assert_non_null(f);
	assert_non_null(fgets(line, sizeof(line), f));
	while (fgets(line, sizeof(line), f)) {
		assert_int_equal(sscanf(line, "%u\t%99s", &code, name), 2);
		assert_true(str_eq(region_name(code), str_c(name)));
		n++;
	}
	fclose(f);
	assert_int_equal(n, region_rows_count);
	for (size_t i = 1; i < region_rows_count; i++) {
		int d = strcmp(region_rows[i - 1].name, region_rows[i].name);

		assert_true(d < 0 || (d == 0 && region_rows[i - 1].code < region_rows[i].code));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_table_is_the_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
