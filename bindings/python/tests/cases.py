"""The cases of `tests/conformance`, and what the tests make of them."""

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
    answer: str


def _case(line):
    name, vendor, body, outcome, answer = line.split("\t")
    return Case(name, vendor, base64.b64decode(body, validate=True), outcome, answer)


# Not by `splitlines`, which takes U+2028 for the end of one.
_lines = (ROOT / "tests/conformance/cases.tsv").read_bytes().decode().removesuffix("\n").split("\n")
CASES = [_case(line) for line in _lines[1:]]
EVENTS = [case for case in CASES if case.outcome == "event"]
REFUSED = [case for case in CASES if case.outcome != "event"]


def fixture(vendor, name):
    return (ROOT / "tests/fixtures" / vendor / f"{name}.json").read_bytes()


def opened(timestamp="2026-03-04T10:30:00Z", **data):
    """LeadNest's word of an opened mail: the smallest that has an instant and a second one in its data."""
    data = {"message_id": "msg_1", "email": "ines@example.com", **data}
    return json.dumps({"event": "email.opened", "timestamp": timestamp, "data": data}).encode()
