#!/bin/sh
# A harvest of the sample portal holds what the portal's truth says, cell for cell, and asked
# nobody for what it should not.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
. "$here/portal.sh"
. "$here/truth.sh"

portal_start --seed 1
is_exact

before=$(wc -l <"$tmp/requests.tsv")
ok "a second harvest ends well" harvest "$tmp/h.db" "$tmp/warc"
differences "$tmp/h.db" >"$tmp/differences" 2>&1 || echo "the comparison failed" >>"$tmp/differences"
ok "and changes nothing" is_empty "$tmp/differences"
tail -n +"$((before + 1))" "$tmp/requests.tsv" | awk -F'\t' '$4 ~ /t[0-9]+_|art_|\/[0-9]+\.html/' >"$tmp/again"
ok "and asks for no report again" is_empty "$tmp/again"
done_testing
