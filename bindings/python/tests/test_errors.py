"""Refused bodies and wrong arguments: the errors, and what they contain."""

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
    "too_large": leadhook.TooLargeError,
    "unauthenticated": leadhook.UnauthenticatedError,
}
ATTRIBUTES = {"kind", "diagnostics", "omitted", "http_status", "rejection"}


def catch(call, *arguments, **options):
    with pytest.raises(leadhook.Error) as info:
        call(*arguments, **options)
    return info.value


def errors():
    """Yields errors of each kind and each function that can raise it: the kind, the status, the body, the error."""
    endpoint = leadhook.Endpoint("leadnest", signing_secret="s", max_body=100)
    signed = dict(endpoint.sign(BROKEN))
    yield "malformed", 200, b"{\xff", catch(leadhook.normalize, "leadnest", b"{\xff")
    yield "malformed", 200, b"{", catch(leadhook.normalize_json, "leadnest", b"{")
    yield "malformed", 200, b"{", catch(leadhook.detect, b"{")
    yield "malformed", 200, b"{", next(leadhook.normalize_many("leadnest", [b"{"]))
    yield "malformed", 200, b"{", next(leadhook.normalize_many(None, [b"{"]))
    yield "malformed", 200, b"{", catch(leadhook.Fold().observe, b"{")
    yield "malformed", 200, b"{", catch(leadhook.read_event, b"{")
    yield "invalid", 200, BROKEN, catch(leadhook.normalize, "leadnest", BROKEN)
    yield "invalid", 200, BROKEN, catch(endpoint.receive, signed, BROKEN)
    yield "invalid", 200, BROKEN, catch(leadhook.Fold().observe, BROKEN)
    yield "invalid", 200, BROKEN, catch(leadhook.write_event, BROKEN)
    yield "too_large", 413, None, catch(leadhook.normalize, "leadnest", BROKEN, max_body=10)
    yield "too_large", 413, None, catch(endpoint.receive, signed, b" " * 101)
    yield "too_large", 413, None, next(leadhook.normalize_many("leadnest", [BROKEN], max_body=10))
    yield "unauthenticated", 401, BROKEN, catch(endpoint.receive, {}, BROKEN)


def is_valid(schema, value, root):
    """Returns true if a value follows a schema. It knows the keywords that the schema of rejections uses."""
    keywords = {
        "type": lambda kind: isinstance(value, {"object": dict, "array": list, "string": str, "integer": int}[kind]),
        "required": lambda names: all(name in value for name in names),
        "dependentRequired": lambda needs: all(
            name not in value or all(other in value for other in others) for name, others in needs.items()
        ),
        "properties": lambda members: all(
            is_valid(members[name], member, root) for name, member in value.items() if name in members
        ),
        "additionalProperties": lambda _: value.keys() <= schema["properties"].keys(),
        "oneOf": lambda choices: sum(is_valid(choice, value, root) for choice in choices) == 1,
        "items": lambda items: all(is_valid(items, item, root) for item in value),
        "minItems": lambda minimum: len(value) >= minimum,
        "maxItems": lambda maximum: len(value) <= maximum,
        "minimum": lambda minimum: value >= minimum,
        "enum": lambda values: value in values,
        "const": lambda constant: value == constant,
        "pattern": lambda pattern: re.search(pattern, value) is not None,
        "format": lambda _: re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", value) is not None,
        "contentEncoding": lambda _: bool(base64.b64decode(value, validate=True)),
        "$ref": lambda pointer: is_valid(root["$defs"][pointer.removeprefix("#/$defs/")], value, root),
    }
    annotations = {"$schema", "$id", "$defs", "title", "description"}
    return all(keywords[keyword](operand) for keyword, operand in schema.items() if keyword not in annotations)


def test_an_error_has_the_class_and_the_http_status_of_its_kind():
    for kind, http_status, _, error in errors():
        assert (error.kind, error.http_status, error.omitted) == (kind, http_status, 0)
        assert type(error) is CLASSES[kind]
        assert isinstance(error, leadhook.Error) and isinstance(error, ValueError)
        assert error.diagnostics
        for diagnostic in error.diagnostics:
            assert diagnostic.keys() == {"severity", "code", "pointer", "message", "line", "column"}
            assert (diagnostic["severity"], diagnostic["code"]) == ("error", kind)
        assert all(diagnostic["message"] in str(error) for diagnostic in error.diagnostics[:3])
        assert str(error).startswith(f"{kind}: ")


