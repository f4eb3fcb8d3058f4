#!/bin/sh
# Harvests of the sample portal: the cron contract, and a kill at any moment.
# KILLS: how often a run is killed (20); RANDOM_SEED: when.
. "$(dirname "$0")/tap.sh"

command -v sqlite3 >/dev/null || { echo "1..0 # SKIP no sqlite3"; exit 0; }

: >"$tmp/portal"
"$PORTAL" serve --seed 1 --listen 127.0.0.1:0 --log "$tmp/log" >"$tmp/portal" 2>&1 &
portal=$!
trap 'kill $portal 2>/dev/null; rm -rf "$tmp"' EXIT
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	port=$(sed -n 's/^listening on port //p' "$tmp/portal")
	[ -n "$port" ] && break
	sleep 0.1
done
"$PORTAL" seeds --seed 1 --port "$port" --out "$tmp/seeds.tsv"
resolve=$("$PORTAL" resolve --seed 1 --port "$port")

# harvest DB [option...]: as fast as the portal allows.
harvest() {
	db=$1
	shift
	# shellcheck disable=SC2086
	run harvest "$tmp/seeds.tsv" --db "$db" --delay 0 --allow-private $resolve "$@"
}

# What a database says, without ids and times.
content() {
	sqlite3 "$1" "SELECT u.text, d.sha256, d.kind, d.outcome, d.format, d.link_text
			FROM document d JOIN url u ON u.id = d.url_id ORDER BY 1, 2;
		SELECT u.text, a.name, r.year, r.scope, r.is_current FROM report r
			JOIN document d ON d.id = r.document_id JOIN url u ON u.id = d.url_id
			LEFT JOIN agency a ON a.id = r.agency_id ORDER BY 1, 2, 3;
		SELECT u.text, c.key, c.state, c.value FROM cell c JOIN report r ON r.id = c.report_id
			JOIN document d ON d.id = r.document_id JOIN url u ON u.id = d.url_id
			ORDER BY 1, 2;
		SELECT text, state, disposition, kind FROM url ORDER BY 1;"
}

run harvest
ok "seeds must be named" status_is 2
run harvest "$tmp/none.tsv" --db "$tmp/a.db"
ok "a seed list that is not there" status_is 1
ok "is named in one line" one_line
run harvest "$tmp/seeds.tsv" --delay 0
ok "no delay is for tests alone" status_is 2
ok "as is told" err_has "--allow-private"
printf 'url\tagency\nnot a url\tx\n' >"$tmp/bad.tsv"
run harvest "$tmp/bad.tsv" --db "$tmp/a.db"
ok "a list without a usable line" status_is 2
ok "has its bad line named by file and line" err_has "line=2"
harvest "$tmp/a.db" --dry-run
ok "a dry run asks for nothing" out_has "nothing was asked for"
ok "and makes no database" [ ! -e "$tmp/a.db" ]

harvest "$tmp/o.db" --max-bytes 2000 --summary "$tmp/run.json"
ok "a limit of bytes ends the run too" status_is 5
ok "the summary is for programs" grep -q '"outcome":"stopped".*"exit_status":5' "$tmp/run.json"
only=$(grep -o 'http://[a-z.]*' "$tmp/seeds.tsv" | sed 's|http://||; 1q')
harvest "$tmp/only.db" --only "$only" --summary "$tmp/run.json"
ok "one host alone" [ "$(sqlite3 "$tmp/only.db" "SELECT count(DISTINCT u.host_id) || ' ' || (h.name LIKE '$only%')
	FROM fetch f JOIN url u ON u.id = f.url_id JOIN host h ON h.id = u.host_id")" = "1 1" ]
ok "and its numbers" grep -q '"hosts":1,' "$tmp/run.json"
harvest "$tmp/a.db" --if-locked maybe
ok "a word that --if-locked does not know" status_is 2
harvest "$tmp/a.db" --summary "$tmp/no/such/place" --max-pages 1
ok "a summary that cannot be written is told of" err_has "no/such/place"
rm -rf "$tmp"/a.db*

