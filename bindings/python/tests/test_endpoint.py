"""Who sent a webhook, and what to answer."""

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
WAYS = {
    "leadterra": ("leadterra", {"signed_with": SECRET}),
    "leadnest": ("leadnest", {"signed_with": SECRET}),
    "limecall": ("limecall", {"signed_with": SECRET}),
    "limecall base64": ("limecall", {"signed_with": SECRET, "encoding": "base64"}),
    "limecall both": ("limecall", {"signed_with": SECRET, "bearer": "very-secret-token"}),
    "leadsail": ("leadsail", {"headers": {"X-Key": SECRET}}),
    "leadsail two": ("leadsail", {"headers": {"X-Key": SECRET, "X-Other": "another-secret"}}),
}
PROVEN = pytest.mark.parametrize(("vendor", "options"), WAYS.values(), ids=WAYS)


def signature(body, secret=SECRET):
    return hmac.new(secret.encode(), body, hashlib.sha256)


def refused(endpoint, headers, body, answer=401):
    with pytest.raises(leadhook.Error) as info:
        endpoint.receive(headers, body)
    assert info.value.answer == answer
    return info.value


@PROVEN
def test_what_was_signed_is_received(vendor, options):
    endpoint, body = leadhook.Endpoint(vendor, **options), BODIES[vendor]
    headers = endpoint.sign(body)
    before = datetime.now(timezone.utc)
    received = endpoint.receive(headers, body)
    assert before - timedelta(seconds=1) <= received.received_at <= datetime.now(timezone.utc) + timedelta(seconds=1)
    assert received.received_at.tzinfo is not None
    assert received.event == leadhook.normalize(vendor, body)
    assert (received.authenticity, received.answer) == ("authentic", 200)
    assert received.proofs == [(name, 0) for name, _ in headers]
    assert endpoint.authenticate(headers, body) == "authentic"


@pytest.mark.parametrize("vendor", SIGNATURES)
def test_a_signature_is_the_hmac_of_the_body(vendor):
    body, header = BODIES[vendor], SIGNATURES[vendor]
    endpoint = leadhook.Endpoint(vendor, signed_with=SECRET)
    written = signature(body).hexdigest()
    assert endpoint.sign(body) == [(header, written)]
    for value in (written, written.upper(), f"sha256={written}", f" {written}\t"):
        assert endpoint.authenticate({header: value}, body) == "authentic"


def test_the_encoding_may_be_base64_where_none_is_documented():
    body = BODIES["limecall"]
    endpoint = leadhook.Endpoint("limecall", signed_with=SECRET, encoding="base64")
    written = base64.b64encode(signature(body).digest()).decode()
    assert endpoint.sign(body) == [("X-LimeCall-Signature", written)]
    refused(endpoint, {"X-LimeCall-Signature": signature(body).hexdigest()}, body)


def test_a_bearer_token_stands_behind_its_scheme():
    body = BODIES["limecall"]
    endpoint = leadhook.Endpoint("limecall", bearer="token", unsigned=True)
    assert endpoint.sign(body) == [("Authorization", "Bearer token")]
    for value in ("Bearer token", "bearer token", b"Bearer token"):
        assert endpoint.receive({"authorization": value}, body).proofs == [("Authorization", 0)]
    for value in ("token", "Basic token", "Bearer", "Bearer tokens", ""):
        refused(endpoint, {"Authorization": value}, body)


