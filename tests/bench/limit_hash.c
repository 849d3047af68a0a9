/*
 * limit_hash HASHES: so many passwords are hashed at the service's cost, two
 * at a time, as it does; prints how many a second: the limit of a sign-in.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "crypto/password.h"

#define AT_ONCE 2

static void *
hash(void *ctx)
{
	char out[PASSWORD_HASH_BYTES];
	struct err err;

	for (long n = *(long *)ctx; n > 0; n--)
		if (password_hash(
			    "secret", 6, &password_cost_default, out, &err) < 0)
			exit(1);
	return NULL;
}

static double
now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int
main(int argc, char **argv)
{
	pthread_t threads[AT_ONCE];
	double began = now_s();
	long each;

	if (argc != 2) {
		fprintf(stderr, "usage: limit_hash HASHES\n");
		return 64;
	}
	each = strtol(argv[1], NULL, 10) / AT_ONCE;
	for (int i = 0; i < AT_ONCE; i++)
		if (pthread_create(&threads[i], NULL, hash, &each) != 0)
			return 1;
	for (int i = 0; i < AT_ONCE; i++)
		pthread_join(threads[i], NULL);
	printf("%.1f\n", (double)(each * AT_ONCE) / (now_s() - began));
	return 0;
}
