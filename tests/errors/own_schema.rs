//! Schemas of your own: the verdicts, the codes, and what no message shows.

use leadhook::{Diagnostic, DiagnosticCode, Error, ErrorKind, Position, Schema, Verdict};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::masking::{MARK, assert_error_hides, assert_hides};

#[track_caller]
pub(super) fn compile(schema: &Value) -> Schema {
    Schema::compile(&schema.to_string()).unwrap_or_else(|error| panic!("{error}: {schema}"))
}

/// Returns the diagnostics as `code pointer`.
fn report(verdict: &Verdict) -> (&'static str, Vec<String>) {
    let line = |one: &Diagnostic| format!("{} {}", one.code, one.pointer);
    (verdict.as_str(), verdict.diagnostics().into_iter().flatten().map(line).collect())
}

#[track_caller]
fn assert_verdict(schema: &Value, body: &Value, verdict: &str, lines: &[&str]) {
    let (found, found_lines) = report(&compile(schema).validate(body.to_string().as_bytes()));
    assert_eq!((found, found_lines), (verdict, lines.iter().map(ToString::to_string).collect()), "{schema} {body}");
}

#[test]
fn a_message_shows_a_bounded_part_of_the_schema() {
    let message = |schema: Value, body: Value| {
        let verdict = compile(&schema).validate(body.to_string().as_bytes());
        verdict.diagnostics().unwrap()[0].message.clone()
    };
    let lengths = |range: std::ops::Range<usize>| range.map(|at| json!({ "minLength": 10 + at })).collect::<Vec<_>>();
    let ten = (10..20).map(|at| format!("expected at least {at} characters")).collect::<Vec<_>>().join(", or ");
    assert_eq!(message(json!({ "anyOf": lengths(0..10) }), json!("x")), ten);
    let more = format!("{ten}, or another alternative");
    assert_eq!(message(json!({ "anyOf": lengths(0..3000) }), json!("x")), more);
    // Alternatives inside an alternative count, and the same alternative counts once.
    let inner = json!({ "anyOf": lengths(0..8) });
    assert_eq!(message(json!({ "oneOf": [inner, inner, { "anyOf": lengths(5..10) }] }), json!("x")), ten);
    assert_eq!(message(json!({ "anyOf": [inner, { "oneOf": lengths(5..3000) }] }), json!("x")), more);

    let long = "é".repeat(5000);
    for (schema, body) in [
        (json!({ "const": long }), json!("x")),
        (json!({ "pattern": long }), json!("x")),
        (json!({ "required": [long] }), json!({})),
    ] {
        let message = message(schema, body);
        assert!(message.chars().count() < 300 && message.ends_with('…'), "{message}");
    }
}

