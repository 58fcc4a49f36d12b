//! Headings in two languages, one of which no list knows.

use super::super::lexicon::{Sense, known};
use crate::lexicon::{fold, word, words};

/// What `text` heads where a slash parts a known heading from words that no list knows, the same in another language: `Ngā reo / Languages`.
pub(super) fn sense(text: &str, folded: &mut String) -> Option<Sense> {
    let (first, second) = text.split_once('/').map(|(first, second)| (first.trim(), second.trim()))?;
    let (sense, other) = match (known(first, folded), known(second, folded)) {
        (Some(sense), None) => (sense, second),
        (None, Some(sense)) => (sense, first),
        _ => return None,
    };
    let other = fold(other);
    let is_foreign = !other.is_empty() && !words(&other).any(|one| word(one).is_known());
    is_foreign.then_some(sense)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::section::SectionKind;

    #[test]
    fn one_known_half_tells_of_the_other() {
        let kind = |text: &str| sense(text, &mut String::new()).map(|sense| sense.kind);
        assert_eq!(kind("Ngā reo / Languages"), Some(SectionKind::Languages));
        assert_eq!(kind("Education / Mātauranga"), Some(SectionKind::Education));
        for text in ["Languages / Design", "Certificates / Languages", "Ngā reo", "Languages /"] {
            assert_eq!(kind(text), None, "{text}");
        }
    }
}
