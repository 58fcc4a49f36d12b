//! Tables that drawn lines alone declare, as offices print them: upright and level rules that form a regular grid.

use vitae_model::BoundingBox;

use crate::document::{Document, Rule, Run, TableCell};

/// Lower rules, in points, part no rows of text.
const LOWEST: f32 = 8.0;
/// Shorter rules, in points, part no columns.
const SHORTEST: f32 = 20.0;
/// Rules this near to each other, in points, are one.
const NEAR: f32 = 1.5;
/// Edges of one grid differ by no more, in points.
const LOOSE: f32 = 3.0;
/// Rules of a page in one direction; more are a drawing.
const MOST: usize = 400;

/// A rule as where it stands, and from where to where it goes.
#[derive(Debug, Clone, Copy)]
struct Line {
    at: f32,
    from: f32,
    to: f32,
}

/// Says which cell each run stands in, in a document whose format declares no tables.
pub(super) fn declare(document: &mut Document) {
    let is_upright = |rule: &Rule| rule.area.height() >= LOWEST && rule.area.height() > rule.area.width();
    if document.rules.iter().filter(|rule| is_upright(rule)).nth(2).is_none() || document.runs.iter().any(|run| run.cell.is_some()) {
        return;
    }
    let mut n_tables = 0_u16;
    let Document { rules, runs, .. } = document;
    for page in rules.chunk_by(|one, other| one.page == other.page) {
        let upright = lines(page.iter().filter(|rule| is_upright(rule)).map(|rule| turned(rule.area)));
        let is_level = |rule: &&Rule| rule.area.width() >= SHORTEST && rule.area.width() > rule.area.height();
        let level = lines(page.iter().filter(is_level).map(|rule| rule.area));
        let is_here = |run: &Run| run.page == page[0].page;
        let (Some(first), Some(last)) = (runs.iter().position(is_here), runs.iter().rposition(is_here)) else { continue };
        for grid in grids(&upright, &level) {
            let is_filled = grid.fill(page[0].page, n_tables, &mut runs[first..=last]);
            n_tables = n_tables.saturating_add(u16::from(is_filled));
        }
    }
}

/// `area` with its sides exchanged, so that upright rules are read as level ones are.
fn turned(area: BoundingBox) -> BoundingBox {
    BoundingBox { left: area.top, top: area.left, right: area.bottom, bottom: area.right }
}

/// Level rules as lines; pieces of one are joined. None where there are too many.
fn lines(areas: impl Iterator<Item = BoundingBox>) -> Vec<Line> {
    let line = |area: BoundingBox| Line { at: f32::midpoint(area.top, area.bottom), from: area.left, to: area.right };
    let mut all: Vec<Line> = areas.map(line).take(MOST + 1).collect();
    if all.len() > MOST {
        return Vec::new();
    }
    all.sort_by(|one, other| one.at.total_cmp(&other.at));
    let mut joined: Vec<Line> = Vec::with_capacity(all.len());
    for level in all.chunk_by_mut(|one, other| other.at - one.at < NEAR) {
        level.sort_by(|one, other| one.from.total_cmp(&other.from));
        let first = joined.len();
        for line in level {
            match joined[first..].last_mut() {
                Some(last) if line.from <= last.to + LOOSE => last.to = last.to.max(line.to),
                _ => joined.push(*line),
            }
        }
    }
    joined
}

/// The edges of a table's columns and rows.
#[derive(Debug)]
struct Grid {
    columns: Vec<f32>,
    rows: Vec<f32>,
}

