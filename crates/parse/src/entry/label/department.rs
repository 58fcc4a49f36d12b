//! Departments, units and branches: what stands beside an employer or a title and is neither by itself.

use std::sync::LazyLock;

use crate::lexicon::{Hashed, fold, words};

/// Words for them, folded: `kind TAB word;word`.
const DATA: &str = include_str!("../../../data/departments.tsv");

/// Kinds of words, as bits.
mod kind {
    /// A name begins or ends with it: "Abteilung Einkauf", "Oddział Gdynia".
    pub(super) const BRANCH: u16 = 1;
    /// The same; but a place may be called so as well: "Bay Area".
    pub(super) const UNIT: u16 = 1 << 1;
    /// What a department does, without such a word.
    pub(super) const FUNCTION: u16 = 1 << 2;
}

struct Departments {
    words: Hashed,
    /// What such a word ends with where it is one with others.
    endings: Vec<&'static str>,
}

static DEPARTMENTS: LazyLock<Departments> = LazyLock::new(|| {
    let of = |wanted: &'static str| {
        let lines = DATA.lines().filter_map(|line| line.split_once('\t')).filter(move |(kind, _)| *kind == wanted);
        lines.flat_map(|(_, words)| words.split(';'))
    };
    let kinds = [("branch", kind::BRANCH), ("unit", kind::UNIT), ("function", kind::FUNCTION)];
    let words = kinds.into_iter().flat_map(|(name, kind)| of(name).map(move |word| (word, kind)));
    Departments { words: Hashed::new(words), endings: of("ending").collect() }
});

/// Longer names are sentences.
const LONGEST: usize = 48;

/// Whether `text` begins or ends with a word for a department, or is what one does: "Personalavdelningen", "Platform Team", "Oddział Gdynia".
pub(super) fn is_department(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let Departments { words: known, endings } = &*DEPARTMENTS;
    let folded = fold(text);
    let mut all = words(&folded);
    let first = all.next().unwrap_or_default();
    let last = all.last().unwrap_or(first);
    let is = |text: &str, kinds: u16| known.get(text).is_some_and(|kind| kind & kinds != 0);
    let is_word = |word: &str| is(word, kind::BRANCH | kind::UNIT);
    is_word(first) || is_word(last) || is(&folded, kind::FUNCTION) || endings.iter().any(|ending| last.ends_with(ending))
}

/// Whether `text` is a word for a branch and what it is called by, a town perhaps: "Niederlassung Graz", "Planta baja".
pub(super) fn is_branch(text: &str) -> bool {
    if text.len() > LONGEST || !text.contains(' ') {
        return false;
    }
    let folded = fold(text);
    let first = words(&folded).next().unwrap_or_default();
    DEPARTMENTS.words.get(first) == Some(kind::BRANCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn departments_go_by_their_first_or_last_word() {
        for text in [
            "Personalavdelningen",
            "Platform Team",
            "Customer Service",
            "Oddział Gdynia",
            "Abteilung Einkauf",
            "Філія Львів",
            "Odjel nabave",
        ] {
            assert!(is_department(text), "{text}");
        }
        for text in ["Oakfield Ltd", "Baker", "The Team of Oakfield"] {
            assert!(!is_department(text), "{text}");
        }
    }

    #[test]
    fn a_branch_has_a_word_for_it_before_its_name() {
        for text in ["Niederlassung Graz", "Planta baja", "Sucursala Baia Mare", "Oddział Gdynia", "ΥΠΟΚΑΤΆΣΤΗΜΑ Βόλου"] {
            assert!(is_branch(text), "{text}");
        }
        for text in ["Graz", "Bay Area", "Area Metropolitana", "Sede", "Niederlassung", "Werk am Rhein"] {
            assert!(!is_branch(text), "{text}");
        }
    }
}
