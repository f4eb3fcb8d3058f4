#!/bin/sh
# Would it be asked for, when, and why not; and what a saved robots.txt says.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
. "$here/portal.sh"

cat >"$tmp/robots.txt" <<'R'
User-agent: other
Disallow: /

User-agent: *
Crawl-delay: 5
Disallow: /private/
Allow: /private/open
R
ask() { run explain "http://www.example.com$1" --robots-file "$tmp/robots.txt" --agent "$2"; }
ask /private/x nianbao
ok "a path that is forbidden" [ "$status $(cat "$tmp/out")" = "1 disallowed" ]
ok "without a word beside" [ ! -s "$tmp/err" ]
ask /private/open/x nianbao
ok "a longer rule that allows" [ "$status $(cat "$tmp/out")" = "0 allowed" ]
ask / other
ok "another name has rules of its own" [ "$status $(cat "$tmp/out")" = "1 disallowed" ]
ask / "no name"
ok "a name that cannot stand in robots.txt" status_is 2
run explain http://www.example.com/ --robots-file "$tmp/none"
ok "no such file is no answer" [ "$status" -ne 0 ] && [ ! -s "$tmp/out" ]
run explain "http://"
ok "no URL" status_is 2

portal_start --seed 1
harvest "$tmp/h.db" "$tmp/warc" 2>"$tmp/err"
url_of() { awk -F'\t' -v c="$1" '$2 == c { print $1; exit }' "$tmp/truth/truth_urls.tsv"; }

run explain "$(url_of article)" --db "$tmp/h.db"
ok "a report that was read" status_is 0
ok "is known" out_has "known   as article"
ok "and due again later" out_has "answer  yes, not before"
run explain "$(url_of offsite)" --db "$tmp/h.db"
ok "outside the seeds' sites" status_is 1
ok "it says so" out_has "scope   offsite"
barred=$(sqlite3 "$tmp/h.db" "SELECT text FROM url WHERE disposition = 'robots_disallow' LIMIT 1")
run explain "$barred" --db "$tmp/h.db"
ok "what robots.txt forbids" status_is 1
ok "is named with its rule and line" grep -q "line [0-9]* decides: Disallow: /" "$tmp/out"
run explain "$(url_of article)/no/such/page" --db "$tmp/h.db"
ok "what nothing leads to" out_has "answer  no: nothing leads to it"
run explain "$(url_of article | sed 's|/[^/]*$||')/a/a/a/a/a/b.html" --db "$tmp/h.db"
ok "a trap" out_has "trap    "
run explain http://www.example.com/ --db "$tmp/none.db"
ok "no such database" [ "$status" -ne 0 ]
done_testing
