#ifndef TESTS_LIB_DESKTOP_H
#define TESTS_LIB_DESKTOP_H

/*
 * The D-Bus and the keyring of a desktop of the test's own: the bus knows no
 * other service and starts nothing by itself, the keyring is a real
 * gnome-keyring-daemon with a home of its own. A test fails where they do not
 * start.
 */

#include "lib/child.h"

struct desktop {
	char *home;     /* of the daemon: its keyrings live there */
	char *services; /* a folder of what the bus may start; NULL: nothing */
	struct child bus;
	struct child daemon;
};

/* Without a bus yet. */
void desktop_init(struct desktop *desktop);

/* A new bus, which is $DBUS_SESSION_BUS_ADDRESS from now on. */
void desktop_start_bus(struct desktop *desktop);

/* Starts the daemon, which answers a little later; `password` unlocks or makes
 * its keyring, NULL neither. */
void desktop_start_daemon(struct desktop *desktop, const char *password);

/* Ends both. */
void desktop_release(struct desktop *desktop);

#endif
