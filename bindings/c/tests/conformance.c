/* The cases that every binding must answer as the crate does, each so many times: conformance CASES TIMES. */
#include "cases.h"

/* The pointers of all violations as the cases have them. */
static char *pointers(const leadhook_error *error) {
    char *all = calloc(1, 1);
    CHECK(all != NULL);
    for (size_t at = 0; at < leadhook_error_violations(error); at++) {
        leadhook_violation violation;
        CHECK(leadhook_error_violation(error, at, &violation));
        CHECK(violation.message[0] != '\0' && violation.line >= 1 && violation.column >= 1);
        size_t length = strlen(all);
        all = realloc(all, length + strlen(violation.pointer) + 3);
        CHECK(all != NULL);
        sprintf(all + length, "%s#%s", at == 0 ? "" : " ", violation.pointer);
    }
    return all;
}

static int differs(const test_case *one, const char *what, const char *found) {
    fprintf(stderr, "%s (%s): %s\n  expected %s\n  found    %s\n", one->name, one->vendor, what, one->expected, found);
    return 1;
}

static int run(const test_case *one) {
    static const char *const words[] = {"event", "malformed", "invalid"};
    leadhook_text event, findings;
    leadhook_error *error;
    leadhook_verdict verdict;
    int failed = 0;
    leadhook_code code = leadhook_normalize(one->vendor, one->body, one->length, LEADHOOK_MAX_BODY, &event, &error);
    CHECK(code == leadhook_error_code(error));
    if (code > LEADHOOK_INVALID || strcmp(words[code], one->outcome) != 0) {
        failed = differs(one, one->outcome, leadhook_error_message(error));
    } else if (code == LEADHOOK_OK) {
        CHECK(error == NULL);
        if (event.length != strlen(one->expected) || strcmp(event.data, one->expected) != 0) {
            failed = differs(one, "event", event.data);
        }
    } else {
        CHECK(event.data == NULL && event.length == 0 && leadhook_error_rejection(error) != NULL);
        char *found = pointers(error);
        if (strcmp(found, one->expected) != 0) {
            failed = differs(one, "pointers", found);
        }
        free(found);
    }
    leadhook_text_free(&event);
    leadhook_error_free(&error);

    CHECK(leadhook_validate(one->vendor, one->body, one->length, LEADHOOK_MAX_BODY, &verdict, &findings, &error) ==
          LEADHOOK_OK);
    CHECK(error == NULL && strlen(findings.data) == findings.length);
    if ((verdict == LEADHOOK_VERDICT_INVALID) != (code != LEADHOOK_OK)) {
        failed = differs(one, "verdict", findings.data);
    }
    leadhook_text_free(&findings);
    return failed;
}

int main(int argc, char **argv) {
    CHECK(argc == 3);
    test_cases all = read_cases(argv[1]);
    size_t failed = 0, runs = all.count * strtoul(argv[2], NULL, 10);
    for (size_t at = 0; at < runs; at++) {
        failed += (size_t)run(&all.cases[at % all.count]);
    }
    printf("%zu of %zu conformance cases agree\n", runs - failed, runs);
    CHECK(runs > 0);
    free_cases(&all);
    return failed == 0 ? 0 : 1;
}
