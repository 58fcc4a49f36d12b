//! The parts of a name: what stands before and behind it, given names, family name.

use vitae_document::Span;

use crate::evidence::{Builder, Path};
use crate::lent::Lent;
use crate::lexicon::{fold, fold_together};

/// Words in front of names.
pub(super) const HONORIFICS: &[&str] = &[
    "dr",
    "prof",
    "professor",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "rev",
    "sir",
    "dame",
    "ing",
    "dipl",
    "mag",
    "maga",
    "mgr",
    "inz",
    "dott",
    "dottssa",
    "avv",
    "arq",
    "lic",
    "engr",
    "eng",
    "herr",
    "frau",
    "hon",
    "capt",
    "captain",
    "don",
    "dona",
    "sr",
    "sra",
    "iur",
    "med",
    "rer",
    "nat",
    "phil",
    "habil",
    "hab",
    "pharm",
    "oec",
    "jur",
    "theol",
    "bc",
    "judr",
    "mudr",
    "rndr",
    "phdr",
    "drs",
    "ir",
    "mme",
    "mlle",
    "mons",
    "sig",
    "sigra",
    "pan",
    "pani",
];

/// Small words inside names.
pub(super) const PARTICLES: &[&str] = &[
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "do", "dos", "das", "du", "la", "le", "el", "al", "bin", "ibn", "bint",
    "ul", "ur", "e", "y", "i", "zu", "zur", "ter", "ten", "op", "af", "av", "san", "st", "het", "'t", "dell", "degli", "lo", "mac", "mc",
    "vom", "und", "zum", "a", "te", "in", "des", "las", "los", "dalla", "ben", "abu", "ap", "ó", "ní", "nic", "uí",
];

/// Letters behind names that are no initials.
const POST_NOMINALS: &[&str] = &[
    "jr", "sr", "ii", "iii", "iv", "phd", "md", "do", "rn", "bsn", "msn", "mba", "cpa", "ca", "aca", "acca", "fca", "fcca", "cfa", "pmp",
    "pe", "esq", "jd", "llm", "llb", "dds", "dmd", "pharmd", "rph", "np", "pa", "edd", "msc", "bsc", "ma", "ba", "meng", "beng", "ceng",
    "frcs", "mrcp", "facp", "fcipd", "mcipd", "obe", "mbe", "cbe", "qc", "kc", "ccrn", "dnp", "fnp", "shrm", "phr", "sphr", "prince2",
    "csm", "aia", "riba", "leed", "mnse", "coren", "mph", "mpa", "eit", "dvm", "lcsw", "lmft", "cma", "cia", "cissp", "cisa", "acsm",
    "fhea", "sfhea", "fiet", "miet", "mieee", "mbbs", "dphil", "bcom", "btech",
];

/// What Portuguese puts behind a family name to tell son from father; a part of it.
const GENERATIONS: [&str; 6] = ["filho", "neto", "junior", "sobrinho", "segundo", "bisneto"];

/// Names that Spanish and Portuguese put behind another given name.
const SECOND_NAMES: &[&str] = &[
    "maria",
    "jose",
    "luis",
    "luiz",
    "carlos",
    "ana",
    "antonio",
    "manuel",
    "miguel",
    "angel",
    "angela",
    "alberto",
    "fernando",
    "javier",
    "francisco",
    "juan",
    "joao",
    "pablo",
    "paulo",
    "pedro",
    "rafael",
    "eduardo",
    "enrique",
    "henrique",
    "ignacio",
    "alejandro",
    "andres",
    "isabel",
    "teresa",
    "carmen",
    "pilar",
    "belen",
    "luisa",
    "elena",
    "helena",
    "beatriz",
    "cristina",
    "ines",
    "lucia",
    "paz",
    "sofia",
    "paula",
    "laura",
    "jesus",
    "david",
    "daniel",
    "sebastian",
    "camila",
    "andrea",
    "alejandra",
    "gabriel",
    "gabriela",
    "patricia",
    "eugenia",
    "soledad",
    "victoria",
    "felipe",
    "augusto",
    "cesar",
    "ricardo",
    "roberto",
    "mario",
    "marcos",
    "ramon",
    "vicente",
    "mercedes",
    "dolores",
    "rosario",
    "fatima",
    "rocio",
];

/// A name in its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) given: String,
    pub(super) family: String,
    /// Titles before the name, letters behind it.
    pub(super) honorifics: Vec<String>,
}