#[test]
fn a_body_gets_one_of_three_verdicts() {
    let schema = json!({
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": { "type": "string" },
            "n": { "type": "integer" },
            "state": { "x-expected": { "type": "string", "enum": ["sent", "delivered"] } },
            "mail": { "x-expected": { "format": "email" } },
            "tags": { "x-expected": { "type": "array" }, "items": { "x-expected": { "type": "string" } } },
            "version": { "x-expected": { "const": 1 } },
            "kind": { "x-expected": { "const": "sent" } },
        },
    });
    let check = |body, verdict, lines: &[&str]| assert_verdict(&schema, &body, verdict, lines);
    check(json!({ "id": "a", "n": 1, "state": "sent", "mail": "a@b.c", "tags": ["t"], "version": 1 }), "valid", &[]);
    // Only what is expected of an optional member may be null.
    check(json!({ "id": "a", "state": null, "mail": null, "tags": null, "version": null }), "valid", &[]);
    check(json!({ "id": "a", "n": null }), "invalid", &["invalid /n"]);
    check(json!({ "id": null }), "invalid", &["invalid /id"]);
    check(json!({ "id": "a", "state": "gone" }), "drift", &["unexpected_value /state"]);
    check(json!({ "id": "a", "state": 7 }), "drift", &["unexpected_type /state"]);
    check(json!({ "id": "a", "kind": "snet" }), "drift", &["unexpected_value /kind"]);
    let verdict = compile(&schema).validate(br#"{"id":"a","kind":"snet"}"#);
    assert_eq!(verdict.diagnostics().unwrap()[0].suggestion.as_deref(), Some("sent"));
    check(json!({ "id": "a", "version": 2 }), "drift", &["unexpected_format /version"]);
    check(json!({ "id": "a", "mail": "?" }), "drift", &["unexpected_format /mail"]);
    check(json!({ "id": "a", "tags": ["t", 7] }), "drift", &["unexpected_type /tags/1"]);
    check(json!({ "id": "a", "more": 1 }), "drift", &["undocumented_member /more"]);
    check(json!({ "more": 1 }), "invalid", &["invalid ", "undocumented_member /more"]);
    check(json!([]), "invalid", &["invalid "]);
    let never_null = json!({
        "x-null": false,
        "required": ["a"],
        "x-expected": { "required": ["b"] },
        "properties": { "a": true, "b": { "x-expected": { "type": "string" } } },
    });
    assert_verdict(&never_null, &json!({ "a": 1, "b": null }), "drift", &["unexpected_type /b"]);
    assert_verdict(&never_null, &json!({ "a": 1 }), "drift", &["unexpected_format "]);
    assert_verdict(&never_null, &json!({ "b": "" }), "invalid", &["invalid "]);
    let malformed = compile(&schema).validate(b"{\"id\":");
    assert_eq!(report(&malformed), ("invalid", vec!["malformed ".to_owned()]));
    let deep = format!("{}{}", "[".repeat(101), "]".repeat(101));
    assert_eq!(report(&compile(&json!({})).validate(deep.as_bytes())), ("invalid", vec!["malformed ".to_owned()]));
    let many = format!("[{}[]]", "[],".repeat(10_000));
    assert_eq!(report(&compile(&json!({})).validate(many.as_bytes())), ("invalid", vec!["malformed ".to_owned()]));
}

/// An event that dispatches to a definition, beside an ordinary condition and ordinary alternatives.
fn dispatching() -> Value {
    let select = |name: &str| {
        json!({
            "if": { "type": "object", "required": ["type"], "properties": { "type": { "const": name } } },
            "then": { "$ref": format!("#/$defs/{name}") },
        })
    };
    json!({
        "type": "object",
        "x-open": true,
        "properties": { "type": { "type": "string" } },
        "allOf": [
            select("call"),
            select("mail"),
            {
                "if": { "required": ["country"], "properties": { "country": { "const": "US" } } },
                "then": { "x-expected": { "required": ["zip"] } },
            },
            { "x-open": true, "properties": { "plan": { "x-expected": { "enum": ["free", "paid"] } } } },
        ],
        "$defs": {
            "call": { "properties": { "type": true, "country": true, "zip": true, "plan": true, "seconds": true } },
            "mail": { "properties": { "type": true, "plan": true, "to": { "$ref": "#/$defs/address" } } },
            "address": { "x-expected": { "type": "object" }, "properties": { "mail": true } },
        },
    })
}

#[test]
fn only_a_dispatch_documents_events() {
    let schema = dispatching();
    assert_verdict(&schema, &json!({ "type": "call", "country": "BR", "plan": "free" }), "valid", &[]);
    assert_verdict(&schema, &json!({ "type": "fax", "any": 1 }), "drift", &["undocumented_event /type"]);
    // An `enum` in an `allOf` that is not the dispatch is an ordinary value, and a condition is not a dispatch.
    assert_verdict(&schema, &json!({ "type": "call", "plan": "?" }), "drift", &["unexpected_value /plan"]);
    assert_verdict(&schema, &json!({ "type": "call", "country": "US" }), "drift", &["unexpected_format "]);
    assert_verdict(&schema, &json!({ "type": "mail", "to": null }), "valid", &[]);
    assert_verdict(&schema, &json!({ "type": "mail", "to": { "x": 1 } }), "drift", &["undocumented_member /to/x"]);
    assert_verdict(&schema, &json!({ "type": "mail", "seconds": 1 }), "drift", &["undocumented_member /seconds"]);
    assert_verdict(&schema, &json!({ "type": 7 }), "invalid", &["invalid /type"]);
    // The same in the elements of an array.
    let batch = json!({ "type": "array", "items": { "allOf": schema["allOf"] }, "$defs": schema["$defs"] });
    let body = json!([{ "type": "call" }, { "type": "fax" }, { "type": 7 }, { "type": "call", "plan": "?" }]);
    let lines = ["undocumented_event /1/type", "undocumented_event /2/type", "unexpected_value /3/plan"];
    assert_verdict(&batch, &body, "drift", &lines);
}

