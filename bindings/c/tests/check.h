/* Assertions for the tests. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "leadhook.h"

#define CHECK(condition)                                                               \
    do {                                                                               \
        if (!(condition)) {                                                            \
            fprintf(stderr, "%s:%d: check failed: %s\n", __FILE__, __LINE__, #condition); \
            exit(1);                                                                   \
        }                                                                              \
    } while (0)

/* The bytes of a string literal or array, and their number. */
#define BYTES(string) ((const uint8_t *)(string)), (sizeof(string) - 1)
#define MAX LEADHOOK_DEFAULT_MAX_BODY

/* Checks that a call fails with a code, with and without an error argument, and that the error's message contains a
 * text. The call is evaluated twice. It must pass the variable "error". */
#define FAILS(expected, call, text)                                                    \
    do {                                                                               \
        leadhook_error *received_error = NULL, **error = &received_error;              \
        CHECK((call) == (expected));                                                   \
        CHECK(leadhook_error_code(received_error) == (expected));                      \
        if (strstr(leadhook_error_message(received_error), text) == NULL) {            \
            fprintf(stderr, "message: %s\n", leadhook_error_message(received_error));  \
            CHECK(!"the message contains " #text);                                     \
        }                                                                              \
        leadhook_error_free(&received_error);                                          \
        CHECK(received_error == NULL);                                                 \
        error = NULL;                                                                  \
        CHECK((call) == (expected));                                                   \
    } while (0)
#define REFUSES(call, text) FAILS(LEADHOOK_INVALID_ARGUMENT, call, text)

/* Checks that a call succeeds and sets the error to NULL. The call must pass the variable "error". */
#define SUCCEEDS(call)                                                                 \
    do {                                                                               \
        leadhook_error *received_error = (leadhook_error *)&received_error;            \
        leadhook_error **error = &received_error;                                      \
        if ((call) != LEADHOOK_OK) {                                                   \
            fprintf(stderr, "message: %s\n", leadhook_error_message(received_error));  \
            CHECK(!#call);                                                             \
        }                                                                              \
        CHECK(received_error == NULL);                                                 \
    } while (0)

#endif
