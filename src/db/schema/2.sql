-- What a company settles for itself: settings, groups, viewsets of groups, and
-- who changed what. As 1.sql: one text for both databases.

ALTER TABLE company RENAME COLUMN clock_enabled TO clock_in_out;
ALTER TABLE company RENAME COLUMN clock_since_ms TO since_ms;
ALTER TABLE company ADD COLUMN changed_seq INTEGER NOT NULL DEFAULT 0;
-- Minutes; 0: a day.
ALTER TABLE company ADD COLUMN max_record_minutes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE company ADD COLUMN week_start INTEGER NOT NULL DEFAULT 0;
ALTER TABLE company ADD COLUMN language INTEGER NOT NULL DEFAULT 0;

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
