//! Several captions in one row: `Employer: Acme Ltd, Position: Clerk, Hours: 40`.

use super::{Kind, announced, tell};
use crate::entry::row::{Edge, Row};
use crate::layout::Layout;
use crate::lexicon::fold;

/// Takes the captions out of rows that hold at least two, with the values of those that have no field, and says of the others what they are.
pub(super) fn take(layout: &Layout, rows: &mut [Row]) {
    let holds_several = |row: &Row| row.bits.iter().filter(|bit| bit.edge == Edge::Colon).take(2).count() == 2;
    for row in rows.iter_mut().filter(|row| !row.is_bullet && holds_several(row)) {
        let labels: Vec<Option<Kind>> = (0..row.bits.len()).map(|at| label(layout, row, at)).collect();
        let n_fields = labels.iter().flatten().filter(|kind| **kind != Kind::Remark).count();
        if labels.iter().flatten().count() < 2 || n_fields == 0 {
            continue;
        }
        let mut kept = Vec::with_capacity(row.bits.len());
        // The caption before, until its value has come.
        let (mut open, mut is_dropped) = (None, false);
        for (bit, label) in std::mem::take(&mut row.bits).into_iter().zip(labels) {
            if let Some(kind) = label {
                is_dropped = matches!(kind, Kind::Remark | Kind::Duties);
                open = Some((kind, bit.edge));
                continue;
            }
            if is_dropped {
                continue;
            }
            let mut bit = bit;
            if let Some((kind, edge)) = open.take() {
                bit.edge = edge;
                tell(&mut bit, kind, true);
            }
            kept.push(bit);
        }
        row.n_letters = kept.iter().map(|bit| bit.span.len()).sum();
        row.look = kept.first().map_or(row.look, |bit| bit.look);
        row.bits = kept;
    }
}

/// What the bit of `row` at `at` announces, if a colon stands behind it.
fn label(layout: &Layout, row: &Row, at: usize) -> Option<Kind> {
    let value = row.bits.get(at + 1).filter(|value| value.edge == Edge::Colon)?;
    let bit = row.bits[at];
    let is_name = bit.span.end <= value.span.start && bit.span.len() < super::LONGEST && bit.edge != Edge::Colon;
    announced(&fold(layout.slice(bit.span))).filter(|_| is_name)
}
