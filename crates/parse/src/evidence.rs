//! The profile while it is built: every value with the place it was read from.

mod area;
mod calibration;
mod path;

use vitae_document::{Document, Span};
use vitae_model::{BoundingBox, Confidence, Evidence, Profile};

use crate::date::Dates;
use crate::layout::Layout;
use crate::lent::{Lent, lend};

pub(crate) use area::n_visible;
pub(crate) use path::{Part, Path};

/// Collects a profile and, beside it, where each of its values was read.
///
/// Fields are set in [`Builder::profile`] by whoever reads them; [`Builder::mark`] then says where. Marks may come in any order.
#[derive(Debug)]
pub(crate) struct Builder<'a> {
    document: &'a Document,
    layout: &'a Layout,
    /// What has been understood so far.
    pub(crate) profile: Profile,
    marks: Lent<Vec<Mark>>,
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    path: Path,
    span: Span,
    confidence: f32,
}

lend!(Mark);

impl<'a> Builder<'a> {
    /// Begins an empty profile of `document`, whose reading order is `layout`.
    pub(crate) fn new(document: &'a Document, layout: &'a Layout) -> Self {
        Self { document, layout, profile: Profile::default(), marks: Lent::default() }
    }

    /// The text in reading order.
    pub(crate) fn layout(&self) -> &'a Layout {
        self.layout
    }

    /// What reads the dates of this document.
    pub(crate) fn dates(&self) -> Dates {
        Dates::in_language(self.profile.meta.language.as_deref())
    }

    /// The positioned runs.
    pub(crate) fn document(&self) -> &'a Document {
        self.document
    }

    /// Says that the value at `path` was read from `span` of [`Layout::text`]. An empty span leaves no mark.
    pub(crate) fn mark(&mut self, path: Path, span: Span, confidence: f32) {
        if !span.is_empty() {
            self.marks.push(Mark { path, span, confidence });
        }
    }

    /// The page, counted from 0, and the area on it where `span` stands.
    pub(crate) fn place_of(&self, span: Span) -> Option<(u16, BoundingBox)> {
        area::locate(self.document, self.layout, span)
    }

    /// Whether something of `span` has been read as a value.
    pub(crate) fn is_marked(&self, span: Span) -> bool {
        self.marks.iter().any(|mark| mark.span.start < span.end && span.start < mark.span.end)
    }

    /// Reads `span` as a value: lines joined, hyphenated words mended, marks it and hands it back; none where only blanks stand there.
    pub(crate) fn read(&mut self, path: Path, span: Span, confidence: f32) -> Option<String> {
        let value = joined(self.layout.slice(span));
        if value.is_empty() {
            return None;
        }
        self.mark(path, span, confidence);
        Some(value)
    }

    /// The profile, and the evidence in the profile's order; `calibrated` says whether confidence is what was learnt of how often values
    /// are right, or what the reader felt.
    pub(crate) fn finish(mut self, calibrated: bool) -> (Profile, Vec<Evidence>) {
        self.marks.sort_by_cached_key(|mark| mark.path.rank());
        if calibrated {
            for mark in self.marks.iter_mut() {
                mark.confidence = calibration::calibrated(mark.path, mark.confidence);
            }
        }
        let mut evidence = Vec::with_capacity(self.marks.len());
        evidence.extend(self.marks.iter().filter_map(|mark| self.evidence(mark)));
        (self.profile, evidence)
    }

    fn evidence(&self, mark: &Mark) -> Option<Evidence> {
        let (page, area) = area::locate(self.document, self.layout, mark.span)?;
        Some(Evidence {
            pointer: mark.path.pointer(),
            page: u32::from(page) + 1,
            area,
            text: spaced(self.layout.slice(mark.span)),
            confidence: Confidence::new(mark.confidence),
        })
    }
}

/// `text` on one line: white space becomes single spaces, a word hyphenated at a line's end is mended.
///
/// A hyphen before a line break is dropped between two lower-case letters, kept otherwise (`e-\nMail`, `2019-\n2020`).
pub(crate) fn joined(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    join_into(text, &mut value);
    value
}

