/* Checks what the header promises about all functions except those in endpoint.c. */
#include "check.h"

static const char missed[] = "{\"event\":\"missed_call\",\"call_id\":\"7\",\"timestamp\":\"2025-01-30T15:00:00Z\"}";
static const char completed[] =
    "{\"event\":\"call_completed\",\"call_id\":\"7\",\"timestamp\":\"2025-01-30T15:05:00Z\",\"status\":\"completed\"}";

static leadhook_string normalize(const char *vendor, const uint8_t *body, size_t length) {
    leadhook_string event;
    SUCCEEDS(leadhook_normalize(vendor, body, length, MAX, &event, error));
    CHECK(event.data != NULL && strlen(event.data) == event.length);
    return event;
}

static void test_versions(void) {
    char numbers[32];
    sprintf(numbers, "%d.%d.%d", LEADHOOK_VERSION_MAJOR, LEADHOOK_VERSION_MINOR, LEADHOOK_VERSION_PATCH);
    CHECK(strcmp(leadhook_version(), LEADHOOK_VERSION) == 0 && strcmp(numbers, LEADHOOK_VERSION) == 0);
}

static void test_bodies(void) {
    leadhook_string event = normalize("limecall", BYTES(missed));
    CHECK(strstr(event.data, "\"type\":\"call.missed\"") != NULL);
    leadhook_string_free(&event);
    CHECK(event.data == NULL && event.length == 0);
    leadhook_string_free(&event);
    leadhook_string_free(NULL);

    REFUSES(leadhook_normalize(NULL, BYTES(missed), MAX, &event, error), "argument vendor is NULL");
    REFUSES(leadhook_normalize("\xff", BYTES(missed), MAX, &event, error), "argument vendor is not UTF-8");
    REFUSES(leadhook_normalize("acme", BYTES(missed), MAX, &event, error),
            "argument vendor must be one of liguelead, leadterra");
    REFUSES(leadhook_normalize("", BYTES(missed), MAX, &event, error), "liguelead");
    REFUSES(leadhook_normalize("limecall", NULL, 1, MAX, &event, error), "argument body is NULL");
    REFUSES(leadhook_normalize("limecall", (const uint8_t *)missed, SIZE_MAX, SIZE_MAX, &event, error), "SIZE_MAX / 2");
    REFUSES(leadhook_normalize("limecall", BYTES(missed), MAX, NULL, error), "argument event is NULL");
    FAILS(LEADHOOK_MALFORMED, leadhook_normalize("limecall", NULL, 0, MAX, &event, error), "malformed: ");
    FAILS(LEADHOOK_MALFORMED, leadhook_normalize("limecall", BYTES(missed) - 1, MAX, &event, error), "malformed: ");
    FAILS(LEADHOOK_INVALID, leadhook_normalize("limecall", BYTES("{}"), MAX, &event, error), "event");
    size_t length = sizeof missed - 1;
    FAILS(LEADHOOK_TOO_LARGE, leadhook_normalize("limecall", BYTES(missed), length - 1, &event, error), "larger than");
    SUCCEEDS(leadhook_normalize("limecall", BYTES(missed), length, &event, error));
    leadhook_string_free(&event);

    char *large = malloc(MAX + 1);
    CHECK(large != NULL);
    memset(large, ' ', MAX + 1);
    FAILS(LEADHOOK_TOO_LARGE, leadhook_normalize("limecall", (uint8_t *)large, MAX + 1, MAX, &event, error), "1048576");
    FAILS(LEADHOOK_MALFORMED, leadhook_normalize("limecall", (uint8_t *)large, MAX, MAX, &event, error), "malformed");
    free(large);
    CHECK(event.data == NULL && event.length == 0);

    leadhook_verdict verdict;
    leadhook_string diagnostics;
    SUCCEEDS(leadhook_validate("limecall", BYTES(missed), MAX, &verdict, &diagnostics, error));
    CHECK(verdict == LEADHOOK_VERDICT_VALID);
    CHECK(strcmp(diagnostics.data, "{\"verdict\":\"valid\",\"diagnostics\":[]}") == 0);
    leadhook_string_free(&diagnostics);
    SUCCEEDS(leadhook_validate("limecall", BYTES("{}"), MAX, &verdict, NULL, error));
    CHECK(verdict == LEADHOOK_VERDICT_INVALID);
    /* The example in the documentation of leadhook_validate(). */
    static const char drifting[] =
        "{\"event\":\"missed_call\",\"timestamp\":\"2025-01-30T15:00:00Z\",\"status\":\"mised\"}";
    SUCCEEDS(leadhook_validate("limecall", BYTES(drifting), MAX, &verdict, &diagnostics, error));
    CHECK(verdict == LEADHOOK_VERDICT_DRIFT);
    static const char documented[] =
        "{\"verdict\":\"drift\",\"diagnostics\":[{\"severity\":\"warning\",\"code\":\"unexpected_value\","
        "\"pointer\":\"/status\",\"message\":\"undocumented value\",\"line\":1,\"column\":68,"
        "\"suggestion\":\"missed\"}]}";
    if (strcmp(diagnostics.data, documented) != 0) fprintf(stderr, "%s\n", diagnostics.data);
    CHECK(strcmp(diagnostics.data, documented) == 0);
    leadhook_string_free(&diagnostics);
    /* An opt-out of an undocumented type is accepted, and reported as unexpected. */
    static const char listed[] =
        "{\"event\":\"reply.received\",\"timestamp\":\"2026-02-02T12:00:00Z\","
        "\"data\":{\"reply\":{\"classification\":[\"unsubscribe\"]}}}";
    SUCCEEDS(leadhook_validate("leadterra", BYTES(listed), MAX, &verdict, &diagnostics, error));
    CHECK(verdict == LEADHOOK_VERDICT_DRIFT);
    static const char found[] = "\"code\":\"unexpected_type\",\"pointer\":\"/data/reply/classification\"";
    CHECK(strstr(diagnostics.data, found) != NULL);
    leadhook_string_free(&diagnostics);
    REFUSES(leadhook_validate(NULL, BYTES(missed), MAX, &verdict, &diagnostics, error), "argument vendor is NULL");
    CHECK(verdict == LEADHOOK_VERDICT_INVALID && diagnostics.data == NULL);
    REFUSES(leadhook_validate("limecall", NULL, 1, MAX, &verdict, &diagnostics, error), "argument body is NULL");
    REFUSES(leadhook_validate("limecall", BYTES(missed), MAX, NULL, &diagnostics, error), "argument verdict is NULL");
}

