/*
 * The limit for the first picture: a plain ncurses program that paints a
 * screen of the same size and ends.
 */
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <locale.h>

int
main(void)
{
	SCREEN *screen;

	setlocale(LC_CTYPE, "");
	screen = newterm(NULL, stdout, stdin);
	if (screen == NULL)
		return 1;
	start_color();
	use_default_colors();
	cbreak();
	noecho();
	keypad(stdscr, TRUE);
	for (short pair = 1; pair < 20; pair++)
		init_pair(pair, pair, -1);
	for (int row = 0; row < LINES - 1; row++) {
		attrset(COLOR_PAIR(row % 19 + 1));
		mvaddstr(row, 2, "Elm St Tower 03-100 Concrete since 07:58");
	}
	mvaddstr(LINES - 1, 1, "G Switch  S Stop  M Meal  ? Help  Q Quit");
	refresh();
	endwin();
	delscreen(screen);
	return 0;
}
