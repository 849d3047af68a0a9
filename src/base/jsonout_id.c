#include "base/jsonout.h"

void
jsonout_id(struct jsonout *json, const char *key, const struct id *id)
{
	char quoted[ID_TEXT_BYTES + 2];

	if (id_is_nil(id)) {
		jsonout_null(json, key);
		return;
	}
	quoted[0] = '"';
	id_format(id, quoted + 1);
	quoted[ID_TEXT_BYTES] = '"';
	quoted[ID_TEXT_BYTES + 1] = '\0';
	jsonout_json(json, key, quoted);
}
