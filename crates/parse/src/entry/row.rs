//! The lines of a section, prepared: dates found, the rest cut into bits of one style between separators.

use vitae_document::Span;

use super::bracket::names_place;
use super::broken;
use super::caption::{self, Told};
use super::cut::{cut, has_words};
use super::halves;
use super::headline::Headline;
use super::items;
use super::likewise;
use super::pair;
use super::prose;
use super::rail::{self, Rail};
use super::role::{Scores, looked_up};
use super::schedule;
use super::stack;
use super::stop;
use super::wrapped;
use crate::date::{DateRange, Dates};
use crate::evidence::{Builder, n_visible};
use crate::layout::{self, Cell, Layout, Line, Style};
use crate::lexicon::{Class, Gist, fold, word};

/// One line of a section.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// Index in `Layout::lines`.
    pub(super) line: u32,
    /// Everything that stands on it.
    pub(super) span: Span,
    /// The dates that stand for themselves: in a cell of their own, in brackets, behind a separator.
    pub(super) dates: Vec<RowDate>,
    /// What is left, in reading order.
    pub(super) bits: Vec<Bit>,
    /// A list item begins here.
    pub(super) is_bullet: bool,
    /// It goes on with the list item or paragraph above.
    pub(super) is_continued: bool,
    /// The look of its first words.
    pub(super) look: Look,
    /// Characters besides dates.
    pub(super) n_letters: usize,
    /// White space above, in line heights.
    pub(super) gap: f32,
    /// Left edge of its text.
    pub(super) left: f32,
    /// It reaches the right edge of its column, so that a sentence may go on below.
    pub(super) is_full: bool,
}

/// A date of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowDate {
    /// Dates with their places in `Layout::text`.
    pub(super) range: DateRange,
    /// Nothing else stands in its cell.
    pub(super) is_alone: bool,
    /// Text of the row stands to its right, and none to its left.
    pub(super) is_left: bool,
}

/// A stretch of a row of one style between separators.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bit {
    pub(super) span: Span,
    /// What divides it from the bit before.
    pub(super) edge: Edge,
    pub(super) look: Look,
    pub(super) scores: Scores,
    /// What a caption says that it is.
    pub(super) told: Told,
    /// Number of what is known of its words in the list of its section.
    pub(super) gist: u32,
    /// Left edge of its cell's text, a date in front left out.
    pub(super) left: f32,
}

/// What stands between two bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edge {
    Comma,
    Colon,
    Dash,
    /// "at", "chez", "bei": an employer follows.
    At,
    /// Another look.
    Style,
    /// A bar, a dot.
    Bar,
    /// A wide gap.
    Cell,
    /// A new line, where the one above is full: maybe the same bit goes on.
    Wrap,
    /// A new line.
    Row,
}

/// A style, as coarse as eyes compare it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Look {
    /// Half points.
    pub(super) size: u16,
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) caps: bool,
    pub(super) colour: u32,
}

impl Look {
    fn of(style: Style) -> Self {
        Self { size: (style.size * 2.0).round() as u16, bold: style.bold, italic: style.italic, caps: style.caps, colour: style.colour }
    }
}

/// The rows of a section and what is known of their words. All buffers are kept from section to section.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) list: Vec<Row>,
    /// What is known of the words of each bit.
    pub(super) gists: Vec<Gist>,
    /// Rows of other sections, for their buffers.
    spare: Vec<Row>,
    /// Where the cells of each row end among those of the section.
    ends: Vec<usize>,
    found: Found,
    buffers: Buffers,
    headline: Headline,
}

/// Working space of one cell after another.
#[derive(Debug, Default)]
struct Buffers {
    /// Styles along the cell: from which byte on, which look.
    looks: Vec<(usize, Look)>,
    /// Where the dates that stand for themselves begin and end.
    dates: Vec<(usize, usize)>,
    /// Folded words.
    folded: String,
    /// Slashes between blanks divide parts in this section.
    slashes: bool,
}

/// The dates of a section's cells.
#[derive(Debug, Default)]
struct Found {
    /// Those of all cells behind one another.
    dates: Vec<DateRange>,
    /// Where those of each cell end.
    ends: Vec<usize>,
}

impl Found {
    /// Reads all `cells` before any is cut: either is more code than stays in the first cache beside the other.
    fn read(&mut self, layout: &Layout, cells: &[&Cell], dates: &mut Dates) {
        self.dates.clear();
        self.ends.clear();
        for cell in cells {
            self.dates.extend_from_slice(dates.read(layout.slice(cell.span)));
            self.ends.push(self.dates.len());
        }
    }

