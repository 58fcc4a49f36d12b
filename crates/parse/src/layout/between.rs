//! Dates right of other text: whether they belong to the rows at their left.

use vitae_document::Document;

use crate::layout::column::{Mark, NARROWEST, is_aligned, mate};
use crate::layout::segment::Segment;

/// Whether what stands first on the side `right` is a rail of dates of the rows of `left`, and the column behind it has rows of its own.
pub(super) fn is_rail(segments: &[Segment], left: &[Mark], right: &[Mark]) -> bool {
    let segment = |mark: &Mark| &segments[mark.segment as usize];
    let dates = || right.iter().filter(|mark| segment(mark).dated && is_aligned(mark, segment(mark).size, left));
    let edge = dates().map(|mark| segment(mark).area.right).fold(f32::MIN, f32::max);
    let behind = || right.iter().filter(|mark| mark.left > edge);
    let column = behind().map(|mark| mark.left).fold(f32::MAX, f32::min);
    // What shares its baseline with a date is one mark with it. Flush right, dates end rows; the column behind them begins no row of theirs.
    let start = dates().map(|mark| mark.left).fold(f32::MAX, f32::min);
    let is_flush = dates().all(|mark| edge - segment(mark).area.right < 1.5) && dates().any(|mark| mark.left - start > 1.5);
    let ends_row = |mark: &Mark| is_flush && (segments[mark.last as usize].area.left - column).abs() < 2.0;
    let is_alone = |mark: &&Mark| mark.right - segment(mark).area.right < 1.0 || ends_row(mark);
    let n_alone = dates().filter(is_alone).count();
    if n_alone < 2 || n_alone * 2 <= dates().count() {
        return false;
    }
    // The other lines of dates that take several.
    let rest = || right.iter().filter(|mark| mark.left <= edge && !(segment(mark).dated && is_aligned(mark, segment(mark).size, left)));
    let fits = column - edge >= NARROWEST && rest().all(|mark| segment(mark).area.right + NARROWEST <= column);
    behind().count() >= 3 && fits && rest().count() <= 2 * dates().count()
}

/// Whether the dates that stand first on the side `right` open rows of its own: each has text right beside it, and fewer of them happen to
/// stand at the height of a line of `left`.
pub(super) fn opens_rows(segments: &[Segment], left: &[Mark], right: &[Mark]) -> bool {
    let segment = |mark: &Mark| &segments[mark.segment as usize];
    let dates = || right.iter().filter(|mark| segment(mark).dated && !segment(mark).bulleted);
    let opens = |mark: &&Mark| mark.last != mark.segment && mark.right > segment(mark).area.right + NARROWEST;
    let (all, own) = (dates().count(), dates().filter(opens).count());
    let level = dates().filter(|mark| is_aligned(mark, segment(mark).size, left)).count();
    own >= 2 && own * 2 >= all && level < own
}

/// Whether what stands last on the side `left` is a rail of dates of the rows of `right`, and the column before it has rows of its own.
pub(super) fn is_inner_rail(segments: &[Segment], left: &[Mark], right: &[Mark]) -> bool {
    let last = |mark: &Mark| &segments[mark.last as usize];
    let dates = || left.iter().filter(|mark| last(mark).dated && is_aligned(mark, last(mark).size, right));
    let edge = dates().map(|mark| last(mark).area.left).fold(f32::MIN, f32::max);
    let rail = || dates().filter(|mark| (last(mark).area.left - edge).abs() < 2.0);
    // Dates that stand beside lines of the column before them may belong to these.
    let level = rail().filter(|mark| mark.segment != mark.last).count();
    if rail().nth(1).is_none() || level == rail().count() {
        return false;
    }
    // The column before the rail ends before it, but for headings of what stands beside the rail.
    let before = || left.iter().filter(|mark| mark.left + NARROWEST < edge);
    let is_apart = |mark: &Mark| mark.right < edge || last(mark).area.left > edge - 2.0 || last(mark).heading;
    let rest = left.iter().filter(|mark| last(mark).area.left > edge - 2.0).count();
    before().count() >= 3 && before().all(is_apart) && rest <= 3 * rail().count()
}

