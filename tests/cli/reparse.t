#!/bin/sh
# The archive is read again: what changed is told, and nothing else changes.
. "$(dirname "$0")/tap.sh"
db=$tmp/a.db

mkdir "$tmp/in"
for year in 2021 2022 2023; do
	cat >"$tmp/in/$year.html" <<H
<html><head><title>青岚县林业局${year}年政府信息公开工作年度报告</title></head><body>
<h1>青岚县林业局${year}年政府信息公开工作年度报告</h1>
<p>本报告根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限自${year}年1月1日起至${year}年12月31日止。</p>
<p>一、总体情况</p><p>全年主动公开信息44条。</p><p>二、主动公开政府信息情况</p>
<p>三、收到和处理政府信息公开申请情况</p><p>四、政府信息公开行政复议、行政诉讼情况</p>
<p>五、存在的主要问题及改进情况</p><p>公开的内容还不够全面，下一步将加以改进。</p><p>六、其他需要报告的事项</p><p>无。</p>
</body></html>
H
done
"$NIANBAO" import "$tmp/in" --db "$db" --quiet
"$NIANBAO" export --to csv "$tmp/before" --db "$db" >"$tmp/ignored" 2>&1

run reparse --db "$db" --format csv
ok "an archive that reads as before" status_is 0
ok "has no change to tell of" [ "$(wc -l <"$tmp/out")" -eq 1 ]
ok "and the sums say so" err_has "3 documents read again, 0 changed"
run reparse --db "$db" --quiet
ok "quiet, it says nothing" [ ! -s "$tmp/err" ]

sqlite3 "$db" "PRAGMA foreign_keys = ON;
	UPDATE document SET reading_hash = 0, kind = 'unknown' WHERE path LIKE '%2022.html';
	DELETE FROM report WHERE year = 2022;
	UPDATE document SET reading_hash = 0 WHERE path LIKE '%2023.html';
	UPDATE table_state SET status = 'image' WHERE report_id = (SELECT id FROM report WHERE year = 2023);"
run reparse --db "$db" --format csv
ok "a document that was none is a report now" grep -q "2,kind identity tables.*unknown -> report" "$tmp/out"
ok "a table that was read otherwise is told of" grep -q "3,tables,report" "$tmp/out"
ok "and counted" err_has "2 changed"
"$NIANBAO" export --to csv "$tmp/after" --db "$db" >"$tmp/ignored" 2>&1
for what in before after; do # the report that was gone has another number
	cut -d, -f2- "$tmp/$what/sections.csv" | sort >"$tmp/$what/sections"
	cut -d, -f1-6 "$tmp/$what/omissions.csv" >"$tmp/$what/omissions"
done
ok "all is as after the import" diff "$tmp/before/sections" "$tmp/after/sections"
ok "omissions too" diff "$tmp/before/omissions" "$tmp/after/omissions"
run reparse --db "$db" --format csv
ok "again: no change" err_has "0 changed"

version=$("$NIANBAO" version | sed -n '1s/^nianbao //p')
sqlite3 "$db" "INSERT INTO meta VALUES('reparse', '$version 0 2')"
run reparse --db "$db"
ok "a run that was killed is taken up where it stopped" err_has "1 documents read again"
run reparse --db "$db"
ok "and once it is done, all is read again" err_has "3 documents read again"
sqlite3 "$db" "INSERT INTO meta VALUES('reparse', '$version 0 2')"
run reparse --db "$db" --restart
ok "or from the beginning, when asked to" err_has "3 documents read again"

mv "$db.warc" "$tmp/elsewhere"
run reparse --db "$db"
ok "without the archive it is partial" status_is 3
ok "and tells what is missing" err_has "3 not in the archive"
run reparse --db "$db" --warc-dir "$tmp/elsewhere"
ok "the archive may lie elsewhere" status_is 0
run reparse --db "$tmp/none.db"
ok "no such database" [ "$status" -ne 0 ]
run reparse here --db "$db"
ok "a word too many" status_is 2
done_testing
