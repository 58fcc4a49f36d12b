//! Entries and groups that stand side by side without being columns of the page.

use super::Mark;
use crate::layout::Style;
use crate::layout::segment::Segment;

/// The height in which entries stand side by side, each with a title and a date of its own: both sides begin at one height in one style,
/// are flush left down to the next heading, and show dates in one style.
pub(super) fn cards(segments: &[Segment], left: &[Mark], right: &[Mark]) -> Option<(f32, f32)> {
    let segment = |mark: &Mark| &segments[mark.segment as usize];
    let first = right.first()?;
    let start = left.iter().position(|mark| (mark.baseline - first.baseline).abs() < 2.0)?;
    let left = &left[start..];
    // The dates may as well stand above everything else.
    let by_date = segment(first).dated && segment(&left[0]).dated;
    let opens = |mark: &Mark| segment(mark).dated == by_date && !segment(mark).bulleted && !segment(mark).contact && !segment(mark).heading;
    if segment(first).style != segment(&left[0]).style || !opens(first) || !opens(&left[0]) {
        return None;
    }
    let heading = left[1..].iter().chain(&right[1..]).filter(|mark| segment(mark).heading).map(|mark| mark.top).reduce(f32::min);
    let above = |side: &[Mark]| heading.map_or(side.len(), |top| side.iter().take_while(|mark| mark.bottom <= top + 1.0).count());
    let (left, right) = (&left[..above(left)], &right[..above(right)]);
    let flush = |side: &[Mark]| {
        let edge = side.iter().map(|mark| mark.left).fold(f32::MAX, f32::min);
        let n_at = |indent: &dyn Fn(&Mark) -> f32| side.iter().filter(|mark| mark.left - edge < indent(mark)).count();
        // Lists may be indented.
        n_at(&|_| 2.0) * 2 >= side.len() && n_at(&|mark| INDENT * segment(mark).size) * 5 >= side.len() * 4
    };
    let may_be_dates = usize::from(!by_date);
    let dated = |side: &[Mark]| side.iter().skip(may_be_dates).filter(|mark| segment(mark).dated).count();
    let some = |side: &[Mark]| side.len() >= 3 && (1..=side.len() / 2).contains(&dated(side));
    let mut styles = left.iter().skip(may_be_dates).filter(|mark| segment(mark).dated).map(|mark| segment(mark).style);
    let shared = styles.any(|style| right.iter().skip(may_be_dates).any(|mark| segment(mark).dated && segment(mark).style == style));
    let bottom = left.iter().chain(right).map(|mark| mark.bottom).fold(f32::MIN, f32::max);
    let width = |side: &[Mark]| side.iter().map(|mark| mark.right - mark.left).fold(0.0, f32::max);
    let even = width(left).min(width(right)) > 0.45 * width(left).max(width(right));
    (some(left) && some(right) && shared && even && flush(left) && flush(right)).then(|| (left[0].top.min(first.top), bottom))
}

/// How far lists are indented at most, in multiples of the font size.
const INDENT: f32 = 2.0;

/// The height of groups with a caption each that stand side by side: both sides begin with a line in one style and go on in another.
pub(super) fn grid(segments: &[Segment], left: &[Mark], right: &[Mark]) -> Option<(f32, f32)> {
    let style_of = |mark: &Mark| segments[mark.segment as usize].style;
    let (first, second) = (right.first()?, right.get(1)?);
    let begin = left.iter().position(|mark| (mark.baseline - first.baseline).abs() < 2.0)?;
    let (caption, item) = (style_of(first), style_of(second));
    let alike = |a: Style, b: Style| Style { caps: b.caps, ..a } == b;
    let fits = |mark: &Mark| alike(style_of(mark), caption) || alike(style_of(mark), item);
    let length = left[begin..].iter().take_while(|mark| fits(mark) && !segments[mark.segment as usize].heading).count();
    let left = &left[begin..begin + length];
    let starts = left.len() > 1 && alike(style_of(&left[0]), caption) && alike(style_of(&left[1]), item) && !alike(caption, item);
    let flush = right.iter().all(|mark| (mark.left - first.left).abs() < 12.0 && fits(mark));
    let ends_dated = |side: &[Mark]| side.iter().any(|mark| segments[mark.last as usize].dated);
    let dated = left.iter().chain(right).any(|mark| segments[mark.segment as usize].dated) || !ends_dated(left) && ends_dated(right);
    let bottom = left.iter().chain(right).map(|mark| mark.bottom).fold(f32::MIN, f32::max);
    (starts && flush && !dated).then(|| (left[0].top.min(first.top), bottom))
}
