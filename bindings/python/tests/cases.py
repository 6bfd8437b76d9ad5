"""The cases of `tests/conformance`, and bodies that several tests use."""

import base64
import json
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[3]


class Case(NamedTuple):
    name: str
    vendor: str
    body: bytes
    outcome: str
    expected: str


def _case(line):
    name, vendor, body, outcome, expected = line.split("\t")
    return Case(name, vendor, base64.b64decode(body, validate=True), outcome, expected)


# Not with `splitlines`, which also splits at U+2028.
_lines = (ROOT / "tests/conformance/cases.tsv").read_bytes().decode().removesuffix("\n").split("\n")
CASES = [_case(line) for line in _lines[1:]]
EVENTS = [case for case in CASES if case.outcome == "event"]
REFUSED = [case for case in CASES if case.outcome != "event"]


def fixture(vendor, name):
    return (ROOT / "tests/fixtures" / vendor / f"{name}.json").read_bytes()


def opened(timestamp="2026-03-04T10:30:00Z", **data):
    """Returns LeadNest's webhook of an opened email: a small body with a subject, which can have a second time."""
    data = {"message_id": "msg_1", "email": "ines@example.com", **data}
    return json.dumps({"event": "email.opened", "timestamp": timestamp, "data": data}).encode()
