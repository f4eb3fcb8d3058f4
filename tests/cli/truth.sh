# Sourced after portal.sh by tests that compare a harvest with the portal's truth and its log.
#
# differences DB   a row for each thing the database has otherwise than the truth
# asked            url<TAB>requests, from the server's own log
# forbidden        URLs asked for too often, or at all where they should not be
# robots_first     hosts whose first request was for something else
# overlapping      requests over a connection that another one of the same host had taken over from
# after_stop       requests to a host that had shown a wall, by truth_policy.tsv and the log
# outcomes DB      traps that did not end as they should, good reports that are missing
# is_exact         four tests: a harvest ends well, has what the truth has, and asked as it may

differences() {
	"$NIANBAO" omissions --db "$1" --all --format csv >"$tmp/omissions.csv"
	{
		echo ".mode csv"
		echo ".import $tmp/omissions.csv said_omissions --schema temp"
		for t in agencies documents urls cells findings; do
			echo ".mode tabs"
			echo ".import $tmp/truth/truth_$t.tsv truth_$t --schema temp"
		done
		grep -v '^#' "$tmp/seeds.tsv" >"$tmp/plain_seeds.tsv"
		echo ".import $tmp/plain_seeds.tsv truth_seeds --schema temp"
		cat "$here/truth.sql"
	} | sqlite3 -batch -bail "$1"
}

asked() {
	awk -F'\t' -v port="$port" '{ n["http://" $2 ":" port $4]++ }
		END { for (u in n) print u "\t" n[u] }' "$tmp/requests.tsv" | sort
}

forbidden() {
	awk -F'\t' 'FNR == NR { n[$1] = $2; next }
		FNR > 1 && n[$1] > $5 { print "asked " n[$1] " times, at most " $5 ": " $2 " " $1 }' \
		"$tmp/asked" "$tmp/truth/truth_urls.tsv"
}

robots_first() {
	awk -F'\t' '!($2 in seen) { seen[$2] = 1; if ($4 != "/robots.txt") print "first: " $0 }' \
		"$tmp/requests.tsv"
}

overlapping() {
	awk -F'\t' '$6 != last[$2] && ($2, $6) in used { print "two connections at a time: " $0 }
		{ last[$2] = $6; used[$2, $6] = 1 }' "$tmp/requests.tsv"
}

after_stop() {
	awk -F'\t' 'FILENAME ~ /policy/ { if ($4 == "wall") wall[$1] = 1; next }
		FILENAME ~ /urls/ { if ($2 == "trap") { sub("http://", "", $1); sub(":[0-9]+/", "/", $1); trap[$1] = 1 } next }
		$2 $4 in trap { stopped[$2] = $2 in wall; next }
		stopped[$2] { print "after the wall: " $0 }' \
		"$tmp/truth/truth_policy.tsv" "$tmp/truth/truth_urls.tsv" "$tmp/requests.tsv"
}

outcomes() {
	{
		for t in agencies documents urls; do
			echo ".import $tmp/truth/truth_$t.tsv truth_$t --schema temp"
		done
		cat <<-'SQL'
			SELECT 'lost', a.name, d.year, d.url FROM truth_documents d
			JOIN truth_agencies a ON a.agency = d.agency
			WHERE d.status = 'published' AND NOT EXISTS (SELECT 1 FROM report r
				JOIN agency g ON g.id = r.agency_id
				WHERE g.name = a.name AND r.year = CAST(d.year AS INTEGER));
			SELECT 'outcome', t.url, t.outcome, (SELECT group_concat(f.disposition) FROM fetch f
				JOIN url u ON u.id = f.url_id WHERE u.text = t.url)
			FROM truth_urls t WHERE t.class = 'trap' AND NOT EXISTS (SELECT 1 FROM fetch f
				JOIN url u ON u.id = f.url_id WHERE u.text GLOB t.url || '*'
				AND '|' || t.outcome || '|' LIKE '%|' || f.disposition || '|%');
			SELECT 'taken for a report', u.text FROM truth_urls t JOIN url u ON u.text = t.url
			JOIN document d ON d.url_id = u.id JOIN report r ON r.document_id = d.id
			JOIN truth_documents w ON w.url = t.url WHERE w.status = 'lost' AND t.class = 'trap';
		SQL
	} | sqlite3 -batch -bail -tabs "$1"
}

is_exact() {
	ok "the harvest ends well" harvest "$tmp/h.db" "$tmp/warc"
	differences "$tmp/h.db" >"$tmp/differences" 2>&1 || echo "the comparison failed" >>"$tmp/differences"
	ok "every document, cell, status and agency is as the truth has it" is_empty "$tmp/differences"
	asked >"$tmp/asked"
	forbidden >"$tmp/forbidden"
	ok "nothing is asked for too often, or at all where robots.txt forbids" is_empty "$tmp/forbidden"
	robots_first >"$tmp/first"
	ok "robots.txt is the first thing each host is asked for" is_empty "$tmp/first"
}

# The families that the truth knows.
families() {
	cut -f7 "$tmp/truth/truth_agencies.tsv" | sort -u | grep -vc '^family$'
}
