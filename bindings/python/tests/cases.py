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


class EventCase(NamedTuple):
    name: str
    json: bytes
    outcome: str
    expected: str
    verdict: str
    state: str


def _rows(file):
    # Not with `splitlines`, which also splits at U+2028.
    lines = (ROOT / "tests/conformance" / file).read_bytes().decode().removesuffix("\n").split("\n")
    return [line.split("\t") for line in lines[1:]]


def _bytes(text):
    return base64.b64decode(text, validate=True)


CASES = [Case(name, vendor, _bytes(body), *rest) for name, vendor, body, *rest in _rows("cases.tsv")]
EVENTS = [case for case in CASES if case.outcome == "event"]
REFUSED = [case for case in CASES if case.outcome != "event"]
# Events of any vendor and any version of leadhook. Unlike the events of `EVENTS`, they are only read.
EVENT_CASES = [EventCase(name, _bytes(json), *rest) for name, json, *rest in _rows("events.tsv")]


def fixture(vendor, name):
    return (ROOT / "tests/fixtures" / vendor / f"{name}.json").read_bytes()


def opened(timestamp="2026-03-04T10:30:00Z", **data):
    """Returns LeadNest's webhook of an opened email: a small body with a subject, which can have a second time."""
    data = {"message_id": "msg_1", "email": "ines@example.com", **data}
    return json.dumps({"event": "email.opened", "timestamp": timestamp, "data": data}).encode()
