#include "prove.h"

#include "journal/format/row.h"
#include "places.h"
#include "sqlite/fail.h"

/* Proven rows of one number: what was taken back may stand beside it. */
#define CANDIDATES_MAX 4

/* the counters last: the accounts of some punches are made after them */
static const char the_rest[] =
	"INSERT OR IGNORE INTO verdict SELECT * FROM found_verdict"
	" WHERE number IN (SELECT number FROM punch);"
	"INSERT OR IGNORE INTO closing SELECT * FROM found_closing"
	" WHERE number IN (SELECT number FROM punch);"
	"UPDATE account SET waiting = (SELECT count(*) FROM punch"
	"  WHERE account = account.number AND state = " SCHEMA_STATE(
		SCHEMA_WAITING) "),"
				" set_aside = (SELECT count(*) FROM punch"
				"  WHERE account = account.number AND state "
				"= " SCHEMA_STATE(SCHEMA_SET_ASIDE) ");";

/* X(name, statement) */
#define PROVE_STATEMENTS(X)                                                    \
	X(NUMBERS, "SELECT DISTINCT number FROM found_punch ORDER BY 1")       \
	X(CANDIDATES, "SELECT " PUNCH_COLUMNS ", p.pattern "                   \
		      "FROM found_punch p WHERE number = ? "                   \
		      "ORDER BY p.rowid DESC")                                 \
	X(KEEP, "INSERT OR IGNORE INTO punch VALUES(" PUNCH_PLACES ")")        \
	X(LOSE, "INSERT INTO loss VALUES(?1, ?2, 0, ?3, 4 * (?1 + ?2) + ?3)")  \
	/* how far what a person knows reaches, from a number on */            \
	X(KNOWN, "SELECT max(last) FROM found_loss "                           \
		 "WHERE acknowledged = 1 AND first <= ?1 AND last >= ?1")      \
	X(NEXT_KNOWN, "SELECT min(first) FROM found_loss "                     \
		      "WHERE acknowledged = 1 AND first > ?1")

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

/* A row whose digest fits. */
struct candidate {
	struct kept_punch kept;
	struct hash digest;
	struct hash link; /* as the damaged file had it */
};

struct prover {
	sqlite3 *db;
	sqlite3_stmt *statements[STATEMENTS_HERE];
	const struct pattern_list *list;
	struct proof *proof;
	struct hash fresh; /* the link of the last row kept, chained anew */
	int64_t next;      /* the number after that row */
	bool failed;
};

static void
prove_done(sqlite3_stmt *stmt)
{
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
}

/* The number that a statement answers for a number; 0 for none. */
static int64_t
prove_ask(struct prover *prover, int which, int64_t number)
{
	sqlite3_stmt *stmt = prover->statements[which];
	int64_t answer = 0;

	sqlite3_bind_int64(stmt, 1, number);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		answer = sqlite3_column_int64(stmt, 0);
	prove_done(stmt);
	return answer;
}

/* These are gone; what a person knew of stays acknowledged. */
static void
prove_lose(struct prover *prover, int64_t first, int64_t last)
{
	sqlite3_stmt *stmt = prover->statements[LOSE];

	while (first <= last) {
		int64_t end = prove_ask(prover, KNOWN, first);
		bool known = end > 0;

		if (!known)
			end = prove_ask(prover, NEXT_KNOWN, first) - 1;
		if (end < first || end > last)
			end = last;
		if (!known)
			ranges_add(&prover->proof->lost, first, end);
		sqlite3_bind_int64(stmt, 1, first);
		sqlite3_bind_int64(stmt, 2, end);
		sqlite3_bind_int(stmt, 3, known);
		if (sqlite3_step(stmt) != SQLITE_DONE)
			prover->failed = true;
		prove_done(stmt);
		first = end + 1;
	}
}

/* Reads the proven rows of a number. */
static size_t
prove_read(struct prover *prover, int64_t number,
	struct candidate found[CANDIDATES_MAX])
{
	sqlite3_stmt *stmt = prover->statements[CANDIDATES];
	struct err ignored;
	struct hash want;
	size_t n = 0;

