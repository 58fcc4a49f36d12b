//! Endings of titles by which languages tell men from women.

use std::sync::LazyLock;

/// Language, masculine ending, feminine ending, neutral ending, tab-separated; longer endings come first.
const DATA: &str = include_str!("../../data/gendered.tsv");

/// One pair of endings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ending {
    language: &'static str,
    pub(crate) masculine: &'static str,
    pub(crate) feminine: &'static str,
    /// What both share: `er/in`.
    pub(crate) neutral: &'static str,
}

static ENDINGS: LazyLock<Vec<Ending>> = LazyLock::new(|| {
    let rows = DATA.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|line| {
        let mut fields = line.split('\t');
        let mut next = || fields.next().expect("an ending has language, masculine, feminine and neutral form");
        Ending { language: next(), masculine: next(), feminine: next(), neutral: next() }
    })
    .collect()
});

/// The endings of `language`, in the order in which they are to be tried.
pub(crate) fn endings(language: &str) -> impl Iterator<Item = &'static Ending> {
    ENDINGS.iter().filter(move |ending| ending.language == language)
}

/// The masculine form of a word with an ending of either gender, in small letters.
pub(crate) fn masculine(word: &str, language: &str) -> Option<String> {
    let lower = word.to_lowercase();
    endings(language).find_map(|ending| {
        let stem = lower.strip_suffix(ending.feminine).or_else(|| lower.strip_suffix(ending.masculine))?;
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
