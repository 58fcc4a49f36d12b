//! What captions say in many languages.

use std::sync::LazyLock;

use super::Kind;
use crate::lexicon::Hashed;

/// What is announced, and the captions that do, folded; `column` is what heads columns of a table and has no field, `end` what stands
/// above the beginning or the end of a stay.
const DATA: &str = include_str!("../../../data/captions.tsv");

const KINDS: [(&str, Kind); 9] = [
    ("date", Kind::Date),
    ("employer", Kind::Employer),
    ("title", Kind::Title),
    ("school", Kind::School),
    ("degree", Kind::Degree),
    ("area", Kind::Area),
    ("place", Kind::Place),
    ("duties", Kind::Duties),
    ("remark", Kind::Remark),
];

/// The captions, by number of what they announce.
static CAPTIONS: LazyLock<Hashed> =
    LazyLock::new(|| listed(|word| (0..).zip(KINDS).find(|(_, (name, _))| *name == word).map(|(number, _)| number)));

/// What words say that announce nothing that has a field, as bits: they head columns of a table, or stand above the ends of a stay.
const OTHERS: [(&str, u16); 3] = [("column", COLUMN), ("end", END), ("column end", COLUMN | END)];
const COLUMN: u16 = 1;
const END: u16 = 2;

static OTHER: LazyLock<Hashed> = LazyLock::new(|| listed(|word| OTHERS.iter().find(|(name, _)| *name == word).map(|(_, bits)| *bits)));

/// The captions of the lines to whose first words `number` gives a number.
fn listed(number: impl Fn(&str) -> Option<u16> + Copy) -> Hashed {
    let lists = DATA.lines().filter_map(|line| line.split_once('\t')).filter_map(move |(kind, words)| Some((number(kind)?, words)));
    Hashed::new(lists.flat_map(|(number, words)| words.split(';').map(move |word| (word, number))))
}

/// What a caption announces.
pub(super) fn announced(folded: &str) -> Option<Kind> {
    KINDS.get(usize::from(CAPTIONS.get(folded)?)).map(|(_, kind)| *kind)
}

/// Whether `folded` heads a column that has no field.
pub(super) fn heads_column(folded: &str) -> bool {
    OTHER.get(folded).is_some_and(|bits| bits & COLUMN != 0)
}

/// Whether `folded` stands above the beginning or the end of a stay.
pub(super) fn names_end(folded: &str) -> bool {
    OTHER.get(folded).is_some_and(|bits| bits & END != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_captions_is_of_a_kind_that_is_known() {
        for (kind, words) in DATA.lines().skip(1).filter_map(|line| line.split_once('\t')) {
            assert!(KINDS.iter().map(|(name, _)| name).chain(OTHERS.iter().map(|(name, _)| name)).any(|name| *name == kind), "{kind}");
            let unfolded = words.split(';').find(|word| word.is_empty() || *crate::lexicon::fold(word) != **word);
            assert_eq!(unfolded, None, "{kind}");
        }
    }
}
