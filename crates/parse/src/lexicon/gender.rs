//! Endings of titles by which languages tell men from women.

use std::sync::LazyLock;

/// Language, masculine ending, feminine ending, neutral ending, tab-separated; longer endings come first.
const DATA: &str = include_str!("../../data/gendered.tsv");

/// One pair of endings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ending {
    pub(crate) masculine: &'static str,
    pub(crate) feminine: &'static str,
    /// What both share: `er/in`.
    pub(crate) neutral: &'static str,
}

/// The endings of each language, in the order in which they are to be tried.
static ENDINGS: LazyLock<Vec<(&str, Vec<Ending>)>> = LazyLock::new(|| {
    let mut languages: Vec<(&str, Vec<Ending>)> = Vec::new();
    for line in DATA.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let mut next = || fields.next().expect("an ending has language, masculine, feminine and neutral form");
        let (language, ending) = (next(), Ending { masculine: next(), feminine: next(), neutral: next() });
        match languages.iter_mut().find(|(known, _)| *known == language) {
            Some((_, endings)) => endings.push(ending),
            None => languages.push((language, vec![ending])),
        }
    }
    languages
});

/// The endings of `language`, in the order in which they are to be tried.
pub(crate) fn endings(language: &str) -> &'static [Ending] {
    ENDINGS.iter().find(|(known, _)| *known == language).map_or(&[], |(_, endings)| endings)
}

/// The masculine form of a word with an ending of either gender, in small letters.
pub(crate) fn masculine(word: &str, language: &str) -> Option<String> {
    let endings = endings(language);
    let last = |word: &str| word.as_bytes().last().map(u8::to_ascii_lowercase);
    // Few endings have the word's last letter: the others are not compared, and most words are not even made small.
    let is_last = |ending: &str| last(ending) == last(word);
    if word.ends_with(|letter: char| letter.is_ascii())
        && !endings.iter().any(|ending| is_last(ending.feminine) || is_last(ending.masculine))
    {
        return None;
    }
    let lower = word.to_lowercase();
    let stem = |ending: &str| if last(ending) == last(&lower) { lower.strip_suffix(ending) } else { None };
    endings.iter().find_map(|ending| {
        let stem = [ending.feminine, ending.masculine].into_iter().find_map(stem)?;
        Some(format!("{stem}{}", ending.masculine))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feminine_forms_have_a_masculine_one() {
        for (language, word, expected) in [
            ("de", "Laborantin", Some("laborant")),
            ("fr", "technicienne", Some("technicien")),
            ("pl", "kierowniczka", Some("kierownik")),
            ("es", "ingeniera", Some("ingeniero")),
            ("de", "Kraft", None),
            ("xx", "Laborantin", None),
        ] {
            assert_eq!(masculine(word, language).as_deref(), expected, "{word}");
        }
    }
}
