"""Endpoints: verification, secrets, and what a received webhook has."""

import base64
import gc
import hashlib
import hmac
import http.client
import json
import threading
import traceback
import weakref
from datetime import datetime, timedelta, timezone
from types import MappingProxyType

import pytest
import werkzeug.datastructures

import leadhook
from cases import fixture, opened

BODIES = {
    "liguelead": fixture("liguelead", "campaign.status.sms"),
    "leadterra": fixture("leadterra", "message.sent"),
    "leadnest": fixture("leadnest", "email.sent"),
    "limecall": fixture("limecall", "missed_call"),
    "leadsail": fixture("leadsail", "lead.delivered"),
}
SIGNATURES = {
    "leadterra": "X-Leadterra-Signature",
    "leadnest": "X-LeadNest-Signature",
    "limecall": "X-LimeCall-Signature",
}
SECRET = "whsec_very-secret"
SCHEMES = {
    "leadterra": ("leadterra", {"signing_secret": SECRET}),
    "leadnest": ("leadnest", {"signing_secret": SECRET}),
    "limecall": ("limecall", {"signing_secret": SECRET}),
    "limecall base64": ("limecall", {"signing_secret": SECRET, "encoding": "base64"}),
    "limecall both": ("limecall", {"signing_secret": SECRET, "bearer_token": "very-secret-token"}),
    "leadsail": ("leadsail", {"secret_header": {"X-Key": SECRET}}),
    "leadsail two": ("leadsail", {"secret_header": {"X-Key": SECRET, "X-Other": "another-secret"}}),
}
EACH_SCHEME = pytest.mark.parametrize(("vendor", "options"), SCHEMES.values(), ids=SCHEMES)


def signature(body, secret=SECRET):
    return hmac.new(secret.encode(), body, hashlib.sha256)


def refuse(endpoint, headers, body, http_status=401):
    with pytest.raises(leadhook.Error) as info:
        endpoint.receive(headers, body)
    assert info.value.http_status == http_status
    return info.value


@EACH_SCHEME
def test_a_signed_request_is_received(vendor, options):
    endpoint, body = leadhook.Endpoint(vendor, **options), BODIES[vendor]
    headers = endpoint.sign(body)
    before = datetime.now(timezone.utc)
    received = endpoint.receive(headers, body)
    assert before - timedelta(seconds=1) <= received.received_at <= datetime.now(timezone.utc) + timedelta(seconds=1)
    assert received.received_at.tzinfo is not None
    assert received.event == leadhook.normalize(vendor, body)
    assert received.unexpected == []
    assert received.verification == "verified"
    assert received.proofs == [(name, 0) for name, _ in headers]
    assert endpoint.verify(headers, body) == "verified"


@pytest.mark.parametrize("vendor", SIGNATURES)
def test_a_signature_is_the_hmac_of_the_body(vendor):
    body, header = BODIES[vendor], SIGNATURES[vendor]
    endpoint = leadhook.Endpoint(vendor, signing_secret=SECRET)
    digest = signature(body).hexdigest()
    assert endpoint.sign(body) == [(header, digest)]
    for value in (digest, digest.upper(), f"sha256={digest}", f" {digest}\t"):
        assert endpoint.verify({header: value}, body) == "verified"


def test_the_encoding_can_be_base64_where_none_is_documented():
    body = BODIES["limecall"]
    endpoint = leadhook.Endpoint("limecall", signing_secret=SECRET, encoding="base64")
    digest = base64.b64encode(signature(body).digest()).decode()
    assert endpoint.sign(body) == [("X-LimeCall-Signature", digest)]
    refuse(endpoint, {"X-LimeCall-Signature": signature(body).hexdigest()}, body)


