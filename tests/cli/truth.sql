-- What a harvested database has otherwise than the truth of the sample portal: a row a difference.
-- Parameters of the shell around it: the database is open, the truth_*.tsv are imported as temp tables.
.mode tabs
.headers off

CREATE TEMP TABLE want AS
	SELECT a.name AS agency, a.region, CAST(d.year AS INTEGER) AS year, d.*
	FROM truth_documents d JOIN truth_agencies a ON a.agency = d.agency;
CREATE TEMP TABLE got AS
	SELECT r.id, r.document_id, g.name AS agency, g.region, r.year, r.title, r.published, r.scope
	FROM report r LEFT JOIN agency g ON g.id = r.agency_id WHERE r.is_current;

SELECT 'document missing', agency, year, title, url FROM want
WHERE status = 'published' AND NOT EXISTS (SELECT 1 FROM got
	WHERE got.agency = want.agency AND got.region = want.region AND got.year = want.year);

SELECT 'document invented', agency, region, year, title FROM got
WHERE NOT EXISTS (SELECT 1 FROM want WHERE status = 'published'
	AND got.agency = want.agency AND got.region = want.region AND got.year = want.year);

SELECT 'document twice', agency, year, count(*) FROM got GROUP BY agency, region, year, scope
HAVING count(DISTINCT id) > 1;

CREATE TEMP TABLE pair AS
	SELECT got.id AS report_id, want.* FROM want JOIN got
	ON got.agency = want.agency AND got.region = want.region AND got.year = want.year
	WHERE want.status = 'published';

SELECT 'published', p.agency, p.year, p.published, got.published FROM pair p
JOIN got ON got.id = p.report_id WHERE got.published IS NOT p.published;

SELECT 'title', p.agency, p.year, p.title, got.title FROM pair p
JOIN got ON got.id = p.report_id WHERE got.title IS NOT p.title;

CREATE TEMP TABLE want_state AS
	SELECT report_id, agency, year, 'disclosure' AS table_name, disclosure AS status FROM pair
	UNION ALL SELECT report_id, agency, year, 'requests', requests FROM pair
	UNION ALL SELECT report_id, agency, year, 'review', review FROM pair;
SELECT 'table status', w.agency, w.year, w.table_name, w.status, coalesce(s.status, 'none')
FROM want_state w LEFT JOIN table_state s
ON s.report_id = w.report_id AND s.table_name = w.table_name WHERE s.status IS NOT w.status;

SELECT 'form', w.agency, w.year, w.table_name, p.form, s.form
FROM want_state w JOIN pair p ON p.report_id = w.report_id
JOIN table_state s ON s.report_id = w.report_id AND s.table_name = w.table_name
WHERE w.status IN ('present', 'blank') AND s.form IS NOT p.form;

CREATE TEMP TABLE want_cell AS
	SELECT p.report_id, c.key, c.state, CASE c.value WHEN '' THEN NULL ELSE CAST(c.value AS REAL) END AS value
	FROM truth_cells c JOIN truth_agencies a ON a.agency = c.agency
	JOIN pair p ON p.agency = a.name AND p.year = CAST(c.year AS INTEGER);
CREATE TEMP TABLE got_cell AS
	SELECT report_id, key, state, CAST(value AS REAL) AS value FROM cell
	WHERE state <> 'missing_cell' AND report_id IN (SELECT report_id FROM pair);
CREATE INDEX temp.want_cell_key ON want_cell(report_id, key);
CREATE INDEX temp.got_cell_key ON got_cell(report_id, key);

SELECT 'cell', p.agency, p.year, w.key, w.state, w.value, g.state, g.value
FROM want_cell w JOIN pair p ON p.report_id = w.report_id
LEFT JOIN got_cell g ON g.report_id = w.report_id AND g.key = w.key
WHERE g.state IS NOT w.state OR g.value IS NOT w.value;

SELECT 'cell invented', p.agency, p.year, g.key, g.state, g.value
FROM got_cell g JOIN pair p ON p.report_id = g.report_id
WHERE NOT EXISTS (SELECT 1 FROM want_cell w WHERE w.report_id = g.report_id AND w.key = g.key);

