#include "prove.h"

#include "journal/format/row.h"
#include "sqlite/fail.h"

#define RANGES_MAX_BYTES 160

static const char accounts[] =
	"INSERT OR IGNORE INTO account SELECT * FROM found_account f"
	" WHERE rowid = (SELECT rowid FROM found_account"
	"  WHERE number = f.number ORDER BY used DESC, last_seq DESC LIMIT 1);"
	"UPDATE account SET waiting = 0, set_aside = 0, last_seq ="
	" coalesce((SELECT max(last_seq) FROM found_account"
	"  WHERE number = account.number AND last_seq < 1000000000), 0);"
	/* whose account is gone: kept, for a person to see */
	"INSERT OR IGNORE INTO account SELECT account, '', 'lost-' || account,"
	" '', device, 0, 0, 0, 0, 0, pressed_by, '', 0, 0, 0, 0, 0, 0, '', '',"
	" 0 FROM found_punch"
	" WHERE account NOT IN (SELECT number FROM account) GROUP BY account;";

static const char verdicts[] =
	"INSERT OR IGNORE INTO verdict SELECT * FROM found_verdict"
	" WHERE number IN (SELECT number FROM punch WHERE state <> 0);";

static const char used_up[] =
	"UPDATE account SET last_seq = max(last_seq, ?) WHERE number = ?";

/* X(name, statement) */
#define PROVE_STATEMENTS(X)                                                    \
	X(NUMBERS, "SELECT DISTINCT number FROM found_punch ORDER BY 1")       \
	X(CANDIDATES, "SELECT " PUNCH_COLUMNS ", p.pattern "                   \
		      "FROM found_punch p WHERE number = ?")                   \
	X(KEEP, "INSERT OR IGNORE INTO punch VALUES(?, ?, ?, ?, ?, ?, ?, ?, "  \
		"?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")                      \
	X(LOSE, "INSERT INTO lost VALUES(?, ?)")

enum {
#define X(name, sql) name,
	PROVE_STATEMENTS(X)
#undef X
	STATEMENTS_HERE
};

static const char *const texts[] = {
#define X(name, sql) [name] = sql,
	PROVE_STATEMENTS(X)
#undef X
};

struct prover {
	sqlite3 *db;
	sqlite3_stmt *statements[STATEMENTS_HERE];
	const struct pattern_list *list;
	struct proof *proof;
	struct hash link;  /* as the damaged file had it, of the row before */
	struct hash fresh; /* as the new file has it, of the last one kept */
	int64_t next;      /* the number after the last one kept */
	int64_t seen;      /* the last number that was found at all */
};

static void
prove_done(sqlite3_stmt *stmt)
{
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
}

static void
prove_lose(struct prover *prover, int64_t first, int64_t last)
{
	sqlite3_stmt *stmt = prover->statements[LOSE];
	struct str *ranges = &prover->proof->ranges;

	if (last < first)
		return;
	prover->proof->lost += last - first + 1;
	if (ranges->len < RANGES_MAX_BYTES) {
		str_addf(ranges, "%s%lld", ranges->len > 0 ? ", " : "",
			(long long)first);
		if (last > first)
			str_addf(ranges, "-%lld", (long long)last);
		if (ranges->len >= RANGES_MAX_BYTES)
			str_addz(ranges, " and more");
	}
	sqlite3_bind_int64(stmt, 1, first);
	sqlite3_bind_int64(stmt, 2, last);
	sqlite3_step(stmt);
	prove_done(stmt);
}

static void
prove_keep(struct prover *prover, int64_t number, const struct kept_punch *kept)
{
	sqlite3_stmt *stmt = prover->statements[KEEP];
	struct hash link;
	bool stored;

	row_link(&prover->fresh, kept->account, &kept->punch, &link);
	row_bind_punch(stmt, number, kept->account, &kept->punch, &link);
	sqlite3_bind_int(stmt, ROW_COLUMN_STATE + 1, (int)kept->state);
	stored = sqlite3_step(stmt) == SQLITE_DONE &&
		 sqlite3_changes(prover->db) == 1;
	prove_done(stmt);
	/* two rows with one id contradict each other: the first one counts */
	if (!stored)
		return;
	prove_lose(prover, prover->next, number - 1);
	prover->next = number + 1;
	prover->fresh = link;
	prover->proof->kept++;
}