    /// The dates of the cell of a number.
    fn of(&self, number: usize) -> &[DateRange] {
        let first = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.dates[first..self.ends[number]]
    }
}

impl Rows {
    /// Begins with another document.
    pub(super) fn start(&mut self) {
        self.headline.clear();
    }

    /// Prepares the lines `first..end`.
    pub(super) fn read(&mut self, builder: &Builder<'_>, first: u32, end: u32) {
        self.spare.append(&mut self.list);
        let mut dates = builder.dates();
        self.prepare(builder, first..end, &mut dates);
        let columns = caption::heads::take(builder.layout(), &mut self.list);
        caption::drop_ends(builder.layout(), &mut self.list);
        caption::join_ends(builder.layout(), &mut self.list);
        wrapped::mark(builder, &mut self.list, &mut dates, &mut self.buffers.folded);
        self.join(builder, &mut dates);
        prose::part(builder.layout(), &mut self.list);
        schedule::drop(builder.layout(), &mut self.list);
        stop::part(builder.layout(), &mut self.list, &mut self.buffers.folded);
        likewise::cut_places(builder.layout(), &mut self.list);
        likewise::cut_towns(builder.layout(), &mut self.list);
        self.headline.read(builder, first);
        self.look_up(builder, first);
        caption::take(builder.layout(), &mut self.list);
        caption::heads::tell_columns(builder.layout(), &columns, &mut self.list);
    }

    /// Makes a row of each line.
    fn prepare(&mut self, builder: &Builder<'_>, range: std::ops::Range<u32>, dates: &mut Dates) {
        let layout = builder.layout();
        let lines = layout.lines.get(range.start as usize..range.end as usize).unwrap_or_default();
        self.buffers.slashes = are_divided_by_slashes(builder, lines, dates);
        let are_items = items::are_entries(builder.layout(), lines);
        let rail = Rail::find(builder, lines);
        let groups = rail.map(|rail| rail::groups(builder, lines, rail, dates)).unwrap_or_default();
        let mut cells: Vec<&Cell> = Vec::with_capacity(lines.len() * 2);
        self.ends.clear();
        let mut main_right: Option<f32> = None;
        // The column that the last line stood in, and its right edge.
        let (mut region, mut right) = (None, 0.0);
        let right_edge = lines.iter().map(|line| line.area.right).fold(0.0, f32::max);
        for (index, line) in lines.iter().enumerate() {
            let is_beside = |cell: &&Cell| rail.is_none_or(|rail| !rail.has(cell));
            let n_before = cells.len();
            cells.extend(layout.cells_of(line).iter().filter(is_beside));
            let own = &cells[n_before..];
            let has_group = groups.iter().any(|group| group.line == index);
            if own.is_empty() && !has_group {
                continue;
            }
            if region != Some((line.region, line.page)) {
                region = Some((line.region, line.page));
                right = right_of(lines, line);
            }
            let mut row = blank(builder, line, right, self.spare.pop().unwrap_or_default());
            if let (Some(rail), Some(cell)) = (rail, own.first())
                && layout.cells_of(line).first().is_some_and(|first| rail.has(first))
            {
                // The line's own mark speaks of the rail.
                row.is_continued = !has_group && main_right.is_some_and(|right| wraps(builder, right, cell, right_edge));
            }
            main_right = own.last().map(|cell| cell.area.right).or(main_right);
            row.is_bullet &= !(are_items && line.bullet == Some(0));
            row.line = range.start + index as u32;
            if let (Some(head), Some(tail)) = (own.first(), own.last()) {
                row.span = Span { start: head.span.start, end: tail.span.end };
                row.left = head.area.left;
            }
            self.ends.push(cells.len());
            self.list.push(row);
        }
        self.found.read(layout, &cells, dates);
        self.fill(builder, &cells, |row| groups.iter().find(|group| group.line == (row.line - range.start) as usize));
    }

