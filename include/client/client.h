#ifndef CLIENT_CLIENT_H
#define CLIENT_CLIENT_H

/*
 * What the programs of a person on this machine open: configuration, journal,
 * catalogue, keyring, network, and the app over them. They share all of it:
 * who signed in by one of them is signed in for all.
 */

#include "app/app.h"
#include "app/settings.h"
#include "journal/journal.h"

struct client;

/* `program`: by which name doubts are said, and the service is asked. */
struct client *client_new(const char *program);

/* Closes it, if it is open, and frees. */
void client_free(struct client **client);

/* Opens everything over the configuration; a second call gives the same app.
 * `interactive`: a person may be asked (keyring). */
int client_open(struct client *client, bool interactive, struct app **app_out,
	struct err *err);

/* Closes what open opened; a later open begins anew. */
void client_close(struct client *client);

/* Of one that is open. */
const struct settings *client_settings(const struct client *client);
struct journal *client_journal(struct client *client);
struct loop *client_loop(struct client *client);

#endif
