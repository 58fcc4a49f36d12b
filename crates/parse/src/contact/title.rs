//! What a document calls itself, before the name or behind it: `Resume of`, `– Curriculum Vitae`.

use super::folded;

/// Titles that only a whole line is; of those in [`NAMED`] a line may have more.
const WHOLE: &[&str] = &[
    "europass",
    "profil",
    "profile",
    "bewerbung",
    "summary",
    "contact",
    "kontakt",
    "contacto",
    "contatti",
    "contacts",
    "personal information",
    "personal details",
    "personal data",
    "about me",
    "about",
    "personliche daten",
    "informations personnelles",
    "datos personales",
    "dados pessoais",
    "informazioni personali",
    "dati personali",
    "persoonlijke gegevens",
    "dane osobowe",
    "coordonnees",
    "ansokan",
    "contact me",
    "contact details",
    "contact information",
    "objective",
    "vita",
];

/// Titles that stand beside a name on its line.
const NAMED: &[&str] = &[
    "curriculum vitae",
    "cv",
    "resume",
    "lebenslauf",
    "curriculum",
    "hoja de vida",
    "zyciorys",
    "curriculo",
    "cv europass",
    "europass cv",
    "europass curriculum vitae",
    "meritforteckning",
    "ozgecmis",
    "zivotopis",
    "oneletrajz",
    "szakmai oneletrajz",
    "ansioluettelo",
    "tabellarischer lebenslauf",
    "resume cv",
    "cv resume",
];

/// Words that lead over from a document's title to the name.
const LEADS: &[&str] = &["of", "for", "von", "de", "do", "da", "di", "van", "för", "for", "af", "av", "du"];

/// Whether `folded` is what a document or its first part is called.
pub(super) fn is_document_title(folded: &str) -> bool {
    NAMED.contains(&folded) || WHOLE.contains(&folded)
}

/// How many bytes at the start of `text` are the document's title: `Resume of`, `Curriculum Vitae –`.
///
/// `buffer` is one for folded text.
pub(super) fn length_before(text: &str, buffer: &mut String) -> usize {
    if is_document_title(folded(text, buffer)) {
        return 0;
    }
    let ends = text.match_indices([' ', ':', ',', '–', '—', '|']).map(|(at, _)| at).filter(|&at| at > 1).take(5);
    let Some(end) = ends.filter(|&at| NAMED.contains(&folded(&text[..at], buffer))).last() else { return 0 };
    let is_mark = |symbol: char| symbol.is_whitespace() || ":,–—-|".contains(symbol);
    let mut rest = text[end..].trim_start_matches(is_mark);
    if let Some((word, behind)) = rest.split_once(' ')
        && LEADS.contains(&word.to_lowercase().as_str())
    {
        rest = behind.trim_start_matches(is_mark);
    }
    if rest.is_empty() { 0 } else { text.len() - rest.len() }
}

/// What stands before a name where somebody introduces themselves, in small letters; a greeting may stand before it.
const INTRODUCTIONS: &[&str] = &[
    "i'm ",
    "i am ",
    "my name is ",
    "ich bin ",
    "mein name ist ",
    "ich heiße ",
    "je suis ",
    "je m'appelle ",
    "soy ",
    "me llamo ",
    "sono ",
    "mi chiamo ",
    "sou ",
    "chamo-me ",
    "meu nome é ",
    "ik ben ",
    "mijn naam is ",
    "jag är ",
    "jag heter ",
    "jeg er ",
    "jeg hedder ",
    "jeg heter ",
    "jestem ",
    "nazywam się ",
    "jsem ",
    "jmenuji se ",
    "volám sa ",
    "zovem se ",
    "ja sam ",
    "sem ",
    "olen ",
    "numele meu este ",
    "mă numesc ",
    "sunt ",
    "меня зовут ",
    "мене звати ",
    "με λένε ",
    "είμαι ",
];

/// Greetings, in small letters.
const GREETINGS: &[&str] = &[
    "hi",
    "hello",
    "hey",
    "hallo",
    "bonjour",
    "salut",
    "hola",
    "ciao",
    "olá",
    "oi",
    "hoi",
    "hej",
    "cześć",
    "ahoj",
    "bok",
    "moi",
    "привет",
    "привіт",
    "γεια",
];

