/*
 * connect-clock: the only file of the client that sees its adapters. It opens
 * them over the configuration, lends the app to the command line, and runs the
 * panel.
 */

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "app/leaving.h"
#include "app/settings.h"
#include "base/core_dump.h"
#include "base/disk.h"
#include "base/file.h"
#include "cache/catalog_cache.h"
#include "cli/cli.h"
#include "journal/journal.h"
#include "keyring/keyring.h"
#include "loop/loop.h"
#include "net/net.h"
#include "sys/host.h"
#include "term/term.h"
#include "tui/panel/panel.h"
#include "tui/queue/queue.h"
#include "tui/sign_in/sign_in.h"
#include "tui/tui.h"

#define NAME "connect-clock"

struct client {
	struct settings settings;
	struct loop *loop;
	struct host_clock *clock;
	struct journal *journal;
	struct catalog_cache_file *catalog;
	struct net *net;
	struct keyring_place *keyring;
	struct { /* instead of it, by a person */
		struct keyring_place *place;
		struct keyring keyring;
	} chosen[KEYRING_CHOICES];
	struct app *app;
	bool is_open;
	bool hands_over; /* what is kept, once all is closed */
};

/* Whoever named a file that is not there reads it before it is missed. */
static void
tell_doubts(const struct settings *settings)
{
	const char *line = settings->doubts;

	while (*line != '\0') {
		int len = (int)strcspn(line, "\n");

		fprintf(stderr, NAME ": %.*s\n", len, line);
		line += len + (line[len] == '\n');
	}
}

/* The path of the configuration. */
static int
config_path(struct str *path, struct err *err)
{
	struct str dir;
	int rc;

	str_init(&dir, 4096);
	rc = file_place(FILE_CONFIG, NAME, &dir, err);
	if (rc == 0)
		file_join(path, dir.data, "config.ini");
	str_release(&dir);
	return rc;
}

static int
load_settings(struct client *client, struct err *err)
{
	struct str path;
	int rc;

	str_init(&path, 4096);
	rc = config_path(&path, err);
	if (rc == 0)
		rc = settings_load(path.data, &client->settings, err);
	if (rc == 0)
		tell_doubts(&client->settings);
	str_release(&path);
	return rc;
}

/* What there is to say of the journal goes before all else. */
static void
tell_notice(struct client *client)
{
	struct str notice;
	struct err err = {0};

	str_init(&notice, 8192);
	if (journal_notice(client->journal, &notice, &err) == 0 &&
		notice.len > 0) {
		fprintf(stderr, "%s", notice.data);
		(void)journal_notice_seen(client->journal, &err);
	}
	str_release(&notice);
}

static int
open_journal(struct client *client, struct err *err)
{
	struct journal_options options = {.is_network = disk_is_network};
	struct str dir;
	int rc;

	str_init(&dir, 4096);
	rc = file_place(FILE_STATE, NAME, &dir, err);
	if (rc == 0)
		rc = journal_open(dir.data, &options, &client->journal, err);
	str_release(&dir);
	return rc;
}

static int
open_catalog(struct client *client, struct err *err)
{
	struct str dir;
	int rc;

	str_init(&dir, 4096);
	rc = file_place(FILE_CACHE, NAME, &dir, err);
	if (rc == 0)
		client->catalog = catalog_cache_open(dir.data);
	str_release(&dir);
	return rc;
}

static struct keyring_place *
open_keyring(const struct settings *settings, bool interactive,
	struct keyring *keyring_out)
{
	static const enum keyring_kind kinds[] = {
		[SECRET_STORE_KEYRING] = KEYRING_SECRET_SERVICE,
		[SECRET_STORE_COMMAND] = KEYRING_COMMAND,
		[SECRET_STORE_FILE] = KEYRING_FILE,
		[SECRET_STORE_KERNEL] = KEYRING_KERNEL,
		[SECRET_STORE_SESSION] = KEYRING_SESSION,
	};
	struct keyring_settings place = {
		.kind = kinds[settings->secret_store],
		.argv = (const char *const *)settings->password_command,
		.path = settings->token_file,
		.may_ask = interactive,
	};

	return keyring_new(&place, keyring_out);
}

/* The old place may still be visited: it goes with the client. */
static int
on_choose(void *self, enum keyring_choice choice, struct keyring *keyring_out,
	struct err *err)
{
	static const enum secret_store stores[] = {
		[KEYRING_CHOICE_FILE] = SECRET_STORE_FILE,
		[KEYRING_CHOICE_KERNEL] = SECRET_STORE_KERNEL,
	};
	struct client *client = self;
	struct str path;
	int rc;

	str_init(&path, 4096);
	rc = config_path(&path, err);
	if (rc == 0)
		rc = settings_save_store(path.data, stores[choice], err);
	str_release(&path);
	if (rc < 0)
		return -1;
	client->settings.secret_store = stores[choice];
	if (client->chosen[choice].place == NULL)
		client->chosen[choice].place = open_keyring(&client->settings,
			true, &client->chosen[choice].keyring);
	*keyring_out = client->chosen[choice].keyring;
	return 0;
}

static const char *
on_file(void *self)
{
	const struct client *client = self;

	return client->settings.token_file;
}

