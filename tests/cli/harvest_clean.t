#!/bin/sh
# Portals with nothing wrong, one of each family: every report is found, none is taken twice.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
. "$here/portal.sh"
. "$here/truth.sh"

portal_start --seed 5 --profile clean --agencies 180 --years 2020-2021
ok "all families are there" test "$(families)" -eq 18
is_exact
done_testing
