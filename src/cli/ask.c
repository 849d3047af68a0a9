#include "ask.h"

#include <stdio.h>
#include <unistd.h>

bool
ask_can(void)
{
	return isatty(STDIN_FILENO) == 1;
}

bool
ask_yes(const char *question)
{
	char line[16];

	if (!ask_can())
		return false;
	fprintf(stderr, "%s [y/N] ", question);
	return fgets(line, sizeof(line), stdin) != NULL &&
	       (line[0] == 'y' || line[0] == 'Y');
}

int
ask_which(const char *question, const char *const *choices, size_t count)
{
	char line[16];
	int chosen = -1;

	if (!ask_can())
		return -1;
	fprintf(stderr, "%s\n", question);
	if (count == 1) {
		fprintf(stderr, "%s", choices[0]);
		return ask_yes("?") ? 0 : -1;
	}
	for (size_t i = 0; i < count; i++)
		fprintf(stderr, "  %zu  %s\n", i + 1, choices[i]);
	fprintf(stderr, "Which one [1-%zu]? ", count);
	if (fgets(line, sizeof(line), stdin) != NULL && line[0] >= '1' &&
		line[0] < '1' + (char)count && line[1] == '\n')
		chosen = line[0] - '1';
	return chosen;
}