@PROVEN
def test_every_tampering_is_refused(vendor, options):
    endpoint, body = leadhook.Endpoint(vendor, **options), BODIES[vendor]
    headers = endpoint.sign(body)
    if "signed_with" in options:
        for at in range(0, len(body), 7):
            refused(endpoint, headers, body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :])
        for other in (body + b" ", body[:-1], b""):
            refused(endpoint, headers, other)
    for place, (name, value) in enumerate(headers):
        others = headers[:place] + headers[place + 1 :]
        assert name in str(refused(endpoint, others, body))
        assert "more than once" in str(refused(endpoint, [*headers, (name, value)], body))
        assert "more than once" in str(refused(endpoint, [*headers, (name.lower(), "x")], body))
        for at in range(len(value)):
            # Of the scheme the case is free.
            spoilt = value[:at] + ("!" if value[at] != "!" else "?") + value[at + 1 :]
            refused(endpoint, [*others, (name, spoilt)], body)
        for spoilt in ("", value[:-1], value + "0", f"{value}, {value}", value + "\0", b"\xff" * 64, "é" * 64):
            refused(endpoint, [*others, (name, spoilt)], body)
    refused(endpoint, {}, body)
    refused(endpoint, [], body)


def test_any_of_several_secrets_will_do_and_is_told():
    body = BODIES["leadnest"]
    endpoint = leadhook.Endpoint("leadnest", signed_with=["old", b"new", bytearray(b"newest"), memoryview(b"last")])
    for at, secret in enumerate(["old", "new", "newest", "last"]):
        value = signature(body, secret).hexdigest()
        assert endpoint.receive({"X-LeadNest-Signature": value}, body).proofs == [("X-LeadNest-Signature", at)]
    refused(endpoint, {"X-LeadNest-Signature": signature(body, "older").hexdigest()}, body)
    assert endpoint.sign(body) == [("X-LeadNest-Signature", signature(body, "old").hexdigest())]


def test_several_secrets_of_tokens_and_headers():
    endpoint = leadhook.Endpoint("limecall", signed_with=["a", "b"], bearer=["c", "d"])
    body = BODIES["limecall"]
    headers = {"X-LimeCall-Signature": signature(body, "b").hexdigest(), "Authorization": "Bearer d"}
    assert endpoint.receive(headers, body).proofs == [("X-LimeCall-Signature", 1), ("Authorization", 1)]
    endpoint = leadhook.Endpoint("leadsail", headers={"X-Key": ["old", "new"]})
    assert endpoint.receive({"x-KEY": "new"}, BODIES["leadsail"]).proofs == [("X-Key", 1)]


class NotADict:
    """A mapping that is none of Python's."""

    def __init__(self, pairs):
        self.pairs = pairs

    def items(self):
        return iter(self.pairs)


def of_http_client(pairs):
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
    of_http_client,
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
def test_headers_come_in_any_form(form):
    endpoint = leadhook.Endpoint("limecall", signed_with=SECRET, bearer="token")
    body = BODIES["limecall"]
    assert endpoint.receive(form(endpoint.sign(body)), body).authenticity == "authentic"
    assert endpoint.authenticate(form(endpoint.sign(body)), body) == "authentic"
    refused(endpoint, form(endpoint.sign(body + b" ")), body)


def test_a_repeated_header_is_refused_in_every_form_that_can_repeat_it():
    endpoint, body = leadhook.Endpoint("leadnest", signed_with=SECRET), BODIES["leadnest"]
    pairs = endpoint.sign(body) * 2
    for form in (list, NotADict, of_http_client, werkzeug.datastructures.Headers):
        assert "more than once" in str(refused(endpoint, form(pairs), body))


@pytest.mark.parametrize(
    "headers",
    [None, 5, "ab", b"ab", ["ab"], [("a",)], [("a", "b", "c")], [("a", 5)], {"a": ["b"]}, {1: "b"}],
)
def test_what_are_no_headers_is_refused(headers):
    endpoint = leadhook.Endpoint("leadnest", signed_with=SECRET)
    for call in (endpoint.receive, endpoint.authenticate):
        with pytest.raises((TypeError, ValueError)) as info:
            call(headers, b"{}")
        assert not isinstance(info.value, leadhook.Error)


