/*
 * leadhook: turns the webhooks of marketing and lead vendors into one stream of events.
 *
 * This file is generated from bindings/c/src. Do not edit it.
 *
 * Errors. A function that can fail returns a leadhook_code. It is LEADHOOK_OK (0) on success, so you
 * can chain calls with ||. Its last argument, "error", may be NULL. Otherwise it receives NULL on
 * success and an error on failure. Free the error with leadhook_error_free().
 *
 * Output arguments. A function overwrites what your variable holds and does not free it. If the call
 * fails, the variable is empty: NULL, a string without data, or the value that the function
 * documents.
 *
 * Ownership. leadhook copies what it keeps of your arguments. You own every object that you receive
 * through an output argument. Free it with the function whose name ends in _free, and pass the
 * address of your variable, which is then set to NULL. So a second call does nothing. Do not free a
 * copy of the pointer. A "const" pointer that a function returns belongs to the object that you
 * passed. It is valid until you free that object. Do not free it. Never pass a pointer from leadhook
 * to free(), or a pointer from malloc() to leadhook.
 *
 * Strings and arrays. The number of bytes of a "const uint8_t *", or of headers of a
 * "const leadhook_header *", is the next argument. If it is 0, the pointer may be NULL. Bytes need
 * not end with a NUL. A "const char *" ends with a NUL. Strings are UTF-8.
 *
 * Invalid arguments. NULL, invalid UTF-8, unknown names and impossible lengths return
 * LEADHOOK_INVALID_ARGUMENT, unless a function says otherwise. Some mistakes cannot be detected and
 * are undefined behavior: a pointer that is not NULL and not valid for its length, and an output
 * argument that overlaps another argument.
 *
 * Threads. Several threads may use an endpoint, an error, a received webhook or a signature at once,
 * until one of them frees it. Only one thread at a time may use a builder or a fold.
 *
 * Panics. No Rust panic leaves this library. It becomes LEADHOOK_PANIC, and Rust prints a line to
 * standard error, which may quote the input. If memory runs out, the process aborts.
 */

#ifndef LEADHOOK_H
#define LEADHOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The version of this header. leadhook_version() returns that of the library.
#define LEADHOOK_VERSION "0.1.0"
#define LEADHOOK_VERSION_MAJOR 0
#define LEADHOOK_VERSION_MINOR 1
#define LEADHOOK_VERSION_PATCH 0


// The HTTP status to respond with once the webhook is stored.
#define LEADHOOK_HTTP_STATUS_OK 200

// The HTTP status to respond with if the webhook could not be stored, so that the vendor sends it again. Not every
// vendor does.
#define LEADHOOK_HTTP_STATUS_SERVICE_UNAVAILABLE 503

// The default maximum body size in bytes (inclusive): 1 MiB.
#define LEADHOOK_DEFAULT_MAX_BODY 1048576

// The result of a call.
typedef enum {
  // The call succeeded.
  LEADHOOK_OK = 0,
  // The body is not UTF-8, is not JSON, repeats a member in one object, or has more than
  // 100 levels or 10,000 objects and arrays.
  LEADHOOK_MALFORMED = 1,
  // The body is JSON and violates its schema.
  LEADHOOK_INVALID = 2,
  // The body is larger than allowed.
  LEADHOOK_TOO_LARGE = 3,
  // The request is not proven to be the vendor's, or is too old.
  LEADHOOK_UNAUTHENTICATED = 4,
  // An argument is NULL or otherwise invalid, or the configuration of an endpoint is wrong.
  LEADHOOK_INVALID_ARGUMENT = 5,
  // A bug in leadhook: a panic, which was caught. Please report it.
  LEADHOOK_PANIC = 6,
} leadhook_code;

// The result of validating a body or an event.
typedef enum {
  // The body follows the schema, and everything in it is documented.
  LEADHOOK_VERDICT_VALID = 0,
  // The body follows the schema and contains something undocumented or odd. leadhook_normalize() accepts it, and
  // leadhook_read_event() an event.
  LEADHOOK_VERDICT_DRIFT = 1,
  // The body violates the schema, is not JSON, or is too large. leadhook_normalize() refuses it, and
  // leadhook_read_event() an event.
  LEADHOOK_VERDICT_INVALID = 2,
} leadhook_verdict;

