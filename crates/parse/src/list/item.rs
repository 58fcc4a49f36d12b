//! Lists whose items have several lines: certificates, prizes, publications, projects.

use vitae_document::Span;
use vitae_model::PartialDate;

use crate::date::{DateRange, Dates};
use crate::layout::{self, Layout, Line};
use crate::lent::{Lent, lend};

/// Lines `first..end` of one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) first: usize,
    pub(super) end: usize,
}

/// Cuts `lines` into items.
///
/// Items begin at outermost list marks; without marks, at lines in the dress of the first one after lines in another; else at white
/// space that stands out; else each paragraph is one.
pub(super) fn items(layout: &Layout, lines: std::ops::Range<usize>) -> Lent<Vec<Item>> {
    let shown = layout.lines.get(lines.clone()).unwrap_or_default();
    let Some(first) = shown.first() else { return Lent::default() };
    let marked = shown.iter().filter(|line| line.bullet == Some(0)).count();
    // Below the first mark, whatever has none goes on with a marked line.
    let all_marked = shown.iter().skip_while(|line| line.bullet.is_none()).all(|line| line.bullet.is_some() || line.gap < 0.8);
    let few_before = shown.iter().position(|line| line.bullet == Some(0)).is_some_and(|at| at <= 1) && marked > 1 && all_marked;
    let rule = if marked > 0 && (first.bullet.is_some() || few_before) {
        Rule::Mark
    } else if dresses_differ(layout, shown) {
        Rule::Dress
    } else if gaps_differ(shown) {
        Rule::Gap
    } else {
        Rule::Paragraph
    };
    let mut items = Lent::<Vec<Item>>::default();
    for (offset, line) in shown.iter().enumerate() {
        let linked = layout.cells_of(line).first().is_some_and(|cell| is_link_word(layout.slice(cell.span)));
        let begins = offset == 0
            || (!linked
                && (begins_item(layout, rule, first, &shown[offset - 1], line) || is_dated_apart(layout, first, &shown[offset - 1], line)));
        match items.last_mut() {
            Some(item) if !begins => item.end = lines.start + offset + 1,
            _ => items.push(Item { first: lines.start + offset, end: lines.start + offset + 1 }),
        }
    }
    items
}

/// Whether dates part the items: each begins with one, or a date in brackets closes the line before.
fn is_dated_apart(layout: &Layout, first: &Line, before: &Line, line: &Line) -> bool {
    if line.bullet.is_some() || first.bullet.is_some() {
        return false;
    }
    let (first, before, text) = (layout.text_of(first), layout.text_of(before), layout.text_of(line));
    let leads = |text: &str| date_leads(text.as_bytes());
    let closed = before.ends_with(')')
        && before.rsplit('(').next().is_some_and(|inside| inside.split_whitespace().count() <= 2 && layout::looks_dated(inside));
    leads(first) && leads(text) || closed && text.starts_with(char::is_uppercase)
}

/// Whether `text` begins with a year, or with a month as a number before one.
fn date_leads(text: &[u8]) -> bool {
    let is_year =
        |part: &[u8]| part.len() >= 4 && (part.starts_with(b"19") || part.starts_with(b"20")) && part[..4].iter().all(u8::is_ascii_digit);
    let is_parted = text.get(2).is_some_and(|mark| matches!(mark, b'/' | b'.' | b'-')) && text[..2].iter().all(u8::is_ascii_digit);
    is_year(text) && text.get(4).is_none_or(|next| !next.is_ascii_digit()) || is_parted && text.get(3..).is_some_and(is_year)
}

#[derive(Debug, Clone, Copy)]
enum Rule {
    Mark,
    Dress,
    Gap,
    Paragraph,
}

fn begins_item(layout: &Layout, rule: Rule, first: &Line, before: &Line, line: &Line) -> bool {
    match rule {
        Rule::Mark => line.bullet == Some(0),
        Rule::Dress => {
            line.bullet.is_none()
                && !line.continues
                && same_dress(layout, first, line)
                && !(same_dress(layout, before, line) && line.gap < 0.35)
        }
        Rule::Gap => line.gap > 0.55,
        Rule::Paragraph => !line.continues && line.bullet.is_none(),
    }
}

