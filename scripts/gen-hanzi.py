#!/usr/bin/env python3
"""gen-hanzi.py > extract/hanzi_table.c: simplified characters for traditional ones.

From OpenCC's TSCharacters (Apache-2.0) by way of Debian's `opencc`: one character a line, so that no phrase
table can act. Characters that the library reads as more than one, or does not change, have no row.
"""
import subprocess
import sys

BLOCKS = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2A6DF), (0x2A700, 0x2EBE0)]


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
    print("};")
    print("%d pairs, %d wide" % (len(low), len(high)), file=sys.stderr)


if __name__ == "__main__":
    main()
