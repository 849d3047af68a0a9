#include "stale.h"

#include <stdlib.h>

#include "base/mem.h"
#include "core/company.h"
#include "one.h"

static int
get_now(const struct edit *edit, void *now, struct err *err)
{
	struct ctl_call *call = edit->call;
	const struct id *id = &((const struct record *)edit->record)->id;
	struct wait wait = {.of = edit->of, .record = now};

	office_get(call->office, edit->of,
		edit->of == &company_description ? NULL : id, wait_on_answer,
		&wait);
	if (wait_for(call, &wait, err) < 0)
		return -1;
	return one_load_named(call, edit->args, edit->of, now, err);
}

static void
add_value(const struct edit *edit, const struct field *field, const char *when,
	const void *record)
{
	struct str *out = &edit->call->candidates;

	str_addf(out, "    %-8s", when);
	words_add(edit->call, field, record, out);
	str_addc(out, '\n');
}

void
stale_say(const struct edit *edit, const void *before)
{
	const struct record *wanted = edit->record;
	bool read = ((const struct record *)before)->version == wanted->version;
	void *now = mem_new(1, edit->of->bytes);
	struct err unread = {0};

	field_clear(edit->of, now);
	if (get_now(edit, now, &unread) < 0)
		goto out;
	for (size_t i = 0; i < edit->of->count; i++) {
		const struct field *field = &edit->of->fields[i];
		bool given = (edit->given >> i & 1) != 0 &&
			     !field_equal(field, now, wanted);
		bool moved = read && !field_equal(field, before, now);

		if (!given && !moved)
			continue;
		str_addf(&edit->call->candidates, "  %s\n", field->title);
		if (read)
			add_value(edit, field, "read", before);
		add_value(edit, field, "now", now);
		if ((edit->given >> i & 1) != 0)
			add_value(edit, field, "wanted", wanted);
	}
out:
	field_release(edit->of, now);
	free(now);
}
