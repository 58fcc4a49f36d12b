//! Labelled pieces to entries.

use std::ops::Range;

use vitae_document::Span;

use super::super::body::Body;
use super::super::row::{Look, Row, RowDate};
use super::super::template::Role;
use super::super::{Above, Entry, Value};
use super::joint::Shared;
use super::{Field, Label, Piece};
use crate::date::DateRange;
use crate::evidence::joined;
use crate::layout::Layout;
use crate::lexicon::{self, Class};

/// Consecutive pieces that state one value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) field: Field,
    /// Its first unbroken stretch.
    pub(super) span: Span,
    /// Where it goes on behind a date.
    more: Option<Span>,
    /// Sum over its pieces of how sure each is.
    sure: f32,
    n_pieces: usize,
    last: usize,
}

/// Entries under construction; buffers are kept from section to section.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    list: Vec<Draft>,
    /// What they hold, one behind the other.
    groups: Vec<Group>,
    dates: Vec<RowDate>,
    strangers: Vec<Span>,
    body: Vec<usize>,
    kept: Kept,
}

/// The lists of the entry that is handed on.
#[derive(Debug, Default)]
struct Kept {
    body: Vec<usize>,
    values: Vec<Value>,
    strangers: Vec<Span>,
    found: Body,
}

/// An entry under construction: what has been added since it began is its own.
#[derive(Debug, Clone, Copy, Default)]
struct Draft {
    /// Numbers of its first group, date, stranger and row of prose.
    group: usize,
    date: usize,
    stranger: usize,
    row: usize,
    /// It began with the organisation: entries below may be further jobs there.
    leads: bool,
    /// The first date beside its values that is labelled none.
    spare: Option<RowDate>,
}

impl Drafts {
    /// Replaces them by the entries of `rows`, whose `pieces` are labelled; `roles` says what title and organisation are called here.
    pub(super) fn read(&mut self, rows: &[Row], pieces: &[Piece], labels: &[(Label, f32)], roles: fn(Field) -> Option<Role>) {
        self.list.clear();
        self.groups.clear();
        self.dates.clear();
        self.strangers.clear();
        self.body.clear();
        let mut lead: Option<Look> = None;
        // Schools seldom stand above several studies.
        let is_job = roles(Field::Area).is_none();
        let mut next = 0;
        for (number, _) in rows.iter().enumerate() {
            let first = next;
            next += pieces[first..].iter().take_while(|piece| piece.row as usize == number).count();
            let states_value = labels[first..next].iter().any(|(label, _)| is_value(label.field));
            let mut repeats = self.is_repeated_by(&pieces[first..next], &labels[first..next]);
            for at in first..next {
                let (label, sure) = labels[at];
                let heads = is_job && at == first && label.field == Field::Organisation && lead == Some(pieces[at].look);
                if is_value(label.field) && (repeats || self.is_begun_by(label) || heads && self.has(Field::Title)) {
                    repeats = false;
                    let leads = names_organisation(&labels[at..next]);
                    // Where employers head their jobs in a dress of their own, each such line does.
                    if label.field == Field::Organisation && lead.is_none() && at == first {
                        lead = Some(pieces[at].look).filter(|look| is_heading_look(pieces, labels, *look));
                    }
                    self.begin(leads);
                }
                if self.list.is_empty() {
                    continue;
                }
                match label.field {
                    Field::Body | Field::Other if states_value => {
                        self.pass(pieces, first, at);
                        self.spare(rows, &pieces[at]);
                    }
                    Field::Body | Field::Other => {}
                    Field::Date => self.dates.extend(pieces[at].date),
                    field => self.add(rows, pieces, at, field, sure),
                }
            }
            if !states_value && !self.list.is_empty() {
                self.body.push(number);
            }
        }
        self.join_halves();
    }

    /// Joins each two entries that are the halves of one: the first has a title and no organisation, the second one an organisation
    /// and no title, or the other way round, or one is a date alone, nothing was said below the first, and they have one date together.
    fn join_halves(&mut self) {
        let mut n_kept = 0_usize;
        for number in 0..self.list.len() {
            let end = self.list.get(number + 1).copied().unwrap_or_else(|| self.end());
            let draft = self.list[number];
            if let Some(before) = n_kept.checked_sub(1).map(|before| self.list[before])
                && self.are_halves(before, draft, end)
            {
                let whole = &mut self.list[n_kept - 1];
                whole.spare = before.spare.or(draft.spare);
                whole.leads |= before.group == draft.group && draft.leads;
                continue;
            }
            self.list[n_kept] = draft;
            n_kept += 1;
        }
        self.list.truncate(n_kept);
    }

