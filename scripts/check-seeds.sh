#!/bin/sh
# check-seeds.sh [FILE...]: fails when a seed file (default: all of seeds/ and of seeds/provinces/) has a wrong column,
# a double, or an address that cannot be.
set -eu
export LC_ALL=C

cd "$(dirname "$0")/.."
if [ $# -eq 0 ]; then # the examples may stand in the other lists, too
	scripts/check-seeds.sh seeds/*.tsv
	set -- seeds/provinces/*.tsv
fi
awk -F '\t' '
	FNR == 1 { header = 0 }
	/^#/ || /^[ \t\r]*$/ { next }
	!header {
		header = 1
		delete at
		for (i = 1; i <= NF; i++) {
			sub(/\r$/, "", $i)
			if (!index(" id url kind region agency level parent years follow note ", " " $i " "))
				fail("unknown column \"" $i "\"")
			if ($i in at)
				fail("two columns \"" $i "\"")
			at[$i] = i
		}
		if (!("url" in at))
			fail("no column \"url\"")
		columns = NF
		next
	}
	{
		if (NF > columns)
			fail(NF " fields, " columns " columns")
		url = get("url")
		if (url !~ /^https?:\/\/[^\/?#]+\.[^\/?#]+/)
			fail("not an http address with a host: " url)
		if (url ~ /^https?:\/\/[^\/?#]*(https?|mailto):/)
			fail("two addresses run together: " url)
		if (url ~ / /)
			fail("blank in the address: " url)
		key = url
		sub(/^https?:\/\//, "", key)
		sub(/\/index\.s?html?$/, "/", key)
		if (key in seen)
			fail("same address as " seen[key] ": " url)
		seen[key] = FILENAME ":" FNR
		id = get("id")
		if (id != "" && (id in ids))
			fail("same id as " ids[id] ": " id)
		ids[id] = FILENAME ":" FNR
		check("kind", "^(home|list|article|attachment|template|api)$")
		check("region", "^[1-9][0-9][0-9][0-9][0-9][0-9]$")
		check("level", "^(central|province|city|county|town|dept|institution)$")
		check("years", "^20[0-9][0-9](-20[0-9][0-9])?(,20[0-9][0-9](-20[0-9][0-9])?)*$")
		check("follow", "^(home|list|sublist|gkmlpt|none)(,(home|list|sublist|gkmlpt))*$")
		if ((get("kind") == "template") != (index(url, "{year}") > 0))
			fail("{year} and kind template go together")
		n++
	}
	function get(name) { return name in at ? $at[name] : "" }
	function check(name, pattern) {
		if (get(name) != "" && get(name) !~ pattern)
			fail(name " \"" get(name) "\"")
	}
	function fail(msg) { print FILENAME ":" FNR ": " msg; bad = 1 }
	END { if (!bad) print "seeds: " n + 0 " ok"; exit bad }
' "$@"
