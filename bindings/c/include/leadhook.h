/*
 * leadhook: webhooks of marketing and lead platforms, checked and turned into one stream of events.
 *
 * This file is made of bindings/c/src: change it there.
 *
 * Codes and errors. What can fail returns a leadhook_code, LEADHOOK_OK (0) if all went well, so that
 * calls can be joined by ||. Its last argument, "error", may be NULL; otherwise it gets an error that
 * is yours to free, or NULL if there is none. Whatever the variable held before is overwritten, not
 * freed; so is what the other arguments that a function writes to held, and if the call fails they
 * are left empty: NULL, 0, or a text of no data.
 *
 * Ownership. What you pass is yours, and is not kept: what must outlast a call is copied. What a
 * function hands out through an argument is yours, to be freed by the function whose name ends in
 * _free. That takes the address of your variable and empties it, so that to free it twice does no
 * harm; but free no copy of it. What a function returns as "const" belongs to the object that it was
 * asked for, is valid until that is freed, and is not for you to free. Nothing here is to be given to
 * free(), nor anything of malloc() to a function whose name ends in _free.
 *
 * Lengths. Bytes come with their length and need no NUL; none at all may be NULL and 0. Where there
 * is no length, a text ends with a NUL. Texts are UTF-8. A pointer that is not NULL must be valid for
 * the length that you say, and what a function writes to must be apart from all else that it is
 * given: this cannot be checked. NULL and all other nonsense is answered with LEADHOOK_ARGUMENT.
 *
 * Threads. All functions may be called by several threads at once. Several may share an endpoint, an
 * error, what was received, and a signature, as long as none frees it. A builder and a fold are for
 * one thread at a time.
 *
 * Faults of our own. No panic of Rust's leaves this library: it is caught and becomes LEADHOOK_PANIC
 * (and Rust prints a line on standard error, which may quote what was being read). Out of memory
 * ends the process.
 */

#ifndef LEADHOOK_H
#define LEADHOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The version of this header; leadhook_version() tells that of the library.
#define LEADHOOK_VERSION "0.1.0"
#define LEADHOOK_VERSION_MAJOR 0
#define LEADHOOK_VERSION_MINOR 1
#define LEADHOOK_VERSION_PATCH 0


// What to answer a webhook that you could not keep: 503, so that its platform sends it again, if it ever does.
#define LEADHOOK_NOT_KEPT 503

// How many bytes a body may have if you have no wish of your own: 1 MiB.
#define LEADHOOK_MAX_BODY 1048576

// How a call ended.
typedef enum {
  // Well.
  LEADHOOK_OK = 0,
  // The body is not JSON: not UTF-8, not JSON, a name twice in one object, or deeper than 100 levels.
  LEADHOOK_MALFORMED = 1,
  // The body is JSON, but breaks its platform's contract.
  LEADHOOK_INVALID = 2,
  // The body is larger than allowed.
  LEADHOOK_LIMIT = 3,
  // Nothing shows that the platform sent the body, or sent it now.
  LEADHOOK_UNAUTHENTIC = 4,
  // An argument is NULL or makes no sense, or an endpoint cannot be made as it was configured.
  LEADHOOK_ARGUMENT = 5,
  // A fault of this library, which was caught. Please report it.
  LEADHOOK_PANIC = 6,
} leadhook_code;

// What a platform's contract says of a body.
typedef enum {
  // The contract holds, and everything is documented.
  LEADHOOK_VERDICT_VALID = 0,
  // The contract holds, but something is undocumented or odd. Such a body can be read.
  LEADHOOK_VERDICT_DRIFT = 1,
  // The contract does not hold.
  LEADHOOK_VERDICT_INVALID = 2,
} leadhook_verdict;

// How far it is known who sent a webhook.
typedef enum {
  // Nobody knows: the platform proves nothing, or the endpoint was told not to ask.
  LEADHOOK_AUTHENTICITY_UNSIGNED = 0,
  // Whoever sent it knows a secret for each header that was asked for.
  LEADHOOK_AUTHENTICITY_AUTHENTIC = 1,
} leadhook_authenticity;

// What an event changed in a fold, when it came.
typedef enum {
  // Nothing: it tells no status, as of a contact, a reply or a voicemail, or its platform did not say which message,
  // call or lead it is about.
  LEADHOOK_OBSERVED_NOTHING = 0,
  // The subject stands elsewhere now.
  LEADHOOK_OBSERVED_ADVANCED = 1,
  // Nothing: this status had been reported for the same time or an earlier one.
  LEADHOOK_OBSERVED_DUPLICATE = 2,
  // It is recorded, and the subject stands where it stood.
  LEADHOOK_OBSERVED_LATE = 3,
  // It is recorded, and another status that was reported contradicts it.
  LEADHOOK_OBSERVED_CONFLICT = 4,
} leadhook_observed;

