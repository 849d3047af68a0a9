#include "sys/host.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "base/mem.h"
#include "local_zone.h"
#include "sys/zoneinfo.h"

struct host_clock {
	struct id boot;
	struct zone *zone; /* the local one, as of the last stamp */
};

static int
host_read_boot_id(const char *path, struct id *boot_out, struct err *err)
{
	struct str text;
	int rc;

	str_init(&text, 128);
	rc = file_load(path, 128, &text, err);
	if (rc == 0) {
		text.data[strcspn(text.data, "\n")] = '\0';
		rc = id_parse(text.data, boot_out, err);
	}
	if (rc != 0) {
		err_wrap(err,
			"cannot tell this boot of the machine from others");
		err->kind = ERR_INTERNAL;
	}
	str_release(&text);
	return rc;
}

int
host_clock_new(const char *boot_id_path, struct host_clock **clock_out,
	struct err *err)
{
	struct host_clock *clock;
	struct id boot;

	if (host_read_boot_id(boot_id_path, &boot, err) < 0)
		return -1;
	clock = mem_new(1, sizeof(*clock));
	clock->boot = boot;
	*clock_out = clock;
	return 0;
}

void
host_clock_free(struct host_clock **clock)
{
	if (*clock == NULL)
		return;
	zone_free(&(*clock)->zone);
	free(*clock);
	*clock = NULL;
}

static int
host_read_clock(clockid_t which, int64_t *ms_out, struct err *err)
{
	struct timespec now;

	if (clock_gettime(which, &now) < 0)
		return err_set_errno(err, ERR_INTERNAL, errno,
			"the clock of this machine cannot be read");
	*ms_out = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
	return 0;
}

static int
host_now(void *self, struct stamp *stamp_out, struct err *err)
{
	const struct local_zone_places places = {
		.tz = getenv("TZ"),
		.localtime_path = "/etc/localtime",
		.timezone_path = "/etc/timezone",
	};
	struct host_clock *clock = self;
	struct zone_moment moment;
	struct stamp stamp;

	memset(&stamp, 0, sizeof(stamp));
	if (host_read_clock(CLOCK_REALTIME, &stamp.wall_ms, err) < 0 ||
		host_read_clock(CLOCK_BOOTTIME, &stamp.boottime_ms, err) < 0)
		return -1;
	local_zone_update(&places, &clock->zone);
	zone_at(clock->zone, stamp.wall_ms, &moment);
	stamp.boot = clock->boot;
	str_copy(stamp.zone, sizeof(stamp.zone), zone_name(clock->zone));
	stamp.offset_s = moment.offset_s;
	*stamp_out = stamp;
	return 0;
}

static int64_t
host_monotonic_ms(void *self)
{
	struct timespec now = {0, 0};

	(void)self;
	/*
	 * The one that counts sleep: what slept between a question and its
	 * answer is as late as if it had waited. Every Linux has it.
	 */
	clock_gettime(CLOCK_BOOTTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int
host_zone(void *self, const char *name, struct zone **zone_out, struct err *err)
{
	(void)self;
	return zoneinfo_load(name, zone_out, err);
}

struct time_source
host_clock_source(struct host_clock *clock)
{
	static const struct time_source_ops ops = {
		.now = host_now,
		.monotonic_ms = host_monotonic_ms,
		.zone = host_zone,
	};

	return (struct time_source){.ops = &ops, .self = clock};
}
