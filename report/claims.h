#ifndef REPORT_CLAIMS_H
#define REPORT_CLAIMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "report/prose.h"
#include "report/report.h"

/* What a figure in the text is said to be. The verb decides. */
enum claim_sense {
	CLAIM_NEW,      /* 新收: applications of the year alone */
	CLAIM_RECEIVED, /* 收到, 受理: of the year; some count what was carried in */
	CLAIM_HANDLED,  /* 收办, 办理, 处理, 承办: of the year and carried in, or closed */
	CLAIM_ANSWERED, /* 答复, 办结 */
	CLAIM_CARRIED_IN,
	CLAIM_CARRIED_OUT,
	CLAIM_GRANTED,
	CLAIM_GRANTED_OR_PARTIAL, /* 予以公开及部分公开 */
	CLAIM_PARTIAL,
	CLAIM_DENIED,
	CLAIM_UNABLE,
	CLAIM_REFUSED,
	CLAIM_MISC,
	CLAIM_NATURAL, /* applications of 自然人 */
	CLAIM_ORGS,    /* applications of 法人或其他组织 */
	CLAIM_REVIEW,
	CLAIM_LITIGATION,
	CLAIM_NORM_ISSUED,
	CLAIM_NORM_IN_FORCE,
	CLAIM_NORM_REPEALED,
	CLAIM_NORM_PUBLISHED, /* 公开规范性文件 N 件: of whatever year */
	CLAIM_LICENSE,
	CLAIM_PENALTY,
	CLAIM_COERCION,
	CLAIM_FEE,            /* 行政事业性收费, in yuan */
	CLAIM_PROCUREMENT,    /* items */
	CLAIM_PROCESSING_FEE, /* 信息处理费, in yuan */
	CLAIM__COUNT
};

/* One figure stated in the text, or a plain "none". */
struct claim {
	enum claim_sense sense;
	int64_t micro;   /* millionths; money in yuan */
	uint8_t scale;   /* decimals as written */
	bool is_wan;     /* money: stated in 万元 */
	bool is_none;    /* 未收到, 没有, 不存在: said in words, without a figure */
	bool is_loose;   /* what it counts is not certain: may confirm, never accuse */
	bool with_carry; /* the sentence speaks of 结转 too */
	const struct sentence *sentence;
};

struct claims {
	struct claim *at;
	size_t n;
};

/*
 * claims_read - figures of the forms that the text states.
 *
 *   prose  of the same report
 *
 * The last verb before a number decides which cell it means. Loose are claims
 * with a scope of their own (全县, 全系统, 代表区政府), about (余, 约), of a part of
 * the year, or with a verb that offices use for several things. Figures of
 * other matters (信访, 提案, 咨询, ...) and of other years are left out.
 */
struct claims claims_read(const struct report *r, const struct prose *prose, struct arena *arena);

#endif
