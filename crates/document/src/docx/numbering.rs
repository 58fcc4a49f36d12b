//! Labels of lists: found lazily, counted as a word processor counts. Source: ECMA-376 part 1, 17.9.

use std::borrow::Cow;
use std::fmt::Write;

use quick_xml::events::BytesStart;
use rustc_hash::FxHashMap;

use super::properties::{Indents, RunProperties, is_on, number};
use super::styles::{element_at, walk};
use super::symbol::bullet;
use crate::archive::Stream;
use crate::flow::Flow;
use crate::xml;

/// Levels a list has.
const LEVELS: usize = 9;

/// Lists of one document that are counted.
const MOST_LISTS: usize = 2048;

/// Bytes of patterns and font names that are kept; labels beyond are empty.
const MOST_WORDS: usize = 1 << 20;

/// How the labels of one level look.
#[derive(Debug, Clone, Copy)]
struct Level {
    format: &'static str,
    /// The pattern of the label and the name of its font, parts of [`Numbering::words`].
    text: (u32, u32),
    font: (u32, u32),
    start: u32,
    indents: Indents,
    run: RunProperties,
}

impl Default for Level {
    fn default() -> Self {
        let (indents, run) = (Indents::default(), RunProperties::default());
        Self { format: DECIMAL, text: (0, 0), font: (0, 0), start: 1, indents, run }
    }
}

/// The number format of those that say none, and of those that nobody knows.
const DECIMAL: &str = "decimal";

/// Number formats that are written in a way of their own.
const FORMATS: [&str; 7] = ["bullet", "none", "lowerRoman", "upperRoman", "lowerLetter", "upperLetter", "decimalZero"];

/// A list definition: its levels, and the counter it shares with others.
#[derive(Debug, Clone, Copy, Default)]
struct List {
    /// Where its levels are in [`Numbering::levels`], and how many.
    levels: (usize, usize),
    counter: u32,
    /// With which number levels begin anew with this list.
    restarts: [Option<u32>; LEVELS],
}

/// What a list puts in front of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Label<'n> {
    pub(super) text: &'n str,
    pub(super) indents: Indents,
    pub(super) run: RunProperties,
}

/// The list definitions of a document and how far each has counted.
#[derive(Debug)]
pub(super) struct Numbering<'x> {
    /// The part, until a list is asked for.
    part: Option<Stream<'x>>,
    text: String,
    /// Where the definitions of lists and of their shared levels stand, indexed at first use.
    places: Option<(FxHashMap<u32, usize>, FxHashMap<u32, usize>)>,
    lists: FxHashMap<u32, Option<List>>,
    counters: FxHashMap<u32, [Option<u32>; LEVELS]>,
    /// The levels of all lists, one behind the other.
    levels: Vec<Level>,
    /// Patterns and fonts of all levels, one behind the other.
    words: String,
    /// The latest label.
    label: String,
}

impl<'x> Numbering<'x> {
    /// The lists of the numbering part; without one there are none.
    pub(super) fn new(part: Option<Stream<'x>>) -> Self {
        let (lists, counters, levels) = (FxHashMap::default(), FxHashMap::default(), Vec::new());
        Self { part, text: String::new(), places: None, lists, counters, levels, words: String::new(), label: String::new() }
    }

