/* Checks what the header promises about builders, endpoints, received webhooks and signatures. */
#include <pthread.h>

#include "check.h"

static const char missed[] = "{\"event\":\"missed_call\",\"call_id\":\"7\",\"timestamp\":\"2025-01-30T15:00:00Z\"}";
static const char completed[] =
    "{\"event\":\"call_completed\",\"call_id\":\"7\",\"timestamp\":\"2025-01-30T15:05:00Z\",\"status\":\"completed\"}";
static const char secret[] = "whsec_test";

static leadhook_builder *new_builder(const char *vendor) {
    leadhook_builder *builder;
    SUCCEEDS(leadhook_builder_new(vendor, &builder, error));
    CHECK(builder != NULL);
    return builder;
}

static leadhook_endpoint *build(leadhook_builder *builder) {
    leadhook_endpoint *endpoint;
    SUCCEEDS(leadhook_builder_build(&builder, &endpoint, error));
    CHECK(builder == NULL && endpoint != NULL);
    return endpoint;
}

static leadhook_endpoint *new_signing_endpoint(const char *vendor) {
    leadhook_builder *builder = new_builder(vendor);
    SUCCEEDS(leadhook_builder_signing_secret(builder, BYTES(secret), error));
    return build(builder);
}

static void test_builders(void) {
    leadhook_builder *builder;
    leadhook_endpoint *endpoint;
    REFUSES(leadhook_builder_new(NULL, &builder, error), "argument vendor is NULL");
    REFUSES(leadhook_builder_new("acme", &builder, error), "liguelead");
    CHECK(builder == NULL);
    REFUSES(leadhook_builder_new("limecall", NULL, error), "argument builder is NULL");
    REFUSES(leadhook_builder_signing_secret(NULL, BYTES(secret), error), "argument builder is NULL");
    REFUSES(leadhook_builder_encoding(NULL, "hex", error), "argument builder is NULL");
    REFUSES(leadhook_builder_bearer_token(NULL, BYTES(secret), error), "argument builder is NULL");
    REFUSES(leadhook_builder_secret_header(NULL, "X-Key", BYTES(secret), error), "argument builder is NULL");
    REFUSES(leadhook_builder_dangerously_accept_unsigned(NULL, error), "argument builder is NULL");
    REFUSES(leadhook_builder_account(NULL, "brazil", error), "argument builder is NULL");
    REFUSES(leadhook_builder_max_body(NULL, 1, error), "argument builder is NULL");
    REFUSES(leadhook_builder_max_event_age(NULL, 1, error), "argument builder is NULL");
    REFUSES(leadhook_builder_dedup_window(NULL, 1, error), "argument builder is NULL");
    REFUSES(leadhook_builder_build(NULL, &endpoint, error), "argument builder is NULL");
    leadhook_builder_free(NULL);

    builder = new_builder("limecall");
    REFUSES(leadhook_builder_signing_secret(builder, NULL, 1, error), "argument secret is NULL");
    REFUSES(leadhook_builder_signing_secret(builder, NULL, 0, error), "secret is empty");
    REFUSES(leadhook_builder_encoding(builder, NULL, error), "argument encoding is NULL");
    REFUSES(leadhook_builder_encoding(builder, "base32", error), "encoding must be one of hex, base64");
    REFUSES(leadhook_builder_bearer_token(builder, NULL, 1, error), "argument token is NULL");
    REFUSES(leadhook_builder_secret_header(builder, NULL, BYTES(secret), error), "argument name is NULL");
    REFUSES(leadhook_builder_secret_header(builder, "X-Key", NULL, 1, error), "argument value is NULL");
    REFUSES(leadhook_builder_account(builder, "\xff", error), "argument name is not UTF-8");
    /* The refused calls left the builder unchanged. */
    SUCCEEDS(leadhook_builder_signing_secret(builder, BYTES(secret), error));
    endpoint = build(builder);
    leadhook_endpoint_free(&endpoint);
    CHECK(endpoint == NULL);
    leadhook_endpoint_free(&endpoint);
    leadhook_endpoint_free(NULL);

    builder = new_builder("limecall");
    leadhook_error *error;
    CHECK(leadhook_builder_build(&builder, &endpoint, &error) == LEADHOOK_INVALID_ARGUMENT);
    CHECK(builder == NULL && endpoint == NULL && strstr(leadhook_error_message(error), "secret") != NULL);
    leadhook_error_free(&error);
    REFUSES(leadhook_builder_build(&builder, &endpoint, error), "argument builder is NULL");
    builder = new_builder("limecall");
    CHECK(leadhook_builder_build(&builder, NULL, NULL) == LEADHOOK_INVALID_ARGUMENT && builder == NULL);
    builder = new_builder("limecall");
    leadhook_builder_free(&builder);
    CHECK(builder == NULL);
    leadhook_builder_free(&builder);
}

