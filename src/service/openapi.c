/* GET /v1/openapi.json: the contract itself, as it stood at the build. */
#include <string.h>

#include "route.h"
#include "service/desk/reply.h"

/* The file beside this one, byte for byte, between two labels. */
__asm__(".pushsection .rodata\n"
	"openapi_begin:\n"
	".incbin \"src/service/openapi.json\"\n"
	"openapi_end:\n"
	".byte 0\n"
	".popsection\n");

extern const char openapi_begin[] __attribute__((visibility("hidden")));
extern const char openapi_end[] __attribute__((visibility("hidden")));

int
openapi_handle(struct call *call, struct err *err)
{
	size_t len = (size_t)(openapi_end - openapi_begin);

	(void)err;
	reply_tag(call->reply, openapi_begin, len);
	str_add(&call->reply->body, openapi_begin, len);
	reply_json(call->reply);
	reply_not_modified(call->reply, call->request->if_none_match);
	return 0;
}