// What the verification of a request proved.
typedef enum {
  // Nothing: the vendor does not sign, or the endpoint accepts unsigned requests.
  LEADHOOK_VERIFICATION_UNSIGNED = 0,
  // Every header that the endpoint checks contains a configured secret, or a signature made with one.
  LEADHOOK_VERIFICATION_VERIFIED = 1,
} leadhook_verification;

// The change that an event made in a fold. It depends on the order of the events. The states in the fold do not.
typedef enum {
  // Nothing: the event has no status, or it does not say which message, call or lead it is about. Events about
  // contacts, replies and voicemails have no status.
  LEADHOOK_OBSERVED_NOTHING = 0,
  // The current status of the subject changed.
  LEADHOOK_OBSERVED_ADVANCED = 1,
  // Nothing: this status was already reported for the same or an earlier time. Undocumented statuses count as one
  // status.
  LEADHOOK_OBSERVED_DUPLICATE = 2,
  // The report is recorded, and the current status stays.
  LEADHOOK_OBSERVED_LATE = 3,
  // The report is recorded, and contradicts another reported status.
  LEADHOOK_OBSERVED_CONFLICT = 4,
} leadhook_observed;

// The configuration of an endpoint. leadhook_builder_build() frees it. If you do not call that, free it with
// leadhook_builder_free().
typedef struct leadhook_builder leadhook_builder;

// Receives the webhooks of one vendor and one account. Several threads may use it at once. Free it with
// leadhook_endpoint_free() when no thread uses it any more.
typedef struct leadhook_endpoint leadhook_endpoint;

// The error of a call that failed. You can log it: only leadhook_error_rejection() contains values of the body. Free
// it with leadhook_error_free().
typedef struct leadhook_error leadhook_error;

// The lifecycles of every message, call and lead in a stream of events, in any order. Only one thread at a time may
// use it. Free it with leadhook_fold_free().
typedef struct leadhook_fold leadhook_fold;

// A webhook that was received and verified. Free it with leadhook_received_free().
typedef struct leadhook_received leadhook_received;

// The headers that authenticate a body to an endpoint. Free it with leadhook_signature_free().
typedef struct leadhook_signature leadhook_signature;

// A string that leadhook allocated: UTF-8, followed by a NUL. Do not modify it. Free it with leadhook_string_free().
typedef struct {
  // The characters, or NULL if there is no string.
  char *data;
  // The number of bytes, without the NUL.
  size_t length;
} leadhook_string;

// One thing that is wrong with a body, and its place. The strings are valid until you free the error.
typedef struct {
  // The JSON Pointer (RFC 6901) of the place. It is empty for the whole body. For a missing member it is that of the
  // object that lacks it. A name that does not look like an identifier is replaced by an ellipsis (U+2026), because
  // it may be personal data.
  const char *pointer;
  // What is wrong, and what was expected.
  const char *message;
  // The line in the body, counted from 1.
  size_t line;
  // The column in that line, in characters, counted from 1.
  size_t column;
} leadhook_diagnostic;

// A header that proves that a request is the vendor's.
typedef struct {
  // The header's name, valid until you free the received webhook.
  const char *header;
  // The index of the secret that matched, among those that the builder was given for this header.
  size_t secret;
} leadhook_proof;

// A header of an HTTP request.
typedef struct {
  // The name, in any case, ending with a NUL.
  const char *name;
  // The value. It need not end with a NUL.
  const uint8_t *value;
  // The number of bytes of the value.
  size_t length;
} leadhook_header;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// Returns the version of the library, such as "0.1.0". If it differs from LEADHOOK_VERSION, the program was compiled
// with the header of another version. Do not free it.
const char *leadhook_version(void);

// Frees a string and sets its members to NULL and 0. Does nothing if "string" or its data is NULL.
void leadhook_string_free(leadhook_string *string);

