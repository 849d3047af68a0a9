#include "admin/admin.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "base/version.h"
#include "commands.h"

static const struct command *const commands[] = {
	&admin_init,
	&admin_serve,
	&admin_migrate,
	&admin_verify,
	&admin_backup,
	&admin_restore,
	&admin_grant,
	&admin_sample_data,
	NULL,
};

static const struct program program = {
	.name = "connectd",
	.version = VERSION,
	.about = "The Connect service. connectd(8) tells all.\n",
	.commands = commands,
};

/* One line, cleaned: what was typed or sent may be in it. */
static int
report(const struct err *err)
{
	struct str text;

	str_init(&text, 4 * ERR_TEXT_BYTES);
	text_clean(&text, err->text, strlen(err->text));
	fprintf(stderr, "connectd: %s\n", text.data);
	str_release(&text);
	return err_exit_code(err->kind);
}

/* What was printed must have arrived, or a script would trust half of it. */
static int
flush(FILE *out, struct err *err)
{
	if (fflush(out) == 0 && ferror(out) == 0)
		return 0;
	return err_set_errno(err, ERR_FULL, errno, "cannot write the output");
}

int
admin_run(struct admin_host *host, int argc, char **argv)
{
	struct err err = {0};
	struct str said;
	int rc;

	str_init(&said, SIZE_MAX / 2);
	rc = command_main(&program, host, argc, argv, &said, &err);
	fputs(said.data, host->out);
	str_release(&said);
	if (rc == 0)
		rc = flush(host->out, &err);
	if (rc < 0 && err.kind == ERR_NONE)
		err_set(&err, ERR_INTERNAL, "it failed, and did not say why");
	return rc < 0 ? report(&err) : 0;
}
