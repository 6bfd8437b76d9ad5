"""The cases that every binding must answer with the same bytes."""

import pytest

import leadhook
from cases import CASES

CLASSES = {"malformed": leadhook.MalformedError, "invalid": leadhook.InvalidError}


def test_every_vendor_has_cases_of_every_outcome():
    assert {(case.vendor, case.outcome) for case in CASES} == {
        (vendor, outcome) for vendor in leadhook.vendors() for outcome in ("event", "malformed", "invalid")
    }
    names = [(case.vendor, case.name) for case in CASES]
    assert len(set(names)) == len(names) > 600


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.vendor}-{case.name}")
def test_each_case_gives_the_recorded_result(case):
    if case.outcome == "event":
        assert leadhook.normalize_json(case.vendor, case.body).decode() == case.expected
        return
    with pytest.raises(leadhook.Error) as raised:
        leadhook.normalize_json(case.vendor, case.body)
    assert raised.type is CLASSES[case.outcome]
    assert raised.value.kind == case.outcome
    assert " ".join("#" + diagnostic["pointer"] for diagnostic in raised.value.diagnostics) == case.expected
