#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "parts.h"

#define MODES_BYTES 256
#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
/* Whatever a program before left on: we want no report of mouse or focus. */
#define REPORTS_OFF "\033[?9;1000;1002;1003;1004;1005;1006;1015;1016l"

/* A signal handler has no other way to know how the terminal was. */
static struct {
	struct termios termios;
	char on[MODES_BYTES];         /* what we want of the terminal */
	char off[MODES_BYTES];        /* what whoever comes next wants */
	char rescue[2 * MODES_BYTES]; /* all of the way back */
} term_saved;

/* A crash leaves a usable terminal behind. Only calls fit for a handler. */
static void
on_crash(int signo)
{
	(void)!write(
		STDOUT_FILENO, term_saved.rescue, strlen(term_saved.rescue));
	tcsetattr(STDIN_FILENO, TCSANOW, &term_saved.termios);
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

static const char *
capability(const char *name)
{
	const char *value = tigetstr(name);

	return value == (const char *)-1 ? NULL : value;
}

/* Appends what is not NULL, without the pauses that old terminals want. */
static void
add_mode(char *out, size_t out_bytes, const char *mode)
{
	size_t len = strlen(out);

	while (mode != NULL && *mode != '\0' && len + 1 < out_bytes) {
		const char *end = mode[0] == '$' && mode[1] == '<'
					  ? strchr(mode, '>')
					  : NULL;

		if (end != NULL)
			mode = end + 1;
		else
			out[len++] = *mode++;
	}
	out[len] = '\0';
}

/*
 * Only what the terminal has: an old one takes a mode that it does not know
 * for text, or for another one.
 */
static void
choose_modes(const char *name)
{
	const bool like_xterm = is_like_xterm(name);
	const bool pastes = like_xterm || capability("BE") != NULL;
	const bool has_mouse = like_xterm || capability("kmous") != NULL;
	char *on = term_saved.on, *off = term_saved.off;
	char *rescue = term_saved.rescue;

	on[0] = off[0] = rescue[0] = '\0';
	add_mode(on, MODES_BYTES, has_mouse ? REPORTS_OFF : NULL);
	add_mode(on, MODES_BYTES, pastes ? PASTE_ON : NULL);
	add_mode(on, MODES_BYTES, capability("smkx"));
	add_mode(off, MODES_BYTES, has_mouse ? REPORTS_OFF : NULL);
	add_mode(off, MODES_BYTES, pastes ? PASTE_OFF : NULL);
	add_mode(off, MODES_BYTES, capability("rmkx"));
	add_mode(rescue, sizeof(term_saved.rescue), off);
	add_mode(rescue, sizeof(term_saved.rescue), capability("rmcup"));
	add_mode(rescue, sizeof(term_saved.rescue), capability("sgr0"));
	add_mode(rescue, sizeof(term_saved.rescue), capability("cnorm"));
	add_mode(rescue, sizeof(term_saved.rescue), "\r\n");
}

static void
send_modes(const char *modes)
{
	fputs(modes, stdout);
	fflush(stdout);
}

/*
 * ^S must not freeze the panel, ^\ not kill it in the middle of a picture. What
 * is typed curses never reads, so it must not wait for it with a picture.
 */
static void
set_modes(void)
{
	struct termios modes;

	cbreak();
	noecho();
	nonl();
	intrflush(stdscr, FALSE);
	typeahead(-1);
	if (tcgetattr(STDIN_FILENO, &modes) == 0) {
		modes.c_iflag &= ~(tcflag_t)(IXON | IXOFF);
		modes.c_cc[VQUIT] = _POSIX_VDISABLE;
		tcsetattr(STDIN_FILENO, TCSANOW, &modes);
		def_prog_mode();
	}
	send_modes(term_saved.on);
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
	tcgetattr(STDIN_FILENO, &term_saved.termios);
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
	choose_modes(name);
	watch_crashes();
	set_modes();
	term->colour =
		options->colour && getenv("NO_COLOR") == NULL && has_colors();
	term->light = options->light;
	term_init_looks(term);
	return 0;
}

void
term_close(struct term *term)
{
	send_modes(term_saved.off);
	endwin();
	unwatch_crashes();
	delscreen(term->screen);
	term->screen = NULL;
}

void
term_leave(void)
{
	send_modes(term_saved.off);
	endwin();
}

void
term_return(void)
{
	send_modes(term_saved.on);
	clearok(curscr, TRUE);
}
