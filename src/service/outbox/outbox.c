#include "service/outbox/outbox.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/secret.h"
#include "base/text.h"
#include "message.h"
#include "outbox_rows.h"
#include "service/desk/store.h"

#define LEASE_MS (2 * MAILER_MS)
#define RETRY_FIRST_MS 2000
#define RETRY_MAX_MS (15 * 60 * 1000)
#define TRIES_MAX 500 /* about five days */
#define LOOK_MS 30000 /* other services write letters too */
#define FAILED_MS 5000

struct outbox {
	struct outbox_options options;
	int event; /* eventfd */
	pthread_t thread;
	bool started;
	atomic_bool stopped;
	/* The mail server hung or was out of reach so many times in a row: no
	 * mail is tried before this time, so that each waits for it once. */
	int64_t away_tries;
	int64_t away_until_ms;
	char away_said[sizeof(((struct mailer_answer *)0)->said)];
};

/* --- one step --------------------------------------------------------------
 */

struct claim {
	struct outbox *outbox;
	int64_t now_ms;
	struct outbox_mail mail;
	bool found;
	bool granted; /* a wish was taken out */
};

/* store_work: the oldest wish becomes a mail, if it is of somebody. */
static int
grant(void *ctx, struct db *db, struct err *err)
{
	struct claim *claim = ctx;
	char email[NAME_BYTES];
	struct letter letter = {
		.kind = LETTER_FORGOTTEN,
		.email = email,
		.now_ms = claim->now_ms,
	};
	bool known, asked;

	err_clear(err);
	if (outbox_rows_take_wish(
		    db, &letter, email, &claim->granted, &known, err) < 0)
		return -1;
	return known ? letters_ask_bounded(db, &letter, &asked, err) : 0;
}

/* store_work */
static int
claim_mail(void *ctx, struct db *db, struct err *err)
{
	struct claim *claim = ctx;

	err_clear(err);
	return outbox_rows_claim(db, claim->now_ms, claim->now_ms + LEASE_MS,
		&claim->mail, &claim->found, err);
}

/* store_work */
static int
finish(void *ctx, struct db *db, struct err *err)
{
	err_clear(err);
	return outbox_rows_finish(db, ctx, err);
}

/* 2 s, 4 s, … a quarter of an hour. */
static int64_t
retry_ms(int64_t tries)
{
	int64_t wait = RETRY_FIRST_MS;

	for (; tries > 1 && wait < RETRY_MAX_MS; tries--)
		wait *= 2;
	return wait < RETRY_MAX_MS ? wait : RETRY_MAX_MS;
}

static void
tell(const struct outbox_result *result)
{
	const struct outbox_mail *mail = result->mail;
	char id[ID_TEXT_BYTES], employee[ID_TEXT_BYTES];

	id_format(&mail->id, id);
	id_format(&mail->employee, employee);
	if (result->state == LETTER_SENT)
		log_event(LOG_LEVEL_INFO, "mail-sent", "letter", id, "employee",
			employee, NULL);
	else if (result->state == LETTER_BOUNCED)
		log_event(LOG_LEVEL_WARNING, "mail-bounced", "letter", id,
			"employee", employee, "why", result->said, NULL);
	else
		log_event(LOG_LEVEL_WARNING, "mail-waits", "letter", id,
			"employee", employee, "why", result->said, NULL);
}

/* What a server says is foreign text. */
static void
clean(struct mailer_answer *answer)
{
	struct str text;

	str_init(&text, 4096);
	text_clean(&text, answer->said, strlen(answer->said));
	text_shorten(answer->said, sizeof(answer->said), text.data);
	str_release(&text);
}

static void
send_mail(struct outbox *outbox, const struct outbox_mail *mail, int64_t now_ms,
	struct mailer_answer *answer)
{
	const struct outbox_options *options = &outbox->options;
	const struct message message = {
		.mail = mail,
		.zones = options->zones,
		.from = options->from,
		.public_url = options->public_url,
		.now_ms = now_ms,
	};
	struct mailer_mail out = {.from = options->from, .to = mail->email};
	struct str text;

	str_init(&text, MESSAGE_BYTES);
	message_write(&message, &text);
	out.message = text.data;
	out.bytes = text.len;
	options->mailer.ops->send(options->mailer.self, &out, answer);
	clean(answer);
	secret_wipe(text.data, text.len);
	str_release(&text);
}

/* What the answer means for all that wait. */
static void
note_server(struct outbox *outbox, const struct mailer_answer *answer,
	int64_t now_ms)
{
	if (answer->end != MAILER_AWAY) {
		outbox->away_tries = outbox->away_until_ms = 0;
		return;
	}
	outbox->away_tries++;
	memcpy(outbox->away_said, answer->said, sizeof(answer->said));
	outbox->away_until_ms = now_ms + retry_ms(outbox->away_tries);
}

/* What it means for the mail. */
static void
judge(const struct outbox_mail *mail, const struct mailer_answer *answer,
	int64_t now_ms, struct outbox_result *result)
{
	result->said = answer->said;
	if (answer->end == MAILER_TAKEN) {
		result->state = LETTER_SENT;
		result->sent_ms = now_ms;
	} else if (answer->end == MAILER_REFUSED || mail->tries >= TRIES_MAX) {
		result->state = LETTER_BOUNCED;
	} else {
		result->state = LETTER_WAITING;
		result->due_ms = now_ms + retry_ms(mail->tries);
	}
	tell(result);
}

