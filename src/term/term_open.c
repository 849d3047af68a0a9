#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "parts.h"

#define ESC_DELAY_MS 25
#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
/* Cursor keys, alternate screen, attributes and cursor back to normal. */
#define RESCUE PASTE_OFF "\033[?1l\033>\033[?1049l\033[0m\033[?25h\r\n"

/* How the terminal was: a signal handler has no other way to know it. */
static struct termios term_saved;

/* A crash leaves a usable terminal behind. Only calls fit for a handler. */
static void
on_crash(int signo)
{
	(void)!write(STDOUT_FILENO, RESCUE, sizeof(RESCUE) - 1);
	tcsetattr(STDIN_FILENO, TCSANOW, &term_saved);
	raise(signo); /* again, on return, and now with its usual effect */
}

static const int term_crashes[] = {
	SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGSYS};

/* Only where nobody else (a sanitizer) is watching. */
static void
watch_crashes(void)
{
	struct sigaction now, rescue = {.sa_handler = on_crash,
				      .sa_flags = (int)SA_RESETHAND};

	for (size_t i = 0; i < sizeof(term_crashes) / sizeof(int); i++)
		if (sigaction(term_crashes[i], NULL, &now) == 0 &&
			now.sa_handler == SIG_DFL)
			sigaction(term_crashes[i], &rescue, NULL);
}

static void
unwatch_crashes(void)
{
	struct sigaction now, usual = {.sa_handler = SIG_DFL};

	for (size_t i = 0; i < sizeof(term_crashes) / sizeof(int); i++)
		if (sigaction(term_crashes[i], NULL, &now) == 0 &&
			now.sa_handler == on_crash)
			sigaction(term_crashes[i], &usual, NULL);
}

static void
on_stop(int signo)
{
	(void)signo; /* never: ^Z is blocked, and read by the loop */
}

/*
 * Around every picture curses ignores a ^Z that it handles itself, and the
 * kernel drops one that waits for the loop as soon as it is ignored. One that
 * has a handler already curses leaves alone.
 */
static void
keep_stops(void)
{
	struct sigaction now, ours = {.sa_handler = on_stop};

	if (sigaction(SIGTSTP, NULL, &now) == 0 && now.sa_handler == SIG_DFL)
		sigaction(SIGTSTP, &ours, NULL);
}

/* Terminals that say they are something like xterm, and are. */
static bool
is_like_xterm(const char *name)
{
	static const char *const heads[] = {"xterm", "alacritty", "foot",
		"kitty", "ghostty", "wezterm", "konsole", "putty"};

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (strncmp(name, heads[i], strlen(heads[i])) == 0)
			return true;
	return false;
}

static SCREEN *
open_screen(const char *name)
{
	SCREEN *screen;

	keep_stops();
	screen = newterm(NULL, stdout, stdin);

	if (screen == NULL && is_like_xterm(name))
		screen = newterm("xterm-256color", stdout, stdin);
	return screen;
}

/* ^S must not freeze the panel, ^\ not kill it in the middle of a picture. */
static void
set_modes(void)
{
	static const struct {
		const char *keys;
		int code;
	} more[] = {{"\033[A", KEY_UP}, {"\033[B", KEY_DOWN},
		{"\033[C", KEY_RIGHT}, {"\033[D", KEY_LEFT},
		{"\033[H", KEY_HOME}, {"\033[F", KEY_END},
		{"\033[200~", TERM_PASTE_BEGIN}, {"\033[201~", TERM_PASTE_END}};
	struct termios modes;

	cbreak();
	noecho();
	nonl();
	intrflush(stdscr, FALSE);
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	set_escdelay(ESC_DELAY_MS);
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++)
		define_key(more[i].keys, more[i].code);
	if (tcgetattr(STDIN_FILENO, &modes) == 0) {
		modes.c_iflag &= ~(tcflag_t)(IXON | IXOFF);
		modes.c_cc[VQUIT] = _POSIX_VDISABLE;
		tcsetattr(STDIN_FILENO, TCSANOW, &modes);
		def_prog_mode();
	}
	putp(PASTE_ON);
	fflush(stdout);
}

int
term_open(
	struct term *term, const struct term_options *options, struct err *err)
{
	const char *name = getenv("TERM");
	const char *cup;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(err, ERR_USAGE,
			"the panel needs a terminal; without one use "
			"`connect-clock go`, `stop` and `status`");
	if (name == NULL || name[0] == '\0')
		return err_set(err, ERR_CONFIG,
			"TERM is not set, so the kind of this terminal is not "
			"known; try TERM=xterm connect-clock");
	setlocale(LC_CTYPE, "");
	tcgetattr(STDIN_FILENO, &term_saved);
	*term = (struct term){.utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8")};
	term->screen = open_screen(name);
	if (term->screen == NULL)
		return err_set(err, ERR_CONFIG,
			"the terminal \"%.40s\" is not known here; install the "
			"package ncurses-term (kitty-terminfo for kitty), or "
			"try TERM=xterm connect-clock",
			name);
	cup = tigetstr("cup");
	if (cup == NULL || cup == (char *)-1) {
		endwin();
		delscreen(term->screen);
		return err_set(err, ERR_CONFIG,
			"the terminal \"%.40s\" cannot place text, so it "
			"cannot "
			"show the panel; use `connect-clock go`, `stop` and "
			"`status`",
			name);
	}
	watch_crashes();
	set_modes();
	term->colour =
		options->colour && getenv("NO_COLOR") == NULL && has_colors();
	term_init_looks(term);
	return 0;
}

void
term_close(struct term *term)
{
	putp(PASTE_OFF);
	fflush(stdout);
	endwin();
	unwatch_crashes();
	delscreen(term->screen);
	term->screen = NULL;
}

void
term_leave(void)
{
	putp(PASTE_OFF);
	fflush(stdout);
	endwin();
}

void
term_return(void)
{
	putp(PASTE_ON);
	fflush(stdout);
	clearok(curscr, TRUE);
}
