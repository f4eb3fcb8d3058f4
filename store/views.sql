-- Views hold no data; they are made anew when the program has others than the database.
-- The view `cell` is made from the dictionary cell_key (store_cells.c). docs/data-model.md explains them.

DROP VIEW IF EXISTS source;
CREATE VIEW source AS
SELECT d.id AS document_id, u.text AS url, d.path, a.name AS archive, d.archive_offset,
       d.archive_length
FROM document d
LEFT JOIN url u ON u.id = d.url_id
LEFT JOIN archive a ON a.id = d.archive_id;

-- What kind of body an agency is, for its deadline: its name tells more than the seed's level.
DROP VIEW IF EXISTS body;
CREATE VIEW body AS
SELECT id AS agency_id, name, region, level, parent,
       CASE
       WHEN name GLOB '*[镇乡]人民政府' OR name GLOB '*街道*办事处' OR name GLOB '*[镇乡]' THEN 'town'
       WHEN name GLOB '*人民政府' THEN 'government'
       WHEN name GLOB '*[局厅委部署]' OR name GLOB '*委员会' OR name GLOB '*办公室'
         OR name GLOB '*管委会' THEN 'department'
       WHEN level = 'town' THEN 'town'
       WHEN level IN ('central', 'dept', 'institution') THEN 'department'
       WHEN level IN ('province', 'city', 'county') THEN 'government'
       WHEN name GLOB '*开发区' OR name GLOB '*新区' THEN 'unknown'
       WHEN name GLOB '*[省市县区旗州盟]' THEN 'government'
       ELSE 'unknown'
       END AS kind
FROM agency;

-- The kindest reading of article 49: bodies it does not name have until 31 March.
DROP VIEW IF EXISTS deadline;
CREATE VIEW deadline AS
SELECT y.agency_id, y.year,
       printf('%04d-%s', y.year + 1,
              iif(y.year >= 2019 AND b.kind = 'department', '01-31', '03-31')) AS day
FROM (SELECT DISTINCT agency_id, year FROM report
      WHERE agency_id IS NOT NULL AND year IS NOT NULL) y
JOIN body b ON b.agency_id = y.agency_id;

DROP VIEW IF EXISTS late;
CREATE VIEW late AS
SELECT r.id AS report_id, a.name AS agency, a.region, a.level, r.year, r.scope, p.published,
       l.day AS deadline, CAST(julianday(p.published) - julianday(l.day) AS INTEGER) AS days_late,
       s.url, s.path, s.archive, s.archive_offset, s.archive_length
FROM report r
JOIN agency a ON a.id = r.agency_id
JOIN (SELECT agency_id, year, scope, min(published) AS published FROM report
      WHERE length(published) = 10 AND agency_id IS NOT NULL AND year IS NOT NULL
        AND NOT is_annex
      GROUP BY agency_id, year, scope) p
  ON p.agency_id = r.agency_id AND p.year = r.year AND p.scope IS r.scope
JOIN deadline l ON l.agency_id = r.agency_id AND l.year = r.year
JOIN source s ON s.document_id = r.document_id
WHERE r.is_current AND p.published > l.day;

DROP VIEW IF EXISTS report_panel;
CREATE VIEW report_panel AS
SELECT r.id AS report_id, coalesce(a.name, r.agency) AS agency, a.region, a.level, r.year, r.scope,
       r.published, r.title,
       sd.status AS disclosure, sq.status AS requests, sv.status AS review, ss.status AS statistics,
       q.req_new_total, q.req_carried_in_total, q.res_granted_total, q.res_partial_total,
       q.res_total_total, q.req_carried_out_total,
       v.rev_total, v.lit_direct_total, v.lit_after_rev_total,
       d.pub_rule_issued, d.pub_norm_issued, d.pub_license_decisions, d.pub_penalty_decisions,
       d.pub_coercion_decisions, d.pub_fee_amount_fen / 100.0 AS pub_fee_yuan,
       t.s14_req_total, t.s14_ans_total,
       (SELECT count(*) FROM finding f WHERE f.report_id = r.id AND f.severity = 'error') AS n_errors,
       (SELECT count(*) FROM finding f WHERE f.report_id = r.id AND f.severity = 'warning')
         AS n_warnings,
       s.url, s.path
