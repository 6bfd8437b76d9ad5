"""Any arguments give a result or an ordinary exception: never a crash, never a panic."""

import io
import sys
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leadhook
from cases import CASES, EVENT_CASES, opened

ORDINARY = (leadhook.Error, leadhook.ConfigError, TypeError, ValueError, OverflowError)
# Tests with many strange arguments need more examples, and the test of all functions takes longer for each.
FEW = settings(max_examples=settings.default.max_examples // 2)
MANY = settings(max_examples=settings.default.max_examples * 3)


def attempt(call, *arguments, **options):
    """Returns the result, or None if an ordinary exception was raised.

    A panic is a `BaseException` that `except Exception` does not catch, so everything is caught here.
    """
    try:
        return call(*arguments, **options)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        if not isinstance(error, ORDINARY):
            raise AssertionError(f"{type(error).__mro__}: {error}") from error
        str(error), repr(error), vars(error)
        return None


def test_attempt_notices_a_panic():
    class PanicException(BaseException):
        pass

    def panic():
        raise PanicException("the thread panicked")

    def bare():
        raise Exception("not an ordinary class")

    for call in (panic, bare, lambda: sys.exit()):
        with pytest.raises(AssertionError):
            attempt(call)
    assert attempt(leadhook.normalize, "leadnest", b"{") is None
    assert attempt(len, "abc") == 3


vendors = st.sampled_from(leadhook.vendors())


@given(vendors, st.one_of(st.binary(max_size=200), st.text(max_size=200)))
def test_any_bytes_give_a_result(vendor, body):
    for function in (leadhook.normalize, leadhook.normalize_json, leadhook.validate):
        attempt(function, vendor, body)
    attempt(leadhook.detect, body)
    attempt(leadhook.Fold().observe, body)
    use_event(body)


def use_event(event):
    """Reads, writes and validates an event, which may be anything."""
    read = attempt(leadhook.read_event, event)
    written = attempt(leadhook.write_event, event)
    verdict = attempt(leadhook.validate_event, event)
    if isinstance(event, dict):
        assert (read, verdict) == (None, None)
        read = written and leadhook.read_event(written)
    elif verdict is not None:
        assert (read is None) == (written is None) == (verdict["verdict"] == "invalid")
    if read is not None:
        assert leadhook.read_event(leadhook.write_event(read)) == read


BODIES = [(vendor, body) for vendor in leadhook.vendors() for body in leadhook.sample(vendor, count=30, seed=9)]
BODIES += [(case.vendor, case.body) for case in CASES]
BODIES += [("leadnest", case.json) for case in EVENT_CASES]
# By index, because hypothesis would print all of them.
some_bodies = st.integers(0, len(BODIES) - 1).map(BODIES.__getitem__)
PIECES = [b"", b"\0", b"\xff", b'"', b"\\", b"\\ud800", b"{", b"}", b"[[[[", b"null", b"1e999", b"-0", b"\xe2\x80\xa8"]
PIECES += [b'"event":"email.sent",', b"9" * 400, b"2016-12-31T23:59:60Z", b"0000-01-01T00:00:00+23:59", b"9999-12-31"]


@st.composite
def mutated(draw):
    vendor, body = draw(some_bodies)
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(body)))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=4)))
        body = body[:start] + piece + body[start + draw(st.integers(0, 12)) :]
    return vendor, body


@MANY
@given(mutated(), st.integers(0, 3000) | st.none())
def test_all_functions_agree_on_mutated_bodies(mutant, max_body):
    vendor, body = mutant
    use_event(body)
    event = attempt(leadhook.normalize, vendor, body, max_body=max_body)
    json = attempt(leadhook.normalize_json, vendor, body, max_body=max_body)
    verdict = leadhook.validate(vendor, body, max_body=max_body)
    [result] = leadhook.normalize_many(vendor, [body], max_body=max_body)
    assert (event is None) == (json is None) == (verdict["verdict"] == "invalid") == isinstance(result, leadhook.Error)
    if event is None:
        is_too_large = any(diagnostic["code"] == "too_large" for diagnostic in verdict["diagnostics"])
        assert not is_too_large or len(body) > max_body
        return
    assert result == event
    by_dict, by_json = leadhook.Fold(), leadhook.Fold()
    assert by_dict.observe(event) == by_json.observe(json)
    assert [(key, one.reports) for key, one in by_dict] == [(key, one.reports) for key, one in by_json]


class Hostile:
    """Raises from every protocol, and has some of the attributes that leadhook reads."""

    def __getattr__(self, name):
        if name in ("items", "isoformat", "keys"):
            return lambda *_: 5
        raise ValueError("hostile")

    def __iter__(self):
        raise ValueError("hostile")

    def __len__(self):
        return -1

    def __index__(self):
        raise ValueError("hostile")

    def __eq__(self, other):
        raise ValueError("hostile")

    def __hash__(self):
        return 1

    def __repr__(self):
        raise ValueError("hostile")


class OddStr(str):
    def __str__(self):
        raise ValueError("hostile")

    def isoformat(self):
        return b"\xff"


