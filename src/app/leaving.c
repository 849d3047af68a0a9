#include "app/leaving.h"

#include "app/deliver.h"
#include "app/receipt.h"
#include "app/words.h"
#include "inside.h"
#include "turn.h"

static int64_t
count_waiting(struct app *app)
{
	struct queue_counts counts = {0};
	struct err ignored = {0};

	if (!app->has_account || deliver_counts(app, &counts, &ignored) < 0)
		return 0;
	return counts.waiting;
}

bool
leaving_is_sending(struct app *app)
{
	return turn_is_running(app) && count_waiting(app) > 0;
}

bool
leaving_has_kept(struct app *app)
{
	return count_waiting(app) > 0;
}

/* A sign-in that stood in memory alone is gone, and so is its key to send. */
static void
add_kept(struct str *out, int64_t waiting, bool handed)
{
	str_addz(out, handed ? "a background sync sends " : "the panel sends ");
	if (waiting == 1)
		str_addz(out, "it");
	else
		str_addf(out, "the %lld that are kept", (long long)waiting);
	if (!handed)
		str_addz(out, " once you sign in there again");
}

void
leaving_words(struct app *app, bool handed, struct str *out)
{
	const int64_t waiting = count_waiting(app);
	struct receipt receipt;
	struct err ignored = {0};
	size_t begun = out->len;

	if (!id_is_nil(&app->pressed) &&
		receipt_of(app, &app->pressed, NULL, &receipt, &ignored) == 0)
		words_receipt(
			out, &receipt, app->zone, &app->account.person.id);
	else if (waiting > 0)
		str_addf(out, "%lld kept on this machine", (long long)waiting);
	if (waiting > 0) {
		str_addz(out, " · ");
		add_kept(out, waiting, handed);
	}
	if (out->len > begun)
		str_addc(out, '\n');
}
