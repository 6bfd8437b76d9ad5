"""Where one subject stands, and all of a stream."""

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
TYPES = json.loads(leadhook.schema("event"))["properties"]["type"]["enum"]
WORDS = {
    kind: [word for subject, _, word in (name.partition(".") for name in TYPES) if subject == kind and word != "other"]
    for kind in KINDS
}
# Somebody else's message is no step of ours.
WORDS["message"].remove("received")

offsets = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
# Few days and few fractions, so that reports coincide.
instants = st.one_of(
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
others = st.sampled_from(["", "odd", "Zustellung läuft", "sent"])


def reports(kind):
    known = st.tuples(st.just("observe"), st.sampled_from(WORDS[kind]), instants)
    unknown = st.tuples(st.just("observe_other"), others, instants)
    return st.lists(st.one_of(known, known, unknown), max_size=12)


some_reports = st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(st.just(kind), reports(kind)))


def lifecycle(kind, observed=()):
    made = leadhook.Lifecycle(kind)
    for method, word, at in observed:
        getattr(made, method)(word, at)
    return made


def assert_same(one, other):
    assert one == other and not one != other
    assert one.to_json() == other.to_json()
    for name in ("kind", "current", "since", "seen", "conflicts", "other"):
        assert getattr(one, name) == getattr(other, name)


@given(some_reports, st.randoms())
def test_the_order_of_reports_does_not_matter(told, random):
    kind, observed = told
    shuffled = random.sample(observed, len(observed))
    assert_same(lifecycle(kind, observed), lifecycle(kind, shuffled))
    assert_same(lifecycle(kind, observed), lifecycle(kind, observed + shuffled))


@given(some_reports, st.integers(0, 12))
def test_merging_parts_is_taking_the_whole(told, at):
    kind, observed = told
    one, other = lifecycle(kind, observed[:at]), lifecycle(kind, observed[at:])
    kept = other.to_json()
    one.merge(other)
    assert_same(one, lifecycle(kind, observed))
    assert other.to_json() == kept
    other.merge(lifecycle(kind, observed[:at]))
    assert_same(one, other)


@given(some_reports)
def test_merged_with_itself_it_is_what_it_was(told):
    made = lifecycle(*told)
    made.merge(made)
    made.merge(lifecycle(told[0]))
    assert_same(made, lifecycle(*told))


@given(some_reports)
def test_its_json_is_all_of_it(told):
    made = lifecycle(*told)
    assert_same(leadhook.Lifecycle.from_json(told[0], made.to_json()), made)
    stored = json.loads(made.to_json())
    assert stored.get("current") == made.current
    assert list(stored["seen"]) == list(made.seen)
    assert [tuple(pair) for pair in stored["conflicts"]] == made.conflicts
    assert stored.get("other", {}).get("word") == (made.other[0] if made.other else None)
    # What follows from the reports is not believed.
    forged = {**stored, "current": "nonsense", "since": 5, "conflicts": None}
    assert_same(leadhook.Lifecycle.from_json(told[0], json.dumps(forged)), made)


@given(some_reports)
def test_what_it_has_seen_can_be_observed_again(told):
    made = lifecycle(*told)
    again = lifecycle(told[0])
    for status, at in made.seen.items():
        again.observe(status, at)
    assert again.seen == made.seen
    if made.other:
        again.observe_other(*made.other)
        assert again.other == made.other


ordinary = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=offsets)


@given(st.lists(st.tuples(st.sampled_from(WORDS["call"]), ordinary)))
def test_the_earliest_of_each_status_is_seen_in_utc(observed):
    made, expected = leadhook.Lifecycle("call"), {}
    for status, at in observed:
        made.observe(status, at)
        expected[status] = min(expected.get(status, at), at)
    assert made.seen == expected
    assert all(at.utcoffset() == timedelta() for at in made.seen.values())
    assert made.since in (*expected.values(), None)
    assert (made.current is None) == (made.since is None)


