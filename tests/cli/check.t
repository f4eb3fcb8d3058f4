#!/bin/sh
# Reports against the year before, and against other agencies: nianbao check.
. "$(dirname "$0")/tap.sh"
db=$tmp/a.db

zeros() { echo "$1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |"; }

# report AGENCY YEAR NEW CARRIED_IN CARRIED_OUT IN_FORCE TEXT: applications of 自然人, all granted
report() {
	done=$(($3 + $4 - $5))
	cat <<T
$1$2年政府信息公开工作年度报告
本报告由$1编制，所列数据的统计期限自$2年1月1日起至$2年12月31日止。
一、总体情况
$7
二、主动公开政府信息情况
第二十条第（一）项 |
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
规章 | 0 | 0 | 0 |
行政规范性文件 | 2 | 1 | $6 |
第二十条第（五）项 |
信息内容 | 本年处理决定数量 |
行政许可 | 40 |
第二十条第（六）项 |
信息内容 | 本年处理决定数量 |
行政处罚 | 7 |
行政强制 | 0 |
第二十条第（八）项 |
信息内容 | 本年收费金额（单位：万元） |
行政事业性收费 | 0 |
三、收到和处理政府信息公开申请情况
（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | 申请人情况 |
自然人 | 法人或其他组织 | 总计 |
商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |
一、本年新收政府信息公开申请数量 | $3 | 0 | 0 | 0 | 0 | 0 | $3 |
二、上年结转政府信息公开申请数量 | $4 | 0 | 0 | 0 | 0 | 0 | $4 |
三、本年度办理结果 | （一）予以公开 | $done | 0 | 0 | 0 | 0 | 0 | $done |
T
	zeros "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
	zeros "（三）不予公开 | 1.属于国家秘密"
	for row in 2.其他法律行政法规禁止公开 3.危及“三安全一稳定” 4.保护第三方合法权益 5.属于三类内部事务信息 \
		6.属于四类过程性信息 7.属于行政执法案卷 8.属于行政查询事项; do zeros "$row"; done
	zeros "（四）无法提供 | 1.本机关不掌握相关政府信息"
	zeros "2.没有现成信息需要另行制作"
	zeros "3.补正后申请内容仍不明确"
	zeros "（五）不予处理 | 1.信访举报投诉类申请"
	for row in 2.重复申请 3.要求提供公开出版物 4.无正当理由大量反复申请 \
		5.要求行政机关确认或重新出具已获取信息; do zeros "$row"; done
	zeros "（六）其他处理 | 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
	zeros "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
	zeros "3.其他"
	cat <<T
（七）总计 | $done | 0 | 0 | 0 | 0 | 0 | $done |
四、结转下年度继续办理 | $5 | 0 | 0 | 0 | 0 | 0 | $5 |
四、政府信息公开行政复议、行政诉讼情况
行政复议 | 行政诉讼 |
结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 未经复议直接起诉 | 复议后起诉 |
结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |
0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
五、存在的主要问题及改进情况
政府信息公开的深度和广度还有待拓展，下一步将加强培训。
六、其他需要报告的事项
全年未收取信息处理费。
T
}

forest='围绕森林防火、林木采伐和自然保护地管理，及时公开行政许可结果和护林员选聘信息，组织开展林业政策宣讲进村活动，编印造林绿化办事指南，回应群众对苗木补助的关切，完善公开目录并按月更新栏目内容，明确专人审核把关，做到先审查后公开。'
water='聚焦河湖长制、农村饮水安全和水库除险加固，公布水质监测结果与取水许可办理流程，召开节水宣传座谈，整理历年防汛预案供公众查阅，优化专栏检索，建立台账逐条核对，邀请人大代表视察灌区改造现场并公开整改情况，接受社会各界监督评议。'
grain='突出粮食收购价格和储备库轮换，定期发布市场行情监测简报，举办食品安全科普讲座，公开放心粮店名录，梳理权责清单并在网站公示，配合审计公开专项资金使用明细，设立咨询台为种粮大户讲解补贴申领办法，同时压实信息发布审签责任。'

