#include "feed_follow.h"

#include <stdlib.h>

#include "feed_chain_rows.h"
#include "feed_person.h"

#define SLICE_ROWS 2000   /* of the chain */
#define CHUNK_CHANGES 500 /* of records, in one transaction */

struct pass {
	struct feed_follow *follow;
	struct feed_head head; /* as it stood, and as it is to be behind what
				  has been written */
	struct feed_head goal; /* where the slice ends */
	bool idle;             /* nothing is behind */
	bool moved;            /* somebody else wrote */
	bool more;
	struct feed_touches touches;
	size_t next; /* of them */
	struct feed_changes changes;
};

/* --- what is to be looked at ---------------------------------------------- */

/* Where the slice ends. A feed that is new has no slices: all is new. */
static void
set_goal(struct pass *pass, int64_t end)
{
	struct feed_head *goal = &pass->goal;

	*goal = pass->head;
	goal->today = zone_date(pass->follow->zone, pass->follow->now_ms);
	if (goal->today < pass->head.today)
		goal->today = pass->head.today;
	goal->followed_seq = end;
	if (pass->head.found && end - pass->head.followed_seq > SLICE_ROWS)
		goal->followed_seq = pass->head.followed_seq + SLICE_ROWS;
	pass->more = goal->followed_seq < end;
	pass->idle = pass->head.found ? goal->today == pass->head.today &&
						goal->followed_seq ==
							pass->head.followed_seq
				      : end == 0;
}

static int
find_touches(struct pass *pass, struct err *err)
{
	struct feed_follow *follow = pass->follow;
	const struct feed_slice slice = {follow->company, follow->zone,
		pass->head.followed_seq, pass->goal.followed_seq};
	struct feed_touches *touches = &pass->touches;

	if (!pass->head.found)
		return feed_chain_rows_everybody(
			follow->db, &slice, 0, touches, err);
	if (pass->goal.today > pass->head.today &&
		feed_touch_ended(follow->db, &slice, pass->head.today,
			pass->goal.today - 1, touches, err) < 0)
		return -1;
	return feed_touch_slice(follow->db, &slice, touches, err);
}

static int
look(struct pass *pass, struct err *err)
{
	struct feed_follow *follow = pass->follow;
	int64_t end;

	if (feed_rows_head(follow->db, &follow->company, &pass->head, err) <
			0 ||
		feed_chain_rows_end(follow->db, &follow->company, &end, err) <
			0)
		return -1;
	set_goal(pass, end);
	return pass->idle ? 0 : find_touches(pass, err);
}

/* --- people --------------------------------------------------------------- */

/* Those that make a transaction full, or the last of them. */
static int
compare_people(struct pass *pass, struct hours *hours, struct err *err)
{
	struct feed_follow *follow = pass->follow;
	struct feed_person person = {
		.db = follow->db,
		.hours = hours,
		.company = follow->company,
		.today = pass->goal.today,
	};
	struct feed_head head;

	if (feed_rows_head(follow->db, &follow->company, &head, err) < 0)
		return -1;
	pass->moved = head.last_seq != pass->head.last_seq ||
		      head.followed_seq != pass->head.followed_seq;
	while (!pass->moved && pass->next < pass->touches.count &&
		pass->changes.count < CHUNK_CHANGES) {
		const struct feed_touch *touch =
			&pass->touches.list[pass->next++];

		person.employee = touch->employee;
		follow->people++;
		if (feed_person_compare(&person, touch, &pass->changes,
			    &follow->weeks, err) < 0)
			return -1;
	}
	return 0;
}

static int
compare(struct pass *pass, struct err *err)
{
	struct feed_follow *follow = pass->follow;
	struct hours hours;
	int rc;

	if (hours_load(follow->db, follow->zones, &follow->company, &hours,
		    err) < 0)
		return -1;
	rc = compare_people(pass, &hours, err);
	hours_release(&hours);
	return rc;
}

/* What of the changes is written at once. */
static int
write_some(struct pass *pass, const struct feed_changes *some, bool last,
	struct err *err)
{
	struct feed_follow *follow = pass->follow;
	struct feed_head head;

	if (feed_rows_lock(follow->db, &follow->company, &head, err) < 0)
		return -1;
	pass->moved = head.last_seq != pass->head.last_seq ||
		      head.followed_seq != pass->head.followed_seq;
	if (pass->moved)
		return 0;
	if (feed_rows_write(follow->db, &follow->company, some, follow->now_ms,
		    &head, err) < 0)
		return -1;
	if (last) {
		head.followed_seq = pass->goal.followed_seq;
		head.today = pass->goal.today;
	}
	pass->head = head;
	return feed_rows_save(follow->db, &follow->company, &head, err);
}

/* --- transactions --------------------------------------------------------- */

static int
read_once(struct pass *pass, int (*work)(struct pass *pass, struct err *err),
	struct err *err)
{
	struct db *db = pass->follow->db;
	int rc;

	if (db_begin_read(db, err) < 0)
		return -1;
	rc = work(pass, err);
	db_rollback(db);
	return rc;
}

static int
write_changes(struct pass *pass, bool last, struct err *err)
{
	struct db *db = pass->follow->db;
	struct feed_changes *all = &pass->changes;
	size_t done = 0;

	do {
		struct feed_changes some = {
			all->changes + done, all->count - done, 0};

		if (some.count > CHUNK_CHANGES)
			some.count = CHUNK_CHANGES;
		if (db_begin(db, err) < 0)
			return -1;
		if (write_some(pass, &some,
			    last && done + some.count == all->count, err) < 0 ||
			pass->moved || db_commit(db, err) < 0) {
			db_rollback(db);
			return pass->moved ? 0 : -1;
		}
		done += some.count;
		pass->follow->records += (int64_t)some.count;
	} while (done < all->count);
	all->count = 0;
	return 0;
}

static int
run(struct pass *pass, struct err *err)
{
	bool last = false;

	if (read_once(pass, look, err) < 0)
		return -1;
	feed_touch_sort(&pass->touches);
	while (!pass->idle && !pass->moved && !last) {
		if (read_once(pass, compare, err) < 0)
			return -1;
		last = pass->next == pass->touches.count;
		if (!pass->moved && (last || pass->changes.count > 0) &&
			write_changes(pass, last, err) < 0)
			return -1;
	}
	return 0;
}

int
feed_follow_slice(struct feed_follow *follow, bool *more_out, struct err *err)
{
	struct pass pass = {.follow = follow};
	int rc = run(&pass, err);

	*more_out = pass.more || pass.moved;
	free(pass.touches.list);
	free(pass.changes.changes);
	return rc;
}
