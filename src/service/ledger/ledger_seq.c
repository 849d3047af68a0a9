#include "service/ledger/correct.h"

#define SEQ_BYTES 7 /* below 2^53 */

struct id
ledger_seq_id(int64_t seq)
{
	struct id id = {.bytes = {[6] = 0x80, [8] = 0x80}};

	for (size_t i = 0; i < SEQ_BYTES; i++)
		id.bytes[sizeof(id.bytes) - 1 - i] =
			(unsigned char)((uint64_t)seq >> (8 * i));
	return id;
}

int64_t
ledger_seq_of(const struct id *id)
{
	struct id back;
	int64_t seq = 0;

	for (size_t i = sizeof(id->bytes) - SEQ_BYTES; i < sizeof(id->bytes);
		i++)
		seq = seq << 8 | id->bytes[i];
	back = ledger_seq_id(seq);
	return id_equal(id, &back) ? seq : 0;
}
