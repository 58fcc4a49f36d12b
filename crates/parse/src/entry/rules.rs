//! Jobs and studies by rules: blocks around dates, then the assignment of parts that fits all of them best.

use std::ops::Range;

use vitae_document::Span;

use super::row::{self, Row, RowDate};
use super::split::Block;
use super::template::{Headers, Item, Role};
use super::{Above, Entry, Subject, Value, body, role, split, template};
use crate::evidence::{Builder, join_into, joined};
use crate::layout::Layout;
use crate::lent::Lent;

/// What the rules make of one job or study.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ruled<'a> {
    block: &'a Block,
    items: &'a [Item],
    roles: &'a [Role],
    margin: f32,
}

/// What the rules make of the jobs or studies of a section; kept from section to section.
#[derive(Debug, Default)]
pub(super) struct Rules {
    blocks: Vec<Block>,
    split: split::Buffers,
    headers: Headers,
    template: template::Buffers,
    repeats: Repeats,
}

impl Rules {
    /// Finds the jobs or studies in `rows`, and which bit of each is what.
    pub(super) fn read(&mut self, builder: &Builder<'_>, rows: &[Row], subject: &Subject) {
        let Self { blocks, split, headers, template, repeats } = self;
        split.find(builder, rows, subject.is_study, blocks);
        headers.clear();
        blocks.iter().for_each(|block| items(builder, rows, block.header.clone(), headers));
        repeats.mark(builder, headers);
        template::label(headers, subject.parts, template);
    }

    /// What rows by themselves are.
    pub(super) fn split(&self) -> &split::Buffers {
        &self.split
    }

    /// What was found, in reading order.
    pub(super) fn found(&self) -> impl Iterator<Item = Ruled<'_>> {
        self.blocks.iter().enumerate().map(|(number, block)| {
            let (roles, margin) = self.headers.labels(number);
            Ruled { block, items: self.headers.of(number), roles, margin }
        })
    }

    /// The same as entries.
    pub(super) fn entries<'a>(&self, builder: &Builder<'_>, rows: &'a [Row]) -> Vec<Entry<'a>> {
        self.found().map(|ruled| ruled.entry(builder, rows)).collect()
    }
}

impl Ruled<'_> {
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
        let first = self.roles.iter().position(|label| *label == role)?;
        let n_bits = self.roles[first..].iter().take_while(|label| **label == role).count();
        self.items.get(first..first + n_bits)
    }

    /// The employer that a row above several entries names.
    fn above(&self, rows: &[Row]) -> Option<Above> {
        let first = rows.get(self.block.lead.clone()).unwrap_or_default().iter().find_map(|row| row.bits.first())?;
        Some(Above { name: first.span, place: None })
    }

    /// Its text and all that is said of it.
    fn entry<'a>(&self, builder: &Builder<'_>, rows: &'a [Row]) -> Entry<'a> {
        Entry {
            rows,
            above: self.above(rows),
            date: self.block.date,
            values: ROLES.iter().filter_map(|role| value(builder, self.bits(*role)?, self.margin, *role)).collect(),
            strangers: strangers(self.items, self.roles),
            body: self.block.body.clone().collect(),
            found: body::Body::default(),
        }
    }
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
fn value(builder: &Builder<'_>, bits: &[Item], margin: f32, role: Role) -> Option<Value> {
    let layout = builder.layout();
    let span = place(layout, bits)?;
    let (mut text, mut part) = (Lent::<String>::default(), Lent::default());
    let mut end = None;
    for item in bits {
        if let Some(end) = end {
            let is_plain = is_plain(layout, end, item.bit.span);
            text.push_str(if is_plain { layout.slice(Span { start: end, end: item.bit.span.start }) } else { ", " });
        }
        item.text_into(builder, &mut part);
        text.push_str(&part);
        end = Some(item.end().end);
    }
    let text = joined(&text);
    (!text.is_empty()).then(|| Value { role, text, span, confidence: confidence(role, &bits[0], margin) })
}

fn confidence(role: Role, item: &Item, margin: f32) -> f32 {
    let own = template::score(&item.bit.scores, role);
    (0.62 + 0.07 * own.clamp(-2.0, 3.0) + 0.05 * margin.clamp(0.0, 3.0)).clamp(0.2, 0.98)
}

