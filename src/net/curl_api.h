#ifndef SRC_NET_CURL_API_H
#define SRC_NET_CURL_API_H

/*
 * libcurl, loaded when it is first needed: linked in, its thirty libraries
 * would cost every start three times the start itself.
 */

#include <curl/curl.h>

#include "base/err.h"

#define CURL_SYMBOLS(X)                                                        \
	X(global_init)                                                         \
	X(free)                                                                \
	X(share_cleanup)                                                       \
	X(share_init)                                                          \
	X(share_setopt)                                                        \
	X(slist_append)                                                        \
	X(slist_free_all)                                                      \
	X(url)                                                                 \
	X(url_cleanup)                                                         \
	X(url_set)                                                             \
	X(url_get)                                                             \
	X(easy_init)                                                           \
	X(easy_cleanup)                                                        \
	X(easy_perform)                                                        \
	X(easy_setopt)                                                         \
	X(easy_getinfo)                                                        \
	X(easy_strerror)                                                       \
	X(multi_init)                                                          \
	X(multi_cleanup)                                                       \
	X(multi_setopt)                                                        \
	X(multi_add_handle)                                                    \
	X(multi_remove_handle)                                                 \
	X(multi_socket_action)                                                 \
	X(multi_info_read)

/* curl->easy_init() is curl_easy_init(), and so on. */
struct curl_api {
#define X(name) __typeof__(&curl_##name) name;
	CURL_SYMBOLS(X)
#undef X
};

/*
 * Loads the library for the rest of the process (its threads may outlive any
 * request) and fills *api_out. ERR_UNAVAILABLE names the package to install.
 */
int curl_api_load(struct curl_api *api_out, struct err *err);

#endif
