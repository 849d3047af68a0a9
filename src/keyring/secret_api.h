#ifndef SRC_KEYRING_SECRET_API_H
#define SRC_KEYRING_SECRET_API_H

/*
 * libsecret and the little of GLib that it needs, loaded when first needed:
 * punching needs no secret, and most starts do not either.
 */

#include <libsecret/secret.h>

#include "base/err.h"

#define SECRET_SYMBOLS(X)                                                      \
	X(g_bus_get_sync)                                                      \
	X(g_dbus_connection_call_sync)                                         \
	X(g_dbus_connection_is_closed)                                         \
	X(g_dbus_connection_set_exit_on_close)                                 \
	X(g_dbus_proxy_set_default_timeout)                                    \
	X(g_error_free)                                                        \
	X(g_error_matches)                                                     \
	X(g_hash_table_insert)                                                 \
	X(g_hash_table_new)                                                    \
	X(g_hash_table_unref)                                                  \
	X(g_io_error_quark)                                                    \
	X(g_log_set_default_handler)                                           \
	X(g_list_append)                                                       \
	X(g_list_free)                                                         \
	X(g_main_context_iteration)                                            \
	X(g_main_context_new)                                                  \
	X(g_main_context_pop_thread_default)                                   \
	X(g_main_context_push_thread_default)                                  \
	X(g_main_context_unref)                                                \
	X(g_object_unref)                                                      \
	X(g_str_equal)                                                         \
	X(g_str_hash)                                                          \
	X(g_variant_unref)                                                     \
	X(g_weak_ref_clear)                                                    \
	X(g_weak_ref_get)                                                      \
	X(g_weak_ref_init)                                                     \
	X(secret_collection_for_alias_sync)                                    \
	X(secret_collection_get_locked)                                        \
	X(secret_item_get_locked)                                              \
	X(secret_item_get_secret)                                              \
	X(secret_item_load_secret_sync)                                        \
	X(secret_service_clear_sync)                                           \
	X(secret_service_get_type)                                             \
	X(secret_service_open_sync)                                            \
	X(secret_service_search_sync)                                          \
	X(secret_service_store_sync)                                           \
	X(secret_service_unlock_sync)                                          \
	X(secret_value_get)                                                    \
	X(secret_value_new)                                                    \
	X(secret_value_unref)

/* api->g_error_free() is g_error_free(), and so on. */
struct secret_api {
#define X(name) __typeof__(&name) name;
	SECRET_SYMBOLS(X)
#undef X
};

/*
 * Loads the libraries for the rest of the process (GLib cannot be unloaded).
 * ERR_UNAVAILABLE names the package to install.
 */
int secret_api_load(struct secret_api *api_out, struct err *err);

#endif