// Makes an endpoint. Free it with leadhook_builder_free(), unless leadhook_builder_build() has consumed it.
typedef struct leadhook_builder leadhook_builder;

// Where one platform sends its webhooks to, for one account. Threads may share it. Free it with
// leadhook_endpoint_free(), when no thread uses it any more.
typedef struct leadhook_endpoint leadhook_endpoint;

// Why a call failed. Nothing in it shows a value of the body but leadhook_error_rejection(), so the rest may be logged.
// Free it with leadhook_error_free().
typedef struct leadhook_error leadhook_error;

// The lifecycles of every message, call and lead in a stream of events, whatever their order. No thread may use it
// while another changes it. Free it with leadhook_fold_free().
typedef struct leadhook_fold leadhook_fold;

// A webhook that was received. Free it with leadhook_received_free().
typedef struct leadhook_received leadhook_received;

// The headers that prove a body to an endpoint. Free it with leadhook_signature_free().
typedef struct leadhook_signature leadhook_signature;

// A text that was made for you: UTF-8, and NUL-terminated besides. Do not change its members; free it with
// leadhook_text_free().
typedef struct {
  // The text, or NULL if there is none.
  char *data;
  // How many bytes it has, without the NUL.
  size_t length;
} leadhook_text;

// One fault of a body, and its place. The texts are valid as long as the error.
typedef struct {
  // The JSON Pointer (RFC 6901) of the value at fault, empty for the whole document. A name that does not look like
  // an identifier is shown as an ellipsis.
  const char *pointer;
  // What is wrong and what was expected.
  const char *message;
  // The line of the body, counted from 1.
  size_t line;
  // The column in that line, in characters, counted from 1.
  size_t column;
} leadhook_violation;

// A header that proved who sent a webhook.
typedef struct {
  // Its name, valid as long as what was received.
  const char *header;
  // Which of the endpoint's secrets for this header matched, counted from 0 in the order in which they were given.
  size_t secret;
} leadhook_proof;

// A header of a request.
typedef struct {
  // Its name, NUL-terminated, in any case of letters.
  const char *name;
  // Its value, of `length` bytes. It need not be NUL-terminated.
  const uint8_t *value;
  // How many bytes the value has.
  size_t length;
} leadhook_header;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// The version of the library, such as "0.1.0"; it is never freed. If it is not LEADHOOK_VERSION, the header is that of
// another.
const char *leadhook_version(void);

// Frees a text, and makes it empty: to free it once more does nothing. Neither does NULL.
void leadhook_text_free(leadhook_text *text);

// How the call ended: what it returned. LEADHOOK_OK for NULL.
leadhook_code leadhook_error_code(const leadhook_error *error);

// What went wrong, in one line, valid as long as the error. Empty, and never NULL, for NULL.
const char *leadhook_error_message(const leadhook_error *error);

// How many violations leadhook_error_violation() can tell: at most 100. None for NULL, and for an error that is not of
// what was read.
size_t leadhook_error_violations(const leadhook_error *error);

// How many more violations there are than can be told.
size_t leadhook_error_more(const leadhook_error *error);

// Tells a violation, counted from 0, in the order of the body. Returns false, and leaves "violation" as it was, if there
// is none of this number or an argument is NULL.
bool leadhook_error_violation(const leadhook_error *error,
                              size_t index,
                              leadhook_violation *violation);

// The rejection, if leadhook_normalize() or leadhook_endpoint_receive() refused a body, and NULL otherwise: one line of
// JSON with the error and the whole body, to be kept and tried again by a later version; of a body that is too large it
// has only the length, and you keep it yourself. It is that of the library and of the command line, which
// `leadhook replay` takes. Valid as long as the error.
const char *leadhook_error_rejection(const leadhook_error *error);

// The status of HTTP to answer a webhook with: 200 for a body that breaks its contract, once the rejection is kept, for
// it gets no better by coming again; 401 if it is not authentic, which only an endpoint asks; 413 if it is too large;
// and LEADHOOK_NOT_KEPT for all other errors, and for NULL.
uint16_t leadhook_error_answer(const leadhook_error *error);

// Frees an error, and sets it to NULL: to free it once more does nothing. Neither does NULL.
void leadhook_error_free(leadhook_error **error);

// Turns the raw body of a webhook into an event: a CloudEvents document as JSON in one line, without the line's end.
//
// "vendor" is the platform's slug: liguelead, leadterra, leadnest, limecall or leadsail. A body may have "max_body"
// bytes, LEADHOOK_MAX_BODY if you have no wish of your own.
//
// Returns LEADHOOK_OK, LEADHOOK_MALFORMED, LEADHOOK_INVALID, LEADHOOK_LIMIT, LEADHOOK_ARGUMENT or LEADHOOK_PANIC.
leadhook_code leadhook_normalize(const char *vendor,
                                 const uint8_t *body,
                                 size_t length,
                                 size_t max_body,
                                 leadhook_text *event,
                                 leadhook_error **error);

