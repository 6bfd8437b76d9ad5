"""Events as dicts: the JSON with datetimes."""

import json
import re
from datetime import date, datetime, timedelta, timezone

import pytest

import leadhook
from cases import EVENTS, fixture, opened

TIMESTAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))")
DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def as_time(text):
    """Parses a date or a timestamp without the library."""
    if match := DATE.fullmatch(text):
        return date(*map(int, match.groups()))
    *numbers, fraction, sign, hours, minutes = TIMESTAMP.fullmatch(text).groups()
    year, month, day, hour, minute, second = map(int, numbers)
    if year == 0:
        return text
    micros = 999_999 if second == 60 else int((fraction or "0").ljust(6, "0")[:6])
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    return datetime(year, month, day, hour, minute, min(second, 59), micros, timezone(offset))


def times_of_schema():
    """Returns the paths of the dates and timestamps in the schema."""
    schema = json.loads(leadhook.schema("event"))

    def is_time(member):
        formats = {choice.get("format") for choice in [member, *member.get("anyOf", [])] if choice is not True}
        return bool(formats & {"date", "date-time"})

    top = {(name,) for name, member in schema["properties"].items() if is_time(member)}
    # Every definition is of `data`, except `person`.
    inner = {
        ("data", name)
        for kind, definition in schema["$defs"].items()
        for name, member in definition["properties"].items()
        if is_time(member) and kind != "person"
    }
    assert not any(map(is_time, schema["$defs"]["person"]["properties"].values()))
    return top | inner


def times_of(value, path=()):
    if isinstance(value, date):
        yield path
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from times_of(member, (*path, name))
    elif isinstance(value, list):
        for member in value:
            yield from times_of(member, (*path, None))


def exact(value):
    """Distinguishes 1, 1.0 and True, the order of members, and equal datetimes with different offsets."""
    if isinstance(value, dict):
        return [(name, exact(member)) for name, member in value.items()]
    if isinstance(value, list):
        return [exact(member) for member in value]
    return type(value), repr(value)


def test_a_dict_is_the_json_with_datetimes():
    paths = times_of_schema()
    for case in EVENTS:
        expected = json.loads(leadhook.normalize_json(case.vendor, case.body))
        for *outer, name in paths:
            parent = expected
            for step in outer:
                parent = parent[step]
            if name in parent:
                parent[name] = as_time(parent[name])
        event = leadhook.normalize(case.vendor, case.body)
        assert exact(event) == exact(expected), case.name


def test_the_members_that_become_datetimes_are_those_of_the_schema():
    found = {path for case in EVENTS for path in times_of(leadhook.normalize(case.vendor, case.body))}
    assert found == times_of_schema()
    assert found > {("time",)}


@pytest.mark.parametrize("number", ["7", "-1", "0.5", "18446744073709551615"])
def test_a_number_as_an_id_or_a_phone_number_is_a_str(number):
    body = (
        '{"event":"missed_call","timestamp":"2026-03-04T10:30:00Z",'
        f'"call_id":{number},"team_id":{number},"caller_number":{number}}}'
    )
    event = leadhook.normalize("limecall", body)
    assert event["subject"] == number
    assert {event["data"][name] for name in ("call_id", "team_id", "from")} == {number}
    assert event["id"] == leadhook.normalize("limecall", body.replace(number, f'"{number}"'))["id"]


def test_a_time_in_another_form_stays_in_extra():
    data = leadhook.normalize("leadnest", opened(opened_at="yesterday"))["data"]
    assert "opened_at" not in data
    assert data["extra"] == {"data": {"opened_at": "yesterday"}}


