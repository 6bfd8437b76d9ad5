//! The many ways to write the same JSON.

use serde_json::Value;

/// Writes a value as `choices` say: the order of members, white space, escapes. Without choices it is written as short
/// as can be.
pub(super) fn write(value: &Value, choices: &[u8]) -> String {
    let mut speller = Speller { choices: choices.iter().cycle().copied(), text: String::new() };
    speller.value(value);
    speller.text
}

struct Speller<I> {
    choices: I,
    text: String,
}

impl<I: Iterator<Item = u8>> Speller<I> {
    fn choose(&mut self) -> u8 {
        self.choices.next().unwrap_or_default()
    }

    fn space(&mut self) {
        let space = match self.choose() % 8 {
            1 => " ",
            2 => "\n  ",
            3 => "\r\n\t",
            _ => "",
        };
        self.text.push_str(space);
    }

    fn value(&mut self, value: &Value) {
        self.space();
        match value {
            Value::Object(members) => {
                let mut members: Vec<_> = members.iter().collect();
                let shift = usize::from(self.choose()) % members.len().max(1);
                members.rotate_left(shift);
                self.listed('{', '}', members, |speller, (name, member)| {
                    speller.space();
                    speller.string(name);
                    speller.space();
                    speller.text.push(':');
                    speller.value(member);
                });
            }
            Value::Array(elements) => self.listed('[', ']', elements, Self::value),
            Value::String(text) => self.string(text),
            Value::Null | Value::Bool(_) | Value::Number(_) => self.text.push_str(&value.to_string()),
        }
        self.space();
    }

    fn listed<T>(&mut self, open: char, close: char, items: impl IntoIterator<Item = T>, each: impl Fn(&mut Self, T)) {
        self.text.push(open);
        for (at, item) in items.into_iter().enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            each(self, item);
        }
        self.text.push(close);
    }

    fn string(&mut self, text: &str) {
        let plain = Value::from(text).to_string();
        match self.choose() % 16 {
            1 => self.text.push_str(&plain.replace('/', "\\/")),
            2 => {
                self.text.push('"');
                self.text.extend(text.encode_utf16().map(|unit| format!("\\u{unit:04x}")));
                self.text.push('"');
            }
            _ => self.text.push_str(&plain),
        }
    }
}