@pytest.mark.parametrize("odd", [("X-Other", "\udcff"), ("X-\udcff", "a"), (b"X-\xff", b"\xff"), ("\u00e9", "\u00e9")])
def test_a_header_that_nobody_asks_for_may_be_anything(odd):
    """Servers decode what they cannot read so that it comes through as surrogates, and anybody may send it."""
    endpoint, body = leadhook.Endpoint("leadnest", signed_with=SECRET), BODIES["leadnest"]
    assert endpoint.receive([*endpoint.sign(body), odd], body).answer == 200
    assert endpoint.authenticate([odd, *((name.encode(), value) for name, value in endpoint.sign(body))], body)
    (name, _), *_ = endpoint.sign(body)
    refused(endpoint, [(name, "\udcff")], body)


def test_a_list_may_lie_about_its_length():
    class Long(list):
        def __len__(self):
            return 2**62

    assert leadhook.Endpoint("leadnest", signed_with=Long([SECRET])).source == "leadnest"


def test_headers_that_change_meanwhile_do_no_harm():
    class Adding(list):
        def __iter__(self):
            headers["X-More"] = "more"
            return super().__iter__()

    headers = {"X-Key": Adding([SECRET])}
    assert len(leadhook.Endpoint("leadsail", headers=headers).sign(b"")) == 1


def test_what_was_received_is_let_go_of_with_what_it_is_part_of():
    class Told(dict):
        pass

    endpoint, body = leadhook.Endpoint("leadnest", signed_with=SECRET), BODIES["leadnest"]
    received, told = endpoint.receive(endpoint.sign(body), body), Told()
    received.event["data"]["told"] = told
    told["received"] = received
    gone = weakref.ref(told)
    del received, told
    gc.collect()
    assert gone() is None


def test_what_the_headers_raise_is_raised():
    def headers():
        yield "a", "b"
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        leadhook.Endpoint("leadnest", signed_with=SECRET).receive(headers(), b"{}")


def test_who_sends_without_proof_is_nobody():
    for vendor, body in BODIES.items():
        endpoint = leadhook.Endpoint(vendor, unsigned=vendor != "liguelead")
        received = endpoint.receive({}, body)
        assert (received.authenticity, received.proofs, received.answer) == ("unsigned", [], 200)
        assert endpoint.authenticate([], body) == "unsigned"
        assert endpoint.sign(body) == []


def test_authenticate_and_receive_refuse_alike():
    """Whoever reads `kind` and `answer` of the one must find them at the other."""
    endpoint, body = leadhook.Endpoint("leadnest", signed_with=SECRET), BODIES["leadnest"]
    by_receive = refused(endpoint, {}, body)
    with pytest.raises(leadhook.UnauthenticError) as info:
        endpoint.authenticate({}, body)
    error = info.value
    assert str(error) == str(by_receive)
    assert vars(error).keys() == vars(by_receive).keys()
    assert (error.kind, error.answer, error.violations) == ("unauthentic", 401, by_receive.violations)


def test_what_is_authentic_and_invalid_is_kept():
    endpoint = leadhook.Endpoint("leadnest", signed_with=SECRET, account="berlin")
    for body, kind in ((b'{"event":"email.sent"}', "invalid"), (b"{", "malformed"), (b"\xff", "malformed")):
        error = refused(endpoint, endpoint.sign(body), body, answer=200)
        rejection = json.loads(error.rejection)
        assert (error.kind, rejection["vendor"], rejection["account"]) == (kind, "leadnest", "berlin")
        assert "received_at" in rejection
        assert refused(endpoint, {}, body, answer=401).kind == "unauthentic"


def test_an_account_joins_the_source_and_so_the_id():
    body = BODIES["leadnest"]
    events = {}
    for account in (None, "berlin", "B.e-r_l~in9"):
        endpoint = leadhook.Endpoint("leadnest", signed_with=SECRET, account=account)
        event = endpoint.receive(endpoint.sign(body), body).event
        assert event["source"] == endpoint.source == ("leadnest" if account is None else f"leadnest/{account}")
        events[event["id"]] = event
    assert len(events) == 3