/// Whether the two sides are the halves of entries: blocks that begin with a line in one style on either side, each at the height of the
/// other's, and end with a date on the same side.
pub(super) fn are_entries(segments: &[Segment], left: &[Mark], right: &[Mark]) -> bool {
    let segment = |mark: &Mark| &segments[mark.segment as usize];
    let n_dated = |side: &[Mark]| side.iter().filter(|mark| segment(mark).dated).count();
    let (dated, other) = if n_dated(left) >= n_dated(right) { (left, right) } else { (right, left) };
    // Sections may be headed at the edge of the side with the dates.
    let heads = |mark: &Mark| segment(mark).heading && !is_aligned(mark, segment(mark).size, other);
    let first = dated.iter().find(|mark| !heads(mark));
    let (Some(first), Some(beside)) = (first, other.first()) else { return false };
    let (style, facing) = (segment(first).style.uncased(), segment(beside).style.uncased());
    if n_dated(other) > 0 || segment(first).dated || n_dated(dated) < 2 || other.iter().any(|mark| segment(mark).heading) {
        return false;
    }
    // Every line in the style of the first one begins an entry, or goes on with such a line.
    let (mut n_entries, mut has_date, mut goes_on) = (0, true, false);
    for mark in dated {
        let is_title = segment(mark).style.uncased() == style && !heads(mark);
        if is_title && !goes_on {
            if !has_date || !is_aligned(mark, segment(mark).size, other) {
                return false;
            }
            (n_entries, has_date) = (n_entries + 1, false);
        }
        has_date |= segment(mark).dated;
        goes_on = is_title;
    }
    let faces = |mark: &&Mark| segment(mark).style.uncased() == facing && is_aligned(mark, segment(mark).size, dated);
    has_date && n_entries >= 2 && other.iter().filter(faces).count() >= n_entries
}

/// Whether `right` is nothing but the second and the third cell of rows that begin at the left: a title at the left, the employer and the
/// date of the job at the right. What is said of the jobs stands below their titles.
pub(super) fn ends_rows(segments: &[Segment], left: &[Mark], right: &[Mark]) -> bool {
    let segment = |mark: &Mark| &segments[mark.segment as usize];
    // The rest of a date that takes two lines begins right of all employers.
    let edge = right.iter().map(|mark| mark.left).fold(f32::MAX, f32::min);
    let is_rest = |mark: &Mark| mark.left > edge + mark.right - mark.left && !is_aligned(mark, segment(mark).size, left);
    let rows = || right.iter().filter(|mark| !is_rest(mark));
    let is_row = |mark: &Mark| {
        mark.last != mark.segment
            && !segment(mark).dated
            && segments[mark.last as usize].dated
            && is_aligned(mark, segment(mark).size, left)
            && mark.left - edge < 2.0
    };
    let is_dated = |mark: &Mark| segment(mark).dated && !segment(mark).bulleted;
    rows().all(is_row) && rows().nth(1).is_some() && !left.iter().any(is_dated)
}

/// Whether what stands at the right follows, line by line, what stands at the left in the text of a paragraph, and dates are among it:
/// tabs part the lines of one column.
pub(super) fn is_tabbed(document: &Document, runs: &[u32], segments: &[Segment], (left, right): (&[Mark], &[Mark])) -> bool {
    let segment = |index: u32| &segments[index as usize];
    let (mut n_rows, mut n_dates) = (0, 0);
    for mark in right {
        let Some(mate) = mate(mark, segment(mark.segment).size, left) else { continue };
        let (before, behind) = (segment(mate.last), segment(mark.segment));
        let (last, first) = (runs[before.end_run as usize - 1], runs[behind.first_run as usize]);
        let cell = |run: u32| document.runs[run as usize].cell;
        if first != last + 1 || cell(first) != cell(last) {
            return false;
        }
        n_rows += 1;
        n_dates += usize::from(segment(mate.segment).dated || segment(mark.last).dated);
    }
    n_dates > 0 && n_dates * 2 >= n_rows && n_rows * 2 >= right.len()
}