def test_a_bearer_token_follows_its_scheme():
    body = BODIES["limecall"]
    endpoint = leadhook.Endpoint("limecall", bearer_token="token", dangerously_accept_unsigned=True)
    assert endpoint.sign(body) == [("Authorization", "Bearer token")]
    for value in ("Bearer token", "bearer token", b"Bearer token"):
        assert endpoint.receive({"authorization": value}, body).proofs == [("Authorization", 0)]
    for value in ("token", "Basic token", "Bearer", "Bearer tokens", ""):
        refuse(endpoint, {"Authorization": value}, body)


@EACH_SCHEME
def test_every_change_of_a_request_is_refused(vendor, options):
    endpoint, body = leadhook.Endpoint(vendor, **options), BODIES[vendor]
    headers = endpoint.sign(body)
    if "signing_secret" in options:
        for at in range(0, len(body), 7):
            refuse(endpoint, headers, body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :])
        for other in (body + b" ", body[:-1], b""):
            refuse(endpoint, headers, other)
    for index, (name, value) in enumerate(headers):
        others = headers[:index] + headers[index + 1 :]
        assert f"missing header {name}" in str(refuse(endpoint, others, body))
        assert f"duplicate header {name}" in str(refuse(endpoint, [*headers, (name, value)], body))
        assert f"duplicate header {name}" in str(refuse(endpoint, [*headers, (name.lower(), "x")], body))
        for at in range(len(value)):
            # Not by changing the case, which the scheme does not distinguish.
            changed = value[:at] + ("!" if value[at] != "!" else "?") + value[at + 1 :]
            refuse(endpoint, [*others, (name, changed)], body)
        for changed in ("", value[:-1], value + "0", f"{value}, {value}", value + "\0", b"\xff" * 64, "é" * 64):
            refuse(endpoint, [*others, (name, changed)], body)
    refuse(endpoint, {}, body)
    refuse(endpoint, [], body)


def test_any_of_several_secrets_matches_and_proofs_has_its_index():
    body = BODIES["leadnest"]
    endpoint = leadhook.Endpoint("leadnest", signing_secret=["old", b"new", bytearray(b"newest"), memoryview(b"last")])
    for at, secret in enumerate(["old", "new", "newest", "last"]):
        value = signature(body, secret).hexdigest()
        assert endpoint.receive({"X-LeadNest-Signature": value}, body).proofs == [("X-LeadNest-Signature", at)]
    refuse(endpoint, {"X-LeadNest-Signature": signature(body, "older").hexdigest()}, body)
    assert endpoint.sign(body) == [("X-LeadNest-Signature", signature(body, "old").hexdigest())]


def test_bearer_tokens_and_secret_headers_can_have_several_secrets():
    endpoint = leadhook.Endpoint("limecall", signing_secret=["a", "b"], bearer_token=["c", "d"])
    body = BODIES["limecall"]
    headers = {"X-LimeCall-Signature": signature(body, "b").hexdigest(), "Authorization": "Bearer d"}
    assert endpoint.receive(headers, body).proofs == [("X-LimeCall-Signature", 1), ("Authorization", 1)]
    endpoint = leadhook.Endpoint("leadsail", secret_header={"X-Key": ["old", "new"]})
    assert endpoint.receive({"x-KEY": "new"}, BODIES["leadsail"]).proofs == [("X-Key", 1)]


class NotADict:
    """A mapping that is not a `collections.abc.Mapping`."""

    def __init__(self, pairs):
        self.pairs = pairs

    def items(self):
        return iter(self.pairs)


def http_message(pairs):
    message = http.client.HTTPMessage()
    for name, value in pairs:
        message[name] = value
    return message


FORMS = [
    dict,
    list,
    tuple,
    iter,
    NotADict,
    http_message,
    werkzeug.datastructures.Headers,
    lambda pairs: MappingProxyType(dict(pairs)),
    lambda pairs: dict(pairs).items(),
    lambda pairs: (pair for pair in pairs),
    lambda pairs: {name.upper(): value.encode() for name, value in pairs},
    lambda pairs: [(name.lower(), memoryview(value.encode())) for name, value in pairs],
    lambda pairs: {"Accept": "*/*", "X-Empty": "", "X-Odd": b"\xff\xfe", **dict(pairs)},
    lambda pairs: werkzeug.datastructures.EnvironHeaders(
        {"HTTP_" + name.upper().replace("-", "_"): value for name, value in pairs}
    ),
]