def test_max_body_goes_before_every_proof():
    body = BODIES["leadnest"]
    assert leadhook.Endpoint("leadnest", unsigned=True).max_body == 1 << 20
    endpoint = leadhook.Endpoint("leadnest", signed_with=SECRET, max_body=len(body))
    assert endpoint.max_body == len(body)
    assert endpoint.receive(endpoint.sign(body), body).answer == 200
    assert refused(endpoint, {}, body + b" ", answer=413).kind == "limit"


def ago(**delta):
    return (datetime.now(timezone.utc) - timedelta(**delta)).isoformat()


def test_what_lies_outside_of_the_window_is_refused():
    endpoint = leadhook.Endpoint("leadnest", signed_with=SECRET, window=timedelta(hours=1))
    for body in (opened(ago(minutes=50)), opened(ago(minutes=-50))):
        assert endpoint.receive(endpoint.sign(body), body).answer == 200
    for body in (opened(ago(minutes=70)), opened(ago(minutes=-70)), opened("0000-01-01T00:00:00Z")):
        assert "3600 s" in str(refused(endpoint, endpoint.sign(body), body))
    timeless = b'{"event":"nobody.knows"}'
    assert "when" in str(refused(endpoint, endpoint.sign(timeless), timeless))
    endpoint = leadhook.Endpoint("leadnest", signed_with=SECRET, window=timedelta.max)
    body = opened("0000-01-01T00:00:00Z")
    assert endpoint.receive(endpoint.sign(body), body).answer == 200


def test_what_is_older_than_ids_are_kept_is_stale():
    def is_stale(body, **options):
        endpoint = leadhook.Endpoint("leadnest", signed_with=SECRET, **options)
        return endpoint.receive(endpoint.sign(body), body).is_stale

    assert not is_stale(opened(ago(days=29)))
    assert is_stale(opened(ago(days=31)))
    assert not is_stale(opened(ago(days=31)), keep_ids=timedelta(days=40))
    assert is_stale(opened(ago(days=1)), keep_ids=timedelta(hours=23))
    assert not is_stale(opened(ago(days=-31)))


@pytest.mark.parametrize("name", ["window", "keep_ids"])
@pytest.mark.parametrize("span", [timedelta(microseconds=-1), timedelta.min, 5, 1.5, "1h"])
def test_a_span_of_time_is_a_timedelta_and_not_negative(name, span):
    with pytest.raises((ValueError, TypeError)):
        leadhook.Endpoint("leadnest", signed_with=SECRET, **{name: span})


CONFIG = [
    ("leadnest", {}, "signed_with"),
    ("leadterra", {"signed_with": []}, "signed_with"),
    ("limecall", {"bearer": "token"}, "signed_with"),
    ("leadsail", {}, "header"),
    ("leadsail", {"headers": {}}, "header"),
    ("leadsail", {"headers": {"X-Key": []}}, "header"),
    ("leadnest", {"signed_with": SECRET, "unsigned": True}, "contradict"),
    ("leadsail", {"headers": {"X-Key": SECRET}, "unsigned": True}, "contradict"),
    ("liguelead", {"signed_with": SECRET}, "documents no signature"),
    ("leadsail", {"signed_with": SECRET}, "documents no signature"),
    ("leadnest", {"signed_with": SECRET, "bearer": "t"}, "documents no bearer"),
    ("leadnest", {"signed_with": SECRET, "headers": {"X-Key": "t"}}, "documents no headers"),
    ("leadnest", {"signed_with": SECRET, "encoding": "base64"}, "encoding"),
    ("leadnest", {"signed_with": ""}, "empty secret"),
    ("leadnest", {"signed_with": [SECRET, b""]}, "empty secret"),
    ("limecall", {"signed_with": SECRET, "bearer": " token"}, "visible characters"),
    ("limecall", {"signed_with": SECRET, "bearer": "t\u00f6ken"}, "visible characters"),
    ("leadsail", {"headers": {"X-Key": "line\nbreak"}}, "visible characters"),
    ("leadsail", {"headers": {"X Key": "secret"}}, "name"),
    ("leadsail", {"headers": {"": "secret"}}, "name"),
    ("leadnest", {"signed_with": SECRET, "account": ""}, "label"),
    ("leadnest", {"signed_with": SECRET, "account": "a/b"}, "label"),
]


