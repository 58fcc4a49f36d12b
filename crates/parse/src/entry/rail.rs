//! Dates and places in a narrow column beside the text, where one value may take several lines.

use vitae_document::Span;
use vitae_model::PartialDate;

use crate::date::{DateRange, Dates};
use crate::evidence::Builder;
use crate::layout::{Cell, Line, is_open_end};

/// A column at the left of a section's text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rail {
    /// Left edge of the text beside it.
    main: f32,
}

impl Rail {
    /// The rail of `lines`, where most lines of several cells begin with a narrow one and go on at the same place.
    pub(super) fn find(builder: &Builder<'_>, lines: &[Line]) -> Option<Self> {
        let layout = builder.layout();
        let pairs: Vec<&[Cell]> = lines.iter().map(|line| layout.cells_of(line)).filter(|cells| cells.len() >= 2).collect();
        let main = mode(pairs.iter().map(|cells| cells[1].area.left))?;
        let is_main = |left: f32| (left - main).abs() < 4.0;
        let beside: Vec<&&[Cell]> = pairs.iter().filter(|cells| is_main(cells[1].area.left)).collect();
        let with_digits = beside.iter().filter(|cells| layout.slice(cells[0].span).bytes().any(|byte| byte.is_ascii_digit())).count();
        let right = lines.iter().map(|line| line.area.right).fold(0.0, f32::max);
        let left = lines.iter().map(|line| line.area.left).fold(f32::INFINITY, f32::min);
        let is_narrow = main - left < (right - left) * 0.42;
        let n_alone = lines.iter().filter(|line| layout.cells_of(line).len() == 1 && line.area.left > main - 4.0).count();
        // The beginnings of ranges whose ends stand beside them.
        let n_ends = beside.iter().filter(|cells| is_end(layout.slice(cells[1].span))).count();
        let holds = n_ends * 2 <= beside.len()
            && beside.len() * 2 >= pairs.len()
            && with_digits >= 1
            && is_narrow
            && (beside.len() >= 2 || n_alone >= 1);
        holds.then_some(Self { main })
    }

    /// Whether `cell` stands in the rail.
    pub(super) fn has(&self, cell: &Cell) -> bool {
        cell.area.left < self.main - 12.0 && cell.area.right < self.main + 1.0
    }
}

/// Whether `text` is a date by itself, in numbers, or a word for today.
fn is_end(text: &str) -> bool {
    let is_number = || text.bytes().all(|byte| byte.is_ascii_digit() || b"./-".contains(&byte));
    text.len() < 24 && (is_number() && text.len() > 3 || is_open_end(text))
}

fn mode(values: impl Iterator<Item = f32>) -> Option<f32> {
    let values: Vec<f32> = values.collect();
    values.iter().copied().max_by_key(|value| values.iter().filter(|other| (*other - value).abs() < 4.0).count())
}

/// The rail's cells that belong together, with the dates of their joined text.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    /// Number of the line, counted from the section's first, on which it begins.
    pub(super) line: usize,
    /// Its cells.
    pub(super) cells: Vec<Cell>,
    /// Its dates, with their places in `Layout::text`.
    pub(super) dates: Vec<DateRange>,
    /// Which cells are part of a date.
    pub(super) dated: Vec<bool>,
}

/// Gathers the rail's cells of `lines` into groups, one for each entry beside them.
pub(super) fn groups(builder: &Builder<'_>, lines: &[Line], rail: Rail, dates: &mut Dates) -> Vec<Group> {
    let layout = builder.layout();
    let mut groups: Vec<Group> = Vec::new();
    let mut before: Option<usize> = None;
    for (number, line) in lines.iter().enumerate() {
        for cell in layout.cells_of(line).iter().filter(|cell| rail.has(cell)) {
            let goes_on = before.is_some_and(|before| before + 1 >= number)
                && groups.last().is_some_and(|group| continues(builder, group, cell, line, dates));
            if goes_on {
                if let Some(group) = groups.last_mut() {
                    group.cells.push(*cell);
                }
            } else {
                groups.push(Group { line: number, cells: vec![*cell], ..Group::default() });
            }
            before = Some(number);
        }
    }
    for group in &mut groups {
        read(builder, group, dates);
    }
    groups
}

/// Whether `cell` goes on with `group`.
fn continues(builder: &Builder<'_>, group: &Group, cell: &Cell, line: &Line, dates: &mut Dates) -> bool {
    if let (Some(last), Some(table)) = (group.cells.last().and_then(|last| last.table), cell.table) {
        return last == table;
    }
    let layout = builder.layout();
    let found = dates.read(&text_of(builder, &group.cells));
    let is_complete = found.iter().any(|date| date.is_range && (date.end.is_some() || date.end_at != (0, 0)));
    let above = found.last().and_then(begin);
    let found = dates.read(layout.slice(cell.span));
    let begins_date = found.first().is_some_and(|date| date.from < 3 && (date.is_range || date.start.is_some() || date.end.is_some()));
    // No span ends before it begins: `2017` above `2014` are two entries, the newest first.
    let falls = above.zip(found.first().and_then(begin)).is_some_and(|(above, below)| below < above);
    !(is_complete && begins_date || falls) && line.gap < 0.9
}

/// The first month that a date may mean.
fn begin(date: &DateRange) -> Option<i32> {
    date.start.or(date.end).map(PartialDate::first_month)
}

fn text_of(builder: &Builder<'_>, cells: &[Cell]) -> String {
    cells.iter().map(|cell| builder.layout().slice(cell.span)).collect::<Vec<_>>().join(" ")
}

/// Finds the dates of a group's joined text.
fn read(builder: &Builder<'_>, group: &mut Group, dates: &mut Dates) {
    let text = text_of(builder, &group.cells);
    // Where each cell begins in the joined text.
    let mut starts = Vec::with_capacity(group.cells.len());
    let mut at = 0;
    for cell in &group.cells {
        starts.push(at);
        at += cell.span.len() + 1;
    }
    let cell_at = |place: usize| starts.iter().rposition(|start| *start <= place).unwrap_or(0);
    let place = |(from, to): (usize, usize)| {
        let index = cell_at(from);
        let Span { start, end } = group.cells[index].span;
        let first = start as usize + (from - starts[index]);
        (first, (first + (to - from)).min(end as usize))
    };
    group.dated = vec![false; group.cells.len()];
    for date in dates.read(&text) {
        let covered = cell_at(date.from)..=cell_at(date.to.saturating_sub(1));
        for index in covered {
            group.dated[index] = true;
        }
        let (from, to) = place((date.from, date.to));
        let range = |at: (usize, usize)| if at == (0, 0) { at } else { place(at) };
        group.dates.push(DateRange { from, to, start_at: range(date.start_at), end_at: range(date.end_at), ..*date });
    }
}