@pytest.mark.parametrize("form", FORMS)
def test_headers_can_have_any_form(form):
    endpoint = leadhook.Endpoint("limecall", signing_secret=SECRET, bearer_token="token")
    body = BODIES["limecall"]
    assert endpoint.receive(form(endpoint.sign(body)), body).verification == "verified"
    assert endpoint.verify(form(endpoint.sign(body)), body) == "verified"
    refuse(endpoint, form(endpoint.sign(body + b" ")), body)


def test_a_duplicate_header_is_refused_in_every_form_that_allows_it():
    endpoint, body = leadhook.Endpoint("leadnest", signing_secret=SECRET), BODIES["leadnest"]
    pairs = endpoint.sign(body) * 2
    for form in (list, NotADict, http_message, werkzeug.datastructures.Headers):
        assert "duplicate header" in str(refuse(endpoint, form(pairs), body))


@pytest.mark.parametrize(
    "headers",
    [None, 5, "ab", b"ab", ["ab"], [("a",)], [("a", "b", "c")], [("a", 5)], {"a": ["b"]}, {1: "b"}],
)
def test_headers_of_a_wrong_type_raise_type_or_value_error(headers):
    endpoint = leadhook.Endpoint("leadnest", signing_secret=SECRET)
    for call in (endpoint.receive, endpoint.verify):
        with pytest.raises((TypeError, ValueError)) as info:
            call(headers, b"{}")
        assert not isinstance(info.value, leadhook.Error)


@pytest.mark.parametrize("odd", [("X-Other", "\udcff"), ("X-\udcff", "a"), (b"X-\xff", b"\xff"), ("\u00e9", "\u00e9")])
def test_a_header_that_is_not_checked_can_have_any_bytes(odd):
    """Servers decode bytes that are not UTF-8 to surrogates, and any client may send them."""
    endpoint, body = leadhook.Endpoint("leadnest", signing_secret=SECRET), BODIES["leadnest"]
    assert endpoint.receive([*endpoint.sign(body), odd], body).verification == "verified"
    assert endpoint.verify([odd, *((name.encode(), value) for name, value in endpoint.sign(body))], body) == "verified"
    (name, _), *_ = endpoint.sign(body)
    refuse(endpoint, [(name, "\udcff")], body)


def test_the_reported_length_of_a_list_is_not_trusted():
    class Long(list):
        def __len__(self):
            return 2**62

    assert leadhook.Endpoint("leadnest", signing_secret=Long([SECRET])).source == "leadnest"


def test_a_secret_header_dict_may_change_while_it_is_read():
    class Adding(list):
        def __iter__(self):
            headers["X-More"] = "more"
            return super().__iter__()

    headers = {"X-Key": Adding([SECRET])}
    assert len(leadhook.Endpoint("leadsail", secret_header=headers).sign(b"")) == 1


def test_a_received_webhook_in_a_cycle_is_garbage_collected():
    class Node(dict):
        pass

    endpoint, body = leadhook.Endpoint("leadnest", signing_secret=SECRET), BODIES["leadnest"]
    received, node = endpoint.receive(endpoint.sign(body), body), Node()
    received.event["data"]["node"] = node
    node["received"] = received
    gone = weakref.ref(node)
    del received, node
    gc.collect()
    assert gone() is None


def test_an_exception_of_the_headers_is_raised():
    def headers():
        yield "a", "b"
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        leadhook.Endpoint("leadnest", signing_secret=SECRET).receive(headers(), b"{}")


