#include "hours.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/choices.h"
#include "ending.h"

#define COLS 80
#define COLS_MIN 40

int
hours_signed_in(struct cli_call *call, const struct account **account_out,
	struct err *err)
{
	*account_out = app_account(call->app);
	if (*account_out != NULL && (*account_out)->signed_in)
		return 0;
	return err_set(
		err, ERR_AUTH, "nobody is signed in; use connect-clock login");
}

static bool
is_final(const struct err *err)
{
	return err->kind == ERR_PERMISSION || err->kind == ERR_DATA ||
	       err->kind == ERR_NOT_FOUND || err->kind == ERR_AUTH;
}

int
hours_fetch(struct cli_call *call, const struct hours_ask *ask,
	struct err *why_out, struct err *err)
{
	struct ending ending = {0};

	hours_ask(call->app, ask, ending_on_done, &ending);
	(void)ending_wait(call, &ending, HOURS_ANSWER_MS, why_out);
	hours_ask_no_more(call->app);
	if (!is_final(why_out))
		return 0;
	*err = *why_out;
	return -1;
}

int
hours_resolve(struct cli_call *call, enum entry_kind kind, const char *text,
	struct id *id_out, struct err *err)
{
	struct choices *choices;
	struct choice choice;
	int rc;

	if (choices_new(call->app, kind, NULL, NULL, &choices, err) < 0)
		return -1;
	rc = choices_resolve(choices, text, &choice, err);
	if (rc == 0)
		*id_out = choice.id;
	else
		choices_candidates(choices, text, &call->candidates);
	choices_free(&choices);
	return rc;
}

int
hours_cols(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col == 0)
		return COLS;
	return size.ws_col < COLS_MIN ? COLS_MIN : size.ws_col;
}

bool
hours_is_ascii(void)
{
	locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
	bool is_ascii;

	if (locale == (locale_t)0)
		return true;
	is_ascii = strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") != 0;
	freelocale(locale);
	return is_ascii;
}
