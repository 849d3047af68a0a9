#include "enrolment_state_rows.h"

#include <string.h>

#define PAGE 256
#define OWN 4 /* contacts that it names */

/* The columns of a state behind its key, in their order. */
#define COLUMNS                                                                \
	"highest, recorded, watermark, fork_from, forks, steps, stepped_ms,"   \
	" slow_ms, order_press_ms, order_exact, order_lifted, order_boot,"     \
	" order_boottime_ms, order_proven_ms, contacts"

const char enrolment_state_rows_load[] =
	"SELECT " COLUMNS " FROM enrolment_state"
	" WHERE company = ?1 AND enrolment = ?2";

const char enrolment_state_rows_save[] =
	"INSERT INTO enrolment_state (company, enrolment, " COLUMNS ")"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
	" ?15, ?16, ?17)"
	" ON CONFLICT (company, enrolment) DO UPDATE SET"
	" highest = excluded.highest, recorded = excluded.recorded,"
	" watermark = excluded.watermark, fork_from = excluded.fork_from,"
	" forks = excluded.forks, steps = excluded.steps,"
	" stepped_ms = excluded.stepped_ms, slow_ms = excluded.slow_ms,"
	" order_press_ms = excluded.order_press_ms,"
	" order_exact = excluded.order_exact,"
	" order_lifted = excluded.order_lifted,"
	" order_boot = excluded.order_boot,"
	" order_boottime_ms = excluded.order_boottime_ms,"
	" order_proven_ms = excluded.order_proven_ms,"
	" contacts = excluded.contacts";

void
enrolment_state_rows_bind_load(
	const struct enrolment_state *state, struct db_stmt *stmt)
{
	db_bind_id(stmt, 1, &state->company);
	db_bind_id(stmt, 2, &state->enrolment);
}

static void
take_contacts(struct enrolment_state *state, const struct db_stmt *row)
{
	struct contact *const own[OWN] = {
		&state->before, &state->first, &state->quick, &state->last};
	size_t len;
	const unsigned char *bytes = db_blob(row, 14, &len);
	size_t count = len / CONTACT_BYTES;

	for (size_t i = 0; i < OWN && i < count; i++)
		*own[i] = contact_bytes_get(bytes + i * CONTACT_BYTES);
	for (size_t i = OWN; i < OWN + ENROLMENT_STATE_RECENT && i < count; i++)
		state->recent[state->recent_count++] =
			contact_bytes_get(bytes + i * CONTACT_BYTES);
}

void
enrolment_state_rows_take(
	struct enrolment_state *state, const struct db_stmt *row)
{
	if (row == NULL)
		return; /* a new one: as it was made */
	state->highest = db_int(row, 0);
	state->recorded = db_int(row, 1);
	state->watermark = db_int(row, 2);
	state->fork_from = db_int(row, 3) == 0 ? INT64_MAX : db_int(row, 3);
	state->forks = db_int(row, 4);
	state->steps = db_int(row, 5);
	state->stepped_ms = db_int(row, 6);
	state->slow_ms = db_int(row, 7);
	state->order = (struct order_point){
		.number = state->recorded,
		.press_ms = db_int(row, 8),
		.is_exact = db_int(row, 9) != 0,
		.is_lifted = db_int(row, 10) != 0,
		.boot = db_id(row, 11),
		.boottime_ms = db_int(row, 12),
		.proven_ms = db_int(row, 13),
	};
	take_contacts(state, row);
}

int
enrolment_state_rows_find(
	struct db *db, struct enrolment_state *state, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, enrolment_state_rows_load, &stmt, err) < 0)
		return -1;
	enrolment_state_rows_bind_load(state, stmt);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	enrolment_state_rows_take(state, row ? stmt : NULL);
	return 0;
}

static void
bind_contacts(struct enrolment_state *state, struct db_stmt *stmt)
{
	const struct contact *const own[OWN] = {
		&state->before, &state->first, &state->quick, &state->last};
	unsigned char *out = state->contacts;

	for (size_t i = 0; i < OWN; i++, out += CONTACT_BYTES)
		contact_bytes_put(own[i], out);
	for (size_t i = 0; i < state->recent_count; i++, out += CONTACT_BYTES)
		contact_bytes_put(&state->recent[i], out);
	db_bind_blob(
		stmt, 17, state->contacts, (size_t)(out - state->contacts));
}

void
enrolment_state_rows_bind_save(
	struct enrolment_state *state, struct db_stmt *stmt)
{
	const struct order_point *order = &state->order;

	enrolment_state_rows_bind_load(state, stmt);
	db_bind_int(stmt, 3, state->highest);
	db_bind_int(stmt, 4, state->recorded);
	db_bind_int(stmt, 5, state->watermark);
	db_bind_int(
		stmt, 6, state->fork_from == INT64_MAX ? 0 : state->fork_from);
	db_bind_int(stmt, 7, state->forks);
	db_bind_int(stmt, 8, state->steps);
	db_bind_int(stmt, 9, state->stepped_ms);
	db_bind_int(stmt, 10, state->slow_ms);
	db_bind_int(stmt, 11, order->press_ms);
	db_bind_int(stmt, 12, order->is_exact);
	db_bind_int(stmt, 13, order->is_lifted);
	db_bind_id(stmt, 14, &order->boot);
	db_bind_int(stmt, 15, order->boottime_ms);
	db_bind_int(stmt, 16, order->proven_ms);
	bind_contacts(state, stmt);
}

