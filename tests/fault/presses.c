/*
 * A few presses and what became of them, to be run under strace.
 *   presses press DIR N [early]    "confirmed ID" or "refused TEXT" on stdout
 *   presses check DIR < OUTPUT     compares with the journal, and records on
 * `check` exits with 1, and says why, when a confirmed punch is missing, a
 * refused one is there, a refusal has no words, or the journal is not usable.
 */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "journal/journal.h"
#include "lib/sample_punch.h"

struct presses {
	struct journal *journal;
	struct store store;
	struct account account;
	struct sample sample;
	struct err err;
};

static int
begin(struct presses *presses, const char *dir)
{
	struct store *store = &presses->store;

	if (journal_open(dir, NULL, &presses->journal, &presses->err) < 0)
		return -1;
	*store = journal_store(presses->journal);
	if (store->ops->account(
		    store->self, &presses->account, &presses->err) == 0)
		return 0;
	sample_account(&presses->account);
	return sample_sign_in(store, &presses->account, &presses->err);
}

/* One write(2): a kill leaves the whole line or none. */
static void
say(const char *verdict, const struct id *id, const char *why)
{
	char text[ID_TEXT_BYTES];
	struct str line;

	str_init(&line, 4096);
	str_addf(&line, "%s %s %s\n", verdict, id_format(id, text), why);
	if (write(STDOUT_FILENO, line.data, line.len) < 0)
		_exit(2);
	str_release(&line);
}

static int
press(struct presses *presses, int n, bool early)
{
	struct store *store = &presses->store;
	struct punch punch;

	while (n-- > 0) {
		sample_go(&presses->sample, &presses->account, &punch);
		if (early)
			say("confirmed", &punch.id, "");
		if (store->ops->record(store->self, presses->account.number,
			    &punch, 1, &presses->err) < 0)
			say("refused", &punch.id, presses->err.text);
		else if (!early)
			say("confirmed", &punch.id, "");
	}
	journal_close(presses->journal);
	return 0;
}

struct search {
	struct id id;
	int times;
};

static bool
look(void *ctx, const struct kept_punch *kept)
{
	struct search *search = ctx;

	search->times += id_equal(&kept->punch.id, &search->id);
	return true;
}

/* What is wrong with one line of the output; NULL: nothing. */
static const char *
judge(struct presses *presses, const char *line)
{
	struct store *store = &presses->store;
	struct search search = {0};
	char verdict[16], id[ID_TEXT_BYTES];

	if (sscanf(line, "%15s %36s", verdict, id) != 2 ||
		id_parse(id, &search.id, &presses->err) < 0)
		return "half a line";
	if (store->ops->list(
		    store->self, STORE_ALL, look, &search, &presses->err) < 0)
		return presses->err.text;
	if (strcmp(verdict, "confirmed") == 0)
		return search.times == 1 ? NULL : "confirmed, but not there";
	if (search.times != 0)
		return "refused, but there";
	return strstr(line, "not recorded") != NULL ? NULL
						    : "refused without words";
}

static int
check(struct presses *presses)
{
	struct journal_report report;
	struct punch punch;
	const char *wrong = NULL;
	char line[1024];

	while (wrong == NULL && fgets(line, sizeof(line), stdin) != NULL)
		wrong = judge(presses, line);
	if (wrong != NULL)
		printf("%s: %s", wrong, line);
	else if (journal_verify(presses->journal, &report, &presses->err) < 0 ||
		 !report.is_sound)
		wrong = "the chain is broken";
	sample_go(&presses->sample, &presses->account, &punch);
	if (wrong == NULL &&
		presses->store.ops->record(presses->store.self,
			presses->account.number, &punch, 1, &presses->err) < 0)
		wrong = presses->err.text;
	journal_close(presses->journal);
	if (wrong != NULL)
		printf("%s\n", wrong);
	return wrong != NULL;
}

int
main(int argc, char **argv)
{
	struct presses presses = {0};
	bool checks = argc == 3 && strcmp(argv[1], "check") == 0;

	if (argc < 3 || (!checks && argc < 4)) {
		fprintf(stderr, "usage: presses press DIR N [early] | "
				"check DIR\n");
		return 64;
	}
	signal(SIGXFSZ, SIG_IGN);
	if (begin(&presses, argv[2]) < 0) {
		struct id none = {{0}};

		/* nobody pressed yet: clear words are all that is due */
		if (checks)
			printf("%s\n", presses.err.text);
		else
			say("closed", &none, presses.err.text);
		return 1;
	}
	if (checks)
		return check(&presses);
	return press(&presses, (int)strtol(argv[3], NULL, 10), argc > 4);
}
