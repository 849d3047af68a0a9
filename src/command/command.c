#include "command/command.h"

#include <string.h>

#include "parse.h"
#include "shell.h"
#include "usage.h"

/* What the completions of a shell call; it stands in no help. */
#define QUESTION "complete"

static int
run(struct parse *parse, void *ctx, struct str *said, struct err *err)
{
	if (parse->wants_help) {
		usage_add(parse, said);
		return 0;
	}
	if (parse->wants_version) {
		str_addf(said, "%s %s\n", parse->program->name,
			parse->program->version);
		return 0;
	}
	if (parse_end(parse, err) < 0)
		return -1;
	return parse->args.command->run(ctx, &parse->args, err);
}

int
command_main(const struct program *program, void *ctx, int argc, char **argv,
	struct str *said, struct err *err)
{
	struct parse parse;
	int rc = 0;

	if (argc < 2 && program->run != NULL)
		return program->run(ctx, err);
	if (argc > 1 && strcmp(argv[1], QUESTION) == 0) {
		complete_answer(program, ctx, (size_t)argc - 2, argv + 2, said);
		return 0;
	}
	parse_init(&parse, program, (size_t)argc);
	for (int i = 1; rc == 0 && i < argc; i++)
		rc = parse_word(&parse, argv[i], err);
	if (rc == 0)
		rc = run(&parse, ctx, said, err);
	parse_release(&parse);
	return rc;
}
