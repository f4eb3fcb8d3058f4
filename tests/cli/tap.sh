# What the command-line tests share: sourced by each X.t with NIANBAO set to the program.
#
# ok NAME CONDITION...   one test: the rest is run, and must succeed
# run ARGS...            runs the program; leaves $status, and files out and err in $tmp
# done_testing           prints the plan; the exit status says whether all passed

set -u
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
count=0
failed=0

ok() {
	name=$1
	shift
	count=$((count + 1))
	if "$@" >"$tmp/why" 2>&1; then
		echo "ok $count - $name"
	else
		failed=$((failed + 1))
		echo "not ok $count - $name"
		sed 's/^/# /' "$tmp/why" "$tmp/err" 2>/dev/null | head -20
	fi
}

skip() {
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

run() {
	status=0
	"$NIANBAO" "$@" >"$tmp/out" 2>"$tmp/err" </dev/null || status=$?
}

status_is() { [ "$status" -eq "$1" ] || { echo "exit status $status, wanted $1"; return 1; }; }
err_has() { grep -qF -- "$1" "$tmp/err" || { echo "stderr lacks: $1"; return 1; }; }
out_has() { grep -qF -- "$1" "$tmp/out" || { echo "stdout lacks: $1"; head -5 "$tmp/out"; return 1; }; }
silent() { [ ! -s "$tmp/out" ] && [ ! -s "$tmp/err" ]; }
one_line() { [ "$(wc -l <"$tmp/err")" -eq 1 ] || { echo "not one line:"; cat "$tmp/err"; return 1; }; }

done_testing() {
	echo "1..$count"
	[ "$failed" -eq 0 ]
}
