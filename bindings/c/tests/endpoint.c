/* What the header promises of endpoints and their builders, and of what comes of them. */
#include <pthread.h>

#include "check.h"

static const char missed[] = "{\"event\":\"missed_call\",\"call_id\":\"7\",\"timestamp\":\"2025-01-30T15:00:00Z\"}";
static const char completed[] =
    "{\"event\":\"call_completed\",\"call_id\":\"7\",\"timestamp\":\"2025-01-30T15:05:00Z\",\"status\":\"completed\"}";
static const char secret[] = "whsec_test";

static leadhook_builder *built(const char *vendor) {
    leadhook_builder *builder;
    DOES(leadhook_builder_new(vendor, &builder, error));
    CHECK(builder != NULL);
    return builder;
}

static leadhook_endpoint *finished(leadhook_builder *builder) {
    leadhook_endpoint *endpoint;
    DOES(leadhook_builder_build(&builder, &endpoint, error));
    CHECK(builder == NULL && endpoint != NULL);
    return endpoint;
}

static leadhook_endpoint *signing(const char *vendor) {
    leadhook_builder *builder = built(vendor);
    DOES(leadhook_builder_signed_with(builder, BYTES(secret), error));
    return finished(builder);
}

static void builders(void) {
    leadhook_builder *builder;
    leadhook_endpoint *endpoint;
    REFUSES(leadhook_builder_new(NULL, &builder, error), "vendor is NULL");
    REFUSES(leadhook_builder_new("nobody", &builder, error), "liguelead");
    CHECK(builder == NULL);
    REFUSES(leadhook_builder_new("limecall", NULL, error), "builder is NULL");
    REFUSES(leadhook_builder_signed_with(NULL, BYTES(secret), error), "builder is NULL");
    REFUSES(leadhook_builder_encoding(NULL, "hex", error), "builder is NULL");
    REFUSES(leadhook_builder_bearer(NULL, BYTES(secret), error), "builder is NULL");
    REFUSES(leadhook_builder_header(NULL, "X-Key", BYTES(secret), error), "builder is NULL");
    REFUSES(leadhook_builder_unsigned(NULL, error), "builder is NULL");
    REFUSES(leadhook_builder_account(NULL, "brazil", error), "builder is NULL");
    REFUSES(leadhook_builder_max_body(NULL, 1, error), "builder is NULL");
    REFUSES(leadhook_builder_window(NULL, 1, error), "builder is NULL");
    REFUSES(leadhook_builder_keep_ids(NULL, 1, error), "builder is NULL");
    REFUSES(leadhook_builder_build(NULL, &endpoint, error), "builder is NULL");
    leadhook_builder_free(NULL);

    builder = built("limecall");
    REFUSES(leadhook_builder_signed_with(builder, NULL, 1, error), "secret is NULL");
    REFUSES(leadhook_builder_signed_with(builder, NULL, 0, error), "empty secret");
    REFUSES(leadhook_builder_encoding(builder, NULL, error), "encoding is NULL");
    REFUSES(leadhook_builder_encoding(builder, "base32", error), "encoding is none of hex, base64");
    REFUSES(leadhook_builder_bearer(builder, NULL, 1, error), "token is NULL");
    REFUSES(leadhook_builder_header(builder, NULL, BYTES(secret), error), "name is NULL");
    REFUSES(leadhook_builder_header(builder, "X-Key", NULL, 1, error), "value is NULL");
    REFUSES(leadhook_builder_account(builder, "\xff", error), "label is not UTF-8");
    /* What was refused has left no trace. */
    DOES(leadhook_builder_signed_with(builder, BYTES(secret), error));
    endpoint = finished(builder);
    leadhook_endpoint_free(&endpoint);
    CHECK(endpoint == NULL);
    leadhook_endpoint_free(&endpoint);
    leadhook_endpoint_free(NULL);

    builder = built("limecall");
    leadhook_error *error;
    CHECK(leadhook_builder_build(&builder, &endpoint, &error) == LEADHOOK_ARGUMENT);
    CHECK(builder == NULL && endpoint == NULL && strstr(leadhook_error_message(error), "secret") != NULL);
    leadhook_error_free(&error);
    REFUSES(leadhook_builder_build(&builder, &endpoint, error), "builder is NULL");
    builder = built("limecall");
    CHECK(leadhook_builder_build(&builder, NULL, NULL) == LEADHOOK_ARGUMENT && builder == NULL);
    builder = built("limecall");
    leadhook_builder_free(&builder);
    CHECK(builder == NULL);
    leadhook_builder_free(&builder);
}