// Puts the raw body of a webhook to its platform's contract. "vendor" and "max_body" are as in leadhook_normalize().
//
// "findings" may be NULL. It gets the verdict and what was found as JSON in one line:
// {"verdict","findings":[{"kind","pointer","message","line","column"}]}, at most 100 findings, and "more" if there are.
//
// Returns LEADHOOK_OK whatever the verdict is, LEADHOOK_ARGUMENT or LEADHOOK_PANIC.
leadhook_code leadhook_validate(const char *vendor,
                                const uint8_t *body,
                                size_t length,
                                size_t max_body,
                                leadhook_verdict *verdict,
                                leadhook_text *findings,
                                leadhook_error **error);

// Begins an endpoint for the webhooks of a platform, told by its slug. The setters below say more; each of them returns
// LEADHOOK_OK, LEADHOOK_ARGUMENT or LEADHOOK_PANIC. What they are given is copied, and secrets are wiped from our
// memory when the last of builder and endpoint goes.
leadhook_code leadhook_builder_new(const char *vendor,
                                   leadhook_builder **builder,
                                   leadhook_error **error);

// With a secret that the platform signs with (Leadterra, LeadNest, LimeCall). Give several while one takes the place of
// another.
leadhook_code leadhook_builder_signed_with(leadhook_builder *builder,
                                           const uint8_t *secret,
                                           size_t length,
                                           leadhook_error **error);

// With the encoding of the signature, "hex" or "base64"; hexadecimal if nothing is said. Only LimeCall leaves it open.
leadhook_code leadhook_builder_encoding(leadhook_builder *builder,
                                        const char *encoding,
                                        leadhook_error **error);

// With a token that comes as "Authorization: Bearer" (LimeCall). Give several while one takes the place of another.
leadhook_code leadhook_builder_bearer(leadhook_builder *builder,
                                      const uint8_t *token,
                                      size_t length,
                                      leadhook_error **error);

// With a header whose value is secret, as set up at the platform (LeadSail). Give it several values while one takes the
// place of another; if several headers are given, all must pass.
leadhook_code leadhook_builder_header(leadhook_builder *builder,
                                      const char *name,
                                      const uint8_t *value,
                                      size_t length,
                                      leadhook_error **error);

// Without the signature or the header that the platform could prove itself by. Unless a bearer token is asked for,
// whoever knows the address can then make up webhooks.
leadhook_code leadhook_builder_unsigned(leadhook_builder *builder, leadhook_error **error);

// With a label that tells several accounts at one platform apart: letters, digits, "-", ".", "_" and "~". It joins the
// source of every event, and so its id.
leadhook_code leadhook_builder_account(leadhook_builder *builder,
                                       const char *label,
                                       leadhook_error **error);

// With how many bytes a body may have; LEADHOOK_MAX_BODY if nothing is said.
leadhook_code leadhook_builder_max_body(leadhook_builder *builder, size_t max_body, leadhook_error **error);

// Refusing, as not authentic, what happened more seconds ago than this, or as far in the future, or does not say when.
leadhook_code leadhook_builder_window(leadhook_builder *builder,
                                      uint64_t seconds,
                                      leadhook_error **error);

// With how many seconds you keep the ids of events, to know what comes again; 30 days if nothing is said. What happened
// longer ago is stale, and taken all the same.
leadhook_code leadhook_builder_keep_ids(leadhook_builder *builder,
                                        uint64_t seconds,
                                        leadhook_error **error);

// Makes the endpoint. This consumes the builder, whether it succeeds or not, and sets it to NULL.
//
// Returns LEADHOOK_ARGUMENT if the platform could prove who it is and nothing was given to check that, unless that was
// asked for; if something was given that the platform does not send; if a header's name or an account's label is none.
leadhook_code leadhook_builder_build(leadhook_builder **builder,
                                     leadhook_endpoint **endpoint,
                                     leadhook_error **error);

// Frees a builder, and sets it to NULL: to free it once more does nothing. Neither does NULL.
void leadhook_builder_free(leadhook_builder **builder);

// Says who sent a body, and looks no further. "headers" are all of the request's, in any order, and the body is as it
// came, to the byte.
//
// Returns LEADHOOK_OK, LEADHOOK_UNAUTHENTIC, LEADHOOK_ARGUMENT or LEADHOOK_PANIC.
leadhook_code leadhook_endpoint_verify(const leadhook_endpoint *endpoint,
                                       const leadhook_header *headers,
                                       size_t count,
                                       const uint8_t *body,
                                       size_t length,
                                       leadhook_authenticity *authenticity,
                                       leadhook_error **error);