class OddDict(dict):
    def items(self):
        yield "one"
        yield 2, 3
        raise ValueError("hostile")

    def copy(self):
        raise ValueError("hostile")


class OddList(list):
    def __len__(self):
        return 2**62

    def __iter__(self):
        yield "one"
        raise ValueError("hostile")


class OddBytes(bytes):
    def __bytes__(self):
        raise ValueError("hostile")


class OddTime(datetime):
    def isoformat(self, *_):
        return Hostile()


numbers = st.one_of(
    st.booleans(), st.integers(-5, 50), st.integers(max_value=-1), st.floats(), st.sampled_from([2**64, -(2**64)])
)
strings = st.sampled_from(
    [*leadhook.vendors(), "event", "rejection", "message", "call", "lead", "sent", "delivered", "hex", "X-Key"]
)
times = st.one_of(
    st.datetimes(),
    st.datetimes(timezones=st.timedeltas(timedelta(hours=-23.99), timedelta(hours=23.99)).map(timezone)),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.sampled_from(["2026-03-04T10:00:00Z", "2016-12-31T23:59:60.5Z", date.min, datetime.max, timedelta.max]),
    st.builds(lambda: OddTime(2026, 3, 4, tzinfo=timezone.utc)),
)
odd = st.one_of(
    st.builds(Hostile),
    st.builds(OddStr, st.text(max_size=5)),
    some_bodies.map(lambda body: OddBytes(body[1])),
    st.builds(object),
    st.builds(leadhook.Fold),
    st.builds(leadhook.Lifecycle, st.sampled_from(["message", "call", "lead"])),
    st.builds(lambda: leadhook.Endpoint("leadnest", dangerously_accept_unsigned=True)),
    st.builds(lambda: io.BytesIO(b"a\nb")),
    st.sampled_from([type, len, leadhook, leadhook.Error, leadhook.Error("made by hand"), NotImplemented, ..., 1j]),
)
texts = st.one_of(st.text(max_size=20), st.text(st.characters(categories=["Cs", "Lu"]), max_size=5), strings)
raw = st.one_of(
    st.binary(max_size=50),
    st.binary(max_size=50).map(bytearray),
    st.binary(max_size=50).map(memoryview),
    st.binary(max_size=48).map(lambda body: memoryview(body)[::-2]),
    st.binary(min_size=8, max_size=8).map(lambda body: memoryview(body).cast("d")),
    some_bodies.map(lambda body: body[1]),
)
scalars = st.one_of(st.none(), numbers, texts, raw, times, odd)
names = st.one_of(texts, st.none(), numbers, times.filter(lambda time: not isinstance(time, str)))
anything = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.tuples(inner, inner),
        st.lists(st.tuples(inner, inner), max_size=3),
        st.lists(inner, max_size=3).map(iter),
        st.lists(inner, max_size=3).map(OddList),
        st.dictionaries(names, inner, max_size=4),
        st.dictionaries(texts, inner, max_size=3).map(OddDict),
    ),
    max_leaves=8,
)
# Half of them are valid, so that the other arguments are reached.
bodies = st.one_of(anything, raw)
vendor_names = st.one_of(anything, vendors, vendors)


@MANY
@given(vendor_names, bodies, anything, anything)
def test_any_arguments_of_the_functions_of_a_body_give_a_result(vendor, body, max_body, account):
    for function in (leadhook.normalize, leadhook.normalize_json, leadhook.validate):
        attempt(function, vendor, body)
        attempt(function, vendor, body, max_body=max_body)
    attempt(leadhook.normalize, vendor, body, account=account)
    attempt(leadhook.normalize_json, vendor, body, account=account)
    attempt(leadhook.detect, body)
    attempt(leadhook.schema, vendor)


@given(st.one_of(vendor_names, st.none()), st.one_of(anything, st.lists(bodies)), anything, anything)
def test_any_arguments_of_normalize_many_give_a_result(vendor, some, batch, max_body):
    for options in ({}, {"batch": batch}, {"max_body": max_body}, {"account": batch}):
        results = attempt(leadhook.normalize_many, vendor, some, **options)
        for _ in range(20 if results is not None else 0):
            result = attempt(next, results, "the end")
            assert result is None or result == "the end" or isinstance(result, (dict, leadhook.Error))


# Larger counts work, but take longer.
counts = anything.filter(lambda count: not isinstance(count, int) or count <= 50)


@given(vendor_names, anything, counts, anything, anything)
def test_any_arguments_of_sample_give_a_result(vendor, event, count, seed, invalid):
    attempt(leadhook.sample, vendor)
    attempt(leadhook.sample, vendor, event)
    attempt(leadhook.sample, vendor, count=count)
    attempt(leadhook.sample, vendor, seed=seed, invalid=invalid)


