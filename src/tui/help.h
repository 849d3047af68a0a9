#ifndef HELP_H
#define HELP_H

struct screen;
struct tui;

/* The keys that work on the screen below. */
/* The keys of the screen below; open it with help_open. */
extern const struct screen help_screen;

/* Shows the keys of the screen on top. */
void help_open(struct tui *tui);

#endif
