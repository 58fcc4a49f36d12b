//! Contact lines cut at their separators.

use vitae_document::Span;

use super::{Block, meets};
use crate::evidence::Builder;
use crate::layout::{Cell, Line, Style};
use crate::lexicon::{self, Label, fold};

/// A stretch of a contact line between separators that is no e-mail address, number or link.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    /// Its text, without label.
    pub(super) span: Span,
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

/// Cuts the lines of `blocks` into pieces, leaving out what is `taken`.
pub(super) fn split(builder: &Builder<'_>, blocks: &[Block], taken: &[Span]) -> Vec<Piece> {
    let layout = builder.layout();
    let mut pieces = Vec::new();
    for (number, block) in blocks.iter().enumerate() {
        let mut pending = None;
        for line_index in block.first_line..block.end_line {
            let line = &layout.lines[line_index as usize];
            let first = pieces.len();
            for cell in layout.cells_of(line) {
                for span in parts(layout.slice(cell.span), cell.span.start) {
                    if meets(taken, span) {
                        pending = None;
                        continue;
                    }
                    let (label, span) = labelled(layout.slice(span), span);
                    if span.is_empty() {
                        pending = label;
                        continue;
                    }
                    let row = line_index - block.first_line;
                    if is_wrapped(builder, line, cell, span, pieces.last(), number) && label.is_none() {
                        if let Some(last) = pieces.last_mut() {
                            last.span.end = span.end;
                        }
                        continue;
                    }
                    let label = label.or_else(|| pending.take());
                    pieces.push(Piece { span, line: line_index, style: cell.style, label, is_whole: false, row, block: number as u16 });
                }
            }
            if let [only] = &mut pieces[first..] {
                only.is_whole = layout.cells_of(line).len() == 1 && only.span.len() + 4 >= layout.span_of(line).len();
            }
        }
    }
    pieces
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
    let is_next = starts_line && between.chars().all(|symbol| symbol.is_whitespace() || symbol == ',');
    let text = layout.slice(above.span);
    let is_listed = between.contains(',') || text.contains(',') && line.continues;
    is_next && is_listed && text.len() + span.len() < 140 && above.style.size == cell.style.size
}

/// The stretches of `text` between separators; `offset` is where it begins.
fn parts(text: &str, offset: u32) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut from = 0;
    for (at, symbol) in text.char_indices().chain([(text.len(), '|')]) {
        let is_icon = ('\u{e000}'..='\u{f8ff}').contains(&symbol) || ('\u{1f300}'..='\u{1faff}').contains(&symbol);
        if SEPARATORS.contains(&symbol) || is_icon {
            push_trimmed(text, from, at, offset, &mut spans);
            from = (at + symbol.len_utf8()).min(text.len());
        }
    }
    spans
}

fn push_trimmed(text: &str, from: usize, to: usize, offset: u32, spans: &mut Vec<Span>) {
    let part = &text[from..to];
    let trimmed = part.trim_matches(|symbol: char| symbol.is_whitespace() || ",;–—".contains(symbol));
    if !trimmed.is_empty() {
        let start = from + part.find(trimmed).unwrap_or_default();
        spans.push(Span { start: offset + start as u32, end: offset + (start + trimmed.len()) as u32 });
    }
}

/// Takes a label off the front of `text`: the label, and what is left. A text that is only a label leaves nothing.
fn labelled(text: &str, span: Span) -> (Option<Label>, Span) {
    if let Some((head, rest)) = text.split_once(':')
        && head.len() < 40
        && let Some(label) = lexicon::label(&fold(head)).or_else(|| super::link::is_web_label(&fold(head)).then_some(Label::Web))
    {
        let value = rest.trim_start();
        return (Some(label), Span { start: span.end - value.len() as u32, end: span.end });
    }
    if text.contains(':') && text.split_once(':').is_some_and(|(head, _)| head.split_whitespace().count() <= 3) {
        return (Some(Label::Personal), span);
    }
    match lexicon::label(&fold(text)) {
        Some(label) => (Some(label), Span { start: span.end, end: span.end }),
        None => (None, span),
    }
}