// Returns the code that the call returned. Returns LEADHOOK_OK if "error" is NULL.
leadhook_code leadhook_error_code(const leadhook_error *error);

// Returns one line that says what is wrong. It is valid until you free the error. Returns an empty string if "error"
// is NULL.
const char *leadhook_error_message(const leadhook_error *error);

// Returns the number of diagnostics of an error, at most 100. Get each with leadhook_error_diagnostic(). There is at
// least one, except for LEADHOOK_INVALID_ARGUMENT and LEADHOOK_PANIC. Returns 0 if "error" is NULL.
size_t leadhook_error_diagnostic_count(const leadhook_error *error);

// Returns the number of diagnostics that were counted but not kept, because there are more than 100. There may be
// more. Returns 0 if "error" is NULL.
size_t leadhook_error_omitted(const leadhook_error *error);

// Sets "diagnostic" to the diagnostic with this index, counted from 0, and returns true. They are in the order of the
// body. Returns false and leaves "diagnostic" unchanged if there is no such diagnostic or an argument is NULL.
bool leadhook_error_diagnostic(const leadhook_error *error, size_t index, leadhook_diagnostic *diagnostic);

// Returns the rejection: one line of JSON with the error and the whole body. Store it, to try again with a later
// version (`leadhook replay`). If the body is too large, the rejection has only its length. Do not log it, because it
// contains the values of the body. It is valid until you free the error.
//
// Returns NULL if "error" is NULL, or if it is not about a body that leadhook_normalize() or
// leadhook_endpoint_receive() refused.
const char *leadhook_error_rejection(const leadhook_error *error);

// Returns the HTTP status to respond to the webhook with:
//
// - 200 for LEADHOOK_MALFORMED and LEADHOOK_INVALID. The same body does not get better when it is sent again. Store
//   the rejection first.
// - 401 for LEADHOOK_UNAUTHENTICATED.
// - 413 for LEADHOOK_TOO_LARGE.
// - 503 for every other error, if "error" is NULL, and for every error of leadhook_read_event() and
//   leadhook_fold_observe().
uint16_t leadhook_error_http_status(const leadhook_error *error);

// Frees an error and sets your variable to NULL. Does nothing if either is NULL.
void leadhook_error_free(leadhook_error **error);

// Converts the raw body of a webhook into an event. The event is a CloudEvents document: one line of JSON, without a
// newline at its end.
//
// "vendor" is the vendor's name: "liguelead", "leadterra", "leadnest", "limecall" or "leadsail". "max_body" is the
// maximum body size in bytes (inclusive), such as LEADHOOK_DEFAULT_MAX_BODY. Free "event" with leadhook_string_free().
//
// Nothing optional refuses a webhook. The value of a documented member that does not fit is in "extra" of the event, and
// leadhook_validate() reports it as "unexpected_type" or "unexpected_format".
//
// Returns LEADHOOK_OK, LEADHOOK_MALFORMED, LEADHOOK_INVALID, LEADHOOK_TOO_LARGE, LEADHOOK_INVALID_ARGUMENT or
// LEADHOOK_PANIC. After one of the first three errors, leadhook_error_rejection() returns what to store.
leadhook_code leadhook_normalize(const char *vendor,
                                 const uint8_t *body,
                                 size_t length,
                                 size_t max_body,
                                 leadhook_string *event,
                                 leadhook_error **error);

// Validates the raw body of a webhook against its vendor's schema. "vendor" and "max_body" are as in
// leadhook_normalize().
//
// "diagnostics" may be NULL. It receives the verdict and the diagnostics as one line of JSON. Free it with
// leadhook_string_free(). The JSON looks like this:
//
//   {"verdict":"drift","diagnostics":[{"severity":"warning","code":"unexpected_value","pointer":"/status",
//    "message":"undocumented value","line":1,"column":68,"suggestion":"missed"}]}
//
// "suggestion" is present if a documented value is similar. There are at most 100 diagnostics. If there are more,
// "omitted" says how many, at least.
//
// Returns LEADHOOK_OK for every verdict, LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC. If the call fails, the verdict
// is LEADHOOK_VERDICT_INVALID.
leadhook_code leadhook_validate(const char *vendor,
                                const uint8_t *body,
                                size_t length,
                                size_t max_body,
                                leadhook_verdict *verdict,
                                leadhook_string *diagnostics,
                                leadhook_error **error);

