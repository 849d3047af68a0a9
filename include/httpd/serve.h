#ifndef HTTPD_SERVE_H
#define HTTPD_SERVE_H

/* The sub-command that serves. */

#include "service/command.h"

/* Serves until SIGTERM or SIGINT, then answers what is there and ends. */
extern const struct command command_serve;

#endif