    /// See [`Drafts::join_halves`]; `end` is where the second one ends.
    fn are_halves(&self, first: Draft, second: Draft, end: Draft) -> bool {
        let has = |from: Draft, to: Draft, field: Field| self.groups[from.group..to.group].iter().any(|group| group.field == field);
        let parts = |from: Draft, to: Draft| (has(from, to, Field::Title), has(from, to, Field::Organisation));
        let is_bare = first.row == second.row;
        let (above, below) = (&self.dates[first.date..second.date], &self.dates[second.date..end.date]);
        let is_single = |dates: &[RowDate]| matches!(dates, [date] if !date.range.is_range);
        let is_dated_once = above.is_empty() || below.is_empty() || is_single(above) && is_single(below);
        let (first, second) = (parts(first, second), parts(second, end));
        // A date by itself is when the entry was that has none.
        let is_when = |parts: (bool, bool), dates: &[RowDate]| parts == (false, false) && !dates.is_empty();
        let is_date = is_when(first, above) && below.is_empty() && second.0 || is_when(second, below) && above.is_empty() && first.0;
        is_bare && (is_date || is_dated_once && matches!((first, second), ((true, false), (false, true)) | ((false, true), (true, false))))
    }

    /// Whether the places of several entries stand in brackets behind the names of their organisations.
    fn places_are_bracketed(&self, layout: &Layout) -> bool {
        let opens = |span: Span| span.start > 0 && layout.text.as_bytes().get(span.start as usize - 1) == Some(&b'(');
        let is_bracketed = |group: &&Group| match group.field {
            Field::Organisation => bracketed_place(layout.slice(whole_brackets(layout, group.span))).is_some(),
            Field::Place => opens(group.span),
            _ => false,
        };
        let n_organisations = self.groups.iter().filter(|group| group.field == Field::Organisation).count();
        let n_bracketed = self.groups.iter().filter(is_bracketed).count();
        n_bracketed >= 2 && 3 * n_bracketed >= 2 * n_organisations
    }

    /// Where the entry at `number` ends.
    fn end_of(&self, number: usize) -> Draft {
        self.list.get(number + 1).copied().unwrap_or_else(|| self.end())
    }

    /// Whether `draft`, up to where the next one begins, says no more than how long somebody was with an employer altogether, and the
    /// next one, which ends at `end`, what the first job there was.
    fn is_whole_stay(&self, draft: Draft, next: Draft, end: Draft) -> bool {
        let fields = |from: Draft, to: Draft| self.groups[from.group..to.group].iter().map(|group| group.field);
        let is_head = draft.leads && fields(draft, next).all(|field| matches!(field, Field::Organisation | Field::Place));
        let is_bare = draft.row == next.row && draft.stranger == next.stranger;
        let is_job = fields(next, end).any(|field| field == Field::Title) && fields(next, end).all(|field| field != Field::Organisation);
        let dates = |from: Draft, to: Draft| when(&self.dates[from.date..to.date]).map(|date| date.range);
        is_head && is_bare && is_job && dates(draft, next).zip(dates(next, end)).is_some_and(|(whole, part)| holds(&whole, &part))
    }

    /// Where what is added next would begin.
    fn end(&self) -> Draft {
        let Self { groups, dates, strangers, body, .. } = self;
        Draft { group: groups.len(), date: dates.len(), stranger: strangers.len(), row: body.len(), ..Draft::default() }
    }

    /// Keeps the date of a header for the case that no other one is found.
    fn spare(&mut self, rows: &[Row], piece: &Piece) {
        if let Some(draft) = self.list.last_mut().filter(|draft| draft.spare.is_none() && !rows[piece.row as usize].is_bullet) {
            draft.spare = piece.date;
        }
    }

