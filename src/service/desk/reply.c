#include "service/desk/reply.h"

#include <string.h>

#include "crypto/hash.h"
#include "wire/wire.h"

/* Of a hash, how much a tag shows: enough to tell states apart. */
#define TAG_HASH_BYTES 16

void
reply_init(struct reply *reply)
{
	memset(reply, 0, sizeof(*reply));
	str_init(&reply->body, WIRE_ANSWER_BYTES);
}

void
reply_release(struct reply *reply)
{
	str_release(&reply->body);
}

void
reply_json(struct reply *reply)
{
	if (str_is_cut(&reply->body)) {
		reply_problem(reply, PROBLEM_INTERNAL, "");
		return;
	}
	reply->status = 200;
	reply->content_type = "application/json";
}

void
reply_text(struct reply *reply)
{
	reply_json(reply);
	if (reply->status == 200)
		reply->content_type = "text/plain; version=0.0.4";
}

void
reply_created(struct reply *reply)
{
	reply_json(reply);
	if (reply->status == 200)
		reply->status = 201;
}

void
reply_page(struct reply *reply, int status, const char *policy)
{
	reply->status = status;
	reply->content_type = "text/html; charset=utf-8";
	reply->policy = policy;
}

void
reply_see_other(struct reply *reply, const char *location)
{
	str_clear(&reply->body);
	reply->status = 303;
	reply->content_type = NULL;
	(void)str_copy(reply->location, sizeof(reply->location), location);
}

void
reply_done(struct reply *reply)
{
	str_addz(&reply->body, "{}");
	reply_json(reply);
}

void
reply_tag(struct reply *reply, const void *bytes, size_t len)
{
	struct hash hash;
	struct str tag;

	hash_bytes(bytes, len, &hash);
	str_init(&tag, sizeof(reply->etag) - 1);
	str_addc(&tag, '"');
	for (size_t i = 0; i < TAG_HASH_BYTES; i++)
		str_addf(&tag, "%02x", hash.bytes[i]);
	str_addc(&tag, '"');
	str_copy(reply->etag, sizeof(reply->etag), tag.data);
	str_release(&tag);
}

bool
reply_not_modified(struct reply *reply, const char *if_none_match)
{
	size_t len = strlen(reply->etag);
	const char *at = if_none_match;

	if (at == NULL || len == 0)
		return false;
	if (strcmp(at, "*") != 0 && strstr(at, reply->etag) == NULL)
		return false;
	str_clear(&reply->body);
	reply->status = 304;
	reply->content_type = NULL;
	return true;
}
