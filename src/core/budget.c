#include "core/budget.h"

#include <string.h>

#include "base/str.h"
#include "core/hundredths.h"

#define HUNDRED 100
#define WHOLE_MAX 12 /* digits of whole units */

/* "25000.00", "25000" and "25000.5" in hundredths; -1: it is none. */
static int64_t
read_price(const char *text)
{
	size_t whole = strspn(text, "0123456789");
	int64_t price = 0;
	size_t parts = 0;

	for (size_t i = 0; i < whole && i < WHOLE_MAX; i++)
		price = price * 10 + (text[i] - '0');
	if (text[whole] == '.') {
		const char *part = text + whole + 1;

		parts = strspn(part, "0123456789");
		if (parts == 0 || parts > 2 || part[parts] != '\0')
			return -1;
		for (size_t i = 0; i < parts; i++)
			price = price * 10 + (part[i] - '0');
	} else if (text[whole] != '\0') {
		return -1;
	}
	for (; parts < 2; parts++)
		price *= 10;
	return whole > 0 && whole <= WHOLE_MAX ? price : -1;
}

static int
refuse(const char *field, const char *why, const char **wrong_out,
	struct err *err)
{
	*wrong_out = field;
	return err_set(err, ERR_DATA, "%s", why);
}

int
budget_settle(
	struct location *location, const char **wrong_out, struct err *err)
{
	int64_t price = read_price(location->contract_price);
	struct str amount;

	location->budget_amount[0] = '\0';
	if (location->contract_price[0] == '\0' && location->labor_percent == 0)
		return 0;
	if (location->contract_price[0] == '\0')
		return refuse("contract_price",
			"is missing: the share for labor is of it", wrong_out,
			err);
	if (price < 0)
		return refuse("contract_price",
			"is not a price such as 25000.00", wrong_out, err);
	if (location->labor_percent == 0)
		return refuse("labor_percent",
			"is missing: so many per cent of the contract price "
			"are for labor",
			wrong_out, err);
	if (location->budget_hours != 0)
		return refuse("budget_hours",
			"and a contract price are two budgets: clear one of "
			"them",
			wrong_out, err);
	str_init(&amount, sizeof(location->budget_amount));
	hundredths_add(&amount,
		(price * location->labor_percent + HUNDRED / 2) / HUNDRED);
	(void)str_copy(location->budget_amount, sizeof(location->budget_amount),
		amount.data);
	str_release(&amount);
	return 0;
}
