//! Schemas of your own that do not compile, and the most that compile.

use leadhook::{Schema, SchemaError};
use serde_json::{Map, Value, json};

use super::own_schema::compile;

#[track_caller]
fn refusal(schema: &Value) -> SchemaError {
    Schema::compile(&schema.to_string()).expect_err(&schema.to_string())
}

#[test]
fn text_that_is_not_a_schema_is_refused() {
    for (text, message) in [
        ("", "expected a JSON object, found nothing (line 1, column 1)"),
        ("{\n  oops", "not JSON from here on (line 2, column 3)"),
        (r#"{"type":"string","type":"object"}"#, "repeated member (line 1, column 18) at /type"),
        ("[]", "expected a JSON object"),
        ("true", "expected a JSON object"),
    ] {
        assert_eq!(Schema::compile(text).unwrap_err().to_string(), message);
    }
    assert!(Schema::compile(&format!("{}{{}}{}", r#"{"not":"#.repeat(200), "}".repeat(200))).is_err());
}

#[test]
fn what_is_not_supported_is_refused_with_its_place() {
    let definition = json!({ "a": { "type": "string" } });
    for (schema, pointer, message) in [
        (json!({ "type": "strin" }), "/type", "not a JSON Schema"),
        (json!({ "properties": 7 }), "/properties", "not a JSON Schema"),
        (json!({ "properties": { "a": [] } }), "/properties/a", "not a JSON Schema"),
        (json!({ "$schema": "http://json-schema.org/draft-07/schema#" }), "/$schema", "draft 2020-12"),
        (json!({ "$ref": "https://example.com/a.json" }), "/$ref", "#/$defs/NAME"),
        (json!({ "$ref": "file:///etc/passwd" }), "/$ref", "#/$defs/NAME"),
        (json!({ "$ref": "#" }), "/$ref", "#/$defs/NAME"),
        (json!({ "$ref": "#/$defs/a" }), "/$ref", "#/$defs/NAME"),
        (json!({ "$ref": "#/$defs/b", "$defs": definition }), "/$ref", "#/$defs/NAME"),
        (json!({ "$ref": "#/$defs/a/type", "$defs": definition }), "/$ref", "#/$defs/NAME"),
        (json!({ "$ref": "#/$defs/%61", "$defs": definition }), "/$ref", "#/$defs/NAME"),
        (json!({ "$defs": { "a": { "$ref": "#/$defs/a" } } }), "/$defs/a/$ref", "contains itself"),
        (
            json!({ "$defs": { "a": { "properties": { "b": { "items": { "$ref": "#/$defs/a" } } } } } }),
            "/$defs/a/properties/b/items/$ref",
            "contains itself",
        ),
        (json!({ "not": { "$ref": "#/$defs/a" }, "$defs": definition }), "/not/$ref", "copy the definition"),
        (json!({ "if": { "x-expected": {} } }), "/if/x-expected", "move it out"),
        (json!({ "x-expected": { "items": { "x-expected": {} } } }), "/x-expected/items/x-expected", "move it out"),
        (json!({ "x-expected": { "items": { "x-open": true } } }), "/x-expected/items/x-open", "move it out"),
        (json!({ "x-expected": 7 }), "/x-expected", "expected a JSON object"),
        (
            json!({ "properties": { "a": { "x-expected": true } } }),
            "/properties/a/x-expected",
            "expected a JSON object",
        ),
        (json!({ "x-expected": { "minLength": "1" } }), "/x-expected/minLength", "not a JSON Schema"),
        (json!({ "type": "string", "x-expected": { "type": "string" } }), "/x-expected/type", "remove one"),
        (json!({ "x-open": false }), "/x-open", "expected true"),
        (json!({ "x-null": true }), "/x-null", "expected false"),
        (json!({ "items": { "x-null": false } }), "/items/x-null", "only supported at the root"),
        (json!({ "items": { "$id": "urn:a" } }), "/items/$id", "only supported at the root"),
        (json!({ "items": { "$defs": {} } }), "/items/$defs", "only supported at the root"),
        (json!({ "$anchor": "a" }), "/$anchor", "use `$ref`"),
        (json!({ "$dynamicRef": "#a" }), "/$dynamicRef", "use `$ref`"),
        (json!({ "definitions": {} }), "/definitions", "use `$defs`"),
        (json!({ "dependencies": {} }), "/dependencies", "use `dependentRequired`"),
        (json!({ "additionalItems": false }), "/additionalItems", "use `items`"),
        (json!({ "unevaluatedItems": false }), "/unevaluatedItems", "use `items`"),
    ] {
        let error = refusal(&schema);
        assert_eq!(error.pointer, pointer, "{schema}: {error}");
        assert!(error.message.contains(message), "{schema}: {error}");
        assert_eq!(error.to_string(), format!("{} at {pointer}", error.message));
    }
    // The engine finds these, in the schema or in the strict schema.
    for keyword in ["pattern", "format"] {
        for value in ["(", "(?=a)b", r"(a)\1", "a{1000}{1000}{1000}"] {
            refusal(&json!({ keyword: value }));
            refusal(&json!({ "properties": { "a": { "x-expected": { keyword: value } } } }));
            refusal(&json!({ "items": { "items": { keyword: value } } }));
        }
    }
    refusal(&json!({ "patternProperties": { "(": true } }));
}

#[test]
fn definitions_may_be_nested_only_so_deep_and_so_large() {
    let chain = |length: usize| {
        let link = |at: usize| json!({ "properties": { "a": { "$ref": format!("#/$defs/{}", at + 1) } } });
        let mut definitions: Map<_, _> = (0..length).map(|at| (at.to_string(), link(at))).collect();
        definitions.insert(length.to_string(), json!({ "type": "string" }));
        json!({ "$ref": "#/$defs/0", "$defs": definitions })
    };
    compile(&chain(49));
    assert!(refusal(&chain(50)).message.contains("deeper than 100 levels"));
    assert!(refusal(&chain(3000)).message.contains("deeper than 100 levels"));

    // Each definition names the next one ten times: 10^9 copies.
    let wide =
        |at: usize| (0..10).map(move |name| (name.to_string(), json!({ "$ref": format!("#/$defs/{}", at + 1) })));
    let mut definitions: Map<_, _> =
        (0..9).map(|at| (at.to_string(), json!({ "properties": wide(at).collect::<Value>() }))).collect();
    definitions.insert("9".to_owned(), json!({ "x-expected": { "type": "string" } }));
    assert!(refusal(&json!({ "$defs": definitions })).message.contains("larger than 1048576 bytes"));
}

#[test]
fn all_definitions_together_are_bounded() {
    // Each definition alone is below the limit.
    let schema = |copies: usize| {
        let link = |at: usize| json!({ "$ref": format!("#/$defs/d{at}") });
        let pair = |at: usize| json!({ "properties": { "a": link(at - 1), "b": link(at - 1) } });
        let chain = (1..10).map(|at| (format!("d{at}"), pair(at)));
        let copies = (0..copies).map(|at| (format!("x{at}"), json!({ "properties": { "a": link(9) } })));
        let mut definitions: Map<_, _> = chain.chain(copies).collect();
        definitions.insert("d0".to_owned(), json!({ "type": "object" }));
        json!({ "$defs": definitions })
    };
    compile(&schema(4));
    let error = refusal(&schema(200));
    assert!(error.message.contains("larger than 1048576 bytes"), "{error}");
    assert!(error.pointer.starts_with("/$defs/x"), "{error}");
    // An empty schema counts too.
    let definitions = json!({ "empty": { "allOf": vec![json!({}); 5000] } });
    let schema = json!({ "allOf": vec![json!({ "$ref": "#/$defs/empty" }); 40], "$defs": definitions });
    assert!(refusal(&schema).message.contains("larger than 1048576 bytes"));
}

#[test]
fn copies_of_nested_schemas_count() {
    let nested = |keyword: &str, bytes: usize, levels: usize| {
        let text = json!({ "description": "x".repeat(bytes) });
        (0..levels).fold(text, |inner, _| json!({ keyword: inner }))
    };
    compile(&nested("items", 10, 20));
    compile(&nested("items", 10_000, 5));
    for (keyword, bytes, levels) in [("items", 10_000, 12), ("items", 0, 45), ("not", 30_000, 45)] {
        let error = refusal(&nested(keyword, bytes, levels));
        assert!(error.message.contains("larger than 1048576 bytes"), "{error}");
        compile(&nested("additionalProperties", bytes, levels));
    }
}
