/* GET /metrics: what this process has done, as Prometheus reads it (the text
 * format, 0.0.4). For who asks on this machine, where the operator wants it. */
#include <string.h>

#include "db/check.h"
#include "route.h"
#include "service/desk/metrics.h"
#include "service/desk/reply.h"
#include "service/ledger/ledger.h"
#include "service/ledger/quarantine.h"

#define PREFIX "connectd_"

static void
describe(struct str *out, const char *name, const char *type, const char *help)
{
	str_addf(out, "# HELP " PREFIX "%s %s\n# TYPE " PREFIX "%s %s\n", name,
		help, name, type);
}

static void
add_gauge(struct str *out, const char *name, const char *help, int64_t value)
{
	describe(out, name, "gauge", help);
	str_addf(out, PREFIX "%s %lld\n", name, (long long)value);
}

/* {method="GET",route="/v1/me"; of what has no route both are empty. */
static void
add_labels(struct str *out, const struct route *route)
{
	str_addf(out, "{method=\"%s\",route=\"%s\"",
		route != NULL ? route->method : "",
		route != NULL ? route->path : "");
}

static void
add_answers(struct str *out, const struct metrics_route *counted,
	const struct route *route)
{
	for (int status = 0; status < METRICS_STATUSES; status++) {
		long long n = counted->answers[status];

		if (n == 0)
			continue;
		str_addz(out, PREFIX "requests_total");
		add_labels(out, route);
		str_addf(out, ",status=\"%d\"} %lld\n", status, n);
	}
}

static void
add_durations(struct str *out, const struct metrics_route *counted,
	const struct route *route)
{
	long long n = 0;

	for (int i = 0; i <= METRICS_BUCKETS; i++) {
		n += counted->took[i];
		str_addz(out, PREFIX "request_seconds_bucket");
		add_labels(out, route);
		if (i < METRICS_BUCKETS)
			str_addf(out, ",le=\"%d.%03d\"} %lld\n",
				metrics_bucket_ms[i] / 1000,
				metrics_bucket_ms[i] % 1000, n);
		else
			str_addf(out, ",le=\"+Inf\"} %lld\n", n);
	}
	str_addz(out, PREFIX "request_seconds_sum");
	add_labels(out, route);
	str_addf(out, "} %lld.%03lld\n", (long long)counted->took_ms / 1000,
		(long long)counted->took_ms % 1000);
	str_addz(out, PREFIX "request_seconds_count");
	add_labels(out, route);
	str_addf(out, "} %lld\n", n);
}

typedef void route_writer(struct str *out, const struct metrics_route *counted,
	const struct route *route);

/* Of each route that was asked for. */
static void
add_routes(struct str *out, const struct metrics *metrics, route_writer *add)
{
	size_t count;
	const struct route *table = route_table(&count);

	for (size_t i = 0; i <= METRICS_ROUTES; i++) {
		const struct metrics_route *counted = &metrics->routes[i];
		long long n = 0;

		for (int b = 0; b <= METRICS_BUCKETS; b++)
			n += counted->took[b];
		if (n > 0)
			add(out, counted, i < count ? &table[i] : NULL);
	}
}

static void
add_punches(struct str *out, const struct metrics *metrics)
{
	describe(out, "punches_total", "counter",
		"Punches that were answered, by what was answered.");
	for (int i = 0; i < METRICS_VERDICTS; i++)
		str_addf(out, PREFIX "punches_total{verdict=\"%s\"} %lld\n",
			verdict_name((enum verdict_kind)i),
			(long long)metrics->punches[i]);
}

static void
add_counter(struct str *out, const char *name, const char *help, long long n)
{
	describe(out, name, "counter", help);
	str_addf(out, PREFIX "%s %lld\n", name, n);
}

static void
add_feed(struct str *out, const struct metrics *metrics)
{
	add_counter(out, "feed_people_total",
		"People whose time was folded again for the feed.",
		metrics->feed_people);
	add_counter(
		out, "feed_weeks_total", "Weeks of them.", metrics->feed_weeks);
	add_counter(out, "feed_records_total",
		"Time records of the feed that were written.",
		metrics->feed_records);
}

/* What stands in the database; whether that can be asked is a figure, too. */
static void
add_database(struct call *call, struct str *out)
{
	int64_t waiting = 0;
	struct err err = {0};
	bool up = call_begin_reading(call, &err) == 0 &&
		  db_check_writable(call->db, &err) == 0 &&
		  quarantine_waiting(call->db, &waiting, &err) == 0;

	call_end_reading(call, up ? NULL : &err);
	add_gauge(out, "database_up",
		"Whether punches can be recorded, as GET /readyz.", up);
	if (up)
		add_gauge(out, "quarantine_waiting",
			"Punches that are held and wait for a decision.",
			waiting);
}

static bool
is_here(const char *peer)
{
	return strncmp(peer, "127.", 4) == 0 || strcmp(peer, "::1") == 0;
}

int
metrics_handle(struct call *call, struct err *err)
{
	const struct metrics *metrics = call->desk->metrics;
	struct str *out = &call->reply->body;

	(void)err;
	if (!call->desk->tells_metrics || !is_here(call->request->peer)) {
		reply_problem(call->reply, PROBLEM_NOT_FOUND, "");
		return 0;
	}
	describe(
		out, "requests_total", "counter", "Requests, by their answer.");
	add_routes(out, metrics, add_answers);
	describe(out, "request_seconds", "histogram",
		"How long answers took, from the whole request on.");
	add_routes(out, metrics, add_durations);
	add_punches(out, metrics);
	add_feed(out, metrics);
	add_gauge(out, "requests_answering",
		"Requests that are being answered now, this one too.",
		metrics->answering);
	add_gauge(out, "ledger_waiting",
		"Deliveries that wait for the ledger's writer.",
		(int64_t)ledger_waiting(call->desk->ledger));
	add_database(call, out);
	reply_text(call->reply);
	return 0;
}
