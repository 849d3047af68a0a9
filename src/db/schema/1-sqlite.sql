-- Nothing that stands in the ledger is changed or taken out.

CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;

CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;

CREATE TRIGGER ledger_event_no_update BEFORE UPDATE ON ledger_event
BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;

CREATE TRIGGER ledger_event_no_delete BEFORE DELETE ON ledger_event
BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;

CREATE TRIGGER ledger_head_no_return BEFORE UPDATE ON ledger_head
WHEN NEW.last_seq < OLD.last_seq OR NEW.company <> OLD.company
BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;

CREATE TRIGGER ledger_head_no_delete BEFORE DELETE ON ledger_head
BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;

-- INSERT OR REPLACE deletes without asking the triggers above, unless the
-- connection of whoever says it has recursive_triggers. These roll back rather
-- than abort, and the ledger's checks call no function: for an insert that can
-- abort half-way SQLite would copy each page that it touches (src/db/sqlite.c).

CREATE TRIGGER ledger_no_replace BEFORE INSERT ON ledger
WHEN NEW.seq <= (SELECT last_seq FROM ledger_head WHERE company = NEW.company)
	OR EXISTS (SELECT 1 FROM ledger WHERE company = NEW.company
		AND enrolment = NEW.enrolment AND pressed_by = NEW.pressed_by
		AND id = NEW.id)
BEGIN
	SELECT RAISE(ROLLBACK, 'the ledger is append-only');
END;

CREATE TRIGGER ledger_event_no_replace BEFORE INSERT ON ledger_event
WHEN NEW.seq <= (SELECT last_seq FROM ledger_head WHERE company = NEW.company)
BEGIN
	SELECT RAISE(ROLLBACK, 'the ledger is append-only');
END;

CREATE TRIGGER ledger_head_no_replace BEFORE INSERT ON ledger_head
WHEN EXISTS (SELECT 1 FROM ledger_head WHERE company = NEW.company)
BEGIN
	SELECT RAISE(IGNORE);
END;
