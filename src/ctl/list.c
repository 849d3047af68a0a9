/* What there is of a kind, and one of it. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "list.h"
#include "one.h"
#include "table.h"
#include "wire/record.h"

static bool
is_active(const struct kind *kind, const void *record)
{
	const struct field *active = field_find(kind->of, "active");

	return active == NULL || *field_bool(active, record);
}

/* --- in which order ------------------------------------------------------- */

static int
compare_rows(const void *a, const void *b)
{
	const struct list_row *one = a;
	const struct list_row *other = b;

	return strcmp(one->key, other->key);
}

void
list_sorted(
	struct ctl_call *call, const struct kind *kind, struct list *list_out)
{
	size_t count = office_count(call->office, kind->of);
	struct list_row *rows = mem_new(count + 1, sizeof(*rows));
	struct str label;

	str_init(&label, SIZE_MAX / 2);
	for (size_t i = 0; i < count; i++) {
		struct str key;

		rows[i].record = office_at(call->office, kind->of, i);
		str_clear(&label);
		office_label(kind->of, rows[i].record, &label);
		str_init(&key, SIZE_MAX / 2);
		text_fold(&key, label.data, label.len);
		rows[i].key = str_take(&key);
		str_release(&key);
	}
	str_release(&label);
	qsort(rows, count, sizeof(*rows), compare_rows);
	*list_out = (struct list){rows, count};
}

void
list_matched(struct ctl_call *call, const struct kind *kind, const char *words,
	struct list *list_out)
{
	size_t count = office_count(call->office, kind->of);
	struct list_row *rows = mem_new(count + 1, sizeof(*rows));
	uint32_t *places = mem_new(count + 1, sizeof(*places));
	size_t n = office_match(call->office, kind->of, words, count, places);

	for (size_t i = 0; i < n; i++)
		rows[i].record = office_at(call->office, kind->of, places[i]);
	free(places);
	*list_out = (struct list){rows, n};
}

void
list_release(struct list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->rows[i].key);
	free(list->rows);
	*list = (struct list){NULL, 0};
}

/* --- printing ------------------------------------------------------------- */

static void
add_json(struct ctl_call *call, const struct kind *kind,
	const struct list *list, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_array(&json, NULL);
	for (size_t i = 0; i < list->count; i++) {
		if (list->rows[i].record == NULL)
			continue;
		jsonout_object(&json, NULL);
		wire_record_encode_members(kind->of, list->rows[i].record,
			office_seen(call->office, kind->of), &json);
		jsonout_object_end(&json);
	}
	jsonout_array_end(&json);
	str_addc(out, '\n');
}

static void
add_cell(struct table *table, struct ctl_call *call, const struct field *field,
	const void *record)
{
	struct str cell;

	str_init(&cell, SIZE_MAX / 2);
	if (field->type == FIELD_LIST && field_list(field, record)->count > 3)
		str_addf(&cell, "%zu", field_list(field, record)->count);
	else
		words_add(call, field, record, &cell);
	table_add(table, cell.data);
	str_release(&cell);
}

static void
add_table(struct ctl_call *call, const struct kind *kind,
	const struct list *list, bool all, struct str *out)
{
	const struct field *active =
		all ? field_find(kind->of, "active") : NULL;
	size_t columns = active != NULL;
	struct table *table;

	for (size_t c = 0; kind->columns[c] != NULL; c++)
		columns++;
	table = table_new(columns);
	for (size_t c = 0; kind->columns[c] != NULL; c++)
		table_add(table, field_find(kind->of, kind->columns[c])->title);
	if (active != NULL)
		table_add(table, active->title);
	for (size_t i = 0; i < list->count; i++) {
		if (list->rows[i].record == NULL)
			continue;
		for (size_t c = 0; kind->columns[c] != NULL; c++)
			add_cell(table, call,
				field_find(kind->of, kind->columns[c]),
				list->rows[i].record);
		if (active != NULL)
			add_cell(table, call, active, list->rows[i].record);
	}
	table_write(table, out);
	table_free(&table);
}

