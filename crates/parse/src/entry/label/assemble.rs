//! Labelled pieces to entries.

use vitae_document::Span;

use super::super::row::{Look, Row, RowDate};
use super::super::template::Role;
use super::super::{Entry, Value};
use super::{Field, Label, Piece};
use crate::date::DateRange;
use crate::evidence::joined;
use crate::layout::Layout;

/// Consecutive pieces that state one value.
#[derive(Debug, Clone, Copy)]
struct Group {
    field: Field,
    /// Its first unbroken stretch.
    span: Span,
    /// Where it goes on behind a date.
    more: Option<Span>,
    /// Sum over its pieces of how sure each is.
    sure: f32,
    n_pieces: usize,
    last: usize,
}

/// An entry under construction.
#[derive(Debug, Default)]
struct Draft {
    groups: Vec<Group>,
    dates: Vec<RowDate>,
    strangers: Vec<Span>,
    body: Vec<usize>,
    /// It began with the organisation: entries below may be further jobs there.
    leads: bool,
}

impl Draft {
    fn has(&self, field: Field) -> bool {
        self.groups.iter().any(|group| group.field == field)
    }
}

/// Makes entries of `rows`, whose `pieces` are labelled; `roles` says what title and organisation are called here.
pub(in super::super) fn assemble<'a>(
    layout: &Layout,
    rows: &'a [Row],
    pieces: &[Piece],
    labels: &[(Label, f32)],
    roles: fn(Field) -> Option<Role>,
) -> Vec<Entry<'a>> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut lead: Option<Look> = None;
    // Schools seldom stand above several studies.
    let is_job = roles(Field::Area).is_none();
    let mut next = 0;
    for (number, _) in rows.iter().enumerate() {
        let first = next;
        next += pieces[first..].iter().take_while(|piece| piece.row as usize == number).count();
        let states_value = labels[first..next].iter().any(|(label, _)| is_value(label.field));
        for at in first..next {
            let (label, sure) = labels[at];
            let heads = is_job && at == first && label.field == Field::Organisation && lead == Some(pieces[at].look);
            if is_value(label.field)
                && (begins(drafts.last(), label) || heads && drafts.last().is_some_and(|draft| draft.has(Field::Title)))
            {
                let leads = label.field == Field::Organisation;
                // Where employers head their jobs in a dress of their own, each such line does.
                if leads && lead.is_none() && at == first {
                    lead = Some(pieces[at].look).filter(|look| is_heading_look(pieces, labels, *look));
                }
                drafts.push(Draft { leads, ..Draft::default() });
            }
            let Some(draft) = drafts.last_mut() else { continue };
            match label.field {
                Field::Body | Field::Other if states_value => draft.strangers.push(pieces[at].span),
                Field::Body | Field::Other => {}
                Field::Date => draft.dates.extend(pieces[at].date),
                field => add(draft, pieces, at, field, sure),
            }
        }
        if let Some(draft) = drafts.last_mut().filter(|_| !states_value) {
            draft.body.push(number);
        }
    }
    finish(layout, rows, drafts, roles)
}

/// Whether no title is printed in `look`.
fn is_heading_look(pieces: &[Piece], labels: &[(Label, f32)], look: Look) -> bool {
    !pieces.iter().zip(labels).any(|(piece, (label, _))| label.field == Field::Title && piece.look == look)
}

fn is_value(field: Field) -> bool {
    !matches!(field, Field::Body | Field::Other)
}

/// Whether a piece labelled `label` begins a new entry behind `draft`.
fn begins(draft: Option<&Draft>, label: Label) -> bool {
    let Some(draft) = draft else { return true };
    // Below an employer alone, its first job goes on.
    if draft.leads && !draft.has(Field::Title) && draft.dates.is_empty() && draft.body.is_empty() && label.field != Field::Organisation {
        return false;
    }
    // What has been said already, said again below the prose, is said of another entry.
    label.begins || !draft.body.is_empty() && matches!(label.field, Field::Title | Field::Organisation) && draft.has(label.field)
}

