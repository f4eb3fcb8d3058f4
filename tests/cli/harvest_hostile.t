#!/bin/sh
# Servers that drip, flood, loop, lie and refuse: each fetch ends as it should, in time, and the
# good reports of their hosts are had all the same.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
. "$here/portal.sh"
. "$here/truth.sh"

in_time() {
	[ "$(($(date +%s) - began))" -lt 120 ]
}

portal_start --profile hostile --seed 3
stopped=5 # exit status of a run that leaves work for the next
began=$(date +%s)
# A host that is silent or slow must wait a minute before it is asked again: that is left undone.
ends() {
	harvest "$tmp/h.db" "$tmp/warc" --set low-speed-time=2000ms --set first-byte-timeout=3000ms \
		--max-runtime 20s || [ $? -eq "$stopped" ]
}
ok "the harvest ends" ends
ok "within two minutes" in_time
outcomes "$tmp/h.db" >"$tmp/differences" 2>&1 || echo "the comparison failed" >>"$tmp/differences"
ok "every trap ends as it should, every good report is there" is_empty "$tmp/differences"
after_stop >"$tmp/after"
ok "nothing is asked of a host after its wall" is_empty "$tmp/after"
walls() {
	awk -F'\t' '$4 == "wall" { print $1 }' "$tmp/truth/truth_policy.tsv"
}
ok "of which there are five" test "$(walls | wc -l)" -eq 5
overlapping >"$tmp/overlapping"
ok "each host has one connection at a time" is_empty "$tmp/overlapping"
probes() {
	awk -F'\t' '$4 ~ /^\/zz-/ { n[$2]++ } END { for (h in n) print n[h] "\t" h }' "$tmp/requests.tsv"
}
probes >"$tmp/probes"
ok "a host that says with status 200 that a page is not there is probed once, and no other" \
	test "$(cat "$tmp/probes")" = "1	www.soft404.gov.cn.test"
ok "a broken coding is asked for again without any" \
	test "$(zcat "$tmp"/warc/*.warc.gz | grep -ac '^Accept-Encoding: identity')" -eq 2
done_testing
