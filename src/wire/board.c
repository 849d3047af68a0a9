/* The board: who is in, and where. */
#include <stdlib.h>

#include "card_parts.h"
#include "parts.h"

static const char *const mode_names[] = {
#define X(name, number, wire) [CLOCK_##name] = (wire),
	CLOCK_MODES(X)
#undef X
};
#define MODE_COUNT (sizeof(mode_names) / sizeof(*mode_names))

void
wire_board_encode(const struct wire_board *board, struct str *out)
{
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	parts_write_time(&json, "as_of", board->as_of_ms);
	jsonout_array(&json, "people");
	for (size_t i = 0; i < board->count; i++) {
		const struct wire_board_row *row = &board->rows[i];

		jsonout_object(&json, NULL);
		jsonout_id(&json, "employee", &row->employee);
		jsonout_text(&json, "state", mode_names[row->mode]);
		card_write_time(
			&json, "since", row->since_ms != 0, row->since_ms);
		jsonout_id(&json, "location", &row->location);
		jsonout_id(&json, "cost_code", &row->cost_code);
		jsonout_bool(&json, "missing_stop", row->missing_stop);
		jsonout_object_end(&json);
	}
	jsonout_array_end(&json);
	jsonout_object_end(&json);
}

static void
read_row(struct cursor *item, void *out)
{
	struct wire_board_row *row = out;
	int mode;

	reader_id(item, "employee", READER_WANTED, &row->employee);
	mode = reader_choice(
		item, "state", READER_WANTED, mode_names, MODE_COUNT);
	row->mode = mode < 0 ? CLOCK_OUT : (enum clock_mode)mode;
	reader_time(item, "since", READER_OPTIONAL, &row->since_ms);
	reader_id(item, "location", READER_OPTIONAL, &row->location);
	reader_id(item, "cost_code", READER_OPTIONAL, &row->cost_code);
	reader_bool(item, "missing_stop", READER_WANTED, &row->missing_stop);
}

int
wire_board_decode(const char *bytes, size_t len, struct wire_board *board_out,
	struct err *err)
{
	struct wire_board board = {.count = 0};
	struct reader reader;
	struct cursor root;

	reader_open(&reader, bytes, len, &card_rules, err);
	reader_root(&reader, &root);
	reader_time(&root, "as_of", READER_WANTED, &board.as_of_ms);
	board.rows = card_read_list(
		&root, "people", sizeof(*board.rows), read_row, &board.count);
	reader_end(&root);
	if (reader_close(&reader) < 0) {
		wire_board_release(&board);
		return -1;
	}
	*board_out = board;
	return 0;
}

void
wire_board_release(struct wire_board *board)
{
	free(board->rows);
	*board = (struct wire_board){.count = 0};
}
