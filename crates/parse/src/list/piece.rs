//! Sections cut at cells, and cells at separators.

use vitae_document::Span;

use crate::layout::{Layout, Style};
use crate::lent::{Lent, lend};
use crate::list::{anew, rating};

/// The text of one cell, with the lines that continue it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    /// Where it stands in [`Layout::text`].
    pub(super) span: Span,
    pub(super) style: Style,
    /// Its line in [`Layout::lines`].
    pub(super) line: usize,
    /// Its place among the cells of its line.
    pub(super) place: usize,
    /// Cells of its line.
    pub(super) cells: usize,
    /// Left edge, in points.
    pub(super) left: f32,
    /// It begins a list item.
    pub(super) bullet: bool,
    /// Where its first words end, where others in another weight or slant follow.
    pub(super) lead: Option<u32>,
}

lend!(Piece);

/// The cells of `lines`, wrapped ones made whole.
pub(super) fn pieces(layout: &Layout, lines: std::ops::Range<usize>) -> Lent<Vec<Piece>> {
    let mut pieces = Lent::<Vec<Piece>>::default();
    let anew = anew::is_usual(layout, layout.lines.get(lines.clone()).unwrap_or_default());
    for index in lines {
        let Some(line) = layout.lines.get(index) else { break };
        let cells = layout.cells_of(line);
        for (place, cell) in cells.iter().enumerate() {
            let goes_on = line.continues || cells.len() == 1 && pieces.last().is_some_and(|last| breaks(layout, last, index));
            if place == 0
                && goes_on
                && !anew
                && let Some(last) = pieces.last_mut()
                && (last.place == 0 || (last.left - cell.area.left).abs() < 6.0)
                && !anew::is_known(layout, layout.slice(last.span), line)
            {
                last.span.end = cell.span.end;
                continue;
            }
            pieces.push(Piece {
                span: cell.span,
                style: cell.style,
                line: index,
                place,
                cells: cells.len(),
                left: cell.area.left,
                bullet: cell.bullet || (place == 0 && line.bullet.is_some()),
                lead: cell.lead,
            });
        }
    }
    pieces
}

/// Whether the list `upper` breaks off within an item that the line `index`, right below, goes on with: `Carving; Time` above `sheets; Bread`.
fn breaks(layout: &Layout, upper: &Piece, index: usize) -> bool {
    let (Some(above), Some(line)) = (layout.lines.get(upper.line), layout.lines.get(index)) else { return false };
    let (text, below) = (layout.slice(upper.span), layout.text_of(line));
    let is_below = upper.line + 1 == index && line.region == above.region && line.bullet.is_none() && line.gap < 0.6;
    let is_flush = upper.cells == 1 && (upper.left - line.area.left).abs() < 1.0;
    is_below
        && is_flush
        && below.starts_with(char::is_lowercase)
        && text.matches(';').count() > 1
        && below.contains(';')
        && !text.ends_with([';', ',', '.', ':'])
}

/// `span` without blanks and separators at its ends.
pub(super) fn trim(layout: &Layout, span: Span) -> Span {
    trim_where(layout, span, |symbol| {
        symbol.is_whitespace() || matches!(symbol, ',' | ';' | '|' | '•' | '·' | '●' | '▪' | '–' | '—' | '-' | ':' | '/')
    })
}

/// `span` without symbols at its ends that `unwanted` names.
pub(super) fn trim_where(layout: &Layout, span: Span, unwanted: impl Fn(char) -> bool) -> Span {
    let text = layout.slice(span);
    let start = span.start + (text.len() - text.trim_start_matches(&unwanted).len()) as u32;
    let end = span.end - (text.len() - text.trim_end_matches(&unwanted).len()) as u32;
    Span { start, end: end.max(start) }
}

