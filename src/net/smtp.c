#include "net/smtp.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/secret.h"
#include "base/str.h"
#include "curl_api.h"

#define CONNECT_MS 10000

struct smtp {
	char *url;
	char site[160]; /* "host:port", for what people read */
	char *user;
	char *password;
	char *ca_file;
	bool plain;
	atomic_bool stopped;
	pthread_mutex_t mutex; /* fd */
	int fd;                /* of what is under way, or -1 */
	struct curl_api curl;
	bool loaded;
};

/* One mail on its way. */
struct sending {
	struct smtp *smtp;
	const struct mailer_mail *mail;
	size_t sent;    /* bytes of it */
	char line[256]; /* of the server, the last that says no */
};

bool
smtp_is_address(const char *text)
{
	const char *at = strchr(text, '@');

	if (at == NULL || at == text || at[1] == '\0' ||
		strchr(at + 1, '@') != NULL)
		return false;
	for (; *text != '\0'; text++)
		if (*text <= ' ' || *text > '~' || strchr("<>", *text) != NULL)
			return false;
	return true;
}

/* --- what curl calls -------------------------------------------------------
 */

static size_t
on_read(char *bytes, size_t size, size_t count, void *ctx)
{
	struct sending *sending = ctx;
	const size_t left = sending->mail->bytes - sending->sent;
	const size_t n = left < size * count ? left : size * count;

	memcpy(bytes, sending->mail->message + sending->sent, n);
	sending->sent += n;
	return n;
}

/* Each line that the server says; the one that says no is not its last. */
static size_t
on_line(char *line, size_t size, size_t count, void *ctx)
{
	struct sending *sending = ctx;
	const size_t len = size * count;
	size_t n = 0;

	if (len == 0 || (line[0] != '4' && line[0] != '5'))
		return len;
	while (n < len && n < sizeof(sending->line) - 1 && line[n] != '\r' &&
		line[n] != '\n')
		n++;
	memcpy(sending->line, line, n);
	sending->line[n] = '\0';
	return len;
}

static int
on_progress(void *ctx, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	struct sending *sending = ctx;

	(void)a;
	(void)b;
	(void)c;
	(void)d;
	return sending->smtp->stopped;
}

/* No program that is started meanwhile is to hold the connection. */
static int
on_socket(void *ctx, curl_socket_t fd, curlsocktype purpose)
{
	struct smtp *smtp = ctx;

	(void)purpose;
	(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
	pthread_mutex_lock(&smtp->mutex);
	smtp->fd = fd;
	pthread_mutex_unlock(&smtp->mutex);
	return CURL_SOCKOPT_OK;
}

static int
on_close(void *ctx, curl_socket_t fd)
{
	struct smtp *smtp = ctx;
	int rc;

	pthread_mutex_lock(&smtp->mutex);
	if (smtp->fd == fd)
		smtp->fd = -1;
	rc = close(fd);
	pthread_mutex_unlock(&smtp->mutex);
	return rc;
}

/* --- one mail --------------------------------------------------------------
 */

static void
fail(struct mailer_answer *answer, const char *format, const char *what)
{
	answer->end = MAILER_LATER;
	/* The formats are those of this file. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(answer->said, sizeof(answer->said), format, what);
#pragma GCC diagnostic pop
}

/* What the server said of this mail. */
static void
judge_word(const struct sending *sending, long status,
	struct mailer_answer *answer)
{
	char number[24];

	snprintf(number, sizeof(number), "%ld", status);
	if (strncmp(sending->line, number, strlen(number)) == 0) {
		fail(answer, "%s", sending->line);
		if (number[0] == '5')
			answer->end = MAILER_REFUSED;
	} else {
		fail(answer, "the connection with %s broke",
			sending->smtp->site);
	}
}

/* What it said, where it spoke; our trouble with it otherwise. */
static void
judge(const struct sending *sending, CURLcode code, long status,
	struct mailer_answer *answer)
{
	const struct smtp *smtp = sending->smtp;

	answer->end = MAILER_TAKEN;
	answer->said[0] = '\0';
	if (code == CURLE_OK)
		return;
	switch ((int)code) {
	case CURLE_USE_SSL_FAILED:
		fail(answer, "%s offers no TLS", smtp->site);
		break;
	case CURLE_PEER_FAILED_VERIFICATION:
		fail(answer, "the certificate of %s is not good", smtp->site);
		break;
	case CURLE_SSL_CONNECT_ERROR:
		fail(answer, "TLS with %s failed", smtp->site);
		break;
	case CURLE_LOGIN_DENIED:
		fail(answer, "%s refused the user or the password", smtp->site);
		break;
	case CURLE_OPERATION_TIMEDOUT:
		fail(answer, "%s did not answer in time", smtp->site);
		break;
	case CURLE_COULDNT_CONNECT:
	case CURLE_COULDNT_RESOLVE_HOST:
		fail(answer, "cannot reach %s", smtp->site);
		break;
	default:
		judge_word(sending, status, answer);
		return;
	}
	answer->end = MAILER_AWAY;
}

static void
set_up(struct sending *sending, CURL *easy, struct curl_slist *to,
	const char *from)
{
	const struct smtp *smtp = sending->smtp;
	const struct curl_api *curl = &smtp->curl;

	curl->easy_setopt(easy, CURLOPT_URL, smtp->url);
	curl->easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl->easy_setopt(easy, CURLOPT_PROXY, "");
	curl->easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl->easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	curl->easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl->easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)MAILER_MS);
	curl->easy_setopt(easy, CURLOPT_USE_SSL,
		smtp->plain ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
	if (smtp->ca_file != NULL) {
		curl->easy_setopt(easy, CURLOPT_CAINFO, smtp->ca_file);
		curl->easy_setopt(easy, CURLOPT_CAPATH, NULL);
	}
	if (smtp->user != NULL) {
		curl->easy_setopt(easy, CURLOPT_USERNAME, smtp->user);
		curl->easy_setopt(easy, CURLOPT_PASSWORD, smtp->password);
	}
	curl->easy_setopt(easy, CURLOPT_MAIL_FROM, from);
	curl->easy_setopt(easy, CURLOPT_MAIL_RCPT, to);
	curl->easy_setopt(easy, CURLOPT_UPLOAD, 1L);
	curl->easy_setopt(easy, CURLOPT_READFUNCTION, on_read);
	curl->easy_setopt(easy, CURLOPT_READDATA, sending);
	curl->easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_line);
	curl->easy_setopt(easy, CURLOPT_HEADERDATA, sending);
	curl->easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, on_socket);
	curl->easy_setopt(easy, CURLOPT_SOCKOPTDATA, smtp);
	curl->easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close);
	curl->easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, smtp);
	curl->easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
	curl->easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl->easy_setopt(easy, CURLOPT_XFERINFODATA, sending);
}