#[test]
fn an_object_that_says_what_else_it_has_stays_open() {
    let properties = json!({ "a": true });
    for (other, verdict) in [
        (json!({}), "drift"),
        (json!({ "x-open": true }), "valid"),
        (json!({ "additionalProperties": true }), "valid"),
        (json!({ "additionalProperties": { "type": "string" } }), "valid"),
        (json!({ "additionalProperties": { "x-expected": { "type": "number" } } }), "drift"),
        (json!({ "additionalProperties": false }), "invalid"),
        (json!({ "unevaluatedProperties": false }), "invalid"),
        (json!({ "patternProperties": { "^b": true } }), "valid"),
    ] {
        let mut schema = other;
        schema["properties"] = properties.clone();
        for (schema, body) in [
            (schema.clone(), json!({ "b": "x" })),
            (json!({ "properties": { "in": schema } }), json!({ "in": { "b": "x" } })),
            (json!({ "anyOf": [schema] }), json!({ "b": "x" })),
            (json!({ "$ref": "#/$defs/in", "$defs": { "in": schema } }), json!({ "b": "x" })),
            (json!({ "items": { "items": schema } }), json!([[{ "b": "x" }]])),
        ] {
            assert_eq!(compile(&schema).validate(body.to_string().as_bytes()).as_str(), verdict, "{schema}");
        }
    }
}

#[test]
fn the_strict_schema_of_alternatives_never_hides_an_error() {
    // Both branches accept the body, and the strict form of only one does.
    let schema = json!({ "oneOf": [{ "properties": { "a": true } }, { "properties": { "b": true } }] });
    assert_verdict(&schema, &json!({ "a": 1 }), "invalid", &["invalid "]);
    let schema = json!({ "oneOf": [
        { "required": ["a"], "properties": { "a": true } },
        { "required": ["b"], "properties": { "b": { "x-expected": { "type": "string" } } } },
    ] });
    assert_verdict(&schema, &json!({ "a": 1 }), "valid", &[]);
    assert_verdict(&schema, &json!({ "b": 1 }), "drift", &["unexpected_format "]);
    assert_verdict(&schema, &json!({ "a": 1, "b": 1 }), "invalid", &["invalid "]);
    // The values of an `enum` need not be strings.
    assert_verdict(&json!({ "enum": [1, null] }), &json!(2), "invalid", &["invalid "]);
    assert_verdict(&json!({ "enum": ["a"] }), &json!(2), "invalid", &["invalid "]);
    assert_verdict(&json!({ "x-expected": { "enum": [1] } }), &json!("a"), "drift", &["unexpected_value "]);
    assert_verdict(&json!({ "type": "string", "enum": ["a"] }), &json!(2), "invalid", &["invalid "]);
    assert_verdict(&json!({ "properties": { "a": false } }), &json!({ "a": 1 }), "invalid", &["invalid /a"]);
}

