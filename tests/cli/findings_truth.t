#!/bin/sh
# What is found in a harvest of the sample portal is what was planted there: precision and recall
# of each rule that the truth can judge, and of omissions, are printed and must be 1.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
. "$here/portal.sh"
db=$tmp/h.db

judge() {
	"$NIANBAO" omissions --db "$db" --all --format csv >"$tmp/omissions.csv"
	"$NIANBAO" findings --db "$db" --format csv >"$tmp/findings.csv"
	"$NIANBAO" rules --format csv | cut -d, -f1 | sed '1s/code/rule/' >"$tmp/rules.csv"
	{
		echo ".mode csv"
		echo ".import $tmp/omissions.csv said_omissions --schema temp"
		echo ".import $tmp/findings.csv said_findings --schema temp"
		echo ".import $tmp/rules.csv said_rules --schema temp"
		for t in agencies documents urls cells findings; do
			echo ".mode tabs"
			echo ".import $tmp/truth/truth_$t.tsv truth_$t --schema temp"
		done
		cat "$here/findings.sql"
	} | sqlite3 -batch -bail "$db"
}

# Reads "rule wanted found right" lines; prints precision and recall; fails unless both are 1.
scores() {
	awk -F'\t' '/^#/ { print; next }
		{ p = $3 ? $4 / $3 : 1; r = $2 ? $4 / $2 : 1; wanted += $2; found += $3; right += $4
		  if ($2 + $3) printf "# %-24s wanted %3d, found %3d, precision %.3f, recall %.3f\n", $1, $2, $3, p, r }
		END { printf "# in all: %d wanted, %d found, precision %.3f, recall %.3f\n", wanted, found,
			found ? right / found : 1, wanted ? right / wanted : 1
		  exit !(wanted > 50 && wanted == found && found == right) }' "$tmp/judged"
}

for seed in 1 2; do
	rm -rf "$db" "$db"-* "$tmp/warc" "$tmp/truth"
	portal_start --seed "$seed"
	ok "seed $seed: the harvest ends well" harvest "$db" "$tmp/warc"
	run check --db "$db"
	ok "seed $seed: and is checked" status_is 0
	judge >"$tmp/judged" 2>&1
	scores >"$tmp/scores"
	good=$?
	cat "$tmp/scores"
	ok "seed $seed: every planted fault is found, and nothing else" [ "$good" -eq 0 ]
	portal_stop
done
done_testing