/// Cuts `span` at separators outside of brackets; blanks around the parts are taken off, empty parts left out.
pub(super) fn split(layout: &Layout, span: Span, out: &mut Vec<Span>) {
    let text = layout.slice(span);
    // `S&OP / IBP` is one item, `HTML / CSS / JS` are three.
    let slashes = text.matches(" / ").count() > 1 && !text.contains([',', ';']);
    let (mut depth, mut start) = (0_i32, 0);
    let mut before = ' ';
    // Dots one after the other are a level, which ends its item.
    let mut level = level_of(text, 0);
    for (at, symbol) in text.char_indices() {
        let behind = text[at + symbol.len_utf8()..].chars().next().unwrap_or(' ');
        if let Some((from, to)) = level {
            if at == to && symbol == ' ' && behind.is_alphanumeric() && start < from {
                push(layout, span, start, at, out);
                start = at;
            }
            if at >= to {
                level = level_of(text, at);
            }
            if (from..to).contains(&at) {
                before = symbol;
                continue;
            }
        }
        match symbol {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = (depth - 1).max(0),
            _ if depth == 0 && separates(symbol, before, behind) && (symbol != '/' || slashes) => {
                push(layout, span, start, at, out);
                start = at + symbol.len_utf8();
            }
            _ => {}
        }
        before = symbol;
    }
    push(layout, span, start, text.len(), out);
}

/// Where the next level drawn in symbols stands in `text` from `start` on.
fn level_of(text: &str, start: usize) -> Option<(usize, usize)> {
    let rest = text.get(start..).filter(|rest| !rest.is_ascii())?;
    rating::drawn(rest).map(|rating| (start + rating.from, start + rating.to))
}

/// Whether `symbol` parts two items; commas within numbers do not.
fn separates(symbol: char, before: char, behind: char) -> bool {
    match symbol {
        ',' => !(before.is_ascii_digit() && behind.is_ascii_digit()),
        ';' | '|' | '•' | '●' | '▪' | '■' | '◦' | '‣' | '∙' | '¦' | '►' | '\t' => true,
        '·' | '/' | '–' | '—' | '~' | '*' => before == ' ' && behind == ' ' && symbol != '–' && symbol != '—',
        _ => false,
    }
}

fn push(layout: &Layout, span: Span, start: usize, end: usize, out: &mut Vec<Span>) {
    let part = Span { start: span.start + start as u32, end: span.start + end as u32 };
    let part = trim_where(layout, part, char::is_whitespace);
    // The colon behind a group that has no name.
    let text = layout.slice(part);
    let part = Span { start: part.start + (text.len() - text.trim_start_matches([':', ' ']).len()) as u32, ..part };
    if !part.is_empty() {
        out.push(part);
    }
}

/// A label before a colon near the begin of `span`, and what follows it (which may be empty).
pub(super) fn label(layout: &Layout, span: Span) -> Option<(Span, Span)> {
    let text = layout.slice(span);
    let at = text.bytes().position(|byte| byte == b':')?;
    let (name, rest) = (&text[..at], &text[at + 1..]);
    let outside = name.matches('(').count() == name.matches(')').count();
    let spaced = rest.is_empty() || rest.starts_with([' ', '\n']);
    if at == 0 || at > 60 || name.split_whitespace().count() > 7 || !outside || !spaced || name.contains([';', '|', '•']) {
        return None;
    }
    let middle = span.start + at as u32;
    let rest = trim_where(layout, Span { start: middle + 1, end: span.end }, char::is_whitespace);
    Some((trim_where(layout, Span { start: span.start, end: middle }, char::is_whitespace), rest))
}

/// A label before the only dash in `span`, and the list that follows it.
pub(super) fn dashed_label(layout: &Layout, span: Span) -> Option<(Span, Span)> {
    let text = layout.slice(span);
    let is_dash = |symbol: char| matches!(symbol, '–' | '—');
    let at = text.find(is_dash)?;
    let behind = at + text[at..].chars().next()?.len_utf8();
    let (name, rest) = (text[..at].strip_suffix(' ')?, text[behind..].strip_prefix(' ')?);
    let is_name = name.split(' ').count() <= 4 && !name.contains([',', ';', '|', '•', '·', ':']);
    if !is_name || rest.contains(is_dash) || !rest.contains([',', ';', '|', '•', '·']) {
        return None;
    }
    let (start, end) = (span.start + (behind + 1) as u32, span.start + name.len() as u32);
    Some((Span { start: span.start, end }, Span { start, end: span.end }))
}
