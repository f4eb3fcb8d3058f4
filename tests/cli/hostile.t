#!/bin/sh
# Hostile and broken documents: each a clear one-line error and the right exit status.
. "$(dirname "$0")/tap.sh"

: >"$tmp/empty.html"
run parse "$tmp/empty.html"
ok "an empty file has nothing to read" status_is 1
ok "and is told of in one line" one_line
run parse "$tmp"
ok "a directory" status_is 1
ok "is said to be one" err_has "Is a directory"
run parse "$tmp/none.html"
ok "a file that is not there" err_has "No such file"

printf 'name\0\001\002\003 %s' "$(head -c 2000 /dev/zero | tr '\0' '\177')" >"$tmp/junk.bin"
run parse "$tmp/junk.bin"
ok "binary junk is refused" status_is 1
printf '%%PDF-1.4\n%%\342\343\317\323\n' >"$tmp/a.pdf"
run parse "$tmp/a.pdf" --json
ok "a damaged file of a known type is named by its type" out_has '"format":"pdf"'

here=$(cd "$(dirname "$0")/.." && pwd)
read="doc xls"
if ! "$NIANBAO" version | grep -q 'poppler-glib none'; then
	read="$read pdf"
	run parse "$here/fuzz/pdf.in/encrypted.pdf"
	ok "an encrypted PDF is refused" status_is 1
	ok "and said to be one" err_has "PDF is encrypted"
	run show "$here/fuzz/pdf.in/gbk_codes.pdf" --stage page
	ok "a font of predefined codes is read, or said to be unread" sh -c \
		'grep -q "^p: 政府信息公开" "$1" || grep -q "fonts cannot be read: Missing language pack" "$2"' - "$tmp/out" "$tmp/err"
fi
for f in $read; do
	run parse "$here/fixtures/formats/new_ruled.$f" --json
	ok "a report as $f is read in the worker, without files" out_has '"is_report":true'
done

head -c 1000000 /dev/zero | tr '\0' 'x' | sed 's/x/<div>/g' >"$tmp/deep.html"
run parse "$tmp/deep.html"
ok "1,000,000 nested tags are refused" status_is 1
ok "as a limit, in one line" one_line

{ echo '<html><body><table>'; awk 'BEGIN { for (i = 0; i < 1000; i++) { printf "<tr>"; for (k = 0; k < 1000; k++) printf "<td>1"; print "" } }'; } >"$tmp/wide.html"
run parse "$tmp/wide.html"
ok "a table with 10^6 cells ends in time" [ "$status" -le 1 ]
ok "with at most a line about it" [ "$(wc -l <"$tmp/err")" -le 1 ]

head -c 40000000 /dev/zero | tr '\0' 'a' >"$tmp/big.txt"
run parse "$tmp/big.txt"
ok "a text of 40 MB ends in time" [ "$status" -le 1 ]

printf '<html><body><p>\377\376\375 bad bytes \200</p></body></html>' >"$tmp/bytes.html"
run parse "$tmp/bytes.html" --json
ok "invalid bytes are replaced and counted" out_has '"replaced":'

printf '<html><body><table><tr><td rowspan=0 colspan=340>a<td title="unfinished' >"$tmp/cut.html"
run parse "$tmp/cut.html"
ok "a page cut inside an attribute is read as far as it goes" status_is 0

fixtures=$(dirname "$0")/../fixtures/formats
for ending in docx xlsx rtf; do
	cp "$fixtures/new_blanks.$ending" "$tmp/named.html"
	run parse "$tmp/named.html" --json
	ok "a $ending file is told by its bytes, whatever it is called" out_has "\"format\":\"$ending\""
	head -c 6000 "$fixtures/new_blanks.$ending" >"$tmp/short.$ending"
	run parse "$tmp/short.$ending"
	ok "a $ending file that is cut short ends in time" [ "$status" -le 1 ]
	ok "with at most a line about it" [ "$(wc -l <"$tmp/err")" -le 1 ]
done
run parse "$tmp/short.docx"
ok "a zip file that is cut short is said to be" err_has "damaged or cut short"

run parse "$tmp/empty.html" "$tmp/cut.html"
ok "one bad file does not keep the next from being read" out_has "cut.html"
ok "but is not forgotten" status_is 1

run parse "$tmp/deep.html" --set worker-memory=32M --set worker-cpu=200ms
ok "with tight limits for the worker, still a clean end" status_is 1

done_testing
