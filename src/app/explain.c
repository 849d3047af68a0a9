#include "app/explain.h"

#include <string.h>

#include "app/words.h"
#include "base/text.h"
#include "calendar/civil.h"
#include "core/cause.h"

const char *
explain_flag(enum restate_flag flag)
{
	switch (flag) {
	case RESTATE_DIFFERS:
		return "The time that counts is more than 5 minutes from the "
		       "one that this machine's clock claimed.";
	case RESTATE_FUTURE:
		return "It claimed a time that was still to come.";
	case RESTATE_LIFTED:
		return "It was moved forward: it cannot have been pressed "
		       "earlier.";
	case RESTATE_CLAMPED:
		return "It was moved back: it cannot have been pressed later.";
	case RESTATE_STEPPED:
		return "This machine's clock was set to another time "
		       "meanwhile.";
	case RESTATE_FORK:
		return "Two presses have its number: this machine's state is "
		       "used in two places, or was put back from a copy.";
	case RESTATE_BETWEEN:
		return "This machine stood still for a while around it.";
	case RESTATE_UNPROVEN:
		return "Its time rests on this machine's clock alone.";
	case RESTATE_HELD:
		return "It was sent more than 5 minutes after the service had "
		       "first heard of it.";
	case RESTATE_MOVED:
		return "What the service knows moved it by more than 5 "
		       "minutes, "
		       "or would have.";
	case RESTATE_ENDED:
		return "It was pressed under an enrolment that another one had "
		       "taken the place of.";
	}
	return NULL;
}

const char *
explain_method(enum restate_method method)
{
	switch (method) {
	case RESTATE_SAME_BOOT:
		return "by a contact with the service since, of the same start "
		       "of this machine";
	case RESTATE_ANCHOR:
		return "by a contact with the service before it, of the same "
		       "start of this machine";
	case RESTATE_PAUSED:
		return "by this machine's clock, between two contacts that "
		       "contradict each other";
	case RESTATE_WALL:
		return "by this machine's clock, set right by its delivery";
	}
	return NULL;
}

/* "Mon 30 Nov 2026 06:44:44 EST" */
static void
add_instant(struct str *out, const struct zone *zone, int64_t ms)
{
	struct zone_moment moment;
	struct civil local;

	words_date(out, zone, ms);
	if (zone == NULL) {
		civil_from_utc_ms(ms, &local);
	} else {
		zone_to_local(zone, ms, &local);
		zone_at(zone, ms, &moment);
	}
	str_addf(out, " %02d:%02d:%02d %s", local.hour, local.minute,
		local.second, zone == NULL ? "UTC" : moment.abbreviation);
}

static void
add_line(struct str *out, const char *label, int64_t ms,
	const struct zone *zone, const char *how)
{
	str_addf(out, "  %-11s ", label);
	add_instant(out, zone, ms);
	if (how != NULL)
		str_addf(out, ", %s", how);
	str_addc(out, '\n');
}

static void
add_interval(
	struct str *out, const struct verdict *verdict, const struct zone *zone)
{
	if (verdict->not_before_ms != 0)
		add_line(out, "Not before", verdict->not_before_ms, zone, NULL);
	if (verdict->not_after_ms != 0)
		add_line(out, "Not after", verdict->not_after_ms, zone, NULL);
}

static void
add_notes(struct str *out, const struct verdict *verdict)
{
	for (unsigned bit = 1; bit != 0 && bit <= verdict->causes; bit <<= 1)
		if (verdict->causes & bit)
			str_addf(out, "  %-11s %s\n", "Held",
				cause_words((enum cause)bit));
	for (unsigned bit = 1; bit != 0 && bit <= verdict->flags; bit <<= 1)
		if (verdict->flags & bit)
			str_addf(out, "  %-11s %s\n", "Noted",
				explain_flag((enum restate_flag)bit));
}

void
explain_words(
	struct str *out, const struct kept_punch *kept, const struct zone *zone)
{
	const struct punch *punch = &kept->punch;
	const struct verdict *verdict = &kept->verdict;
	char id[ID_TEXT_BYTES];

	add_line(out, "Pressed", punch->pressed.wall_ms, zone,
		"by this machine's clock");
	if (punch->has_chosen)
		add_line(out, "Chosen", punch->chosen_ms, zone, NULL);
	if (kept->state == KEPT_ANSWERED) {
		add_line(out, "Counts", verdict->at_ms, zone,
			punch->has_chosen ? NULL
					  : explain_method(verdict->method));
		add_interval(out, verdict, zone);
		add_notes(out, verdict);
	}
	if (punch->comment[0]) {
		str_addf(out, "  %-11s ", "Comment");
		text_clean(out, punch->comment, strlen(punch->comment));
		str_addc(out, '\n');
	}
	str_addf(out, "  %-11s number %lld of enrolment %s\n", "Punch",
		(long long)punch->number, id_format(&punch->enrolment, id));
}
