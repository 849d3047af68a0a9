#ifndef BASE_LOG_H
#define BASE_LOG_H

/*
 * One line of structured log per event on stderr, "<N>" priority first
 * (sd-daemon(3)), then key=value pairs; values are cleaned and quoted, so no
 * foreign text can start a line or a field. For programs that serve; layers
 * below service and programs do not log.
 */

enum log_level {
	LOG_LEVEL_ERROR = 3,
	LOG_LEVEL_WARNING = 4,
	LOG_LEVEL_INFO = 6
};

/*
 * log_event(LOG_LEVEL_INFO, "listening", "address", text, NULL): pairs of key
 * and text up to a NULL key. One write(2), safe from several threads.
 */
void log_event(enum log_level level, const char *event, ...)
	__attribute__((sentinel));

#endif
