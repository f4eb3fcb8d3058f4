#include "extract/html_entity.h"

#include <stdint.h>

#include "base/attrs.h"
#include "base/utf8.h"

struct entity {
	struct str name;
	uint16_t code_point;
	bool bare; /* a reference without ';' too */
};

/* The names of HTML 4 with their meaning in HTML5; all there are without ';'. In byte order. */
/* clang-format off */
static const struct entity entities[] = {
	{ STR_INIT("AElig"), 0x00C6, true },
	{ STR_INIT("AMP"), 0x0026, true },
	{ STR_INIT("Aacute"), 0x00C1, true },
	{ STR_INIT("Acirc"), 0x00C2, true },
	{ STR_INIT("Agrave"), 0x00C0, true },
	{ STR_INIT("Alpha"), 0x0391, false },
	{ STR_INIT("Aring"), 0x00C5, true },
	{ STR_INIT("Atilde"), 0x00C3, true },
	{ STR_INIT("Auml"), 0x00C4, true },
	{ STR_INIT("Beta"), 0x0392, false },
	{ STR_INIT("COPY"), 0x00A9, true },
	{ STR_INIT("Ccedil"), 0x00C7, true },
	{ STR_INIT("Chi"), 0x03A7, false },
	{ STR_INIT("Dagger"), 0x2021, false },
	{ STR_INIT("Delta"), 0x0394, false },
	{ STR_INIT("ETH"), 0x00D0, true },
	{ STR_INIT("Eacute"), 0x00C9, true },
	{ STR_INIT("Ecirc"), 0x00CA, true },
	{ STR_INIT("Egrave"), 0x00C8, true },
	{ STR_INIT("Epsilon"), 0x0395, false },
	{ STR_INIT("Eta"), 0x0397, false },
	{ STR_INIT("Euml"), 0x00CB, true },
	{ STR_INIT("GT"), 0x003E, true },
	{ STR_INIT("Gamma"), 0x0393, false },
	{ STR_INIT("Iacute"), 0x00CD, true },
	{ STR_INIT("Icirc"), 0x00CE, true },
	{ STR_INIT("Igrave"), 0x00CC, true },
	{ STR_INIT("Iota"), 0x0399, false },
	{ STR_INIT("Iuml"), 0x00CF, true },
	{ STR_INIT("Kappa"), 0x039A, false },
	{ STR_INIT("LT"), 0x003C, true },
	{ STR_INIT("Lambda"), 0x039B, false },
	{ STR_INIT("Mu"), 0x039C, false },
	{ STR_INIT("Ntilde"), 0x00D1, true },
	{ STR_INIT("Nu"), 0x039D, false },
	{ STR_INIT("OElig"), 0x0152, false },
	{ STR_INIT("Oacute"), 0x00D3, true },
	{ STR_INIT("Ocirc"), 0x00D4, true },
	{ STR_INIT("Ograve"), 0x00D2, true },
	{ STR_INIT("Omega"), 0x03A9, false },
	{ STR_INIT("Omicron"), 0x039F, false },
	{ STR_INIT("Oslash"), 0x00D8, true },
	{ STR_INIT("Otilde"), 0x00D5, true },
	{ STR_INIT("Ouml"), 0x00D6, true },
	{ STR_INIT("Phi"), 0x03A6, false },
	{ STR_INIT("Pi"), 0x03A0, false },
	{ STR_INIT("Prime"), 0x2033, false },
	{ STR_INIT("Psi"), 0x03A8, false },
	{ STR_INIT("QUOT"), 0x0022, true },
	{ STR_INIT("REG"), 0x00AE, true },
	{ STR_INIT("Rho"), 0x03A1, false },
	{ STR_INIT("Scaron"), 0x0160, false },
	{ STR_INIT("Sigma"), 0x03A3, false },
	{ STR_INIT("THORN"), 0x00DE, true },
	{ STR_INIT("Tau"), 0x03A4, false },
	{ STR_INIT("Theta"), 0x0398, false },
	{ STR_INIT("Uacute"), 0x00DA, true },
	{ STR_INIT("Ucirc"), 0x00DB, true },
	{ STR_INIT("Ugrave"), 0x00D9, true },
	{ STR_INIT("Upsilon"), 0x03A5, false },
	{ STR_INIT("Uuml"), 0x00DC, true },
	{ STR_INIT("Xi"), 0x039E, false },
	{ STR_INIT("Yacute"), 0x00DD, true },
	{ STR_INIT("Yuml"), 0x0178, false },
	{ STR_INIT("Zeta"), 0x0396, false },
	{ STR_INIT("aacute"), 0x00E1, true },
	{ STR_INIT("acirc"), 0x00E2, true },
	{ STR_INIT("acute"), 0x00B4, true },
	{ STR_INIT("aelig"), 0x00E6, true },
	{ STR_INIT("agrave"), 0x00E0, true },
	{ STR_INIT("alefsym"), 0x2135, false },
	{ STR_INIT("alpha"), 0x03B1, false },
	{ STR_INIT("amp"), 0x0026, true },
	{ STR_INIT("and"), 0x2227, false },
	{ STR_INIT("ang"), 0x2220, false },
	{ STR_INIT("apos"), 0x0027, false },
	{ STR_INIT("aring"), 0x00E5, true },
	{ STR_INIT("asymp"), 0x2248, false },
	{ STR_INIT("atilde"), 0x00E3, true },
	{ STR_INIT("auml"), 0x00E4, true },
	{ STR_INIT("bdquo"), 0x201E, false },
	{ STR_INIT("beta"), 0x03B2, false },
	{ STR_INIT("brvbar"), 0x00A6, true },
	{ STR_INIT("bull"), 0x2022, false },
	{ STR_INIT("cap"), 0x2229, false },
	{ STR_INIT("ccedil"), 0x00E7, true },
	{ STR_INIT("cedil"), 0x00B8, true },
	{ STR_INIT("cent"), 0x00A2, true },
	{ STR_INIT("chi"), 0x03C7, false },
	{ STR_INIT("circ"), 0x02C6, false },
	{ STR_INIT("clubs"), 0x2663, false },
	{ STR_INIT("cong"), 0x2245, false },
	{ STR_INIT("copy"), 0x00A9, true },
	{ STR_INIT("crarr"), 0x21B5, false },
	{ STR_INIT("cup"), 0x222A, false },
	{ STR_INIT("curren"), 0x00A4, true },
	{ STR_INIT("dArr"), 0x21D3, false },
	{ STR_INIT("dagger"), 0x2020, false },
	{ STR_INIT("darr"), 0x2193, false },
	{ STR_INIT("deg"), 0x00B0, true },
	{ STR_INIT("delta"), 0x03B4, false },
	{ STR_INIT("diams"), 0x2666, false },
	{ STR_INIT("divide"), 0x00F7, true },
	{ STR_INIT("eacute"), 0x00E9, true },
	{ STR_INIT("ecirc"), 0x00EA, true },
	{ STR_INIT("egrave"), 0x00E8, true },
	{ STR_INIT("empty"), 0x2205, false },
	{ STR_INIT("emsp"), 0x2003, false },
	{ STR_INIT("ensp"), 0x2002, false },
	{ STR_INIT("epsilon"), 0x03B5, false },
	{ STR_INIT("equiv"), 0x2261, false },
	{ STR_INIT("eta"), 0x03B7, false },
	{ STR_INIT("eth"), 0x00F0, true },
	{ STR_INIT("euml"), 0x00EB, true },
	{ STR_INIT("euro"), 0x20AC, false },
	{ STR_INIT("exist"), 0x2203, false },
	{ STR_INIT("fnof"), 0x0192, false },
	{ STR_INIT("forall"), 0x2200, false },
	{ STR_INIT("frac12"), 0x00BD, true },
	{ STR_INIT("frac14"), 0x00BC, true },
	{ STR_INIT("frac34"), 0x00BE, true },
	{ STR_INIT("frasl"), 0x2044, false },
	{ STR_INIT("gamma"), 0x03B3, false },
	{ STR_INIT("ge"), 0x2265, false },
	{ STR_INIT("gt"), 0x003E, true },
	{ STR_INIT("hArr"), 0x21D4, false },
	{ STR_INIT("harr"), 0x2194, false },
	{ STR_INIT("hearts"), 0x2665, false },
	{ STR_INIT("hellip"), 0x2026, false },
	{ STR_INIT("iacute"), 0x00ED, true },
	{ STR_INIT("icirc"), 0x00EE, true },
	{ STR_INIT("iexcl"), 0x00A1, true },
	{ STR_INIT("igrave"), 0x00EC, true },
	{ STR_INIT("image"), 0x2111, false },
	{ STR_INIT("infin"), 0x221E, false },
	{ STR_INIT("int"), 0x222B, false },
	{ STR_INIT("iota"), 0x03B9, false },
	{ STR_INIT("iquest"), 0x00BF, true },
	{ STR_INIT("isin"), 0x2208, false },
	{ STR_INIT("iuml"), 0x00EF, true },
	{ STR_INIT("kappa"), 0x03BA, false },
	{ STR_INIT("lArr"), 0x21D0, false },
	{ STR_INIT("lambda"), 0x03BB, false },
	{ STR_INIT("lang"), 0x27E8, false },
	{ STR_INIT("laquo"), 0x00AB, true },
	{ STR_INIT("larr"), 0x2190, false },
	{ STR_INIT("lceil"), 0x2308, false },
	{ STR_INIT("ldquo"), 0x201C, false },
	{ STR_INIT("le"), 0x2264, false },
	{ STR_INIT("lfloor"), 0x230A, false },
	{ STR_INIT("lowast"), 0x2217, false },
	{ STR_INIT("loz"), 0x25CA, false },
	{ STR_INIT("lrm"), 0x200E, false },
	{ STR_INIT("lsaquo"), 0x2039, false },
	{ STR_INIT("lsquo"), 0x2018, false },
	{ STR_INIT("lt"), 0x003C, true },
	{ STR_INIT("macr"), 0x00AF, true },
	{ STR_INIT("mdash"), 0x2014, false },
	{ STR_INIT("micro"), 0x00B5, true },
	{ STR_INIT("middot"), 0x00B7, true },
	{ STR_INIT("minus"), 0x2212, false },
	{ STR_INIT("mu"), 0x03BC, false },
	{ STR_INIT("nabla"), 0x2207, false },
	{ STR_INIT("nbsp"), 0x00A0, true },
	{ STR_INIT("ndash"), 0x2013, false },
	{ STR_INIT("ne"), 0x2260, false },
	{ STR_INIT("ni"), 0x220B, false },
	{ STR_INIT("not"), 0x00AC, true },
	{ STR_INIT("notin"), 0x2209, false },
	{ STR_INIT("nsub"), 0x2284, false },
	{ STR_INIT("ntilde"), 0x00F1, true },
	{ STR_INIT("nu"), 0x03BD, false },
	{ STR_INIT("oacute"), 0x00F3, true },
	{ STR_INIT("ocirc"), 0x00F4, true },
	{ STR_INIT("oelig"), 0x0153, false },
	{ STR_INIT("ograve"), 0x00F2, true },
	{ STR_INIT("oline"), 0x203E, false },
	{ STR_INIT("omega"), 0x03C9, false },
	{ STR_INIT("omicron"), 0x03BF, false },
	{ STR_INIT("oplus"), 0x2295, false },
	{ STR_INIT("or"), 0x2228, false },
	{ STR_INIT("ordf"), 0x00AA, true },
	{ STR_INIT("ordm"), 0x00BA, true },
	{ STR_INIT("oslash"), 0x00F8, true },
	{ STR_INIT("otilde"), 0x00F5, true },
	{ STR_INIT("otimes"), 0x2297, false },
	{ STR_INIT("ouml"), 0x00F6, true },
	{ STR_INIT("para"), 0x00B6, true },
	{ STR_INIT("part"), 0x2202, false },
	{ STR_INIT("permil"), 0x2030, false },
	{ STR_INIT("perp"), 0x22A5, false },
	{ STR_INIT("phi"), 0x03C6, false },
	{ STR_INIT("pi"), 0x03C0, false },
	{ STR_INIT("piv"), 0x03D6, false },
	{ STR_INIT("plusmn"), 0x00B1, true },
	{ STR_INIT("pound"), 0x00A3, true },
	{ STR_INIT("prime"), 0x2032, false },
	{ STR_INIT("prod"), 0x220F, false },
	{ STR_INIT("prop"), 0x221D, false },
	{ STR_INIT("psi"), 0x03C8, false },
	{ STR_INIT("quot"), 0x0022, true },
	{ STR_INIT("rArr"), 0x21D2, false },
	{ STR_INIT("radic"), 0x221A, false },
	{ STR_INIT("rang"), 0x27E9, false },
	{ STR_INIT("raquo"), 0x00BB, true },
	{ STR_INIT("rarr"), 0x2192, false },
	{ STR_INIT("rceil"), 0x2309, false },
	{ STR_INIT("rdquo"), 0x201D, false },
	{ STR_INIT("real"), 0x211C, false },
	{ STR_INIT("reg"), 0x00AE, true },
	{ STR_INIT("rfloor"), 0x230B, false },
	{ STR_INIT("rho"), 0x03C1, false },
	{ STR_INIT("rlm"), 0x200F, false },
	{ STR_INIT("rsaquo"), 0x203A, false },
	{ STR_INIT("rsquo"), 0x2019, false },
	{ STR_INIT("sbquo"), 0x201A, false },
	{ STR_INIT("scaron"), 0x0161, false },
	{ STR_INIT("sdot"), 0x22C5, false },
	{ STR_INIT("sect"), 0x00A7, true },
	{ STR_INIT("shy"), 0x00AD, true },
	{ STR_INIT("sigma"), 0x03C3, false },
	{ STR_INIT("sigmaf"), 0x03C2, false },
	{ STR_INIT("sim"), 0x223C, false },
	{ STR_INIT("spades"), 0x2660, false },
	{ STR_INIT("sub"), 0x2282, false },
	{ STR_INIT("sube"), 0x2286, false },
	{ STR_INIT("sum"), 0x2211, false },
	{ STR_INIT("sup"), 0x2283, false },
	{ STR_INIT("sup1"), 0x00B9, true },
	{ STR_INIT("sup2"), 0x00B2, true },
	{ STR_INIT("sup3"), 0x00B3, true },
	{ STR_INIT("supe"), 0x2287, false },
	{ STR_INIT("szlig"), 0x00DF, true },
	{ STR_INIT("tau"), 0x03C4, false },
	{ STR_INIT("there4"), 0x2234, false },
	{ STR_INIT("theta"), 0x03B8, false },
	{ STR_INIT("thetasym"), 0x03D1, false },
	{ STR_INIT("thinsp"), 0x2009, false },
	{ STR_INIT("thorn"), 0x00FE, true },
	{ STR_INIT("tilde"), 0x02DC, false },
	{ STR_INIT("times"), 0x00D7, true },
	{ STR_INIT("trade"), 0x2122, false },
	{ STR_INIT("uArr"), 0x21D1, false },
	{ STR_INIT("uacute"), 0x00FA, true },
	{ STR_INIT("uarr"), 0x2191, false },
	{ STR_INIT("ucirc"), 0x00FB, true },
	{ STR_INIT("ugrave"), 0x00F9, true },
	{ STR_INIT("uml"), 0x00A8, true },
	{ STR_INIT("upsih"), 0x03D2, false },
	{ STR_INIT("upsilon"), 0x03C5, false },
	{ STR_INIT("uuml"), 0x00FC, true },
	{ STR_INIT("weierp"), 0x2118, false },
	{ STR_INIT("xi"), 0x03BE, false },
	{ STR_INIT("yacute"), 0x00FD, true },
	{ STR_INIT("yen"), 0x00A5, true },
	{ STR_INIT("yuml"), 0x00FF, true },
	{ STR_INIT("zeta"), 0x03B6, false },
	{ STR_INIT("zwj"), 0x200D, false },
	{ STR_INIT("zwnj"), 0x200C, false },
};
/* clang-format on */

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static int order(struct str a, struct str b)
{
	int d = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	return d ? d : (a.n > b.n) - (a.n < b.n);
}

