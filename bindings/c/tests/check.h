/* What the tests have to say. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "leadhook.h"

#define CHECK(what)                                                           \
    do {                                                                      \
        if (!(what)) {                                                        \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #what); \
            exit(1);                                                          \
        }                                                                     \
    } while (0)

/* The bytes of a text, and how many they are. */
#define BYTES(text) ((const uint8_t *)(text)), (sizeof(text) - 1)
#define MAX LEADHOOK_MAX_BODY

/* The call fails with a code, whether or not it is asked why; and if so, it says why. */
#define FAILS(expected, call, said)                                            \
    do {                                                                       \
        leadhook_error *why = NULL, **error = &why;                            \
        CHECK((call) == (expected));                                           \
        CHECK(leadhook_error_code(why) == (expected));                         \
        if (strstr(leadhook_error_message(why), said) == NULL) {               \
            fprintf(stderr, "%s\n", leadhook_error_message(why));              \
            CHECK(!"it says why");                                             \
        }                                                                      \
        leadhook_error_free(&why);                                             \
        CHECK(why == NULL);                                                    \
        error = NULL;                                                          \
        CHECK((call) == (expected));                                           \
    } while (0)
#define REFUSES(call, said) FAILS(LEADHOOK_ARGUMENT, call, said)

/* The same of a call that goes well. */
#define DOES(call)                                                             \
    do {                                                                       \
        leadhook_error *why = (leadhook_error *)&why, **error = &why;          \
        if ((call) != LEADHOOK_OK) {                                           \
            fprintf(stderr, "%s\n", leadhook_error_message(why));              \
            CHECK(!#call);                                                     \
        }                                                                      \
        CHECK(why == NULL);                                                    \
    } while (0)

#endif
