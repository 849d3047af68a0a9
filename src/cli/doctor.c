#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>

#include "app/deliver.h"
#include "app/ready.h"
#include "base/disk.h"
#include "base/file.h"
#include "base/text.h"
#include "ending.h"

/*
 * doctor: what this machine needs for pressing and sending, each looked at by
 * itself: what is wrong, and how to mend it.
 */

#define DISK_FREE_MIN INT64_C(64) /* MiB */
#define ROOM_WARN 80              /* per cent */
#define CLOCK_OFF_MAX_MS 30000
#define LOOK_MS 30000

enum found {
	FOUND_FINE,
	FOUND_WRONG, /* err says what, and how to mend it */
	FOUND_UNKNOWN
};

struct doctor {
	struct cli_call *call;
	bool as_json;
	struct str out;
	struct jsonout json;
	enum err_kind first_wrong;
	/* Of the server, which is asked once for two lines. */
	const char *url;
	struct err server;
};

/* One line; `look`: `out` gets what was found, when it is wrong err does. */
struct examination {
	const char *name;
	enum found (*look)(
		struct doctor *doctor, struct str *out, struct err *err);
};

static enum found
look_at_terminal(struct doctor *doctor, struct str *out, struct err *err)
{
	const struct cli_host *host = doctor->call->host;

	return host->terminal(host->ctx, out, err) < 0 ? FOUND_WRONG
						       : FOUND_FINE;
}

static const struct settings *
settings_of(const struct doctor *doctor)
{
	const struct cli_host *host = doctor->call->host;

	return host->settings(host->ctx);
}

static enum found
look_at_keyring(struct doctor *doctor, struct str *out, struct err *err)
{
	struct ending ending = {0};
	enum secret_store store;

	ready_place(doctor->call->app, ending_on_done, &ending);
	if (ending_wait(doctor->call, &ending, LOOK_MS, err) < 0)
		return FOUND_WRONG;
	store = settings_of(doctor)->secret_store;
	str_addf(out, "secrets are kept by store = %s",
		settings_store_word(store));
	if (store == SECRET_STORE_FILE)
		str_addf(out, ", in %s", settings_of(doctor)->token_file);
	return FOUND_FINE;
}

/* The journal opened, or this would not be reached. */
static int
measure_disk(const char *dir, int64_t *free_out, struct err *err)
{
	struct statvfs disk;
	bool network;

	if (disk_is_network(dir, &network, err) < 0)
		return -1;
	if (network)
		return err_set(err, ERR_DISK,
			"%s is on a network disk, where a journal is not safe: "
			"set XDG_STATE_HOME to a local one",
			dir);
	if (statvfs(dir, &disk) < 0)
		return err_set(err, ERR_DISK, "%s cannot be looked at", dir);
	*free_out = (int64_t)(disk.f_bavail * disk.f_frsize / (1024 * 1024));
	if (*free_out < DISK_FREE_MIN)
		return err_set(err, ERR_FULL,
			"only %lld MiB are free below %s: make room",
			(long long)*free_out, dir);
	return 0;
}

static int
weigh_queue(struct doctor *doctor, struct queue_counts *out, struct err *err)
{
	if (deliver_counts(doctor->call->app, out, err) < 0)
		return -1;
	if (out->lost > 0)
		return err_set(err, ERR_DATA,
			"%lld punches of the journal are lost: see "
			"connect-clock queue",
			(long long)out->lost);
	if (out->room_percent_used >= ROOM_WARN)
		return err_set(err, ERR_FULL,
			"%d %% of the room for punches is used: make room on "
			"the disk",
			out->room_percent_used);
	return 0;
}

static enum found
look_at_disk(struct doctor *doctor, struct str *out, struct err *err)
{
	struct queue_counts counts;
	int64_t free_mib = 0;
	struct str dir;
	int rc;

	str_init(&dir, 4096);
	rc = file_place(FILE_STATE, "connect-clock", &dir, err);
	if (rc == 0)
		rc = measure_disk(dir.data, &free_mib, err);
	if (rc == 0)
		rc = weigh_queue(doctor, &counts, err);
	if (rc == 0)
		str_addf(out,
			"the journal is in %s, %lld MiB are free, %lld "
			"kept",
			dir.data, (long long)free_mib,
			(long long)counts.waiting);
	str_release(&dir);
	return rc < 0 ? FOUND_WRONG : FOUND_FINE;
}

static enum found
look_at_clock(struct doctor *doctor, struct str *out, struct err *err)
{
	struct app *app = doctor->call->app;
	int64_t off_ms;
	struct stamp now;

	if (app_now(app, &now, err) < 0)
		return FOUND_WRONG;
	if (app_account(app) == NULL) {
		str_addz(out, "no service said yet what time it is");
		return FOUND_UNKNOWN;
	}
	off_ms = now.wall_ms - app_reckon(app, &now);
	if (off_ms <= CLOCK_OFF_MAX_MS && off_ms >= -CLOCK_OFF_MAX_MS) {
		str_addf(out,
			"within %d s of what the service last said, zone "
			"%s",
			CLOCK_OFF_MAX_MS / 1000, now.zone);
		return FOUND_FINE;
	}
	err_set(err, ERR_CONFIG,
		"it is %lld s %s what the service last said: set it, as by "
		"timedatectl set-ntp true",
		(long long)(off_ms < 0 ? -off_ms : off_ms) / 1000,
		off_ms < 0 ? "behind" : "ahead of");
	return FOUND_WRONG;
}

