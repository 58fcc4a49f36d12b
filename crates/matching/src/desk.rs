//! Who brings texts into normal form: one text at a time, or many records' worth, each distinct text once.

use crate::corpus::{Table, symbol_hash};
use crate::features::degree;
use crate::fold::skeleton;
use crate::hash::{Piece, hash};
use crate::index::Index;
use crate::name;
use crate::nickname;
use crate::organisation::{self, OrganisationForm};
use crate::raw::Raw;

/// Brings texts into normal form.
pub(crate) trait Desk {
    /// A normal form.
    type Text: Clone + Ord;

    /// A normal form's letters.
    fn read<'a>(&'a self, text: &'a Self::Text) -> &'a str;

    /// Whether a normal form has no letters.
    fn is_empty(&self, text: &Self::Text) -> bool {
        self.read(text).is_empty()
    }

    /// A normal form's letters, as blocking keys want them.
    fn piece<'a>(&'a self, text: &'a Self::Text) -> Piece<'a> {
        Piece::of(self.read(text))
    }

    /// The consonants of a word of a name or of a city; what is not at hand is written into `buffer`.
    fn sound<'a>(&'a self, text: &'a Self::Text, buffer: &'a mut String) -> Piece<'a> {
        *buffer = skeleton(self.read(text));
        Piece::of(buffer)
    }

    /// The groups of names that a given name belongs to.
    fn groups(&self, text: &Self::Text) -> &'static [u16];

    /// Keeps what is in normal form already.
    fn keep(&mut self, table: Table, text: &str) -> Self::Text;

    /// Brings `raw` into the form that `normal` gives it.
    fn plain(&mut self, table: Table, raw: &str, normal: fn(&str) -> String) -> Self::Text;

    /// Adds the words of a name to `words`; the generation it tells, 0 for none.
    fn words(&mut self, raw: &str, words: &mut Vec<Self::Text>) -> u8;

    /// An employer.
    fn employer(&mut self, raw: &str) -> OrganisationForm<Self::Text>;

    /// A school.
    fn school(&mut self, raw: &str) -> OrganisationForm<Self::Text>;

    /// The number of a degree; 0 for what is none.
    fn degree(&mut self, raw: &str) -> u8 {
        degree(raw)
    }
}

/// One record at a time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plain;

impl Desk for Plain {
    type Text = String;

    fn read<'a>(&'a self, text: &'a String) -> &'a str {
        text
    }

    fn groups(&self, text: &String) -> &'static [u16] {
        nickname::groups(text)
    }

    fn keep(&mut self, _: Table, text: &str) -> String {
        text.to_owned()
    }

    fn plain(&mut self, _: Table, raw: &str, normal: fn(&str) -> String) -> String {
        normal(raw)
    }

    fn words(&mut self, raw: &str, words: &mut Vec<String>) -> u8 {
        let (mut own, generation) = name::words(raw);
        words.append(&mut own);
        generation
    }

    fn employer(&mut self, raw: &str) -> OrganisationForm {
        organisation::employer(raw)
    }

    fn school(&mut self, raw: &str) -> OrganisationForm {
        organisation::school(raw)
    }
}

/// The place of a normal form in a [`Memo`]; bears [`EMPTY`] where it has no letters, so that this need not be looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Place(pub(crate) u32);

/// Marks the place of a normal form without letters.
const EMPTY: u32 = 1 << 30;

impl Place {
    fn is_empty(self) -> bool {
        self.0 & EMPTY != 0
    }

    fn number(self) -> usize {
        (self.0 & !EMPTY) as usize
    }
}

/// A normal form that was seen before: one line of a processor's cache has all that blocking keys ask of it. Its letters lie with all others'.
#[derive(Debug)]
#[repr(align(64))]
struct Known {
    /// The first letters, and those of the consonants of a word or a city, as the numbers of their [`Piece`]s.
    letters: u128,
    consonants: u128,
    holders: Holders,
    /// Where its letters begin and end.
    start: u32,
    end: u32,
    /// The number of its groups of related given names.
    set: u16,
    /// How many consonants there are; 255 for more too.
    n_consonants: u8,
}

/// How many records hold a word of a name, and how many times it is a given and a family name.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Holders {
    pub(crate) records: u32,
    /// The last record that was counted.
    last: u32,
    pub(crate) as_given: u32,
    pub(crate) as_family: u32,
}

/// Marks the number of a name in [`Memo::spelt`]; without it, the number is the place of the one word that the name is.
const SPELT: u32 = 1 << 31;

/// The words of a name that was seen before.
#[derive(Debug, Clone, Copy)]
struct Spelt {
    /// Where they begin among all words, and how many they are.
    start: u32,
    count: u8,
    generation: u8,
}

/// What memory was asked for: hashes of raw texts, and then where the answers lie.
#[derive(Debug, Default)]
struct Asked {
    words: Vec<u64>,
    organisations: Vec<u64>,
    others: Vec<u64>,
}

/// Most normal forms that are remembered, and most raw texts.
const MOST: usize = 1 << 20;
/// Most bytes of normal forms that are remembered.
const MOST_LETTERS: usize = 1 << 28;

