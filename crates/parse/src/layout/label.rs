//! Labels that every entry says again.

use crate::layout::segment::Segment;

/// Whether a line among `others` begins at the edge of `one`, looks like it and says the same.
pub(super) fn is_said_again<'a>(
    mut others: impl Iterator<Item = &'a Segment>,
    one: &Segment,
    mut says_the_same: impl FnMut(&Segment) -> bool,
) -> bool {
    let is_alike = |other: &Segment| {
        (other.area.left - one.area.left).abs() < 1.0
            && (other.area.right - one.area.right).abs() < 1.0
            && (other.page != one.page || (other.baseline - one.baseline).abs() > one.size)
            && other.style == one.style
    };
    others.any(|other| is_alike(other) && says_the_same(other))
}
