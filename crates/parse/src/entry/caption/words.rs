//! What captions say in many languages.

use std::sync::LazyLock;

use super::Kind;
use crate::lexicon::Hashed;

/// What is announced, and the captions that do, folded; `column` is what heads columns of a table and has no field.
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
static CAPTIONS: LazyLock<Hashed> = LazyLock::new(|| {
    let of = |word: &str| (0..).zip(KINDS).find(|(_, (name, _))| *name == word).map(|(number, _)| number);
    let lists = DATA.lines().filter_map(|line| line.split_once('\t')).filter_map(|(kind, words)| Some((of(kind)?, words)));
    Hashed::new(lists.flat_map(|(number, words)| words.split(';').map(move |word| (word, number))))
});

/// Words that head columns of a table and announce nothing that has a field.
static COLUMNS: LazyLock<Hashed> = LazyLock::new(|| {
    let words = DATA.lines().filter_map(|line| line.strip_prefix("column\t")).flat_map(|words| words.split(';'));
    Hashed::new(words.map(|word| (word, 0)))
});

/// What a caption announces.
pub(super) fn announced(folded: &str) -> Option<Kind> {
    KINDS.get(usize::from(CAPTIONS.get(folded)?)).map(|(_, kind)| *kind)
}

/// Whether `folded` heads a column that has no field.
pub(super) fn heads_column(folded: &str) -> bool {
    COLUMNS.get(folded).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_captions_is_of_a_kind_that_is_known() {
        for (kind, words) in DATA.lines().skip(1).filter_map(|line| line.split_once('\t')) {
            assert!(kind == "column" || KINDS.iter().any(|(name, _)| *name == kind), "{kind}");
            let unfolded = words.split(';').find(|word| word.is_empty() || *crate::lexicon::fold(word) != **word);
            assert_eq!(unfolded, None, "{kind}");
        }
    }
}
