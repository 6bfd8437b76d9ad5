//! Public types implement the traits that callers expect. The bounds are checked when this file compiles.

use std::error::Error as StdError;
use std::fmt::{Debug, Display};
use std::fs;
use std::hash::Hash;
use std::path::Path;
use std::str::FromStr;

use leadhook::endpoint::{
    AuthenticationError, Builder, ConfigError, Endpoint, HeaderError, HttpStatus, Proof, Received, Secret, SecretError,
    Verification,
};
use leadhook::event::{
    BounceType, Call, CallStatus, Campaign, CampaignChange, Channel, Classification, Contact, ContactChange, EventKey,
    EventKind, EventType, FailureReason, InboundMessage, Lead, LeadStatus, Message, MessageStatus, OpenStatus,
    ParseEventTypeError, ParseSourceError, Person, Reply, Source, Subject, SubjectKey, SubjectKind, UndocumentedName,
    Unknown, Voicemail,
};
use leadhook::json::{Lexer, LexerState, Token, TokenKind};
use leadhook::lifecycle::{
    AnyLifecycle, Fold, FoldIter, Lifecycle, Observed, State, StateMachine, SubjectState, TransitionError,
};
use leadhook::testing::{
    FaultKind, InjectedDrift, InjectedFault, InvalidWebhook, UnknownEventError, Webhook, WebhookOptions,
};
use leadhook::vendors::{
    self, AuthScheme, Delivery, Documented, DocumentedEvent, Encoding, leadnest, leadsail, leadterra, liguelead,
    limecall,
};
use leadhook::{
    Date, DateOrTimestamp, Diagnostic, DiagnosticCode, Diagnostics, Error, ErrorKind, Event, Evidence, Extra, Id,
    Label, Limits, Number, OpenEnum, ParseDateError, ParseEnumError, ParseIdError, ParseTimestampError, Payload, Phone,
    Position, RawBody, Rejection, Schema, SchemaError, SensitiveString, Severity, StringEnum, Timestamp, Vendor,
    Verdict, normalize, validate,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Asserts that each type has all of the bounds.
macro_rules! assert_bounds {
    ([$($bounds:tt)+] $($type:ty),+ $(,)?) => {{
        fn assert<T: $($bounds)+>() {}
        $(assert::<$type>();)+
    }};
}

#[test]
fn every_type_is_send_and_sync() {
    // The root, except the string enums and the errors, which are below.
    assert_bounds!([Send + Sync + Debug + Clone]
        Date, DateOrTimestamp, Diagnostic, Diagnostics, Event, Extra, Id, Label, Limits, Number, OpenEnum<Channel>,
        Payload, Phone, Position, RawBody, Rejection, SensitiveString, Timestamp, Verdict,
        <&'static Extra as IntoIterator>::IntoIter,
    );
    assert_bounds!([Send + Sync + Debug] Schema);
    // `event`
    assert_bounds!([Send + Sync + Debug + Clone + PartialEq]
        Call, Campaign, Contact, EventKey, EventKind, EventType, InboundMessage, Lead, Message, OpenStatus<CallStatus>,
        Person, Reply, Source, Subject, SubjectKey, UndocumentedName, Unknown, Voicemail,
    );
    // `json`
    assert_bounds!([Send + Sync + Debug + Clone] Lexer<'static>, LexerState, Token, TokenKind);
    // `lifecycle`
    assert_bounds!([Send + Sync + Debug + Clone]
        AnyLifecycle<'static>, Fold, FoldIter<'static>, Lifecycle<CallStatus>, Lifecycle<LeadStatus>,
        Lifecycle<MessageStatus>, State, StateMachine, SubjectState<'static>,
    );
    // `vendors`
    assert_bounds!([Send + Sync + Debug + Clone + PartialEq]
        AuthScheme, Delivery, Documented<u32>, DocumentedEvent, vendors::Unknown,
        leadnest::Payload, leadnest::Envelope<leadnest::Email>, leadnest::Sms, leadnest::WhatsApp, leadnest::Subscriber,
        leadsail::Payload, leadsail::Lead, leadsail::LeadData,
        leadterra::Payload, leadterra::Envelope<leadterra::CampaignStarted>, leadterra::MessageSent,
        leadterra::MessageBounced, leadterra::ReplyReceived, leadterra::Lead, leadterra::Reply,
        liguelead::Payload, liguelead::CampaignStatus, liguelead::Campaign, liguelead::Sms, liguelead::Rcs,
        liguelead::Voice,
        limecall::Payload, limecall::Call, limecall::CallStatusUpdate, limecall::Voicemail, limecall::Sms,
    );
    // `endpoint`
    assert_bounds!([Send + Sync + Debug + Clone] Builder, Endpoint, HttpStatus, Proof, Received, Secret, Verification);
    // `testing`
    assert_bounds!([Send + Sync + Debug + Clone + Eq]
        InjectedDrift, InjectedFault, InvalidWebhook, Webhook, WebhookOptions,
    );
}

/// Returns the names of the structs and enums that are declared `pub` below a folder.
fn declared_types(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            names.extend(declared_types(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let declaration = |line: &str| {
                let line = line.trim_start();
                let name = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "))?;
                Some(name.split(|c: char| !c.is_alphanumeric()).next()?.to_owned())
            };
            names.extend(text.lines().filter_map(declaration));
        }
    }
    names
}

#[test]
fn every_public_type_is_in_these_lists() {
    // `ExtraIter` is checked as the `IntoIter` of `&Extra`. `Samples` has a strategy of proptest, which is not `Send`.
    let unlisted = ["ExtraIter", "Samples"];
    let lists: Vec<_> = include_str!("public_types.rs").split(|c: char| !c.is_alphanumeric()).collect();
    let types = declared_types(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(types.len() > 100, "only {} types", types.len());
    for name in types {
        assert!(lists.contains(&name.as_str()) || unlisted.contains(&name.as_str()), "{name} is not listed");
    }
}

#[test]
fn every_error_is_an_error_that_threads_can_share() {
    assert_bounds!([StdError + Send + Sync + 'static] SecretError);
    assert_bounds!([StdError + Send + Sync + Clone + Eq + 'static]
        AuthenticationError, ConfigError, Error, ParseDateError, ParseEnumError, ParseEventTypeError,
        ParseIdError, ParseSourceError, ParseTimestampError, SchemaError, TransitionError<CallStatus>, UnknownEventError,
    );
}

#[test]
fn string_enums_have_every_common_trait() {
    assert_bounds!([
        StringEnum + Copy + Debug + Display + Ord + Hash + AsRef<str> + FromStr<Err = ParseEnumError> + Serialize
            + DeserializeOwned + Send + Sync
    ]
        Vendor, ErrorKind, DiagnosticCode, Severity, Evidence, Observed, Encoding, FaultKind, HeaderError,
        BounceType, CallStatus, CampaignChange, Channel, Classification, ContactChange, FailureReason, LeadStatus,
        MessageStatus, SubjectKind,
        leadnest::EventName, leadnest::EmailState, leadnest::SmsState, leadnest::WhatsAppState,
        leadsail::EventName, leadsail::LeadStatus, leadsail::LeadState,
        leadterra::EventName, leadterra::BounceType, leadterra::Classification, leadterra::MessageState,
        liguelead::EventName, liguelead::Channel, liguelead::SmsStatus, liguelead::RcsStatus, liguelead::VoiceStatus,
        limecall::EventName, limecall::CallStatus, limecall::CallState,
    );
}

#[test]
fn types_with_total_equality_are_eq() {
    assert_bounds!([Eq + Hash]
        AuthScheme, Date, DateOrTimestamp, Diagnostic, Diagnostics, Documented<u32>, DocumentedEvent, Error, EventKey, EventType, Id,
        Label, LexerState, Lifecycle<CallStatus>, Limits, Number, OpenEnum<Channel>, OpenStatus<CallStatus>, Phone, Position, Proof, RawBody,
        Rejection, SensitiveString, Source, Subject, SubjectKey, Timestamp, Token, TokenKind, Verdict, Verification,
    );
    assert_bounds!([Eq] AnyLifecycle<'static>, Delivery, Extra, Fold, State, StateMachine, SubjectState<'static>);
}

#[test]
fn strings_convert_to_and_from_strings() {
    assert_bounds!([AsRef<str> + Display + Serialize + DeserializeOwned]
        Id, Label, OpenEnum<Channel>, Phone, SensitiveString, Timestamp,
    );
    assert_bounds!([From<&'static str>] Label, OpenEnum<Channel>, Phone, SensitiveString);
    assert_bounds!([FromStr + Display + Serialize + DeserializeOwned]
        Date, DateOrTimestamp, EventType, Id, Source, Subject, Timestamp,
    );
    assert_bounds!([Ord] Date, EventType, Id, Label, Phone, Position, SensitiveString, Source, Subject, SubjectKey);
}

#[test]
fn stored_types_have_serde() {
    assert_bounds!([Serialize + DeserializeOwned]
        Diagnostic, DocumentedEvent, Error, Event, Extra, Fold, Lifecycle<MessageStatus>, Number, Position, Rejection,
        SubjectKey,
    );
    assert_bounds!([Serialize] Payload, StateMachine, SubjectState<'static>, Verdict);
}

#[test]
fn collections_iterate_by_reference() {
    let body =
        br#"{"event":"missed_call","call_id":"7","timestamp":"2025-01-30T15:00:00Z","mood":"sad","status":"odd"}"#;
    let event = normalize(Vendor::LimeCall, body).unwrap();
    let fold: Fold = [&event].into_iter().collect();
    assert!((&fold).into_iter().eq(fold.iter()) && fold.iter().len() == fold.len());

    let verdict = validate(Vendor::LimeCall, body);
    let diagnostics = verdict.diagnostics().unwrap();
    assert!(diagnostics.into_iter().eq(diagnostics.iter()) && diagnostics.iter().eq(diagnostics.as_slice()));
    assert_eq!(diagnostics.as_slice().len(), 2);

    let extra = Extra::from_iter([("a".to_owned(), 1.into()), ("b".to_owned(), 2.into())]);
    assert!((&extra).into_iter().eq(extra.iter()) && extra.iter().count() == extra.len());
    assert_eq!(extra.len(), 2);
}
