//! Law 6: any bytes, in every entry point, give an answer; and what is refused says where, within the body.
#![no_main]

use leadhook::{Date, Error, Event, Id, Timestamp, Phone, Rejection, Vendor, normalize, parse, validate};
use libfuzzer_sys::fuzz_target;

fn located(error: &Error, body: &[u8]) {
    let lines = body.split(|&byte| byte == b'\n').count();
    for violation in error.violations() {
        assert!((1..=lines).contains(&violation.line) && (1..=body.len() + 1).contains(&violation.column), "{error}");
        assert!(!violation.message.is_empty());
    }
    assert!((1..=100).contains(&error.violations().len()));
}

fuzz_target!(|body: &[u8]| {
    for &vendor in Vendor::VARIANTS {
        let error = parse(vendor, body).err();
        assert_eq!(error, normalize(vendor, body).err());
        let verdict = validate(vendor, body);
        assert_eq!(error, verdict.error());
        if let Some(error) = error {
            located(&error, body);
            let rejection = Rejection::new(error, body.to_vec()).with_vendor(vendor);
            let json = serde_json::to_string(&rejection).unwrap();
            assert_eq!(serde_json::from_str::<Rejection>(&json).unwrap(), rejection);
        }
    }
    match Vendor::detect(body) {
        Ok(vendor) => assert_eq!(Vendor::detect(body), Some(vendor)),
        Err(error) => located(&error, body),
    }
    if let Err(error) = Event::from_json(body) {
        located(&error, body);
    }
    _ = serde_json::from_slice::<Event>(body);
    _ = serde_json::from_slice::<Rejection>(body);
    if let Ok(text) = std::str::from_utf8(body) {
        assert!(Timestamp::try_from(text).map_or(true, |instant| instant.as_str() == text));
        _ = Date::try_from(text);
        _ = Id::try_from(text).map(|id| id.uuid());
        _ = Phone::from(text).e164();
    }
});
