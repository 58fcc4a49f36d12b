//! Runs that touch become one segment; a wide gap, a table cell's border or a filled chip ends it.

use vitae_document::{Document, Filling, Run, Span};
use vitae_model::BoundingBox;

use crate::layout::margin::Margin;
use crate::layout::{Style, bullet, drawn, text};
use crate::lexicon::Marks;
use crate::section;

/// Runs of one line without a wide gap between them: a cell before it has found its line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Segment {
    /// First of its runs in the list of segment runs.
    pub(super) first_run: u32,
    /// One behind its last run.
    pub(super) end_run: u32,
    pub(super) page: u16,
    pub(super) area: BoundingBox,
    pub(super) baseline: f32,
    pub(super) size: f32,
    /// The style of its first words.
    pub(super) style: Style,
    /// Belongs to the page's margin rather than to its body.
    pub(super) marginal: bool,
    /// Is not upright.
    pub(super) turned: bool,
    /// Reads like the heading of a section.
    pub(super) heading: bool,
    /// Shows a date or a word for "present".
    pub(super) dated: bool,
    /// Begins with a list mark.
    pub(super) bulleted: bool,
    /// Holds no letter.
    pub(super) wordless: bool,
    /// Shows an e-mail address or a telephone number.
    pub(super) contact: bool,
    /// Is nothing but a mark that stands before several lines.
    pub(super) mark: bool,
    /// Its words, in the text of all segments.
    pub(super) shown: Span,
    /// How far to the right no gutter can begin: its right edge, or its rating's left one.
    pub(super) reach: f32,
    /// How many bytes of them its first stretch in one weight and slant covers, where another one follows.
    pub(super) lead: Option<u32>,
    /// One behind the last run of the cell whose first line it is, where the order of drawing tells that.
    pub(super) cell_end: Option<u32>,
    /// It stands right of such a cell.
    pub(super) after_cell: bool,
}

/// A gap of this many times the font size ends a segment.
const WIDE: f32 = 1.15;

/// Joins the runs of `document` into segments, page by page, top down; `shown` holds the words of all of them afterwards.
pub(super) fn join(
    document: &Document,
    margins: &[Margin],
    order: &mut Vec<u32>,
    runs: &mut Vec<u32>,
    segments: &mut Vec<Segment>,
    shown: &mut String,
) {
    runs.clear();
    segments.clear();
    order.clear();
    order.extend((0..document.runs.len() as u32).filter(|&index| is_shown(document, index) && margins[index as usize] != Margin::Dropped));
    let run_at = |index: u32| &document.runs[index as usize];
    order.sort_by(|&a, &b| {
        let (a, b) = (run_at(a), run_at(b));
        (a.page, turn(a.rotation)).cmp(&(b.page, turn(b.rotation))).then(across(a).total_cmp(&across(b)))
    });
    let mut start = 0;
    while start < order.len() {
        let end = row_end(document, order, start);
        let row = &mut order[start..end];
        row.sort_by(|&a, &b| along(run_at(a)).total_cmp(&along(run_at(b))));
        join_row(document, margins, row, runs, segments);
        start = end;
    }
    split_at_edges(document, runs, segments);
    clip_to_cells(document, runs, segments);
    look(document, runs, segments, shown);
}

/// Ends segments of declared tables where the next column begins: text that does not fit its cell must not bridge two columns.
fn clip_to_cells(document: &Document, runs: &[u32], segments: &mut [Segment]) {
    let cell_of = |segment: &Segment| runs.get(segment.first_run as usize).and_then(|&run| document.runs[run as usize].cell);
    if !segments.iter().any(|segment| cell_of(segment).is_some()) {
        return;
    }
    let mut edges: Vec<(u16, u16, f32)> = Vec::new();
    for segment in segments.iter() {
        let Some(cell) = cell_of(segment) else { continue };
        match edges.iter_mut().find(|(table, column, _)| (*table, *column) == (cell.table, cell.column)) {
            Some((_, _, left)) => *left = left.min(segment.area.left),
            None => edges.push((cell.table, cell.column, segment.area.left)),
        }
    }
    for segment in segments.iter_mut() {
        let Some(cell) = cell_of(segment) else { continue };
        let next =
            edges.iter().filter(|(table, column, left)| *table == cell.table && *column > cell.column && *left > segment.area.left + 20.0);
        if let Some(next) = next.map(|(_, _, left)| *left).reduce(f32::min) {
            segment.area.right = segment.area.right.min(next - 8.0);
        }
    }
}

