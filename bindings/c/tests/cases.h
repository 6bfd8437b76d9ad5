/* Reads the conformance cases of tests/conformance: cases.tsv and events.tsv. */
#ifndef CASES_H
#define CASES_H

#include "check.h"

typedef struct test_case {
    const char *name;
    /* NULL in a case of events.tsv. */
    const char *vendor;
    uint8_t *body;
    size_t length;
    const char *outcome;
    const char *expected;
    /* NULL in a case of cases.tsv. */
    const char *verdict;
    const char *state;
} test_case;

typedef enum case_kind { WEBHOOKS, EVENTS } case_kind;

typedef struct test_cases {
    char *file;
    test_case *cases;
    size_t count;
} test_cases;

static int base64_digit(char c) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = c == '\0' ? NULL : strchr(digits, c);
    return found == NULL ? -1 : (int)(found - digits);
}

/* Allocates exactly the size of the body, so that AddressSanitizer and valgrind detect a read past its end. */
static uint8_t *base64_decode(const char *text, size_t *length) {
    size_t digits = strcspn(text, "=");
    unsigned bits = 0;
    uint8_t *bytes = NULL;
    *length = digits * 6 / 8;
    if (*length > 0) {
        bytes = malloc(*length);
        CHECK(bytes != NULL);
    }
    for (size_t i = 0, decoded = 0; i < digits; i++) {
        int digit = base64_digit(text[i]);
        CHECK(digit >= 0);
        bits = bits << 6 | (unsigned)digit;
        if (i % 4 != 0) {
            bytes[decoded++] = (uint8_t)(bits >> (6 - i % 4 * 2));
        }
    }
    return bytes;
}

static char *read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    CHECK(file != NULL && fseek(file, 0, SEEK_END) == 0);
    long size = ftell(file);
    CHECK(size >= 0);
    rewind(file);
    char *text = malloc((size_t)size + 1);
    CHECK(text != NULL && fread(text, 1, (size_t)size, file) == (size_t)size);
    text[size] = '\0';
    CHECK(fclose(file) == 0);
    return text;
}

/* Returns the text before the next separator, which becomes a NUL, and sets *rest to the text after it. */
static char *cut(char **rest, char separator) {
    char *begin = *rest, *end = strchr(begin, separator);
    CHECK(end != NULL);
    *end = '\0';
    *rest = end + 1;
    return begin;
}

static test_cases read_cases(const char *path, case_kind kind) {
    test_cases all = {read_file(path), NULL, 0};
    char *rest = all.file;
    cut(&rest, '\n');
    while (*rest != '\0') {
        all.cases = realloc(all.cases, (all.count + 1) * sizeof *all.cases);
        CHECK(all.cases != NULL);
        test_case *one = &all.cases[all.count++];
        one->name = cut(&rest, '\t');
        one->vendor = kind == WEBHOOKS ? cut(&rest, '\t') : NULL;
        one->body = base64_decode(cut(&rest, '\t'), &one->length);
        one->outcome = cut(&rest, '\t');
        one->expected = cut(&rest, kind == WEBHOOKS ? '\n' : '\t');
        one->verdict = kind == WEBHOOKS ? NULL : cut(&rest, '\t');
        one->state = kind == WEBHOOKS ? NULL : cut(&rest, '\n');
    }
    return all;
}

static void free_cases(test_cases *all) {
    for (size_t i = 0; i < all->count; i++) {
        free(all->cases[i].body);
    }
    free(all->cases);
    free(all->file);
}

#endif
