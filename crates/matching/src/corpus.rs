//! Records as rows of small numbers, laid out for comparing many of them.
//!
//! Each distinct value becomes a [`Symbol`] of its table; a row is a stretch of one big array of symbols and dates.

mod absorb;

use rayon::prelude::*;

use crate::desk::{Memo, Plain};
use crate::features::Form;
use crate::hash::hash;
use crate::index::Index;
use crate::marks::{Common, Marks};
use crate::place::Atlas;
use crate::shape::Shape;
use crate::sheet::{Sheet, Translation};
use crate::{Features, Frequencies};

/// A distinct value of one table; [`NONE`] stands for no value.
pub(crate) type Symbol = u32;

/// No value.
pub(crate) const NONE: Symbol = u32::MAX;

/// What a table holds. The number is the salt of its hashes, which databases may hold: never renumber.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Table {
    /// Words of names, given and family alike, because they get swapped.
    Name = 0,
    /// Only a salt: how often a word is a family name.
    Family = 1,
    Skeleton = 2,
    Email = 3,
    User = 4,
    Domain = 5,
    Phone = 6,
    Link = 7,
    Network = 8,
    Employer = 9,
    EmployerCore = 10,
    School = 11,
    SchoolCore = 12,
    Acronym = 13,
    Title = 14,
    Area = 15,
    City = 16,
    Country = 18,
    Skill = 19,
    Number = 20,
    Birth = 21,
    Street = 22,
    Postcode = 23,
    Region = 24,
}

impl Table {
    /// Whether comparisons look at the text of its values.
    pub(crate) fn keeps_text(self) -> bool {
        matches!(
            self,
            Self::Name
                | Self::User
                | Self::Domain
                | Self::Number
                | Self::Birth
                | Self::Street
                | Self::Postcode
                | Self::Phone
                | Self::City
                | Self::Country
                | Self::Region
        )
    }
}

/// How many tables there are.
pub(crate) const N_TABLES: usize = 25;

/// The distinct values of one kind.
#[derive(Debug, Default)]
pub(crate) struct Values {
    index: Index,
    /// How many records hold each; known when reading has ended.
    pub(crate) count: Vec<u32>,
    /// While reading: how many records hold each, and the last of them.
    holders: Vec<(u32, u32)>,
    offsets: Vec<u32>,
    text: String,
}

impl Values {
    /// The symbol of a value.
    fn intern(&mut self, key: u64, text: Option<&str>) -> Symbol {
        let next = self.holders.len() as u32;
        let symbol = self.index.get_or_insert(key, next);
        if symbol == next {
            self.holders.push((0, u32::MAX));
            if let Some(text) = text {
                self.text.push_str(text);
                self.offsets.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
            }
        }
        symbol
    }

    /// Counts a record that holds a value, once.
    fn see(&mut self, symbol: Symbol, row: u32) {
        let (count, last) = &mut self.holders[symbol as usize];
        if *last != row {
            (*count, *last) = (*count + 1, row);
        }
    }

    /// The text of a value, where its table keeps text.
    pub(crate) fn text(&self, symbol: Symbol) -> &str {
        let start = self.start(symbol);
        let end = self.offsets.get(symbol as usize).map_or(start, |&end| end as usize);
        self.text.get(start..end).unwrap_or_default()
    }

    /// Where the text of a value starts.
    fn start(&self, symbol: Symbol) -> usize {
        let before = (symbol as usize).checked_sub(1).and_then(|before| self.offsets.get(before));
        before.map_or(0, |&end| end as usize)
    }

    /// How many bytes the text of a value has.
    pub(crate) fn length(&self, symbol: Symbol) -> usize {
        self.offsets.get(symbol as usize).map_or(0, |&end| end as usize - self.start(symbol))
    }

    pub(crate) fn len(&self) -> usize {
        self.count.len()
    }

    /// Replaces the counts by those of a larger set of records.
    fn recount(&mut self, count: impl Fn(u64) -> u32) {
        for (key, symbol) in self.index.iter() {
            let own = &mut self.holders[symbol as usize].0;
            *own = count(key).max(*own);
        }
    }

