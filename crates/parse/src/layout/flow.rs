//! Which lines continue the line before: wrapped paragraphs, list items and titles.
//!
//! A line continues the one before when it stands right below it at the same indent in the same style, and its first word would not have
//! found room above.

use vitae_document::{Document, Role, Run};
use vitae_model::BoundingBox;

use crate::date::Dates;
use crate::layout::{Cell, Layout, Line, ragged, stack, text};
use crate::lexicon::DASHES;

/// How far text reaches that begins at one left edge of one region.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    region: u16,
    left: f32,
    right: f32,
    /// Lines that reach nearly so far.
    full: u32,
    /// Lines that begin with a small letter: the rest of others.
    small: u32,
}

/// How much more white space than usual stands above a line that goes on at most.
const LOOSE: f32 = 0.14;

/// Sets [`Line::continues`] on all lines.
pub(super) fn mark(document: &Document, layout: &mut Layout, edges: &mut Vec<Edge>) {
    measure(layout, edges);
    let tight = tight_gap(layout);
    for index in 1..layout.lines.len() {
        let line = layout.lines[index];
        let goes_on = line.gap <= tight + LOOSE && continues(document, layout, edges, index);
        layout.lines[index].continues = goes_on && !opens_with_caption(layout, &line);
    }
    stack::settle(layout, tight + LOOSE);
}

/// The white space between lines of paragraphs, in multiples of a line's height: what most lines after a full one have above them.
fn tight_gap(layout: &Layout) -> f32 {
    let (mut after_full, mut small_letters) = ([0_u32; 64], [0_u32; 64]);
    for pair in layout.lines.windows(2) {
        let (before, line) = (&pair[0], &pair[1]);
        let Some(region) = layout.regions.get(usize::from(before.region)) else { continue };
        let full = before.area.right > region.limit - 0.3 * (region.limit - before.area.left);
        // A line that begins with a small letter nearly always continues the one before.
        let small = layout.cells_of(line).first().is_some_and(|cell| begins_small(layout.slice(cell.span)));
        if full && before.region == line.region && line.bullet.is_none() && line.gap > -0.5 && line.gap < 1.0 {
            let step = ((line.gap + 0.5) * 40.0) as usize;
            after_full[step] += u32::from(line.area.width() > 60.0);
            small_letters[step] += u32::from(small);
        }
    }
    let counts = if small_letters.iter().sum::<u32>() >= 3 { small_letters } else { after_full };
    let most = counts.iter().copied().max().unwrap_or_default();
    if counts.iter().sum::<u32>() < 3 {
        return 1.0;
    }
    let first = counts.iter().position(|&count| count * 3 >= most).unwrap_or_default();
    first as f32 / 40.0 - 0.5 + 0.0125
}

fn measure(layout: &Layout, edges: &mut Vec<Edge>) {
    edges.clear();
    let near = |edge: &Edge, line: &Line, left: f32| edge.region == line.region && (edge.left - left).abs() < 2.5;
    for line in &layout.lines {
        let Some((area, span)) = layout.cells_of(line).first().map(|cell| (cell.area, cell.span)) else { continue };
        let text = layout.slice(span);
        // An address may stick out of a narrow column.
        let right = if begins_small(text) && begins_with_address(text) { area.left } else { area.right };
        match edges.iter_mut().rev().take(24).find(|edge| near(edge, line, area.left)) {
            Some(edge) => edge.right = edge.right.max(right),
            None => edges.push(Edge { region: line.region, left: area.left, right, full: 0, small: 0 }),
        }
    }
    let mut above = 0.0;
    for line in &layout.lines {
        let Some((area, span, size)) = layout.cells_of(line).first().map(|cell| (cell.area, cell.span, cell.style.size)) else { continue };
        // What is set in another size than the line above is no rest of it: `fluent`, small below a language.
        let is_sized_alike = (std::mem::replace(&mut above, size) - size).abs() < 0.6;
        if let Some(edge) = edges.iter_mut().find(|edge| near(edge, line, area.left)) {
            edge.full += u32::from(area.right > edge.right - 0.15 * (edge.right - edge.left));
            let text = layout.slice(span);
            let goes_on =
                is_sized_alike && begins_small(text) && line.bullet.is_none() && !text::looks_dated(text) && !begins_with_address(text);
            edge.small += u32::from(goes_on);
        }
    }
}

