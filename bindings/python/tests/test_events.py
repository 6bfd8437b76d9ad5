"""Events as dicts: what the JSON says, but for the times."""

import json
import re
from datetime import date, datetime, timedelta, timezone

import pytest

import leadhook
from cases import EVENTS, fixture, opened

INSTANT = re.compile(r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))")
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def as_time(text):
    """What Python has for a day or an instant, read without the library."""
    if day := DAY.fullmatch(text):
        return date(*map(int, day.groups()))
    *numbers, fraction, sign, hours, minutes = INSTANT.fullmatch(text).groups()
    year, month, day, hour, minute, second = map(int, numbers)
    if year == 0:
        return text
    micros = 999_999 if second == 60 else int((fraction or "0").ljust(6, "0")[:6])
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    return datetime(year, month, day, hour, minute, min(second, 59), micros, timezone(offset))


def times_of_schema():
    """The paths that the schema holds to be days or instants, found without a list of them."""
    schema = json.loads(leadhook.schema("event"))

    def told(member):
        formats = {choice.get("format") for choice in [member, *member.get("anyOf", [])] if choice is not True}
        return bool(formats & {"date", "date-time"})

    top = {(name,) for name, member in schema["properties"].items() if told(member)}
    # All but `person` stand at `data`, and a time there would stand in another place.
    inner = {
        ("data", name)
        for kind, definition in schema["$defs"].items()
        for name, member in definition["properties"].items()
        if told(member) and kind != "person"
    }
    assert not any(map(told, schema["$defs"]["person"]["properties"].values()))
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


def spelt(value):
    """Tells 1, 1.0 and True apart, the order of members, and datetimes at one instant with different offsets."""
    if isinstance(value, dict):
        return [(name, spelt(member)) for name, member in value.items()]
    if isinstance(value, list):
        return [spelt(member) for member in value]
    return type(value), repr(value)


def test_a_dict_is_the_json_with_times():
    paths = times_of_schema()
    for case in EVENTS:
        expected = json.loads(leadhook.normalize_json(case.vendor, case.body))
        for *outer, name in paths:
            place = expected
            for step in outer:
                place = place[step]
            if name in place:
                place[name] = as_time(place[name])
        event = leadhook.normalize(case.vendor, case.body)
        assert spelt(event) == spelt(expected), case.name


def test_the_members_that_become_times_are_those_of_the_schema():
    found = {path for case in EVENTS for path in times_of(leadhook.normalize(case.vendor, case.body))}
    assert found == times_of_schema()
    assert found > {("time",)}


def test_a_time_in_extra_stays_as_it_was_sent():
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
    ("sent", "read"),
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
def test_an_instant_keeps_its_offset_and_its_microseconds(sent, read):
    event = leadhook.normalize("leadnest", opened(sent, opened_at=sent))
    for time in (event["time"], event["data"]["opened_at"]):
        assert type(time) is datetime
        assert time.isoformat() == read


def test_an_instant_of_the_year_0_stays_a_text():
    sent = "0000-12-31T23:59:59.5-01:00"
    event = leadhook.normalize("leadnest", opened(sent, opened_at=sent))
    assert (event["time"], event["data"]["opened_at"]) == (sent, sent)


@pytest.mark.parametrize(
    ("sent", "read"),
    [("2026-03-04", date(2026, 3, 4)), ("0001-01-01", date(1, 1, 1)), ("0000-01-01", "0000-01-01")],
)
def test_a_day_is_a_date_and_no_datetime(sent, read):
    body = fixture("liguelead", "campaign.status.rcs.delivered").replace(b'"2026-03-04"', f'"{sent}"'.encode())
    day = leadhook.normalize("liguelead", body)["data"]["initiated_at"]
    assert (type(day), day) == (type(read), read)


class MyBytes(bytes):
    pass


class MyText(str):
    pass


@pytest.mark.parametrize(
    "form",
    [
        bytearray,
        memoryview,
        bytes.decode,
        MyBytes,
        lambda body: MyText(body.decode()),
        lambda body: memoryview(bytearray(body)),
        lambda body: memoryview(bytes(part for byte in body for part in (byte, 0)))[::2],
        lambda body: memoryview(body[::-1])[::-1],
    ],
    ids=["bytearray", "memoryview", "str", "of bytes", "of str", "writable view", "view with gaps", "backward view"],
)
def test_a_body_says_the_same_in_each_form(form):
    body = fixture("leadnest", "sms.failed.escaped")
    json = leadhook.normalize_json("leadnest", body)
    assert leadhook.normalize_json("leadnest", form(body)) == json
    assert leadhook.normalize("leadnest", form(body)) == leadhook.normalize("leadnest", body)
    assert leadhook.validate("leadnest", form(body)) == leadhook.validate("leadnest", body)
    assert leadhook.detect(form(body)) == "leadnest"
    assert list(leadhook.normalize_many("leadnest", [form(body)])) == [leadhook.normalize("leadnest", body)]


def test_a_body_is_let_go_of():
    body = bytearray(opened())
    event = leadhook.normalize("leadnest", body)
    # A bytearray that something still looks into cannot grow.
    body.extend(b" ")
    body[:] = b"x" * len(body)
    assert event["subject"] == "msg_1"


def test_each_dict_is_a_new_one():
    body = opened()
    leadhook.normalize("leadnest", body)["data"].clear()
    assert leadhook.normalize("leadnest", body)["data"]["email"] == "ines@example.com"
