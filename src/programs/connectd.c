/* connectd: the Connect service. Wires the layers; see connectd(8). */
#include <stdio.h>
#include <time.h>

#include "admin/admin.h"
#include "base/core_dump.h"
#include "db/postgres.h"
#include "db/sqlite.h"
#include "httpd/httpd.h"
#include "net/smtp.h"
#include "port/mailer.h"
#include "sys/manager.h"
#include "sys/zoneinfo.h"

static int64_t
now_ms(void *ctx)
{
	struct timespec now;

	(void)ctx;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int
main(int argc, char **argv)
{
	static const struct db_driver *const drivers[] = {
		&postgres_driver, &sqlite_driver, NULL};
	static const struct db_driver *const files[] = {&sqlite_driver, NULL};
	static const struct httpd_ops httpd = {
		.open = httpd_open,
		.url = httpd_url,
		.reload = httpd_reload,
		.alive = httpd_alive,
		.close = httpd_close,
	};
	static const struct mailer_maker mailer = {
		.open = smtp_open,
		.close = smtp_close,
	};
	struct admin_host host = {
		.now_ms = now_ms,
		.zone = zoneinfo_load,
		.drivers = drivers,
		.files = files,
		.httpd = &httpd,
		.mailer = &mailer,
		.manager = &manager_ops,
		.in = stdin,
		.out = stdout,
	};

	core_dump_forbid(false);
	return admin_run(&host, argc, argv);
}
