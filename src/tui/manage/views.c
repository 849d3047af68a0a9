/* What the lists are of that are only shown. */
#include <stdio.h>
#include <string.h>

#include "rows.h"

/* Appends "word text" behind what is there, unless there is no text. */
static void
add_part(struct str *out, const char *word, const char *text)
{
	if (text[0] == '\0')
		return;
	str_addz(out, " · ");
	str_addz(out, word);
	str_addz(out, text);
}

/* --- punches that are held ------------------------------------------------ */

enum held {
	HELD_ID, /* as rows.c wants it */
	HELD_EMPLOYEE,
	HELD_KIND,
	HELD_AT,
	HELD_WHY,
	HELD_LOCATION,
	HELD_COST_CODE,
	HELD_PRESSED_BY,
	HELD_DEVICE,
	HELD_COMMENT
};
static const char *const held_members[] = {"id", "employee", "kind", "at",
	"why", "location", "cost_code", "pressed_by", "device", "comment",
	NULL};

static void
say_held(const struct tui *tui, size_t row, struct str *out)
{
	rows_add_time(tui, rows_cell(tui, row, HELD_AT), out);
	str_addf(out, "  %s", rows_cell(tui, row, HELD_KIND));
	add_part(out, "", rows_cell(tui, row, HELD_EMPLOYEE));
	add_part(out, "", rows_cell(tui, row, HELD_WHY));
}

static void
say_all_held(const struct tui *tui, size_t row, struct str *out)
{
	const char *employee = rows_cell(tui, row, HELD_EMPLOYEE);
	const char *presser = rows_cell(tui, row, HELD_PRESSED_BY);

	str_addf(out, "%s · %s ", employee, rows_cell(tui, row, HELD_KIND));
	rows_add_time(tui, rows_cell(tui, row, HELD_AT), out);
	add_part(out, "held: ", rows_cell(tui, row, HELD_WHY));
	add_part(out, "", rows_cell(tui, row, HELD_LOCATION));
	add_part(out, "", rows_cell(tui, row, HELD_COST_CODE));
	if (strcmp(employee, presser) != 0)
		add_part(out, "pressed by ", presser);
	add_part(out, "on ", rows_cell(tui, row, HELD_DEVICE));
	add_part(out, "", rows_cell(tui, row, HELD_COMMENT));
}

static const struct rows_view held = {
	.title = "Held for review",
	.list = "items",
	.members = held_members,
	.none = "No punch is held for review.",
	.say = say_held,
	.say_all = say_all_held,
	.is_quarantine = true,
};

void
manage_held_open(struct tui *tui)
{
	rows_open(tui, &held, "/v1/quarantine?limit=1000");
}

/* --- devices of somebody -------------------------------------------------- */

enum device {
	DEVICE_ID,
	DEVICE_NAME,
	DEVICE_BEGUN,
	DEVICE_HIGHEST,
	DEVICE_ENDED,
	DEVICE_REVOKED
};
static const char *const device_members[] = {
	"device", "device_name", "begun", "highest", "ended", "revoked", NULL};

static void
add_time(const struct tui *tui, const char *word, const char *wire,
	struct str *out)
{
	if (wire[0] == '\0')
		return;
	str_addf(out, " · %s ", word);
	rows_add_time(tui, wire, out);
}

static void
say_device(const struct tui *tui, size_t row, struct str *out)
{
	str_addz(out, rows_cell(tui, row, DEVICE_NAME));
	add_time(tui, "since", rows_cell(tui, row, DEVICE_BEGUN), out);
	if (rows_cell(tui, row, DEVICE_REVOKED)[0] != '\0')
		str_addz(out, " · revoked");
	else if (rows_cell(tui, row, DEVICE_ENDED)[0] != '\0')
		str_addz(out, " · ended");
}

static void
say_all_device(const struct tui *tui, size_t row, struct str *out)
{
	str_addz(out, rows_cell(tui, row, DEVICE_NAME));
	add_time(tui, "since", rows_cell(tui, row, DEVICE_BEGUN), out);
	add_part(out, "punches: ", rows_cell(tui, row, DEVICE_HIGHEST));
	add_time(tui, "ended", rows_cell(tui, row, DEVICE_ENDED), out);
	add_time(tui, "revoked", rows_cell(tui, row, DEVICE_REVOKED), out);
}

static const struct rows_view devices = {
	.title = "Devices",
	.list = "enrolments",
	.members = device_members,
	.none = "Nothing delivers punches for this person.",
	.say = say_device,
	.say_all = say_all_device,
};

void
manage_devices_open(struct tui *tui, const struct id *employee)
{
	char text[ID_TEXT_BYTES], path[128];

	(void)snprintf(path, sizeof(path), "/v1/enrolments?employee=%s",
		id_format(employee, text));
	rows_open(tui, &devices, path);
}
