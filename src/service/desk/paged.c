#include "service/desk/paged.h"

#include "base/number.h"
#include "base/str.h"

static int
read_number(const struct query_argument *argument, int64_t max, int64_t none,
	int64_t *out, struct err *err)
{
	long long number = none;

	if (argument->value[0] != '\0' &&
		number_parse(argument->value, 1, max, &number, err) < 0) {
		err->kind = ERR_DATA;
		return err_wrap(err, "the argument %s", argument->name);
	}
	*out = number;
	return 0;
}

int
paged_read(const struct query_argument *cursor,
	const struct query_argument *limit, struct paged *out, struct err *err)
{
	int64_t number = PAGED_DEFAULT;

	if (read_number(cursor, INT64_MAX, 0, &out->cursor, err) < 0 ||
		read_number(limit, PAGED_MAX, PAGED_DEFAULT, &number, err) < 0)
		return -1;
	out->limit = (size_t)number;
	return 0;
}

/* What stood in the address was decoded: it is ids and times. */
void
paged_link(struct reply *reply, const char *path, int64_t last, size_t limit,
	const struct query_argument *filters, size_t n)
{
	struct str link;

	str_init(&link, sizeof(reply->link) - 1);
	str_addf(&link, "<%s?cursor=%lld&limit=%zu", path, (long long)last,
		limit);
	for (size_t i = 0; i < n; i++)
		if (filters[i].value[0] != '\0')
			str_addf(&link, "&%s=%s", filters[i].name,
				filters[i].value);
	str_add(&link, ">; rel=\"next\"", 13);
	(void)str_copy(reply->link, sizeof(reply->link), link.data);
	str_release(&link);
}
