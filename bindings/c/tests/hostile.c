/* Calls every function with hostile bytes and arguments: hostile CASES EVENTS SEED CALLS
 * No call may crash, leak or return LEADHOOK_PANIC. */
#include "cases.h"

static uint64_t random_state;
static unsigned long codes[LEADHOOK_PANIC + 1], received_count;

/* SplitMix64. */
static uint64_t next_random(void) {
    uint64_t z = random_state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static size_t below(size_t bound) {
    return (size_t)(next_random() % bound);
}

static int one_in(size_t n) {
    return below(n) == 0;
}

/* Returns a copy with some bytes changed, added or cut off, allocated in exactly its size. */
static uint8_t *mutate(const uint8_t *bytes, size_t *length) {
    static const char *const odd[] = {"\"", "\\", "{", "}", "null", "\xff", "\\ud800", "1e999", "[[[[", ",", "\0", "-"};
    size_t capacity = *length + 64, size = *length;
    uint8_t *copy = malloc(capacity);
    CHECK(copy != NULL);
    if (size > 0) {
        memcpy(copy, bytes, size);
    }
    for (size_t edits = below(5); edits > 0; edits--) {
        size_t i = below(size + 1);
        switch (below(4)) {
        case 0:
            if (i < size) copy[i] = (uint8_t)next_random();
            break;
        case 1:
            if (i < size) copy[i] ^= (uint8_t)(1u << below(8));
            break;
        case 2:
            if (one_in(4)) size = i;
            break;
        default: {
            const char *piece = odd[below(sizeof odd / sizeof *odd)];
            size_t added = strlen(piece) + (*piece == '\0');
            memmove(copy + i + added, copy + i, size - i);
            memcpy(copy + i, piece, added);
            size += added;
        }
        }
    }
    *length = size;
    if (size == 0) {
        free(copy);
        return NULL;
    }
    copy = realloc(copy, size);
    CHECK(copy != NULL);
    return copy;
}

static const char *any_vendor(const char *likely) {
    static const char *const others[] = {"liguelead", "leadterra", "leadnest", "limecall", "leadsail",
                                         "", "LeadSail", "leadsail ", "\xff\xfe", "acme", NULL};
    return one_in(6) ? others[below(sizeof others / sizeof *others)] : likely;
}

static size_t any_limit(void) {
    return one_in(8) ? below(600) : one_in(8) ? SIZE_MAX : LEADHOOK_DEFAULT_MAX_BODY;
}

/* Counts the code of a call, reads all of its error, and frees the error. */
static void check_result(leadhook_code code, leadhook_error **error_argument) {
    codes[code]++;
    if (code == LEADHOOK_PANIC) {
        fprintf(stderr, "a call returned LEADHOOK_PANIC\n");
        abort();
    }
    if (error_argument != NULL) {
        leadhook_error *error = *error_argument;
        CHECK(leadhook_error_code(error) == code && (error == NULL) == (code == LEADHOOK_OK));
        size_t count = leadhook_error_diagnostic_count(error), index = 0;
        leadhook_diagnostic diagnostic;
        while (leadhook_error_diagnostic(error, index, &diagnostic)) {
            CHECK(strlen(diagnostic.message) > 0 && strlen(diagnostic.pointer) < 100000);
            index++;
        }
        CHECK(index == count && !leadhook_error_diagnostic(error, SIZE_MAX, &diagnostic));
        if (one_in(2)) {
            const char *line = leadhook_error_rejection(error);
            CHECK(line == NULL || (line[0] == '{' && line == leadhook_error_rejection(error)));
        }
        leadhook_error_free(error_argument);
        CHECK(*error_argument == NULL);
    }
}

static leadhook_endpoint *any_endpoint(const char *vendor, leadhook_error **error) {
    static const uint8_t secret[] = "a secret";
    leadhook_builder *builder;
    leadhook_endpoint *endpoint = NULL;
    leadhook_code code = leadhook_builder_new(vendor, &builder, error);
    check_result(code, error);
    /* Half of the endpoints have a configuration that every vendor allows. */
    int is_valid = one_in(2);
    if (is_valid) {
        check_result(leadhook_builder_dangerously_accept_unsigned(builder, error), error);
    }
    for (size_t settings = is_valid ? 0 : below(4); settings > 0; settings--) {
        const uint8_t *value = one_in(10) ? NULL : secret;
        size_t length = below(sizeof secret);
        switch (below(9)) {
        case 0: case 1: case 2: code = leadhook_builder_signing_secret(builder, value, length, error); break;
        case 3: code = leadhook_builder_encoding(builder, one_in(2) ? "base64" : any_vendor("hex"), error); break;
        case 4: code = leadhook_builder_bearer_token(builder, value, length, error); break;
        case 5: code = leadhook_builder_secret_header(builder, any_vendor("X-Key"), value, length, error); break;
        case 6: code = leadhook_builder_dangerously_accept_unsigned(builder, error); break;
        case 7: code = leadhook_builder_account(builder, any_vendor("brazil"), error); break;
        default:
            code = one_in(2) ? leadhook_builder_max_event_age(builder, next_random(), error)
                             : leadhook_builder_dedup_window(builder, next_random(), error);
        }
        check_result(code, error);
    }
    if (one_in(8)) {
        check_result(leadhook_builder_max_body(builder, any_limit(), error), error);
    }
    code = leadhook_builder_build(&builder, one_in(50) ? NULL : &endpoint, error);
    check_result(code, error);
    CHECK(builder == NULL);
    CHECK((endpoint != NULL) == (code == LEADHOOK_OK));
    return endpoint;
}

static void use_endpoint(const leadhook_endpoint *endpoint, const uint8_t *body, size_t length,
                         leadhook_error **error) {
    leadhook_signature *signature = NULL;
    leadhook_received *received = NULL;
    leadhook_verification verification;
    leadhook_header headers[4];
    size_t count = 0;
    leadhook_code code = leadhook_endpoint_sign(endpoint, body, length, &signature, error);
    check_result(code, error);
    const leadhook_header *valid = leadhook_signature_headers(signature, &count);
    for (size_t i = 0; i < 4; i++) {
        static const leadhook_header odd = {"X-Key\xff", (const uint8_t *)"\0\xff", 2};
        headers[i] = i < count && !one_in(10) ? valid[i] : odd;
        if (one_in(40)) headers[i].value = NULL;
        if (one_in(40)) headers[i].name = NULL;
        if (one_in(10)) headers[i].length = below(headers[i].length + 1);
    }
    count = one_in(6) ? below(5) : count;
    const leadhook_header *passed = one_in(30) ? NULL : headers;
    code = leadhook_endpoint_verify(endpoint, passed, count, body, length, &verification, error);
    check_result(code, error);
    code = leadhook_endpoint_receive(endpoint, passed, count, body, length, one_in(40) ? NULL : &received, error);
    check_result(code, error);
    leadhook_proof proof;
    size_t size, proof_count = 0;
    CHECK(strlen(leadhook_received_event(received, &size)) == size);
    while (leadhook_received_proof(received, proof_count, &proof)) {
        CHECK(strlen(proof.header) > 0);
        proof_count++;
    }
    CHECK(proof_count == leadhook_received_proof_count(received));
    size_t unexpected = leadhook_received_unexpected_count(received);
    for (size_t i = 0; i < unexpected; i++) CHECK(leadhook_received_unexpected(received, i)[0] == '/');
    CHECK(leadhook_received_unexpected(received, unexpected) == NULL);
    CHECK(leadhook_received_unexpected(received, SIZE_MAX) == NULL);
    received_count += received != NULL;
    leadhook_received_free(&received);
    leadhook_signature_free(&signature);
}

static void use_event(const uint8_t *json, size_t length, leadhook_error **error) {
    leadhook_string event = {NULL, 0}, diagnostics = {NULL, 0};
    leadhook_verdict verdict;
    leadhook_code code = leadhook_read_event(json, length, one_in(40) ? NULL : &event, error);
    check_result(code, error);
    CHECK(event.data == NULL || strlen(event.data) == event.length);
    if (event.data != NULL) {
        leadhook_string again;
        CHECK(leadhook_read_event((const uint8_t *)event.data, event.length, &again, NULL) == LEADHOOK_OK);
        CHECK(strcmp(event.data, again.data) == 0);
        leadhook_string_free(&again);
    }
    leadhook_code validated = leadhook_validate_event(json, length, one_in(40) ? NULL : &verdict,
                                                      one_in(2) ? NULL : &diagnostics, NULL);
    check_result(validated, NULL);
    if (validated == LEADHOOK_OK && event.data != NULL) CHECK(verdict != LEADHOOK_VERDICT_INVALID);
    leadhook_string_free(&event);
    leadhook_string_free(&diagnostics);
}

static void use_fold(leadhook_fold **fold, const uint8_t *event, size_t length, leadhook_error **error) {
    leadhook_observed observed;
    leadhook_string states;
    leadhook_fold *other = NULL;
    leadhook_code code =
        leadhook_fold_observe(one_in(30) ? NULL : *fold, event, length, one_in(2) ? NULL : &observed, error);
    check_result(code, error);
    if (one_in(50)) {
        check_result(leadhook_fold_states(*fold, &states, error), error);
        leadhook_string_free(&states);
        check_result(leadhook_fold_new(&other, error), error);
        check_result(leadhook_fold_merge(one_in(9) ? other : *fold, &other, error), error);
        leadhook_fold_free(&other);
        if (one_in(20)) {
            leadhook_fold_free(fold);
            check_result(leadhook_fold_new(fold, error), error);
        }
    }
}

int main(int argc, char **argv) {
    CHECK(argc == 5);
    test_cases all = read_cases(argv[1], WEBHOOKS), events = read_cases(argv[2], EVENTS);
    unsigned long max_calls = strtoul(argv[4], NULL, 10), calls = 0;
    leadhook_fold *fold;
    CHECK(leadhook_fold_new(&fold, NULL) == LEADHOOK_OK);
    random_state = strtoull(argv[3], NULL, 10);
    while (calls < max_calls) {
        const test_case *one = &all.cases[below(all.count)];
        const char *vendor = any_vendor(one->vendor);
        leadhook_error *received_error = NULL, **error = one_in(4) ? NULL : &received_error;
        leadhook_string event = {NULL, 0}, diagnostics = {NULL, 0};
        leadhook_verdict verdict;
        size_t length = one->length;
        uint8_t *body = mutate(one->body, &length);
        size_t claimed = one_in(100) && body == NULL ? 1 + below(100) : length;
        leadhook_code code =
            leadhook_normalize(vendor, body, claimed, any_limit(), one_in(40) ? NULL : &event, error);
        check_result(code, error);
        if (one_in(3)) {
            code = leadhook_validate(vendor, body, claimed, any_limit(), one_in(40) ? NULL : &verdict,
                                     one_in(2) ? NULL : &diagnostics, NULL);
            check_result(code, NULL);
        }
        if (one_in(3)) {
            leadhook_endpoint *endpoint = any_endpoint(vendor, error);
            use_endpoint(endpoint, body, claimed, error);
            leadhook_endpoint_free(&endpoint);
        }
        if (one_in(3)) {
            const test_case *other = &events.cases[below(events.count)];
            int is_webhook = one_in(2);
            size_t size = is_webhook ? strlen(one->expected) : other->length;
            uint8_t *mutated = mutate(is_webhook ? (const uint8_t *)one->expected : other->body, &size);
            use_fold(&fold, mutated, size, error);
            use_event(mutated, size, error);
            free(mutated);
        }
        CHECK(event.data == NULL || strlen(event.data) == event.length);
        leadhook_string_free(&event);
        leadhook_string_free(&diagnostics);
        free(body);
        calls = 0;
        for (size_t i = 0; i <= LEADHOOK_PANIC; i++) calls += codes[i];
    }
    printf("%lu hostile calls from seed %s: %lu ok, %lu malformed, %lu invalid, %lu too large, "
           "%lu unauthenticated, %lu invalid argument; "
           "%lu received, %zu subjects\n", calls, argv[3], codes[0], codes[1], codes[2], codes[3], codes[4], codes[5],
           received_count, leadhook_fold_length(fold));
    for (size_t i = 0; i < LEADHOOK_PANIC; i++) CHECK(codes[i] > 0);
    CHECK(received_count > 0 && leadhook_fold_length(fold) > 0);
    leadhook_fold_free(&fold);
    free_cases(&all);
    free_cases(&events);
    return 0;
}