    /// Reads what stands in the cells of each row, and in the rail beside it.
    fn fill<'a>(&mut self, builder: &Builder<'_>, cells: &[&Cell], group_of: impl Fn(&Row) -> Option<&'a rail::Group>) {
        let mut first = 0;
        for (index, row) in self.list.iter_mut().enumerate() {
            let end = self.ends[index];
            let own = &cells[first..end];
            for (at, cell) in own.iter().enumerate() {
                let edge = if at == 0 { Edge::Row } else { Edge::Cell };
                read_cell(builder, (cell, edge), self.found.of(first + at), &mut self.buffers, row);
            }
            first = end;
            row.look = row.bits.first().map_or_else(|| own.first().map_or(Look::default(), |cell| Look::of(cell.style)), |bit| bit.look);
            if let Some(bit) = row.bits.first() {
                row.left = own.iter().find(|cell| cell.span.end > bit.span.start).map_or(row.left, |cell| cell.area.left);
            }
            // A date at the right edge does not make the text reach it.
            row.is_full = row.is_full && row.dates.is_empty();
            row.n_letters = row.bits.iter().map(|bit| bit.span.len()).sum();
            if let Some(group) = group_of(row) {
                add_rail(builder, group, row);
            }
            if !row.is_bullet && !row.dates.is_empty() {
                pair::join(builder.layout(), row);
            }
        }
    }

    /// Joins lines that go on with the one above to one row.
    fn join(&mut self, builder: &Builder<'_>, dates: &mut Dates) {
        let Self { list, spare, buffers, .. } = self;
        let mut n_rows = 0;
        for index in 0..list.len() {
            let (above, below) = list.split_at_mut(index);
            if let (Some(last), [row, ..]) = (above[..n_rows].last_mut(), &*below)
                && stack::join(builder.layout(), last, row)
            {
                continue;
            }
            if n_rows == 0 || !list[index].is_continued {
                list.swap(n_rows, index);
                n_rows += 1;
                continue;
            }
            let (above, below) = list.split_at_mut(index);
            if let (Some(last), Some(row)) = (above.get_mut(n_rows - 1), below.first_mut()) {
                append(builder, last, row, dates, buffers.slashes);
            }
        }
        spare.extend(list.drain(n_rows..));
    }

    /// Looks up the words of all bits of the section that begins at the line `first`.
    fn look_up(&mut self, builder: &Builder<'_>, first: u32) {
        self.gists.clear();
        self.gists.resize(self.list.iter().map(|row| row.bits.len()).sum(), Gist::default());
        let bits = self.list.iter_mut().flat_map(|row| &mut row.bits);
        for ((number, gist), bit) in (0..).zip(&mut self.gists).zip(bits) {
            let layout = builder.layout();
            let words = layout.words(bit.span);
            let mut scores = looked_up(layout.slice(bit.span), words, &mut self.buffers.folded, gist);
            if self.headline.is(words.map_or(&self.buffers.folded, |words| words.folded()), first) {
                scores.title = scores.title.max(2.0);
                gist.name_title();
            }
            (bit.scores, bit.gist) = (scores, number);
        }
    }
}

/// Whether several short lines of `lines` hold a slash between blanks: what divides the parts of entries, not two halves of a name. Where it
/// divides a span of time from something, two say as much.
fn are_divided_by_slashes(builder: &Builder<'_>, lines: &[Line], dates: &mut Dates) -> bool {
    let layout = builder.layout();
    let texts = lines.iter().filter(|line| line.bullet.is_none()).map(|line| layout.slice(layout.span_of(line)));
    let mut divided = texts.filter(|text| text.len() < 120 && text.contains(" / "));
    let (Some(first), Some(second)) = (divided.next(), divided.next()) else { return false };
    divided.next().is_some() || [first, second].into_iter().any(|text| text.split(" / ").any(|part| is_span(part, dates)))
}

/// Whether `text` is nothing but a span of time.
fn is_span(text: &str, dates: &mut Dates) -> bool {
    layout::looks_dated(text) && matches!(dates.read(text), [date] if date.is_range && date.from == 0 && date.to == text.len())
}

