"""What every binding must answer, to the byte."""

import pytest

import leadhook
from cases import CASES

CLASSES = {"malformed": leadhook.MalformedError, "invalid": leadhook.InvalidError}


def test_no_kind_of_case_is_missing():
    assert {(case.vendor, case.outcome) for case in CASES} == {
        (vendor, outcome) for vendor in leadhook.vendors() for outcome in ("event", "malformed", "invalid")
    }
    names = [(case.vendor, case.name) for case in CASES]
    assert len(set(names)) == len(names) > 600


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.vendor}-{case.name}")
def test_a_case_is_answered_as_written_down(case):
    if case.outcome == "event":
        assert leadhook.normalize_json(case.vendor, case.body).decode() == case.answer
        return
    with pytest.raises(leadhook.Error) as raised:
        leadhook.normalize_json(case.vendor, case.body)
    assert raised.type is CLASSES[case.outcome]
    assert raised.value.kind == case.outcome
    assert " ".join("#" + violation["pointer"] for violation in raised.value.violations) == case.answer
