"""Lifecycles and folds."""

import copy
import gc
import json
import pickle
import subprocess
import sys
import threading
from datetime import datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import leadhook
from cases import EVENTS, opened

KINDS = ("message", "call", "lead")
TYPES = json.loads(leadhook.schema("event"))["properties"]["type"]["x-expected"]["enum"]
STATUSES = {
    kind: [
        status
        for subject, _, status in (name.partition(".") for name in TYPES)
        if subject == kind and status != "other"
    ]
    for kind in KINDS
}
# It is the event of an inbound message, not a status.
STATUSES["message"].remove("received")

offsets = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
# Few dates and few fractions, so that reports coincide.
timestamps = st.one_of(
    st.builds(
        lambda day, fraction, offset: f"2026-03-{day:02}T00:30:00{fraction}{offset}",
        st.integers(1, 9),
        st.sampled_from(["", ".5", ".000001", ".000000001", ".999999999"]),
        st.sampled_from(["Z", "+00:00", "-03:00", "+23:59"]),
    ),
    st.sampled_from(
        [
            "2016-12-31T23:59:60Z",
            "2016-12-31T23:59:59.999999999Z",
            "0000-01-01T00:00:00+23:59",
            "0000-01-01T00:00:00.25Z",
            "0001-01-01T00:00:00+00:01",
            "9999-12-31T23:59:59.999999999-23:59",
            "9999-12-31T23:59:59Z",
        ]
    ),
    st.datetimes(timezones=offsets),
)
undocumented_statuses = st.sampled_from(["", "odd", "Zustellung läuft", "sent"])


def reports(kind):
    known = st.tuples(st.just("observe"), st.sampled_from(STATUSES[kind]), timestamps)
    undocumented = st.tuples(st.just("observe_undocumented"), undocumented_statuses, timestamps)
    return st.lists(st.one_of(known, known, undocumented), max_size=12)


some_reports = st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(st.just(kind), reports(kind)))


def build(kind, observed=()):
    lifecycle = leadhook.Lifecycle(kind)
    for method, status, at in observed:
        getattr(lifecycle, method)(status, at)
    return lifecycle


def assert_same(one, other):
    assert one == other and not one != other
    assert one.to_json() == other.to_json()
    for name in ("kind", "current", "since", "reports", "conflicts", "undocumented"):
        assert getattr(one, name) == getattr(other, name)


@given(some_reports, st.randoms())
def test_the_order_of_reports_does_not_matter(sample, random):
    kind, observed = sample
    shuffled = random.sample(observed, len(observed))
    assert_same(build(kind, observed), build(kind, shuffled))
    assert_same(build(kind, observed), build(kind, observed + shuffled))


@given(some_reports, st.integers(0, 12))
def test_merged_parts_are_the_whole(sample, at):
    kind, observed = sample
    one, other = build(kind, observed[:at]), build(kind, observed[at:])
    before = other.to_json()
    one.merge(other)
    assert_same(one, build(kind, observed))
    assert other.to_json() == before
    other.merge(build(kind, observed[:at]))
    assert_same(one, other)


@given(some_reports)
def test_merging_a_lifecycle_with_itself_changes_nothing(sample):
    lifecycle = build(*sample)
    lifecycle.merge(lifecycle)
    lifecycle.merge(build(sample[0]))
    assert_same(lifecycle, build(*sample))


@given(some_reports)
def test_json_contains_the_whole_lifecycle(sample):
    kind, lifecycle = sample[0], build(*sample)
    assert_same(leadhook.Lifecycle.from_json(kind, lifecycle.to_json()), lifecycle)
    stored = json.loads(lifecycle.to_json())
    assert stored.get("current") == lifecycle.current
    assert list(stored["reports"]) == list(lifecycle.reports)
    assert [tuple(pair) for pair in stored["conflicts"]] == lifecycle.conflicts
    undocumented = lifecycle.undocumented[0] if lifecycle.undocumented else None
    assert stored.get("undocumented", {}).get("status") == undocumented
    # What follows from the reports is ignored.
    forged = {**stored, "current": "nonsense", "since": 5, "conflicts": None}
    assert_same(leadhook.Lifecycle.from_json(kind, json.dumps(forged)), lifecycle)