    /// Counts on in list `id` at `level` and returns the label; `None` where there is no such list.
    pub(super) fn next(&mut self, id: u32, level: u8, flow: &mut Flow) -> Option<Label<'_>> {
        let level = usize::from(level).min(LEVELS - 1);
        if !self.lists.contains_key(&id) {
            if self.lists.len() >= MOST_LISTS {
                return None;
            }
            let list = self.parse(id, flow);
            if let Some(list) = &list {
                let counter = self.counters.entry(list.counter).or_default();
                for (count, start) in counter.iter_mut().zip(list.restarts) {
                    *count = start.map_or(*count, |start| start.checked_sub(1));
                }
            }
            self.lists.insert(id, list);
        }
        let list = self.lists.get(&id)?.as_ref()?;
        let counter = self.counters.entry(list.counter).or_default();
        let levels = &self.levels[list.levels.0..][..list.levels.1];
        let start = |level: usize| levels.get(level).map_or(1, |level| level.start);
        counter[level] = Some(counter[level].map_or(start(level), |count| count.saturating_add(1)));
        for deeper in counter.iter_mut().skip(level + 1) {
            *deeper = None;
        }
        let counts: [u32; LEVELS] = std::array::from_fn(|level| counter[level].unwrap_or_else(|| start(level)));
        let definition = levels.get(level)?;
        write_label(levels, definition, &counts, &self.words, &mut self.label);
        Some(Label { text: &self.label, indents: definition.indents, run: definition.run })
    }

    fn parse(&mut self, id: u32, flow: &mut Flow) -> Option<List> {
        if let Some(part) = self.part.take() {
            self.text = xml::decode(part.into_bytes());
        }
        let text = self.text.as_str();
        let (lists, shared) = self.places.get_or_insert_with(|| (places(text, "numId="), places(text, "abstractNumId=")));
        let start = *lists.get(&id)?;
        let mut list = List::default();
        let mut override_level = 0;
        walk(element_at(text, start), |path, name, element| match (path, name) {
            ([_], "abstractNumId") => list.counter = number(element, "val").unwrap_or_default() as u32,
            ([_], "lvlOverride") => override_level = level_of(element),
            ([_, "lvlOverride"], "startOverride") => {
                list.restarts[override_level] = Some(number(element, "val").unwrap_or(1.0).max(0.0) as u32);
            }
            _ => {}
        });
        let mut levels = Levels { list: [Level::default(); LEVELS], count: 0 };
        if let Some(start) = shared.get(&list.counter) {
            read_levels(element_at(text, *start), &["?", "lvl"], &mut levels, &mut self.words, flow);
        }
        read_levels(element_at(text, start), &["?", "lvlOverride", "lvl"], &mut levels, &mut self.words, flow);
        list.levels = (self.levels.len(), levels.count);
        self.levels.extend_from_slice(&levels.list[..levels.count]);
        Some(list)
    }
}

/// Start tags that carry the attribute `name` (with `=`), by its number: only those of the list elements have such an attribute.
fn places(text: &str, name: &str) -> FxHashMap<u32, usize> {
    let mut places = FxHashMap::default();
    for at in memchr::memmem::find_iter(text.as_bytes(), name.as_bytes()) {
        let Some(start) = text[..at].rfind('<') else { continue };
        let digits = text[at + name.len()..].trim_start_matches(['"', '\'']);
        let digits = digits.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        if let Ok(id) = digits.parse() {
            places.entry(id).or_insert(start);
        }
    }
    places
}

fn level_of(element: &BytesStart<'_>) -> usize {
    (number(element, "ilvl").unwrap_or_default().max(0.0) as usize).min(LEVELS - 1)
}

/// The levels of the list that is being read.
struct Levels {
    list: [Level; LEVELS],
    /// How many are told of, and those before them.
    count: usize,
}

/// Reads the level elements at `place`, over what `levels` holds already.
fn read_levels(text: &str, place: &[&str], levels: &mut Levels, words: &mut String, flow: &mut Flow) {
    let mut current = 0;
    let (last, around) = place.split_last().map_or(("lvl", place), |(last, around)| (*last, around));
    walk(text, |path, name, element| {
        if path == around && name == last {
            current = level_of(element);
            levels.count = levels.count.max(current + 1);
            return;
        }
        let Some(inside) = path.strip_prefix(place) else { return };
        let Some(level) = levels.list[..levels.count].get_mut(current) else { return };
        read_level(level, inside, name, element, words, flow);
    });
}

fn read_level(level: &mut Level, inside: &[&str], name: &str, element: &BytesStart<'_>, words: &mut String, flow: &mut Flow) {
    let mut keep = |word: Option<Cow<'_, str>>| {
        let start = words.len() as u32;
        words.push_str(&word.filter(|_| words.len() < MOST_WORDS).unwrap_or_default());
        (start, words.len() as u32)
    };
    match (inside, name) {
        ([], "start") => level.start = number(element, "val").unwrap_or(1.0).max(0.0) as u32,
        ([], "numFmt") => {
            let name = xml::attribute(element, "val").unwrap_or_default();
            level.format = FORMATS.into_iter().find(|format| *format == name).unwrap_or(DECIMAL);
        }
        ([], "lvlText") if !matches!(xml::attribute(element, "null").as_deref(), Some("1" | "true")) => {
            level.text = keep(xml::attribute(element, "val"));
        }
        ([], "isLgl") if is_on(element) => {}
        (["pPr"], "ind") => level.indents = Indents::read(element),
        (["rPr"], "rFonts") => {
            level.font = keep(xml::attribute(element, "ascii").or_else(|| xml::attribute(element, "hAnsi")));
        }
        (["rPr"], name) => level.run.read(name, element, flow),
        _ => {}
    }
}