FROM report r
LEFT JOIN agency a ON a.id = r.agency_id
JOIN source s ON s.document_id = r.document_id
LEFT JOIN table_state sd ON sd.report_id = r.id AND sd.table_name = 'disclosure'
LEFT JOIN table_state sq ON sq.report_id = r.id AND sq.table_name = 'requests'
LEFT JOIN table_state sv ON sv.report_id = r.id AND sv.table_name = 'review'
LEFT JOIN table_state ss ON ss.report_id = r.id AND ss.table_name = 'statistics'
LEFT JOIN t_disclosure d ON d.report_id = r.id
LEFT JOIN t_requests q ON q.report_id = r.id
LEFT JOIN t_review v ON v.report_id = r.id
LEFT JOIN t_statistics t ON t.report_id = r.id
WHERE r.is_current;

-- Tables that a report should have by its year and of which no source of it has the figures.
DROP VIEW IF EXISTS table_omission;
CREATE VIEW table_omission AS
SELECT r.id AS report_id, r.document_id, r.agency_id, r.year, t.table_name,
       CASE
       WHEN t.status IN ('image', 'attachment') THEN t.status
       WHEN r.year IS NULL THEN 'cannot_tell'
       WHEN d.is_untrusted OR r.is_truncated THEN 'damaged'
       ELSE t.status
       END AS status,
       CASE WHEN d.is_untrusted THEN coalesce(d.verdict, 'untrusted')
            WHEN r.is_truncated THEN 'truncated' ELSE t.evidence END AS evidence
FROM table_state t
JOIN report r ON r.id = t.report_id AND r.is_current
JOIN document d ON d.id = r.document_id
WHERE t.status NOT IN ('present', 'partial')
  AND CASE WHEN r.year BETWEEN 2014 AND 2018 THEN t.table_name = 'statistics'
           WHEN r.year < 2014 THEN 0
           WHEN r.year IS NULL AND EXISTS (SELECT 1 FROM table_state x WHERE x.report_id = r.id
                AND x.table_name = 'statistics' AND x.status <> 'absent') THEN 0
           ELSE t.table_name <> 'statistics' END
  AND NOT EXISTS (SELECT 1 FROM report o JOIN table_state ot ON ot.report_id = o.id
      WHERE o.agency_id = r.agency_id AND o.year = r.year AND o.scope IS r.scope
        AND ot.table_name = t.table_name AND ot.status IN ('present', 'partial'));

-- Who owes a report for which year: seeds and lists say so, or there are reports before and after.
DROP VIEW IF EXISTS expected_body;
CREATE VIEW expected_body AS
WITH RECURSIVE span(agency_id, year, last) AS (
	SELECT agency_id, min(year), max(year) FROM report
	WHERE agency_id IS NOT NULL AND year IS NOT NULL AND NOT is_annex GROUP BY agency_id
	UNION ALL SELECT agency_id, year + 1, last FROM span WHERE year < last)
SELECT agency_id, year, origin FROM expected
UNION ALL
SELECT agency_id, year, 'other_years' FROM span
WHERE NOT EXISTS (SELECT 1 FROM expected x
                  WHERE x.agency_id = span.agency_id AND x.year = span.year);

-- Lines of a seed list with one URL are read together: one of them stands for all.
DROP VIEW IF EXISTS seed_list;
CREATE VIEW seed_list AS
SELECT s.id AS seed_id, (SELECT min(x.id) FROM seed x WHERE x.url = s.url) AS list_id FROM seed s;

-- What keeps us from saying that a list has no report of some year. year NULL: of any year.
DROP VIEW IF EXISTS list_doubt;
CREATE VIEW list_doubt AS
SELECT l.list_id, u.year, u.link_text,
       CASE WHEN disposition IN ('robots_disallow', 'robots_refused') THEN 'robots'
            WHEN disposition = 'blocked' THEN 'blocked'
            WHEN disposition = 'unsupported' THEN 'not_visited' ELSE 'unreachable' END AS status,
       CASE WHEN disposition = 'not_found' THEN 0
            WHEN disposition IN ('robots_disallow', 'robots_refused') THEN 4
            WHEN disposition = 'blocked' THEN 3 ELSE 5 END AS rank,
       disposition AS evidence, u.text AS example
