-- The tables of the service, first version: one text for both databases, in
-- SQLite's words. For PostgreSQL the program reads INTEGER as BIGINT, BLOB as
-- BYTEA and leaves STRICT out (src/db/schema.c).
--
-- A company is a tenant: its id leads every key. Ids are UUIDs of 16 bytes,
-- made by the program. Times end in _ms: Unix time. Entities are never
-- deleted, only made inactive; their numbers, where given, are unique.
--
-- changed_seq: the company's change_seq when the row was last written; the
-- catalogue's deltas and cursors go by it. since_ms: since when `active` (of
-- an employee: or the role) is as it is; a punch from before is quarantined
-- where a later one is refused.

CREATE TABLE schema_version (
	version INTEGER NOT NULL
) STRICT;

-- Secrets of the service itself, made by the first process that wants one.
CREATE TABLE service_key (
	name TEXT PRIMARY KEY, -- 'cursor': seals the catalogue's cursors
	bytes BLOB NOT NULL CHECK (length(bytes) = 32)
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
	given_name TEXT NOT NULL,
	family_name TEXT NOT NULL,
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
	CHECK (given_name <> '' OR family_name <> ''),
	FOREIGN KEY (company, role) REFERENCES role (company, id),
	FOREIGN KEY (company, policy_group)
		REFERENCES policy_group (company, id)
) STRICT;
CREATE INDEX employee_changed ON employee (company, changed_seq, id);
CREATE UNIQUE INDEX employee_number ON employee (company, number)
	WHERE number <> '';

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
CREATE UNIQUE INDEX cost_code_number ON cost_code (company, number)
	WHERE number <> '';

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
CREATE UNIQUE INDEX location_number ON location (company, number)
	WHERE number <> '';

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

-- The ledger (service/ledger/ledger.h): rows of several kinds in one chain and
-- one row of numbers. Append-only, see the triggers. A punch's row keeps it as
-- it was made, how it came, and what the service made of it by itself, before
-- any order.
CREATE TABLE ledger (
	company BLOB NOT NULL,
	seq INTEGER NOT NULL CHECK (seq >= 1), -- of the company, no gaps
	-- the punch, as it was made
	id BLOB NOT NULL, -- 16 bytes (verified; no function, see the triggers)
	enrolment BLOB NOT NULL,
	number INTEGER NOT NULL,
	employee BLOB NOT NULL,
	pressed_by BLOB NOT NULL,
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
	-- the contact that carried it
	bringer BLOB, -- the enrolment that brought it; NULL: its own
	sent_wall_ms INTEGER NOT NULL,
	sent_boottime_ms INTEGER NOT NULL,
	sent_boot BLOB,
	sent_highest INTEGER NOT NULL,
	received_ms INTEGER NOT NULL,
	-- the press by itself (core/restate.h)
	restated_ms INTEGER NOT NULL,
	method TEXT NOT NULL,
	anchor_boottime_ms INTEGER NOT NULL,
	anchor_received_ms INTEGER NOT NULL,
	not_before_ms INTEGER NOT NULL,
	not_after_ms INTEGER NOT NULL,
	flags INTEGER NOT NULL,
	verdict TEXT NOT NULL CHECK (verdict IN ('recorded', 'quarantined')),
	content BLOB NOT NULL, -- hash of the punch's canonical bytes
	hash BLOB NOT NULL, -- chained to the row before
	PRIMARY KEY (company, seq),
	-- Led by the id, which rises with the time at which it was made: what
	-- comes at a time stands on few pages, whoever pressed.
	UNIQUE (company, id, enrolment, pressed_by)
) STRICT;
CREATE INDEX ledger_number ON ledger (company, enrolment, number);

