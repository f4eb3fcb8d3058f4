#!/bin/sh
# docs/walkthrough.md: every block of commands is run, in one shell, and what it prints is what
# the text says it prints. With WRITE=FILE the text is written anew with what was printed.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
text=$here/../../docs/walkthrough.md
mkdir "$tmp/bin" "$tmp/at"
ln -s "$NIANBAO" "$tmp/bin/nianbao"
ln -s "$PORTAL" "$tmp/bin/portal"
PATH=$tmp/bin:$PATH

# N.sh for each block of commands, N.want for the text block behind it.
awk -v at="$tmp" '/^```sh$/ { n++; to = at "/" n ".sh"; next }
	/^```text$/ { to = at "/" n ".want"; next }
	/^```$/ { to = ""; next }
	to { print >to }' "$text"

portal=
stop() { [ -z "$portal" ] || kill "$portal" 2>/dev/null || :; rm -rf "$tmp"; }
trap stop EXIT
cd "$tmp/at"
n=1
while [ -f "$tmp/$n.sh" ]; do
	if . "$tmp/$n.sh" >"$tmp/$n.got" 2>"$tmp/err"; then status=0; else status=1; fi
	ok "block $n runs" status_is 0
	[ ! -f "$tmp/$n.want" ] || ok "and prints what is written" diff "$tmp/$n.want" "$tmp/$n.got"
	n=$((n + 1))
done
ok "all blocks were seen" [ "$n" -eq 8 ]
ok "the files hold something" [ "$(wc -l <errors.csv)" -gt 1 ] 
if [ -n "${WRITE:-}" ]; then
	awk -v at="$tmp" '/^```sh$/ { n++ }
		/^```text$/ { print; while ((getline line <(at "/" n ".got")) > 0) print line; skip = 1; next }
		/^```$/ { skip = 0 }
		!skip { print }' "$text" >"$WRITE"
fi
done_testing
