"""What is refused, and how it is told."""

import base64
import copy
import json
import pickle
import re

import pytest

import leadhook
from cases import REFUSED, opened

BROKEN = b'{"event":"email.opened","data":{"message_id":1,"email":"Geheim-Person"}}'
CLASSES = {
    "malformed": leadhook.MalformedError,
    "invalid": leadhook.InvalidError,
    "limit": leadhook.LimitError,
    "unauthentic": leadhook.UnauthenticError,
}


def raised(call, *arguments, **options):
    with pytest.raises(leadhook.Error) as info:
        call(*arguments, **options)
    return info.value


def refused_ones():
    """One error of each kind, and of each function that can tell it, with the body."""
    endpoint = leadhook.Endpoint("leadnest", signed_with="s", max_body=100)
    signed = dict(endpoint.sign(BROKEN))
    yield "malformed", 200, b"{\xff", raised(leadhook.normalize, "leadnest", b"{\xff")
    yield "malformed", 200, b"{", raised(leadhook.normalize_json, "leadnest", b"{")
    yield "malformed", 200, b"{", raised(leadhook.detect, b"{")
    yield "malformed", 200, b"{", next(leadhook.normalize_many("leadnest", [b"{"]))
    yield "malformed", 200, b"{", next(leadhook.normalize_many(None, [b"{"]))
    yield "malformed", 200, b"{", raised(leadhook.Fold().observe, b"{")
    yield "invalid", 200, BROKEN, raised(leadhook.normalize, "leadnest", BROKEN)
    yield "invalid", 200, BROKEN, raised(endpoint.receive, signed, BROKEN)
    yield "invalid", 200, BROKEN, raised(leadhook.Fold().observe, BROKEN)
    yield "limit", 413, None, raised(leadhook.normalize, "leadnest", BROKEN, max_body=10)
    yield "limit", 413, None, raised(endpoint.receive, signed, b" " * 101)
    yield "limit", 413, None, next(leadhook.normalize_many("leadnest", [BROKEN], max_body=10))
    yield "unauthentic", 401, BROKEN, raised(endpoint.receive, {}, BROKEN)


def holds(schema, value, root):
    """Whether a value keeps to a schema, as far as the rejection's goes."""
    known = {
        "type": lambda kind: isinstance(value, {"object": dict, "array": list, "string": str, "integer": int}[kind]),
        "required": lambda names: all(name in value for name in names),
        "properties": lambda members: all(
            holds(members[name], member, root) for name, member in value.items() if name in members
        ),
        "additionalProperties": lambda _: value.keys() <= schema["properties"].keys(),
        "oneOf": lambda choices: sum(holds(choice, value, root) for choice in choices) == 1,
        "items": lambda items: all(holds(items, item, root) for item in value),
        "minItems": lambda least: len(value) >= least,
        "maxItems": lambda most: len(value) <= most,
        "minimum": lambda least: value >= least,
        "enum": lambda words: value in words,
        "pattern": lambda pattern: re.search(pattern, value) is not None,
        "format": lambda _: re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", value) is not None,
        "contentEncoding": lambda _: bool(base64.b64decode(value, validate=True)),
        "$ref": lambda place: holds(root["$defs"][place.removeprefix("#/$defs/")], value, root),
    }
    notes = {"$schema", "$id", "$defs", "title", "description"}
    return all(known[keyword](operand) for keyword, operand in schema.items() if keyword not in notes)


def test_an_error_is_of_the_class_of_its_kind():
    for kind, answer, _, error in refused_ones():
        assert (error.kind, error.answer, error.more) == (kind, answer, 0)
        assert type(error) is CLASSES[kind]
        assert isinstance(error, leadhook.Error) and isinstance(error, ValueError)
        assert error.violations
        for violation in error.violations:
            assert violation.keys() == {"pointer", "message", "line", "column"}
        assert all(violation["message"] in str(error) for violation in error.violations[:3])
        assert str(error).startswith(f"{kind}: ")


