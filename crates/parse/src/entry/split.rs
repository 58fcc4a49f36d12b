//! Where one entry ends and the next begins.

use std::ops::Range;

use super::role::Scores;
use super::row::{Look, Row, RowDate};
use super::subheading;
use crate::evidence::{Builder, join_into};

/// The rows of one job or study, by their numbers.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    /// Rows above the header that several entries share: the employer of a series of promotions.
    pub(super) lead: Range<usize>,
    /// Rows that say what, where and when.
    pub(super) header: Range<usize>,
    /// Everything below.
    pub(super) body: Range<usize>,
    /// When.
    pub(super) date: Option<RowDate>,
}

/// Most rows a header may have above its date, and below it.
const REACH: usize = 3;

/// Working space, kept from section to section.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    kinds: Vec<Kind>,
    dates: Vec<Option<RowDate>>,
    anchors: Vec<usize>,
    starts: Vec<Start>,
    added: Vec<Start>,
    looks: Vec<Look>,
    lefts: Vec<f32>,
    text: String,
    folded: String,
}

impl Buffers {
    /// Divides `rows` into entries: `blocks` are replaced by them.
    ///
    /// `is_study`: studies have more header lines and fewer lists than jobs.
    pub(super) fn find(&mut self, builder: &Builder<'_>, rows: &[Row], is_study: bool, blocks: &mut Vec<Block>) {
        self.read_kinds(builder, rows, is_study);
        let Self { kinds, dates, anchors, starts, added, looks, .. } = self;
        read_dates(rows, kinds, dates);
        anchors.clear();
        anchors.extend((0..rows.len()).filter(|index| dates[*index].is_some()));
        find_starts(rows, kinds, anchors, looks, starts);
        undated(rows, kinds, anchors, (starts, added), looks);
        if is_study {
            schools(rows, kinds, starts, added);
        }
        let end_of = |number: usize| starts.get(number + 1).map_or(rows.len(), |next: &Start| next.lead);
        let widest = widest_gap(rows);
        let all = |reach: usize, blocks: &mut Vec<Block>| {
            blocks.clear();
            let found = starts.iter().enumerate().map(|(number, start)| block(rows, kinds, dates, *start, (end_of(number), reach, widest)));
            blocks.extend(found);
        };
        all(REACH, blocks);
        // The entries with the fewest lines tell how many a header has below its date; what others have more of is text.
        let tail = |block: &Block, start: &Start| block.header.clone().filter(|row| *row > start.anchor.unwrap_or(start.header)).count();
        let fewest = blocks.iter().zip(&*starts).map(|(block, start)| tail(block, start)).filter(|n_rows| *n_rows > 0).min();
        if let Some(fewest) = fewest.filter(|_| blocks.len() >= 3 && !is_study) {
            all(fewest, blocks);
        }
    }

    /// Whether row `number` of those last divided is nothing but a heading inside an entry: "Responsibilities:".
    pub(super) fn is_subheading(&self, number: usize) -> bool {
        self.kinds.get(number) == Some(&Kind::Subheading)
    }

    /// Whether row `number` of those last divided holds the date of an entry.
    pub(super) fn is_dated(&self, number: usize) -> bool {
        self.dates.get(number).is_some_and(Option::is_some)
    }

    /// Whether row `number` of those last divided could be part of a header.
    pub(super) fn may_head(&self, number: usize) -> bool {
        self.kinds.get(number).is_some_and(|kind| matches!(kind, Kind::Header | Kind::Date))
    }

    /// Tells the kind of every row.
    fn read_kinds(&mut self, builder: &Builder<'_>, rows: &[Row], is_study: bool) {
        let Self { kinds, lefts, text, folded, .. } = self;
        kinds.clear();
        let edge = header_edge(rows, lefts);
        for row in rows {
            let kind = kind(builder, row, text, folded);
            // What is set in below headers is a list, even where its marks are drawn and not written.
            let is_set_in = edge.is_some_and(|edge| row.left > edge + 4.5 && row.left < edge + 80.0);
            let is_dressed = row.look.bold || is_study && row.n_letters < 70;
            let is_item = kind == Kind::Header && is_set_in && !is_dressed && row.dates.iter().all(|date| !date.is_alone);
            kinds.push(if is_item { Kind::Body } else { kind });
        }
    }
}

