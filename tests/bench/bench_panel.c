/*
 * The panel of the real program on a pty: shell to first picture beside a
 * plain ncurses program, key to repaint in long lists beside fzy, wake-ups
 * and memory at rest. Prints a line for each. Asserts nothing.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cache/catalog_cache.h"
#include "journal/journal.h"
#include "lib/figures.h"
#include "lib/office.h"
#include "lib/sample_punch.h"
#include "lib/temp_dir.h"

#define STARTS 60
#define IDLE_MS 20000
#define QUIET_MS 4

/* What somebody types; '<' takes one back. */
static const char typed[] = "elm<<<tower<<<<<03-1<<<<hospital<<<<<<<<e<a<sao "
			    "paulo<<<<<<<<<zz<<quay";

/* Reads until these bytes came; the time when they had. */
static double
read_until(struct vt *vt, const char *bytes)
{
	char heap[1 << 16];
	size_t len = 0;

	while (len < sizeof(heap) - 4097) {
		struct pollfd p = {.fd = vt->fd, .events = POLLIN};
		ssize_t n = poll(&p, 1, 5000) > 0
				    ? read(vt->fd, heap + len, 4096)
				    : -1;

		if (n <= 0)
			break;
		len += (size_t)n;
		if (memmem(heap, len, bytes, strlen(bytes)) != NULL)
			return figures_now_ms();
	}
	fprintf(stderr, "bench_panel: no picture came\n");
	exit(1);
}

/* Time on the processor that a child has had, however busy the machine is. */
static double
busy_ms(pid_t pid)
{
	unsigned long long ns = 0;
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/schedstat", (int)pid);
	file = fopen(path, "r");
	if (file != NULL && fscanf(file, "%llu", &ns) != 1)
		ns = 0;
	if (file != NULL)
		fclose(file);
	return (double)ns / 1e6;
}

/* One key: until the last byte of what it changed has come. */
static double
time_key(struct vt *vt, const char *key, int patience_ms)
{
	double begin = figures_now_ms(), last = begin;

	if (write(vt->fd, key, strlen(key)) < 0)
		exit(1);
	for (;;) {
		struct pollfd p = {.fd = vt->fd, .events = POLLIN};

		if (poll(&p, 1, patience_ms) <= 0)
			break;
		last = figures_now_ms();
		if (!vt_take(vt))
			break;
		patience_ms = QUIET_MS;
	}
	return last - begin;
}

/* Somebody signed in on this desk, without a service that answers. */
static void
settle_in(struct desk *desk)
{
	struct account account = {.server = "http://127.0.0.1:9",
		.username = "dana",
		.device = {{0xdd}},
		.signed_in = true,
		.person = {.id = {{1}},
			.name = "Dana Whitfield",
			.permissions = PERMISSION_SET(CLOCK_IN_OUT) |
				       PERMISSION_SET(CLOCK_IN_FOR),
			.viewset = VIEWSET_ALL,
			.company_id = "acme",
			.company_name = "Acme Roofing",
			.company_zone = "America/New_York",
			.clock_enabled = true}};
	struct journal *journal = NULL;
	char *state = temp_dir_path(desk->home, "state/connect-clock");
	struct err err = {0};
	struct store store;

	if (journal_open(state, NULL, &journal, &err) < 0) {
		fprintf(stderr, "bench_panel: %s\n", err.text);
		exit(1);
	}
	store = journal_store(journal);
	if (sample_sign_in(&store, &account, &err) < 0)
		exit(1);
	journal_close(journal);
	free(state);
}

static const char *const words[] = {"Elm", "Street", "Tower", "North", "South",
	"Bridge", "Łódź", "Harbour", "School", "Hospital", "Annex", "Phase",
	"Plaza", "Mill", "Road", "Garden", "Depot", "Station", "Park", "Court",
	"São", "Paulo", "Warehouse", "Quay", "Chapel", "Hill", "Concrete"};
#define WORDS (sizeof(words) / sizeof(words[0]))