VALID_OPTIONS = {
    "signing_secret": raw,
    "encoding": st.sampled_from(["hex", "base64"]),
    "bearer_token": st.sampled_from(["token", ["a", b"b"]]),
    "secret_header": st.dictionaries(st.sampled_from(["X-Key", "Authorization", "x y"]), texts, max_size=2),
    "dangerously_accept_unsigned": st.booleans(),
    "account": texts,
    "max_body": st.integers(0, 3000),
    "max_event_age": st.timedeltas(timedelta()),
    "dedup_window": st.timedeltas(timedelta()),
}
OPTIONS = list(VALID_OPTIONS)
options = st.fixed_dictionaries(
    {}, optional={name: st.one_of(anything, valid, valid) for name, valid in VALID_OPTIONS.items()}
)
headers = st.one_of(
    anything,
    st.lists(st.tuples(texts, st.one_of(texts, raw)), max_size=4),
    st.dictionaries(texts, st.one_of(texts, raw)),
)


@MANY
@given(vendor_names, options, headers, bodies)
def test_any_options_and_requests_of_an_endpoint_give_a_result(vendor, options, headers, body):
    endpoint = attempt(leadhook.Endpoint, vendor, **options)
    if endpoint is None:
        return
    repr(endpoint), endpoint.source, endpoint.max_body
    attempt(endpoint.receive, headers, body)
    attempt(endpoint.verify, headers, body)
    signed = attempt(endpoint.sign, body)
    if signed is not None:
        assert attempt(endpoint.verify, signed, body) is not None
        received = attempt(endpoint.receive, signed, body)
        assert received is None or received.verification in ("verified", "unsigned")


def test_the_options_are_all_options_of_an_endpoint():
    signature = leadhook.Endpoint.__text_signature__
    assert all(f" {name}=" in signature for name in OPTIONS) and signature.count("=") == len(OPTIONS)


@given(st.one_of(st.sampled_from(["message", "call", "lead"]), anything), anything, anything, anything)
def test_any_arguments_of_a_lifecycle_give_a_result(kind, string, at, other):
    attempt(leadhook.Lifecycle.from_json, kind, other)
    attempt(leadhook.Lifecycle, other)
    lifecycle = attempt(leadhook.Lifecycle, kind)
    if lifecycle is None:
        return
    for status in (string, "sent", "answered", "delivered"):
        attempt(lifecycle.observe, status, at)
        attempt(lifecycle.observe_undocumented, status, at)
        attempt(lifecycle.reported_at, status)
        attempt(lifecycle.elapsed, status, other)
    attempt(lifecycle.observe_undocumented, string, "2026-03-04T10:00:00Z")
    attempt(lifecycle.merge, other)
    attempt(lambda: lifecycle == other)
    repr(lifecycle), lifecycle.since, lifecycle.reports, lifecycle.undocumented, lifecycle.conflicts, lifecycle.current
    assert leadhook.Lifecycle.from_json(lifecycle.kind, lifecycle.to_json()) == lifecycle


@st.composite
def damaged(draw):
    """Draws an event's dict in which some members are replaced."""
    event = leadhook.normalize("leadnest", opened(opened_at="2026-03-04T10:30:00Z", more=1))
    for _ in range(draw(st.integers(1, 3))):
        parent = draw(st.sampled_from([event, event["data"]])) if isinstance(event.get("data"), dict) else event
        known = st.sampled_from([*event, "opened_at", "initiated_at", "extra"])
        parent[draw(st.one_of(known, names))] = draw(anything)
    return event


@MANY
@given(st.one_of(damaged(), anything), anything)
def test_any_arguments_of_a_fold_give_a_result(event, other):
    use_event(event)
    fold = leadhook.Fold()
    attempt(fold.observe, event)
    attempt(fold.merge, other)
    attempt(lambda: fold == other)
    repr(fold), list(fold), len(fold)
    assert fold == fold


CALLABLE = [getattr(leadhook, name) for name in leadhook.__all__ if callable(getattr(leadhook, name))]
METHODS = [
    getattr(instance, name)
    for instance in (
        leadhook.Fold(),
        leadhook.Lifecycle("call"),
        leadhook.Endpoint("leadnest", signing_secret="s"),
        leadhook.normalize_many("leadnest", []),
    )
    for name in dir(instance)
    # `__next__` raises `StopIteration`, and is tested above.
    if callable(getattr(instance, name))
    and name not in ("__class__", "__init_subclass__", "__subclasshook__", "__next__")
]


@FEW
@given(st.data(), st.lists(anything, max_size=3), st.dictionaries(st.sampled_from(OPTIONS[:3]), anything, max_size=1))
def test_any_number_of_arguments_gives_a_result(data, arguments, named):
    for call in CALLABLE:
        # Like Python's own exceptions, an exception can be created with any arguments.
        if not isinstance(call, type) or not issubclass(call, BaseException):
            attempt(call, *arguments, **named)
    call = data.draw(st.sampled_from(METHODS))
    if call.__name__ in ("__setattr__", "__delattr__", "__getattribute__"):
        with pytest.raises((AttributeError, *ORDINARY)):
            call(*arguments, **named)
            raise AttributeError("it has the attribute")
    else:
        attempt(call, *arguments, **named)
