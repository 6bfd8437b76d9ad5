//! Serializes the same JSON value in different ways.

use serde_json::Value;

/// Writes a value as JSON. `choices` decides the order of members, white space and escapes. If it is empty, the JSON is
/// compact.
pub(super) fn write(value: &Value, choices: &[u8]) -> String {
    let mut writer = Writer { choices: choices.iter().cycle().copied(), text: String::new() };
    writer.value(value);
    writer.text
}

struct Writer<I> {
    choices: I,
    text: String,
}

impl<I: Iterator<Item = u8>> Writer<I> {
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
                self.sequence('{', '}', members, |writer, (name, member)| {
                    writer.space();
                    writer.string(name);
                    writer.space();
                    writer.text.push(':');
                    writer.value(member);
                });
            }
            Value::Array(elements) => self.sequence('[', ']', elements, Self::value),
            Value::String(text) => self.string(text),
            Value::Null | Value::Bool(_) | Value::Number(_) => self.text.push_str(&value.to_string()),
        }
        self.space();
    }

    fn sequence<T>(
        &mut self,
        open: char,
        close: char,
        items: impl IntoIterator<Item = T>,
        write_item: impl Fn(&mut Self, T),
    ) {
        self.text.push(open);
        for (at, item) in items.into_iter().enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            write_item(self, item);
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