static void
make_entry(unsigned n, struct entry *entry)
{
	unsigned seed = n * 2654435761u;

	*entry =
		(struct entry){.kind = n < 2 ? ENTRY_COST_CODE : ENTRY_LOCATION,
			.active = true,
			.all_cost_codes = true};
	memcpy(entry->id.bytes, &n, sizeof(n));
	entry->id.bytes[15] = 1;
	snprintf(entry->number, sizeof(entry->number), "%02u-%05u", n % 97, n);
	snprintf(entry->name, sizeof(entry->name), "%s %s %s %u",
		words[seed % WORDS], words[seed / 31 % WORDS],
		words[seed / 977 % WORDS], n);
}

/* A catalogue of so many, and the same lines in a file for others. */
static void
stock(struct desk *desk, unsigned count)
{
	enum {
		PAGE = 5000
	};
	char *cache = temp_dir_path(desk->home, "cache/connect-clock");
	char *list = temp_dir_path(desk->home, "list");
	struct catalog_cache_file *file = catalog_cache_open(cache);
	struct catalog_cache port = catalog_cache_port(file);
	struct entry *page = calloc(PAGE, sizeof(*page));
	FILE *lines = fopen(list, "w");
	struct err err = {0};

	if (page == NULL || lines == NULL)
		exit(1);
	for (unsigned n = 0; n < count; n += PAGE) {
		unsigned size = count - n < PAGE ? count - n : PAGE;

		for (unsigned i = 0; i < size; i++) {
			make_entry(n + i, &page[i]);
			fprintf(lines, "%s %s\n", page[i].number, page[i].name);
		}
		if (port.ops->put(port.self, 1, page, size, "c", &err) < 0) {
			fprintf(stderr, "bench_panel: %s\n", err.text);
			exit(1);
		}
	}
	fclose(lines);
	free(page);
	catalog_cache_close(file);
	free(list);
	free(cache);
}

/* From a field, back to where letters are keys. */
static void
to_buttons(struct vt *vt)
{
	vt_type(vt, "\033");
	vt_wait(vt, "Q Quit");
}

static void
leave(struct vt *vt)
{
	vt_type(vt, "q");
	vt_wait_end(vt);
	vt_close(vt);
}

static void
print_start(const char *name, struct figures *ours, struct figures *limit)
{
	printf("%s ms=%.3f p99_ms=%.3f limit_ms=%.3f limit_p99_ms=%.3f\n", name,
		figures_at(ours, 50), figures_at(ours, 99),
		figures_at(limit, 50), figures_at(limit, 99));
	figures_release(ours);
	figures_release(limit);
}

static void
bench_start(struct desk *desk)
{
	char *limit = office_program("tests/bench/limit_ncurses");
	struct figures ours = {0}, theirs = {0};
	struct figures ours_busy = {0}, theirs_busy = {0};

	for (int i = 0; i < STARTS; i++) {
		struct vt vt;
		double begin = figures_now_ms();

		vt_open(&vt, (const char *[]){limit, NULL},
			(const char *const *)desk->env, 24, 80);
		figures_add(&theirs, read_until(&vt, "Quit") - begin);
		figures_add(&theirs_busy, busy_ms(vt.pid));
		vt_close(&vt);
		begin = figures_now_ms();
		desk_panel(desk, &vt, 24, 80);
		figures_add(&ours, read_until(&vt, "Quit") - begin);
		figures_add(&ours_busy, busy_ms(vt.pid));
		leave(&vt);
	}
	print_start("panel.start", &ours, &theirs);
	print_start("panel.start.cpu", &ours_busy, &theirs_busy);
	free(limit);
}

static void
type_all(struct vt *vt, struct figures *figures)
{
	for (const char *c = typed; *c != '\0'; c++) {
		const char key[] = {*c == '<' ? '\177' : *c, '\0'};
		double ms = time_key(vt, key, 2000);

		if (ms > 0)
			figures_add(figures, ms);
	}
}

static long
status_of(pid_t pid, const char *name)
{
	char path[64], line[256];
	long value = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	file = fopen(path, "r");
	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		if (strncmp(line, name, strlen(name)) == 0)
			value = strtol(line + strlen(name), NULL, 10);
	if (file != NULL)
		fclose(file);
	return value;
}

