#!/bin/sh
# The rules: the manual's page is the program's own table, and severities can be set.
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)

run rules --format markdown
ok "docs/rules.md is what the program prints" cmp "$tmp/out" "$here/../../docs/rules.md"
run rules --format csv
ok "every rule has a line" [ "$(wc -l <"$tmp/out")" -eq $((1 + $(grep -c '^	{ "' "$here/../../report/rules.c"))) ]

cat >"$tmp/short.txt" <<'T'
青岚县林业局2023年政府信息公开工作年度报告
本报告根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限自2023年1月1日起至2023年12月31日止。
一、总体情况
全年主动公开信息44条。
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
无
六、其他需要报告的事项
全年未收取信息处理费。
T
run parse "$tmp/short.txt"
ok "a finding has its rule's severity" out_has "warning NARR_SEC5_EMPTY"
run parse "$tmp/short.txt" --set severity.NARR_SEC5_EMPTY=error
ok "or the one that is set" out_has "error   NARR_SEC5_EMPTY"
printf 'severity.NARR_SEC5_EMPTY = info\n' >"$tmp/nianbao.conf"
run parse "$tmp/short.txt" --config "$tmp/nianbao.conf"
ok "in a file too" out_has "info    NARR_SEC5_EMPTY"
run import "$tmp/short.txt" --db "$tmp/a.db" --config "$tmp/nianbao.conf"
run findings --db "$tmp/a.db" --rule NARR_SEC5_EMPTY --format csv
ok "and so it is stored" out_has "info,NARR_SEC5_EMPTY"
run config --config "$tmp/nianbao.conf"
ok "and shown among the settings" out_has "severity.NARR_SEC5_EMPTY = info"
run rules --set severity.NO_SUCH_RULE=info
ok "no such rule" err_has "no rule 'NO_SUCH_RULE'; see: nianbao rules"
run rules --set severity.ROW_SHORT=bad
ok "no such severity" err_has "wants error, warning or info, not 'bad'"

done_testing
