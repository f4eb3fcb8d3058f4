#!/bin/sh
# A harvest of the sample portal holds what the portal's truth says, cell for cell, and asked
# nobody for what it should not.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
. "$here/portal.sh"

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

# url<TAB>requests, from the server's own log.
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

portal_start --seed 1
ok "the harvest ends well" harvest "$tmp/h.db" "$tmp/warc"
differences "$tmp/h.db" >"$tmp/differences" 2>&1 || echo "the comparison failed" >>"$tmp/differences"
ok "every document, cell, status and agency is as the truth has it" is_empty "$tmp/differences"
asked >"$tmp/asked"
forbidden >"$tmp/forbidden"
ok "nothing is asked for too often, or at all where robots.txt forbids" is_empty "$tmp/forbidden"
robots_first >"$tmp/first"
ok "robots.txt is the first thing each host is asked for" is_empty "$tmp/first"

before=$(wc -l <"$tmp/requests.tsv")
ok "a second harvest ends well" harvest "$tmp/h.db" "$tmp/warc"
differences "$tmp/h.db" >"$tmp/differences" 2>&1 || echo "the comparison failed" >>"$tmp/differences"
ok "and changes nothing" is_empty "$tmp/differences"
tail -n +"$((before + 1))" "$tmp/requests.tsv" | awk -F'\t' '$4 ~ /t[0-9]+_|art_|\/[0-9]+\.html/' >"$tmp/again"
ok "and asks for no report again" is_empty "$tmp/again"
done_testing