def test_a_time_in_extra_stays_a_str():
    body = opened(initiated_at="2026-03-04T10:30:00Z", time="2026-03-04T10:30:00Z", reported_at="2026-03-04")
    extra = leadhook.normalize("leadnest", body)["data"]["extra"]
    assert extra == {
        "data": {
            "initiated_at": "2026-03-04T10:30:00Z",
            "time": "2026-03-04T10:30:00Z",
            "reported_at": "2026-03-04",
        }
    }


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("2026-03-04T10:30:00Z", "2026-03-04T10:30:00+00:00"),
        ("2026-03-04t10:30:00z", "2026-03-04T10:30:00+00:00"),
        ("2026-03-04T10:30:00.1Z", "2026-03-04T10:30:00.100000+00:00"),
        ("2026-03-04T10:30:00.123456789+05:30", "2026-03-04T10:30:00.123456+05:30"),
        ("2026-03-04T10:30:00.9999999999999-00:00", "2026-03-04T10:30:00.999999+00:00"),
        ("2026-03-04T10:30:00-23:59", "2026-03-04T10:30:00-23:59"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999999+00:00"),
        ("2017-01-01T01:59:60.25+02:00", "2017-01-01T01:59:59.999999+02:00"),
        ("0001-01-01T00:00:00+23:59", "0001-01-01T00:00:00+23:59"),
        ("9999-12-31T23:59:59.9999999-23:59", "9999-12-31T23:59:59.999999-23:59"),
    ],
)
def test_a_timestamp_keeps_its_offset_and_microseconds(sent, expected):
    event = leadhook.normalize("leadnest", opened(sent, opened_at=sent))
    for time in (event["time"], event["data"]["opened_at"]):
        assert type(time) is datetime
        assert time.isoformat() == expected


def test_a_timestamp_in_the_year_0_stays_a_str():
    sent = "0000-12-31T23:59:59.5-01:00"
    event = leadhook.normalize("leadnest", opened(sent, opened_at=sent))
    assert (event["time"], event["data"]["opened_at"]) == (sent, sent)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [("2026-03-04", date(2026, 3, 4)), ("0001-01-01", date(1, 1, 1)), ("0000-01-01", "0000-01-01")],
)
def test_a_date_is_a_date_and_not_a_datetime(sent, expected):
    body = fixture("liguelead", "campaign.status.rcs.delivered").replace(b'"2026-03-04"', f'"{sent}"'.encode())
    initiated_at = leadhook.normalize("liguelead", body)["data"]["initiated_at"]
    assert (type(initiated_at), initiated_at) == (type(expected), expected)


class MyBytes(bytes):
    pass


class MyStr(str):
    pass


@pytest.mark.parametrize(
    "form",
    [
        bytearray,
        memoryview,
        bytes.decode,
        MyBytes,
        lambda body: MyStr(body.decode()),
        lambda body: memoryview(bytearray(body)),
        lambda body: memoryview(bytes(part for byte in body for part in (byte, 0)))[::2],
        lambda body: memoryview(body[::-1])[::-1],
    ],
    ids=["bytearray", "memoryview", "str", "of bytes", "of str", "writable view", "view with gaps", "reversed view"],
)
def test_a_body_gives_the_same_result_in_each_form(form):
    body = fixture("leadnest", "sms.failed.escaped")
    json = leadhook.normalize_json("leadnest", body)
    assert leadhook.normalize_json("leadnest", form(body)) == json
    assert leadhook.normalize("leadnest", form(body)) == leadhook.normalize("leadnest", body)
    assert leadhook.validate("leadnest", form(body)) == leadhook.validate("leadnest", body)
    assert leadhook.detect(form(body)) == "leadnest"
    assert list(leadhook.normalize_many("leadnest", [form(body)])) == [leadhook.normalize("leadnest", body)]


def test_a_body_is_released():
    body = bytearray(opened())
    event = leadhook.normalize("leadnest", body)
    # A bytearray with an exported buffer cannot grow.
    body.extend(b" ")
    body[:] = b"x" * len(body)
    assert event["subject"] == "msg_1"


def test_each_call_returns_a_new_dict():
    body = opened()
    leadhook.normalize("leadnest", body)["data"].clear()
    assert leadhook.normalize("leadnest", body)["data"]["email"] == "ines@example.com"