    /// Forgets what only reading needs.
    fn seal(&mut self) {
        self.index = Index::default();
        self.count = std::mem::take(&mut self.holders).into_iter().map(|(count, _)| count).collect();
    }
}

/// What is kept of a name word besides its text, within one line of a processor's cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
pub(crate) struct Word {
    pub(crate) skeleton: Symbol,
    pub(crate) shape: Shape,
    /// The number of its groups of related given names.
    pub(crate) related: u16,
    /// How many times it is a given and a family name.
    pub(crate) as_given: u32,
    pub(crate) as_family: u32,
}

/// Where the parts of one record lie, and its single values: one line of a processor's cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub(crate) struct Row {
    start: u32,
    counts: [u8; 9],
    pub(crate) generation: u8,
    pub(crate) given: Symbol,
    pub(crate) family: Symbol,
    pub(crate) city: Symbol,
    pub(crate) country: Symbol,
    pub(crate) region: Symbol,
    pub(crate) label: Symbol,
    pub(crate) birth: Symbol,
    pub(crate) street: Symbol,
    pub(crate) postcode: Symbol,
}

impl Row {
    fn values(&self) -> [Symbol; 9] {
        [self.given, self.family, self.city, self.country, self.region, self.label, self.birth, self.street, self.postcode]
    }

    /// How many cells it has.
    fn width(&self) -> usize {
        self.counts.iter().zip(WIDTHS).map(|(&count, width)| usize::from(count) * width).sum()
    }
}

/// An e-mail address of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EmailRow {
    pub(crate) address: Symbol,
    pub(crate) user: Symbol,
    pub(crate) domain: Symbol,
    /// Digits of the user part, and a flag for a function's address.
    pub(crate) digits: u32,
    pub(crate) role: bool,
    /// Which letters the user part has.
    pub(crate) letters: u32,
}

/// A telephone number of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PhoneRow {
    pub(crate) symbol: Symbol,
    /// The digits as a number below 10⁹, and how many there are less six in the two highest bits.
    pub(crate) digits: u32,
}

/// A job of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct JobRow {
    pub(crate) name: Symbol,
    pub(crate) core: Symbol,
    pub(crate) acronym: Symbol,
    pub(crate) title: Symbol,
    /// Months since 1900; 0 is unknown.
    pub(crate) start: u16,
    pub(crate) end: u16,
}

/// A study of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StudyRow {
    pub(crate) name: Symbol,
    pub(crate) core: Symbol,
    pub(crate) acronym: Symbol,
    pub(crate) area: Symbol,
    pub(crate) degree: u8,
    /// Year; 0 is unknown.
    pub(crate) end: u16,
}

pub(crate) const GIVEN: usize = 0;
pub(crate) const FAMILY: usize = 1;
pub(crate) const EMAIL: usize = 2;
pub(crate) const PHONE: usize = 3;
pub(crate) const LINK: usize = 4;
pub(crate) const JOB: usize = 5;
pub(crate) const STUDY: usize = 6;
pub(crate) const SKILL: usize = 7;
pub(crate) const NUMBER: usize = 8;

/// How many cells one value of each part takes.
const WIDTHS: [usize; 9] = [1, 1, 5, 2, 2, 5, 5, 1, 1];

/// Many records.
#[derive(Debug, Default)]
pub(crate) struct Corpus {
    pub(crate) tables: [Values; N_TABLES],
    /// What is known of each name word.
    pub(crate) words: Vec<Word>,
    pub(crate) rows: Vec<Row>,
    cells: Vec<u32>,
    pub(crate) marks: Marks,
    /// Where the cities lie.
    pub(crate) atlas: Atlas,
    /// How many records shares are taken of.
    pub(crate) total: f32,
    /// How many different names hold an e-mail address, number or link; by table.
    pub(crate) names: [Vec<u16>; 3],
}

/// The hash under which a value is interned, counted and blocked.
pub(crate) fn symbol_hash(table: Table, text: &str) -> u64 {
    hash(table as u64 + 1, text)
}

