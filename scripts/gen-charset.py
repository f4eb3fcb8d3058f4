#!/usr/bin/env python3
"""gen-charset.py > extract/charset_table.c: the indexes of the WHATWG Encoding Standard as C arrays.

Made from the C library's iconv (GB18030, BIG5-HKSCS) and Python's codecs, corrected where they are known
to differ from the standard; the corrections are listed here, with the reason of each. Needs Debian's
libc-bin (iconv) and python3. tests/unit/test_charset.c checks the result against the standard's own files
where it finds them.
"""
import subprocess

# GB18030: the standard keeps six private-use points that later editions moved to plane 2, and reads A3 A0
# as the ideographic space (whatwg/encoding#25).
GB_OVERRIDE = {(0xA3, 0xA0): 0x3000, (0xFE, 0x51): 0xE816, (0xFE, 0x52): 0xE817, (0xFE, 0x53): 0xE818,
               (0xFE, 0x6C): 0xE831, (0xFE, 0x76): 0xE83B, (0xFE, 0x91): 0xE855}

# Second codes of characters that Big5 has (HKSCS-2004's "compatibility points"); iconv refuses them.
HKSCS_COMPAT = """
8E69箸 8E6F簆 8E7E糎 8EAB緒 8EB4縝 8ECD者 8ED0耨 8F57菁 8F69蒨 8F6E萏 8FCB覦 8FCC覩 8FFE起 906D都
907A銹 90DC靜 90F1響 91BF鼖 9244蔃 92AF兙 92B0兛 92B1兝 92B2兞 92C8鍮 92D1瑹 9447浧 94CA禛 95D9邗
9644靝 96ED瀞 96FC嬨 9B76爁 9B78矗 9B7B纇 9BC6駖 9BDE釔 9BEC惞 9BF6澶 9C42輶 9C53侻 9C62營 9C68鄄
9C6B鷰 9C77菏 9CBC尐 9CBD秣 9CD0婧 9D57輋 9D5A筑 9DC4拐 9EA9恢 9EEF痹 9EFD汊 9F60鬮 9F66鼗 9FCB僭
9FD8弌 A063蠏 A077拎 A0D5瑨 A0DF煢 A0E4牐 C6CF廴 C6D3无 C6D5癶 C6D7隶
C6DE〃 C6DF仝 FA5F倩 FA66偽 FABD包 FAC5卄 FAD5卿 FB48嘅 FBB8婷 FBF3幵
FBF9廐 FC4F彘 FC6C悤 FCB9撐 FCE2晴 FCF1杞 FDB7沜 FDB8渝 FDBB港 FDF1煮 FE52猪 FE6F瑜 FEAA瓩 FEDD砉
"""

SINGLE = [("ibm866", "cp866"), ("iso-8859-2", "iso8859_2"), ("iso-8859-3", "iso8859_3"), ("iso-8859-4", "iso8859_4"),
          ("iso-8859-5", "iso8859_5"), ("iso-8859-6", "iso8859_6"), ("iso-8859-7", "iso8859_7"),
          ("iso-8859-8", "iso8859_8"), ("iso-8859-8-i", "iso8859_8"), ("iso-8859-10", "iso8859_10"),
          ("iso-8859-13", "iso8859_13"), ("iso-8859-14", "iso8859_14"), ("iso-8859-15", "iso8859_15"),
          ("iso-8859-16", "iso8859_16"), ("koi8-r", "koi8_r"), ("koi8-u", "koi8_u"), ("macintosh", "mac_roman"),
          ("windows-874", "cp874"), ("windows-1250", "cp1250"), ("windows-1251", "cp1251"),
          ("windows-1252", "cp1252"), ("windows-1253", "cp1253"), ("windows-1254", "cp1254"),
          ("windows-1255", "cp1255"), ("windows-1256", "cp1256"), ("windows-1257", "cp1257"),
          ("windows-1258", "cp1258"), ("x-mac-cyrillic", "mac_cyrillic")]
SINGLE_OVERRIDE = {("koi8-u", 0xAE): 0x45E, ("koi8-u", 0xBE): 0x40E, ("windows-1255", 0xCA): 0x5BA}


def iconv(encoding, data):
    r = subprocess.run(["iconv", "-f", encoding, "-t", "UTF-8"], input=data, capture_output=True)
    return r.stdout.decode() if r.returncode == 0 else None


