#include "crowd.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define NETWORK_BYTES 8

static void
name(const struct sockaddr *address, unsigned char key_out[CROWD_KEY_BYTES])
{
	memset(key_out, 0, CROWD_KEY_BYTES);
	if (address->sa_family == AF_INET) {
		const struct sockaddr_in *in = (const void *)address;

		memset(key_out + 10, 0xff, 2);
		memcpy(key_out + 12, &in->sin_addr, 4);
	} else if (address->sa_family == AF_INET6) {
		const struct sockaddr_in6 *in6 = (const void *)address;
		bool four = IN6_IS_ADDR_V4MAPPED(&in6->sin6_addr);

		memcpy(key_out, in6->sin6_addr.s6_addr,
			four ? CROWD_KEY_BYTES : NETWORK_BYTES);
	}
}

struct crowd_peer *
crowd_join(struct crowd *crowd, const struct sockaddr *address)
{
	unsigned char key[CROWD_KEY_BYTES];
	struct crowd_peer *peer = crowd->first;

	name(address, key);
	while (peer != NULL && memcmp(peer->key, key, sizeof(key)) != 0)
		peer = peer->next;
	if (peer == NULL) {
		peer = mem_new(1, sizeof(*peer));
		memcpy(peer->key, key, sizeof(key));
		peer->next = crowd->first;
		crowd->first = peer;
	}
	peer->held++;
	peer->connections++;
	crowd->connections++;
	return peer;
}

void
crowd_cut(struct crowd *crowd, struct crowd_peer *peer)
{
	peer->connections--;
	crowd->connections--;
}

void
crowd_leave(struct crowd *crowd, struct crowd_peer *peer)
{
	struct crowd_peer **at = &crowd->first;

	if (--peer->held > 0)
		return;
	while (*at != peer)
		at = &(*at)->next;
	*at = peer->next;
	free(peer);
}

bool
crowd_take(struct crowd *crowd, struct crowd_peer *peer, long long bytes)
{
	if (bytes > 0 && (crowd->bytes + bytes > CROWD_BODIES_BYTES ||
				 peer->bytes + bytes > CROWD_SHARE_BYTES))
		return false;
	crowd->bytes += bytes;
	peer->bytes += bytes;
	return true;
}
