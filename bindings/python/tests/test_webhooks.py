"""Verdicts, detection, vendors, schemas and samples."""

import pytest

import leadhook
from cases import CASES, EVENTS, ROOT, opened


def test_a_verdict_is_invalid_exactly_where_normalize_raises():
    verdicts = set()
    for case in CASES:
        verdict = leadhook.validate(case.vendor, case.body)
        verdicts.add(verdict["verdict"])
        assert (verdict["verdict"] == "invalid") == (case.outcome != "event"), case.name
        assert (verdict["verdict"] == "valid") == (not verdict["diagnostics"]), case.name
        assert verdict.keys() <= {"verdict", "diagnostics", "omitted"}
        for diagnostic in verdict["diagnostics"]:
            assert diagnostic.keys() - {"suggestion"} == {"severity", "code", "pointer", "message", "line", "column"}
        severities = {diagnostic["severity"] for diagnostic in verdict["diagnostics"]}
        assert ("error" in severities) == (verdict["verdict"] == "invalid"), case.name
    assert verdicts == {"valid", "drift", "invalid"}


def test_a_diagnostic_suggests_the_documented_value():
    body = b'{"event":"call_status_update","call_id":"7","timestamp":"2026-03-04T10:30:00Z","status":"mised"}'
    [diagnostic] = leadhook.validate("limecall", body)["diagnostics"]
    assert (diagnostic["severity"], diagnostic["code"]) == ("warning", "unexpected_value")
    assert (diagnostic["pointer"], diagnostic["suggestion"]) == ("/status", "missed")


def test_validate_applies_max_body():
    body = opened()
    assert leadhook.validate("leadnest", body, max_body=len(body))["verdict"] == "valid"
    verdict = leadhook.validate("leadnest", body, max_body=len(body) - 1)
    assert [diagnostic["code"] for diagnostic in verdict["diagnostics"]] == ["too_large"]


def test_detect_returns_the_vendor_of_documented_events():
    for case in EVENTS:
        if case.name.startswith("fixtures/") and leadhook.normalize(case.vendor, case.body)["type"] != "unknown":
            assert leadhook.detect(case.body) == case.vendor, case.name


def test_detect_refuses_undocumented_events():
    with pytest.raises(leadhook.InvalidError):
        leadhook.detect(b'{"event":"undocumented"}')
    with pytest.raises(leadhook.MalformedError):
        leadhook.detect(b"{")


def test_schemas_are_the_published_files():
    for name in [*leadhook.vendors(), "event", "rejection"]:
        assert leadhook.schema(name) == (ROOT / f"schemas/{name}.schema.json").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="expected a vendor, event or rejection"):
        leadhook.schema("Event")


def test_vendors_are_those_of_the_cases():
    assert sorted(leadhook.vendors()) == sorted({case.vendor for case in CASES})
    leadhook.vendors().clear()
    assert leadhook.vendors()


@pytest.mark.parametrize("vendor", leadhook.vendors())
def test_samples_are_accepted_and_invalid_samples_refused(vendor):
    for body in leadhook.sample(vendor, count=50):
        assert leadhook.normalize(vendor, body)["source"] == vendor
    for body in leadhook.sample(vendor, count=50, invalid=True):
        with pytest.raises(leadhook.Error):
            leadhook.normalize(vendor, body)


def test_a_seed_decides_the_samples():
    ten = leadhook.sample("limecall", count=10, seed=7)
    assert leadhook.sample("limecall", count=10, seed=7) == ten
    assert leadhook.sample("limecall", count=3, seed=7) == ten[:3]
    assert leadhook.sample("limecall", count=10, seed=8) != ten
    assert leadhook.sample("limecall", count=0) == []


def test_samples_can_be_of_one_event():
    bodies = leadhook.sample("leadnest", "email.clicked", count=30)
    assert {leadhook.normalize("leadnest", body)["data"]["vendor_event"] for body in bodies} == {"email.clicked"}
    with pytest.raises(ValueError, match="documents no event"):
        leadhook.sample("leadnest", "email.clucked")
    with pytest.raises(ValueError, match="vendor"):
        leadhook.sample(event="email.clicked")