	sqlite3_bind_int64(stmt, 1, number);
	while (n < CANDIDATES_MAX && sqlite3_step(stmt) == SQLITE_ROW) {
		struct candidate *one = &found[n];
		int pattern = sqlite3_column_int(stmt, PUNCH_COLUMN_COUNT);
		/* a state that is none is that of a punch that waits */
		bool well = row_read_kept(stmt, &one->kept) ||
			    one->kept.state == KEPT_DAMAGED;

		if (!well || punch_check(&one->kept.punch, &ignored) < 0 ||
			!row_read_hash(stmt, ROW_COLUMN_DIGEST, &one->digest) ||
			!row_read_hash(stmt, ROW_COLUMN_LINK, &one->link))
			continue;
		prover->list->patterns[pattern].digest(&one->kept, &want);
		if (!hash_equal(&want, &one->digest))
			continue;
		if (one->kept.state == KEPT_DAMAGED)
			one->kept.state = KEPT_WAITING;
		n++;
	}
	prove_done(stmt);
	return n;
}

/* Whether the next row was chained to this one. */
static bool
prove_is_followed(struct prover *prover, const struct candidate *one)
{
	struct candidate next[CANDIDATES_MAX];
	struct hash link;
	size_t n = prove_read(prover, one->kept.number + 1, next);

	while (n-- > 0) {
		row_link(&one->link, &next[n].digest, &link);
		if (hash_equal(&link, &next[n].link))
			return true;
	}
	return false;
}

static void
prove_keep(struct prover *prover, const struct candidate *one)
{
	sqlite3_stmt *stmt = prover->statements[KEEP];
	struct hash digest, link;
	bool stored;

	row_digest(&one->kept, &digest);
	row_link(&prover->fresh, &digest, &link);
	row_bind_punch(stmt, &one->kept, &digest, &link);
	if (sqlite3_step(stmt) != SQLITE_DONE)
		prover->failed = true;
	stored = sqlite3_changes(prover->db) == 1;
	prove_done(stmt);
	/* two rows with one id contradict each other: the first one counts */
	if (!stored)
		return;
	prove_lose(prover, prover->next, one->kept.number - 1);
	prover->next = one->kept.number + 1;
	prover->fresh = link;
	prover->proof->kept++;
}

/* Picks among the copies of one number. */
static void
prove_number(struct prover *prover, int64_t number)
{
	struct candidate found[CANDIDATES_MAX];
	size_t n = prove_read(prover, number, found);
	size_t best = 0;

	while (n > 1 && best < n && !prove_is_followed(prover, &found[best]))
		best++;
	if (n > 0)
		prove_keep(prover, &found[best < n ? best : 0]);
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
		prover->db, "SELECT coalesce(max(last), 0) FROM found_loss");

	if (damaged->seen_number > total)
		total = damaged->seen_number;
	return prover->next > total ? prover->next - 1 : total;
}

static bool
prove_all(struct prover *prover, const struct damaged *damaged)
{
	sqlite3_stmt *numbers = prover->statements[NUMBERS];
	int64_t total, tail;

	while (sqlite3_step(numbers) == SQLITE_ROW)
		prove_number(prover, sqlite3_column_int64(numbers, 0));
	total = prove_total(prover, damaged);
	tail = total - (prover->next - 1);
	prove_lose(prover, prover->next, total);
	ranges_end(&prover->proof->lost);
	return !prover->failed && places_keep_enrolments(prover->db, tail) &&
	       places_use_up(prover->db, damaged->seen_enrolment,
		       damaged->seen_seq) &&
	       sqlite3_exec(prover->db, the_rest, NULL, NULL, NULL) ==
		       SQLITE_OK;
}

int
prove_run(sqlite3 *db, const struct damaged *damaged,
	const struct pattern_list *list, struct proof *proof, struct err *err)
{
	struct prover prover = {
		.db = db, .list = list, .proof = proof, .next = 1};
	int rc = -1;
	int i;

	if (places_keep_accounts(db) && prove_prepare(&prover) &&
		prove_all(&prover, damaged))
		rc = 0;
	proof->ours = proof->kept > 0 ||
		      prove_count(db, "SELECT count(*) FROM found_account") > 0;
	if (rc < 0)
		fail_set(db, FAIL_OPENING, err);
	for (i = 0; i < STATEMENTS_HERE; i++)
		sqlite3_finalize(prover.statements[i]);
	return rc;
}
