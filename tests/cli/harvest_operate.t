#!/bin/sh
# What an operator has of a harvest: its log in two forms and in a file that may be moved away, numbers
# for programs, limits in units, an end within a grace.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
. "$here/portal.sh"

harvests() {
	run harvest "$@" --allow-private --delay "${delay:-0}"
}

portal_start --seed 4 --agencies 10
# shellcheck disable=SC2086
set -- "$tmp/seeds.tsv" --db "$tmp/a.db" $resolve

harvests "$@" --max-pages 3 --verbose --log-format json --quiet
ok "a limit, with news as JSON" status_is 5
ok "each line is an object with its time, level and what it is about" \
	grep -qE '^\{"time":"[0-9T:-]+Z","level":"info","module":"harvest","requests":"[0-9]+","message":"stopped at' "$tmp/err"
harvests "$@" --log-format xml
ok "another form is refused" status_is 2
harvests "$@" --max-pages 3 --quiet --log-file "$tmp/run.log"
ok "news in a file" grep -qE '^[0-9-]+T[0-9:]+Z info harvest requests=' "$tmp/run.log"
ok "is not on the terminal, but for how it ended" test "$(grep -c requests= "$tmp/err")" -eq 0
harvests "$@" --log-file "$tmp/no/such/place"
ok "a log that cannot be opened" err_has "no/such/place"

harvests "$@" --max-bytes 1K --quiet
ok "bytes in units" status_is 5
harvests "$@" --max-bytes many
ok "or none" err_has "wants bytes like"
harvests "$@" --min-free 1000T --quiet
ok "a floor of free space" status_is 6

before=$(wc -l <"$tmp/requests.tsv")
# shellcheck disable=SC2086
("$NIANBAO" harvest "$@" --allow-private --delay 2s --quiet --log-file "$tmp/run.log" --grace 1s 2>"$tmp/err") &
pid=$!
# Once it has asked for something it hears signals, too.
while [ "$(wc -l <"$tmp/requests.tsv")" -eq "$before" ] && kill -0 $pid; do sleep 0.05; done
mv "$tmp/run.log" "$tmp/run.log.1"
holder=$(sed -n 's/^pid \([0-9]*\) .*/\1/p' "$tmp/a.db.lock")
kill -HUP "$holder"
sleep 0.5
kill -TERM "$holder"
status=0
wait $pid || status=$?
ok "a terminated run ends with the signal's status" test "$status" -eq 143
ok "and after a hang-up its log is a new file" grep -q "terminated" "$tmp/run.log"

delay=0
harvests "$@" --quiet --summary "$tmp/run.json" --metrics "$tmp/run.prom"
ok "a whole run" status_is 0
ok "is silent" silent
ok "its numbers, for Prometheus" grep -q '^nianbao_harvest_reports_new [1-9]' "$tmp/run.prom"
first=$(grep '^nianbao_harvest_last_success_seconds' "$tmp/run.prom")
sleep 1.1
harvests "$@" --quiet --min-free 1000T --metrics "$tmp/run.prom"
ok "the last success is kept over a run that is none" grep -qx "$first" "$tmp/run.prom"
run harvest "$@" --dry-run
ok "a dry run asks for nothing" out_has "nothing was asked for"
done_testing