static const struct keyring_chooser_ops chooser = {
	.choose = on_choose, .file = on_file};

static struct net *
open_net(struct client *client, struct transport *transport_out)
{
	const struct settings *settings = &client->settings;
	struct net_options options = {
		.ca_file = settings->ca_file[0] ? settings->ca_file : NULL,
		.pin = settings->pin[0] ? settings->pin : NULL,
		.user_agent = NAME,
	};

	return net_new(client->loop, &options, transport_out);
}

static void
close_client(struct client *client)
{
	/* What the worker hands back is the app's; a hung keyring stays. */
	bool quiet = loop_end_work(client->loop);

	app_close(&client->app);
	net_free(&client->net);
	loop_free(&client->loop);
	if (quiet) {
		keyring_free(&client->keyring);
		for (int i = 0; i < KEYRING_CHOICES; i++)
			keyring_free(&client->chosen[i].place);
	}
	client->keyring = NULL;
	memset(client->chosen, 0, sizeof(client->chosen));
	catalog_cache_close(client->catalog);
	client->catalog = NULL;
	journal_close(client->journal);
	client->journal = NULL;
	host_clock_free(&client->clock);
	settings_release(&client->settings);
	client->is_open = false;
}

static int
open_adapters(struct client *client, bool interactive,
	struct app_ports *ports_out, struct err *err)
{
	if (load_settings(client, err) < 0 || open_journal(client, err) < 0 ||
		open_catalog(client, err) < 0 ||
		host_clock_new(HOST_BOOT_ID_PATH, &client->clock, err) < 0 ||
		loop_new(&client->loop, err) < 0)
		return -1;
	client->keyring = open_keyring(
		&client->settings, interactive, &ports_out->keyring);
	client->net = open_net(client, &ports_out->transport);
	ports_out->chooser =
		(struct keyring_chooser){.ops = &chooser, .self = client};
	ports_out->store = journal_store(client->journal);
	ports_out->catalog = catalog_cache_port(client->catalog);
	ports_out->time = host_clock_source(client->clock);
	ports_out->loop = client->loop;
	return 0;
}

/* What is told and known at first is read of one moment. */
static int
open_app(struct client *client, const struct app_ports *ports, struct err *err)
{
	const struct store *store = &ports->store;
	int rc;

	store->ops->begin_read(store->self);
	tell_notice(client);
	rc = app_open(ports, &client->app, err);
	store->ops->end_read(store->self);
	return rc;
}

static int
on_open(void *ctx, bool interactive, struct app **app_out, struct err *err)
{
	struct client *client = ctx;
	struct app_ports ports;

	if (!client->is_open) {
		if (open_adapters(client, interactive, &ports, err) < 0 ||
			open_app(client, &ports, err) < 0) {
			close_client(client);
			return -1;
		}
		client->is_open = true;
	}
	*app_out = client->app;
	return 0;
}

static const struct settings *
on_settings(void *ctx)
{
	struct client *client = ctx;

	return &client->settings;
}

static void
on_close(void *ctx)
{
	close_client(ctx);
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
	struct client *client = ctx;

	client->hands_over =
		client->settings.secret_store != SECRET_STORE_SESSION;
	return client->hands_over;
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
tell_leaving(struct client *client)
{
	bool handed = leaving_has_kept(client->app) && on_hand_over(client);
	struct str words;

	str_init(&words, 4096);
	leaving_words(client->app, handed, &words);
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
	struct client *client = ctx;
	const struct settings *settings = &client->settings;
	struct app *app;
	struct tui *tui;
	int rc;

	/* Only the terminal library wants to know what characters are. */
	(void)setlocale(LC_CTYPE, "");
	if (on_open(client, true, &app, err) < 0)
		return -1;
	tui = tui_new(app, &(struct tui_options){
				   .server = settings->server,
				   .company_id = settings->company_id,
				   .show_clock = settings->clock,
				   .rooms = {[TUI_PANEL] = &panel_screen,
					   [TUI_QUEUE] = &queue_screen,
					   [TUI_SIGN_IN] = &sign_in_screen},
			   });
	rc = term_run(client->loop, tui,
		&(struct term_options){
			.colour =
				settings->colour && getenv("NO_COLOR") == NULL,
			.light = is_light(settings),
			.ascii = settings->ascii,
		},
		err);
	tui_free(&tui);
	if (rc == 0)
		tell_leaving(client);
	return rc;
}

static int
on_verify(void *ctx, struct cli_verified *verified_out, struct err *err)
{
	struct client *client = ctx;
	struct journal_report report;
	struct app *app;

	if (on_open(client, false, &app, err) < 0 ||
		journal_verify(client->journal, &report, err) < 0)
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
	struct client client = {0};
	struct cli_host host = {
		.open = on_open,
		.settings = on_settings,
		.terminal = on_terminal,
		.hand_over = on_hand_over,
		.close = on_close,
		.panel = on_panel,
		.verify = on_verify,
		.export = on_export,
		.ctx = &client,
	};
	int code;

	harden();
	code = cli_run(&host, argc, argv);
	close_client(&client);
	if (client.hands_over)
		start_background();
	return code;
}