/// Adds a piece to the group before it, if it goes on with it, or as a group of its own.
fn add(draft: &mut Draft, pieces: &[Piece], at: usize, field: Field, sure: f32) {
    let span = pieces[at].span;
    if let Some(group) = draft.groups.last_mut().filter(|group| group.field == field && group.span.end <= span.start) {
        let between = &pieces[group.last + 1..at];
        // A line that is wrapped round a date at its right.
        let is_wrapped = between.iter().all(|piece| piece.date.is_some()) && pieces[group.last].row + 1 == pieces[at].row;
        if between.is_empty() || is_wrapped {
            match &mut group.more {
                Some(more) => more.end = span.end,
                None if between.is_empty() => group.span.end = span.end,
                None => group.more = Some(span),
            }
            group.sure += sure;
            group.n_pieces += 1;
            group.last = at;
            return;
        }
    }
    draft.groups.push(Group { field, span, more: None, sure, n_pieces: 1, last: at });
}

fn finish<'a>(layout: &Layout, rows: &'a [Row], drafts: Vec<Draft>, roles: fn(Field) -> Option<Role>) -> Vec<Entry<'a>> {
    let mut above = None;
    let mut entries = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let mut values: Vec<Value> = Vec::new();
        let mut strangers = draft.strangers;
        for group in &draft.groups {
            let Some(role) = roles(group.field) else { continue };
            let span = whole_brackets(layout, group.span);
            let span = if group.field == Field::Organisation { without_joint(layout, span) } else { span };
            if values.iter().any(|value| value.role == role) {
                strangers.push(span);
                strangers.extend(group.more);
                continue;
            }
            let text = match group.more {
                None => joined(layout.slice(span)),
                Some(more) => joined(&format!("{}\n{}", layout.slice(span), layout.slice(whole_brackets(layout, more)))),
            };
            values.push(Value { role, text, span, confidence: group.sure / group.n_pieces as f32 });
        }
        let organisation = draft.groups.iter().find(|group| group.field == Field::Organisation).map(|group| group.span);
        if let Some(span) = organisation {
            above = draft.leads.then_some(span);
        }
        let inherited = if organisation.is_none() { above } else { None };
        entries.push(Entry { rows, above: inherited, date: when(&draft.dates), body: draft.body, values, strangers });
    }
    entries
}

/// Takes a word that joins a title to its employer off the front: "på Sjöboden", "na Gráfica Lima".
fn without_joint(layout: &Layout, span: Span) -> Span {
    const JOINTS: &[&str] = &["at ", "bei ", "bij ", "chez ", "em ", "en ", "hos ", "na ", "presso ", "på ", "w "];
    let text = layout.slice(span);
    let joint = JOINTS.iter().find(|joint| text.strip_prefix(**joint).is_some_and(|rest| rest.starts_with(char::is_uppercase)));
    Span { start: span.start + joint.map_or(0, |joint| joint.len() as u32), ..span }
}

/// Takes the closing bracket in whose opening one lies inside.
fn whole_brackets(layout: &Layout, span: Span) -> Span {
    let text = layout.slice(span);
    let count = |symbol: char| text.matches(symbol).count();
    let closes = match layout.text.as_bytes().get(span.end as usize) {
        Some(b')') => count('(') > count(')'),
        Some(b']') => count('[') > count(']'),
        _ => false,
    };
    Span { end: span.end + u32::from(closes), ..span }
}

/// One date of several: a range as it stands, or the first two single dates as its ends.
fn when(dates: &[RowDate]) -> Option<RowDate> {
    if let Some(range) = dates.iter().find(|date| date.range.is_range && (date.range.end.is_some() || date.range.current)) {
        return Some(*range);
    }
    let &[first, second, ..] = dates else { return dates.first().copied() };
    let (start, start_at) = match first.range.start {
        Some(start) => (Some(start), first.range.start_at),
        None => (first.range.end, first.range.end_at),
    };
    let range = DateRange {
        start,
        end: second.range.end,
        current: second.range.current,
        is_range: true,
        from: first.range.from,
        to: second.range.to,
        start_at,
        end_at: second.range.end_at,
    };
    if range.start.zip(range.end).is_some_and(|(start, end)| start > end) {
        return Some(first);
    }
    Some(RowDate { range, ..first })
}
