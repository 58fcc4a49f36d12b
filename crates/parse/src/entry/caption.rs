//! Captions of values: `Employer: Acme Ltd`, `Position: Clerk`, `Period: 2012 – 2015` say of themselves what they are, and are no values.

mod words;

use vitae_document::Span;

use super::role::Scores;
use super::row::{Bit, Edge, Look, Row};
use crate::layout::Layout;
use crate::lexicon::{WordSet, fold};
use words::{CAPTIONS, COLUMNS};

/// What a caption announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Date,
    Employer,
    Title,
    School,
    Degree,
    Place,
    /// What was done there.
    Duties,
    /// What has no field: the branch, the salary, whom to ask.
    Remark,
    /// Something that is said of all entries.
    Other,
}

/// Labels that are compared with each other.
const MOST_LABELS: usize = 128;
/// Bytes of a caption at most.
const LONGEST: usize = 80;

/// Takes out the rows that head the columns of a table: `Period`, `Employer` and `Position` side by side.
pub(super) fn drop_heads(layout: &Layout, rows: &mut Vec<Row>) {
    let mut above: Option<Look> = None;
    rows.retain(|row| {
        let heads = heads_columns(layout, row) || above == Some(row.look) && goes_on_heading(layout, row);
        above = heads.then_some(row.look);
        !heads
    });
}

/// Whether a row below one that heads columns is the rest of a caption that had no room: `University` below `Institute /`.
fn goes_on_heading(layout: &Layout, row: &Row) -> bool {
    let is_known = |bit: &Bit| bit.span.len() < LONGEST && read_heading(layout.slice(bit.span)).is_some();
    row.dates.is_empty() && !row.is_bullet && !row.bits.is_empty() && row.bits.iter().all(is_known)
}

/// What the caption of a column announces, each of the words that a slash parts; none where one of them is no caption.
fn read_heading(text: &str) -> Option<u8> {
    let mut kinds = 0;
    for part in text.split('/').map(fold).filter(|part| !part.is_empty()) {
        let kind = announced(&part);
        kinds |= kind.map_or(0, |kind| 1 << kind as u8);
        if kind.is_none() && !COLUMNS.has(&part) {
            return None;
        }
    }
    Some(kinds)
}

fn heads_columns(layout: &Layout, row: &Row) -> bool {
    let [_, others @ ..] = row.bits.as_slice() else { return false };
    if others.is_empty() || !row.dates.is_empty() || row.is_bullet || others.iter().any(|bit| bit.edge != Edge::Cell) {
        return false;
    }
    let known = |bit: &Bit| {
        let text = layout.slice(bit.span);
        // Without a slash all of it was asked for as a part.
        let is_column = || text.contains('/') && COLUMNS.has(&fold(text));
        (text.len() < LONGEST).then(|| read_heading(text).or_else(|| is_column().then_some(0)))?
    };
    let kinds = row.bits.iter().map(known).try_fold(0, |kinds, more| Some(kinds | more?));
    kinds.is_some_and(|kinds| kinds != 0)
}

/// Takes captions off the rows of a section where different ones stand; what follows them is rated as what they say.
pub(super) fn take(layout: &Layout, rows: &mut [Row]) {
    let mut kinds = 0_u8;
    for row in rows.iter_mut() {
        match caption(layout, row) {
            Some(Kind::Remark) => row.is_bullet = true,
            kind => kinds |= kind.map_or(0, |kind| 1 << kind as u8),
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
            rate(&mut value.scores, kind);
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

/// What the first words of a row announce: a colon follows them, a date, or another cell.
fn caption(layout: &Layout, row: &Row) -> Option<Kind> {
    let edges: &[Edge] = if row.is_bullet { &[Edge::Cell] } else { &[Edge::Colon, Edge::Cell] };
    let label = label(layout, row, edges, &[':', '\n'])?;
    match layout.words(label) {
        Some(words) => announced(words.folded()),
        None => announced(&fold(layout.slice(label))),
    }
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

fn announced(folded: &str) -> Option<Kind> {
    CAPTIONS.iter().find(|(_, captions)| captions.has(folded)).map(|(kind, _)| *kind)
}

fn rate(scores: &mut Scores, kind: Kind) {
    let score = match kind {
        Kind::Employer => &mut scores.employer,
        Kind::Title => &mut scores.title,
        Kind::School => &mut scores.institution,
        Kind::Degree => &mut scores.degree,
        Kind::Place => &mut scores.place,
        Kind::Date | Kind::Duties | Kind::Remark | Kind::Other => return,
    };
    *score = score.max(3.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_headed_by_captions_and_other_words() {
        for text in ["Year of passing", "Board / University", "S. No.", "von – bis"] {
            assert!(COLUMNS.has(&fold(text)), "{text}");
        }
    }

    #[test]
    fn slashes_part_the_words_that_head_a_column() {
        for text in ["Percentage / CGPA", "Institute / University", "Institute /"] {
            assert!(read_heading(text).is_some(), "{text}");
        }
        assert!(read_heading("Institute / Acme").is_none());
    }

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