/// Whether the line at `index` goes on with the one before.
fn continues(document: &Document, layout: &Layout, edges: &[Edge], index: usize) -> bool {
    let (before, line) = (&layout.lines[index - 1], &layout.lines[index]);
    let (Some(cell), above) = (layout.cells_of(line).first(), layout.cells_of(before)) else { return false };
    if line.bullet.is_some() || cell.bullet || matches!(line.role, Role::Heading(_)) || matches!(before.role, Role::Heading(_)) {
        return false;
    }
    // `Position` before `: Clerk`, below `Employer` before `: Acme Ltd`.
    let is_labelled = |cells: &[Cell]| cells.get(1).is_some_and(|value| layout.slice(value.span).starts_with(':'));
    if is_labelled(above) && is_labelled(layout.cells_of(line)) {
        return false;
    }
    // The rest of a broken word goes on wherever its line begins: below a hanging indent, or a date that stood in front.
    if let Some(upper) = above.iter().rfind(|upper| text::is_broken(layout.slice(upper.span)))
        && line.region == before.region
        && begins_small(layout.slice(cell.span))
        && line.area.left <= upper.area.left + 3.0
        && line.baseline > before.baseline
        && line.baseline - before.baseline < 3.0 * cell.style.size
    {
        return (upper.style.size - cell.style.size).abs() < 2.0;
    }
    let nearest = |a: &&Cell, b: &&Cell| (a.area.left - cell.area.left).abs().total_cmp(&(b.area.left - cell.area.left).abs());
    let Some(upper) = above.iter().min_by(nearest) else { return false };
    // A mark that stands apart from the text, or that the format tells of, is told of the line.
    let is_item = upper.bullet || before.bullet.is_some() && std::ptr::eq(upper, &above[0]);
    // Left of a list item stands the rest of it only where nothing says that something new begins.
    if is_item && cell.area.left < upper.area.left - 3.0 {
        let text = layout.slice(cell.span);
        if !begins_small(text) && (text::looks_dated(text) || line.gap > before.gap + 0.3) {
            return false;
        }
    }
    let (Some(last), Some(first)) = (last_run(document, layout, upper), first_run(document, layout, cell)) else { return false };
    if (first.size - last.size).abs() > 0.6 || first.bold != last.bold || first.italic != last.italic || cell.table != upper.table {
        return false;
    }
    if line.region == before.region
        && !is_item
        && let Some(wraps) = ragged::wraps(layout, index, upper, cell)
    {
        return wraps && is_next(before, line, first.size) && !are_dated_alike(layout.slice(upper.span), layout.slice(cell.span));
    }
    if line.region == before.region {
        is_below(before, line, (upper.area, is_item), cell, first.size)
            && is_full(document, layout, edges, above, upper, before, cell)
            && !are_dated_alike(layout.slice(upper.span), layout.slice(cell.span))
    } else {
        let follows = layout.regions.get(usize::from(line.region)).is_some_and(|region| region.goes_on() || region.page > before.page);
        follows && begins_small(layout.slice(cell.span)) && is_full(document, layout, edges, above, upper, before, cell)
    }
}

/// Bytes of a caption at most.
const LONGEST_CAPTION: usize = 80;

/// Whether `line` begins with a caption that is known, in a cell of its own: however full the caption above is, it goes on with none.
fn opens_with_caption(layout: &Layout, line: &Line) -> bool {
    let [label, _, ..] = layout.cells_of(line) else { return false };
    label.span.len() < LONGEST_CAPTION && crate::entry::is_caption(&crate::lexicon::fold(layout.slice(label.span)))
}

