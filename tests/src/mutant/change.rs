//! What is done to bytes.

use crate::random::Random;

/// Repetition stops here, or making mutants would take longer than reading them.
const LARGEST: usize = 4 << 20;
/// Numbers at which counters, sizes and offsets turn over.
const NUMBERS: [&str; 14] = [
    "0",
    "-1",
    "1",
    "127",
    "255",
    "256",
    "32767",
    "65535",
    "65536",
    "2147483647",
    "-2147483648",
    "4294967295",
    "99999999999999999999",
    "1e39",
];
/// What opens, closes or ends something in one of the formats.
const MARKS: [&str; 32] = [
    "<",
    ">",
    "</",
    "/>",
    "<!--",
    "<![CDATA[",
    "]]>",
    "&#0;",
    "&#x10FFFF;",
    "\"",
    "[",
    "]",
    "<<",
    ">>",
    "(",
    ")",
    "{",
    "}",
    "\\",
    " R",
    "obj",
    "endobj",
    "stream",
    "endstream",
    "BT",
    "ET",
    "Do",
    "\\par",
    "\\bin9999",
    "%%EOF",
    "\u{202e}",
    "\u{301}",
];
/// What can be opened without end.
const OPENINGS: [&str; 12] = [
    "[",
    "<<",
    "<</A ",
    "(",
    "{",
    "{\\*\\a ",
    "<w:tbl><w:tr><w:tc>",
    "<w:sdt><w:sdtContent>",
    "<text:list><text:list-item>",
    "<div>",
    "<table><tr><td>",
    "q ",
];

/// What changes draw on besides the bytes themselves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Changes<'a> {
    /// Another document, to take pieces from.
    pub(super) other: &'a [u8],
}

/// Changes `bytes` in one to six places.
pub(super) fn change(bytes: &mut Vec<u8>, changes: &Changes<'_>, random: &mut Random) {
    for _ in 0..=random.below(6) {
        if bytes.is_empty() {
            bytes.push(b' ');
        }
        change_once(bytes, changes, random);
        bytes.truncate(LARGEST);
    }
}

fn change_once(bytes: &mut Vec<u8>, changes: &Changes<'_>, random: &mut Random) {
    let at = place(bytes, random);
    match random.below(12) {
        0 => flip(bytes, random),
        1 => bytes[at] = random.pick(&[0, 0xFF, 0x80, b'<', b'>', b'(', b' ', b'\n', b'/', b'9']),
        2 if random.chance(0.2) => bytes.truncate(at.max(1)),
        2 | 3 => {
            let end = end_of_piece(bytes, at, random);
            bytes.drain(at..end);
        }
        4 => {
            let piece = bytes[at..end_of_piece(bytes, at, random)].to_vec();
            let times = random.pick(&[1, 1, 2, 10, 300]);
            insert(bytes, at, &piece.repeat(times));
        }
        5 | 6 => {
            let from = place(changes.other, random);
            let piece = &changes.other[from..end_of_piece(changes.other, from, random)];
            insert(bytes, at, piece);
        }
        7 | 8 => inflate_number(bytes, at, random),
        9 => {
            let mark = random.pick(&MARKS);
            insert(bytes, at, mark.as_bytes());
        }
        10 => {
            let times = random.pick(&[2, 70, 3_000]);
            let opening = random.pick(&OPENINGS).repeat(times);
            insert(bytes, at, opening.as_bytes());
        }
        _ => {
            let (end, target) = (end_of_piece(bytes, at, random), place(bytes, random));
            let piece: Vec<u8> = bytes.drain(at..end).collect();
            let target = target.min(bytes.len());
            insert(bytes, target, &piece);
        }
    }
}

fn flip(bytes: &mut [u8], random: &mut Random) {
    for _ in 0..=random.below(8) {
        let at = random.below(bytes.len());
        bytes[at] ^= 1 << random.below(8);
    }
}

/// A place in `bytes`; half of the time where a word, a tag or a line begins, so that what follows still makes sense.
fn place(bytes: &[u8], random: &mut Random) -> usize {
    let at = random.below(bytes.len());
    if random.chance(0.5) { next_boundary(bytes, at).unwrap_or(at) } else { at }
}

fn next_boundary(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes[at..].iter().take(2_000);
    rest.clone().position(|byte| matches!(byte, b'<' | b'\n' | b' ' | b'/' | b'\\')).map(|ahead| at + ahead)
}

/// The end of a piece from `at` on: a few bytes, up to the next boundary, or much.
fn end_of_piece(bytes: &[u8], at: usize, random: &mut Random) -> usize {
    let length = random.pick(&[1, 4, 40, 400, 4_000]);
    let end = (at + 1 + random.below(length)).min(bytes.len());
    if end < bytes.len() && random.chance(0.6) { next_boundary(bytes, end).unwrap_or(end) } else { end }
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    let room = LARGEST.saturating_sub(bytes.len()).min(piece.len());
    bytes.splice(at..at, piece[..room].iter().copied());
}

/// Puts another number in place of the next one.
fn inflate_number(bytes: &mut Vec<u8>, at: usize, random: &mut Random) {
    let Some(start) = bytes[at..].iter().position(u8::is_ascii_digit).map(|ahead| at + ahead) else { return };
    let end = bytes[start..].iter().position(|byte| !byte.is_ascii_digit()).map_or(bytes.len(), |ahead| start + ahead);
    let number = random.pick(&NUMBERS);
    bytes.splice(start..end, number.bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_changes_the_same_way_and_another_seed_differently() {
        let original = b"<w:p><w:r><w:t>Jane Doe 2019</w:t></w:r></w:p>".repeat(20);
        let changed = |seed: u64| {
            let mut bytes = original.clone();
            change(&mut bytes, &Changes { other: b"1 0 obj << /Type /Catalog >> endobj" }, &mut Random::new(seed, 1));
            bytes
        };
        assert_eq!(changed(1), changed(1));
        let different = (0..200).filter(|&seed| changed(seed) != original).count();
        assert!(different > 190, "{different}");
    }

    #[test]
    fn a_number_is_replaced_whole() {
        for lane in 0..20 {
            let mut bytes = b"/Length 4321 >>".to_vec();
            inflate_number(&mut bytes, 3, &mut Random::new(1, lane));
            let text = String::from_utf8(bytes).expect("is ASCII");
            let number = text.strip_prefix("/Length ").and_then(|rest| rest.strip_suffix(" >>"));
            assert!(number.is_some_and(|number| NUMBERS.contains(&number)), "{text}");
        }
    }
}
