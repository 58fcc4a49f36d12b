//! Objects of a PDF, looked at in place and resolved on demand.

use std::borrow::Cow;

use super::file::File;
use super::lexer;
use super::objects::Found;

/// How many references may follow one another before a chain counts as a loop.
const MAX_HOPS: usize = 16;

/// One object, still as bytes: a view into the file or into an inflated object stream.
///
/// Every question is answered from the bytes; a question that does not fit the object's kind gives `None` or nothing.
#[derive(Clone, Copy)]
pub(super) struct Value<'f> {
    file: &'f File<'f>,
    /// Starts at the object and runs to the end of its source, so that a stream's data can be reached from its dictionary.
    raw: &'f [u8],
    /// Number of the indirect object it is, 0 for a direct one.
    id: u32,
    /// Number and generation of the indirect object it stands in, which its strings are enciphered for; 0 in object streams.
    owner: (u32, u16),
}

impl<'f> Value<'f> {
    /// An object that is enciphered for nobody.
    pub(super) fn new(file: &'f File<'f>, raw: &'f [u8], id: u32) -> Self {
        let start = lexer::skip_space(raw, 0);
        Self { file, raw: raw.get(start..).unwrap_or_default(), id, owner: (0, 0) }
    }

    /// The object that the model found for the number `id`.
    pub(super) fn found(file: &'f File<'f>, found: Found<'f>, id: u32) -> Self {
        let owner = found.generation.map_or((0, 0), |generation| (id, generation));
        Self { owner, ..Self::new(file, found.bytes, id) }
    }

    /// A part of this object.
    #[inline]
    fn part(self, raw: &'f [u8]) -> Self {
        Self { raw, id: 0, ..self }
    }

    /// Number and generation that its data is enciphered for; 0 for nobody.
    pub(super) fn owner(self) -> (u32, u16) {
        self.owner
    }

    /// Number of the indirect object it is, 0 for a direct one.
    pub(super) fn id(self) -> u32 {
        self.id
    }

