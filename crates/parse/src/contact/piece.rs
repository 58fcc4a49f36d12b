//! Contact lines cut at their separators.

use vitae_document::Span;

use super::residence::is_street;
use super::{Block, folded, meets};
use crate::evidence::Builder;
use crate::layout::{Cell, Layout, Line, Style};
use crate::lent::{Lent, lend};
use crate::lexicon::{self, Class, Label};

/// A stretch of a contact line between separators that is no e-mail address, number or link.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    /// Its text, without label.
    pub(super) span: Span,
    /// Its text with the label in front of it.
    pub(super) full: Span,
    /// Index of its line.
    pub(super) line: u32,
    /// How it is drawn.
    pub(super) style: Style,
    /// What the label in front of it announces.
    pub(super) label: Option<Label>,
    /// It is all that stands on its line, but for what was understood already.
    pub(super) is_whole: bool,
    /// Position among the contact block's lines, counted from 0.
    pub(super) row: u32,
    /// The block it stands in.
    pub(super) block: u16,
}

/// Marks that divide contact data on one line.
const SEPARATORS: &[char] = &[
    '|', '•', '·', '∙', '●', '▪', '■', '◦', '⋄', '♦', '◆', '✉', '☎', '⌂', '⌘', '✆', '📞', '📧', '📍', '🏠', '🌐', '\u{f0e0}', '¦', '‖', '⁄',
];

lend!(Piece);

/// Cuts the lines of `blocks` into pieces, leaving out what is `taken`.
pub(super) fn split(builder: &Builder<'_>, blocks: &[Block], taken: &[Span]) -> Lent<Vec<Piece>> {
    let layout = builder.layout();
    let mut pieces = Lent::<Vec<Piece>>::default();
    let (mut stretches, mut free, mut buffer) = (Lent::default(), Lent::<Vec<Span>>::default(), Lent::default());
    for (number, block) in blocks.iter().enumerate() {
        // A label in a cell of its own, and where it begins.
        let mut pending: Option<(Label, u32)> = None;
        for line_index in block.first_line..block.end_line {
            let line = &layout.lines[line_index as usize];
            let first = pieces.len();
            for cell in layout.cells_of(line) {
                parts(layout.slice(cell.span), cell.span.start, &mut stretches, &mut buffer);
                for &stretch in &stretches {
                    let is_cut = meets(taken, stretch);
                    if is_cut {
                        pending = None;
                        without(layout, stretch, taken, &mut free, &mut buffer);
                    } else {
                        free.clear();
                        free.push(stretch);
                    }
                    for &full in &free {
                        let (label, span) = labelled(layout.slice(full), full, &mut buffer);
                        if span.is_empty() {
                            pending = label.filter(|_| !is_cut).map(|label| (label, full.start));
                            continue;
                        }
                        let row = line_index - block.first_line;
                        if is_wrapped(builder, line, cell, span, pieces.last(), number) && label.is_none() {
                            if let Some(last) = pieces.last_mut() {
                                (last.span.end, last.full.end) = (span.end, span.end);
                            }
                            continue;
                        }
                        let announced = if label.is_some() { None } else { pending.take() };
                        let full = Span { start: announced.map_or(full.start, |(_, start)| start), end: full.end };
                        let label = label.or(announced.map(|(label, _)| label)).or(block.label);
                        let block = number as u16;
                        pieces.push(Piece { span, full, line: line_index, style: cell.style, label, is_whole: false, row, block });
                    }
                }
            }
            if let [only] = &mut pieces[first..] {
                only.is_whole = layout.cells_of(line).len() == 1 && only.span.len() + 4 >= layout.span_of(line).len();
            }
        }
    }
    pieces
}

/// Letters that what is left of a stretch must have to say something: more than `m` or `ext.`.
const FEWEST_LETTERS: usize = 3;