/// Finds the date that the break between `last` and `row` divides, and takes its halves out of both.
fn join_date(builder: &Builder<'_>, last: &mut Row, row: &mut Row, dates: &mut Dates) {
    let layout = builder.layout();
    let whole = Span { start: last.span.start, end: row.span.end };
    let between = layout.slice(Span { start: last.span.end, end: row.span.start });
    if whole.len() > 300 || !between.chars().all(char::is_whitespace) || last.is_bullet {
        return;
    }
    let text = layout.slice(whole);
    let base = whole.start as usize;
    let crosses = |range: &&DateRange| base + range.from < last.span.end as usize && base + range.to > row.span.start as usize;
    let Some(range) = dates.read(text).iter().find(crosses) else { return };
    let (from, to) = bracketed(text, range.from, range.to);
    let is_apart = || stands_apart(text, from, to, range) && (range.is_range || halves::stands_apart(&text[..from]));
    if !(text[..from].is_empty() || text[from..].starts_with(['(', '[']) || is_apart()) {
        return;
    }
    let (from, to) = (whole.start + from as u32, whole.start + to as u32);
    last.dates.retain(|date| date.range.to <= from as usize);
    row.dates.retain(|date| date.range.from >= to as usize);
    clip(builder, &mut last.bits, whole.start, from);
    clip(builder, &mut row.bits, to, whole.end);
    let shift = |(from, to): (usize, usize)| if (from, to) == (0, 0) { (0, 0) } else { (from + base, to + base) };
    let moved =
        DateRange { from: range.from + base, to: range.to + base, start_at: shift(range.start_at), end_at: shift(range.end_at), ..*range };
    last.dates.push(RowDate { range: moved, is_alone: false, is_left: last.bits.is_empty() });
}

/// Leaves of `bits` what lies between `from` and `to`.
fn clip(builder: &Builder<'_>, bits: &mut Vec<Bit>, from: u32, to: u32) {
    bits.retain(|bit| bit.span.start < to && bit.span.end > from);
    for bit in bits.iter_mut().filter(|bit| bit.span.start < from || bit.span.end > to) {
        let span = Span { start: bit.span.start.max(from), end: bit.span.end.min(to) };
        let text = builder.layout().slice(span);
        let trimmed = text.trim_matches(|symbol: char| symbol.is_whitespace() || ",;|·•–—:-()[]".contains(symbol));
        let start = span.start + text.find(trimmed).unwrap_or_default() as u32;
        bit.span = Span { start, end: start + trimmed.len() as u32 };
    }
    bits.retain(|bit| !bit.span.is_empty());
}

/// Whether the first word of `cell` had no room behind `right` on the line above.
fn wraps(builder: &Builder<'_>, right: f32, cell: &Cell, edge: f32) -> bool {
    let text = builder.layout().slice(cell.span);
    let word = text.split_whitespace().next().unwrap_or_default();
    right + cell.area.width() * (word.len() + 1) as f32 / text.len().max(1) as f32 > edge
}

/// Appends `row`, which goes on with the row `last`, to it.
fn append(builder: &Builder<'_>, last: &mut Row, row: &mut Row, dates: &mut Dates, slashes: bool) {
    join_date(builder, last, row, dates);
    broken::mend(builder.layout(), last, row, slashes);
    if let Some(bit) = row.bits.first_mut().filter(|bit| bit.edge == Edge::Row) {
        bit.edge = Edge::Wrap;
    }
    let is_placed = last.bits.len() == 1 && !last.dates.is_empty();
    if let (Some(upper), Some(lower)) = (last.bits.last_mut(), row.bits.first())
        && goes_on(builder, upper, lower)
        && !(is_placed && ends_place(builder, upper, lower))
    {
        upper.span.end = lower.span.end;
        row.bits.remove(0);
    }
    last.bits.append(&mut row.bits);
    last.dates.append(&mut row.dates);
    last.span.end = last.span.end.max(row.span.end);
    last.n_letters += row.n_letters;
    last.is_full = row.is_full;
}

/// Whether `lower` is the rest of the name that `upper` begins: nothing but the break of the line stands between them.
fn goes_on(builder: &Builder<'_>, upper: &Bit, lower: &Bit) -> bool {
    let between = Span { start: upper.span.end, end: lower.span.start };
    let same = upper.look.bold == lower.look.bold && upper.look.italic == lower.look.italic && upper.look.size == lower.look.size;
    lower.edge == Edge::Wrap
        && same
        && upper.span.end < lower.span.start
        && builder.layout().slice(between).chars().all(char::is_whitespace)
}

/// Whether the place `upper` is whole and another name begins with `lower`: "Leeds" above "Oakfield Ltd", not above "City Council".
fn ends_place(builder: &Builder<'_>, upper: &Bit, lower: &Bit) -> bool {
    let (place, name) = (builder.layout().slice(upper.span), builder.layout().slice(lower.span));
    let folded = fold(name);
    let first = word(folded.split(' ').next().unwrap_or_default());
    name.starts_with(char::is_uppercase) && names_place(place) && first.cue(Class::Organisation).max(first.cue(Class::Institution)) < 3
}

