#!/bin/sh
# What a user types wrongly gets one line and exit status 2; help goes to stdout with 0.
. "$(dirname "$0")/tap.sh"

run
ok "no command: help on stderr, status 2" status_is 2
run help
ok "help is on stdout" out_has "omissions"
ok "and no error" status_is 0
run nonsense
ok "an unknown command" status_is 2
ok "is named" err_has "no command 'nonsense'"
run parse
ok "parse without a file" status_is 2
run parse --nonsense x
ok "an unknown option" status_is 2
ok "is named, with where to look" err_has "no option '--nonsense'; see: nianbao parse --help"
ok "in one line" one_line
run parse --help
ok "help of a command" out_has "--json"
run rules --format xml
ok "an unknown format" status_is 2
run forms --form form1999
ok "an unknown form" err_has "no form 'form1999'"
run rules --set delay=soon
ok "a setting that is no time" err_has "setting 'delay' wants 0 to 3600000 ms, not 'soon'"
run rules --config "$tmp/none.conf"
ok "a settings file that is not there" status_is 2
printf 'delay 3s\n' >"$tmp/bad.conf"
run rules --config "$tmp/bad.conf"
ok "a bad line of a settings file is named by file and line" err_has "bad.conf:1"
run config --set delay=5s
ok "a setting and where it comes from" out_has "delay = 5000ms # flag"
run version
ok "the version" out_has "nianbao "
run omissions --db "$tmp/none.db"
ok "a database that is not there" status_is 1
ok "is named in one line" one_line
run omissions --region 33x --db "$tmp/none.db"
ok "a region that is no code" status_is 2
run show 1 --stage nothing --db "$tmp/none.db"
ok "a stage that is none" status_is 2

done_testing
