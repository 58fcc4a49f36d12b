//! Cells of a table that several jobs share: one employer beside the rows of two titles.

use vitae_document::Span;

use super::super::Above;
use super::super::row::Row;
use super::Field;
use super::assemble::Group;

/// The employer of the last job whose row has its employer and its title in cells of their own.
#[derive(Debug, Default)]
pub(super) struct Shared {
    last: Option<Cells>,
}

#[derive(Debug, Clone, Copy)]
struct Cells {
    employer: Span,
    /// Left edges of both cells.
    lefts: (f32, f32),
}

/// How far apart the left edges of one column are at most, and those of two at least.
const FLUSH: f32 = 2.0;
const APART: f32 = 24.0;

impl Shared {
    /// The employer of a job that names none in its `groups`: that of the job above, where the title stands in the column of its title, the
    /// row is dated and its cell for the employer is empty.
    pub(super) fn fill(&mut self, rows: &[Row], groups: &[Group]) -> Option<Above> {
        let of = |field: Field| groups.iter().find(|group| group.field == field).map(|group| group.span);
        let (row, title) = of(Field::Title).and_then(|span| place(rows, span))?;
        let Some(employer) = of(Field::Organisation) else {
            let cells = self.last.filter(|cells| (cells.lefts.1 - title).abs() < FLUSH)?;
            let is_empty = row.bits.iter().all(|bit| (bit.left - cells.lefts.0).abs() > APART);
            return (is_empty && is_dated(row)).then_some(Above { name: cells.employer, place: None });
        };
        let own = place(rows, employer).filter(|(other, left)| other.line == row.line && (left - title).abs() > APART && is_dated(row));
        self.last = own.map(|(_, left)| Cells { employer, lefts: (left, title) });
        None
    }
}

fn is_dated(row: &Row) -> bool {
    row.dates.iter().any(|date| date.range.is_range)
}

/// The row and the left edge of what stands at `span`.
fn place(rows: &[Row], span: Span) -> Option<(&Row, f32)> {
    rows.iter().find_map(|row| Some((row, row.bits.iter().find(|bit| bit.span.start == span.start)?.left)))
}
