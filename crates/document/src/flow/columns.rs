//! Widths of table columns, and the spreading of a section over newspaper columns.

use vitae_model::BoundingBox;

use crate::Run;

/// Completes the widths of a table's columns: unknown ones (0) share what the known ones leave, by what their text wants.
pub(super) fn complete(widths: &mut [f32], natural: &[f32], available: f32) {
    let known: f32 = widths.iter().sum();
    let unknown: Vec<usize> = (0..widths.len()).filter(|index| widths[*index] <= 0.0).collect();
    if unknown.is_empty() {
        return;
    }
    let mut left = (available - known).max(unknown.len() as f32 * 36.0);
    let mut order = unknown;
    let wish = |index: &usize| natural.get(*index).copied().unwrap_or(0.0).max(12.0);
    order.sort_by(|a, b| wish(a).total_cmp(&wish(b)).then(a.cmp(b)));
    // The modest columns get what they want, the others share the rest evenly.
    let count = order.len();
    for (position, index) in order.iter().enumerate() {
        let share = left / (count - position) as f32;
        widths[*index] = wish(index).min(share);
        left -= widths[*index];
    }
}

/// Where the text of a section with several columns goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spread<'a> {
    /// Left edge of each column relative to the first.
    pub(super) offsets: &'a [f32],
    /// Upper edge of the section.
    pub(super) top: f32,
    /// Height of a column before the next one begins.
    pub(super) capacity: f32,
    /// Runs that declared breaks stand in front of.
    pub(super) breaks: &'a [usize],
    /// Index of the first of the runs.
    pub(super) first: usize,
}

/// Where what was laid out from some height on goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shift {
    from: f32,
    dx: f32,
    dy: f32,
}

/// Moves a rule or filling with the text that it stands at.
pub(super) fn follow(shifts: &[Shift], area: &mut BoundingBox) {
    let middle = (area.top + area.bottom) / 2.0;
    let Some(shift) = shifts.iter().rev().find(|shift| shift.from <= middle) else { return };
    area.left += shift.dx;
    area.right += shift.dx;
    area.top += shift.dy;
    area.bottom += shift.dy;
}

/// Moves runs that were laid out in one column to their columns, notes where they went, and returns the lower edge of the text.
pub(super) fn spread(runs: &mut [Run], spread: Spread<'_>, shifts: &mut Vec<Shift>) -> f32 {
    let mut column = 0;
    let mut column_top = spread.top;
    let mut band_top = spread.top;
    let mut bottom = spread.top;
    let declared = !spread.breaks.is_empty();
    let mut line_top = f32::NEG_INFINITY;
    for (index, run) in runs.iter_mut().enumerate() {
        let begins_line = run.area.top > line_top + 1.0;
        line_top = line_top.max(run.area.top);
        let breaks = if declared {
            spread.breaks.contains(&(spread.first + index))
        } else {
            begins_line && run.area.bottom - column_top > spread.capacity && run.area.top > column_top
        };
        if breaks {
            column += 1;
            column_top = run.area.top;
            if column == spread.offsets.len() {
                column = 0;
                band_top = bottom + 12.0;
            }
        }
        let (dx, dy) = (spread.offsets.get(column).copied().unwrap_or(0.0), band_top - column_top);
        if breaks {
            shifts.push(Shift { from: column_top, dx, dy });
        }
        run.area.left += dx;
        run.area.right += dx;
        run.area.top += dy;
        run.area.bottom += dy;
        run.baseline += dy;
        bottom = bottom.max(run.area.bottom);
    }
    bottom
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_columns_get_what_they_want_where_it_fits() {
        let mut widths = [0.0, 0.0, 100.0];
        complete(&mut widths, &[50.0, 900.0, 0.0], 468.0);
        assert_eq!(widths, [50.0, 318.0, 100.0]);
    }

    #[test]
    fn known_columns_stay() {
        let mut widths = [10.0, 20.0];
        complete(&mut widths, &[], 468.0);
        assert_eq!(widths, [10.0, 20.0]);
    }
}
