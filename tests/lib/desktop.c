#include "lib/desktop.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/cmocka_all.h"
#include "lib/temp_dir.h"

static const char bus_config[] =
	"<!DOCTYPE busconfig PUBLIC "
	"\"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" "
	"\"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
	"<busconfig><type>session</type>%s%s%s"
	"<listen>unix:tmpdir=%s</listen><auth>EXTERNAL</auth>"
	"<policy context=\"default\">"
	"<allow send_destination=\"*\" eavesdrop=\"true\"/>"
	"<allow eavesdrop=\"true\"/><allow own=\"*\"/>"
	"</policy></busconfig>\n";

void
desktop_init(struct desktop *desktop)
{
	memset(desktop, 0, sizeof(*desktop));
	desktop->home = temp_dir_new();
}

void
desktop_start_bus(struct desktop *desktop)
{
	const char *services = desktop->services;
	char config[4096], address[512];
	char *path;

	snprintf(config, sizeof(config), bus_config,
		services != NULL ? "<servicedir>" : "",
		services != NULL ? services : "",
		services != NULL ? "</servicedir>" : "", desktop->home);
	path = temp_dir_write(desktop->home, "bus.conf", config);
	child_start(&desktop->bus,
		(const char *[]){"dbus-daemon", "--nofork", "--nosyslog",
			"--print-address=1", "--config-file", path, NULL},
		NULL);
	free(path);
	assert_true(
		child_read_line(&desktop->bus, address, sizeof(address)) > 0);
	setenv("DBUS_SESSION_BUS_ADDRESS", address, 1);
}

void
desktop_start_daemon(struct desktop *desktop, const char *password)
{
	const char *argv[] = {"gnome-keyring-daemon", "-f",
		"--components=secrets", password == NULL ? NULL : "--unlock",
		NULL};
	char home[512];

	snprintf(home, sizeof(home), "HOME=%s", desktop->home);
	child_start(&desktop->daemon, argv,
		(const char *[]){home, "XDG_DATA_HOME", "XDG_CONFIG_HOME",
			"XDG_CACHE_HOME", "XDG_RUNTIME_DIR", NULL});
	if (password != NULL)
		assert_int_equal(
			dprintf(desktop->daemon.in_fd, "%s\n", password),
			strlen(password) + 1);
	close(desktop->daemon.in_fd);
	desktop->daemon.in_fd = -1;
}

void
desktop_release(struct desktop *desktop)
{
	child_stop(&desktop->daemon, SIGTERM);
	child_stop(&desktop->bus, SIGTERM);
	free(desktop->services);
	temp_dir_free(&desktop->home);
}
