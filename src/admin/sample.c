#include "sample.h"

#include <stdio.h>

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

#define ADMIN SAMPLE_ADMINISTRATOR, VIEWSET_ALL
#define SUPER(viewset) SAMPLE_SUPERVISOR, viewset
#define WORKS SAMPLE_EMPLOYEE, VIEWSET_SELF
#define MAIL(user) user, user "@acme.example"

const struct sample_person sample_people[SAMPLE_PEOPLE] = {
	{"Robin", "Castellano", MAIL("robin"), ADMIN, false, false},
	{"Marisol", "Muñoz", MAIL("marisol"), SUPER(VIEWSET_ALL), true, false},
	{"Tomasz", "Wiśniewski", MAIL("tomasz"), SUPER(VIEWSET_SELECTED), true,
		true},
	{"Dana", "Whitfield", MAIL("dana"), WORKS, true, true},
	{"Łukasz", "Żabka", MAIL("lukasz"), WORKS, true, true},
	{"José Ángel", "Núñez", MAIL("jose"), WORKS, true, true},
	{"Zoë", "Lindqvist", MAIL("zoe"), WORKS, false, true},
	{"Søren", "Kjær", MAIL("soren"), WORKS, true, true},
	{"Aïcha", "Benâtre", MAIL("aicha"), WORKS, true, true},
	{"Jürgen", "Groß", MAIL("juergen"), WORKS, false, false},
	{"Thị Hương", "Nguyễn", MAIL("huong"), WORKS, true, false},
	{"Siobhán", "O'Dwyer", MAIL("siobhan"), WORKS, false, false},
	{"Márton", "Szőke", MAIL("marton"), WORKS, true, false},
	{"Reggie", "Okonkwo-Bell", MAIL("reggie"), WORKS, true, false},
	{"Chloé", "Lefèvre", MAIL("chloe"), WORKS, false, false},
};

static const char *const locations[SAMPLE_LOCATIONS] = {
	"Elm St Tower",
	"Harbor View Apartments",
	"St. Brendan's School, gym roof",
	"Riverside Mall",
	"Office and yard",
	"Peña Residence",
	"Øster Warehouse",
	"County Courthouse",
	"Lakeshore Clinic, west wing",
	"Hilltop Water Tank",
};

static const struct {
	const char *number;
	const char *name;
} cost_codes[SAMPLE_COST_CODES] = {
	{"01-100", "Supervision"},
	{"01-500", "Mobilisation"},
	{"01-740", "Clean-up"},
	{"02-050", "Tear-off"},
	{"02-200", "Disposal"},
	{"03-100", "Concrete"},
	{"05-120", "Structural steel"},
	{"06-100", "Rough carpentry"},
	{"06-160", "Roof decking"},
	{"07-110", "Waterproofing"},
	{"07-210", "Insulation"},
	{"07-310", "Shingles"},
	{"07-410", "Metal roofing"},
	{"07-520", "Membrane roofing"},
	{"07-620", "Flashing"},
	{"07-710", "Gutters and downspouts"},
	{"07-720", "Skylights"},
	{"09-900", "Painting"},
	{"15-400", "Roof drains"},
	{"20-010", "Paid rest break"},
};

static const char *const given[] = {"Ana", "Björn", "Carlos", "Dorota", "Émile",
	"Fatima", "George", "Hana", "Iñigo", "Jakub", "Karin", "Leroy",
	"Maëlle", "Nia", "Oluwaseun", "Pär", "Quentin", "Rosa", "Sławomir",
	"Thandiwe", "Uwe", "Vânia", "William", "Xóchitl", "Yusuf", "Zuzana"};
static const char *const family[] = {"Abbott", "Bäcker", "Cárdenas", "Dvořák",
	"Ericsson", "Ferreira", "Grünwald", "Hughes", "Ivanović", "Jankowski",
	"Kowalczyk", "Lâm", "Márquez", "Nakamura", "Østergaard", "Patel",
	"Quiñones", "Rossi", "Schröder", "Trần", "Ueda", "Vásquez", "Walker",
	"Yıldız", "Zieliński"};
static const char *const streets[] = {"Birch", "Cedar", "Depot", "Foundry",
	"Gravel", "Juniper", "Kiln", "Linden", "Mercer", "Quarry", "Sawmill",
	"Union", "Willow"};
static const char *const buildings[] = {"Apartments", "Barn", "Church", "Depot",
	"Garage", "Hangar", "Library", "Plaza", "Residence", "School", "Tower",
	"Warehouse"};
static const char *const work[] = {"Coping", "Edge metal", "Fasteners",
	"Inspection", "Leak repair", "Parapet", "Sheathing", "Snow removal",
	"Underlayment", "Ventilation"};

const char *
sample_role_name(enum sample_role role)
{
	static const char *const names[] = {
		[SAMPLE_ADMINISTRATOR] = "administrator",
		[SAMPLE_SUPERVISOR] = "supervisor",
		[SAMPLE_EMPLOYEE] = "employee",
	};

	return names[role];
}

/* One word of each list, in turns that repeat late, and a counter. */
static const char *
combine(struct sample_text *text, const char *first, const char *second,
	size_t round)
{
	if (round == 0)
		snprintf(
			text->name, sizeof(text->name), "%s %s", first, second);
	else
		snprintf(text->name, sizeof(text->name), "%s %s %zu", first,
			second, round + 1);
	return text->name;
}

const char *
sample_employee_number(struct sample_text *text, size_t i)
{
	snprintf(text->number, sizeof(text->number), "%04zu", i + 101);
	return text->number;
}

void
sample_employee_name(struct sample_text *text, size_t i, const char **given_out,
	const char **family_out)
{
	size_t round;

	if (i < SAMPLE_PEOPLE) {
		*given_out = sample_people[i].given_name;
		*family_out = sample_people[i].family_name;
		return;
	}
	i -= SAMPLE_PEOPLE;
	round = i / (LENGTH(given) * LENGTH(family));
	*given_out = given[i % LENGTH(given)];
	*family_out = family[i % LENGTH(family)];
	if (round == 0)
		return;
	snprintf(text->name, sizeof(text->name), "%s %zu", *family_out,
		round + 1);
	*family_out = text->name;
}

const char *
sample_location_number(struct sample_text *text, size_t i)
{
	snprintf(text->number, sizeof(text->number), "%zu", i + 2601);
	return text->number;
}

const char *
sample_location_name(struct sample_text *text, size_t i)
{
	if (i < SAMPLE_LOCATIONS)
		return locations[i];
	i -= SAMPLE_LOCATIONS;
	return combine(text, streets[i % LENGTH(streets)],
		buildings[i % LENGTH(buildings)],
		i / (LENGTH(streets) * LENGTH(buildings)));
}

const char *
sample_cost_code_number(struct sample_text *text, size_t i)
{
	if (i < SAMPLE_COST_CODES)
		return cost_codes[i].number;
	snprintf(text->number, sizeof(text->number), "30-%05zu",
		i - SAMPLE_COST_CODES);
	return text->number;
}

const char *
sample_cost_code_name(struct sample_text *text, size_t i)
{
	if (i < SAMPLE_COST_CODES)
		return cost_codes[i].name;
	i -= SAMPLE_COST_CODES;
	return combine(text, work[i % LENGTH(work)], "work", i / LENGTH(work));
}