// Reads the JSON of an event, and writes the event as leadhook_normalize() does.
//
// The event may be of any vendor, also one of your own, and of any version of leadhook. Its id, its subject, and what this
// version does not know are written as they are: the type and members of "data". Top-level attributes that brokers add are
// left out. Free "event" with leadhook_string_free().
//
// Returns LEADHOOK_OK, LEADHOOK_MALFORMED, LEADHOOK_INVALID, LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC.
leadhook_code leadhook_read_event(const uint8_t *json,
                                  size_t length,
                                  leadhook_string *event,
                                  leadhook_error **error);

// Validates the JSON of an event against the schema of events. The verdict is LEADHOOK_VERDICT_DRIFT if this version of
// leadhook reads the event but would not write it, for example because of a type or a member that it does not know.
//
// "diagnostics" may be NULL. It receives what leadhook_validate() returns. Free it with leadhook_string_free().
//
// Returns LEADHOOK_OK for every verdict, LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC. If the call fails, the verdict
// is LEADHOOK_VERDICT_INVALID.
leadhook_code leadhook_validate_event(const uint8_t *json,
                                      size_t length,
                                      leadhook_verdict *verdict,
                                      leadhook_string *diagnostics,
                                      leadhook_error **error);

// Creates a builder of an endpoint for one vendor. "vendor" is as in leadhook_normalize().
//
// Configure it with the functions below, then call leadhook_builder_build(). They copy their arguments. Secrets are
// wiped from memory when the builder and the endpoint are gone.
//
// This function and the setters return LEADHOOK_OK, LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC. After
// LEADHOOK_INVALID_ARGUMENT, the builder is unchanged.
leadhook_code leadhook_builder_new(const char *vendor, leadhook_builder **builder, leadhook_error **error);

// Adds a secret that the vendor signs with (Leadterra, LeadNest, LimeCall). While you rotate secrets, add both.
leadhook_code leadhook_builder_signing_secret(leadhook_builder *builder,
                                              const uint8_t *secret,
                                              size_t length,
                                              leadhook_error **error);

// Sets the encoding of the signature: "hex", which is the default, or "base64". Only LimeCall leaves it undocumented.
leadhook_code leadhook_builder_encoding(leadhook_builder *builder, const char *encoding, leadhook_error **error);

// Adds a token that the vendor sends as "Authorization: Bearer" (LimeCall). While you rotate tokens, add both.
leadhook_code leadhook_builder_bearer_token(leadhook_builder *builder,
                                            const uint8_t *token,
                                            size_t length,
                                            leadhook_error **error);

// Adds a header with a secret value, as you configured it at the vendor (LeadSail). While you rotate values, add both.
// If you add several headers, all must pass.
leadhook_code leadhook_builder_secret_header(leadhook_builder *builder,
                                             const char *name,
                                             const uint8_t *value,
                                             size_t length,
                                             leadhook_error **error);

// Accepts requests without the signature or the header that the vendor could send. Anyone who knows the address can
// then send forged webhooks, unless a bearer token is checked.
leadhook_code leadhook_builder_dangerously_accept_unsigned(leadhook_builder *builder, leadhook_error **error);

// Sets an account name, to distinguish several accounts at one vendor. It may contain letters, digits, "-", ".", "_"
// and "~". leadhook_builder_build() checks that. The name becomes part of the source of every event, and so of its id.
leadhook_code leadhook_builder_account(leadhook_builder *builder,
                                       const char *name,
                                       leadhook_error **error);

// Sets the maximum body size in bytes (inclusive). The default is LEADHOOK_DEFAULT_MAX_BODY.
leadhook_code leadhook_builder_max_body(leadhook_builder *builder, size_t max_body, leadhook_error **error);