fn same_dress(layout: &Layout, a: &Line, b: &Line) -> bool {
    let (Some(a), Some(b)) = (layout.cells_of(a).first(), layout.cells_of(b).first()) else { return false };
    let left = layout.runs.get(a.first_run as usize).is_some() && (a.area.left - b.area.left).abs() < 3.0;
    let (a, b) = (a.style, b.style);
    left && a.bold == b.bold && a.italic == b.italic && (a.size - b.size).abs() < 0.4 && a.colour == b.colour
}

/// Whether the first line's dress comes back after lines in another.
fn dresses_differ(layout: &Layout, lines: &[Line]) -> bool {
    lines.iter().skip(1).any(|line| !line.continues && !same_dress(layout, &lines[0], line))
}

/// Whether some lines stand clearly further apart than others.
fn gaps_differ(lines: &[Line]) -> bool {
    let wide = lines.iter().skip(1).filter(|line| line.gap > 0.55).count();
    let narrow = lines.iter().skip(1).filter(|line| line.gap < 0.4 && !line.continues).count();
    wide > 0 && narrow > 0
}

/// The parts of an item's head: cells, cut where the style changes and around dates.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) span: Span,
    pub(super) bold: bool,
}

lend!(Item, Part);

/// The date that an item shows, where it stands, and the text around it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Dated {
    pub(super) range: Option<DateRange>,
    pub(super) date: Option<PartialDate>,
    pub(super) span: Span,
}

/// Finds the last date of `span`, which is the one that dates the item.
pub(super) fn date_of(layout: &Layout, span: Span, dates: &mut Dates) -> Dated {
    let text = layout.slice(span);
    let Some(range) = dates.read(text).last().copied() else { return Dated::default() };
    let span = Span { start: span.start + range.from as u32, end: span.start + range.to as u32 };
    Dated { range: Some(range), date: range.end.or(range.start), span }
}

/// The parts of `lines` without the date at `dated`.
pub(super) fn parts(layout: &Layout, lines: std::ops::Range<usize>, dated: Span) -> Lent<Vec<Part>> {
    let mut parts = Lent::<Vec<Part>>::default();
    for index in lines {
        let Some(line) = layout.lines.get(index) else { break };
        for (place, cell) in layout.cells_of(line).iter().enumerate() {
            let wraps = place == 0 && line.continues;
            let holds = cell.span.start <= dated.start && dated.end <= cell.span.end && !dated.is_empty();
            let sides = if holds {
                [Span { start: cell.span.start, end: dated.start }, Span { start: dated.end, end: cell.span.end }]
            } else {
                [cell.span, Span { start: cell.span.end, end: cell.span.end }]
            };
            for (side, span) in sides.into_iter().enumerate() {
                let span = tidy(layout, span);
                if span.is_empty() || is_link_word(layout.slice(span)) {
                    continue;
                }
                match parts.last_mut() {
                    Some(last) if wraps && side == 0 && last.bold == cell.style.bold => last.span.end = span.end,
                    _ => parts.push(Part { span, bold: cell.style.bold }),
                }
            }
        }
    }
    parts
}

/// Whether `text` only leads over to who gave or printed something.
fn is_link_word(text: &str) -> bool {
    matches!(text, "by" | "By" | "at" | "from" | "Published by" | "Issued by" | "Awarded by" | "published by" | "issued by" | "awarded by")
}

/// `span` without separators at its ends and without a bracket that lost its other half.
pub(super) fn tidy(layout: &Layout, span: Span) -> Span {
    let mut span = super::piece::trim(layout, span);
    loop {
        let text = layout.slice(span);
        let opened = text.matches('(').count();
        let closed = text.matches(')').count();
        if opened > closed && text.ends_with('(') {
            span.end -= 1;
        } else if closed > opened && text.starts_with(')') {
            span.start += 1;
        } else {
            return span;
        }
        span = super::piece::trim(layout, span);
    }
}
