#include "range.h"

#include "calendar/date.h"

int
range_day(const struct args *args, const char *option, const char **day_out,
	struct err *err)
{
	int32_t date;

	*day_out = args_text(args, option);
	if (*day_out == NULL || date_parse(*day_out, &date, err) == 0)
		return 0;
	return err_set(err, ERR_USAGE,
		"--%s: \"%.40s\" is no day such as 2026-11-16", option,
		*day_out);
}

int
range_add(const struct args *args, struct str *path, struct err *err)
{
	const char *period, *from, *to;

	if (range_day(args, "period", &period, err) < 0 ||
		range_day(args, "from", &from, err) < 0 ||
		range_day(args, "to", &to, err) < 0)
		return -1;
	if ((from == NULL) != (to == NULL))
		return err_set(err, ERR_USAGE,
			"--from and --to go together: --from 2026-11-16 --to "
			"2026-11-22");
	if (period != NULL && from != NULL)
		return err_set(err, ERR_USAGE,
			"say either --period, or --from and --to");
	if (period != NULL)
		str_addf(path, "period=%s", period);
	else if (from != NULL)
		str_addf(path, "from=%s&to=%s", from, to);
	return 0;
}
