//! Compiled lists: phrases to 16-bit values, used where they lie in the binary.

use super::hash::{GROUP, find, hash};

/// Bytes that begin a cache line, so that no group of slots lies on two.
#[derive(Debug)]
#[repr(C, align(64))]
pub(super) struct Aligned<T: ?Sized>(pub(super) T);

/// An open-addressed list of phrases, written by the build script.
///
/// A slot holds 48 bits of a phrase's hash and its value, not its text: a phrase that is in no list is taken for one that is about
/// once in 10^14 look-ups. A look-up is one hash and one group of slots, seldom two.
#[derive(Debug)]
pub(super) struct Table {
    groups: &'static [[u8; 8 * GROUP]],
}

impl Table {
    /// The list that lies in `bytes`.
    pub(super) const fn new(bytes: &'static Aligned<[u8]>) -> Self {
        Self { groups: bytes.0.as_chunks().0 }
    }

    /// The value of `phrase`.
    pub(super) fn get(&self, phrase: &str) -> Option<u16> {
        self.get_hashed(hash(phrase))
    }

    /// The value of a phrase with the hash `hash`.
    pub(super) fn get_hashed(&self, hash: u64) -> Option<u16> {
        let slot = self.slot(hash);
        (slot != 0).then_some(slot as u16)
    }

    /// The slot of a phrase with the hash `hash`, its value in the lowest bits; 0 where there is none.
    pub(super) fn slot(&self, hash: u64) -> u64 {
        let group = |at: usize| -> Option<[u64; GROUP]> {
            let slots = self.groups.get(at)?.as_chunks::<8>().0;
            Some(std::array::from_fn(|number| slots.get(number).map_or(0, |slot| u64::from_le_bytes(*slot))))
        };
        find(hash, self.groups.len(), group)
    }
}

/// The 8 bytes that number `index` of `values` stands for; 0 where there is none.
pub(super) fn value(values: &[u8], index: u16) -> u64 {
    values.as_chunks().0.get(usize::from(index)).map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    static MONTHS: Table = Table::new(const { &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/months.table"))) });

    #[test]
    fn phrases_of_the_list_have_their_values_and_others_none() {
        for line in include_str!("../../data/months.tsv").lines().skip(1).filter(|line| !line.is_empty()) {
            let [name, month, croatian] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("three columns: {line}") };
            let number = |text: &str| text.parse::<u16>().unwrap_or_default();
            assert_eq!(MONTHS.get(name), Some(number(month) | number(croatian) << 4), "{name}");
            assert_eq!(MONTHS.get(&format!("{name}s of")), None, "{name}");
        }
        assert_eq!(MONTHS.get(""), None);
    }

    #[test]
    fn an_empty_list_has_nothing() {
        assert_eq!(Table::new(&Aligned([])).get("january"), None);
    }
}