def test_an_endpoint_without_secrets_accepts_requests_as_unsigned():
    for vendor, body in BODIES.items():
        endpoint = leadhook.Endpoint(vendor, dangerously_accept_unsigned=vendor != "liguelead")
        received = endpoint.receive({}, body)
        assert (received.verification, received.proofs) == ("unsigned", [])
        assert received.event == leadhook.normalize(vendor, body)
        assert endpoint.verify([], body) == "unsigned"
        assert endpoint.sign(body) == []


def test_verify_and_receive_raise_the_same_error():
    endpoint, body = leadhook.Endpoint("leadnest", signing_secret=SECRET), BODIES["leadnest"]
    by_receive = refuse(endpoint, {}, body)
    with pytest.raises(leadhook.UnauthenticatedError) as info:
        endpoint.verify({}, body)
    error = info.value
    assert str(error) == str(by_receive)
    assert vars(error).keys() == vars(by_receive).keys()
    assert (error.kind, error.http_status, error.diagnostics) == ("unauthenticated", 401, by_receive.diagnostics)


def test_a_verified_invalid_body_gets_200_and_a_rejection_with_its_origin():
    endpoint = leadhook.Endpoint("leadnest", signing_secret=SECRET, account="berlin")
    for body, kind in ((b'{"event":"email.sent"}', "invalid"), (b"{", "malformed"), (b"\xff", "malformed")):
        error = refuse(endpoint, endpoint.sign(body), body, http_status=200)
        rejection = json.loads(error.rejection)
        assert (error.kind, rejection["source"]) == (kind, "leadnest/berlin")
        assert "received_at" in rejection
        assert refuse(endpoint, {}, body, http_status=401).kind == "unauthenticated"


def test_an_account_is_part_of_the_source_and_so_of_the_id():
    body = BODIES["leadnest"]
    events = {}
    for account in (None, "berlin", "B.e-r_l~in9"):
        endpoint = leadhook.Endpoint("leadnest", signing_secret=SECRET, account=account)
        event = endpoint.receive(endpoint.sign(body), body).event
        assert event["source"] == endpoint.source == ("leadnest" if account is None else f"leadnest/{account}")
        assert event == leadhook.normalize("leadnest", body, account=account)
        events[event["id"]] = event
    assert len(events) == 3


def test_max_body_is_checked_before_any_header():
    body = BODIES["leadnest"]
    assert leadhook.Endpoint("leadnest", dangerously_accept_unsigned=True).max_body == 1 << 20
    endpoint = leadhook.Endpoint("leadnest", signing_secret=SECRET, max_body=len(body))
    assert endpoint.max_body == len(body)
    assert endpoint.receive(endpoint.sign(body), body).verification == "verified"
    assert refuse(endpoint, {}, body + b" ", http_status=413).kind == "too_large"


def ago(**delta):
    return (datetime.now(timezone.utc) - timedelta(**delta)).isoformat()


def test_an_event_older_or_newer_than_max_event_age_is_refused():
    endpoint = leadhook.Endpoint("leadnest", signing_secret=SECRET, max_event_age=timedelta(hours=1))
    for body in (opened(ago(minutes=50)), opened(ago(minutes=-50))):
        assert endpoint.receive(endpoint.sign(body), body).verification == "verified"
    for body in (opened(ago(minutes=70)), opened(ago(minutes=-70)), opened("0000-01-01T00:00:00Z")):
        assert "3600 s" in str(refuse(endpoint, endpoint.sign(body), body))
    timeless = b'{"event":"undocumented"}'
    assert "without a time" in str(refuse(endpoint, endpoint.sign(timeless), timeless))
    endpoint = leadhook.Endpoint("leadnest", signing_secret=SECRET, max_event_age=timedelta.max)
    body = opened("0000-01-01T00:00:00Z")
    assert endpoint.receive(endpoint.sign(body), body).verification == "verified"


