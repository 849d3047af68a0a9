#include "heard.h"

#include <stdlib.h>

#include "base/mem.h"

/* A crew and oneself. */
#define HEARD_MAX (PRESS_CREW_MAX + 1)

struct heard {
	struct {
		struct id employee;
		int64_t told_ms;
	} items[HEARD_MAX];
	size_t next; /* is written over, when somebody new is heard of */
};

void
heard_open(struct app *app)
{
	app->heard = mem_new(1, sizeof(*app->heard));
}

void
heard_close(struct app *app)
{
	free(app->heard);
	app->heard = NULL;
}

void
heard_note(struct app *app, const struct id *employee, int64_t told_ms)
{
	struct heard *heard = app->heard;
	size_t i = 0;

	while (i < HEARD_MAX && !id_equal(&heard->items[i].employee, employee))
		i++;
	if (i == HEARD_MAX) {
		i = heard->next;
		heard->next = (heard->next + 1) % HEARD_MAX;
	}
	heard->items[i].employee = *employee;
	heard->items[i].told_ms = told_ms;
}

int64_t
heard_of(const struct app *app, const struct id *employee)
{
	for (size_t i = 0; i < HEARD_MAX; i++)
		if (id_equal(&app->heard->items[i].employee, employee))
			return app->heard->items[i].told_ms;
	return 0;
}