/// The right edge of the column that `line` stands in.
fn right_of(lines: &[Line], line: &Line) -> f32 {
    let beside = lines.iter().filter(|other| other.region == line.region && other.page == line.page);
    beside.map(|other| other.area.right).fold(0.0, f32::max)
}

/// A row of `line`, whose column ends at `right`, without contents; in the buffers of a `used` one.
fn blank(builder: &Builder<'_>, line: &Line, right: f32, used: Row) -> Row {
    let Row { mut dates, mut bits, .. } = used;
    dates.clear();
    bits.clear();
    Row {
        span: builder.layout().span_of(line),
        is_bullet: line.bullet.is_some(),
        is_continued: line.continues,
        gap: line.gap,
        left: line.area.left,
        is_full: line.area.right > right - line.area.height() * 3.0,
        dates,
        bits,
        ..Row::default()
    }
}

/// Adds what stands in the rail beside a row and the rows below it.
fn add_rail(builder: &Builder<'_>, group: &rail::Group, row: &mut Row) {
    for date in &group.dates {
        row.dates.push(RowDate { range: *date, is_alone: true, is_left: true });
    }
    let (mut beside, mut looks) = (Vec::new(), Vec::new());
    for (cell, _) in group.cells.iter().zip(&group.dated).filter(|(_, dated)| !**dated) {
        let text = builder.layout().slice(cell.span);
        let n_before = beside.len();
        find_looks(builder, cell, &mut looks);
        cut(text, 0..text.len(), (cell.span.start, false), &looks, Edge::Cell, &mut beside);
        beside[n_before..].iter_mut().for_each(|bit| bit.left = cell.area.left);
    }
    if let Some(first) = row.bits.first_mut().filter(|_| !beside.is_empty()) {
        first.edge = Edge::Cell;
    }
    row.bits.splice(0..0, beside);
}

/// Takes the structural ones of its `dates` out of a cell and cuts the rest into bits; `edge` is what stands in front of it.
fn read_cell(builder: &Builder<'_>, (cell, edge): (&Cell, Edge), dates: &[DateRange], buffers: &mut Buffers, row: &mut Row) {
    let text = builder.layout().slice(cell.span);
    let mut from = 0;
    let Buffers { looks, dates: kept, slashes, .. } = buffers;
    kept.clear();
    for range in dates {
        let (start, end) = bracketed(text, range.from, range.to);
        let is_alone = !has_words(&text[..start]) && !has_words(&text[end..]);
        if is_alone || stands_apart(text, start, end, range) && (!row.is_bullet || range.is_range) {
            kept.push((start, end));
            let shift = |(from, to): (usize, usize)| (from + cell.span.start as usize, to + cell.span.start as usize);
            let moved = DateRange {
                from: range.from + cell.span.start as usize,
                to: range.to + cell.span.start as usize,
                start_at: shift(range.start_at),
                end_at: shift(range.end_at),
                ..*range
            };
            row.dates.push(RowDate { range: moved, is_alone, is_left: row.bits.is_empty() && !has_words(&text[..start]) });
        }
    }
    kept.push((text.len(), text.len()));
    find_looks(builder, cell, looks);
    let n_before = row.bits.len();
    for &(start, end) in kept.iter() {
        if start > from {
            let edge = if from == 0 { edge } else { Edge::Bar };
            cut(text, from..start, (cell.span.start, *slashes), looks, edge, &mut row.bits);
        }
        from = end.max(from);
    }
    // Text behind a date begins where the first bit does.
    let left = row.bits.get(n_before).map_or(cell.area.left, |bit| left_of(builder, cell, bit.span.start));
    row.bits[n_before..].iter_mut().for_each(|bit| bit.left = left);
}

/// Where on the page the text from byte `at` on begins.
fn left_of(builder: &Builder<'_>, cell: &Cell, at: u32) -> f32 {
    let (document, layout) = (builder.document(), builder.layout());
    if at == cell.span.start {
        return first_left(builder, cell);
    }
    let mut before = n_visible(layout.slice(Span { start: cell.span.start, end: at }));
    let runs = layout.runs.get(cell.first_run as usize..cell.end_run as usize).unwrap_or_default();
    for run in runs.iter().filter_map(|run| document.runs.get(*run as usize)) {
        let n_here = n_visible(document.text_of(run));
        if before < n_here {
            return run.area.left + run.area.width() * before as f32 / n_here as f32;
        }
        before -= n_here;
    }
    cell.area.left
}

