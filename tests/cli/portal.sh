# Sourced after tap.sh by tests that harvest the sample portal. PORTAL is that program.
#
# portal_start OPTIONS...       serves a world; sets $port, writes $tmp/seeds.tsv and $tmp/truth/;
#                               at port $listen when that is set
# harvest DB WARCS OPTIONS...   a harvest of that world, without waiting between requests

portal_pid=

portal_stop() {
	[ -z "$portal_pid" ] || kill "$portal_pid" 2>/dev/null || :
	[ -z "$portal_pid" ] || wait "$portal_pid" 2>/dev/null || :
	portal_pid=
}

finish() {
	portal_stop
	rm -rf "$tmp"
}
trap finish EXIT
trap 'exit 130' INT TERM

portal_start() {
	: >"$tmp/port"
	"$PORTAL" serve "$@" --listen "127.0.0.1:${listen:-0}" --log "$tmp/requests.tsv" >"$tmp/port" &
	portal_pid=$!
	while [ ! -s "$tmp/port" ]; do
		kill -0 "$portal_pid" 2>/dev/null || {
			echo "Bail out! the sample portal does not start"
			exit 1
		}
		sleep 0.02
	done
	port=$(sed 's/.* //' "$tmp/port")
	mkdir -p "$tmp/truth"
	"$PORTAL" seeds "$@" --port "$port" --out "$tmp/seeds.tsv"
	"$PORTAL" truth "$@" --port "$port" --out "$tmp/truth"
	resolve=$("$PORTAL" resolve "$@" --port "$port")
}

harvest() {
	(become_harvest "$@")
}

# The same in place of the shell, so that a subshell's number is the harvest's.
become_harvest() {
	db=$1
	warcs=$2
	shift 2
	# shellcheck disable=SC2086
	exec "$NIANBAO" harvest "$tmp/seeds.tsv" --db "$db" --warc-dir "$warcs" --delay "${delay:-0}" \
		--allow-private $resolve --quiet "$@"
}

# is_empty FILE: shows what is in it, fails when there is something.
is_empty() {
	cat "$1"
	[ ! -s "$1" ]
}
