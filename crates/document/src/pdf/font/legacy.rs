//! Predefined CMaps of East Asian fonts (ISO 32000-1, 9.7.5.2), by way of the character encodings they are named after.
//!
//! Their identifiers say nothing without tables of many thousand rows; their codes say it all.

use encoding_rs::Encoding;

/// What the codes of a predefined CMap are.
#[derive(Debug, Clone, Copy)]
pub(super) enum Legacy {
    Utf16,
    Utf8,
    Utf32,
    /// A multi-byte encoding of the web's.
    Encoded(&'static Encoding),
    /// Rows and cells of JIS X 0208 or KS X 1001 without escape: 7 bits each, the encoding with both high bits set.
    RowCell(&'static Encoding),
}

impl Legacy {
    /// The codes of the CMap called `name`; `None` for Identity and names unknown.
    pub(super) fn from_name(name: &[u8]) -> Option<Self> {
        let name = std::str::from_utf8(name).ok()?;
        let stem = name.strip_suffix("-H").or_else(|| name.strip_suffix("-V")).unwrap_or(name);
        let is_any = |parts: &[&str]| parts.iter().any(|part| stem.contains(part));
        Some(match stem {
            "H" | "V" | "Ext" | "Add" => Self::RowCell(encoding_rs::EUC_JP),
            "KSC" => Self::RowCell(encoding_rs::EUC_KR),
            "GB" => Self::RowCell(encoding_rs::GBK),
            _ if is_any(&["UCS2", "UTF16"]) => Self::Utf16,
            _ if is_any(&["UTF8"]) => Self::Utf8,
            _ if is_any(&["UTF32"]) => Self::Utf32,
            _ if is_any(&["RKSJ"]) => Self::Encoded(encoding_rs::SHIFT_JIS),
            _ if is_any(&["GBK", "GBpc", "GB-EUC", "GBKp"]) => Self::Encoded(encoding_rs::GBK),
            _ if is_any(&["KSC", "UHC"]) => Self::Encoded(encoding_rs::EUC_KR),
            _ if is_any(&["B5", "HKscs", "ETen"]) => Self::Encoded(encoding_rs::BIG5),
            "EUC" => Self::Encoded(encoding_rs::EUC_JP),
            _ => return None,
        })
    }

    /// Reads one code of `bytes`, which are not empty: appends its text and returns its length.
    pub(super) fn next(self, bytes: &[u8], out: &mut String) -> usize {
        match self {
            Self::Utf16 => next_utf16(bytes, out),
            Self::Utf32 => {
                let code = bytes.first_chunk().copied().map(u32::from_be_bytes);
                out.push(code.and_then(char::from_u32).unwrap_or('\u{FFFD}'));
                4
            }
            Self::Utf8 => {
                let length = match bytes[0] {
                    0..=0x7F => 1,
                    0x80..=0xDF => 2,
                    0xE0..=0xEF => 3,
                    _ => 4,
                };
                out.push_str(&String::from_utf8_lossy(&bytes[..length.min(bytes.len())]));
                length
            }
            Self::Encoded(encoding) => {
                // Katakana of one byte stand between the lead bytes of Shift JIS.
                let is_single = bytes[0] < 0x81 || encoding == encoding_rs::SHIFT_JIS && (0xA0..0xE0).contains(&bytes[0]);
                let length = if is_single { 1 } else { 2 }.min(bytes.len());
                out.push_str(&encoding.decode_without_bom_handling(&bytes[..length]).0);
                length
            }
            Self::RowCell(encoding) => {
                let length = bytes.len().min(2);
                let high: Vec<u8> = bytes[..length].iter().map(|byte| byte | 0x80).collect();
                out.push_str(&encoding.decode_without_bom_handling(&high).0);
                length
            }
        }
    }
}

fn next_utf16(bytes: &[u8], out: &mut String) -> usize {
    let unit = |at: usize| Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?));
    let Some(first) = unit(0) else { return 1 };
    let units = [first, unit(2).unwrap_or(0)];
    let is_pair = (0xD800..0xDC00).contains(&first) && (0xDC00..0xE000).contains(&units[1]);
    let count = if is_pair { 2 } else { 1 };
    out.extend(char::decode_utf16(units[..count].iter().copied()).map(|letter| letter.unwrap_or('\u{FFFD}')));
    2 * count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, bytes: &[u8], expected: &str) {
        let legacy = Legacy::from_name(name.as_bytes()).expect("a known map");
        let (mut rest, mut out) = (bytes, String::new());
        while !rest.is_empty() {
            let length = legacy.next(rest, &mut out);
            rest = rest.get(length..).unwrap_or_default();
        }
        assert_eq!(out, expected, "{name}");
    }

    #[test]
    fn codes_are_characters_of_their_encoding() {
        check("UniGB-UCS2-H", b"\x4F\x60\x59\x7D", "你好");
        check("UniJIS-UTF16-V", b"\x65\xE5\x67\x2C", "日本");
        check("90ms-RKSJ-H", b"\x93\xFA\x96\x7BA\xB1", "日本Aｱ");
        check("GBK-EUC-H", b"\xC4\xE3\xBA\xC3 ok", "你好 ok");
        check("KSCms-UHC-H", b"\xC7\xD1", "한");
        check("ETen-B5-H", b"\xA7\x41", "你");
        check("EUC-H", b"\xC6\xFC", "日");
        check("H", b"\x46\x7C", "日");
        assert!(Legacy::from_name(b"Identity-H").is_none());
    }
}
