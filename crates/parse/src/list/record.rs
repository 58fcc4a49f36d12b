//! Certificates, prizes and publications: a name, who gave or printed it, a date.

use vitae_document::Span;
use vitae_model::{Award, Certificate, PartialDate, Publication};

use crate::date::Dates;
use crate::evidence::{Builder, Part, Path};
use crate::layout::Layout;
use crate::lent::{Lent, lend};
use crate::lexicon;
use crate::list::item::{self, Item};
use crate::list::piece;
use crate::section::Section;

/// What the three kinds have in common.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    name: Span,
    giver: Option<Span>,
    date: Option<PartialDate>,
    dated: Span,
    /// What else is said.
    rest: Option<Span>,
    link: Option<Span>,
}

/// Reads certificates and licences.
pub(super) fn certificates(builder: &mut Builder<'_>, section: &Section) {
    for &entry in &entries(builder, section) {
        let index = builder.profile.certificates.len();
        let Some(name) = builder.read(Path::entry(Part::Certificates, index, "name"), entry.name, 0.85) else { continue };
        let issuer = entry.giver.and_then(|span| builder.read(Path::entry(Part::Certificates, index, "issuer"), span, 0.75));
        let url = entry.link.and_then(|span| builder.read(Path::entry(Part::Certificates, index, "url"), span, 0.9));
        builder.mark(Path::entry(Part::Certificates, index, "date"), entry.dated, 0.9);
        builder.profile.certificates.push(Certificate { name: Some(name), date: entry.date, issuer, url });
    }
}

/// Reads prizes and honours.
pub(super) fn awards(builder: &mut Builder<'_>, section: &Section) {
    for &entry in &entries(builder, section) {
        let index = builder.profile.awards.len();
        let Some(title) = builder.read(Path::entry(Part::Awards, index, "title"), entry.name, 0.85) else { continue };
        let awarder = entry.giver.and_then(|span| builder.read(Path::entry(Part::Awards, index, "awarder"), span, 0.75));
        let summary = entry.rest.and_then(|span| builder.read(Path::entry(Part::Awards, index, "summary"), span, 0.7));
        builder.mark(Path::entry(Part::Awards, index, "date"), entry.dated, 0.9);
        builder.profile.awards.push(Award { title: Some(title), date: entry.date, awarder, summary });
    }
}

/// Reads publications.
pub(super) fn publications(builder: &mut Builder<'_>, section: &Section) {
    for &entry in &entries(builder, section) {
        let entry = cite(builder.layout(), entry);
        let index = builder.profile.publications.len();
        let Some(name) = builder.read(Path::entry(Part::Publications, index, "name"), entry.name, 0.8) else { continue };
        let publisher = entry.giver.and_then(|span| builder.read(Path::entry(Part::Publications, index, "publisher"), span, 0.7));
        let summary = entry.rest.and_then(|span| builder.read(Path::entry(Part::Publications, index, "summary"), span, 0.7));
        let url = entry.link.and_then(|span| builder.read(Path::entry(Part::Publications, index, "url"), span, 0.9));
        builder.mark(Path::entry(Part::Publications, index, "releaseDate"), entry.dated, 0.9);
        builder.profile.publications.push(Publication { name: Some(name), publisher, release_date: entry.date, url, summary });
    }
}

/// Reads an entry as a citation: `Title. Journal 12(3)`, or authors, a year in brackets and then the title.
fn cite(layout: &Layout, entry: Entry) -> Entry {
    let text = layout.slice(entry.name);
    if let (true, Some(title)) = (are_authors(text), entry.giver) {
        let (name, giver) = sentence(layout, title).unzip();
        return Entry { name: name.unwrap_or(title), giver: giver.or(entry.rest), ..entry };
    }
    match sentence(layout, entry.name) {
        Some((name, place)) => Entry { name, giver: Some(place), ..entry },
        None => entry,
    }
}