CREATE TEMP TABLE want_finding AS
	SELECT p.report_id, f.rule, CAST(f.n AS INTEGER) AS n
	FROM truth_findings f JOIN truth_agencies a ON a.agency = f.agency
	JOIN pair p ON p.agency = a.name AND p.year = CAST(f.year AS INTEGER)
	WHERE f.rule GLOB 'T[1-4]_*' OR f.rule GLOB 'NT_*';
CREATE TEMP TABLE got_finding AS
	SELECT report_id, rule, count(*) AS n FROM finding
	WHERE (rule GLOB 'T[1-4]_*' AND severity = 'error') OR rule GLOB 'NT_*' GROUP BY report_id, rule;
SELECT 'finding missing', p.agency, p.year, w.rule, w.n FROM want_finding w
JOIN pair p ON p.report_id = w.report_id
WHERE NOT EXISTS (SELECT 1 FROM got_finding g WHERE g.report_id = w.report_id AND g.rule = w.rule AND g.n = w.n);
SELECT 'finding invented', p.agency, p.year, g.rule, g.n FROM got_finding g
JOIN pair p ON p.report_id = g.report_id
WHERE NOT EXISTS (SELECT 1 FROM want_finding w WHERE g.report_id = w.report_id AND g.rule = w.rule AND g.n = w.n);

-- Addresses: what became of each, and that look-alikes are none.
SELECT 'url never met', t.class, t.url FROM truth_urls t
LEFT JOIN url u ON u.text = t.url
WHERE u.id IS NULL AND t.class IN ('article', 'alias', 'annex', 'attachment', 'shell', 'moved', 'gone', 'offsite',
	'disallowed', 'form')
AND NOT (t.class = 'disallowed' AND t.url NOT IN (SELECT url FROM truth_seeds));
SELECT 'url outcome', t.class, t.url, t.outcome, u.disposition FROM truth_urls t
JOIN url u ON u.text = t.url
WHERE u.disposition IS NOT NULL AND '|' || t.outcome || '|' NOT LIKE '%|' || u.disposition || '|%';
SELECT 'look-alike taken for a report', t.class, t.url FROM truth_urls t
JOIN url u ON u.text = t.url JOIN document d ON d.url_id = u.id JOIN report r ON r.document_id = d.id
WHERE t.class LIKE 'lookalike:%';

-- Where a list goes on behind a form, nobody can say who has no report.
CREATE TEMP TABLE form_region AS
	SELECT DISTINCT a.region FROM truth_urls t
	JOIN truth_agencies a ON t.url LIKE 'http://' || a.host || ':%' WHERE t.class = 'form';

-- Omissions: who is named, for what, and nobody else.
CREATE TEMP TABLE want_omission AS
	SELECT agency, year, table_name AS what, status FROM want_state
	WHERE status IN ('absent', 'blank', 'image', 'attachment')
	UNION ALL SELECT agency, year, 'report', CASE
		WHEN status = 'not_published' AND region NOT IN (SELECT region FROM form_region) THEN 'no_report'
		WHEN status IN ('not_published', 'unsupported') THEN 'not_visited'
		WHEN status = 'robots_disallow' THEN 'robots' ELSE 'unreachable' END
	FROM want WHERE status <> 'published';
-- Where a file could not be read, it may be the report: that accuses nobody.
CREATE TEMP TABLE got_omission AS
	SELECT agency, CAST(year AS INTEGER) AS year, "table" AS what, status FROM said_omissions
	WHERE status <> 'unreadable';
SELECT 'omission invented', * FROM (SELECT * FROM got_omission EXCEPT SELECT * FROM want_omission);
SELECT 'omission missed', w.* FROM want_omission w
WHERE NOT EXISTS (SELECT 1 FROM got_omission g WHERE g.agency = w.agency AND g.year = w.year
	AND g.what = w.what AND g.status = w.status)
AND NOT (w.status = 'no_report' AND EXISTS (SELECT 1 FROM said_omissions s
	WHERE s.agency = w.agency AND CAST(s.year AS INTEGER) = w.year AND s.status = 'unreadable'));
