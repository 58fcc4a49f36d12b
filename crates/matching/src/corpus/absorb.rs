//! Reading: the cells of sheets become symbols, and rows of the corpus.

use super::{Corpus, EMAIL, FAMILY, GIVEN, JOB, LINK, NONE, NUMBER, PHONE, Row, SKILL, STUDY, Symbol, Table, WIDTHS, Word, symbol_hash};
use crate::desk::{Memo, Place};
use crate::fold;
use crate::nickname;
use crate::shape::Shape;
use crate::sheet::{Cell, FRESH, Lean, Sheet, Translation};

// The tables of the first cells of one value; the cells behind them are figures.
const EMAILS: [Table; 3] = [Table::Email, Table::User, Table::Domain];
const PHONES: [Table; 1] = [Table::Phone];
const LINKS: [Table; 2] = [Table::Network, Table::Link];
const JOBS: [Table; 4] = [Table::Employer, Table::EmployerCore, Table::Acronym, Table::Title];
const STUDIES: [Table; 4] = [Table::School, Table::SchoolCore, Table::Acronym, Table::Area];
const SKILLS: [Table; 1] = [Table::Skill];
const NUMBERS: [Table; 1] = [Table::Number];
/// Those of the single values, but for names.
const SINGLES: [Table; 7] = [Table::City, Table::Country, Table::Region, Table::Title, Table::Birth, Table::Street, Table::Postcode];

impl Corpus {
    /// Adds the records of a sheet that was written with `memo`. Its cells become symbols where they stand.
    pub(crate) fn absorb(&mut self, sheet: &mut Sheet, translation: &mut Translation, memo: &Memo) {
        self.fetch(sheet, translation);
        let first_row = self.rows.len() as u32;
        let mut cells = std::mem::take(&mut sheet.cells);
        let (n_cells, mut rest) = (cells.len(), &mut cells[..]);
        for lean in &sheet.rows {
            let start = (self.cells.len() + n_cells - rest.len()) as u32;
            let row = Reader { corpus: self, sheet, translation, memo }.row(start, lean, &mut rest);
            self.rows.push(row);
        }
        self.cells.extend_from_slice(&cells);
        sheet.cells = cells;
        // Apart from the rest, so that memory is asked for many counts at once: none has to be known for the next.
        (first_row..self.rows.len() as u32).for_each(|row| self.see(row));
    }

    /// Asks memory for where the values of a sheet are known, or will be, all at once.
    fn fetch(&self, sheet: &Sheet, translation: &Translation) {
        let fresh = sheet.fresh_hashes().fold(0, |all, (table, hash)| all ^ self.tables[table as usize].index.fetch(hash));
        let known = sheet.cells.iter().fold(0, |all, &cell| all ^ translation.fetch(cell));
        std::hint::black_box(fresh ^ known);
    }

    /// Counts a row for each value it holds besides the words of its name.
    fn see(&mut self, row: u32) {
        let Row { start, counts, city, country, region, label, birth, street, postcode, .. } = self.rows[row as usize];
        let tables = &mut self.tables;
        let mut see = |kinds: &[Table], value: &[Symbol]| {
            for (&table, &symbol) in kinds.iter().zip(value).filter(|(_, symbol)| **symbol != NONE) {
                tables[table as usize].see(symbol, row);
            }
        };
        let mut rest = &self.cells[start as usize + usize::from(counts[GIVEN]) + usize::from(counts[FAMILY])..];
        take::<{ WIDTHS[EMAIL] }>(&mut rest, counts[EMAIL]).iter().for_each(|value| see(&EMAILS, value));
        take::<{ WIDTHS[PHONE] }>(&mut rest, counts[PHONE]).iter().for_each(|value| see(&PHONES, value));
        take::<{ WIDTHS[LINK] }>(&mut rest, counts[LINK]).iter().for_each(|value| see(&LINKS, value));
        take::<{ WIDTHS[JOB] }>(&mut rest, counts[JOB]).iter().for_each(|value| see(&JOBS, value));
        take::<{ WIDTHS[STUDY] }>(&mut rest, counts[STUDY]).iter().for_each(|value| see(&STUDIES, value));
        take::<{ WIDTHS[SKILL] }>(&mut rest, counts[SKILL]).iter().for_each(|value| see(&SKILLS, value));
        take::<{ WIDTHS[NUMBER] }>(&mut rest, counts[NUMBER]).iter().for_each(|value| see(&NUMBERS, value));
        see(&SINGLES, &[city, country, region, label, birth, street, postcode]);
    }

    /// Adds what is known of a new word of a name.
    fn learn(&mut self, symbol: Symbol) {
        let text = self.tables[Table::Name as usize].text(symbol);
        let (shape, related, sound) = (Shape::of(text), nickname::set(text), fold::skeleton(text));
        let sounds = &mut self.tables[Table::Skeleton as usize];
        let skeleton = if sound.is_empty() { NONE } else { sounds.intern(symbol_hash(Table::Skeleton, &sound), None) };
        self.words.push(Word { skeleton, shape, related, as_given: 0, as_family: 0 });
    }