/// The first of `known` that `text` begins with, whatever its capitals.
fn opening(text: &str, known: &[&'static str]) -> Option<&'static str> {
    let letters = || text.chars().flat_map(char::to_lowercase).map(|symbol| if symbol == '’' { '\'' } else { symbol });
    // Most texts begin as none of them does.
    let first = letters().next()?;
    let begins = |words: &&&str| words.starts_with(first) && words.chars().eq(letters().take(words.chars().count()));
    known.iter().find(begins).copied()
}

/// Where the name in `text` begins and ends that an introduction stands before: `Hi, I'm Jane Doe.`
pub(super) fn introduced(text: &str) -> Option<(usize, usize)> {
    const LONGEST: usize = 80;
    if text.len() > LONGEST || !text.contains(' ') {
        return None;
    }
    let greeting = opening(text, GREETINGS).map(str::len).filter(|length| text.is_char_boundary(*length));
    let from = greeting.map_or(0, |length| text.len() - text[length..].trim_start_matches([',', '!', '.', ' ', '\n', '–', '-']).len());
    let from = if greeting.is_some_and(|length| from == length) { 0 } else { from };
    let words = opening(&text[from..], INTRODUCTIONS)?;
    // As many letters as the words have, whatever they take.
    let start = from + text[from..].chars().take(words.chars().count()).map(char::len_utf8).sum::<usize>();
    let name = text[start..].trim_end_matches(['.', '!', ',', ' ']);
    (!name.is_empty() && name.starts_with(char::is_uppercase)).then_some((start, start + name.len()))
}

/// How many bytes of `text` stand before a title at its end: `Jane Doe – CV`, `Jane Doe’s Resume`; all where there is none.
pub(super) fn length_behind(text: &str, buffer: &mut String) -> usize {
    let begins = text.rmatch_indices([' ', '|', ':']).map(|(at, _)| at).take(4);
    let Some(at) = begins.filter(|&at| NAMED.contains(&folded(&text[at..], buffer))).last() else { return text.len() };
    let name = text[..at].trim_end_matches(|symbol: char| symbol.is_whitespace() || ":,–—-|(".contains(symbol));
    let name = ["’s", "'s", "’S", "'S"].iter().find_map(|mark| name.strip_suffix(mark)).unwrap_or(name);
    if name.is_empty() { text.len() } else { name.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_before_the_name_is_left_out() {
        for (text, name) in [
            ("Resume of Jane Doe", "Jane Doe"),
            ("Curriculum Vitae – Jane Doe", "Jane Doe"),
            ("Lebenslauf von Anna Schmidt", "Anna Schmidt"),
            ("Curriculum Vitae di Paola Brambilla", "Paola Brambilla"),
            ("CV Helle Skovsgaard", "Helle Skovsgaard"),
            ("CV: Helle Skovsgaard", "Helle Skovsgaard"),
            ("Özgeçmiş | Ayşe Yılmaz", "Ayşe Yılmaz"),
            ("Curriculum Vitae", "Curriculum Vitae"),
            ("Vita Sackville", "Vita Sackville"),
        ] {
            assert_eq!(&text[length_before(text, &mut String::new())..], name);
        }
    }

    #[test]
    fn an_introduction_is_no_part_of_the_name() {
        for (text, name) in [
            ("I'm Jane Doe.", Some("Jane Doe")),
            ("Hi, I’m Jane Doe!", Some("Jane Doe")),
            ("HELLO, I AM JANE DOE", Some("JANE DOE")),
            ("Hello\nI’m Jane Doe", Some("Jane Doe")),
            ("Ich bin Erika Mustermann", Some("Erika Mustermann")),
            ("Olá! Sou Maria Exemplo.", Some("Maria Exemplo")),
            ("Jane Doe", None),
            ("Hiroko Example", None),
            ("Sourav Example", None),
            ("I am looking for work", None),
        ] {
            assert_eq!(introduced(text).map(|(from, to)| &text[from..to]), name, "{text}");
        }
    }

    #[test]
    fn a_title_behind_the_name_is_left_out() {
        for (text, name) in [
            ("Jane Doe – Curriculum Vitae", "Jane Doe"),
            ("Jane Doe’s Resume", "Jane Doe"),
            ("Jane Doe Résumé", "Jane Doe"),
            ("JANE DOE | CV", "JANE DOE"),
            ("Anna Schmidt - Lebenslauf", "Anna Schmidt"),
            ("Lucía Ortega, Hoja de vida", "Lucía Ortega"),
            ("Petr Havlíček: Životopis", "Petr Havlíček"),
            ("Jane Doe", "Jane Doe"),
            ("Curriculum Vitae", "Curriculum Vitae"),
        ] {
            let is_title = is_document_title(folded(text, &mut String::new()));
            let length = if is_title { text.len() } else { length_behind(text, &mut String::new()) };
            assert_eq!(&text[..length], name);
        }
    }
}
