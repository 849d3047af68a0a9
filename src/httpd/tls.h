#ifndef HTTPD_TLS_H
#define HTTPD_TLS_H

/* Certificate and key of the server, from PEM files, wiped when released. */

#include <microhttpd.h>

#include "base/err.h"
#include "base/str.h"

struct tls {
	struct str cert;
	struct str key;
};

/* Empty. */
void tls_init(struct tls *tls);

/* Reads both. ERR_CONFIG, with the file and why, when one cannot be read or is
 * not PEM, they do not go together, or no client would take the key. */
int
tls_load(struct tls *tls, const char *cert, const char *key, struct err *err);

/* Why clients refuse the certificate that was loaded, though it may be meant:
 * by its dates. NULL: they do not. */
const char *tls_doubt(const struct tls *tls);

/* What the library wants to hear of them; borrows them. */
void tls_options(const struct tls *tls, struct MHD_OptionItem items_out[4]);

/* Wipes and frees. */
void tls_release(struct tls *tls);

#endif