mkdir "$tmp/in"
report 青岚县林业局 2021 10 0 3 20 "$forest" >"$tmp/in/a21.txt"
report 青岚县林业局 2022 12 4 1 25 "$water" >"$tmp/in/a22.txt"
report 青岚县水务局 2021 10 0 3 20 "$water" >"$tmp/in/b21.txt"
report 青岚县水务局 2022 12 3 1 21 "$water" >"$tmp/in/b22.txt"
report 青岚县水务局 2024 12 1 1 21 "$grain" >"$tmp/in/b24.txt"
report 青岚县粮食局 2022 90 0 0 5 "$grain" >"$tmp/in/c22.txt"
report 青岚县粮食局 2023 9 0 0 6 "$forest" >"$tmp/in/c23.txt"
report 白河县粮食局 2023 9 0 0 6 "$forest" >"$tmp/in/d23.txt"
report 白河县水务局 2023 5 0 0 9 "$grain" >"$tmp/in/e23.txt"
report 白河县水务局 2023 6 0 0 9 "$grain" >"$tmp/in/e23b.txt"
printf '%s\thttp://www.%s.gov.cn.test/%s\n' "$tmp/in/a21.txt" qinglan a21 "$tmp/in/a22.txt" qinglan a22 \
	"$tmp/in/d23.txt" baihe d23 "$tmp/in/e23.txt" baihe e23 "$tmp/in/e23b.txt" baihe e23b >"$tmp/manifest"

run import "$tmp/in" --db "$db" --manifest "$tmp/manifest"
ok "reports are imported" status_is 0
cp "$tmp/in/d23.txt" "$tmp/d23-again.txt"
run import "$tmp/d23-again.txt" --db "$db" --url http://www.baihe.gov.cn.test/moved/d23
run check --db "$db"
ok "they are checked" status_is 0
ok "and counted" out_has "3 beside the year before"
found() { [ "$(sqlite3 "$db" "SELECT count(*) FROM finding f JOIN report r ON r.id = f.report_id
	WHERE f.rule = '$1' AND r.agency = '$2' AND r.year = $3")" -gt 0 ]; }
quiet() { ! found "$@"; }

ok "3 carried out, 4 carried in" found X_CARRY_MISMATCH 青岚县林业局 2022
ok "in the column too" found X_CARRY_COLUMN 青岚县林业局 2022
ok "3 and 3 agree" quiet X_CARRY_MISMATCH 青岚县水务局 2022
ok "20 + 2 - 1 is not 25" found X_IN_FORCE_MISMATCH 青岚县林业局 2022
ok "20 + 2 - 1 is 21" quiet X_IN_FORCE_MISMATCH 青岚县水务局 2022
ok "a text taken over from last year" found X_TEXT_COPY 青岚县水务局 2022
ok "a text of one's own" quiet X_TEXT_COPY 青岚县林业局 2022
ok "90 applications, then 9" found X_JUMP 青岚县粮食局 2023
ok "10 and 12 are no jump" quiet X_JUMP 青岚县水务局 2022
ok "no report for 2023" found X_YEAR_GAP 青岚县水务局 2024
ok "one year after the other" quiet X_YEAR_GAP 青岚县林业局 2022
ok "the same text as another agency's" found X_TEXT_SIBLING 青岚县粮食局 2023
ok "which has it as well" found X_TEXT_SIBLING 白河县粮食局 2023
ok "and names it" sh -c "sqlite3 '$db' \"SELECT message FROM finding WHERE rule = 'X_TEXT_SIBLING'\" | grep -q 白河县粮食局"
ok "the same text in another year is none" quiet X_TEXT_SIBLING 青岚县林业局 2021
ok "published with different figures" found X_VERSION_CHANGED 白河县水务局 2023
ok "published once" quiet X_VERSION_CHANGED 青岚县林业局 2022
ok "the same report at two addresses" found META_DUPLICATE_URL 白河县粮食局 2023
ok "two versions are not the same report" quiet META_DUPLICATE_URL 白河县水务局 2023

sqlite3 "$db" "SELECT report_id, rule, severity, message, quote FROM finding ORDER BY 1, 2, 4" >"$tmp/first"
run check --db "$db" --quiet
ok "again, without a word" silent
sqlite3 "$db" "SELECT report_id, rule, severity, message, quote FROM finding ORDER BY 1, 2, 4" >"$tmp/second"
ok "leaves the same findings" cmp "$tmp/first" "$tmp/second"
run check --db "$db" --set severity.X_CARRY_MISMATCH=info
run findings --db "$db" --rule X_CARRY_MISMATCH --format csv
ok "a severity can be set" out_has "info,X_CARRY_MISMATCH"
run check --db "$tmp/none.db"
ok "no such database" [ "$status" -ne 0 ]

done_testing
