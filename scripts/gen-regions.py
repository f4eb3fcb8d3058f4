#!/usr/bin/env python3
"""gen-regions.py > report/region_table.c: the regions of seeds/regions/gb2260.tsv, sorted by name as bytes."""
import csv
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main():
    with open(ROOT / "seeds/regions/gb2260.tsv", encoding="utf-8", newline="") as f:
        rows = [(r["name"], r["code"]) for r in csv.DictReader(f, delimiter="\t")]
    rows.sort(key=lambda r: (r[0].encode(), r[1]))
    print("/* Made by scripts/gen-regions.py; do not edit. */")
    print('#include "report/region_table.h"\n')
    print("const struct region_row region_rows[] = {")
    for name, code in rows:
        print('\t{ "%s", %s },' % (name, code))
    print("};\n\nconst size_t region_rows_count = sizeof(region_rows) / sizeof(region_rows[0]);")


if __name__ == "__main__":
    main()
