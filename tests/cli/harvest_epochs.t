#!/bin/sh
# A year later: new reports, corrected ones, withdrawn ones; columns renamed with and without a word,
# a portal on another system, one that forbids all, one that is dead. The harvest's account of each
# document is the truth's, and what only has other furniture around it is no new version.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
. "$here/portal.sh"
. "$here/truth.sh"

published() {
	awk -F'\t' 'FNR == NR { a[$1] = $2; next } FNR > 1 && $3 == "published" { print a[$1] "\t" $2 }' \
		"$tmp/truth/truth_agencies.tsv" "$tmp/truth/truth_documents.tsv" | sort
}

# changes KIND: the documents of which the truth says so
changes() {
	awk -F'\t' -v kind="$1" 'FNR == NR { a[$1] = $2; next } $3 == kind { print a[$1] "\t" $2 }' \
		"$tmp/truth/truth_agencies.tsv" "$tmp/truth/truth_changes.tsv" | sort
}

# reports GROUP_CONDITION: agencies and years of the database
reports() {
	sqlite3 -batch -tabs "$tmp/h.db" "SELECT g.name, r.year FROM report r
		JOIN agency g ON g.id = r.agency_id JOIN document d ON d.id = r.document_id
		WHERE NOT r.is_annex GROUP BY 1, 2 HAVING $1" | sort
}

# same_as FILE: what comes in is what is in the file
same_as() {
	diff "$1" - && test -s "$1"
}
agree() {
	changes "$1" >"$tmp/want"
	reports "$2" | same_as "$tmp/want"
}

portal_start --seed 1
ok "the harvest ends well" harvest "$tmp/h.db" "$tmp/warc"
published >"$tmp/had"
all_had() {
	reports 1 | same_as "$tmp/had"
}
ok "all that is published is had" all_had
portal_stop

listen=$port
portal_start --seed 1 --epoch 1
# later is now
sqlite3 "$tmp/h.db" "UPDATE url SET due_ms = 0 WHERE due_ms IS NOT NULL; UPDATE robots SET fetched_ms = fetched_ms - 200000000"
began=$(date +%s)
stopped=5 # a host that does not answer is left for the next run
ends() {
	harvest "$tmp/h.db" "$tmp/warc" --max-runtime 60s || [ $? -eq "$stopped" ]
}
ok "a harvest a year later ends" ends
echo "# after $(($(date +%s) - began)) s"
asked >"$tmp/asked"
forbidden >"$tmp/forbidden"
ok "a portal whose robots.txt now forbids it is asked for nothing more" is_empty "$tmp/forbidden"

changes new | sort - "$tmp/had" >"$tmp/all"
union() {
	reports 1 | same_as "$tmp/all"
}
ok "what is new is new, and nothing else" union
ok "what was corrected has a second version, and nothing else" agree changed "max(r.version) = 2"
ok "what was withdrawn is kept and marked, and nothing else" agree gone "min(d.gone_ms) IS NOT NULL AND count(*) = count(d.gone_ms)"
# Where each report now stands, by the truth, and which of these addresses the database has not.
astray() {
	awk -F'\t' 'FNR == NR { a[$1] = $2; next } FNR > 1 && $3 == "published" { print a[$1] "\t" $2 "\t" $14 }' \
		"$tmp/truth/truth_agencies.tsv" "$tmp/truth/truth_documents.tsv" | sort >"$tmp/stand"
	sqlite3 -batch -tabs "$tmp/h.db" "SELECT g.name, r.year, u.text FROM report r JOIN agency g ON g.id = r.agency_id
		JOIN document d ON d.id = r.document_id JOIN url u ON u.id = d.url_id WHERE d.gone_ms IS NULL" |
		sort | comm -23 "$tmp/stand" -
}
astray >"$tmp/astray"
ok "each report is had from where it now stands" is_empty "$tmp/astray"
changes moved >"$tmp/moved"
twice() {
	reports "max(r.version) > 1" | comm -12 - "$tmp/moved"
}
twice >"$tmp/twice"
ok "one that moved is no new version" is_empty "$tmp/twice"
ok "and some did" test -s "$tmp/moved"
account() {
	sqlite3 -batch "$tmp/h.db" "SELECT n_new || ' new, ' || n_changed || ' changed' FROM run ORDER BY id DESC LIMIT 1" |
		same_as "$tmp/counts"
}
echo "$(changes new | wc -l) new, $(changes changed | wc -l) changed" >"$tmp/counts"
ok "the run's own account says the same" account
done_testing
