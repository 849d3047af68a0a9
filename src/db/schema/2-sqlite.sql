CREATE TRIGGER ledger_change_no_update BEFORE UPDATE ON ledger_change
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_change_no_delete BEFORE DELETE ON ledger_change
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_change_no_replace BEFORE INSERT ON ledger_change
WHEN NEW.seq <= (SELECT last_seq FROM ledger_head WHERE company = NEW.company)
BEGIN SELECT RAISE(ROLLBACK, 'the ledger is append-only'); END;

-- No column of SQLite's can lose its NOT NULL: the table is made anew, and what
-- refers to its rows finds them again before the end of the transaction.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE enrolment_before AS SELECT * FROM enrolment;
DROP TABLE enrolment;
CREATE TABLE enrolment (
	company BLOB NOT NULL,
	id BLOB NOT NULL CHECK (length(id) = 16),
	device BLOB NOT NULL,
	employee BLOB, -- NULL: of a kiosk
	previous BLOB, -- the one whose place it took
	begun_ms INTEGER NOT NULL,
	ended_ms INTEGER NOT NULL DEFAULT 0, -- another took its place
	ended_at_number INTEGER NOT NULL DEFAULT 0, -- highest heard of then
	revoked_ms INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (company, id),
	FOREIGN KEY (company, device) REFERENCES device (company, id),
	FOREIGN KEY (company, employee) REFERENCES employee (company, id)
) STRICT;
INSERT INTO enrolment SELECT * FROM enrolment_before;
DROP TABLE enrolment_before;
CREATE INDEX enrolment_employee ON enrolment (company, employee, begun_ms);
CREATE INDEX enrolment_device ON enrolment (company, device, employee);
