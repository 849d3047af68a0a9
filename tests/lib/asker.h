#ifndef TESTS_LIB_ASKER_H
#define TESTS_LIB_ASKER_H

/*
 * A loop and a transport over the network, for tests that ask a server and
 * look at the answer. An answer that does not come ends the test program.
 */

#include "loop/loop.h"
#include "net/net.h"
#include "port/transport.h"

/* An answer kept; all texts are ours until the next one. */
struct asked {
	int count; /* how often on_answer came */
	enum transport_end end;
	int status;
	char *content_type;
	char *etag;
	char *link;
	char *body;
	size_t body_bytes;
	int64_t retry_after_ms;
	char *why;
};

struct asker {
	struct loop *loop;
	struct net *net;
	struct transport transport;
	struct loop_timer alarm;
	struct asked asked;
};

/* NULL options: neither ca_file nor pin. */
void asker_init(struct asker *asker, const struct net_options *options);
void asker_release(struct asker *asker);

/* Starts it; the answer will stand in asker->asked. Returns the ticket. */
int asker_start(struct asker *asker, const struct transport_request *request);

/* Starts it and runs the loop until it is answered. */
void asker_ask(struct asker *asker, const struct transport_request *request);

/* Asks for url with GET, 64 KiB and the long patience of a test. */
void asker_get(struct asker *asker, const char *url);

/* Keeps a copy of an answer; what was there before is freed. */
void asked_keep(struct asked *asked, const struct transport_answer *answer);
void asked_release(struct asked *asked);

#endif