/* All that can be configured is obeyed. */
static void settings(void) {
    leadhook_builder *builder = built("limecall");
    DOES(leadhook_builder_signed_with(builder, BYTES("old"), error));
    DOES(leadhook_builder_signed_with(builder, BYTES(secret), error));
    DOES(leadhook_builder_encoding(builder, "base64", error));
    DOES(leadhook_builder_bearer(builder, BYTES("token"), error));
    DOES(leadhook_builder_account(builder, "brazil", error));
    DOES(leadhook_builder_keep_ids(builder, 60, error));
    DOES(leadhook_builder_max_body(builder, sizeof missed - 1, error));
    leadhook_endpoint *endpoint = finished(builder);

    /* openssl dgst -sha256 -hmac whsec_test -binary | base64 */
    const leadhook_header headers[] = {
        {"x-limecall-signature", BYTES("87xzjMtgxVKY2ZvVeBfX0jWBm3GnXtjDOUuzuuvfPt8=")},
        {"Host", BYTES("example.com")},
        {"\xff", NULL, 0},
        {"authorization", BYTES("Bearer token")},
    };
    leadhook_received *received;
    DOES(leadhook_endpoint_receive(endpoint, headers, 4, BYTES(missed), &received, error));
    size_t length;
    const char *event = leadhook_received_event(received, &length);
    CHECK(strlen(event) == length && event == leadhook_received_event(received, NULL));
    CHECK(strstr(event, "\"source\":\"limecall/brazil\"") != NULL);
    CHECK(leadhook_received_authenticity(received) == LEADHOOK_AUTHENTICITY_AUTHENTIC);
    CHECK(leadhook_received_is_stale(received) && leadhook_received_answer(received) == 200);
    leadhook_proof proof;
    CHECK(leadhook_received_proofs(received) == 2 && leadhook_received_proof(received, 0, &proof));
    CHECK(strcmp(proof.header, "X-LimeCall-Signature") == 0 && proof.secret == 1);
    CHECK(leadhook_received_proof(received, 1, &proof) && proof.secret == 0);
    CHECK(!leadhook_received_proof(received, 2, &proof) && !leadhook_received_proof(received, 0, NULL));
    leadhook_received_free(&received);
    CHECK(received == NULL);
    leadhook_received_free(&received);
    leadhook_received_free(NULL);
    FAILS(LEADHOOK_LIMIT, leadhook_endpoint_receive(endpoint, headers, 4, BYTES(completed), &received, error), "larger");
    leadhook_endpoint_free(&endpoint);

    builder = built("leadnest");
    DOES(leadhook_builder_unsigned(builder, error));
    DOES(leadhook_builder_window(builder, 60, error));
    endpoint = finished(builder);
    static const char opened[] = "{\"event\":\"email.opened\",\"timestamp\":\"2024-01-15T10:30:00Z\",\"data\":{}}";
    FAILS(LEADHOOK_UNAUTHENTIC, leadhook_endpoint_receive(endpoint, NULL, 0, BYTES(opened), &received, error), "60 s");
    leadhook_endpoint_free(&endpoint);

    builder = built("leadnest");
    DOES(leadhook_builder_unsigned(builder, error));
    DOES(leadhook_builder_keep_ids(builder, UINT64_MAX, error));
    endpoint = finished(builder);
    DOES(leadhook_endpoint_receive(endpoint, NULL, 0, BYTES(opened), &received, error));
    CHECK(!leadhook_received_is_stale(received));
    CHECK(leadhook_received_authenticity(received) == LEADHOOK_AUTHENTICITY_UNSIGNED);
    CHECK(leadhook_received_proofs(received) == 0);
    leadhook_received_free(&received);
    leadhook_endpoint_free(&endpoint);

    builder = built("leadsail");
    DOES(leadhook_builder_header(builder, "X-Key", BYTES(secret), error));
    endpoint = finished(builder);
    leadhook_signature *signature;
    DOES(leadhook_endpoint_sign(endpoint, BYTES("{}"), &signature, error));
    const leadhook_header *header = leadhook_signature_headers(signature, &length);
    CHECK(length == 1 && strcmp(header->name, "X-Key") == 0 && header->length == sizeof secret - 1);
    CHECK(strcmp((const char *)header->value, secret) == 0);
    leadhook_signature_free(&signature);
    leadhook_endpoint_free(&endpoint);
}

