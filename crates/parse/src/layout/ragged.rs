//! Text set flush right: its lines begin where their length lets them, so a line is full where it begins far left.

use crate::layout::{Cell, Layout, text};

/// Lines above and below that tell how text is set.
const NEAR: usize = 16;

/// Whether `cell`, of the line at `index`, goes on with `upper`, above it, because that one was full; none where they are not set flush
/// right.
pub(super) fn wraps(layout: &Layout, index: usize, upper: &Cell, cell: &Cell) -> Option<bool> {
    let (a, b) = (upper.area, cell.area);
    let left = layout.regions.get(usize::from(layout.lines[index].region)).map_or(a.left, |region| region.area.left);
    // Justified lines end at one place too, but most begin at the left edge.
    let may_be = (a.right - b.right).abs() < FLUSH && ((a.left - b.left).abs() > 3.0 || a.left - left > 3.0);
    if !may_be || !is_flush_right(layout, index, upper, cell) {
        return None;
    }
    let needed = text::first_word_width(layout.slice(cell.span), b.width()) + 0.2 * cell.style.size;
    Some(a.left - needed < left)
}

/// How far apart right edges are that are one.
const FLUSH: f32 = 0.8;

/// Whether more of the lines nearby end where both do than begin where either does.
fn is_flush_right(layout: &Layout, index: usize, upper: &Cell, cell: &Cell) -> bool {
    let region = layout.lines[index].region;
    let near = &layout.lines[index.saturating_sub(NEAR)..layout.lines.len().min(index + NEAR)];
    let (mut n_right, mut n_left) = (0_usize, 0_usize);
    for line in near.iter().filter(|line| line.region == region) {
        let Some(area) = layout.cells_of(line).first().map(|cell| cell.area) else { continue };
        let begins = (area.left - upper.area.left).abs().min((area.left - cell.area.left).abs()) < 2.5;
        n_left += usize::from(begins);
        n_right += usize::from((area.right - cell.area.right).abs() < FLUSH);
    }
    n_right >= 4 && n_right > 2 * n_left.saturating_sub(1)
}
