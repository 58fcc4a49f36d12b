//! Cells that the order of drawing tells: a cell of several lines is drawn to its end before what stands right of its first line.

use vitae_document::{Document, Run};

/// Runs that the lines of one cell have at most.
const MOST: u32 = 16;
/// How far below each other its lines stand at most, in multiples of the font size.
const LINE: f32 = 1.9;
/// So narrow a gap, in multiples of the font size, parts nothing.
const GAP: f32 = 0.12;

/// One behind the last run of the cell whose first line begins at `left` and ends with the run `last`, where all of the cell was drawn
/// before the run `next`, right of that line.
pub(super) fn cell_end(document: &Document, left: f32, last: u32, next: u32) -> Option<u32> {
    if next <= last + 1 || next - last > MOST {
        return None;
    }
    let (top, beside) = (&document.runs[last as usize], &document.runs[next as usize]);
    if top.rotation != 0 || beside.area.left - top.area.right < GAP * top.size {
        return None;
    }
    let mut above = top;
    for run in &document.runs[last as usize + 1..next as usize] {
        if !goes_on(above, run, left, beside) {
            return None;
        }
        above = run;
    }
    (above.baseline > top.baseline + 0.5 * top.size).then_some(next)
}

/// Whether `run` stands behind or below `above` in a cell from `left` to what stands `beside` it.
fn goes_on(above: &Run, run: &Run, left: f32, beside: &Run) -> bool {
    let down = run.baseline - above.baseline;
    let is_next = if down > 0.5 * run.size { down < LINE * run.size && run.area.left < left + 0.6 } else { down > -0.1 * run.size };
    // A long word sticks out where nothing stands beside it.
    let most = beside.area.left + 0.5 * (beside.area.left - left);
    is_next && run.page == above.page && run.rotation == 0 && run.area.left > left - 0.6 && run.area.right < most
}
