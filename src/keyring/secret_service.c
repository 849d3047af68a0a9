/*
 * The desktop's Secret Service. Every visit opens and closes its own session:
 * nothing stale is remembered, and nothing piles up in a GLib main context
 * that nobody runs.
 */

#include <stdlib.h>
#include <time.h>

#include "base/mem.h"
#include "base/str.h"
#include "place.h"
#include "secret_api.h"

/* So long a service may take to start, and to answer; people take theirs. */
#define ANSWER_MS 5000

/* So long a visit waits at most for its connection to go. */
#define LEAVE_MS 500

struct secret_service {
	bool may_ask;
	bool loaded;
	struct secret_api api;
};

/* What one operation holds. */
struct visit {
	const struct secret_api *api;
	bool may_ask;
	GMainContext *context;
	GDBusConnection *bus;
	SecretService *service;
	GHashTable *attributes;
};

/*
 * While a keyring is locked, GNOME's knows the attributes of its items but not
 * their schema: asked by the schema's name, what is locked would seem absent.
 */
static const SecretSchema schema = {
	.name = "org.connectclock.Token",
	.flags = SECRET_SCHEMA_DONT_MATCH_NAME,
	.attributes = {{"application", SECRET_SCHEMA_ATTRIBUTE_STRING},
		{"server", SECRET_SCHEMA_ATTRIBUTE_STRING},
		{"company", SECRET_SCHEMA_ATTRIBUTE_STRING},
		{"username", SECRET_SCHEMA_ATTRIBUTE_STRING},
		{"purpose", SECRET_SCHEMA_ATTRIBUTE_STRING},
		{NULL, SECRET_SCHEMA_ATTRIBUTE_STRING}},
};

/* The service failed at `what`; its own words are kept for the log reader. */
static int
failed(const struct visit *visit, const char *what, GError *error,
	struct err *err)
{
	err_set(err, ERR_UNAVAILABLE,
		"the keyring %s (%s): try again, " PLACE_OTHERS, what,
		error == NULL ? "without a reason" : error->message);
	if (error != NULL)
		visit->api->g_error_free(error);
	return -1;
}

static int
locked(struct err *err)
{
	return err_set(err, ERR_LOCKED,
		"the keyring is locked: unlock it (sign in to the desktop, or "
		"use its password manager) and try again, " PLACE_OTHERS);
}

static GHashTable *
attributes_of(const struct secret_api *api, const struct keyring_label *label)
{
	const char *const pairs[][2] = {
		{"application", "connect-clock"},
		{"server", label->server},
		{"company", label->company_id},
		{"username", label->username},
		{"purpose", label->purpose},
	};
	GHashTable *table =
		api->g_hash_table_new(api->g_str_hash, api->g_str_equal);

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		api->g_hash_table_insert(
			table, (char *)pairs[i][0], (char *)pairs[i][1]);
	return table;
}

/* What is left to be freed is freed in its turns. */
static void
run_turns(const struct visit *visit)
{
	while (visit->api->g_main_context_iteration(visit->context, FALSE))
		;
}

/*
 * GLib shares one connection, and its own thread may hold it still when a visit
 * ends. The next visit would take it up again together with the context of the
 * one before, which nobody runs any more: were the desktop's bus then replaced,
 * the news of it would wait there, the two hold each other for ever, and no
 * visit reach the new bus. So the turns go on until the connection is gone,
 * unless another thread's visit has it.
 */
static void
leave_bus(struct visit *visit)
{
	const struct secret_api *api = visit->api;
	const struct timespec pause = {.tv_nsec = 1000000};
	GWeakRef left;
	gpointer still;

	if (visit->bus == NULL)
		return;
	api->g_weak_ref_init(&left, visit->bus);
	api->g_object_unref(visit->bus);
	visit->bus = NULL;
	for (int i = 0; i < LEAVE_MS; i++) {
		run_turns(visit);
		still = api->g_weak_ref_get(&left);
		if (still == NULL)
			break;
		api->g_object_unref(still);
		(void)nanosleep(&pause, NULL);
	}
	api->g_weak_ref_clear(&left);
}

static void
visit_end(struct visit *visit)
{
	const struct secret_api *api = visit->api;

	if (visit->context == NULL)
		return;
	if (visit->service != NULL)
		api->g_object_unref(visit->service);
	leave_bus(visit);
	if (visit->attributes != NULL)
		api->g_hash_table_unref(visit->attributes);
	run_turns(visit);
	api->g_main_context_pop_thread_default(visit->context);
	api->g_main_context_unref(visit->context);
}

static int
no_service(struct err *err)
{
	return err_set(err, ERR_UNAVAILABLE,
		"no keyring service runs in this desktop session: start one "
		"(GNOME Keyring, KWallet or KeePassXC), " PLACE_OTHERS);
}

/*
 * Starts the service where the desktop can, and sees that it answers: libsecret
 * waits for one that never does as long as five others would take.
 */
