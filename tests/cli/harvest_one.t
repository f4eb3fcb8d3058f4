#!/bin/sh
# One portal, one quirk, a test each, named after the quirk: the trap ends as it should, nothing else
# of the portal is lost, and where it is a wall nothing is asked for after it. Those that take their
# time, or a server's whole memory, are in harvest_hostile.t.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
. "$here/portal.sh"
. "$here/truth.sh"

while read -r quirk; do
	rm -rf "$tmp/h.db" "$tmp/h.db"-* "$tmp/warc" "$tmp/truth"
	portal_start --profile "one:$quirk" --seed 3
	harvest "$tmp/h.db" "$tmp/warc" --max-runtime 10s >"$tmp/said" 2>&1 || [ $? -eq 5 ] || cat "$tmp/said"
	{
		outcomes "$tmp/h.db" || echo "the comparison failed"
		after_stop
		overlapping
		robots_first
	} >"$tmp/differences" 2>&1
	ok "$quirk" is_empty "$tmp/differences"
	portal_stop
done <<'EOT'
headerflood
truncated
selfloop
longchain
toloopback
tofile
badutf8
badgzip
gziponce
nothing
forbidden
wall521
wall412
wall491
challenge
cookieloop
cookieonce
forcedgzip
rawdeflate
gone410
error500
movedhome
soft404
softtitle
EOT
done_testing
