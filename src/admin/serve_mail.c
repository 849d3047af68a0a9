#include "serve_mail.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mode.h"
#include "base/secret.h"

/* What LoadCredential=smtp-password:... of systemd.exec(5) put there. */
static bool
find_credential(struct str *path)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");

	if (dir == NULL || dir[0] == '\0')
		return false;
	file_join(path, dir, "smtp-password");
	return !str_is_cut(path) && access(path->data, F_OK) == 0;
}

static int
load_password(const char *path, struct secret *password, struct err *err)
{
	struct str text;
	int rc = mode_refuse(path, MODE_SECRET, err);

	str_init(&text, SECRET_MAX_BYTES);
	if (rc == 0)
		rc = file_load(path, SECRET_MAX_BYTES, &text, err);
	if (rc == 0)
		(void)secret_set(
			password, text.data, strcspn(text.data, "\r\n"));
	if (rc == 0 && password->len == 0)
		rc = err_set(
			err, ERR_CONFIG, "there is no password in %s", path);
	secret_wipe(text.data, text.len);
	str_release(&text);
	return rc;
}

/* By --smtp-password-file, or the systemd credential. */
static int
find_password(const struct args *args, struct secret *password, struct err *err)
{
	const char *file = args_text(args, "smtp-password-file");
	struct str credential;
	int rc;

	if (!args_has(args, "smtp-user"))
		return file == NULL
			       ? 0
			       : err_set(err, ERR_USAGE,
					 "option --smtp-password-file goes "
					 "with --smtp-user");
	str_init(&credential, PATH_MAX);
	if (file == NULL && find_credential(&credential))
		file = credential.data;
	rc = file != NULL ? load_password(file, password, err)
			  : err_set(err, ERR_USAGE,
				    "option --smtp-user goes with "
				    "--smtp-password-file");
	str_release(&credential);
	return rc;
}

static int
read_public_url(
	const struct args *args, struct serve_mail *mail, struct err *err)
{
	const char *url = args_text(args, "public-url");
	size_t len = url == NULL ? 0 : strlen(url);

	if (url == NULL)
		return 0;
	while (len > 0 && url[len - 1] == '/')
		len--;
	if ((strncmp(url, "https://", 8) != 0 &&
		    strncmp(url, "http://", 7) != 0) ||
		len >= sizeof(mail->url) ||
		strcspn(url, " \t\r\n\"<>?#") != strlen(url))
		return err_set(err, ERR_USAGE,
			"option --public-url is not of the form "
			"https://HOST");
	memcpy(mail->url, url, len);
	mail->url[len] = '\0';
	mail->public_url = mail->url;
	return 0;
}

static int
check(const struct args *args, struct err *err)
{
	if (!args_has(args, "smtp") &&
		(args_has(args, "smtp-user") || args_has(args, "smtp-ca") ||
			args_has(args, "smtp-plain")))
		return err_set(err, ERR_USAGE,
			"options --smtp-user, --smtp-ca and --smtp-plain go "
			"with --smtp");
	if (args_has(args, "smtp") &&
		(!args_has(args, "mail-from") || !args_has(args, "public-url")))
		return err_set(err, ERR_USAGE,
			"option --smtp goes with --mail-from and "
			"--public-url");
	return 0;
}

static int
open_mailer(const struct admin_host *host, const struct args *args,
	const struct secret *password, struct serve_mail *mail, struct err *err)
{
	const struct mailer_options options = {
		.url = args_text(args, "smtp"),
		.user = args_text(args, "smtp-user"),
		.password = password->data,
		.ca_file = args_text(args, "smtp-ca"),
		.plain = args_has(args, "smtp-plain"),
	};

	if (options.url == NULL) {
		log_event(LOG_LEVEL_WARNING, "no-mail", "why",
			"without --smtp mails to people wait", NULL);
		return 0;
	}
	return host->mailer->open(&options, &mail->mailer, err);
}

int
serve_mail_open(const struct admin_host *host, const struct args *args,
	struct serve_mail *mail_out, struct err *err)
{
	struct secret password;
	int rc;

	*mail_out = (struct serve_mail){.public_url = NULL};
	if (check(args, err) < 0 || read_public_url(args, mail_out, err) < 0)
		return -1;
	secret_init(&password);
	rc = find_password(args, &password, err);
	if (rc == 0)
		rc = open_mailer(host, args, &password, mail_out, err);
	secret_release(&password);
	return rc;
}

void
serve_mail_close(const struct admin_host *host, struct serve_mail *mail)
{
	host->mailer->close(&mail->mailer);
}
