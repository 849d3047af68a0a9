#include "tui/link_line.h"

#include <stdio.h>

#include "app/words.h"
#include "tui/screen.h"

int
link_line_load(
	const struct tui *tui, struct link_line *line_out, struct err *err)
{
	const struct account *account = app_account(tui->app);
	const char *why = "";

	line_out->link = app_link(tui->app, &why);
	snprintf(line_out->why, sizeof(line_out->why), "%s", why);
	if (account == NULL || !account->signed_in)
		line_out->link = APP_LINK_SIGN_IN;
	if (account == NULL)
		return 0;
	return deliver_counts(tui->app, &line_out->counts, err);
}

void
link_line_say(
	const struct tui *tui, const struct link_line *line, struct str *out)
{
	words_queue(out, line->link, line->why, &line->counts, tui->now_ms);
}
