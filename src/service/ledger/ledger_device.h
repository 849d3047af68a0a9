#ifndef SERVICE_LEDGER_LEDGER_DEVICE_H
#define SERVICE_LEDGER_LEDGER_DEVICE_H

/*
 * Where the ledger stands with a device: its highest number and that punch's
 * time, the number up to which all are known, its last clocks (the anchor of
 * its present boot) and those of its earlier boots.
 */

#include "core/restate.h"
#include "core/stamp.h"
#include "db/batch.h"
#include "db/db.h"

struct ledger_device {
	struct id company;
	struct id device;
	int64_t last_seq;   /* highest number in the ledger, 0: none */
	int64_t last_at_ms; /* latest time of a punch that nobody typed */
	int64_t watermark;
	int64_t forks;
	int64_t steps;
	int64_t stepped_ms;
	struct stamp seen; /* its last delivery: wall, boottime, boot */
	int64_t seen_received_ms;
	struct stamp before; /* `seen` of the boot that ended, nil boot: none */
	int64_t before_received_ms;
};

/* Loads state of a device (`company` and `device` filled): bind, take row. */
extern const char ledger_device_load[];
void ledger_device_bind_load(
	const struct ledger_device *device, struct db_stmt *stmt);
void
ledger_device_take(struct ledger_device *device, const struct db_stmt *row);

/* Notes a delivery: its clocks are the device's last. Returns whether its wall
 * clock was moved since the one before. */
bool ledger_device_see(struct ledger_device *device, const struct stamp *now,
	int64_t received_ms);

/* Saves state; and the anchor of the boot that ended, where there is one. */
extern const char ledger_device_save[];
void ledger_device_bind_save(
	const struct ledger_device *device, struct db_stmt *stmt);
extern const char ledger_device_save_boot[];
void ledger_device_bind_save_boot(
	const struct ledger_device *device, struct db_stmt *stmt);

/* A delivery made in some boot of the device. */
struct ledger_anchor {
	bool known;
	int64_t boottime_ms;
	int64_t received_ms;
};

/* The last delivery made in this boot (before ledger_device_see). */
int ledger_device_anchor(struct db *db, const struct ledger_device *device,
	const struct id *boot, struct ledger_anchor *anchor_out,
	struct err *err);

/* What stands around a number that came late. */
struct ledger_neighbours {
	int64_t before_ms; /* -1: none */
	int64_t after_ms;  /* INT64_MAX: none */
	bool taken;        /* another punch has this number */
};
int ledger_device_neighbours(struct db *db, const struct ledger_device *device,
	int64_t device_seq, struct ledger_neighbours *neighbours_out,
	struct err *err);

/*
 * Moves the watermark over what the ledger holds and lists the first numbers
 * missing above it. A bounded amount of work at a time.
 */
int ledger_device_find_missing(struct db *db, struct ledger_device *device,
	int64_t *missing_out, size_t max, size_t *count_out, struct err *err);

#endif