// Refuses events that happened more than this many seconds ago, or further in the future, or at an unknown time. The
// error is LEADHOOK_UNAUTHENTICATED. By default, events of any age are accepted.
leadhook_code leadhook_builder_max_event_age(leadhook_builder *builder, uint64_t seconds, leadhook_error **error);

// Sets for how many seconds you keep event ids to recognize duplicates. The default is 30 days. Older events are
// accepted, and leadhook_received_is_outside_dedup_window() returns true for them.
leadhook_code leadhook_builder_dedup_window(leadhook_builder *builder, uint64_t seconds, leadhook_error **error);

// Builds the endpoint. Frees the builder and sets your variable to NULL, even if the call fails.
//
// Returns LEADHOOK_OK, LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC. LEADHOOK_INVALID_ARGUMENT also means that
//
// - the vendor can authenticate its requests and no secret is set, unless unsigned requests are accepted,
// - something is set that the vendor does not send, or
// - the name of a header or of the account is invalid.
leadhook_code leadhook_builder_build(leadhook_builder **builder,
                                     leadhook_endpoint **endpoint,
                                     leadhook_error **error);

// Frees a builder and sets your variable to NULL. Does nothing if either is NULL.
void leadhook_builder_free(leadhook_builder **builder);

// Verifies that a request is the vendor's. Does not parse the body. "headers" are all "count" headers of the request,
// in any order. "body" is the raw body, byte for byte.
//
// Returns LEADHOOK_OK, LEADHOOK_UNAUTHENTICATED, LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC. If the call fails, the
// verification is LEADHOOK_VERIFICATION_UNSIGNED.
leadhook_code leadhook_endpoint_verify(const leadhook_endpoint *endpoint,
                                       const leadhook_header *headers,
                                       size_t count,
                                       const uint8_t *body,
                                       size_t length,
                                       leadhook_verification *verification,
                                       leadhook_error **error);

// Verifies a request and converts its body into an event. The arguments are as in leadhook_endpoint_verify(). Free
// "received" with leadhook_received_free().
//
// Returns LEADHOOK_OK, LEADHOOK_TOO_LARGE, LEADHOOK_UNAUTHENTICATED, LEADHOOK_MALFORMED, LEADHOOK_INVALID,
// LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC. Then:
//
// - After LEADHOOK_OK, store the event and respond with LEADHOOK_HTTP_STATUS_OK. Vendors send webhooks again, so
//   process each event id once.
// - After an error, respond with leadhook_error_http_status(). If that is LEADHOOK_HTTP_STATUS_OK, first store
//   leadhook_error_rejection().
// - If you cannot store the event or the rejection, respond with LEADHOOK_HTTP_STATUS_SERVICE_UNAVAILABLE.
leadhook_code leadhook_endpoint_receive(const leadhook_endpoint *endpoint,
                                        const leadhook_header *headers,
                                        size_t count,
                                        const uint8_t *body,
                                        size_t length,
                                        leadhook_received **received,
                                        leadhook_error **error);

// Creates the headers that authenticate a body to this endpoint, made with the first of its secrets. Use it in tests.
// Free "signature" with leadhook_signature_free(). A bearer token or the value of a secret header in it is a copy that
// is not wiped from memory.
//
// Returns LEADHOOK_OK, LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC.
leadhook_code leadhook_endpoint_sign(const leadhook_endpoint *endpoint,
                                     const uint8_t *body,
                                     size_t length,
                                     leadhook_signature **signature,
                                     leadhook_error **error);

// Frees an endpoint and sets your variable to NULL. Does nothing if either is NULL.
void leadhook_endpoint_free(leadhook_endpoint **endpoint);

// Returns the event, as leadhook_normalize() creates it, with the endpoint's account in its source. It ends with a NUL
// and is valid until you free the received webhook. "length" may be NULL. It receives the number of bytes, without the
// NUL.
//
// Returns an empty string if "received" is NULL.
const char *leadhook_received_event(const leadhook_received *received,
                                    size_t *length);