/// What a row is by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Could be part of a header.
    Header,
    /// A list item, a sentence, or the rest of one.
    Body,
    /// Only a date.
    Date,
    /// A heading inside an entry.
    Subheading,
}

/// The left edge that rows with dates share, where they do; `lefts` is a buffer.
fn header_edge(rows: &[Row], lefts: &mut Vec<f32>) -> Option<f32> {
    lefts.clear();
    lefts.extend(rows.iter().filter(|row| !row.is_bullet && row.dates.iter().any(|date| date.range.is_range)).map(|row| row.left));
    let n_at = |edge: f32| lefts.iter().filter(|left| (**left - edge).abs() < 2.5).count();
    lefts.iter().copied().filter(|edge| n_at(*edge) * 3 >= lefts.len()).min_by(f32::total_cmp)
}

/// The kind of one row; `text` and `folded` are buffers.
fn kind(builder: &Builder<'_>, row: &Row, text: &mut String, folded: &mut String) -> Kind {
    let left_date = row.dates.iter().any(|date| date.is_alone && date.is_left);
    if row.bits.is_empty() {
        return if row.dates.is_empty() { Kind::Body } else { Kind::Date };
    }
    if row.is_bullet && !left_date || subheading::lists_clients(builder.layout(), row) {
        return Kind::Body;
    }
    let is_subheading = match builder.layout().words(row.span) {
        Some(words) if !has_break(builder.layout().slice(row.span)) => {
            subheading::is_subheading_folded(builder.layout().slice(row.span), &words, folded)
        }
        _ => {
            join_into(builder.layout().slice(row.span), text);
            subheading::is_subheading(text, folded)
        }
    };
    if is_subheading {
        return Kind::Subheading;
    }
    if row.dates.iter().any(|date| date.is_alone || date.range.is_range) {
        return Kind::Header;
    }
    join_into(builder.layout().slice(row.span), text);
    // Between the words of joined text stands one blank.
    let n_words = text.bytes().filter(|byte| *byte == b' ').count() + usize::from(!text.is_empty());
    let is_sentence = text.ends_with(['.', '!', ';']) && n_words > 5 && !ends_with_initial(text);
    let starts_low = text.chars().find(|symbol| symbol.is_alphanumeric()).is_some_and(char::is_lowercase);
    let is_long = text.len() > 150 || n_words > 24;
    if is_sentence || is_long || starts_low && n_words > 7 { Kind::Body } else { Kind::Header }
}

/// Whether `text` is of several lines; told without a branch for each byte.
fn has_break(text: &str) -> bool {
    text.bytes().fold(false, |any, byte| any | (byte == b'\n'))
}

/// "Inc.", "S.A.", "Sp. z o.o.": a full stop that ends no sentence.
fn ends_with_initial(text: &str) -> bool {
    text.rsplit([' ', ',']).next().is_some_and(|word| word.chars().filter(|symbol| symbol.is_alphabetic()).count() <= 4)
}

