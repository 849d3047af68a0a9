#ifndef FAKE_STORE_H
#define FAKE_STORE_H

/* A store in memory that can be told to be full, or led by somebody else. */

#include "port/store.h"

#define FAKE_PUNCHES_MAX 2048
#define FAKE_ACCOUNTS_MAX 4
#define FAKE_CLOCKS_MAX 8
#define FAKE_ENROLMENTS_MAX 8

struct fake_store {
	struct kept_punch *punches; /* FAKE_PUNCHES_MAX */
	size_t count;
	struct account accounts[FAKE_ACCOUNTS_MAX];
	size_t account_count;
	size_t current;
	struct enrolment enrolments[FAKE_ENROLMENTS_MAX];
	size_t enrolment_count;
	int64_t lost; /* that nobody has acknowledged */
	struct {
		int64_t account;
		struct known_clock clock;
	} clocks[FAKE_CLOCKS_MAX];
	size_t clock_count;
	bool full;                     /* record fails with ERR_FULL */
	bool no_account, no_enrolment; /* neither do these saves work */
	bool stuck;    /* no answer moves a punch, as if its id had flipped */
	bool hides;    /* what waits is counted, and not given */
	bool led_away; /* another process leads */
	bool leading;
	int64_t version;
	enum last_link link;
	int64_t link_ms;
	struct reckoning time; /* that the service told last */
	char told[512];        /* the last sentence for a person */
	int tells;
	int records;   /* calls that succeeded */
	int histories; /* and of these */
	int readers;   /* begin_read without its end_read */
};

/* An empty store, and it as a port; release frees what it holds. */
void fake_store_init(struct fake_store *fake);
void fake_store_release(struct fake_store *fake);
struct store fake_store_port(struct fake_store *fake);

#endif
