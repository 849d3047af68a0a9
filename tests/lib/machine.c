#include "lib/machine.h"

#include "lib/cmocka_all.h"

struct id
machine_make_id(const struct acme *acme)
{
	static struct id_source ids;
	struct id id = {{0}};
	struct err err = {0};

	if (id_make(&ids, acme->now_ms, &id, &err) < 0)
		fail_msg("%s", err.text);
	return id;
}

void
machine_boot(const struct acme *acme, struct machine *machine)
{
	*machine = (struct machine){
		.boot = machine_make_id(acme),
		.booted_ms = acme->now_ms - 20 * SECOND_MS,
	};
}

void
machine_pause(struct acme *acme, struct machine *machine, int64_t ms)
{
	acme->now_ms += ms;
	machine->stood_ms += ms;
}

struct stamp
machine_clocks(const struct acme *acme, const struct machine *machine)
{
	return (struct stamp){
		.wall_ms = acme->now_ms + machine->wall_off_ms,
		.boottime_ms =
			acme->now_ms - machine->booted_ms - machine->stood_ms,
		.boot = machine->boot,
		.zone = "America/New_York",
		.offset_s = -5 * 3600,
	};
}