def test_an_error_that_the_caller_creates_has_the_attributes_of_its_class():
    for kind, http_status, _, error in errors():
        created = type(error)("made by hand")
        assert (created.kind, created.http_status, created.omitted) == (kind, http_status, 0)
        assert (list(created.diagnostics), created.rejection) == ([], "")
    created = leadhook.Error("made by hand")
    assert (created.kind, created.http_status, created.omitted) == ("invalid", 200, 0)
    assert (list(created.diagnostics), created.rejection, str(created)) == ([], "", "made by hand")


def test_a_rejection_follows_its_schema_and_contains_the_body():
    schema = json.loads(leadhook.schema("rejection"))
    for kind, _, body, error in errors():
        assert "\n" not in error.rejection
        rejection = json.loads(error.rejection)
        assert is_valid(schema, rejection, schema), rejection
        assert rejection["version"] == leadhook.__version__
        assert rejection["error"] == {"kind": kind, "diagnostics": error.diagnostics}
        if body is None:
            assert rejection["length"] in (len(BROKEN), 101)
        elif "raw" in rejection:
            assert rejection["raw"].encode() == body
        else:
            assert base64.b64decode(rejection["raw_base64"]) == body


def test_the_schema_of_rejections_refuses_other_shapes():
    schema = json.loads(leadhook.schema("rejection"))
    rejection = json.loads(catch(leadhook.normalize, "leadnest", BROKEN).rejection)
    assert is_valid(schema, rejection, schema)
    for change in (
        {"raw_base64": "e30="},
        {"source": "Lead Nest"},
        {"vendor": "leadnest"},
        {"error": {"kind": "odd", "diagnostics": rejection["error"]["diagnostics"]}},
        {"error": {"kind": "invalid", "diagnostics": []}},
        {"new": 1},
        {"line": 0},
    ):
        assert not is_valid(schema, {**rejection, **change}, schema), change


def test_a_rejection_has_the_source_of_the_call():
    for case in REFUSED:
        error = catch(leadhook.normalize, case.vendor, case.body)
        assert json.loads(error.rejection)["source"] == case.vendor
        error = catch(lambda body, vendor=case.vendor: leadhook.normalize(vendor, body, account="berlin"), case.body)
        assert json.loads(error.rejection)["source"] == f"{case.vendor}/berlin"


def test_a_rejection_with_http_status_200_contains_the_whole_body():
    """The vendor does not send it again, so a rejection without the body would lose it."""
    large = b"x" * (2 << 20)
    for error in (
        catch(leadhook.normalize, "leadnest", large),
        catch(leadhook.detect, large),
        next(leadhook.normalize_many(None, [large])),
        catch(leadhook.Fold().observe, large),
    ):
        if error.http_status == 200:
            # Only the length, because pytest would print the whole text.
            assert len(json.loads(error.rejection).get("raw", "")) == len(large), error


def test_at_most_100_diagnostics_are_kept():
    verdict = leadhook.validate("leadnest", opened(**{f"undocumented_{number}": number for number in range(250)}))
    assert len(verdict["diagnostics"]) == 100
    assert len(verdict["diagnostics"]) + verdict["omitted"] >= 250


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))])
def test_an_error_survives_copying_and_pickling(duplicate):
    for _, _, _, error in errors():
        other = duplicate(error)
        assert type(other) is type(error)
        assert (str(other), other.args) == (str(error), error.args)
        assert vars(other) == vars(error)
        # pytest may add notes.
        assert vars(other).keys() - {"__notes__"} == ATTRIBUTES


def test_functions_can_be_pickled_for_a_process_pool():
    for function in (
        *(leadhook.normalize, leadhook.normalize_json, leadhook.detect, leadhook.validate),
        *(leadhook.read_event, leadhook.write_event, leadhook.validate_event),
    ):
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


def replace(value, path, marker):
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = marker


