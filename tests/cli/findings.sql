-- What the truth of the sample portal says must be found, what was found, and how well they agree:
-- a row a rule: rule, wanted, found, right. The database is open, the truth_*.tsv and said_* are
-- imported as temp tables. Rules of which nothing is planted are not judged here.
.mode tabs
.headers off

CREATE TEMP TABLE doc AS
	SELECT a.name AS agency, a.level, CAST(d.year AS INTEGER) AS year, d.disclosure, d.requests, d.review,
		d.published, d.agency AS code
	FROM truth_documents d JOIN truth_agencies a ON a.agency = d.agency WHERE d.status = 'published';
CREATE TEMP TABLE doc_cell AS
	SELECT doc.agency, doc.year, c.key, c.state,
		CASE WHEN c.state IN ('number', 'stated_zero') THEN CAST(c.value AS REAL) END AS n
	FROM truth_cells c JOIN doc ON doc.code = c.agency AND doc.year = CAST(c.year AS INTEGER);
CREATE INDEX temp.doc_cell_key ON doc_cell(agency, year, key);
CREATE TEMP TABLE doc_table AS
	SELECT agency, year, disclosure AS status FROM doc UNION ALL SELECT agency, year, requests FROM doc
	UNION ALL SELECT agency, year, review FROM doc;

CREATE TEMP TABLE want(rule TEXT, agency TEXT, year INTEGER, UNIQUE (rule, agency, year) ON CONFLICT IGNORE);
-- Equations and statements of the text: the planted slips.
INSERT INTO want SELECT f.rule, doc.agency, doc.year FROM truth_findings f
	JOIN doc ON doc.code = f.agency AND doc.year = CAST(f.year AS INTEGER);
-- Tables that are not there.
INSERT INTO want SELECT CASE status WHEN 'image' THEN 'TABLE_AS_IMAGE' WHEN 'attachment' THEN 'TABLE_AS_ATTACHMENT'
	ELSE 'SEC_HEADING_ONLY' END, agency, year FROM doc_table WHERE status IN ('image', 'attachment', 'absent');
-- Cells that somebody left empty or crossed out, in tables that are not empty all over.
INSERT INTO want SELECT iif(c.state = 'blank', 'CELL_BLANK', 'CELL_DASH'), c.agency, c.year FROM doc_cell c
	JOIN doc ON doc.agency = c.agency AND doc.year = c.year
	WHERE c.state IN ('blank', 'dash', 'slash') AND 'blank' <> CASE
		WHEN c.key LIKE 'pub%' THEN doc.disclosure
		WHEN c.key LIKE 'rev%' OR c.key LIKE 'lit%' THEN doc.review ELSE doc.requests END;
-- Dates: governments of county level have until 31 March, the others until 31 January.
INSERT INTO want SELECT 'META_LATE', agency, year FROM doc
	WHERE published > printf('%d-%s', year + 1, iif(level = 'county', '03-31', '01-31'));
-- One year against the next.
INSERT INTO want SELECT 'X_CARRY_MISMATCH', c.agency, c.year FROM doc_cell c
	JOIN doc_cell p ON p.agency = c.agency AND p.year = c.year - 1 AND p.key = 'req_carried_out_total'
	WHERE c.key = 'req_carried_in_total' AND c.n <> p.n;
INSERT INTO want SELECT 'X_CARRY_COLUMN', c.agency, c.year FROM doc_cell c
	JOIN doc_cell p ON p.agency = c.agency AND p.year = c.year - 1
		AND p.key = replace(c.key, '_in_', '_out_')
	WHERE c.key GLOB 'req_carried_in_*' AND c.key <> 'req_carried_in_total' AND c.n <> p.n;
INSERT INTO want SELECT 'X_IN_FORCE_MISMATCH', c.agency, c.year FROM doc_cell c
	JOIN doc_cell p ON p.agency = c.agency AND p.year = c.year - 1 AND p.key = c.key
	JOIN doc_cell i ON i.agency = c.agency AND i.year = c.year AND i.key = replace(c.key, 'in_force', 'issued')
	JOIN doc_cell r ON r.agency = c.agency AND r.year = c.year AND r.key = replace(c.key, 'in_force', 'repealed')
	WHERE c.key GLOB 'pub_*_in_force' AND c.n <> p.n + i.n - r.n;