/// Tells the date of each row that anchors an entry; the date of a right rail beside a list belongs to the header above it.
fn read_dates(rows: &[Row], kinds: &[Kind], dates: &mut Vec<Option<RowDate>>) {
    dates.clear();
    dates.resize(rows.len(), None);
    for (index, row) in rows.iter().enumerate() {
        let Some(date) = best_date(row) else { continue };
        if kinds[index] != Kind::Body {
            dates[index] = Some(date);
        } else if date.is_alone
            && let Some(above) = (0..index).rev().find(|above| kinds[*above] == Kind::Header)
        {
            let target = &mut dates[above];
            *target = merged(*target, date).or(*target).or(Some(date));
        }
    }
    // First and last year on lines of their own.
    for index in 1..rows.len() {
        let is_single = |at: usize| kinds[at] == Kind::Date && dates[at].is_some_and(|date| !date.range.is_range);
        if is_single(index - 1)
            && is_single(index)
            && let (Some(first), Some(last)) = (dates[index - 1], dates[index])
            && first.range.end <= last.range.end
        {
            let mut whole = first;
            (whole.range.start, whole.range.start_at) = (first.range.end, first.range.end_at);
            (whole.range.end, whole.range.end_at, whole.range.is_range) = (last.range.end, last.range.end_at, true);
            (dates[index - 1], dates[index]) = (Some(whole), None);
        }
    }
    // A range that a narrow column breaks in two: "2021-07" above "— till date".
    for index in 1..rows.len() {
        let is_rest = kinds[index] == Kind::Date && dates[index].is_some_and(|date| date.range.start.is_none());
        if !is_rest {
            continue;
        }
        let above = (index.saturating_sub(2)..index).rev().find(|above| dates[*above].is_some());
        if let (Some(above), Some(date)) = (above, dates[index])
            && let Some(whole) = merged(dates[above], date)
        {
            (dates[above], dates[index]) = (Some(whole), None);
        }
    }
}

/// A range of a first date and the rest of it.
fn merged(first: Option<RowDate>, rest: RowDate) -> Option<RowDate> {
    let first = first?;
    let is_open = first.range.end.is_some() && !first.range.is_range || first.range.current && first.range.end_at == (0, 0);
    if !is_open || rest.range.start.is_some() {
        return None;
    }
    let mut whole = first;
    whole.range.start = first.range.start.or(first.range.end);
    whole.range.start_at = if first.range.start.is_some() { first.range.start_at } else { first.range.end_at };
    whole.range.end = rest.range.end;
    whole.range.end_at = rest.range.end_at;
    whole.range.current = rest.range.current;
    whole.range.is_range = true;
    Some(whole)
}

/// The date that speaks for the row: a range before a single date, one of its own before one among words.
fn best_date(row: &Row) -> Option<RowDate> {
    row.dates.iter().copied().max_by_key(|date| (date.range.is_range, date.is_alone))
}

/// Where an entry begins: the first row of its header, and of what it shares with others.
#[derive(Debug, Clone, Copy)]
struct Start {
    lead: usize,
    header: usize,
    anchor: Option<usize>,
}

/// Finds where the entries with dates begin; `looks` is a buffer.
fn find_starts(rows: &[Row], kinds: &[Kind], anchors: &[usize], looks: &mut Vec<Look>, starts: &mut Vec<Start>) {
    starts.clear();
    let Some(&first) = anchors.first() else { return };
    let best = (0..=REACH)
        .map(|above| (above, fit(rows, kinds, anchors, above, looks) + if above == first { 1.5 } else { 0.0 }))
        .max_by(|one, other| one.1.total_cmp(&other.1))
        .map_or(0, |(above, _)| above);
    for (number, anchor) in anchors.iter().copied().enumerate() {
        let floor = number.checked_sub(1).map_or(0, |before| behind_date(kinds, anchors[before]));
        let mut header = anchor;
        while header > floor && anchor - header < best && kinds[header - 1] == Kind::Header {
            header -= 1;
        }
        // Rows above that nothing else claims: all at the section's head, or behind a list.
        let mut lead = header;
        while lead > floor && kinds[lead - 1] == Kind::Header {
            lead -= 1;
        }
        if number > 0 && lead <= floor {
            // They may as well end the entry before.
            lead = header;
        }
        if header - lead > REACH {
            lead = header;
        }
        starts.push(Start { lead, header, anchor: Some(anchor) });
    }
}

/// The first row behind the date at `anchor`, which may take several rows.
fn behind_date(kinds: &[Kind], anchor: usize) -> usize {
    (anchor + 1..kinds.len()).find(|row| kinds[*row] != Kind::Date).unwrap_or(anchor + 1)
}

