#!/bin/sh
# Politeness by the server's own log: the pace of each host, domain and address; the same
# result however many hosts are asked at the same time.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
. "$here/portal.sh"
. "$here/truth.sh"

# The log has the server's clock, which on a busy machine sees the first of two requests late: two thirds of
# the delay must be left between any two, where without a pace there would be next to nothing.
#
# gaps host|domain|address MS: requests that came sooner than that after the one before of the
# same. All hosts are at one address, which is known when their names are resolved.
gaps() {
	awk -F'\t' -v by="$1" -v ms="$2" '
		by == "host" { k = $2 }
		by == "domain" { n = split($2, label, "."); k = label[n - 3] }
		by == "address" { k = "all" }
		k in last && $1 - last[k] < ms * 1000 { print "after " ($1 - last[k]) / 1000 " ms: " $0 }
		{ last[k] = $1 }' "$tmp/requests.tsv"
}

too_many() {
	awk -F'\t' 'FNR == NR { n[$2]++; next } FNR > 1 && $3 && n[$1] > $3 {
		print n[$1] " requests, at most " $3 ": " $1 }' "$tmp/requests.tsv" "$tmp/truth/truth_policy.tsv"
}

# What was found, without the order it came in.
found() {
	sqlite3 -batch -tabs "$1" "SELECT g.name, r.year, r.title, r.published, c.key, c.state, c.value
		FROM report r LEFT JOIN agency g ON g.id = r.agency_id LEFT JOIN cell c ON c.report_id = r.id
		WHERE r.is_current ORDER BY 1, 2, 3, 4, 5, 6, 7"
	sqlite3 -batch -tabs "$1" "SELECT text, disposition FROM url ORDER BY 1, 2"
}

portal_start --seed 5 --agencies 40
delay=60ms
ok "a harvest with a pace ends well" harvest "$tmp/32.db" "$tmp/warc32" --jobs 32
gaps host 40 >"$tmp/gaps"
ok "each host is asked at its pace" is_empty "$tmp/gaps"
overlapping >"$tmp/overlapping"
ok "over one connection at a time" is_empty "$tmp/overlapping"
too_many >"$tmp/many"
ok "and not for more than there is" is_empty "$tmp/many"
delay=0
ok "a harvest of one host at a time ends well" harvest "$tmp/1.db" "$tmp/warc1" --jobs 1
found "$tmp/32.db" >"$tmp/found32"
found "$tmp/1.db" >"$tmp/found1"
ok "and finds the same" cmp "$tmp/found32" "$tmp/found1"
ok "a third harvest, of many at a time, ends well" harvest "$tmp/again.db" "$tmp/warca" --jobs 32
found "$tmp/again.db" >"$tmp/again"
ok "and finds the same once more" cmp "$tmp/found32" "$tmp/again"
ok "which is not nothing" test "$(wc -l <"$tmp/found1")" -gt 1000
portal_stop

portal_start --seed 5 --agencies 40
delay=30ms
harvest "$tmp/shared.db" "$tmp/warcs" --shared-clocks --jobs 32 --max-pages 120 || :
gaps address 20 >"$tmp/gaps"
ok "hosts at one address share one pace" is_empty "$tmp/gaps"
gaps domain 20 >"$tmp/gaps"
ok "hosts of one domain share one pace" is_empty "$tmp/gaps"
ok "many of them were asked" test "$(cut -f2 "$tmp/requests.tsv" | sort -u | wc -l)" -ge 4
done_testing