/// How far left of a list item's text its further lines may begin, in multiples of the font size: where the mark stands, if it stands in
/// the text.
const INSIDE: f32 = 1.8;

/// Whether `line` stands right below `before`, flush with its text or centred under it.
fn is_below(before: &Line, line: &Line, (a, is_item): (BoundingBox, bool), cell: &Cell, size: f32) -> bool {
    let b = cell.area;
    let flush = (a.left - b.left).abs() < 3.0 || (is_item && b.left > a.left - INSIDE * size && b.left < a.left + 3.0);
    let centred = ((a.left + a.right) - (b.left + b.right)).abs() < 4.0;
    let indented = !is_item && b.left > a.left && b.left - a.left < 3.0 * size && before.bullet.is_none();
    is_next(before, line, size) && (flush || centred || indented)
}

/// Whether `line` stands a line's height below `before`.
fn is_next(before: &Line, line: &Line, size: f32) -> bool {
    let pitch = line.baseline - before.baseline;
    pitch > 0.5 * size && pitch < 2.1 * size
}

/// Columns whose widest line takes a smaller share of their room have no wrapped lines.
const ROOMY: f32 = 0.75;

/// Whether the first word of `cell` would not have found room behind `upper`.
fn is_full(document: &Document, layout: &Layout, edges: &[Edge], above: &[Cell], upper: &Cell, before: &Line, cell: &Cell) -> bool {
    let right_of = above.iter().map(|other| other.area.left).filter(|&left| left > upper.area.right).reduce(f32::min);
    let edge = edges.iter().find(|edge| edge.region == before.region && (edge.left - upper.area.left).abs() < 2.5);
    let limit = match edge {
        Some(edge) if edge.full >= 3 => edge.right,
        _ => layout.regions.get(usize::from(before.region)).map_or(upper.area.right, |region| region.limit),
    };
    // Where all lines are short and none goes on in small letters, none is full.
    let room = layout.regions.get(usize::from(before.region)).map_or(0.0, |region| region.room);
    let is_open = layout.slice(upper.span).rfind('(').is_some_and(|at| !layout.slice(upper.span)[at..].contains(')'));
    let limit = if !is_open && edge.is_some_and(|edge| edge.small == 0) && limit - upper.area.left < ROOMY * (room - upper.area.left) {
        room
    } else {
        limit
    };
    let open = layout.slice(upper.span).ends_with([',', '-', '–', '/', '&', '(']);
    let limit = if open { limit - 0.25 * (limit - upper.area.left) } else { limit };
    let room = right_of.map_or(limit, |left| left.min(limit)) - end_of(document, layout, upper) - 0.2 * cell.style.size;
    // Letters differ in width, but not that much.
    let words = layout.slice(cell.span);
    let width = text::first_word_width(words, cell.area.width());
    if width < 0.6 * room || 0.6 * width > room {
        return width > room;
    }
    // What begins with a capital may as well be another part.
    let share = if begins_small(words) { 1.0 } else { 0.92 };
    let measured = first_run(document, layout, cell).and_then(|run| text::measured_first_word(document, run, words));
    share * measured.unwrap_or(width) > room
}

/// The right edge of the last line of `cell`, which may have several.
fn end_of(document: &Document, layout: &Layout, cell: &Cell) -> f32 {
    match first_run(document, layout, cell).zip(last_run(document, layout, cell)) {
        Some((first, last)) if last.baseline > first.baseline + 0.5 * first.size => last.area.right,
        _ => cell.area.right,
    }
}

