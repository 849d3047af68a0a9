/*
 * service_kill CONNECTD DATABASE ROUNDS [SERVICES]: kills the service under
 * load, ROUNDS times, and looks for every punch that it had confirmed. Devices
 * that got no answer send the same punches again to the next one, as real ones
 * do. With two SERVICES on the database one of them is killed each time, the
 * other goes on, and they send to that.
 *
 * What a round confirmed is looked for after it; the chain, which grows with
 * the rounds, after each tenth and at the end, and all that was confirmed then.
 *
 * Exits with 0 when each confirmed punch stands once and the chain is whole,
 * with 1 when not, with 2 when it could not try. DATABASE must be empty.
 * PRELOAD names a library for the service alone (the seeded fault).
 */
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "lib/child.h"
#include "lib/test_database.h"
#include "lib/wait.h"
#include "service/ledger/ledger.h"
#include "sys/zoneinfo.h"

#define DEVICES 8
#define PUNCHES 3 /* at most in one delivery */
#define CONFIRMED_MAX (1 << 20)
#define WHOLE_EVERY 10 /* rounds: to verify each makes it their square */

static const char *connectd;
static const char *database;
static struct service {
	struct child child;
	struct sockaddr_in address;
	bool runs;
} services[2];
static int service_count = 1;

/* What was confirmed, by all devices. */
static struct id confirmed[CONFIRMED_MAX];
static atomic_size_t confirmed_count;

static struct person person;
static struct id location, cost_code;

struct device {
	pthread_t thread;
	struct id enrolment;
	struct id_source ids;
	char access[128];
	char delivery[128];
	int64_t seq;
	struct punch punches[PUNCHES];
	size_t count; /* not answered yet */
};
static struct device devices[DEVICES];
static atomic_bool enough;

static void __attribute__((noreturn)) give_up(const char *what)
{
	fprintf(stderr, "service_kill: %s\n", what);
	exit(2);
}

/* --- HTTP, as little as will do ------------------------------------------ */