    /// Counts who holds the words of names that a memo knows.
    pub(crate) fn hold(&mut self, translation: &mut Translation, memo: &Memo) {
        for (place, holders) in memo.holders() {
            let symbol = *translation.of(place.0) as usize;
            self.tables[Table::Name as usize].holders[symbol].0 += holders.records;
            self.words[symbol].as_given += holders.as_given;
            self.words[symbol].as_family += holders.as_family;
        }
    }
}

/// Turns the cells of a sheet into symbols.
struct Reader<'a> {
    corpus: &'a mut Corpus,
    sheet: &'a Sheet,
    translation: &'a mut Translation,
    memo: &'a Memo,
}

impl Reader<'_> {
    fn symbol(&mut self, table: Table, cell: Cell) -> Symbol {
        if cell == NONE {
            return NONE;
        }
        let values = &mut self.corpus.tables[table as usize];
        if cell & FRESH != 0 {
            let (hash, text) = self.sheet.fresh(cell);
            return values.intern(hash, table.keeps_text().then_some(text));
        }
        let known = self.translation.of(cell);
        if *known == NONE {
            let place = Place(cell);
            *known = values.intern(self.memo.hash(place), table.keeps_text().then(|| self.memo.text(place)));
        }
        *known
    }

    /// A word of a name. The memo counts who holds what it knows.
    fn word(&mut self, cell: Cell, family: bool) -> Symbol {
        let symbol = self.symbol(Table::Name, cell);
        if symbol == NONE {
            return NONE;
        }
        let corpus = &mut *self.corpus;
        if symbol as usize == corpus.words.len() {
            corpus.learn(symbol);
        }
        if cell & FRESH != 0 {
            corpus.tables[Table::Name as usize].see(symbol, corpus.rows.len() as u32);
            let word = &mut corpus.words[symbol as usize];
            *(if family { &mut word.as_family } else { &mut word.as_given }) += 1;
        }
        symbol
    }

    /// Turns the cells of a record into symbols.
    fn row(&mut self, start: u32, lean: &Lean, rest: &mut &mut [u32]) -> Row {
        let counts = lean.counts;
        let given = take_mut(rest, counts[GIVEN]);
        given.iter_mut().for_each(|[cell]| *cell = self.word(*cell, false));
        let family = take_mut(rest, counts[FAMILY]);
        family.iter_mut().for_each(|[cell]| *cell = self.word(*cell, true));
        let given = if let [[only]] = *given { only } else { self.word(lean.given, false) };
        let family = if let [[only]] = *family { only } else { self.word(lean.family, true) };
        take_mut::<{ WIDTHS[EMAIL] }>(rest, counts[EMAIL]).iter_mut().for_each(|value| self.turn(EMAILS, value));
        take_mut::<{ WIDTHS[PHONE] }>(rest, counts[PHONE]).iter_mut().for_each(|value| self.turn(PHONES, value));
        take_mut::<{ WIDTHS[LINK] }>(rest, counts[LINK]).iter_mut().for_each(|value| self.turn(LINKS, value));
        take_mut::<{ WIDTHS[JOB] }>(rest, counts[JOB]).iter_mut().for_each(|value| self.turn(JOBS, value));
        take_mut::<{ WIDTHS[STUDY] }>(rest, counts[STUDY]).iter_mut().for_each(|value| self.turn(STUDIES, value));
        let skills = take_mut::<{ WIDTHS[SKILL] }>(rest, counts[SKILL]);
        skills.iter_mut().for_each(|value| self.turn(SKILLS, value));
        skills.sort_unstable();
        take_mut::<{ WIDTHS[NUMBER] }>(rest, counts[NUMBER]).iter_mut().for_each(|value| self.turn(NUMBERS, value));
        let mut singles = [lean.city, lean.country, lean.region, lean.label, lean.birth, lean.street, lean.postcode];
        self.turn(SINGLES, &mut singles);
        let [city, country, region, label, birth, street, postcode] = singles;
        Row { start, counts, generation: lean.generation, given, family, city, country, region, label, birth, street, postcode }
    }

    /// Turns the cells of a value into symbols.
    fn turn<const N: usize, const WIDTH: usize>(&mut self, kinds: [Table; N], value: &mut [Cell; WIDTH]) {
        for (table, cell) in kinds.into_iter().zip(value) {
            *cell = self.symbol(table, *cell);
        }
    }
}

/// Takes the cells of `count` values of `N` each off the beginning, to be changed.
fn take_mut<'c, const N: usize>(cells: &mut &'c mut [u32], count: u8) -> &'c mut [[u32; N]] {
    let (taken, rest) = std::mem::take(cells).split_at_mut(usize::from(count) * N);
    *cells = rest;
    taken.as_chunks_mut().0
}

/// Takes the cells of `count` values of `N` each off the beginning.
fn take<'c, const N: usize>(cells: &mut &'c [u32], count: u8) -> &'c [[u32; N]] {
    let (taken, rest) = cells.split_at(usize::from(count) * N);
    *cells = rest;
    taken.as_chunks().0
}
