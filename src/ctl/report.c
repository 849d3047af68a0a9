#include "report.h"

#include <string.h>

#include "app/office.h"
#include "base/text.h"
#include "call.h"

static const char *const outcomes[] = {
	[REPORT_CREATE] = "create",
	[REPORT_UPDATE] = "update",
	[REPORT_UNCHANGED] = "unchanged",
	[REPORT_ERROR] = "error",
};

void
report_init(struct report *report, const struct description *of,
	const struct args *args)
{
	*report = (struct report){
		.of = of,
		.as_json = args_has(args, "json"),
		.dry_run = args_has(args, "dry-run"),
	};
	str_init(&report->out, SIZE_MAX / 2);
	jsonout_init(&report->json, &report->out);
	if (report->as_json)
		jsonout_array(&report->json, NULL);
}

void
report_release(struct report *report)
{
	str_release(&report->out);
}

void
report_expect(struct report *report, size_t rows)
{
	report->rows = rows;
}

void
report_at(struct report *report, size_t line)
{
	report->line = line;
}

static void
add(struct report *report, enum report_outcome outcome, const char *label,
	const char *note)
{
	struct jsonout *json = &report->json;

	report->counts[outcome]++;
	if (report->as_json) {
		jsonout_object(json, NULL);
		jsonout_int(json, "line", (int64_t)report->line);
		jsonout_text(json, "outcome", outcomes[outcome]);
		if (label[0] != '\0')
			jsonout_text(json, "record", label);
		if (note[0] != '\0')
			jsonout_text(json,
				outcome == REPORT_ERROR ? "why" : "note", note);
		jsonout_object_end(json);
	} else if (outcome != REPORT_UNCHANGED) {
		str_addf(&report->out, "line %zu: %s", report->line,
			outcomes[outcome]);
		if (label[0] != '\0')
			str_addc(&report->out, ' ');
		text_clean(&report->out, label, strlen(label));
		if (note[0] != '\0')
			str_addz(&report->out,
				outcome == REPORT_ERROR ? ": " : ", ");
		text_clean(&report->out, note, strlen(note));
		str_addc(&report->out, '\n');
	}
}

void
report_line(struct report *report, enum report_outcome outcome,
	const void *record, const char *note)
{
	struct str label;

	str_init(&label, SIZE_MAX / 2);
	office_label(report->of, record, &label);
	add(report, outcome, label.data, note);
	str_release(&label);
}

void
report_wrong(struct report *report, const char *why)
{
	add(report, REPORT_ERROR, "", why);
}

int
report_print(struct report *report, struct err *err)
{
	const size_t *counts = report->counts;

	if (report->as_json) {
		jsonout_array_end(&report->json);
		str_addc(&report->out, '\n');
	} else {
		str_addf(&report->out,
			report->dry_run ? "%zu to create, %zu to update, %zu "
					  "unchanged, %zu wrong\n"
					: "%zu created, %zu updated, %zu "
					  "unchanged, %zu wrong\n",
			counts[REPORT_CREATE], counts[REPORT_UPDATE],
			counts[REPORT_UNCHANGED], counts[REPORT_ERROR]);
	}
	return call_print(&report->out, err);
}
