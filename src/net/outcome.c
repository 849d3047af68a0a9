#include <stdio.h>

#include "request.h"

/* What a failure is, and "<before><site><after>" for the person. */
struct outcome {
	enum transport_end end;
	const char *before;
	const char *after;
};

#define NOT_HTTP                                                               \
	{                                                                      \
		TRANSPORT_BROKEN, "what answers at ",                          \
			" does not speak as a Connect service does: check "    \
			"the "                                                 \
			"server's address"                                     \
	}
#define HALF                                                                   \
	{                                                                      \
		TRANSPORT_BROKEN, "the answer of ",                            \
			" broke off half-way: try again"                       \
	}
#define CUT_OFF                                                                \
	{                                                                      \
		TRANSPORT_UNREACHABLE, "the connection to ",                   \
			" broke before there was an answer: try again"         \
	}
#define NO_AUTHORITY                                                           \
	{                                                                      \
		TRANSPORT_UNTRUSTED, "nothing was sent to ",                   \
			", because nobody that this computer trusts vouches "  \
			"for its "                                             \
			"certificate: name your company's authority in the "   \
			"setting "                                             \
			"ca_file"                                              \
	}

static const struct {
	CURLcode code;
	struct outcome outcome;
} failures[] = {
	{CURLE_COULDNT_RESOLVE_HOST,
		{TRANSPORT_UNREACHABLE, "the name of ",
			" cannot be found: check the network and the "
			"server's address"}},
	{CURLE_COULDNT_RESOLVE_PROXY,
		{TRANSPORT_UNREACHABLE, "the proxy on the way to ",
			" cannot be found: check the network and the "
			"variable https_proxy"}},
	{CURLE_COULDNT_CONNECT,
		{TRANSPORT_UNREACHABLE, "nothing answers at ",
			": check the network and the server's address, or "
			"wait until the service is back"}},
	{CURLE_SSL_CONNECT_ERROR,
		{TRANSPORT_UNREACHABLE,
			"no secure connection could be set up with ",
			": check the server's address; something may be in "
			"between"}},
	{CURLE_GOT_NOTHING, CUT_OFF},
	{CURLE_SEND_ERROR, CUT_OFF},
	{CURLE_RECV_ERROR, CUT_OFF},
	{CURLE_PARTIAL_FILE, HALF},
	{CURLE_HTTP2, HALF},
	{CURLE_HTTP2_STREAM, HALF},
	{CURLE_UNSUPPORTED_PROTOCOL, NOT_HTTP},
	{CURLE_WEIRD_SERVER_REPLY, NOT_HTTP},
	{CURLE_SSL_CACERT_BADFILE,
		{TRANSPORT_UNTRUSTED, "nothing was sent to ",
			", because the certificates to trust cannot be read: "
			"correct the setting ca_file"}},
	{CURLE_SSL_PINNEDPUBKEYNOTMATCH,
		{TRANSPORT_UNTRUSTED, "nothing was sent to ",
			", because its key is not the one of the setting pin: "
			"ask your administrator whether it was changed"}},
	{CURLE_PEER_FAILED_VERIFICATION,
		{TRANSPORT_UNTRUSTED, "nothing was sent to ",
			", because its certificate is not in order: tell your "
			"administrator"}},
};

/* The last one in detail, by OpenSSL's verdict (X509_V_ in x509_vfy.h). */
static const struct {
	long verdict;
	struct outcome outcome;
} distrusts[] = {
	/* curl's own: refused before the chain was judged, for its name. */
	{1, {TRANSPORT_UNTRUSTED, "nothing was sent to ",
		    ", because its certificate is for another name: check "
		    "the server's address and the network you are in"}},
	{9, {TRANSPORT_UNTRUSTED, "nothing was sent to ",
		    ", because its certificate is not valid yet: check the "
		    "date of this computer"}},
	{10, {TRANSPORT_UNTRUSTED, "nothing was sent to ",
		     ", because its certificate has expired: tell your "
		     "administrator, or check the date of this computer"}},
	{18, NO_AUTHORITY}, /* self-signed */
	{19, NO_AUTHORITY}, /* self-signed in the chain */
	{20, NO_AUTHORITY}, /* no issuer found */
	{21, NO_AUTHORITY}, /* no issuer for the first of the chain */
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct outcome *
find_distrust(struct request *request, const struct curl_api *curl)
{
	long verdict = -1;

	curl->easy_getinfo(request->easy, CURLINFO_SSL_VERIFYRESULT, &verdict);
	for (size_t i = 0; i < COUNT(distrusts); i++)
		if (distrusts[i].verdict == verdict)
			return &distrusts[i].outcome;
	return NULL;
}

static const struct outcome *
find_failure(
	struct request *request, const struct curl_api *curl, CURLcode code)
{
	static const struct outcome half = HALF;
	const struct outcome *found = NULL;

	if (code == CURLE_OK ||
		(code == CURLE_RECV_ERROR && request->header_bytes > 0))
		return &half;
	if (code == CURLE_PEER_FAILED_VERIFICATION)
		found = find_distrust(request, curl);
	for (size_t i = 0; found == NULL && i < COUNT(failures); i++)
		if (failures[i].code == code)
			found = &failures[i].outcome;
	return found;
}

static void
fill_answer(struct request *request, const struct curl_api *curl,
	struct transport_answer *answer)
{
	CURL *easy = request->easy;
	const char *type = NULL;
	curl_off_t wait_s = 0;
	long status = 0;

	curl->easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	curl->easy_getinfo(easy, CURLINFO_CONTENT_TYPE, &type);
	curl->easy_getinfo(easy, CURLINFO_RETRY_AFTER, &wait_s);
	if (wait_s > NET_RETRY_AFTER_MAX_MS / 1000)
		wait_s = NET_RETRY_AFTER_MAX_MS / 1000;
	answer->end = TRANSPORT_ANSWERED;
	answer->status = (int)status;
	answer->content_type = type == NULL ? "" : type;
	answer->etag = request->etag;
	answer->link = request->link;
	answer->body = request->answer.data;
	answer->body_bytes = request->answer.len;
	answer->retry_after_ms = wait_s > 0 ? wait_s * 1000 : 0;
}

/*
 * What curl says when one header line has no end: out of memory, and since 8.6
 * a code of its own, which older headers do not name.
 */
static bool
is_too_large(CURLcode code)
{
	return code == CURLE_OUT_OF_MEMORY || (int)code == 100;
}

void
outcome_of(struct request *request, const struct curl_api *curl, CURLcode code,
	struct transport_answer *answer_out)
{
	const struct outcome *failure;

	*answer_out = (struct transport_answer){.content_type = "",
		.etag = "",
		.link = "",
		.body = "",
		.why = request->why};
	/* To curl, headers that break off are an answer; to us they are not. */
	if (code == CURLE_OK && request->head_whole) {
		fill_answer(request, curl, answer_out);
		return;
	}
	failure = find_failure(request, curl, code);
	if (request->too_large || is_too_large(code))
		request_fail(request, TRANSPORT_BROKEN,
			"the answer of %s is larger than one of a Connect "
			"service and was not taken: check the server's "
			"address",
			request->site);
	else if (failure != NULL)
		request_fail(request, failure->end, "%s%s%s", failure->before,
			request->site, failure->after);
	else
		request_fail(request, TRANSPORT_UNREACHABLE,
			"%s cannot be reached (%s): check the network",
			request->site, curl->easy_strerror(code));
	answer_out->end = request->end;
}
