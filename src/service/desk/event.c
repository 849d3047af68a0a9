#include "service/desk/event.h"

#include "base/log.h"
#include "base/str.h"
#include "service/desk/quota.h"

#define PAIRS 8

static const char *const names[] = {
#define X(name, text) [EVENT_##name] = text,
	EVENTS(X)
#undef X
};

static bool
is_flood(const struct call *call, const struct event *event)
{
	struct quota_key key = {.scope = QUOTA_LINES};
	struct str text;
	bool told;
	int wait;

	str_init(&text, 256);
	str_addf(&text, "%s ", names[event->kind]);
	quota_peer(call->request->peer, &text);
	key.bytes = text.data;
	key.len = text.len;
	wait = quota_take(call->desk->quota, &key, 0, call->now_ms, &told);
	str_release(&text);
	return wait > 0;
}

void
event_log(const struct call *call, const struct event *event)
{
	const struct {
		const char *key;
		const struct id *id;
	} ids[] = {
		{"company", event->company},
		{"employee", event->employee},
		{"device", event->device},
		{"enrolment", event->enrolment},
		{"session", event->session},
		{"subject", event->subject},
	};
	const char *keys[PAIRS + 1] = {"address", "what"};
	const char *values[PAIRS] = {call->request->peer, event->what};
	char texts[PAIRS][ID_TEXT_BYTES];
	size_t n = event->what != NULL ? 2 : 1;

	if (is_flood(call, event))
		return;
	keys[n] = NULL;
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		if (ids[i].id == NULL || id_is_nil(ids[i].id))
			continue;
		keys[n] = ids[i].key;
		values[n] = id_format(ids[i].id, texts[n]);
		keys[++n] = NULL;
	}
	log_event(LOG_LEVEL_WARNING, names[event->kind], keys[0], values[0],
		keys[1], values[1], keys[2], values[2], keys[3], values[3],
		keys[4], values[4], keys[5], values[5], keys[6], values[6],
		keys[7], values[7], NULL);
}