/// So many segments that begin at one place make a text edge.
const EDGE: usize = 4;
/// So many other runs do where a gap shows besides, in multiples of the font size.
const SHOWN_EDGE: (usize, f32) = (2, 0.75);

/// How wide a heading beside its text is at most, in multiples of the text's font size.
const LABEL: f32 = 22.0;

/// Splits segments where a run begins exactly at the edge of a column of text, or where a date ends at the edge that dates end at:
/// there the gap only happens to be narrow.
fn split_at_edges(document: &Document, runs: &[u32], segments: &mut Vec<Segment>) {
    let begins_at = |segment: &Segment, left: f32| segment.first_run < segment.end_run && (segment.area.left - left).abs() < 0.6;
    let any_cell = segments.iter().any(|segment| segment.after_cell);
    let mut index = 0;
    while index < segments.len() {
        let segment = segments[index];
        let span = &runs[segment.first_run as usize..segment.end_run as usize];
        let cut = span.windows(2).enumerate().position(|(at, pair)| {
            let (last, run) = (&document.runs[pair[0] as usize], &document.runs[pair[1] as usize]);
            let gap = run.area.left - last.area.right;
            if any_cell && run.rotation == 0 && gap > 0.0 && begins_beside_cell(segments, run) {
                return true;
            }
            let is_narrow = gap < 0.42 * run.size;
            if is_narrow && changes_look(document, last, run) {
                let heading = &span[..=at];
                if ends_address(document, last, run) || heads_text(document, segments, heading, run) {
                    return true;
                }
            }
            if run.rotation != 0 || is_narrow && !(gap > -0.1 * run.size && ends_as_date(document, segments, &segment, last, run)) {
                return false;
            }
            if bullet::is_alone(document.text_of(last)) {
                return ends_below_date(document, runs, &segments[..index], last);
            }
            let edge = segments.iter().filter(|other| other.page == segment.page && begins_at(other, run.area.left)).take(EDGE).count();
            let beside = |other: &&Segment| begins_at(other, run.area.left) && (other.baseline - segment.baseline).abs() < 3.0 * run.size;
            edge >= EDGE
                || (gap >= SHOWN_EDGE.1 * run.size && runs_begin_at(document, run) > SHOWN_EDGE.0)
                || (edge > 0 && segments.iter().any(|other| other.page == segment.page && beside(&other)))
                || ends_as_date(document, segments, &segment, last, run)
        });
        if let Some(cut) = cut {
            let middle = segment.first_run + cut as u32 + 1;
            segments[index] = over(document, runs, Segment { end_run: middle, cell_end: None, ..segment });
            segments.insert(index + 1, over(document, runs, Segment { first_run: middle, bulleted: false, after_cell: false, ..segment }));
        }
        index += 1;
    }
}

/// Whether `run` looks otherwise than `last`, or goes on in small letters behind capitals.
fn changes_look(document: &Document, last: &Run, run: &Run) -> bool {
    let ends_in_capital = || document.text_of(last).ends_with(char::is_uppercase) && document.text_of(run).starts_with(char::is_uppercase);
    (last.font, last.bold, last.colour) != (run.font, run.bold, run.colour) || (last.size - run.size).abs() >= 0.3 || ends_in_capital()
}

/// Whether an e-mail address ends with `last`: `run`, in another look, begins with a capital letter.
fn ends_address(document: &Document, last: &Run, run: &Run) -> bool {
    let (before, behind) = (document.text_of(last), document.text_of(run));
    before.contains('@') && before.ends_with(char::is_lowercase) && behind.starts_with(char::is_uppercase)
}

/// Whether `heading`, the runs before `run`, is the heading of a section beside its text, which several lines begin at: it only happens to
/// take all the room that it has.
fn heads_text(document: &Document, segments: &[Segment], heading: &[u32], run: &Run) -> bool {
    let (Some(first), Some(last)) = (heading.first(), heading.last()) else { return false };
    let (first, last) = (&document.runs[*first as usize], &document.runs[*last as usize]);
    let is_near = run.rotation == 0 && run.area.left - last.area.right > -0.5 * run.size;
    let is_label = run.area.left - first.area.left < LABEL * run.size;
    let begins = |other: &&Segment| other.page == run.page && (other.area.left - run.area.left).abs() < 0.6;
    if !is_near || !is_label || segments.iter().filter(begins).take(EDGE).count() < EDGE {
        return false;
    }
    let mut words = String::new();
    text::assemble(document, heading, &mut words);
    section::reads_as_heading(&words, &mut String::new())
}

