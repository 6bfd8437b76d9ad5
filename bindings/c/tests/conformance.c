/* Runs the conformance cases, which every binding must pass, a number of times: conformance CASES TIMES */
#include "cases.h"

/* Returns the pointers of all diagnostics, in the form of the cases. */
static char *pointers(const leadhook_error *error) {
    char *all = calloc(1, 1);
    CHECK(all != NULL);
    for (size_t i = 0; i < leadhook_error_diagnostic_count(error); i++) {
        leadhook_diagnostic diagnostic;
        CHECK(leadhook_error_diagnostic(error, i, &diagnostic));
        CHECK(diagnostic.message[0] != '\0' && diagnostic.line >= 1 && diagnostic.column >= 1);
        size_t length = strlen(all);
        all = realloc(all, length + strlen(diagnostic.pointer) + 3);
        CHECK(all != NULL);
        sprintf(all + length, "%s#%s", i == 0 ? "" : " ", diagnostic.pointer);
    }
    return all;
}

static int report_difference(const test_case *one, const char *what, const char *actual) {
    fprintf(stderr, "%s (%s): wrong %s\n  expected %s %s\n  actual   %s\n", one->name, one->vendor, what, one->outcome,
            one->expected, actual);
    return 1;
}

static int run(const test_case *one) {
    static const char *const outcomes[] = {"event", "malformed", "invalid"};
    leadhook_string event, diagnostics;
    leadhook_error *error;
    leadhook_verdict verdict;
    int failed = 0;
    leadhook_code code = leadhook_normalize(one->vendor, one->body, one->length, MAX, &event, &error);
    CHECK(code == leadhook_error_code(error));
    if (code > LEADHOOK_INVALID || strcmp(outcomes[code], one->outcome) != 0) {
        failed = report_difference(one, "outcome", code == LEADHOOK_OK ? event.data : leadhook_error_message(error));
    } else if (code == LEADHOOK_OK) {
        CHECK(error == NULL);
        if (event.length != strlen(one->expected) || strcmp(event.data, one->expected) != 0) {
            failed = report_difference(one, "event", event.data);
        }
    } else {
        CHECK(event.data == NULL && event.length == 0 && leadhook_error_rejection(error) != NULL);
        char *actual = pointers(error);
        if (strcmp(actual, one->expected) != 0) {
            failed = report_difference(one, "pointers", actual);
        }
        free(actual);
    }
    leadhook_string_free(&event);
    leadhook_error_free(&error);

    CHECK(leadhook_validate(one->vendor, one->body, one->length, MAX, &verdict, &diagnostics, &error) == LEADHOOK_OK);
    CHECK(error == NULL && strlen(diagnostics.data) == diagnostics.length);
    if ((verdict == LEADHOOK_VERDICT_INVALID) != (code != LEADHOOK_OK)) {
        failed = report_difference(one, "verdict", diagnostics.data);
    }
    leadhook_string_free(&diagnostics);
    return failed;
}

int main(int argc, char **argv) {
    CHECK(argc == 3);
    test_cases all = read_cases(argv[1]);
    size_t failed = 0, runs = all.count * strtoul(argv[2], NULL, 10);
    for (size_t i = 0; i < runs; i++) {
        failed += (size_t)run(&all.cases[i % all.count]);
    }
    printf("%zu of %zu conformance cases pass\n", runs - failed, runs);
    CHECK(runs > 0);
    free_cases(&all);
    return failed == 0 ? 0 : 1;
}
