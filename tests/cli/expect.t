#!/bin/sh
# Lists of bodies that must report: what is not there becomes a result, and no accusation.
. "$(dirname "$0")/tap.sh"
db=$tmp/a.db

printf '\357\273\277agency,years,region\r\n青岚县水利局,2022-2023,990101\r\n# a comment\r\n,2022,\r\n青岚县林业局,later,\r\n' >"$tmp/list.csv"
run expect "$tmp/list.csv" --db "$db"
ok "bad lines are partial failure" status_is 3
ok "named by file and line" err_has "list.csv:4: no agency"
ok "each with its reason" err_has "list.csv:5: years are 2024 or 2019-2024"
ok "the rest counts" out_has "2 reports are due"
run coverage --db "$db" --format csv
ok "a body nobody has looked for is not accused" out_has "2023,990101,青岚县水利局,,,not_visited"
run omissions --db "$db" --exit-code
ok "so there is no omission" status_is 0

printf 'agency\tyears\n青岚县水利局\t2022\n' | iconv -f UTF-8 -t GB18030 >"$tmp/gbk.tsv"
run expect "$tmp/gbk.tsv" --db "$db"
ok "a list in GBK, with tabs" status_is 0
run coverage --db "$db" --format csv
ok "is about the same body" [ "$(grep -c 青岚县水利局 "$tmp/out")" -eq 2 ]
printf 'name,years\nx,2022\n' >"$tmp/bad.csv"
run expect "$tmp/bad.csv" --db "$db"
ok "a list without the columns" status_is 2
ok "is told what they are" err_has "must name columns: agency, years"
run expect "$tmp" --db "$db"
ok "a directory" status_is 1

done_testing