/// Many records' worth: what repeats is brought into normal form once.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    known: Vec<Known>,
    /// The hash of each that is known.
    hashes: Vec<u64>,
    letters: String,
    /// How many records there were.
    records: u32,
    /// Places of normal forms, by hash.
    places: Index,
    /// What raw texts became, by a hash that tells their kind too: a place, a degree, or a place among `spelt` or `organisations`.
    raw: Index,
    spelt: Vec<Spelt>,
    words: Vec<Place>,
    organisations: Vec<OrganisationForm<Place>>,
    asked: Asked,
    /// How many of `known` stay for ever; what comes after goes with its record.
    kept: usize,
}

impl Memo {
    pub(crate) fn text(&self, place: Place) -> &str {
        let known = &self.known[place.number()];
        &self.letters[known.start as usize..known.end as usize]
    }

    pub(crate) fn hash(&self, place: Place) -> u64 {
        self.hashes[place.number()]
    }

    /// Who holds the words of names, by their places; places of other things have no holders.
    pub(crate) fn holders(&self) -> impl Iterator<Item = (Place, Holders)> {
        (0..).map(Place).zip(self.known[..self.kept].iter().map(|known| known.holders)).filter(|(_, holders)| holders.records > 0)
    }

    /// Counts a word of this record's name.
    pub(crate) fn hold(&mut self, word: Place, is_family: bool) {
        let holders = &mut self.known[word.number()].holders;
        if holders.last != self.records {
            (holders.records, holders.last) = (holders.records + 1, self.records);
        }
        *(if is_family { &mut holders.as_family } else { &mut holders.as_given }) += 1;
    }

    /// Whether a normal form stays for ever.
    pub(crate) fn stays(&self, place: Place) -> bool {
        place.number() < self.kept
    }

    /// How many bytes a normal form has.
    pub(crate) fn length(&self, place: Place) -> usize {
        let known = &self.known[place.number()];
        (known.end - known.start) as usize
    }

    /// Asks memory for where the commonest raw texts of some records are remembered, and then for what became of their names, employers
    /// and schools, all at once: one by one, each would be waited for.
    pub(crate) fn fetch<'r>(&mut self, records: impl Iterator<Item = &'r Raw<'r>>) {
        let Asked { words, organisations, others } = &mut self.asked;
        [&mut *words, &mut *organisations, &mut *others].into_iter().for_each(Vec::clear);
        for raw in records {
            words.extend([raw.given, raw.family].into_iter().flatten().map(|name| hash(RAW_NAME, name)));
            words.extend(raw.city.map(|city| hash(RAW_PLAIN + Table::City as u64, city)));
            organisations.extend(raw.jobs.iter().map(|job| hash(RAW_EMPLOYER, job.employer)));
            organisations.extend(raw.studies.iter().map(|study| hash(RAW_SCHOOL, study.school)));
            others.extend(raw.jobs.iter().map(|job| hash(RAW_PLAIN + Table::Title as u64, job.title)));
        }
        // Nothing but looks at memory, so that a processor begins as many as it can.
        let slot = |hash: &mut u64| *hash = u64::from(self.raw.fetch(*hash));
        words.iter_mut().chain(organisations.iter_mut()).chain(others).for_each(slot);
        // A slot may be another text's or free, and its number that of no place: then there is nothing to ask for.
        let core = |number: &mut u64| *number = self.organisations.get(*number as usize).map_or(0, |form| u64::from(form.core.0));
        organisations.iter_mut().for_each(core);
        let known = |number: &u64| self.known.get(Place(*number as u32).number()).map_or(0, |known| known.end);
        std::hint::black_box(words.iter().chain(&*organisations).fold(0, |all, number| all ^ known(number)));
    }

    /// Ends a record: forgets what was remembered for it alone.
    pub(crate) fn tidy(&mut self) {
        if let Some(first) = self.known.get(self.kept) {
            self.letters.truncate(first.start as usize);
            self.known.truncate(self.kept);
            self.hashes.truncate(self.kept);
        }
        self.records += 1;
    }

    fn place(&mut self, table: Table, text: &str) -> Place {
        let hash = symbol_hash(table, text);
        if let Some(place) = self.places.get(hash) {
            return Place(place);
        }
        let place = Place(self.known.len() as u32 | if text.is_empty() { EMPTY } else { 0 });
        let sound = if matches!(table, Table::Name | Table::City) { skeleton(text) } else { String::new() };
        let start = self.letters.len();
        self.letters.push_str(text);
        let [start, end] = [start, self.letters.len()]
            .map(|end| u32::try_from(end).expect("what stays has a bound, and one record's texts are few megabytes"));
        self.hashes.push(hash);
        self.known.push(Known {
            letters: Piece::of(text).number(),
            consonants: Piece::of(&sound).number(),
            holders: Holders { last: u32::MAX, ..Holders::default() },
            start,
            end,
            set: if table == Table::Name { nickname::set(text) } else { 0 },
            n_consonants: u8::try_from(sound.len()).unwrap_or(u8::MAX),
        });
        // What comes after something forgettable is forgettable too.
        if self.kept < MOST && self.letters.len() < MOST_LETTERS && place.number() == self.kept {
            self.kept += 1;
            self.places.get_or_insert(hash, place.0);
        }
        place
    }

    /// What a raw text became.
    fn seen(&self, key: u64) -> Option<u32> {
        self.raw.get(key)
    }

    /// Remembers what a raw text became, if it became what stays.
    fn see(&mut self, key: u64, places: &[Place], number: u32) {
        if self.is_lasting(places) {
            self.raw.get_or_insert(key, number);
        }
    }

    /// Whether what came of a raw text may be remembered.
    fn is_lasting(&self, places: &[Place]) -> bool {
        self.raw.len() < MOST && places.iter().all(|&place| self.stays(place))
    }

    /// Remembers what a name became that is more than one word.
    fn see_words(&mut self, key: u64, words: &[Place], generation: u8) {
        let Ok(count) = u8::try_from(words.len()) else { return };
        if self.is_lasting(words) {
            self.raw.get_or_insert(key, self.spelt.len() as u32 | SPELT);
            self.spelt.push(Spelt { start: self.words.len() as u32, count, generation });
            self.words.extend_from_slice(words);
        }
    }

    fn organisation(&mut self, school: bool, raw: &str) -> OrganisationForm<Place> {
        let key = hash(if school { RAW_SCHOOL } else { RAW_EMPLOYER }, raw);
        if let Some(number) = self.seen(key) {
            return self.organisations[number as usize];
        }
        let (form, tables) = if school {
            (organisation::school(raw), [Table::School, Table::SchoolCore])
        } else {
            (organisation::employer(raw), [Table::Employer, Table::EmployerCore])
        };
        let form = OrganisationForm {
            name: self.place(tables[0], &form.name),
            core: self.place(tables[1], &form.core),
            acronym: self.place(Table::Acronym, &form.acronym),
        };
        if self.is_lasting(&[form.name, form.core, form.acronym]) {
            self.raw.get_or_insert(key, self.organisations.len() as u32);
            self.organisations.push(form);
        }
        form
    }
}