@given(some_reports)
def test_the_reports_can_be_observed_again(sample):
    lifecycle, again = build(*sample), build(sample[0])
    for status, at in lifecycle.reports.items():
        again.observe(status, at)
    assert again.reports == lifecycle.reports
    if lifecycle.undocumented:
        again.observe_undocumented(*lifecycle.undocumented)
        assert again.undocumented == lifecycle.undocumented


@given(some_reports)
def test_reported_at_is_the_time_in_reports(sample):
    lifecycle = build(*sample)
    for status in STATUSES[sample[0]]:
        assert lifecycle.reported_at(status) == lifecycle.reports.get(status)


ordinary = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=offsets)


@given(st.lists(st.tuples(st.sampled_from(STATUSES["call"]), ordinary)))
def test_reports_has_the_earliest_time_of_each_status_in_utc(observed):
    lifecycle, expected = leadhook.Lifecycle("call"), {}
    for status, at in observed:
        lifecycle.observe(status, at)
        expected[status] = min(expected.get(status, at), at)
    assert lifecycle.reports == expected
    assert all(at.utcoffset() == timedelta() for at in lifecycle.reports.values())
    assert lifecycle.since in (*expected.values(), None)
    assert (lifecycle.current is None) == (lifecycle.since is None)
    for start in STATUSES["call"]:
        for end in STATUSES["call"]:
            both = start in expected and end in expected
            assert lifecycle.elapsed(start, end) == (expected[end] - expected[start] if both else None)


def test_observe_returns_what_changed():
    lifecycle = leadhook.Lifecycle("message")
    assert (lifecycle.current, lifecycle.since, lifecycle.undocumented) == (None, None, None)
    assert (lifecycle.reports, lifecycle.conflicts) == ({}, [])
    assert lifecycle.observe("delivered", "2026-03-04T10:00:00Z") == "advanced"
    assert lifecycle.observe("delivered", "2026-03-04T10:00:00Z") == "duplicate"
    assert lifecycle.observe("delivered", "2026-03-04T10:00:01Z") == "duplicate"
    assert lifecycle.observe("sent", "2026-03-04T11:00:00+02:00") == "late"
    assert lifecycle.observe("bounced", datetime(2026, 3, 4, 12, tzinfo=timezone.utc)) == "conflict"
    assert lifecycle.observe_undocumented("odd", "2026-03-04T10:00:00Z") == "late"
    assert lifecycle.observe_undocumented("odd", "2026-03-04T10:00:00Z") == "duplicate"
    assert lifecycle.kind == "message"
    assert lifecycle.conflicts == [("delivered", "bounced")]
    assert lifecycle.reports["sent"] == datetime(2026, 3, 4, 9, tzinfo=timezone.utc)
    assert lifecycle.elapsed("sent", "delivered") == timedelta(hours=1)
    assert lifecycle.elapsed("delivered", "sent") == -timedelta(hours=1)
    assert lifecycle.undocumented == ("odd", datetime(2026, 3, 4, 10, tzinfo=timezone.utc))


@pytest.mark.parametrize("kind", KINDS)
def test_only_statuses_of_its_kind_are_accepted(kind):
    lifecycle = leadhook.Lifecycle(kind)
    foreign = {status for statuses in STATUSES.values() for status in statuses} - set(STATUSES[kind])
    for status in [*foreign, "", "Sent", "other", "unknown", " sent"]:
        for call in (
            lambda: lifecycle.observe(status, "2026-03-04T10:00:00Z"),
            lambda: lifecycle.reported_at(status),
            lambda: lifecycle.elapsed(STATUSES[kind][0], status),
        ):
            with pytest.raises(ValueError, match=f"expected one of {', '.join(STATUSES[kind])}"):
                call()
    assert lifecycle == leadhook.Lifecycle(kind)


