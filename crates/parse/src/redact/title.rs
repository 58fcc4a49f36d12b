//! Job titles in a form that both genders share.

use std::sync::LazyLock;

use crate::lexicon::{fold, is_occupation};

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

/// Bytes from which on an ending is a title by itself: `Ärztin`.
const LONGEST_ENDING: usize = 7;

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

/// Prose with the nouns of persons in a form that both genders share: in German the feminine ones, in other languages those that the list
/// of occupations has; none where there is nothing to change.
pub(super) fn neutral_prose(text: &str, language: &str) -> Option<String> {
    const SURE: [&str; 12] =
        ["erin", "eurin", "torin", "istin", "entin", "antin", "ikerin", "aturin", "wältin", "ärztin", "kauffrau", "fachfrau"];
    let is_title = |word: &str| match language {
        "de" => word.starts_with(char::is_uppercase) && SURE.iter().any(|end| word.to_lowercase().ends_with(end)),
        // "técnica", "política" are crafts as well.
        _ => !["ico", "ica"].iter().any(|end| word.to_lowercase().ends_with(end)) && is_occupation(&fold(word)),
    };
    if !ENDINGS.iter().any(|[known, ..]| *known == language) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut changed = false;
    for piece in text.split_inclusive(|symbol: char| !symbol.is_alphanumeric()) {
        let word = piece.trim_end_matches(|symbol: char| !symbol.is_alphanumeric());
        let form = if is_title(word) { ending(word, language) } else { None };
        changed |= form.is_some();
        out.push_str(form.as_deref().unwrap_or(word));
        out.push_str(&piece[word.len()..]);
    }
    changed.then_some(out)
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
        let known = [feminine, masculine].into_iter().find(|known| lower.ends_with(**known))?;
        let stem = lower.strip_suffix(known)?;
        if stem.len() < 2 && !(stem.is_empty() && known.len() >= LONGEST_ENDING) {
            return None;
        }
        let form = if capitals { neutral.to_uppercase() } else { (*neutral).to_owned() };
        let begins_large = stem.is_empty() && word.starts_with(char::is_uppercase);
        Some(if begins_large { capitalized(&form) } else { format!("{}{form}", &word[..stem.len()]) })
    })
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
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
    fn feminine_nouns_of_german_prose_get_one_form() {
        let told = neutral_prose("Ansprechpartnerin für zwölf Kunden; als Ärztin in Berlin, SSO-Login und Termin", "de");
        assert_eq!(told.as_deref(), Some("Ansprechpartner/in für zwölf Kunden; als Arzt/ärztin in Berlin, SSO-Login und Termin"));
        assert_eq!(neutral_prose("Kinder und Lehrer", "de"), None);
    }

    #[test]
    fn other_words_and_languages_stay() {
        assert_eq!(neutral("Senior Engineer", "en"), None);
        assert_eq!(neutral("Head of Research", "de"), None);
    }
}
