#include "app/copied.h"

#include "inside.h"

bool
copied_is_here(struct app *app)
{
	struct store *store = &app->ports.store;
	struct enrolment current;
	struct err ignored;

	return app->has_account &&
	       store->ops->enrolment_current(store->self, app->account.number,
		       &app->account.person.id, &current, &ignored) == 0 &&
	       !id_is_nil(&current.previous);
}

bool
copied_is_new(struct app *app)
{
	bool is_new = app->copied;

	app->copied = false;
	return is_new;
}

void
copied_words(struct str *out)
{
	str_addz(out,
		"this machine's clock file was put back from a copy, or is "
		"used on another machine too: nothing is lost; what is "
		"pressed from now on goes under a new enrolment");
}
