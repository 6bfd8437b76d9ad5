//! Law 6: every entry point returns for any bytes, and an error has positions inside the body.
#![no_main]

use leadhook::{
    Date, Error, ErrorKind, Event, Id, Phone, Position, Rejection, Timestamp, Vendor, normalize, parse, validate,
};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fn assert_positions(error: &Error, body: &[u8]) {
    let lines = body.split(|&byte| byte == b'\n').count();
    for diagnostic in error.diagnostics() {
        let Position { line, column } = diagnostic.position;
        assert!((1..=lines).contains(&line) && (1..=body.len() + 1).contains(&column), "{error}");
        assert!(!diagnostic.message.is_empty());
    }
    assert!((1..=100).contains(&error.diagnostics().as_slice().len()));
}

/// Asserts that a body has the vendor that documents its event name.
fn assert_detection(body: &[u8]) {
    let value: Option<Value> = serde_json::from_slice(body).ok();
    let name = value.as_ref().and_then(|value| value["event"].as_str());
    let documents = |vendor: &Vendor| name.is_some_and(|name| vendor.event_names().contains(&name));
    match Vendor::detect(body) {
        Ok(vendor) => {
            let is_malformed = parse(vendor, body).is_err_and(|error| error.kind() == ErrorKind::Malformed);
            assert!(is_malformed || documents(&vendor));
        }
        Err(error) => {
            assert_positions(&error, body);
            assert!(error.kind() == ErrorKind::Malformed || !Vendor::VARIANTS.iter().any(documents));
        }
    }
}

fuzz_target!(|body: &[u8]| {
    for &vendor in Vendor::VARIANTS {
        let error = parse(vendor, body).err();
        assert_eq!(error, normalize(vendor, body).err());
        let verdict = validate(vendor, body);
        assert_eq!(error, verdict.error());
        if let Some(error) = error {
            assert_positions(&error, body);
            let rejection = Rejection::new(error, body.to_vec()).with_source(vendor.into());
            let json = serde_json::to_string(&rejection).unwrap();
            assert_eq!(serde_json::from_str::<Rejection>(&json).unwrap(), rejection);
        }
    }
    assert_detection(body);
    if let Err(error) = Event::from_json(body) {
        assert_positions(&error, body);
    }
    _ = serde_json::from_slice::<Event>(body);
    _ = serde_json::from_slice::<Rejection>(body);
    if let Ok(text) = std::str::from_utf8(body) {
        assert!(Timestamp::try_from(text).map_or(true, |timestamp| timestamp.as_str() == text));
        _ = Date::try_from(text);
        _ = Id::try_from(text).map(|id| id.to_uuid());
        _ = Phone::from(text).as_e164();
    }
});
