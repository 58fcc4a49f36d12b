//! CMaps (ISO 32000-1, 9.7.5 and 9.10.3): codes to character identifiers, and codes to Unicode.

use crate::pdf::content::{Token, Tokens};
use crate::pdf::lexer;
use crate::pdf::value::Value;

/// Entries one map may have; a font has at most 65,536 glyphs.
const MAX_ENTRIES: usize = 1 << 16;

/// Entries that room is made for at once.
const USUAL_ENTRIES: usize = 256;

/// How many maps may build on one another.
const MAX_BASES: usize = 4;

/// What a range of codes maps to.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Target {
    /// The first code maps to this number (a character or an identifier), each next one to the next.
    Counting(u32),
    /// Every code of the range maps to this part of the map's text.
    Text { start: u32, end: u32 },
}

#[derive(Debug, Clone, Copy)]
struct Range {
    first: u32,
    last: u32,
    target: Target,
}

/// How many bytes codes have: a range of codes of one length.
#[derive(Debug, Clone, Copy)]
struct Codespace {
    length: usize,
    first: u32,
    last: u32,
}

/// A parsed CMap.
#[derive(Debug, Default)]
pub(super) struct CMap {
    /// Sorted by first code.
    ranges: Vec<Range>,
    codespaces: Vec<Codespace>,
    text: String,
    pub(super) is_vertical: bool,
    /// Name of the map that the program says it extends.
    uses: Vec<u8>,
    /// That map: what this one is silent about.
    base: Option<Box<CMap>>,
}

/// The section of a CMap file that is being read.
#[derive(Clone, Copy, PartialEq)]
enum Section {
    None,
    Codespace,
    Unicode { is_range: bool },
    Identifiers { is_range: bool },
}

impl CMap {
    /// Reads the CMap in a stream, and those it builds on as far as they are in the file.
    pub(super) fn load(stream: Value<'_>) -> Option<Self> {
        let mut maps = Vec::new();
        let mut next = Some(stream);
        while let Some(stream) = next.filter(|stream| stream.is_dictionary() && maps.len() < MAX_BASES) {
            let Some(program) = super::decoded(stream) else { break };
            let mut map = Self::parse(&program);
            map.is_vertical |= stream.get(b"WMode").and_then(Value::integer) == Some(1);
            next = stream.get(b"UseCMap");
            if let Some(name) = next.and_then(Value::name) {
                map.uses = name.to_vec();
            }
            maps.push(map);
        }
        let is_identity = maps.last()?.uses.starts_with(b"Identity");
        let base = is_identity.then(Self::identity);
        maps.into_iter().rev().fold(base, |base, map| {
            let is_vertical = map.is_vertical || base.as_ref().is_some_and(|base| base.is_vertical) || map.uses.ends_with(b"V");
            Some(Self { is_vertical, base: base.map(Box::new), ..map })
        })
    }

    /// Name of the predefined map that this one, or the last that it builds on, extends; empty where there is none.
    pub(super) fn extends(&self) -> &[u8] {
        let mut map = self;
        while let Some(base) = &map.base {
            map = base;
        }
        &map.uses
    }

    /// Reads a CMap program. What is malformed is left out.
    pub(super) fn parse(program: &[u8]) -> Self {
        // An entry takes some twenty bytes, a range a few more.
        let mut map = Self { ranges: Vec::with_capacity((program.len() / 20).min(USUAL_ENTRIES)), ..Self::default() };
        let mut section = Section::None;
        let mut operands: Vec<Token<'_>> = Vec::with_capacity(4);
        let mut bytes = Vec::new();
        let mut tokens = Tokens::new(program);
        loop {
            if let Section::Unicode { is_range } = section
                && operands.is_empty()
            {
                let place = map.take_plain(program, tokens.place(), is_range);
                tokens.go_to(place);
            }
            let Some(token) = tokens.next() else { break };
            if let Token::Operator(_) = token {
                section = map.enter(tokens.word(), &operands);
                operands.clear();
                continue;
            }
            operands.push(token);
            map.take(section, &mut operands, &mut bytes);
            if operands.len() > 8 {
                operands.clear();
            }
            if map.ranges.len() >= MAX_ENTRIES {
                break;
            }
        }
        // Stable, so that of two entries for one code the later one stands behind, where lookups begin.
        if !map.ranges.is_sorted_by_key(|range| range.first) {
            map.ranges.sort_by_key(|range| range.first);
        }
        map
    }

