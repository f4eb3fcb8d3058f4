#!/bin/sh
# nianbao index: a line an answer, sorted, by which a replay finds the record.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
. "$here/portal.sh"

# Each line's record, cut out of its file by offset and length, is a whole gzip member for that URL.
record_of() {
	offset=$(sed -n "$1p" "$tmp/cdxj" | sed 's/.*"offset": *"\([0-9]*\)".*/\1/')
	length=$(sed -n "$1p" "$tmp/cdxj" | sed 's/.*"length": *"\([0-9]*\)".*/\1/')
	url=$(sed -n "$1p" "$tmp/cdxj" | sed 's/.*"url": *"\([^"]*\)".*/\1/')
	tail -c +"$((offset + 1))" "$tmp"/warc/*.warc.gz | head -c "$length" | gzip -dc >"$tmp/record" &&
		grep -qaF "WARC-Target-URI: $url" "$tmp/record"
}

portal_start --seed 1
ok "a harvest" harvest "$tmp/h.db" "$tmp/warc"
"$NIANBAO" index "$tmp"/warc/*.warc.gz >"$tmp/cdxj"
answers=$(gzip -dc "$tmp"/warc/*.warc.gz | grep -ac '^WARC-Type: re\(sponse\|visit\)')
ok "a line for each answer" test "$(wc -l <"$tmp/cdxj")" -eq "$answers"
LC_ALL=C sort -c "$tmp/cdxj" 2>"$tmp/unsorted"
ok "sorted by bytes" is_empty "$tmp/unsorted"
grep -vE '^test,cn,gov,[^ ]*\)/[^ ]* [0-9]{14} \{"url":.*"filename": ?"[^/"]*\.warc\.gz"\}$' "$tmp/cdxj" >"$tmp/odd"
ok "key, time and an object in each" is_empty "$tmp/odd"
ok "of hosts from behind without www, in lower case, parameters in order" grep -qE \
	'^test,cn,gov,[a-z]+:[0-9]+\)/module/web/jpage/dataproxy\.jsp\?columnid=[0-9]+&endrecord=' "$tmp/cdxj"
ok "the first line leads to its record" record_of 1
ok "and so does another" record_of 17
run index
ok "no file is a mistake of usage" status_is 2
run index "$tmp/none.warc.gz"
ok "a file that is not there is told" one_line
done_testing