def test_no_error_text_contains_a_value_of_the_body():
    refused = 0
    markers = ["geheim-7391", 739_173_917_391, 7391.7391, ["geheim-7391"], {"in": "geheim-7391"}]
    for vendor in leadhook.vendors():
        for body in leadhook.sample(vendor, count=15, seed=1):
            for path in leaves(json.loads(body)):
                for marker in markers:
                    marked = json.loads(body)
                    replace(marked, path, marker)
                    changed = json.dumps(marked)
                    # The second and the third are not JSON.
                    for text in (changed, changed[:-1], changed + "geheim-7391"):
                        try:
                            leadhook.normalize(vendor, text)
                        except leadhook.Error as error:
                            refused += 1
                            shown = f"{error} {error!r} {error.args} {error.diagnostics}"
                            assert "7391" not in shown and "geheim" not in shown, (path, marker, shown)
                            assert "7391" in error.rejection
    assert refused > 1000


BODY = opened()
FUNCTIONS = [leadhook.normalize, leadhook.normalize_json, leadhook.validate]


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("vendor", ["", "LeadNest", "leadnest ", "unknown"])
def test_the_error_of_an_unknown_vendor_lists_the_known_ones(function, vendor):
    with pytest.raises(ValueError, match="expected one of liguelead, leadterra, leadnest, limecall, leadsail"):
        function(vendor, BODY)


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("vendor", [None, 1, b"leadnest", ["leadnest"]])
def test_a_vendor_must_be_a_str(function, vendor):
    with pytest.raises(TypeError, match="str"):
        function(vendor, BODY)


@pytest.mark.parametrize("body", [None, 1, 1.5, [123], ("{}",), {"event": "x"}, object(), bytes])
def test_a_body_must_be_bytes_or_a_str(body):
    endpoint = leadhook.Endpoint("leadnest", signing_secret="s")
    calls = [lambda function=function: function("leadnest", body) for function in FUNCTIONS]
    calls += [
        lambda: leadhook.detect(body),
        lambda: list(leadhook.normalize_many("leadnest", [body])),
        lambda: endpoint.receive({}, body),
        lambda: endpoint.verify({}, body),
        lambda: endpoint.sign(body),
    ]
    for call in calls:
        with pytest.raises(TypeError, match=f"bytearray, memoryview or str, found {type(body).__name__}"):
            call()


@pytest.mark.parametrize("max_body", [-1, -(2**70), 2**70])
def test_a_max_body_out_of_range_is_refused(max_body):
    for function in FUNCTIONS:
        with pytest.raises((ValueError, OverflowError)):
            function("leadnest", BODY, max_body=max_body)


@pytest.mark.parametrize("max_body", ["1", 1.5, b"1", []])
def test_max_body_must_be_an_int(max_body):
    for function in FUNCTIONS:
        with pytest.raises(TypeError, match="int"):
            function("leadnest", BODY, max_body=max_body)


def test_a_lone_surrogate_is_an_error_of_the_caller_except_in_a_body():
    for call in (
        lambda: leadhook.normalize("\udfff", BODY),
        lambda: leadhook.schema("\ud800"),
        lambda: leadhook.sample("leadnest", "\ud800"),
        lambda: leadhook.Endpoint("leadnest", signing_secret="s", account="\ud800"),
        lambda: leadhook.Endpoint("leadnest", signing_secret="\ud800"),
        lambda: leadhook.Lifecycle("message").observe("\ud800", "2026-01-01T00:00:00Z"),
        lambda: leadhook.Lifecycle("message").observe("sent", "\ud800"),
        lambda: leadhook.Lifecycle.from_json("message", "\ud800"),
    ):
        with pytest.raises((ValueError, TypeError)) as info:
            call()
        assert not isinstance(info.value, leadhook.Error)
    # In a body it is the vendor's error, escaped or not.
    assert catch(leadhook.normalize, "leadnest", '{"event":"\ud800"}').kind == "malformed"
    assert [error.kind for error in leadhook.normalize_many("leadnest", ["\ud800"])] == ["malformed"]
    assert catch(leadhook.normalize, "leadnest", rb'{"event":"\ud800"}').kind == "malformed"


def test_a_released_memoryview_is_refused():
    view = memoryview(BODY)
    view.release()
    with pytest.raises(ValueError, match="released"):
        leadhook.normalize("leadnest", view)


def test_options_are_keyword_only():
    with pytest.raises(TypeError):
        leadhook.normalize("leadnest", BODY, 10)
    with pytest.raises(TypeError):
        leadhook.normalize("leadnest", BODY, max_bodies=10)
    with pytest.raises(TypeError):
        leadhook.Endpoint("leadnest", "secret")
