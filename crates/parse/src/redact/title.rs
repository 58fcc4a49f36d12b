//! Job titles in a form that both genders share.

use std::sync::LazyLock;

/// Language, masculine ending, feminine ending, neutral ending, tab-separated; longer endings come first.
const DATA: &str = include_str!("../../data/gendered.tsv");

type Ending = [&'static str; 4];

static ENDINGS: LazyLock<Vec<Ending>> = LazyLock::new(|| {
    let rows = DATA.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|line| {
        let mut fields = line.split('\t');
        std::array::from_fn(|_| fields.next().expect("an ending has language, masculine, feminine and neutral form"))
    })
    .collect()
});

/// Shorter words are articles and prepositions.
const SHORTEST: usize = 5;

/// `title` with every inflected word in its neutral form; none where there is nothing to change.
pub(super) fn neutral(title: &str, language: &str) -> Option<String> {
    let mut changed = false;
    let words: Vec<String> = title
        .split(' ')
        .map(|word| {
            let bare = word.trim_end_matches(|symbol: char| !symbol.is_alphanumeric());
            match ending(bare, language) {
                Some(form) => {
                    changed = true;
                    format!("{form}{}", &word[bare.len()..])
                }
                None => word.to_owned(),
            }
        })
        .collect();
    changed.then(|| words.join(" "))
}

fn ending(word: &str, language: &str) -> Option<String> {
    if word.chars().count() < SHORTEST {
        return None;
    }
    let lower = word.to_lowercase();
    if lower.len() != word.len() {
        return None;
    }
    let capitals = word.chars().filter(|symbol| symbol.is_alphabetic()).all(char::is_uppercase);
    ENDINGS.iter().filter(|[known, ..]| *known == language).find_map(|[_, masculine, feminine, neutral]| {
        let stem = lower.strip_suffix(feminine).or_else(|| lower.strip_suffix(masculine)).filter(|stem| stem.len() >= 2)?;
        let form = if capitals { neutral.to_uppercase() } else { (*neutral).to_owned() };
        Some(format!("{}{form}", &word[..stem.len()]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_genders_get_one_form() {
        let cases = [
            ("de", "Krankenpflegerin", "Krankenpfleger", "Krankenpfleger/in"),
            ("de", "PRAXISANLEITERIN, Neonatologie", "PRAXISANLEITER, Neonatologie", "PRAXISANLEITER/IN, Neonatologie"),
            ("de", "Industriekauffrau", "Industriekaufmann", "Industriekaufmann/-frau"),
            ("fr", "Infirmière coordinatrice", "Infirmier coordinateur", "Infirmier/ère coordinateur/trice"),
            ("fr", "Développeuse web", "Développeur web", "Développeur/euse web"),
            ("es", "Diseñadora gráfica", "Diseñador gráfico", "Diseñador/a gráfico/a"),
            ("it", "Direttrice vendite", "Direttore vendite", "Direttore/trice vendite"),
            ("pt", "Coordenadora", "Coordenador", "Coordenador/a"),
        ];
        for (language, feminine, masculine, expected) in cases {
            assert_eq!(neutral(feminine, language).as_deref(), Some(expected), "{feminine}");
            assert_eq!(neutral(masculine, language).as_deref(), Some(expected), "{masculine}");
        }
    }

    #[test]
    fn other_words_and_languages_stay() {
        assert_eq!(neutral("Senior Engineer", "en"), None);
        assert_eq!(neutral("Head of Research", "de"), None);
    }
}
