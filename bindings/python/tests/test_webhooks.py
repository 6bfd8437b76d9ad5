"""What the platforms publish: verdicts, platforms, schemas and samples."""

import pytest

import leadhook
from cases import CASES, EVENTS, ROOT, opened


def test_a_verdict_is_invalid_where_normalize_refuses():
    verdicts = set()
    for case in CASES:
        verdict = leadhook.validate(case.vendor, case.body)
        verdicts.add(verdict["verdict"])
        assert (verdict["verdict"] == "invalid") == (case.outcome != "event"), case.name
        assert (verdict["verdict"] == "valid") == (not verdict["findings"]), case.name
        assert verdict.keys() <= {"verdict", "findings", "more"}
        for finding in verdict["findings"]:
            assert finding.keys() - {"nearest"} == {"pointer", "message", "line", "column", "kind"}
    assert verdicts == {"valid", "drift", "invalid"}


def test_a_verdict_holds_to_max_body():
    body = opened()
    assert leadhook.validate("leadnest", body, max_body=len(body))["verdict"] == "valid"
    verdict = leadhook.validate("leadnest", body, max_body=len(body) - 1)
    assert [finding["kind"] for finding in verdict["findings"]] == ["limit"]


def test_what_a_platform_documents_is_detected():
    for case in EVENTS:
        if case.name.startswith("fixtures/") and leadhook.normalize(case.vendor, case.body)["type"] != "unknown":
            assert leadhook.detect(case.body) == case.vendor, case.name


def test_what_no_platform_documents_is_refused():
    with pytest.raises(leadhook.InvalidError):
        leadhook.detect(b'{"event":"nobody.knows"}')
    with pytest.raises(leadhook.MalformedError):
        leadhook.detect(b"{")


def test_the_schemas_are_the_published_ones():
    for name in [*leadhook.vendors(), "event", "rejection"]:
        assert leadhook.schema(name) == (ROOT / f"schemas/{name}.schema.json").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="expected a vendor, event or rejection"):
        leadhook.schema("Event")


def test_the_vendors_are_those_of_the_cases():
    assert sorted(leadhook.vendors()) == sorted({case.vendor for case in CASES})
    leadhook.vendors().clear()
    assert leadhook.vendors()


@pytest.mark.parametrize("vendor", leadhook.vendors())
def test_samples_are_taken_and_near_valid_ones_refused(vendor):
    for body in leadhook.sample(vendor, count=50):
        assert leadhook.normalize(vendor, body)["source"] == vendor
    for body in leadhook.sample(vendor, count=50, near_valid=True):
        with pytest.raises(leadhook.Error):
            leadhook.normalize(vendor, body)


def test_samples_follow_from_their_seed():
    ten = leadhook.sample("limecall", count=10, seed=7)
    assert leadhook.sample("limecall", count=10, seed=7) == ten
    assert leadhook.sample("limecall", count=3, seed=7) == ten[:3]
    assert leadhook.sample("limecall", count=10, seed=8) != ten
    assert leadhook.sample("limecall", count=0) == []


def test_samples_keep_to_an_event():
    bodies = leadhook.sample("leadnest", "email.clicked", count=30)
    assert {leadhook.normalize("leadnest", body)["data"]["vendor_event"] for body in bodies} == {"email.clicked"}
    with pytest.raises(ValueError, match="documents no event"):
        leadhook.sample("leadnest", "email.clucked")
    with pytest.raises(ValueError, match="vendor"):
        leadhook.sample(event="email.clicked")
