#include "app/today.h"
#include "call.h"
#include "core/permission.h"
#include "events.h"
#include "hours_inside.h"

#define AGE_MAX_MS (5 * 60 * 1000)

void
today_follow(struct app *app, const struct id *employee)
{
	app->hours_news->followed = *employee;
}

/* Whose card whoever is signed in may see. */
static bool
may_see(const struct app *app, const struct id *employee)
{
	const struct person *me = &app->account.person;

	return permission_has(me->permissions,
		id_equal(employee, &me->id) ? PERMISSION_MY_TIME_CARD_VIEW
					    : PERMISSION_TIME_CARDS_VIEW);
}

bool
hours_wants(struct app *app, char path_out[HOURS_PATH_BYTES])
{
	struct hours_news *news = app->hours_news;
	const int32_t date = hours_date(app, app_service_ms(app));
	const struct hours_ask ask = {.what = HOURS_WEEK,
		.employee = news->followed,
		.dates = {date, date}};
	const struct events *events;
	struct id last = {{0}};
	struct err ignored = {0};

	if (id_is_nil(&news->followed) || !may_see(app, &news->followed))
		return false;
	events = events_get(app, &news->followed, &ignored);
	if (events != NULL && events->is_told)
		last = events->known.state.folded.id;
	if (id_equal(&news->asked, &news->followed) &&
		id_equal(&news->last, &last) && news->date == date &&
		app_monotonic_ms(app) - news->asked_ms < AGE_MAX_MS)
		return false;
	news->asked = news->followed;
	news->last = last;
	news->date = date;
	news->asked_ms = app_monotonic_ms(app);
	hours_path(&ask, path_out);
	return true;
}

/* What is not to be had is done without. */
void
hours_heard(struct app *app, const char *path, const struct call_answer *answer)
{
	struct wire_card card;
	struct err ignored = {0};
	struct str body;

	if (answer->err.kind != ERR_NONE ||
		wire_card_decode(
			answer->body, answer->body_bytes, &card, &ignored) < 0)
		return;
	wire_card_release(&card);
	str_init(&body, SIZE_MAX / 2);
	str_add(&body, answer->body, answer->body_bytes);
	hours_keep(app, path, &body, &ignored);
	str_release(&body);
}