def test_a_report_tells_what_it_changed():
    made = leadhook.Lifecycle("message")
    assert (made.current, made.since, made.seen, made.conflicts, made.other) == (None, None, {}, [], None)
    assert made.observe("delivered", "2026-03-04T10:00:00Z") == "advanced"
    assert made.observe("delivered", "2026-03-04T10:00:00Z") == "duplicate"
    assert made.observe("delivered", "2026-03-04T10:00:01Z") == "duplicate"
    assert made.observe("sent", "2026-03-04T11:00:00+02:00") == "late"
    assert made.observe("bounced", datetime(2026, 3, 4, 12, tzinfo=timezone.utc)) == "conflict"
    assert made.observe_other("odd", "2026-03-04T10:00:00Z") == "late"
    assert made.observe_other("odd", "2026-03-04T10:00:00Z") == "duplicate"
    assert made.kind == "message"
    assert made.conflicts == [("delivered", "bounced")]
    assert made.seen["sent"] == datetime(2026, 3, 4, 9, tzinfo=timezone.utc)
    assert made.other == ("odd", datetime(2026, 3, 4, 10, tzinfo=timezone.utc))


@pytest.mark.parametrize("kind", KINDS)
def test_only_words_of_its_kind_are_statuses(kind):
    made = leadhook.Lifecycle(kind)
    foreign = {word for words in WORDS.values() for word in words} - set(WORDS[kind])
    for word in [*foreign, "", "Sent", "other", "unknown", " sent"]:
        with pytest.raises(ValueError, match=f"expected one of {', '.join(WORDS[kind])}"):
            made.observe(word, "2026-03-04T10:00:00Z")
    assert made == leadhook.Lifecycle(kind)


def test_kinds_are_not_mixed():
    for kind in KINDS:
        for other in set(KINDS) - {kind}:
            made = lifecycle(kind, [("observe", WORDS[kind][0], "2026-03-04T10:00:00Z")])
            before = made.to_json()
            with pytest.raises(TypeError, match="something else"):
                made.merge(leadhook.Lifecycle(other))
            assert made.to_json() == before
            assert leadhook.Lifecycle(kind) != leadhook.Lifecycle(other)
    for kind in ("", "Message", "contact"):
        with pytest.raises(ValueError, match="expected message, call or lead"):
            leadhook.Lifecycle(kind)


def test_nothing_else_is_equal_to_it():
    for made in (leadhook.Lifecycle("lead"), leadhook.Fold()):
        for other in (None, 0, "{}", object(), made.__class__):
            assert made != other and not made == other


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
    made = leadhook.Lifecycle("message")
    for report in (made.observe, made.observe_other):
        with pytest.raises((TypeError, ValueError), match="RFC 3339"):
            report("sent", at)
    assert made == leadhook.Lifecycle("message")


class Summer(tzinfo):
    """A zone as `zoneinfo` has them: which offset it is, only a time tells."""

    def utcoffset(self, at):
        return None if at is None else timedelta(hours=1 + (4 <= at.month <= 9))

    def dst(self, at):
        return None if at is None else self.utcoffset(at) - timedelta(hours=1)

    def tzname(self, at):
        return "summer or winter"


@pytest.mark.parametrize(("month", "hour"), [(1, 11), (7, 10)])
def test_a_time_in_a_zone_has_an_offset(month, hour):
    made = leadhook.Lifecycle("message")
    assert made.observe("sent", datetime(2026, month, 4, 12, tzinfo=Summer())) == "advanced"
    assert made.since == datetime(2026, month, 4, hour, tzinfo=timezone.utc)


def test_an_offset_may_have_seconds():
    """Local mean time, which zones have for the time before there were any."""
    made = leadhook.Lifecycle("message")
    made.observe("sent", datetime(1890, 1, 1, tzinfo=timezone(timedelta(minutes=53, seconds=28))))
    assert made.since == datetime(1889, 12, 31, 23, 6, 32, tzinfo=timezone.utc)


def test_what_a_zone_raises_harms_nothing():
    class Odd(tzinfo):
        def utcoffset(self, at):
            made.observe("queued", "2026-03-04T10:00:00Z")
            raise ValueError("mine")

    made = leadhook.Lifecycle("message")
    with pytest.raises((ValueError, TypeError)):
        made.observe("sent", datetime(2026, 3, 4, tzinfo=Odd()))
    assert "sent" not in made.seen