impl Corpus {
    /// A few records out of many, whose values are counted in `all`; the place of each is its number.
    pub(crate) fn within<'a>(records: impl IntoIterator<Item = &'a Features>, all: &Frequencies) -> Self {
        let mut corpus = Self::default();
        records.into_iter().for_each(|features| corpus.push(&features.form));
        corpus.seal_within(all);
        corpus
    }

    /// Adds a record; its place is its number.
    pub(crate) fn push(&mut self, form: &Form) {
        let mut sheet = Sheet::default();
        sheet.push(&mut Plain, form);
        self.absorb(&mut sheet, &mut Translation::default(), &Memo::default());
    }

    /// Puts records with one name beside each other, so that those that are compared lie near in memory; the new place of each row.
    pub(crate) fn arrange(&mut self) -> Vec<u32> {
        let mut order: Vec<((Symbol, Symbol), u32)> =
            self.rows.par_iter().map(|row| self.sounds(row)).zip(0..self.rows.len() as u32).collect();
        order.par_sort_unstable();
        let mut places = vec![0; order.len()];
        let (mut rows, mut cells) = (Vec::with_capacity(order.len()), Vec::with_capacity(self.cells.len()));
        for some in order.chunks(32) {
            self.fetch_cells(some.iter().map(|&(_, old)| old));
            for &(_, old) in some {
                places[old as usize] = rows.len() as u32;
                let row = self.rows[old as usize];
                let (start, width) = (row.start as usize, row.width());
                rows.push(Row { start: cells.len() as u32, ..row });
                cells.extend_from_slice(&self.cells[start..start + width]);
            }
        }
        (self.rows, self.cells) = (rows, cells);
        places
    }

    /// The rows whose names sound alike, which lie side by side once the rows are arranged: where each such stretch ends.
    pub(crate) fn stretches(&self) -> impl Iterator<Item = u32> + '_ {
        self.rows.chunk_by(|left, right| self.sounds(left) == self.sounds(right)).scan(0, |end, rows| {
            *end += rows.len() as u32;
            Some(*end)
        })
    }

    /// A number for all that a row tells: the same for rows that tell the same.
    pub(crate) fn digest(&self, row: u32) -> u64 {
        let row = &self.rows[row as usize];
        let add = |digest: u64, cell: &u32| (digest ^ u64::from(*cell)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
        let told = self.cells_of(row).iter().fold(0, add);
        row.values().iter().fold(told ^ u64::from(row.generation), add)
    }

    /// How a row's family and given name sound.
    fn sounds(&self, row: &Row) -> (Symbol, Symbol) {
        let sound = |symbol: Symbol| self.words.get(symbol as usize).map_or(NONE, |word| word.skeleton);
        (sound(row.family), sound(row.given))
    }

    /// Whether two rows tell the same.
    pub(crate) fn is_alike(&self, left: u32, right: u32) -> bool {
        let (left, right) = (&self.rows[left as usize], &self.rows[right as usize]);
        left.counts == right.counts
            && left.generation == right.generation
            && left.values() == right.values()
            && self.cells_of(left) == self.cells_of(right)
    }

    fn cells_of(&self, row: &Row) -> &[u32] {
        &self.cells[row.start as usize..row.start as usize + row.width()]
    }

    fn part(&self, row: &Row, part: usize) -> &[u32] {
        let before: usize = (0..part).map(|part| usize::from(row.counts[part]) * WIDTHS[part]).sum();
        let start = row.start as usize + before;
        &self.cells[start..start + usize::from(row.counts[part]) * WIDTHS[part]]
    }

    pub(crate) fn given<'r>(&'r self, row: &'r Row) -> &'r [Symbol] {
        // Most names are one word, which the row knows: its cells need not be waited for.
        if row.counts[GIVEN] == 1 { std::slice::from_ref(&row.given) } else { self.part(row, GIVEN) }
    }

    pub(crate) fn family<'r>(&'r self, row: &'r Row) -> &'r [Symbol] {
        if row.counts[FAMILY] == 1 { std::slice::from_ref(&row.family) } else { self.part(row, FAMILY) }
    }

    pub(crate) fn emails(&self, row: &Row) -> impl Iterator<Item = EmailRow> + Clone + '_ {
        self.part(row, EMAIL).chunks_exact(5).map(|cells| EmailRow {
            address: cells[0],
            user: cells[1],
            domain: cells[2],
            digits: cells[3] & 0x7fff_ffff,
            role: cells[3] >> 31 == 1,
            letters: cells[4],
        })
    }

    pub(crate) fn phones(&self, row: &Row) -> impl Iterator<Item = PhoneRow> + Clone + '_ {
        self.part(row, PHONE).chunks_exact(2).map(|cells| PhoneRow { symbol: cells[0], digits: cells[1] })
    }

    /// Network and address of each link.
    pub(crate) fn links(&self, row: &Row) -> impl Iterator<Item = (Symbol, Symbol)> + Clone + '_ {
        self.part(row, LINK).chunks_exact(2).map(|cells| (cells[0], cells[1]))
    }

    pub(crate) fn jobs(&self, row: &Row) -> impl Iterator<Item = JobRow> + Clone + '_ {
        self.part(row, JOB).chunks_exact(5).map(|cells| JobRow {
            name: cells[0],
            core: cells[1],
            acronym: cells[2],
            title: cells[3],
            start: (cells[4] >> 16) as u16,
            end: cells[4] as u16,
        })
    }

    pub(crate) fn studies(&self, row: &Row) -> impl Iterator<Item = StudyRow> + Clone + '_ {
        let year = |bits: u32| if bits & 0xfff == 0 { 0 } else { (bits & 0xfff) as u16 + 1900 };
        self.part(row, STUDY).chunks_exact(5).map(move |cells| StudyRow {
            name: cells[0],
            core: cells[1],
            acronym: cells[2],
            area: cells[3],
            degree: (cells[4] >> 24) as u8,
            end: year(cells[4]),
        })
    }

    pub(crate) fn skills(&self, row: &Row) -> &[Symbol] {
        self.part(row, SKILL)
    }

    pub(crate) fn numbers(&self, row: &Row) -> &[Symbol] {
        self.part(row, NUMBER)
    }

    /// Ends reading: counts the different names behind each contact, and frees what only reading needs.
    pub(crate) fn seal(&mut self) {
        for table in &mut self.tables {
            table.seal();
        }
        self.cells.shrink_to_fit();
        self.rows.shrink_to_fit();
        self.total = self.rows.len() as f32;
        self.names = [self.names_of(EMAIL), self.names_of(PHONE), self.names_of(LINK)];
        self.marks = Marks::of(self);
        let texts = |table: Table| {
            let values = &self.tables[table as usize];
            (0..values.len() as Symbol).map(|symbol| values.text(symbol))
        };
        self.atlas = Atlas::of(texts(Table::City), texts(Table::Country));
    }

    /// Whether most records tell what the interaction layer never saw.
    pub(crate) fn is_beyond_layer(&self) -> bool {
        let tells = |row: &&Row| row.birth != NONE || row.street != NONE || row.counts[NUMBER] > 0;
        self.rows.iter().filter(tells).count() * 2 > self.rows.len()
    }

    /// What two rows have in common, if they are worth comparing: they share a value besides the name, or have one name.
    ///
    /// Most pairs that meet in a block share nothing else, and names alone merge nobody; to see that is a fiftieth of a comparison.
    pub(crate) fn worth(&self, left: u32, right: u32) -> Option<Common> {
        if !self.marks.may_support(left, right) {
            return self.are_namesakes(left, right).then(Common::default);
        }
        let common = self.marks.common(left, right);
        (common.supports() || self.are_namesakes(left, right)).then_some(common)
    }

    fn are_namesakes(&self, left: u32, right: u32) -> bool {
        if !self.marks.may_be_namesakes(left, right) {
            return false;
        }
        let (one, other) = (&self.rows[left as usize], &self.rows[right as usize]);
        one.given == other.given && one.family == other.family || one.given == other.family && one.family == other.given
    }

    /// Asks memory for some rows and what is known of their names at once: one by one, each would be waited for.
    pub(crate) fn fetch_names(&self, rows: impl Iterator<Item = u32> + Clone) {
        let row = |row: u32| &self.rows[row as usize];
        // A name of several words is read from the cells.
        let start = |row: &Row| if row.counts[GIVEN] == 1 && row.counts[FAMILY] == 1 { 0 } else { row.start as usize };
        std::hint::black_box(rows.clone().fold(0, |all, near| all ^ row(near).given));
        std::hint::black_box(rows.clone().fold(0, |all, near| all ^ self.cells.get(start(row(near))).copied().unwrap_or(0)));
        let word = |symbol: Symbol| self.words.get(symbol as usize).map_or(0, |word| word.as_given);
        std::hint::black_box(rows.fold(0, |all, near| all ^ word(row(near).given) ^ word(row(near).family)));
    }

    /// Asks memory for the cells of some rows at once.
    pub(crate) fn fetch_cells(&self, rows: impl Iterator<Item = u32>) {
        /// Cells of one cache line.
        const LINE: usize = 16;
        let mut all = 0;
        for row in rows {
            let row = &self.rows[row as usize];
            let cell = |place: usize| self.cells.get(row.start as usize + place).copied().unwrap_or(0);
            all ^= cell(0) ^ cell(LINE) ^ cell(2 * LINE) ^ cell(3 * LINE);
        }
        std::hint::black_box(all);
    }

    /// Asks memory for the user parts of some rows' first addresses at once.
    pub(crate) fn fetch_users(&self, rows: impl Iterator<Item = u32> + Clone) {
        let users = &self.tables[Table::User as usize];
        let start = |row: u32| self.part(&self.rows[row as usize], EMAIL).get(1).map_or(0, |&user| users.start(user));
        std::hint::black_box(rows.clone().fold(0, |all, row| all ^ start(row)));
        std::hint::black_box(rows.fold(0, |all, row| all ^ users.text.as_bytes().get(start(row)).copied().unwrap_or(0)));
    }

    /// Ends reading of a few records out of many, whose values are counted in `all`.
    fn seal_within(&mut self, all: &Frequencies) {
        for table in &mut self.tables {
            table.recount(|hash| all.count(hash));
        }
        for (symbol, word) in self.words.iter_mut().enumerate() {
            let text = self.tables[Table::Name as usize].text(symbol as Symbol);
            word.as_given = all.count(symbol_hash(Table::Name, text)).max(word.as_given);
            word.as_family = all.count(symbol_hash(Table::Family, text)).max(word.as_family);
        }
        let contacts = [Table::Email, Table::Phone, Table::Link];
        let known = contacts
            .map(|table| self.tables[table as usize].index.iter().map(|(key, symbol)| (symbol, all.names(key))).collect::<Vec<_>>());
        self.seal();
        self.total = all.records().max(self.rows.len() as u64) as f32;
        for (names, known) in self.names.iter_mut().zip(known) {
            for (symbol, known) in known {
                let name = &mut names[symbol as usize];
                *name = u16::try_from(known).unwrap_or(u16::MAX).max(*name);
            }
        }
    }

    fn names_of(&self, part: usize) -> Vec<u16> {
        let (table, width, offset) = match part {
            EMAIL => (Table::Email, WIDTHS[EMAIL], 0),
            PHONE => (Table::Phone, WIDTHS[PHONE], 0),
            _ => (Table::Link, 2, 1),
        };
        let mut holders: Vec<(Symbol, u32)> = Vec::new();
        let count = &self.tables[table as usize].count;
        for row in &self.rows {
            for cells in self.part(row, part).chunks_exact(width) {
                let symbol = cells[offset];
                if symbol != NONE && count[symbol as usize] > 1 {
                    holders.push((symbol, self.name_key(row)));
                }
            }
        }
        holders.sort_unstable();
        holders.dedup();
        let mut names = vec![1_u16; self.tables[table as usize].len()];
        for group in holders.chunk_by(|left, right| left.0 == right.0) {
            names[group[0].0 as usize] = u16::try_from(group.len()).unwrap_or(u16::MAX);
        }
        names
    }

    /// A number for the name as it sounds: skeleton of the family name, whatever order it was written in.
    fn name_key(&self, row: &Row) -> u32 {
        let skeleton = |symbol: Symbol| self.words.get(symbol as usize).map_or(0, |word| word.skeleton.wrapping_add(1));
        let given = self.given(row).first().map_or(0, |&first| skeleton(first));
        let family = skeleton(row.family);
        given.wrapping_mul(0x9e37_79b1) ^ family.wrapping_mul(0x85eb_ca6b)
    }
}