/// The same, only to be looked at.
pub(crate) fn shown(text: &str) -> Lent<String> {
    let mut value = Lent::default();
    join_into(text, &mut value);
    value
}

/// The same into `value`, which is cleared first.
pub(crate) fn join_into(text: &str, value: &mut String) {
    value.clear();
    // Most text is of one line.
    if !text.bytes().fold(false, |any, byte| any | (byte == b'\n')) {
        return push_spaced(text, value);
    }
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let starts_low = line.chars().next().is_some_and(char::is_lowercase);
        let mut before = value.chars().rev();
        match (before.next(), before.next()) {
            (Some('-' | '\u{2010}'), Some(letter)) if starts_low && letter.is_lowercase() => {
                value.pop();
            }
            (Some('-' | '\u{2010}'), Some(letter)) if !letter.is_whitespace() => {}
            (Some(_), _) => value.push(' '),
            (None, _) => {}
        }
        push_spaced(line, value);
    }
}

/// `text` with single spaces between its words.
fn spaced(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    push_spaced(text, &mut value);
    value
}

fn push_spaced(text: &str, value: &mut String) {
    let text = trimmed(text);
    // Most text is spaced well already, or but for a line's end.
    let blanks = Blanks::of(text);
    if blanks.are_single && !blanks.any_wide {
        if !blanks.any_break {
            return value.push_str(text);
        }
        for (n_parts, part) in text.split(|symbol: char| symbol.is_ascii() && is_break(symbol as u8)).enumerate() {
            if n_parts > 0 {
                value.push(' ');
            }
            value.push_str(part);
        }
        return;
    }
    for (n_words, word) in text.split_whitespace().enumerate() {
        if n_words > 0 {
            value.push(' ');
        }
        value.push_str(word);
    }
}

/// `text` without white space at its ends: most has none.
fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim(),
    }
}

/// What white space a text has.
struct Blanks {
    /// None follows another.
    are_single: bool,
    /// Line breaks, tabs and the like.
    any_break: bool,
    /// Some beyond ASCII.
    any_wide: bool,
}

/// Bytes that are looked at at once.
const BLOCK: usize = 16;

impl Blanks {
    const DOUBLE: u8 = 1;
    const BREAK: u8 = 2;
    const WIDE: u8 = 4;

    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut seen = [0; BLOCK];
        let behind = bytes.get(1..).unwrap_or_default();
        for (block, next) in bytes.as_chunks().0.iter().zip(behind.as_chunks().0) {
            Self::look(block, next, &mut seen);
        }
        match (bytes[..behind.len()].last_chunk(), behind.last_chunk()) {
            // What is seen twice counts once.
            (Some(block), Some(next)) => Self::look(block, next, &mut seen),
            _ => {
                let mut padded = [b'-'; BLOCK + 1];
                padded[..bytes.len()].copy_from_slice(bytes);
                if let (Some(block), Some(next)) = (padded.first_chunk(), padded.last_chunk()) {
                    Self::look(block, next, &mut seen);
                }
            }
        }
        let seen = seen.iter().fold(0, |all, seen| all | seen);
        let may_be_wide = seen & Self::WIDE != 0;
        let any_wide = may_be_wide && text.chars().any(|symbol| !symbol.is_ascii() && symbol.is_whitespace());
        Self { are_single: seen & Self::DOUBLE == 0, any_break: seen & Self::BREAK != 0, any_wide }
    }

    /// Adds what `block` shows, each of whose bytes goes before that of `next`.
    fn look(block: &[u8; BLOCK], next: &[u8; BLOCK], seen: &mut [u8; BLOCK]) {
        let is_blank = |byte: u8| (byte == b' ') | is_break(byte);
        for (seen, (byte, next)) in seen.iter_mut().zip(block.iter().zip(next)) {
            *seen |= if is_blank(*byte) & is_blank(*next) { Self::DOUBLE } else { 0 };
            *seen |= if is_break(*byte) { Self::BREAK } else { 0 };
            // White space beyond ASCII begins with one of these.
            *seen |= if (*byte == 0xC2) | (byte.wrapping_sub(0xE1) < 3) { Self::WIDE } else { 0 };
        }
    }
}

