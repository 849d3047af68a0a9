#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/text.h"
#include "lib/cmocka_all.h"
#include "lib/stage.h"

void
stage_key(struct stage *stage, enum key key)
{
	stage_look(stage);
	tui_key(stage->tui, &(struct key_event){.key = key});
}

void
stage_ctrl(struct stage *stage, char letter)
{
	stage_look(stage);
	tui_key(stage->tui, &(struct key_event){.key = KEY_IS_CTRL,
				    .rune = (unsigned char)letter});
}

void
stage_type(struct stage *stage, const char *text)
{
	size_t len = strlen(text), bytes = 0;

	for (size_t i = 0; i < len; i += bytes) {
		struct key_event event = {.key = KEY_IS_RUNE};

		stage_look(stage);
		bytes = text_decode(text + i, len - i, &event.rune);
		tui_key(stage->tui, &event);
	}
}

void
stage_paste(struct stage *stage, const char *bytes, size_t len)
{
	stage_look(stage);
	tui_key(stage->tui, &(struct key_event){.key = KEY_IS_PASTE,
				    .paste = bytes,
				    .paste_bytes = len});
}

void
stage_to(struct stage *stage, const char *field)
{
	char marked[64];

	snprintf(marked, sizeof(marked), "> %s", field);
	for (int i = 0; strstr(stage_look(stage), marked) == NULL; i++) {
		if (i == 8)
			fail_msg("no way to %s", field);
		stage_key(stage, KEY_IS_TAB);
	}
}

void
stage_find(struct stage *stage, const char *field, const char *words)
{
	stage_to(stage, field);
	stage_type(stage, words);
	stage_key(stage, KEY_IS_ENTER);
}

void
stage_choose(struct stage *stage, const char *location, const char *cost_code)
{
	stage_find(stage, "Location", location);
	stage_find(stage, "Cost code", cost_code);
	stage_key(stage, KEY_IS_ESC); /* to the buttons, also from a field */
}

void
stage_go_to_elm(struct stage *stage)
{
	stage_choose(stage, "elm", "conc");
	stage_type(stage, "g");
	stage_wants(stage, "IN 08:00:00");
	stage_pass(stage, INT64_C(5) * 60 * 1000);
}

void
stage_answer(struct stage *stage, size_t n, enum verdict_kind kind,
	const char *problem, const char *detail)
{
	struct store store = fake_store_port(&stage->world.store);
	struct verdict verdict = {
		.punch = stage->world.store.punches[n].punch.id,
		.kind = kind,
		.ledger_seq = 1};
	struct err err = {0};
	size_t moved;

	assert_true(
		str_copy(verdict.problem, sizeof(verdict.problem), problem));
	assert_true(str_copy(verdict.detail, sizeof(verdict.detail), detail));
	assert_int_equal(
		store.ops->settle(store.self, 1, &verdict, 1, &moved, &err), 0);
	tui_tick(stage->tui);
}
