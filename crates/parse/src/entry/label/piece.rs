//! Rows cut into pieces: the units that carry one label each.

use vitae_document::Span;

use super::super::caption::Told;
use super::super::role::Scores;
use super::super::row::{Edge, Look, Row, RowDate};

/// A stretch of a row between two separators: a date, or words of one style.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    pub(crate) span: Span,
    /// Index of its row.
    pub(in super::super) row: u32,
    /// What stands before it.
    pub(super) before: Mark,
    /// What stands behind it.
    pub(super) after: Mark,
    pub(super) look: Look,
    pub(super) scores: Scores,
    /// What a caption says that it is.
    pub(super) told: Told,
    /// Number of what is known of its words, if it is none.
    pub(super) gist: u32,
    /// When, if it is a date.
    pub(in super::super) date: Option<RowDate>,
}

/// What stands at an edge of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Mark {
    Comma,
    Colon,
    Dash,
    At,
    Style,
    Bar,
    Cell,
    /// A date stands there.
    Date,
    /// The row's beginning or end.
    Row,
}

impl Mark {
    fn of(edge: Edge) -> Self {
        match edge {
            Edge::Comma => Self::Comma,
            Edge::Colon => Self::Colon,
            Edge::Dash => Self::Dash,
            Edge::At => Self::At,
            Edge::Style => Self::Style,
            Edge::Bar => Self::Bar,
            Edge::Cell => Self::Cell,
            Edge::Wrap | Edge::Row => Self::Row,
        }
    }
}

/// Cuts `rows` into pieces, in reading order; dates of a rail lead their row.
pub(super) fn cut(rows: &[Row], pieces: &mut Vec<Piece>) {
    pieces.clear();
    for (index, row) in rows.iter().enumerate() {
        let first = pieces.len();
        let blank = Piece {
            span: Span::default(),
            row: index as u32,
            before: Mark::Row,
            after: Mark::Row,
            look: row.look,
            scores: Scores::default(),
            told: Told::default(),
            gist: 0,
            date: None,
        };
        for date in &row.dates {
            let span = Span { start: date.range.from as u32, end: date.range.to as u32 };
            pieces.push(Piece { span, before: Mark::Date, date: Some(*date), ..blank });
        }
        for bit in &row.bits {
            pieces.push(Piece {
                span: bit.span,
                before: Mark::of(bit.edge),
                look: bit.look,
                scores: bit.scores,
                told: bit.told,
                gist: bit.gist,
                ..blank
            });
        }
        let of_row = &mut pieces[first..];
        // What stands on another line is of a rail, to the left.
        let place =
            |piece: &Piece| if row.span.start <= piece.span.start && piece.span.start < row.span.end { piece.span.start } else { 0 };
        of_row.sort_by_key(place);
        if let Some(first) = of_row.first_mut() {
            first.before = Mark::Row;
        }
        for index in 1..of_row.len() {
            of_row[index - 1].after = if of_row[index].date.is_some() { Mark::Date } else { of_row[index].before };
        }
    }
}
