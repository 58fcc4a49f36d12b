//! Reading JSON that may have any shape: what does not fit counts as absent.

use serde_json::Value;

/// A string or a number as trimmed text; anything else is empty.
pub(crate) fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The text of one field.
pub(crate) fn field(object: &Value, name: &str) -> String {
    text(object.get(name))
}

/// The items of an array; anything else has none.
pub(crate) fn items<'a>(object: &'a Value, name: &str) -> &'a [Value] {
    object.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The objects of an array that say anything at all.
pub(crate) fn entries<'a>(profile: &'a Value, name: &str) -> Vec<&'a Value> {
    numbered(profile, name).into_iter().map(|(_, entry)| entry).collect()
}

/// The same with their places in the array.
pub(crate) fn numbered<'a>(profile: &'a Value, name: &str) -> Vec<(usize, &'a Value)> {
    let says = |entry: &Value| entry.as_object().is_some_and(|fields| fields.values().any(|value| !is_blank(value)));
    items(profile, name).iter().enumerate().filter(|(_, entry)| says(entry)).collect()
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The name of an employer.
pub(crate) fn employer(entry: &Value) -> String {
    ["name", "company", "organization"].iter().map(|name| field(entry, name)).find(|text| !text.is_empty()).unwrap_or_default()
}
