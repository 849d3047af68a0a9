-- The rules of hours. As 1.sql: one text for both databases.

ALTER TABLE policy_group ADD COLUMN lunch_after_minutes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE policy_group ADD COLUMN lunch_length_minutes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE policy_group ADD COLUMN weekly_ot1_minutes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE policy_group ADD COLUMN weekly_ot2_minutes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE policy_group ADD COLUMN daily_ot1_minutes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE policy_group ADD COLUMN daily_ot2_minutes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE policy_group ADD COLUMN monday_paid INTEGER NOT NULL DEFAULT 0;
ALTER TABLE policy_group ADD COLUMN tuesday_paid INTEGER NOT NULL DEFAULT 0;
ALTER TABLE policy_group ADD COLUMN wednesday_paid INTEGER NOT NULL DEFAULT 0;
ALTER TABLE policy_group ADD COLUMN thursday_paid INTEGER NOT NULL DEFAULT 0;
ALTER TABLE policy_group ADD COLUMN friday_paid INTEGER NOT NULL DEFAULT 0;
ALTER TABLE policy_group ADD COLUMN saturday_paid INTEGER NOT NULL DEFAULT 0;
ALTER TABLE policy_group ADD COLUMN sunday_paid INTEGER NOT NULL DEFAULT 0;
ALTER TABLE policy_group ADD COLUMN consecutive_ot1 INTEGER NOT NULL DEFAULT 0;
ALTER TABLE policy_group ADD COLUMN consecutive_ot2 INTEGER NOT NULL DEFAULT 0;
ALTER TABLE policy_group ADD COLUMN start_grid INTEGER NOT NULL DEFAULT 0;
ALTER TABLE policy_group ADD COLUMN start_range TEXT NOT NULL DEFAULT '';
ALTER TABLE policy_group ADD COLUMN stop_grid INTEGER NOT NULL DEFAULT 0;
ALTER TABLE policy_group ADD COLUMN stop_range TEXT NOT NULL DEFAULT '';

-- As location_cost_code: what was taken out stays as a row that is not active.
CREATE TABLE policy_group_cost_code (
	company BLOB NOT NULL,
	policy_group BLOB NOT NULL,
	cost_code BLOB NOT NULL,
	active INTEGER NOT NULL DEFAULT 1,
	since_ms INTEGER NOT NULL,
	changed_seq INTEGER NOT NULL,
	PRIMARY KEY (company, policy_group, cost_code),
	FOREIGN KEY (company, policy_group)
		REFERENCES policy_group (company, id),
	FOREIGN KEY (company, cost_code) REFERENCES cost_code (company, id)
) STRICT;

ALTER TABLE company ADD COLUMN pay_period INTEGER NOT NULL DEFAULT 0;
ALTER TABLE company ADD COLUMN pay_period_start TEXT NOT NULL DEFAULT '';
ALTER TABLE company ADD COLUMN approve_employee INTEGER NOT NULL DEFAULT 0;
ALTER TABLE company ADD COLUMN approve_supervisor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE company ADD COLUMN approve_sign_off INTEGER NOT NULL DEFAULT 0;

-- What somebody said of a punch afterwards (core/correction.h): follows from
-- the rows of ledger_change, 'punch.add', 'punch.change' and 'punch.remove'; and
-- by the ledger itself, 'punch.keep' and 'punch.follow' (a time that stays as it
-- is while that is shut).
-- Each says all that holds from then on, so that the last of a punch is in
-- force: timeline.corrected is its seq, 0 where there is none. A punch that was
-- added is a line of the timeline by the seq of its correction.
ALTER TABLE timeline ADD COLUMN corrected INTEGER NOT NULL DEFAULT 0;