    /// Takes a piece of the row that begins with piece `first` for prose; what it goes on with, marks included.
    fn pass(&mut self, pieces: &[Piece], first: usize, at: usize) {
        let span = pieces[at].span;
        let before = at.checked_sub(1).filter(|before| *before >= first).map(|before| &pieces[before]);
        let before = before.filter(|before| before.date.is_none() && pieces[at].date.is_none());
        let own = self.list.last().map_or(0, |draft| draft.stranger);
        match (self.strangers.get_mut(own..).and_then(<[Span]>::last_mut), before) {
            (Some(last), Some(before)) if *last == before.span || last.end == before.span.end => last.end = last.end.max(span.end),
            _ => self.strangers.push(span),
        }
    }

    fn begin(&mut self, leads: bool) {
        let Self { groups, dates, strangers, body, .. } = self;
        let draft = Draft { group: groups.len(), date: dates.len(), stranger: strangers.len(), row: body.len(), leads, spare: None };
        self.list.push(draft);
    }

    /// The groups of the last entry.
    fn groups(&self) -> &[Group] {
        self.list.last().and_then(|draft| self.groups.get(draft.group..)).unwrap_or_default()
    }

    /// Whether the last entry has a value of this field.
    fn has(&self, field: Field) -> bool {
        self.groups().iter().any(|group| group.field == field)
    }

    /// Whether a piece labelled `label` begins a new entry behind the last one.
    fn is_begun_by(&self, label: Label) -> bool {
        let Some(draft) = self.list.last() else { return true };
        let (is_dated, has_body) = (self.dates.len() > draft.date, self.body.len() > draft.row);
        // Below an employer alone, its first job goes on.
        if draft.leads && !self.has(Field::Title) && !is_dated && !has_body && label.field != Field::Organisation {
            return false;
        }
        // What has been said already, said again below the prose, is said of another entry.
        label.begins || has_body && matches!(label.field, Field::Title | Field::Organisation) && self.has(label.field)
    }

    /// Whether a row says when, and what the last entry says already, as one further down in a list of short jobs does.
    fn is_repeated_by(&self, pieces: &[Piece], labels: &[(Label, f32)]) -> bool {
        let says_when = |dates: &[RowDate]| dates.iter().any(|date| date.range.is_range && date.range.start.is_some());
        let is_range = |piece: &Piece| piece.date.is_some_and(|date| says_when(&[date]));
        let is_dated = || self.list.last().is_some_and(|draft| says_when(&self.dates[draft.date..]));
        let is_new = || !labels.iter().any(|(label, _)| label.begins);
        let mut says = labels.iter().map(|(label, _)| label.field).filter(|field| matches!(field, Field::Title | Field::Organisation));
        pieces.iter().any(is_range) && is_dated() && is_new() && says.any(|field| self.has(field))
    }

