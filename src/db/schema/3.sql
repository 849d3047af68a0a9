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