/// How well it fits that each header begins `above` rows over its date; `looks` is a buffer.
fn fit(rows: &[Row], kinds: &[Kind], anchors: &[usize], above: usize, looks: &mut Vec<Look>) -> f32 {
    let valid =
        |anchor: usize, floor: usize| anchor >= floor + above && kinds[anchor - above..anchor].iter().all(|kind| *kind == Kind::Header);
    let mut total = 0.0;
    looks.clear();
    for (number, anchor) in anchors.iter().copied().enumerate() {
        let floor = number.checked_sub(1).map_or(0, |before| behind_date(kinds, anchors[before]));
        let next = (anchor + 1..kinds.len()).find(|row| kinds[*row] != Kind::Date);
        let leads = next.is_some_and(|row| kinds[row] == Kind::Header && !anchors.contains(&row));
        if !valid(anchor, floor) || kinds[anchor] == Kind::Date && above == 0 && !leads {
            total -= 2.0;
            continue;
        }
        let start = anchor - above;
        looks.push(rows[start].look);
        total += 1.0;
        let opens = start == 0 || start > floor && matches!(kinds[start - 1], Kind::Body);
        total += if opens { 1.0 } else { 0.0 };
        let unclaimed = (floor..start).rev().take_while(|row| kinds[*row] == Kind::Header).count();
        total -= if number == 0 { 0.7 } else { 0.25 } * unclaimed.min(3) as f32;
        if above > 0 {
            let inner = rows[start + 1..=anchor].iter().map(|row| row.gap).fold(0.0, f32::max);
            total += if rows[start].gap > inner + 0.25 { 0.8 } else { 0.0 };
            total -= if inner > rows[start].gap + 0.25 && start > 0 { 0.8 } else { 0.0 };
        }
        total += if rows[start].look.bold || rows[start].look.caps { 0.3 } else { 0.0 };
    }
    let common = looks.iter().map(|look| looks.iter().filter(|other| *other == look).count()).max().unwrap_or(0);
    (total + common as f32) / anchors.len() as f32
}

/// Adds entries that have no date: rows that look like the first rows of the others, where that look is no body's.
fn undated(rows: &[Row], kinds: &[Kind], anchors: &[usize], (starts, added): (&mut Vec<Start>, &mut Vec<Start>), looks: &mut Vec<Look>) {
    let look = match starts.first() {
        Some(_) => common(starts.iter().map(|start| rows[start.header].look), looks),
        None => rows.iter().zip(kinds).find(|(_, kind)| **kind == Kind::Header).map(|(row, _)| row.look),
    };
    let Some(look) = look else { return };
    let is_inner = |index: &usize| !starts.iter().any(|start| (start.lead..=start.header).contains(index));
    let inner = || (0..rows.len()).filter(is_inner);
    let is_distinct = !starts.is_empty()
        && starts.iter().filter(|start| rows[start.header].look == look).count() * 3 >= starts.len() * 2
        && !starts.iter().any(|start| start.anchor.is_some_and(|anchor| (start.header + 1..=anchor).any(|row| rows[row].look == look)))
        && !inner().any(|index| kinds[index] == Kind::Body && rows[index].look == look);
    added.clear();
    let mut open: Option<usize> = None;
    for index in inner() {
        let claimed = starts.iter().chain(&*added).any(|start| start.anchor.is_some_and(|anchor| start.header <= index && index <= anchor));
        let behind_header = index > 0
            && (open == Some(index - 1)
                || matches!(kinds[index - 1], Kind::Header | Kind::Date) && (anchors.contains(&(index - 1)) || rows[index].gap < 0.8));
        let begins = if starts.is_empty() {
            rows[index].look == look
                && kinds[index] == Kind::Header
                && !behind_header
                && (index == 0 || kinds[index - 1] != Kind::Header || rows[index].gap > 0.5)
        } else {
            is_distinct && rows[index].look == look && kinds[index] == Kind::Header && !claimed && !behind_header
        };
        if begins {
            added.push(Start { lead: index, header: index, anchor: None });
            open = Some(index);
        } else if kinds[index] == Kind::Header && open == Some(index.wrapping_sub(1)) && rows[index].look == look {
            open = Some(index);
        }
    }
    starts.append(added);
    starts.sort_by_key(|start| start.header);
}

