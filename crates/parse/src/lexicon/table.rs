//! Compiled lists: phrases to 16-bit values, used where they lie in the binary.

use super::hash::{hash, slot, tag};

/// An open-addressed list of phrases, written by the build script.
///
/// A slot holds 48 bits of a phrase's hash and its value, not its text: a phrase that is in no list is taken for one that is about
/// once in 10^14 look-ups. A look-up is one hash and one or two probes.
#[derive(Debug)]
pub(super) struct Table {
    slots: &'static [[u8; 8]],
}

impl Table {
    /// The list that lies in `bytes`.
    pub(super) const fn new(bytes: &'static [u8]) -> Self {
        Self { slots: bytes.as_chunks().0 }
    }

    /// The value of `phrase`.
    pub(super) fn get(&self, phrase: &str) -> Option<u16> {
        self.get_hashed(hash(phrase))
    }

    /// The value of a phrase with the hash `hash`.
    pub(super) fn get_hashed(&self, hash: u64) -> Option<u16> {
        let mut at = slot(hash, self.slots.len());
        // The build script leaves a quarter of the slots empty, so that this ends.
        loop {
            let packed = u64::from_le_bytes(*self.slots.get(at)?);
            // Whether it is found or missing cannot be foreseen; that it is either, can.
            if (packed >> 16 == tag(hash)) | (packed == 0) {
                return (packed != 0).then_some(packed as u16);
            }
            at = if at + 1 == self.slots.len() { 0 } else { at + 1 };
        }
    }
}

/// The 8 bytes that number `index` of `values` stands for; 0 where there is none.
pub(super) fn value(values: &[u8], index: u16) -> u64 {
    values.as_chunks().0.get(usize::from(index)).map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    static MONTHS: Table = Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/months.table")));

    #[test]
    fn phrases_of_the_list_have_their_values_and_others_none() {
        for line in include_str!("../../data/months.tsv").lines().skip(1).filter(|line| !line.is_empty()) {
            let (name, number) = line.split_once('\t').expect("two columns");
            assert_eq!(MONTHS.get(name), number.parse().ok(), "{name}");
            assert_eq!(MONTHS.get(&format!("{name}s of")), None, "{name}");
        }
        assert_eq!(MONTHS.get(""), None);
    }

    #[test]
    fn an_empty_list_has_nothing() {
        assert_eq!(Table::new(&[]).get("january"), None);
    }
}