/* Of which version a candidate is. */
static const struct pattern *
prove_pattern(struct prover *prover, sqlite3_stmt *candidate)
{
	return &prover->list->patterns[sqlite3_column_int(
		candidate, PUNCH_COLUMN_COUNT)];
}

/* Picks among the copies of one number. */
static void
prove_number(struct prover *prover, int64_t number)
{
	sqlite3_stmt *stmt = prover->statements[CANDIDATES];
	bool follows = number == prover->seen + 1;
	struct kept_punch kept, best;
	struct hash link, best_link = {{0}};
	struct err ignored;
	bool proven = false, found = false;

	sqlite3_bind_int64(stmt, 1, number);
	while (!proven && sqlite3_step(stmt) == SQLITE_ROW) {
		if (!row_read_punch(stmt, false, &kept) ||
			!row_read_link(stmt, ROW_COLUMN_LINK, &link) ||
			punch_check(&kept.punch, &ignored) < 0)
			continue;
		proven = prove_pattern(prover, stmt)
				 ->fits(&prover->link, &kept, &link);
		if (proven || !found) {
			best = kept;
			best_link = link;
		}
		found = true;
	}
	prove_done(stmt);
	if (!found)
		return;
	prover->link = best_link;
	prover->seen = number;
	if (!proven && follows)
		return; /* altered */
	prove_keep(prover, number, &best);
	prover->proof->unproven += !proven;
}

static bool
prove_prepare(struct prover *prover)
{
	int i;

	for (i = 0; i < STATEMENTS_HERE; i++)
		if (sqlite3_prepare_v2(prover->db, texts[i], -1,
			    &prover->statements[i], NULL) != SQLITE_OK)
			return false;
	return true;
}

/* What a query counts; 0 when it cannot. */
static int64_t
prove_count(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt;
	int64_t count = 0;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK &&
		sqlite3_step(stmt) == SQLITE_ROW)
		count = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return count;
}

/* How many punches this journal ever had, by whatever still knows. */
static int64_t
prove_total(struct prover *prover, const struct damaged *damaged)
{
	int64_t total = prove_count(
		prover->db, "SELECT coalesce(sum(last_seq), 0) FROM account");

	if (damaged->seen_number > total)
		total = damaged->seen_number;
	return prover->seen > total ? prover->seen : total;
}

/* No number of a device is ever given twice. */
static bool
prove_use_up(struct prover *prover, const struct damaged *damaged)
{
	sqlite3_stmt *stmt;
	bool done;

	if (sqlite3_prepare_v2(prover->db, used_up, -1, &stmt, NULL) !=
		SQLITE_OK)
		return false;
	sqlite3_bind_int64(stmt, 1, damaged->seen_seq);
	sqlite3_bind_int64(stmt, 2, damaged->seen_account);
	done = sqlite3_step(stmt) == SQLITE_DONE;
	sqlite3_finalize(stmt);
	return done;
}

int
prove_run(sqlite3 *db, const struct damaged *damaged,
	const struct pattern_list *list, struct proof *proof, struct err *err)
{
	struct prover prover = {
		.db = db, .list = list, .proof = proof, .next = 1};
	sqlite3_stmt *numbers;
	int rc = -1;
	int i;

	if (sqlite3_exec(db, accounts, NULL, NULL, NULL) != SQLITE_OK ||
		!prove_prepare(&prover))
		goto out;
	numbers = prover.statements[NUMBERS];
	while (sqlite3_step(numbers) == SQLITE_ROW)
		prove_number(&prover, sqlite3_column_int64(numbers, 0));
	prove_lose(&prover, prover.next, prove_total(&prover, damaged));
	proof->ours = proof->kept > 0 ||
		      prove_count(db, "SELECT count(*) FROM found_account") > 0;
	if (prove_use_up(&prover, damaged) &&
		sqlite3_exec(db, verdicts, NULL, NULL, NULL) == SQLITE_OK)
		rc = 0;
out:
	if (rc != 0)
		fail_set(db, FAIL_OPENING, err);
	for (i = 0; i < STATEMENTS_HERE; i++)
		sqlite3_finalize(prover.statements[i]);
	return rc;
}
