/*
 * load PORT CLIENTS PUNCHES BATCH USERNAME [PATH] <PASSWORD: clients with a
 * device each, on kept connections, one delivery of BATCH punches in flight
 * each, until about PUNCHES stand. Prints punches per second and the latency
 * of a delivery: "RATE P50_us P99_us". Every answer is looked at: each punch
 * must be recorded. With PATH that is asked for instead (BATCH is 1). USERNAME
 * "-": nobody signs in, and made-up punches go to `limit_http`.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "wire/wire.h"

#define ANSWER_BYTES (512 * 1024)

struct client {
	int fd;
	struct id device;
	struct id enrolment;
	struct secret token;
	struct id employee;
	int64_t seq;
	struct str request;
	char *answer;
	size_t got;
	int64_t sent_us;
};

struct load {
	int port;
	int batch;
	const char *username;
	const char *path; /* NULL: punches are delivered */
	struct secret password;
	struct id location;
	struct id cost_code;
	struct id_source ids;
	struct punch *punches;
	int64_t *latencies;
	size_t answers;
};

static void
give_up(const char *what)
{
	fprintf(stderr, "load: %s\n", what);
	exit(1);
}

static int64_t
now_us(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static struct stamp
stamp_now(void)
{
	return (struct stamp){
		.wall_ms = now_us(CLOCK_REALTIME) / 1000,
		.boottime_ms = now_us(CLOCK_BOOTTIME) / 1000,
		.boot = {{0x42}},
		.zone = "America/New_York",
		.offset_s = -18000,
	};
}

static void
new_id(struct load *load, struct id *id)
{
	struct err err;

	if (id_make(&load->ids, now_us(CLOCK_REALTIME) / 1000, id, &err) < 0)
		give_up(err.text);
}

static void
send_request(struct client *client, const char *line, const char *token,
	const struct str *body)
{
	struct str *out = &client->request;
	size_t done = 0;

	str_clear(out);
	str_addf(out, "%s HTTP/1.1\r\nHost: load\r\n", line);
	if (token != NULL)
		str_addf(out, "Authorization: Bearer %s\r\n", token);
	if (body != NULL) {
		str_addf(out,
			"Content-Type: application/json\r\n"
			"Content-Length: %zu\r\n\r\n",
			body->len);
		str_add(out, body->data, body->len);
	} else {
		str_addz(out, "\r\n");
	}
	client->got = 0;
	client->sent_us = now_us(CLOCK_MONOTONIC);
	while (done < out->len) {
		ssize_t n = send(client->fd, out->data + done, out->len - done,
			MSG_NOSIGNAL);

		if (n < 0)
			give_up(strerror(errno));
		done += (size_t)n;
	}
}

/* The body once the answer is whole, else NULL. */
static const char *
whole(const struct client *client)
{
	char *head = strstr(client->answer, "\r\n\r\n");
	const char *length = strcasestr(client->answer, "Content-Length:");

	if (head == NULL || length == NULL || length > head)
		return NULL;
	if (client->got <
		(size_t)(head + 4 - client->answer) + (size_t)atol(length + 15))
		return NULL;
	if (strncmp(client->answer, "HTTP/1.1 200", 12) != 0)
		give_up(client->answer);
	return head + 4;
}

static const char *
receive(struct client *client)
{
	ssize_t n = recv(client->fd, client->answer + client->got,
		ANSWER_BYTES - 1 - client->got, 0);

	if (n <= 0)
		give_up("the connection ended");
	client->got += (size_t)n;
	client->answer[client->got] = '\0';
	return whole(client);
}

static const char *
ask(struct client *client, const char *line, const char *token,
	const struct str *body)
{
	const char *answer;

	send_request(client, line, token, body);
	do {
		answer = receive(client);
	} while (answer == NULL);
	return answer;
}

static void
dial(const struct load *load, struct client *client)
{
	const struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)load->port),
		.sin_addr = {htonl(INADDR_LOOPBACK)}};
	int on = 1;

	client->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(client->fd, (const struct sockaddr *)&to, sizeof(to)) < 0)
		give_up(strerror(errno));
	setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	str_init(&client->request, 2 * 1024 * 1024);
	client->answer = mem_new(ANSWER_BYTES, 1);
}

/* A job that all may choose, from as many pages as it takes. */
static void
choose_job(struct load *load, struct client *client, const char *token)
{
	char line[256] = "GET /v1/catalog?limit=1000";
	struct wire_catalog page;
	struct err err;
	bool more = true;

	while (more &&
		(id_is_nil(&load->location) || id_is_nil(&load->cost_code))) {
		const char *answer = ask(client, line, token, NULL);

		if (wire_catalog_decode(answer, strlen(answer), &page, &err) <
			0)
			give_up(err.text);
		for (size_t i = 0; i < page.count; i++) {
			const struct entry *entry = &page.entries[i];

			if (entry->kind == ENTRY_LOCATION &&
				entry->all_cost_codes)
				load->location = entry->id;
			if (entry->kind == ENTRY_COST_CODE)
				load->cost_code = entry->id;
		}
		more = page.more;
		snprintf(line, sizeof(line),
			"GET /v1/catalog?limit=1000&since=%s", page.cursor);
		wire_catalog_release(&page);
	}
}

