//! Injects faults into valid bodies.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use super::vendor_schema::{Shape, VendorSchema, is_within, required, value_of_other_type};
use crate::error::ErrorKind;
use crate::json::{Lexer, MAX_DEPTH, Token, TokenKind, escape_pointer_token};
use crate::value::string_enum;

/// A fault that was injected into a body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InjectedFault {
    /// The kind of fault.
    pub kind: FaultKind,
    /// The JSON Pointer of the expected diagnostic: the wrong value, or the object that lacks a member. It is empty if
    /// the JSON syntax is broken.
    pub pointer: String,
}

string_enum! {
    /// A kind of fault in a body.
    pub enum FaultKind {
        /// A required member is missing.
        MissingMember = "missing_member",
        /// A required member has a type that the schema does not allow.
        WrongType = "wrong_type",
        /// A required timestamp is invalid.
        InvalidTimestamp = "invalid_timestamp",
        /// The JSON ends too early.
        Truncated = "truncated",
        /// Something follows the JSON value.
        TrailingText = "trailing_text",
        /// An object has a repeated member.
        RepeatedMember = "repeated_member",
        /// Values are nested too deeply.
        TooDeep = "too_deep",
        /// A byte is not UTF-8.
        NotUtf8 = "not_utf8",
        /// An escape is only half of a surrogate pair.
        LoneSurrogate = "lone_surrogate",
        /// A string contains a control character without an escape.
        ControlCharacter = "control_character",
    }
}

impl FaultKind {
    /// Returns the kind of error for a body with this fault. If there are several faults, a malformed one hides the
    /// others.
    #[must_use]
    pub fn error_kind(self) -> ErrorKind {
        match self {
            Self::MissingMember | Self::WrongType | Self::InvalidTimestamp => ErrorKind::Invalid,
            Self::Truncated
            | Self::TrailingText
            | Self::RepeatedMember
            | Self::TooDeep
            | Self::NotUtf8
            | Self::LoneSurrogate
            | Self::ControlCharacter => ErrorKind::Malformed,
        }
    }
}

/// The random choices for one fault in the values of a body.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    at: Index,
    value: Value,
    timestamp: &'static str,
}

pub(super) fn choice() -> impl Strategy<Value = Choice> {
    const INVALID_TIMESTAMPS: [&str; 10] = [
        "",
        "yesterday",
        "2026-02-30T12:00:00Z",
        "2026-02-02 12:00:00Z",
        "2026-02-02T12:00:00",
        "2026-02-02T24:00:00Z",
        "2026-02-02T12:00:60Z",
        "20260202T120000Z",
        "+002026-02-02T12:00:00Z",
        "1770033615",
    ];
    let values = vec![json!(null), json!(true), json!(7), json!("word"), json!([]), json!({})];
    (any::<Index>(), select(values), select(&INVALID_TIMESTAMPS[..])).prop_map(|(at, value, timestamp)| Choice {
        at,
        value,
        timestamp,
    })
}

/// A change that makes a body invalid.
enum Break<'c> {
    RemoveMember(&'c str),
    ChangeType,
    InvalidateTimestamp,
}

/// Makes the chosen changes, and returns the faults.
pub(super) fn inject(schema: &VendorSchema, shape: &Shape, body: &mut Value, choices: &[Choice]) -> Vec<InjectedFault> {
    let mut faults: Vec<InjectedFault> = Vec::new();
    for Choice { at, value, timestamp } in choices {
        let sites = schema.sites(shape, body);
        let breaks: Vec<_> = sites
            .iter()
            .flat_map(|site| breaks(site.base, body.pointer(&site.pointer)).map(move |change| (site, change)))
            .collect();
        if breaks.is_empty() {
            break;
        }
        let (site, change) = at.get(&breaks);
        let Some(target) = body.pointer_mut(&site.pointer) else { continue };
        let (kind, changed) = match change {
            Break::RemoveMember(name) => {
                target.as_object_mut().and_then(|members| members.remove(*name));
                (FaultKind::MissingMember, format!("{}/{}", site.pointer, escape_pointer_token(name)))
            }
            Break::ChangeType => {
                *target = value_of_other_type(site.base, value);
                (FaultKind::WrongType, site.pointer.clone())
            }
            Break::InvalidateTimestamp => {
                *target = (*timestamp).into();
                (FaultKind::InvalidTimestamp, site.pointer.clone())
            }
        };
        let fault = InjectedFault { kind, pointer: site.pointer.clone() };
        // If a member that selects the shape is wrong, the schema does not check the rest of the body.
        if shape.chosen_by.iter().any(|(pointer, _)| is_within(pointer, &changed)) {
            return vec![fault];
        }
        faults.retain(|fault| !is_within(&fault.pointer, &changed));
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }
    faults
}

