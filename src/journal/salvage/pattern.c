#include "pattern.h"

#include "journal/format/row.h"

#define FIVE(a, b, c, d, e) "?" #a ", ?" #b ", ?" #c ", ?" #d ", ?" #e ", "
#define TWENTY                                                                 \
	FIVE(1, 2, 3, 4, 5)                                                    \
	FIVE(6, 7, 8, 9, 10)                                                   \
	FIVE(11, 12, 13, 14, 15)                                               \
	FIVE(16, 17, 18, 19, 20)

static const struct pattern patterns[] = {
	{
		.table = PATTERN_PUNCH,
		.columns = "NIIIBBBBIbbbIIIBTIiTLLI",
		.insert = "INSERT INTO found_punch VALUES(" TWENTY
			  "?21, ?22, ?23, :content, :pattern)" PATTERN_MERGE,
		.state = ROW_COLUMN_STATE,
		.digest = row_digest,
	},
	{
		.table = PATTERN_OTHER,
		.columns = "NTTTBIIIIBTIIIIIITTILL",
		.insert = "INSERT INTO found_account VALUES(" TWENTY
			  "?21, ?22, NULL)",
	},
	{
		.table = PATTERN_OTHER, /* since format 2 */
		.columns = "NTTTBIIIIBTIIIIIITTILLi",
		.insert = "INSERT INTO found_account VALUES(" TWENTY
			  "?21, ?22, ?23)",
	},
	{
		.table = PATTERN_OTHER,
		.columns = "NIBBbTIIL",
		.insert = "INSERT INTO found_enrolment VALUES("
			  "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
	},
	{
		.table = PATTERN_OTHER,
		.columns = "NIIIIIITIITT",
		.insert = "INSERT OR REPLACE INTO found_verdict VALUES("
			  "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
	},
	{
		.table = PATTERN_OTHER,
		.columns = "NIT",
		.insert = "INSERT OR REPLACE INTO found_closing VALUES("
			  "?1, ?2, ?3)",
	},
	{
		.table = PATTERN_OTHER,
		.columns = "NIIII",
		.insert = "INSERT INTO found_loss SELECT ?1, ?2, ?3, ?4, ?5 "
			  "WHERE ?5 = 4 * (?1 + ?2) + 2 * ?3 + ?4",
	},
};

const struct pattern_list pattern_now = {
	patterns, sizeof(patterns) / sizeof(patterns[0])};
