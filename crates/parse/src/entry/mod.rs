//! Jobs and studies: where one ends and the next begins, and what each of their words is.

mod body;
mod rail;
mod role;
mod row;
mod split;
mod study;
mod template;
mod work;

use vitae_document::Span;

use crate::date::{Stretch, Tokens};
use crate::evidence::{Builder, Path, joined};
use crate::section::{Section, SectionKind};

use row::Row;
use split::Block;
use template::{Item, Labels, Role};

/// Reads all sections of jobs, studies and voluntary work into the profile.
pub(crate) fn read(builder: &mut Builder<'_>, sections: &[Section]) {
    let mut tokens = Tokens::default();
    for section in &runs(builder, sections) {
        let (parts, fill): (&[Role], Fill) = match section.kind {
            SectionKind::Work => (template::WORK, work::fill),
            SectionKind::Volunteer => (template::WORK, work::fill_volunteer),
            SectionKind::Education => (template::STUDY, study::fill),
            _ => continue,
        };
        let rows = row::rows(builder, section.first_line, section.end_line, &mut tokens);
        let blocks = split::blocks(builder, &rows, parts == template::STUDY);
        let mut headers: Vec<Vec<Item>> = blocks.iter().map(|block| items(builder, &rows, &block.header)).collect();
        mark_repeated(builder, &mut headers);
        let labels = template::label(&headers, parts);
        if DEBUG {
            for (block, (header, labels)) in blocks.iter().zip(headers.iter().zip(&labels)) {
                eprintln!(
                    "BLOCK lead {:?} header {:?} body {:?} date {:?} margin {:.1}",
                    block.lead,
                    block.header,
                    block.body.len(),
                    block.date.map(|d| (d.range.start.map(|d| d.to_string()), d.range.end.map(|d| d.to_string()), d.range.current)),
                    labels.margin
                );
                for (item, role) in header.iter().zip(&labels.roles) {
                    eprintln!(
                        "   {:?} row{} {:?} {:?} {:?} {:?}",
                        role,
                        item.row,
                        item.bit.edge,
                        builder.layout().slice(item.bit.span),
                        item.bit.scores,
                        item.bit.look
                    );
                }
            }
        }
        for ((block, header), labels) in blocks.iter().zip(&headers).zip(&labels) {
            let entry = Entry { rows: &rows, block, items: header, labels };
            fill(builder, &entry);
        }
    }
}

/// The sections, with headings that are no headings but the first lines of entries put back, and the pieces joined.
fn runs(builder: &Builder<'_>, sections: &[Section]) -> Vec<Section> {
    let layout = builder.layout();
    let mut runs: Vec<Section> = Vec::with_capacity(sections.len());
    for section in sections {
        let mut section = *section;
        let is_entry = matches!(section.kind, SectionKind::Work | SectionKind::Education | SectionKind::Volunteer);
        if let Some(heading) = section.heading.filter(|_| is_entry) {
            let text = layout.lines[heading as usize..section.first_line as usize].iter().map(|line| layout.slice(layout.span_of(line)));
            if !crate::section::reads_as_heading(&joined(&text.collect::<Vec<_>>().join(" "))) {
                section.first_line = heading;
            }
        }
        match runs.last_mut() {
            Some(last) if is_entry && last.kind == section.kind && last.end_line == section.first_line => last.end_line = section.end_line,
            _ => runs.push(section),
        }
    }
    runs
}

const DEBUG: bool = false;

type Fill = fn(&mut Builder<'_>, &Entry<'_>);

/// One entry, labelled.
struct Entry<'a> {
    rows: &'a [Row],
    block: &'a Block,
    items: &'a [Item],
    labels: &'a Labels,
}