/// Adds studies without a date that look like none of the others: rows that name a second school, or a second degree, in one entry.
fn schools(rows: &[Row], kinds: &[Kind], starts: &mut Vec<Start>, added: &mut Vec<Start>) {
    let best = |row: &Row, of: fn(&Scores) -> f32| row.bits.iter().map(|bit| of(&bit.scores)).fold(-9.0_f32, f32::max);
    let school: fn(&Scores) -> f32 = |scores| scores.institution;
    let degree: fn(&Scores) -> f32 = |scores| scores.degree;
    let mean = |of: fn(&Scores) -> f32| starts.iter().map(|start| best(&rows[start.header], of)).sum::<f32>();
    if starts.is_empty() {
        return;
    }
    let lead = if mean(school) > mean(degree) { school } else { degree };
    let other = if mean(school) > mean(degree) { degree } else { school };
    added.clear();
    for (number, start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).map_or(rows.len(), |next| next.lead);
        let first = start.anchor.unwrap_or(start.header).max(start.header) + 1;
        let mut has_lead = (start.header..first.min(end)).any(|row| best(&rows[row], lead) > 1.2);
        let mut has_other = (start.header..first.min(end)).any(|row| best(&rows[row], other) > 1.2);
        for index in first..end {
            let row = &rows[index];
            let is_head = kinds[index] == Kind::Header && row.look == rows[start.header].look && row.n_letters < 110;
            let leads = best(row, lead) > 1.4;
            if is_head && leads && has_lead && has_other && index > start.lead {
                added.push(Start { lead: index, header: index, anchor: None });
                has_other = best(row, other) > 1.2;
                continue;
            }
            if kinds[index] == Kind::Header {
                has_lead |= leads;
                has_other |= best(row, other) > 1.2;
            }
        }
    }
    starts.append(added);
    starts.sort_by_key(|start| start.header);
}

/// The look that most of `all` have, the last of several; `looks` is a buffer.
fn common(all: impl Iterator<Item = Look>, looks: &mut Vec<Look>) -> Option<Look> {
    looks.clear();
    looks.extend(all);
    looks.iter().copied().max_by_key(|look| looks.iter().filter(|other| *other == look).count())
}

/// The largest gap between rows that is no break of a page.
fn widest_gap(rows: &[Row]) -> f32 {
    rows.iter().map(|row| row.gap).filter(|gap| *gap < 20.0).fold(0.0, f32::max)
}

fn block(rows: &[Row], kinds: &[Kind], dates: &[Option<RowDate>], start: Start, (end, reach, widest): (usize, usize, f32)) -> Block {
    let mut anchor = start.anchor.unwrap_or(start.header);
    // The rest of a date that takes two lines.
    while anchor + 1 < end && kinds[anchor + 1] == Kind::Date && dates[anchor + 1].is_none() {
        anchor += 1;
    }
    let mut next = anchor + 1;
    let is_rail = |row: &Row| row.dates.iter().any(|date| date.is_alone && !date.is_left);
    // Loosely set pages have large gaps everywhere.
    let is_near = |row: &Row| row.gap < 1.6 || row.gap < widest * 1.01 || !row.gap.is_finite();
    while next < end
        && kinds[next] == Kind::Header
        && next - anchor <= reach
        && is_near(&rows[next])
        && !(rows[next].is_bullet && is_rail(&rows[next]))
    {
        next += 1;
    }
    let header = start.header..next.min(end);
    let date = start.anchor.and_then(|anchor| dates[anchor]).or_else(|| header.clone().find_map(|row| dates[row]));
    Block { lead: start.lead..start.header, header, body: next..end, date }
}