    /// Takes the entries at `at` that are written in the usual way, codes and single characters in hexadecimal, and tells where others begin.
    fn take_plain(&mut self, program: &[u8], mut at: usize, is_range: bool) -> usize {
        while self.ranges.len() < MAX_ENTRIES
            && let Some((range, end)) = plain_entry(program, at, is_range)
        {
            self.ranges.push(range);
            at = end;
        }
        at
    }

    /// The map that takes each code of two bytes for the character itself.
    pub(super) fn identity() -> Self {
        Self { ranges: vec![Range { first: 0, last: 0xFFFF, target: Target::Counting(0) }], ..Self::default() }
    }

    fn enter(&mut self, word: &[u8], operands: &[Token<'_>]) -> Section {
        match word {
            b"begincodespacerange" => Section::Codespace,
            b"usecmap" => {
                if let [.., Token::Name(name)] = operands {
                    self.uses = name.to_vec();
                }
                Section::None
            }
            b"beginbfchar" => Section::Unicode { is_range: false },
            b"beginbfrange" => Section::Unicode { is_range: true },
            b"begincidchar" => Section::Identifiers { is_range: false },
            b"begincidrange" => Section::Identifiers { is_range: true },
            b"def" => {
                if let [.., Token::Name(b"WMode"), Token::Number(mode)] = operands {
                    self.is_vertical = *mode == 1.0;
                }
                Section::None
            }
            _ => Section::None,
        }
    }

    /// Consumes `operands` when they make an entry of the section. `bytes` is a buffer.
    fn take(&mut self, section: Section, operands: &mut Vec<Token<'_>>, bytes: &mut Vec<u8>) {
        match (section, operands.as_slice()) {
            (Section::Codespace, [Token::String(first), Token::String(last)]) => {
                if let (Some((first, length)), Some((last, _))) = (code(first, bytes), code(last, bytes)) {
                    self.codespaces.push(Codespace { length, first, last });
                }
            }
            (Section::Unicode { is_range: false }, [Token::String(at), target]) => {
                if let Some((at, _)) = code(at, bytes) {
                    self.add_unicode(at, at, *target, bytes);
                }
            }
            (Section::Unicode { is_range: true }, [Token::String(first), Token::String(last), target]) => {
                if let (Some((first, _)), Some((last, _))) = (code(first, bytes), code(last, bytes)) {
                    self.add_unicode_range(first, last, *target, bytes);
                }
            }
            (Section::Identifiers { is_range: false }, [Token::String(at), Token::Number(target)]) => {
                if let Some((at, _)) = code(at, bytes) {
                    self.ranges.push(Range { first: at, last: at, target: Target::Counting(*target as u32) });
                }
            }
            (Section::Identifiers { is_range: true }, [Token::String(first), Token::String(last), Token::Number(target)]) => {
                if let (Some((first, _)), Some((last, _))) = (code(first, bytes), code(last, bytes)) {
                    self.ranges.push(Range { first, last, target: Target::Counting(*target as u32) });
                }
            }
            _ => return,
        }
        operands.clear();
    }

    fn add_unicode_range(&mut self, first: u32, last: u32, target: Token<'_>, bytes: &mut Vec<u8>) {
        let Token::Array(inside) = target else {
            self.add_unicode(first, last, target, bytes);
            return;
        };
        for (code, target) in (first..=last).zip(Tokens::new(inside)) {
            if self.ranges.len() >= MAX_ENTRIES {
                return;
            }
            self.add_unicode(code, code, target, bytes);
        }
    }

    fn add_unicode(&mut self, first: u32, last: u32, target: Token<'_>, bytes: &mut Vec<u8>) {
        let start = self.text.len();
        match target {
            Token::String(raw) => {
                if let Some(letter) = single_letter(raw) {
                    self.ranges.push(Range { first, last, target: Target::Counting(letter) });
                    return;
                }
                bytes.clear();
                lexer::decode_string(raw, bytes);
                push_utf16(bytes, &mut self.text);
            }
            Token::Name(name) => {
                super::names::push_text(name, false, &mut self.text);
            }
            _ => return,
        }
        let mut letters = self.text[start..].chars();
        let target = match (letters.next(), letters.next()) {
            (None, _) => return,
            (Some(letter), None) => {
                self.text.truncate(start);
                Target::Counting(u32::from(letter))
            }
            _ if last > first => return self.add_sequences(first, last, start),
            _ => Target::Text { start: start as u32, end: self.text.len() as u32 },
        };
        self.ranges.push(Range { first, last, target });
    }

    /// A range with targets of several characters: the last character counts up.
    fn add_sequences(&mut self, first: u32, last: u32, start: usize) {
        let pattern = self.text.split_off(start);
        let Some((at, letter)) = pattern.char_indices().next_back() else { return };
        for code in first..=last.min(first.saturating_add(255)) {
            let Some(next) = char::from_u32(u32::from(letter) + (code - first)) else { return };
            let start = self.text.len() as u32;
            self.text.push_str(&pattern[..at]);
            self.text.push(next);
            self.ranges.push(Range { first: code, last: code, target: Target::Text { start, end: self.text.len() as u32 } });
        }
    }

    fn find(&self, code: u32) -> Option<&Range> {
        let behind = self.ranges.partition_point(|range| range.first <= code);
        // Overlapping ranges are rare and short: a few steps back find the one that covers the code.
        self.ranges[..behind].iter().rev().take(8).find(|range| range.last >= code)
    }

    /// The identifier of `code`.
    pub(super) fn identifier(&self, code: u32) -> Option<u32> {
        let Some(range) = self.find(code) else { return self.base.as_ref()?.identifier(code) };
        match range.target {
            Target::Counting(base) => Some(base.saturating_add(code - range.first)),
            Target::Text { .. } => None,
        }
    }

    /// Appends the text of `code`; `false` where the map says nothing useful about it.
    pub(super) fn push_text(&self, code: u32, out: &mut String) -> bool {
        let Some(range) = self.find(code) else { return self.base.as_ref().is_some_and(|base| base.push_text(code, out)) };
        match range.target {
            Target::Counting(base) => {
                let letter =
                    char::from_u32(base.saturating_add(code - range.first)).filter(|letter| *letter != '\0' && *letter != '\u{FFFD}');
                out.extend(letter);
                letter.is_some()
            }
            Target::Text { start, end } => {
                out.push_str(&self.text[start as usize..end as usize]);
                true
            }
        }
    }

    /// Whether the map maps nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.ranges.is_empty() && self.base.as_ref().is_none_or(|base| base.is_empty())
    }

