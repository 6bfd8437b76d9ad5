//! What the example reads and prints.

use std::error::Error as _;

use leadhook::{Event, Position, Vendor, normalize};
use leadhook_example_sql::{LoadError, create_database, fold, load};
use serde_json::json;

fn missed_call(time: &str) -> Event {
    let body = json!({ "event": "missed_call", "call_id": "7", "timestamp": time });
    normalize(Vendor::LimeCall, body.to_string().as_bytes()).unwrap()
}

#[test]
fn rows_are_printed_as_documented() {
    let event = json!(missed_call("2025-01-30T12:00:00-03:00"));
    let mut database = create_database().unwrap();
    // The last line may lack a newline.
    load(&mut database, format!("{event}\r\n\n{event}").as_bytes()).unwrap();
    let rows = fold(&database).unwrap();
    let expected = r#"[{"source":"limecall","subject":"7","kind":"call","current":"missed","since":"2025-01-30T15:00:00.000000000Z","reports":{"missed":"2025-01-30T15:00:00.000000000Z"},"undocumented":null,"undocumented_time":null,"conflicts":[]}]"#;
    assert_eq!(serde_json::to_string(&rows).unwrap(), expected);
}

/// Loads input that must fail, and returns the error.
#[track_caller]
fn load_error(input: &str) -> LoadError {
    let mut database = create_database().unwrap();
    let error = load(&mut database, input.as_bytes()).unwrap_err();
    assert_eq!(fold(&database).unwrap(), [], "all or nothing");
    error
}

#[test]
fn an_error_has_the_position_in_the_input() {
    let event = json!(missed_call("2025-01-30T15:00:00Z")).to_string();
    let other = event.replace(r#""call_id":"7""#, r#""call_id":["7"]"#);
    for (line, pointer, column) in [("null", "", 1), ("{}", "", 1), (&other, "/data/call_id", 20)] {
        let error = load_error(&format!("{event}\n{line}\n{event}\n"));
        assert_eq!(error.to_string(), "input is not the output of `leadhook normalize`");
        let LoadError::Event(cause) = &error else { panic!("{error:?}") };
        let diagnostic = &cause.diagnostics()[0];
        assert_eq!((diagnostic.pointer.as_str(), diagnostic.position), (pointer, Position { line: 2, column }));
        assert_eq!(error.source().unwrap().to_string(), cause.to_string());
    }

    // One minute before the first year that the table can hold, and one after the last.
    for time in ["0000-01-01T00:00:00+00:01", "9999-12-31T23:59:00-00:01"] {
        let error = load_error(&format!("{event}\n{}\n", json!(missed_call(time))));
        assert_eq!(error.to_string(), "the time in line 2 is outside of the years 0 to 9999 in UTC");
        assert!(error.source().is_none());
    }
}
