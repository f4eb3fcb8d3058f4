#!/bin/sh
# The manual knows every command, every setting and every exit status.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
page=$here/../../man/nianbao.1

sed -n 's/^COMMAND(\(.*\))$/\1/p' "$here/../../cli/commands.def" >"$tmp/commands"
ok "there are commands" [ -s "$tmp/commands" ]
while read -r command; do
	ok "the command $command" grep -Eq "^\.It Cm ([a-z]+ , )?$command( |\$)" "$page"
done <"$tmp/commands"
"$NIANBAO" config >"$tmp/config"
sed -n 's/^\([a-z-]*\) = .*/\1/p' "$tmp/config" | sort >"$tmp/settings"
sed -n 's/^\.It Va //p' "$page" | sort >"$tmp/told"
ok "every setting, and no other" diff "$tmp/settings" "$tmp/told"
# Options that a command has, by its own help.
while read -r command; do
	"$NIANBAO" "$command" --help 2>"$tmp/err" | sed -n 's/^  --\([a-z-]*\).*/\1/p' >"$tmp/options"
	while read -r option; do
		grep -Eq -- "-$option( |\$)" "$page" || echo "$command --$option"
	done <"$tmp/options"
done <"$tmp/commands" >"$tmp/untold"
ok "every option is named" [ ! -s "$tmp/untold" ]
cat "$tmp/untold" | sed 's/^/# /'
sed -n 's/.*, \([0-9]*\) },$/\1/p' "$here/../../base/err.c" | sort -un >"$tmp/statuses"
while read -r status; do
	ok "exit status $status" grep -Eq "^\.It (.* , )?$status( |\$)" "$page"
done <"$tmp/statuses"
# What seed lists and overrides may hold, by the sources.
seeds=$here/../../man/nianbao-seeds.5
sed -n '/^} settings\[\]/,/^};/s/.*{ STR_INIT("\([a-z_]*\)").*/\1/p' "$here/../../crawler/overrides.c" >"$tmp/names"
echo id url kind region agency level parent years follow note | tr ' ' '\n' >>"$tmp/names"
ok "there are names of columns and overrides" [ "$(wc -l <"$tmp/names")" -ge 18 ]
ok "the other page has each of them" [ "$(sed -n 's/^\.It Va //p' "$seeds" | sort)" = "$(sort "$tmp/names")" ]
if command -v groff >/dev/null; then
	groff -mdoc -Tutf8 -ww -Kutf8 "$seeds" >"$tmp/out" 2>"$tmp/err"
	ok "it is set without a complaint" [ ! -s "$tmp/err" ]
	groff -mdoc -Tutf8 -ww -Kutf8 "$page" >"$tmp/out" 2>"$tmp/err"
	ok "it is set without a complaint" [ ! -s "$tmp/err" ]
else
	skip "it is set without a complaint" "no groff"
fi
done_testing
