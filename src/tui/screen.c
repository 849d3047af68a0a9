#include "screen.h"

#include <assert.h>
#include <stdio.h>

#include "help.h"

const struct screen *
tui_top(const struct tui *tui)
{
	return tui->stack[tui->depth - 1];
}

void
tui_push(struct tui *tui, const struct screen *screen)
{
	assert(tui->depth < TUI_DEPTH_MAX);
	tui->stack[tui->depth++] = screen;
	tui->dirty = true;
}

void
tui_back(struct tui *tui)
{
	const struct screen *screen = tui_top(tui);

	if (screen->leave != NULL)
		screen->leave(tui);
	if (tui->depth > 1)
		tui->depth--;
	else
		tui->quit = true;
	tui->dirty = true;
}

void
tui_start(struct tui *tui, const struct screen *screen)
{
	tui->stack[0] = screen;
	tui->depth = 1;
	tui->dirty = tui->stale = true;
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
	struct err ignored;

	(void)app_now(tui->app, &tui->now, &ignored);
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
	help_open(tui);
}

void
tui_act_quit(struct tui *tui)
{
	tui->quit = true;
}
