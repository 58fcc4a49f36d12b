//! Captions of values: `Employer: Acme Ltd`, `Position: Clerk`, `Period: 2012 – 2015` say of themselves what they are, and are no values.

mod ends;
pub(super) mod heads;
mod inner;
mod words;

use vitae_document::Span;

use super::label::Field;
use super::role::Scores;
use super::row::{Bit, Edge, Row};
use super::subject;
use crate::layout::Layout;
use crate::lexicon::{WordSet, fold};
pub(super) use ends::{drop_ends, join_ends};

/// What a caption announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Kind {
    Date,
    Employer,
    Title,
    School,
    Degree,
    /// What was studied.
    Area,
    Place,
    /// What was done there.
    Duties,
    /// What has no field: the branch, the salary, whom to ask.
    Remark,
    /// Something that is said of all entries.
    Other,
}

impl Kind {
    /// What the pieces of a value may be that stands behind such a caption: a name has its place beside it, a degree its subject.
    const fn fields(self) -> &'static [Field] {
        match self {
            Self::Employer | Self::School => &[Field::Organisation, Field::Place, Field::Other],
            Self::Title => &[Field::Title, Field::Other],
            Self::Degree => &[Field::Title, Field::Area, Field::Other],
            Self::Area => &[Field::Area, Field::Other],
            Self::Place => &[Field::Place, Field::Other],
            Self::Date | Self::Duties | Self::Remark | Self::Other => &[],
        }
    }
}

/// What a caption says that a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Told {
    /// A bit for each field that it may be; none where nothing was said.
    fields: u8,
}

impl Told {
    /// What the first words of a value are, which has no place without a name before it.
    const fn first(kind: Kind) -> Self {
        match kind {
            Kind::Employer | Kind::School => Self { fields: 1 << Field::Organisation as u8 },
            Kind::Title => Self { fields: 1 << Field::Title as u8 },
            _ => Self::of(kind),
        }
    }

    const fn of(kind: Kind) -> Self {
        let (all, mut fields, mut at) = (kind.fields(), 0, 0);
        while at < all.len() {
            fields |= 1 << all[at] as u8;
            at += 1;
        }
        Self { fields }
    }

    /// Whether anything was said of a study, or of a job: what was studied is no part of one.
    pub(super) fn is_told(self, is_study: bool) -> bool {
        self.fields != 0 && (is_study || self.fields != Self::of(Kind::Area).fields)
    }

    /// Whether the value may be that of `field`.
    pub(super) fn allows(self, field: Field) -> bool {
        self.fields & (1 << field as u8) != 0
    }
}

/// Labels that are compared with each other.
const MOST_LABELS: usize = 128;
/// Bytes of a caption at most.
const LONGEST: usize = 80;

/// Takes captions off the rows of a section where different ones stand; what follows them is rated as what they say.
pub(super) fn take(layout: &Layout, rows: &mut [Row]) {
    inner::take(layout, rows);
    let mut kinds = 0_u16;
    for row in rows.iter_mut() {
        join_parts(layout, row);
        drop_bracket(layout, row);
        if is_lone_remark(layout, row) {
            row.bits.clear();
            continue;
        }
        match caption(layout, row) {
            Some(Kind::Remark) => row.is_bullet = true,
            kind => kinds |= kind.map_or(0, |kind| 1 << kind as u8),
        }
    }
    let unmarked = kinds;
    for row in rows.iter_mut().filter(|row| unmarked != 0 && row.is_bullet) {
        if let Some(kind) = marked(layout, row, unmarked) {
            row.is_bullet = false;
            kinds |= 1 << kind as u8;
        }
    }
    // What announces nothing but dates does so wherever one follows.
    if kinds == 1 << Kind::Date as u8 {
        rows.iter_mut().filter(|row| row.bits.len() == 1 && announces_date(layout, row)).for_each(take_label);
    }
    if kinds.count_ones() < 2 && !recurs_before_colon(layout, rows) {
        return;
    }
    let mut labels: Vec<Span> = rows.iter().filter_map(|row| labels_cell(layout, row)).take(MOST_LABELS).collect();
    if !labels.iter().any(|label| announced(&fold(layout.slice(*label))).is_some()) {
        labels.clear();
    }
    for row in rows {
        let Some(kind) =
            caption(layout, row).filter(|kind| *kind != Kind::Remark).or_else(|| recurs(layout, row, &labels).then_some(Kind::Other))
        else {
            continue;
        };
        take_label(row);
        if let Some(value) = row.bits.first_mut() {
            drop_colon(layout, value);
            tell(value, kind, true);
        }
        row.is_bullet = kind == Kind::Duties;
    }
}

/// Whether several rows begin with the same caption and a colon: `Cargo: Enfermeira` below each employer.
fn recurs_before_colon(layout: &Layout, rows: &[Row]) -> bool {
    let label = |row: &Row| row.bits.first().filter(|_| row.bits.get(1).is_some_and(|value| value.edge == Edge::Colon)).map(|bit| bit.span);
    let mut labels = rows.iter().filter(|row| caption(layout, row).is_some()).filter_map(label).map(|label| layout.slice(label));
    labels.next().is_some_and(|first| labels.next() == Some(first))
}

