//! What words are known as: occupations, skills, schools, places, degrees, months.
//!
//! The lists under `data/` are compiled to hashed lists at build time and used in place; looking a word up allocates nothing.

mod digits;
mod fold;
mod folded;
mod gender;
mod gist;
mod glance;
mod hash;
mod joint;
mod marks;
mod page;
mod phrase;
mod place;
mod school;
mod set;
mod table;
mod title;
mod word;
mod words;

pub(crate) use digits::Digits;
pub(crate) use fold::LOW;
pub(crate) use folded::{Folded, Letter, Words};
pub(crate) use gender::{endings, masculine};
pub(crate) use gist::{Gist, MOST_HASHES};
pub(crate) use glance::Glance;
pub(crate) use hash::{SHORT, hash, hash_bytes, hash_short};
pub(crate) use joint::{AND, AND_MARKS, DASHES, OR};
pub(crate) use marks::Marks;
pub(crate) use page::{PAGE, counts_pages};
pub(crate) use phrase::{City, Phrase, phrase};
pub(crate) use place::{city, country, is_state, region, state};
pub(crate) use school::domain;
pub(crate) use set::{Hashed, WordSet};
pub(crate) use title::{is_occupation, is_skill, normalize, skill, skill_in};
pub(crate) use word::{Class, word};
pub(crate) use words::{for_each_word, words};

use table::{Aligned, Table};

use crate::lent::Lent;

/// Appends the folded words of `text` to `folded`, single spaces between them and before them where `folded` is not empty.
pub(crate) fn fold_into(text: &str, folded: &mut String) {
    match Glance::plain(text) {
        Some(glance) => glance.fold_into(folded),
        None => fold::fold_into(text, folded),
    }
}

/// The folded words of `text`, to be looked at.
pub(crate) fn fold(text: &str) -> Lent<String> {
    let mut folded = Lent::default();
    fold_into(text, &mut folded);
    folded
}

/// The same without the spaces between them.
pub(crate) fn fold_together(text: &str) -> Lent<String> {
    let mut folded = fold(text);
    folded.retain(|symbol| symbol != ' ');
    folded
}

