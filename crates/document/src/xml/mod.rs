//! What the XML formats share: decoding parts, a tolerant pull parser, attributes by local name.

mod reader;

use std::borrow::Cow;

use quick_xml::events::{BytesRef, BytesStart};

use self::reader::Attributes;
pub(crate) use self::reader::Reader;

/// Whether a part that begins with `bytes` is UTF-8 without a mark, as nearly all are.
pub(crate) fn is_utf8(bytes: &[u8]) -> bool {
    let is_marked = matches!(bytes, [0xEF, 0xBB, 0xBF, ..] | [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [b'<', 0, ..] | [0, b'<', ..]);
    !is_marked && declared_encoding(bytes).is_none_or(|encoding| encoding == encoding_rs::UTF_8)
}

/// The text of a part: UTF-8 unless a mark, its first bytes or its declaration say otherwise.
pub(crate) fn decode(bytes: Vec<u8>) -> String {
    match bytes.as_slice() {
        [0xEF, 0xBB, 0xBF, ..] => into_utf8(bytes[3..].to_vec()),
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => encoding_rs::UTF_16LE.decode(&bytes).0.into_owned(),
        [0xFE, 0xFF, ..] | [0, b'<', ..] => encoding_rs::UTF_16BE.decode(&bytes).0.into_owned(),
        _ => match declared_encoding(&bytes) {
            Some(encoding) if encoding != encoding_rs::UTF_8 => encoding.decode(&bytes).0.into_owned(),
            _ => into_utf8(bytes),
        },
    }
}

/// The text of a part that is UTF-8; what is damaged is replaced. Sound bytes, as nearly all are, are looked through quicker than
/// [`String::from_utf8_lossy`] does it.
pub(crate) fn into_utf8(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn declared_encoding(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = bytes.get(..bytes.len().min(128))?;
    let declaration = head.strip_prefix(b"<?xml")?;
    let at = memchr::memmem::find(declaration, b"encoding=")? + 10;
    let label = declaration.get(at..)?.split(|byte| matches!(byte, b'"' | b'\'' | b'?')).next()?;
    encoding_rs::Encoding::for_label(label)
}

/// The value of the attribute with this local name, whatever its prefix.
pub(crate) fn attribute<'a>(element: &'a BytesStart<'_>, local_name: &str) -> Option<Cow<'a, str>> {
    Attributes::of(element).find(|(name, _)| local(name) == local_name).map(|(_, value)| unescape(value))
}

/// Every attribute by local name.
pub(crate) fn attributes<'a>(element: &'a BytesStart<'_>) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> {
    Attributes::of(element).map(|(name, value)| (local(name), unescape(value)))
}

/// The local name of an element.
pub(crate) fn name<'a>(element: &'a BytesStart<'_>) -> &'a str {
    local(element.name().into_inner())
}

/// A name without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.bytes().position(|byte| byte == b':').map_or(name, |at| &name[at + 1..])
}

fn unescape(value: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', value.as_bytes()).is_none() {
        return Cow::Borrowed(value);
    }
    quick_xml::escape::unescape(value).unwrap_or(Cow::Borrowed(value))
}

/// The character an entity or character reference stands for; entities that a file declares itself stand for nothing.
pub(crate) fn referenced(reference: &BytesRef<'_>) -> Option<char> {
    match &**reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => reference.resolve_char_ref().ok().flatten(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_decode(bytes: &[u8], expected: &str) {
        assert_eq!(decode(bytes.to_vec()), expected);
    }

    #[test]
    fn parts_decode_whatever_their_encoding() {
        check_decode("<a>é</a>".as_bytes(), "<a>é</a>");
        check_decode(b"\xEF\xBB\xBF<a/>", "<a/>");
        check_decode(b"\xFF\xFE<\0a\0/\0>\0", "<a/>");
        check_decode(b"\0<\0a\0/\0>", "<a/>");
        check_decode(b"<?xml version='1.0' encoding='windows-1252'?><a>\xE9</a>", "<?xml version='1.0' encoding='windows-1252'?><a>é</a>");
        check_decode(b"<a>\xE9</a>", "<a>\u{FFFD}</a>");
    }

    #[test]
    fn attributes_are_found_by_local_name() {
        let element = BytesStart::from_content("w:p ns:val=\"a&amp;b\" plain='x' broken", 3);
        assert_eq!(attribute(&element, "val").as_deref(), Some("a&b"));
        assert_eq!(attribute(&element, "plain").as_deref(), Some("x"));
        assert_eq!(attribute(&element, "missing"), None);
    }
}