static const struct entity *find(struct str name)
{
	size_t from = 0, to = countof(entities);

	while (from < to) {
		size_t at = (from + to) / 2;
		int d = order(name, entities[at].name);

		if (d == 0)
			return &entities[at];
		if (d < 0)
			to = at;
		else
			from = at + 1;
	}
	return NULL;
}

/* May a reference without ';' be the beginning of the word? */
static bool begins_bare(struct str word)
{
	for (size_t n = 2; n <= word.n && n <= 6; n++) {
		const struct entity *e = find(str_sub(word, 0, n));

		if (e && e->bare)
			return true;
	}
	return false;
}

struct reference {
	size_t used;         /* bytes of the text */
	uint32_t code_point; /* 0: the text stands for itself */
};

static bool is_ordinary(uint32_t c)
{
	return c == '\t' || c == '\n' || (c >= 0x20 && c < 0x7F) || (c >= 0xA0 && c < 0xD800) ||
	       (c >= 0xE000 && c < 0xFDD0) || (c > 0xFDEF && c < 0xFFFE);
}

/* "&#160;" and "&#xA0;" */
static bool numbered(struct reference *r, struct str text, size_t at)
{
	bool hex = at + 2 < text.n && (text.p[at + 2] | 0x20) == 'x';
	size_t from = at + (hex ? 3 : 2), i = from;
	uint32_t c = 0;

	for (; i < text.n && i - from < 6; i++) {
		char d = text.p[i];

		if (d >= '0' && d <= '9')
			c = c * (hex ? 16 : 10) + (uint32_t)(d - '0');
		else if (hex && (d | 0x20) >= 'a' && (d | 0x20) <= 'f')
			c = c * 16 + (uint32_t)((d | 0x20) - 'a' + 10);
		else
			break;
	}
	*r = (struct reference){ i + 1 - at, c };
	return i > from && i < text.n && text.p[i] == ';' && is_ordinary(c);
}