-- What became known afterwards, in the same chain: a cause of a punch's
-- quarantine; its press restated, because contacts say better; that from a
-- number on the journal of an enrolment is not the only one.
CREATE TABLE ledger_event (
	company BLOB NOT NULL,
	seq INTEGER NOT NULL CHECK (seq >= 1),
	kind TEXT NOT NULL CHECK (kind IN ('cause', 'restated', 'forked')),
	at_ms INTEGER NOT NULL, -- when it became known
	punch INTEGER NOT NULL, -- the seq of its row; 'forked': 0
	cause TEXT NOT NULL, -- 'cause': its name (core/cause.h), else ''
	enrolment BLOB, -- 'forked' alone
	number INTEGER NOT NULL, -- 'forked': from this one on, else 0
	restated_ms INTEGER NOT NULL, -- 'restated': as in the ledger, else 0
	method TEXT NOT NULL,
	anchor_boottime_ms INTEGER NOT NULL,
	anchor_received_ms INTEGER NOT NULL,
	not_before_ms INTEGER NOT NULL,
	not_after_ms INTEGER NOT NULL,
	flags INTEGER NOT NULL,
	hash BLOB NOT NULL,
	PRIMARY KEY (company, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_event_punch ON ledger_event (company, punch);

-- The end of each company's chain; locked while a group is written.
CREATE TABLE ledger_head (
	company BLOB PRIMARY KEY,
	last_seq INTEGER NOT NULL,
	hash BLOB NOT NULL
) STRICT;

-- Numbers of an enrolment that were refused: no gaps.
CREATE TABLE refusal (
	company BLOB NOT NULL,
	enrolment BLOB NOT NULL,
	number INTEGER NOT NULL,
	id BLOB NOT NULL,
	problem TEXT NOT NULL,
	refused_ms INTEGER NOT NULL,
	PRIMARY KEY (company, enrolment, number, id)
) STRICT;

-- What follows from the ledger; can be worked out again at any time.

-- Each punch as it counts now: its press restated (by the last row that says
-- so), in the order of its enrolment, and the time that counts.
CREATE TABLE timeline (
	company BLOB NOT NULL,
	seq INTEGER NOT NULL, -- of its row in the ledger
	employee BLOB NOT NULL,
	enrolment BLOB NOT NULL,
	number INTEGER NOT NULL,
	at_ms INTEGER NOT NULL,
	press_ms INTEGER NOT NULL,
	restated_ms INTEGER NOT NULL,
	method TEXT NOT NULL,
	not_before_ms INTEGER NOT NULL,
	not_after_ms INTEGER NOT NULL,
	own_flags INTEGER NOT NULL, -- of the press by itself
	flags INTEGER NOT NULL, -- with those of its order
	counts INTEGER NOT NULL, -- 0: in quarantine
	PRIMARY KEY (company, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX timeline_employee
	ON timeline (company, employee, at_ms, number, enrolment);

-- The clock of an employee behind the last punch of each part of a local date:
-- a part has at most so many punches that folding it again costs little.
CREATE TABLE clock_point (
	company BLOB NOT NULL,
	employee BLOB NOT NULL,
	date INTEGER NOT NULL, -- days since 1970 in the company's zone
	part INTEGER NOT NULL, -- of the date, from 0
	punches INTEGER NOT NULL, -- in the part
	mode TEXT NOT NULL,
	since_ms INTEGER NOT NULL,
	location BLOB,
	cost_code BLOB,
	last BLOB,
	day_ms INTEGER NOT NULL,
	worked_ms INTEGER NOT NULL,
	meals_taken INTEGER NOT NULL,
	-- the place of that punch in the order
	at_ms INTEGER NOT NULL,
	number INTEGER NOT NULL,
	enrolment BLOB NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (company, employee, date, part)
) STRICT, WITHOUT ROWID;

-- Where the ledger stands with an enrolment; written by the ledger alone.
CREATE TABLE enrolment_state (
	company BLOB NOT NULL,
	enrolment BLOB NOT NULL,
	highest INTEGER NOT NULL, -- number that was ever told
	recorded INTEGER NOT NULL, -- number in the ledger
	watermark INTEGER NOT NULL, -- all up to here are known
	fork_from INTEGER NOT NULL, -- number from which it forks, 0: no fork
	forks INTEGER NOT NULL, -- numbers that two punches claim
	steps INTEGER NOT NULL, -- times its wall clock was moved
	stepped_ms INTEGER NOT NULL, -- received when last seen
	slow_ms INTEGER NOT NULL, -- the slowest contact a press of this boot
		-- goes by: received - boottime
	-- its order behind `recorded` (core/order.h)
	order_press_ms INTEGER NOT NULL,
	order_exact INTEGER NOT NULL,
	order_lifted INTEGER NOT NULL,
	order_boot BLOB,
	order_boottime_ms INTEGER NOT NULL,
	order_proven_ms INTEGER NOT NULL,
	-- contacts, 48 bytes each (service/ledger/contact_bytes.h): the last
	-- that told less than `highest`, the first that told it, the quickest
	-- of its boot since then, the last of all; behind them some that go
	-- into the table below together
	contacts BLOB NOT NULL,
	PRIMARY KEY (company, enrolment)
) STRICT;

-- Contacts that bounded a press, or anchored one, and that the state above has
-- no more: some of one boot in a row.
CREATE TABLE contact (
	company BLOB NOT NULL,
	enrolment BLOB NOT NULL,
	highest INTEGER NOT NULL, -- told when they were put away: never falls
	received_ms INTEGER NOT NULL, -- of the last
	boottime_ms INTEGER NOT NULL,
	boot BLOB,
	contacts BLOB NOT NULL,
	PRIMARY KEY (company, enrolment, highest, received_ms, boottime_ms)
) STRICT;
CREATE INDEX contact_boot ON contact (company, enrolment, boot, boottime_ms);
