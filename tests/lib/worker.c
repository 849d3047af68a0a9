#include "lib/worker.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lib/cmocka_all.h"
#include "lib/sql.h"

static void
must(int rc, const struct err *err)
{
	if (rc < 0)
		fail_msg("%s", err->text);
}

static void
go_on_with(struct worker *worker, const struct id *id, const char *credential)
{
	int n = worker->current;

	if (n < 0 || !id_equal(&worker->enrolments[n].id, id)) {
		assert_true(n + 1 < WORKER_ENROLMENTS);
		n = ++worker->current;
		worker->enrolments[n].id = *id;
	}
	str_copy(worker->enrolments[n].credential,
		sizeof(worker->enrolments[n].credential), credential);
}

void
worker_sign_in(struct worker *worker)
{
	struct acme *acme = worker->acme;
	char *key = acme->keys[worker->device];

	if (worker->current >= 0)
		str_copy(key, sizeof(acme->keys[0]),
			worker->enrolments[worker->current].credential);
	acme_sign_in(acme, worker->person, worker->device, &worker->tokens);
	go_on_with(worker, &worker->tokens.enrolment, worker->tokens.delivery);
}

void
worker_open(struct worker *worker, struct acme *acme, struct machine *machine,
	enum acme_person person, int device)
{
	*worker = (struct worker){
		.acme = acme,
		.machine = machine,
		.person = person,
		.device = device,
		.current = -1,
	};
	/* Somebody else's, who used the device before. */
	acme->keys[device][0] = '\0';
	worker_sign_in(worker);
}

void
worker_enrol(struct worker *worker)
{
	struct acme *acme = worker->acme;
	const struct acme_request request = {.path = "/v1/enrolments",
		.token = worker->enrolments[worker->current].credential,
		.body = "{}"};
	struct id id = {{0}};
	struct err err = {0};

	if (acme_ask(acme, &request) != 201)
		fail_msg("%s", acme->reply.body.data);
	must(id_parse(acme_text(acme, "id"), &id, &err), &err);
	go_on_with(worker, &id, acme_text(acme, "credential"));
}

struct punch *
worker_press_for(
	struct worker *worker, enum punch_kind kind, enum acme_person employee)
{
	static const struct id none;
	const struct acme *acme = worker->acme;
	struct press *press = &worker->presses[worker->count++];
	int n = worker->current;

	assert_true(worker->count <= WORKER_PRESSES);
	*press = (struct press){
		.true_ms = acme->now_ms,
		.punch = {.id = machine_make_id(acme),
			.employee = acme->people[employee],
			.pressed_by = acme->people[worker->person],
			.enrolment = worker->enrolments[n].id,
			.number = ++worker->enrolments[n].last,
			.kind = kind,
			.pressed = machine_clocks(acme, worker->machine)},
	};
	press->punch.location = kind == PUNCH_GO ? acme->locations[0] : none;
	press->punch.cost_code = kind == PUNCH_GO ? acme->cost_codes[0] : none;
	return &press->punch;
}

struct punch *
worker_press(struct worker *worker, enum punch_kind kind)
{
	return worker_press_for(worker, kind, worker->person);
}

/* --- messages ------------------------------------------------------------ */

void
worker_leave_under(
	struct worker *worker, int enrolment, struct message *message)
{
	const struct id *id = &worker->enrolments[enrolment].id;

	*message = (struct message){
		.enrolment = enrolment,
		.left_ms = worker->acme->now_ms,
		.delivery = {.enrolment = *id,
			.now = machine_clocks(worker->acme, worker->machine),
			.highest = worker->enrolments[enrolment].last,
			.punches = message->punches},
	};
	for (size_t i = 0; i < worker->count; i++) {
		const struct press *press = &worker->presses[i];

		if (!press->answered && id_equal(&press->punch.enrolment, id))
			message->punches[message->delivery.count++] =
				press->punch;
	}
}

void
worker_bring(struct worker *worker, int enrolment, struct message *message)
{
	struct message lost;

	for (size_t i = 0; i < worker->count; i++)
		if (id_equal(&worker->presses[i].punch.enrolment,
			    &worker->enrolments[enrolment].id))
			worker->presses[i].answered = false;
	worker_leave_under(worker, enrolment, &lost);
	worker_leave(worker, message);
	memcpy(message->punches, lost.punches, sizeof(lost.punches));
	message->delivery.count = lost.delivery.count;
}

void
worker_leave(struct worker *worker, struct message *message)
{
	worker_leave_under(worker, worker->current, message);
}

/* As the real client: where the service lacks what was answered, all that was
 * is sent again. */
static void
refill(struct worker *worker, const struct wire_missing *missing)
{
	bool lost = false;

	for (size_t i = 0; i < worker->count; i++) {
		const struct press *press = &worker->presses[i];
		int64_t number = press->punch.number;
		bool lacks = number == missing->watermark + 1;

		for (size_t k = 0; k < missing->count; k++)
			lacks |= number == missing->numbers[k];
		lost |= lacks && press->answered &&
			id_equal(&press->punch.enrolment, &missing->enrolment);
	}
	for (size_t i = 0; i < worker->count && lost; i++) {
		struct press *press = &worker->presses[i];

		if (id_equal(&press->punch.enrolment, &missing->enrolment))
			press->answered = false;
	}
}

