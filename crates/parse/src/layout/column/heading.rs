//! Headings beside each other and beside text: at the top of two columns, and in a rail left of what they head.

use vitae_document::Document;

use super::{Gutter, Mark, words};
use crate::layout::Style;
use crate::layout::segment::Segment;
use crate::{lexicon, section};

/// Whether both sides begin with a heading at one height: two known ones, a known one and what wears its dress and not that of the line
/// below, or two such lines in the dress of a known one that stands further down.
pub(super) fn begin_with_headings(segments: &[Segment], left: &[Mark], right: &[Mark]) -> bool {
    let segment = |mark: &Mark| &segments[mark.segment as usize];
    let ([first, ..], [second, ..]) = (left, right) else { return false };
    // Boxes that begin at one height begin with more or less white.
    let is_level = (first.baseline - second.baseline).abs() < f32::max(2.0, 0.25 * segment(first).size);
    if !is_level {
        return false;
    }
    let opens = |side: &[Mark], model: &Segment| match side {
        [head, lower @ ..] => {
            let own = dress(segment(head));
            // A heading may take several lines.
            let below = lower.iter().take(HEADING_LINES).find(|mark| dress(segment(mark)) != own);
            let stands_out = || below.is_some_and(|below| segment(head).size >= segment(below).size);
            segment(head).heading || own == dress(model) && stands_out() && !segment(head).dated
        }
        [] => false,
    };
    let is_known = segment(first).heading || segment(second).heading || {
        let model = dress(segment(first));
        model == dress(segment(second)) && left.iter().chain(right).any(|mark| segment(mark).heading && dress(segment(mark)) == model)
    };
    is_known && opens(left, segment(second)) && opens(right, segment(first))
}

/// Lines of a heading at most.
const HEADING_LINES: usize = 3;

/// How a heading is set, whatever letters it has.
fn dress(segment: &Segment) -> Style {
    segment.style.uncased()
}

/// What stands left of the rows between two heights.
pub(super) struct Rail {
    pub(super) top: f32,
    pub(super) bottom: f32,
    /// Words that head sections elsewhere, but here only label the line beside them.
    pub(super) labels: bool,
}

/// The height in which the left side is a rail of headings: nothing but known headings and what wears their dress, each block of them
/// beginning at the height of a line of the wider right side, and perhaps dates of what stands beside them. A name above and a signature
/// below belong to no rail. `crossed`: something crosses the strip between the two below.
pub(super) fn heads_rows(
    (document, runs): (&Document, &[u32]),
    segments: &[Segment],
    [left, right]: [&[Mark]; 2],
    gutter: Gutter,
    crossed: bool,
) -> Option<Rail> {
    let segment = |mark: &Mark| &segments[mark.segment as usize];
    let headings = || left.iter().filter(|mark| segment(mark).heading).map(|mark| dress(segment(mark)));
    // The title of the document is none of them.
    let model = headings().max_by_key(|model| headings().filter(|other| other == model).count())?;
    let heads = |mark: &Mark| segment(mark).heading && dress(segment(mark)) == model;
    let start = left.iter().position(heads)?;
    let end = left.iter().rposition(heads)? + 1;
    let is_rest = |segment: &Segment| wears_small(segment, model) && begins_small(document, runs, segment);
    let dressed = |mark: &Mark| (dress(segment(mark)) == model || is_rest(segment(mark))) && !segment(mark).dated && !segment(mark).contact;
    let is_date = |segment: &Segment| segment.dated && !segment.contact && !segment.bulleted && dress(segment) != model;
    let belongs = |mark: &Mark| dressed(mark) || is_date(segment(mark));
    let start = start - left[..start].iter().rev().take_while(|mark| dressed(mark)).count();
    let end = end + left[end..].iter().take_while(|mark| belongs(mark)).count();
    // Headings above text of their own begin a column.
    if left.get(end).is_some_and(|below| below.top - left[end - 1].bottom < below.bottom - below.top) {
        return None;
    }
    let top = if start == 0 { gutter.top } else { left[start].top - 1.0 };
    let bottom = left.get(end).map_or(gutter.bottom, |mark| mark.top - 1.0);
    if !left[start..end].iter().all(belongs) {
        return None;
    }
    let has_dates = !left[start..end].iter().all(dressed);
    let left: &[Mark] = &left[start..end].iter().copied().filter(dressed).collect::<Vec<_>>();
    let known = left.iter().filter(|mark| segment(mark).heading).count();
    let right: Vec<Mark> = right.iter().copied().filter(|mark| (top..=bottom).contains(&((mark.top + mark.bottom) / 2.0))).collect();
    let is_level = |mark: &Mark| right.iter().any(|line| (line.baseline - mark.baseline).abs() < 0.2 * (mark.bottom - mark.top));
    // One heading alone is a rail where nothing at all stands below it, at the first line of a long text.
    let is_alone = known == 1
        && !crossed
        && !has_dates
        && bottom == gutter.bottom
        && matches!(left, [only] if is_level(only) && 3.0 * (only.right - only.left) < width(&right))
        && right.len() >= LONG_TEXT;
    if known < 2 && !is_alone {
        return None;
    }
    if left.len() > 2 * right.len() || width(left) > 0.6 * width(&right) {
        return None;
    }
    let begins = |index: usize| index == 0 || left[index].top - left[index - 1].bottom > 0.6 * (left[index].bottom - left[index].top);
    let anchored = |mark: &Mark| {
        let reach = 0.8 * (mark.bottom - mark.top);
        right.iter().any(|line| (line.top - mark.top).abs() < reach || (line.baseline - mark.baseline).abs() < 0.4 * reach)
    };
    let blocks = || (0..left.len()).filter(|&index| begins(index));
    let (all, held) = (blocks().count(), blocks().filter(|&index| anchored(&left[index])).count());
    // A group of skills may go by a heading's word and wear its dress.
    let headed = right.iter().filter(|mark| dress(segment(mark)) == model && segment(mark).heading).count();
    let labels = labels_lines(segments, &right, model) || label_contact((document, runs), segments, left, &right);
    ((all >= 2 || is_alone) && held * 5 >= all * 4 && (labels || headed * 3 <= known)).then_some(Rail { top, bottom, labels })
}