static void test_events(void) {
    /* An event of another vendor and another version, with an attribute that a broker added. */
    static const char teleported[] =
        "{\"specversion\":\"1.0\",\"traceparent\":\"00\",\"type\":\"message.teleported\",\"source\":\"acme/brazil\","
        "\"id\":\"0b0b2bd2-52e4-5a48-8a5a-1b1f3a7d0b6e\",\"data\":{\"vendor_event\":\"sms_teleported\",\"mood\":null}}";
    static const char written[] =
        "{\"specversion\":\"1.0\",\"type\":\"message.teleported\",\"source\":\"acme/brazil\","
        "\"id\":\"0b0b2bd2-52e4-5a48-8a5a-1b1f3a7d0b6e\",\"data\":{\"vendor_event\":\"sms_teleported\",\"mood\":null}}";
    leadhook_string event, diagnostics;
    leadhook_verdict verdict;
    SUCCEEDS(leadhook_read_event(BYTES(teleported), &event, error));
    CHECK(strcmp(event.data, written) == 0 && event.length == sizeof written - 1);
    leadhook_string_free(&event);
    SUCCEEDS(leadhook_validate_event(BYTES(teleported), &verdict, &diagnostics, error));
    CHECK(verdict == LEADHOOK_VERDICT_DRIFT && strstr(diagnostics.data, "\"/traceparent\"") != NULL);
    leadhook_string_free(&diagnostics);

    event = normalize("limecall", BYTES(missed));
    SUCCEEDS(leadhook_validate_event((uint8_t *)event.data, event.length, &verdict, NULL, error));
    CHECK(verdict == LEADHOOK_VERDICT_VALID);
    leadhook_string_free(&event);
    SUCCEEDS(leadhook_validate_event(BYTES(missed), &verdict, NULL, error));
    CHECK(verdict == LEADHOOK_VERDICT_INVALID);

    FAILS(LEADHOOK_INVALID, leadhook_read_event(BYTES(missed), &event, error), "missing member \"source\"");
    FAILS(LEADHOOK_MALFORMED, leadhook_read_event(NULL, 0, &event, error), "malformed");
    CHECK(event.data == NULL && event.length == 0);
    leadhook_error *error;
    CHECK(leadhook_read_event(BYTES(missed), &event, &error) == LEADHOOK_INVALID);
    CHECK(leadhook_error_rejection(error) == NULL);
    CHECK(leadhook_error_http_status(error) == LEADHOOK_HTTP_STATUS_SERVICE_UNAVAILABLE);
    leadhook_error_free(&error);
    REFUSES(leadhook_read_event(NULL, 1, &event, error), "argument json is NULL");
    REFUSES(leadhook_read_event(BYTES(teleported), NULL, error), "argument event is NULL");
    REFUSES(leadhook_validate_event(NULL, 1, &verdict, NULL, error), "argument json is NULL");
    CHECK(verdict == LEADHOOK_VERDICT_INVALID);
    REFUSES(leadhook_validate_event(BYTES(teleported), NULL, NULL, error), "argument verdict is NULL");
}

