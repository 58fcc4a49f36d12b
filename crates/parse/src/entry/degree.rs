//! A degree and its subject in one text: "BSc Mathematics", "Licenciatura (História)", "Informatik (B.Sc.)".

use std::ops::Range;

use super::role::{fold_initials, prefix_degree, scores};
use crate::lent::Lent;
use crate::lexicon::{self, WordSet, fold};

/// The degree and the subject that a text holds both, in bytes.
pub(super) fn divided(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let behind = |(to, from)| (0..to, from..text.len());
    adjoining(text).map(behind).or_else(|| bracketed(text)).or_else(|| divide(text).map(behind)).or_else(|| trailing(text))
}

/// Words that go on with a degree and name no subject, folded.
static QUALIFIERS: WordSet = WordSet::new(&[
    "1",
    "2",
    "academique",
    "aplicada",
    "applied",
    "class",
    "course",
    "cum",
    "degree",
    "degrees",
    "diploma",
    "distinction",
    "eth",
    "examen",
    "executive",
    "exam",
    "fh",
    "first",
    "grade",
    "hon",
    "honors",
    "honours",
    "hons",
    "hsg",
    "international",
    "joint",
    "laude",
    "level",
    "lmd",
    "oficial",
    "part",
    "pro",
    "professional",
    "professionnel",
    "professionnelle",
    "program",
    "programme",
    "programma",
    "programm",
    "recherche",
    "sandwich",
    "studiengang",
    "studies",
    "studium",
    "study",
    "summa",
    "superior",
    "title",
    "tu",
    "uni",
    "universitaire",
    "universitario",
    "universitaria",
    "upper",
    "lower",
    "second",
    "niveau",
    "nivel",
    "livello",
    "3",
    "4",
    "5",
    "ii",
    "iii",
    "with",
    "mit",
    "avec",
    "con",
    "met",
    "med",
    "z",
    "student",
    "candidate",
    "thesis",
    "arbeit",
    "abschluss",
    "year",
    "years",
    "semester",
    "tutkinto",
    "derecesi",
    "eksamen",
    "grad",
    "uddannelse",
    "kepzes",
    "tecnica",
    "tecnico",
    "integrado",
    "integrada",
    "integrato",
    "escolar",
    "superiore",
    "sup",
]);

/// Lowest ISCED level of degrees that have a subject.
const TERTIARY: u8 = 5;

/// Whether all of `folded` is a degree that has a subject.
fn is_tertiary(folded: &str) -> bool {
    whole_degree(folded).is_some_and(|level| level >= TERTIARY)
}

/// The ISCED level of the degree that all of `folded` is.
fn whole_degree(folded: &str) -> Option<u8> {
    prefix_degree(folded).filter(|(n_words, _)| *n_words == folded.split(' ').count()).map(|(_, level)| level)
}

/// Where a subject follows its degree at once: "BSc Mathematics", "Licence Informatique", "Dipl.-Ing. (FH) Maschinenbau".
fn adjoining(text: &str) -> Option<(usize, usize)> {
    let is_degree = |head: &str| {
        let folded = fold_initials(head);
        let is_open = JOINTS.iter().any(|joint| head.ends_with(joint.trim_end()));
        !is_open && whole_degree(&folded).is_some()
    };
    let gaps = || text.match_indices(' ').map(|(at, _)| at);
    let degree = gaps().take(LONGEST_DEGREE).filter(|&at| is_degree(&text[..at])).last()?;
    let mut to = degree;
    if is_degree(text) {
        return None;
    }
    loop {
        let rest = text[to..].trim_start();
        let from = text.len() - rest.len();
        let word = rest.split(' ').next().unwrap_or_default();
        if rest.starts_with('(') {
            to = from + rest.find(')')? + 1;
            continue;
        }
        let folded = fold(word);
        if QUALIFIERS.has(&folded) {
            to = from + word.len();
            continue;
        }
        let is_joint = !word.starts_with(char::is_alphabetic)
            || folded.len() < 2
            || JOINTS.iter().any(|joint| [word, &folded].contains(&joint.trim()));
        let is_another =
            text[..to].trim_end().ends_with([',', ':', ';', '-', '–', '—', '/', '&']) || prefix_degree(&fold_initials(rest)).is_some();
        // In lower case what follows is as likely to go on with the degree's name.
        let is_name = word.starts_with(char::is_uppercase) || is_abbreviated(&text[..to]);
        // Behind the short name of a school degree its school or board follows as well.
        let is_apart = || is_tertiary(&fold_initials(&text[..degree])) || is_subject(rest);
        return (!is_joint && !is_another && is_name && is_apart()).then_some((to, from));
    }
}