/// Whether a date is what the first words of a row announce, and not the day on which the document was signed.
fn announces_date(layout: &Layout, row: &Row) -> bool {
    let is_signed = || row.bits.first().is_some_and(|label| SIGNED.has(&fold(layout.slice(label.span))));
    caption(layout, row) == Some(Kind::Date) && !is_signed()
}

/// What stands before the day on which a document was signed, folded.
static SIGNED: WordSet = WordSet::new(&["date", "datum", "data", "fecha", "tarih", "tid"]);

/// Takes the caption off a row; what stands beside one is no item of a list, whatever mark the caption bears.
fn take_label(row: &mut Row) {
    let label = row.bits.remove(0);
    row.n_letters = row.n_letters.saturating_sub(label.span.len());
    row.is_bullet = false;
    if let Some(value) = row.bits.first_mut() {
        value.edge = label.edge;
        row.look = value.look;
    }
}

/// Takes the colon off a value that stands in a cell with it: `: Clerk`.
fn drop_colon(layout: &Layout, value: &mut Bit) {
    let text = layout.slice(value.span);
    let bare = text.trim_start_matches([':', ' ']);
    value.span.start += (text.len() - bare.len()) as u32;
}

/// What the first words of a list item announce that begins an entry, below which captions of other `kinds` stand without marks:
/// `1) Organisation: Acme Ltd` above `Designation: Clerk`.
fn marked(layout: &Layout, row: &Row, kinds: u16) -> Option<Kind> {
    const HEADS: [Kind; 4] = [Kind::Employer, Kind::Title, Kind::School, Kind::Degree];
    let label = label(layout, row, &[Edge::Colon], &[':'])?;
    let kind = announced(&fold(layout.slice(label)))?;
    (HEADS.contains(&kind) && kinds & (1 << kind as u8) == 0).then_some(kind)
}

/// What the first words of a row announce: a colon follows them, a date, or another cell.
fn caption(layout: &Layout, row: &Row) -> Option<Kind> {
    let edges: &[Edge] = if row.is_bullet { &[Edge::Cell] } else { &[Edge::Colon, Edge::Cell] };
    let label = label(layout, row, edges, &[':', '\n'])?;
    let kind = match layout.words(label) {
        Some(words) => announced(words.folded()),
        None => announced(&fold(layout.slice(label))),
    };
    kind.or_else(|| read_parts(layout.slice(label))).or_else(|| read_before_bracket(layout.slice(label)))
}

/// What a caption announces that says in brackets what belongs there: `Employer (name, place)`.
fn read_before_bracket(text: &str) -> Option<Kind> {
    let (head, _) = text.strip_suffix(')')?.split_once(" (")?;
    announced(&fold(head))
}

/// Whether `row` begins with a caption and what it announces, behind a colon or in another cell, so that it goes on with nothing.
pub(super) fn opens(layout: &Layout, row: &Row) -> bool {
    row.bits.get(1).is_some_and(|value| matches!(value.edge, Edge::Colon | Edge::Cell)) && caption(layout, row).is_some()
}

/// The words in the first cell of a row that has something in another one.
fn labels_cell(layout: &Layout, row: &Row) -> Option<Span> {
    label(layout, row, &[Edge::Cell], &['\n'])
}

/// The first words of a row that go before a date, or before something behind one of `edges`; one of `marks` stands behind them. Cells
/// follow each other line by line.
fn label(layout: &Layout, row: &Row, edges: &[Edge], marks: &[char]) -> Option<Span> {
    let label = row.bits.first().filter(|label| label.span.len() < LONGEST)?.span;
    let goes_on = match row.bits.get(1) {
        Some(next) => edges.contains(&next.edge),
        None => row.dates.first().is_some_and(|date| date.range.from >= label.end as usize),
    };
    (goes_on && layout.text.get(label.end as usize..)?.trim_start_matches(' ').starts_with(marks)).then_some(label)
}

/// Whether the first cell of `row` says what that of another row says too.
fn recurs(layout: &Layout, row: &Row, labels: &[Span]) -> bool {
    let Some(own) = labels_cell(layout, row) else { return false };
    labels.iter().filter(|label| layout.slice(**label) == layout.slice(own)).nth(1).is_some()
}

/// Makes one of a caption that a slash parts in a cell of its own, of which one part announces something: `Client / employer`.
fn join_parts(layout: &Layout, row: &mut Row) {
    let [first, second, value, ..] = row.bits.as_slice() else { return };
    let is_own = second.edge == Edge::Bar && matches!(value.edge, Edge::Cell | Edge::Colon);
    let between = layout.text.get(first.span.end as usize..second.span.start as usize);
    let announces = |bit: &Bit| bit.span.len() < LONGEST && announced(&fold(layout.slice(bit.span))).is_some();
    if is_own && between.is_some_and(|between| between.trim() == "/") && (announces(first) || announces(second)) {
        let end = second.span.end;
        row.bits.remove(1);
        row.bits[0].span.end = end;
    }
}