/// What is left of `stretch` between the spans that are `taken`, into `free`.
fn without(layout: &Layout, stretch: Span, taken: &[Span], free: &mut Vec<Span>, buffer: &mut String) {
    free.clear();
    let mut from = stretch.start;
    let mut rest = |from: u32, to: u32, closed: bool| {
        let text = layout.slice(Span { start: from, end: to.max(from) });
        // Before what is taken may stand its label: "Berlin, Phone:".
        let text = match text.trim_end().strip_suffix(':') {
            Some(labelled) if closed => labelled.rfind([',', ';', '–', '—', '/']).map_or("", |end| &labelled[..end]),
            _ => text,
        };
        let trimmed = text.trim_matches(|symbol: char| symbol.is_whitespace() || ",;:–—-/|()<>[]".contains(symbol));
        let n_letters = trimmed.chars().filter(|symbol| symbol.is_alphabetic()).take(FEWEST_LETTERS).count();
        if n_letters == FEWEST_LETTERS && lexicon::label(folded(trimmed, buffer)).is_none() {
            let start = from + (trimmed.as_ptr() as usize - text.as_ptr() as usize) as u32;
            free.push(Span { start, end: start + trimmed.len() as u32 });
        }
    };
    let mut inside: Lent<Vec<Span>> = taken.iter().filter(|one| one.start < stretch.end && stretch.start < one.end).copied().collect();
    inside.sort_unstable_by_key(|one| (one.start, one.end));
    for &one in &inside {
        rest(from, one.start, true);
        from = from.max(one.end);
    }
    rest(from, stretch.end, false);
}

/// Whether the stretch at `span` goes on with the piece of the line above: an address that a narrow column breaks.
fn is_wrapped(builder: &Builder<'_>, line: &Line, cell: &Cell, span: Span, above: Option<&Piece>, block: usize) -> bool {
    let layout = builder.layout();
    let Some(above) = above.filter(|above| usize::from(above.block) == block && layout.lines[above.line as usize].region == line.region)
    else {
        return false;
    };
    let starts_line = layout.cells_of(line).first().is_some_and(|first| first.span == cell.span) && span.start <= cell.span.start + 1;
    // Nothing else may stand between the two.
    let between = layout.slice(Span { start: above.span.end, end: span.start });
    let is_same_page = layout.lines[above.line as usize].page == line.page && !above.label.is_some_and(Label::is_personal);
    let is_next = is_same_page && starts_line && between.chars().all(|symbol| symbol.is_whitespace() || symbol == ',');
    let text = layout.slice(above.span);
    let is_listed = between.contains(',') || text.contains(',') && line.continues;
    is_next && is_listed && text.len() + span.len() < 140 && above.style.size == cell.style.size
}

/// Collects the stretches of `text` between separators in `spans`; `offset` is where it begins.
fn parts(text: &str, offset: u32, spans: &mut Vec<Span>, buffer: &mut String) {
    spans.clear();
    let mut from = 0;
    for (at, symbol) in text.char_indices().chain([(text.len(), '|')]) {
        if divides(symbol) || symbol == ',' && begins_labelled(&text[at + 1..], buffer) {
            push_trimmed(text, from, at, offset, spans);
            from = (at + symbol.len_utf8()).min(text.len());
        }
    }
}

/// Whether a symbol divides contact data: a separator, an icon.
pub(super) fn divides(symbol: char) -> bool {
    // Of ASCII, as nearly all symbols are, only one does.
    if symbol.is_ascii() {
        return symbol == '|';
    }
    let is_icon = ('\u{e000}'..='\u{f8ff}').contains(&symbol) || ('\u{1f300}'..='\u{1faff}').contains(&symbol);
    is_icon || SEPARATORS.contains(&symbol)
}

/// Whether a label with a colon comes next: the comma before it parts two facts.
fn begins_labelled(text: &str, buffer: &mut String) -> bool {
    let head = text.split_once(':').map(|(head, _)| head).filter(|head| head.len() < 40 && !head.contains([',', '|', '\n']));
    head.is_some_and(|head| lexicon::label(folded(head, buffer)).is_some())
}

fn push_trimmed(text: &str, from: usize, to: usize, offset: u32, spans: &mut Vec<Span>) {
    let part = &text[from..to];
    let is_edge = |symbol: char| symbol.is_whitespace() || matches!(symbol, ',' | ';' | '–' | '—');
    // A colon may stand apart from the label that it belongs to.
    let head = part.trim_start_matches(|symbol| is_edge(symbol) || symbol == ':');
    let trimmed = head.trim_end_matches(is_edge);
    if !trimmed.is_empty() {
        let start = from + part.len() - head.len();
        spans.push(Span { start: offset + start as u32, end: offset + (start + trimmed.len()) as u32 });
    }
}

/// What the whole of `folded` announces as a label.
fn label_of(folded: &str) -> Option<Label> {
    lexicon::label(folded).or_else(|| super::link::is_web_label(folded).then_some(Label::Web))
}

