/* What the header promises, of all functions but those of endpoint.c. */
#include "check.h"

static const char missed[] = "{\"event\":\"missed_call\",\"call_id\":\"7\",\"timestamp\":\"2025-01-30T15:00:00Z\"}";
static const char completed[] =
    "{\"event\":\"call_completed\",\"call_id\":\"7\",\"timestamp\":\"2025-01-30T15:05:00Z\",\"status\":\"completed\"}";

static leadhook_text normalized(const char *vendor, const uint8_t *body, size_t length) {
    leadhook_text event;
    DOES(leadhook_normalize(vendor, body, length, MAX, &event, error));
    CHECK(event.data != NULL && strlen(event.data) == event.length);
    return event;
}

static void versions(void) {
    char numbers[32];
    sprintf(numbers, "%d.%d.%d", LEADHOOK_VERSION_MAJOR, LEADHOOK_VERSION_MINOR, LEADHOOK_VERSION_PATCH);
    CHECK(strcmp(leadhook_version(), LEADHOOK_VERSION) == 0 && strcmp(numbers, LEADHOOK_VERSION) == 0);
}

static void bodies(void) {
    leadhook_text event = normalized("limecall", BYTES(missed));
    CHECK(strstr(event.data, "\"type\":\"call.missed\"") != NULL);
    leadhook_text_free(&event);
    CHECK(event.data == NULL && event.length == 0);
    leadhook_text_free(&event);
    leadhook_text_free(NULL);

    REFUSES(leadhook_normalize(NULL, BYTES(missed), MAX, &event, error), "vendor is NULL");
    REFUSES(leadhook_normalize("\xff", BYTES(missed), MAX, &event, error), "vendor is not UTF-8");
    REFUSES(leadhook_normalize("nobody", BYTES(missed), MAX, &event, error), "vendor is none of liguelead, leadterra");
    REFUSES(leadhook_normalize("", BYTES(missed), MAX, &event, error), "liguelead");
    REFUSES(leadhook_normalize("limecall", NULL, 1, MAX, &event, error), "body is NULL");
    REFUSES(leadhook_normalize("limecall", (const uint8_t *)missed, SIZE_MAX, SIZE_MAX, &event, error), "memory");
    REFUSES(leadhook_normalize("limecall", BYTES(missed), MAX, NULL, error), "event is NULL");
    FAILS(LEADHOOK_MALFORMED, leadhook_normalize("limecall", NULL, 0, MAX, &event, error), "malformed: ");
    FAILS(LEADHOOK_MALFORMED, leadhook_normalize("limecall", BYTES(missed) - 1, MAX, &event, error), "malformed: ");
    FAILS(LEADHOOK_INVALID, leadhook_normalize("limecall", BYTES("{}"), MAX, &event, error), "event");
    size_t length = sizeof missed - 1;
    FAILS(LEADHOOK_LIMIT, leadhook_normalize("limecall", BYTES(missed), length - 1, &event, error), "larger than");
    DOES(leadhook_normalize("limecall", BYTES(missed), length, &event, error));
    leadhook_text_free(&event);

    char *large = malloc(MAX + 1);
    CHECK(large != NULL);
    memset(large, ' ', MAX + 1);
    FAILS(LEADHOOK_LIMIT, leadhook_normalize("limecall", (uint8_t *)large, MAX + 1, MAX, &event, error), "1048576");
    FAILS(LEADHOOK_MALFORMED, leadhook_normalize("limecall", (uint8_t *)large, MAX, MAX, &event, error), "malformed");
    free(large);
    CHECK(event.data == NULL && event.length == 0);

    leadhook_verdict verdict;
    leadhook_text findings;
    DOES(leadhook_validate("limecall", BYTES(missed), MAX, &verdict, &findings, error));
    CHECK(verdict == LEADHOOK_VERDICT_VALID);
    CHECK(strcmp(findings.data, "{\"verdict\":\"valid\",\"findings\":[]}") == 0);
    leadhook_text_free(&findings);
    DOES(leadhook_validate("limecall", BYTES("{}"), MAX, &verdict, NULL, error));
    CHECK(verdict == LEADHOOK_VERDICT_INVALID);
    static const char odd[] = "{\"event\":\"missed_call\",\"timestamp\":\"2025-01-30T15:00:00Z\",\"mood\":\"sad\"}";
    DOES(leadhook_validate("limecall", BYTES(odd), MAX, &verdict, &findings, error));
    CHECK(verdict == LEADHOOK_VERDICT_DRIFT && strstr(findings.data, "\"pointer\":\"/mood\"") != NULL);
    leadhook_text_free(&findings);
    REFUSES(leadhook_validate(NULL, BYTES(missed), MAX, &verdict, &findings, error), "vendor is NULL");
    CHECK(verdict == LEADHOOK_VERDICT_INVALID && findings.data == NULL);
    REFUSES(leadhook_validate("limecall", NULL, 1, MAX, &verdict, &findings, error), "body is NULL");
    REFUSES(leadhook_validate("limecall", BYTES(missed), MAX, NULL, &findings, error), "verdict is NULL");
}