def test_kinds_cannot_be_mixed():
    for kind in KINDS:
        for other in set(KINDS) - {kind}:
            lifecycle = build(kind, [("observe", STATUSES[kind][0], "2026-03-04T10:00:00Z")])
            before = lifecycle.to_json()
            with pytest.raises(TypeError, match="different kinds"):
                lifecycle.merge(leadhook.Lifecycle(other))
            assert lifecycle.to_json() == before
            assert leadhook.Lifecycle(kind) != leadhook.Lifecycle(other)
    for kind in ("", "Message", "contact"):
        with pytest.raises(ValueError, match="expected message, call or lead"):
            leadhook.Lifecycle(kind)


def test_an_object_of_another_type_is_not_equal():
    for instance in (leadhook.Lifecycle("lead"), leadhook.Fold()):
        for other in (None, 0, "{}", object(), instance.__class__):
            assert instance != other and not instance == other


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 3, 4),
        datetime(2026, 3, 4).date(),
        datetime(2026, 3, 4).time(),
        "2026-03-04",
        "2026-03-04T10:00:00",
        "2026-03-04 10:00:00Z",
        "",
        None,
        1772618400,
        1772618400.0,
        b"2026-03-04T10:00:00Z",
    ],
)
def test_a_time_without_an_offset_is_refused(at):
    lifecycle = leadhook.Lifecycle("message")
    for observe in (lifecycle.observe, lifecycle.observe_undocumented):
        with pytest.raises((TypeError, ValueError), match="RFC 3339"):
            observe("sent", at)
    assert lifecycle == leadhook.Lifecycle("message")


class SummerTime(tzinfo):
    """A time zone with an offset that depends on the time, like those of `zoneinfo`."""

    def utcoffset(self, at):
        return None if at is None else timedelta(hours=1 + (4 <= at.month <= 9))

    def dst(self, at):
        return None if at is None else self.utcoffset(at) - timedelta(hours=1)

    def tzname(self, at):
        return "summer or winter"


@pytest.mark.parametrize(("month", "hour"), [(1, 11), (7, 10)])
def test_a_datetime_can_be_in_a_time_zone(month, hour):
    lifecycle = leadhook.Lifecycle("message")
    assert lifecycle.observe("sent", datetime(2026, month, 4, 12, tzinfo=SummerTime())) == "advanced"
    assert lifecycle.since == datetime(2026, month, 4, hour, tzinfo=timezone.utc)


def test_an_offset_can_have_seconds():
    """Local mean time has seconds. Time zones use it for times before they were standardized."""
    lifecycle = leadhook.Lifecycle("message")
    lifecycle.observe("sent", datetime(1890, 1, 1, tzinfo=timezone(timedelta(minutes=53, seconds=28))))
    assert lifecycle.since == datetime(1889, 12, 31, 23, 6, 32, tzinfo=timezone.utc)


def test_an_exception_of_a_time_zone_changes_nothing():
    class Raising(tzinfo):
        def utcoffset(self, at):
            lifecycle.observe("queued", "2026-03-04T10:00:00Z")
            raise ValueError("mine")

    lifecycle = leadhook.Lifecycle("message")
    with pytest.raises((ValueError, TypeError)):
        lifecycle.observe("sent", datetime(2026, 3, 4, tzinfo=Raising()))
    assert "sent" not in lifecycle.reports


def test_threads_can_share_a_lifecycle_and_a_fold():
    """A time zone in Python code lets other threads run while an argument is converted."""

    class Slow(SummerTime):
        def utcoffset(self, at):
            threading.Event().wait(0.001)
            return timedelta()

    at = datetime(2026, 3, 4, tzinfo=Slow())
    event = {**leadhook.normalize("leadnest", opened()), "time": at}
    lifecycle, fold, failures = leadhook.Lifecycle("message"), leadhook.Fold(), []

    def work():
        try:
            for status in STATUSES["message"]:
                lifecycle.observe_undocumented(status, at)
                fold.observe(event)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"reports":null}',
        '{"reports":{"flown":"2026-03-04T10:00:00Z"}}',
        '{"reports":{"sent":"2026-03-04"}}',
        '{"reports":{},"more":1}',
        '{"reports":{},"undocumented":{"status":"odd"}}',
        '{"reports":{}}{}',
        '{"reports":{},"current":' + "[" * 100_000,
    ],
)
def test_json_that_is_not_a_lifecycle_is_refused(text):
    with pytest.raises(ValueError):
        leadhook.Lifecycle.from_json("message", text)


