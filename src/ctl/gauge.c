#include "gauge.h"

#include <stdio.h>
#include <unistd.h>

#include "command/progress.h"

#define FIRST_MS 1000
#define AGAIN_MS 250

/* 0 when the clocks cannot be read. */
static int64_t
now_ms(struct ctl_call *call)
{
	struct stamp now;
	struct err ignored;

	return app_now(call->app, &now, &ignored) == 0 ? now.boottime_ms : 0;
}

void
gauge_begin(struct gauge *gauge, struct ctl_call *call, const char *doing)
{
	*gauge = (struct gauge){.doing = doing};
	if (isatty(STDERR_FILENO) != 1)
		return;
	gauge->call = call;
	gauge->begun_ms = now_ms(call);
}

void
gauge_on(struct gauge *gauge, size_t done, size_t total)
{
	struct progress progress = {
		.done = (int64_t)done, .total = (int64_t)total};
	struct str words;
	int64_t now;

	if (gauge->call == NULL)
		return;
	now = now_ms(gauge->call);
	progress.elapsed_ms = now - gauge->begun_ms;
	if (progress.elapsed_ms < FIRST_MS || now - gauge->said_ms < AGAIN_MS)
		return;
	gauge->said_ms = now;
	str_init(&words, 256);
	progress_words(&words, &progress);
	fprintf(stderr, "\r%s: %s\033[K", gauge->doing, words.data);
	fflush(stderr);
	str_release(&words);
}

void
gauge_end(struct gauge *gauge)
{
	if (gauge->said_ms != 0)
		fputs("\r\033[K", stderr);
	gauge->call = NULL;
	gauge->said_ms = 0;
}
