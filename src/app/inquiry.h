#ifndef APP_INQUIRY_H
#define APP_INQUIRY_H

/*
 * News before judgement: the service is asked for the clocks of others, and so
 * long it is waited for (app/deliver.h, deliver_ask).
 */

#include "inside.h"

/* With the app; nobody is told any more. */
void inquiry_open(struct app *app);
void inquiry_close(struct app *app);

/* Others were asked for: it may be what is waited for. */
void inquiry_look(struct app *app);

#endif
