#include "call.h"

/*
 * Checking the journal: one call to the host. What was lost is named for
 * ever; the exit code says it until a person has acknowledged it.
 */

static void
add_json(struct str *out, const struct cli_verified *verified)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_bool(&json, "intact",
		verified->is_sound && verified->lost[0] == '\0');
	jsonout_int(&json, "punches", verified->punches);
	jsonout_text(&json, "altered", verified->altered);
	jsonout_text(&json, "missing", verified->missing);
	jsonout_text(&json, "lost", verified->lost);
	jsonout_bool(&json, "acknowledged", verified->unacknowledged == 0);
	jsonout_text(&json, "complaint", verified->complaint);
	jsonout_object_end(&json);
	str_addc(out, '\n');
}

static void
add_words(struct str *out, const struct cli_verified *verified)
{
	if (verified->lost[0] == '\0') {
		str_addf(out, "The journal is intact: %lld %s.\n",
			(long long)verified->punches,
			verified->punches == 1 ? "punch" : "punches");
		return;
	}
	str_addf(out, "%lld %s recorded. Lost for ever: number %s.\n",
		(long long)verified->punches,
		verified->punches == 1 ? "punch is as it was"
				       : "punches are as they were",
		verified->lost);
	if (verified->unacknowledged > 0)
		str_addz(out, "Say that you know with: connect-clock queue "
			      "acknowledge\n");
}

/* Damage that nobody has named yet. */
static int
fail_unsound(const struct cli_verified *verified, struct err *err)
{
	struct str words;
	int rc;

	str_init(&words, 1024);
	if (verified->altered[0] != '\0')
		str_addf(&words, " altered: number %s;", verified->altered);
	if (verified->missing[0] != '\0')
		str_addf(&words, " missing: number %s;", verified->missing);
	if (verified->complaint[0] != '\0')
		str_addf(&words, " its file: %s;", verified->complaint);
	rc = err_set(err, ERR_DATA,
		"the journal is damaged:%s close every connect-clock and "
		"start it again, which recovers what can be read",
		words.data);
	str_release(&words);
	return rc;
}

static int
run_verify(void *ctx, const struct args *args, struct err *err)
{
	struct cli_call *call = ctx;
	struct cli_verified verified;
	struct str text;
	int rc;

	if (call->host->verify(call->host->ctx, &verified, err) < 0)
		return -1;
	if (!verified.is_sound && !args_has(args, "json"))
		return fail_unsound(&verified, err);
	str_init(&text, 4096);
	if (args_has(args, "json"))
		add_json(&text, &verified);
	else
		add_words(&text, &verified);
	rc = cli_print(&text, err);
	str_release(&text);
	if (!verified.is_sound || verified.unacknowledged > 0)
		call->exit_code = err_exit_code(ERR_DATA);
	return rc;
}

static const struct option verify_options[] = {CLI_JSON, CLI_NO_MORE};

const struct command cli_verify = {
	.name = "verify",
	.help = "check this machine's journal, row by row",
	.options = verify_options,
	.run = run_verify,
};
