//! Words that announce the subject of a study: "obor Chemie", "Fachrichtung: Bauwesen".

use std::sync::LazyLock;

use crate::lexicon::{Hashed, fold};

/// By language, folded.
const DATA: &str = include_str!("../../data/subjects.tsv");

static WORDS: LazyLock<Hashed> = LazyLock::new(|| {
    let lists = DATA.lines().skip(1).filter_map(|line| line.split_once('\t'));
    Hashed::new(lists.flat_map(|(_, words)| words.split(';')).map(|word| (word, 1)))
});

/// Words of such a phrase at most.
const MOST_WORDS: usize = 3;

/// Whether `folded` is such a phrase.
pub(super) fn is_caption(folded: &str) -> bool {
    WORDS.get(folded).is_some()
}

/// The subject that `text` announces, if that is all it says.
pub(super) fn announced(text: &str) -> Option<&str> {
    const LONGEST: usize = 70;
    if text.len() > LONGEST || text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // The longest phrase: "major in", not "major".
    let gaps = text.match_indices([' ', ':']).map(|(at, _)| at).take(MOST_WORDS);
    let at = gaps.filter(|&at| WORDS.get(&fold(&text[..at])).is_some()).last()?;
    let name = text[at..].trim_start_matches([' ', ':', '-', '–']);
    name.starts_with(char::is_alphabetic).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_may_announce_the_subject() {
        for (text, subject) in [
            ("obor Chemie", Some("Chemie")),
            ("Fachrichtung: Bauwesen", Some("Bauwesen")),
            ("specializarea Fizică", Some("Fizică")),
            ("kierunek informatyka", Some("informatyka")),
            ("major in History of Art", Some("History of Art")),
            ("Специальность: Геодезия", Some("Геодезия")),
            ("ΕΙΔΙΚΌΤΗΤΑ Λογιστική", Some("Λογιστική")),
            ("med inriktning mot ekonomi", Some("ekonomi")),
            ("Chemie", None),
            ("obor", None),
            ("Major achievements in 2019", None),
        ] {
            assert_eq!(announced(text), subject, "{text}");
        }
    }
}
