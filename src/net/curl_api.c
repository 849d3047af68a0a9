#include "curl_api.h"

#include <dlfcn.h>
#include <string.h>

#define LIBRARY "libcurl.so.4"

static const struct {
	const char *name;
	size_t offset;
} symbols[] = {
#define X(name) {"curl_" #name, offsetof(struct curl_api, name)},
	CURL_SYMBOLS(X)
#undef X
};

int
curl_api_load(struct curl_api *api_out, struct err *err)
{
	struct curl_api api;
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);

	if (library == NULL)
		return err_set(err, ERR_UNAVAILABLE,
			"nothing can be sent, because " LIBRARY
			" cannot be loaded: install the package libcurl4");
	for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
		void *symbol = dlsym(library, symbols[i].name);

		if (symbol == NULL)
			return err_set(err, ERR_UNAVAILABLE,
				"nothing can be sent, because " LIBRARY
				" has no %s: install a newer package libcurl4",
				symbols[i].name);
		memcpy((char *)&api + symbols[i].offset, &symbol,
			sizeof(symbol));
	}
	if (api.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return err_set(err, ERR_UNAVAILABLE,
			"nothing can be sent, because " LIBRARY
			" does not start: install the package libcurl4 again");
	*api_out = api;
	return 0;
}
