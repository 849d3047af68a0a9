#include "core/contact.h"

#define DRIFT 10000 /* 100 ppm is one in so many */

int64_t
contact_offset_ms(const struct contact *contact)
{
	return contact->received_ms - contact->now.boottime_ms;
}

bool
contact_lay_about(
	const struct contact *contact, const struct contact *others, size_t n)
{
	int64_t offset_ms = contact_offset_ms(contact);

	for (size_t i = 0; i < n; i++) {
		const struct contact *later = &others[i];
		int64_t passed_ms =
			later->now.boottime_ms - contact->now.boottime_ms;

		if (id_equal(&later->now.boot, &contact->now.boot) &&
			passed_ms >= 0 && passed_ms <= CONTACT_DAY_MS &&
			offset_ms - contact_offset_ms(later) >
				CONTACT_SLACK_MS + passed_ms / DRIFT)
			return true;
	}
	return false;
}