def test_threads_lose_no_report_to_each_other():
    """A zone that is written in Python lets other threads in while a report is being read."""

    class Slow(Summer):
        def utcoffset(self, at):
            threading.Event().wait(0.001)
            return timedelta()

    at = datetime(2026, 3, 4, tzinfo=Slow())
    event = {**leadhook.normalize("leadnest", opened()), "time": at}
    made, folded, faults = leadhook.Lifecycle("message"), leadhook.Fold(), []

    def work():
        try:
            for status in WORDS["message"]:
                made.observe_other(status, at)
                folded.observe(event)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"seen":null}',
        '{"seen":{"flown":"2026-03-04T10:00:00Z"}}',
        '{"seen":{"sent":"2026-03-04"}}',
        '{"seen":{},"more":1}',
        '{"seen":{},"other":{"word":"odd"}}',
        '{"seen":{}}{}',
        '{"seen":{},"current":' + "[" * 100_000,
    ],
)
def test_what_is_no_lifecycle_is_refused(text):
    with pytest.raises(ValueError):
        leadhook.Lifecycle.from_json("message", text)


def fold(events):
    made = leadhook.Fold()
    for event in events:
        made.observe(event)
    return made


def standing(made):
    return [(key, one.kind, one.current, one.since, one.seen, one.conflicts, one.other) for key, one in made]


SAMPLES = [(vendor, body) for vendor in leadhook.vendors() for body in leadhook.sample(vendor, count=120, seed=5)]
SAMPLES += [(case.vendor, case.body) for case in EVENTS]


def test_a_fold_of_dicts_is_that_of_json_but_for_fine_digits():
    by_json = fold(leadhook.normalize_json(vendor, body) for vendor, body in SAMPLES)
    by_dict = fold(leadhook.normalize(vendor, body) for vendor, body in SAMPLES)
    by_loads = fold(json.loads(leadhook.normalize_json(vendor, body)) for vendor, body in SAMPLES)
    assert len(by_json) > 100
    assert standing(by_dict) == standing(by_json)
    assert by_loads == by_json


@given(st.lists(st.integers(0, len(SAMPLES) - 1), max_size=30), st.randoms(), st.integers(0, 30))
def test_the_order_of_events_does_not_matter(some, random, at):
    events = [leadhook.normalize_json(*SAMPLES[one]) for one in some]
    whole = fold(events)
    assert whole == fold(random.sample(events, len(events)))
    merged, other = fold(events[:at]), fold(events[at:])
    merged.merge(other)
    assert merged == whole and standing(merged) == standing(whole)
    merged.merge(merged)
    assert merged == whole
    assert other == fold(events[at:])


def test_subjects_come_in_their_order_and_as_they_were():
    made = fold(leadhook.normalize(*one) for one in SAMPLES)
    keys = [(key["source"], key["subject"], key["kind"]) for key, _ in made]
    assert keys == sorted(keys) and len(keys) == len(made) == len(set(keys))
    before = standing(made)
    for _, one in made:
        one.observe_other("odd", "0000-01-01T00:00:00Z")
    assert standing(made) == before


def test_an_event_without_a_status_or_a_subject_changes_nothing():
    made = leadhook.Fold()
    for case in EVENTS:
        event = leadhook.normalize(case.vendor, case.body)
        subject, _, status = event["type"].partition(".")
        moves = subject in KINDS and status != "received" and "subject" in event
        assert (made.observe(event) is not None) == moves, case.name
    assert leadhook.Fold().observe(leadhook.normalize("leadnest", b'{"event":"nobody.knows"}')) is None


def test_a_fold_leaves_the_dict_as_it_is():
    for vendor, body in SAMPLES[:300]:
        event = leadhook.normalize(vendor, body)
        before = copy.deepcopy(event)
        leadhook.Fold().observe(event)
        assert event == before


@pytest.mark.parametrize(
    "time", [datetime(2026, 3, 4), datetime(2026, 3, 4).date(), "2026-03-04", "soon", 5, None, [], {}]
)
def test_an_event_without_an_instant_is_refused(time):
    made = leadhook.Fold()
    with pytest.raises(leadhook.InvalidError) as info:
        made.observe({**leadhook.normalize("leadnest", opened()), "time": time})
    assert "/time" in str(info.value)
    assert len(made) == 0


def test_an_event_in_a_zone_is_taken():
    event = leadhook.normalize("leadnest", opened("2026-03-04T10:30:00+01:00"))
    moved = {**event, "time": event["time"].replace(tzinfo=Summer())}
    assert fold([moved]) == fold([event])


