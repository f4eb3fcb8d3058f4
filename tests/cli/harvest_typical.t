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

sitemaps() {
	awk -F'\t' '$2 == "sitemap"' "$tmp/truth/truth_urls.tsv"
}
ok "portals have sitemaps, which name reports that no list shows" test "$(sitemaps | wc -l)" -ge 4
ok "of the other pages there none is asked for" test "$(grep -c /xwzx/ "$tmp/requests.tsv")" -eq 0
ok "nor what lists call something else" test "$(awk -F'\t' 'FNR == NR { n[$1] = $2; next }
	$2 ~ /^lookalike:(website_report|law_report)/ && n[$1] { print }' "$tmp/asked" "$tmp/truth/truth_urls.tsv" |
	wc -l)" -eq 0
done_testing
