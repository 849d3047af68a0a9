#include "app/lost.h"

#include "app/words.h"
#include "inside.h"

int
lost_list(struct app *app, store_on_loss *on_loss, void *ctx, struct err *err)
{
	return app->ports.store.ops->losses(
		app->ports.store.self, on_loss, ctx, err);
}

int
lost_acknowledge(struct app *app, int64_t *count_out, struct err *err)
{
	int rc = app->ports.store.ops->acknowledge(
		app->ports.store.self, count_out, err);

	app_changed(app);
	return rc;
}

static void
add_press(struct str *out, int64_t at_ms, const struct zone *zone)
{
	words_date(out, zone, at_ms);
	str_addc(out, ' ');
	words_time(out, zone, at_ms);
}

void
lost_words(
	struct str *out, const struct store_loss *loss, const struct zone *zone)
{
	str_addf(out, "number %lld", (long long)loss->first);
	if (loss->last > loss->first)
		str_addf(out, "-%lld", (long long)loss->last);
	str_addz(out, loss->altered ? ": damaged, never sent" : ": missing");
	if (loss->after_ms != 0) {
		str_addz(out, ", pressed after ");
		add_press(out, loss->after_ms, zone);
	}
	if (loss->before_ms != 0) {
		str_addz(out, loss->after_ms != 0 ? " and before "
						  : ", pressed before ");
		add_press(out, loss->before_ms, zone);
	}
	if (loss->acknowledged)
		str_addz(out, " (acknowledged)");
}
