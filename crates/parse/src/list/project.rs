//! Projects: a name, dates, a link, what it is, what was achieved.

use vitae_document::Span;
use vitae_model::Project;

use crate::date::Dates;
use crate::evidence::{Builder, Part, Path};
use crate::layout::Layout;
use crate::list::item::{self, Item};
use crate::section::Section;

/// Reads the projects of `section`.
pub(super) fn read(builder: &mut Builder<'_>, section: &Section) {
    let mut dates = builder.dates();
    let mut items = item::items(builder.layout(), section.lines());
    join(builder.layout(), &mut items);
    for &item in &items {
        add(builder, item, &mut dates);
    }
}

/// Joins items that are nothing but a link or a sentence to the one above them that is a name.
fn join(layout: &Layout, items: &mut Vec<Item>) {
    let mut kept = 0;
    for index in 0..items.len() {
        let item = items[index];
        match items[..kept].last_mut() {
            Some(last) if goes_on(layout, *last, item) => last.end = item.end,
            _ => {
                items[kept] = item;
                kept += 1;
            }
        }
    }
    items.truncate(kept);
}

/// Words that a sentence has at least.
const FEWEST_WORDS: usize = 5;

fn goes_on(layout: &Layout, upper: Item, lower: Item) -> bool {
    let (Some(above), Some(below)) = (layout.lines.get(upper.first), layout.lines.get(lower.first)) else { return false };
    if above.bullet == Some(0) && below.bullet == Some(0) {
        return false;
    }
    // A name with a sentence below it is a project of its own.
    if !layout.lines[lower.first + 1..lower.end].iter().all(|line| line.continues) {
        return false;
    }
    let text_of = |item: Item, last: usize| {
        let (first, last) = (&layout.lines[item.first], &layout.lines[last - 1]);
        layout.slice(Span { start: layout.span_of(first).start, end: layout.span_of(last).end })
    };
    let is_sentence = |text: &str| text.trim_end().ends_with('.') && text.split_whitespace().nth(FEWEST_WORDS - 1).is_some();
    let said = text_of(lower, lower.end);
    let first = text_of(upper, upper.first + 1);
    is_link(said) || is_sentence(said) && !is_sentence(first) && !is_link(first)
}

fn add(builder: &mut Builder<'_>, item: Item, dates: &mut Dates) {
    let layout = builder.layout();
    let head = (item.first + 1..item.end).find(|&line| layout.lines[line].bullet.is_some()).unwrap_or(item.end);
    let dated = first_date(layout, item.first..head.min(item.first + 3), dates);
    let parts = item::parts(layout, item.first..head, dated.span);
    let Some(first) = parts.first() else { return };
    let index = builder.profile.projects.len();
    let (name, rest) = split_name(layout, item, first.span);
    // "MedKart – Online Pharmacy" is a name where lines below it say what it is.
    let is_told = parts.len() > 1 || head < item.end;
    let (name, rest) = match rest {
        Some(rest) if is_told && is_subtitle(layout, name, rest) => (first.span, None),
        _ => (name, rest),
    };
    let Some(name) = builder.read(Path::entry(Part::Projects, index, "name"), name, 0.85) else { return };
    let mut project = Project { name: Some(name), ..Project::default() };
    let mut description: Option<Span> = rest;
    for part in &parts[1..] {
        let text = layout.slice(part.span);
        if project.url.is_none() && is_link(text) {
            project.url = builder.read(Path::entry(Part::Projects, index, "url"), part.span, 0.95);
        } else {
            description = Some(description.map_or(part.span, |first| Span { start: first.start.min(part.span.start), end: part.span.end }));
        }
    }
    project.description = description.and_then(|span| builder.read(Path::entry(Part::Projects, index, "description"), span, 0.8));
    if let Some(range) = dated.range {
        for (field, given) in [("startDate", range.start.is_some()), ("endDate", range.end.is_some()), ("current", range.current)] {
            if given {
                builder.mark(Path::entry(Part::Projects, index, field), dated.span, 0.9);
            }
        }
        (project.start_date, project.end_date, project.current) = (range.start, range.end, range.current);
    }
    let mut line = head;
    while line < item.end {
        let end = layout.paragraph_end(line, item.end);
        let span = Span { start: layout.span_of(&layout.lines[line]).start, end: layout.span_of(&layout.lines[end - 1]).end };
        let path = Path::item(Part::Projects, index, "highlights", project.highlights.len());
        project.highlights.extend(builder.read(path, span, 0.9));
        line = end;
    }
    builder.profile.projects.push(project);
}

fn first_date(layout: &Layout, lines: std::ops::Range<usize>, dates: &mut Dates) -> item::Dated {
    let cells = layout.lines[lines].iter().flat_map(|line| layout.cells_of(line));
    cells.map(|cell| item::date_of(layout, cell.span, dates)).find(|dated| dated.range.is_some()).unwrap_or_default()
}

/// `Name – what it is`, or a bold name before what is not.
fn split_name(layout: &Layout, item: Item, span: Span) -> (Span, Option<Span>) {
    let text = layout.slice(span);
    let lead = layout.lines.get(item.first).and_then(|line| layout.cells_of(line).first()).and_then(|cell| cell.lead);
    if let Some(end) = lead.filter(|&end| end > span.start && end < span.end) {
        let rest = item::tidy(layout, Span { start: end, end: span.end });
        return (item::tidy(layout, Span { start: span.start, end }), (!rest.is_empty()).then_some(rest));
    }
    for dash in [" – ", " — ", " | ", ": ", " - "] {
        if let Some(at) = text.find(dash) {
            let middle = span.start + at as u32;
            return (Span { start: span.start, end: middle }, Some(Span { start: middle + dash.len() as u32, end: span.end }));
        }
    }
    (span, None)
}

/// Whether `rest` goes on with `name` behind a dash, both in one style, in a few words.
fn is_subtitle(layout: &Layout, name: Span, rest: Span) -> bool {
    let between = layout.slice(Span { start: name.end, end: rest.start }).trim();
    let text = layout.slice(rest);
    matches!(between, "–" | "—" | "-") && text.split_whitespace().count() <= 3 && !text.ends_with('.') && !is_link(text)
}

fn is_link(text: &str) -> bool {
    !text.contains(' ') && text.contains('.') && (text.contains('/') || text.starts_with("www."))
}