/* Every setting takes effect. */
static void test_settings(void) {
    leadhook_builder *builder = new_builder("limecall");
    SUCCEEDS(leadhook_builder_signing_secret(builder, BYTES("old"), error));
    SUCCEEDS(leadhook_builder_signing_secret(builder, BYTES(secret), error));
    SUCCEEDS(leadhook_builder_encoding(builder, "base64", error));
    SUCCEEDS(leadhook_builder_bearer_token(builder, BYTES("token"), error));
    SUCCEEDS(leadhook_builder_account(builder, "brazil", error));
    SUCCEEDS(leadhook_builder_dedup_window(builder, 60, error));
    SUCCEEDS(leadhook_builder_max_body(builder, sizeof missed - 1, error));
    leadhook_endpoint *endpoint = build(builder);

    /* openssl dgst -sha256 -hmac whsec_test -binary | base64 */
    const leadhook_header headers[] = {
        {"x-limecall-signature", BYTES("87xzjMtgxVKY2ZvVeBfX0jWBm3GnXtjDOUuzuuvfPt8=")},
        {"Host", BYTES("example.com")},
        {"\xff", NULL, 0},
        {"authorization", BYTES("Bearer token")},
    };
    leadhook_received *received;
    SUCCEEDS(leadhook_endpoint_receive(endpoint, headers, 4, BYTES(missed), &received, error));
    size_t length;
    const char *event = leadhook_received_event(received, &length);
    CHECK(strlen(event) == length && event == leadhook_received_event(received, NULL));
    CHECK(strstr(event, "\"source\":\"limecall/brazil\"") != NULL);
    CHECK(leadhook_received_verification(received) == LEADHOOK_VERIFICATION_VERIFIED);
    CHECK(leadhook_received_is_outside_dedup_window(received));
    CHECK(leadhook_received_unexpected_count(received) == 0);
    leadhook_proof proof;
    CHECK(leadhook_received_proof_count(received) == 2 && leadhook_received_proof(received, 0, &proof));
    CHECK(strcmp(proof.header, "X-LimeCall-Signature") == 0 && proof.secret == 1);
    CHECK(leadhook_received_proof(received, 1, &proof) && proof.secret == 0);
    CHECK(!leadhook_received_proof(received, 2, &proof) && !leadhook_received_proof(received, 0, NULL));
    leadhook_received_free(&received);
    CHECK(received == NULL);
    leadhook_received_free(&received);
    leadhook_received_free(NULL);
    FAILS(LEADHOOK_TOO_LARGE, leadhook_endpoint_receive(endpoint, headers, 4, BYTES(completed), &received, error),
            "larger");
    leadhook_endpoint_free(&endpoint);

    builder = new_builder("leadnest");
    SUCCEEDS(leadhook_builder_dangerously_accept_unsigned(builder, error));
    SUCCEEDS(leadhook_builder_max_event_age(builder, 60, error));
    endpoint = build(builder);
    static const char opened[] = "{\"event\":\"email.opened\",\"timestamp\":\"2024-01-15T10:30:00Z\",\"data\":{}}";
    FAILS(LEADHOOK_UNAUTHENTICATED, leadhook_endpoint_receive(endpoint, NULL, 0, BYTES(opened), &received, error),
            "60 s");
    leadhook_endpoint_free(&endpoint);

    builder = new_builder("leadnest");
    SUCCEEDS(leadhook_builder_dangerously_accept_unsigned(builder, error));
    SUCCEEDS(leadhook_builder_dedup_window(builder, UINT64_MAX, error));
    endpoint = build(builder);
    SUCCEEDS(leadhook_endpoint_receive(endpoint, NULL, 0, BYTES(opened), &received, error));
    CHECK(!leadhook_received_is_outside_dedup_window(received));
    CHECK(leadhook_received_verification(received) == LEADHOOK_VERIFICATION_UNSIGNED);
    CHECK(leadhook_received_proof_count(received) == 0);
    leadhook_received_free(&received);
    leadhook_endpoint_free(&endpoint);

    builder = new_builder("leadsail");
    SUCCEEDS(leadhook_builder_secret_header(builder, "X-Key", BYTES(secret), error));
    endpoint = build(builder);
    leadhook_signature *signature;
    SUCCEEDS(leadhook_endpoint_sign(endpoint, BYTES("{}"), &signature, error));
    const leadhook_header *header = leadhook_signature_headers(signature, &length);
    CHECK(length == 1 && strcmp(header->name, "X-Key") == 0 && header->length == sizeof secret - 1);
    CHECK(strcmp((const char *)header->value, secret) == 0);
    leadhook_signature_free(&signature);
    leadhook_endpoint_free(&endpoint);
}