INSERT INTO want SELECT 'X_YEAR_GAP', b.agency, b.year FROM doc a JOIN doc b ON b.agency = a.agency
	AND b.year > a.year + 1 WHERE NOT EXISTS (SELECT 1 FROM doc m WHERE m.agency = a.agency
	AND m.year > a.year AND m.year < b.year);
INSERT INTO want SELECT 'META_DUPLICATE_URL', doc.agency, doc.year FROM truth_urls u
	JOIN doc ON u.document = doc.code || ':' || doc.year WHERE u.class = 'alias';
-- The text of the sample portal says what its tables say, but for what is planted; all rules on it are judged.
CREATE TEMP TABLE judged AS
	SELECT column1 AS rule FROM (VALUES ('T3_BALANCE'), ('T3_RESULT_SUM'), ('T3_ROW_TOTAL'), ('T4_GROUP_SUM'),
		('TABLE_AS_IMAGE'), ('TABLE_AS_ATTACHMENT'), ('SEC_HEADING_ONLY'), ('CELL_BLANK'), ('CELL_DASH'),
		('META_LATE'), ('X_CARRY_MISMATCH'), ('X_CARRY_COLUMN'), ('X_IN_FORCE_MISMATCH'), ('X_YEAR_GAP'),
		('META_DUPLICATE_URL'), ('SEC_MISSING'), ('ROW_MISSING'), ('ROW_SHORT'), ('ROW_LONG'),
		('TABLE_INCOMPLETE'), ('DOC_MIRROR'), ('DOC_TRUNCATED'), ('META_YEAR_CONFLICT'),
		('META_PUB_BEFORE_END'), ('META_AGENCY_MISSING'), ('META_AGENCY_CONFLICT'), ('TPL_PLACEHOLDER'),
		('X_VERSION_CHANGED'), ('PL_OUTCOME_WITHOUT_INPUT'), ('NARR_SEC5_EMPTY'))
	UNION SELECT rule FROM said_rules WHERE rule LIKE 'NT!_%' ESCAPE '!' OR rule IN ('NARR_ITEM_SUM', 'NARR_SHARE', 'NARR_YOY');

CREATE TEMP TABLE got AS SELECT DISTINCT rule, agency, CAST(year AS INTEGER) AS year FROM said_findings
	WHERE rule IN (SELECT rule FROM judged);
SELECT j.rule, (SELECT count(*) FROM want w WHERE w.rule = j.rule),
	(SELECT count(*) FROM got g WHERE g.rule = j.rule),
	(SELECT count(*) FROM got g JOIN want w USING (rule, agency, year) WHERE g.rule = j.rule)
FROM judged j ORDER BY j.rule;

-- Omissions of tables and of whole reports, by what was planted.
CREATE TEMP TABLE want_omission AS
	SELECT agency, year, 'table' AS what, status FROM doc_table WHERE status IN ('absent', 'blank', 'image', 'attachment')
	UNION ALL SELECT a.name, CAST(d.year AS INTEGER), 'report', 'no_report' FROM truth_documents d
	JOIN truth_agencies a ON a.agency = d.agency WHERE d.status = 'not_published';
CREATE TEMP TABLE got_omission AS
	SELECT agency, CAST(year AS INTEGER) AS year, iif("table" = 'report', 'report', 'table') AS what, status
	FROM said_omissions WHERE status IN ('absent', 'blank', 'image', 'attachment', 'no_report');
SELECT 'omission:' || s.status, (SELECT count(*) FROM want_omission w WHERE w.status = s.status),
	(SELECT count(*) FROM got_omission g WHERE g.status = s.status),
	(SELECT count(*) FROM (SELECT *, row_number() OVER (PARTITION BY agency, year, what, status) AS i FROM got_omission g
		WHERE g.status = s.status INTERSECT SELECT *, row_number() OVER (PARTITION BY agency, year, what, status)
		FROM want_omission w WHERE w.status = s.status))
FROM (SELECT DISTINCT status FROM want_omission) s ORDER BY 1;

SELECT '# missed', * FROM (SELECT * FROM want WHERE rule IN (SELECT rule FROM judged) EXCEPT SELECT rule, agency, year FROM got);
SELECT '# invented', * FROM (SELECT rule, agency, year FROM got EXCEPT SELECT * FROM want);
