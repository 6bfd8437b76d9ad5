//! Faults put into bodies that had none.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use super::vendor_schema::{VendorSchema, Shape, required, types};
use crate::error::ErrorKind;
use crate::json::{Lexer, MAX_DEPTH, Token, TokenKind, escape_pointer_token};
use crate::value::{string_enum, type_of};

/// A fault that was put into a body on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InjectedFault {
    /// What was broken.
    pub kind: FaultKind,
    /// The JSON Pointer that a violation tells for it: of what was broken, of the object that lacks a member, or empty
    /// where the JSON itself was broken.
    pub pointer: String,
}

string_enum! {
    /// How a body can be broken.
    pub enum FaultKind {
        /// A required member is missing.
        MissingMember = "missing_member",
        /// A value has a type that its schema does not allow.
        WrongType = "wrong_type",
        /// A point in time or a day is none.
        InvalidTimestamp = "invalid_timestamp",
        /// An id is empty.
        EmptyId = "empty_id",
        /// The text ends too early.
        Truncated = "truncated",
        /// Something follows the document.
        TrailingText = "trailing_text",
        /// An object has a member twice.
        RepeatedMember = "repeated_member",
        /// Values are nested too deep.
        TooDeep = "too_deep",
        /// A byte is no UTF-8.
        NotUtf8 = "not_utf8",
        /// An escape is half a surrogate pair.
        HalfSurrogate = "half_surrogate",
        /// A control character stands in a string as it is.
        ControlCharacter = "control_character",
    }
}

impl FaultKind {
    /// What a body with this fault is refused as. Of several faults, a malformed one hides the others.
    #[must_use]
    pub fn error_kind(self) -> ErrorKind {
        match self {
            Self::MissingMember | Self::WrongType | Self::InvalidTimestamp | Self::EmptyId => ErrorKind::Invalid,
            Self::Truncated
            | Self::TrailingText
            | Self::RepeatedMember
            | Self::TooDeep
            | Self::NotUtf8
            | Self::HalfSurrogate
            | Self::ControlCharacter => ErrorKind::Malformed,
        }
    }
}

/// What chance decides of one fault in what a body says.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    at: Index,
    value: Value,
    text: &'static str,
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
    (any::<Index>(), select(values), select(&INVALID_TIMESTAMPS[..])).prop_map(|(at, value, text)| Choice {
        at,
        value,
        text,
    })
}

enum Break<'c> {
    Drop(&'c str),
    Retype,
    Untime,
    Empty,
}

/// Breaks what was chosen.
pub(super) fn inject(schema: &VendorSchema, shape: &Shape, body: &mut Value, choices: &[Choice]) -> Vec<InjectedFault> {
    let mut faults: Vec<InjectedFault> = Vec::new();
    for Choice { at, value, text } in choices {
        let sites = schema.sites(shape, body);
        let breaks: Vec<_> = sites
            .iter()
            .flat_map(|site| breaks(site.schema, body.pointer(&site.pointer)).map(move |broken| (site, broken)))
            .collect();
        if breaks.is_empty() {
            break;
        }
        let (site, broken) = at.get(&breaks);
        let Some(place) = body.pointer_mut(&site.pointer) else { continue };
        let (kind, touched) = match broken {
            Break::Drop(name) => {
                place.as_object_mut().and_then(|members| members.remove(*name));
                (FaultKind::MissingMember, format!("{}/{}", site.pointer, escape_pointer_token(name)))
            }
            Break::Retype => {
                *place = wrong(site.schema, value);
                (FaultKind::WrongType, site.pointer.clone())
            }
            Break::Untime => {
                *place = (*text).into();
                (FaultKind::InvalidTimestamp, site.pointer.clone())
            }
            Break::Empty => {
                *place = "".into();
                (FaultKind::EmptyId, site.pointer.clone())
            }
        };
        let fault = InjectedFault { kind, pointer: site.pointer.clone() };
        // Without what chose the shape, nothing else that was broken counts.
        if shape.chosen_by.iter().any(|(pointer, _)| is_within(pointer, &touched)) {
            return vec![fault];
        }
        faults.retain(|fault| !is_within(&fault.pointer, &touched));
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }
    faults
}

/// Whether a pointer leads to a place or further in.
fn is_within(pointer: &str, place: &str) -> bool {
    pointer.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn breaks<'c>(schema: &'c Value, value: Option<&Value>) -> impl Iterator<Item = Break<'c>> {
    let present = |name: &&str| value.is_some_and(|value| value.get(name).is_some());
    let drops: Vec<_> = required(schema).filter(present).map(Break::Drop).collect();
    let is_text = value.is_some_and(Value::is_string);
    let mut readings = schema["anyOf"].as_array().into_iter().flatten().chain([schema]);
    let is_time = is_text && readings.any(|reading| reading.get("format").is_some());
    let is_id = is_text && schema.get("minLength").is_some();
    drops
        .into_iter()
        .chain([Break::Retype])
        .chain(is_time.then_some(Break::Untime))
        .chain(is_id.then_some(Break::Empty))
}

/// A value of a type that the schema does not allow: the one given, if it is such.
fn wrong(schema: &Value, value: &Value) -> Value {
    let types = types(schema);
    let is_wrong = |value: &Value| !types.contains(&type_of(value));
    let others = [json!({}), json!([]), json!(true)];
    [value].into_iter().chain(&others).find(|value| is_wrong(value)).cloned().unwrap_or_default()
}

/// What chance decides of one fault in how a body is written.
pub(super) fn in_text() -> impl Strategy<Value = (FaultKind, Index)> {
    let kinds: Vec<_> =
        FaultKind::VARIANTS.iter().copied().filter(|kind| kind.error_kind() == ErrorKind::Malformed).collect();
    (select(kinds), any::<Index>())
}

/// Breaks the text of a body that is an object, in one of its objects or anywhere.
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
        FaultKind::HalfSurrogate => insert(object, br#""half":"\ud800","#),
        FaultKind::ControlCharacter => insert(object, b"\"control\":\"\x1B\","),
        FaultKind::MissingMember | FaultKind::WrongType | FaultKind::InvalidTimestamp | FaultKind::EmptyId => {
            return None;
        }
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
