#include "secret_api.h"

#include <dlfcn.h>
#include <string.h>

#include "place.h"

#define LIBRARY "libsecret-1.so.0"

static const struct {
	const char *name;
	size_t offset;
} symbols[] = {
#define X(name) {#name, offsetof(struct secret_api, name)},
	SECRET_SYMBOLS(X)
#undef X
};

/* What GLib has to say would be written across the screen. */
static void
say_nothing(const char *domain, GLogLevelFlags level, const char *message,
	gpointer ctx)
{
	(void)domain;
	(void)level;
	(void)message;
	(void)ctx;
}

int
secret_api_load(struct secret_api *api_out, struct err *err)
{
	struct secret_api api;
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);

	if (library == NULL)
		return err_set(err, ERR_UNAVAILABLE,
			"the keyring cannot be reached, because " LIBRARY
			" cannot be loaded: install the package "
			"libsecret-1-0, " PLACE_OTHERS);
	for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
		void *symbol = dlsym(library, symbols[i].name);

		if (symbol == NULL)
			return err_set(err, ERR_UNAVAILABLE,
				"the keyring cannot be reached, "
				"because " LIBRARY
				" has no %s: install a newer package "
				"libsecret-1-0, " PLACE_OTHERS,
				symbols[i].name);
		memcpy((char *)&api + symbols[i].offset, &symbol,
			sizeof(symbol));
	}
	api.g_log_set_default_handler(say_nothing, NULL);
	*api_out = api;
	return 0;
}
