//! Jobs and studies by rules: blocks around dates, then the assignment of parts that fits all of them best.

use std::ops::Range;

use vitae_document::Span;

use super::row::{self, Row, RowDate};
use super::split::Block;
use super::template::{Item, Labels, Role};
use super::{Entry, Subject, Value, role, split, template};
use crate::evidence::{Builder, join_into, joined};
use crate::layout::Layout;

/// What the rules make of one job or study.
#[derive(Debug)]
pub(super) struct Ruled {
    block: Block,
    items: Vec<Item>,
    labels: Labels,
}

impl Ruled {
    /// When.
    pub(super) fn date(&self) -> Option<RowDate> {
        self.block.date
    }

    /// Its values, and where each begins.
    pub(super) fn places(&self, layout: &Layout) -> impl Iterator<Item = (Role, Span)> {
        ROLES.iter().filter_map(|role| Some((*role, place(layout, self.bits(*role)?)?)))
    }

    /// The first stretch of bits labelled `role`.
    fn bits(&self, role: Role) -> Option<&[Item]> {
        let first = self.labels.roles.iter().position(|label| *label == role)?;
        let n_bits = self.labels.roles[first..].iter().take_while(|label| **label == role).count();
        self.items.get(first..first + n_bits)
    }

    /// Its text and all that is said of it.
    fn entry<'a>(self, builder: &Builder<'_>, rows: &'a [Row]) -> Entry<'a> {
        Entry {
            rows,
            above: rows.get(self.block.lead.clone()).unwrap_or_default().iter().find_map(|row| row.bits.first()).map(|bit| bit.span),
            date: self.block.date,
            values: ROLES.iter().filter_map(|role| value(builder, self.bits(*role)?, &self.labels, *role)).collect(),
            strangers: strangers(&self.items, &self.labels),
            body: self.block.body.collect(),
        }
    }
}

/// Makes entries of `rows`.
pub(super) fn entries<'a>(builder: &Builder<'_>, rows: &'a [Row], subject: &Subject, buffers: &mut template::Buffers) -> Vec<Entry<'a>> {
    ruled(builder, rows, subject, buffers).into_iter().map(|ruled| ruled.entry(builder, rows)).collect()
}

/// Finds the jobs or studies in `rows`, and which bit of each is what.
pub(super) fn ruled(builder: &Builder<'_>, rows: &[Row], subject: &Subject, buffers: &mut template::Buffers) -> Vec<Ruled> {
    let blocks = split::blocks(builder, rows, subject.is_study);
    let mut headers: Vec<Vec<Item>> = blocks.iter().map(|block| items(builder, rows, block.header.clone())).collect();
    mark_repeated(builder, &mut headers);
    let labels = template::label(&headers, subject.parts, buffers);
    blocks.into_iter().zip(headers).zip(labels).map(|((block, items), labels)| Ruled { block, items, labels }).collect()
}

/// Every part that is a value.
const ROLES: &[Role] = &[Role::Title, Role::Employer, Role::Place, Role::Degree, Role::Area, Role::Institution, Role::Grade];

/// Whether nothing but marks stands between the bit that ends at `end` and the next one.
fn is_plain(layout: &Layout, end: u32, next: Span) -> bool {
    next.start >= end && !layout.slice(Span { start: end, end: next.start }).chars().any(char::is_alphanumeric)
}

/// The first unbroken stretch of `bits`; none where nothing is printed there.
fn place(layout: &Layout, bits: &[Item]) -> Option<Span> {
    let first = bits.first()?;
    let mut place = Span { start: first.bit.span.start, end: first.end().end };
    let mut end = place.end;
    for item in &bits[1..] {
        if place.end == end && is_plain(layout, end, item.bit.span) {
            place.end = item.end().end;
        }
        end = item.end().end;
    }
    let is_printed = |span: Span| layout.slice(span).chars().any(|symbol| !symbol.is_whitespace());
    bits.iter().any(|item| is_printed(item.bit.span) || item.more.is_some_and(is_printed)).then_some(place)
}

/// The text of `bits` as printed but for dates between its words, where it begins, how sure it is.
fn value(builder: &Builder<'_>, bits: &[Item], labels: &Labels, role: Role) -> Option<Value> {
    let layout = builder.layout();
    let span = place(layout, bits)?;
    let mut text = String::new();
    let mut end = None;
    for item in bits {
        if let Some(end) = end {
            let is_plain = is_plain(layout, end, item.bit.span);
            text.push_str(if is_plain { layout.slice(Span { start: end, end: item.bit.span.start }) } else { ", " });
        }
        text.push_str(&item.text(builder));
        end = Some(item.end().end);
    }
    let text = joined(&text);
    (!text.is_empty()).then(|| Value { role, text, span, confidence: confidence(role, &bits[0], labels) })
}

fn confidence(role: Role, item: &Item, labels: &Labels) -> f32 {
    let own = template::score(&item.bit.scores, role);
    (0.62 + 0.07 * own.clamp(-2.0, 3.0) + 0.05 * labels.margin.clamp(0.0, 3.0)).clamp(0.2, 0.98)
}