/* "&" stands at `at`; false: not known. */
static bool reference(struct reference *r, struct str text, size_t at, bool in_attribute)
{
	size_t end = at + 1;
	const struct entity *e;
	struct str word;

	*r = (struct reference){ 1, 0 };
	if (end < text.n && text.p[end] == '#')
		return numbered(r, text, at);
	while (end < text.n && is_alnum(text.p[end]))
		end++;
	word = str_sub(text, at + 1, end - at - 1);
	if (word.n == 0)
		return true;
	e = find(word);
	if (end < text.n && text.p[end] == ';') {
		if (e)
			*r = (struct reference){ word.n + 2, e->code_point };
		return e != NULL;
	}
	if (in_attribute && ((end < text.n && text.p[end] == '=') || !e || !e->bare))
		return true;
	if (e && e->bare) {
		*r = (struct reference){ word.n + 1, e->code_point };
		return true;
	}
	return !begins_bare(word);
}

size_t html_entities_decode(char *out, struct str text, bool in_attribute)
{
	size_t n = 0, at = 0;

	while (at < text.n) {
		char c = text.p[at];
		struct reference r;

		if (c == '\r') {
			at += at + 1 < text.n && text.p[at + 1] == '\n' ? 2 : 1;
			out[n++] = '\n';
		} else if (c != '&') {
			out[n++] = c;
			at++;
		} else if (!reference(&r, text, at, in_attribute)) {
			return STR_NONE;
		} else {
			if (r.code_point)
				n += utf8_put(out + n, r.code_point);
			else
				out[n++] = '&';
			at += r.used;
		}
	}
	return n;
}
