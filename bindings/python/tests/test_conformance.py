"""The cases for which every binding must return the same bytes."""

import json

import pytest

import leadhook
from cases import CASES, EVENT_CASES

CLASSES = {"malformed": leadhook.MalformedError, "invalid": leadhook.InvalidError}


def test_every_vendor_has_cases_of_every_outcome():
    assert {(case.vendor, case.outcome) for case in CASES} == {
        (vendor, outcome) for vendor in leadhook.vendors() for outcome in ("event", "malformed", "invalid")
    }
    names = [(case.vendor, case.name) for case in CASES]
    assert len(set(names)) == len(names) > 600


def assert_outcome(case, call, *arguments):
    if case.outcome == "event":
        assert call(*arguments).decode() == case.expected
        return
    with pytest.raises(leadhook.Error) as raised:
        call(*arguments)
    assert raised.type is CLASSES[case.outcome]
    assert raised.value.kind == case.outcome
    assert " ".join("#" + diagnostic["pointer"] for diagnostic in raised.value.diagnostics) == case.expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.vendor}-{case.name}")
def test_each_case_gives_the_recorded_result(case):
    assert_outcome(case, leadhook.normalize_json, case.vendor, case.body)


def test_there_are_events_of_every_kind_and_verdict():
    kinds = {(case.name.split("/")[0], case.verdict) for case in EVENT_CASES}
    assert kinds >= {("foreign", "valid"), ("future", "drift"), ("broker", "drift"), ("refused", "invalid")}
    assert any(case.state for case in EVENT_CASES)


@pytest.mark.parametrize("case", EVENT_CASES, ids=lambda case: case.name)
def test_each_event_is_read_and_written_as_recorded(case):
    assert_outcome(case, leadhook.write_event, case.json)
    assert leadhook.validate_event(case.json)["verdict"] == case.verdict
    fold = leadhook.Fold()
    if case.outcome == "event":
        assert leadhook.read_event(case.json)["id"] == json.loads(case.json)["id"]
        fold.observe(case.json)
    else:
        for call in (leadhook.read_event, fold.observe):
            with pytest.raises(CLASSES[case.outcome]):
                call(case.json)
    states = [{**key, **json.loads(lifecycle.to_json())} for key, lifecycle in fold]
    assert states == ([json.loads(case.state)] if case.state else [])
