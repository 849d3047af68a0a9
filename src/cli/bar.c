#include "bar.h"

#include <string.h>

#include "base/jsonout.h"
#include "call.h"

const char *const bar_words[] = {
	"tmux", "waybar", "i3status", "starship", NULL};

/* What #( ) prints, tmux expands once more. */
static void
add_tmux(struct str *out, const char *line)
{
	for (; *line != '\0'; line++) {
		if (*line == '#')
			str_addc(out, '#');
		str_addc(out, *line);
	}
}

/* Waybar takes its text for markup. */
static void
add_markup(struct str *out, const char *line)
{
	for (; *line != '\0'; line++) {
		if (*line == '&')
			str_addz(out, "&amp;");
		else if (*line == '<')
			str_addz(out, "&lt;");
		else if (*line == '>')
			str_addz(out, "&gt;");
		else
			str_addc(out, *line);
	}
}

static void
add_waybar(struct str *out, const char *line, enum clock_mode mode)
{
	struct jsonout json;
	struct str markup;

	str_init(&markup, SIZE_MAX / 2);
	add_markup(&markup, line);
	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_text(&json, "text", markup.data);
	jsonout_text(&json, "tooltip", markup.data);
	jsonout_text(&json, "class", cli_mode_word(mode));
	jsonout_object_end(&json);
	str_release(&markup);
}

void
bar_add(struct str *out, const char *bar, const char *line,
	enum clock_mode mode)
{
	if (strcmp(bar, "tmux") == 0)
		add_tmux(out, line);
	else if (strcmp(bar, "waybar") == 0)
		add_waybar(out, line, mode);
	else
		str_addz(out, line);
	str_addc(out, '\n');
}