// Takes a request: says who sent it, and what it says. "headers" are all of the request's, in any order, and the body is
// as it came, to the byte.
//
// Returns LEADHOOK_OK, LEADHOOK_LIMIT, LEADHOOK_UNAUTHENTIC, LEADHOOK_MALFORMED, LEADHOOK_INVALID, LEADHOOK_ARGUMENT or
// LEADHOOK_PANIC. Keep the event or the rejection, then answer as leadhook_received_answer() or leadhook_error_answer()
// says; if you cannot keep it, LEADHOOK_NOT_KEPT. Platforms send again: take each id of an event once.
leadhook_code leadhook_endpoint_receive(const leadhook_endpoint *endpoint,
                                        const leadhook_header *headers,
                                        size_t count,
                                        const uint8_t *body,
                                        size_t length,
                                        leadhook_received **received,
                                        leadhook_error **error);

// Makes the headers that prove a body to this endpoint, with the first of its secrets: for tests. Of what the endpoint
// asks for as it is, a token or a header's value, this is a copy that is not wiped.
leadhook_code leadhook_endpoint_sign(const leadhook_endpoint *endpoint,
                                     const uint8_t *body,
                                     size_t length,
                                     leadhook_signature **signature,
                                     leadhook_error **error);

// Frees an endpoint, and sets it to NULL: to free it once more does nothing. Neither does NULL.
void leadhook_endpoint_free(leadhook_endpoint **endpoint);

// The event, as of leadhook_normalize(), with the endpoint's account in its source: NUL-terminated, and valid as long as
// what was received. "length" may be NULL; it gets the length without the NUL. Empty, and never NULL, for NULL.
const char *leadhook_received_event(const leadhook_received *received,
                                    size_t *length);

// Who sent it. Unsigned for NULL.
leadhook_authenticity leadhook_received_authenticity(const leadhook_received *received);

// How many headers proved who sent it.
size_t leadhook_received_proofs(const leadhook_received *received);

// Tells a proof, counted from 0. Returns false, and leaves "proof" as it was, if there is none of this number or an
// argument is NULL.
bool leadhook_received_proof(const leadhook_received *received, size_t index, leadhook_proof *proof);

// Whether it happened longer ago than ids are kept: if it has come before, nobody may know any more.
bool leadhook_received_is_stale(const leadhook_received *received);

// The status of HTTP to answer with once the event is kept. LEADHOOK_NOT_KEPT for NULL.
uint16_t leadhook_received_answer(const leadhook_received *received);

// Frees what was received, and sets it to NULL: to free it once more does nothing. Neither does NULL.
void leadhook_received_free(leadhook_received **received);

// The headers, of which there are "count", as leadhook_endpoint_receive() takes them. They and what they point to are
// valid as long as the signature; the values are NUL-terminated. NULL, and 0, if an argument is NULL.
const leadhook_header *leadhook_signature_headers(const leadhook_signature *signature, size_t *count);

// Frees a signature, and sets it to NULL: to free it once more does nothing. Neither does NULL.
void leadhook_signature_free(leadhook_signature **signature);

// Makes a fold of no events.
leadhook_code leadhook_fold_new(leadhook_fold **fold, leadhook_error **error);

// Takes an event, as leadhook_normalize() or leadhook_endpoint_receive() has made it. Neither order nor repetition
// matter. "observed" may be NULL.
//
// Returns LEADHOOK_OK, LEADHOOK_MALFORMED, LEADHOOK_INVALID, LEADHOOK_ARGUMENT or LEADHOOK_PANIC.
leadhook_code leadhook_fold_observe(leadhook_fold *fold,
                                    const uint8_t *event,
                                    size_t length,
                                    leadhook_observed *observed,
                                    leadhook_error **error);

// Where every subject stands, in the order of their keys: a line of JSON each,
// {"source","subject","kind","current","since","seen","conflicts"}.
leadhook_code leadhook_fold_standings(const leadhook_fold *fold, leadhook_text *standings, leadhook_error **error);

// How many subjects there are. None for NULL.
size_t leadhook_fold_length(const leadhook_fold *fold);

// Takes all that another fold has taken. This consumes the other, and sets it to NULL, unless the arguments make no
// sense: a fold is not merged into itself.
leadhook_code leadhook_fold_merge(leadhook_fold *fold, leadhook_fold **other, leadhook_error **error);

// Frees a fold, and sets it to NULL: to free it once more does nothing. Neither does NULL.
void leadhook_fold_free(leadhook_fold **fold);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* LEADHOOK_H */