/// Where the right side begins to be a rail of headings: as at the left, but nothing else stands below or between them.
pub(super) fn heads_rows_at_right(
    texts: (&Document, &[u32]),
    segments: &[Segment],
    [left, right]: [&[Mark]; 2],
    gutter: Gutter,
    crossed: bool,
) -> Option<f32> {
    let is_dated = |mark: &Mark| segments[mark.segment as usize].dated;
    right.iter().filter(|mark| segments[mark.segment as usize].heading).nth(1)?;
    let rail = heads_rows(texts, segments, [right, left], gutter, crossed)?;
    let is_whole = rail.bottom >= gutter.bottom && !right.iter().any(|mark| mark.top > rail.top && is_dated(mark));
    (is_whole && !rail.labels).then_some(rail.top)
}

/// Whether headings that stand out no more than the text at their `right` only label its lines: others of the document stand out.
fn labels_lines(segments: &[Segment], right: &[Mark], model: Style) -> bool {
    let style = |mark: &Mark| segments[mark.segment as usize].style;
    let is_no_less = |other: Style| other.size >= 0.97 * model.size;
    let is_plain = || right.iter().filter(|mark| is_no_less(style(mark))).count() * 2 > right.len();
    let stands_out = |style: Style| style.size >= model.size && style.bold || style.size > 1.1 * model.size;
    !model.bold
        && !model.caps
        && is_plain()
        && segments.iter().filter(|segment| segment.heading && stands_out(segment.style)).nth(1).is_some()
}

/// Whether most of `left` announce contact data, which stand beside them: `Full name`, `Address` and `Telephone` in a form.
fn label_contact((document, runs): (&Document, &[u32]), segments: &[Segment], left: &[Mark], right: &[Mark]) -> bool {
    let mut text = String::new();
    let announces = |mark: &&Mark| {
        let words = words(document, runs, &segments[mark.segment as usize], &mut text);
        lexicon::label(&lexicon::fold(words.trim_end_matches([':', ' ']))).is_some()
    };
    let n_labels = left.iter().filter(announces).count();
    n_labels >= 3 && n_labels * 2 > left.len() && right.iter().any(|mark| segments[mark.segment as usize].contact)
}

/// Whether `segment` is set as small capitals of `model` are that have no large one among them.
fn wears_small(segment: &Segment, model: Style) -> bool {
    let own = dress(segment);
    own.size < 0.9 * model.size && own.size > 0.6 * model.size && Style { size: model.size, ..own } == model
}

/// Whether `segment` begins with a small letter.
fn begins_small(document: &Document, runs: &[u32], segment: &Segment) -> bool {
    let first = runs.get(segment.first_run as usize).and_then(|&run| document.runs.get(run as usize));
    first.is_some_and(|run| document.text_of(run).starts_with(char::is_lowercase))
}

/// Whether `lower`, below the heading `upper` of a rail, heads something else; `is_level` where text stands beside it.
pub(in crate::layout) fn heads_anew(document: &Document, runs: &[u32], [upper, lower]: [&Segment; 2], is_level: bool) -> bool {
    let height = lower.area.height();
    if lower.baseline - upper.baseline > 2.2 * height {
        return true;
    }
    let cell = |segment: &Segment| document.runs[runs[segment.first_run as usize] as usize].cell;
    if let (Some(above), Some(below)) = (cell(upper), cell(lower)) {
        return above != below;
    }
    let (mut above, mut below) = (String::new(), String::new());
    words(document, runs, upper, &mut above);
    words(document, runs, lower, &mut below);
    let goes_on = below.starts_with(char::is_lowercase) || above.ends_with(['&', ',', '/', '-']);
    if goes_on {
        return false;
    }
    let mut folded = String::new();
    let kinds = [above.as_str(), below.as_str()].map(|text| section::kind_of_heading(text, &mut folded));
    let are_two = kinds[0].is_some() && kinds[1].is_some() && kinds[0] != kinds[1];
    above.push(' ');
    above.push_str(&below);
    let is_one = section::reads_as_heading(&above, &mut folded);
    is_level && are_two || !is_one && lower.area.top - upper.area.bottom > 0.6 * height
}

/// The width of the widest line.
fn width(side: &[Mark]) -> f32 {
    side.iter().map(|mark| mark.right - mark.left).fold(0.0, f32::max)
}

/// Lines of a text that a single heading stands beside at least.
const LONG_TEXT: usize = 6;