static void
sign_in(struct load *load, struct client *client)
{
	struct wire_sign_in in = {.company_id = "acme"};
	struct wire_session session;
	const char *answer;
	struct str body;
	struct err err;

	new_id(load, &client->device);
	in.device = client->device;
	in.password = load->password;
	str_copy(in.username, sizeof(in.username), load->username);
	str_init(&body, 65536);
	wire_sign_in_encode(&in, &body);
	answer = ask(client, "POST /v1/token", NULL, &body);
	if (wire_session_decode(answer, strlen(answer), &session, &err) < 0)
		give_up(err.text);
	client->employee = session.person.id;
	client->enrolment = session.enrolment.id;
	secret_move(&client->token, &session.enrolment.credential);
	if (id_is_nil(&load->location))
		choose_job(load, client, session.access.data);
	if (load->path != NULL)
		secret_move(&client->token, &session.access);
	wire_session_release(&session);
	str_release(&body);
}

/* For a server that asks nobody who they are. */
static void
make_up(struct load *load, struct client *client)
{
	new_id(load, &client->employee);
	new_id(load, &client->enrolment);
	load->location = load->cost_code = client->employee;
	secret_set(&client->token, "none", strlen("none"));
}

static void
deliver(struct load *load, struct client *client)
{
	struct wire_delivery delivery = {
		.enrolment = client->enrolment,
		.now = stamp_now(),
		.punches = load->punches,
		.count = (size_t)load->batch,
	};
	struct str body;

	if (load->path != NULL) {
		send_request(client, load->path, client->token.data, NULL);
		return;
	}
	delivery.highest = client->seq + load->batch;
	for (int i = 0; i < load->batch; i++) {
		struct punch *punch = &load->punches[i];

		*punch = (struct punch){
			.employee = client->employee,
			.pressed_by = client->employee,
			.enrolment = client->enrolment,
			.number = ++client->seq,
			.kind = PUNCH_GO,
			.location = load->location,
			.cost_code = load->cost_code,
			.pressed = delivery.now,
		};
		new_id(load, &punch->id);
	}
	str_init(&body, WIRE_REQUEST_BYTES);
	wire_delivery_encode(&delivery, &body);
	send_request(client, "POST /v1/punches", client->token.data, &body);
	str_release(&body);
}

static void
check(const struct load *load, const char *body)
{
	int recorded = 0;

	if (load->path != NULL)
		return;
	for (; (body = strstr(body, "\"recorded\"")) != NULL; body++)
		recorded++;
	if (recorded != load->batch)
		give_up("a punch was not recorded");
}

static int
compare(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* Keeps all clients busy until so many answers have come. */
static void
run(struct load *load, struct client *clients, int count, size_t wanted)
{
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event events[64];

	for (int i = 0; i < count; i++) {
		struct epoll_event event = {
			.events = EPOLLIN, .data.ptr = &clients[i]};

		epoll_ctl(epoll, EPOLL_CTL_ADD, clients[i].fd, &event);
		deliver(load, &clients[i]);
	}
	while (load->answers < wanted) {
		int n = epoll_wait(epoll, events, 64, 30000);

		if (n <= 0)
			give_up("nothing comes any more");
		for (int i = 0; i < n; i++) {
			struct client *client = events[i].data.ptr;
			const char *body = receive(client);

			if (body == NULL)
				continue;
			check(load, body);
			if (load->answers < wanted)
				load->latencies[load->answers++] =
					now_us(CLOCK_MONOTONIC) -
					client->sent_us;
			deliver(load, client);
		}
	}
	close(epoll);
}

int
main(int argc, char **argv)
{
	struct load load = {.port = 0};
	struct client *clients;
	char password[256];
	char line[512];
	size_t wanted;
	int64_t began;
	int count;

	if (argc < 6 || fgets(password, sizeof(password), stdin) == NULL)
		give_up("load PORT CLIENTS PUNCHES BATCH USERNAME [PATH] "
			"<PASSWORD");
	load.port = atoi(argv[1]);
	count = atoi(argv[2]);
	load.batch = atoi(argv[4]);
	load.username = argv[5];
	if (argc > 6) {
		snprintf(line, sizeof(line), "GET %s", argv[6]);
		load.path = line;
	}
	wanted = (size_t)(atol(argv[3]) / load.batch);
	secret_set(&load.password, password, strcspn(password, "\n"));
	load.punches = mem_new((size_t)load.batch, sizeof(struct punch));
	load.latencies = mem_new(wanted, sizeof(int64_t));
	clients = mem_new((size_t)count, sizeof(*clients));
	for (int i = 0; i < count; i++) {
		dial(&load, &clients[i]);
		if (strcmp(load.username, "-") == 0)
			make_up(&load, &clients[i]);
		else
			sign_in(&load, &clients[i]);
	}
	began = now_us(CLOCK_MONOTONIC);
	run(&load, clients, count, wanted);
	began = now_us(CLOCK_MONOTONIC) - began;
	qsort(load.latencies, wanted, sizeof(int64_t), compare);
	printf("%.0f %lld %lld\n",
		(double)wanted * load.batch * 1e6 / (double)began,
		(long long)load.latencies[wanted / 2],
		(long long)load.latencies[wanted * 99 / 100]);
	return 0;
}