static bool
send_all(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

/* Reads one answer; whether it came whole. Its body begins at *body_out. */
static bool
read_answer(int fd, struct str *in, const char **body_out)
{
	char buf[4096];
	ssize_t n;

	str_clear(in);
	while ((n = recv(fd, buf, sizeof(buf), 0)) > 0) {
		const char *head, *length;

		str_add(in, buf, (size_t)n);
		head = strstr(in->data, "\r\n\r\n");
		length = strcasestr(in->data, "\r\nContent-Length: ");
		if (head == NULL || length == NULL)
			continue;
		*body_out = head + 4;
		if (strlen(*body_out) == strtoul(length + 18, NULL, 10))
			return true;
	}
	return false;
}

static int
connect_service(int which)
{
	const struct sockaddr_in *address = &services[which].address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd >= 0 && connect(fd, (const struct sockaddr *)address,
			       sizeof(*address)) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

/* Asks, and waits for the answer: its status, 0 when there is none. */
static int
ask(int fd, const char *what, const char *token, const struct str *body,
	struct str *in, const char **body_out)
{
	struct str out;
	bool sent;

	str_init(&out, 1 << 20);
	str_addf(&out, "%s HTTP/1.1\r\nHost: localhost\r\n", what);
	if (token != NULL)
		str_addf(&out, "Authorization: Bearer %s\r\n", token);
	if (body != NULL)
		str_addf(&out,
			"Content-Type: application/json\r\n"
			"Content-Length: %zu\r\n",
			body->len);
	str_addz(&out, "\r\n");
	if (body != NULL)
		str_add(&out, body->data, body->len);
	sent = send_all(fd, out.data, out.len);
	str_release(&out);
	if (!sent || !read_answer(fd, in, body_out))
		return 0;
	return atoi(in->data + strlen("HTTP/1.1 "));
}

/* --- the service --------------------------------------------------------- */

static void
start_service(struct service *service)
{
	const char *preload = getenv("PRELOAD");
	char with[512], line[512];
	const char *const argv[] = {connectd, "serve", "--database", database,
		"--listen", "127.0.0.1:0", "--exit-with-parent",
		"--cheap-passwords", "--unsafe-database", NULL};
	const char *const env[] = {preload != NULL ? with : NULL, NULL};
	const char *port;

	snprintf(with, sizeof(with), "LD_PRELOAD=%s",
		preload != NULL ? preload : "");
	child_start(&service->child, argv, env);
	if (child_read_line(&service->child, line, sizeof(line)) < 0)
		give_up("the service does not start");
	port = strrchr(line, ':');
	if (port == NULL)
		give_up("the service does not say where it listens");
	service->runs = true;
	service->address.sin_family = AF_INET;
	service->address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	service->address.sin_port =
		htons((uint16_t)strtoul(port + 1, NULL, 10));
}

/* The text of a member of flat JSON, after `from`. */
static void
take_text(const char *from, const char *member, char *out, size_t size)
{
	const char *at = strstr(from, member);
	size_t len;

	if (at == NULL)
		give_up("the sample company has no such sign-in");
	at = strchr(at + strlen(member), ':') + 2;
	len = strcspn(at, "\"");
	if (len >= size)
		give_up("a sign-in is too long");
	memcpy(out, at, len);
	out[len] = '\0';
}

static void
sign_in(const char *username, const char *password)
{
	for (int i = 0; i < DEVICES; i++) {
		struct wire_sign_in sign = {.company_id = "acme"};
		struct wire_session session;
		struct str body, in;
		const char *answer;
		struct err err = {0};
		int fd = connect_service(0);

		if (id_make(&devices[i].ids, (int64_t)time(NULL) * 1000,
			    &sign.device, &err) < 0)
			give_up(err.text);
		str_copy(sign.username, sizeof(sign.username), username);
		str_copy(sign.device_name, sizeof(sign.device_name), "kill");
		secret_set(&sign.password, password, strlen(password));
		str_init(&body, 4096);
		str_init(&in, 1 << 20);
		wire_sign_in_encode(&sign, &body);
		if (ask(fd, "POST /v1/token", NULL, &body, &in, &answer) != 200)
			give_up("the sign-in was refused");
		if (wire_session_decode(
			    answer, strlen(answer), &session, &err) < 0)
			give_up(err.text);
		person = session.person;
		devices[i].enrolment = session.enrolment.id;
		str_copy(devices[i].access, sizeof(devices[i].access),
			session.access.data);
		str_copy(devices[i].delivery, sizeof(devices[i].delivery),
			session.enrolment.credential.data);
		wire_session_release(&session);
		wire_sign_in_release(&sign);
		str_release(&body);
		str_release(&in);
		close(fd);
	}
}

static void
choose_job(void)
{
	struct wire_catalog page;
	struct str in;
	const char *answer;
	struct err err = {0};
	int fd = connect_service(0);

	str_init(&in, 1 << 22);
	if (ask(fd, "GET /v1/catalog?limit=1000", devices[0].access, NULL, &in,
		    &answer) != 200 ||
		wire_catalog_decode(answer, strlen(answer), &page, &err) < 0)
		give_up("there is no catalogue");
	for (size_t i = 0; i < page.count; i++) {
		const struct entry *entry = &page.entries[i];

		if (entry->kind == ENTRY_LOCATION && entry->all_cost_codes)
			location = entry->id;
		if (entry->kind == ENTRY_COST_CODE)
			cost_code = entry->id;
	}
	if (id_is_nil(&location) || id_is_nil(&cost_code))
		give_up("there is no job in the catalogue");
	free(page.entries);
	str_release(&in);
	close(fd);
}

/* --- the devices --------------------------------------------------------- */

static struct stamp
read_clocks(void)
{
	struct stamp stamp = {
		.boot = {{1, 2, 3}}, .zone = "Etc/UTC", .offset_s = 0};
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	stamp.wall_ms = (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
	clock_gettime(CLOCK_BOOTTIME, &t);
	stamp.boottime_ms = (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
	return stamp;
}

static void
press(struct device *device)
{
	struct err err;
	size_t wanted = 1 + (size_t)(device->seq % PUNCHES);

	for (device->count = 0; device->count < wanted; device->count++) {
		struct punch *punch = &device->punches[device->count];

		*punch = (struct punch){
			.employee = person.id,
			.pressed_by = person.id,
			.enrolment = device->enrolment,
			.number = ++device->seq,
			.kind = PUNCH_GO,
			.location = location,
			.cost_code = cost_code,
			.pressed = read_clocks(),
		};
		if (id_make(&device->ids, punch->pressed.wall_ms, &punch->id,
			    &err) < 0)
			give_up(err.text);
	}
}

static void
confirm(struct device *device, const struct wire_verdicts *verdicts)
{
	if (verdicts->count != device->count)
		give_up("not every punch was answered");
	for (size_t i = 0; i < device->count; i++) {
		const struct verdict *verdict = &verdicts->verdicts[i];
		size_t at = atomic_fetch_add(&confirmed_count, 1);

		if (verdict->kind != VERDICT_RECORDED &&
			verdict->kind != VERDICT_DUPLICATE)
			give_up(verdict->detail);
		if (at >= CONFIRMED_MAX)
			give_up("too many rounds");
		confirmed[at] = verdict->punch;
	}
	device->count = 0;
}

/* Delivers what is at hand; whether it was answered. */
static bool
deliver(struct device *device, int fd, struct str *body, struct str *in)
{
	const struct wire_delivery delivery = {
		.enrolment = device->enrolment,
		.now = read_clocks(),
		.punches = device->punches,
		.count = device->count,
	};
	struct wire_verdicts verdicts;
	const char *answer;
	struct err err;
	int status;

	str_clear(body);
	wire_delivery_encode(&delivery, body);
	status = ask(
		fd, "POST /v1/punches", device->delivery, body, in, &answer);
	if (status != 200 && status != 0)
		give_up(answer);
	if (status == 0)
		return false;
	if (wire_verdicts_decode(answer, strlen(answer), &verdicts, &err) < 0)
		give_up(err.text);
	confirm(device, &verdicts);
	free(verdicts.verdicts);
	return true;
}

/* To one service until it dies, or it is enough. */
static void
deliver_to(struct device *device, int which, struct str *body, struct str *in)
{
	int fd = connect_service(which);

	for (bool answered = fd >= 0; answered && !enough;) {
		if (device->count == 0)
			press(device);
		answered = deliver(device, fd, body, in);
	}
	if (fd >= 0)
		close(fd);
}

/* Where there is another service they go on with that. */
static void *
deliver_until_it_dies(void *ctx)
{
	struct device *device = ctx;
	int which = (int)(device - devices) % service_count;
	struct str body, in;

	str_init(&body, 1 << 20);
	str_init(&in, 1 << 20);
	do {
		deliver_to(device, which, &body, &in);
		which = (which + 1) % service_count;
	} while (service_count > 1 && !enough);
	str_release(&body);
	str_release(&in);
	return NULL;
}

/* --- the kill ------------------------------------------------------------ */

struct goal {
	size_t confirmed;
};

static bool
is_reached(void *context)
{
	return confirmed_count >= ((struct goal *)context)->confirmed;
}

static void
wait_for_more(size_t more)
{
	struct goal goal = {confirmed_count + more};

	if (!wait_until(is_reached, &goal, WAIT_LONG_MS))
		give_up("the service confirms too little");
}

static void
kill_under_load(struct service *service)
{
	uint16_t chance;

	if (getrandom(&chance, sizeof(chance), 0) != sizeof(chance))
		give_up("no chance");
	enough = false;
	for (int i = 0; i < DEVICES; i++)
		if (pthread_create(&devices[i].thread, NULL,
			    deliver_until_it_dies, &devices[i]) != 0)
			give_up("no thread");
	wait_for_more(20 + chance % 300);
	child_stop(&service->child, SIGKILL);
	service->runs = false;
	/* The other one confirms, also what this one may have written. */
	if (service_count > 1)
		wait_for_more(50);
	enough = true;
	for (int i = 0; i < DEVICES; i++)
		pthread_join(devices[i].thread, NULL);
}

/* --- looking ------------------------------------------------------------- */

static struct db *
open_db(void)
{
	struct db *db = NULL;
	struct err err = {0};

	if (test_database_open(database, false, &db, &err) < 0)
		give_up(err.text);
	return db;
}

static int64_t
ask_db(struct db *db, const char *sql, const struct id *id)
{
	struct db_stmt *stmt;
	struct err err = {0};
	int64_t value;
	bool row;

	if (db_prepare(db, sql, &stmt, &err) < 0)
		give_up(err.text);
	if (id != NULL)
		db_bind_id(stmt, 1, id);
	if (db_step(stmt, &row, &err) < 0)
		give_up(err.text);
	value = db_int(stmt, 0);
	db_reset(db);
	return value;
}

/* How many confirmed punches, from this one on, do not stand once. */
static int64_t
count_lost(size_t from)
{
	static const char by_index[] =
		"SELECT count(*) FROM ledger "
		"WHERE company = (SELECT id FROM company) AND id = ?1";
	struct db *db = open_db();
	int64_t lost = 0;

	for (size_t i = from; i < confirmed_count; i++)
		lost += ask_db(db, by_index, &confirmed[i]) != 1;
	db_close(&db);
	return lost;
}

static bool
is_whole(void)
{
	struct db *db = open_db();
	struct zones *zones = zones_new(zoneinfo_load);
	struct ledger_report report;
	struct err err = {0};

	if (ledger_verify(db, zones, &report, &err) < 0)
		give_up(err.text);
	zones_free(&zones);
	db_close(&db);
	if (!report.sound)
		fprintf(stderr, "service_kill: %s\n", report.what);
	return report.sound;
}

static void
make_company(char *username, char *password, size_t size)
{
	const char *const argv[] = {connectd, "sample-data", "--database",
		database, "--json", "--cheap-passwords", NULL};
	struct child_output output;

	child_run(argv, NULL, NULL, &output);
	if (output.status != 0)
		give_up(output.err);
	take_text(output.out, "\"username\"", username, size);
	take_text(output.out, "\"password\"", password, size);
	child_output_release(&output);
}

int
main(int argc, char **argv)
{
	char username[128], password[128];
	long rounds, killed;
	size_t checked = 0;
	int64_t lost = 0;
	bool whole = true;

	if (argc != 4 && argc != 5)
		give_up("usage: service_kill CONNECTD DATABASE ROUNDS "
			"[SERVICES]");
	connectd = argv[1];
	database = argv[2];
	rounds = strtol(argv[3], NULL, 10);
	service_count = argc == 5 && strcmp(argv[4], "2") == 0 ? 2 : 1;
	make_company(username, password, sizeof(username));
	for (killed = 0; killed < rounds && lost == 0 && whole; killed++) {
		for (int s = 0; s < service_count; s++)
			if (!services[s].runs)
				start_service(&services[s]);
		if (killed == 0) {
			sign_in(username, password);
			choose_job();
		}
		kill_under_load(&services[killed % service_count]);
		lost += count_lost(checked);
		checked = confirmed_count;
		if ((killed + 1) % WHOLE_EVERY == 0)
			whole = is_whole();
	}
	lost = count_lost(0);
	whole = whole && is_whole();
	printf("%ld kills, %zu confirmed, %lld lost, the chain is %s\n", killed,
		(size_t)confirmed_count, (long long)lost,
		whole ? "whole" : "broken");
	return lost == 0 && whole ? 0 : 1;
}
