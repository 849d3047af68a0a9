#ifndef SERVICE_IDENTITY_VERIFY_PAGE_H
#define SERVICE_IDENTITY_VERIFY_PAGE_H

/*
 * The page of a mailed link, in each of its states: plain HTML, no script, no
 * cookie, at most 10 KB; made for a narrow screen and for a screen reader, in
 * the languages of core/company.h. All addresses in it are relative.
 */

#include "service/desk/reply.h"
#include "verification.h"

enum verify_page {
	VERIFY_PAGE_SET,
	VERIFY_PAGE_SHORT,     /* the same: what was typed is too short */
	VERIFY_PAGE_EASY,      /* too easy to guess */
	VERIFY_PAGE_DIFFERENT, /* not twice the same */
	VERIFY_PAGE_USED,
	VERIFY_PAGE_NEWER,
	VERIFY_PAGE_EXPIRED,
	VERIFY_PAGE_NONE,
	VERIFY_PAGE_DONE,
	VERIFY_PAGE_FORGOT,      /* a form: who asks for a mail */
	VERIFY_PAGE_FORGOT_WHOM, /* the same: what was typed names nobody */
	VERIFY_PAGE_ASKED,       /* another mail is on its way, if it may be */
	VERIFY_PAGE_BUSY         /* come back in a moment */
};

struct verify_page_facts {
	const struct verification *it;
	const char *token;      /* of the address */
	const char *public_url; /* of the service, or NULL */
	/* What the browser wants, or NULL: it counts where `it` is nobody's. */
	const char *accept_language;
};

/* Answers with it, and its status. */
void verify_page(enum verify_page page, const struct verify_page_facts *facts,
	struct reply *reply);

#endif
