#ifndef WIRE_PROJECT_PARTS_H
#define WIRE_PROJECT_PARTS_H

/* What the parts of a project's document share: names, times, dates. */

#include "base/jsonout.h"
#include "reader.h"
#include "wire/project.h"

#define PROJECT_MINUTES_MAX 1000000

/* Values, as those of reader.h. A name becomes the id that it stands for. */
bool project_read_name(struct cursor *cursor, const char *key,
	enum reader_need need, struct id *id_out);
bool project_read_time(struct cursor *cursor, const char *key,
	enum reader_need need, const struct zone *zone, int64_t *ms_out);
bool project_read_date(struct cursor *cursor, const char *key,
	enum reader_need need, int32_t *date_out);
/* A date, or a time; a date is its first instant. */
bool project_read_from(struct cursor *cursor, const char *key,
	const struct zone *zone, int64_t *ms_out);
/* Minutes; absent leaves the value. */
void project_read_minutes(struct cursor *cursor, const char *key, int *out);

/* Whether an array's next element is a list, an object, a text. */
bool project_next_is_list(const struct cursor *array);
bool project_next_is_object(const struct cursor *array);

/* The id of a place in a list, from 1: "c12". */
struct id project_place_id(const char *before, size_t place);

/* A name; null of none. */
void
project_write_name(struct jsonout *json, const char *key, const struct id *id);
/* A date; a time in RFC 3339, with the zone's offset. */
void project_write_date(struct jsonout *json, const char *key, int32_t date);
void project_write_time(struct jsonout *json, const char *key,
	const struct zone *zone, int64_t ms);

/* The policies, into the spans. */
void project_read_policies(struct cursor *root, struct wire_project *in);
void project_release_policies(struct wire_project *in);

/* Each raises latest_ms to its latest time. Corrections come last. */
void project_read_events(
	struct cursor *root, struct wire_project *in, int64_t *latest_ms);
void project_read_deliveries(
	struct cursor *root, struct wire_project *in, int64_t *latest_ms);
void project_read_corrections(
	struct cursor *root, struct wire_project *in, int64_t *latest_ms);

#endif
