-- What a company settles for itself: settings, groups, viewsets of groups, and
-- who changed what. As 1.sql: one text for both databases.

ALTER TABLE company RENAME COLUMN clock_enabled TO clock_in_out;
ALTER TABLE company RENAME COLUMN clock_since_ms TO since_ms;
ALTER TABLE company ADD COLUMN changed_seq INTEGER NOT NULL DEFAULT 0;
-- Minutes; 0: a day.
ALTER TABLE company ADD COLUMN max_record_minutes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE company ADD COLUMN week_start INTEGER NOT NULL DEFAULT 0;
ALTER TABLE company ADD COLUMN language INTEGER NOT NULL DEFAULT 0;

-- The person's since_ms when it began: it stands while that is the same.
ALTER TABLE session ADD COLUMN person_since_ms INTEGER NOT NULL DEFAULT -1;
UPDATE session SET person_since_ms = (SELECT e.since_ms FROM employee e
	WHERE e.company = session.company AND e.id = session.employee
	AND e.since_ms <= session.created_ms)
	WHERE EXISTS (SELECT 1 FROM employee e
	WHERE e.company = session.company AND e.id = session.employee
	AND e.since_ms <= session.created_ms);

ALTER TABLE device ADD COLUMN version TEXT NOT NULL DEFAULT '';

ALTER TABLE role ADD COLUMN active INTEGER NOT NULL DEFAULT 1;
ALTER TABLE role ADD COLUMN changed_seq INTEGER NOT NULL DEFAULT 0;

ALTER TABLE policy_group ADD COLUMN active INTEGER NOT NULL DEFAULT 1;
ALTER TABLE policy_group ADD COLUMN since_ms INTEGER NOT NULL DEFAULT 0;

-- Nobody asks since when.
ALTER TABLE employee DROP COLUMN viewset_since_ms;
ALTER TABLE employee ADD COLUMN language INTEGER NOT NULL DEFAULT 0;

CREATE TABLE employee_group (
	company BLOB NOT NULL REFERENCES company (id),
	id BLOB NOT NULL CHECK (length(id) = 16),
	name TEXT NOT NULL,
	active INTEGER NOT NULL DEFAULT 1,
	since_ms INTEGER NOT NULL,
	changed_seq INTEGER NOT NULL,
	PRIMARY KEY (company, id)
) STRICT;
CREATE INDEX employee_group_changed
	ON employee_group (company, changed_seq, id);

-- Lists of a record, as location_cost_code: what was taken out of one stays
-- as a row that is not active.

CREATE TABLE employee_group_member (
	company BLOB NOT NULL,
	employee_group BLOB NOT NULL,
	member BLOB NOT NULL,
	active INTEGER NOT NULL DEFAULT 1,
	since_ms INTEGER NOT NULL,
	changed_seq INTEGER NOT NULL,
	PRIMARY KEY (company, employee_group, member),
	FOREIGN KEY (company, employee_group)
		REFERENCES employee_group (company, id),
	FOREIGN KEY (company, member) REFERENCES employee (company, id)
) STRICT;
CREATE INDEX employee_group_member_of
	ON employee_group_member (company, member);

-- What was chosen for a viewset of Selected Employees, and of Selected Groups.
-- Whom somebody sees by it stands in viewset_member.