static MONTHS: Table = Table::new(const { &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/months.table"))) });

static TIMES: Table = Table::new(const { &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/times.table"))) });

static OPENERS: Table = Table::new(const { &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/openers.table"))) });

/// Whether `folded` is the first word of a phrase that [`times`] or [`month`] knows.
pub(crate) fn opens_time(folded: &str) -> bool {
    OPENERS.get(folded).is_some()
}

/// The same of a word with the hash `hash`.
pub(crate) fn opens_time_hashed(hash: u64) -> bool {
    OPENERS.get_hashed(hash).is_some()
}

/// What a word or phrase says about time; one may say several things (`de` begins a range, `a` leads to its end).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Times(u64);

impl Times {
    /// It means that something still goes on.
    pub(crate) fn present(self) -> bool {
        self.0 & 1 != 0
    }

    /// A beginning without an end follows.
    pub(crate) fn since(self) -> bool {
        self.0 & 2 != 0
    }

    /// A beginning follows.
    pub(crate) fn from(self) -> bool {
        self.0 & 4 != 0
    }

    /// An end follows.
    pub(crate) fn until(self) -> bool {
        self.0 & 8 != 0
    }

    /// A season, quarter, term, or a part of a year.
    pub(crate) fn season(self) -> bool {
        self.0 & 16 != 0
    }

    /// It goes before the date of a graduation or an award.
    pub(crate) fn expected(self) -> bool {
        self.0 & 32 != 0
    }

    /// A unit of durations.
    pub(crate) fn unit(self) -> bool {
        self.0 & 64 != 0
    }

    /// It follows the beginning of what goes on: `2019 onwards`.
    pub(crate) fn onward(self) -> bool {
        self.0 & 128 != 0
    }

    /// A quarter of a year.
    pub(crate) fn quarter(self) -> bool {
        self.0 & 256 != 0
    }

    /// Half a year.
    pub(crate) fn half(self) -> bool {
        self.0 & 512 != 0
    }
}

static LABELS: Table = Table::new(const { &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/labels.table"))) });

/// What a label such as "Phone:" announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    /// The person's name.
    Name,
    /// A postal address, or part of one.
    Address,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// An address on the web.
    Web,
    /// Date of birth, age.
    Birth,
    /// Place of birth.
    BirthPlace,
    Nationality,
    /// Marital status.
    Marital,
    /// Driving licence.
    Licence,
    /// No label but a marital status itself: `married`.
    Status,
    /// Other personal data: availability, permits, military service.
    Personal,
    /// Given names alone.
    GivenName,
    /// The family name alone.
    FamilyName,
}

impl Label {
    /// Whether it announces the person's name or a part of it.
    pub(crate) fn is_name(self) -> bool {
        matches!(self, Self::Name | Self::GivenName | Self::FamilyName)
    }

    /// Whether it announces something of a person's life rather than how to reach them.
    pub(crate) fn is_personal(self) -> bool {
        matches!(self, Self::Birth | Self::BirthPlace | Self::Nationality | Self::Marital | Self::Licence | Self::Status | Self::Personal)
    }
}

/// What the label `folded` announces.
pub(crate) fn label(folded: &str) -> Option<Label> {
    const ORDER: [Label; 14] = [
        Label::Name,
        Label::Address,
        Label::Phone,
        Label::Email,
        Label::Web,
        Label::Birth,
        Label::BirthPlace,
        Label::Nationality,
        Label::Marital,
        Label::Licence,
        Label::Status,
        Label::Personal,
        Label::GivenName,
        Label::FamilyName,
    ];
    ORDER.get(usize::from(LABELS.get(folded)?)).copied()
}

/// What `folded` says about time.
pub(crate) fn times(folded: &str) -> Times {
    Times(TIMES.get(folded).map_or(0, u64::from))
}

/// The month, 1 to 12, that `folded` is the name or the abbreviation of, in any supported language but Croatian.
pub(crate) fn month(folded: &str) -> Option<u8> {
    MONTHS.get(folded).map(|months| (months & 0xF) as u8).filter(|month| *month > 0)
}

/// The same in a Croatian document, where old Slavic names mean other months: `listopad` is October.
pub(crate) fn croatian_month(folded: &str) -> Option<u8> {
    let months = MONTHS.get(folded)?;
    let own = (months >> 4) as u8;
    if own > 0 { Some(own) } else { month(folded) }
}

/// The ISCED level of the degree that `folded` names as a whole.
pub(crate) fn degree(folded: &str) -> Option<u8> {
    phrase(folded).degree()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_letters_and_digits_only() {
        assert_eq!(*fold("Gesundheits- und  Krankenpflegerin (Łódź), Straße 5"), "gesundheits und krankenpflegerin lodz strasse 5");
        assert_eq!(*fold("e\u{301}cole"), "ecole");
        assert_eq!(*fold("…"), "");
    }

    #[test]
    fn months_are_known_in_many_languages() {
        for (name, number) in [("january", 1), ("marz", 3), ("aout", 8), ("wrzesnia", 9), ("dic", 12), ("eylul", 9), ("marca", 3)] {
            assert_eq!(month(name), Some(number), "{name}");
        }
        assert_eq!(month("monday"), None);
        for (name, others, croatian) in [
            ("listopada", Some(11), Some(10)),
            ("srp", Some(8), Some(7)),
            ("lip", Some(7), Some(6)),
            ("svib", None, Some(5)),
            ("siječnju", None, None),
            ("sijecnju", Some(1), Some(1)),
            ("maj", Some(5), Some(5)),
        ] {
            assert_eq!((month(name), croatian_month(name)), (others, croatian), "{name}");
        }
    }

    #[test]
    fn degrees_have_levels() {
        for (name, level) in
            [("phd", 8), ("laurea magistrale", 7), ("b sc", 6), ("bts", 5), ("abitur", 3), ("eso", 2), ("магістр", 7), ("prvostupnica", 6)]
        {
            assert_eq!(degree(name), Some(level), "{name}");
        }
    }
}
