CREATE TRIGGER ledger_change_no_update BEFORE UPDATE ON ledger_change
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_change_no_delete BEFORE DELETE ON ledger_change
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_change_no_replace BEFORE INSERT ON ledger_change
WHEN NEW.seq <= (SELECT last_seq FROM ledger_head WHERE company = NEW.company)
BEGIN SELECT RAISE(ROLLBACK, 'the ledger is append-only'); END;