    /// Reads the next code of `bytes`: the code and its length. Two bytes where the map declares nothing that fits.
    pub(super) fn next_code(&self, bytes: &[u8]) -> (u32, usize) {
        let mut value = 0;
        for (index, byte) in bytes.iter().take(4).enumerate() {
            value = value << 8 | u32::from(*byte);
            let length = index + 1;
            if self.has_code(value, length) {
                return (value, length);
            }
        }
        let shortest = self.codespaces.iter().map(|space| space.length).min().unwrap_or(2).min(bytes.len()).max(1);
        (bytes.iter().take(shortest).fold(0, |value, byte| value << 8 | u32::from(*byte)), shortest)
    }

    fn has_code(&self, value: u32, length: usize) -> bool {
        let is_own = self.codespaces.iter().any(|space| space.length == length && space.covers(value));
        is_own || self.base.as_ref().is_some_and(|base| base.has_code(value, length))
    }
}

impl Codespace {
    /// Codespaces are boxes: each byte lies between the bytes of the bounds.
    fn covers(&self, code: u32) -> bool {
        (0..self.length).all(|index| {
            let byte = |value: u32| value >> (8 * index) & 0xFF;
            (byte(self.first)..=byte(self.last)).contains(&byte(code))
        })
    }
}

/// The entry at `at` of a map to Unicode, written as nearly all are, and the place behind it.
fn plain_entry(program: &[u8], at: usize, is_range: bool) -> Option<(Range, usize)> {
    let next = |at: usize| lexer::short_hexadecimal_at(program, lexer::skip_space(program, at));
    let (first, _, end) = next(at)?;
    let (last, end) = if is_range { next(end).map(|(last, _, end)| (last, end))? } else { (first, end) };
    let (letter, _, end) = next(end).filter(|(unit, length, _)| *length == 2 && !is_surrogate(*unit))?;
    Some((Range { first, last, target: Target::Counting(letter) }, end))
}

fn is_surrogate(unit: u32) -> bool {
    (0xD800..0xE000).contains(&unit)
}

/// The character of a string token that writes just one, in a unit of UTF-16: what most entries map to.
fn single_letter(raw: &[u8]) -> Option<u32> {
    lexer::short_hexadecimal(raw).filter(|(unit, length)| *length == 2 && !is_surrogate(*unit)).map(|(unit, _)| unit)
}

