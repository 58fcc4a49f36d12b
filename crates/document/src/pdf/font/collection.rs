//! The character collections of East Asian fonts (ISO 32000-1, 9.7.3): what a character identifier stands for.

use std::sync::LazyLock;

use crate::pdf::value::Value;

/// A collection of Adobe's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Collection {
    Japan1,
    Gb1,
    Cns1,
    Korea1,
}

/// A collection's characters.
struct Table {
    /// By identifier; U+FFFD where there is none.
    letters: Vec<char>,
    /// Identifiers by character, the lowest of each first.
    identifiers: Vec<(char, u16)>,
}

static JAPAN1: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../../../data/cids/japan1.txt")));
static GB1: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../../../data/cids/gb1.txt")));
static CNS1: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../../../data/cids/cns1.txt")));
static KOREA1: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../../../data/cids/korea1.txt")));

impl Table {
    fn read(file: &str) -> Self {
        let rows = file.split_once("\n\n").map_or("", |(_, rows)| rows);
        let letters: Vec<char> = rows.chars().filter(|letter| *letter != '\n').collect();
        let known = letters.iter().zip(0..).filter(|(letter, _)| **letter != '\u{FFFD}');
        let mut identifiers: Vec<(char, u16)> = known.map(|(letter, identifier)| (*letter, identifier)).collect();
        identifiers.sort_unstable();
        Self { letters, identifiers }
    }
}

impl Collection {
    /// The collection that a descendant font's `CIDSystemInfo` names.
    pub(super) fn of(system: Value<'_>) -> Option<Self> {
        let ordering = system.get(b"Ordering")?.string()?;
        Some(match ordering.as_slice() {
            b"Japan1" => Self::Japan1,
            b"GB1" => Self::Gb1,
            b"CNS1" => Self::Cns1,
            b"Korea1" => Self::Korea1,
            _ => return None,
        })
    }

    fn table(self) -> &'static Table {
        match self {
            Self::Japan1 => &JAPAN1,
            Self::Gb1 => &GB1,
            Self::Cns1 => &CNS1,
            Self::Korea1 => &KOREA1,
        }
    }

    /// The character of an identifier.
    pub(super) fn letter(self, identifier: u32) -> Option<char> {
        self.table().letters.get(identifier as usize).copied().filter(|letter| *letter != '\u{FFFD}')
    }

    /// The lowest identifier of a character.
    pub(super) fn identifier(self, letter: char) -> Option<u32> {
        let identifiers = &self.table().identifiers;
        let at = identifiers.partition_point(|(known, _)| *known < letter);
        identifiers.get(at).filter(|(known, _)| *known == letter).map(|(_, identifier)| u32::from(*identifier))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_and_characters_belong_together() {
        for (collection, identifier, letter) in [
            (Collection::Japan1, 34, 'A'),
            (Collection::Japan1, 1200, '一'),
            (Collection::Gb1, 4559, '中'),
            (Collection::Korea1, 1086, '가'),
        ] {
            assert_eq!(collection.letter(identifier), Some(letter), "{collection:?}");
            assert_eq!(collection.identifier(letter), Some(identifier), "{collection:?}");
        }
        assert_eq!((Collection::Cns1.letter(0), Collection::Cns1.letter(99_999)), (None, None));
        assert_eq!(Collection::Cns1.letter(595), Some('一'));
    }
}