int
list_run(void *ctx, const struct args *args, struct err *err)
{
	struct ctl_call *call = ctx;
	const struct kind *kind = kinds_named(args->command);
	const char *words = args_operand(args, 0);
	bool all = args_has(args, "all");
	struct list list;
	size_t shown = 0;
	struct str out;
	int rc;

	if (call_open(call, err) < 0 || wait_load(call, kind->of, err) < 0)
		return -1;
	if (words != NULL)
		list_matched(call, kind, words, &list);
	else
		list_sorted(call, kind, &list);
	for (size_t i = 0; i < list.count; i++)
		if (all || is_active(kind, list.rows[i].record))
			shown++;
		else
			list.rows[i].record = NULL;
	str_init(&out, SIZE_MAX / 2);
	if (args_has(args, "json"))
		add_json(call, kind, &list, &out);
	else
		add_table(call, kind, &list, all, &out);
	if (list.count == 0)
		call_say(words != NULL ? "nothing fits" : "there is none yet");
	else if (shown == 0)
		call_say("only inactive ones: --all shows them");
	rc = call_print(&out, err);
	str_release(&out);
	list_release(&list);
	return rc;
}

/* --- one of them ---------------------------------------------------------- */

/* The title, and in brackets what an option calls it where one would not guess
 * that: "Longest record (max-record-minutes)". */
static void
add_title(const struct field *field, struct str *out)
{
	char name[WORDS_NAME_BYTES];
	const char *option = words_option(field, name);
	const char *title = field->title;
	size_t at = 0;

	str_addz(out, title);
	while (option[at] != '\0' &&
		(option[at] == tolower((unsigned char)title[at]) ||
			(option[at] == '-' && title[at] == ' ')))
		at++;
	if ((option[at] != '\0' || title[at] != '\0') &&
		(field->flags & FIELD_TOLD) == 0)
		str_addf(out, " (%s)", option);
}

/* "Number          0104", a line for each. */
static void
add_lines(struct ctl_call *call, const struct description *of,
	const void *record, field_set seen, struct str *out)
{
	size_t width = 0;
	struct str title;

	str_init(&title, SIZE_MAX / 2);
	for (size_t i = 0; i < of->count; i++) {
		str_clear(&title);
		add_title(&of->fields[i], &title);
		if (text_cells(title.data) > width)
			width = text_cells(title.data);
	}
	for (size_t i = 0; i < of->count; i++) {
		size_t before;

		if ((seen >> i & 1) == 0)
			continue;
		str_clear(&title);
		add_title(&of->fields[i], &title);
		text_fit(out, title.data, width + 2, true, false);
		before = out->len;
		words_add(call, &of->fields[i], record, out);
		str_addz(out, out->len > before ? "\n" : "-\n");
	}
	str_release(&title);
}

typedef int add_more(struct ctl_call *call, const void *record, bool as_json,
	struct str *out, struct err *err);

static int
print_one(struct ctl_call *call, const struct description *of,
	const void *record, bool as_json, add_more *more, struct err *err)
{
	field_set told = office_seen(call->office, of);
	field_set seen = told != 0 ? told : ~(field_set)0;
	struct jsonout json;
	struct str out;
	int rc = 0;

	str_init(&out, SIZE_MAX / 2);
	jsonout_init(&json, &out);
	if (as_json) {
		jsonout_object(&json, NULL);
		wire_record_encode_members(of, record, seen, &json);
	} else {
		add_lines(call, of, record, seen, &out);
	}
	if (more != NULL)
		rc = more(call, record, as_json, &out, err);
	if (as_json) {
		jsonout_object_end(&json);
		str_addc(&out, '\n');
	}
	if (rc == 0)
		rc = call_print(&out, err);
	str_release(&out);
	return rc;
}

int
list_print_one(struct ctl_call *call, const struct description *of,
	const void *record, bool as_json, struct err *err)
{
	return print_one(call, of, record, as_json, NULL, err);
}

int
list_run_show(void *ctx, const struct args *args, struct err *err)
{
	struct ctl_call *call = ctx;
	const struct kind *kind = kinds_named(args->command);
	void *record = mem_new(1, kind->of->bytes);
	int rc = one_find(call, args, kind->of, record, err);

	if (rc == 0)
		rc = print_one(call, kind->of, record, args_has(args, "json"),
			kind->more, err);
	field_release(kind->of, record);
	free(record);
	return rc;
}