/// Whether text right of a cell of its page begins where `run` does.
fn begins_beside_cell(segments: &[Segment], run: &Run) -> bool {
    segments.iter().any(|other| other.after_cell && other.page == run.page && (other.area.left - run.area.left).abs() < 0.3)
}

/// Whether `run`, a mark by itself, is the dash below the first date of a range that ends where it ends, and no list mark.
fn ends_below_date(document: &Document, runs: &[u32], before: &[Segment], run: &Run) -> bool {
    let above = |segment: &&Segment| {
        segment.page == run.page
            && (segment.area.right - run.area.right).abs() < 0.8
            && segment.area.left < run.area.left - run.size
            && (0.5..1.9).contains(&((run.baseline - segment.baseline) / run.size.max(1.0)))
    };
    let near = &before[before.len().saturating_sub(4)..];
    let own = |segment: &Segment| &runs[segment.first_run as usize..segment.end_run as usize];
    near.iter().filter(above).any(|date| own(date).iter().any(|&run| text::looks_dated(document.text_of(&document.runs[run as usize]))))
}

/// How many runs of its page begin where `run` does.
fn runs_begin_at(document: &Document, run: &Run) -> usize {
    document.runs.iter().filter(|other| other.page == run.page && (other.area.left - run.area.left).abs() < 0.6).count()
}

/// Whether `run` is a date that ends where dates of other segments do: two of them, or one where its look tells it from `last` already.
fn ends_as_date(document: &Document, segments: &[Segment], segment: &Segment, last: &Run, run: &Run) -> bool {
    let shown = document.text_of(run);
    let mates = if (last.bold, last.italic) == (run.bold, run.italic) { 2 } else { 1 };
    shown.bytes().any(|byte| byte.is_ascii_digit()) && text::looks_dated(shown) && dates_end_at(segments, segment, run.area.right, mates)
}

/// Whether `count` other segments right of the middle of `segment` end where `right` does.
fn dates_end_at(segments: &[Segment], segment: &Segment, right: f32, count: usize) -> bool {
    let alike = |other: &&Segment| {
        other.page == segment.page
            && other.first_run != segment.first_run
            && (other.area.right - right).abs() < 0.8
            && other.area.left > segment.area.left + 60.0
    };
    segments.iter().filter(alike).take(count).count() == count
}

/// `segment` with the area, height and style of the runs it has now.
fn over(document: &Document, runs: &[u32], segment: Segment) -> Segment {
    let own = || runs[segment.first_run as usize..segment.end_run as usize].iter().map(|&run| &document.runs[run as usize]);
    let area = own().map(|run| run.area).reduce(BoundingBox::union).unwrap_or(segment.area);
    let tallest = own().max_by(|a, b| a.size.total_cmp(&b.size));
    let (size, baseline) = tallest.map_or((segment.size, segment.baseline), |run| (run.size, run.baseline));
    let style = own().next().map_or(segment.style, style_of);
    Segment { area, size, baseline, style, ..segment }
}

/// Notes what a glance at each segment's text tells.
fn look(document: &Document, runs: &[u32], segments: &mut [Segment], all: &mut String) {
    let mut folded = String::new();
    all.clear();
    let mut lone: Vec<(char, i32, u32)> = Vec::new();
    for (index, segment) in segments.iter_mut().enumerate() {
        segment.reach = segment.area.right;
        let start = all.len();
        let lead = text::assemble(document, &runs[segment.first_run as usize..segment.end_run as usize], all);
        segment.lead = lead.map(|end| (end - start) as u32);
        segment.shown = Span { start: start as u32, end: all.len() as u32 };
        let shown = &all[start..];
        let marks = Marks::of(shown);
        segment.dated = marks.has(Marks::DIGIT) && text::looks_dated(shown);
        segment.heading = section::reads_as_heading(shown, &mut folded);
        segment.style.caps = !marks.has(Marks::SMALL) && text::is_caps(shown);
        segment.wordless =
            !marks.has(Marks::SMALL.or(Marks::CAPITAL)) && (!marks.has(Marks::WIDE) || !shown.chars().any(char::is_alphabetic));
        segment.contact = marks.has(Marks::DIGIT.or(Marks::AT)) && text::is_contact(shown);
        let mut symbols = shown.chars();
        if let (Some(symbol), None) = (symbols.next(), symbols.next())
            && !symbol.is_ascii_alphanumeric()
        {
            lone.push((symbol, segment.area.left.round() as i32, index as u32));
        }
    }
    cover_ratings(segments, all);
    // A single symbol that stands at one edge before several lines is a list mark, whatever its font makes of it.
    for &(symbol, left, index) in &lone {
        let others = lone.iter().filter(|(other, edge, _)| *other == symbol && (edge - left).abs() <= 1).count();
        segments[index as usize].mark = others >= 3 || !symbol.is_alphanumeric();
    }
}

