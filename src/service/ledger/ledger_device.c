#include "ledger_device.h"

#define PAGE 256

const char ledger_device_load[] =
	"SELECT last_seq, last_at_ms, watermark, forks, steps, stepped_ms,"
	" boot, boottime_ms, wall_ms, received_ms"
	" FROM device_state WHERE company = ?1 AND device = ?2";

void
ledger_device_bind_load(
	const struct ledger_device *device, struct db_stmt *stmt)
{
	db_bind_id(stmt, 1, &device->company);
	db_bind_id(stmt, 2, &device->device);
}

void
ledger_device_take(struct ledger_device *device, const struct db_stmt *row)
{
	if (row == NULL)
		return; /* a new device: all zero */
	device->last_seq = db_int(row, 0);
	device->last_at_ms = db_int(row, 1);
	device->watermark = db_int(row, 2);
	device->forks = db_int(row, 3);
	device->steps = db_int(row, 4);
	device->stepped_ms = db_int(row, 5);
	device->seen.boot = db_id(row, 6);
	device->seen.boottime_ms = db_int(row, 7);
	device->seen.wall_ms = db_int(row, 8);
	device->seen_received_ms = db_int(row, 9);
}

bool
ledger_device_see(struct ledger_device *device, const struct stamp *now,
	int64_t received_ms)
{
	bool stepped = restate_clock_stepped(&device->seen, now);

	if (!id_equal(&device->seen.boot, &now->boot)) {
		device->before = device->seen;
		device->before_received_ms = device->seen_received_ms;
	}
	device->seen = *now;
	device->seen_received_ms = received_ms;
	if (stepped) {
		device->steps++;
		device->stepped_ms = received_ms;
	}
	return stepped;
}

const char ledger_device_save[] =
	"INSERT INTO device_state (company, device, last_seq, last_at_ms,"
	" watermark, forks, steps, stepped_ms, boot, boottime_ms, wall_ms,"
	" received_ms)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
	" ON CONFLICT (company, device) DO UPDATE SET"
	" last_seq = excluded.last_seq, last_at_ms = excluded.last_at_ms,"
	" watermark = excluded.watermark, forks = excluded.forks,"
	" steps = excluded.steps, stepped_ms = excluded.stepped_ms,"
	" boot = excluded.boot, boottime_ms = excluded.boottime_ms,"
	" wall_ms = excluded.wall_ms, received_ms = excluded.received_ms";

void
ledger_device_bind_save(
	const struct ledger_device *device, struct db_stmt *stmt)
{
	db_bind_id(stmt, 1, &device->company);
	db_bind_id(stmt, 2, &device->device);
	db_bind_int(stmt, 3, device->last_seq);
	db_bind_int(stmt, 4, device->last_at_ms);
	db_bind_int(stmt, 5, device->watermark);
	db_bind_int(stmt, 6, device->forks);
	db_bind_int(stmt, 7, device->steps);
	db_bind_int(stmt, 8, device->stepped_ms);
	db_bind_id(stmt, 9, &device->seen.boot);
	db_bind_int(stmt, 10, device->seen.boottime_ms);
	db_bind_int(stmt, 11, device->seen.wall_ms);
	db_bind_int(stmt, 12, device->seen_received_ms);
}

const char ledger_device_save_boot[] =
	"INSERT INTO device_boot (company, device, boot, boottime_ms,"
	" received_ms) VALUES (?1, ?2, ?3, ?4, ?5)"
	" ON CONFLICT (company, device, boot) DO UPDATE SET"
	" boottime_ms = excluded.boottime_ms,"
	" received_ms = excluded.received_ms";

void
ledger_device_bind_save_boot(
	const struct ledger_device *device, struct db_stmt *stmt)
{
	db_bind_id(stmt, 1, &device->company);
	db_bind_id(stmt, 2, &device->device);
	db_bind_id(stmt, 3, &device->before.boot);
	db_bind_int(stmt, 4, device->before.boottime_ms);
	db_bind_int(stmt, 5, device->before_received_ms);
}