/// Files the parts of `name`, which stands at `span`.
pub(super) fn read(builder: &mut Builder<'_>, name: &str, span: Span, confidence: f32) {
    let parts = of(name, builder.profile.meta.language.as_deref());
    let basics = &mut builder.profile.basics;
    basics.given_name = Some(parts.given).filter(|part| !part.is_empty());
    basics.family_name = Some(parts.family).filter(|part| !part.is_empty());
    basics.honorifics = parts.honorifics;
    if basics.given_name.is_some() {
        builder.mark(Path::basics("givenName"), span, confidence * 0.9);
    }
    if builder.profile.basics.family_name.is_some() {
        builder.mark(Path::basics("familyName"), span, confidence * 0.9);
    }
    for index in 0..builder.profile.basics.honorifics.len() {
        builder.mark(Path::basics_item("honorifics", index), span, confidence * 0.9);
    }
}

/// Divides `name` into honorifics, given names and family name; `language` is the document's. What another calls the person stays in the
/// whole name alone.
pub(super) fn of(name: &str, language: Option<&str>) -> Parts {
    let (main, letters) = name.split_once(',').unwrap_or((name, ""));
    let mut honorifics: Vec<String> = Vec::new();
    let mut words = without_nicknames(main);
    while words.len() > 1
        && let first = bare(words[0])
        && (is_honorific(words[0], &first) || !honorifics.is_empty() && words[0].starts_with('('))
    {
        honorifics.push(words.remove(0).to_owned());
    }
    words.retain(|word| !word.starts_with('('));
    let mut behind: Vec<String> = Vec::new();
    while words.len() > 2 && POST_NOMINALS.contains(&bare(words[words.len() - 1]).as_str()) {
        behind.insert(0, words.pop().unwrap_or_default().to_owned());
    }
    let mut family_first = None;
    for part in letters.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        // "DOE, Jane": what follows the comma is no rank.
        if words.len() <= MOST_FAMILY_NAMES && !are_letters(part) && family_first.is_none() {
            family_first = Some(without_nicknames(part).join(" "));
        } else {
            behind.push(part.to_owned());
        }
    }
    honorifics.extend(behind);
    let (given, family) = match family_first {
        Some(given) => (given, words.join(" ")),
        None if is_family_first(&words, language) => (words[1..].join(" "), words[0].to_owned()),
        None => divide(&words, language),
    };
    Parts { given, family, honorifics }
}

/// Whether `word` is a given name that Spanish and Portuguese put behind another.
pub(super) fn is_second_name(word: &str) -> bool {
    SECOND_NAMES.contains(&bare(word).as_str())
}

/// Words of a family name that stands before a comma, at most.
const MOST_FAMILY_NAMES: usize = 3;

fn bare(word: &str) -> Lent<String> {
    fold_together(word)
}

/// `Dr.`, `Dipl.-Ing.`, `Prof`: a word that goes before names, folded as `first`.
fn is_honorific(word: &str, first: &str) -> bool {
    HONORIFICS.iter().any(|known| first.starts_with(known)) && (word.contains('.') || HONORIFICS.contains(&first))
}

/// Whether `part`, behind a comma, is letters that stand behind names.
fn are_letters(part: &str) -> bool {
    part.split_whitespace().all(|word| {
        POST_NOMINALS.contains(&bare(word).as_str())
            || word.contains('.')
            || word.len() <= 5 && word.chars().filter(|symbol| symbol.is_uppercase()).count() >= 2
    })
}

/// The words of `name` but for those in quotation marks, or in brackets behind the first: `Wei (William) Zhang`.
fn without_nicknames(name: &str) -> Vec<&str> {
    let is_quoted = |word: &str| {
        let inner = word.trim_end_matches(',');
        word.chars().count() > 2
            && (word.starts_with(['"', '“', '„', '«', '‘', '”']) && inner.ends_with(['"', '”', '“', '»', '’'])
                || word.starts_with('(') && inner.ends_with(')') && inner.chars().filter(|symbol| symbol.is_lowercase()).count() > 1)
    };
    let all: Vec<&str> = name.split_whitespace().collect();
    let left: Vec<&str> = all.iter().copied().filter(|word| !is_quoted(word)).collect();
    if left.is_empty() { all } else { left }
}

