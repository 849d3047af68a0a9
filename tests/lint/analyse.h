/*
 * Put before every file that clang-tidy reads, base/err.c excepted: it sees
 * one file at a time, and could not know that these always return -1.
 */
#include "base/err.h"

#define err_set(...) (err_set(__VA_ARGS__), -1)
#define err_set_errno(...) (err_set_errno(__VA_ARGS__), -1)
#define err_wrap(...) (err_wrap(__VA_ARGS__), -1)
