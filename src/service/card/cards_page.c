#include "cards_page.h"

#include "base/number.h"
#include "base/str.h"

int
cards_page_read(const struct query_argument arguments[2], size_t max,
	struct cards_page *page, struct err *err)
{
	const char *cursor = arguments[0].value;
	const char *limit = arguments[1].value;
	long long number = PAGED_DEFAULT;

	if (cursor[0] != '\0' && id_parse(cursor, &page->after, err) < 0)
		return err_wrap(err, "the argument cursor");
	if (limit[0] != '\0' &&
		number_parse(limit, 1, (long long)max, &number, err) < 0)
		return err_wrap(err, "the argument limit");
	page->limit = (size_t)number;
	return 0;
}

/* What stood in the address was decoded: it is ids and dates. */
void
cards_page_link(struct reply *reply, const char *path,
	const struct cards_page *page, const struct id *last)
{
	char id[ID_TEXT_BYTES];
	struct str link;

	if (id_is_nil(last))
		return;
	str_init(&link, sizeof(reply->link) - 1);
	str_addf(&link, "<%s?cursor=%s&limit=%zu", path, id_format(last, id),
		page->limit);
	for (size_t i = 0; i < page->filter_count; i++)
		if (page->filters[i].value[0] != '\0')
			str_addf(&link, "&%s=%s", page->filters[i].name,
				page->filters[i].value);
	str_addz(&link, ">; rel=\"next\"");
	(void)str_copy(reply->link, sizeof(reply->link), link.data);
	str_release(&link);
}
