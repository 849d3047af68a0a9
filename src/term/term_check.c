#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "parts.h"

/* What a terminal of this name can do; nothing is sent to it. */
static int
check_description(const char *name, struct err *err)
{
	FILE *nowhere = fopen("/dev/null", "r+");
	SCREEN *screen = NULL;
	const char *cup = NULL;

	if (nowhere == NULL)
		return err_set_errno(
			err, ERR_DISK, errno, "cannot open /dev/null");
	screen = newterm(name, nowhere, nowhere);
	if (screen != NULL) {
		cup = tigetstr("cup");
		(void)endwin();
		delscreen(screen);
	}
	(void)fclose(nowhere);
	if (screen == NULL)
		return err_set(err, ERR_CONFIG,
			"the terminal \"%.40s\" is not known here: install the "
			"package ncurses-term (kitty-terminfo for kitty), or "
			"try TERM=xterm",
			name);
	if (cup == NULL || cup == (char *)-1)
		return err_set(err, ERR_CONFIG,
			"the terminal \"%.40s\" cannot place text, so it "
			"cannot show the panel; commands work",
			name);
	return 0;
}

int
term_check(struct str *out, struct err *err)
{
	const char *name = getenv("TERM");
	struct winsize size = {0};

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		str_addz(out, "none here: commands work, the panel needs one");
		return 0;
	}
	if (name == NULL || name[0] == '\0')
		return err_set(
			err, ERR_CONFIG, "TERM is not set: try TERM=xterm");
	if (check_description(name, err) < 0)
		return -1;
	(void)ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	if (size.ws_col > 0 &&
		(size.ws_col < TUI_COLS_MIN || size.ws_row < TUI_ROWS_MIN))
		return err_set(err, ERR_CONFIG,
			"the window is %dx%d, the panel needs %dx%d: make it "
			"larger",
			size.ws_col, size.ws_row, TUI_COLS_MIN, TUI_ROWS_MIN);
	setlocale(LC_CTYPE, "");
	str_addf(out, "%s, %dx%d, %s", name, size.ws_col, size.ws_row,
		strcmp(nl_langinfo(CODESET), "UTF-8") == 0
			? "UTF-8"
			: "ASCII only: set LANG to a locale with UTF-8");
	return 0;
}
