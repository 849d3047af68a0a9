#include "core/punch.h"

#include <string.h>

#include "base/canonical.h"
#include "base/text.h"
#include "calendar/zone.h"

#define EXACT_MAX INT64_C(9007199254740991)   /* JSON numbers: 2^53 - 1 */
#define YEAR_9999_MS INT64_C(253402300799999) /* RFC 3339 ends there */
#define OFFSET_MIN_S (-89999)                 /* RFC 8536, 3.2 */
#define OFFSET_MAX_S 93599

static const char *const names[] = {
#define X(name, number, wire, word) [PUNCH_##name] = (wire),
	PUNCH_KINDS(X)
#undef X
};
_Static_assert(sizeof(names) / sizeof(*names) == PUNCH_KIND_COUNT, "count");

const char *
punch_kind_name(enum punch_kind kind)
{
	return names[kind];
}

int
punch_kind_parse(const char *name, enum punch_kind *kind_out, struct err *err)
{
	for (int kind = 0; kind < PUNCH_KIND_COUNT; kind++) {
		if (strcmp(name, names[kind]) == 0) {
			*kind_out = (enum punch_kind)kind;
			return 0;
		}
	}
	return err_set(err, ERR_DATA, "not a kind of punch");
}

static int
bad(struct err *err, const char *member, const char *what)
{
	return err_set(err, ERR_DATA, "%s: %s", member, what);
}

static int
check_id(const struct id *id, bool wanted, const char *member, struct err *err)
{
	if (wanted && id_is_nil(id))
		return bad(err, member, "is missing");
	if (!wanted && !id_is_nil(id))
		return bad(err, member, "does not belong to this kind");
	return 0;
}

static int
check_ids(const struct punch *punch, struct err *err)
{
	bool go = punch->kind == PUNCH_GO;
	const struct {
		const struct id *id;
		bool wanted;
		const char *member;
	} ids[] = {
		{&punch->id, true, "id"},
		{&punch->employee, true, "employee"},
		{&punch->pressed_by, true, "pressed_by"},
		{&punch->enrolment, true, "enrolment"},
		{&punch->pressed.boot, true, "boot_id"},
		{&punch->location, go, "location"},
		{&punch->cost_code, go, "cost_code"},
		{&punch->target, punch->kind == PUNCH_VOID, "target"},
	};

	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		if (check_id(ids[i].id, ids[i].wanted, ids[i].member, err) < 0)
			return -1;
	}
	return 0;
}

static int
check_stamp(const struct stamp *stamp, struct err *err)
{
	if (stamp->wall_ms < 0 || stamp->wall_ms > YEAR_9999_MS)
		return bad(err, "at", "is out of range");
	if (stamp->boottime_ms < 0 || stamp->boottime_ms > EXACT_MAX)
		return bad(err, "boottime_ms", "is out of range");
	if (memchr(stamp->zone, '\0', STAMP_ZONE_BYTES) == NULL ||
		!zone_name_is_valid(stamp->zone))
		return bad(err, "zone", "not the name of a time zone");
	if (stamp->offset_s < OFFSET_MIN_S || stamp->offset_s > OFFSET_MAX_S)
		return bad(err, "offset_s", "is out of range");
	return 0;
}

static int
check_chosen(const struct punch *punch, struct err *err)
{
	if (!punch->has_chosen && punch->chosen_ms != 0)
		return bad(err, "chosen_at", "is there, but not chosen");
	if (!punch->has_chosen)
		return 0;
	if (punch->kind == PUNCH_VOID)
		return bad(err, "chosen_at", "does not belong to this kind");
	/* Later than the press is no fault of form: that is restated. */
	if (punch->chosen_ms < 0 || punch->chosen_ms > YEAR_9999_MS)
		return bad(err, "chosen_at", "is out of range");
	return 0;
}

int
punch_check(const struct punch *punch, struct err *err)
{
	size_t comment_len = strnlen(punch->comment, PUNCH_COMMENT_BYTES);

	if ((unsigned)punch->kind >= PUNCH_KIND_COUNT)
		return bad(err, "kind", "not a kind of punch");
	if (check_ids(punch, err) < 0 || check_stamp(&punch->pressed, err) < 0)
		return -1;
	if (punch->number < 1 || punch->number > EXACT_MAX)
		return bad(err, "number", "is out of range");
	if (punch->forced && punch->kind != PUNCH_STOP)
		return bad(err, "forced", "does not belong to this kind");
	if (comment_len == PUNCH_COMMENT_BYTES)
		return bad(err, "comment", "is too long");
	if (!text_is_utf8(punch->comment, comment_len))
		return bad(err, "comment", "is not UTF-8");
	return check_chosen(punch, err);
}

/*
 * A format number and every member (base/canonical.h). Never change it, add
 * format 2.
 */
void
punch_canonical(const struct punch *punch, struct str *out)
{
	canonical_text(out, "punch 1");
	canonical_id(out, &punch->id);
	canonical_id(out, &punch->employee);
	canonical_id(out, &punch->pressed_by);
	canonical_id(out, &punch->enrolment);
	canonical_int(out, punch->number);
	canonical_text(out, names[punch->kind]);
	canonical_id(out, &punch->location);
	canonical_id(out, &punch->cost_code);
	canonical_id(out, &punch->target);
	canonical_int(out, punch->forced);
	canonical_int(out, punch->pressed.wall_ms);
	canonical_int(out, punch->pressed.boottime_ms);
	canonical_id(out, &punch->pressed.boot);
	canonical_text(out, punch->pressed.zone);
	canonical_int(out, punch->pressed.offset_s);
	canonical_int(out, punch->has_chosen);
	canonical_int(out, punch->chosen_ms);
	canonical_text(out, punch->comment);
}