/* store_work: whoever asks for a mail meanwhile is told why it waits. */
static int
say_away(void *ctx, struct db *db, struct err *err)
{
	const struct outbox *outbox = ctx;

	err_clear(err);
	return outbox_rows_say(db, outbox->away_said, err);
}

static int
send_claimed(struct claim *claim, struct err *err)
{
	struct outbox *outbox = claim->outbox;
	const struct outbox_options *options = &outbox->options;
	const struct outbox_mail *mail = &claim->mail;
	struct outbox_result result = {.mail = mail, .said = ""};
	struct mailer_answer answer = {.end = MAILER_LATER};
	int64_t now_ms;

	if (!mail->wanted) {
		result.state = LETTER_DROPPED;
	} else {
		/* Its life is counted from here, as the mail says. */
		send_mail(outbox, mail, claim->now_ms, &answer);
		now_ms = options->now_ms(options->now_ctx);
		note_server(outbox, &answer, now_ms);
		judge(mail, &answer, claim->now_ms, &result);
	}
	return store_write(options->store, finish, &result, err);
}

int
outbox_step(struct outbox *outbox, bool *done_out, struct err *err)
{
	const struct outbox_options *options = &outbox->options;
	struct claim claim = {
		.outbox = outbox,
		.now_ms = options->now_ms(options->now_ctx),
	};
	int rc;

	*done_out = false;
	if (store_write(options->store, grant, &claim, err) < 0)
		return -1;
	*done_out = claim.granted;
	if (claim.granted)
		return 0;
	if (claim.now_ms < outbox->away_until_ms)
		return store_write(options->store, say_away, outbox, err);
	if (store_write(options->store, claim_mail, &claim, err) < 0)
		return -1;
	*done_out = claim.found;
	rc = claim.found ? send_claimed(&claim, err) : 0;
	secret_wipe(&claim.mail, sizeof(claim.mail));
	return rc;
}

/* --- the thread ------------------------------------------------------------
 */

/* How long there is nothing to do, unless somebody wakes us. */
static int
idle_ms(struct outbox *outbox)
{
	const struct outbox_options *options = &outbox->options;
	struct err err = {0};
	int64_t due_ms, now_ms;
	struct db *db;
	bool found;
	int rc;

	if (store_take(options->store, &db, &err) < 0)
		return FAILED_MS;
	rc = outbox_rows_next(db, &due_ms, &found, &err);
	store_give(options->store, db, rc < 0 ? &err : NULL);
	if (rc < 0)
		return FAILED_MS;
	now_ms = options->now_ms(options->now_ctx);
	if (due_ms < outbox->away_until_ms)
		due_ms = outbox->away_until_ms;
	if (!found || due_ms > now_ms + LOOK_MS)
		return LOOK_MS;
	return due_ms > now_ms ? (int)(due_ms - now_ms) : 0;
}

static void
wait_for_work(struct outbox *outbox, int timeout_ms)
{
	struct pollfd event = {.fd = outbox->event, .events = POLLIN};
	uint64_t count;

	if (poll(&event, 1, timeout_ms) > 0)
		(void)!read(outbox->event, &count, sizeof(count));
}

static void *
run(void *ctx)
{
	struct outbox *outbox = ctx;

	while (!outbox->stopped) {
		struct err err = {0};
		bool done;

		if (outbox_step(outbox, &done, &err) < 0) {
			log_event(LOG_LEVEL_ERROR, "outbox-failed", "why",
				err.text, NULL);
			wait_for_work(outbox, FAILED_MS);
		} else if (!done) {
			wait_for_work(outbox, idle_ms(outbox));
		}
	}
	return NULL;
}

/* --- the interface ---------------------------------------------------------
 */

struct outbox *
outbox_new(const struct outbox_options *options)
{
	struct outbox *outbox = mem_new(1, sizeof(*outbox));

	outbox->options = *options;
	outbox->event = -1;
	return outbox;
}

int
outbox_start(struct outbox *outbox, struct err *err)
{
	sigset_t all, old;
	int rc;

	outbox->event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (outbox->event < 0)
		return err_set_errno(
			err, ERR_INTERNAL, errno, "cannot start the outbox");
	/* Signals are the program's. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	rc = pthread_create(&outbox->thread, NULL, run, outbox);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (rc != 0)
		return err_set_errno(
			err, ERR_INTERNAL, rc, "cannot start the outbox");
	outbox->started = true;
	return 0;
}

void
outbox_wake(struct outbox *outbox)
{
	const uint64_t one = 1;

	if (outbox != NULL && outbox->started)
		(void)!write(outbox->event, &one, sizeof(one));
}

void
outbox_free(struct outbox **outbox)
{
	struct outbox *it = *outbox;

	if (it == NULL)
		return;
	it->stopped = true;
	if (it->started) {
		it->options.mailer.ops->stop(it->options.mailer.self);
		outbox_wake(it);
		pthread_join(it->thread, NULL);
	}
	if (it->event >= 0)
		close(it->event);
	free(it);
	*outbox = NULL;
}
