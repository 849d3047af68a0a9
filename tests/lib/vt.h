#ifndef TESTS_LIB_VT_H
#define TESTS_LIB_VT_H

/*
 * A program on a pseudo-terminal whose screen is read by libvterm: type, wait
 * for what must appear, look. Nothing waits for time; a failure ends the test
 * with the screen as it was. The child dies with the test.
 *
 *	vt_open(&vt, argv, env, 24, 80);
 *	vt_wait(&vt, "OUT");
 *	vt_type(&vt, "g");
 *	vt_wait(&vt, "IN 08:00");
 */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define VT_LAST_BYTES 32

struct vt {
	pid_t pid;
	int fd; /* the terminal's other end; -1 once closed */
	struct VTerm *term;
	struct VTermScreen *screen;
	int rows, cols;
	int status;  /* once ended: exit code, or 128 + signal */
	size_t seen; /* bytes that came, and the last of them */
	char last[VT_LAST_BYTES];
	char *heard; /* all that came since vt_forget */
	size_t heard_len;
	char *text; /* the screen as last looked at */
	bool calm;  /* one letter was typed last */
	bool light; /* pictures of it are black on white */
};

/*
 * Starts argv (NULL-ended) with `env` laid over the test's own environment
 * (child.h says how) and TERM=xterm-256color.
 */
void vt_open(struct vt *vt, const char *const *argv, const char *const *env,
	int rows, int cols);

/* Closes the terminal (the child gets SIGHUP), reaps, frees. */
void vt_close(struct vt *vt);

/* Closes the terminal only. */
void vt_hang_up(struct vt *vt);

/*
 * Types bytes as a person does, who sees what came of the last ones first: a
 * program may take what follows sooner for a part of them. Behind one letter
 * that is VT_PACE_MS, else VT_CALM_MS.
 */
#define VT_PACE_MS 40
#define VT_CALM_MS 250
void vt_type(struct vt *vt, const char *bytes);

/* Sends bytes at once. */
void vt_send(struct vt *vt, const char *bytes, size_t len);

/* Looks on for so long: for what is about time itself. */
void vt_pass(struct vt *vt, int ms);

/* Another window size. */
void vt_resize(struct vt *vt, int rows, int cols);

/* The screen now, as lines of text; borrowed. */
const char *vt_look(struct vt *vt);

/* Takes in what came; false at the end of the terminal. */
bool vt_take(struct vt *vt);

/* Whether the child sent these very bytes since vt_forget. */
bool vt_heard(const struct vt *vt, const char *bytes);
void vt_forget(struct vt *vt);

/* Waits until the screen holds this text, or no longer does. */
void vt_wait(struct vt *vt, const char *text);
void vt_wait_gone(struct vt *vt, const char *text);

/* Likewise, for what takes its time. */
void vt_wait_within(struct vt *vt, const char *text, int timeout_ms);

/* Reads what the child says until it said something since vt->seen was `seen`.
 */
void vt_wait_more(struct vt *vt, size_t seen);

/*
 * Waits until the child itself waits for something to happen and all that it
 * wrote was taken in: then the screen is a whole picture.
 */
void vt_settle(struct vt *vt);

/* Waits until the child ended; its status. */
int vt_wait_end(struct vt *vt);

/* Writes the screen as an SVG picture. */
void vt_save_svg(struct vt *vt, const char *path);

/* Where the cursor is. */
void vt_cursor(struct vt *vt, int *row_out, int *col_out);

#endif