static int
wake_service(struct visit *visit, struct err *err)
{
	const struct secret_api *api = visit->api;
	GError *error = NULL;
	GVariant *pong = api->g_dbus_connection_call_sync(visit->bus,
		"org.freedesktop.secrets", "/org/freedesktop/secrets",
		"org.freedesktop.DBus.Peer", "Ping", NULL, NULL,
		G_DBUS_CALL_FLAGS_NONE, ANSWER_MS, NULL, &error);
	bool late;

	if (pong != NULL) {
		api->g_variant_unref(pong);
		return 0;
	}
	late = api->g_error_matches(
		error, api->g_io_error_quark(), G_IO_ERROR_TIMED_OUT);
	api->g_error_free(error);
	if (!late)
		return no_service(err);
	return err_set(err, ERR_UNAVAILABLE,
		"the keyring service of this desktop session does not answer "
		"(waited %d s): restart it, " PLACE_OTHERS,
		ANSWER_MS / 1000);
}

static int
connect_bus(struct visit *visit, struct err *err)
{
	const struct secret_api *api = visit->api;
	GError *error = NULL;

	visit->bus = api->g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, &error);
	if (visit->bus == NULL) {
		api->g_error_free(error);
		return err_set(err, ERR_UNAVAILABLE,
			"there is no keyring here, because there is no desktop "
			"session (no D-Bus): sign in on a "
			"desktop, " PLACE_OTHERS);
	}
	/* GLib would end the program together with the desktop's bus. */
	api->g_dbus_connection_set_exit_on_close(visit->bus, FALSE);
	return 0;
}

/* Where the bus went away under a connection that is still shared, the next one
 * says whether there is another. */
static int
reach_service(struct visit *visit, struct err *err)
{
	if (connect_bus(visit, err) < 0)
		return -1;
	if (wake_service(visit, err) == 0)
		return 0;
	if (!visit->api->g_dbus_connection_is_closed(visit->bus))
		return -1;
	leave_bus(visit);
	err_clear(err);
	if (connect_bus(visit, err) < 0)
		return -1;
	return wake_service(visit, err);
}

static int
visit_open(struct visit *visit, struct err *err)
{
	const struct secret_api *api = visit->api;
	GError *error = NULL;

	if (reach_service(visit, err) < 0)
		return -1;
	visit->service =
		api->secret_service_open_sync(api->secret_service_get_type(),
			NULL, SECRET_SERVICE_OPEN_SESSION, NULL, &error);
	if (visit->service == NULL) {
		api->g_error_free(error);
		return no_service(err);
	}
	api->g_dbus_proxy_set_default_timeout(
		(GDBusProxy *)(void *)visit->service, ANSWER_MS);
	return 0;
}

/* Loads the library if need be and opens a session; without a label for
 * nothing that is stored. Ends with visit_end. */
static int
visit_begin(struct secret_service *self, const struct keyring_label *label,
	struct visit *visit_out, struct err *err)
{
	struct visit *visit = visit_out;

	*visit = (struct visit){.api = &self->api, .may_ask = self->may_ask};
	if (!self->loaded && secret_api_load(&self->api, err) < 0)
		return -1;
	self->loaded = true;
	visit->context = self->api.g_main_context_new();
	self->api.g_main_context_push_thread_default(visit->context);
	if (label != NULL)
		visit->attributes = attributes_of(&self->api, label);
	return visit_open(visit, err);
}

/* Asks the person, if that is wanted, to unlock an item or a collection. */
static int
unlock(struct visit *visit, gpointer object, struct err *err)
{
	const struct secret_api *api = visit->api;
	GError *error = NULL;
	GList *objects;
	int count;

	if (!visit->may_ask)
		return locked(err);
	objects = api->g_list_append(NULL, object);
	count = api->secret_service_unlock_sync(
		visit->service, objects, NULL, NULL, &error);
	api->g_list_free(objects);
	if (error != NULL)
		api->g_error_free(error);
	return count > 0 ? 0 : locked(err);
}

static void
free_items(const struct secret_api *api, GList *items)
{
	for (GList *at = items; at != NULL; at = at->next)
		api->g_object_unref(at->data);
	api->g_list_free(items);
}

/*
 * The label's items, *items_out NULL when there are none. Searching neither
 * unlocks nor asks, which is how "locked" is told from "absent".
 */
static int
search(struct visit *visit, GList **items_out, struct err *err)
{
	GError *error = NULL;
	GList *items = visit->api->secret_service_search_sync(visit->service,
		&schema, visit->attributes, SECRET_SEARCH_ALL, NULL, &error);

	if (error != NULL)
		return failed(visit, "cannot be searched", error, err);
	*items_out = items;
	return 0;
}

/* The first that is not locked, or else the first. */
static SecretItem *
pick(const struct secret_api *api, GList *items)
{
	for (GList *at = items; at != NULL; at = at->next)
		if (!api->secret_item_get_locked(at->data))
			return at->data;
	return items->data;
}