/// Salts for raw texts, apart from those of normal forms.
const RAW_EMPLOYER: u64 = 0x1001;
const RAW_SCHOOL: u64 = 0x1002;
const RAW_NAME: u64 = 0x1003;
const RAW_DEGREE: u64 = 0x1004;
const RAW_PLAIN: u64 = 0x2000;

impl Desk for Memo {
    type Text = Place;

    fn read<'a>(&'a self, text: &'a Place) -> &'a str {
        self.text(*text)
    }

    fn is_empty(&self, text: &Place) -> bool {
        text.is_empty()
    }

    fn piece<'a>(&'a self, text: &'a Place) -> Piece<'a> {
        let (known, length) = (&self.known[text.number()], self.length(*text));
        if length <= Piece::WIDTH { Piece::short(known.letters, length) } else { Piece::of(self.text(*text)) }
    }

    fn sound<'a>(&'a self, text: &'a Place, buffer: &'a mut String) -> Piece<'a> {
        let known = &self.known[text.number()];
        let length = usize::from(known.n_consonants);
        if length <= Piece::WIDTH {
            return Piece::short(known.consonants, length);
        }
        *buffer = skeleton(self.text(*text));
        Piece::of(buffer)
    }

    fn groups(&self, text: &Place) -> &'static [u16] {
        nickname::groups_of(self.known[text.number()].set)
    }

    fn keep(&mut self, table: Table, text: &str) -> Place {
        self.place(table, text)
    }

    fn plain(&mut self, table: Table, raw: &str, normal: fn(&str) -> String) -> Place {
        let key = hash(RAW_PLAIN + table as u64, raw);
        if let Some(place) = self.seen(key) {
            return Place(place);
        }
        let place = self.place(table, &normal(raw));
        self.see(key, &[place], place.0);
        place
    }

    fn words(&mut self, raw: &str, words: &mut Vec<Place>) -> u8 {
        let key = hash(RAW_NAME, raw);
        if let Some(number) = self.seen(key) {
            if number & SPELT == 0 {
                words.push(Place(number));
                return 0;
            }
            let Spelt { start, count, generation } = self.spelt[(number & !SPELT) as usize];
            words.extend_from_slice(&self.words[start as usize..start as usize + usize::from(count)]);
            return generation;
        }
        let from = words.len();
        let (own, generation) = name::words(raw);
        words.extend(own.iter().map(|word| self.place(Table::Name, word)));
        match (&words[from..], generation) {
            (&[only], 0) => self.see(key, &[only], only.0),
            (own, _) => self.see_words(key, own, generation),
        }
        generation
    }

    fn employer(&mut self, raw: &str) -> OrganisationForm<Place> {
        self.organisation(false, raw)
    }

    fn school(&mut self, raw: &str) -> OrganisationForm<Place> {
        self.organisation(true, raw)
    }

    fn degree(&mut self, raw: &str) -> u8 {
        let key = hash(RAW_DEGREE, raw);
        if let Some(known) = self.seen(key) {
            return known as u8;
        }
        let degree = degree(raw);
        self.see(key, &[], u32::from(degree));
        degree
    }
}