static void test_errors(void) {
    static const char invalid[] = "{\"event\":\"missed_call\",\n \"timestamp\":7}";
    leadhook_string event;
    leadhook_error *error;
    leadhook_diagnostic diagnostic;
    CHECK(leadhook_normalize("limecall", BYTES(invalid), MAX, &event, &error) == LEADHOOK_INVALID);
    CHECK(leadhook_error_diagnostic_count(error) == 1 && leadhook_error_omitted(error) == 0);
    CHECK(leadhook_error_diagnostic(error, 0, &diagnostic));
    CHECK(strcmp(diagnostic.pointer, "/timestamp") == 0 && diagnostic.line == 2 && diagnostic.column == 14);
    CHECK(diagnostic.message[0] != '\0' && strstr(leadhook_error_message(error), diagnostic.message) != NULL);
    CHECK(!leadhook_error_diagnostic(error, 1, &diagnostic) && !leadhook_error_diagnostic(error, 0, NULL));
    const char *line = leadhook_error_rejection(error);
    static const char begin[] = "{\"source\":\"limecall\",\"version\":\"" LEADHOOK_VERSION "\",\"error\":{";
    CHECK(strncmp(line, begin, sizeof begin - 1) == 0);
    CHECK(strstr(line, "\"raw\":\"{\\\"event\\\"") != NULL && strchr(line, '\n') == NULL);
    CHECK(leadhook_error_http_status(error) == LEADHOOK_HTTP_STATUS_OK);
    leadhook_error_free(&error);
    leadhook_error_free(&error);
    leadhook_error_free(NULL);

    CHECK(leadhook_normalize("acme", BYTES(invalid), MAX, &event, &error) == LEADHOOK_INVALID_ARGUMENT);
    CHECK(leadhook_error_rejection(error) == NULL && leadhook_error_diagnostic_count(error) == 0);
    CHECK(leadhook_error_http_status(error) == LEADHOOK_HTTP_STATUS_SERVICE_UNAVAILABLE);
    leadhook_error_free(&error);

    CHECK(leadhook_normalize("limecall", BYTES(invalid), 1, &event, &error) == LEADHOOK_TOO_LARGE);
    CHECK(leadhook_error_http_status(error) == 413 && strstr(leadhook_error_rejection(error), "\"raw\"") == NULL);
    leadhook_error_free(&error);

    CHECK(leadhook_error_code(NULL) == LEADHOOK_OK && leadhook_error_message(NULL)[0] == '\0');
    CHECK(leadhook_error_diagnostic_count(NULL) == 0 && leadhook_error_omitted(NULL) == 0);
    CHECK(!leadhook_error_diagnostic(NULL, 0, &diagnostic) && leadhook_error_rejection(NULL) == NULL);
    CHECK(leadhook_error_http_status(NULL) == LEADHOOK_HTTP_STATUS_SERVICE_UNAVAILABLE);
}

static leadhook_observed observe(leadhook_fold *fold, leadhook_string event) {
    leadhook_observed observed;
    SUCCEEDS(leadhook_fold_observe(fold, (const uint8_t *)event.data, event.length, &observed, error));
    return observed;
}

