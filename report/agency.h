#ifndef REPORT_AGENCY_H
#define REPORT_AGENCY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

#define AGENCY_MIN_LENGTH 4 /* code points: 某县某局 */
#define AGENCY_MAX_LENGTH 40

/*
 * agency_is_name - whether a squeezed text reads as the name of a public body.
 *
 * Ends as names of bodies do (局, 委员会, 人民政府, ...), starts with no pronoun
 * (我局, 本机关) and holds no words of a sentence. A bare place (某某县) is none.
 */
bool agency_is_name(struct str squeezed);

/* The same, but a bare place is taken for its government: 某某县2023年…报告. */
bool agency_is_name_or_place(struct str squeezed);

/*
 * agency_prefix - the body named at the start of a squeezed text.
 *
 * The longest name that ends before the text goes on; offices inside a body
 * (办公室, 秘书股, 综合科) are left off, but 人民政府办公室 is a body. p NULL: none.
 */
struct str agency_prefix(struct str squeezed);

/* The name that ends where the text ends, back to the last punctuation. p NULL: none. */
struct str agency_suffix(struct str squeezed);

/*
 * agency_clause - the body that a sentence of the preamble names as author
 * (由…编制, …（以下简称…）编制, 现公布…) or, with `contact`, the one to turn to
 * (请与…联系). p NULL: none, or only a word for itself.
 */
struct str agency_clause(struct str squeezed, bool contact);

/*
 * agency_scope - the word that narrows or widens what a report covers.
 *
 *   name  the name as printed; 本级, 机关, 系统 and their brackets are cut off it
 *
 * Returns the word, static storage; p NULL: none.
 */
struct str agency_scope(struct str *name);

/* Whether a name begins with a kind of place, without its name: 区科技局, 自治州科技局. */
bool agency_lacks_place(struct str name);

/* Whether the body is a school, an enterprise or the like: its report is under other rules. */
bool agency_is_other_body(struct str name);

#endif
