#ifndef TESTS_INTEGRATION_PROGRAMS_DESK_SCENE_H
#define TESTS_INTEGRATION_PROGRAMS_DESK_SCENE_H

/* One office for all tests of a program; a desk and a terminal for each. */

#include <stdlib.h>

#include "lib/cmocka_all.h"
#include "lib/office.h"

static struct office office;
static struct desk desk;
static struct vt vt;

static inline int
open_office(void **state)
{
	/* Where the company is: elsewhere every time names its zone. */
	assert_int_equal(setenv("TZ", "America/New_York", 1), 0);
	office_open(&office);
	return 0;
}

static inline int
close_office(void **state)
{
	office_close(&office);
	return 0;
}

/* Where nobody is signed in. */
static inline int
setup_stranger(void **state)
{
	desk_open(&desk);
	vt = (struct vt){.fd = -1};
	return 0;
}

/* Where the supervisor is. */
static inline int
setup_supervisor(void **state)
{
	setup_stranger(state);
	desk_sign_in(&desk, &office);
	return 0;
}

static inline void
close_terminal(void)
{
	if (vt.term != NULL)
		vt_close(&vt);
}

static inline int
teardown(void **state)
{
	close_terminal();
	desk_close(&desk);
	return 0;
}

/* Types this line once that is asked. */
static inline void
answer(const char *question, const char *text)
{
	vt_wait(&vt, question);
	vt_type(&vt, text);
	vt_type(&vt, "\r");
}

#endif
