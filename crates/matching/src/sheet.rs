//! Records as rows of cells, before their values have symbols: what each thread writes on its own.

use crate::corpus::{NONE, Symbol, Table, symbol_hash};
use crate::desk::{Desk, Memo, Place, Plain};
use crate::features::Form;
use crate::hash::hash;
use crate::shape;

/// A value on a sheet: none, one of the sheet's own (with [`FRESH`]), the place of one that the memo knows, or a figure.
pub(crate) type Cell = u32;

/// Marks a value of the sheet's own.
pub(crate) const FRESH: Cell = 1 << 31;

/// One record: how many values each part has, and its single values.
#[derive(Debug)]
pub(crate) struct Lean {
    pub(crate) counts: [u8; 9],
    pub(crate) generation: u8,
    /// All given names as one, where they are not one anyway.
    pub(crate) given: Cell,
    pub(crate) family: Cell,
    pub(crate) city: Cell,
    pub(crate) country: Cell,
    pub(crate) region: Cell,
    pub(crate) label: Cell,
    pub(crate) birth: Cell,
    pub(crate) street: Cell,
    pub(crate) postcode: Cell,
}

/// Rows of cells.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) rows: Vec<Lean>,
    pub(crate) cells: Vec<Cell>,
    /// Hash, end of the text and table of each value that the memo does not know.
    fresh: Vec<(u64, u32, Table)>,
    text: String,
}

/// How a desk's normal forms come onto a sheet.
pub(crate) trait Scribe: Desk {
    /// The cell of a normal form.
    fn cell(&self, sheet: &mut Sheet, table: Table, text: &Self::Text) -> Cell;

    /// The cell of a word of a name. Whoever knows the word counts who holds it.
    fn word(&mut self, sheet: &mut Sheet, text: &Self::Text, is_family: bool) -> Cell;

    /// The cell of several words of a name as one; `others` are those of the other part of the name.
    fn whole(&mut self, sheet: &mut Sheet, words: &[Self::Text], others: &[Self::Text], is_family: bool) -> Cell;
}

impl Scribe for Plain {
    fn cell(&self, sheet: &mut Sheet, table: Table, text: &String) -> Cell {
        sheet.add(table, text)
    }

    fn word(&mut self, sheet: &mut Sheet, text: &String, _: bool) -> Cell {
        sheet.add(Table::Name, text)
    }

    fn whole(&mut self, sheet: &mut Sheet, words: &[String], _: &[String], _: bool) -> Cell {
        sheet.add(Table::Name, &words.concat())
    }
}

impl Scribe for Memo {
    fn cell(&self, sheet: &mut Sheet, table: Table, place: &Place) -> Cell {
        if self.is_empty(place) {
            NONE
        } else if self.stays(*place) {
            place.0
        } else {
            sheet.add(table, self.text(*place))
        }
    }

    fn word(&mut self, sheet: &mut Sheet, place: &Place, is_family: bool) -> Cell {
        if self.stays(*place) && !self.is_empty(place) {
            self.hold(*place, is_family);
        }
        self.cell(sheet, Table::Name, place)
    }

    fn whole(&mut self, sheet: &mut Sheet, words: &[Place], others: &[Place], is_family: bool) -> Cell {
        let whole: String = words.iter().map(|word| self.text(*word)).collect();
        // A record counts once, though both parts of its name be the same letters.
        match others.iter().find(|other| self.length(**other) == whole.len() && self.text(**other) == whole) {
            Some(other) => self.word(sheet, other, is_family),
            None => sheet.add(Table::Name, &whole),
        }
    }
}

impl Sheet {
    /// Back to no rows; the memory stays.
    pub(crate) fn clear(&mut self) {
        let Self { rows, cells, fresh, text } = self;
        rows.clear();
        cells.clear();
        fresh.clear();
        text.clear();
    }

    /// Hash and text of a value of the sheet's own.
    pub(crate) fn fresh(&self, cell: Cell) -> (u64, &str) {
        let place = (cell & !FRESH) as usize;
        let start = if place == 0 { 0 } else { self.fresh[place - 1].1 as usize };
        let (hash, end, _) = self.fresh[place];
        (hash, &self.text[start..end as usize])
    }