    /// Adds a piece to the group before it, if it goes on with it, or as a group of its own.
    fn add(&mut self, rows: &[Row], pieces: &[Piece], at: usize, field: Field, sure: f32) {
        let span = pieces[at].span;
        let first = self.list.last().map_or(0, |draft| draft.group);
        let own = self.groups.get_mut(first..).unwrap_or_default();
        if let Some(group) = own.last_mut().filter(|group| group.field == field && group.span.end <= span.start) {
            let between = &pieces[group.last + 1..at];
            // A line that is wrapped round a date at its right.
            let is_wrapped = between.iter().all(|piece| piece.date.is_some()) && pieces[group.last].row + 1 == pieces[at].row;
            if (between.is_empty() || is_wrapped) && !stands_off(rows, &pieces[group.last], &pieces[at]) {
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
        self.groups.push(Group { field, span, more: None, sure, n_pieces: 1, last: at });
    }

    /// Tells `each` the entries, one after the other.
    pub(super) fn finish<'a>(
        &mut self,
        layout: &Layout,
        rows: &'a [Row],
        roles: fn(Field) -> Option<Role>,
        mut each: impl FnMut(&mut Entry<'a>),
    ) {
        let (mut above, mut shared) = (None, Shared::default());
        let are_bracketed = self.places_are_bracketed(layout);
        let is_job = roles(Field::Area).is_none();
        let Kept { body, values, strangers, found } = std::mem::take(&mut self.kept);
        let mut entry = Entry { rows, above: None, date: None, body, values, strangers, found };
        for (number, draft) in self.list.iter().enumerate() {
            let end = self.end_of(number);
            let groups = &self.groups[draft.group..end.group];
            let after = self.list.get(number + 2).map_or(self.groups.len(), |after| after.group);
            let last_prose = self.body[draft.row..end.row].last().and_then(|&row| rows.get(row)).map_or(0, |row| row.span.end);
            let head = head_of_next(groups, &self.groups[end.group..after], last_prose);
            let (groups, next) = groups.split_at(head.unwrap_or(groups.len()));
            entry.values.clear();
            entry.strangers.clear();
            entry.strangers.extend_from_slice(&self.strangers[draft.stranger..end.stranger]);
            entry.body.clear();
            entry.body.extend_from_slice(&self.body[draft.row..end.row]);
            groups.iter().for_each(|group| entry.add(layout, group, roles));
            if are_bracketed {
                entry.part_place(layout);
            }
            let organisation = groups.iter().find(|group| group.field == Field::Organisation).map(|group| group.span);
            if let Some(name) = organisation {
                above = draft.leads.then(|| Above { name, place: place_of_head(groups) });
            }
            entry.above = if organisation.is_none() { above } else { None };
            if is_job && entry.above.is_none() {
                entry.above = shared.fill(rows, groups);
            }
            if let Some(head) = next.first() {
                above = Some(Above { name: head.span, place: place_of_head(next) });
            }
            entry.date = when(&self.dates[draft.date..end.date]);
            if is_job && above.is_some() && next.is_empty() && self.is_whole_stay(*draft, end, self.end_of(number + 1)) {
                continue;
            }
            if entry.date.is_none() {
                entry.date = entry.date_beside(draft.spare).or_else(|| entry.date_below());
            }
            each(&mut entry);
        }
        let Entry { body, values, strangers, found, .. } = entry;
        self.kept = Kept { body, values, strangers, found };
    }
}

impl Entry<'_> {
    /// Takes a date that stands beside the values out of the words that belong to the prose.
    fn date_beside(&mut self, spare: Option<RowDate>) -> Option<RowDate> {
        let Span { start, end } = Span { start: spare?.range.from as u32, end: spare?.range.to as u32 };
        self.strangers.retain(|span| (span.start, span.end) != (start, end));
        spare
    }

    /// Takes the date that stands alone in the first row below the header out of the prose.
    fn date_below(&mut self) -> Option<RowDate> {
        let row = self.rows.get(*self.body.first()?)?;
        let date = row.dates.first().filter(|_| row.bits.is_empty() && row.dates.len() == 1)?;
        self.body.remove(0);
        Some(*date)
    }

    /// Takes the place in brackets off the name of the organisation, where no other place is told.
    fn part_place(&mut self, layout: &Layout) {
        let is_named = |value: &&mut Value| matches!(value.role, Role::Employer | Role::Institution);
        if self.values.iter().any(|value| value.role == Role::Place) {
            return;
        }
        let Some(value) = self.values.iter_mut().find(is_named) else { return };
        let Some((name, place)) = bracketed_place(layout.slice(value.span)).filter(|_| value.text.ends_with(')')) else { return };
        let (start, end) = (value.span.start + place.start as u32, value.span.start + place.end as u32);
        let span = Span { start, end };
        let Some(bracket) = value.text.rfind('(') else { return };
        value.text.truncate(value.text[..bracket].trim_end().len());
        value.span.end = value.span.start + name as u32;
        let confidence = value.confidence;
        self.values.push(Value { role: Role::Place, text: joined(layout.slice(span)), span, confidence });
    }

    /// Adds what a group states: a value, or, where there is one of its kind already, words that belong to the prose.
    fn add(&mut self, layout: &Layout, group: &Group, roles: fn(Field) -> Option<Role>) {
        let Some(role) = roles(group.field) else { return };
        let span = whole_brackets(layout, group.span);
        let span = if group.field == Field::Organisation { without_joint(layout, span) } else { span };
        let echo = (group.field == Field::Organisation && group.more.is_none()).then(|| echo(layout.slice(span))).flatten();
        let span = Span { end: span.end - echo.map_or(0, |echo| (echo.len() + COMMA.len()) as u32), ..span };
        if self.values.iter().any(|value| value.role == role) {
            self.strangers.push(span);
            self.strangers.extend(group.more);
            return;
        }
        let text = match group.more {
            None => joined(layout.slice(span)),
            Some(more) => joined(&format!("{}\n{}", layout.slice(span), layout.slice(whole_brackets(layout, more)))),
        };
        let confidence = group.sure / group.n_pieces as f32;
        self.values.push(Value { role, text, span, confidence });
        if let Some(place) = echo.filter(|_| !self.values.iter().any(|value| value.role == Role::Place)) {
            let start = span.end + COMMA.len() as u32;
            let span = Span { start, end: start + place.len() as u32 };
            self.values.push(Value { role: Role::Place, text: joined(place), span, confidence });
        }
    }
}

/// Whether the pieces labelled so, the rest of a row, begin with an organisation; its place may stand before it.
fn names_organisation(labels: &[(Label, f32)]) -> bool {
    let mut fields = labels.iter().map(|(label, _)| label.field).skip_while(|field| *field == Field::Place);
    fields.next() == Some(Field::Organisation) && (labels[0].0.field == Field::Organisation || !fields.any(|field| field == Field::Title))
}

/// The place that stands with an organisation above the title of its first job.
fn place_of_head(groups: &[Group]) -> Option<Span> {
    let head = groups.iter().take_while(|group| group.field != Field::Title);
    head.filter(|group| group.field == Field::Place && group.more.is_none()).map(|group| group.span).next()
}

/// Whether more white stands above the row of `lower` than above that of `upper`: what is said of an employer without being its name.
fn stands_off(rows: &[Row], upper: &Piece, lower: &Piece) -> bool {
    lower.row > upper.row && rows[lower.row as usize].gap > rows[upper.row as usize].gap + OFF
}

/// White space, in line heights, by which a row stands off.
const OFF: f32 = 0.15;

/// Whether no title is printed in `look`.
fn is_heading_look(pieces: &[Piece], labels: &[(Label, f32)], look: Look) -> bool {
    !pieces.iter().zip(labels).any(|(piece, (label, _))| label.field == Field::Title && piece.look == look)
}

fn is_value(field: Field) -> bool {
    !matches!(field, Field::Body | Field::Other)
}

/// Which of an entry's `groups` names the employer of the `next` one: a second employer at its end, where what follows has a title and no
/// employer, and all prose ends before it.
fn head_of_next(groups: &[Group], next: &[Group], last_prose: u32) -> Option<usize> {
    let is = |field: Field| move |group: &Group| group.field == field;
    let at = groups.iter().rposition(is(Field::Organisation))?;
    let follows = groups[..at].iter().any(is(Field::Organisation)) && groups[at + 1..].iter().all(is(Field::Place));
    let is_headless = next.iter().any(is(Field::Title)) && !next.iter().any(is(Field::Organisation));
    (follows && is_headless && groups[at].span.start >= last_prose).then_some(at)
}

/// How long the name is, and where the place stands, in a text that ends with a place in brackets as far as words tell: one that begins
/// with a capital, without numbers, short forms and what titles, companies and schools are called.
fn bracketed_place(text: &str) -> Option<(usize, Range<usize>)> {
    let (name, rest) = text.rsplit_once('(')?;
    let inner = rest.strip_suffix(')')?;
    let is_short = inner.len() > 2 && !inner.chars().any(|symbol| symbol.is_ascii_digit()) && inner.split(' ').count() <= 4;
    let is_capital = |word: &str| word.chars().nth(1).is_some() && !word.chars().any(char::is_lowercase);
    let first = inner.split([' ', ',']).next().unwrap_or_default();
    if !is_short || !first.starts_with(char::is_uppercase) || is_capital(first) || name.trim().is_empty() {
        return None;
    }
    const OTHER: [Class; 6] = [Class::Title, Class::Organisation, Class::Legal, Class::Institution, Class::Degree, Class::Modifier];
    let is_other = |word: &str| OTHER.iter().any(|class| lexicon::word(&lexicon::fold(word)).cue(*class) >= 2);
    let start = text.len() - rest.len();
    (!inner.split([' ', ',']).any(is_other)).then(|| (name.trim_end().len(), start..start + inner.len()))
}

/// Takes a word that joins a title to its employer off the front: "på Sjöboden", "na Gráfica Lima".
fn without_joint(layout: &Layout, span: Span) -> Span {
    const JOINTS: &[&str] = &["at", "bei", "bij", "chez", "em", "en", "hos", "na", "presso", "på", "w"];
    let text = layout.slice(span);
    // A line may end behind the word.
    let named = |joint: &&str| text.strip_prefix(*joint)?.strip_prefix([' ', '\n']).filter(|rest| rest.starts_with(char::is_uppercase));
    let named = JOINTS.iter().find_map(named);
    Span { start: span.start + named.map_or(0, |name| (text.len() - name.len()) as u32), ..span }
}

/// What parts a name from its place.
const COMMA: &str = ", ";

/// The place behind a name that ends with that place itself: "Berufsschule Obertrum, Obertrum".
fn echo(text: &str) -> Option<&str> {
    let (name, place) = text.rsplit_once(COMMA)?;
    let before = name.strip_suffix(place)?;
    (place.len() > 2 && before.ends_with(' ') && !place.ends_with('.')).then_some(place)
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

/// Whether the range `whole` begins no later and ends no sooner than `part`, by their years.
fn holds(whole: &DateRange, part: &DateRange) -> bool {
    let is_closed = |range: &DateRange| range.start.is_some() && (range.current || range.end.is_some());
    let begins = whole.start.zip(part.start).is_some_and(|(whole, part)| whole.year() <= part.year());
    let ends = whole.current || whole.end.zip(part.end).is_some_and(|(whole, part)| part.year() <= whole.year());
    is_closed(whole) && is_closed(part) && begins && ends
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

#[cfg(test)]
mod tests {
    use super::super::super::caption::Told;
    use super::super::super::role::Scores;
    use super::super::piece::Mark;
    use super::*;

    /// How many entries rows of one piece each make that are labelled so, all of which begin an entry; the dated ones have a year.
    fn n_entries(labels: &[(Field, bool)]) -> usize {
        let year = *crate::date::Dates::in_any_language().read("2019").first().expect("a year is a date");
        let mut rows = vec![Row::default(); labels.len()];
        let date = RowDate { range: year, is_alone: true, is_left: false };
        let mark = Mark::Row;
        let blank = Piece {
            span: Span::default(),
            row: 0,
            before: mark,
            after: mark,
            look: Look::default(),
            scores: Scores::default(),
            told: Told::default(),
            gist: 0,
            date: None,
        };
        let (mut pieces, mut codes) = (Vec::new(), Vec::new());
        for (row, &(field, is_dated)) in labels.iter().enumerate() {
            pieces.push(Piece { row: row as u32, ..blank });
            codes.push((Label { field, begins: field != Field::Body }, 1.0));
            if is_dated {
                rows[row].dates.push(date);
                pieces.push(Piece { row: row as u32, date: Some(date), ..blank });
                codes.push((Label { field: Field::Date, begins: false }, 1.0));
            }
        }
        let mut drafts = Drafts::default();
        drafts.read(&rows, &pieces, &codes, |_| None);
        drafts.list.len()
    }

    #[test]
    fn a_place_said_again_behind_a_name_is_its_place() {
        assert_eq!(echo("Berufsschule Obertrum, Obertrum"), Some("Obertrum"));
        assert_eq!(echo("School of Arts, Example Town, Example Town"), Some("Example Town"));
        for whole in ["Obertrum, Obertrum", "Brix, Hansen & Brix", "Elmbury, Bury", "Oak Co., Co."] {
            assert_eq!(echo(whole), None, "{whole}");
        }
    }

    #[test]
    fn places_in_brackets_are_told_from_other_brackets() {
        for (text, expected) in [
            ("Elm Street Bakery (Kramstad)", Some("Kramstad")),
            ("Oakfield College (Kramstad, Elmland)", Some("Kramstad, Elmland")),
            ("Oakfield College (OC)", None),
            ("Elm Street Bakery (part of Oakfield)", None),
            ("Elm Street Bakery (Acme Ltd)", None),
            ("Elm Street Bakery (2012)", None),
            ("(Kramstad)", None),
        ] {
            assert_eq!(bracketed_place(text).map(|(_, place)| &text[place]), expected, "{text}");
        }
    }

    #[test]
    fn an_employer_and_the_title_below_it_are_one_entry() {
        use Field::{Body, Organisation, Title};
        for (labels, expected) in [
            ([(Organisation, true), (Title, false), (Organisation, true), (Title, false)].as_slice(), 2),
            (&[(Title, false), (Organisation, true), (Title, false), (Organisation, true)], 2),
            // Both say the same.
            (&[(Title, true), (Title, false)], 2),
            // What is said of the first ends it.
            (&[(Title, true), (Body, false), (Organisation, false)], 2),
        ] {
            assert_eq!(n_entries(labels), expected, "{labels:?}");
        }
    }
}