static void endpoints(void) {
    leadhook_endpoint *endpoint = signing("leadterra");
    leadhook_signature *signature;
    leadhook_received *received;
    leadhook_authenticity authenticity;
    leadhook_error *error;
    size_t count;
    char body[] = "{\"event\":\"campaign.started\",\"timestamp\":\"2026-02-02T12:00:00Z\",\"data\":{\"campaignId\":\"c\"}}";
    DOES(leadhook_endpoint_sign(endpoint, BYTES(body), &signature, error));
    const leadhook_header *headers = leadhook_signature_headers(signature, &count);
    CHECK(count == 1 && headers->length == 64);
    DOES(leadhook_endpoint_verify(endpoint, headers, count, BYTES(body), &authenticity, error));
    CHECK(authenticity == LEADHOOK_AUTHENTICITY_AUTHENTIC);
    DOES(leadhook_endpoint_receive(endpoint, headers, count, BYTES(body), &received, error));
    CHECK(strstr(leadhook_received_event(received, NULL), "\"type\":\"campaign.started\"") != NULL);
    leadhook_received_free(&received);

    leadhook_signature *other;
    REFUSES(leadhook_endpoint_sign(NULL, BYTES(body), &other, error), "endpoint is NULL");
    CHECK(other == NULL);
    REFUSES(leadhook_endpoint_sign(endpoint, NULL, 1, &other, error), "body is NULL");
    REFUSES(leadhook_endpoint_sign(endpoint, BYTES(body), NULL, error), "signature is NULL");
    REFUSES(leadhook_endpoint_verify(NULL, headers, count, BYTES(body), &authenticity, error), "endpoint is NULL");
    CHECK(authenticity == LEADHOOK_AUTHENTICITY_UNSIGNED);
    REFUSES(leadhook_endpoint_verify(endpoint, NULL, 1, BYTES(body), &authenticity, error), "headers is NULL");
    REFUSES(leadhook_endpoint_verify(endpoint, headers, SIZE_MAX, BYTES(body), &authenticity, error), "memory");
    REFUSES(leadhook_endpoint_verify(endpoint, headers, count, NULL, 1, &authenticity, error), "body is NULL");
    REFUSES(leadhook_endpoint_verify(endpoint, headers, count, BYTES(body), NULL, error), "authenticity is NULL");
    REFUSES(leadhook_endpoint_receive(NULL, headers, count, BYTES(body), &received, error), "endpoint is NULL");
    CHECK(received == NULL);
    REFUSES(leadhook_endpoint_receive(endpoint, headers, count, BYTES(body), NULL, error), "received is NULL");
    const leadhook_header nameless = {NULL, BYTES("00")}, empty = {"X-Leadterra-Signature", NULL, 1};
    REFUSES(leadhook_endpoint_receive(endpoint, &nameless, 1, BYTES(body), &received, error), "name of a header");
    REFUSES(leadhook_endpoint_receive(endpoint, &empty, 1, BYTES(body), &received, error), "value of a header");
    FAILS(LEADHOOK_UNAUTHENTIC, leadhook_endpoint_verify(endpoint, NULL, 0, BYTES(body), &authenticity, error), "missing");

    /* Tampered with by one bit. */
    body[sizeof body - 5] ^= 1;
    CHECK(leadhook_endpoint_verify(endpoint, headers, count, BYTES(body), &authenticity, &error) == LEADHOOK_UNAUTHENTIC);
    CHECK(leadhook_error_answer(error) == 401 && leadhook_error_violations(error) == 1);
    CHECK(leadhook_error_rejection(error) == NULL);
    leadhook_error_free(&error);
    CHECK(leadhook_endpoint_receive(endpoint, headers, count, BYTES(body), &received, &error) == LEADHOOK_UNAUTHENTIC);
    CHECK(received == NULL && leadhook_error_answer(error) == 401);
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
    CHECK(leadhook_received_authenticity(NULL) == LEADHOOK_AUTHENTICITY_UNSIGNED);
    CHECK(leadhook_received_proofs(NULL) == 0 && !leadhook_received_is_stale(NULL));
    CHECK(leadhook_received_answer(NULL) == LEADHOOK_NOT_KEPT);
}

static void *receives(void *shared) {
    const leadhook_endpoint *endpoint = shared;
    for (int turn = 0; turn < 200; turn++) {
        leadhook_signature *signature;
        leadhook_received *received;
        leadhook_error *error;
        size_t count;
        DOES(leadhook_endpoint_sign(endpoint, BYTES(missed), &signature, error));
        const leadhook_header *headers = leadhook_signature_headers(signature, &count);
        DOES(leadhook_endpoint_receive(endpoint, headers, count, BYTES(missed), &received, error));
        CHECK(leadhook_endpoint_receive(endpoint, headers, count, BYTES("{}"), NULL, &error) == LEADHOOK_ARGUMENT);
        leadhook_error_free(&error);
        leadhook_received_free(&received);
        leadhook_signature_free(&signature);
    }
    return NULL;
}

static void threads(void) {
    leadhook_endpoint *endpoint = signing("limecall");
    pthread_t all[2];
    for (int at = 0; at < 2; at++) CHECK(pthread_create(&all[at], NULL, receives, endpoint) == 0);
    for (int at = 0; at < 2; at++) CHECK(pthread_join(all[at], NULL) == 0);
    leadhook_endpoint_free(&endpoint);
}

int main(void) {
    builders();
    settings();
    endpoints();
    threads();
    puts("endpoints are as the header says");
    return 0;
}
