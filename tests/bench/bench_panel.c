/*
 * The panel of the real program on a pty: shell to first picture beside a
 * plain ncurses program, key to repaint in long lists beside fzy, wake-ups
 * and memory at rest. Asserts nothing.
 */
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "journal/catalog_cache.h"
#include "journal/journal.h"
#include "lib/office.h"
#include "lib/temp_dir.h"

#define STARTS 60
#define IDLE_MS 20000
#define QUIET_MS 4
#define SAMPLES_MAX 400

/* What somebody types; '<' takes one back. */
static const char typed[] = "elm<<<tower<<<<<03-1<<<<hospital<<<<<<<<e<a<sao "
			    "paulo<<<<<<<<<zz<<quay";

struct samples {
	double ms[SAMPLES_MAX];
	size_t count;
};

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
add(struct samples *samples, double ms)
{
	if (samples->count < SAMPLES_MAX)
		samples->ms[samples->count++] = ms;
}

static double
print(const char *what, struct samples *samples)
{
	size_t n = samples->count;

	qsort(samples->ms, n, sizeof(double), compare);
	printf("  %-34s median %7.2f ms   p95 %7.2f ms   max %7.2f ms\n", what,
		samples->ms[n / 2], samples->ms[n * 95 / 100],
		samples->ms[n - 1]);
	return samples->ms[n / 2];
}

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
			return now_ms();
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
	double begin = now_ms(), last = begin;

	if (write(vt->fd, key, strlen(key)) < 0)
		exit(1);
	for (;;) {
		struct pollfd p = {.fd = vt->fd, .events = POLLIN};

		if (poll(&p, 1, patience_ms) <= 0)
			break;
		last = now_ms();
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
			.permissions = 3,
			.viewset = VIEWSET_ALL,
			.company_id = "acme",
			.company_name = "Acme Roofing",
			.company_zone = "America/New_York",
			.clock_enabled = true}};
	struct journal *journal = NULL;
	char *state = temp_dir_path(desk->home, "state/connect-clock");
	struct err err = {0};
	struct store store;

	if (journal_open(state, NULL, &journal, &err) != 0) {
		fprintf(stderr, "bench_panel: %s\n", err.text);
		exit(1);
	}
	store = journal_store(journal);
	if (store.ops->account_save(store.self, &account, &err) != 0)
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
		if (port.ops->put(port.self, 1, page, size, "c", &err) != 0) {
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

static void
leave(struct vt *vt)
{
	vt_type(vt, "q");
	vt_wait_end(vt);
	vt_close(vt);
}

static void
bench_start(struct desk *desk)
{
	char *limit = office_program("tests/bench/limit_ncurses");
	struct samples ours = {.count = 0}, theirs = {.count = 0};
	struct samples ours_busy = {.count = 0}, theirs_busy = {.count = 0};
	double a, b;

	for (int i = 0; i < STARTS; i++) {
		struct vt vt;
		double begin = now_ms();

		vt_open(&vt, (const char *[]){limit, NULL},
			(const char *const *)desk->env, 24, 80);
		add(&theirs, read_until(&vt, "Quit") - begin);
		add(&theirs_busy, busy_ms(vt.pid));
		vt_close(&vt);
		begin = now_ms();
		desk_panel(desk, &vt, 24, 80);
		add(&ours, read_until(&vt, "Quit") - begin);
		add(&ours_busy, busy_ms(vt.pid));
		leave(&vt);
	}
	printf("shell to first picture (%d times each)\n", STARTS);
	b = print("plain ncurses program", &theirs);
	a = print("panel", &ours);
	printf("  ratio %.2f (goal 1.7)\n", a / b);
	b = print("  of it on the processor", &theirs_busy);
	a = print("  of it on the processor", &ours_busy);
	printf("  ratio %.2f\n", a / b);
	free(limit);
}

static void
type_all(struct vt *vt, struct samples *samples)
{
	for (const char *c = typed; *c != '\0'; c++) {
		const char key[] = {*c == '<' ? '\177' : *c, '\0'};
		double ms = time_key(vt, key, 2000);

		if (ms > 0)
			add(samples, ms);
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

static double
bench_keys(struct desk *desk, unsigned count)
{
	struct samples samples = {.count = 0};
	struct vt vt;
	char what[64];
	double open_ms;

	desk_panel(desk, &vt, 24, 80);
	vt_wait(&vt, "Q Quit");
	vt_type(&vt, "\t");
	vt_wait(&vt, "> Location");
	open_ms = time_key(&vt, "/", 20000);
	vt_wait(&vt, "Enter Choose");
	type_all(&vt, &samples);
	snprintf(what, sizeof(what), "panel, %u entries", count);
	print(what, &samples);
	printf("  %-34s %.0f ms, then %ld MB in memory\n", "  opening the list",
		open_ms, status_of(vt.pid, "VmRSS:") / 1024);
	vt_type(&vt, "\033");
	vt_wait(&vt, "Q Quit");
	leave(&vt);
	return samples.ms[samples.count / 2];
}

static void
bench_fzy(struct desk *desk, double ours_ms)
{
	char *list = temp_dir_path(desk->home, "list");
	struct samples samples = {.count = 0};
	struct vt vt;
	char command[4096];

	snprintf(command, sizeof(command), "exec fzy -l 20 < %s", list);
	vt_open(&vt, (const char *[]){"sh", "-c", command, NULL}, NULL, 24, 80);
	vt_wait(&vt, ">");
	type_all(&vt, &samples);
	printf("  fzy is slower by %.1f\n",
		print("fzy, the same list", &samples) / ours_ms);
	vt_type(&vt, "\033");
	vt_wait_end(&vt);
	vt_close(&vt);
	free(list);
}

static void
bench_rest(struct desk *desk)
{
	struct pollfd p = {.events = POLLIN};
	struct vt vt;
	long before;
	int seconds = IDLE_MS / 1000;
	double end;

	desk_panel(desk, &vt, 24, 80);
	vt_wait(&vt, "online");
	time_key(&vt, "\t", 2000);
	before = status_of(vt.pid, "voluntary_ctxt_switches:");
	end = now_ms() + IDLE_MS;
	p.fd = vt.fd;
	while (now_ms() < end && poll(&p, 1, (int)(end - now_ms()) + 1) > 0 &&
		vt_take(&vt))
		;
	printf("at rest\n  woken %ld times in %d s; %ld kB in memory\n",
		status_of(vt.pid, "voluntary_ctxt_switches:") - before, seconds,
		status_of(vt.pid, "VmRSS:"));
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
	office_open(&office);
	desk_open(&online);
	desk_sign_in(&online, &office);
	bench_rest(&online);
	desk_close(&online);
	office_close(&office);
	printf("key to repaint\n");
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		double ours_ms;

		stock(&desk, sizes[i]);
		ours_ms = bench_keys(&desk, sizes[i]);
		if (system("command -v fzy >/dev/null") == 0)
			bench_fzy(&desk, ours_ms);
	}
	desk_close(&desk);
	return 0;
}
