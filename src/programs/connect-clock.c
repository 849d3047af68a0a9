/*
 * connect-clock: lends the app over its adapters (client/client.h) to the
 * command line, and runs the panel.
 */

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/leaving.h"
#include "app/settings.h"
#include "base/core_dump.h"
#include "base/file.h"
#include "cli/cli.h"
#include "client/client.h"
#include "journal/journal.h"
#include "sys/zoneinfo.h"
#include "term/term.h"
#include "tui/board/board.h"
#include "tui/card/card.h"
#include "tui/manage/manage.h"
#include "tui/panel/panel.h"
#include "tui/queue/queue.h"
#include "tui/sign_in/sign_in.h"
#include "tui/tui.h"

#define NAME "connect-clock"

struct panel_client {
	struct client *client;
	bool hands_over; /* what is kept, once all is closed */
};

static int
on_open(void *ctx, bool interactive, struct app **app_out, struct err *err)
{
	struct panel_client *it = ctx;

	return client_open(it->client, interactive, app_out, err);
}

static const struct settings *
on_settings(void *ctx)
{
	struct panel_client *it = ctx;

	return client_settings(it->client);
}

static void
on_close(void *ctx)
{
	struct panel_client *it = ctx;

	client_close(it->client);
}

static int
on_terminal(void *ctx, struct str *out, struct err *err)
{
	(void)ctx;
	return term_check(out, err);
}

/* Memory ends with this program, and so does what delivers in it. */
static bool
on_hand_over(void *ctx)
{
	struct panel_client *it = ctx;

	it->hands_over = client_settings(it->client)->secret_store !=
			 SECRET_STORE_SESSION;
	return it->hands_over;
}

/* In a session of its own, so that no terminal takes it along. */
static void
start_background(void)
{
	char *argv[] = {(char[]){NAME}, (char[]){"sync"},
		(char[]){"--until-sent"}, NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	pid_t pid;

	sigemptyset(&none);
	(void)posix_spawn_file_actions_init(&actions);
	(void)posix_spawnattr_init(&attributes);
	(void)posix_spawnattr_setsigmask(&attributes, &none);
	(void)posix_spawnattr_setflags(
		&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);
	for (int fd = 0; fd <= 2; fd++)
		(void)posix_spawn_file_actions_addopen(
			&actions, fd, "/dev/null", O_RDWR, 0);
	(void)posix_spawn(
		&pid, "/proc/self/exe", &actions, &attributes, argv, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	(void)posix_spawnattr_destroy(&attributes);
}

/* One line in the shell, where the panel was. */
static void
tell_leaving(struct panel_client *it, struct app *app)
{
	bool handed = leaving_has_kept(app) && on_hand_over(it);
	struct str words;

	str_init(&words, 4096);
	leaving_words(app, handed, &words);
	(void)fputs(words.data, stdout);
	(void)fflush(stdout);
	str_release(&words);
}

static bool
is_light(const struct settings *settings)
{
	return settings->background == BACKGROUND_UNTOLD
		       ? term_is_light(getenv("COLORFGBG"))
		       : settings->background == BACKGROUND_LIGHT;
}

static int
on_panel(void *ctx, struct err *err)
{
	struct panel_client *it = ctx;
	const struct settings *settings = client_settings(it->client);
	struct app *app;
	struct tui *tui;
	int rc;

	/* Only the terminal library wants to know what characters are. */
	(void)setlocale(LC_CTYPE, "");
	if (on_open(it, true, &app, err) < 0)
		return -1;
	tui = tui_new(app,
		&(struct tui_options){
			.server = settings->server,
			.company_id = settings->company_id,
			.show_clock = settings->clock,
			.rooms = {[TUI_PANEL] = &panel_screen,
				[TUI_QUEUE] = &queue_screen,
				[TUI_SIGN_IN] = &sign_in_screen,
				[TUI_MANAGE] = &manage_screen,
				[TUI_MANAGE_LIST] = &manage_list_screen,
				[TUI_MANAGE_FORM] = &manage_form_screen,
				[TUI_MANAGE_CHOOSE] = &manage_choose_screen,
				[TUI_MANAGE_LEVELS] = &manage_levels_screen,
				[TUI_MANAGE_ROWS] = &manage_rows_screen,
				[TUI_CARD] = &card_screen,
				[TUI_BOARD] = &board_screen},
		});
	rc = term_run(client_loop(it->client), tui,
		&(struct term_options){
			.colour =
				settings->colour && getenv("NO_COLOR") == NULL,
			.light = is_light(settings),
			.ascii = settings->ascii,
		},
		err);
	tui_free(&tui);
	if (rc == 0)
		tell_leaving(it, app);
	return rc;
}

static int
on_verify(void *ctx, struct cli_verified *verified_out, struct err *err)
{
	struct panel_client *it = ctx;
	struct journal_report report;
	struct app *app;

	if (on_open(it, false, &app, err) < 0 ||
		journal_verify(client_journal(it->client), &report, err) < 0)
		return -1;
	*verified_out = (struct cli_verified){
		.punches = report.punches,
		.is_sound = report.is_sound,
		.unacknowledged = report.unacknowledged,
	};
	if (!report.structure_ok)
		(void)str_copy(verified_out->complaint,
			sizeof(verified_out->complaint), report.detail);
	(void)str_copy(verified_out->altered, sizeof(verified_out->altered),
		report.altered.words);
	(void)str_copy(verified_out->missing, sizeof(verified_out->missing),
		report.missing.words);
	(void)str_copy(verified_out->lost, sizeof(verified_out->lost),
		report.lost.words);
	return 0;
}

static int
on_export(void *ctx, journal_on_line *on_line, void *line_ctx, struct err *err)
{
	struct str dir;
	int rc;

	(void)ctx;
	str_init(&dir, 4096);
	rc = file_place(FILE_STATE, NAME, &dir, err);
	if (rc == 0)
		rc = journal_export(dir.data, on_line, line_ctx, err);
	str_release(&dir);
	return rc;
}

/* No secret in a core file; a file size limit is an error, not a death. */
static void
harden(void)
{
	core_dump_forbid(true);
	(void)signal(SIGXFSZ, SIG_IGN);
}

int
main(int argc, char **argv)
{
	struct panel_client it = {.client = client_new(NAME)};
	struct cli_host host = {
		.open = on_open,
		.settings = on_settings,
		.terminal = on_terminal,
		.hand_over = on_hand_over,
		.close = on_close,
		.panel = on_panel,
		.verify = on_verify,
		.export = on_export,
		.zone = zoneinfo_load,
		.ctx = &it,
	};
	int code;

	harden();
	code = cli_run(&host, argc, argv);
	client_free(&it.client);
	if (it.hands_over)
		start_background();
	return code;
}
