"""What a researcher would write with Scrapy and lxml: the peer of scripts/bench.

  scrapy runspider tests/bench/scrapy_peer.py -a db=OUT.db -a urls=FILE -a articles=FILE

Fetches the addresses given, reads the three statutory tables of those that are articles with
spans resolved, checks that rows and columns add up, and stores page, text and figures in SQLite.
No robots.txt, no search for links, no archive, no repair, no sandbox, one form. Every host is
asked at 127.0.0.1.
"""
import re
import sqlite3

import scrapy

SCHEMA = """
PRAGMA journal_mode = wal; PRAGMA synchronous = normal;
CREATE TABLE report(id INTEGER PRIMARY KEY, url TEXT UNIQUE, title TEXT, year INTEGER, text TEXT,
	body BLOB);
CREATE TABLE figure(report_id INTEGER, cell TEXT, value TEXT, PRIMARY KEY (report_id, cell))
	WITHOUT ROWID;
CREATE TABLE failed(report_id INTEGER, rule TEXT, left_side INTEGER, right_side INTEGER);
"""


def span(cell, name):
    value = cell.get(name, "1")
    return min(max(int(value), 1), 64) if value.isdigit() else 1


def grid_of(table):
    """Rows of texts, each cell wherever its spans reach."""
    rows, open_spans = [], {}
    for tr in table.iter("tr"):
        row, at = [], 0
        cells = iter([c for c in tr if c.tag in ("td", "th")])
        cell = next(cells, None)
        while cell is not None or open_spans.get(at, (0,))[0]:
            left, text = open_spans.get(at, (0, ""))
            if left:
                row.append(text)
                open_spans[at] = (left - 1, text)
                at += 1
                continue
            text = re.sub(r"\s+", "", "".join(cell.itertext()))
            for _ in range(span(cell, "colspan")):
                row.append(text)
                open_spans[at] = (span(cell, "rowspan") - 1, text)
                at += 1
            cell = next(cells, None)
        rows.append(row)
    return rows


def number(text):
    return int(text) if text.isdigit() else None


def kind_of(rows):
    text = "".join("".join(row) for row in rows)
    if "本年新收" in text:
        return "requests", 7
    if "行政复议" in text:
        return "review", 15
    return ("disclosure", 3) if "规章" in text else (None, 0)


def read(rows, kind, width):
    """(cells by name, equations that fail)"""
    cells, failed, groups = {}, [], {}
    for no, row in enumerate(rows):
        figures = row[-width:]
        if len(row) < width or not any(number(f) is not None for f in figures):
            continue
        for column, text in enumerate(figures):
            cells[f"{kind}_{no}_{column}"] = text
        values = [number(f) for f in figures]
        if None in values or kind == "disclosure":
            continue
        for begin in range(0, width, 7 if kind == "requests" else 5):
            parts = values[begin : begin + (7 if kind == "requests" else 5)]
            if sum(parts[:-1]) != parts[-1]:
                failed.append((f"{kind} row {no}", sum(parts[:-1]), parts[-1]))
        groups.setdefault(row[0][:1], []).append(values)
    if kind == "requests" and all(groups.get(k) for k in "一二三四"):
        for column in range(7):
            came = groups["一"][0][column] + groups["二"][0][column]
            gone = groups["三"][-1][column] + groups["四"][0][column]
            parts = sum(values[column] for values in groups["三"][:-1])
            if came != gone:
                failed.append((f"balance {column}", came, gone))
            if parts != groups["三"][-1][column]:
                failed.append((f"total {column}", parts, groups["三"][-1][column]))
    return cells, failed


class Peer(scrapy.Spider):
    name = "peer"
    custom_settings = {
        "CONCURRENT_REQUESTS": 20, "CONCURRENT_REQUESTS_PER_DOMAIN": 20, "DOWNLOAD_DELAY": 0,
        "ROBOTSTXT_OBEY": False, "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        "COOKIES_ENABLED": False, "RETRY_ENABLED": False, "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": "ERROR", "REQUEST_FINGERPRINTER_IMPLEMENTATION": "2.7",
    }

    def __init__(self, db, urls, articles, **kwargs):
        super().__init__(**kwargs)
        with open(urls, encoding="utf-8") as f:
            self.urls = f.read().split()
        with open(articles, encoding="utf-8") as f:
            self.articles = set(f.read().split())
        self.con = sqlite3.connect(db)
        self.con.executescript(SCHEMA)
        self.n = 0

    def start_requests(self):
        for url in self.urls:
            host, path = url.split("/", 3)[2:]
            yield scrapy.Request(f"http://127.0.0.1:{host.split(':')[1]}/{path}",
                                 headers={"Host": host}, meta={"of": url})

    def parse(self, response):
        url = response.meta["of"]
        if url not in self.articles:
            return
        tree = response.selector.root
        title = "".join(tree.xpath("//title//text()"))
        text = "\n".join(t.strip() for t in tree.xpath("//body//text()") if t.strip())
        year = re.search(r"(20\d\d)\s*年", title + text)
        report = self.con.execute(
            "INSERT INTO report(url, title, year, text, body) VALUES(?, ?, ?, ?, ?)",
            (url, title, year and int(year.group(1)), text, response.body)).lastrowid
        for table in tree.iter("table"):
            rows = grid_of(table)
            kind, width = kind_of(rows)
            if not kind:
                continue
            cells, failed = read(rows, kind, width)
            self.con.executemany("INSERT OR REPLACE INTO figure VALUES(?, ?, ?)",
                                 [(report, cell, value) for cell, value in cells.items()])
            self.con.executemany("INSERT INTO failed VALUES(?, ?, ?, ?)",
                                 [(report, *f) for f in failed])
        self.n += 1
        if self.n % 200 == 0:
            self.con.commit()

    def closed(self, _reason):
        self.con.commit()
        self.con.close()
