//! Who brings texts into normal form: one text at a time, or many records' worth, each distinct text once.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::corpus::{Table, symbol_hash};
use crate::features::degree;
use crate::fold::skeleton;
use crate::hash::hash;
use crate::name;
use crate::organisation::{self, OrganisationForm};

/// Brings texts into normal form.
pub(crate) trait Desk {
    /// A normal form.
    type Text: Clone + PartialEq;

    /// A normal form's letters.
    fn read<'a>(&'a self, text: &'a Self::Text) -> &'a str;

    /// The consonants of a word of a name or of a city.
    fn skeleton<'a>(&'a self, text: &'a Self::Text) -> Cow<'a, str>;

    /// Keeps what is in normal form already.
    fn keep(&mut self, table: Table, text: &str) -> Self::Text;

    /// Brings `raw` into the form that `normal` gives it.
    fn plain(&mut self, table: Table, raw: &str, normal: fn(&str) -> String) -> Self::Text;

    /// The words of a name, and the generation it tells; 0 for none.
    fn words(&mut self, raw: &str) -> (Vec<Self::Text>, u8);

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

    fn skeleton<'a>(&'a self, text: &'a String) -> Cow<'a, str> {
        Cow::Owned(skeleton(text))
    }

    fn keep(&mut self, _: Table, text: &str) -> String {
        text.to_owned()
    }

    fn plain(&mut self, _: Table, raw: &str, normal: fn(&str) -> String) -> String {
        normal(raw)
    }

    fn words(&mut self, raw: &str) -> (Vec<String>, u8) {
        name::words(raw)
    }

    fn employer(&mut self, raw: &str) -> OrganisationForm {
        organisation::employer(raw)
    }

    fn school(&mut self, raw: &str) -> OrganisationForm {
        organisation::school(raw)
    }
}

/// The place of a normal form in a [`Memo`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place(pub(crate) u32);

/// A normal form that was seen before.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) text: String,
    skeleton: String,
    pub(crate) hash: u64,
}

/// Most normal forms that are remembered, and most raw texts of each kind.
const MOST: usize = 1 << 18;

/// Many records' worth: what repeats is brought into normal form once.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    known: Vec<Known>,
    places: FxHashMap<u64, Place>,
    plain: FxHashMap<u64, Place>,
    words: FxHashMap<u64, (Vec<Place>, u8)>,
    organisations: FxHashMap<u64, OrganisationForm<Place>>,
    degrees: FxHashMap<u64, u8>,
    /// How many of `known` stay for ever; what comes after goes with its record.
    kept: usize,
}

impl Memo {
    pub(crate) fn get(&self, place: Place) -> &Known {
        &self.known[place.0 as usize]
    }

    /// Whether a normal form stays for ever.
    pub(crate) fn stays(&self, place: Place) -> bool {
        (place.0 as usize) < self.kept
    }

    /// Forgets what was remembered for one record alone.
    pub(crate) fn tidy(&mut self) {
        self.known.truncate(self.kept);
    }

    fn place(&mut self, table: Table, text: &str) -> Place {
        let hash = symbol_hash(table, text);
        if let Some(&place) = self.places.get(&hash) {
            return place;
        }
        let place = Place(self.known.len() as u32);
        let sounds = matches!(table, Table::Name | Table::City);
        let skeleton = if sounds { skeleton(text) } else { String::new() };
        self.known.push(Known { text: text.to_owned(), skeleton, hash });
        // What comes after something forgettable is forgettable too.
        if self.kept < MOST && place.0 as usize == self.kept {
            self.kept += 1;
            self.places.insert(hash, place);
        }
        place
    }

    fn organisation(&mut self, school: bool, raw: &str) -> OrganisationForm<Place> {
        let key = hash(if school { RAW_SCHOOL } else { RAW_EMPLOYER }, raw);
        if let Some(form) = self.organisations.get(&key) {
            return form.clone();
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
        let stays = [form.name, form.core, form.acronym].into_iter().all(|place| self.stays(place));
        if stays && self.organisations.len() < MOST {
            self.organisations.insert(key, form.clone());
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
        &self.get(*text).text
    }

    fn skeleton<'a>(&'a self, text: &'a Place) -> Cow<'a, str> {
        Cow::Borrowed(&self.get(*text).skeleton)
    }

    fn keep(&mut self, table: Table, text: &str) -> Place {
        self.place(table, text)
    }

    fn plain(&mut self, table: Table, raw: &str, normal: fn(&str) -> String) -> Place {
        let key = hash(RAW_PLAIN + table as u64, raw);
        if let Some(&place) = self.plain.get(&key) {
            return place;
        }
        let place = self.place(table, &normal(raw));
        if self.stays(place) && self.plain.len() < MOST {
            self.plain.insert(key, place);
        }
        place
    }

    fn words(&mut self, raw: &str) -> (Vec<Place>, u8) {
        let key = hash(RAW_NAME, raw);
        if let Some(known) = self.words.get(&key) {
            return known.clone();
        }
        let (words, generation) = name::words(raw);
        let words: Vec<Place> = words.iter().map(|word| self.place(Table::Name, word)).collect();
        if words.iter().all(|&word| self.stays(word)) && self.words.len() < MOST {
            self.words.insert(key, (words.clone(), generation));
        }
        (words, generation)
    }

    fn employer(&mut self, raw: &str) -> OrganisationForm<Place> {
        self.organisation(false, raw)
    }

    fn school(&mut self, raw: &str) -> OrganisationForm<Place> {
        self.organisation(true, raw)
    }

    fn degree(&mut self, raw: &str) -> u8 {
        let key = hash(RAW_DEGREE, raw);
        if let Some(&known) = self.degrees.get(&key) {
            return known;
        }
        let degree = degree(raw);
        if self.degrees.len() < MOST {
            self.degrees.insert(key, degree);
        }
        degree
    }
}