static void
bench_keys(struct desk *desk, unsigned count)
{
	struct figures keys = {0};
	struct vt vt;
	double open_ms;

	desk_panel(desk, &vt, 24, 80);
	vt_wait(&vt, "Q Quit");
	vt_type(&vt, "\t");
	vt_wait(&vt, "> Employee");
	vt_type(&vt, "\t");
	vt_wait(&vt, "> Location");
	open_ms = time_key(&vt, "/", 20000);
	vt_wait(&vt, "Enter Choose");
	type_all(&vt, &keys);
	printf("panel.keys.%u ms=%.3f p95_ms=%.3f open_ms=%.1f rss_kib=%ld\n",
		count, figures_at(&keys, 50), figures_at(&keys, 95), open_ms,
		status_of(vt.pid, "VmRSS:"));
	figures_release(&keys);
	vt_type(&vt, "\033");
	vt_wait(&vt, "Esc Buttons");
	to_buttons(&vt);
	leave(&vt);
}

static void
bench_fzy(struct desk *desk, unsigned count)
{
	char *list = temp_dir_path(desk->home, "list");
	struct figures keys = {0};
	struct vt vt;
	char command[4096];

	snprintf(command, sizeof(command), "exec fzy -l 20 < %s", list);
	vt_open(&vt, (const char *[]){"sh", "-c", command, NULL}, NULL, 24, 80);
	vt_wait(&vt, ">");
	type_all(&vt, &keys);
	printf("fzy.%u ms=%.3f p95_ms=%.3f\n", count, figures_at(&keys, 50),
		figures_at(&keys, 95));
	figures_release(&keys);
	vt_type(&vt, "\033");
	vt_wait_end(&vt);
	vt_close(&vt);
	free(list);
}

/* Looks at the panel for so long, awake only when it paints. */
static void
watch(struct vt *vt, int for_ms)
{
	struct pollfd p = {.fd = vt->fd, .events = POLLIN};
	double end = figures_now_ms() + for_ms, left = for_ms;

	while (left > 0 && poll(&p, 1, (int)left + 1) > 0 && vt_take(vt))
		left = end - figures_now_ms();
}

/* A panel until this stands on it, then left alone. */
static void
bench_rest(struct desk *desk, const char *name, const char *what)
{
	struct vt vt;
	long before;

	desk_panel(desk, &vt, 24, 80);
	vt_wait(&vt, what);
	time_key(&vt, "\t", 2000);
	before = status_of(vt.pid, "voluntary_ctxt_switches:");
	watch(&vt, IDLE_MS);
	printf("%s wakeups=%ld seconds=%d rss_kib=%ld\n", name,
		status_of(vt.pid, "voluntary_ctxt_switches:") - before,
		IDLE_MS / 1000, status_of(vt.pid, "VmRSS:"));
	to_buttons(&vt);
	leave(&vt);
}

int
main(void)
{
	static const unsigned sizes[] = {100000, 1000000};
	struct child_output output;
	struct office office;
	struct desk desk, online;

	desk_open(&desk);
	settle_in(&desk);
	stock(&desk, 12);
	desk_run(&desk,
		(const char *[]){
			"go", "-l", "05-00005", "-c", "00-00000", NULL},
		NULL, &output);
	if (output.status != 0)
		fprintf(stderr, "bench_panel: %s", output.err);
	child_output_release(&output);
	bench_start(&desk);
	bench_rest(&desk, "panel.offline", "Q Quit");
	office_open(&office);
	desk_open(&online);
	desk_sign_in(&online, &office);
	bench_rest(&online, "panel.online", "online");
	desk_close(&online);
	office_close(&office);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		stock(&desk, sizes[i]);
		bench_keys(&desk, sizes[i]);
		if (system("command -v fzy >/dev/null") == 0)
			bench_fzy(&desk, sizes[i]);
	}
	desk_close(&desk);
	return 0;
}