def test_an_event_older_than_the_dedup_window_is_marked():
    def is_outside(body, **options):
        endpoint = leadhook.Endpoint("leadnest", signing_secret=SECRET, **options)
        return endpoint.receive(endpoint.sign(body), body).is_outside_dedup_window

    assert not is_outside(opened(ago(days=29)))
    assert is_outside(opened(ago(days=31)))
    assert not is_outside(opened(ago(days=31)), dedup_window=timedelta(days=40))
    assert is_outside(opened(ago(days=1)), dedup_window=timedelta(hours=23))
    assert not is_outside(opened(ago(days=-31)))


@pytest.mark.parametrize("name", ["max_event_age", "dedup_window"])
@pytest.mark.parametrize("span", [timedelta(microseconds=-1), timedelta.min, 5, 1.5, "1h"])
def test_a_time_span_is_a_timedelta_and_not_negative(name, span):
    with pytest.raises((ValueError, TypeError)):
        leadhook.Endpoint("leadnest", signing_secret=SECRET, **{name: span})


WRONG_OPTIONS = [
    ("leadnest", {}, "signing_secret"),
    ("leadterra", {"signing_secret": []}, "signing_secret"),
    ("limecall", {"bearer_token": "token"}, "signing_secret"),
    ("leadsail", {}, "secret_header"),
    ("leadsail", {"secret_header": {}}, "secret_header"),
    ("leadsail", {"secret_header": {"X-Key": []}}, "secret_header"),
    ("leadnest", {"signing_secret": SECRET, "dangerously_accept_unsigned": True}, "contradict"),
    ("leadsail", {"secret_header": {"X-Key": SECRET}, "dangerously_accept_unsigned": True}, "contradict"),
    ("liguelead", {"signing_secret": SECRET}, "documents no signature"),
    ("leadsail", {"signing_secret": SECRET}, "documents no signature"),
    ("leadnest", {"signing_secret": SECRET, "bearer_token": "t"}, "documents no bearer token"),
    ("leadnest", {"signing_secret": SECRET, "secret_header": {"X-Key": "t"}}, "documents no custom header"),
    ("leadnest", {"signing_secret": SECRET, "encoding": "base64"}, "encoding"),
    ("leadnest", {"signing_secret": ""}, "secret is empty"),
    ("leadnest", {"signing_secret": [SECRET, b""]}, "secret is empty"),
    ("limecall", {"signing_secret": SECRET, "bearer_token": " token"}, "visible ASCII"),
    ("limecall", {"signing_secret": SECRET, "bearer_token": "t\u00f6ken"}, "visible ASCII"),
    ("leadsail", {"secret_header": {"X-Key": "line\nbreak"}}, "visible ASCII"),
    ("leadsail", {"secret_header": {"X Key": "secret"}}, "header name"),
    ("leadsail", {"secret_header": {"": "secret"}}, "header name"),
    ("leadnest", {"signing_secret": SECRET, "account": ""}, "account name"),
    ("leadnest", {"signing_secret": SECRET, "account": "a/b"}, "account name"),
]


@pytest.mark.parametrize(("vendor", "options", "text"), WRONG_OPTIONS)
def test_a_wrong_configuration_raises_config_error(vendor, options, text):
    with pytest.raises(leadhook.ConfigError, match=text) as info:
        leadhook.Endpoint(vendor, **options)
    assert isinstance(info.value, ValueError) and not isinstance(info.value, leadhook.Error)


@pytest.mark.parametrize(
    ("vendor", "options"),
    [
        ("limecall", {"signing_secret": SECRET, "bearer_token": []}),
        ("limecall", {"signing_secret": [], "bearer_token": "token", "dangerously_accept_unsigned": True}),
        ("leadsail", {"secret_header": {"X-Key": SECRET, "X-Other": []}}),
    ],
)
def test_an_empty_list_of_secrets_raises_config_error(vendor, options):
    """`TOKENS.split()` of an empty variable must not disable a check."""
    with pytest.raises(leadhook.ConfigError):
        leadhook.Endpoint(vendor, **options)


