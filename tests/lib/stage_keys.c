#include <string.h>

#include "base/text.h"
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