FROM url u JOIN seed_list l ON l.seed_id = u.seed_id
WHERE u.state <> 4 AND disposition NOT IN ('ok', 'not_modified', 'redirect', 'offsite')
UNION ALL
SELECT l.list_id, u.year, NULL, 'not_visited', 6, 'not asked for yet', min(u.text)
FROM url u JOIN seed_list l ON l.seed_id = u.seed_id
WHERE u.state <> 4 AND disposition IS NULL
GROUP BY l.list_id, u.year
UNION ALL
SELECT l.list_id, d.link_year, d.link_text, 'unreadable', 1, coalesce(d.outcome, 'not read yet'),
       coalesce(u.text, d.path)
FROM document d JOIN seed_list l ON l.seed_id = d.seed_id LEFT JOIN url u ON u.id = d.url_id
WHERE NOT d.is_superseded AND coalesce(d.outcome, '') <> 'none'
UNION ALL
SELECT l.list_id, r.year, NULL, 'cannot_tell', 2,
       'a report of which the agency or the year cannot be told', min(coalesce(u.text, d.path))
FROM report r JOIN document d ON d.id = r.document_id
JOIN seed_list l ON l.seed_id = d.seed_id LEFT JOIN url u ON u.id = d.url_id
WHERE (r.agency_id IS NULL OR r.year IS NULL) AND NOT r.is_annex
GROUP BY l.list_id, r.year
UNION ALL
SELECT l.list_id, NULL, NULL, 'not_visited', 7, 'lists not read to their end', min(s.url)
FROM seed s JOIN seed_list l ON l.seed_id = s.id
GROUP BY l.list_id HAVING max(coalesce(s.lists_complete, 0)) = 0;

DROP VIEW IF EXISTS missing_report;
CREATE VIEW missing_report AS
WITH missing AS MATERIALIZED (
	SELECT x.agency_id, x.year, x.origin FROM expected_body x
	WHERE NOT EXISTS (SELECT 1 FROM report r
	                  WHERE r.agency_id = x.agency_id AND r.year = x.year
	                    AND NOT r.is_annex)),
lists AS MATERIALIZED (SELECT * FROM seed_list),
known AS MATERIALIZED (
	SELECT k.agency_id, l.list_id FROM (
		SELECT agency_id, seed_id FROM expected WHERE seed_id IS NOT NULL
		UNION SELECT agency_id, id FROM seed WHERE agency_id IS NOT NULL
		UNION SELECT r.agency_id, d.seed_id FROM report r
		JOIN document d ON d.id = r.document_id
		WHERE r.agency_id IS NOT NULL AND d.seed_id IS NOT NULL) k
	JOIN lists l ON l.seed_id = k.seed_id GROUP BY 1, 2),
found AS MATERIALIZED (
	SELECT l.list_id, r.year FROM report r JOIN document d ON d.id = r.document_id
	JOIN lists l ON l.seed_id = d.seed_id WHERE NOT r.is_annex GROUP BY 1, 2),
-- That three bodies and more of one list left out a year, and nobody published, is not likely:
-- we have not found that year's list.
silent AS MATERIALIZED (
	SELECT k.list_id, m.year, count(*) AS n FROM missing m
	JOIN known k ON k.agency_id = m.agency_id
	LEFT JOIN found f ON f.list_id = k.list_id AND f.year = m.year
	WHERE f.year IS NULL GROUP BY 1, 2 HAVING count(*) >= 3),
-- The one body of a list: what its links leave unsaid is said of it.
sole AS MATERIALIZED (
	SELECT list_id, min(agency_id) AS agency_id FROM known GROUP BY list_id HAVING count(*) = 1),
