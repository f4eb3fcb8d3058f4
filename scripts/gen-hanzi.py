#!/usr/bin/env python3
"""gen-hanzi.py > extract/hanzi_table.c: simplified characters for traditional ones, unified ideographs for
compatibility forms, and readings without tones.

From OpenCC's TSCharacters (Apache-2.0) by way of Debian's `opencc`: one character a line, so that no phrase
table can act. Characters that the library reads as more than one, or does not change, have no row.
Compatibility forms: Python's unicodedata. Readings: ICU's Han-Latin (Unicode licence) by way of Debian's
icu-devtools (uconv); the commonest reading of each character.
"""
import subprocess
import sys
import unicodedata

BLOCKS = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2A6DF), (0x2A700, 0x2EBE0)]


def numbers(name, values):
    print("\nconst uint16_t %s = {" % name)
    for i in range(0, len(values), 16):
        print("\t" + " ".join("%d," % v for v in values[i:i + 16]))
    print("};")


def write_compat():
    for name, first, last in (("hanzi_radicals[HANZI_RADICALS]", 0x2F00, 0x2FD5), ("hanzi_compat[HANZI_COMPAT]", 0xF900, 0xFAD9)):
        plain = [unicodedata.normalize("NFKC", chr(c)) for c in range(first, last + 1)]
        numbers(name, [ord(p) if ord(p) < 0x10000 and ord(p) != first + i else 0 for i, p in enumerate(plain)])


def write_readings():
    chars = [chr(c) for c in range(0x4E00, 0xA000)]
    out = subprocess.run(["uconv", "-f", "utf-8", "-t", "utf-8", "-x", "Han-Latin; Latin-ASCII"], input="\n".join(chars),
                         capture_output=True, text=True, check=True).stdout.split("\n")
    plain = [r.strip() if r.strip().isascii() and r.strip().isalpha() else "" for r in out]
    all_ = sorted(set(plain))
    print("\nconst char hanzi_syllables[HANZI_SYLLABLES][8] = {")
    for i in range(0, len(all_), 10):
        print("\t" + " ".join('"%s",' % r for r in all_[i:i + 10]))
    print("};")
    print("%d syllables" % len(all_), file=sys.stderr)
    numbers("hanzi_reading_of[0x5200]", [all_.index(r) for r in plain])


def main():
    chars = [chr(c) for a, b in BLOCKS for c in range(a, b + 1)]
    out = subprocess.run(["opencc", "-c", "t2s"], input="\n".join(chars), capture_output=True, text=True, check=True)
    rows = [(ord(a), ord(b)) for a, b in zip(chars, out.stdout.split("\n")) if a != b and len(b) == 1]
    low = [r for r in rows if max(r) < 0x10000]
    high = [r for r in rows if max(r) >= 0x10000]
    print("/* Made by scripts/gen-hanzi.py; do not edit. */")
    print('#include "extract/hanzi_table.h"\n')
    starts = [sum(a < p << 8 for a, b in low) for p in range(257)]
    print("const uint16_t hanzi_page_start[257] = {")
    for i in range(0, 257, 16):
        print("\t" + " ".join("%d," % v for v in starts[i:i + 16]))
    print("};\n\nconst uint16_t hanzi_pairs[HANZI_PAIRS][2] = {")
    for i in range(0, len(low), 6):
        print("\t" + " ".join("{ 0x%04X, 0x%04X }," % r for r in low[i:i + 6]))
    print("};\n\nconst uint32_t hanzi_wide_pairs[HANZI_WIDE_PAIRS][2] = {")
    for i in range(0, len(high), 4):
        print("\t" + " ".join("{ 0x%05X, 0x%05X }," % r for r in high[i:i + 4]))
    print("};\n\nconst uint64_t hanzi_changes[HANZI_CHANGES] = {")
    bits = [0] * ((0x10000 - 0x3400) // 64)
    for c, _ in rows:
        if c < 0x10000:
            bits[(c - 0x3400) // 64] |= 1 << c % 64
    for i in range(0, len(bits), 6):
        print("\t" + " ".join("0x%016X," % b for b in bits[i:i + 6]))
    print("};")
    write_compat()
    write_readings()
    print("%d pairs, %d wide" % (len(low), len(high)), file=sys.stderr)


if __name__ == "__main__":
    main()
