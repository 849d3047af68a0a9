#include "progress.h"

#include <unistd.h>

#include "command/progress.h"

#define AGAIN_MS 250

void
admin_progress_begin(struct admin_progress *it, const struct admin_host *host,
	const char *doing)
{
	*it = (struct admin_progress){.host = host,
		.doing = doing,
		.begun_ms = host->now_ms(NULL),
		.shown = isatty(STDERR_FILENO) == 1};
}

void
admin_progress_on(void *ctx, int64_t done, int64_t total)
{
	struct admin_progress *it = ctx;
	struct progress progress = {.done = done, .total = total};
	struct str words;
	int64_t now_ms;

	if (!it->shown)
		return;
	now_ms = it->host->now_ms(NULL);
	if (it->said_ms != 0 && now_ms - it->said_ms < AGAIN_MS)
		return;
	it->said_ms = now_ms;
	progress.elapsed_ms = now_ms - it->begun_ms;
	str_init(&words, 256);
	progress_words(&words, &progress);
	fprintf(stderr, "\r%s: %s\033[K", it->doing, words.data);
	fflush(stderr);
	str_release(&words);
}

void
admin_progress_end(struct admin_progress *it)
{
	if (it->shown && it->said_ms != 0)
		fputs("\r\033[K", stderr);
	it->said_ms = 0;
}