-- A page whose link names bodies of the list concerns them alone; a dead link that names none, nobody,
-- unless it names a year and there is but one body.
item AS MATERIALIZED (SELECT row_number() OVER () AS no, * FROM list_doubt),
named AS MATERIALIZED (
	SELECT i.no, k.agency_id FROM item i JOIN known k ON k.list_id = i.list_id
	JOIN agency a ON a.id = k.agency_id
	WHERE i.link_text IS NOT NULL AND instr(i.link_text, a.name) > 0
	UNION SELECT i.no, s.agency_id FROM item i JOIN sole s ON s.list_id = i.list_id
	WHERE i.rank = 0 AND i.year IS NOT NULL AND i.link_text IS NOT NULL),
doubt AS MATERIALIZED (
	SELECT list_id, year, NULL AS agency_id, status, min(rank) AS rank,
	       'under its seed: ' || evidence AS evidence, example FROM item
	WHERE rank > 0 AND no NOT IN (SELECT no FROM named) GROUP BY list_id, year, status
	UNION ALL
	SELECT i.list_id, i.year, n.agency_id, i.status, i.rank, i.evidence || ': ' || i.link_text,
	       i.example FROM item i JOIN named n ON n.no = i.no
	UNION ALL
	SELECT k.list_id, r.year, r.agency_id, 'cannot_tell', 0,
	       'its tables were found, the report they belong to was not', coalesce(u.text, d.path)
	FROM report r JOIN known k ON k.agency_id = r.agency_id
	JOIN document d ON d.id = r.document_id LEFT JOIN url u ON u.id = d.url_id
	WHERE r.is_annex AND r.year IS NOT NULL
	UNION ALL
	SELECT list_id, year, NULL, 'cannot_tell', 8, 'no report of that year by any of '
	       || n || ' bodies: its list was not found', NULL FROM silent),
ranked AS (
	SELECT m.agency_id, m.year, m.origin, k.list_id, d.status, d.evidence, d.example,
	       row_number() OVER (PARTITION BY m.agency_id, m.year
	                          ORDER BY d.rank NULLS LAST, k.list_id, d.example) AS place
	FROM missing m LEFT JOIN known k ON k.agency_id = m.agency_id
	LEFT JOIN doubt d ON d.list_id = k.list_id AND (d.year IS NULL OR d.year = m.year)
	 AND (d.agency_id IS NULL OR d.agency_id = m.agency_id))
SELECT w.agency_id, w.year, w.origin,
       CASE WHEN w.list_id IS NULL THEN 'not_visited'
            ELSE coalesce(w.status, 'no_report') END AS status,
       CASE WHEN w.list_id IS NULL THEN 'no list of its reports is known'
            ELSE coalesce(w.evidence, 'not in any list of its seed, all read to their end') END
         AS evidence,
       coalesce(w.example, s.url) AS url
FROM ranked w LEFT JOIN seed s ON s.id = w.list_id
WHERE w.place = 1;

-- Only rows with is_omission = 1 accuse anybody.
DROP VIEW IF EXISTS omission;
CREATE VIEW omission AS
SELECT o.year, coalesce(a.name, r.agency) AS agency, a.region, a.level, o.table_name, o.status,
       o.status IN ('absent', 'blank') AS is_omission, o.evidence, s.url, s.path, s.archive,
       s.archive_offset, s.archive_length, o.report_id, o.document_id
FROM table_omission o
JOIN report r ON r.id = o.report_id
LEFT JOIN agency a ON a.id = o.agency_id
JOIN source s ON s.document_id = o.document_id
UNION ALL
SELECT m.year, a.name, a.region, a.level, 'report', m.status, m.status = 'no_report', m.evidence,
       m.url, NULL, NULL, NULL, NULL, NULL, NULL
FROM missing_report m JOIN agency a ON a.id = m.agency_id
UNION ALL
SELECT d.link_year, nullif(e.agency, ''), e.region, e.level, 'report', 'unreadable', 0,
       d.outcome || coalesce(': ' || d.outcome_message, ''), s.url, s.path, s.archive,
       s.archive_offset, s.archive_length, NULL, d.id