/// Whether two lines each begin with a date, or each end with one, and so are of one kind, not one the rest of the other: entries of a
/// line each, `Clerk, Acme Ltd, 2012 – 2015` above `Carer, Borough Hall, 2010 – 2012`.
fn are_dated_alike(upper: &str, lower: &str) -> bool {
    let is_short = upper.len().max(lower.len()) < LONGEST_ENTRY && !begins_small(lower);
    if !is_short || !text::looks_dated(upper) || !text::looks_dated(lower) || text::is_open(upper) {
        return false;
    }
    let mut dates = Dates::in_any_language();
    // What has no words besides is the rest of a range: `– 2016`, `June 2016`.
    let names = |text: &str| text.chars().filter(|symbol| symbol.is_alphabetic()).nth(3).is_some();
    let [(begins, ends), (begins_below, ends_below)] = [upper, lower].map(|text| {
        let found = dates.read(text);
        let last = text.trim_end_matches([')', ']']).len();
        let begins = found.first().is_some_and(|date| date.from == 0 && names(&text[date.to..]));
        let ends = found.last().is_some_and(|date| date.to >= last && names(&text[..date.from]));
        (begins, ends && !text.starts_with(DASHES))
    });
    begins && begins_below || ends && ends_below
}

/// Bytes that an entry of one line has at most.
const LONGEST_ENTRY: usize = 130;

fn begins_small(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_lowercase)
}

/// Whether `text` begins with an e-mail address or that of a page, which has small letters wherever it stands: `ada@example.com`,
/// `example.com/ada`.
fn begins_with_address(text: &str) -> bool {
    let word = text::first_word(text);
    let is_host = |(host, rest): (&str, &str)| host.len() > 1 && rest.starts_with(|symbol: char| symbol.is_ascii_lowercase());
    word.contains('@') || word.len() > 6 && word.split_once('.').is_some_and(is_host)
}

fn first_run<'a>(document: &'a Document, layout: &Layout, cell: &Cell) -> Option<&'a Run> {
    layout.runs.get(cell.first_run as usize).and_then(|&run| document.runs.get(run as usize))
}

fn last_run<'a>(document: &'a Document, layout: &Layout, cell: &Cell) -> Option<&'a Run> {
    let last = cell.end_run.checked_sub(1)?;
    layout.runs.get(last as usize).and_then(|&run| document.runs.get(run as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_begin_small_wherever_they_stand() {
        for text in ["ada@example.com", "example.com/ada", "www.ada.example", "linkedin.example/in/ada"] {
            assert!(begins_with_address(text), "{text}");
        }
        for text in ["and the rest", "site.", "e.g. a list", "i.a. at night", "z o.o."] {
            assert!(!begins_with_address(text), "{text}");
        }
    }

    #[test]
    fn entries_of_a_line_each_do_not_go_on_with_each_other() {
        for (upper, lower) in [
            ("Diplomi-insinööri, Aalto-yliopisto, 2010 - 2012", "Tekniikan kandidaatti, Aalto-yliopisto, 2007 - 2010"),
            ("University of York, MSc Physics 2010", "University of Leeds, BSc Physics 2008"),
            ("2015–2018 Kirjanpitäjä, Koivu Oy, Helsinki", "2012–2015 Kirjanpitoassistentti, Mänty Oy, Turku"),
            ("Programista, Dąb Sp. z o.o. (2012-2016)", "Kierownik zespołu, Brzoza S.A. (2016-obecnie)"),
        ] {
            assert!(are_dated_alike(upper, lower), "{lower}");
        }
        for (upper, lower) in [
            ("Won the regional award for the third time in 2012", "and once more in 2014"),
            ("Clerk, Acme Ltd, Leeds, March 2012 –", "June 2015"),
            ("Clerk, Acme Ltd, Leeds, March 2012", "– June 2015"),
            ("Clerk, Acme Ltd, Leeds, 2012", "until June 2015"),
            ("Sold the shop in 2012 and moved to Leeds", "Library, where I have worked since 2014"),
            ("2012 – 2015 Clerk at the branch of the Acme", "Bank, Leeds"),
        ] {
            assert!(!are_dated_alike(upper, lower), "{lower}");
        }
    }
}