@pytest.mark.parametrize(
    "odd",
    [2**64, 2**70, -(2**63) - 1, 10**400, b"bytes", object(), {1: 2}, datetime(2026, 3, 4), "\ud800", 1j],
    ids=lambda odd: f"{type(odd).__name__} {str(odd)[:20]!a}",
)
def test_what_json_cannot_hold_is_refused_in_a_way_that_can_be_caught(odd):
    """By `except ValueError` or `except TypeError`: nobody catches a bare `Exception`."""
    event = leadhook.normalize("leadnest", opened())
    event["data"]["extra"] = {"odd": odd}
    try:
        leadhook.Fold().observe(event)
    except (ValueError, TypeError, OverflowError):
        pass


@pytest.mark.parametrize("event", [None, 5, [], [("type", "x")], object(), leadhook.Fold()])
def test_what_is_no_event_is_refused(event):
    with pytest.raises(TypeError, match="expected .* found"):
        leadhook.Fold().observe(event)


def test_a_dict_of_any_depth_is_answered():
    """In a process of its own, for it may be the end of it."""
    event = "event = leadhook.normalize('leadnest', b'{\"event\":\"nobody.knows\"}')\n"
    deep = "deep = {}\nfor _ in range(200_000): deep = {'a': deep}\n"
    wide = "deep = []\nfor _ in range(200_000): deep = [deep]\n"
    circle = "deep = {}\ndeep['a'] = deep\n"
    for made in (deep, wide, circle):
        program = f"import leadhook\n{event}{made}event['data']['extra'] = deep\n"
        program += "try: leadhook.Fold().observe(event)\n"
        program += "except (ValueError, TypeError, RecursionError): print('refused', flush=True)\n"
        # Without taking apart what is so deep, which is Python's affair.
        program += "import os; os._exit(0)"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stdout) == (0, "refused\n"), done.stderr


@pytest.mark.parametrize("text", ['"ines@example.com"', '{"ines@example.com":1}', '{"seen":{"ines":"x"}}', "{"])
def test_what_is_no_lifecycle_is_not_shown(text):
    with pytest.raises(ValueError, match=r"^not a lifecycle of this kind \(line 1, column \d+\)$"):
        leadhook.Lifecycle.from_json("message", text)


def folded():
    fold = leadhook.Fold()
    for event in leadhook.normalize_many(None, leadhook.sample(count=200, seed=3)):
        fold.observe(event)
    return fold


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_copy_is_equal_and_goes_its_own_way(copied):
    fold = folded()
    assert len(fold) > 50 and copied(fold) == fold and leadhook.Fold(fold) == fold
    other = copied(fold)
    other.merge(leadhook.Fold([({"source": "leadsail", "subject": "new", "kind": "lead"}, leadhook.Lifecycle("lead"))]))
    assert other != fold and len(other) == len(fold) + 1
    for _, lifecycle in fold:
        assert copied(lifecycle) == lifecycle and copied(lifecycle) is not lifecycle


@pytest.mark.parametrize(
    "pair",
    [
        ({"source": "limecall", "subject": "7", "kind": "message"}, leadhook.Lifecycle("call")),
        ({"source": "limecall", "subject": "7", "kind": "contact"}, leadhook.Lifecycle("call")),
        ({"source": "nobody", "subject": "7", "kind": "call"}, leadhook.Lifecycle("call")),
        ({"subject": "7", "kind": "call"}, leadhook.Lifecycle("call")),
        ({}, leadhook.Lifecycle("call")),
    ],
)
def test_only_a_subject_and_a_lifecycle_of_its_kind_are_a_pair(pair):
    with pytest.raises(ValueError):
        leadhook.Fold([pair])


def test_last_words_while_pairs_are_made_do_no_harm():
    """Python collects at any allocation, and whatever is collected may call us."""
    fold = folded()
    event = next(leadhook.normalize_many(None, leadhook.sample(seed=3)))
    told, lifecycle = [], next(iter(fold))[1]

    class Last:
        def __init__(self):
            self.itself = self

        def __del__(self):
            told.append(fold.observe(event))
            told.append(lifecycle.observe_other("odd", "2026-01-01T00:00:00Z"))

    threshold = gc.get_threshold()
    try:
        gc.set_threshold(1)
        for _ in range(50):
            Last()
            list(fold)
            assert isinstance(lifecycle.seen, dict)
    finally:
        gc.set_threshold(*threshold)
    gc.collect()
    assert len(told) == 100
