#!/usr/bin/env python3
"""gen-model.py [--jieba DICT] [--help-dir DIR]: write extract/model_table.c and .h, the model of Chinese text,
and extract/wordlist_table.c and .h, its words.

A bigram over characters, simplified and of one width, from
  jieba's word list with frequencies    Debian python3-jieba (MIT)
  LibreOffice's Chinese help            Debian libreoffice-help-zh-cn (MPL-2.0): counts of pairs only
  scripts/model/*.txt                   the regulation, the wording of the forms, the titles of what governs openness, prose of our own
The words are jieba's of two to four characters, the commoner ones, with their frequency, and what stands several times
in our own text.
Needs Debian's opencc, python3-jieba, libreoffice-help-zh-cn. No document that a test reads goes in.
Costs are sixteenths of a nat. The same packages give the same file.
"""
import argparse, glob, html, math, pathlib, re, subprocess, unicodedata
from collections import Counter

ROOT = pathlib.Path(__file__).resolve().parent.parent
MOST_PAIRS = 130000
LEAST_PHRASE, PHRASE_SHARE = 2, 0.5  # times in our own text; of the text that phrases make up
LEAST_FREQUENCY = {2: 50, 3: 20, 4: 20}  # of a word, by its length
PUNCTUATION = "，。、；：？！“”‘’《》（）〔〕【】—…·％.-/+*|<>\"'=&#_[]{}@$~^`\\〈〉「」『』○●■□→①②③④⑤⑥⑦⑧⑨⑩×÷±≤≥"
FOLD = {"（": "(", "）": ")", "，": ",", "：": ":", "；": ";", "！": "!", "？": "?", "％": "%"}
OTHER, OTHER_HAN, LINE, DIGIT, LETTER, BLANK = range(6)
FIRST = 6


def is_han(c):
    return "\u4e00" <= c <= "\u9fff"


def simplified():
    chars = [chr(c) for c in range(0x4E00, 0xA000)]
    out = subprocess.run(["opencc", "-c", "t2s"], input="\n".join(chars), capture_output=True, text=True, check=True)
    return {a: b for a, b in zip(chars, out.stdout.split("\n")) if len(b) == 1 and is_han(b)}


def quantum(p):
    return min(255, max(0, round(-16 * math.log(p))))


class Counts:
    def __init__(self):
        self.uni, self.bi, self.ctx = Counter(), Counter(), Counter()

    def add(self, seq, weight=1.0):
        for c in seq:
            self.uni[c] += weight
        for a, b in zip(seq, seq[1:]):
            self.bi[a, b] += weight
            self.ctx[a] += weight


class Alphabet:
    def __init__(self, simple):
        self.simple, self.ids = simple, {}
        for c in PUNCTUATION:
            self.ids.setdefault(FOLD.get(c, c), FIRST + len(self.ids))

    def fold(self, c):
        if c in "\r\n":
            return LINE
        if c in " \t\u3000\u00a0":
            return BLANK
        c = unicodedata.normalize("NFKC", c)[:1]
        if c.isdigit() and c.isascii():
            return DIGIT
        if c.isascii() and c.isalpha():
            return LETTER
        if is_han(c):
            return self.simple.get(c, c)
        return FOLD.get(c, c) if FOLD.get(c, c) in self.ids else OTHER

    def seq(self, text):
        return [self.fold(c) for c in text]


def read_jieba(path, abc):
    n = Counts()
    for line in open(path, encoding="utf8"):
        word, freq = line.split(" ")[:2]
        if re.fullmatch("[\u4e00-\u9fff]+", word):
            n.add(abc.seq(word), min(int(freq), 20000) ** 0.75)
    return n