-- What a clock goes by of each punch, as it is in force: folds read no ledger.
ALTER TABLE timeline ADD COLUMN id BLOB;
ALTER TABLE timeline ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE timeline ADD COLUMN location BLOB;
ALTER TABLE timeline ADD COLUMN cost_code BLOB;
ALTER TABLE timeline ADD COLUMN target BLOB;
ALTER TABLE timeline ADD COLUMN boot BLOB;
ALTER TABLE timeline ADD COLUMN boottime_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE timeline ADD COLUMN has_chosen INTEGER NOT NULL DEFAULT 0;
UPDATE timeline SET id = l.id, kind = l.kind, location = l.location,
	cost_code = l.cost_code, target = l.target, boot = l.boot,
	boottime_ms = l.boottime_ms, has_chosen = l.has_chosen FROM ledger l
	WHERE l.company = timeline.company AND l.seq = timeline.seq;

CREATE TABLE correction (
	company BLOB NOT NULL,
	seq INTEGER NOT NULL, -- of its row of ledger_change
	kind INTEGER NOT NULL, -- see correction_rows.h
	punch INTEGER NOT NULL, -- the seq of its line in the timeline
	id BLOB NOT NULL, -- of the punch
	employee BLOB NOT NULL,
	press TEXT NOT NULL, -- the button
	at_ms INTEGER NOT NULL,
	location BLOB,
	cost_code BLOB,
	comment TEXT NOT NULL,
	reason TEXT NOT NULL,
	author BLOB, -- none: the ledger by itself
	made_ms INTEGER NOT NULL,
	request BLOB, -- that it grants; NULL: none
	PRIMARY KEY (company, seq)
) STRICT;
CREATE INDEX correction_employee ON correction (company, employee, seq);

-- Somebody asks for a punch that is missing; accepted, it is a correction.
-- Follows from rows of ledger_change, 'request.add', 'request.accept' and
-- 'request.decline'.
CREATE TABLE request (
	company BLOB NOT NULL,
	id BLOB NOT NULL CHECK (length(id) = 16),
	seq INTEGER NOT NULL, -- of its row of ledger_change
	employee BLOB NOT NULL, -- who asks, of the own time
	asked_ms INTEGER NOT NULL,
	press TEXT NOT NULL,
	at_ms INTEGER NOT NULL,
	location BLOB,
	cost_code BLOB,
	comment TEXT NOT NULL,
	state INTEGER NOT NULL, -- enum request_state
	decided_by BLOB,
	decided_ms INTEGER NOT NULL DEFAULT 0,
	reason TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (company, id),
	FOREIGN KEY (company, employee) REFERENCES employee (company, id)
) STRICT;
CREATE UNIQUE INDEX request_seq ON request (company, seq);
CREATE INDEX request_employee ON request (company, employee, at_ms);
CREATE INDEX request_waits ON request (company, at_ms) WHERE state = 0;

-- Which cards are approved, and which pay periods are closed: follows from the
-- rows of ledger_change, 'card.approve', 'card.unapprove', 'period.close',
-- 'period.reopen'. Dates are days since 1970.
CREATE TABLE approval (
	company BLOB NOT NULL,
	employee BLOB NOT NULL,
	first_date INTEGER NOT NULL,
	last_date INTEGER NOT NULL, -- it is in it
	level INTEGER NOT NULL, -- enum approval_level
	change_seq INTEGER NOT NULL,
	author BLOB NOT NULL,
	at_ms INTEGER NOT NULL,
	PRIMARY KEY (company, employee, first_date, level)
) STRICT;
CREATE INDEX approval_last ON approval (company, employee, last_date);

CREATE TABLE closed_period (
	company BLOB NOT NULL,
	first_date INTEGER NOT NULL,
	last_date INTEGER NOT NULL,
	change_seq INTEGER NOT NULL,
	PRIMARY KEY (company, first_date)
) STRICT;
CREATE INDEX closed_period_last ON closed_period (company, last_date);

