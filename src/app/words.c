#include <stdio.h>
#include <string.h>

#include "app/words.h"
#include "base/text.h"
#include "core/problem.h"
#include "core/restate.h"
#include "core/retry.h"

static void
clean(struct str *out, const char *foreign)
{
	text_clean(out, foreign, strlen(foreign));
}

void
words_label(struct str *out, const char *number, const char *name)
{
	clean(out, number);
	if (number[0] && name[0])
		str_addc(out, ' ');
	clean(out, name);
}

void
words_person(struct str *out, const char *number, const char *name,
	const char *username)
{
	words_label(out, number, name);
	if (username[0] == '\0')
		return;
	str_addz(out, " (");
	clean(out, username);
	str_addc(out, ')');
}

void
words_job(struct str *out, const struct entry *location,
	const struct entry *cost_code)
{
	bool both = !id_is_nil(&location->id) && !id_is_nil(&cost_code->id);

	if (!id_is_nil(&location->id))
		words_label(out, location->number, location->name);
	if (both)
		str_addz(out, " · ");
	if (!id_is_nil(&cost_code->id))
		words_label(out, cost_code->number, cost_code->name);
}

static void
add_verdict(struct str *out, const struct receipt *receipt)
{
	const struct verdict *verdict = &receipt->verdict;

	if (receipt->stage == RECEIPT_KEPT) {
		str_addz(out, " · kept on this machine");
		return;
	}
	if (receipt->stage == RECEIPT_CLOSED) {
		str_addz(out, " · not recorded, and closed");
		return;
	}
	if (receipt->stage == RECEIPT_SET_ASIDE) {
		str_addz(out, " · SET ASIDE: ");
		clean(out, verdict->detail);
		str_addf(out, " %s", problem_remedy_of(verdict->problem));
		return;
	}
	str_addz(out, " · sent");
	if (strcmp(verdict->detail, VERDICT_DECLINED) == 0) {
		str_addz(out, ". " VERDICT_DECLINED);
	} else if (verdict->kind == VERDICT_QUARANTINED ||
		   (verdict->kind == VERDICT_DUPLICATE &&
			   verdict->first == VERDICT_QUARANTINED)) {
		str_addz(out, ", held for review: ");
		clean(out, verdict->detail);
		str_addz(out, " An administrator accepts or declines it.");
	}
	if (verdict->flags & RESTATE_DIFFERS)
		str_addz(out, ", this device's clock was wrong");
}

const char *
words_mode(enum clock_mode mode)
{
	static const char *const words[] = {
		[CLOCK_OUT] = "OUT",
		[CLOCK_IN] = "IN",
		[CLOCK_MEAL] = "MEAL BREAK",
	};

	return words[mode];
}

static const char *
kind_word(enum punch_kind kind)
{
	static const char *const words[] = {
		[PUNCH_GO] = "IN",
		[PUNCH_STOP] = "OUT",
		[PUNCH_MEAL] = "MEAL BREAK",
		[PUNCH_RESUME] = "BACK IN",
		[PUNCH_VOID] = "UNDONE",
	};

	return words[kind];
}

static void
add_labels(struct str *out, const char *location, const char *cost_code)
{
	if (location[0]) {
		str_addz(out, " · ");
		clean(out, location);
	}
	if (cost_code[0]) {
		str_addz(out, " · ");
		clean(out, cost_code);
	}
}

/* "UNDONE: IN 08:02 · Elm St Tower" */
static void
add_undone(
	struct str *out, const struct receipt *receipt, const struct zone *zone)
{
	const struct undone *undone = &receipt->undone;

	str_addf(out, "UNDONE: %s ", kind_word(undone->kind));
	words_moment(out, zone, undone->at_ms, receipt->pressed_ms);
	add_labels(out, undone->location, undone->cost_code);
}