static bool
load(struct smtp *smtp, struct mailer_answer *answer)
{
	const struct sigaction ignore = {.sa_handler = SIG_IGN};
	struct err err = {0};

	if (smtp->loaded)
		return true;
	if (curl_api_load(&smtp->curl, &err) < 0) {
		fail(answer, "%.240s", err.text);
		return false;
	}
	/* OpenSSL writes to sockets that the peer may have closed. */
	sigaction(SIGPIPE, &ignore, NULL);
	smtp->loaded = true;
	return true;
}

static void
perform(struct sending *sending, struct mailer_answer *answer)
{
	const struct curl_api *curl = &sending->smtp->curl;
	CURL *easy = curl->easy_init();
	struct curl_slist *to = curl->slist_append(NULL, sending->mail->to);
	long status = 0;
	CURLcode code = CURLE_OUT_OF_MEMORY;

	if (easy != NULL && to != NULL) {
		set_up(sending, easy, to, sending->mail->from);
		code = curl->easy_perform(easy);
		curl->easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	}
	judge(sending, code, status, answer);
	curl->slist_free_all(to);
	if (easy != NULL)
		curl->easy_cleanup(easy);
}

static void
send_mail(void *self, const struct mailer_mail *mail,
	struct mailer_answer *answer_out)
{
	struct smtp *smtp = self;
	struct sending sending = {.smtp = smtp, .mail = mail};

	if (smtp->stopped)
		fail(answer_out, "%s", "the service stops");
	else if (!smtp_is_address(mail->from))
		fail(answer_out, "%s", "the sender is no e-mail address");
	else if (!smtp_is_address(mail->to)) {
		fail(answer_out, "%s", "it is no e-mail address");
		answer_out->end = MAILER_REFUSED;
	} else if (load(smtp, answer_out)) {
		perform(&sending, answer_out);
	}
}

static void
stop(void *self)
{
	struct smtp *smtp = self;

	smtp->stopped = true;
	/* Where curl waits for a word of the server, it asks nobody else. */
	pthread_mutex_lock(&smtp->mutex);
	if (smtp->fd >= 0)
		shutdown(smtp->fd, SHUT_RDWR);
	pthread_mutex_unlock(&smtp->mutex);
}

/* --- the interface ---------------------------------------------------------
 */

static char *
dup_or_null(const char *text)
{
	return text == NULL ? NULL : mem_dupz(text);
}

/* "host:port" of "smtp://host:port", and nothing that stands behind it. */
static bool
read_site(const char *url, char site_out[160])
{
	const char *site = strstr(url, "://");
	size_t len;

	if (strncmp(url, "smtp://", 7) != 0 && strncmp(url, "smtps://", 8) != 0)
		return false;
	site += 3;
	len = strcspn(site, "/?#");
	if (len == 0 || len >= 160 || memchr(site, '@', len) != NULL ||
		strcspn(url, " \t\r\n") != strlen(url))
		return false;
	memcpy(site_out, site, len);
	site_out[len] = '\0';
	return true;
}

int
smtp_open(const struct mailer_options *options, struct mailer *mailer_out,
	struct err *err)
{
	static const struct mailer_ops ops = {.send = send_mail, .stop = stop};
	struct smtp *smtp = mem_new(1, sizeof(*smtp));

	if (!read_site(options->url, smtp->site)) {
		free(smtp);
		return err_set(err, ERR_USAGE,
			"the mail server is not of the form smtp://HOST:PORT "
			"or smtps://HOST:PORT");
	}
	smtp->url = mem_dupz(options->url);
	smtp->user = dup_or_null(options->user);
	smtp->password = dup_or_null(options->password);
	smtp->ca_file = dup_or_null(options->ca_file);
	smtp->plain = options->plain;
	pthread_mutex_init(&smtp->mutex, NULL);
	smtp->fd = -1;
	*mailer_out = (struct mailer){.ops = &ops, .self = smtp};
	return 0;
}

void
smtp_close(struct mailer *mailer)
{
	struct smtp *smtp = mailer->self;

	if (mailer->ops == NULL)
		return;
	if (smtp->password != NULL)
		secret_wipe(smtp->password, strlen(smtp->password));
	pthread_mutex_destroy(&smtp->mutex);
	free(smtp->url);
	free(smtp->user);
	free(smtp->password);
	free(smtp->ca_file);
	free(smtp);
	*mailer = (struct mailer){.ops = NULL};
}
