#!/bin/sh
# Killed at any moment and started again with the same words, a harvest ends with the same content.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
. "$here/portal.sh"

kills=${KILLS:-20}

# The content that counts, without ids and times.
content() {
	sqlite3 -batch "$1" "
		SELECT 'report', u.text, d.sha256, g.name, r.year, r.version, r.is_current
		FROM report r JOIN document d ON d.id = r.document_id JOIN url u ON u.id = d.url_id
		LEFT JOIN agency g ON g.id = r.agency_id ORDER BY 2, 3;
		SELECT 'cell', u.text, c.key, c.state, c.value, c.raw
		FROM cell c JOIN report r ON r.id = c.report_id JOIN document d ON d.id = r.document_id
		JOIN url u ON u.id = d.url_id ORDER BY 2, 3;
		SELECT 'finding', u.text, f.rule, f.cells, f.message
		FROM finding f JOIN report r ON r.id = f.report_id JOIN document d ON d.id = r.document_id
		JOIN url u ON u.id = d.url_id ORDER BY 2, 3, 4, 5;
		SELECT 'url', text, disposition FROM url ORDER BY 2;
		SELECT 'document', u.text, d.sha256, d.kind, d.outcome FROM document d
		JOIN url u ON u.id = d.url_id ORDER BY 2, 3;"
}

same() {
	diff "$1" "$2"
}

warcs_are_whole() {
	for f in "$1"/*; do
		gzip -t "$f" || return 1
	done
}

# A number from 1 to $2, drawn from the turn $1.
draw() {
	awk -v i="$1" -v n="$2" 'BEGIN { srand(i * 7919); print 1 + int(rand() * n) }'
}

portal_start --seed 2 --agencies 30
harvest "$tmp/whole.db" "$tmp/whole.warc"
content "$tmp/whole.db" >"$tmp/whole.txt"
total=$(wc -l <"$tmp/requests.tsv")
ok "an undisturbed harvest finds something" test -s "$tmp/whole.txt"

turn=0
while [ "$turn" -lt "$kills" ]; do
	turn=$((turn + 1))
	start=$(wc -l <"$tmp/requests.tsv")
	after=$(draw "$turn" $((total / kills + 4)))
	(become_harvest "$tmp/cut.db" "$tmp/cut.warc" 2>"$tmp/stderr") &
	pid=$!
	# The server's log is the clock: so many requests, then the axe.
	while kill -0 "$pid" 2>/dev/null &&
		[ "$(wc -l <"$tmp/requests.tsv")" -lt $((start + after)) ]; do
		sleep 0.01
	done
	kill -9 "$pid" 2>/dev/null || :
	wait "$pid" 2>/dev/null || :
done
ok "the last run ends well" harvest "$tmp/cut.db" "$tmp/cut.warc"
content "$tmp/cut.db" >"$tmp/cut.txt"
ok "after $kills kills the content is the same" same "$tmp/whole.txt" "$tmp/cut.txt"
ok "the database is sound" test "$(sqlite3 "$tmp/cut.db" 'PRAGMA integrity_check')" = ok
ok "the archives can be read to their ends" warcs_are_whole "$tmp/cut.warc"
done_testing
