ALTER TABLE ledger ADD CHECK (length(id) = 16);

-- Nothing that stands in the ledger is changed or taken out.

CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'the ledger is append-only';
END
$$;

CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE TRIGGER ledger_event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_event
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE TRIGGER ledger_head_no_delete BEFORE DELETE OR TRUNCATE ON ledger_head
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE TRIGGER ledger_head_no_return BEFORE UPDATE ON ledger_head
FOR EACH ROW
WHEN (NEW.last_seq < OLD.last_seq OR NEW.company <> OLD.company)
EXECUTE FUNCTION ledger_refuse();
