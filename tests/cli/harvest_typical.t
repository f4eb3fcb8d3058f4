#!/bin/sh
# All families of content management systems, by their shares: every report is found and nothing
# else is taken for one.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
. "$here/portal.sh"
. "$here/truth.sh"

portal_start --seed 11 --profile typical --agencies 200
ok "all families are there" test "$(families)" -eq 18
is_exact
done_testing