    /// Its bytes and whatever follows them.
    pub(super) fn raw(self) -> &'f [u8] {
        self.raw
    }

    /// The file it stands in.
    pub(super) fn file(self) -> &'f File<'f> {
        self.file
    }

    /// Follows references to the object itself.
    #[inline]
    pub(super) fn resolve(self) -> Self {
        // A reference begins with a number, and few objects are one.
        if self.raw.first().is_some_and(u8::is_ascii_digit) { self.follow() } else { self }
    }

    fn follow(self) -> Self {
        let mut value = self;
        for _ in 0..MAX_HOPS {
            let Some((id, _)) = lexer::reference(value.raw, 0) else { return value };
            match self.file.object(id) {
                Some(target) => value = target,
                None => break,
            }
        }
        self.part(b"null")
    }

    /// The object itself, as [`Value::resolve`]; `None` where that is null.
    #[inline]
    pub(super) fn present(self) -> Option<Self> {
        Some(self.resolve()).filter(|value| !value.is_null())
    }

    /// The entry `key` of a dictionary, resolved.
    pub(super) fn get(self, key: &[u8]) -> Option<Self> {
        self.get_direct(key).and_then(Self::present)
    }

    /// The entries `keys` of a dictionary as they stand, perhaps references, found in one pass.
    pub(super) fn get_each<const N: usize>(self, keys: [&[u8]; N]) -> [Option<Self>; N] {
        let mut found = [None; N];
        for (name, raw) in self.raw_entries() {
            if let Some(at) = keys.iter().position(|key| *key == name) {
                found[at].get_or_insert(raw);
            }
        }
        found.map(|raw| raw.map(|raw| self.part(raw)))
    }

    /// The entry `key` of a dictionary as it stands, perhaps a reference.
    #[inline]
    pub(super) fn get_direct(self, key: &[u8]) -> Option<Self> {
        self.find(key).map(|raw| self.part(raw))
    }

    /// Where the entry `key` stands. A place is handed back in registers, which a value is too large for.
    fn find(self, key: &[u8]) -> Option<&'f [u8]> {
        self.raw_entries().find(|(name, _)| *name == key).map(|(_, raw)| raw)
    }

    /// The number of the object that a reference names.
    pub(super) fn reference(self) -> Option<u32> {
        lexer::reference(self.raw, 0).map(|(id, _)| id)
    }

    pub(super) fn is_null(self) -> bool {
        self.raw.starts_with(b"null") || self.raw.is_empty()
    }

    pub(super) fn is_dictionary(self) -> bool {
        self.raw.starts_with(b"<<")
    }

    pub(super) fn is_array(self) -> bool {
        self.raw.starts_with(b"[")
    }

    #[inline]
    pub(super) fn number(self) -> Option<f64> {
        number(self.raw)
    }

    pub(super) fn integer(self) -> Option<i64> {
        self.number().map(|value| value as i64)
    }

    /// A name's bytes, escapes still in place where they were written.
    pub(super) fn name(self) -> Option<&'f [u8]> {
        self.raw.starts_with(b"/").then(|| lexer::name(self.raw, 0).0)
    }

    /// A string's bytes, decrypted where the file is encrypted.
    pub(super) fn string(self) -> Option<Vec<u8>> {
        let end = match (self.raw.first()?, self.raw.get(1)) {
            (b'(', _) => lexer::skip_literal(self.raw, 0),
            (b'<', next) if next != Some(&b'<') => lexer::skip_hexadecimal(self.raw, 0),
            _ => return None,
        };
        let mut out = Vec::with_capacity(end);
        lexer::decode_string(&self.raw[..end], &mut out);
        if let (id @ 1.., generation) = self.owner
            && let Some(cipher) = self.file.cipher()
        {
            cipher.decipher_string(&mut out, id, generation);
        }
        Some(out)
    }

    /// The elements of an array as they stand, perhaps references.
    pub(super) fn elements_direct(self) -> impl Iterator<Item = Self> {
        let mut at = if self.is_array() { 1 } else { self.raw.len() };
        std::iter::from_fn(move || {
            at = lexer::skip_space(self.raw, at);
            let start = self.raw.get(at..).filter(|rest| !rest.is_empty() && !matches!(rest[0], b']' | b'>'))?;
            at = lexer::skip_object(self.raw, at);
            Some(self.part(start))
        })
    }

    /// The elements of an array, resolved.
    pub(super) fn elements(self) -> impl Iterator<Item = Self> {
        let mut at = if self.is_array() { 1 } else { self.raw.len() };
        // No reference ends before this place.
        let mut plain_until = 0;
        std::iter::from_fn(move || {
            at = lexer::skip_space(self.raw, at);
            let start = self.raw.get(at..).filter(|rest| !rest.is_empty() && !matches!(rest[0], b']' | b'>'))?;
            // Most arrays are long ones of numbers: what is no reference is not asked twice.
            if !lexer::is_regular(start[0]) {
                at = lexer::skip_object(self.raw, at);
                return Some(self.part(start));
            }
            if at >= plain_until {
                plain_until = at + memchr::memchr2(b'R', b']', start).unwrap_or(start.len());
            }
            if self.raw.get(plain_until) == Some(&b'R')
                && let Some((id, end)) = lexer::reference(self.raw, at)
            {
                at = end;
                return Some(self.target(id));
            }
            at = lexer::skip_word(self.raw, at);
            Some(self.part(start))
        })
    }

    /// What a reference to the object `id` leads to in the end.
    fn target(self, id: u32) -> Self {
        self.file.object(id).map_or(self.part(b"null"), Self::resolve)
    }

    /// Up to `N` numbers of an array; `None` where there are fewer.
    pub(super) fn numbers<const N: usize>(self) -> Option<[f64; N]> {
        let mut numbers = [0.0; N];
        let mut elements = self.elements();
        for slot in &mut numbers {
            *slot = elements.next()?.number()?;
        }
        Some(numbers)
    }

    /// The entries of a dictionary, values as they stand.
    pub(super) fn entries(self) -> impl Iterator<Item = (&'f [u8], Self)> {
        self.raw_entries().map(move |(name, raw)| (name, self.part(raw)))
    }

    /// The same, with the place that each value begins at.
    fn raw_entries(self) -> impl Iterator<Item = (&'f [u8], &'f [u8])> {
        let mut at = if self.is_dictionary() { 2 } else { self.raw.len() };
        std::iter::from_fn(move || {
            loop {
                at = lexer::skip_space(self.raw, at);
                match self.raw.get(at)? {
                    b'/' => break,
                    b'>' => return None,
                    // Garbage between entries is stepped over, as all readers do, unless it ends the object.
                    _ if self.raw[at..].starts_with(b"endobj") || self.raw[at..].starts_with(b"stream") => return None,
                    _ => at = lexer::skip_object(self.raw, at),
                }
            }
            let (name, end) = lexer::name(self.raw, at);
            let start = lexer::skip_space(self.raw, end);
            at = start;
            // A key without a value, as in `/A /B 1 >>` cut short, has nothing to skip.
            if self.raw.get(start) != Some(&b'>') || self.raw.get(start + 1) != Some(&b'>') {
                at = lexer::skip_object(self.raw, start);
            }
            Some((name, self.raw.get(start..).unwrap_or_default()))
        })
    }

    /// The text of a text string.
    pub(super) fn text(self) -> Option<String> {
        self.string().map(|bytes| decode_text(&bytes))
    }
}

/// The number that `raw` begins with.
fn number(raw: &[u8]) -> Option<f64> {
    lexer::number(raw, 0).map(|(value, _)| value)
}

/// The text of a text string's bytes: UTF-16 with a mark, UTF-8 with a mark, else PDFDocEncoding (here: Windows-1252, which agrees in
/// all letters).
pub(super) fn decode_text(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        [0xFF, 0xFE, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0,
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest),
        rest => encoding_rs::WINDOWS_1252.decode_without_bom_handling(rest).0,
    };
    text.trim_matches(|letter: char| letter == '\0' || letter.is_whitespace()).to_owned()
}

/// A name with its `#xx` escapes undone.
pub(super) fn unescape(name: &[u8]) -> Cow<'_, [u8]> {
    if !name.contains(&b'#') {
        return Cow::Borrowed(name);
    }
    let mut out = Vec::with_capacity(name.len());
    let mut at = 0;
    while let Some(&byte) = name.get(at) {
        let escape = (byte == b'#').then(|| Some((lexer::digit(*name.get(at + 1)?)?, lexer::digit(*name.get(at + 2)?)?))).flatten();
        match escape {
            Some((high, low)) => {
                out.push(high << 4 | low);
                at += 3;
            }
            None => {
                out.push(byte);
                at += 1;
            }
        }
    }
    Cow::Owned(out)
}
