#include "worked.h"

#include <string.h>

#include "base/mem.h"
#include "calendar/date.h"
#include "range.h"

#define PEOPLE_MAX 100000

static void
add_sum(struct card_sum *to, const struct card_sum *sum)
{
	to->minutes += sum->minutes;
	for (int pay = 0; pay < PAY_COUNT; pay++)
		to->paid[pay] += sum->paid[pay];
	to->meal_minutes += sum->meal_minutes;
	to->lunch_minutes += sum->lunch_minutes;
	to->open += sum->open;
	to->exceptions += sum->exceptions;
}

/* A page behind those before it. */
static int
take_page(struct wire_summary *all, size_t *cap, const struct str *body,
	struct err *err)
{
	struct wire_summary page;

	if (wire_summary_decode(body->data, body->len, &page, err) < 0)
		return -1;
	if (page.count > PEOPLE_MAX - all->count) {
		wire_summary_release(&page);
		return err_set(err, ERR_UNAVAILABLE,
			"the service's summary does not come to an end");
	}
	all->range = page.range;
	memcpy(all->zone, page.zone, sizeof(all->zone));
	all->rows = mem_grow(all->rows, cap, all->count + page.count + 1,
		sizeof(*all->rows));
	for (size_t i = 0; i < page.count; i++) {
		all->rows[all->count++] = page.rows[i];
		add_sum(&all->totals, &page.rows[i].sum);
	}
	wire_summary_release(&page);
	return 0;
}

int
worked_summary(struct ctl_call *call, const struct args *args,
	struct wire_summary *summary_out, struct err *err)
{
	struct str path, body, next;
	size_t cap = 0;
	int rc;

	*summary_out = (struct wire_summary){.count = 0};
	str_init(&path, 2048);
	str_init(&body, SIZE_MAX / 2);
	str_init(&next, 2048);
	str_addz(&path, "/v1/time-cards?limit=1000&");
	rc = range_add(args, &path, err);
	if (path.data[path.len - 1] == '&')
		path.data[--path.len] = '\0';
	while (rc == 0 && path.len > 0) {
		const struct office_request request = {
			.method = "GET", .path = path.data};

		str_clear(&body);
		str_clear(&next);
		rc = wait_ask(call, &request, &body, &next, err);
		if (rc == 0)
			rc = take_page(summary_out, &cap, &body, err);
		str_clear(&path);
		str_addz(&path, next.data);
	}
	if (rc < 0)
		wire_summary_release(summary_out);
	str_release(&path);
	str_release(&body);
	str_release(&next);
	return rc;
}

int
worked_card(struct ctl_call *call, const struct id *employee, const char *query,
	struct wire_card *card_out, struct str *etag, struct err *err)
{
	struct office_request request = {.method = "GET"};
	char id[ID_TEXT_BYTES];
	struct str path, body;
	struct wait wait = {.body = &body, .etag = etag};
	int rc;

	str_init(&path, 1024);
	str_init(&body, SIZE_MAX / 2);
	str_addf(&path, "/v1/time-cards/%s%s%s", id_format(employee, id),
		query[0] != '\0' ? "?" : "", query);
	request.path = path.data;
	office_ask(call->office, &request, wait_on_answer, &wait);
	rc = wait_for(call, &wait, err);
	if (rc == 0)
		rc = wire_card_decode(body.data, body.len, card_out, err);
	str_release(&path);
	str_release(&body);
	return rc;
}

void
worked_query(const struct period *range, struct str *query)
{
	char first[DATE_BYTES], last[DATE_BYTES];

	str_addf(query, "from=%s&to=%s", date_format(range->first, first),
		date_format(range->last, last));
}

bool
worked_is_closed(const struct wire_summary *summary)
{
	for (size_t i = 0; i < summary->count; i++)
		if (!summary->rows[i].closed)
			return false;
	return summary->count > 0;
}

int
worked_paid(const struct card_sum *sum)
{
	int paid = 0;

	for (int pay = 0; pay < PAY_COUNT; pay++)
		paid += sum->paid[pay];
	return paid;
}
