//! What the file says of itself (ISO 32000-1, 14.3).

use super::file::File;
use super::value::Value;
use crate::Metadata;

/// Reads the information dictionary and the catalogue's language.
pub(super) fn read<'f>(file: &'f File<'f>) -> Metadata {
    let information = file.trailer(b"Info");
    let text = |key: &[u8]| information.and_then(|information| information.get(key)).and_then(Value::text).filter(|text| !text.is_empty());
    let date = |key: &[u8]| text(key).and_then(|date| iso_date(&date));
    Metadata {
        title: text(b"Title"),
        author: text(b"Author"),
        producer: text(b"Producer"),
        creator: text(b"Creator"),
        language: file.root().and_then(|root| root.get(b"Lang")).and_then(Value::text).filter(|language| !language.is_empty()),
        created: date(b"CreationDate"),
        modified: date(b"ModDate"),
    }
}

/// `D:20240530085457+02'00'` as `2024-05-30T08:54:57+02:00`; what is missing at the end stays missing (7.9.4).
fn iso_date(date: &str) -> Option<String> {
    let digits = date.trim().strip_prefix("D:").unwrap_or(date.trim());
    let number = |from: usize, low: u32, high: u32| {
        let part = digits.get(from..from + 2)?;
        let value = part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u32>().ok())??;
        (low..=high).contains(&value).then_some(part)
    };
    let year = digits.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()) && *year >= "1900")?;
    let Some(month) = number(4, 1, 12) else { return Some(year.to_owned()) };
    let Some(day) = number(6, 1, 31) else { return Some(format!("{year}-{month}")) };
    let (Some(hour), Some(minute)) = (number(8, 0, 23), number(10, 0, 59)) else { return Some(format!("{year}-{month}-{day}")) };
    let second = number(12, 0, 59).unwrap_or("00");
    let zone = match digits.as_bytes().get(14) {
        Some(sign @ (b'+' | b'-')) => {
            let minutes = number(18, 0, 59).or_else(|| number(17, 0, 59)).unwrap_or("00");
            number(15, 0, 23).map_or(String::new(), |hours| format!("{}{hours}:{minutes}", char::from(*sign)))
        }
        Some(b'Z') => "Z".to_owned(),
        _ => String::new(),
    };
    Some(format!("{year}-{month}-{day}T{hour}:{minute}:{second}{zone}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_become_iso() {
        let cases = [
            ("D:20240530085457Z", Some("2024-05-30T08:54:57Z")),
            ("D:20240530085457+02'00'", Some("2024-05-30T08:54:57+02:00")),
            ("D:20240530085457-0500", Some("2024-05-30T08:54:57-05:00")),
            ("20240530", Some("2024-05-30")),
            ("D:2024", Some("2024")),
            ("D:20241399", Some("2024")),
            ("yesterday", None),
            ("", None),
        ];
        for (date, expected) in cases {
            assert_eq!(iso_date(date).as_deref(), expected, "{date}");
        }
    }
}