#[test]
fn items_are_the_elements_after_the_prefix() {
    let tuple = |items: Value| json!({ "prefixItems": [{ "type": "integer" }], "items": items });
    assert_verdict(&tuple(json!({ "type": "string" })), &json!([1, "a"]), "valid", &[]);
    let lines = ["invalid /0", "invalid /2"];
    assert_verdict(&tuple(json!({ "type": "string" })), &json!(["a", "b", 3]), "invalid", &lines);
    let expected = tuple(json!({ "x-expected": { "type": "string" } }));
    assert_verdict(&expected, &json!([1, "b", 3]), "drift", &["unexpected_type /2"]);
    assert_verdict(&tuple(json!(false)), &json!([1]), "valid", &[]);
    assert_verdict(&tuple(json!(false)), &json!([1, 2]), "invalid", &["invalid /1"]);
    assert_verdict(&json!({ "items": false }), &json!([1]), "invalid", &["invalid /0"]);
    let counted = json!({ "items": { "type": "integer" }, "contains": { "const": 1 }, "minItems": 2 });
    assert_verdict(&counted, &json!([1, 2]), "valid", &[]);
    assert_verdict(&counted, &json!([2, "a"]), "invalid", &["invalid ", "invalid /1"]);
}

#[test]
fn warnings_are_left_out_after_more_than_100_errors() {
    let schema = json!({
        "properties": { "a": { "items": { "type": "string" } }, "b": { "x-expected": { "type": "string" } } },
    });
    let body = |errors: usize| json!({ "a": vec![7; errors], "b": 7 });
    for (errors, kept, omitted) in [(99, 100, 0), (100, 100, 1), (101, 100, 1), (300, 100, 200)] {
        let Verdict::Invalid(diagnostics) = compile(&schema).validate(body(errors).to_string().as_bytes()) else {
            panic!()
        };
        assert_eq!((diagnostics.as_slice().len(), diagnostics.omitted()), (kept, omitted), "{errors} errors");
        let invalid = diagnostics.iter().filter(|one| one.code == DiagnosticCode::Invalid).count();
        assert_eq!(invalid, errors.min(100));
    }
}

/// Schemas that refuse a body with [`MARK`], one for each keyword.
fn refusing() -> Vec<(Value, Value)> {
    let (text, object, array) = (json!(MARK), json!({ MARK: MARK }), json!([MARK, MARK]));
    let member = json!({ "a": MARK });
    vec![
        (json!({ "type": "number" }), text.clone()),
        (json!({ "type": "null" }), text.clone()),
        (json!({ "enum": ["x"] }), text.clone()),
        (json!({ "const": "x" }), text.clone()),
        (json!({ "pattern": "^x$" }), text.clone()),
        (json!({ "format": "uuid" }), text.clone()),
        (json!({ "format": "e164" }), text.clone()),
        (json!({ "format": "hostname" }), text.clone()),
        (json!({ "minLength": 99 }), text.clone()),
        (json!({ "maxLength": 1 }), text.clone()),
        (json!({ "not": { "type": "string" } }), text.clone()),
        (json!({ "anyOf": [{ "const": 1 }, { "type": "object", "additionalProperties": false }] }), object.clone()),
        (json!({ "oneOf": [{ "propertyNames": { "maxLength": 1 } }, { "maxProperties": 0 }] }), object.clone()),
        (json!({ "oneOf": [true, true] }), object.clone()),
        (json!({ "allOf": [{ "minProperties": 2 }] }), object.clone()),
        (json!({ "additionalProperties": false }), object.clone()),
        (json!({ "additionalProperties": { "type": "number" } }), object.clone()),
        (json!({ "unevaluatedProperties": false }), object.clone()),
        (json!({ "unevaluatedProperties": { "type": "number" } }), object.clone()),
        (json!({ "patternProperties": { "": { "type": "number" } } }), object.clone()),
        (json!({ "patternProperties": { "": { "additionalProperties": false } } }), json!({ MARK: { MARK: 1 } })),
        (json!({ "additionalProperties": { "items": { "type": "number" } } }), json!({ MARK: [MARK] })),
        (json!({ "propertyNames": { "pattern": "^x$" } }), object.clone()),
        (json!({ "maxProperties": 0 }), object.clone()),
        (json!({ "required": ["x"] }), object.clone()),
        (json!({ "dependentRequired": { "a": ["x"] } }), member.clone()),
        (json!({ "dependentSchemas": { "a": { "required": ["x"] } } }), member.clone()),
        (json!({ "if": { "required": ["a"] }, "then": { "maxProperties": 0 } }), member.clone()),
        (json!({ "if": { "required": ["x"] }, "else": { "maxProperties": 0 } }), member.clone()),
        (json!({ "properties": { "a": false } }), member),
        (json!({ "items": { "type": "number" } }), array.clone()),
        (json!({ "items": false }), array.clone()),
        (json!({ "prefixItems": [{ "type": "number" }] }), array.clone()),
        (json!({ "prefixItems": [true], "items": false }), array.clone()),
        (json!({ "contains": { "type": "number" } }), array.clone()),
        (json!({ "contains": true, "maxContains": 1 }), array.clone()),
        (json!({ "minItems": 9 }), array.clone()),
        (json!({ "maxItems": 1 }), array.clone()),
        (json!({ "uniqueItems": true }), array),
        (json!({ "minimum": 1e18 }), json!(15_550_107_777_u64)),
        (json!({ "maximum": 1 }), json!(15_550_107_777_u64)),
        (json!({ "exclusiveMinimum": 1e18 }), json!(15_550_107_777_u64)),
        (json!({ "exclusiveMaximum": 1 }), json!(15_550_107_777_u64)),
        (json!({ "multipleOf": 2 }), json!(15_550_107_777_u64)),
        // A name of digits looks like the index of an element.
        (json!({ "additionalProperties": { "type": "number" } }), json!({ "15550107777": "x" })),
        (json!({ "additionalProperties": { "items": { "type": "number" } } }), json!({ "15550107777": ["x"] })),
    ]
}

