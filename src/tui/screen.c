#include "tui/screen.h"

#include <assert.h>
#include <stdio.h>

#include "leave.h"

const struct screen *
tui_at(const struct tui *tui, int below)
{
	return tui->screens[tui->stack[tui->depth - 1 - below]];
}

void
tui_open(struct tui *tui, enum tui_screen name)
{
	const struct screen *screen = tui->screens[name];

	assert(tui->depth < TUI_DEPTH_MAX);
	if (screen->open != NULL)
		screen->open(tui);
	if (screen->load != NULL)
		screen->load(tui);
	tui->stack[tui->depth++] = name;
	tui->dirty = true;
}

void
tui_back(struct tui *tui)
{
	const struct screen *screen = tui_at(tui, 0);

	tui->dirty = tui->stale = true;
	if (screen->leave != NULL)
		screen->leave(tui);
	if (tui->depth == 1) {
		tui->quit = true;
		return;
	}
	tui->depth--;
	screen = tui_at(tui, 0);
	if (screen->resume != NULL)
		screen->resume(tui);
}

void
tui_start(struct tui *tui, enum tui_screen name)
{
	tui->depth = 0;
	tui_open(tui, name);
}

void
tui_note(struct tui *tui, enum role role, const char *text)
{
	tui->note.role = role;
	tui->note.stays = false;
	snprintf(tui->note.text, sizeof(tui->note.text), "%s", text);
	tui->dirty = true;
}

void
tui_note_stays(struct tui *tui, enum role role, const char *text)
{
	tui_note(tui, role, text);
	tui->note.stays = true;
}

void
tui_read_clock(struct tui *tui)
{
	err_clear(&tui->clock);
	(void)app_now(tui->app, &tui->now, &tui->clock);
	tui->now_ms = app_reckon(tui->app, &tui->now);
}

struct id
tui_reader(const struct tui *tui)
{
	const struct account *account = app_account(tui->app);

	return account != NULL ? account->person.id : (struct id){{0}};
}

void
tui_act_help(struct tui *tui)
{
	tui_open(tui, TUI_HELP);
}

void
tui_act_quit(struct tui *tui)
{
	leave_ask(tui);
}