/// Takes out what a caption says in brackets of what belongs there: `Employer (name, place)`.
fn drop_bracket(layout: &Layout, row: &mut Row) {
    let Some(first) = row.bits.first().filter(|bit| bit.span.len() < LONGEST) else { return };
    let Some(value) = row.bits.iter().position(|bit| bit.edge == Edge::Cell).filter(|at| *at > 1) else { return };
    let between = layout.text.get(first.span.end as usize..row.bits[value].span.start as usize).unwrap_or_default().trim();
    if between.starts_with('(') && between.ends_with(')') && announced(&fold(layout.slice(first.span))).is_some() {
        row.bits.drain(1..value);
        row.bits[0].span.end += between.len() as u32 + 1;
    }
}

/// Whether a row is nothing but a caption of what has no field: `Terms of employment` above a line that tells them.
fn is_lone_remark(layout: &Layout, row: &Row) -> bool {
    let [only] = row.bits.as_slice() else { return false };
    let is_bare = row.dates.is_empty() && !row.is_bullet && only.span.len() < LONGEST;
    let text = layout.slice(only.span);
    is_bare && (words::announced(&fold(text)) == Some(Kind::Remark) || counts_entries(text))
}

/// Whether `text` is the number of an entry behind what heads its section: `Work Experience 2`.
fn counts_entries(text: &str) -> bool {
    let head = text.trim_end_matches(|symbol: char| symbol.is_ascii_digit());
    let is_counted = head.len() < text.len() && text.len() - head.len() < 3 && head.ends_with([' ', '#']);
    is_counted && crate::section::reads_as_heading(head.trim_end_matches(['#', ' ']), &mut String::new())
}

/// What a caption announces that a slash parts, by the part that does: `Client / employer`.
fn read_parts(text: &str) -> Option<Kind> {
    text.contains('/').then(|| text.split('/').find_map(|part| announced(&fold(part))))?
}

/// Whether `text` announces a value of an entry or an end of its time, whatever colon or brackets stand behind it.
pub(crate) fn announces(text: &str) -> bool {
    let bare = text.trim_end_matches([':', ' ']);
    let is_known = |text: &str| {
        let folded = fold(text);
        announced(&folded).is_some() || words::names_end(&folded)
    };
    bare.len() < LONGEST
        && (is_known(bare) || bare.strip_suffix(')').and_then(|text| text.split_once(" (")).is_some_and(|(head, _)| is_known(head)))
}

/// Whether `folded` announces a value of an entry.
pub(crate) fn is_known(folded: &str) -> bool {
    announced(folded).is_some()
}

fn announced(folded: &str) -> Option<Kind> {
    words::announced(folded).or_else(|| subject::is_caption(folded).then_some(Kind::Area))
}

/// Says of a value what it is, of its first words (`is_first`) or of what stands behind them.
fn tell(value: &mut Bit, kind: Kind, is_first: bool) {
    value.told = if is_first { Told::first(kind) } else { Told::of(kind) };
    rate(&mut value.scores, kind);
}

fn rate(scores: &mut Scores, kind: Kind) {
    let score = match kind {
        Kind::Employer => &mut scores.employer,
        Kind::Title => &mut scores.title,
        Kind::School => &mut scores.institution,
        Kind::Degree => &mut scores.degree,
        Kind::Place => &mut scores.place,
        Kind::Area => &mut scores.area,
        Kind::Date | Kind::Duties | Kind::Remark | Kind::Other => return,
    };
    *score = score.max(3.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_are_known_by_their_folded_words() {
        for (text, kind) in [
            ("Arbeitgeber", Kind::Employer),
            ("Période", Kind::Date),
            ("Stanowisko", Kind::Title),
            ("Uczelnia", Kind::School),
            ("Delovno mesto", Kind::Title),
            ("Період", Kind::Date),
            ("Intitulé du certificat ou diplôme délivré", Kind::Degree),
            ("Nome e indirizzo del datore di lavoro", Kind::Employer),
            ("Nom et type de l'établissement d'enseignement ou de formation", Kind::School),
            ("Name und Art der Bildungs- oder Ausbildungseinrichtung", Kind::School),
            ("Wichtigste Tätigkeiten und Zuständigkeiten", Kind::Duties),
            ("Date (da – a)", Kind::Date),
            ("Nome e tipo di istituto di istruzione o formazione", Kind::School),
            ("Numele și tipul instituției de învățământ", Kind::School),
            ("Tipo di impiego", Kind::Title),
            ("Hours per week", Kind::Remark),
        ] {
            assert_eq!(announced(&fold(text)), Some(kind), "{text}");
        }
    }
}