/// Whether the family name leads, as in Hungarian, Vietnamese and East Asian names.
fn is_family_first(words: &[&str], language: Option<&str>) -> bool {
    const VIETNAMESE: [&str; 16] =
        ["nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo", "duong", "ly"];
    let Some(first) = words.first().filter(|_| words.len() > 1) else { return false };
    let is_east_asian = |symbol: char| matches!(symbol, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
    // Letters with two marks are Vietnamese alone.
    let is_vietnamese =
        || words.iter().any(|word| word.contains(|symbol| matches!(symbol, '\u{1ea0}'..='\u{1ef9}' | 'ơ' | 'ư' | 'Ơ' | 'Ư')));
    let shouted = words.iter().filter(|word| word.chars().filter(|symbol| symbol.is_alphabetic()).all(char::is_uppercase)).count();
    first.contains(is_east_asian)
        || VIETNAMESE.contains(&fold(first).as_str()) && is_vietnamese()
        || language == Some("hu") && (shouted == 0 || shouted == words.len())
}

/// Given names and family name of words in the usual order; particles belong to the family name, capitals tell it. Spanish has two family
/// names.
fn divide(words: &[&str], language: Option<&str>) -> (String, String) {
    let n_letters = |word: &&str| word.chars().filter(|symbol| symbol.is_alphabetic()).count();
    let is_capitals = |word: &&str| n_letters(word) > 1 && word.chars().filter(|symbol| symbol.is_alphabetic()).all(char::is_uppercase);
    let n_capitals = words.iter().filter(|word| is_capitals(word)).count();
    // An initial is a capital in any name: beside capitals alone it tells nothing.
    if n_capitals > 0 && n_capitals < words.iter().filter(|word| n_letters(word) > 1).count() {
        let (family, given): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| is_capitals(word) || PARTICLES.contains(word));
        return (given.join(" "), family.join(" "));
    }
    let is_particle = |word: &&str| PARTICLES.contains(&word.to_lowercase().as_str());
    // "María del Carmen Ruiz": what follows the particle may be a given name.
    let is_second = |word: Option<&&str>| word.is_some_and(|word| is_second_name(word));
    let begins = |place: &usize| {
        let behind = words[*place..].iter().position(|word| !is_particle(word)).map_or(words.len(), |at| place + at);
        is_particle(&words[*place]) && behind < words.len() && !(behind + 1 < words.len() && is_second(words.get(behind)))
    };
    let particle = (1..words.len()).find(begins);
    // "Ruiz de la Torre" is one of two family names with more behind it.
    let particle = particle.map(|at| if language == Some("es") && at > 1 && !is_second(words.get(at - 1)) { at - 1 } else { at });
    let is_generation = |word: &str| GENERATIONS.contains(&bare(word).as_str());
    let last = words.len().saturating_sub(1).max(usize::from(words.len() > 1));
    let n_family = match language {
        _ if words.len() > 2 && is_generation(words[words.len() - 1]) => 2,
        Some("es") if words.len() > 2 && !is_second(words.get(words.len() - 2)) && !words[words.len() - 2].ends_with('.') => 2,
        _ => 1,
    };
    let start = particle.unwrap_or((last + 1).saturating_sub(n_family).max(usize::from(words.len() > 1)));
    (words[..start.min(words.len())].join(" "), words[start.min(words.len())..].join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of each kind of name several, in several languages: name, language, given names, family name, honorifics.
    const NAMES: &[(&str, &str, &str, &str, &str)] = &[
        // Particles.
        ("Ulrike von der Heydt", "de", "Ulrike", "von der Heydt", ""),
        ("Sanne van den Berg", "nl", "Sanne", "van den Berg", ""),
        ("Pieter in 't Veld", "nl", "Pieter", "in 't Veld", ""),
        ("Hélène de La Rochefoucauld", "fr", "Hélène", "de La Rochefoucauld", ""),
        ("João Miguel dos Santos", "pt", "João Miguel", "dos Santos", ""),
        ("María del Carmen Ruiz", "es", "María del Carmen", "Ruiz", ""),
        ("Omar bin Khalid al-Farsi", "en", "Omar", "bin Khalid al-Farsi", ""),
        ("Giulia Dell’Acqua", "it", "Giulia", "Dell’Acqua", ""),
        ("RUAIRÍ Ó CONGHAILE", "en", "RUAIRÍ", "Ó CONGHAILE", ""),
        // Suffixes.
        ("Robert Lamar Hayes Jr.", "en", "Robert Lamar", "Hayes", "Jr."),
        ("William Ashford III", "en", "William", "Ashford", "III"),
        ("Thomas Greer, Sr.", "en", "Thomas", "Greer", "Sr."),
        ("José Antônio Barros Filho", "pt", "José Antônio", "Barros Filho", ""),
        ("Carlos Alberto Prado Neto", "pt", "Carlos Alberto", "Prado Neto", ""),
        // Titles before a name, letters behind it.
        ("Lena Fischbach, PhD", "en", "Lena", "Fischbach", "PhD"),
        ("Danielle Kowalczyk RN BSN", "en", "Danielle", "Kowalczyk", "RN BSN"),
        ("Dipl.-Ing. (FH) Markus Obermeier", "de", "Markus", "Obermeier", "Dipl.-Ing. (FH)"),
        ("Prof. Dr. rer. nat. Anja Wetzlar", "de", "Anja", "Wetzlar", "Prof. Dr. rer. nat."),
        ("mgr inż. Katarzyna Wrona", "pl", "Katarzyna", "Wrona", "mgr inż."),
        ("Dott.ssa Paola Brambilla", "it", "Paola", "Brambilla", "Dott.ssa"),
        ("Ing. Petr Havlíček, Ph.D.", "cs", "Petr", "Havlíček", "Ing. Ph.D."),
        ("Mag.a Sabine Hofer, BA", "de", "Sabine", "Hofer", "Mag.a BA"),
        // Nicknames stay in the whole name.
        ("Wei (William) Zhang", "en", "Wei", "Zhang", ""),
        ("Xiaoming Li (Mike)", "en", "Xiaoming", "Li", ""),
        ("Josephine \"Joey\" Baptiste", "en", "Josephine", "Baptiste", ""),
        ("Piotr „Peter” Zieliński", "pl", "Piotr", "Zieliński", ""),
        ("José “Pepe” Morales Vega", "es", "José", "Morales Vega", ""),
        // Capitals.
        ("MARGARET OKONKWO", "en", "MARGARET", "OKONKWO", ""),
        ("İBRAHİM ÇELİK", "tr", "İBRAHİM", "ÇELİK", ""),
        ("DESHAWN M. PRUITT", "en", "DESHAWN M.", "PRUITT", ""),
        ("Solène VASSEUR", "fr", "Solène", "VASSEUR", ""),
        // The family name first.
        ("VASSEUR Solène", "fr", "Solène", "VASSEUR", ""),
        ("DOE, Jane", "en", "Jane", "DOE", ""),
        ("Kowalski, Jan Maria", "pl", "Jan Maria", "Kowalski", ""),
        ("García Fernández, María José", "es", "María José", "García Fernández", ""),
        ("Kovács Anna Mária", "hu", "Anna Mária", "Kovács", ""),
        ("Nguyễn Thị Minh Khai", "en", "Thị Minh Khai", "Nguyễn", ""),
        ("山田 太郎", "ja", "太郎", "山田", ""),
        // Two family names, two given names.
        ("María José García Fernández", "es", "María José", "García Fernández", ""),
        ("Lucía Ortega Prieto", "es", "Lucía", "Ortega Prieto", ""),
        ("Ana María Torres", "es", "Ana María", "Torres", ""),
        ("María del Carmen Ruiz de la Torre", "es", "María del Carmen", "Ruiz de la Torre", ""),
        ("Kwame A. Brannigan", "en", "Kwame A.", "Brannigan", ""),
        // One name alone.
        ("Siobhan", "en", "", "Siobhan", ""),
        ("Suharto", "en", "", "Suharto", ""),
    ];

    #[test]
    fn names_are_divided() {
        for &(name, language, given, family, honorifics) in NAMES {
            let parts = of(name, Some(language));
            assert_eq!(
                (parts.given.as_str(), parts.family.as_str(), parts.honorifics.join(" ")),
                (given, family, honorifics.to_owned()),
                "{name}"
            );
        }
    }

    #[test]
    fn family_names_may_lead() {
        for (name, language, expected) in [
            ("Kovács Anna Mária", Some("hu"), true),
            ("Anna Kovács", Some("en"), false),
            ("Nguyễn Thị Minh Khai", None, true),
            ("Le Corbusier", None, false),
            ("山田 太郎", None, true),
            ("KOVÁCS Anna", Some("hu"), false),
        ] {
            let words: Vec<&str> = name.split(' ').collect();
            assert_eq!(is_family_first(&words, language), expected, "{name}");
        }
    }
}