/* --- numbers ------------------------------------------------------------- */

/* Up to PAGE known numbers above `from`, rising. */
static int
load_known(struct db *db, const struct enrolment_state *state, int64_t from,
	int64_t numbers_out[PAGE], size_t *count_out, struct err *err)
{
	static const char sql[] =
		"SELECT number FROM ledger WHERE company = ?1"
		" AND enrolment = ?2 AND number > ?3"
		" UNION SELECT number FROM refusal WHERE company = ?1"
		" AND enrolment = ?2 AND number > ?3"
		" ORDER BY number LIMIT ?4";
	struct db_stmt *stmt;
	size_t count = 0;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	enrolment_state_rows_bind_load(state, stmt);
	db_bind_int(stmt, 3, from);
	db_bind_int(stmt, 4, PAGE);
	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			break;
		numbers_out[count++] = db_int(stmt, 0);
	}
	*count_out = count;
	return 0;
}

/* Lists what lies between `above` and `number`, as far as there is room. */
static size_t
list_gap(int64_t above, int64_t number, int64_t *missing_out, size_t count,
	size_t max)
{
	while (count < max && ++above < number)
		missing_out[count++] = above;
	return count;
}

int
enrolment_state_rows_find_missing(struct db *db, struct enrolment_state *state,
	int64_t *missing_out, size_t max, size_t *count_out, struct err *err)
{
	int64_t known[PAGE];
	int64_t last = state->watermark;
	size_t missing = 0, n = PAGE;

	/* A long stretch without a gap is walked to its end: only once. */
	while (n == PAGE && missing == 0) {
		if (load_known(db, state, last, known, &n, err) < 0)
			return -1;
		for (size_t i = 0; i < n; i++) {
			missing = list_gap(
				last, known[i], missing_out, missing, max);
			last = known[i];
			if (missing == 0)
				state->watermark = last;
		}
	}
	/* Told, and not come: lost on the way, or still on it. */
	if (n < PAGE)
		missing = list_gap(
			last, state->highest + 1, missing_out, missing, max);
	*count_out = missing;
	return 0;
}

/* The states of the earlier ones; one that never came near has none. */
static int
load_earlier(struct db *db, const struct enrolment_earlier *before,
	struct enrolment_state *states_out, size_t max, size_t *count_out,
	struct err *err)
{
	static const char sql[] =
		"SELECT e.id, s.highest, s.watermark FROM enrolment e"
		" LEFT JOIN enrolment_state s"
		"  ON s.company = e.company AND s.enrolment = e.id"
		" WHERE e.company = ?1 AND e.device = ?2 AND e.employee = ?3"
		" AND e.begun_ms < ?4 ORDER BY e.begun_ms DESC, e.id LIMIT ?5";
	struct db_stmt *stmt;
	size_t count = 0;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &before->company);
	db_bind_id(stmt, 2, &before->device);
	db_bind_id(stmt, 3, &before->employee);
	db_bind_int(stmt, 4, before->begun_ms);
	db_bind_int(stmt, 5, (int64_t)max);
	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			break;
		states_out[count++] = (struct enrolment_state){
			.company = before->company,
			.enrolment = db_id(stmt, 0),
			.highest = db_int(stmt, 1),
			.watermark = db_int(stmt, 2),
		};
	}
	*count_out = count;
	return 0;
}

int
enrolment_state_rows_earlier(struct db *db,
	const struct enrolment_earlier *before, struct wire_missing *out,
	size_t max, size_t *count_out, struct err *err)
{
	struct enrolment_state states[WIRE_EARLIER_MAX];
	size_t count;

	if (load_earlier(db, before, states, max, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		struct enrolment_state *state = &states[i];

		out[i] = (struct wire_missing){.enrolment = state->enrolment};
		if (state->highest > state->watermark &&
			enrolment_state_rows_find_missing(db, state,
				out[i].numbers, WIRE_MISSING_MAX, &out[i].count,
				err) < 0)
			return -1;
		out[i].watermark = state->watermark;
	}
	*count_out = count;
	return 0;
}

#define REFUSALS_MAX 1000 /* of an enrolment, above its watermark */

int
enrolment_state_rows_trim_refusals(struct db *db, const struct id *company,
	const struct id *enrolment, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "DELETE FROM refusal WHERE company = ?1"
		    " AND enrolment = ?2 AND (number <="
		    " (SELECT watermark FROM enrolment_state"
		    "  WHERE company = ?1 AND enrolment = ?2)"
		    " OR (number, id) NOT IN (SELECT number, id FROM refusal"
		    "  WHERE company = ?1 AND enrolment = ?2"
		    "  ORDER BY number, id LIMIT ?3))",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, enrolment);
	db_bind_int(stmt, 3, REFUSALS_MAX);
	return db_run(stmt, err);
}

const char enrolment_state_rows_refuse[] =
	"INSERT INTO refusal (company, enrolment, number, id, problem,"
	" refused_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
	" ON CONFLICT (company, enrolment, number, id) DO NOTHING";

void
enrolment_state_rows_bind_refusal(struct db_stmt *stmt,
	const struct id *company, const struct punch *punch,
	const char *problem, int64_t refused_ms)
{
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, &punch->enrolment);
	db_bind_int(stmt, 3, punch->number);
	db_bind_blob(stmt, 4, punch->id.bytes, sizeof(punch->id.bytes));
	db_bind_text(stmt, 5, problem);
	db_bind_int(stmt, 6, refused_ms);
}