def test_a_rejection_keeps_to_its_schema_and_holds_the_body():
    schema = json.loads(leadhook.schema("rejection"))
    for kind, _, body, error in refused_ones():
        assert "\n" not in error.rejection
        rejection = json.loads(error.rejection)
        assert holds(schema, rejection, schema), rejection
        assert rejection["version"] == leadhook.__version__
        assert rejection["error"] == {"kind": kind, "violations": error.violations}
        if body is None:
            assert rejection["length"] in (len(BROKEN), 101)
        elif "raw" in rejection:
            assert rejection["raw"].encode() == body
        else:
            assert base64.b64decode(rejection["raw_base64"]) == body


def test_the_shape_of_rejections_is_not_taken_for_granted():
    schema = json.loads(leadhook.schema("rejection"))
    rejection = json.loads(raised(leadhook.normalize, "leadnest", BROKEN).rejection)
    assert holds(schema, rejection, schema)
    for spoilt in (
        {"raw_base64": "e30="},
        {"vendor": "Lead Nest"},
        {"error": {"kind": "odd", "violations": []}},
        {"new": 1},
        {"line": 0},
    ):
        assert not holds(schema, {**rejection, **spoilt}, schema), spoilt


def test_a_rejection_names_the_platform_it_was_read_as():
    for case in REFUSED:
        error = raised(leadhook.normalize, case.vendor, case.body)
        assert json.loads(error.rejection)["vendor"] == case.vendor


def test_what_is_answered_with_200_is_kept_whole():
    """Nobody sends it again, so a rejection that holds a place in no file would lose it."""
    large = b"x" * (2 << 20)
    errors = [
        raised(leadhook.normalize, "leadnest", large),
        raised(leadhook.detect, large),
        next(leadhook.normalize_many(None, [large])),
        raised(leadhook.Fold().observe, large),
    ]
    for error in errors:
        if error.answer == 200:
            # `==` on texts so long would be told at length.
            assert len(json.loads(error.rejection).get("raw", "")) == len(large), error


def test_of_very_many_violations_a_hundred_are_told():
    event = {"event": "subscriber.updated", "timestamp": "2026-03-04T10:30:00Z", "data": {"tags": [1] * 250}}
    body = json.dumps(event)
    error = raised(leadhook.normalize, "leadnest", body)
    assert len(error.violations) == 100
    assert len(error.violations) + error.more >= 250
    assert json.loads(error.rejection)["error"]["more"] == error.more
    assert str(error).endswith(f"and {97 + error.more} more")


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))])
def test_an_error_survives_copying_and_pickling(way):
    for _, _, _, error in refused_ones():
        other = way(error)
        assert type(other) is type(error)
        assert (str(other), other.args) == (str(error), error.args)
        assert vars(other) == vars(error)
        # Python itself notes down which argument was read.
        assert vars(other).keys() - {"__notes__"} == {"kind", "violations", "more", "answer", "rejection"}


def test_functions_can_be_pickled_for_the_workers_of_a_pool():
    for function in (leadhook.normalize, leadhook.normalize_json, leadhook.detect, leadhook.validate):
        assert pickle.loads(pickle.dumps(function)) is function


def leaves(value, path=()):
    if isinstance(value, dict):
        for name, member in value.items():
            yield from leaves(member, (*path, name))
    elif isinstance(value, list):
        for at, member in enumerate(value):
            yield from leaves(member, (*path, at))
    else:
        yield path


def put(value, path, marker):
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = marker


def test_no_error_tells_a_value_of_its_body():
    refused = 0
    markers = ["geheim-7391", 739_173_917_391, 7391.7391, ["geheim-7391"], {"in": "geheim-7391"}]
    for vendor in leadhook.vendors():
        for body in leadhook.sample(vendor, count=15, seed=1):
            for path in leaves(json.loads(body)):
                for marker in markers:
                    marked = json.loads(body)
                    put(marked, path, marker)
                    spoilt = json.dumps(marked)
                    # Cut off, too: it is then no JSON.
                    for text in (spoilt, spoilt[:-1], spoilt + "geheim-7391"):
                        try:
                            leadhook.normalize(vendor, text)
                        except leadhook.Error as error:
                            refused += 1
                            told = f"{error} {error!r} {error.args} {error.violations}"
                            assert "7391" not in told and "geheim" not in told, (path, marker, told)
                            assert "7391" in error.rejection
    assert refused > 1000