/// Bits of the header that are no value and belong to the text below.
fn strangers(items: &[Item], roles: &[Role]) -> Vec<Span> {
    let others = items.iter().zip(roles).filter(|(_, role)| **role == Role::Other);
    others.flat_map(|(item, _)| std::iter::once(item.bit.span).chain(item.more)).collect()
}

/// Appends the bits of the rows `header`, those of one line that goes on with another as one.
fn items(builder: &Builder<'_>, rows: &[Row], header: Range<usize>, headers: &mut Headers) {
    let items = &mut headers.items;
    let start = items.len();
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
            if bit.edge == row::Edge::Wrap && items[start..].last().is_some_and(|last| is_separated(builder, last, bit.span)) {
                bit.edge = row::Edge::Comma;
            }
            let is_below = |last: &&mut Item| (last.bit.left - bit.left).abs() < 40.0;
            if let Some(last) = items[start..].last_mut().filter(is_below).filter(|_| matches!(bit.edge, row::Edge::Wrap | row::Edge::Row))
                && (bit.edge == row::Edge::Wrap && bit.scores.grade < 0.3 || is_unfinished(builder, last.end(), bit.span))
            {
                last.more = Some(Span { start: last.more.map_or(bit.span.start, |more| more.start), end: bit.span.end });
                last.bit.scores = role::scores(&last.text(builder), &mut Lent::default());
                continue;
            }
            items.push(Item { bit, row, more: None, is_repeated: false });
        }
    }
    headers.end();
}

impl Item {
    /// Where its last words stand.
    fn end(&self) -> Span {
        self.more.unwrap_or(self.bit.span)
    }

    /// Its words on one line.
    fn text(&self, builder: &Builder<'_>) -> Lent<String> {
        let mut text = Lent::default();
        self.text_into(builder, &mut text);
        text
    }

    /// The same into `text`, which is cleared first.
    fn text_into(&self, builder: &Builder<'_>, text: &mut String) {
        let layout = builder.layout();
        match self.more {
            None => join_into(layout.slice(self.bit.span), text),
            Some(more) => {
                let mut lines = Lent::<String>::default();
                [layout.slice(self.bit.span), "\n", layout.slice(more)].iter().for_each(|part| lines.push_str(part));
                join_into(&lines, text);
            }
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
    const LONGEST: usize = 5;
    let layout = builder.layout();
    let (text, rest) = (layout.slice(first), layout.slice(next));
    let count = |mark: u8| text.bytes().filter(|byte| *byte == mark).count();
    let is_open = count(b'(') > count(b')');
    let last = text.split_whitespace().next_back().unwrap_or_default();
    let starts_low = rest.chars().next().is_some_and(char::is_lowercase);
    is_open
        || last.len() <= LONGEST && WORDS.contains(&last)
        || text.ends_with('-') && starts_low && !text.ends_with(" -")
        || text.ends_with('/')
}

/// Finds the words that several entries share; its buffers are kept.
#[derive(Debug, Default)]
struct Repeats {
    /// The folded words of all bits behind each other.
    words: String,
    /// Where those of each begin and end; which entry each is of.
    places: Vec<(usize, usize, usize)>,
    text: String,
    folded: String,
}

impl Repeats {
    /// Marks bits whose words stand in several entries of the section.
    fn mark(&mut self, builder: &Builder<'_>, headers: &mut Headers) {
        if headers.len() < 2 {
            return;
        }
        let Self { words, places, text, folded } = self;
        words.clear();
        places.clear();
        for (entry, item) in (0..headers.len()).flat_map(|entry| headers.of(entry).iter().map(move |item| (entry, item))) {
            let start = words.len();
            // A word that a line's end divides is mended first.
            let layout = builder.layout();
            let is_whole = item.more.is_none() && !layout.slice(item.bit.span).bytes().fold(false, |any, byte| any | (byte == b'\n'));
            match layout.words(item.bit.span).filter(|_| is_whole) {
                Some(known) => words.push_str(known.folded()),
                None => {
                    folded.clear();
                    item.text_into(builder, text);
                    crate::lexicon::fold_into(text, folded);
                    words.push_str(folded);
                }
            }
            places.push((start, words.len(), entry));
        }
        let of = |&(start, end, _): &(usize, usize, usize)| &words[start..end];
        for (item, place) in headers.items.iter_mut().zip(&*places) {
            let own = of(place);
            item.is_repeated = own.len() > 3 && places.iter().any(|other| other.2 != place.2 && of(other) == own);
        }
    }
}