@pytest.mark.parametrize(("vendor", "options", "text"), CONFIG)
def test_what_cannot_be_is_no_endpoint(vendor, options, text):
    with pytest.raises(leadhook.ConfigError, match=text) as info:
        leadhook.Endpoint(vendor, **options)
    assert isinstance(info.value, ValueError) and not isinstance(info.value, leadhook.Error)


@pytest.mark.parametrize(
    ("vendor", "options"),
    [
        ("limecall", {"signed_with": SECRET, "bearer": []}),
        ("limecall", {"signed_with": [], "bearer": "token", "unsigned": True}),
        ("leadsail", {"headers": {"X-Key": SECRET, "X-Other": []}}),
    ],
)
def test_a_proof_without_any_secret_is_not_passed_over(vendor, options):
    """`TOKENS.split()` of an empty variable must not open the door: all that is given must pass."""
    with pytest.raises(leadhook.ConfigError):
        leadhook.Endpoint(vendor, **options)


@pytest.mark.parametrize("options", [{"encoding": "hexadecimal"}, {"encoding": ""}])
def test_an_unknown_encoding_is_answered_with_the_known_ones(options):
    with pytest.raises(ValueError, match="expected one of hex, base64"):
        leadhook.Endpoint("limecall", signed_with=SECRET, **options)


@pytest.mark.parametrize("secret", [5, object(), {SECRET}, [5], [SECRET, None], SECRET + "\ud800"])
def test_what_is_no_secret_is_told_in_pythons_words(secret):
    for options in ({"signed_with": secret}, {"bearer": secret}, {"headers": {"X-Key": secret}}):
        with pytest.raises((TypeError, ValueError)) as info:
            leadhook.Endpoint("limecall", **options)
        told = "".join(traceback.format_exception(info.value))
        assert SECRET not in told.replace(repr(secret), "")
        assert "Secrets" not in str(info.value) and "variant" not in str(info.value), str(info.value)


def test_threads_may_share_an_endpoint():
    endpoint = leadhook.Endpoint("leadnest", signed_with=SECRET)
    faults = []

    def work(at):
        try:
            for number in range(200):
                body = opened(message_id=f"msg_{at}_{number}")
                assert endpoint.receive(endpoint.sign(body), body).event["subject"] == f"msg_{at}_{number}"
                refused(endpoint, endpoint.sign(body), body + b" ")
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults


@PROVEN
def test_nothing_tells_a_secret(vendor, options):
    endpoint, body = leadhook.Endpoint(vendor, **options), BODIES[vendor]
    received = endpoint.receive(endpoint.sign(body), body)
    error = refused(endpoint, {}, body)
    wrong = refused(endpoint, [(name, value + "0") for name, value in endpoint.sign(body)], body)
    told = [repr(endpoint), str(endpoint), repr(received), str(received), repr(received.proofs), repr(dir(endpoint))]
    for fault in (error, wrong):
        told += [*traceback.format_exception(fault), repr(fault), fault.rejection]
    for bad in ({"unsigned": True}, {"account": "/"}):
        with pytest.raises(leadhook.ConfigError) as info:
            leadhook.Endpoint(vendor, **{**options, **bad})
        told += [str(info.value), repr(info.value)]
    # The text of a traceback has the source of this file, which spells no secret in full.
    assert "secret" not in "".join(told).replace("secret that stands", "").replace("a secret of", "").replace(
        "the endpoint's secrets", ""
    )
    assert not hasattr(endpoint, "__dict__")


def test_what_was_received_does_not_show_its_event_by_accident():
    endpoint, body = leadhook.Endpoint("leadnest", signed_with=SECRET), opened(email="geheim@example.com")
    received = endpoint.receive(endpoint.sign(body), body)
    assert received.event["data"]["email"] == "geheim@example.com"
    assert "geheim" not in repr(received)