/// Bits of the header that are no value and belong to the text below.
fn strangers(items: &[Item], labels: &Labels) -> Vec<Span> {
    let others = items.iter().zip(&labels.roles).filter(|(_, role)| **role == Role::Other);
    others.flat_map(|(item, _)| std::iter::once(item.bit.span).chain(item.more)).collect()
}

fn items(builder: &Builder<'_>, rows: &[Row], header: Range<usize>) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let header = rows.get(header).unwrap_or_default();
    for (row, own) in header.iter().enumerate() {
        for (number, bit) in own.bits.iter().enumerate() {
            let mut bit = *bit;
            let above = row.checked_sub(1).map(|above| &header[above]);
            if number == 0
                && bit.edge == row::Edge::Row
                && let Some(above) = above
                && above.is_full
                && above.look == own.look
            {
                bit.edge = row::Edge::Wrap;
            }
            if bit.edge == row::Edge::Wrap && items.last().is_some_and(|last| is_separated(builder, last, bit.span)) {
                bit.edge = row::Edge::Comma;
            }
            let is_below = |last: &&mut Item| (last.bit.left - bit.left).abs() < 40.0;
            if let Some(last) = items.last_mut().filter(is_below).filter(|_| matches!(bit.edge, row::Edge::Wrap | row::Edge::Row))
                && (bit.edge == row::Edge::Wrap && bit.scores.grade < 0.3 || is_unfinished(builder, last.end(), bit.span))
            {
                last.more = Some(Span { start: last.more.map_or(bit.span.start, |more| more.start), end: bit.span.end });
                last.bit.scores = role::scores(&last.text(builder), &mut String::new());
                continue;
            }
            items.push(Item { bit, row, more: None, is_repeated: false });
        }
    }
    items
}

impl Item {
    /// Where its last words stand.
    fn end(&self) -> Span {
        self.more.unwrap_or(self.bit.span)
    }

    /// Its words on one line.
    fn text(&self, builder: &Builder<'_>) -> String {
        let mut text = String::new();
        self.text_into(builder, &mut text);
        text
    }

    /// The same into `text`, which is cleared first.
    fn text_into(&self, builder: &Builder<'_>, text: &mut String) {
        let layout = builder.layout();
        match self.more {
            None => join_into(layout.slice(self.bit.span), text),
            Some(more) => join_into(&format!("{}\n{}", layout.slice(self.bit.span), layout.slice(more)), text),
        }
    }
}

/// Whether a mark at the line's end divides `last` from what stands on the next line.
fn is_separated(builder: &Builder<'_>, last: &Item, next: Span) -> bool {
    let between = builder.layout().slice(Span { start: last.end().end, end: next.start });
    let same_line = between.split('\n').next().unwrap_or_default();
    same_line.contains([',', ';', '|', '•', '·', '–', '—', ':', '-'])
}

/// Whether `first` cannot end where its line does: an open bracket, a hyphen, a word that wants another.
fn is_unfinished(builder: &Builder<'_>, first: Span, next: Span) -> bool {
    const WORDS: &[&str] = &[
        "of", "the", "and", "&", "for", "in", "de", "del", "der", "des", "die", "du", "la", "le", "les", "et", "und", "für", "von", "y",
        "e", "di", "della", "degli", "delle", "da", "do", "dos", "das", "van", "voor", "en", "w", "i", "na", "och", "för", "og", "at",
        "to", "with", "zu", "zur", "im", "am", "al", "/", "à", "pour", "para",
    ];
    let layout = builder.layout();
    let (text, rest) = (layout.slice(first), layout.slice(next));
    let is_open = text.matches('(').count() > text.matches(')').count();
    let last = text.split_whitespace().next_back().unwrap_or_default();
    let starts_low = rest.chars().next().is_some_and(char::is_lowercase);
    is_open || WORDS.contains(&last) || text.ends_with('-') && starts_low && !text.ends_with(" -") || text.ends_with('/')
}

/// Marks bits whose words stand in several entries of the section.
fn mark_repeated(builder: &Builder<'_>, headers: &mut [Vec<Item>]) {
    if headers.len() < 2 {
        return;
    }
    // The folded words of all bits behind each other; where those of each end; which entry each is of.
    let mut words = String::new();
    let mut places: Vec<(usize, usize, usize)> = Vec::new();
    let (mut text, mut folded) = (String::new(), String::new());
    for (entry, item) in headers.iter().enumerate().flat_map(|(entry, items)| items.iter().map(move |item| (entry, item))) {
        folded.clear();
        item.text_into(builder, &mut text);
        crate::lexicon::fold_into(&text, &mut folded);
        let start = words.len();
        words.push_str(&folded);
        places.push((start, words.len(), entry));
    }
    let of = |&(start, end, _): &(usize, usize, usize)| &words[start..end];
    for (item, place) in headers.iter_mut().flatten().zip(&places) {
        let own = of(place);
        item.is_repeated = own.len() > 3 && places.iter().any(|other| other.2 != place.2 && of(other) == own);
    }
}