/// Takes a label off the front of `text`: the label, and what is left. A text that is only a label leaves nothing.
fn labelled(text: &str, span: Span, buffer: &mut String) -> (Option<Label>, Span) {
    if let Some((head, rest)) = text.split_once(':')
        && head.len() < 40
        && let Some(label) = label_of(folded(head, buffer))
    {
        let value = rest.trim_start();
        let behind = Span { start: span.end - value.len() as u32, end: span.end };
        // "Info: born 3 May 1990": the label within says more.
        let inner = if label == Label::Personal && !value.is_empty() { unmarked(value, behind, buffer) } else { (None, behind) };
        return if inner.0.is_some() { inner } else { (Some(label), behind) };
    }
    let head = text.split_once(':').map(|(head, _)| head).filter(|head| head.split_whitespace().count() <= 3);
    if head.is_some_and(|head| !is_street(folded(head, buffer))) {
        return (Some(Label::Personal), span);
    }
    match lexicon::label(folded(text, buffer)) {
        Some(Label::Status) => (Some(Label::Status), span),
        Some(label) => (Some(label), Span { start: span.end, end: span.end }),
        None => unmarked(text, span, buffer),
    }
}

/// Words that a label without a colon has at most: `fecha y lugar de nacimiento`.
const LONGEST_LABEL: usize = 5;
/// Words that a personal fact has at most, its label counted.
const LONGEST_FACT: usize = 12;

/// A label of a personal fact that no colon parts from its value: `born 3 May 1990`, `Permis B`, `verheiratet, zwei Kinder`.
fn unmarked(text: &str, span: Span, buffer: &mut String) -> (Option<Label>, Span) {
    if text.split_whitespace().nth(LONGEST_FACT).is_some() {
        return (None, span);
    }
    let ends = text.match_indices([' ', ',']).map(|(at, _)| at).filter(|&at| at > 0).take(LONGEST_LABEL);
    let found = ends.filter_map(|end| {
        let label = lexicon::label(folded(&text[..end], buffer))?;
        let value = text[end..].trim_start_matches([' ', ',']);
        let fits = match label {
            Label::Birth => value.contains(|symbol: char| symbol.is_ascii_digit()),
            Label::Licence => value.split_whitespace().count() <= 4 && value.contains(char::is_uppercase),
            Label::BirthPlace | Label::Nationality | Label::Marital => true,
            // "Marie Laurent" is nobody's status.
            Label::Status => text[end..].starts_with(',') || !value.starts_with(char::is_uppercase) && !names_title(value, buffer),
            _ => false,
        };
        let start = if label == Label::Status { span.start } else { span.end - value.len() as u32 };
        (fits && !value.is_empty()).then_some((Some(label), Span { start, end: span.end }))
    });
    found.last().unwrap_or((None, span))
}

/// Whether a word of `text` names a profession.
fn names_title(text: &str, buffer: &mut String) -> bool {
    folded(text, buffer).split(' ').any(|word| lexicon::word(word).cue(Class::Title) >= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_from_their_values() {
        for (text, label, value) in [
            ("Phone: 1", Some(Label::Phone), "1"),
            ("Telefon", Some(Label::Phone), ""),
            ("Born 3 May 1990", Some(Label::Birth), "3 May 1990"),
            ("Né le 14/07/1991", Some(Label::Birth), "14/07/1991"),
            ("geboren am 23.08.1986 in Rosenheim", Some(Label::Birth), "23.08.1986 in Rosenheim"),
            ("geboren in Rosenheim", Some(Label::BirthPlace), "Rosenheim"),
            ("Data urodzenia: 03.05.1990", Some(Label::Birth), "03.05.1990"),
            ("Permis B", Some(Label::Licence), "B"),
            ("Førerkort: klasse B", Some(Label::Licence), "klasse B"),
            ("verheiratet, zwei Kinder", Some(Label::Status), "verheiratet, zwei Kinder"),
            ("Mariée 2 enfants", Some(Label::Status), "Mariée 2 enfants"),
            ("Marie Laurent", None, "Marie Laurent"),
            ("Gift shop manager", None, "Gift shop manager"),
            ("MARIE LAURENT", None, "MARIE LAURENT"),
            ("bekar", Some(Label::Status), "bekar"),
            ("Info: geboren am 23.08.1986 in Rosenheim", Some(Label::Birth), "23.08.1986 in Rosenheim"),
            ("Nationality: British", Some(Label::Nationality), "British"),
            ("Stato civile: nubile", Some(Label::Marital), "nubile"),
            ("Bengaluru, India", None, "Bengaluru, India"),
            ("Geboren Leader", None, "Geboren Leader"),
        ] {
            let span = Span { start: 0, end: text.len() as u32 };
            let (found, rest) = labelled(text, span, &mut String::new());
            assert_eq!((found, &text[rest.start as usize..rest.end as usize]), (label, value), "{text}");
        }
    }
}
