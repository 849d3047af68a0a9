/* Whether the own card is to be approved by its employee. */
#include "app/card_lines.h"
#include "core/permission.h"
#include "hours_inside.h"

static bool
is_wanted(const struct hours_card *card, int64_t now_ms)
{
	const struct account *account = app_account(card->app);
	const struct wire_card *wire = &card->wire;

	return account != NULL &&
	       id_equal(&wire->employee, &account->person.id) &&
	       permission_has(
		       account->person.permissions, PERMISSION_APPROVE_OWN) &&
	       (wire->approves >> APPROVAL_EMPLOYEE & 1) != 0 &&
	       !wire->closed &&
	       wire->range.last < hours_date(card->app, now_ms);
}

enum card_standing
card_standing(const struct hours_card *card, int64_t now_ms)
{
	if (!is_wanted(card, now_ms))
		return CARD_NOT_OWN;
	for (size_t i = 0; i < card->wire.approval_count; i++)
		if (card->wire.approvals[i].level == APPROVAL_EMPLOYEE)
			return CARD_APPROVED;
	return CARD_TO_APPROVE;
}
