/*
 * A company set up through the Manage screens, on a pseudo-terminal against a
 * real service: a location, a cost code and an employee by keys alone, which
 * are counted.
 */

#include "lib/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/office.h"

static struct office office;
static struct desk desk;
static struct vt vt;
static size_t keys;

static int
setup(void **state)
{
	office_open(&office);
	desk_open(&desk);
	desk_sign_in_administrator(&desk, &office);
	vt = (struct vt){.fd = -1};
	keys = 0;
	return 0;
}

static int
teardown(void **state)
{
	if (vt.term != NULL)
		vt_close(&vt);
	desk_close(&desk);
	office_close(&office);
	return 0;
}

/* Types, each byte a key, and waits for what comes of it. */
static void
press(const char *typed, const char *wanted)
{
	keys += strlen(typed);
	vt_type(&vt, typed);
	vt_wait(&vt, wanted);
}

/* The same by a key of its own behind it: a burst saves nothing. */
static void
fill_in(const char *typed, const char *seen, const char *wanted)
{
	press(typed, seen);
	press("\023", wanted);
}

static void
open_manage(void)
{
	desk_panel(&desk, &vt, 24, 80);
	vt_wait(&vt, "A Manage");
	press("a", "· Manage");
}

static void
said(const char *const *words, const char *wanted)
{
	struct child_output output;

	desk_run(&desk, words, NULL, &output);
	if (output.status != 0 || strstr(output.out, wanted) == NULL)
		fail_msg("%d: %s%s", output.status, output.out, output.err);
	child_output_release(&output);
}

static void
add_location(void)
{
	press("l", "^N New");
	vt_wait_gone(&vt, "Loading");
	press("\016", "New location");
	fill_in("2690\tElm Annex", "Annex", "Saved: 2690 Elm Annex");
	press("\033", "· Manage");
}

static void
add_cost_code(void)
{
	press("c", "^N New");
	vt_wait_gone(&vt, "Loading");
	press("\016", "New cost code");
	fill_in("07-990\tShingles", "Shingles", "Saved: 07-990 Shingles");
	press("\033", "· Manage");
}

static void
add_employee(void)
{
	press("e", "^N New");
	vt_wait_gone(&vt, "Loading");
	press("\016", "New employee");
	press("0199\tAna\tOrtiz\tana\tana@acme.example\t", "> Role");
	press("empl", "· Role");
	vt_wait(&vt, "> Employee");
	press("\r", "> Sees");
	press("\023", "Saved: 0199 Ana Ortiz");
	vt_wait(&vt, "not verified");
	press("\033", "· Manage");
}

static void
a_location_a_cost_code_and_an_employee_are_added_by_keys(void **state)
{
	open_manage();
	add_location();
	add_cost_code();
	add_employee();
	press("\033", "Q Quit");
	press("q", "");
	assert_int_equal(vt_wait_end(&vt), 0);
	print_message("%zu keys\n", keys);
	assert_true(keys <= 110);
	said((const char *[]){"sync", NULL}, "");
	said((const char *[]){"list", "locations", "annex", NULL}, "Elm Annex");
	said((const char *[]){"list", "cost-codes", "shin", NULL}, "07-990");
	said((const char *[]){"list", "employees", "ortiz", NULL}, "Ana Ortiz");
}

/* The same number again: said at its field, and mended there. */
static void
what_is_wrong_is_mended_at_its_field(void **state)
{
	open_manage();
	press("l", "^N New");
	vt_wait_gone(&vt, "Loading");
	press("\016", "New location");
	fill_in("2601\tAnother", "Another",
		"there is a location of that number");
	vt_wait(&vt, "× 2601");
	fill_in("\0252691", "2691", "Saved: 2691 Another");
	press("\r", "· 2691 Another");
	press("\t\t", "> Active");
	fill_in(" ", "Active            no", "Saved: 2691 Another");
	vt_wait(&vt, "inactive");
}

/* Two of them have the same form open. */
static void
somebody_was_quicker(void **state)
{
	struct vt first;

	open_manage();
	press("l", "^N New");
	vt_wait_gone(&vt, "Loading");
	press("2601\r", "Elm St Tower");
	vt_wait(&vt, "^S Save");
	first = vt;
	open_manage();
	press("l", "^N New");
	vt_wait_gone(&vt, "Loading");
	press("2601\r", "Elm St Tower");
	vt_wait(&vt, "^S Save");
	fill_in("\t East", "Tower East", "Enter Rename");
	press("\r", "Saved: 2601 Elm St Tower East");
	vt_close(&vt);
	vt = first;
	fill_in("\t West", "Tower West", "Enter Rename");
	press("\r", "Somebody changed it since you read it");
	vt_wait(&vt, "Tower East");
	press("\r", "Nothing is saved yet");
	press("\023", "Enter Rename");
	press("\r", "Saved: 2601 Elm St Tower West");
}

/* Held by the company's switch, which the device does not know of yet; let
 * count by the one who switched it off. */
static void
what_is_held_is_accepted(void **state)
{
	struct desk site;
	struct child_output output;

	desk_open(&site);
	desk_sign_in_employee(&site, &office);
	desk_run(&site, (const char *[]){"sync", NULL}, NULL, &output);
	child_output_release(&output);
	open_manage();
	press("s", "> Name");
	press("\t", "> Time zone");
	press("\t", "> Enable Clock");
	fill_in("n", "Out   no", "Saved: company settings");
	desk_run(&site,
		(const char *[]){"go", "-l", "elm", "-c", "03-100", NULL}, NULL,
		&output);
	if (strstr(output.out, "held for review") == NULL)
		fail_msg("%s%s", output.out, output.err);
	child_output_release(&output);
	desk_close(&site);
	press("h", "Dana Whitfield");
	press("a", "Accept it?");
	press("\r", "Done.");
	vt_wait_gone(&vt, "Dana Whitfield");
	press("\033", "· Manage");
	press("d", "Dana Whitfield");
	press("\033[B", "R Revoke");
}

/* A location that takes two of the twenty cost codes. */
static void
a_location_offers_what_it_takes(void **state)
{
	char *program = office_program("connectctl");
	struct child_output output;

	child_run((const char *[]){program, "location", "edit", "office and y",
			  "--all-cost-codes", "no", "--cost-codes",
			  "01-100; 01-740", NULL},
		(const char *const *)desk.env, NULL, &output);
	free(program);
	if (output.status != 0)
		fail_msg("%d: %s%s", output.status, output.out, output.err);
	child_output_release(&output);
	desk_run(&desk, (const char *[]){"sync", NULL}, NULL, &output);
	child_output_release(&output);
	desk_panel(&desk, &vt, 24, 80);
	vt_wait(&vt, "A Manage");
	vt_type(&vt, "/");
	vt_wait(&vt, "· Location");
	press("office and y", "> 2605 Office and yard");
	press("\r", "> Cost code");
	press("/", "· Cost code");
	vt_wait(&vt, "\n > 01-100 Supervision\n   01-740 Clean-up\n\n");
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_location_a_cost_code_and_an_employee_are_added_by_keys),
		T(what_is_wrong_is_mended_at_its_field),
		T(somebody_was_quicker),
		T(what_is_held_is_accepted),
		T(a_location_offers_what_it_takes),
	};

	return cmocka_run_group_tests_name("manage", tests, NULL, NULL);
}
