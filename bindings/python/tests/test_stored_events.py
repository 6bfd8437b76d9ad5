"""Events that were stored or sent on: of any vendor and any version, read and written as JSON and as dicts."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import leadhook
from cases import EVENT_CASES, EVENTS, opened
from test_events import as_time, exact, times_of_schema

DOCUMENTS = [json.loads(case.expected) for case in (*EVENTS, *EVENT_CASES) if case.outcome == "event"]
SOURCES = ["acme", "acme/Brazil-2", "0", "a.b-c_d/~", "limecall2", "leadnest/berlin"]
TYPES = ["message.teleported", "call.x_1", "lead.other", "campaign.paused", "contact.merged", "order.shipped", "x", "a1_.2"]

# The kinds of events that have a time of this name in `data`. Those of other kinds are not times, whatever they look like.
KINDS = {
    "opened_at": {"message", "contact"},
    "initiated_at": {"message", "call"},
    "reported_at": {"reply"},
}


def has_time(event_type, name):
    kind, _, status = event_type.partition(".")
    if event_type == "message.received" or (kind == "reply" and status != "received"):
        return False
    return kind in KINDS[name] and status != ""


timestamps = st.builds(
    "{:%Y-%m-%dT%H:%M:%S}{}{}".format,
    st.datetimes().filter(lambda time: time.year > 1000),
    st.sampled_from(["", ".5", ".250", ".123456", ".123456789", ".0000001", ".999999999"]),
    st.sampled_from(["Z", "+00:00", "-03:00", "+05:30", "-00:00"]),
)
values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**63), 2**64 - 1),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=8),
        timestamps,
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)
# Of no kind of event.
names = st.one_of(st.sampled_from(["mood", "", "a/b~c", "id", "time", "Größe"]), st.text(max_size=5).map("x_{}".format))
members = st.dictionaries(names, values, max_size=3)


@st.composite
def documents(draw):
    """Draws an event that another vendor, or another version of leadhook, may have written."""
    event = json.loads(json.dumps(draw(st.sampled_from(DOCUMENTS))))
    head = {
        "source": st.sampled_from(SOURCES),
        "type": st.sampled_from(TYPES),
        "id": st.uuids().map(str),
        "time": timestamps,
        "subject": st.one_of(st.uuids(version=5).map(str), st.sampled_from(["7", "3B4F7C5E-7E2D-5157-B542-5EB2155455C5"])),
        "dataschema": st.just("urn:leadhook:schema:event:2"),
    }
    event.update(draw(st.fixed_dictionaries({}, optional=head)))
    if draw(st.booleans()):
        event.pop(draw(st.sampled_from(["time", "subject", "dataschema"])), None)
    data = event["data"]
    data.update(draw(members))
    for name in KINDS:
        if draw(st.booleans()):
            data[name] = draw(timestamps if has_time(event["type"], name) else st.one_of(timestamps, values))
    if isinstance(data.get("person"), dict):
        data["person"].update(draw(members))
    data["extra"] = {**data.get("extra", {}), **draw(members)}
    if not data["extra"]:
        del data["extra"]
    return event


def to_microseconds(document):
    """Returns the document with its times as Python has them."""
    data = document["data"]
    times = {name: as_time(data[name]) for name in KINDS if name in data and has_time(document["type"], name)}
    time = {"time": as_time(document["time"])} if "time" in document else {}
    return {**document, **time, "data": {**data, **times}}


@given(documents())
def test_json_is_written_back_unchanged(document):
    text = json.dumps(document)
    written = leadhook.write_event(text)
    assert in_any_order(json.loads(written)) == in_any_order(document)
    assert leadhook.write_event(written) == written
    assert leadhook.validate_event(text)["verdict"] == leadhook.validate_event(written)["verdict"] != "invalid"


def in_any_order(value):
    """As `exact`, but members may be in any order: those that this version does not know are sorted."""
    if isinstance(value, dict):
        return sorted((name, in_any_order(member)) for name, member in value.items())
    if isinstance(value, list):
        return [in_any_order(member) for member in value]
    return type(value).__name__, repr(value)


@given(documents())
def test_a_dict_is_written_back_equal_to_the_microsecond_and_with_the_same_id(document):
    event = leadhook.read_event(json.dumps(document))
    written = leadhook.write_event(event)
    assert exact(leadhook.read_event(written)) == exact(event)
    assert event["id"] == json.loads(written)["id"] == document["id"]
    assert event.get("subject") == json.loads(written).get("subject") == document.get("subject")
    assert to_microseconds(json.loads(written)) == to_microseconds(document) == event
    by_dict, by_json = leadhook.Fold(), leadhook.Fold()
    assert by_dict.observe(event) == by_json.observe(json.dumps(document))
    assert [key for key, _ in by_dict] == [key for key, _ in by_json]


@pytest.mark.parametrize("case", [case for case in EVENT_CASES if case.outcome == "event"], ids=lambda case: case.name)
def test_the_dict_of_a_recorded_event_is_written_as_recorded(case):
    """Byte for byte, because their times are as a datetime writes them."""
    assert leadhook.write_event(leadhook.read_event(case.json)).decode() == case.expected


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("2026-03-04T10:30:00Z", "2026-03-04T10:30:00Z"),
        ("2026-03-04t10:30:00z", "2026-03-04T10:30:00Z"),
        ("2026-03-04T10:30:00.000+00:00", "2026-03-04T10:30:00Z"),
        ("2026-03-04T10:30:00.25Z", "2026-03-04T10:30:00.250Z"),
        ("2026-03-04T10:30:00.123456789-03:00", "2026-03-04T10:30:00.123456-03:00"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999999Z"),
        ("0000-12-31T23:59:59.5-01:00", "0000-12-31T23:59:59.5-01:00"),
    ],
)
def test_a_datetime_is_written_with_the_fewest_digits(sent, written):
    event = json.loads(leadhook.write_event(leadhook.normalize("leadnest", opened(sent, opened_at=sent))))
    assert (event["time"], event["data"]["opened_at"]) == (written, written)


def test_the_kinds_with_times_are_those_of_the_schema():
    definitions = json.loads(leadhook.schema("event"))["$defs"]
    for outer, *inner in times_of_schema():
        for name in inner:
            assert KINDS[name] == {kind for kind, one in definitions.items() if name in one["properties"]}, outer


def test_unknown_members_stay_as_they_are():
    """Also those that have the name of a time of another kind."""
    [case] = [case for case in EVENT_CASES if case.name == "future/times_of_another_kind"]
    assert leadhook.read_event(case.json)["data"] == json.loads(case.json)["data"]
    [case] = [case for case in EVENT_CASES if case.name == "future/order.shipped"]
    assert leadhook.read_event(case.json)["data"] == json.loads(case.json)["data"]


def test_a_changed_dict_is_checked():
    event = leadhook.normalize("leadnest", opened())
    with pytest.raises(leadhook.InvalidError) as raised:
        leadhook.write_event({**event, "source": "Acme", "id": 7})
    assert [one["pointer"] for one in raised.value.diagnostics] == ["/source", "/id"]
    event["data"]["mood"] = "sad"
    assert json.loads(leadhook.write_event(event))["data"]["mood"] == "sad"


def test_an_edited_id_is_not_checked():
    event = leadhook.normalize("leadnest", opened())
    other = {**event, "id": "00000000-0000-0000-0000-000000000000", "subject": "other"}
    assert leadhook.read_event(leadhook.write_event(other)) == other


def test_validate_event_reports_what_this_version_would_not_write():
    text = leadhook.normalize_json("leadnest", opened())
    assert leadhook.validate_event(text) == {"verdict": "valid", "diagnostics": []}
    verdict = leadhook.validate_event(text.replace(b"message.opened", b"message.teleported"))
    assert (verdict["verdict"], verdict["diagnostics"][0]["pointer"]) == ("drift", "/type")
    assert leadhook.validate_event(b"{")["verdict"] == "invalid"


@pytest.mark.parametrize("value", [None, 5, [], object()])
def test_an_argument_of_a_wrong_type_raises_type_error(value):
    for call in (leadhook.read_event, leadhook.validate_event, leadhook.write_event):
        with pytest.raises(TypeError, match="expected bytes, bytearray, memoryview or str, found"):
            call(value)
    for call in (leadhook.read_event, leadhook.validate_event):
        with pytest.raises(TypeError, match="found dict"):
            call({})
