#ifndef HTTPD_CROWD_H
#define HTTPD_CROWD_H

/*
 * Whose the connections are: by address, how many and how much of their bodies
 * is in memory. Pure, and not locked: deadlines.c is its one user.
 */

#include <stdbool.h>
#include <sys/socket.h>

/* All bodies at once, and those of one address. */
#define CROWD_BODIES_BYTES (64LL * 1024 * 1024)
#define CROWD_SHARE_BYTES (CROWD_BODIES_BYTES / 4)

#define CROWD_KEY_BYTES 16

struct crowd_peer {
	struct crowd_peer *next;
	unsigned char key[CROWD_KEY_BYTES];
	int held;        /* by how many crowd_join gave it */
	int connections; /* of those that were not cut off */
	long long bytes;
};

struct crowd {
	struct crowd_peer *first;
	int connections;
	long long bytes;
};

/*
 * The peer of this address; crowd_leave gives it back. An IPv6 peer has 2^64
 * addresses at will: its network is what counts.
 */
struct crowd_peer *
crowd_join(struct crowd *crowd, const struct sockaddr *address);
void crowd_leave(struct crowd *crowd, struct crowd_peer *peer);

/* One of its connections was cut off, and counts no more. */
void crowd_cut(struct crowd *crowd, struct crowd_peer *peer);

/* Room for so many more bytes; false when there is none, or not for this peer.
 * Fewer are always fine. */
bool crowd_take(struct crowd *crowd, struct crowd_peer *peer, long long bytes);

#endif
