#include "tests/portal/world.h"

/* What the truth calls things. */

const char *charset_plan_name(enum charset_plan plan)
{
	static const char *const names[CHARSET_PLAN__COUNT] = { "utf8",        "gbk",
								"gbk_as_utf8", "utf8_as_latin1",
								"gbk_silent",  "utf8_silent" };

	return names[plan];
}

const char *robots_plan_name(enum robots_plan plan)
{
	static const char *const names[ROBOTS_PLAN__COUNT] = { "none", "forbids", "delay", "html",
							       "open" };

	return names[plan];
}

const char *tree_name(enum tree tree)
{
	static const char *const names[TREE__COUNT] = { "flat", "years", "classes" };

	return names[tree];
}

const char *fate_name(enum fate fate)
{
	static const char *const names[FATE__COUNT] = { "published", "not_published",
							"robots_disallow", "not_found" };

	return names[fate];
}

const char *style_name(enum style style)
{
	static const char *const names[STYLE__COUNT] = { "clean", "word", "old", "layout" };

	return names[style];
}

const char *slip_name(enum slip slip)
{
	static const char *const names[SLIP__COUNT] = { "", "T3_BALANCE", "T3_RESULT_SUM",
							"T3_ROW_TOTAL", "T4_GROUP_SUM" };

	return names[slip];
}

enum table_status treat_status(enum treat treat)
{
	static const enum table_status statuses[TREAT__COUNT] = { TABLE_PRESENT, TABLE_BLANK,
								  TABLE_ABSENT, TABLE_IMAGE,
								  TABLE_ATTACHMENT };

	return statuses[treat];
}