    /// Table and hash of each value of the sheet's own.
    pub(crate) fn fresh_hashes(&self) -> impl Iterator<Item = (Table, u64)> + '_ {
        self.fresh.iter().map(|&(hash, _, table)| (table, hash))
    }

    fn add(&mut self, table: Table, text: &str) -> Cell {
        if text.is_empty() {
            return NONE;
        }
        if table.keeps_text() {
            self.text.push_str(text);
        }
        self.fresh.push((symbol_hash(table, text), u32::try_from(self.text.len()).expect("a sheet holds few megabytes"), table));
        (self.fresh.len() - 1) as u32 | FRESH
    }

    /// Writes a record.
    pub(crate) fn push<D: Scribe>(&mut self, desk: &mut D, form: &Form<D::Text>) {
        let parts = [(&form.name.given, &form.name.family, false), (&form.name.family, &form.name.given, true)];
        for (words, _, is_family) in parts {
            for word in words {
                let cell = desk.word(self, word, is_family);
                self.cells.push(cell);
            }
        }
        let [given, family] =
            parts.map(|(words, others, is_family)| if words.len() == 1 { NONE } else { desk.whole(self, words, others, is_family) });
        self.push_contacts(form);
        self.push_career(desk, form);
        for skill in &form.skills {
            let cell = desk.cell(self, Table::Skill, skill);
            self.cells.push(cell);
        }
        for number in &form.numbers {
            let cell = self.add(Table::Number, number);
            self.cells.push(cell);
        }
        let lean = Lean {
            counts: counts(form),
            generation: form.name.generation,
            given,
            family,
            city: desk.cell(self, Table::City, &form.city),
            country: desk.cell(self, Table::Country, &form.country),
            region: desk.cell(self, Table::Region, &form.region),
            label: desk.cell(self, Table::Title, &form.label),
            birth: self.add(Table::Birth, &form.birth),
            street: self.add(Table::Street, &form.street),
            postcode: self.add(Table::Postcode, &form.postcode),
        };
        self.rows.push(lean);
    }

    fn push_contacts<T>(&mut self, form: &Form<T>) {
        for email in &form.emails {
            let address = self.add(Table::Email, &email.address);
            let user = self.add(Table::User, &email.user);
            let domain = self.add(Table::Domain, email.domain());
            let digits = hash(99, &email.digits) as u32 & 0x7fff_fffe | u32::from(email.digits.is_empty());
            self.cells.extend([address, user, domain, digits | u32::from(email.role) << 31, shape::letters(&email.user)]);
        }
        for phone in &form.phones {
            let symbol = self.add(Table::Phone, phone);
            self.cells.extend([symbol, shape::number(phone)]);
        }
        for link in &form.links {
            let network = self.add(Table::Network, link.network);
            let address = self.add(Table::Link, &link.address);
            self.cells.extend([network, address]);
        }
    }

    fn push_career<D: Scribe>(&mut self, desk: &D, form: &Form<D::Text>) {
        for job in &form.jobs {
            let name = desk.cell(self, Table::Employer, &job.employer.name);
            let core = desk.cell(self, Table::EmployerCore, &job.employer.core);
            let acronym = desk.cell(self, Table::Acronym, &job.employer.acronym);
            let title = desk.cell(self, Table::Title, &job.title);
            let month = |month: Option<crate::raw::Month>| u32::from(month.map_or(0, |month| month.index));
            self.cells.extend([name, core, acronym, title, month(job.start) << 16 | month(job.end)]);
        }
        for study in &form.studies {
            let name = desk.cell(self, Table::School, &study.school.name);
            let core = desk.cell(self, Table::SchoolCore, &study.school.core);
            let acronym = desk.cell(self, Table::Acronym, &study.school.acronym);
            let area = desk.cell(self, Table::Area, &study.area);
            let year = |year: Option<u16>| u32::from(year.map_or(0, |year| year - 1900));
            self.cells.extend([name, core, acronym, area, u32::from(study.degree) << 24 | year(study.end)]);
        }
    }
}

/// The symbols of what a memo knows, as far as they were met.
#[derive(Debug, Default)]
pub(crate) struct Translation(Vec<Symbol>);

impl Translation {
    /// Asks memory for the symbol of a cell; the answer says nothing.
    pub(crate) fn fetch(&self, cell: Cell) -> Symbol {
        self.0.get(cell as usize).copied().unwrap_or(NONE)
    }

    /// The symbol of a cell; [`NONE`] where it was not met yet.
    pub(crate) fn of(&mut self, cell: Cell) -> &mut Symbol {
        let place = cell as usize;
        if place >= self.0.len() {
            self.0.resize(place + 1024, NONE);
        }
        &mut self.0[place]
    }
}

fn counts<T>(form: &Form<T>) -> [u8; 9] {
    let lengths = [
        form.name.given.len(),
        form.name.family.len(),
        form.emails.len(),
        form.phones.len(),
        form.links.len(),
        form.jobs.len(),
        form.studies.len(),
        form.skills.len(),
        form.numbers.len(),
    ];
    lengths.map(|length| u8::try_from(length).expect("normal forms hold at most sixty values of a kind"))
}
