/* GET /v1/me: who is signed in. */
#include "service/company/me.h"

#include "crypto/hash.h"
#include "service/company/people_rows.h"
#include "service/desk/reply.h"
#include "wire/wire.h"

int
me_handle(struct call *call, struct err *err)
{
	const struct caller *caller = &call->caller;
	struct person person;

	if (people_rows_load(call->db, &caller->company, &caller->employee,
		    &person, err) < 0)
		return -1;
	wire_person_encode(&person, &call->reply->body);
	reply_json(call->reply);
	reply_tag(call->reply, call->reply->body.data, call->reply->body.len);
	reply_not_modified(call->reply, call->request->if_none_match);
	return 0;
}
