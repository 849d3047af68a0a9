CREATE TRIGGER ledger_change_no_update BEFORE UPDATE ON ledger_change
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_change_no_delete BEFORE DELETE ON ledger_change
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