static void test_folds(void) {
    leadhook_string first = normalize("limecall", BYTES(missed)), second = normalize("limecall", BYTES(completed));
    static const char without_call_id[] = "{\"event\":\"missed_call\",\"timestamp\":\"2025-01-30T15:00:00Z\"}";
    leadhook_string without_subject = normalize("limecall", BYTES(without_call_id));
    leadhook_string forward, backward, merged;
    leadhook_fold *fold, *other, *third;
    SUCCEEDS(leadhook_fold_new(&fold, error));
    CHECK(leadhook_fold_length(fold) == 0);
    SUCCEEDS(leadhook_fold_states(fold, &forward, error));
    CHECK(forward.data[0] == '\0' && forward.length == 0);
    leadhook_string_free(&forward);
    CHECK(observe(fold, first) == LEADHOOK_OBSERVED_ADVANCED);
    /* The example in the documentation of leadhook_fold_states(). */
    static const char documented[] =
        "{\"source\":\"limecall\",\"subject\":\"7\",\"kind\":\"call\",\"current\":\"missed\","
        "\"since\":\"2025-01-30T15:00:00Z\",\"reports\":{\"missed\":\"2025-01-30T15:00:00Z\"},\"conflicts\":[]}\n";
    SUCCEEDS(leadhook_fold_states(fold, &forward, error));
    if (strcmp(forward.data, documented) != 0) fprintf(stderr, "%s\n", forward.data);
    CHECK(strcmp(forward.data, documented) == 0);
    leadhook_string_free(&forward);
    CHECK(observe(fold, first) == LEADHOOK_OBSERVED_DUPLICATE);
    CHECK(observe(fold, without_subject) == LEADHOOK_OBSERVED_NOTHING);
    CHECK(observe(fold, second) == LEADHOOK_OBSERVED_ADVANCED);
    SUCCEEDS(leadhook_fold_states(fold, &forward, error));
    CHECK(leadhook_fold_length(fold) == 1 && strlen(forward.data) == forward.length);
    CHECK(strstr(forward.data, "\"current\":\"completed\"") != NULL && forward.data[forward.length - 1] == '\n');

    SUCCEEDS(leadhook_fold_new(&other, error));
    CHECK(observe(other, second) == LEADHOOK_OBSERVED_ADVANCED);
    CHECK(observe(other, first) == LEADHOOK_OBSERVED_LATE);
    SUCCEEDS(leadhook_fold_states(other, &backward, error));
    CHECK(strcmp(forward.data, backward.data) == 0);

    SUCCEEDS(leadhook_fold_new(&third, error));
    SUCCEEDS(leadhook_fold_merge(third, &other, error));
    CHECK(other == NULL);
    SUCCEEDS(leadhook_fold_states(third, &merged, error));
    CHECK(strcmp(forward.data, merged.data) == 0);

    REFUSES(leadhook_fold_merge(third, &third, error), "itself");
    CHECK(third != NULL && leadhook_fold_length(third) == 1);
    REFUSES(leadhook_fold_merge(NULL, &third, error), "argument fold is NULL");
    CHECK(third != NULL);
    REFUSES(leadhook_fold_merge(fold, NULL, error), "argument other is NULL");
    REFUSES(leadhook_fold_merge(fold, &other, error), "argument other is NULL");
    REFUSES(leadhook_fold_new(NULL, error), "argument fold is NULL");
    REFUSES(leadhook_fold_observe(NULL, (uint8_t *)first.data, first.length, NULL, error), "argument fold is NULL");
    REFUSES(leadhook_fold_observe(fold, NULL, 1, NULL, error), "argument event is NULL");
    FAILS(LEADHOOK_MALFORMED, leadhook_fold_observe(fold, NULL, 0, NULL, error), "malformed");
    FAILS(LEADHOOK_INVALID, leadhook_fold_observe(fold, BYTES(missed), NULL, error), "invalid");
    leadhook_error *error;
    leadhook_observed observed;
    CHECK(leadhook_fold_observe(fold, BYTES(missed), &observed, &error) == LEADHOOK_INVALID);
    CHECK(observed == LEADHOOK_OBSERVED_NOTHING && leadhook_error_rejection(error) == NULL);
    CHECK(leadhook_error_http_status(error) == LEADHOOK_HTTP_STATUS_SERVICE_UNAVAILABLE);
    leadhook_error_free(&error);
    leadhook_string_free(&merged);
    REFUSES(leadhook_fold_states(NULL, &merged, error), "argument fold is NULL");
    REFUSES(leadhook_fold_states(fold, NULL, error), "argument states is NULL");
    CHECK(leadhook_fold_length(NULL) == 0);

    leadhook_fold_free(&fold);
    leadhook_fold_free(&third);
    CHECK(fold == NULL && third == NULL);
    leadhook_fold_free(&fold);
    leadhook_fold_free(NULL);
    leadhook_string_free(&first);
    leadhook_string_free(&second);
    leadhook_string_free(&without_subject);
    leadhook_string_free(&forward);
    leadhook_string_free(&backward);
}

int main(void) {
    test_versions();
    test_bodies();
    test_events();
    test_errors();
    test_folds();
    puts("bodies, events, errors and folds do what the header says");
    return 0;
}
