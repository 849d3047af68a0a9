#ifndef COMMAND_COMPLETE_H
#define COMMAND_COMPLETE_H

/* What could stand where the cursor is, told to the shell. */

struct complete;

/* One candidate and what is said beside it (""); for program.values. */
void complete_add(struct complete *to, const char *value, const char *help);

#endif
