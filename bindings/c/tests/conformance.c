/* Runs the conformance cases, which every binding must pass, a number of times: conformance CASES EVENTS TIMES */
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
    fprintf(stderr, "%s (%s): wrong %s\n  expected %s %s\n  actual   %s\n", one->name,
            one->vendor == NULL ? one->verdict : one->vendor, what, one->outcome, one->expected, actual);
    return 1;
}

/* Compares the result of a call with the case, and frees it. */
static int check_outcome(const test_case *one, leadhook_code code, leadhook_string *event, leadhook_error **error) {
    static const char *const outcomes[] = {"event", "malformed", "invalid"};
    int failed = 0;
    CHECK(code == leadhook_error_code(*error));
    if (code > LEADHOOK_INVALID || strcmp(outcomes[code], one->outcome) != 0) {
        failed = report_difference(one, "outcome", code == LEADHOOK_OK ? event->data : leadhook_error_message(*error));
    } else if (code == LEADHOOK_OK) {
        CHECK(*error == NULL);
        if (event->length != strlen(one->expected) || strcmp(event->data, one->expected) != 0) {
            failed = report_difference(one, "event", event->data);
        }
    } else {
        CHECK(event->data == NULL && event->length == 0);
        char *actual = pointers(*error);
        if (strcmp(actual, one->expected) != 0) {
            failed = report_difference(one, "pointers", actual);
        }
        free(actual);
    }
    leadhook_string_free(event);
    leadhook_error_free(error);
    return failed;
}

static int run_webhook(const test_case *one) {
    leadhook_string event, diagnostics;
    leadhook_error *error;
    leadhook_verdict verdict;
    leadhook_code code = leadhook_normalize(one->vendor, one->body, one->length, MAX, &event, &error);
    CHECK((code == LEADHOOK_OK) == (leadhook_error_rejection(error) == NULL));
    int failed = check_outcome(one, code, &event, &error);

    CHECK(leadhook_validate(one->vendor, one->body, one->length, MAX, &verdict, &diagnostics, &error) == LEADHOOK_OK);
    CHECK(error == NULL && strlen(diagnostics.data) == diagnostics.length);
    if ((verdict == LEADHOOK_VERDICT_INVALID) != (code != LEADHOOK_OK)) {
        failed = report_difference(one, "verdict", diagnostics.data);
    }
    leadhook_string_free(&diagnostics);
    return failed;
}

/* Checks the state that a fold has after this event alone. */
static int check_state(const test_case *one) {
    leadhook_fold *fold;
    leadhook_string states;
    leadhook_error *error;
    int failed = 0;
    CHECK(leadhook_fold_new(&fold, &error) == LEADHOOK_OK);
    leadhook_code code = leadhook_fold_observe(fold, one->body, one->length, NULL, &error);
    CHECK((code == LEADHOOK_OK) == (strcmp(one->outcome, "event") == 0));
    leadhook_error_free(&error);
    CHECK(leadhook_fold_states(fold, &states, &error) == LEADHOOK_OK);
    size_t length = strcspn(states.data, "\n");
    if (length != strlen(one->state) || strncmp(states.data, one->state, length) != 0 ||
        leadhook_fold_length(fold) != (length > 0)) {
        failed = report_difference(one, "state", states.data);
    }
    leadhook_string_free(&states);
    leadhook_fold_free(&fold);
    return failed;
}

static int run_event(const test_case *one) {
    static const char *const verdicts[] = {"valid", "drift", "invalid"};
    leadhook_string event, diagnostics;
    leadhook_error *error;
    leadhook_verdict verdict;
    leadhook_code code = leadhook_read_event(one->body, one->length, &event, &error);
    CHECK(leadhook_error_rejection(error) == NULL);
    int failed = check_outcome(one, code, &event, &error);

    CHECK(leadhook_validate_event(one->body, one->length, &verdict, &diagnostics, &error) == LEADHOOK_OK);
    CHECK(error == NULL && strlen(diagnostics.data) == diagnostics.length);
    if (strcmp(verdicts[verdict], one->verdict) != 0) {
        failed = report_difference(one, "verdict", diagnostics.data);
    }
    leadhook_string_free(&diagnostics);
    return check_state(one) || failed;
}

static size_t run_all(const char *path, case_kind kind, size_t times) {
    test_cases all = read_cases(path, kind);
    size_t failed = 0, runs = all.count * times;
    for (size_t i = 0; i < runs; i++) {
        const test_case *one = &all.cases[i % all.count];
        failed += (size_t)(kind == WEBHOOKS ? run_webhook(one) : run_event(one));
    }
    printf("%zu of %zu conformance cases of %s pass\n", runs - failed, runs, kind == WEBHOOKS ? "webhooks" : "events");
    CHECK(runs > 0);
    free_cases(&all);
    return failed;
}

int main(int argc, char **argv) {
    CHECK(argc == 4);
    size_t times = strtoul(argv[3], NULL, 10);
    size_t failed = run_all(argv[1], WEBHOOKS, times);
    failed += run_all(argv[2], EVENTS, times);
    return failed == 0 ? 0 : 1;
}
