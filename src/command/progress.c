#include "command/progress.h"

/* Sooner an estimate is a guess. */
#define ESTIMATE_MS 1000

static void
add_left(struct str *out, int64_t left_ms)
{
	int64_t s = (left_ms + 999) / 1000;
	int64_t minutes = (s + 59) / 60;

	if (s <= 90)
		str_addf(out, ", about %lld s left", (long long)s);
	else if (minutes <= 90)
		str_addf(out, ", about %lld min left", (long long)minutes);
	else
		str_addf(out, ", about %lld h left",
			(long long)(minutes + 59) / 60);
}

void
progress_words(struct str *out, const struct progress *progress)
{
	int64_t done = progress->done;
	int64_t total = progress->total;

	if (total <= 0) {
		str_addf(out, "%lld", (long long)done);
		return;
	}
	/* What was counted before may have become more meanwhile. */
	if (done > total)
		done = total;
	str_addf(out, "%lld %%",
		(long long)((double)done * 100 / (double)total));
	if (done > 0 && done < total && progress->elapsed_ms >= ESTIMATE_MS)
		add_left(out, (int64_t)((double)progress->elapsed_ms *
					(double)(total - done) / (double)done));
}
