/* A library that leaves requests in memory in another way than the known ones,
 * and keeps something back. */

#include "lib/cmocka_all.h"

#include <dlfcn.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

#include "lib/http_host.h"

static bool copies;

struct reader {
	MHD_KeyValueIteratorN read;
	void *cls;
	int hosts;
};

/* What is handed on lies somewhere else, each value by itself; of two hosts it
 * is the first. */
static enum MHD_Result
copy(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_len,
	const char *value, size_t value_len)
{
	struct reader *reader = cls;
	char *other_name = strndup(name, name_len);
	char *other = strndup(value, value_len);
	enum MHD_Result result = MHD_YES;

	if (strcmp(other_name, "Host") != 0 || reader->hosts++ == 0)
		result = reader->read(reader->cls, kind, other_name, name_len,
			other, value_len);

	free(other_name);
	free(other);
	return result;
}

/* Stands in front of the library's own. */
int
MHD_get_connection_values_n(struct MHD_Connection *connection,
	enum MHD_ValueKind kind, MHD_KeyValueIteratorN read, void *cls)
{
	int (*real)(struct MHD_Connection *, enum MHD_ValueKind,
		MHD_KeyValueIteratorN, void *) =
		(int (*)(struct MHD_Connection *, enum MHD_ValueKind,
			MHD_KeyValueIteratorN, void *))dlsym(RTLD_NEXT,
			"MHD_get_connection_values_n");
	struct reader reader = {.read = read, .cls = cls};

	if (copies)
		return real(connection, kind, copy, &reader);
	return real(connection, kind, read, cls);
}

static void
test_nothing_is_served_with_a_library_that_is_not_known(void **state)
{
	struct httpd *httpd = NULL;
	struct err err;

	copies = true;
	assert_int_equal(httpd_open(&host_plain, &httpd, &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_non_null(strstr(err.text, "libmicrohttpd"));
	assert_null(httpd);
	copies = false;
	if (httpd_open(&host_plain, &httpd, &err) < 0)
		fail_msg("%s", err.text);
	httpd_close(&httpd, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_nothing_is_served_with_a_library_that_is_not_known),
	};

	return cmocka_run_group_tests_name("library", tests, NULL, NULL);
}