/// Whether `text` is a list of names with initials.
fn are_authors(text: &str) -> bool {
    let words = text.split([' ', ',']).filter(|word| !word.is_empty());
    let (mut initials, mut all) = (0, 0);
    for word in words {
        all += 1;
        initials += usize::from(word.len() <= 4 && word.ends_with('.') && word.starts_with(char::is_uppercase));
    }
    initials > 0 && initials * 3 >= all
}

/// The first sentence of `span`, where it has several words, and what follows.
fn sentence(layout: &Layout, span: Span) -> Option<(Span, Span)> {
    let text = layout.slice(span);
    let ends = text.char_indices().filter(|(_, symbol)| matches!(symbol, '.' | '?' | '!')).map(|(at, _)| at);
    for at in ends {
        let (title, rest) = (&text[..at], text[at + 1..].trim_start_matches('.'));
        let word = title.rsplit([' ', '\n']).next().unwrap_or_default();
        if rest.starts_with([' ', '\n'])
            && word.chars().count() > 3
            && title.split_whitespace().count() >= 2
            && rest.trim_start().starts_with(char::is_alphanumeric)
        {
            let mark = usize::from(!text[at..].starts_with('.'));
            let name = Span { start: span.start, end: span.start + (at + mark) as u32 };
            return Some((name, item::tidy(layout, Span { start: span.end - rest.len() as u32, end: span.end })));
        }
    }
    None
}

lend!(Entry);

fn entries(builder: &Builder<'_>, section: &Section) -> Lent<Vec<Entry>> {
    let layout = builder.layout();
    let mut dates = builder.dates();
    let items = item::items(layout, section.lines());
    items.iter().filter_map(|item| entry(layout, *item, &mut dates)).collect()
}

fn entry(layout: &Layout, item: Item, dates: &mut Dates) -> Option<Entry> {
    let (dated, cut_out) = date_in(layout, item, dates);
    let mut parts = item::parts(layout, item.first..item.end, cut_out);
    let is_link = |part: &item::Part| is_link(layout.slice(part.span));
    let link = parts.iter().find(|part| is_link(part)).map(|part| part.span);
    parts.retain(|part| !is_link(part));
    let mut first = *parts.first()?;
    if !cut_out.is_empty() && first.span.end <= cut_out.start {
        first.span = without_joint(layout, first.span);
    }
    let mut entry = Entry { name: first.span, date: dated.date, dated: dated.span, link, ..Entry::default() };
    let (name, giver) =
        cut_style(layout, item, first.span).or_else(|| if parts.len() == 1 { cut(layout, first.span) } else { None }).unzip();
    entry.name = name.unwrap_or(first.span);
    entry.giver = giver;
    if let Some((name, giver)) = before_date(layout, first.span, cut_out) {
        (entry.name, entry.giver) = (name, Some(giver));
    }
    let mut more = parts[1..].iter().map(|part| part.span);
    if entry.giver.is_none() {
        entry.giver = more.next();
    }
    if let Some(first) = more.next() {
        entry.rest = Some(Span { start: first.start, end: more.next_back().unwrap_or(first).end });
    }
    Some(entry)
}

/// Name and giver of `Name (giver, date)`, of which `span` is what stands before the date at `dated`.
fn before_date(layout: &Layout, span: Span, dated: Span) -> Option<(Span, Span)> {
    let text = layout.slice(span);
    let open = text.rfind('(').filter(|open| !dated.is_empty() && *open > 0 && !text[*open..].contains(')'))?;
    let closes = layout.text.get(dated.end as usize..)?.starts_with(')');
    let is_listed = layout.text.get(span.end as usize..dated.start as usize)?.contains(',') || text.ends_with(',');
    let part = |from: usize, to: usize| item::tidy(layout, Span { start: span.start + from as u32, end: span.start + to as u32 });
    let (name, giver) = (part(0, open), part(open + 1, text.len()));
    (closes && is_listed && !name.is_empty() && !giver.is_empty()).then_some((name, giver))
}

