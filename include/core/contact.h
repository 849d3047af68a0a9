#ifndef CORE_CONTACT_H
#define CORE_CONTACT_H

/*
 * A contact: one message of an enrolment that the service took (a delivery, or
 * a refresh, which delivers nothing). It says what the device's clocks showed
 * and which numbers were recorded when it was sent; the service adds when it
 * came. Contacts bound the time of every press (connect-rules(7), Proven
 * interval) and anchor it (Anchors).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/stamp.h"

/* A later contact of the same boot that was quicker by more than this (and by
 * what a clock may drift, 100 ppm) says that the earlier one lay about. */
#define CONTACT_SLACK_MS 30000
#define CONTACT_DAY_MS INT64_C(86400000)

struct contact {
	struct stamp now;    /* its clocks, read when the body left */
	int64_t highest;     /* the highest number recorded then, 0: none */
	int64_t received_ms; /* the service's clock when it came */
};

/* received - boottime: how the boot's clock maps to the service's, at most. */
int64_t contact_offset_ms(const struct contact *contact);

/*
 * Whether the contact lay about on its way (or its sender lies): among the n
 * others one of the same boot, made then or within a day, was quicker by
 * more than CONTACT_SLACK_MS + 100 ppm of what passed between them.
 */
bool contact_lay_about(
	const struct contact *contact, const struct contact *others, size_t n);

#endif