static void
read_answer(struct worker *worker, const struct message *message)
{
	struct wire_verdicts *answer = &worker->answer;
	const struct str *body = &worker->acme->reply.body;
	struct err err = {0};

	must(wire_verdicts_decode(body->data, body->len, answer, &err), &err);
	assert_int_equal(answer->count, message->delivery.count);
	for (size_t i = 0; i < answer->count; i++)
		for (size_t k = 0; k < worker->count; k++)
			if (id_equal(&worker->presses[k].punch.id,
				    &answer->verdicts[i].punch))
				worker->presses[k].answered = true;
	answer->own.enrolment = message->delivery.enrolment;
	refill(worker, &answer->own);
	for (size_t i = 0; i < answer->earlier_count; i++)
		refill(worker, &answer->earlier[i]);
	free(answer->verdicts);
	answer->verdicts = NULL;
}

int
worker_arrive_unheard(struct worker *worker, const struct message *message)
{
	struct acme *acme = worker->acme;
	struct wire_delivery delivery = message->delivery;
	struct str body;

	delivery.punches = (struct punch *)(uintptr_t)message->punches;
	str_init(&body, WIRE_REQUEST_BYTES);
	wire_delivery_encode(&delivery, &body);
	acme_ask(acme, &(struct acme_request){.path = "/v1/punches",
			       .token = worker->enrolments[message->enrolment]
						.credential,
			       .body = body.data});
	str_release(&body);
	return acme->reply.status;
}

int
worker_arrive(struct worker *worker, const struct message *message)
{
	int status = worker_arrive_unheard(worker, message);

	/* The client drops what comes later than that. */
	if (status == 200 &&
		worker->acme->now_ms - message->left_ms <= 30 * SECOND_MS)
		read_answer(worker, message);
	return status;
}

static bool
has_more(const struct worker *worker, int enrolment)
{
	for (size_t i = 0; i < worker->count; i++)
		if (!worker->presses[i].answered &&
			id_equal(&worker->presses[i].punch.enrolment,
				&worker->enrolments[enrolment].id))
			return true;
	return false;
}

void
worker_sync(struct worker *worker)
{
	struct message *message = mem_new(1, sizeof(*message));

	/* A refresh, and what it says is missing. */
	for (int round = 0; round < 2; round++) {
		for (int i = worker->current; i >= 0; i--) {
			if (i < worker->current && !has_more(worker, i))
				continue;
			worker_leave_under(worker, i, message);
			if (round == 0 && i == worker->current)
				message->delivery.count = 0;
			if (worker_arrive(worker, message) != 200)
				fail_msg("%s", worker->acme->reply.body.data);
		}
	}
	free(message);
}

/* --- what stands --------------------------------------------------------- */

struct stand
worker_look(const struct worker *worker, size_t i)
{
	static const char sql[] =
		"SELECT t.seq, t.at_ms, t.press_ms, t.not_before_ms,"
		" t.not_after_ms, t.flags, t.method, t.counts,"
		" (SELECT count(*) FROM ledger_event v"
		"  WHERE v.company = t.company AND v.punch = t.seq"
		"  AND v.kind = 'restated')"
		" FROM ledger l JOIN timeline t"
		" ON t.company = l.company AND t.seq = l.seq WHERE l.id = ?1";
	struct db *db = worker->acme->db;
	struct db_stmt *stmt = sql_prepare(db, sql);
	struct stand stand = {.found = false};
	struct err err = {0};
	bool row;

	db_bind_id(stmt, 1, &worker->presses[i].punch.id);
	must(db_step(stmt, &row, &err), &err);
	if (!row)
		return stand;
	stand = (struct stand){
		.found = true,
		.seq = db_int(stmt, 0),
		.at_ms = db_int(stmt, 1),
		.press_ms = db_int(stmt, 2),
		.not_before_ms = db_int(stmt, 3),
		.not_after_ms = db_int(stmt, 4),
		.flags = (unsigned)db_int(stmt, 5),
		.method = (enum restate_method)restate_method_parse(
			db_text(stmt, 6)),
		.counts = db_int(stmt, 7) != 0,
		.restated = (int)db_int(stmt, 8),
	};
	must(db_step(stmt, &row, &err), &err);
	if (row)
		fail_msg("press %zu stands twice", i);
	db_reset(db);
	return stand;
}

void
worker_expect(const struct worker *worker, size_t i, int64_t within_ms,
	unsigned flags)
{
	const struct stand stand = worker_look(worker, i);
	int64_t off_ms = stand.at_ms - worker->presses[i].true_ms;

	if (!stand.found)
		fail_msg("press %zu does not stand", i);
	if (off_ms > within_ms || -off_ms > within_ms || stand.flags != flags)
		fail_msg("press %zu stands %lld ms off, by %s, flags %#x, in "
			 "%lld to %lld from the truth",
			i, (long long)off_ms, restate_method_name(stand.method),
			stand.flags,
			(long long)(stand.not_before_ms -
				    worker->presses[i].true_ms),
			(long long)(stand.not_after_ms -
				    worker->presses[i].true_ms));
}

void
worker_expect_all(
	const struct worker *worker, int64_t within_ms, unsigned flags)
{
	for (size_t i = 0; i < worker->count; i++)
		worker_expect(worker, i, within_ms, flags);
}