/// Where a subject stands in brackets behind its degree or a degree behind its subject: "Licenciatura (História)".
fn bracketed(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let inner = text.strip_suffix(')')?;
    let open = inner.rfind('(')?;
    let (head, inner, within) = (text[..open].trim_end(), &inner[open + 1..], open + 1..inner.len());
    let folded = fold_initials(head);
    match prefix_degree(&folded) {
        Some((n_words, _)) => {
            let is_whole = || adjoining(head).or_else(|| divide(head)).is_none();
            let is_degree = n_words + MOST_UNKNOWN >= folded.split(' ').count() && is_closed(head) && is_whole();
            (is_degree && is_subject(inner)).then_some((0..head.len(), within))
        }
        None => (whole_degree(&fold_initials(inner)).is_some() && (is_subject(head) || is_short_subject(head)))
            .then_some((within, 0..head.len())),
    }
}

/// Whether all of `text` is the name of a degree.
pub(super) fn is_whole(text: &str) -> bool {
    whole_degree(&fold_initials(text)).is_some()
}

/// Words that may go on with the name of a degree: "Ciclo Formativo de Grado Medio".
const MOST_UNKNOWN: usize = 3;

/// Whether every bracket that opens in `text` closes there.
fn is_closed(text: &str) -> bool {
    text.matches('(').count() == text.matches(')').count()
}

/// Whether `text` may be the name of a subject: a name, and neither a degree nor its grade, school, place or manner.
fn is_subject(text: &str) -> bool {
    const LEAST_LETTERS: usize = 4;
    // Fewer are an abbreviation.
    const LEAST_CAPITALS: usize = 8;
    let mut letters = text.chars().filter(|symbol| symbol.is_alphabetic());
    let is_name = text.starts_with(char::is_uppercase) && !text.bytes().any(|byte| byte.is_ascii_digit());
    if !is_name
        || letters.by_ref().take(LEAST_LETTERS).count() < LEAST_LETTERS
        || text.len() < LEAST_CAPITALS && text.chars().all(|symbol| !symbol.is_lowercase())
    {
        return false;
    }
    let folded = fold(text);
    let mut own = folded.split(' ');
    let is_manner = own.clone().any(|word| MANNERS.has(word)) || own.next().is_some_and(|word| QUALIFIERS.has(word));
    let scores = scores(text, &mut Lent::default());
    let is_place = lexicon::city(&folded).is_some() || lexicon::country(&folded).is_some();
    !is_manner && !is_place && scores.grade < 0.6 && scores.institution < 0.6 && prefix_degree(&fold_initials(text)).is_none()
}

