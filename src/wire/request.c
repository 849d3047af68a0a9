#include "wire/request.h"

#include "parts.h"

void
wire_request_encode(const struct wire_request *request, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_id(&json, "id", &request->id);
	jsonout_text(&json, "press", punch_kind_name(request->press));
	parts_write_time(&json, "at", request->at_ms);
	if (request->press == PUNCH_GO) {
		jsonout_id(&json, "location", &request->location);
		jsonout_id(&json, "cost_code", &request->cost_code);
	}
	if (request->comment[0] != '\0')
		jsonout_text(&json, "comment", request->comment);
	jsonout_object_end(&json);
}

/* Of GO both are wanted, of others there is none. */
static void
read_job(struct cursor *root, struct wire_request *request)
{
	const bool wanted = request->press == PUNCH_GO;
	const enum reader_need need = wanted ? READER_WANTED : READER_OPTIONAL;

	reader_id(root, "location", need, &request->location);
	reader_id(root, "cost_code", need, &request->cost_code);
	if (!wanted && !id_is_nil(&request->location))
		reader_fail(root, "location", "is of GO alone");
	if (!wanted && !id_is_nil(&request->cost_code))
		reader_fail(root, "cost_code", "is of GO alone");
}

int
wire_request_decode(const char *bytes, size_t len,
	struct wire_request *request_out, struct err *err)
{
	static const struct reader_rules rules = {
		.limits = {.bytes = 16384, .members = 10},
		.strict = true,
	};
	struct wire_request request = {.comment = ""};
	struct reader reader;
	struct cursor root;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	reader_id(&root, "id", READER_WANTED, &request.id);
	parts_read_press(&root, &request.press);
	reader_time(&root, "at", READER_WANTED, &request.at_ms);
	read_job(&root, &request);
	parts_read_line(
		&root, "comment", request.comment, sizeof(request.comment));
	reader_end(&root);
	if (reader_close(&reader) < 0)
		return -1;
	*request_out = request;
	return 0;
}

static const char *const states[REQUEST_STATE_COUNT] = {
#define X(name, number, wire) [REQUEST_##name] = (wire),
	REQUEST_STATES(X)
#undef X
};

void
wire_asked_encode(const struct wire_asked *asked, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_id(&json, "id", &asked->id);
	jsonout_int(&json, "seq", asked->seq);
	jsonout_text(&json, "state", states[asked->state]);
	jsonout_object_end(&json);
}

int
wire_asked_decode(const char *bytes, size_t len, struct wire_asked *asked_out,
	struct err *err)
{
	static const struct reader_rules rules = {
		.limits = {.bytes = 4096, .members = 20},
	};
	struct wire_asked asked = {.seq = 0};
	struct reader reader;
	struct cursor root;
	int state;

	reader_open(&reader, bytes, len, &rules, err);
	reader_root(&reader, &root);
	reader_id(&root, "id", READER_WANTED, &asked.id);
	reader_int(&root, "seq", 0, READER_EXACT_MAX, &asked.seq);
	state = reader_choice(
		&root, "state", READER_WANTED, states, REQUEST_STATE_COUNT);
	reader_end(&root);
	if (reader_close(&reader) < 0)
		return -1;
	asked.state = (enum request_state)state;
	*asked_out = asked;
	return 0;
}