#[test]
fn no_keyword_shows_a_value_or_a_name_of_the_body() {
    for (schema, body) in refusing() {
        let body = body.to_string();
        let verdict = compile(&schema).validate(body.as_bytes());
        let error = verdict.error().unwrap_or_else(|| panic!("{schema} accepts {body}"));
        assert_error_hides(&error, &format!("{schema} {body}"));
        assert_hides(&verdict, &serde_json::to_string(&verdict).unwrap(), &schema.to_string());
        let message = &error.diagnostics()[0].message;
        assert!(!message.is_empty() && !message.contains("the schema cannot check"), "{schema}: {message}");

        // As drift, the same is hidden.
        let verdict = compile(&json!({ "x-expected": schema })).validate(body.as_bytes());
        assert_eq!(verdict.as_str(), "drift", "{schema} {body}");
        assert_hides(&verdict, &serde_json::to_string(&verdict).unwrap(), &schema.to_string());
    }
}

#[test]
fn the_place_of_a_hidden_name_is_reported_once() {
    let schema = json!({ "additionalProperties": { "type": "number", "x-expected": { "minimum": 1 } } });
    let body = format!("{{\"{MARK}\":\"x\"}}");
    assert_eq!(
        report(&compile(&schema).validate(body.as_bytes())),
        ("invalid", vec!["invalid /…".to_owned()]),
        "an error hides the warning of the same place"
    );
    // A name that the schema has is shown, whatever it looks like.
    let schema = json!({ "properties": { "full name": { "type": "string" } } });
    assert_verdict(&schema, &json!({ "full name": 7 }), "invalid", &["invalid /full name"]);
}

#[test]
fn a_conversion_of_yours_reports_an_error() {
    let error = Error::invalid("/data/id", "expected an id");
    assert_eq!(error.kind(), ErrorKind::Invalid);
    let [diagnostic] = error.diagnostics().as_slice() else { panic!() };
    assert_eq!((diagnostic.code, diagnostic.position), (DiagnosticCode::Invalid, Position::START));
    assert_eq!((diagnostic.pointer.as_str(), diagnostic.message.as_str()), ("/data/id", "expected an id"));
}

fn leaves() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![json!(null), json!(1), json!("a"), json!("b"), json!(false)])
}