@pytest.mark.parametrize("options", [{"encoding": "hexadecimal"}, {"encoding": ""}])
def test_the_error_of_an_unknown_encoding_lists_the_known_ones(options):
    with pytest.raises(ValueError, match="expected one of hex, base64"):
        leadhook.Endpoint("limecall", signing_secret=SECRET, **options)


@pytest.mark.parametrize("secret", [5, object(), {SECRET}, [5], [SECRET, None], SECRET + "\ud800"])
def test_the_error_of_a_secret_of_a_wrong_type_names_no_rust_type(secret):
    for options in ({"signing_secret": secret}, {"bearer_token": secret}, {"secret_header": {"X-Key": secret}}):
        with pytest.raises((TypeError, ValueError)) as info:
            leadhook.Endpoint("limecall", **options)
        text = "".join(traceback.format_exception(info.value))
        assert SECRET not in text.replace(repr(secret), "")
        assert "Secrets" not in str(info.value) and "variant" not in str(info.value), str(info.value)


def test_threads_can_share_an_endpoint():
    endpoint = leadhook.Endpoint("leadnest", signing_secret=SECRET)
    failures = []

    def work(at):
        try:
            for number in range(200):
                body = opened(message_id=f"msg_{at}_{number}")
                assert endpoint.receive(endpoint.sign(body), body).event["subject"] == f"msg_{at}_{number}"
                refuse(endpoint, endpoint.sign(body), body + b" ")
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


@EACH_SCHEME
def test_no_text_contains_a_secret(vendor, options):
    endpoint, body = leadhook.Endpoint(vendor, **options), BODIES[vendor]
    received = endpoint.receive(endpoint.sign(body), body)
    error = refuse(endpoint, {}, body)
    mismatch = refuse(endpoint, [(name, value + "0") for name, value in endpoint.sign(body)], body)
    texts = [repr(endpoint), str(endpoint), repr(received), str(received), repr(received.proofs), repr(dir(endpoint))]
    for refused in (error, mismatch):
        texts += [*traceback.format_exception(refused), repr(refused), refused.rejection]
    for wrong in ({"dangerously_accept_unsigned": True}, {"account": "/"}):
        with pytest.raises(leadhook.ConfigError) as info:
            leadhook.Endpoint(vendor, **{**options, **wrong})
        texts += [str(info.value), repr(info.value)]
    # A traceback has lines of this file, none of which has a whole secret.
    text = "".join(texts)
    for part in ("whsec", "very-", "another-"):
        assert part not in text
    assert not hasattr(endpoint, "__dict__")


def test_an_opt_out_of_a_wrong_type_is_received_and_reported():
    endpoint = leadhook.Endpoint("leadterra", signing_secret=SECRET)
    reply = {"id": 7, "classification": ["unsubscribe"]}
    body = json.dumps({"event": "reply.received", "timestamp": "2026-03-04T10:30:00Z", "data": {"reply": reply}})
    received = endpoint.receive(endpoint.sign(body), body)
    data = received.event["data"]
    assert "classification" not in data
    assert data["extra"] == {"data": {"reply": {"classification": ["unsubscribe"]}}}
    assert data["reply_id"] == "7"
    assert received.unexpected == ["/data/reply/classification"]
    verdict = leadhook.validate("leadterra", body)
    [found] = [one for one in verdict["diagnostics"] if one["pointer"] == "/data/reply/classification"]
    assert (verdict["verdict"], found["severity"], found["code"]) == ("drift", "warning", "unexpected_type")


def test_the_repr_of_a_received_webhook_does_not_show_its_event():
    endpoint, body = leadhook.Endpoint("leadnest", signing_secret=SECRET), opened(email="geheim@example.com")
    received = endpoint.receive(endpoint.sign(body), body)
    assert received.event["data"]["email"] == "geheim@example.com"
    assert "geheim" not in repr(received)
