//! The characters of a text file whose encoding nobody tells.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Decodes `bytes`: by its mark, by the pattern of its zero bytes, as UTF-8 where it is, else by statistics. Second, whether some
/// bytes stand for no character in that encoding.
pub(crate) fn decode(bytes: &[u8]) -> (String, bool) {
    if let Some(text) = utf32(bytes) {
        return (text, false);
    }
    let encoding = marked(bytes).or_else(|| wide(bytes)).unwrap_or_else(|| guess(bytes));
    let (text, _, is_broken) = encoding.decode(bytes);
    (text.into_owned(), is_broken)
}

/// The beginning of a text of two bytes a character, for a look at what kind of text it is; `None` for any other.
pub(crate) fn wide_start(bytes: &[u8]) -> Option<String> {
    let start = bytes.get(..8192).unwrap_or(bytes);
    let encoding = marked(start).filter(|encoding| *encoding != UTF_8).or_else(|| wide(start))?;
    Some(encoding.decode(start).0.into_owned())
}

fn marked(bytes: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_bom(bytes).map(|(encoding, _)| encoding)
}

/// UTF-32 is too rare for encoding_rs, yet editors still write it.
fn utf32(bytes: &[u8]) -> Option<String> {
    let (body, is_little) = match bytes {
        [0xFF, 0xFE, 0, 0, body @ ..] => (body, true),
        [0, 0, 0xFE, 0xFF, body @ ..] => (body, false),
        _ => return None,
    };
    let unit = |chunk: &[u8]| {
        let bytes = <[u8; 4]>::try_from(chunk).unwrap_or_default();
        if is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) }
    };
    Some(body.chunks_exact(4).map(|chunk| char::from_u32(unit(chunk)).unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// UTF-16 without a mark: Latin letters leave every second byte zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..4096).unwrap_or(bytes);
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count() * 4;
    let (even, odd) = (zeros(0), zeros(1));
    match sample.len() {
        0..4 => None,
        length if odd > length && even * 8 < odd => Some(UTF_16LE),
        length if even > length && odd * 8 < even => Some(UTF_16BE),
        _ => None,
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0x1B) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &str) {
        assert_eq!(decode(bytes).0, expected);
    }

    #[test]
    fn text_is_decoded_whatever_its_encoding() {
        check("Zoë Müller".as_bytes(), "Zoë Müller");
        check(b"\xEF\xBB\xBFJane", "Jane");
        check(b"\xFF\xFEJ\0a\0", "Ja");
        check(b"\xFE\xFF\0J\0a", "Ja");
        check(b"J\0a\0n\0e\0 \0D\0o\0e\0", "Jane Doe");
        check(b"\xFF\xFE\0\0J\0\0\0", "J");
        check(b"Jos\xE9 Garc\xEDa, Espa\xF1a, Curr\xEDculum", "José García, España, Currículum");
    }

    #[test]
    fn statistics_tell_scripts_apart() {
        let cyrillic = encoding_rs::WINDOWS_1251.encode("Опыт работы: инженер-программист в компании").0.into_owned();
        check(&cyrillic, "Опыт работы: инженер-программист в компании");
        let japanese = encoding_rs::SHIFT_JIS.encode("職務経歴書 ソフトウェアエンジニアとして勤務しました。").0.into_owned();
        check(&japanese, "職務経歴書 ソフトウェアエンジニアとして勤務しました。");
    }
}