BODY = opened()
FUNCTIONS = [leadhook.normalize, leadhook.normalize_json, leadhook.validate]


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("vendor", ["", "LeadNest", "leadnest ", "nobody"])
def test_an_unknown_vendor_is_answered_with_the_known_ones(function, vendor):
    with pytest.raises(ValueError, match="expected one of liguelead, leadterra, leadnest, limecall, leadsail"):
        function(vendor, BODY)


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("vendor", [None, 1, b"leadnest", ["leadnest"]])
def test_a_vendor_is_a_str(function, vendor):
    with pytest.raises(TypeError, match="str"):
        function(vendor, BODY)


@pytest.mark.parametrize("body", [None, 1, 1.5, [123], ("{}",), {"event": "x"}, object(), bytes])
def test_a_body_is_bytes_or_a_str(body):
    endpoint = leadhook.Endpoint("leadnest", signed_with="s")
    calls = [lambda function=function: function("leadnest", body) for function in FUNCTIONS]
    calls += [
        lambda: leadhook.detect(body),
        lambda: list(leadhook.normalize_many("leadnest", [body])),
        lambda: endpoint.receive({}, body),
        lambda: endpoint.authenticate({}, body),
        lambda: endpoint.sign(body),
    ]
    for call in calls:
        with pytest.raises(TypeError, match=f"bytearray, memoryview or str, found {type(body).__name__}"):
            call()


@pytest.mark.parametrize("max_body", [-1, -(2**70), 2**70])
def test_a_limit_out_of_range_is_refused(max_body):
    for function in FUNCTIONS:
        # As Python itself says it, of lengths.
        with pytest.raises((ValueError, OverflowError)):
            function("leadnest", BODY, max_body=max_body)


@pytest.mark.parametrize("max_body", ["1", 1.5, b"1", []])
def test_a_limit_is_an_int(max_body):
    for function in FUNCTIONS:
        with pytest.raises(TypeError, match="int"):
            function("leadnest", BODY, max_body=max_body)


def test_a_lone_surrogate_is_no_text():
    for call in (
        lambda: leadhook.normalize("\udfff", BODY),
        lambda: leadhook.schema("\ud800"),
        lambda: leadhook.sample("leadnest", "\ud800"),
        lambda: leadhook.Endpoint("leadnest", signed_with="s", account="\ud800"),
        lambda: leadhook.Endpoint("leadnest", signed_with="\ud800"),
        lambda: leadhook.Lifecycle("message").observe("\ud800", "2026-01-01T00:00:00Z"),
        lambda: leadhook.Lifecycle("message").observe("sent", "\ud800"),
        lambda: leadhook.Lifecycle.from_json("message", "\ud800"),
    ):
        with pytest.raises((ValueError, TypeError)) as info:
            call()
        assert not isinstance(info.value, leadhook.Error)
    # In a body it is whoever sent it that is at fault, not the caller; escaped or not.
    assert raised(leadhook.normalize, "leadnest", '{"event":"\ud800"}').kind == "malformed"
    assert [error.kind for error in leadhook.normalize_many("leadnest", ["\ud800"])] == ["malformed"]
    assert raised(leadhook.normalize, "leadnest", rb'{"event":"\ud800"}').kind == "malformed"


def test_a_view_that_was_released_is_refused():
    view = memoryview(BODY)
    view.release()
    with pytest.raises(ValueError, match="released"):
        leadhook.normalize("leadnest", view)


def test_options_go_by_name():
    with pytest.raises(TypeError):
        leadhook.normalize("leadnest", BODY, 10)
    with pytest.raises(TypeError):
        leadhook.normalize("leadnest", BODY, max_bodies=10)
    with pytest.raises(TypeError):
        leadhook.Endpoint("leadnest", "secret")
