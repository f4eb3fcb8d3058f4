#!/bin/sh
# All families of content management systems, by their shares: every report is found and nothing
# else is taken for one.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
. "$here/portal.sh"
. "$here/truth.sh"

families() {
	cut -f7 "$tmp/truth/truth_agencies.tsv" | sort -u | grep -vc '^family$'
}

portal_start --seed 11 --profile typical --agencies 200
ok "all families are there" test "$(families)" -eq 14
ok "the harvest ends well" harvest "$tmp/h.db" "$tmp/warc"
differences "$tmp/h.db" >"$tmp/differences" 2>&1 || echo "the comparison failed" >>"$tmp/differences"
ok "every document, cell, status and agency is as the truth has it" is_empty "$tmp/differences"
asked >"$tmp/asked"
forbidden >"$tmp/forbidden"
ok "nothing is asked for too often, or at all where robots.txt forbids" is_empty "$tmp/forbidden"
robots_first >"$tmp/first"
ok "robots.txt is the first thing each host is asked for" is_empty "$tmp/first"
done_testing
