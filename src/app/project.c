#include "app/project.h"

#include "app/timeclock.h"
#include "wire/project.h"

static void
add_name(void *ctx, const struct id *id, struct str *out)
{
	char name[WIRE_PROJECT_NAME_BYTES];

	(void)ctx;
	str_addz(out, wire_project_name(id, name));
}

static void
write_timeclock(const struct app_project *how, const struct wire_project *in,
	const struct project_outcome *outcome, struct str *out)
{
	const struct timeclock timeclock = {
		.records = &outcome->records,
		.zone = in->zone,
		.first = in->range.first,
		.last = in->range.last,
		.shown = how->shown,
		.name = add_name,
	};

	timeclock_write(&timeclock, out);
}

int
app_project(const struct app_project *how, const char *bytes, size_t len,
	struct str *out, struct err *err)
{
	struct wire_project in;
	struct project_outcome outcome;

	if (wire_project_decode(bytes, len, how->zone, &in, err) < 0)
		return -1;
	project_run(&in.project, &outcome);
	if (how->timeclock)
		write_timeclock(how, &in, &outcome, out);
	else
		wire_project_encode(&in, &outcome, out);
	project_release(&outcome);
	wire_project_release(&in);
	return 0;
}
