#include "leave.h"

#include "app/leaving.h"

static bool
is_sending(const struct tui *tui)
{
	return tui->awaits || leaving_is_sending(tui->app);
}

void
leave_ask(struct tui *tui)
{
	if (tui->leave_until_ms != 0 || !is_sending(tui)) {
		tui->quit = true;
		return;
	}
	tui->leave_until_ms = tui->now.boottime_ms + LEAVING_MS;
	tui_note(tui, ROLE_STRONG, "sending ... Q again leaves at once.");
}

void
leave_forget(struct tui *tui)
{
	tui->leave_until_ms = 0;
}

bool
leave_is_due(const struct tui *tui)
{
	struct stamp now;
	struct err ignored;

	if (tui->leave_until_ms == 0)
		return false;
	return !is_sending(tui) || app_now(tui->app, &now, &ignored) < 0 ||
	       now.boottime_ms >= tui->leave_until_ms;
}

int64_t
leave_next_change_ms(const struct tui *tui)
{
	int64_t left_ms = tui->leave_until_ms - tui->now.boottime_ms;

	if (tui->leave_until_ms == 0)
		return -1;
	return left_ms > 0 ? left_ms : 0;
}