// Returns the number of documented members whose values did not fit. The webhook was accepted nevertheless: the event is
// made without these values, which are in its "extra". Get each member with leadhook_received_unexpected(), and log it:
// an opt-out in an undocumented form may be among them. Returns 0 if "received" is NULL.
size_t leadhook_received_unexpected_count(const leadhook_received *received);

// Returns the JSON Pointer (RFC 6901) of the member with this index, counted from 0, such as "/data/tags". It contains
// no value of the body, and is valid until you free the received webhook. Returns NULL if there is no such member or
// "received" is NULL.
const char *leadhook_received_unexpected(const leadhook_received *received,
                                         size_t index);

// Returns what the verification proved. Returns LEADHOOK_VERIFICATION_UNSIGNED if "received" is NULL.
leadhook_verification leadhook_received_verification(const leadhook_received *received);

// Returns the number of headers that proved that the request is the vendor's. Returns 0 if "received" is NULL.
size_t leadhook_received_proof_count(const leadhook_received *received);

// Sets "proof" to the proof with this index, counted from 0, and returns true. Returns false and leaves "proof"
// unchanged if there is no such proof or an argument is NULL.
bool leadhook_received_proof(const leadhook_received *received, size_t index, leadhook_proof *proof);

// Returns true if the event is older than leadhook_builder_dedup_window(), so that you may no longer have the id of a
// duplicate. Returns false if "received" is NULL.
bool leadhook_received_is_outside_dedup_window(const leadhook_received *received);

// Frees a received webhook and sets your variable to NULL. Does nothing if either is NULL.
void leadhook_received_free(leadhook_received **received);

// Returns the headers and sets "count" to their number. You can pass both to leadhook_endpoint_receive(). They are
// valid until you free the signature. Each value ends with a NUL.
//
// Returns NULL if an argument is NULL. Then "count", if there is one, is 0.
const leadhook_header *leadhook_signature_headers(const leadhook_signature *signature, size_t *count);

// Frees a signature and sets your variable to NULL. Does nothing if either is NULL.
void leadhook_signature_free(leadhook_signature **signature);

// Creates a fold without events.
//
// Returns LEADHOOK_OK, LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC.
leadhook_code leadhook_fold_new(leadhook_fold **fold, leadhook_error **error);

// Records the status that an event reports. "event" is the JSON of an event that leadhook_read_event() reads. Events may
// be in any order and repeated. "observed" may be NULL. It receives what the event changed.
//
// Returns LEADHOOK_OK, LEADHOOK_MALFORMED, LEADHOOK_INVALID, LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC. If the call
// fails, the fold is unchanged and "observed" is LEADHOOK_OBSERVED_NOTHING.
leadhook_code leadhook_fold_observe(leadhook_fold *fold,
                                    const uint8_t *event,
                                    size_t length,
                                    leadhook_observed *observed,
                                    leadhook_error **error);

// Sets "states" to the state of every subject: one line of JSON for each, sorted by source, subject and kind. Free it
// with leadhook_string_free(). A line looks like this:
//
//   {"source":"limecall","subject":"7","kind":"call","current":"missed","since":"2025-01-30T15:00:00Z",
//    "reports":{"missed":"2025-01-30T15:00:00Z"},"conflicts":[]}
//
// "undocumented" is present if an undocumented status was reported.
//
// Returns LEADHOOK_OK, LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC.
leadhook_code leadhook_fold_states(const leadhook_fold *fold, leadhook_string *states, leadhook_error **error);

// Returns the number of subjects. Returns 0 if "fold" is NULL.
size_t leadhook_fold_length(const leadhook_fold *fold);

// Adds the reports of another fold. Frees the other fold and sets your variable to NULL.
//
// Returns LEADHOOK_OK, LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC. LEADHOOK_INVALID_ARGUMENT also means that both
// folds are the same. Then neither changes.
leadhook_code leadhook_fold_merge(leadhook_fold *fold, leadhook_fold **other, leadhook_error **error);

// Frees a fold and sets your variable to NULL. Does nothing if either is NULL.
void leadhook_fold_free(leadhook_fold **fold);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* LEADHOOK_H */
