#!/bin/sh
# What a person says about single hosts, and hosts that answer by the other scheme than the seed's.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
. "$here/portal.sh"

requests_of() {
	cut -f2 "$tmp/requests.tsv" | grep -cx "$1"
}

ask() {
	sqlite3 -batch "$tmp/h.db" "$1"
}

portal_start --seed 1 --agencies 40
first=$(awk -F'\t' 'FNR > 1 { print $6 }' "$tmp/truth/truth_agencies.tsv" | sort -u | sed -n 1p)
second=$(awk -F'\t' 'FNR > 1 { print $6 }' "$tmp/truth/truth_agencies.tsv" | sort -u | sed -n 2p)
sed -i "s#http://$first:#https://$first:#" "$tmp/seeds.tsv"
cat >"$tmp/portals.ini" <<INI
[$second]
skip = asked to stay away by telephone
proxy = none
INI
ok "a harvest with overrides ends well" harvest "$tmp/h.db" "$tmp/warc" --overrides "$tmp/portals.ini"
ok "a host to be left alone is asked for nothing" test "$(requests_of "$second")" -eq 0
ok "and the reason is told" test "$(ask "SELECT count(*) FROM host WHERE name GLOB '$second:*'
	AND stop_reason = 'skip: asked to stay away by telephone'")" -eq 1
ok "a host that speaks no TLS is asked by http" test "$(requests_of "$first")" -ge 5
ok "and that is remembered" test "$(ask "SELECT tls FROM host WHERE name GLOB '$first:*'")" = other_scheme
run harvest "$tmp/seeds.tsv" --overrides "$tmp/portals.ini" --dry-run
ok "a line that means nothing is told" err_has "line=3: proxy: no such setting"
done_testing
