#ifndef BASE_VERSION_H
#define BASE_VERSION_H

/* Of all programs. */
#define VERSION "0.1.0"

#endif
