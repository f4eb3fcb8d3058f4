#!/bin/sh
# A year later: what is new is new, what is gone is kept and marked, and what only has other
# furniture around it is no new version.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
. "$here/portal.sh"
. "$here/truth.sh"

published() {
	awk -F'\t' 'FNR == NR { a[$1] = $2; next } FNR > 1 && $3 == "published" { print a[$1] "\t" $2 }' \
		"$tmp/truth/truth_agencies.tsv" "$tmp/truth/truth_documents.tsv" | sort
}

reports() {
	sqlite3 -batch -tabs "$tmp/h.db" "SELECT DISTINCT g.name, r.year FROM report r
		JOIN agency g ON g.id = r.agency_id WHERE r.is_current $1" | sort
}

portal_start --seed 1
ok "the harvest ends well" harvest "$tmp/h.db" "$tmp/warc"
published >"$tmp/first"
reports "" >"$tmp/had"
ok "all that is published is had" cmp "$tmp/first" "$tmp/had"
portal_stop

listen=$port
portal_start --seed 1 --epoch 1
sqlite3 "$tmp/h.db" "UPDATE url SET due_ms = 0" # later is now
ok "a harvest a year later ends well" harvest "$tmp/h.db" "$tmp/warc"
published >"$tmp/second"
comm -13 "$tmp/first" "$tmp/second" >"$tmp/want_new"
comm -23 "$tmp/first" "$tmp/second" >"$tmp/want_gone"
reports "" >"$tmp/has"
comm -13 "$tmp/had" "$tmp/has" >"$tmp/new"
ok "what is new is new, and nothing else" cmp "$tmp/want_new" "$tmp/new"
ok "which is not nothing" test -s "$tmp/new"
sqlite3 -batch -tabs "$tmp/h.db" "SELECT g.name, r.year FROM report r JOIN agency g ON g.id = r.agency_id
	JOIN document d ON d.id = r.document_id WHERE d.gone_ms IS NOT NULL" | sort -u >"$tmp/gone"
ok "what is gone is kept and marked, and nothing else" cmp "$tmp/want_gone" "$tmp/gone"
ok "which is not nothing either" test -s "$tmp/gone"
sqlite3 -batch -tabs "$tmp/h.db" "SELECT agency_id, year, count(*) FROM report
	GROUP BY 1, 2 HAVING max(version) > 1" >"$tmp/changed"
ok "furniture alone makes no version" is_empty "$tmp/changed"
done_testing
