/* What somebody asked for of a card: in words, and as data. */
#include <string.h>

#include "app/missed.h"
#include "app/words.h"
#include "base/text.h"
#include "calendar/civil.h"
#include "card_words.h"

static const char *const states[REQUEST_STATE_COUNT] = {
#define X(name, number, wire) [REQUEST_##name] = (wire),
	REQUEST_STATES(X)
#undef X
};

static void
add_said(struct str *out, const char *before, const char *text)
{
	if (text == NULL)
		return;
	str_addz(out, before);
	text_clean(out, text, strlen(text));
}

void
card_words_request(const struct hours_card *card,
	const struct wire_card_request *request, struct str *out)
{
	struct app *app = card->app;
	struct entry entry;

	words_day(out, hours_date(app, request->at_ms));
	str_addc(out, ' ');
	words_time(out, app->zone, request->at_ms);
	str_addf(out, "  missed %s: %s", missed_button(request->press),
		states[request->state]);
	if (hours_entry(app, ENTRY_EMPLOYEE, &request->decided_by, &entry)) {
		str_addz(out, " by ");
		hours_name(app, ENTRY_EMPLOYEE, &request->decided_by, out);
	}
	add_said(out, ": ", request->reason);
	if (!id_is_nil(&request->location)) {
		str_addz(out, " · ");
		hours_job(app, &request->location, &request->cost_code, out);
	}
	if (request->state == REQUEST_WAITS)
		add_said(out, " · ", request->comment);
}

static void
write_text(struct jsonout *json, const char *key, const char *text)
{
	jsonout_text(json, key, text != NULL ? text : "");
}

void
card_json_requests(struct jsonout *json, const struct hours_card *card)
{
	char at[CIVIL_RFC3339_BYTES];

	jsonout_array(json, "requests");
	for (size_t i = 0; i < card->wire.request_count; i++) {
		const struct wire_card_request *request =
			&card->wire.requests[i];

		jsonout_object(json, NULL);
		jsonout_id(json, "id", &request->id);
		jsonout_text(json, "press", punch_kind_name(request->press));
		jsonout_text(
			json, "at", civil_format_rfc3339(request->at_ms, at));
		hours_json_entry(json, "location", card->app, ENTRY_LOCATION,
			&request->location);
		hours_json_entry(json, "cost_code", card->app, ENTRY_COST_CODE,
			&request->cost_code);
		jsonout_text(json, "state", states[request->state]);
		hours_json_entry(json, "decided_by", card->app, ENTRY_EMPLOYEE,
			&request->decided_by);
		write_text(json, "comment", request->comment);
		write_text(json, "reason", request->reason);
		jsonout_object_end(json);
	}
	jsonout_array_end(json);
}