static void errors(void) {
    static const char faulty[] = "{\"event\":\"missed_call\",\n \"timestamp\":7}";
    leadhook_text event;
    leadhook_error *error;
    leadhook_violation violation;
    CHECK(leadhook_normalize("limecall", BYTES(faulty), MAX, &event, &error) == LEADHOOK_INVALID);
    CHECK(leadhook_error_violations(error) == 1 && leadhook_error_more(error) == 0);
    CHECK(leadhook_error_violation(error, 0, &violation));
    CHECK(strcmp(violation.pointer, "/timestamp") == 0 && violation.line == 2 && violation.column == 14);
    CHECK(violation.message[0] != '\0' && strstr(leadhook_error_message(error), violation.message) != NULL);
    CHECK(!leadhook_error_violation(error, 1, &violation) && !leadhook_error_violation(error, 0, NULL));
    const char *line = leadhook_error_rejection(error);
    static const char begin[] = "{\"vendor\":\"limecall\",\"version\":\"" LEADHOOK_VERSION "\",\"error\":{";
    CHECK(strncmp(line, begin, sizeof begin - 1) == 0);
    CHECK(strstr(line, "\"raw\":\"{\\\"event\\\"") != NULL && strchr(line, '\n') == NULL);
    CHECK(leadhook_error_answer(error) == 200);
    leadhook_error_free(&error);
    leadhook_error_free(&error);
    leadhook_error_free(NULL);

    CHECK(leadhook_normalize("nobody", BYTES(faulty), MAX, &event, &error) == LEADHOOK_ARGUMENT);
    CHECK(leadhook_error_rejection(error) == NULL && leadhook_error_violations(error) == 0);
    CHECK(leadhook_error_answer(error) == LEADHOOK_NOT_KEPT);
    leadhook_error_free(&error);

    CHECK(leadhook_error_code(NULL) == LEADHOOK_OK && leadhook_error_message(NULL)[0] == '\0');
    CHECK(leadhook_error_violations(NULL) == 0 && leadhook_error_more(NULL) == 0);
    CHECK(!leadhook_error_violation(NULL, 0, &violation) && leadhook_error_rejection(NULL) == NULL);
    CHECK(leadhook_error_answer(NULL) == LEADHOOK_NOT_KEPT);
}

static leadhook_observed observed(leadhook_fold *fold, leadhook_text event) {
    leadhook_observed found;
    DOES(leadhook_fold_observe(fold, (const uint8_t *)event.data, event.length, &found, error));
    return found;
}

static void folds(void) {
    leadhook_text first = normalized("limecall", BYTES(missed)), second = normalized("limecall", BYTES(completed));
    static const char nameless[] = "{\"event\":\"missed_call\",\"timestamp\":\"2025-01-30T15:00:00Z\"}";
    leadhook_text none = normalized("limecall", BYTES(nameless));
    leadhook_text forward, backward, merged;
    leadhook_fold *fold, *other, *third;
    DOES(leadhook_fold_new(&fold, error));
    CHECK(leadhook_fold_length(fold) == 0);
    DOES(leadhook_fold_standings(fold, &forward, error));
    CHECK(forward.data[0] == '\0' && forward.length == 0);
    leadhook_text_free(&forward);
    CHECK(observed(fold, first) == LEADHOOK_OBSERVED_ADVANCED);
    CHECK(observed(fold, first) == LEADHOOK_OBSERVED_DUPLICATE);
    CHECK(observed(fold, none) == LEADHOOK_OBSERVED_NOTHING);
    CHECK(observed(fold, second) == LEADHOOK_OBSERVED_ADVANCED);
    DOES(leadhook_fold_standings(fold, &forward, error));
    CHECK(leadhook_fold_length(fold) == 1 && strlen(forward.data) == forward.length);
    CHECK(strstr(forward.data, "\"current\":\"completed\"") != NULL && forward.data[forward.length - 1] == '\n');

    DOES(leadhook_fold_new(&other, error));
    CHECK(observed(other, second) == LEADHOOK_OBSERVED_ADVANCED);
    CHECK(observed(other, first) == LEADHOOK_OBSERVED_LATE);
    DOES(leadhook_fold_standings(other, &backward, error));
    CHECK(strcmp(forward.data, backward.data) == 0);

    DOES(leadhook_fold_new(&third, error));
    DOES(leadhook_fold_merge(third, &other, error));
    CHECK(other == NULL);
    DOES(leadhook_fold_standings(third, &merged, error));
    CHECK(strcmp(forward.data, merged.data) == 0);

    REFUSES(leadhook_fold_merge(third, &third, error), "itself");
    CHECK(third != NULL && leadhook_fold_length(third) == 1);
    REFUSES(leadhook_fold_merge(NULL, &third, error), "fold is NULL");
    CHECK(third != NULL);
    REFUSES(leadhook_fold_merge(fold, NULL, error), "other is NULL");
    REFUSES(leadhook_fold_merge(fold, &other, error), "other is NULL");
    REFUSES(leadhook_fold_new(NULL, error), "fold is NULL");
    REFUSES(leadhook_fold_observe(NULL, (uint8_t *)first.data, first.length, NULL, error), "fold is NULL");
    REFUSES(leadhook_fold_observe(fold, NULL, 1, NULL, error), "event is NULL");
    FAILS(LEADHOOK_MALFORMED, leadhook_fold_observe(fold, NULL, 0, NULL, error), "malformed");
    FAILS(LEADHOOK_INVALID, leadhook_fold_observe(fold, BYTES(missed), NULL, error), "invalid");
    leadhook_text_free(&merged);
    REFUSES(leadhook_fold_standings(NULL, &merged, error), "fold is NULL");
    REFUSES(leadhook_fold_standings(fold, NULL, error), "standings is NULL");
    CHECK(leadhook_fold_length(NULL) == 0);

    leadhook_fold_free(&fold);
    leadhook_fold_free(&third);
    CHECK(fold == NULL && third == NULL);
    leadhook_fold_free(&fold);
    leadhook_fold_free(NULL);
    leadhook_text_free(&first);
    leadhook_text_free(&second);
    leadhook_text_free(&none);
    leadhook_text_free(&forward);
    leadhook_text_free(&backward);
}

int main(void) {
    versions();
    bodies();
    errors();
    folds();
    puts("bodies, errors and folds are as the header says");
    return 0;
}