/// Writes a label of one of the `levels` of a list into `out`; `words` are those of all levels.
fn write_label(levels: &[Level], level: &Level, counts: &[u32], words: &str, out: &mut String) {
    out.clear();
    let word = |(start, end): (u32, u32)| &words[start as usize..end as usize];
    match level.format {
        "bullet" => out.push(bullet(word(level.text), word(level.font))),
        "none" => {}
        _ => push_numbered(levels, word(level.text), counts, out),
    }
}

/// Replaces `%1` to `%9` by the counts of those levels.
fn push_numbered(levels: &[Level], pattern: &str, counts: &[u32], out: &mut String) {
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        let digit = chars.peek().and_then(|next| next.to_digit(10)).filter(|digit| c == '%' && *digit > 0);
        match digit {
            Some(digit) => {
                chars.next();
                let index = digit as usize - 1;
                let format = levels.get(index).map_or(DECIMAL, |level| level.format);
                push_count(counts.get(index).copied().unwrap_or(1), format, out);
            }
            None => out.push(c),
        }
    }
}

/// `number` written in a number format of ECMA-376.
pub(crate) fn count(number: u32, format: &str) -> String {
    let mut out = String::new();
    push_count(number, format, &mut out);
    out
}

fn push_count(number: u32, format: &str, out: &mut String) {
    let start = out.len();
    // Writing to memory cannot fail.
    let _ = match format {
        "lowerRoman" | "upperRoman" => push_roman(number, out),
        "lowerLetter" | "upperLetter" => push_letters(number, out),
        "decimalZero" => write!(out, "{number:02}"),
        "none" | "bullet" => Ok(()),
        _ => write!(out, "{number}"),
    };
    if format.starts_with("lower") {
        out[start..].make_ascii_lowercase();
    }
}

fn push_roman(number: u32, out: &mut String) -> std::fmt::Result {
    const DIGITS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number >= 4000 {
        return write!(out, "{number}");
    }
    let mut rest = number;
    for (value, digit) in DIGITS {
        while rest >= value {
            out.push_str(digit);
            rest -= value;
        }
    }
    Ok(())
}

/// A to Z, then AA, BB and so on, as word processors count.
fn push_letters(number: u32, out: &mut String) -> std::fmt::Result {
    let Some(index) = number.checked_sub(1) else { return Ok(()) };
    let letter = char::from(b'A' + (index % 26) as u8);
    out.extend(std::iter::repeat_n(letter, (index / 26 + 1).min(20) as usize));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = r#"<w:numbering xmlns:w="x"><w:abstractNum w:abstractNumId="4">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="4"/></w:num>
        <w:num w:numId="2"><w:abstractNumId w:val="4"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>"#;

    #[test]
    fn labels_count_by_level_and_restart_where_told() {
        let mut flow = Flow::new(1000);
        let mut numbering = Numbering { text: SAMPLE.to_owned(), ..Numbering::new(None) };
        let mut next = |id, level| numbering.next(id, level, &mut flow).map(|label| label.text.to_owned());
        assert_eq!(next(1, 0).as_deref(), Some("1."));
        assert_eq!(next(1, 1).as_deref(), Some("1.a)"));
        assert_eq!(next(1, 1).as_deref(), Some("1.b)"));
        assert_eq!(next(1, 0).as_deref(), Some("2."));
        assert_eq!(next(1, 1).as_deref(), Some("2.a)"));
        assert_eq!(next(2, 0).as_deref(), Some("1."));
        assert_eq!(next(9, 0), None);
    }

    #[test]
    fn numbers_are_written_in_their_format() {
        assert_eq!(count(1994, "upperRoman"), "MCMXCIV");
        assert_eq!(count(4, "lowerRoman"), "iv");
        assert_eq!(count(28, "lowerLetter"), "bb");
        assert_eq!(count(7, "decimalZero"), "07");
        assert_eq!(count(3, "unheardOf"), "3");
    }
}