/// Tables of two rows and two columns at least all of whose borders go from edge to edge.
fn grids(upright: &[Line], level: &[Line]) -> Vec<Grid> {
    let mut grids: Vec<Grid> = Vec::new();
    let mut taken = vec![false; upright.len()];
    for first in 0..upright.len() {
        if taken[first] {
            continue;
        }
        let edge = upright[first];
        let mut columns = vec![edge.at];
        for (index, line) in upright.iter().enumerate().skip(first + 1) {
            let is_side = !taken[index] && (line.from - edge.from).abs() < LOOSE && (line.to - edge.to).abs() < LOOSE;
            if is_side {
                taken[index] = true;
                columns.push(line.at);
            }
        }
        let (left, right) = (edge.at, columns[columns.len() - 1]);
        let is_inside = |line: &&Line| line.at > edge.from - LOOSE && line.at < edge.to + LOOSE;
        let crosses = |line: &&Line| line.from < left + LOOSE && line.to > right - LOOSE;
        let rows: Vec<f32> = level.iter().filter(is_inside).filter(crosses).map(|line| line.at).collect();
        let (Some(top), Some(bottom)) = (rows.first(), rows.last()) else { continue };
        let is_closed = top - edge.from < LOOSE && edge.to - bottom < LOOSE;
        if is_closed && columns.len() > 2 && rows.len() > 2 {
            grids.push(Grid { columns, rows });
        }
    }
    grids
}

impl Grid {
    /// Gives the runs of `page` inside their cells as those of `table`. A grid across whose borders text runs is none.
    fn fill(&self, page: u16, table: u16, runs: &mut [Run]) -> bool {
        let is_here = |run: &&mut Run| run.page == page && run.rotation == 0;
        let mut is_torn = false;
        let mut n_filled = 0_usize;
        for run in runs.iter_mut().filter(is_here) {
            let Some((_, column)) = self.cell_of(run.area) else { continue };
            n_filled += 1;
            is_torn |= run.area.right > self.columns[column + 1] + LOOSE;
        }
        if is_torn || n_filled == 0 {
            return false;
        }
        for run in runs.iter_mut().filter(is_here) {
            if let Some((row, column)) = self.cell_of(run.area) {
                run.cell = Some(TableCell { table, row: row as u16, column: column as u16 });
            }
        }
        true
    }

    /// The row and the column in which `area` begins.
    fn cell_of(&self, area: BoundingBox) -> Option<(usize, usize)> {
        let slot = |edges: &[f32], at: f32| {
            let before = edges.partition_point(|edge| *edge <= at);
            (before > 0 && before < edges.len()).then(|| before - 1)
        };
        Some((slot(&self.rows, f32::midpoint(area.top, area.bottom))?, slot(&self.columns, area.left + 1.0)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(left: f32, top: f32, right: f32, bottom: f32) -> Rule {
        Rule { page: 0, area: BoundingBox { left, top, right, bottom } }
    }

    fn run(left: f32, top: f32) -> Run {
        let area = BoundingBox { left, top, right: left + 60.0, bottom: top + 10.0 };
        Run { span: crate::Span { start: 0, end: 1 }, area, baseline: top + 8.0, size: 10.0, ..Run::default() }
    }

    /// Two rows and two columns, the level rules in pieces.
    fn table() -> Vec<Rule> {
        let mut rules: Vec<Rule> = [100.0, 200.0, 300.0].map(|x| rule(x, 50.0, x + 0.5, 110.0)).to_vec();
        for y in [50.0, 80.0, 110.0] {
            rules.extend([rule(100.0, y, 200.0, y + 0.5), rule(200.0, y, 300.0, y + 0.5)]);
        }
        rules
    }

    fn cells(rules: Vec<Rule>, runs: Vec<Run>) -> Vec<Option<(u16, u16)>> {
        let mut document = Document { rules, runs, ..Document::default() };
        declare(&mut document);
        document.runs.iter().map(|run| run.cell.map(|cell| (cell.row, cell.column))).collect()
    }

    #[test]
    fn text_between_rules_stands_in_cells() {
        let runs = vec![run(104.0, 54.0), run(204.0, 54.0), run(104.0, 84.0), run(204.0, 96.0), run(104.0, 130.0)];
        assert_eq!(cells(table(), runs), [Some((0, 0)), Some((0, 1)), Some((1, 0)), Some((1, 1)), None]);
    }

    #[test]
    fn rules_across_which_text_runs_are_no_table() {
        assert_eq!(cells(table(), vec![run(104.0, 54.0), run(170.0, 84.0)]), [None, None]);
    }

    #[test]
    fn a_single_row_is_no_table() {
        let rules = table().into_iter().filter(|rule| rule.area.top != 80.0).collect();
        assert_eq!(cells(rules, vec![run(104.0, 54.0), run(204.0, 54.0)]), [None, None]);
    }
}