/* Where the words before do not say it: what the clock is behind this press. */
static void
add_now(struct str *out, const struct receipt *receipt, const struct zone *zone)
{
	static const enum clock_mode said[] = {
		[PUNCH_GO] = CLOCK_IN,
		[PUNCH_STOP] = CLOCK_OUT,
		[PUNCH_MEAL] = CLOCK_MEAL,
		[PUNCH_RESUME] = CLOCK_IN,
	};
	bool is_undo = receipt->punch.kind == PUNCH_VOID;

	if (!receipt->is_fresh || receipt->stage == RECEIPT_SET_ASIDE ||
		(!receipt->is_idle && !is_undo &&
			receipt->mode == said[receipt->punch.kind]))
		return;
	str_addf(out,
		receipt->is_idle ? " · the clock stays as it was: %s"
				 : " · now %s",
		words_mode(receipt->mode));
	if (receipt->since_ms != 0) {
		str_addz(out, " since ");
		words_moment(out, zone, receipt->since_ms, receipt->pressed_ms);
	}
	if (is_undo)
		add_labels(out, receipt->location, receipt->cost_code);
}

void
words_receipt(struct str *out, const struct receipt *receipt,
	const struct zone *zone, const struct id *reader)
{
	if (!id_equal(&receipt->punch.employee, reader) &&
		receipt->employee[0]) {
		words_person(out, receipt->employee_number, receipt->employee,
			receipt->employee_username);
		str_addz(out, ": ");
	}
	if (!id_is_nil(&receipt->undone.id)) {
		add_undone(out, receipt, zone);
	} else {
		str_addf(out, "%s ", kind_word(receipt->punch.kind));
		words_moment(out, zone, receipt->at_ms, receipt->pressed_ms);
		add_labels(out, receipt->location, receipt->cost_code);
	}
	add_verdict(out, receipt);
	add_now(out, receipt, zone);
}

static void
add_age(struct str *out, int64_t age_ms)
{
	int64_t minutes = age_ms > 0 ? age_ms / 60000 : 0;

	if (minutes < 120)
		str_addf(out, "%lld min", (long long)minutes);
	else if (minutes < 48 * 60)
		str_addf(out, "%lld h", (long long)(minutes / 60));
	else
		str_addf(out, "%lld days", (long long)(minutes / (24 * 60)));
}

void
words_queue(struct str *out, enum app_link link, const char *why,
	const struct queue_counts *counts, int64_t now_ms)
{
	static const char *const links[] = {
		[APP_LINK_UNKNOWN] = "not connected yet",
		[APP_LINK_BUSY] = "sending",
		[APP_LINK_ONLINE] = "online",
		[APP_LINK_OFFLINE] = "offline",
		[APP_LINK_SIGN_IN] = "not signed in",
	};
	int64_t age_ms = now_ms - counts->oldest_waiting_ms;

	str_addf(
		out, "%s · %lld kept", links[link], (long long)counts->waiting);
	if (counts->waiting > 0 && age_ms >= 60000) {
		str_addz(out, ", oldest ");
		add_age(out, age_ms);
		if (retry_is_overdue(age_ms))
			str_addz(out, " - tell an administrator");
	}
	if (counts->set_aside > 0)
		str_addf(out, " · %lld need%s attention",
			(long long)counts->set_aside,
			counts->set_aside == 1 ? "s" : "");
	if (counts->lost > 0)
		str_addf(out, " · %lld lost, see queue",
			(long long)counts->lost);
	if (counts->room_percent_used >= 80)
		str_addf(out, " · room %d %% used", counts->room_percent_used);
	if (why != NULL && why[0] &&
		(link == APP_LINK_OFFLINE || link == APP_LINK_SIGN_IN)) {
		str_addz(out, " · ");
		clean(out, why);
	}
}

void
words_forgotten(struct str *out, const struct face *face,
	const struct zone *zone, int64_t now_ms)
{
	const struct clock_rules rules = {
		.max_record_minutes = face->max_record_minutes};

	if (face->state.since_ms == 0 ||
		!clock_is_left_open(&face->state, &rules, now_ms))
		return;
	str_addf(out, "Still %s since ",
		face->state.mode == CLOCK_IN ? "IN" : "on a meal break");
	words_date(out, zone, face->state.since_ms);
	str_addc(out, ' ');
	words_time(out, zone, face->state.since_ms);
	str_addz(out, ": forgot to stop? Tell a supervisor the real time.");
}