fn items(builder: &Builder<'_>, rows: &[Row], indices: &[usize]) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for (row, index) in indices.iter().enumerate() {
        for (number, bit) in rows[*index].bits.iter().enumerate() {
            let mut bit = *bit;
            let above = row.checked_sub(1).map(|above| &rows[indices[above]]);
            if number == 0
                && bit.edge == row::Edge::Row
                && let Some(above) = above
                && above.is_full
                && above.look == rows[*index].look
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
                last.bit.scores = role::scores(&last.text(builder));
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
        let layout = builder.layout();
        match self.more {
            None => joined(layout.slice(self.bit.span)),
            Some(more) => joined(&format!("{}\n{}", layout.slice(self.bit.span), layout.slice(more))),
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
    let words: Vec<Vec<String>> =
        headers.iter().map(|items| items.iter().map(|item| crate::lexicon::fold(&item.text(builder))).collect()).collect();
    for (entry, items) in headers.iter_mut().enumerate() {
        for (index, item) in items.iter_mut().enumerate() {
            let own = &words[entry][index];
            item.is_repeated = own.len() > 3 && words.iter().enumerate().any(|(other, words)| other != entry && words.contains(own));
        }
    }
}

impl Entry<'_> {
    /// The first stretch of bits labelled `role`.
    fn bits(&self, role: Role) -> Option<&[Item]> {
        let first = self.labels.roles.iter().position(|label| *label == role)?;
        let n_bits = self.labels.roles[first..].iter().take_while(|label| **label == role).count();
        self.items.get(first..first + n_bits)
    }

    /// The text of the first stretch of bits labelled `role`, as printed but for dates between its words, and where it begins.
    fn value(&self, builder: &Builder<'_>, role: Role) -> Option<(String, Span)> {
        let bits = self.bits(role)?;
        let layout = builder.layout();
        let mut text = String::new();
        let mut place = bits.first()?.bit.span;
        let mut end = place.start;
        for (number, item) in bits.iter().enumerate() {
            let between = layout.slice(Span { start: end, end: item.bit.span.start });
            if number > 0 {
                let is_plain = !between.chars().any(char::is_alphanumeric) && item.bit.span.start >= end;
                text.push_str(if is_plain { between } else { ", " });
                if is_plain && place.end == end {
                    place.end = item.end().end;
                }
            } else {
                place.end = item.end().end;
            }
            text.push_str(&item.text(builder));
            end = item.end().end;
        }
        let text = joined(&text);
        (!text.is_empty()).then_some((text, place))
    }

    /// Reads the value of `role` into the profile's `path`.
    fn read(&self, builder: &mut Builder<'_>, role: Role, path: Path) -> Option<(String, Span)> {
        let (text, span) = self.value(builder, role)?;
        builder.mark(path, span, self.confidence(role));
        Some((text, span))
    }

    /// How sure the value of `role` is.
    fn confidence(&self, role: Role) -> f32 {
        let Some(item) = self.labels.roles.iter().position(|label| *label == role).and_then(|first| self.items.get(first)) else {
            return 0.0;
        };
        let scores = &item.bit.scores;
        let own = match role {
            Role::Title => scores.title,
            Role::Employer => scores.employer,
            Role::Place => scores.place,
            Role::Degree => scores.degree,
            Role::Area => scores.area,
            Role::Institution => scores.institution,
            Role::Grade | Role::Other => scores.grade,
        };
        (0.62 + 0.07 * own.clamp(-2.0, 3.0) + 0.05 * self.labels.margin.clamp(0.0, 3.0)).clamp(0.2, 0.98)
    }

    /// Strangers in the header that belong to the text below.
    fn strangers(&self) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for (item, role) in self.items.iter().zip(&self.labels.roles) {
            if *role == Role::Other {
                spans.push(item.bit.span);
                spans.extend(item.more);
            }
        }
        spans
    }
}

/// Months of paid work in the profile, what goes on counted up to `today`.
pub(crate) fn months_of_experience(builder: &Builder<'_>, today: vitae_model::PartialDate) -> Option<u32> {
    let stretches: Vec<Stretch> = builder
        .profile
        .work
        .iter()
        .filter_map(|job| Some(Stretch { start: job.start_date?, end: job.end_date }))
        .filter(|stretch| stretch.end.is_some() || stretch.start <= today)
        .collect();
    (!stretches.is_empty()).then(|| crate::date::months(&stretches, today))
}
