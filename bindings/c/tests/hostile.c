/* Hostile bytes and arguments: hostile CASES SEED CALLS. Nothing may crash, leak, or be a fault of the library's. */
#include "cases.h"

static uint64_t state;
static unsigned long codes[LEADHOOK_PANIC + 1], taken;

/* SplitMix64. */
static uint64_t chance(void) {
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static size_t below(size_t bound) {
    return (size_t)(chance() % bound);
}

static int one_in(size_t n) {
    return below(n) == 0;
}

/* A copy of its very size, with some bytes changed, added or cut off. */
static uint8_t *mutated(const uint8_t *bytes, size_t *length) {
    static const char *const odd[] = {"\"", "\\", "{", "}", "null", "\xff", "\\ud800", "1e999", "[[[[", ",", "\0", "-"};
    size_t room = *length + 64, size = *length;
    uint8_t *copy = malloc(room);
    CHECK(copy != NULL);
    if (size > 0) {
        memcpy(copy, bytes, size);
    }
    for (size_t edits = below(5); edits > 0; edits--) {
        size_t at = below(size + 1);
        switch (below(4)) {
        case 0:
            if (at < size) copy[at] = (uint8_t)chance();
            break;
        case 1:
            if (at < size) copy[at] ^= (uint8_t)(1u << below(8));
            break;
        case 2:
            if (one_in(4)) size = at;
            break;
        default: {
            const char *piece = odd[below(sizeof odd / sizeof *odd)];
            size_t added = strlen(piece) + (*piece == '\0');
            memmove(copy + at + added, copy + at, size - at);
            memcpy(copy + at, piece, added);
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
                                         "", "LeadSail", "leadsail ", "\xff\xfe", "nobody", NULL};
    return one_in(6) ? others[below(sizeof others / sizeof *others)] : likely;
}

static size_t any_limit(void) {
    return one_in(8) ? below(600) : one_in(8) ? SIZE_MAX : LEADHOOK_MAX_BODY;
}

/* Looks at all of an error, and frees it. */
static void done(leadhook_code code, leadhook_error **told) {
    codes[code]++;
    if (code == LEADHOOK_PANIC) {
        fprintf(stderr, "a fault of the library's own\n");
        abort();
    }
    if (told != NULL) {
        leadhook_error *error = *told;
        CHECK(leadhook_error_code(error) == code && (error == NULL) == (code == LEADHOOK_OK));
        size_t count = leadhook_error_violations(error), seen = 0;
        leadhook_violation violation;
        while (leadhook_error_violation(error, seen, &violation)) {
            CHECK(strlen(violation.message) > 0 && strlen(violation.pointer) < 100000);
            seen++;
        }
        CHECK(seen == count && !leadhook_error_violation(error, SIZE_MAX, &violation));
        if (one_in(2)) {
            const char *line = leadhook_error_rejection(error);
            CHECK(line == NULL || (line[0] == '{' && line == leadhook_error_rejection(error)));
        }
        leadhook_error_free(told);
        CHECK(*told == NULL);
    }
}

static leadhook_endpoint *any_endpoint(const char *vendor, leadhook_error **error) {
    static const uint8_t secret[] = "a secret";
    leadhook_builder *builder;
    leadhook_endpoint *endpoint = NULL;
    leadhook_code code = leadhook_builder_new(vendor, &builder, error);
    done(code, error);
    /* Half of them can be made for sure. */
    int sane = one_in(2);
    if (sane) {
        done(leadhook_builder_unsigned(builder, error), error);
    }
    for (size_t settings = sane ? 0 : below(4); settings > 0; settings--) {
        const uint8_t *given = one_in(10) ? NULL : secret;
        size_t length = below(sizeof secret);
        switch (below(9)) {
        case 0: case 1: case 2: code = leadhook_builder_signed_with(builder, given, length, error); break;
        case 3: code = leadhook_builder_encoding(builder, one_in(2) ? "base64" : any_vendor("hex"), error); break;
        case 4: code = leadhook_builder_bearer(builder, given, length, error); break;
        case 5: code = leadhook_builder_header(builder, any_vendor("X-Key"), given, length, error); break;
        case 6: code = leadhook_builder_unsigned(builder, error); break;
        case 7: code = leadhook_builder_account(builder, any_vendor("brazil"), error); break;
        default:
            code = one_in(2) ? leadhook_builder_window(builder, chance(), error)
                             : leadhook_builder_keep_ids(builder, chance(), error);
        }
        done(code, error);
    }
    if (one_in(8)) {
        done(leadhook_builder_max_body(builder, any_limit(), error), error);
    }
    code = leadhook_builder_build(&builder, one_in(50) ? NULL : &endpoint, error);
    done(code, error);
    CHECK(builder == NULL);
    CHECK((endpoint != NULL) == (code == LEADHOOK_OK));
    return endpoint;
}

static void use_endpoint(const leadhook_endpoint *endpoint, const uint8_t *body, size_t length, leadhook_error **error) {
    leadhook_signature *signature = NULL;
    leadhook_received *received = NULL;
    leadhook_authenticity authenticity;
    leadhook_header headers[4];
    size_t count = 0;
    leadhook_code code = leadhook_endpoint_sign(endpoint, body, length, &signature, error);
    done(code, error);
    const leadhook_header *right = leadhook_signature_headers(signature, &count);
    for (size_t at = 0; at < 4; at++) {
        static const leadhook_header odd = {"X-Key\xff", (const uint8_t *)"\0\xff", 2};
        headers[at] = at < count && !one_in(10) ? right[at] : odd;
        if (one_in(40)) headers[at].value = NULL;
        if (one_in(40)) headers[at].name = NULL;
        if (one_in(10)) headers[at].length = below(headers[at].length + 1);
    }
    count = one_in(6) ? below(5) : count;
    const leadhook_header *shown = one_in(30) ? NULL : headers;
    code = leadhook_endpoint_verify(endpoint, shown, count, body, length, &authenticity, error);
    done(code, error);
    code = leadhook_endpoint_receive(endpoint, shown, count, body, length, one_in(40) ? NULL : &received, error);
    done(code, error);
    leadhook_proof proof;
    size_t size, proofs = 0;
    CHECK(strlen(leadhook_received_event(received, &size)) == size);
    while (leadhook_received_proof(received, proofs, &proof)) {
        CHECK(strlen(proof.header) > 0);
        proofs++;
    }
    CHECK(proofs == leadhook_received_proofs(received));
    CHECK((leadhook_received_answer(received) == 200) == (received != NULL));
    taken += received != NULL;
    leadhook_received_free(&received);
    leadhook_signature_free(&signature);
}

static void use_fold(leadhook_fold **fold, const uint8_t *event, size_t length, leadhook_error **error) {
    leadhook_observed observed;
    leadhook_text standings;
    leadhook_fold *other = NULL;
    leadhook_code code = leadhook_fold_observe(one_in(30) ? NULL : *fold, event, length, one_in(2) ? NULL : &observed, error);
    done(code, error);
    if (one_in(50)) {
        done(leadhook_fold_standings(*fold, &standings, error), error);
        leadhook_text_free(&standings);
        done(leadhook_fold_new(&other, error), error);
        done(leadhook_fold_merge(one_in(9) ? other : *fold, &other, error), error);
        leadhook_fold_free(&other);
        if (one_in(20)) {
            leadhook_fold_free(fold);
            done(leadhook_fold_new(fold, error), error);
        }
    }
}

int main(int argc, char **argv) {
    CHECK(argc == 4);
    test_cases all = read_cases(argv[1]);
    unsigned long most = strtoul(argv[3], NULL, 10), calls = 0;
    leadhook_fold *fold;
    CHECK(leadhook_fold_new(&fold, NULL) == LEADHOOK_OK);
    state = strtoull(argv[2], NULL, 10);
    while (calls < most) {
        const test_case *one = &all.cases[below(all.count)];
        const char *vendor = any_vendor(one->vendor);
        leadhook_error *told = NULL, **error = one_in(4) ? NULL : &told;
        leadhook_text event = {NULL, 0}, findings = {NULL, 0};
        leadhook_verdict verdict;
        size_t length = one->length;
        uint8_t *body = mutated(one->body, &length);
        size_t claimed = one_in(100) && body == NULL ? 1 + below(100) : length;
        leadhook_code code =
            leadhook_normalize(vendor, body, claimed, any_limit(), one_in(40) ? NULL : &event, error);
        done(code, error);
        if (one_in(3)) {
            code = leadhook_validate(vendor, body, claimed, any_limit(), one_in(40) ? NULL : &verdict,
                                     one_in(2) ? NULL : &findings, NULL);
            done(code, NULL);
        }
        if (one_in(3)) {
            leadhook_endpoint *endpoint = any_endpoint(vendor, error);
            use_endpoint(endpoint, body, claimed, error);
            leadhook_endpoint_free(&endpoint);
        }
        if (one_in(3)) {
            size_t size = strlen(one->expected);
            uint8_t *event_body = mutated((const uint8_t *)one->expected, &size);
            use_fold(&fold, event_body, size, error);
            free(event_body);
        }
        CHECK(event.data == NULL || strlen(event.data) == event.length);
        leadhook_text_free(&event);
        leadhook_text_free(&findings);
        free(body);
        calls = 0;
        for (size_t at = 0; at <= LEADHOOK_PANIC; at++) calls += codes[at];
    }
    printf("%lu hostile calls from seed %s: %lu ok, %lu malformed, %lu invalid, %lu limit, %lu unauthentic, %lu argument; "
           "%lu received, %zu subjects\n", calls, argv[2], codes[0], codes[1], codes[2], codes[3], codes[4], codes[5],
           taken, leadhook_fold_length(fold));
    for (size_t at = 0; at < LEADHOOK_PANIC; at++) CHECK(codes[at] > 0);
    CHECK(taken > 0 && leadhook_fold_length(fold) > 0);
    leadhook_fold_free(&fold);
    free_cases(&all);
    return 0;
}