FROM document d
JOIN source s ON s.document_id = d.id
LEFT JOIN url u ON u.id = d.url_id
LEFT JOIN seed e ON e.id = d.seed_id
WHERE d.outcome <> 'none' AND NOT d.is_superseded
  AND (d.url_id IS NULL OR u.kind IN ('article', 'attachment', 'template'));

-- A body and a year: its best report, or why there is none.
DROP VIEW IF EXISTS coverage;
CREATE VIEW coverage AS
SELECT r.year, a.name AS agency, a.region, a.level, r.scope,
       CASE WHEN o.n THEN 'tables_omitted' WHEN l.report_id IS NOT NULL THEN 'late'
            ELSE 'published' END AS status,
       r.published, r.id AS report_id, s.url, s.path
FROM report r
JOIN agency a ON a.id = r.agency_id
JOIN source s ON s.document_id = r.document_id
LEFT JOIN (SELECT report_id, sum(status IN ('absent', 'blank')) AS n FROM table_omission
           GROUP BY report_id) o ON o.report_id = r.id
LEFT JOIN late l ON l.report_id = r.id
WHERE r.is_current AND r.year IS NOT NULL
UNION ALL
SELECT m.year, a.name, a.region, a.level, NULL, m.status, NULL, NULL, m.url, NULL
FROM missing_report m JOIN agency a ON a.id = m.agency_id;

DROP VIEW IF EXISTS coverage_by_year;
CREATE VIEW coverage_by_year AS
SELECT year, count(*) AS n_bodies, sum(report_id IS NOT NULL) AS n_reports,
       sum(status = 'tables_omitted') AS n_tables_omitted, sum(status = 'late') AS n_late,
       sum(status = 'no_report') AS n_no_report, sum(status = 'unreachable') AS n_unreachable,
       sum(status = 'robots') AS n_robots, sum(status = 'blocked') AS n_blocked,
       sum(status = 'not_visited') AS n_not_visited,
       sum(status IN ('unreadable', 'cannot_tell')) AS n_cannot_tell
FROM coverage GROUP BY year;

DROP VIEW IF EXISTS inconsistent;
CREATE VIEW inconsistent AS
SELECT r.id AS report_id, coalesce(a.name, r.agency) AS agency, a.region, a.level, r.year, r.scope,
       f.n AS n_errors, f.rules, s.url, s.path
FROM report r
JOIN (SELECT report_id, count(*) AS n, group_concat(DISTINCT rule) AS rules FROM finding
      WHERE severity = 'error' GROUP BY report_id) f ON f.report_id = r.id
LEFT JOIN agency a ON a.id = r.agency_id
JOIN source s ON s.document_id = r.document_id
WHERE r.is_current;

-- Reports of which different contents are published.
DROP VIEW IF EXISTS conflicting;
CREATE VIEW conflicting AS
SELECT a.name AS agency, a.region, a.level, r.year, r.scope, r.id AS report_id, r.version,
       r.is_current, r.published, d.is_superseded, s.url, s.path
FROM report r
JOIN (SELECT agency_id, year, scope FROM report
      WHERE agency_id IS NOT NULL AND year IS NOT NULL AND NOT is_annex
      GROUP BY agency_id, year, scope HAVING count(DISTINCT version) > 1) x
  ON x.agency_id = r.agency_id AND x.year = r.year AND x.scope IS r.scope AND NOT r.is_annex
JOIN agency a ON a.id = r.agency_id
JOIN document d ON d.id = r.document_id
JOIN source s ON s.document_id = r.document_id;

-- Three characters a rule, at the place that rule_key gives it; spaces: it does not apply.
DROP VIEW IF EXISTS assessment;
CREATE VIEW assessment AS
SELECT a.report_id, k.rule, a.origin,
       unicode(substr(a.packed, 3 * k.slot + 1, 1)) - 33 AS holds,
       unicode(substr(a.packed, 3 * k.slot + 2, 1)) - 33 AS fails,
       unicode(substr(a.packed, 3 * k.slot + 3, 1)) - 33 AS open
FROM assessed a JOIN rule_key k ON substr(a.packed, 3 * k.slot + 1, 1) NOT IN ('', ' ');
