#include "tls.h"

#include <gnutls/x509.h>
#include <string.h>
#include <time.h>

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

static gnutls_datum_t
datum_of(const struct str *pem)
{
	return (gnutls_datum_t){(unsigned char *)pem->data, (unsigned)pem->len};
}

/* The server's own certificate, the first of the file; to be freed. */
static int
read_cert(const struct str *pem, gnutls_x509_crt_t *cert_out)
{
	const gnutls_datum_t datum = datum_of(pem);
	gnutls_x509_crt_t *certs = NULL;
	unsigned n = 0;
	int rc = gnutls_x509_crt_list_import2(
		&certs, &n, &datum, GNUTLS_X509_FMT_PEM, 0);

	if (rc < 0)
		return rc;
	for (unsigned i = 1; i < n; i++)
		gnutls_x509_crt_deinit(certs[i]);
	*cert_out = certs[0];
	gnutls_free(certs);
	return 0;
}

/* With less no client finishes a handshake (RFC 9325, section 4.5). */
static bool
is_strong(int algorithm, unsigned bits)
{
	switch (algorithm) {
	case GNUTLS_PK_RSA:
	case GNUTLS_PK_RSA_PSS:
		return bits >= 2048;
	case GNUTLS_PK_ECDSA:
		return bits >= 256;
	default:
		return algorithm == GNUTLS_PK_EDDSA_ED25519 ||
		       algorithm == GNUTLS_PK_EDDSA_ED448;
	}
}

static int
check_cert(const struct tls *tls, const char *path, struct err *err)
{
	gnutls_x509_crt_t cert = NULL;
	unsigned bits = 0;
	int algorithm;
	int rc = read_cert(&tls->cert, &cert);

	if (rc < 0)
		return err_set(err, ERR_CONFIG, "the TLS certificate %s: %s",
			path, gnutls_strerror(rc));
	algorithm = gnutls_x509_crt_get_pk_algorithm(cert, &bits);
	gnutls_x509_crt_deinit(cert);
	if (is_strong(algorithm, bits))
		return 0;
	return err_set(err, ERR_CONFIG,
		"the TLS certificate %s has a key that clients refuse, %s of "
		"%u bits: take RSA of 2048 bits, or an elliptic curve",
		path,
		algorithm < 0
			? "unknown"
			: gnutls_pk_get_name((gnutls_pk_algorithm_t)algorithm),
		bits);
}

/* As the library will take them. */
static int
check_pair(const struct tls *tls, const char *cert, const char *key,
	struct err *err)
{
	const gnutls_datum_t certs = datum_of(&tls->cert);
	const gnutls_datum_t keys = datum_of(&tls->key);
	gnutls_certificate_credentials_t pair = NULL;
	int rc;

	if (check_cert(tls, cert, err) < 0)
		return -1;
	rc = gnutls_certificate_allocate_credentials(&pair);
	if (rc == 0)
		rc = gnutls_certificate_set_x509_key_mem(
			pair, &certs, &keys, GNUTLS_X509_FMT_PEM);
	gnutls_certificate_free_credentials(pair);
	if (rc == GNUTLS_E_CERTIFICATE_KEY_MISMATCH)
		return err_set(err, ERR_CONFIG,
			"the TLS key %s is not that of the certificate %s", key,
			cert);
	if (rc < 0)
		return err_set(err, ERR_CONFIG, "the TLS key %s: %s", key,
			gnutls_strerror(rc));
	return 0;
}

int
tls_load(struct tls *tls, const char *cert, const char *key, struct err *err)
{
	if (load(cert, "certificate", &tls->cert, err) < 0)
		return -1;
	if (key != NULL && mode_refuse(key, MODE_SECRET, err) < 0)
		return err_wrap(err, "the TLS key");
	if (load(key, "key", &tls->key, err) < 0)
		return -1;
	return check_pair(tls, cert, key, err);
}

const char *
tls_doubt(const struct tls *tls)
{
	gnutls_x509_crt_t cert = NULL;
	const char *doubt = NULL;
	time_t now = time(NULL);

	if (read_cert(&tls->cert, &cert) < 0)
		return NULL;
	if (gnutls_x509_crt_get_expiration_time(cert) < now)
		doubt = "it has expired: clients refuse it";
	else if (gnutls_x509_crt_get_activation_time(cert) > now)
		doubt = "it is not valid yet: clients refuse it";
	gnutls_x509_crt_deinit(cert);
	return doubt;
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