def read_help(folder, abc):
    n = Counts()
    for path in sorted(glob.glob(folder + "/text/**/*.html", recursive=True)):
        text = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", "", open(path, encoding="utf8").read())
        for line in re.sub("<[^>]+>", "\n", text).split("\n"):
            line = html.unescape(line).strip()
            if len(re.findall("[\u4e00-\u9fff]", line)) >= max(4, len(line) // 2):
                n.add([LINE] + abc.seq(line) + [LINE])
    return n


def read_ours(abc):
    n = Counts()
    for path in sorted((ROOT / "scripts/model").glob("*.txt")):
        n.add([LINE] + abc.seq(path.read_text(encoding="utf8")))
    return n


def read_words(path, abc):
    """words as classes, with the cost of each; and the sum of all frequencies"""
    n, total = Counter(), 0
    for line in open(path, encoding="utf8"):
        word, freq = line.split(" ")[:2]
        total += int(freq)
        if re.fullmatch("[\u4e00-\u9fff]{1,4}", word):
            n[tuple(abc.seq(word))] += int(freq)
    return {w: f for w, f in n.items() if len(w) == 1 or f >= LEAST_FREQUENCY[len(w)]}, total


def read_phrases(abc):
    """what the law and the forms say again and again, as if it were words, with the share of our text that it is"""
    n, total = Counter(), 0
    for path in sorted((ROOT / "scripts/model").glob("*.txt")):
        for run in re.findall("[\u4e00-\u9fff0-9、（）]+", path.read_text(encoding="utf8")):
            seq = abc.seq(run)
            total += len(seq)
            for k in (2, 3, 4):
                n.update(tuple(seq[i:i + k]) for i in range(len(seq) - k + 1))
    return {w: PHRASE_SHARE * f / total for w, f in n.items() if f >= LEAST_PHRASE}


def hash_of(ids):
    """as word_hash() in extract/wordlist.c"""
    h = len(ids)
    for i in ids:
        h = ((h ^ i) * 2654435761) & 0xFFFFFFFF
        h ^= h >> 15
    return h


def write_words(words, total, phrases, ids):
    many, alone = {}, [255] * len(ids)
    share = {w: f / total for w, f in words.items()}
    for word, p in [*share.items(), *phrases.items()]:
        if all(c in ids for c in word):
            k = [ids[c] for c in word]
            if len(k) == 1:
                alone[k[0]] = quantum(p)
            else:
                many[hash_of(k)] = min(quantum(p), many.get(hash_of(k), 255))
    hashes = sorted(many)
    (ROOT / "extract/wordlist_table.h").write_text(WORDS_HEADER % len(hashes), encoding="utf8")
    with open(ROOT / "extract/wordlist_table.c", "w", encoding="utf8") as f:
        f.write('/* Made by scripts/gen-model.py; do not edit. */\n#include "extract/wordlist_table.h"\n\n')
        for decl, values in (("uint32_t wordlist_hash[WORDLIST_WORDS]", ["0x%X" % h for h in hashes]),
                             ("uint8_t wordlist_word[WORDLIST_WORDS]", [many[h] for h in hashes]),
                             ("uint8_t wordlist_alone[MODEL_CLASSES]", alone)):
            f.write("const %s = {\n%s};\n\n" % (decl, rows(values)))
    print("%d words" % len(hashes))


def floor_of(c):
    if c == OTHER:
        return 3e-8
    if c == OTHER_HAN:
        return 2e-7
    if isinstance(c, str) and is_han(c):
        return 3e-7
    return 1e-4 if c in (LINE, DIGIT, LETTER, BLANK) else 3e-6


class Model:
    def __init__(self, ours, help_, jieba):
        self.parts = [(ours, 0.45, 5.0), (help_, 0.22, 30.0), (jieba, 0.20, 300.0)]
        self.sums = [sum(p.uni.values()) for p, _, _ in self.parts]

    def uni(self, c):
        share = (0.35, 0.25, 0.40)
        p = sum(s * part.uni[c] / n for s, (part, _, _), n in zip(share, self.parts, self.sums))
        return p * 0.95 + floor_of(c)

    def weights(self, a):
        return [top * part.ctx[a] / (part.ctx[a] + half) for part, top, half in self.parts]

    def rest(self, a):
        return 1 - sum(self.weights(a))

    def pair(self, a, b):
        p = self.rest(a) * self.uni(b)
        for w, (part, _, _) in zip(self.weights(a), self.parts):
            if w:
                p += w * part.bi[a, b] / part.ctx[a]
        return p


def best_pairs(m):
    """the pairs that say most: how often, times how much more than their parts"""
    gain = {}
    ours, help_, jieba = (p for p, _, _ in m.parts)
    for a, b in set(ours.bi) | set(help_.bi) | set(jieba.bi):
        if a == OTHER or b == OTHER:
            continue
        ratio = math.log(m.pair(a, b) / (m.rest(a) * m.uni(b)))
        count = 60 * ours.bi[a, b] + 2 * help_.bi[a, b] + jieba.bi[a, b] / 8
        if ratio > 0.5 and count > 0.9:
            gain[a, b] = ratio * count
    return sorted(sorted(gain, key=lambda k: (-gain[k], str(k)))[:MOST_PAIRS], key=str)


def rows(values, per_line=24):
    lines = [",".join(map(str, values[i:i + per_line])) for i in range(0, len(values), per_line)]
    return "\t" + ",\n\t".join(lines) + ",\n"


def write(m, abc):
    hanzi = [c for c in set().union(*(p.uni for p, _, _ in m.parts)) if isinstance(c, str) and is_han(c)]
    hanzi.sort(key=lambda c: (-m.uni(c), c))
    hanzi = [c for c in hanzi if m.uni(c) > 5e-7]
    ids = {**{k: k for k in range(FIRST)}, **abc.ids}
    for c in hanzi:
        ids[c] = len(ids)
    after = {}
    for a, b in best_pairs(m):
        if a in ids and b in ids:
            after.setdefault(ids[a], []).append((ids[b], quantum(m.pair(a, b))))
    names = sorted(ids, key=ids.get)
    start, nexts, costs = [0], [], []
    for i in range(len(names)):
        for b, q in sorted(after.get(i, [])):
            nexts.append(b)
            costs.append(q)
        start.append(len(nexts))
    cjk = [ids.get(abc.simple.get(chr(c), chr(c)), OTHER_HAN) for c in range(0x4E00, 0xA000)]
    low = [ids.get(abc.fold(chr(c)), OTHER) for c in range(0x100)]
    low[0x80:0xA0] = [OTHER] * 32
    for c in range(0xA1, 0x100):
        low[c] = ids[chr(c)] if chr(c) in "·×÷±" else OTHER
    marks = [(ord(c), ids[FOLD.get(c, c)]) for c in sorted(PUNCTUATION) if 0x2000 <= ord(c) < 0x3100]
    (ROOT / "extract/model_table.h").write_text(HEADER % (len(names), len(nexts), len(marks)), encoding="utf8")
    with open(ROOT / "extract/model_table.c", "w", encoding="utf8") as f:
        f.write('/* Made by scripts/gen-model.py; do not edit. */\n#include "extract/model_table.h"\n\n')
        for decl, values in (("uint8_t model_single[MODEL_CLASSES]", [quantum(m.uni(n)) for n in names]),
                             ("uint8_t model_backoff[MODEL_CLASSES]", [quantum(m.rest(n)) for n in names]),
                             ("uint32_t model_start[MODEL_CLASSES + 1]", start),
                             ("uint16_t model_next[MODEL_PAIRS]", nexts), ("uint8_t model_pair[MODEL_PAIRS]", costs),
                             ("uint16_t model_low[0x100]", low), ("uint16_t model_cjk[0x5200]", cjk)):
            f.write("const %s = {\n%s};\n\n" % (decl, rows(values)))
        f.write("const uint16_t model_marks[MODEL_MARKS][2] = {\n%s\n};\n" %
                "\n".join("\t{ 0x%04X, %d }," % x for x in marks))
    print("%d classes, %d pairs" % (len(names), len(nexts)))
    return ids


HEADER = """/* Made by scripts/gen-model.py; do not edit. */
#ifndef EXTRACT_MODEL_TABLE_H
#define EXTRACT_MODEL_TABLE_H

#include <stdint.h>

#define MODEL_CLASSES %d
#define MODEL_PAIRS   %d
#define MODEL_MARKS   %d

/* Costs are -log(probability) in sixteenths of a nat. Only model.c reads these. */
extern const uint8_t model_single[MODEL_CLASSES];
extern const uint8_t model_backoff[MODEL_CLASSES];
extern const uint32_t model_start[MODEL_CLASSES + 1]; /* where a class's pairs begin */
extern const uint16_t model_next[MODEL_PAIRS];	      /* ascending after each class */
extern const uint8_t model_pair[MODEL_PAIRS];
extern const uint16_t model_low[0x100];	 /* class by code point */
extern const uint16_t model_cjk[0x5200]; /* from U+4E00; traditional as simplified */
extern const uint16_t model_marks[MODEL_MARKS][2];

#endif
"""


WORDS_HEADER = """/* Made by scripts/gen-model.py; do not edit. */
#ifndef EXTRACT_WORDLIST_TABLE_H
#define EXTRACT_WORDLIST_TABLE_H

#include <stdint.h>

#include "extract/model_table.h"

#define WORDLIST_WORDS %d

/* Costs are -log(frequency) in sixteenths of a nat. Only wordlist.c reads these. */
extern const uint32_t wordlist_hash[WORDLIST_WORDS]; /* ascending: of words of 2 to 4 characters */
extern const uint8_t wordlist_word[WORDLIST_WORDS];
extern const uint8_t wordlist_alone[MODEL_CLASSES]; /* of a character that is a word by itself */

#endif
"""


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--jieba", default="/usr/lib/python3/dist-packages/jieba/dict.txt")
    p.add_argument("--help-dir", default="/usr/share/libreoffice/help/zh-CN")
    a = p.parse_args()
    abc = Alphabet(simplified())
    ids = write(Model(read_ours(abc), read_help(a.help_dir, abc), read_jieba(a.jieba, abc)), abc)
    write_words(*read_words(a.jieba, abc), read_phrases(abc), ids)


if __name__ == "__main__":
    main()
