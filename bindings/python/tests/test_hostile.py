"""Whatever is handed over, an answer or an ordinary exception comes back: never a crash, never a panic."""

import io
import sys
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leadhook
from cases import CASES, opened

ORDINARY = (leadhook.Error, leadhook.ConfigError, TypeError, ValueError, OverflowError)
# A test with many strange arguments needs more tries for a telling one, and one of all functions takes longer.
FEW = settings(max_examples=settings.default.max_examples // 2)
MANY = settings(max_examples=settings.default.max_examples * 3)


def attempt(call, *arguments, **options):
    """The answer, or None if it was refused in an ordinary way.

    A panic is a `BaseException` that `except Exception` lets pass, so all is caught and looked at.
    """
    try:
        return call(*arguments, **options)
    except KeyboardInterrupt:
        raise
    except BaseException as fault:
        if not isinstance(fault, ORDINARY):
            raise AssertionError(f"{type(fault).__mro__}: {fault}") from fault
        str(fault), repr(fault), vars(fault)
        return None


def test_a_panic_would_be_noticed():
    class PanicException(BaseException):
        pass

    def panic():
        raise PanicException("the thread panicked")

    def bare():
        raise Exception("of no class")

    for call in (panic, bare, lambda: sys.exit()):
        with pytest.raises(AssertionError):
            attempt(call)
    assert attempt(leadhook.normalize, "leadnest", b"{") is None
    assert attempt(len, "abc") == 3


vendors = st.sampled_from(leadhook.vendors())


@given(vendors, st.one_of(st.binary(max_size=200), st.text(max_size=200)))
def test_any_bytes_are_answered(vendor, body):
    for function in (leadhook.normalize, leadhook.normalize_json, leadhook.validate):
        attempt(function, vendor, body)
    attempt(leadhook.detect, body)
    attempt(leadhook.Fold().observe, body)


BODIES = [(vendor, body) for vendor in leadhook.vendors() for body in leadhook.sample(vendor, count=30, seed=9)]
BODIES += [(case.vendor, case.body) for case in CASES]
# By their place, for hypothesis would spell out all of them.
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
def test_mutated_bodies_are_answered_in_every_way_alike(mutant, max_body):
    vendor, body = mutant
    event = attempt(leadhook.normalize, vendor, body, max_body=max_body)
    json = attempt(leadhook.normalize_json, vendor, body, max_body=max_body)
    verdict = leadhook.validate(vendor, body, max_body=max_body)
    [answer] = leadhook.normalize_many(vendor, [body], max_body=max_body)
    assert (event is None) == (json is None) == (verdict["verdict"] == "invalid") == isinstance(answer, leadhook.Error)
    if event is None:
        assert not any(finding["kind"] == "limit" for finding in verdict["findings"]) or len(body) > max_body
        return
    assert answer == event
    by_dict, by_json = leadhook.Fold(), leadhook.Fold()
    assert by_dict.observe(event) == by_json.observe(json)
    assert [(key, one.seen) for key, one in by_dict] == [(key, one.seen) for key, one in by_json]


class Hostile:
    """Refuses whatever it is asked, and has every name that it is asked for."""

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


class OddText(str):
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
words = st.sampled_from(
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
    st.builds(OddText, st.text(max_size=5)),
    some_bodies.map(lambda made: OddBytes(made[1])),
    st.builds(object),
    st.builds(leadhook.Fold),
    st.builds(leadhook.Lifecycle, st.sampled_from(["message", "call", "lead"])),
    st.builds(lambda: leadhook.Endpoint("leadnest", unsigned=True)),
    st.builds(lambda: io.BytesIO(b"a\nb")),
    st.sampled_from([type, len, leadhook, leadhook.Error, leadhook.Error("made by hand"), NotImplemented, ..., 1j]),
)
texts = st.one_of(st.text(max_size=20), st.text(st.characters(categories=["Cs", "Lu"]), max_size=5), words)
raw = st.one_of(
    st.binary(max_size=50),
    st.binary(max_size=50).map(bytearray),
    st.binary(max_size=50).map(memoryview),
    st.binary(max_size=48).map(lambda made: memoryview(made)[::-2]),
    st.binary(min_size=8, max_size=8).map(lambda made: memoryview(made).cast("d")),
    some_bodies.map(lambda made: made[1]),
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
# Half of the time one that might be right, that the others are looked at.
bodies = st.one_of(anything, raw)
slugs = st.one_of(anything, vendors, vendors)


@MANY
@given(slugs, bodies, anything)
def test_any_arguments_of_a_body_are_answered(vendor, body, max_body):
    for function in (leadhook.normalize, leadhook.normalize_json, leadhook.validate):
        attempt(function, vendor, body)
        attempt(function, vendor, body, max_body=max_body)
    attempt(leadhook.detect, body)
    attempt(leadhook.schema, vendor)


@given(st.one_of(slugs, st.none()), st.one_of(anything, st.lists(bodies)), anything, anything)
def test_any_arguments_of_many_are_answered(vendor, some, batch, max_body):
    # At most so many answers are taken, however many come.
    for options in ({}, {"batch": batch}, {"max_body": max_body}):
        answers = attempt(leadhook.normalize_many, vendor, some, **options)
        for _ in range(20 if answers is not None else 0):
            answer = attempt(next, answers, "the end")
            assert answer is None or answer == "the end" or isinstance(answer, (dict, leadhook.Error))


# A larger number of samples is made as asked, and takes as long.
@given(slugs, anything, anything.filter(lambda count: not isinstance(count, int) or count <= 50), anything, anything)
def test_any_arguments_of_samples_are_answered(vendor, event, count, seed, near_valid):
    attempt(leadhook.sample, vendor)
    attempt(leadhook.sample, vendor, event)
    attempt(leadhook.sample, vendor, count=count)
    attempt(leadhook.sample, vendor, seed=seed, near_valid=near_valid)


OPTIONS = ["signed_with", "encoding", "bearer", "headers", "unsigned", "account", "max_body", "window", "keep_ids"]
right = {
    "signed_with": raw,
    "encoding": st.sampled_from(["hex", "base64"]),
    "bearer": st.sampled_from(["token", ["a", b"b"]]),
    "headers": st.dictionaries(st.sampled_from(["X-Key", "Authorization", "x y"]), texts, max_size=2),
    "unsigned": st.booleans(),
    "account": texts,
    "max_body": st.integers(0, 3000),
    "window": st.timedeltas(timedelta()),
    "keep_ids": st.timedeltas(timedelta()),
}
options = st.fixed_dictionaries({}, optional={name: st.one_of(anything, some, some) for name, some in right.items()})
headers = st.one_of(
    anything,
    st.lists(st.tuples(texts, st.one_of(texts, raw)), max_size=4),
    st.dictionaries(texts, st.one_of(texts, raw)),
)


@MANY
@given(slugs, options, headers, bodies)
def test_any_endpoint_is_made_or_refused_and_answers(vendor, options, headers, body):
    endpoint = attempt(leadhook.Endpoint, vendor, **options)
    if endpoint is None:
        return
    repr(endpoint), endpoint.source, endpoint.max_body
    attempt(endpoint.receive, headers, body)
    attempt(endpoint.authenticate, headers, body)
    signed = attempt(endpoint.sign, body)
    if signed is not None:
        assert attempt(endpoint.authenticate, signed, body) is not None
        received = attempt(endpoint.receive, signed, body)
        assert received is None or received.answer == 200


def test_every_option_of_an_endpoint_is_tried():
    assert set(right) == set(OPTIONS)
    shown = leadhook.Endpoint.__text_signature__
    assert all(name in shown for name in OPTIONS) and shown.count("=") == len(OPTIONS)


@given(st.one_of(st.sampled_from(["message", "call", "lead"]), anything), anything, anything, anything)
def test_any_arguments_of_a_lifecycle_are_answered(kind, word, at, other):
    attempt(leadhook.Lifecycle.from_json, kind, other)
    attempt(leadhook.Lifecycle, other)
    made = attempt(leadhook.Lifecycle, kind)
    if made is None:
        return
    for status in (word, "sent", "answered", "delivered"):
        attempt(made.observe, status, at)
        attempt(made.observe_other, status, at)
    attempt(made.observe_other, word, "2026-03-04T10:00:00Z")
    attempt(made.merge, other)
    attempt(lambda: made == other)
    repr(made), made.since, made.seen, made.other, made.conflicts, made.current
    assert leadhook.Lifecycle.from_json(made.kind, made.to_json()) == made


@st.composite
def damaged(draw):
    """An event's dict with something else in some place."""
    event = leadhook.normalize("leadnest", opened(opened_at="2026-03-04T10:30:00Z", more=1))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from([event, event["data"]])) if isinstance(event.get("data"), dict) else event
        known = st.sampled_from([*event, "opened_at", "initiated_at", "extra"])
        place[draw(st.one_of(known, names))] = draw(anything)
    return event


@MANY
@given(st.one_of(damaged(), anything), anything)
def test_any_argument_of_a_fold_is_answered(event, other):
    made = leadhook.Fold()
    attempt(made.observe, event)
    attempt(made.merge, other)
    attempt(lambda: made == other)
    repr(made), list(made), len(made)
    assert made == made


CALLABLE = [getattr(leadhook, name) for name in leadhook.__all__ if callable(getattr(leadhook, name))]
METHODS = [
    getattr(made, name)
    for made in (
        leadhook.Fold(),
        leadhook.Lifecycle("call"),
        leadhook.Endpoint("leadnest", signed_with="s"),
        leadhook.normalize_many("leadnest", []),
    )
    for name in dir(made)
    # The end of an iterator is no fault, and the answers are taken above.
    if callable(getattr(made, name)) and name not in ("__class__", "__init_subclass__", "__subclasshook__", "__next__")
]


@FEW
@given(st.data(), st.lists(anything, max_size=3), st.dictionaries(st.sampled_from(OPTIONS[:3]), anything, max_size=1))
def test_any_number_of_arguments_is_answered(data, arguments, named):
    for call in CALLABLE:
        # By hand an exception can be made of anything, as any of Python's.
        if not isinstance(call, type) or not issubclass(call, BaseException):
            attempt(call, *arguments, **named)
    call = data.draw(st.sampled_from(METHODS))
    if call.__name__ in ("__setattr__", "__delattr__", "__getattribute__"):
        with pytest.raises((AttributeError, *ORDINARY)):
            call(*arguments, **named)
            raise AttributeError("there was one of the name")
    else:
        attempt(call, *arguments, **named)