int
ledger_device_anchor(struct db *db, const struct ledger_device *device,
	const struct id *boot, struct ledger_anchor *anchor_out,
	struct err *err)
{
	static const char sql[] =
		"SELECT boottime_ms, received_ms FROM device_boot"
		" WHERE company = ?1 AND device = ?2 AND boot = ?3";
	struct db_stmt *stmt;
	bool row;

	if (id_equal(&device->seen.boot, boot)) {
		*anchor_out = (struct ledger_anchor){true,
			device->seen.boottime_ms, device->seen_received_ms};
		return 0;
	}
	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	ledger_device_bind_load(device, stmt);
	db_bind_id(stmt, 3, boot);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*anchor_out = (struct ledger_anchor){0};
	if (row)
		*anchor_out = (struct ledger_anchor){
			true, db_int(stmt, 0), db_int(stmt, 1)};
	return 0;
}

int
ledger_device_neighbours(struct db *db, const struct ledger_device *device,
	int64_t device_seq, struct ledger_neighbours *neighbours_out,
	struct err *err)
{
	/* Times that a person typed say nothing of the device's order. */
	static const char sql[] =
		"SELECT coalesce((SELECT at_ms FROM ledger"
		"  WHERE company = ?1 AND device = ?2 AND device_seq < ?3"
		"  AND has_chosen = 0 ORDER BY device_seq DESC LIMIT 1), -1),"
		" coalesce((SELECT at_ms FROM ledger"
		"  WHERE company = ?1 AND device = ?2 AND device_seq > ?3"
		"  AND has_chosen = 0 ORDER BY device_seq LIMIT 1), -1),"
		" (SELECT count(*) FROM ledger WHERE company = ?1"
		"  AND device = ?2 AND device_seq = ?3)";
	struct db_stmt *stmt;
	int64_t after_ms;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	ledger_device_bind_load(device, stmt);
	db_bind_int(stmt, 3, device_seq);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	after_ms = db_int(stmt, 1);
	*neighbours_out = (struct ledger_neighbours){
		.before_ms = db_int(stmt, 0),
		.after_ms = after_ms < 0 ? INT64_MAX : after_ms,
		.taken = db_int(stmt, 2) > 0,
	};
	return 0;
}

/* Up to PAGE known numbers above `from`, rising. */
static int
load_known(struct db *db, const struct ledger_device *device, int64_t from,
	int64_t numbers_out[PAGE], size_t *count_out, struct err *err)
{
	static const char sql[] =
		"SELECT device_seq FROM ledger WHERE company = ?1"
		" AND device = ?2 AND device_seq > ?3"
		" UNION SELECT device_seq FROM refusal WHERE company = ?1"
		" AND device = ?2 AND device_seq > ?3"
		" ORDER BY device_seq LIMIT ?4";
	struct db_stmt *stmt;
	size_t count = 0;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	ledger_device_bind_load(device, stmt);
	db_bind_int(stmt, 3, from);
	db_bind_int(stmt, 4, PAGE);
	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			break;
		numbers_out[count++] = db_int(stmt, 0);
	}
	*count_out = count;
	return 0;
}

/* Lists what lies between `above` and `number`, as far as there is room. */
static size_t
list_gap(int64_t above, int64_t number, int64_t *missing_out, size_t count,
	size_t max)
{
	while (count < max && ++above < number)
		missing_out[count++] = above;
	return count;
}

int
ledger_device_find_missing(struct db *db, struct ledger_device *device,
	int64_t *missing_out, size_t max, size_t *count_out, struct err *err)
{
	int64_t known[PAGE];
	int64_t last = device->watermark;
	size_t missing = 0, n = PAGE;

	/* A long stretch without a gap is walked to its end: only once. */
	while (n == PAGE && missing == 0) {
		if (load_known(db, device, last, known, &n, err) < 0)
			return -1;
		for (size_t i = 0; i < n; i++) {
			missing = list_gap(
				last, known[i], missing_out, missing, max);
			last = known[i];
			if (missing == 0)
				device->watermark = last;
		}
	}
	*count_out = missing;
	return 0;
}
