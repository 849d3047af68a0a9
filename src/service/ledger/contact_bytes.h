#ifndef SERVICE_LEDGER_CONTACT_BYTES_H
#define SERVICE_LEDGER_CONTACT_BYTES_H

/* A contact as it stands in a row beside others. */

#include "core/contact.h"

#define CONTACT_BYTES 48

/* Writes CONTACT_BYTES. */
void contact_bytes_put(const struct contact *contact, unsigned char *out);

/* Reads CONTACT_BYTES; received_ms 0: there is none. */
struct contact contact_bytes_get(const unsigned char *in);

#endif
