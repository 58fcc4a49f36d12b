//! Job titles in a form that both genders share.

use crate::lexicon::{self, Class, endings, fold, is_occupation, masculine};

/// Shorter words are articles and prepositions.
const SHORTEST: usize = 5;

/// Bytes from which on an ending is a title by itself: `Ärztin`, `cuoca`.
const WHOLE_TITLE: usize = 5;

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

/// Prose with the nouns of persons in a form that both genders share: those that the lists of occupations and titles have in their
/// masculine form; in German the feminine ones, and the masculine ones where they are one person's; none where there is nothing to change.
pub(super) fn neutral_prose(text: &str, language: &str) -> Option<String> {
    endings(language).first()?;
    let mut out = String::with_capacity(text.len());
    let mut changed = false;
    let mut reading = German::default();
    for piece in text.split_inclusive(|symbol: char| !symbol.is_alphanumeric()) {
        let word = piece.trim_end_matches(|symbol: char| !symbol.is_alphanumeric());
        let mark = &piece[word.len()..];
        let is_title = if language == "de" { reading.is_title(word, mark) } else { is_title(word, language) };
        // "Entwickler/in" has both endings.
        let form = if is_title && !mark.starts_with('/') { ending(word, language) } else { None };
        changed |= form.is_some();
        out.push_str(form.as_deref().unwrap_or(word));
        out.push_str(mark);
    }
    changed.then_some(out)
}

/// A premier is a person, the first year is none.
const ORDINALS: [&str; 6] = ["premier", "premiere", "primero", "primera", "primeiro", "primeira"];

/// Whether a list has `word`, or its masculine form, as a title of persons.
fn is_title(word: &str, language: &str) -> bool {
    // "técnica", "política" are crafts as well.
    if word.chars().count() < SHORTEST || ["ico", "ica"].iter().any(|end| word.to_lowercase().ends_with(end)) {
        return false;
    }
    let is_known = |word: &str| {
        let folded = fold(word);
        !ORDINALS.contains(&folded.as_str()) && (is_occupation(&folded) || lexicon::word(&folded).cue(Class::Title) >= 3)
    };
    let forms = masculine(word, language).into_iter().chain([word.to_lowercase()]);
    forms.flat_map(|form| nominatives(&form, language)).any(|form| is_known(&form))
}

/// `form` and what it may be in the nominative: Polish says in the instrumental what somebody works as.
fn nominatives(form: &str, language: &str) -> Vec<String> {
    let cases: &[(&str, &str)] = if language == "pl" { &[("iem", ""), ("em", ""), ("ą", "a")] } else { &[] };
    let others = cases.iter().filter_map(|(end, put)| Some(format!("{}{put}", form.strip_suffix(end)?)));
    std::iter::once(form.to_owned()).chain(others).collect()
}

/// Endings of German nouns that only women have.
const FEMININE: [&str; 13] =
    ["erin", "eurin", "torin", "istin", "entin", "antin", "ikerin", "aturin", "wältin", "ärztin", "kauffrau", "fachfrau", "ologin"];
/// German words behind which one person is named.
const ONE: [&str; 14] =
    ["als", "ein", "einem", "zum", "vom", "war", "bin", "wurde", "werde", "gelernter", "jeder", "dieser", "vereidigter", "freier"];
/// German words that join one title to another.
const JOINTS: [&str; 4] = ["und", "sowie", "bzw", "oder"];
/// German words that end as adjectives before a masculine noun do, and are none.
const NO_ADJECTIVES: [&str; 16] = [
    "der", "oder", "aber", "über", "unter", "immer", "unser", "weiter", "hinter", "einer", "deren", "aller", "mehrerer", "vieler",
    "zweier", "dreier",
];

/// What has been read of German prose, in which the masculine noun is the plural as well: `als Techniker` is one, `Techniker geführt` are
/// several.
#[derive(Debug, Default)]
struct German {
    /// The words before say that one person follows.
    is_one: bool,
    /// The word before was a title of one person, behind which others may be listed.
    was_title: bool,
}

impl German {
    /// Whether `word` is the title of one person; `mark` is what stands between it and the next.
    fn is_title(&mut self, word: &str, mark: &str) -> bool {
        if word.is_empty() {
            return false;
        }
        let lower = word.to_lowercase();
        let is_noun = word.starts_with(char::is_uppercase);
        let is_feminine = is_noun && FEMININE.iter().any(|end| lower.ends_with(end));
        let is_masculine = || is_noun && self.is_one && is_title(word, "de");
        if is_feminine || is_masculine() {
            (self.was_title, self.is_one) = (true, mark.starts_with([',', '/', '&']));
            return true;
        }
        let is_adjective = lower.ends_with("er") && lower.len() > 4 && !is_title(word, "de") && !NO_ADJECTIVES.contains(&lower.as_str());
        let goes_on = self.was_title && JOINTS.contains(&lower.as_str());
        self.is_one = ONE.contains(&lower.as_str()) || goes_on || is_adjective && (!is_noun || mark == " ");
        self.was_title = goes_on;
        false
    }
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
    endings(language).iter().find_map(|ending| {
        let known = [ending.feminine, ending.masculine].into_iter().find(|known| lower.ends_with(known))?;
        let stem = lower.strip_suffix(known)?;
        if stem.len() < 2 && !(stem.is_empty() && known.len() >= WHOLE_TITLE) {
            return None;
        }
        let form = if capitals { ending.neutral.to_uppercase() } else { ending.neutral.to_owned() };
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
    fn masculine_nouns_of_german_prose_get_it_where_they_are_one_persons() {
        for (text, expected) in [
            ("als Projektleiter und Ingenieur", Some("als Projektleiter/in und Ingenieur/in")),
            ("Zuverlässiger Elektriker, erfahrener Mechatroniker", Some("Zuverlässiger Elektriker/in, erfahrener Mechatroniker/in")),
            ("Der Bewerber war Trainer der Jugend", Some("Der Bewerber war Trainer/in der Jugend")),
            ("Vom Lehrling zum Meister, dann Leiter der Techniker", Some("Vom Lehrling zum Meister/in, dann Leiter der Techniker")),
            ("Schulung der Techniker und Verkäufer", None),
            ("Mitarbeiter geführt, Lehrer ausgebildet", None),
            ("unter anderem mit Excel", None),
        ] {
            assert_eq!(neutral_prose(text, "de").as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn nouns_of_persons_are_known_by_their_masculine_form() {
        for (language, text, expected) in [
            ("es", "ingeniera y profesora", "ingeniero/a y profesor/a"),
            ("pt", "como professora", "como professor/a"),
            ("nl", "als lerares en secretaresse", "als leraar/-es en secretaris/-esse"),
            ("it", "maestra e cuoca", "maestro/a e cuoco/a"),
            ("pl", "jako kierowniczką i kierownikiem", "jako kierownikiem/czką i kierownikiem/czką"),
        ] {
            assert_eq!(neutral_prose(text, language).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_words_and_languages_stay() {
        assert_eq!(neutral("Senior Engineer", "en"), None);
        assert_eq!(neutral("Head of Research", "de"), None);
    }
}