static int
read_item(struct visit *visit, SecretItem *item, struct secret *secret_out,
	struct err *err)
{
	const struct secret_api *api = visit->api;
	GError *error = NULL;
	SecretValue *value;
	const char *bytes;
	gsize len = 0;
	bool fits;

	if (api->secret_item_get_locked(item) && unlock(visit, item, err) < 0)
		return -1;
	if (!api->secret_item_load_secret_sync(item, NULL, &error))
		return failed(visit, "does not hand out a secret", error, err);
	value = api->secret_item_get_secret(item);
	if (value == NULL)
		return locked(err);
	bytes = api->secret_value_get(value, &len);
	fits = secret_set(secret_out, bytes, len);
	api->secret_value_unref(value);
	if (!fits)
		return failed(visit, "holds no token of ours", NULL, err);
	return 0;
}

static int
load(void *self, const struct keyring_label *label, struct secret *secret_out,
	struct err *err)
{
	struct visit visit;
	GList *items = NULL;
	int rc = -1;

	if (visit_begin(self, label, &visit, err) == 0 &&
		search(&visit, &items, err) == 0) {
		if (items == NULL)
			rc = place_nothing(label, "the keyring", err);
		else
			rc = read_item(&visit, pick(visit.api, items),
				secret_out, err);
		free_items(visit.api, items);
	}
	visit_end(&visit);
	return rc;
}

/* The keyring for new secrets must be there and open, or be made so. */
static int
ready_default(struct visit *visit, struct err *err)
{
	const struct secret_api *api = visit->api;
	GError *error = NULL;
	SecretCollection *collection;
	int rc = 0;

	collection = api->secret_collection_for_alias_sync(visit->service,
		SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, NULL,
		&error);
	if (error != NULL)
		api->g_error_free(error);
	if (collection == NULL && !visit->may_ask)
		return err_set(err, ERR_UNAVAILABLE,
			"the sign-in is not stored, because no keyring was "
			"ever made on this computer: make one with the "
			"desktop's password manager, " PLACE_OTHERS);
	if (collection == NULL)
		return 0;
	if (api->secret_collection_get_locked(collection))
		rc = unlock(visit, collection, err);
	api->g_object_unref(collection);
	return rc;
}

static int
store(struct visit *visit, const struct keyring_label *label,
	const struct secret *secret, struct err *err)
{
	const struct secret_api *api = visit->api;
	GError *error = NULL;
	SecretValue *value;
	struct str name;
	bool ok;

	str_init(&name, 1024);
	str_addf(&name, "Connect Clock: %s at %s (%s)",
		strcmp(label->purpose, "session") == 0 ? label->username
						       : label->company_id,
		label->server, label->purpose);
	value = api->secret_value_new(
		secret->data, (gssize)secret->len, "text/plain");
	ok = api->secret_service_store_sync(visit->service, &schema,
		visit->attributes, SECRET_COLLECTION_DEFAULT, name.data, value,
		NULL, &error);
	api->secret_value_unref(value);
	str_release(&name);
	return ok ? 0 : failed(visit, "does not store", error, err);
}

static int
save(void *self, const struct keyring_label *label, const struct secret *secret,
	struct err *err)
{
	struct visit visit;
	int rc = -1;

	if (visit_begin(self, label, &visit, err) == 0 &&
		ready_default(&visit, err) == 0)
		rc = store(&visit, label, secret, err);
	visit_end(&visit);
	return rc;
}

/* libsecret passes over what is locked; it would stay, unsaid. */
static int
clear(struct visit *visit, GList *items, struct err *err)
{
	const struct secret_api *api = visit->api;
	GError *error = NULL;

	for (GList *at = items; at != NULL; at = at->next)
		if (api->secret_item_get_locked(at->data) &&
			unlock(visit, at->data, err) < 0)
			return -1;
	if (items == NULL)
		return 0;
	api->secret_service_clear_sync(
		visit->service, &schema, visit->attributes, NULL, &error);
	if (error != NULL)
		return failed(visit, "does not erase", error, err);
	return 0;
}

static int
erase(void *self, const struct keyring_label *label, struct err *err)
{
	struct visit visit;
	GList *items = NULL;
	int rc = -1;

	if (visit_begin(self, label, &visit, err) == 0 &&
		search(&visit, &items, err) == 0) {
		rc = clear(&visit, items, err);
		free_items(visit.api, items);
	}
	visit_end(&visit);
	return rc;
}

static int
check(void *self, bool *keeps_out, struct err *err)
{
	struct visit visit;
	int rc = -1;

	*keeps_out = true;
	if (visit_begin(self, NULL, &visit, err) == 0)
		rc = ready_default(&visit, err);
	visit_end(&visit);
	return rc;
}

static void *
make(const struct keyring_settings *settings)
{
	struct secret_service *self = mem_new(1, sizeof(*self));

	self->may_ask = settings->may_ask;
	return self;
}

const struct place_ops place_secret_service = {
	.keyring = {.load = load, .save = save, .erase = erase, .check = check},
	.make = make,
	.unmake = free,
};