static void test_endpoints(void) {
    leadhook_endpoint *endpoint = new_signing_endpoint("leadterra");
    leadhook_signature *signature;
    leadhook_received *received;
    leadhook_verification verification;
    leadhook_error *error;
    size_t count;
    char body[] =
        "{\"event\":\"campaign.started\",\"timestamp\":\"2026-02-02T12:00:00Z\",\"data\":{\"campaignId\":\"c\"}}";
    SUCCEEDS(leadhook_endpoint_sign(endpoint, BYTES(body), &signature, error));
    const leadhook_header *headers = leadhook_signature_headers(signature, &count);
    CHECK(count == 1 && headers->length == 64);
    SUCCEEDS(leadhook_endpoint_verify(endpoint, headers, count, BYTES(body), &verification, error));
    CHECK(verification == LEADHOOK_VERIFICATION_VERIFIED);
    SUCCEEDS(leadhook_endpoint_receive(endpoint, headers, count, BYTES(body), &received, error));
    CHECK(strstr(leadhook_received_event(received, NULL), "\"type\":\"campaign.started\"") != NULL);
    leadhook_received_free(&received);

    leadhook_signature *other;
    REFUSES(leadhook_endpoint_sign(NULL, BYTES(body), &other, error), "argument endpoint is NULL");
    CHECK(other == NULL);
    REFUSES(leadhook_endpoint_sign(endpoint, NULL, 1, &other, error), "argument body is NULL");
    REFUSES(leadhook_endpoint_sign(endpoint, BYTES(body), NULL, error), "argument signature is NULL");
    REFUSES(leadhook_endpoint_verify(NULL, headers, count, BYTES(body), &verification, error),
            "argument endpoint is NULL");
    CHECK(verification == LEADHOOK_VERIFICATION_UNSIGNED);
    REFUSES(leadhook_endpoint_verify(endpoint, NULL, 1, BYTES(body), &verification, error), "argument headers is NULL");
    REFUSES(leadhook_endpoint_verify(endpoint, headers, SIZE_MAX, BYTES(body), &verification, error), "SIZE_MAX / 2");
    REFUSES(leadhook_endpoint_verify(endpoint, headers, count, NULL, 1, &verification, error), "argument body is NULL");
    REFUSES(leadhook_endpoint_verify(endpoint, headers, count, BYTES(body), NULL, error),
            "argument verification is NULL");
    REFUSES(leadhook_endpoint_receive(NULL, headers, count, BYTES(body), &received, error),
            "argument endpoint is NULL");
    CHECK(received == NULL);
    REFUSES(leadhook_endpoint_receive(endpoint, headers, count, BYTES(body), NULL, error), "argument received is NULL");
    const leadhook_header nameless = {NULL, BYTES("00")}, empty = {"X-Leadterra-Signature", NULL, 1};
    REFUSES(leadhook_endpoint_receive(endpoint, &nameless, 1, BYTES(body), &received, error),
            "headers[0].name is NULL");
    REFUSES(leadhook_endpoint_receive(endpoint, &empty, 1, BYTES(body), &received, error), "headers[0].value is NULL");
    FAILS(LEADHOOK_UNAUTHENTICATED, leadhook_endpoint_verify(endpoint, NULL, 0, BYTES(body), &verification, error),
            "missing");

    /* One bit of the body is changed. */
    body[sizeof body - 5] ^= 1;
    CHECK(leadhook_endpoint_verify(endpoint, headers, count, BYTES(body), &verification, &error) ==
          LEADHOOK_UNAUTHENTICATED);
    CHECK(leadhook_error_http_status(error) == 401 && leadhook_error_diagnostic_count(error) == 1);
    CHECK(leadhook_error_rejection(error) == NULL);
    leadhook_error_free(&error);
    CHECK(leadhook_endpoint_receive(endpoint, headers, count, BYTES(body), &received, &error) ==
          LEADHOOK_UNAUTHENTICATED);
    CHECK(received == NULL && leadhook_error_http_status(error) == 401);
    CHECK(strstr(leadhook_error_rejection(error), "\"received_at\"") != NULL);
    leadhook_error_free(&error);
    CHECK(leadhook_signature_headers(NULL, &count) == NULL && count == 0);
    CHECK(leadhook_signature_headers(signature, NULL) == NULL);
    leadhook_signature_free(&signature);
    CHECK(signature == NULL);
    leadhook_signature_free(&signature);
    leadhook_signature_free(NULL);
    leadhook_endpoint_free(&endpoint);

    CHECK(leadhook_received_event(NULL, &count)[0] == '\0' && count == 0);
    CHECK(leadhook_received_verification(NULL) == LEADHOOK_VERIFICATION_UNSIGNED);
    CHECK(leadhook_received_unexpected_count(NULL) == 0);
    CHECK(leadhook_received_proof_count(NULL) == 0 && !leadhook_received_is_outside_dedup_window(NULL));
}