@pytest.mark.parametrize("text", ['"ines@example.com"', '{"ines@example.com":1}', '{"reports":{"ines":"x"}}', "{"])
def test_the_error_of_from_json_shows_only_the_position(text):
    with pytest.raises(ValueError, match=r"^not a lifecycle of this kind \(line 1, column \d+\)$"):
        leadhook.Lifecycle.from_json("message", text)


def fold_of(events):
    fold = leadhook.Fold()
    for event in events:
        fold.observe(event)
    return fold


def states(fold):
    return [(key, one.kind, one.current, one.since, one.reports, one.conflicts, one.undocumented) for key, one in fold]


SAMPLES = [(vendor, body) for vendor in leadhook.vendors() for body in leadhook.sample(vendor, count=120, seed=5)]
SAMPLES += [(case.vendor, case.body) for case in EVENTS]


def test_a_fold_of_dicts_is_the_fold_of_json_to_the_microsecond():
    by_json = fold_of(leadhook.normalize_json(vendor, body) for vendor, body in SAMPLES)
    by_dict = fold_of(leadhook.normalize(vendor, body) for vendor, body in SAMPLES)
    by_loads = fold_of(json.loads(leadhook.normalize_json(vendor, body)) for vendor, body in SAMPLES)
    assert len(by_json) > 100
    assert states(by_dict) == states(by_json)
    assert by_loads == by_json


@given(st.lists(st.integers(0, len(SAMPLES) - 1), max_size=30), st.randoms(), st.integers(0, 30))
def test_the_order_of_events_does_not_matter(some, random, at):
    events = [leadhook.normalize_json(*SAMPLES[index]) for index in some]
    whole = fold_of(events)
    assert whole == fold_of(random.sample(events, len(events)))
    merged, other = fold_of(events[:at]), fold_of(events[at:])
    merged.merge(other)
    assert merged == whole and states(merged) == states(whole)
    merged.merge(merged)
    assert merged == whole
    assert other == fold_of(events[at:])


def test_iterating_gives_sorted_keys_and_copies_of_the_lifecycles():
    fold = fold_of(leadhook.normalize(*sample) for sample in SAMPLES)
    keys = [(key["source"], key["subject"], key["kind"]) for key, _ in fold]
    assert keys == sorted(keys) and len(keys) == len(fold) == len(set(keys))
    before = states(fold)
    for _, lifecycle in fold:
        lifecycle.observe_undocumented("odd", "0000-01-01T00:00:00Z")
    assert states(fold) == before


def test_an_event_without_a_status_or_a_subject_changes_nothing():
    fold = leadhook.Fold()
    for case in EVENTS:
        event = leadhook.normalize(case.vendor, case.body)
        subject, _, status = event["type"].partition(".")
        has_status = subject in KINDS and status != "received" and "subject" in event
        assert (fold.observe(event) is not None) == has_status, case.name
    assert leadhook.Fold().observe(leadhook.normalize("leadnest", b'{"event":"undocumented"}')) is None


def test_a_fold_does_not_change_the_dict():
    for vendor, body in SAMPLES[:300]:
        event = leadhook.normalize(vendor, body)
        before = copy.deepcopy(event)
        leadhook.Fold().observe(event)
        assert event == before


@pytest.mark.parametrize(
    "time", [datetime(2026, 3, 4), datetime(2026, 3, 4).date(), "2026-03-04", "soon", 5, None, [], {}]
)
def test_an_event_without_a_timestamp_is_refused(time):
    fold = leadhook.Fold()
    with pytest.raises(leadhook.InvalidError) as info:
        fold.observe({**leadhook.normalize("leadnest", opened()), "time": time})
    assert "/time" in str(info.value)
    assert len(fold) == 0


def test_the_time_of_an_event_can_be_in_a_time_zone():
    event = leadhook.normalize("leadnest", opened("2026-03-04T10:30:00+01:00"))
    moved = {**event, "time": event["time"].replace(tzinfo=SummerTime())}
    assert fold_of([moved]) == fold_of([event])


