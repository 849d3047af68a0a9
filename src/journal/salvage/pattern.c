#include "pattern.h"

#include "journal/format/row.h"

/* Of two copies that differ in their state only, answered wins, then waiting:
 * to be sent twice does no harm. */
#define PATTERN_NEWER                                                          \
	" ON CONFLICT DO UPDATE SET state = excluded.state "                   \
	"WHERE excluded.state = 1 OR (excluded.state = 0 AND state = 2)"

static const struct pattern patterns[] = {
	{
		.table = PATTERN_PUNCH,
		.columns = "NIIBBBBIbbbIIIBTIiTLI",
		.insert = "INSERT INTO found_punch VALUES(?1, ?2, ?3, ?4, ?5, "
			  "?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, "
			  "?17, ?18, ?19, ?20, ?21, :content, "
			  ":pattern)" PATTERN_NEWER,
		.state = ROW_COLUMN_STATE,
		.fits = row_fits,
	},
	{
		.table = PATTERN_ACCOUNT,
		.columns = "NTTTBIIIIIBTIIIIIITTI",
		.insert = "INSERT OR IGNORE INTO found_account VALUES(?1, ?2, "
			  "?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, "
			  "?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
	},
	{
		.table = PATTERN_VERDICT,
		.columns = "NIIIIITT",
		.insert = "INSERT OR REPLACE INTO found_verdict "
			  "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
	},
};

const struct pattern_list pattern_now = {
	patterns, sizeof(patterns) / sizeof(patterns[0])};