/* An opt-out of an undocumented type is accepted, and reported as unexpected. */
static void test_unexpected(void) {
    static const char listed[] =
        "{\"event\":\"reply.received\",\"timestamp\":\"2026-02-02T12:00:00Z\","
        "\"data\":{\"reply\":{\"id\":7,\"classification\":[\"unsubscribe\"]}}}";
    leadhook_endpoint *endpoint = new_signing_endpoint("leadterra");
    leadhook_signature *signature;
    leadhook_received *received;
    size_t count;
    SUCCEEDS(leadhook_endpoint_sign(endpoint, BYTES(listed), &signature, error));
    const leadhook_header *headers = leadhook_signature_headers(signature, &count);
    SUCCEEDS(leadhook_endpoint_receive(endpoint, headers, count, BYTES(listed), &received, error));
    const char *event = leadhook_received_event(received, NULL);
    CHECK(strstr(event, "\"extra\":{\"data\":{\"reply\":{\"classification\":[\"unsubscribe\"]}}}") != NULL);
    CHECK(strstr(event, "\"reply_id\":\"7\"") != NULL);
    CHECK(leadhook_received_unexpected_count(received) == 1);
    CHECK(strcmp(leadhook_received_unexpected(received, 0), "/data/reply/classification") == 0);
    CHECK(leadhook_received_unexpected(received, 1) == NULL && leadhook_received_unexpected(NULL, 0) == NULL);
    leadhook_received_free(&received);
    leadhook_signature_free(&signature);
    leadhook_endpoint_free(&endpoint);
}

static void *receive_many(void *shared) {
    const leadhook_endpoint *endpoint = shared;
    for (int i = 0; i < 200; i++) {
        leadhook_signature *signature;
        leadhook_received *received;
        leadhook_error *error;
        size_t count;
        SUCCEEDS(leadhook_endpoint_sign(endpoint, BYTES(missed), &signature, error));
        const leadhook_header *headers = leadhook_signature_headers(signature, &count);
        SUCCEEDS(leadhook_endpoint_receive(endpoint, headers, count, BYTES(missed), &received, error));
        CHECK(leadhook_endpoint_receive(endpoint, headers, count, BYTES("{}"), NULL, &error) ==
              LEADHOOK_INVALID_ARGUMENT);
        leadhook_error_free(&error);
        leadhook_received_free(&received);
        leadhook_signature_free(&signature);
    }
    return NULL;
}

static void test_threads(void) {
    leadhook_endpoint *endpoint = new_signing_endpoint("limecall");
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) CHECK(pthread_create(&threads[i], NULL, receive_many, endpoint) == 0);
    for (int i = 0; i < 2; i++) CHECK(pthread_join(threads[i], NULL) == 0);
    leadhook_endpoint_free(&endpoint);
}

int main(void) {
    test_builders();
    test_settings();
    test_endpoints();
    test_unexpected();
    test_threads();
    puts("endpoints do what the header says");
    return 0;
}