-- Which record is the longest of a company, from an instant on; 0: none is too
-- long. What a setting said until now had no effect, 960 minutes had: it has
-- one behind the last punch.
CREATE TABLE company_rule (
	company BLOB NOT NULL REFERENCES company (id),
	from_ms INTEGER NOT NULL,
	max_record_minutes INTEGER NOT NULL,
	PRIMARY KEY (company, from_ms)
) STRICT;
INSERT INTO company_rule SELECT id, 0, 960 FROM company;
UPDATE company SET max_record_minutes = 960 WHERE max_record_minutes = 0;
INSERT INTO company_rule SELECT c.id, 1 + (SELECT coalesce(max(t.at_ms), 0)
	FROM timeline t WHERE t.company = c.id), c.max_record_minutes
	FROM company c WHERE c.max_record_minutes <> 960;

-- What the work at a location may come to (core/budget.h).
ALTER TABLE location ADD COLUMN budget_hours INTEGER NOT NULL DEFAULT 0;
ALTER TABLE location ADD COLUMN contract_price TEXT NOT NULL DEFAULT '';
ALTER TABLE location ADD COLUMN labor_percent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE location ADD COLUMN budget_amount TEXT NOT NULL DEFAULT '';

-- What held until a date, which is not in it: rules of a policy group (JSON, as
-- the API tells it), the policy group of a person. What holds since the last of
-- them stands in the records themselves.
CREATE TABLE policy_version (
	company BLOB NOT NULL,
	policy_group BLOB NOT NULL,
	until_date INTEGER NOT NULL, -- days since 1970
	policy TEXT NOT NULL,
	PRIMARY KEY (company, policy_group, until_date),
	FOREIGN KEY (company, policy_group)
		REFERENCES policy_group (company, id)
) STRICT;
CREATE TABLE employee_policy (
	company BLOB NOT NULL,
	employee BLOB NOT NULL,
	until_date INTEGER NOT NULL,
	policy_group BLOB NOT NULL,
	PRIMARY KEY (company, employee, until_date),
	FOREIGN KEY (company, employee) REFERENCES employee (company, id),
	FOREIGN KEY (company, policy_group)
		REFERENCES policy_group (company, id)
) STRICT;

-- Time records as they leave the house (service/card/feed.h): what follows from
-- the chain up to feed_head.followed_seq, and from the rules. What is no more
-- stays, deleted, as it was. feed_seq numbers the changes of all of them, in
-- the order of their commits, without gaps: a record stands at its last.
CREATE TABLE time_record (
	company BLOB NOT NULL,
	employee BLOB NOT NULL,
	id BLOB NOT NULL,
	feed_seq INTEGER NOT NULL,
	changed_ms INTEGER NOT NULL, -- when it got that
	revision INTEGER NOT NULL, -- from 1
	deleted INTEGER NOT NULL,
	kind INTEGER NOT NULL, -- enum time_record_kind
	date INTEGER NOT NULL,
	at_ms INTEGER NOT NULL, -- its place in the day
	start_ms INTEGER NOT NULL, -- 0: none; so the others
	end_ms INTEGER NOT NULL,
	shown_start_ms INTEGER NOT NULL,
	shown_end_ms INTEGER NOT NULL,
	location BLOB,
	cost_code BLOB,
	minutes INTEGER NOT NULL, -- of work
	meal_minutes INTEGER NOT NULL, -- of a meal, or a lunch taken off
	reg INTEGER NOT NULL,
	ot1 INTEGER NOT NULL,
	ot2 INTEGER NOT NULL,
	final INTEGER NOT NULL,
	corrected_ms INTEGER NOT NULL, -- the last correction of its ends
	PRIMARY KEY (company, employee, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX time_record_feed ON time_record (company, feed_seq);
CREATE INDEX time_record_date
	ON time_record (company, date, employee, id) WHERE deleted = 0;
CREATE INDEX time_record_employee
	ON time_record (company, employee, date, at_ms);

CREATE TABLE feed_head (
	company BLOB PRIMARY KEY,
	last_seq INTEGER NOT NULL, -- the last feed_seq
	followed_seq INTEGER NOT NULL, -- of the chain
	today INTEGER NOT NULL -- the company's date that `final` goes by
) STRICT;