/// Whether `text` may be a subject of three letters, such as `Law` and `Art`, where its degree stands behind it.
fn is_short_subject(text: &str) -> bool {
    text.len() == 3 && text.starts_with(char::is_uppercase) && text[1..].bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Words for how or how far somebody studies, folded.
static MANNERS: WordSet = WordSet::new(&[
    "abendschule",
    "abendstudium",
    "abgebrochen",
    "board",
    "completed",
    "distance",
    "distancia",
    "distanza",
    "dual",
    "duales",
    "equivalent",
    "erasmus",
    "evening",
    "exchange",
    "expected",
    "fernstudium",
    "full",
    "hons",
    "incomplete",
    "online",
    "ongoing",
    "part",
    "pursuing",
    "teilzeit",
    "time",
    "vollzeit",
]);

/// Words of a degree at most.
const LONGEST_DEGREE: usize = 6;

/// Where a degree follows its subject: "Informatik (B.Sc.)", "Programtervező informatikus BSc", "Bilgisayar Mühendisliği Lisans".
fn trailing(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    const NAMES: &[&str] =
        &["lisans", "yuksek lisans", "on lisans", "onlisans", "alapkepzes", "mesterkepzes", "diplom", "bachelor", "master"];
    let is_degree = |tail: &str| {
        let folded = fold_initials(tail);
        is_tertiary(&folded) && (is_abbreviated(tail) || NAMES.contains(&folded.as_str()))
    };
    let gaps = text.match_indices(' ').map(|(at, _)| at).rev().take(3);
    let at = gaps.filter(|&at| is_degree(&text[at + 1..])).last()?;
    let head = text[..at].trim_end_matches([' ', ',', '-', '–', '—', '|', ':']);
    let is_qualifier = || head.split([' ', '-']).all(|word| QUALIFIERS.has(&fold(word)));
    let is_subject =
        head.len() > 3 && head.starts_with(char::is_uppercase) && prefix_degree(&fold_initials(text)).is_none() && !is_qualifier();
    let is_bracketed = text[at + 1..].starts_with('(') && text.ends_with(')');
    let inset = usize::from(is_bracketed);
    is_subject.then_some((at + 1 + inset..text.len() - inset, 0..head.len()))
}

/// Whether `degree` is an abbreviation: "BSc", "M.Sc.", "mgr inż.".
fn is_abbreviated(degree: &str) -> bool {
    let first = degree.split([' ', '(']).find(|word| !word.is_empty()).unwrap_or(degree);
    first.contains('.') || first.chars().filter(|symbol| symbol.is_uppercase()).count() > 1 || fold(first).len() <= 3
}

/// What may stand between a degree and its subject.
const JOINTS: &[&str] = &[
    " in ",
    " en ",
    " în ",
    " für ",
    " of ",
    " de ",
    " em ",
    " w ",
    ", ",
    ": ",
    " – ",
    " - ",
    " — ",
    " i ",
    " inom ",
    " på ",
    "; ",
    " à ",
    " mention ",
    " spécialité ",
];

/// Where a degree ends and its subject begins, in bytes: "BSc (Hons) in Accounting", "Master of Science, Physics".
fn divide(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    // The first joint that parts the two decides; every one of them begins with one of these bytes.
    let starts = (0..bytes.len()).filter(|at| matches!(bytes[*at], b' ' | b',' | b':' | b';'));
    let mut found = starts.filter_map(|at| {
        let joint = JOINTS.iter().find(|joint| bytes[at..].starts_with(joint.as_bytes()))?;
        Some((at, at + joint.len()))
    });
    let whole = std::cell::OnceCell::new();
    let parts = |&(at, behind): &(usize, usize)| {
        let head = fold_initials(&text[..at]);
        let is_degree = prefix_degree(&head).is_some_and(|(n_words, _)| n_words + 2 >= head.split(' ').count());
        let goes_on = || {
            let known = *whole.get_or_init(|| prefix_degree(&fold_initials(text)).map(|(n_words, _)| n_words));
            known.is_some_and(|n_words| fold_initials(&text[..behind]).split(' ').count() < n_words)
        };
        is_degree && is_closed(&text[..at]) && !goes_on()
    };
    found.find(parts).filter(|(_, from)| text[*from..].chars().any(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_and_subjects_are_divided() {
        for (text, degree, area) in [
            ("BSc (Hons) in Accounting and Finance", "BSc (Hons)", "Accounting and Finance"),
            ("Bachelor of Science in Physics", "Bachelor of Science", "Physics"),
            ("PGDM in Human Resource Management", "PGDM", "Human Resource Management"),
            ("Licenciatura en Biología", "Licenciatura", "Biología"),
            ("B.Sc., Computer Science", "B.Sc.", "Computer Science"),
        ] {
            let (to, from) = divide(text).expect("there are two parts");
            assert_eq!((&text[..to], &text[from..]), (degree, area));
        }
        assert_eq!(divide("High School Diploma"), None);
    }

    #[test]
    fn subjects_that_stand_beside_their_degree_are_divided_from_it() {
        for (text, degree, area) in [
            ("BSc Mathematics", "BSc", "Mathematics"),
            ("B.Sc. Mathematics and Physics", "B.Sc.", "Mathematics and Physics"),
            ("BSc (Hons) Mathematics", "BSc (Hons)", "Mathematics"),
            ("BA Hons English Literature", "BA Hons", "English Literature"),
            ("Licence Informatique", "Licence", "Informatique"),
            ("Licence Sciences de la vie", "Licence", "Sciences de la vie"),
            ("Master 2 Droit des affaires", "Master 2", "Droit des affaires"),
            ("Mgr inż. Informatyka", "Mgr inż.", "Informatyka"),
            ("mgr filologia angielska", "mgr", "filologia angielska"),
            ("Dipl.-Ing. (FH) Maschinenbau", "Dipl.-Ing. (FH)", "Maschinenbau"),
            ("Master of Science Physics", "Master of Science", "Physics"),
            ("Laurea Triennale Economia", "Laurea Triennale", "Economia"),
            ("MBA Finance", "MBA", "Finance"),
            ("Informatik (B.Sc.)", "B.Sc.", "Informatik"),
            ("Programtervező informatikus BSc", "BSc", "Programtervező informatikus"),
            ("Bilgisayar Mühendisliği Lisans", "Lisans", "Bilgisayar Mühendisliği"),
            ("Ingeniería Técnica en Obras Públicas", "Ingeniería Técnica", "Obras Públicas"),
            ("Grado en Enfermería", "Grado", "Enfermería"),
            ("Bachelor Degree in History", "Bachelor Degree", "History"),
            ("Master Universitario en Gestión", "Master Universitario", "Gestión"),
            ("Laurea magistrale (Informatica)", "Laurea magistrale", "Informatica"),
            ("Dipl.-Ing. (FH) (Bauwesen)", "Dipl.-Ing. (FH)", "Bauwesen"),
            ("Ingeniería Técnica (Informática de Gestión)", "Ingeniería Técnica", "Informática de Gestión"),
            ("Elektrik (Meslek Lisesi)", "Meslek Lisesi", "Elektrik"),
            ("BA in Südslawistik (Kroatisch)", "BA", "Südslawistik (Kroatisch)"),
            ("MBO niveau 3 Elektrotechniek", "MBO niveau 3", "Elektrotechniek"),
            ("CFC Employé de commerce", "CFC", "Employé de commerce"),
            ("Leerlingwezen Timmeren", "Leerlingwezen", "Timmeren"),
            ("Propedeuse (Economie)", "Propedeuse", "Economie"),
            ("Law (Bachelor)", "Bachelor", "Law"),
        ] {
            let (to, from) = divided(text).expect(text);
            assert_eq!((text[to].trim(), text[from].trim()), (degree, area));
        }
        for text in [
            "Bachelor of Science",
            "Executive MBA",
            "International MBA",
            "PhD candidate",
            "BSc (Hons)",
            "BSc (Part-time)",
            "Bachelor (Wien)",
            "Master (Online)",
            "HAVO Utrecht",
            "Bachelor's degree",
            "Abitur",
            "Licence professionnelle",
        ] {
            assert_eq!(divided(text), None, "{text}");
        }
    }
}
