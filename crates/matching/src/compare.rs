//! How two records compare, field by field.

mod career;
mod contact;
mod home;
mod names;

use rapidfuzz::distance::jaro_winkler;

pub(crate) use self::names::Names;

use crate::corpus::{Corpus, Symbol, Table};
use crate::marks::{Common, Kind};

/// The fields that are compared, in the order in which evidence is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Given = 0,
    Family = 1,
    Middle = 2,
    Generation = 3,
    Email = 4,
    Phone = 5,
    Link = 6,
    Handle = 7,
    Employer = 8,
    School = 9,
    City = 10,
    Country = 11,
    Skills = 12,
    Title = 13,
    Birth = 14,
    Number = 15,
    Street = 16,
    Career = 17,
}

/// How many fields there are.
pub(crate) const N_FIELDS: usize = 18;

/// Records below which a set is judged as if it were larger: rarity in a handful says nothing.
pub(crate) const FLOOR: f32 = 10_000.0;

/// The share of records that hold a name which only its initials tell.
const ALIAS_SHARE: f32 = 0.01;

/// How many figures the interaction layer sees besides the levels and weights.
pub(crate) const N_FIGURES: usize = 30;

/// The outcome of comparing two records.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Comparison {
    /// Level of each field; 0 says nothing. What the others mean is in [`crate::weights`].
    pub(crate) levels: [u8; N_FIELDS],
    /// Share of records that hold the agreeing value, where a level is weighed by it; 0 where it is not.
    pub(crate) shares: [f32; N_FIELDS],
    /// Figures for the interaction layer; -1 is unknown.
    pub(crate) figures: [f32; N_FIGURES],
    /// Values of left and right that the level rests on, as symbols of the field's table.
    pub(crate) swapped: bool,
}

impl Default for Comparison {
    fn default() -> Self {
        Self { levels: [0; N_FIELDS], shares: [0.0; N_FIELDS], figures: [-1.0; N_FIGURES], swapped: false }
    }
}

impl Comparison {
    /// Says nothing any more.
    fn clear(&mut self) {
        self.levels.fill(0);
        self.shares.fill(0.0);
        self.figures.fill(-1.0);
        self.swapped = false;
    }
}

/// Levels of a name part, ascending in likeness.
pub(crate) mod name {
    pub(crate) const DIFFERENT: u8 = 1;
    pub(crate) const INITIAL: u8 = 2;
    pub(crate) const SIMILAR: u8 = 3;
    pub(crate) const SOUND: u8 = 4;
    pub(crate) const RELATED: u8 = 5;
    pub(crate) const EXACT: u8 = 6;
}

impl Corpus {
    /// Compares two rows.
    pub(crate) fn compare(&self, left: usize, right: usize) -> Comparison {
        let (left, right) = (left as u32, right as u32);
        let mut outcome = Comparison::default();
        self.compare_from(self.compare_names(left, right), left, right, &mut outcome);
        self.compare_selves(left, right, &mut outcome);
        self.compare_deeds(left, right, &mut outcome);
        outcome
    }

    /// Compares what else two rows tell of themselves whose names were compared: contacts, places, numbers.
    pub(crate) fn compare_selves(&self, left: u32, right: u32, outcome: &mut Comparison) {
        let (left, right) = (&self.rows[left as usize], &self.rows[right as usize]);
        self.compare_emails(left, right, outcome);
        self.compare_phones(left, right, outcome);
        self.compare_links(left, right, outcome);
        self.compare_places(left, right, outcome);
        self.compare_numbers(left, right, outcome);
    }

    /// Compares what two rows did: jobs, studies, skills.
    pub(crate) fn compare_deeds(&self, left: u32, right: u32, outcome: &mut Comparison) {
        let (left, right) = (&self.rows[left as usize], &self.rows[right as usize]);
        self.compare_jobs(left, right, outcome);
        self.compare_studies(left, right, outcome);
        self.compare_skills(left, right, outcome);
    }

    /// How rare the one value is that two rows have in common besides the name, in bits.
    pub(crate) fn rarity(&self, common: Common) -> f32 {
        let (table, symbol) = match common.other() {
            Some((Kind::City, symbol)) => (Table::City, symbol),
            Some((Kind::Employer, symbol)) => (Table::EmployerCore, symbol),
            Some((Kind::School, symbol)) => (Table::SchoolCore, symbol),
            _ => return -ALIAS_SHARE.log2(),
        };
        -self.share(table, symbol).log2()
    }

    /// The share of records that hold a value; in a small set leaning on what is usual for its kind.
    fn share(&self, table: Table, symbol: Symbol) -> f32 {
        let usual = match table {
            Table::Employer => 0.002,
            Table::EmployerCore | Table::School | Table::SchoolCore => 0.004,
            Table::City => 0.01,
            Table::Country => 0.15,
            Table::Skill => 0.03,
            _ => 1e-4,
        };
        self.lean(self.tables[table as usize].count[symbol as usize], usual)
    }

    fn lean(&self, count: u32, usual: f32) -> f32 {
        const WEIGHT: f32 = 1000.0;
        (count as f32 + usual * WEIGHT) / (self.total + WEIGHT)
    }

    /// The chance that two persons share a contact that so many names and records hold.
    fn chance(&self, table: usize, symbol: Symbol) -> (f32, f32, f32) {
        let names = f32::from(self.names[table].get(symbol as usize).copied().unwrap_or(1));
        let kind = [Table::Email, Table::Phone, Table::Link][table];
        let held = self.tables[kind as usize].count[symbol as usize] as f32;
        (self.by_holders(names), names, held)
    }

