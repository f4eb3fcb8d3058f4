-- The database of nianbao. docs/data-model.md says what each column means; a test keeps the two equal.
-- Text up to the next "-- migration" line runs once, in one transaction, when user_version is lower.
-- The wide tables t_disclosure, t_requests, t_review and t_statistics are made from report/cells.def
-- when the database is opened for writing; views are in views.sql.

-- migration 1
CREATE TABLE meta (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
	id          INTEGER PRIMARY KEY,
	command     TEXT NOT NULL,
	program     TEXT NOT NULL,
	vantage     TEXT,
	shard       TEXT,
	started_ms  INTEGER NOT NULL,
	ended_ms    INTEGER,
	outcome     TEXT,
	message     TEXT,
	n_fetched   INTEGER NOT NULL DEFAULT 0,
	n_bytes     INTEGER NOT NULL DEFAULT 0,
	n_documents INTEGER NOT NULL DEFAULT 0,
	n_new       INTEGER NOT NULL DEFAULT 0,
	n_changed   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE agency (
	id     INTEGER PRIMARY KEY,
	name   TEXT NOT NULL,
	region TEXT NOT NULL DEFAULT '',
	level  TEXT,
	parent TEXT,
	UNIQUE (name, region)
) STRICT;

-- Two names of one body: the evidence is what nianbao check found.
CREATE TABLE agency_link (
	agency_id INTEGER PRIMARY KEY REFERENCES agency(id),
	same_as   INTEGER NOT NULL REFERENCES agency(id),
	kind      TEXT NOT NULL,
	evidence  TEXT NOT NULL
) STRICT;

CREATE TABLE seed (
	id             INTEGER PRIMARY KEY,
	url            TEXT NOT NULL,
	agency         TEXT NOT NULL DEFAULT '',
	name           TEXT,
	kind           TEXT NOT NULL,
	region         TEXT,
	level          TEXT,
	parent         TEXT,
	years          TEXT,
	note           TEXT,
	agency_id      INTEGER REFERENCES agency(id),
	lists_complete INTEGER,
	UNIQUE (url, agency)
) STRICT;

CREATE TABLE expected (
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	year      INTEGER NOT NULL,
	origin    TEXT NOT NULL,
	seed_id   INTEGER REFERENCES seed(id),
	PRIMARY KEY (agency_id, year)
) STRICT, WITHOUT ROWID;
CREATE INDEX expected_year ON expected(year);

CREATE TABLE host (
	id               INTEGER PRIMARY KEY,
	name             TEXT NOT NULL UNIQUE,
	domain           TEXT,
	address          TEXT,
	tls              TEXT,
	next_at_ms       INTEGER NOT NULL DEFAULT 0,
	crawl_delay_ms   INTEGER,
	backoff_until_ms INTEGER NOT NULL DEFAULT 0,
	backoff_steps    INTEGER NOT NULL DEFAULT 0,
	event_ms         INTEGER NOT NULL DEFAULT 0,
	fails            INTEGER NOT NULL DEFAULT 0,
	breaker_state    TEXT NOT NULL DEFAULT 'closed',
	breaker_until_ms INTEGER NOT NULL DEFAULT 0,
	stop_reason      TEXT
) STRICT;

CREATE TABLE robots (
	host_id       INTEGER PRIMARY KEY REFERENCES host(id),
	verdict       TEXT NOT NULL,
	status        INTEGER NOT NULL DEFAULT 0,
	fetched_ms    INTEGER NOT NULL,
	expires_ms    INTEGER NOT NULL,
	good_ms       INTEGER,
	fails         INTEGER NOT NULL DEFAULT 0,
	etag          TEXT,
	last_modified TEXT,
	body          BLOB
) STRICT;

CREATE TABLE url (
	id             INTEGER PRIMARY KEY,
	key            INTEGER NOT NULL UNIQUE,
	text           TEXT NOT NULL,
	host_id        INTEGER NOT NULL REFERENCES host(id),
	state          INTEGER NOT NULL DEFAULT 0,
	kind           TEXT NOT NULL,
	rank           INTEGER NOT NULL DEFAULT 0,
	depth          INTEGER NOT NULL DEFAULT 0,
	parent_id      INTEGER REFERENCES url(id),
	seed_id        INTEGER REFERENCES seed(id),
	link_text      TEXT,
	year           INTEGER,
	tries          INTEGER NOT NULL DEFAULT 0,
	disposition    TEXT,
	added_ms       INTEGER NOT NULL DEFAULT 0,
	fetched_ms     INTEGER,
	due_ms         INTEGER,
	interval_s     INTEGER,
	etag           TEXT,
	last_modified  TEXT
) STRICT;
CREATE INDEX url_pending ON url(host_id, rank, id) WHERE state = 0;
CREATE INDEX url_taken ON url(id) WHERE state = 1;
CREATE INDEX url_due ON url(due_ms) WHERE due_ms IS NOT NULL AND state = 2;
CREATE INDEX url_seed ON url(seed_id, state, disposition) WHERE seed_id IS NOT NULL;

CREATE TABLE archive (
	id   INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE fetch (
	id             INTEGER PRIMARY KEY,
	run_id         INTEGER REFERENCES run(id),
	url_id         INTEGER NOT NULL REFERENCES url(id),
	started_ms     INTEGER NOT NULL,
	took_ms        INTEGER NOT NULL DEFAULT 0,
	disposition    TEXT NOT NULL,
	detail         TEXT,
	status         INTEGER NOT NULL DEFAULT 0,
	location       TEXT,
	media_type     TEXT,
	charset        TEXT,
	address        TEXT,
	n_bytes        INTEGER NOT NULL DEFAULT 0,
	sha256         TEXT,
	archive_id     INTEGER REFERENCES archive(id),
	archive_offset INTEGER,
	archive_length INTEGER
) STRICT;
CREATE INDEX fetch_url ON fetch(url_id);

CREATE TABLE document (
	id                  INTEGER PRIMARY KEY,
	url_id              INTEGER REFERENCES url(id),
	path                TEXT,
	sha256              TEXT NOT NULL,
	n_bytes             INTEGER NOT NULL,
	media_type          TEXT,
	http_charset        TEXT,
	archive_id          INTEGER REFERENCES archive(id),
	archive_offset      INTEGER,
	archive_length      INTEGER,
	wire_digest         TEXT,
	seed_id             INTEGER REFERENCES seed(id),
	link_text           TEXT,
	link_year           INTEGER,
	first_seen_ms       INTEGER NOT NULL,
	last_seen_ms        INTEGER NOT NULL,
	is_superseded       INTEGER NOT NULL DEFAULT 0,
	gone_ms             INTEGER,
	outcome             TEXT,
	outcome_message     TEXT,
	format              TEXT,
	kind                TEXT,
	kind_reason         TEXT,
	title               TEXT,
	agency              TEXT,
	year                INTEGER,
	published           TEXT,
	charset_declared    TEXT,
	charset_used        TEXT,
	charset_source      TEXT,
	charset_margin_mnat INTEGER,
	n_replaced          INTEGER,
	is_untrusted        INTEGER,
	verdict             TEXT,
	is_traditional      INTEGER,
	cpu_us              INTEGER,
	reading_hash        INTEGER
) STRICT;
CREATE UNIQUE INDEX document_url ON document(url_id, sha256) WHERE url_id IS NOT NULL;
CREATE UNIQUE INDEX document_path ON document(path, sha256) WHERE url_id IS NULL;
CREATE INDEX document_sha256 ON document(sha256);
CREATE INDEX document_unread ON document(id) WHERE outcome IS NULL;
CREATE INDEX document_seed ON document(seed_id, outcome) WHERE seed_id IS NOT NULL;

CREATE TABLE repair (
	document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
	name        TEXT NOT NULL,
	n_places    INTEGER NOT NULL,
	margin_mnat INTEGER,
	before      TEXT,
	after       TEXT,
	PRIMARY KEY (document_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE attachment (
	document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
	no          INTEGER NOT NULL,
	url         TEXT NOT NULL,
	name        TEXT,
	format      TEXT,
	PRIMARY KEY (document_id, no)
) STRICT, WITHOUT ROWID;

CREATE TABLE report (
	id             INTEGER PRIMARY KEY,
	document_id    INTEGER NOT NULL UNIQUE REFERENCES document(id) ON DELETE CASCADE,
	agency_id      INTEGER REFERENCES agency(id),
	year           INTEGER,
	scope          TEXT,
	version        INTEGER NOT NULL DEFAULT 1,
	is_current     INTEGER NOT NULL DEFAULT 1,
	content_hash   INTEGER NOT NULL,
	title          TEXT,
	agency         TEXT,
	published      TEXT,
	title_from     TEXT NOT NULL,
	agency_from    TEXT NOT NULL,
	scope_from     TEXT NOT NULL,
	year_from      TEXT NOT NULL,
	published_from TEXT NOT NULL,
	year_title     INTEGER,
	year_period    INTEGER,
	year_preamble  INTEGER,
	signoff        TEXT,
	is_truncated   INTEGER NOT NULL,
	is_annex       INTEGER NOT NULL DEFAULT 0,
	needs_check    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX report_identity ON report(agency_id, year, scope);
CREATE INDEX report_unchecked ON report(id) WHERE needs_check;
CREATE INDEX report_year ON report(year, is_current);

CREATE TABLE table_state (
	report_id   INTEGER NOT NULL REFERENCES report(id) ON DELETE CASCADE,
	table_name  TEXT NOT NULL,
	status      TEXT NOT NULL,
	form        TEXT,
	block       INTEGER,
	evidence    TEXT,
	own_status  TEXT,
	document_id INTEGER REFERENCES document(id),
	PRIMARY KEY (report_id, table_name)
) STRICT, WITHOUT ROWID;
CREATE INDEX table_state_status ON table_state(status, table_name)
	WHERE status NOT IN ('present', 'partial');

CREATE TABLE cell_key (
	key         TEXT PRIMARY KEY,
	table_name  TEXT NOT NULL,
	slot        INTEGER NOT NULL,
	row_name    TEXT NOT NULL,
	col_name    TEXT NOT NULL,
	unit        TEXT NOT NULL,
	column_name TEXT NOT NULL,
	divisor     INTEGER NOT NULL,
	UNIQUE (table_name, slot)
) STRICT, WITHOUT ROWID;

CREATE TABLE cell_extra (
	report_id INTEGER NOT NULL REFERENCES report(id) ON DELETE CASCADE,
	key       TEXT NOT NULL,
	raw       TEXT,
	n         INTEGER,
	scale     INTEGER,
	PRIMARY KEY (report_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE section (
	report_id   INTEGER NOT NULL REFERENCES report(id) ON DELETE CASCADE,
	seq         INTEGER NOT NULL,
	no          INTEGER NOT NULL,
	ordinal     INTEGER,
	heading     TEXT,
	text        TEXT,
	first_block INTEGER NOT NULL,
	last_block  INTEGER NOT NULL,
	PRIMARY KEY (report_id, seq)
) STRICT;

CREATE TABLE note (
	report_id  INTEGER NOT NULL REFERENCES report(id) ON DELETE CASCADE,
	seq        INTEGER NOT NULL,
	kind       TEXT NOT NULL,
	table_name TEXT,
	row_name   TEXT,
	col_name   TEXT,
	text       TEXT,
	block      INTEGER NOT NULL,
	PRIMARY KEY (report_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE finding (
	id          INTEGER PRIMARY KEY,
	report_id   INTEGER NOT NULL REFERENCES report(id) ON DELETE CASCADE,
	origin      TEXT NOT NULL,
	rule        TEXT NOT NULL,
	severity    TEXT NOT NULL,
	cells       TEXT,
	left_micro  INTEGER,
	right_micro INTEGER,
	message     TEXT NOT NULL,
	quote       TEXT,
	block       INTEGER
) STRICT;
CREATE INDEX finding_report ON finding(report_id);
CREATE INDEX finding_rule ON finding(rule);

CREATE TABLE assessment (
	report_id INTEGER NOT NULL REFERENCES report(id) ON DELETE CASCADE,
	rule      TEXT NOT NULL,
	origin    TEXT NOT NULL,
	holds     INTEGER NOT NULL,
	fails     INTEGER NOT NULL,
	open      INTEGER NOT NULL,
	PRIMARY KEY (report_id, rule)
) STRICT, WITHOUT ROWID;

-- migration 2
-- How the rules came out lay in some sixty rows a report; now in a line of text. The view
-- assessment shows the rows as they were.
CREATE TABLE rule_key (
	rule TEXT PRIMARY KEY,
	slot INTEGER NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;

CREATE TABLE assessed (
	report_id INTEGER NOT NULL REFERENCES report(id) ON DELETE CASCADE,
	origin    TEXT NOT NULL,
	packed    TEXT NOT NULL,
	PRIMARY KEY (report_id, origin)
) STRICT, WITHOUT ROWID;

INSERT INTO rule_key
SELECT rule, row_number() OVER (ORDER BY rule) - 1 FROM (SELECT DISTINCT rule FROM assessment);

INSERT INTO assessed
SELECT r.report_id, r.origin,
       (SELECT group_concat(coalesce((SELECT char(min(a.holds, 50000) + 33, min(a.fails, 50000) + 33,
                                                  min(a.open, 50000) + 33)
                                      FROM assessment a
                                      WHERE a.report_id = r.report_id AND a.rule = k.rule
                                        AND a.origin = r.origin), '   '), '')
        FROM (SELECT rule FROM rule_key ORDER BY slot) k)
FROM (SELECT DISTINCT report_id, origin FROM assessment) r;

DROP TABLE assessment;

-- Nothing asked for it, and a random key is the dearest to keep in order.
DROP INDEX document_sha256;
