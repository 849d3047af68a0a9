-- The tables of the service, first version: one text for both databases, in
-- SQLite's words. For PostgreSQL the program reads INTEGER as BIGINT, BLOB as
-- BYTEA and leaves STRICT out (src/db/schema.c).
--
-- A company is a tenant: its id leads every key. Ids are UUIDs of 16 bytes,
-- made by the program. Times end in _ms: Unix time. Entities are never
-- deleted, only made inactive.
--
-- changed_seq: the company's change_seq when the row was last written; the
-- catalogue's deltas and cursors go by it. since_ms: since when `active` (of
-- an employee: or the role) is as it is; a punch from before is quarantined
-- where a later one is refused.

CREATE TABLE schema_version (
	version INTEGER NOT NULL
) STRICT;

CREATE TABLE company (
	id BLOB PRIMARY KEY CHECK (length(id) = 16),
	company_id TEXT NOT NULL UNIQUE, -- the sub-domain, "acme"
	name TEXT NOT NULL,
	zone TEXT NOT NULL, -- IANA name
	clock_enabled INTEGER NOT NULL, -- Enable Clock In/Out
	clock_since_ms INTEGER NOT NULL, -- since when it is so
	change_seq INTEGER NOT NULL DEFAULT 0, -- last one given out
	created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE role (
	company BLOB NOT NULL REFERENCES company (id),
	id BLOB NOT NULL CHECK (length(id) = 16),
	name TEXT NOT NULL,
	is_administrator INTEGER NOT NULL,
	since_ms INTEGER NOT NULL, -- since when permissions are as they are
	PRIMARY KEY (company, id),
	UNIQUE (company, name)
) STRICT;

-- What a role allows, by the names of core/permission.h; what is not here is
-- not given. Administrators have no rows: they have everything.
CREATE TABLE role_permission (
	company BLOB NOT NULL,
	role BLOB NOT NULL,
	permission TEXT NOT NULL,
	level TEXT NOT NULL CHECK (level IN ('access', 'view', 'edit')),
	PRIMARY KEY (company, role, permission),
	FOREIGN KEY (company, role) REFERENCES role (company, id)
) STRICT;

CREATE TABLE policy_group (
	company BLOB NOT NULL REFERENCES company (id),
	id BLOB NOT NULL CHECK (length(id) = 16),
	name TEXT NOT NULL,
	meal_tracked INTEGER NOT NULL,
	meal_length_minutes INTEGER NOT NULL,
	meal_due_after_minutes INTEGER NOT NULL,
	meal_early INTEGER NOT NULL, -- enum meal_early
	changed_seq INTEGER NOT NULL,
	PRIMARY KEY (company, id),
	UNIQUE (company, name)
) STRICT;

CREATE TABLE employee (
	company BLOB NOT NULL REFERENCES company (id),
	id BLOB NOT NULL CHECK (length(id) = 16),
	number TEXT NOT NULL, -- may be empty
	name TEXT NOT NULL,
	username TEXT, -- lower case; NULL: cannot sign in
	email TEXT,
	password_hash TEXT,
	verified INTEGER NOT NULL DEFAULT 0,
	active INTEGER NOT NULL DEFAULT 1,
	role BLOB, -- NULL: No Access
	since_ms INTEGER NOT NULL,
	viewset INTEGER NOT NULL, -- enum viewset
	viewset_since_ms INTEGER NOT NULL,
	policy_group BLOB NOT NULL,
	changed_seq INTEGER NOT NULL,
	PRIMARY KEY (company, id),
	UNIQUE (company, username),
	FOREIGN KEY (company, role) REFERENCES role (company, id),
	FOREIGN KEY (company, policy_group)
		REFERENCES policy_group (company, id)
) STRICT;
CREATE INDEX employee_changed ON employee (company, changed_seq, id);

-- Selected Employees of a viewset; inactive rows are tombstones.
CREATE TABLE viewset_member (
	company BLOB NOT NULL,
	viewer BLOB NOT NULL,
	member BLOB NOT NULL,
	active INTEGER NOT NULL DEFAULT 1,
	since_ms INTEGER NOT NULL,
	changed_seq INTEGER NOT NULL,
	PRIMARY KEY (company, viewer, member),
	FOREIGN KEY (company, viewer) REFERENCES employee (company, id),
	FOREIGN KEY (company, member) REFERENCES employee (company, id)
) STRICT;

CREATE TABLE cost_code (
	company BLOB NOT NULL REFERENCES company (id),
	id BLOB NOT NULL CHECK (length(id) = 16),
	number TEXT NOT NULL,
	name TEXT NOT NULL,
	active INTEGER NOT NULL DEFAULT 1,
	since_ms INTEGER NOT NULL,
	changed_seq INTEGER NOT NULL,
	PRIMARY KEY (company, id)
) STRICT;
CREATE INDEX cost_code_changed ON cost_code (company, changed_seq, id);

CREATE TABLE location (
	company BLOB NOT NULL REFERENCES company (id),
	id BLOB NOT NULL CHECK (length(id) = 16),
	number TEXT NOT NULL,
	name TEXT NOT NULL,
	active INTEGER NOT NULL DEFAULT 1,
	all_cost_codes INTEGER NOT NULL, -- else those of location_cost_code
	since_ms INTEGER NOT NULL,
	changed_seq INTEGER NOT NULL,
	PRIMARY KEY (company, id)
) STRICT;
CREATE INDEX location_changed ON location (company, changed_seq, id);

CREATE TABLE location_cost_code (
	company BLOB NOT NULL,
	location BLOB NOT NULL,
	cost_code BLOB NOT NULL,
	active INTEGER NOT NULL DEFAULT 1,
	since_ms INTEGER NOT NULL,
	changed_seq INTEGER NOT NULL,
	PRIMARY KEY (company, location, cost_code),
	FOREIGN KEY (company, location) REFERENCES location (company, id),
	FOREIGN KEY (company, cost_code) REFERENCES cost_code (company, id)
) STRICT;

-- A device is the name that a machine gave itself: no secret, and no right.
CREATE TABLE device (
	company BLOB NOT NULL REFERENCES company (id),
	id BLOB NOT NULL CHECK (length(id) = 16),
	name TEXT NOT NULL,
	created_ms INTEGER NOT NULL,
	revoked_ms INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (company, id)
) STRICT;

-- One person on one device, named by the service: what a run of punch numbers
-- and the credentials that deliver them belong to.
CREATE TABLE enrolment (
	company BLOB NOT NULL,
	id BLOB NOT NULL CHECK (length(id) = 16),
	device BLOB NOT NULL,
	employee BLOB NOT NULL,
	previous BLOB, -- the one whose place it took
	begun_ms INTEGER NOT NULL,
	ended_ms INTEGER NOT NULL DEFAULT 0, -- another took its place
	ended_at_number INTEGER NOT NULL DEFAULT 0, -- highest heard of then
	revoked_ms INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (company, id),
	FOREIGN KEY (company, device) REFERENCES device (company, id),
	FOREIGN KEY (company, employee) REFERENCES employee (company, id)
) STRICT;
CREATE INDEX enrolment_employee ON enrolment (company, employee, begun_ms);
CREATE INDEX enrolment_device ON enrolment (company, device, employee);

-- A new one with each sign-in; older ones deliver on, since the answer with
-- the new one may have been lost.
CREATE TABLE delivery_credential (
	hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
	company BLOB NOT NULL,
	enrolment BLOB NOT NULL,
	created_ms INTEGER NOT NULL,
	FOREIGN KEY (company, enrolment) REFERENCES enrolment (company, id)
) STRICT;
CREATE INDEX delivery_credential_enrolment
	ON delivery_credential (company, enrolment);

-- A sign-in of a person: a family of tokens. Of its refresh tokens only the
-- newest and the one that yielded it are good, and only these are known; any
-- other that holds the family's own part was used up (src/service/identity).
CREATE TABLE session (
	company BLOB NOT NULL,
	id BLOB NOT NULL CHECK (length(id) = 16),
	employee BLOB NOT NULL,
	enrolment BLOB, -- NULL: without a device it reads and never punches
	family BLOB NOT NULL UNIQUE CHECK (length(family) = 32), -- hash of it
	newest BLOB NOT NULL, -- hash of the refresh token given out last
	used BLOB, -- hash of the one that yielded it, NULL: the sign-in did
	renewal BLOB, -- random: makes the same answer of that one again
	created_ms INTEGER NOT NULL,
	used_ms INTEGER NOT NULL, -- when the last access token was made
	until_ms INTEGER NOT NULL, -- it is over then, unless refreshed
	revoked_ms INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (company, id),
	FOREIGN KEY (company, employee) REFERENCES employee (company, id),
	FOREIGN KEY (company, enrolment) REFERENCES enrolment (company, id)
) STRICT;
CREATE INDEX session_employee ON session (company, employee);
CREATE INDEX session_enrolment ON session (company, enrolment);
CREATE INDEX session_until ON session (until_ms);

CREATE TABLE access_token (
	hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
	company BLOB NOT NULL,
	session BLOB NOT NULL,
	until_ms INTEGER NOT NULL,
	FOREIGN KEY (company, session) REFERENCES session (company, id)
) STRICT;
CREATE INDEX access_token_session ON access_token (company, session);
CREATE INDEX access_token_until ON access_token (until_ms);

-- Failed sign-ins by account, address and company (which may not exist: the
-- key is a hash of what was tried, not a reference).
CREATE TABLE sign_in_failure (
	scope TEXT NOT NULL, -- 'account' 'address' 'company' 'device'
	key BLOB NOT NULL,
	window_ms INTEGER NOT NULL, -- start of the counted window
	failures INTEGER NOT NULL,
	until_ms INTEGER NOT NULL DEFAULT 0, -- no try before
	PRIMARY KEY (scope, key)
) STRICT;
CREATE INDEX sign_in_failure_window ON sign_in_failure (window_ms);

-- The ledger (src/service/ledger.h). Append-only, see the triggers.
CREATE TABLE ledger (
	company BLOB NOT NULL,
	seq INTEGER NOT NULL CHECK (seq >= 1), -- of the company, no gaps
	-- the punch, as it was made
	id BLOB NOT NULL CHECK (length(id) = 16),
	employee BLOB NOT NULL,
	pressed_by BLOB NOT NULL,
	device BLOB NOT NULL,
	device_seq INTEGER NOT NULL,
	kind TEXT NOT NULL,
	location BLOB,
	cost_code BLOB,
	target BLOB,
	forced INTEGER NOT NULL,
	wall_ms INTEGER NOT NULL,
	boottime_ms INTEGER NOT NULL,
	boot BLOB,
	zone TEXT NOT NULL,
	offset_s INTEGER NOT NULL,
	has_chosen INTEGER NOT NULL,
	chosen_ms INTEGER NOT NULL,
	comment TEXT NOT NULL,
	-- its delivery
	sender BLOB, -- employee; NULL: the device itself
	sent_wall_ms INTEGER NOT NULL,
	sent_boottime_ms INTEGER NOT NULL,
	sent_boot BLOB,
	received_ms INTEGER NOT NULL,
	-- what the service made of it
	at_ms INTEGER NOT NULL, -- effective time
	method TEXT NOT NULL,
	flags INTEGER NOT NULL,
	verdict TEXT NOT NULL CHECK (verdict IN ('recorded', 'quarantined')),
	problem TEXT NOT NULL,
	detail TEXT NOT NULL,
	content BLOB NOT NULL, -- hash of the punch's canonical bytes
	hash BLOB NOT NULL, -- chained to the row before
	PRIMARY KEY (company, seq),
	UNIQUE (company, id)
) STRICT;
CREATE INDEX ledger_employee ON ledger (company, employee, at_ms);
CREATE INDEX ledger_device ON ledger (company, device, device_seq);

-- The end of each company's chain; locked while a group is written.
CREATE TABLE ledger_head (
	company BLOB PRIMARY KEY,
	last_seq INTEGER NOT NULL,
	hash BLOB NOT NULL
) STRICT;

-- Numbers of a device that were refused: no gaps.
CREATE TABLE refusal (
	company BLOB NOT NULL,
	device BLOB NOT NULL,
	device_seq INTEGER NOT NULL,
	id BLOB NOT NULL,
	problem TEXT NOT NULL,
	refused_ms INTEGER NOT NULL,
	PRIMARY KEY (company, device, device_seq, id)
) STRICT;

-- Where the ledger stands with a device; written by the ledger alone.
CREATE TABLE device_state (
	company BLOB NOT NULL,
	device BLOB NOT NULL,
	last_seq INTEGER NOT NULL, -- highest number in the ledger
	last_at_ms INTEGER NOT NULL, -- its effective time
	watermark INTEGER NOT NULL, -- all up to here are known
	forks INTEGER NOT NULL, -- numbers that two punches claim
	steps INTEGER NOT NULL, -- times its wall clock was moved
	stepped_ms INTEGER NOT NULL, -- received when last seen
	-- its last delivery: the anchor of its present boot
	boot BLOB,
	boottime_ms INTEGER NOT NULL,
	wall_ms INTEGER NOT NULL,
	received_ms INTEGER NOT NULL,
	PRIMARY KEY (company, device)
) STRICT;

-- The last delivery of each of its earlier boots.
CREATE TABLE device_boot (
	company BLOB NOT NULL,
	device BLOB NOT NULL,
	boot BLOB NOT NULL,
	boottime_ms INTEGER NOT NULL,
	received_ms INTEGER NOT NULL,
	PRIMARY KEY (company, device, boot)
) STRICT;