fn values() -> impl Strategy<Value = Value> {
    leaves().prop_recursive(3, 12, 3, |inner| {
        let members = vec((prop::sample::select(vec!["a", "b", "c"]), inner.clone()), 0..3);
        let object = members.prop_map(|members| members.into_iter().map(|(name, value)| (name.to_owned(), value)));
        prop_oneof![object.prop_map(Iterator::collect), vec(inner, 0..3).prop_map(Value::from)]
    })
}

/// Schemas of most keywords. One definition is `string`.
fn schemas() -> impl Strategy<Value = Value> {
    let types = vec!["null", "integer", "string", "array", "object", "boolean"];
    let plain = prop_oneof![
        prop::sample::select(types).prop_map(|one| json!({ "type": one })),
        leaves().prop_map(|one| json!({ "const": one })),
        vec(leaves(), 1..3).prop_map(|mut all| {
            all.dedup();
            json!({ "enum": all })
        }),
        Just(json!({ "required": ["a"] })),
        Just(json!({ "maxItems": 1, "maxProperties": 1 })),
    ];
    let leaf = prop_oneof![
        plain.clone(),
        plain.prop_map(|expected| json!({ "x-expected": expected })),
        any::<bool>().prop_map(Value::from),
        Just(json!({ "$ref": "#/$defs/string" })),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let keyword = |names: &[&'static str]| prop::sample::select(names.to_vec());
        let one = ["items", "additionalProperties", "unevaluatedProperties", "then", "else"];
        let list = ["allOf", "anyOf", "oneOf", "prefixItems"];
        let part = prop_oneof![
            (keyword(&one), inner.clone()).prop_map(|(name, schema)| (name, schema)),
            (keyword(&list), vec(inner.clone(), 1..3)).prop_map(|(name, schemas)| (name, schemas.into())),
            (keyword(&["a", "b"]), inner).prop_map(|(name, schema)| ("properties", json!({ name: schema }))),
            (keyword(&["not", "if", "contains", "propertyNames"]), leaves())
                .prop_map(|(name, value)| (name, json!({ "const": value }))),
        ];
        vec(part, 1..4).prop_map(|parts| parts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_body_is_invalid_where_the_engine_refuses_it(schema in schemas(), bodies in vec(values(), 8)) {
        let string = json!({ "type": "string", "x-expected": { "minLength": 1 } });
        let schema = json!({ "allOf": [schema], "$defs": { "string": string } });
        let own = compile(&schema);
        for body in bodies {
            let verdict = own.validate(body.to_string().as_bytes());
            let is_valid = jsonschema::draft202012::is_valid(&schema, &body);
            prop_assert_eq!(verdict.is_valid(), is_valid, "{} {}", schema, body);
            prop_assert!(verdict.diagnostics().is_none_or(|all| !all.as_slice().is_empty()));
        }
    }

    #[test]
    fn any_schema_is_compiled_or_refused_and_any_body_gets_a_verdict(
        schema in schemas(),
        expected in schemas(),
        definitions in vec(schemas(), 0..3),
        bodies in vec(values(), 4),
    ) {
        // Each definition refers to the previous one.
        let mut all = Map::from_iter([("string".to_owned(), json!({ "x-expected": { "type": "string" } }))]);
        let mut last = json!({ "$ref": "#/$defs/string" });
        for (at, definition) in definitions.into_iter().enumerate() {
            let inside = json!({ "properties": { "a": last }, "items": last });
            all.insert(at.to_string(), json!({ "anyOf": [definition, inside] }));
            last = json!({ "$ref": format!("#/$defs/{at}") });
        }
        let schema = json!({
            "anyOf": [schema, { "items": last }],
            "properties": { "b": last },
            // Some of these are refused: `x-expected` is not supported inside another `x-expected`.
            "x-expected": { "allOf": [expected] },
            "$defs": all,
        });
        if let Ok(own) = Schema::compile(&schema.to_string()) {
            for body in bodies {
                let verdict = own.validate(body.to_string().as_bytes());
                prop_assert!(verdict.diagnostics().is_none_or(|all| (1..=100).contains(&all.as_slice().len())));
            }
        }
    }
}