/// The code that a string token writes, and its length in bytes. `bytes` is a buffer.
fn code(raw: &[u8], bytes: &mut Vec<u8>) -> Option<(u32, usize)> {
    if let Some(short) = lexer::short_hexadecimal(raw) {
        return Some(short);
    }
    bytes.clear();
    lexer::decode_string(raw, bytes);
    (1..=4).contains(&bytes.len()).then(|| (bytes.iter().fold(0, |value, byte| value << 8 | u32::from(*byte)), bytes.len()))
}

fn push_utf16(bytes: &[u8], out: &mut String) {
    if let [byte] = bytes {
        out.push(char::from(*byte));
        return;
    }
    let (units, _) = bytes.as_chunks();
    // No character stands for two others of which each is the first of its page of Unicode.
    if units.len() > 1 && units.iter().all(|[_, low]| *low == 0) {
        return push_exchanged(units, out);
    }
    let units = units.iter().map(|unit| u16::from_be_bytes(*unit));
    out.extend(char::decode_utf16(units).map(|letter| letter.unwrap_or('\u{FFFD}')));
}

/// The letters of a ligature as Ghostscript 10 writes them: their bytes exchanged, and of three letters, `ffi` and `tti`, the sum of the last
/// two, of which one is like the first.
fn push_exchanged(units: &[[u8; 2]], out: &mut String) {
    let first = units.first().map_or(0, |unit| unit[0]);
    for &[letter, _] in units {
        let third = letter.wrapping_sub(first);
        if !letter.is_ascii() && first.is_ascii_lowercase() && third.is_ascii_lowercase() {
            out.extend([char::from(first), char::from(third)]);
        } else {
            out.push(char::from(letter));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(map: &CMap, code: u32) -> String {
        let mut out = String::new();
        map.push_text(code, &mut out);
        out
    }

    #[test]
    fn characters_ranges_arrays_and_sequences() {
        let map = CMap::parse(
            b"/WMode 1 def 1 begincodespacerange <0000> <FFFF> endcodespacerange
              3 beginbfchar <0003> <0020> <0010> <00660069> <0011> <D83DDE00> endbfchar
              3 beginbfrange <0041> <0043> <0061> <0050> <0052> [<0031> <0032> /eacute] <0060> <0061> <00410030> endbfrange",
        );
        let expected = [
            (3, " "),
            (0x10, "fi"),
            (0x11, "😀"),
            (0x41, "a"),
            (0x43, "c"),
            (0x44, ""),
            (0x51, "2"),
            (0x52, "é"),
            (0x60, "A0"),
            (0x61, "A1"),
        ];
        for (code, letters) in expected {
            assert_eq!(text(&map, code), letters, "{code:x}");
        }
        assert!(map.is_vertical);
    }

    #[test]
    fn letters_of_ligatures_whose_bytes_are_exchanged() {
        let map = CMap::parse(b"3 beginbfrange <01> <01> <74006900> <02> <02> <6600CF00> <03> <03> <7400DD00> endbfrange");
        assert_eq!([1, 2, 3].map(|code| text(&map, code)), ["ti", "ffi", "tti"]);
        let map = CMap::parse(b"1 beginbfchar <01> <7400> endbfchar");
        assert_eq!(text(&map, 1), "\u{7400}");
    }

    #[test]
    fn codes_have_the_length_their_space_says() {
        let map = CMap::parse(
            b"begincodespacerange <00> <80> <8140> <9FFC> endcodespacerange begincidrange <20> <7E> 1 <8140> <817E> 633 endcidrange",
        );
        assert_eq!(map.next_code(b"A\x81\x40"), (0x41, 1));
        assert_eq!(map.next_code(b"\x81\x40"), (0x8140, 2));
        assert_eq!(map.identifier(0x8141), Some(634));
        assert_eq!(map.identifier(0x41), Some(34));
        assert_eq!(CMap::default().next_code(b"\x01\x02\x03"), (0x102, 2));
    }

    #[test]
    fn a_bomb_of_ranges_stays_small() {
        let mut program = b"beginbfrange ".to_vec();
        for _ in 0..100_000 {
            program.extend_from_slice(b"<0000> <FFFF> <00410042> ");
        }
        assert!(CMap::parse(&program).ranges.len() <= MAX_ENTRIES + 256);
    }
}
