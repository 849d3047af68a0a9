#include "tls.h"

#include <string.h>

#include "base/file.h"
#include "base/mode.h"
#include "base/secret.h"

#define PEM_BYTES (256 * 1024)
/* Forward secrecy, and no cipher that is not authenticated (RFC 9325). */
#define PROTOCOLS                                                              \
	"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"                           \
	":-KX-ALL:+ECDHE-ECDSA:+ECDHE-RSA"                                     \
	":-CIPHER-ALL:+AES-256-GCM:+CHACHA20-POLY1305:+AES-128-GCM"            \
	":-MAC-ALL:+AEAD"

void
tls_init(struct tls *tls)
{
	str_init(&tls->cert, PEM_BYTES);
	str_init(&tls->key, PEM_BYTES);
}

static int
load(const char *path, const char *what, struct str *out, struct err *err)
{
	if (path == NULL)
		return err_set(err, ERR_CONFIG,
			"TLS wants a certificate and its key: no %s was given",
			what);
	if (file_load(path, PEM_BYTES, out, err) < 0) {
		err->kind = ERR_CONFIG;
		return err_wrap(err, "cannot read the TLS %s", what);
	}
	if (strstr(out->data, "-----BEGIN ") == NULL)
		return err_set(err, ERR_CONFIG,
			"%s is not a PEM file: it cannot be the TLS %s", path,
			what);
	return 0;
}

int
tls_load(struct tls *tls, const char *cert, const char *key, struct err *err)
{
	if (load(cert, "certificate", &tls->cert, err) < 0)
		return -1;
	if (key != NULL && mode_refuse(key, MODE_SECRET, err) < 0)
		return err_wrap(err, "the TLS key");
	return load(key, "key", &tls->key, err);
}

void
tls_options(const struct tls *tls, struct MHD_OptionItem items_out[4])
{
	const struct MHD_OptionItem items[4] = {
		{MHD_OPTION_HTTPS_MEM_CERT, 0, tls->cert.data},
		{MHD_OPTION_HTTPS_MEM_KEY, 0, tls->key.data},
		{MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)PROTOCOLS},
		{MHD_OPTION_END, 0, NULL},
	};

	memcpy(items_out, items, sizeof(items));
}

void
tls_release(struct tls *tls)
{
	secret_wipe(tls->key.data, tls->key.len);
	str_release(&tls->key);
	str_release(&tls->cert);
}