CREATE TABLE viewset_employee (
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

CREATE TABLE viewset_group (
	company BLOB NOT NULL,
	viewer BLOB NOT NULL,
	employee_group BLOB NOT NULL,
	active INTEGER NOT NULL DEFAULT 1,
	since_ms INTEGER NOT NULL,
	changed_seq INTEGER NOT NULL,
	PRIMARY KEY (company, viewer, employee_group),
	FOREIGN KEY (company, viewer) REFERENCES employee (company, id),
	FOREIGN KEY (company, employee_group)
		REFERENCES employee_group (company, id)
) STRICT;
CREATE INDEX viewset_group_of ON viewset_group (company, employee_group);

INSERT INTO viewset_employee (company, viewer, member, active, since_ms,
	changed_seq)
	SELECT company, viewer, member, active, since_ms, changed_seq
	FROM viewset_member;

-- What somebody changed, in the chain of the ledger (service/company/audit.h).
CREATE TABLE ledger_change (
	company BLOB NOT NULL,
	seq INTEGER NOT NULL CHECK (seq >= 1),
	at_ms INTEGER NOT NULL,
	author BLOB, -- NULL: the service's own command line
	device BLOB, -- NULL: none
	what TEXT NOT NULL, -- 'role.name': the kind and its field, or 'role.add'
	subject BLOB NOT NULL, -- the record
	old TEXT NOT NULL, -- JSON; '' where there was nothing
	new TEXT NOT NULL,
	hash BLOB NOT NULL,
	PRIMARY KEY (company, seq)
) STRICT;
CREATE INDEX ledger_change_subject ON ledger_change (company, subject, seq);
CREATE INDEX ledger_change_author ON ledger_change (company, author, seq);

-- Mails to people (service/company/letters.h), and what their links open. The
-- token and the code stand here in clear only while the mail waits.
CREATE TABLE letter (
	company BLOB NOT NULL,
	id BLOB NOT NULL CHECK (length(id) = 16), -- and of the message
	employee BLOB NOT NULL,
	kind INTEGER NOT NULL, -- enum letter_kind
	email TEXT NOT NULL, -- where it goes
	asked_ms INTEGER NOT NULL,
	state INTEGER NOT NULL, -- enum letter_state
	due_ms INTEGER NOT NULL, -- while it waits: no try before
	tries INTEGER NOT NULL DEFAULT 0,
	said TEXT NOT NULL DEFAULT '', -- why it was not taken
	sent_ms INTEGER NOT NULL DEFAULT 0, -- what its life is counted from
	token TEXT NOT NULL, -- '' once it waits no more
	code TEXT NOT NULL,
	token_hash BLOB UNIQUE, -- NULL: it opens nothing
	code_hash BLOB,
	ended INTEGER NOT NULL DEFAULT 0, -- enum letter_end
	ended_ms INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (company, id),
	FOREIGN KEY (company, employee) REFERENCES employee (company, id)
) STRICT;
CREATE INDEX letter_employee ON letter (company, employee, asked_ms);
CREATE INDEX letter_due ON letter (state, due_ms);
CREATE INDEX letter_asked ON letter (asked_ms);

-- Who forgot a password, as it was typed: whether there is such a person is
-- found out afterwards, when nobody can measure it.
CREATE TABLE letter_wish (
	id BLOB PRIMARY KEY CHECK (length(id) = 16),
	company_id TEXT NOT NULL,
	username TEXT NOT NULL, -- folded
	asked_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX letter_wish_asked ON letter_wish (asked_ms);

-- What became of a punch that was held for review: follows from the rows of
-- ledger_change, 'quarantine.accept' and 'quarantine.decline'.
CREATE TABLE quarantine_decision (
	company BLOB NOT NULL,
	punch INTEGER NOT NULL, -- the seq of its row
	change_seq INTEGER NOT NULL, -- of the decision's
	accepted INTEGER NOT NULL,
	PRIMARY KEY (company, punch),
	UNIQUE (company, change_seq)
) STRICT;

-- Those that were held, which are few.
CREATE INDEX ledger_quarantined ON ledger (company, seq)
	WHERE verdict = 'quarantined';

-- A device with a location is a kiosk: it belongs to the place, and its
-- enrolment to nobody (the employee is NULL).
ALTER TABLE device ADD COLUMN location BLOB;

-- Codes that enrol a kiosk, until they are used (service/identity/kiosks.h).
CREATE TABLE kiosk_code (
	company BLOB NOT NULL,
	name TEXT NOT NULL, -- its first four characters
	hash TEXT NOT NULL, -- of all of it, made as that of a password
	device_name TEXT NOT NULL,
	location BLOB NOT NULL,
	author BLOB NOT NULL,
	until_ms INTEGER NOT NULL,
	tries INTEGER NOT NULL DEFAULT 0, -- of its name
	PRIMARY KEY (company, name),
	FOREIGN KEY (company, location) REFERENCES location (company, id),
	FOREIGN KEY (company, author) REFERENCES employee (company, id)
) STRICT;