/// Whether a byte is white space of ASCII other than a blank.
fn is_break(byte: u8) -> bool {
    byte.wrapping_sub(b'\t') < 5
}

#[cfg(test)]
mod tests {
    use vitae_document::{Role, Run};

    use super::*;
    use crate::layout::{Cell, Line, Style};

    fn run(document: &mut Document, text: &str, left: f32, top: f32) -> Run {
        Run {
            span: document.push_text(text),
            area: BoundingBox { left, top, right: left + 10.0 * text.chars().count() as f32, bottom: top + 10.0 },
            baseline: top + 8.0,
            size: 10.0,
            ..Run::default()
        }
    }

    /// Two lines of one cell each, one run each.
    fn two_lines() -> (Document, Layout) {
        let mut document = Document::default();
        let mut layout = Layout::default();
        for (row, text) in ["Engineer, ACME", "Berlin"].into_iter().enumerate() {
            let run = run(&mut document, text, 0.0, 20.0 * row as f32);
            document.runs.push(run);
            let index = row as u32;
            layout.runs.push(index);
            layout.cells.push(Cell {
                span: run.span,
                first_run: index,
                end_run: index + 1,
                area: run.area,
                style: Style::default(),
                table: None,
                bullet: false,
                lead: None,
            });
            layout.lines.push(Line {
                first_cell: index,
                end_cell: index + 1,
                page: 0,
                region: 0,
                area: run.area,
                baseline: run.baseline,
                gap: 0.0,
                indent: 0.0,
                bullet: None,
                role: Role::Body,
                ruled: false,
                continues: false,
            });
        }
        layout.text = document.text.clone();
        (document, layout)
    }

    #[test]
    fn evidence_comes_in_the_profiles_order_with_the_place_of_each_value() {
        let (document, layout) = two_lines();
        let mut builder = Builder::new(&document, &layout);
        let place = builder.read(Path::entry(Part::Work, 0, "location"), Span { start: 15, end: 21 }, 0.9);
        assert_eq!(place.as_deref(), Some("Berlin"));
        builder.read(Path::entry(Part::Work, 0, "name"), Span { start: 10, end: 14 }, 0.5);
        builder.read(Path::basics("name"), Span { start: 3, end: 3 }, 0.5);
        let (_, evidence) = builder.finish(false);
        let told: Vec<_> = evidence.iter().map(|one| (one.pointer.as_str(), one.text.as_str(), one.page)).collect();
        assert_eq!(told, [("/work/0/name", "ACME", 1), ("/work/0/location", "Berlin", 1)]);
        // Capitals are wide: the four letters take more than four fourteenths of the line.
        assert!((evidence[0].area.left - 85.7).abs() < 0.1 && evidence[0].area.right == 140.0);
    }

    #[test]
    fn a_value_over_two_lines_covers_both() {
        let (document, layout) = two_lines();
        let (page, area) = area::locate(&document, &layout, Span { start: 10, end: 21 }).expect("it lies on the page");
        assert_eq!((page, area.left, area.top, area.right, area.bottom), (0, 0.0, 0.0, 140.0, 30.0));
    }

    #[test]
    fn lines_are_joined_and_hyphens_mended() {
        for (printed, value) in [
            ("a b\nc", "a b c"),
            ("transac-\ntional  outbox", "transactional outbox"),
            ("Jean-\nPierre", "Jean-Pierre"),
            ("2019-\n2020", "2019-2020"),
            ("before -\nafter", "before - after"),
            ("a\tb  c\u{a0}d – “e”", "a b c d – “e”"),
            ("\n\n", ""),
        ] {
            assert_eq!(joined(printed), value);
        }
    }
}
