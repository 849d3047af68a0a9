#include "client/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/disk.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/version.h"
#include "cache/catalog_cache.h"
#include "keyring/keyring.h"
#include "net/net.h"
#include "sys/host.h"

#define PLACE "connect-clock" /* of its files */

struct client {
	const char *program;
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
	bool is_chosen; /* and not in the configuration yet */
	struct app *app;
	bool is_open;
};

/* Whoever named a file that is not there reads it before it is missed. */
static void
tell_doubts(const struct client *client)
{
	const char *line = client->settings.doubts;

	while (*line != '\0') {
		int len = (int)strcspn(line, "\n");

		fprintf(stderr, "%s: %.*s\n", client->program, len, line);
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
	rc = file_place(FILE_CONFIG, PLACE, &dir, err);
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
		tell_doubts(client);
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
	rc = file_place(FILE_STATE, PLACE, &dir, err);
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
	rc = file_place(FILE_CACHE, PLACE, &dir, err);
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
static void
on_choose(void *self, enum keyring_choice choice, struct keyring *keyring_out)
{
	static const enum secret_store stores[] = {
		[KEYRING_CHOICE_FILE] = SECRET_STORE_FILE,
		[KEYRING_CHOICE_KERNEL] = SECRET_STORE_KERNEL,
	};
	struct client *client = self;

	client->settings.secret_store = stores[choice];
	client->is_chosen = true;
	if (client->chosen[choice].place == NULL)
		client->chosen[choice].place = open_keyring(&client->settings,
			true, &client->chosen[choice].keyring);
	*keyring_out = client->chosen[choice].keyring;
}

static int
on_keep(void *self, struct err *err)
{
	struct client *client = self;
	struct str path;
	int rc;

	if (!client->is_chosen)
		return 0;
	str_init(&path, 4096);
	rc = config_path(&path, err);
	if (rc == 0)
		rc = settings_save_store(
			path.data, client->settings.secret_store, err);
	str_release(&path);
	client->is_chosen = rc < 0;
	return rc;
}

static const char *
on_file(void *self)
{
	const struct client *client = self;

	return client->settings.token_file;
}

static const struct keyring_chooser_ops chooser = {
	.choose = on_choose, .keep = on_keep, .file = on_file};

static struct net *
open_net(struct client *client, struct transport *transport_out)
{
	const struct settings *settings = &client->settings;
	char agent[64];
	struct net_options options = {
		.ca_file = settings->ca_file[0] ? settings->ca_file : NULL,
		.pin = settings->pin[0] ? settings->pin : NULL,
		.user_agent = agent,
	};

	snprintf(agent, sizeof(agent), "%s/" VERSION, client->program);
	return net_new(client->loop, &options, transport_out);
}

void
client_close(struct client *client)
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

int
client_open(struct client *client, bool interactive, struct app **app_out,
	struct err *err)
{
	struct app_ports ports;

	if (!client->is_open) {
		if (open_adapters(client, interactive, &ports, err) < 0 ||
			open_app(client, &ports, err) < 0) {
			client_close(client);
			return -1;
		}
		client->is_open = true;
	}
	*app_out = client->app;
	return 0;
}

const struct settings *
client_settings(const struct client *client)
{
	return &client->settings;
}

struct journal *
client_journal(struct client *client)
{
	return client->journal;
}

struct loop *
client_loop(struct client *client)
{
	return client->loop;
}

struct client *
client_new(const char *program)
{
	struct client *client = mem_new(1, sizeof(*client));

	client->program = program;
	return client;
}

void
client_free(struct client **client)
{
	client_close(*client);
	free(*client);
	*client = NULL;
}
