//! What a phrase as a whole names: one look-up for places, universities, degrees and occupations.

use vitae_model::CountryCode;

use super::hash::{FILTER_SIZE, filter_bit, hash};
use super::table::{Aligned, Table};

static PHRASES: Table = Table::new(const { &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/phrases.table"))) });
/// Which hashes can be among [`PHRASES`] at all: nearly all texts are told to be no phrase where they do not reach that long list.
static FILTER: &[u8; FILTER_SIZE] = include_bytes!(concat!(env!("OUT_DIR"), "/phrases.filter"));
/// What the values of [`PHRASES`] stand for: see the build script.
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/phrases.bin"));

/// What the lists say of one phrase; the default knows nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Phrase([u16; 8]);

/// The largest city of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct City {
    /// Where it lies.
    pub(crate) country: CountryCode,
    /// Its inhabitants in thousands.
    pub(crate) thousands: u32,
}

/// Looks a folded phrase up.
pub(crate) fn phrase(folded: &str) -> Phrase {
    let hash = hash(folded);
    let (byte, bit) = filter_bit(hash);
    if FILTER[byte] & bit == 0 {
        return Phrase::default();
    }
    let packed = PHRASES.get_hashed(hash).and_then(|index| PACKED.as_chunks::<16>().0.get(usize::from(index)));
    packed.map_or_else(Phrase::default, |bytes| {
        let (values, _) = bytes.as_chunks::<2>();
        Phrase(std::array::from_fn(|place| u16::from_le_bytes(values[place])))
    })
}

impl Phrase {
    /// The largest city of this name, in its own language or another.
    pub(crate) fn city(self) -> Option<City> {
        Some(City { country: code(self.0[0])?, thousands: u32::from(self.0[1]) })
    }

    /// The country it names, in any supported language.
    pub(crate) fn country(self) -> Option<CountryCode> {
        code(self.0[2])
    }

    /// The country of the state, province or county it names.
    pub(crate) fn region(self) -> Option<CountryCode> {
        code(self.0[3])
    }

    /// Whether it names a university.
    pub(crate) fn is_university(self) -> bool {
        self.0[4] != 0
    }

    /// The country of the university it names; none where there is one of this name elsewhere too.
    pub(crate) fn university_country(self) -> Option<CountryCode> {
        code(self.0[4]).filter(|_| self.0[4] != u16::MAX)
    }

    /// The ISCED level of the degree it names.
    pub(crate) fn degree(self) -> Option<u8> {
        self.0[5].checked_sub(1).and_then(|level| u8::try_from(level).ok())
    }

    /// The number of the occupation it names; none where it is certain that it names one, and not which.
    pub(super) fn occupation(self) -> Option<usize> {
        self.0[6].checked_sub(1).filter(|_| self.0[6] != u16::MAX).map(usize::from)
    }

    /// Whether it is a grade as a whole: magna cum laude.
    pub(crate) fn is_grade(self) -> bool {
        self.0[7] != 0
    }

    /// Whether it names an occupation.
    pub(crate) fn is_occupation(self) -> bool {
        self.0[6] != 0
    }
}

fn code(packed: u16) -> Option<CountryCode> {
    if packed == 0 {
        return None;
    }
    let letters = packed.to_be_bytes();
    std::str::from_utf8(&letters).ok().and_then(|text| CountryCode::parse(text).ok())
}
