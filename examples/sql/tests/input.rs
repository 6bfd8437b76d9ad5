//! What comes in: events as they are printed, and anything else.

use leadhook::{Event, Vendor, normalize};
use leadhook_example_sql::{database, fold, load};
use serde_json::json;

fn missed(time: &str) -> Event {
    let body = json!({ "event": "missed_call", "call_id": "7", "timestamp": time });
    normalize(Vendor::LimeCall, body.to_string().as_bytes()).unwrap()
}

#[test]
fn rows_are_printed_as_they_are_documented() {
    let event = json!(missed("2025-01-30T12:00:00-03:00"));
    let mut database = database().unwrap();
    // The last line may or may not have an end.
    load(&mut database, format!("{event}\r\n\n{event}").as_bytes()).unwrap();
    let rows = fold(&database).unwrap();
    let printed = r#"[{"source":"limecall","subject":"7","kind":"call","current":"missed","since":"2025-01-30T15:00:00.000000000Z","seen":{"missed":"2025-01-30T15:00:00.000000000Z"},"other":null,"other_time":null,"conflicts":[]}]"#;
    assert_eq!(serde_json::to_string(&rows).unwrap(), printed);
}

#[track_caller]
fn assert_refused(input: &str, told: &str) {
    let mut database = database().unwrap();
    assert_eq!(load(&mut database, input.as_bytes()).unwrap_err().to_string(), told);
    assert_eq!(fold(&database).unwrap(), [], "all or nothing");
}

#[test]
fn what_cannot_be_loaded_is_told_with_its_line() {
    let event = json!(missed("2025-01-30T15:00:00Z")).to_string();
    for (line, told) in [
        ("null", "expected object, found null (line 2, column 1)"),
        ("{}", "the member \"data\" is missing (line 2, column 1)"),
        (
            &event.replace("\"7\"", "\"8\""),
            "the id is not the one that the rest of the event makes at /id (line 2, column 102)",
        ),
    ] {
        let told = format!("not an event as `leadhook normalize` prints it: {told}");
        assert_refused(&format!("{event}\n{line}\n{event}\n"), &told);
    }

    // A minute before the first year that can be written, and after the last.
    for time in ["0000-01-01T00:00:00+00:01", "9999-12-31T23:59:00-00:01"] {
        let told = "the time lies outside of the years 0 to 9999 in UTC (line 2)";
        assert_refused(&format!("{event}\n{}\n", json!(missed(time))), told);
    }
}