    /// The chance that two persons share what so many hold; one of them says next to nothing of it.
    fn by_holders(&self, holders: f32) -> f32 {
        (holders - 0.95).max(0.05) / self.total.max(FLOOR)
    }
}

/// Whether two texts are at least so much alike, by Jaro and Winkler.
fn resemble(left: &str, right: &str, least: f64) -> bool {
    // Which letters are paired hangs on whose are looked for first.
    let (left, right) = if left <= right { (left, right) } else { (right, left) };
    jaro_winkler::similarity_with_args(left.bytes(), right.bytes(), &jaro_winkler::Args::default().score_cutoff(least)).is_some()
}

/// Whether two words of four letters and more differ by one slip of the keys: a letter too many, too few, another, or two exchanged.
pub(crate) fn one_slip(left: &str, right: &str) -> bool {
    let (short, long) = if left.len() <= right.len() { (left.as_bytes(), right.as_bytes()) } else { (right.as_bytes(), left.as_bytes()) };
    if short.len() < 4 || long.len() > short.len() + 1 {
        return false;
    }
    let Some(at) = short.iter().zip(long).position(|(one, other)| one != other) else { return true };
    if short.len() < long.len() {
        return short[at..] == long[at + 1..];
    }
    short[at + 1..] == long[at + 1..]
        || (at + 1 < short.len() && short[at] == long[at + 1] && short[at + 1] == long[at] && short[at + 2..] == long[at + 2..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Batch;

    #[test]
    fn one_slip_is_an_edit_or_an_exchange() {
        for (left, right, expected) in [
            ("example", "example", true),
            ("example", "exmaple", true),
            ("example", "exampl", true),
            ("example", "eexample", true),
            ("example", "examble", true),
            ("example", "exbmple", true),
            ("example", "xaemple", false),
            ("example", "exapmel", false),
            ("example", "exam", false),
            ("exam", "exma", true),
            ("abc", "abd", false),
        ] {
            assert_eq!(one_slip(left, right), expected, "{left} {right}");
            assert_eq!(one_slip(right, left), expected, "{right} {left}");
        }
    }

    /// Records of few words that are alike in many ways: exchanged names, several addresses, numbers and links in common, near
    /// places, words and addresses of which one is just long enough.
    const ALIKE: &str = r#"{"record_id":"a","basics":{"name":"Maria Jose","firstName":"Maria","lastName":"Jose","email":"maria.jose@example.com","emails":["mjose@example.org","maria.jose77@example.net"],"phone":"+1 202 555 0143","location":{"city":"Lille","countryCode":"FR"},"profiles":[{"network":"GitHub","url":"https://github.com/mjose"},{"network":"LinkedIn","url":"https://www.linkedin.com/in/mariajose"}]},"skills":["Rust","Excel","SQL","Go"]}
{"record_id":"b","basics":{"name":"Josef Mario","firstName":"Josef","lastName":"Mario","email":"maria.jose@example.org","emails":["mjose@example.com"],"phone":"+1 202 555 0134","location":{"city":"Roubaix","countryCode":"FR"},"profiles":[{"network":"LinkedIn","url":"https://www.linkedin.com/in/mariajose"},{"network":"GitHub","url":"https://github.com/mjose"}]},"skills":["SQL","Go","Rust","Python"]}
{"record_id":"c","basics":{"name":"Jose Marie","firstName":"Jose","lastName":"Marie","email":"mjose@example.org","emails":["maria.jose77@example.com"],"location":{"city":"Tournai","countryCode":"BE"}},"skills":["Go","Excel","Rust"]}
{"record_id":"d","basics":{"name":"Sang Su Pak","firstName":"Sang Su","lastName":"Pak","email":"sang@example.com","location":{"city":"Tromsø","countryCode":"NO"}}}
{"record_id":"e","basics":{"name":"Pak Sangsu","firstName":"Pak","lastName":"Sangsu","emails":["sang@example.com","spak@example.com"],"location":{"city":"Tromsdalen","countryCode":"NO"},"profiles":[{"network":"GitHub","url":"https://github.com/mjose"}]}}
{"record_id":"f","basics":{"name":"Won Hyun Kim","firstName":"Won Hyun","lastName":"Kim","email":"mindyt21@example.net"}}
{"record_id":"g","basics":{"name":"Weonhyeon Gim","firstName":"Weonhyeon","lastName":"Gim","email":"midyt21@example.net"}}
"#;

    const IDS: [&str; 7] = ["a", "b", "c", "d", "e", "f", "g"];

    #[test]
    fn either_side_of_a_pair_tells_the_same() {
        let lines: Vec<&str> = ALIKE.lines().collect();
        let read = |order: &[usize]| {
            let text: String = order.iter().map(|&line| format!("{}\n", lines[line])).collect();
            let mut batch = Batch::default();
            assert!(batch.read(&mut text.as_bytes()).is_ok());
            batch.arrange();
            batch
        };
        let order: Vec<usize> = (0..lines.len()).collect();
        let turned: Vec<usize> = order.iter().rev().copied().collect();
        let (batch, other) = (read(&order), read(&turned));
        let row = |batch: &Batch, id: &str| batch.ids().find(|(_, known)| *known == id).map(|(row, _)| row);
        for (left, right) in IDS.iter().flat_map(|left| IDS.map(|right| (*left, right))) {
            let (Some(one), Some(two)) = (row(&batch, left), row(&batch, right)) else { panic!("{left} {right} are read") };
            let (Some(there), Some(here)) = (row(&other, left), row(&other, right)) else { panic!("{left} {right} are read") };
            assert_eq!(batch.compare(one, two), batch.compare(two, one), "{left} {right}");
            assert_eq!(batch.compare(one, two), other.compare(there, here), "{left} {right} in another order");
        }
    }
}