harvest "$tmp/a.db" --max-pages 5
ok "a limit of pages ends the run with work left" status_is 5
ok "after so many pages" [ "$(sqlite3 "$tmp/a.db" "SELECT count(*) FROM fetch")" -le 5 ]
harvest "$tmp/a.db"
ok "the next run goes on" status_is 0
ok "to the end" [ "$(sqlite3 "$tmp/a.db" "SELECT count(*) FROM url WHERE state IN (0, 1)")" -eq 0 ]
content "$tmp/a.db" >"$tmp/want"
ok "with reports" [ "$(sqlite3 "$tmp/a.db" "SELECT count(*) FROM report")" -gt 100 ]
harvest "$tmp/a.db"
ok "then there is nothing new" out_has "nothing new"
ok "and nothing is asked for" out_has "(0 requests"
harvest "$tmp/a.db" --quiet
ok "quiet is silent" silent
ok "nothing forbidden was asked for" [ "$(grep -c '/nbgd/' "$tmp/log")" -eq 0 ]

harvest "$tmp/b.db" --set min-free=1000G
ok "too little disk space has a status of its own" status_is 6
ok "and nothing was asked for" [ "$(sqlite3 "$tmp/b.db" "SELECT count(*) FROM fetch")" -eq 0 ]

# shellcheck disable=SC2086
"$NIANBAO" harvest "$tmp/seeds.tsv" --db "$tmp/b.db" --delay 2s --allow-private $resolve \
	>"$tmp/out" 2>"$tmp/err" &
run=$!
sleep 0.5
harvest "$tmp/b.db"
ok "two at once: the second gives way" status_is 4
ok "and says to whom" err_has "pid $run"
kill -TERM $run
status=0
wait $run || status=$?
ok "SIGTERM drains" status_is 143
harvest "$tmp/b.db"
content "$tmp/b.db" >"$tmp/got"
ok "and the run can be finished" cmp "$tmp/want" "$tmp/got"

printf 'url\nhttp://www.lianhe.gov.cn.test:9/\n' >"$tmp/dead.tsv"
run harvest "$tmp/dead.tsv" --db "$tmp/d.db" --delay 0 --allow-private \
	--resolve www.lianhe.gov.cn.test:9:127.0.0.1
ok "nobody there at all has a status of its own" status_is 7
ok "and the host is named with what went wrong" err_has "unreachable:connect"
ok "nothing of it is lost" out_has "left for the next run: 1 URLs"

# Killed again and again, at moments that differ.
kills=${KILLS:-20}
i=0
landed=0
while [ $i -lt "$kills" ]; do
	ms=$(awk -v s="${RANDOM_SEED:-1}" -v i=$i 'BEGIN { srand(s * 1000 + i); printf "0.%03d", 20 + rand() * 400 }')
	# shellcheck disable=SC2086
	"$NIANBAO" harvest "$tmp/seeds.tsv" --db "$tmp/k.db" --delay 0 --allow-private $resolve \
		>/dev/null 2>&1 &
	run=$!
	sleep "$ms"
	if kill -9 $run 2>/dev/null; then landed=$((landed + 1)); fi
	wait $run 2>/dev/null
	i=$((i + 1))
	# A database that is finished teaches nothing more.
	[ "$(sqlite3 "$tmp/k.db" "SELECT count(*) FROM url WHERE state IN (0, 1)" 2>/dev/null)" = 0 ] &&
		rm -rf "$tmp/k.db" "$tmp/k.db-wal" "$tmp/k.db-shm" "$tmp/k.db.warc"
done
harvest "$tmp/k.db"
ok "after $landed kills a run ends well" status_is 0
content "$tmp/k.db" >"$tmp/got"
ok "with the same content as one undisturbed" cmp "$tmp/want" "$tmp/got"
ok "a sound database" [ "$(sqlite3 "$tmp/k.db" "PRAGMA integrity_check")" = ok ]
ok "and no archive left open" [ -z "$(find "$tmp/k.db.warc" -name '*.open')" ]
ok "archives that can be read to the end" sh -c "gzip -t $tmp/k.db.warc/*.gz"

done_testing
