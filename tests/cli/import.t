#!/bin/sh
# Documents on disk into a database: once, again, and with trouble.
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)
db=$tmp/a.db

mkdir "$tmp/in" "$tmp/in/.hidden"
cat >"$tmp/in/omits.html" <<'H'
<html><head><title>青岚县林业局2023年政府信息公开工作年度报告</title></head><body>
<h1>青岚县林业局2023年政府信息公开工作年度报告</h1>
<p>本报告根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限自2023年1月1日起至2023年12月31日止。</p>
<p>一、总体情况</p><p>全年主动公开信息44条。</p><p>二、主动公开政府信息情况</p>
<p>三、收到和处理政府信息公开申请情况</p><p>四、政府信息公开行政复议、行政诉讼情况</p>
<p>五、存在的主要问题及改进情况</p><p>公开的内容还不够全面，下一步将加以改进。</p><p>六、其他需要报告的事项</p><p>无。</p>
</body></html>
H
cp "$tmp/in/omits.html" "$tmp/in/.hidden/x.html"
printf 'GIF89a\001\000\001\000' >"$tmp/in/picture.gif"

run import "$tmp/in" --db "$db"
ok "a folder is imported" status_is 0
ok "what cannot be read is told of" err_has "picture.gif"
ok "hidden folders are left alone" out_has "2 files"
run omissions --db "$db" --format csv
ok "the agency that left out its tables is named" out_has "青岚县林业局"
ok "for all three tables" [ "$(grep -c ,absent, "$tmp/out")" -eq 3 ]
run omissions --db "$db" --exit-code
ok "and scripts can ask" status_is 1
run omissions --db "$db" --year 2019 --exit-code
ok "in another year there is nothing" status_is 0
run import "$tmp/in" --db "$db"
ok "again: nothing new" out_has "0 reports, 0 new"
run show 1 --stage bytes --db "$db"
ok "the bytes are in the archive" cmp "$tmp/out" "$tmp/in/omits.html"
run show 1 --db "$db"
ok "and every stage can be looked at" out_has "青岚县林业局"
run show 99 --db "$db"
ok "a document that is not there" status_is 2

echo "not a database, but long enough to look at" >"$tmp/no.db"
run import "$tmp/in" --db "$tmp/no.db"
ok "a file that is no database" status_is 8
ok "is left as it was" grep -q "not a database" "$tmp/no.db"
cp "$db" "$tmp/new.db"
sqlite3 "$tmp/new.db" 'PRAGMA user_version = 9999'
run import "$tmp/in" --db "$tmp/new.db"
ok "a database of a newer version is refused" status_is 2
ok "in one line" one_line
run import "$tmp/none" "$tmp/in/omits.html" --db "$db"
ok "a path that is not there is partial failure" status_is 3
run import "$tmp/in" --db /dev/full/x.db
ok "a database where none can be" [ "$status" -ne 0 ]
ok "told in one line" one_line
run export --to csv "$tmp/csv" --db "$db"
ok "export to CSV" status_is 0
ok "has a line for the report" grep -q 青岚县林业局 "$tmp/csv/reports.csv"

# Damaged copies: what each lost, said in the document, the findings and the tables.
mkdir "$tmp/lost"
cat >"$tmp/lost/lines.txt" <<'T'
青岚县林业局2023年政府信息公开工作年度报告
本报告根据条例编制，统计期限自2023年1月1日起至2023年12月31日止。
一、总体情况
全年公开信息。
二、主动公开政府信息情况
第二十条第（一）项
信息内容
本年制发件数
本年废止件数
现行有效件数
规章
0
行政规范性文件
4
5
第二十条第（五）项
本年处理决定数量
行政许可
第二十条第（六）项
行政处罚
行政强制
第二十条第（八）项
本年收费金额（单位：万元）
行政事业性收费
自然人
商业企业
总计
一、本年新收政府信息公开申请数量
14
二、上年结转政府信息公开申请数量
（一）予以公开
（二）部分公开
1.属于国家秘密
（七）总计
四、结转下年度继续办理
T
sed 's/自2023年1月1日起至2023年12月31日止/202311日至1231日/' "$tmp/in/omits.html" >"$tmp/lost/digits.html"
sed 's/全年主动公开/澳门皇冠主动公开/; s/公开的内容/澳门皇冠的内容/' "$tmp/in/omits.html" >"$tmp/lost/words.html"
lost=$tmp/lost.db
run import "$tmp/lost" --db "$lost"
ok "damaged copies are imported" status_is 0
ok "each is untrusted, and says why" [ "$(sqlite3 "$lost" \
	'SELECT group_concat(verdict, " ") FROM (SELECT verdict FROM document WHERE is_untrusted ORDER BY 1)')" = \
	"digits_dropped lines_dropped words_replaced" ]
ok "each has a finding" [ "$(sqlite3 "$lost" "SELECT count(*) FROM finding WHERE rule = 'DOC_UNTRUSTED'")" -eq 3 ]
run omissions --db "$lost" --format csv
ok "nobody is accused" [ "$(grep -c ,absent, "$tmp/out")" -eq 0 ]
run parse --json "$tmp/lost/lines.txt"
ok "parse says so, too" out_has '"verdict":"lines_dropped"'

done_testing