fn breaks<'c>(schema: &'c Value, value: Option<&Value>) -> impl Iterator<Item = Break<'c>> {
    let present = |name: &&str| value.is_some_and(|value| value.get(name).is_some());
    let removals: Vec<_> = required(schema).filter(present).map(Break::RemoveMember).collect();
    let has_type = schema.get("type").is_some();
    let is_time = value.is_some_and(Value::is_string) && schema.get("format").is_some();
    removals
        .into_iter()
        .chain(has_type.then_some(Break::ChangeType))
        .chain(is_time.then_some(Break::InvalidateTimestamp))
}

/// Returns a strategy for the random choices for one fault in the JSON syntax of a body.
pub(super) fn text_choice() -> impl Strategy<Value = (FaultKind, Index)> {
    let kinds: Vec<_> =
        FaultKind::VARIANTS.iter().copied().filter(|kind| kind.error_kind() == ErrorKind::Malformed).collect();
    (select(kinds), any::<Index>())
}

/// Breaks the JSON syntax of a body that is an object. `at` selects one of its objects or any position.
pub(super) fn inject_in_text(body: &mut Vec<u8>, kind: FaultKind, at: Index) -> Option<InjectedFault> {
    let objects = object_starts(body);
    let (&root, &last) = (objects.first()?, objects.last()?);
    let object = if last == root { root } else { objects[at.index(objects.len())] };
    let anywhere = root + at.index(body.len() - root);
    let mut insert = |at: usize, text: &[u8]| _ = body.splice(at..at, text.iter().copied());
    match kind {
        FaultKind::Truncated => {
            let close = body.iter().rposition(|&byte| byte == b'}')?;
            body.truncate(root + at.index(close + 1 - root));
        }
        FaultKind::TrailingText => body.extend_from_slice([&b"{}"[..], b"]", b",", b"x"][at.index(4)]),
        FaultKind::RepeatedMember => insert(object, br#""event":1,"event":2,"#),
        FaultKind::TooDeep => {
            let nested = [b"\"deep\":".to_vec(), b"[".repeat(MAX_DEPTH), b"]".repeat(MAX_DEPTH), b",".to_vec()];
            insert(object, &nested.concat());
        }
        FaultKind::NotUtf8 => insert(anywhere, b"\xFF"),
        FaultKind::LoneSurrogate => insert(object, br#""half":"\ud800","#),
        FaultKind::ControlCharacter => insert(object, b"\"control\":\"\x1B\","),
        FaultKind::MissingMember | FaultKind::WrongType | FaultKind::InvalidTimestamp => return None,
    }
    Some(InjectedFault { kind, pointer: String::new() })
}

/// Returns the offsets after the opening brackets of the objects that have members. Empty if the body is not an object.
fn object_starts(body: &[u8]) -> Vec<usize> {
    let mut tokens = Lexer::new(body).peekable();
    let is = |token: Option<&Token>, kind| token.is_some_and(|token| token.kind == kind);
    if !is(tokens.peek(), TokenKind::ObjectStart) {
        return Vec::new();
    }
    let mut starts = Vec::new();
    while let Some(token) = tokens.next() {
        if token.kind == TokenKind::ObjectStart && is(tokens.peek(), TokenKind::String) {
            starts.push(token.range.end);
        }
    }
    starts
}
