//! The right answer for one printed résumé, as a JSON Resume object.
//!
//! Only what the composer says it printed gets in; dates have the printed precision.

use crate::date::{Month, Precision, Stretch};
use serde_json::{Map, Value, json};

/// An object that leaves out empty values.
#[derive(Debug, Clone, Default)]
pub struct Object(Map<String, Value>);

impl Object {
    /// Puts `text` under `key` unless it is empty.
    pub fn text(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.0.insert(key.to_owned(), json!(text));
        }
    }

    /// Puts `list` under `key` unless it is empty.
    pub fn list(&mut self, key: &str, list: Vec<Value>) {
        if !list.is_empty() {
            self.0.insert(key.to_owned(), Value::Array(list));
        }
    }

    /// Puts `value` under `key`.
    pub fn value(&mut self, key: &str, value: Value) {
        self.0.insert(key.to_owned(), value);
    }

    /// Puts the two ends of `stretch` in, as far as they are printed.
    pub fn dates(&mut self, stretch: Stretch, precision: Precision) {
        let print = |month| json!(iso(month, precision));
        match stretch {
            Stretch::None => {}
            Stretch::On(end) | Stretch::Expected(end) => self.value("endDate", print(end)),
            Stretch::Closed(start, end) => {
                self.value("startDate", print(start));
                self.value("endDate", print(end));
            }
            Stretch::Open(start) => {
                self.value("startDate", print(start));
                self.value("endDate", Value::Null);
            }
        }
    }

    /// The object as a value.
    #[must_use]
    pub fn done(self) -> Value {
        Value::Object(self.0)
    }
}

fn iso(month: Month, precision: Precision) -> String {
    match precision {
        Precision::Year => month.year().to_string(),
        Precision::Month => format!("{}-{:02}", month.year(), month.month()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_the_printed_precision() {
        let mut object = Object::default();
        object.dates(Stretch::Open(Month::new(2020, 3)), Precision::Month);
        assert_eq!(object.done(), json!({"startDate": "2020-03", "endDate": null}));
        let mut object = Object::default();
        object.dates(Stretch::On(Month::new(2019, 6)), Precision::Year);
        object.text("score", "");
        assert_eq!(object.done(), json!({"endDate": "2019"}));
    }
}