/// Lets what is rated reach its rating, `★★★☆☆`: the white between the two is no gutter.
fn cover_ratings(segments: &mut [Segment], all: &str) {
    let text = |segment: &Segment| all.get(segment.shown.start as usize..segment.shown.end as usize).unwrap_or_default();
    for index in 0..segments.len() {
        let rating = segments[index];
        if !rating.wordless || !is_rating(text(&rating)) {
            continue;
        }
        let beside = |other: &Segment| {
            let level = (other.baseline - rating.baseline).abs() < 0.3 * rating.size.max(other.size);
            level && other.page == rating.page && other.area.right <= rating.area.left
        };
        // Segments stand in the order of their lines.
        let near = || (index.saturating_sub(MOST_BESIDE)..segments.len().min(index + MOST_BESIDE)).map(|other| (other, &segments[other]));
        let label = near().filter(|(_, other)| beside(other)).max_by(|(_, a), (_, b)| a.area.right.total_cmp(&b.area.right));
        let Some((label, right)) = label.filter(|(_, label)| !label.wordless).map(|(at, label)| (at, label.area.right)) else { continue };
        // A column that begins between the two has its ratings below what is rated.
        let between = |area: BoundingBox| area.left > right && area.left < rating.area.left - rating.size;
        if !near().any(|(_, other)| other.page == rating.page && between(other.area)) {
            segments[label].reach = rating.area.left;
        }
    }
}

/// Neighbours among which the label of a rating is looked for.
const MOST_BESIDE: usize = 12;

/// Whether `text` is a row of three or more filled and empty marks.
fn is_rating(text: &str) -> bool {
    let is_mark =
        |symbol: char| matches!(symbol, '★' | '☆' | '●' | '○' | '■' | '□' | '▪' | '▫' | '◼' | '◻' | '⬤' | '◯' | '◉' | '⚫' | '⚪');
    text.chars().nth(2).is_some() && text.chars().all(is_mark)
}

fn is_shown(document: &Document, index: u32) -> bool {
    let run = &document.runs[index as usize];
    let area = run.area;
    let sound = [area.left, area.top, area.right, area.bottom, run.baseline, run.size].iter().all(|edge| edge.is_finite());
    sound && run.size > 0.5
}

/// Upright text first, then each direction by itself.
fn turn(rotation: u16) -> u16 {
    rotation % 360
}

/// The coordinate that grows from line to line.
fn across(run: &Run) -> f32 {
    match turn(run.rotation) {
        90 => run.area.left,
        180 => -run.baseline,
        270 => -run.area.right,
        _ => run.baseline,
    }
}

/// The coordinate that grows along a line.
fn along(run: &Run) -> f32 {
    match turn(run.rotation) {
        90 => -run.area.bottom,
        180 => -run.area.right,
        270 => run.area.top,
        _ => run.area.left,
    }
}

/// The coordinate at which a run ends along its line.
fn along_end(run: &Run) -> f32 {
    match turn(run.rotation) {
        90 => -run.area.top,
        180 => -run.area.left,
        270 => run.area.bottom,
        _ => run.area.right,
    }
}

/// One behind the last run whose baseline agrees with that of the run at `start`.
fn row_end(document: &Document, order: &[u32], start: usize) -> usize {
    let first = &document.runs[order[start] as usize];
    let mut height = first.size;
    let mut end = start + 1;
    while let Some(&index) = order.get(end) {
        let run = &document.runs[index as usize];
        if run.page != first.page || turn(run.rotation) != turn(first.rotation) {
            break;
        }
        let distance = across(run) - across(first);
        // What shares its baseline with the run before it is not parted from it, however small it is.
        let level = across(run) - across(&document.runs[order[end - 1] as usize]) < 0.02 * run.size;
        if !level && (distance > 0.3 * height.max(run.size) || distance > 0.45 * height.min(run.size)) {
            break;
        }
        height = height.max(run.size);
        end += 1;
    }
    end
}

