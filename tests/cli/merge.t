#!/bin/sh
# Databases of halves, joined, are the database of the whole.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
. "$here/portal.sh"

# A WARC to import from: its places in the archive are the same for whole and halves.
portal_start --seed 2
harvest "$tmp/h.db" "$tmp/warc" 2>"$tmp/err"
portal_stop
set -- "$tmp/warc"/*.warc*
ok "there is an archive to import" [ -s "$1" ]
for i in 1 2 3 4; do
	sqlite3 "$tmp/h.db" "SELECT d.id FROM document d WHERE kind = 'report' AND id % 4 = $i - 1" |
		while read -r id; do
			mkdir -p "$tmp/part$i"
			"$NIANBAO" show "$id" --stage bytes --db "$tmp/h.db" --warc-dir "$tmp/warc" \
				>"$tmp/part$i/$id.html"
		done
done
take() { # DB PARTS...: one worker, so that reports come in the order of their files
	db=$1
	shift
	(cd "$tmp" && "$NIANBAO" import "$@" --db "$db" --set workers=1 --quiet)
}
exported() { # what a reader sees, but for where the bytes lie
	"$NIANBAO" export --to csv "$tmp/csv" --db "$tmp/$1" >"$tmp/ignored" 2>&1
	for f in reports cells findings omissions sections panel; do
		echo "== $f"
		sed 's/[^,]*\.warc[^,]*,[0-9]*,[0-9]*//' "$tmp/csv/$f.csv"
	done
}
take whole.db part1 part2 part3 part4
take a.db part1 part2
take b.db part3 part4
run merge "$tmp/out.db" "$tmp/a.db" "$tmp/b.db"
ok "two halves are joined" status_is 0
ok "and counted" grep -q "b.db: .* reports that were not known" "$tmp/out"
exported whole.db >"$tmp/want"
exported out.db >"$tmp/got"
ok "the export is that of the whole" cmp "$tmp/want" "$tmp/got"
ok "which is not empty" [ "$(wc -l <"$tmp/want")" -gt 1000 ]

run merge "$tmp/out.db" "$tmp/b.db" "$tmp/a.db" "$tmp/whole.db"
ok "again, and with the whole" status_is 0
ok "there is nothing new" grep -q "b.db: 0 URLs, 0 documents, 0 reports" "$tmp/out"
exported out.db >"$tmp/got"
ok "and nothing changes" cmp "$tmp/want" "$tmp/got"
id=$(sqlite3 "$tmp/out.db" "SELECT max(id) FROM document")
path=$(sqlite3 "$tmp/out.db" "SELECT path FROM document WHERE id = $id")
run show "$id" --stage bytes --db "$tmp/out.db"
ok "bytes are read where they lie" cmp "$tmp/out" "$tmp/$path"

# How the rules came out, where the other program knew them in another order, and more of them.
assessed() {
	sqlite3 "$tmp/$1" "SELECT d.path, a.rule, a.origin, holds, fails, open FROM assessment a
		JOIN report r ON r.id = a.report_id JOIN document d ON d.id = r.document_id
		ORDER BY 1, 2, 3"
}
assessed whole.db >"$tmp/rules"
ok "rules came out somehow" [ "$(wc -l <"$tmp/rules")" -gt 1000 ]
assessed out.db >"$tmp/got"
ok "and the same in the halves joined" cmp "$tmp/rules" "$tmp/got"
cp "$tmp/b.db" "$tmp/other.db"
sqlite3 "$tmp/other.db" "UPDATE assessed SET packed = '!\"#' || packed;
	UPDATE rule_key SET slot = -slot; UPDATE rule_key SET slot = 1 - slot;
	INSERT INTO rule_key VALUES('A_RULE_TO_COME', 0)"
run merge "$tmp/out2.db" "$tmp/a.db" "$tmp/other.db"
ok "rules in another order" status_is 0
assessed out2.db | grep -v A_RULE_TO_COME >"$tmp/got"
ok "come out the same" cmp "$tmp/rules" "$tmp/got"
ok "a rule that is not known is kept" [ "$(sqlite3 "$tmp/out2.db" "SELECT DISTINCT
	holds || fails || open FROM assessment WHERE rule = 'A_RULE_TO_COME'")" = 012 ]

# The harvest itself: URLs, hosts, seeds.
run merge "$tmp/crawl.db" "$tmp/h.db"
ok "a harvest is taken over" status_is 0
for t in url host seed expected fetch document report agency finding table_state attachment robots; do
	ok "all rows of $t" [ "$(sqlite3 "$tmp/crawl.db" "SELECT count(*) FROM $t")" = \
		"$(sqlite3 "$tmp/h.db" "SELECT count(*) FROM $t")" ]
done
run merge "$tmp/crawl.db" "$tmp/h.db"
ok "and again nothing is new" grep -q ": 0 URLs, 0 documents, 0 reports" "$tmp/out"
files_of() {
	sqlite3 "$1" "SELECT count(*) FROM table_state WHERE document_id IS NOT NULL AND own_status = 'attachment'"
}
ok "reports keep the tables of their files" [ "$(files_of "$tmp/crawl.db")" = "$(files_of "$tmp/h.db")" ]
ok "there are some" [ "$(files_of "$tmp/crawl.db")" -gt 0 ]
ok "the database is sound" [ "$(sqlite3 "$tmp/crawl.db" "PRAGMA integrity_check; PRAGMA foreign_key_check")" = ok ]

run merge "$tmp/out.db" "$tmp/out.db"
ok "a database is not merged with itself" status_is 2
cp "$tmp/a.db" "$tmp/newer.db"
sqlite3 "$tmp/newer.db" 'PRAGMA user_version = 9999'
run merge "$tmp/out.db" "$tmp/newer.db"
ok "nor with one of another version" status_is 2
ok "in one line" one_line
run merge "$tmp/out.db" "$tmp/none.db"
ok "nor with one that is not there" [ "$status" -ne 0 ]
ok "which is not made by that" [ ! -e "$tmp/none.db" ]
exported out.db >"$tmp/got"
ok "and all is as before" cmp "$tmp/want" "$tmp/got"
done_testing
