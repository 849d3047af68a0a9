/* GET /v1/me: who is signed in. */
#include "crypto/hash.h"
#include "people.h"
#include "reply.h"
#include "route.h"
#include "service_parts.h"
#include "wire/wire.h"

int
me_handle(struct call *call, struct err *err)
{
	struct store *store = call->service->store;
	struct person person;
	struct db *db;
	int rc;

	if (store_take(store, &db, err) < 0)
		return -1;
	rc = people_load(db, &call->caller.company, &call->caller.employee,
		&person, err);
	store_give(store, db, rc < 0 && err->kind == ERR_UNAVAILABLE);
	if (rc < 0)
		return -1;
	wire_person_encode(&person, &call->reply->body);
	reply_json(call->reply);
	reply_tag(call->reply, call->reply->body.data, call->reply->body.len);
	reply_not_modified(call->reply, call->request->if_none_match);
	return 0;
}