@pytest.mark.parametrize(
    "value",
    [2**64, 2**70, -(2**63) - 1, 10**400, b"bytes", object(), {1: 2}, datetime(2026, 3, 4), "\ud800", 1j],
    ids=lambda value: f"{type(value).__name__} {str(value)[:20]!a}",
)
def test_a_value_that_json_cannot_hold_raises_an_ordinary_exception(value):
    """One that `except ValueError` or `except TypeError` catches, not a bare `Exception`."""
    event = leadhook.normalize("leadnest", opened())
    event["data"]["extra"] = {"odd": value}
    try:
        leadhook.Fold().observe(event)
    except (ValueError, TypeError, OverflowError):
        pass


@pytest.mark.parametrize("event", [None, 5, [], [("type", "x")], object(), leadhook.Fold()])
def test_an_event_of_a_wrong_type_raises_type_error(event):
    with pytest.raises(TypeError, match="expected .* found"):
        leadhook.Fold().observe(event)


def test_a_dict_nested_too_deep_is_refused():
    """In a process of its own, because a stack overflow would end it."""
    event = "event = leadhook.normalize('leadnest', b'{\"event\":\"undocumented\"}')\n"
    dicts = "deep = {}\nfor _ in range(200_000): deep = {'a': deep}\n"
    lists = "deep = []\nfor _ in range(200_000): deep = [deep]\n"
    cycle = "deep = {}\ndeep['a'] = deep\n"
    for nested in (dicts, lists, cycle):
        program = f"import leadhook\n{event}{nested}event['data']['extra'] = deep\n"
        program += "try: leadhook.Fold().observe(event)\n"
        program += "except (ValueError, TypeError, RecursionError): print('refused', flush=True)\n"
        # Without destroying the nested object, which may overflow Python's own stack.
        program += "import os; os._exit(0)"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stdout) == (0, "refused\n"), done.stderr


def fold_of_samples():
    return fold_of(leadhook.normalize_many(None, leadhook.sample(count=200, seed=3)))


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_copy_is_equal_and_independent(duplicate):
    fold = fold_of_samples()
    assert len(fold) > 50 and duplicate(fold) == fold and leadhook.Fold(fold) == fold
    other = duplicate(fold)
    other.merge(leadhook.Fold([({"source": "leadsail", "subject": "new", "kind": "lead"}, leadhook.Lifecycle("lead"))]))
    assert other != fold and len(other) == len(fold) + 1
    for _, lifecycle in fold:
        assert duplicate(lifecycle) == lifecycle and duplicate(lifecycle) is not lifecycle


@pytest.mark.parametrize(
    "pair",
    [
        ({"source": "limecall", "subject": "7", "kind": "message"}, leadhook.Lifecycle("call")),
        ({"source": "limecall", "subject": "7", "kind": "contact"}, leadhook.Lifecycle("call")),
        ({"source": "Unknown", "subject": "7", "kind": "call"}, leadhook.Lifecycle("call")),
        ({"subject": "7", "kind": "call"}, leadhook.Lifecycle("call")),
        ({}, leadhook.Lifecycle("call")),
    ],
)
def test_a_fold_refuses_pairs_with_a_wrong_key(pair):
    with pytest.raises(ValueError):
        leadhook.Fold([pair])


def test_a_finalizer_can_use_a_fold_and_a_lifecycle_while_they_are_read():
    """Creating Python objects can run the garbage collector, and so any finalizer."""
    fold = fold_of_samples()
    event = next(leadhook.normalize_many(None, leadhook.sample(seed=3)))
    observed, lifecycle = [], next(iter(fold))[1]

    class Finalized:
        def __init__(self):
            self.cycle = self

        def __del__(self):
            observed.append(fold.observe(event))
            observed.append(lifecycle.observe_undocumented("odd", "2026-01-01T00:00:00Z"))

    threshold = gc.get_threshold()
    try:
        gc.set_threshold(1)
        for _ in range(50):
            Finalized()
            list(fold)
            assert isinstance(lifecycle.reports, dict)
    finally:
        gc.set_threshold(*threshold)
    gc.collect()
    assert len(observed) == 100
