#include "lib/vt.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <unistd.h>
#include <vterm.h>

#include "lib/wait.h"

static _Noreturn void
give_up(const char *what)
{
	perror(what);
	abort();
}

static void
on_reply(const char *bytes, size_t len, void *ctx)
{
	vt_send(ctx, bytes, len);
}

static _Noreturn void
become(const char *const *argv, const char *const *env)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setenv("TERM", "xterm-256color", 1);
	for (; env != NULL && *env != NULL; env++) {
		if (strchr(*env, '=') != NULL)
			putenv((char *)*env);
		else
			unsetenv(*env);
	}
	execvp(argv[0], (char *const *)argv);
	dprintf(STDERR_FILENO, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

void
vt_open(struct vt *vt, const char *const *argv, const char *const *env,
	int rows, int cols)
{
	struct winsize size = {
		.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};

	*vt = (struct vt){
		.rows = rows, .cols = cols, .status = -1, .calm = true};
	vt->term = vterm_new(rows, cols);
	vterm_set_utf8(vt->term, 1);
	vterm_output_set_callback(vt->term, on_reply, vt);
	vt->screen = vterm_obtain_screen(vt->term);
	vterm_screen_enable_altscreen(vt->screen, 1);
	vterm_screen_reset(vt->screen, 1);
	vt->pid = forkpty(&vt->fd, NULL, NULL, &size);
	if (vt->pid < 0)
		give_up("forkpty");
	if (vt->pid == 0)
		become(argv, env);
	fcntl(vt->fd, F_SETFL, O_NONBLOCK);
	fcntl(vt->fd, F_SETFD, FD_CLOEXEC);
}

void
vt_hang_up(struct vt *vt)
{
	if (vt->fd >= 0)
		close(vt->fd);
	vt->fd = -1;
}

void
vt_close(struct vt *vt)
{
	vt_hang_up(vt);
	vt_wait_end(vt);
	vterm_free(vt->term);
	free(vt->text);
	free(vt->heard);
	*vt = (struct vt){.fd = -1};
}

static void
vt_keep_last(struct vt *vt, const char *bytes, size_t len)
{
	size_t fresh = len < VT_LAST_BYTES ? len : VT_LAST_BYTES;

	memmove(vt->last, vt->last + fresh, VT_LAST_BYTES - fresh);
	memcpy(vt->last + VT_LAST_BYTES - fresh, bytes + len - fresh, fresh);
}

static void
vt_remember(struct vt *vt, const char *bytes, size_t len)
{
	char *heard = realloc(vt->heard, vt->heard_len + len);

	if (heard == NULL)
		give_up("realloc");
	memcpy(heard + vt->heard_len, bytes, len);
	vt->heard = heard;
	vt->heard_len += len;
}

bool
vt_heard(const struct vt *vt, const char *bytes)
{
	return vt->heard_len > 0 &&
	       memmem(vt->heard, vt->heard_len, bytes, strlen(bytes)) != NULL;
}

void
vt_forget(struct vt *vt)
{
	vt->heard_len = 0;
}

bool
vt_take(struct vt *vt)
{
	char bytes[4096];
	ssize_t n = vt->fd >= 0 ? read(vt->fd, bytes, sizeof(bytes)) : 0;

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return true;
	if (n <= 0)
		return false;
	vt->seen += (size_t)n;
	vt_keep_last(vt, bytes, (size_t)n);
	vt_remember(vt, bytes, (size_t)n);
	vterm_input_write(vt->term, bytes, (size_t)n);
	return true;
}

void
vt_send(struct vt *vt, const char *bytes, size_t len)
{
	int64_t deadline_ms = wait_deadline(WAIT_LONG_MS);

	while (len > 0 && vt->fd >= 0) {
		struct pollfd p = {.fd = vt->fd, .events = POLLOUT | POLLIN};
		ssize_t n;

		if (poll(&p, 1, wait_left_ms(deadline_ms)) <= 0)
			give_up("the child does not read its terminal");
		if ((p.revents & POLLIN) && !vt_take(vt))
			return;
		n = write(vt->fd, bytes, len);
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		}
	}
}

/* Looks on while the child draws, and until the next key is a key of its own.
 */
static void
see_first(struct vt *vt)
{
	int pace_ms = vt->calm ? VT_PACE_MS : VT_CALM_MS;

	while (vt->fd >= 0 && wait_readable(vt->fd, wait_deadline(pace_ms)) &&
		vt_take(vt))
		;
}

void
vt_type(struct vt *vt, const char *bytes)
{
	see_first(vt);
	vt->calm = bytes[0] != '\033' && strlen(bytes) == 1;
	vt_send(vt, bytes, strlen(bytes));
}

void
vt_pass(struct vt *vt, int ms)
{
	int64_t deadline_ms = wait_deadline(ms);

	while (vt->fd >= 0 && wait_readable(vt->fd, deadline_ms) && vt_take(vt))
		;
}

void
vt_resize(struct vt *vt, int rows, int cols)
{
	struct winsize size = {
		.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};

	vt->rows = rows;
	vt->cols = cols;
	vterm_set_size(vt->term, rows, cols);
	ioctl(vt->fd, TIOCSWINSZ, &size);
}

static size_t
put_rune(char *out, uint32_t rune)
{
	size_t len = 0;

	if (rune < 0x80) {
		out[len++] = (char)rune;
		return len;
	}
	if (rune < 0x800) {
		out[len++] = (char)(0xc0 | rune >> 6);
	} else if (rune < 0x10000) {
		out[len++] = (char)(0xe0 | rune >> 12);
		out[len++] = (char)(0x80 | (rune >> 6 & 0x3f));
	} else {
		out[len++] = (char)(0xf0 | rune >> 18);
		out[len++] = (char)(0x80 | (rune >> 12 & 0x3f));
		out[len++] = (char)(0x80 | (rune >> 6 & 0x3f));
	}
	out[len++] = (char)(0x80 | (rune & 0x3f));
	return len;
}

/* The characters of a cell, a blank for none. */
static size_t
put_cell(char *out, const VTermScreenCell *cell)
{
	size_t len = 0;

	if (cell->chars[0] == 0 || cell->chars[0] == (uint32_t)-1) {
		out[0] = ' ';
		return 1;
	}
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++)
		len += put_rune(out + len, cell->chars[i]);
	return len;
}

const char *
vt_look(struct vt *vt)
{
	const size_t cell_bytes = (size_t)VTERM_MAX_CHARS_PER_CELL * 4;
	char *at;

	free(vt->text);
	vt->text = calloc(
		1, (size_t)vt->rows * ((size_t)vt->cols + 1) * cell_bytes + 1);
	if (vt->text == NULL)
		give_up("calloc");
	at = vt->text;
	for (VTermPos p = {0, 0}; p.row < vt->rows; p.row++) {
		for (p.col = 0; p.col < vt->cols;) {
			VTermScreenCell cell;

			vterm_screen_get_cell(vt->screen, p, &cell);
			at += put_cell(at, &cell);
			p.col += cell.width > 1 ? cell.width : 1;
		}
		while (at > vt->text && at[-1] == ' ')
			at--;
		*at++ = '\n';
	}
	*at = '\0';
	return vt->text;
}

void
vt_cursor(struct vt *vt, int *row_out, int *col_out)
{
	VTermPos pos;

	vterm_state_get_cursorpos(vterm_obtain_state(vt->term), &pos);
	*row_out = pos.row;
	*col_out = pos.col;
}
