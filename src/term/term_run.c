#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "parts.h"

struct run {
	struct loop *loop;
	struct tui *tui;
	struct term term;
	struct canvas canvas;
	struct loop_timer change, keys;
	bool resized; /* all of the screen is drawn anew */
	bool begun;
};

static void on_keys_due(void *ctx);

static void
wait_for_keys(struct run *run)
{
	int64_t due_ms = term_keys_due_ms(&run->term);

	if (due_ms < 0)
		loop_disarm(run->loop, &run->keys);
	else
		loop_arm(run->loop, &run->keys, due_ms, on_keys_due, run);
}

static void
on_keys_due(void *ctx)
{
	struct run *run = ctx;

	term_tick_keys(&run->term, loop_now_ms(run->loop));
	wait_for_keys(run);
}

static void
on_input(void *ctx, int fd, unsigned ready)
{
	struct run *run = ctx;

	(void)ready;
	if (!term_read_keys(&run->term, fd, loop_now_ms(run->loop)))
		loop_stop(run->loop); /* nobody is there any more */
	wait_for_keys(run);
}

static void
on_change(void *ctx)
{
	struct run *run = ctx;

	tui_tick(run->tui);
}

static void
take_size(struct run *run)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 &&
		size.ws_col > 0)
		resizeterm(size.ws_row, size.ws_col);
	clearok(curscr, TRUE); /* who knows what is left of the picture */
	run->resized = true;
}

/* The one place where the screen is drawn. */
static void
on_turn(void *ctx)
{
	struct run *run = ctx;
	int64_t next_ms;

	if (tui_wants_quit(run->tui)) {
		loop_stop(run->loop);
		return;
	}
	if (!tui_is_dirty(run->tui) && !run->resized)
		return;
	run->resized = false;
	canvas_begin(&run->canvas,
		LINES < TERM_ROWS_MAX ? LINES : TERM_ROWS_MAX,
		COLS < TERM_COLS_MAX ? COLS : TERM_COLS_MAX);
	tui_draw(run->tui, &run->canvas);
	term_paint(&run->term, &run->canvas);
	next_ms = tui_next_change_ms(run->tui);
	if (next_ms < 0)
		loop_disarm(run->loop, &run->change);
	else
		loop_arm(run->loop, &run->change,
			loop_now_ms(run->loop) + next_ms, on_change, run);
	if (!run->begun) {
		run->begun = true;
		tui_begin(run->tui);
	}
}

static void
on_signal(void *ctx, int signo)
{
	struct run *run = ctx;

	switch (signo) {
	case SIGWINCH:
		take_size(run);
		break;
	case SIGTSTP:
		term_leave();
		raise(SIGSTOP);
		break;
	case SIGCONT:
		term_return();
		take_size(run);
		tui_tick(run->tui);
		break;
	default:
		loop_stop(run->loop);
		break;
	}
}

/* Before curses, which then leaves these to us. */
static int
watch_signals(struct run *run, struct err *err)
{
	static const int signals[] = {
		SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP, SIGCONT};

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		if (loop_signal(run->loop, signals[i], on_signal, run, err) < 0)
			return -1;
	return 0;
}

int
term_run(struct loop *loop, struct tui *tui, const struct term_options *options,
	struct err *err)
{
	struct run run = {.loop = loop, .tui = tui};
	int rc;

	if (watch_signals(&run, err) < 0 ||
		term_open(&run.term, options, err) < 0)
		return -1;
	term_begin_keys(&run.term, tui);
	canvas_init(&run.canvas, options->ascii || !run.term.utf8);
	loop_watch(loop, STDIN_FILENO, LOOP_READ, on_input, &run);
	loop_before_wait(loop, on_turn, &run);
	rc = loop_run(loop, err);
	loop_before_wait(loop, NULL, NULL);
	loop_watch(loop, STDIN_FILENO, 0, NULL, NULL);
	loop_disarm(loop, &run.change);
	loop_disarm(loop, &run.keys);
	term_end_keys(&run.term);
	canvas_release(&run.canvas);
	term_close(&run.term);
	return rc;
}
