//! Masks the values of a body: only its structure and its documented values are shown.

use std::collections::HashSet;

use leadhook::json::{Lexer, TokenKind};
use leadhook::{Label, Vendor};
use serde::de::IgnoredAny;
use serde_json::Number;

/// The most digits of a number that cannot be a phone number.
const MAX_DIGITS: usize = 4;

/// The values that are not masked.
pub(crate) struct Mask {
    documented: HashSet<&'static str>,
}

impl Mask {
    /// Creates the mask for the bodies of a vendor, or of any vendor.
    pub(crate) fn new(vendor: Option<Vendor>) -> Self {
        let vendors = vendor.as_ref().map_or(Vendor::VARIANTS, std::slice::from_ref);
        let documented = |vendor: &Vendor| vendor.documented_values().into_iter().flatten().chain(vendor.event_names());
        Self { documented: vendors.iter().flat_map(documented).collect() }
    }

    /// Replaces every character that may be personal data by a star. Lines and columns stay the same.
    ///
    /// In text that is not JSON, no string is shown, because a missing quote turns values into names.
    pub(crate) fn apply(&self, text: &str) -> String {
        let is_json = serde_json::from_str::<IgnoredAny>(text).is_ok();
        let mut masked = String::with_capacity(text.len());
        let (mut end, mut previous) = (0, None);
        let mut tokens = Lexer::new(text.as_bytes()).peekable();
        while let Some(token) = tokens.next() {
            let next = tokens.peek().map(|token| token.kind);
            // White space.
            masked.push_str(&text[end..token.range.start]);
            end = token.range.end;
            let string = &text[token.range];
            let is_shown = match token.kind {
                TokenKind::ObjectStart
                | TokenKind::ObjectEnd
                | TokenKind::ArrayStart
                | TokenKind::ArrayEnd
                | TokenKind::Colon
                | TokenKind::Comma => true,
                TokenKind::String if next == Some(TokenKind::Colon) => {
                    is_json && Label::from(without_quotes(string)).is_identifier()
                }
                TokenKind::String => is_json && self.documented.contains(without_quotes(string)),
                // The groups of a phone number are short too, so a number is shown only between delimiters.
                TokenKind::Scalar => {
                    matches!(previous, None | Some(TokenKind::ArrayStart | TokenKind::Colon | TokenKind::Comma))
                        && matches!(next, None | Some(TokenKind::ArrayEnd | TokenKind::ObjectEnd | TokenKind::Comma))
                        && is_plain(string)
                }
                TokenKind::Error => false,
            };
            if is_shown {
                masked.push_str(string);
            } else {
                push_stars(string, &mut masked);
            }
            previous = Some(token.kind);
        }
        masked.push_str(&text[end..]);
        masked
    }
}

/// Returns a string without its quotes, and anything else as it is.
fn without_quotes(token: &str) -> &str {
    let inner = token.strip_prefix('"').unwrap_or(token);
    inner.strip_suffix('"').unwrap_or(inner)
}

/// Returns true if a token is a literal, or a number that is too short for a phone number.
fn is_plain(token: &str) -> bool {
    let digits = token.bytes().filter(u8::is_ascii_digit).count();
    matches!(token, "true" | "false" | "null") || token.parse::<Number>().is_ok() && digits <= MAX_DIGITS
}

fn push_stars(token: &str, masked: &mut String) {
    let inner = without_quotes(token);
    let (open, close) = if token.starts_with('"') { ("\"", &token[1 + inner.len()..]) } else { ("", "") };
    masked.push_str(open);
    masked.extend(inner.chars().map(|character| if character == '\n' { '\n' } else { '*' }));
    masked.push_str(close);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_masked(text: &str, masked: &str) {
        assert_eq!(Mask::new(Some(Vendor::LimeCall)).apply(text), masked);
    }

    #[test]
    fn names_documented_values_and_short_numbers_are_shown() {
        assert_masked(
            r#"{"event":"missed_call", "status": "missed","first":"missed you","n":[1,-2.5e3,true,null,"",{}]}"#,
            r#"{"event":"missed_call", "status": "missed","first":"**********","n":[1,-2.5e3,true,null,"",{}]}"#,
        );
        assert_masked(r#""missed""#, r#""missed""#);
        assert_masked("[1234, 12345, 1.23456, 1e10]", "[1234, *****, *******, 1e10]");
    }

    #[test]
    fn names_that_are_not_identifiers_are_masked() {
        assert_masked(
            r#"{"ava@example.com":1,"a b" : 2,"+15550107777":3,"é":4,"":5,"ok_1":6,"missed\u005f":7}"#,
            r#"{"***************":1,"***" : 2,"************":3,"*":4,"":5,"ok_1":6,"************":7}"#,
        );
    }

    #[test]
    fn strings_with_escapes_are_masked() {
        assert_masked(r#"["miss\u0065d","\"","\\","a\\\"b","\n"]"#, r#"["***********","**","**","******","**"]"#);
    }

    #[test]
    fn values_of_other_vendors_are_shown_only_if_the_vendor_is_unknown() {
        let other = r#"["email.opened"]"#;
        assert_masked(other, r#"["************"]"#);
        assert_eq!(Mask::new(None).apply(other), other);
        assert_eq!(Mask::new(None).apply(r#"["missed_call"]"#), r#"["missed_call"]"#);
    }

    #[test]
    fn only_the_structure_of_text_that_is_not_json_is_shown() {
        assert_masked("nonsense", "********");
        assert_masked(r#"{"event":"missed_call",}"#, r#"{"*****":"***********",}"#);
        assert_masked("{\"a\": \"Ava\nSmith", "{\"*\": \"***\n*****");
        assert_masked("[true, 12, nil, 12345 ,null]]", "[true, 12, ***, ***** ,null]]");
        assert_masked("[1 555 010 7777]", "[* *** *** ****]");
        assert_masked(r#"{"to: "+1 555 010 7777"}"#, r#"{"****"** *** *** ****"*"#);
        assert_masked(r#"{"to: 1 555 010 7777}"#, r#"{"*******************"#);
    }

    #[test]
    fn masking_keeps_lines_and_columns_of_any_text() {
        let parts = ["\"", "\\", "{", "}", "[", ":", ",", " ", "\n", "\t", "é", "日", "\u{202e}", "7", "true", "\0"];
        for first in parts {
            for second in parts {
                for third in parts {
                    let text = [first, second, third, second, first].concat();
                    let shape = |text: &str| text.split('\n').map(|line| line.chars().count()).collect::<Vec<_>>();
                    let masked = Mask::new(None).apply(&text);
                    assert_eq!(shape(&masked), shape(&text), "{text:?}");
                    assert!(!masked.contains(['é', '日', '\u{202e}', '\0', '\\']), "{text:?}: {masked:?}");
                }
            }
        }
    }
}