/* Whose server: of who is signed in, else the configuration's. */
static void
ask_server(struct doctor *doctor)
{
	const struct account *account = app_account(doctor->call->app);
	const struct settings *settings = settings_of(doctor);
	struct ending ending = {0};

	if (account != NULL)
		doctor->url = account->server;
	else if (settings->server[0] != '\0')
		doctor->url = settings->server;
	if (doctor->url == NULL)
		return;
	ready_server(doctor->call->app, doctor->url, ending_on_done, &ending);
	(void)ending_wait(doctor->call, &ending, LOOK_MS, &doctor->server);
}

static bool
is_distrusted(const struct doctor *doctor)
{
	return ready_is_distrust(&doctor->server);
}

static enum found
look_at_server(struct doctor *doctor, struct str *out, struct err *err)
{
	ask_server(doctor);
	if (doctor->url == NULL) {
		str_addz(out, "none is known yet: connect-clock login asks "
			      "for it");
		return FOUND_UNKNOWN;
	}
	if (doctor->server.kind != ERR_NONE && !is_distrusted(doctor)) {
		*err = doctor->server;
		return FOUND_WRONG;
	}
	str_addf(out, "%s answers", doctor->url);
	return FOUND_FINE;
}

static enum found
look_at_certificate(struct doctor *doctor, struct str *out, struct err *err)
{
	if (doctor->url != NULL &&
		strncmp(doctor->url, "http://", strlen("http://")) == 0) {
		str_addz(out, "none is needed on this very machine");
		return FOUND_FINE;
	}
	if (is_distrusted(doctor)) {
		*err = doctor->server;
		return FOUND_WRONG;
	}
	if (doctor->url == NULL || doctor->server.kind != ERR_NONE) {
		str_addz(out, "not seen, as no server answered");
		return FOUND_UNKNOWN;
	}
	str_addf(out, "trusted%s",
		settings_of(doctor)->ca_file[0] != '\0' ? ", by ca_file" : "");
	return FOUND_FINE;
}

static void
tell(struct doctor *doctor, const char *name, enum found found,
	const char *words)
{
	static const char *const results[] = {
		[FOUND_FINE] = "ok",
		[FOUND_WRONG] = "wrong",
		[FOUND_UNKNOWN] = "unknown",
	};
	static const char *const marks[] = {
		[FOUND_FINE] = "ok",
		[FOUND_WRONG] = "WRONG",
		[FOUND_UNKNOWN] = "?",
	};

	if (doctor->as_json) {
		jsonout_object(&doctor->json, NULL);
		jsonout_text(&doctor->json, "check", name);
		jsonout_text(&doctor->json, "result", results[found]);
		jsonout_text(&doctor->json, "detail", words);
		jsonout_object_end(&doctor->json);
		return;
	}
	str_addf(&doctor->out, "%-12s %-5s  ", name, marks[found]);
	text_clean(&doctor->out, words, strlen(words));
	str_addc(&doctor->out, '\n');
}

static void
examine(struct doctor *doctor, const struct examination *it)
{
	struct err err = {0};
	struct str words;
	enum found found;

	str_init(&words, 8192);
	found = it->look(doctor, &words, &err);
	if (found == FOUND_WRONG && doctor->first_wrong == ERR_NONE)
		doctor->first_wrong = err.kind;
	tell(doctor, it->name, found,
		found == FOUND_WRONG ? err.text : words.data);
	str_release(&words);
}

/* Configuration and journal: without them there is nothing to look with. */
static void
examine_all(struct doctor *doctor)
{
	static const struct examination terminal = {
		"terminal", look_at_terminal};
	static const struct examination others[] = {
		{"keyring", look_at_keyring},
		{"disk", look_at_disk},
		{"clock", look_at_clock},
		{"server", look_at_server},
		{"certificate", look_at_certificate},
	};
	struct err err = {0};

	examine(doctor, &terminal);
	if (cli_open_app(doctor->call, &err) < 0) {
		doctor->first_wrong = err.kind;
		tell(doctor, err.kind == ERR_CONFIG ? "configuration" : "disk",
			FOUND_WRONG, err.text);
		return;
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		examine(doctor, &others[i]);
}

static int
run_doctor(void *ctx, const struct args *args, struct err *err)
{
	struct cli_call *call = ctx;
	struct doctor doctor = {
		.call = call, .as_json = args_has(args, "json")};
	int rc;

	str_init(&doctor.out, 64 * 1024);
	jsonout_init(&doctor.json, &doctor.out);
	if (doctor.as_json)
		jsonout_array(&doctor.json, NULL);
	examine_all(&doctor);
	if (doctor.as_json) {
		jsonout_array_end(&doctor.json);
		str_addc(&doctor.out, '\n');
	}
	rc = cli_print(&doctor.out, err);
	str_release(&doctor.out);
	call->exit_code = err_exit_code(doctor.first_wrong);
	return rc;
}

static const struct option options[] = {CLI_JSON, CLI_NO_MORE};

const struct command cli_doctor = {
	.name = "doctor",
	.help = "what is wrong on this machine, and how to mend it",
	.options = options,
	.run = run_doctor,
};
