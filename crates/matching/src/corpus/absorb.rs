//! Reading: the cells of sheets become symbols, and rows of the corpus.

use super::{Corpus, EMAIL, FAMILY, GIVEN, JOB, LINK, NONE, NUMBER, PHONE, Row, SKILL, STUDY, Symbol, Table, Word, symbol_hash};
use crate::desk::{Memo, Place};
use crate::fold;
use crate::nickname;
use crate::shape::Shape;
use crate::sheet::{Cell, FRESH, Lean, Sheet, Translation};

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
        let mut see = |value: &[(Table, Symbol)]| {
            for &(table, symbol) in value.iter().filter(|(_, symbol)| *symbol != NONE) {
                tables[table as usize].see(symbol, row);
            }
        };
        let mut rest = &self.cells[start as usize + usize::from(counts[GIVEN]) + usize::from(counts[FAMILY])..];
        for &[address, user, domain, ..] in take::<5>(&mut rest, counts[EMAIL]) {
            see(&[(Table::Email, address), (Table::User, user), (Table::Domain, domain)]);
        }
        for &[phone, _] in take(&mut rest, counts[PHONE]) {
            see(&[(Table::Phone, phone)]);
        }
        for &[network, link] in take(&mut rest, counts[LINK]) {
            see(&[(Table::Network, network), (Table::Link, link)]);
        }
        for &[name, core, acronym, title, _] in take(&mut rest, counts[JOB]) {
            see(&[(Table::Employer, name), (Table::EmployerCore, core), (Table::Acronym, acronym), (Table::Title, title)]);
        }
        for &[name, core, acronym, area, _] in take(&mut rest, counts[STUDY]) {
            see(&[(Table::School, name), (Table::SchoolCore, core), (Table::Acronym, acronym), (Table::Area, area)]);
        }
        for &[skill] in take(&mut rest, counts[SKILL]) {
            see(&[(Table::Skill, skill)]);
        }
        for &[number] in take(&mut rest, counts[NUMBER]) {
            see(&[(Table::Number, number)]);
        }
        see(&[(Table::City, city), (Table::Country, country), (Table::Region, region), (Table::Title, label)]);
        see(&[(Table::Birth, birth), (Table::Street, street), (Table::Postcode, postcode)]);
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
        for [address, user, domain, ..] in take_mut::<5>(rest, counts[EMAIL]) {
            self.turn([(Table::Email, address), (Table::User, user), (Table::Domain, domain)]);
        }
        for [phone, _] in take_mut(rest, counts[PHONE]) {
            self.turn([(Table::Phone, phone)]);
        }
        for [network, link] in take_mut(rest, counts[LINK]) {
            self.turn([(Table::Network, network), (Table::Link, link)]);
        }
        for [name, core, acronym, title, _] in take_mut(rest, counts[JOB]) {
            self.turn([(Table::Employer, name), (Table::EmployerCore, core), (Table::Acronym, acronym), (Table::Title, title)]);
        }
        for [name, core, acronym, area, _] in take_mut(rest, counts[STUDY]) {
            self.turn([(Table::School, name), (Table::SchoolCore, core), (Table::Acronym, acronym), (Table::Area, area)]);
        }
        let skills = take_mut(rest, counts[SKILL]);
        skills.iter_mut().for_each(|[skill]| self.turn([(Table::Skill, skill)]));
        skills.sort_unstable();
        for [number] in take_mut(rest, counts[NUMBER]) {
            self.turn([(Table::Number, number)]);
        }
        Row {
            start,
            counts,
            generation: lean.generation,
            given,
            family,
            city: self.symbol(Table::City, lean.city),
            country: self.symbol(Table::Country, lean.country),
            region: self.symbol(Table::Region, lean.region),
            label: self.symbol(Table::Title, lean.label),
            birth: self.symbol(Table::Birth, lean.birth),
            street: self.symbol(Table::Street, lean.street),
            postcode: self.symbol(Table::Postcode, lean.postcode),
        }
    }

    /// Turns the cells of a value into symbols.
    fn turn<const N: usize>(&mut self, value: [(Table, &mut Cell); N]) {
        for (table, cell) in value {
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