def table(encoding, pairs):
    """pair -> text, by halving until what iconv refuses is alone"""
    text = iconv(encoding, b"\n".join(map(bytes, pairs)))
    if text is not None:
        return dict(zip(pairs, text.split("\n")))
    if len(pairs) == 1:
        return {}
    half = len(pairs) // 2
    return {**table(encoding, pairs[:half]), **table(encoding, pairs[half:])}


def python(codec, pair):
    try:
        return bytes(pair).decode(codec)
    except UnicodeDecodeError:
        return None


def gb_index():
    pairs = [(lead, trail) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF) if trail != 0x7F]
    got = table("GB18030", pairs)
    return [GB_OVERRIDE.get(p) or ord(got[p]) for p in pairs]


def gb_ranges():
    """pointer -> code point where a run starts: what has no two-byte code, in order"""
    rows, last = [], None
    for c in range(0x80, 0x10000):
        if 0xD800 <= c <= 0xDFFF:
            continue
        b = chr(c).encode("gb18030")
        if len(b) != 4:
            last = None
            continue
        pointer = ((b[0] - 0x81) * 10 + b[1] - 0x30) * 1260 + (b[2] - 0x81) * 10 + b[3] - 0x30
        if last is None or pointer - last[0] != c - last[1]:
            rows.append((pointer, c))
        last = (pointer, c)
    return rows + [(189000, 0x10000)]


def big5_index():
    pairs = [(lead, trail) for lead in range(0x81, 0xFF)
             for trail in list(range(0x40, 0x7F)) + list(range(0xA1, 0xFF))]
    hkscs = table("BIG5-HKSCS", pairs)
    compat = {bytes.fromhex(w[:4]): w[4] for w in HKSCS_COMPAT.split()}
    index = []
    for i, p in enumerate(pairs):
        text = python("cp950", p) if p[0] <= 0xA3 else None  # symbols as Microsoft reads them
        text = text or hkscs.get(p) or compat.get(bytes(p))
        if 0xA3C0 <= p[0] << 8 | p[1] <= 0xA3E0:  # ETEN's control pictures
            n = (p[0] << 8 | p[1]) - 0xA3C0
            text = chr(0x2400 + n) if n < 32 else "\u2421"
        index.append(ord(text) if text and len(text) == 1 else 0)
    return index[:19782]


def single_index(name, codec):
    row = []
    for b in range(0x80, 0x100):
        c = SINGLE_OVERRIDE.get((name, b)) or ord(python(codec, (b,)) or "\0")
        row.append(c or (b if b < 0xA0 else 0))  # the standard gives C1 controls to what nobody defined
    return row


def array(values, per_line=16):
    lines = [", ".join("0x%04X" % v for v in values[i:i + per_line]) for i in range(0, len(values), per_line)]
    return "\t" + ",\n\t".join(lines) + ",\n"


def main():
    gb, ranges, big5 = gb_index(), gb_ranges(), big5_index()
    print("/* Made by scripts/gen-charset.py; do not edit. */")
    print('#include "extract/charset_table.h"\n')
    print("const uint16_t charset_gb_index[CHARSET_GB_POINTERS] = {\n%s};\n" % array(gb))
    print("const struct charset_range charset_gb_ranges[CHARSET_GB_RANGES] = {")
    print("".join("\t{ %d, 0x%04X },\n" % r for r in ranges) + "};\n")
    print("const uint16_t charset_big5_index[CHARSET_BIG5_POINTERS] = {\n%s};\n" % array([c & 0xFFFF for c in big5]))
    bits = [sum((big5[i + k] > 0xFFFF) << k for k in range(8) if i + k < len(big5)) for i in range(0, len(big5), 8)]
    print("const uint8_t charset_big5_plane2[(CHARSET_BIG5_POINTERS + 7) / 8] = {")
    print("".join("\t" + ", ".join("0x%02X" % b for b in bits[i:i + 24]) + ",\n" for i in range(0, len(bits), 24)) + "};\n")
    print("const struct charset_single charset_singles[CHARSET_SINGLES] = {")
    for name, codec in SINGLE:
        print('\t{ "%s",\n\t  {\n%s\t  } },' % (name, array(single_index(name, codec), 12)))
    print("};")


if __name__ == "__main__":
    main()
