/* The host: its clocks, its boot, its zone, its disks. */
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "lib/cmocka_all.h"
#include "lib/temp_dir.h"
#include "src/sys/local_zone.h"
#include "sys/host.h"
#include "sys/zoneinfo.h"

#define BOOT "017f22e2-79b0-4cc3-98c4-dc0c0c07398f"

/* How long this machine has slept since its boot, instead of the kernel's. */
#define SLEPT_MS 3600000

int
clock_gettime(clockid_t which, struct timespec *out)
{
	if (syscall(SYS_clock_gettime, which, out) < 0)
		return -1;
	if (which == CLOCK_BOOTTIME)
		out->tv_sec += SLEPT_MS / 1000;
	return 0;
}

static int64_t
clock_ms(clockid_t which)
{
	struct timespec now;

	clock_gettime(which, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
test_a_stamp(void **state)
{
	char *dir = temp_dir_new();
	char *path = temp_dir_write(dir, "boot_id", BOOT "\n");
	int64_t wall_ms, boottime_ms, monotonic_ms;
	struct host_clock *clock = NULL;
	struct time_source source;
	struct stamp stamp;
	struct zone *zone;
	struct err err;
	char text[ID_TEXT_BYTES];

	setenv("TZ", "Asia/Kathmandu", 1);
	assert_int_equal(host_clock_new(path, &clock, &err), 0);
	source = host_clock_source(clock);
	wall_ms = clock_ms(CLOCK_REALTIME);
	boottime_ms = clock_ms(CLOCK_BOOTTIME);
	assert_int_equal(source.ops->now(source.self, &stamp, &err), 0);
	assert_in_range(stamp.wall_ms, wall_ms, clock_ms(CLOCK_REALTIME));
	assert_in_range(
		stamp.boottime_ms, boottime_ms, clock_ms(CLOCK_BOOTTIME));
	assert_string_equal(id_format(&stamp.boot, text), BOOT);
	assert_string_equal(stamp.zone, "Asia/Kathmandu");
	assert_int_equal(stamp.offset_s, 5 * 3600 + 45 * 60);
	/* whoever travels takes the machine along */
	setenv("TZ", "UTC", 1);
	assert_int_equal(source.ops->now(source.self, &stamp, &err), 0);
	assert_string_equal(stamp.zone, "UTC");
	assert_int_equal(stamp.offset_s, 0);

	/* an answer is late, too, when the machine slept over it */
	monotonic_ms = source.ops->monotonic_ms(source.self);
	assert_true(monotonic_ms - clock_ms(CLOCK_MONOTONIC) >= SLEPT_MS / 2);
	assert_true(source.ops->monotonic_ms(source.self) >= monotonic_ms);
	assert_int_equal(
		source.ops->zone(source.self, "Europe/Berlin", &zone, &err), 0);
	assert_string_equal(zone_name(zone), "Europe/Berlin");
	zone_free(&zone);
	host_clock_free(&clock);
	assert_null(clock);
	host_clock_free(&clock);
	free(path);
	temp_dir_free(&dir);
}

static void
test_a_boot_id_is_needed(void **state)
{
	char *dir = temp_dir_new();
	char *none = temp_dir_path(dir, "none");
	char *bad = temp_dir_write(dir, "bad", "no id\n");
	struct host_clock *clock = NULL;
	struct err err;

	assert_int_equal(host_clock_new(none, &clock, &err), -1);
	assert_int_equal(err.kind, ERR_INTERNAL);
	assert_int_equal(host_clock_new(bad, &clock, &err), -1);
	assert_int_equal(err.kind, ERR_INTERNAL);
	assert_null(clock);
	free(none);
	free(bad);
	temp_dir_free(&dir);
}

static void
test_this_machine_has_one(void **state)
{
	struct host_clock *clock = NULL;
	struct err err;

	assert_int_equal(host_clock_new(HOST_BOOT_ID_PATH, &clock, &err), 0);
	host_clock_free(&clock);
}

/* The offset in force, not that of half the year. */
static void
test_a_rule_is_followed(void **state)
{
	const struct local_zone_places places = {
		.tz = "EST5EDT,M3.2.0,M11.1.0"};
	struct zone *zone = NULL;
	struct zone_moment moment;

	local_zone_update(&places, &zone);
	zone_at(zone, INT64_C(1764500000000), &moment); /* in November */
	assert_int_equal(moment.offset_s, -5 * 3600);
	assert_string_equal(moment.abbreviation, "EST");
	zone_at(zone, INT64_C(1782000000000), &moment); /* in June */
	assert_int_equal(moment.offset_s, -4 * 3600);
	zone_free(&zone);
}

static void
check_local(const struct local_zone_places *places, const char *want)
{
	struct zone *zone = NULL;

	local_zone_update(places, &zone);
	assert_string_equal(zone_name(zone), want);
	zone_free(&zone);
}

static void
test_the_local_zone(void **state)
{
	char *dir = temp_dir_new();
	char *link = temp_dir_path(dir, "localtime");
	char *copy = temp_dir_write(dir, "copy", "TZif");
	char *file = temp_dir_write(dir, "timezone", "Asia/Tokyo\n");
	char *bad = temp_dir_write(dir, "bad", "../../etc/passwd\n");
	struct local_zone_places places = {"America/New_York", link, file};

	assert_int_equal(symlink("/usr/share/zoneinfo/Europe/Berlin", link), 0);
	check_local(&places, "America/New_York");
	places.tz = ":America/New_York";
	check_local(&places, "America/New_York");
	places.tz = "/usr/share/zoneinfo/America/New_York";
	check_local(&places, "America/New_York");
	places.tz = "";
	check_local(&places, "UTC");
	/* a rule is called by its standard time */
	places.tz = "CST6CDT,M3.2.0,M11.1.0";
	check_local(&places, "CST");
	places.tz = "<-03>3";
	check_local(&places, "-03");
	places.tz = "Nowhere/Land";
	check_local(&places, "Europe/Berlin");
	places.tz = NULL;
	check_local(&places, "Europe/Berlin");
	/* a copy does not say what it is of */
	places.localtime_path = copy;
	check_local(&places, "Asia/Tokyo");
	places.localtime_path = NULL;
	places.timezone_path = bad;
	check_local(&places, "UTC");
	places.timezone_path = NULL;
	check_local(&places, "UTC");
	free(link);
	free(copy);
	free(file);
	free(bad);
	temp_dir_free(&dir);
}

static void
test_zone_files(void **state)
{
	char *dir = temp_dir_new();
	char *bad = temp_dir_write(dir, "Damaged", "TZif2");
	struct zone *zone = NULL;
	struct err err;

	assert_int_equal(zoneinfo_load("No/Where", &zone, &err), -1);
	assert_int_equal(err.kind, ERR_NOT_FOUND);
	assert_int_equal(zoneinfo_load("../passwd", &zone, &err), -1);
	assert_int_equal(err.kind, ERR_DATA);
	assert_int_equal(zoneinfo_load("Europe", &zone, &err), -1);
	setenv("TZDIR", dir, 1);
	assert_int_equal(zoneinfo_load("Europe/Berlin", &zone, &err), -1);
	assert_int_equal(err.kind, ERR_NOT_FOUND);
	assert_int_equal(zoneinfo_load("Damaged", &zone, &err), -1);
	assert_int_equal(err.kind, ERR_DATA);
	assert_null(zone);
	/* UTC needs no file */
	assert_int_equal(zoneinfo_load("UTC", &zone, &err), 0);
	assert_string_equal(zone_name(zone), "UTC");
	zone_free(&zone);
	unsetenv("TZDIR");
	free(bad);
	temp_dir_free(&dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_stamp),
		cmocka_unit_test(test_a_boot_id_is_needed),
		cmocka_unit_test(test_this_machine_has_one),
		cmocka_unit_test(test_the_local_zone),
		cmocka_unit_test(test_a_rule_is_followed),
		cmocka_unit_test(test_zone_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