/// `span` without the word that led to a date behind it: `Forklift licence in` before `2012`.
fn without_joint(layout: &Layout, span: Span) -> Span {
    const JOINTS: [&str; 8] = ["in", "on", "im", "en", "em", "nel", "w", "i"];
    let text = layout.slice(span);
    let end = text.rsplit_once(' ').filter(|(_, word)| JOINTS.contains(word)).map_or(text.len(), |(name, _)| name.trim_end().len());
    Span { end: span.start + end as u32, ..span }
}

/// The date of an item in its first six lines, one with a cell of its own, else the last one at an end or in brackets; and what the text is
/// cut at.
///
/// A date in the middle of a text is part of it: the text is not cut there, the second span is empty.
fn date_in(layout: &Layout, item: Item, dates: &mut Dates) -> (item::Dated, Span) {
    let mut best = (item::Dated::default(), Span::default());
    let mut rank = 0;
    for line in &layout.lines[item.first..item.end.min(item.first + 6)] {
        for cell in layout.cells_of(line) {
            let dated = item::date_of(layout, cell.span, dates);
            if dated.range.is_none() {
                continue;
            }
            let behind = layout.slice(Span { start: dated.span.end, end: cell.span.end });
            let before = layout.slice(Span { start: cell.span.start, end: dated.span.start });
            let own = before.len() + behind.len() <= 3;
            let ends = behind.len() <= 2 || before.ends_with('(') || before.len() <= 1;
            let this = if own {
                3
            } else if ends {
                2
            } else {
                1
            };
            let cut_out = if this == 1 { Span::default() } else { dated.span };
            if this > rank || (this == rank && rank == 2) {
                (best, rank) = ((dated, cut_out), this);
            }
        }
    }
    best
}

/// A bold name before what is not: cut where the weight changes.
fn cut_style(layout: &Layout, item: Item, span: Span) -> Option<(Span, Span)> {
    let line = layout.lines.get(item.first)?;
    let cell = layout.cells_of(line).iter().find(|cell| cell.span.start <= span.start && span.start < cell.span.end)?;
    let end = cell.lead?;
    let (name, rest) = (Span { start: span.start, end }, Span { start: end, end: span.end });
    let (name, rest) = (item::tidy(layout, name), item::tidy(layout, rest));
    (!name.is_empty() && !rest.is_empty() && end < span.end).then(|| (name, strip_word(layout, rest)))
}

/// `rest` without a linking word before a giver: `at`, `by`, `chez`.
fn strip_word(layout: &Layout, rest: Span) -> Span {
    let text = layout.slice(rest);
    let word = text.split(' ').next().unwrap_or_default();
    let links = matches!(word, "at" | "by" | "from" | "chez" | "par" | "bei" | "von" | "por" | "en" | "de" | "da" | "presso" | "bij" | "w");
    if links { Span { start: rest.start + word.len() as u32 + 1, end: rest.end } } else { rest }
}

/// `Name, giver`, `Name – giver`, `Name (giver)`: cut at the last separator outside of brackets.
fn cut(layout: &Layout, span: Span) -> Option<(Span, Span)> {
    let text = layout.slice(span);
    for dash in [" – ", " — ", " | ", " - ", " · ", " by "] {
        // "Licence – Trainer": nobody who gives licences is called like an occupation.
        let gives = |at: &usize| !lexicon::is_occupation(&lexicon::fold(&text[at + dash.len()..]));
        if let Some(at) = text.find(dash).filter(gives) {
            let at = at as u32;
            return Some((
                Span { start: span.start, end: span.start + at },
                Span { start: span.start + at + dash.len() as u32, end: span.end },
            ));
        }
    }
    let mut parts = Lent::default();
    piece::split(layout, span, &mut parts);
    let last = *parts.last().filter(|_| parts.len() > 1)?;
    let name = item::tidy(layout, Span { start: span.start, end: last.start });
    Some((name, last))
}

fn is_link(text: &str) -> bool {
    !text.contains(' ') && (text.starts_with("http") || text.starts_with("www.") || (text.contains('/') && text.contains('.')))
}