/// Where on the page the first printed run of a cell begins.
fn first_left(builder: &Builder<'_>, cell: &Cell) -> f32 {
    let runs = builder.layout().runs.get(cell.first_run as usize..cell.end_run as usize).unwrap_or_default();
    let mut runs = runs.iter().filter_map(|run| builder.document().runs.get(*run as usize));
    runs.find(|run| !builder.document().text_of(run).trim_start().is_empty()).map_or(cell.area.left, |run| run.area.left)
}

/// The brackets around `from..to`, included.
fn bracketed(text: &str, from: usize, to: usize) -> (usize, usize) {
    let before = text[..from].trim_end();
    let behind = text[to..].trim_start();
    let is_open = before.ends_with(['(', '[']);
    let is_closed = behind.starts_with([')', ']']);
    let end = text.len() - behind.len();
    match (is_open, is_closed) {
        (true, true) => (before.len() - 1, end + 1),
        // The scan took the bracket behind a duration with it.
        (true, false) if text[..to].ends_with([')', ']']) => (before.len() - 1, to),
        _ => (from, to),
    }
}

/// Whether the date at `from..to` is divided from the words around it.
fn stands_apart(text: &str, from: usize, to: usize, range: &DateRange) -> bool {
    let before = text[..from].trim_end();
    let behind = text[to..].trim_start();
    let is_bracketed = text[from..].starts_with(['(', '[']);
    let opens = !has_words(before);
    let closes = !has_words(behind);
    let ends_apart = |before: &str| before.ends_with(['|', '•', '·', ',', ';', ':', '–', '—', '\t', '/', '∙', '●', ')', '-']);
    let starts_apart = |behind: &str| behind.starts_with(['|', '•', '·', ',', ';', ':', '–', '—', '-', '\t', '/', '∙', '●', '(']);
    if range.is_range && opens {
        return true;
    }
    // "…, Trieste (2025).", "… since 2019.": the end of a sentence.
    // "…, completed in 2018." tells of a study nevertheless.
    let is_announced = || !range.is_range && range.end_at.0 > range.from && before.ends_with(',');
    let ends_sentence = behind.starts_with('.') && !has_words(behind) && before.split_whitespace().count() > 3 && !is_announced();
    if text.len() > 160 || ends_sentence {
        return false;
    }
    if range.is_range || range.current {
        return (opens || closes || is_bracketed) && (opens || ends_apart(before) || is_bracketed || text.len() < 110)
            || ends_apart(before) && starts_apart(behind);
    }
    // "06/23 Instituto Olmedo, Jerez": a name follows.
    let names = text.len() < 110 && behind.starts_with(char::is_uppercase);
    // "B737-800" ends in no date, "Cagliari - 06/22" does.
    let is_glued = before.ends_with('-') && !before.ends_with(" -");
    opens && (starts_apart(behind) || names) || closes && (ends_apart(before) || is_bracketed) && !is_glued || opens && closes
}

/// Fills `looks` with the styles along a cell: from which byte on, which look.
fn find_looks(builder: &Builder<'_>, cell: &Cell, looks: &mut Vec<(usize, Look)>) {
    let (document, layout) = (builder.document(), builder.layout());
    let text = layout.slice(cell.span);
    let runs = layout.runs.get(cell.first_run as usize..cell.end_run as usize).unwrap_or_default();
    let mut places = text.char_indices().filter(|(_, symbol)| !symbol.is_whitespace());
    looks.clear();
    let mut last = "";
    for run in runs.iter().filter_map(|run| document.runs.get(*run as usize)) {
        let run_text = document.text_of(run);
        // How far a run reaches is only counted where another follows.
        if last.len() > 1
            && let Some(n_more) = n_visible(last).checked_sub(2)
        {
            places.nth(n_more);
        }
        last = run_text;
        let Some((at, _)) = places.next() else { break };
        // Marks alone do not carry a style.
        if !run_text.chars().any(char::is_alphanumeric) {
            continue;
        }
        let style = Style { size: run.size, bold: run.bold, italic: run.italic, caps: false, colour: run.colour, font: run.font };
        let look = Look::of(style);
        if looks.last().is_none_or(|(_, last)| *last != look) {
            looks.push((at, look));
        }
    }
    if looks.is_empty() {
        looks.push((0, Look::of(cell.style)));
    }
}