fn join_row(document: &Document, margins: &[Margin], row: &[u32], runs: &mut Vec<u32>, segments: &mut Vec<Segment>) {
    let mut open: Option<Segment> = None;
    for &index in row {
        let run = &document.runs[index as usize];
        let last = runs.last().map(|&last| &document.runs[last as usize]);
        if let (Some(segment), Some(last)) = (&mut open, last) {
            if is_shadow(document, last, run) {
                continue;
            }
            let goes_on = belongs(document, last, run);
            if goes_on {
                segment.cell_end = runs.last().and_then(|&last| drawn::cell_end(document, segment.area.left, last, index));
            }
            if goes_on && segment.cell_end.is_none() {
                runs.push(index);
                segment.end_run += 1;
                segment.area = segment.area.union(run.area);
                if run.size > segment.size {
                    segment.size = run.size;
                    segment.baseline = run.baseline;
                }
                continue;
            }
        }
        let after_cell = open.is_some_and(|segment| segment.cell_end.is_some());
        segments.extend(open.take());
        let first_run = runs.len() as u32;
        runs.push(index);
        open = Some(Segment {
            first_run,
            end_run: first_run + 1,
            page: run.page,
            area: run.area,
            baseline: run.baseline,
            size: run.size,
            style: style_of(run),
            marginal: margins[index as usize] == Margin::Aside,
            turned: turn(run.rotation) != 0,
            heading: false,
            dated: false,
            wordless: false,
            contact: false,
            mark: false,
            shown: Span::default(),
            reach: run.area.right,
            lead: None,
            cell_end: None,
            after_cell,
            bulleted: bullet::begins(document.text_of(run)),
        });
    }
    segments.extend(open);
}

/// Whether `run` is `last` drawn once more, as a shadow or to look bolder.
fn is_shadow(document: &Document, last: &Run, run: &Run) -> bool {
    let near = (last.area.left - run.area.left).abs() < 0.15 * run.size && (last.baseline - run.baseline).abs() < 0.15 * run.size;
    near && document.text_of(last) == document.text_of(run)
}

fn belongs(document: &Document, last: &Run, run: &Run) -> bool {
    if last.cell != run.cell || turn(last.rotation) != turn(run.rotation) {
        return false;
    }
    let gap = along(run) - along_end(last);
    if bullet::is_alone(document.text_of(last)) && gap < 4.0 * run.size {
        return gap > -run.size;
    }
    if gap > WIDE * last.size.min(run.size) || gap < -0.6 * last.size.max(run.size) {
        // The words of a letter-spaced text stand further apart than others.
        let is_spaced = |run: &Run| text::is_spaced_out(document.text_of(run));
        return (0.0..4.0 * run.size).contains(&gap) && last.size == run.size && is_spaced(last) && is_spaced(run);
    }
    let icon = text::is_icon(document.text_of(last)) || text::is_icon(document.text_of(run));
    if icon && gap > 0.05 * run.size {
        return false;
    }
    gap < 0.3 * run.size || (box_of(document, last) == box_of(document, run) && !rule_between(document, last, run))
}

/// The smallest filled box that `run` stands in.
fn box_of(document: &Document, run: &Run) -> Option<usize> {
    let around = document.fillings.iter().enumerate().filter(|(_, filling)| filling.page == run.page && holds(filling, run));
    around
        .min_by(|(_, a), (_, b)| (a.area.width() * a.area.height()).total_cmp(&(b.area.width() * b.area.height())))
        .map(|(index, _)| index)
}

fn holds(filling: &Filling, run: &Run) -> bool {
    let (outer, inner) = (filling.area, run.area);
    let middle = (inner.top + inner.bottom) / 2.0;
    outer.top <= middle && outer.bottom >= middle && outer.left <= inner.left + 1.0 && outer.right >= inner.right - 1.0
}

fn rule_between(document: &Document, last: &Run, run: &Run) -> bool {
    let middle = (run.area.top + run.area.bottom) / 2.0;
    document.rules.iter().any(|rule| {
        let area = rule.area;
        rule.page == run.page
            && area.height() > area.width()
            && area.top <= middle
            && area.bottom >= middle
            && area.left >= last.area.right - 0.5
            && area.right <= run.area.left + 0.5
    })
}

/// How `run` is drawn, without a look at its letters.
pub(super) fn style_of(run: &Run) -> Style {
    Style { size: run.size, bold: run.bold, italic: run.italic, caps: false, colour: run.colour, font: run.font }
}
