//! Job titles and skills in the words of ESCO.

use vitae_model::NormalizedTitle;

use super::fold::spelt;
use super::phrase::phrase;
use super::table::{Aligned, Table};
use super::{Class, fold, fold_into, masculine, word, words};

static SKILLS: Table = Table::new(const { &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/skills.table"))) });

/// Identifier (16 bytes), ISCO-08 code (2) and place of the English label (4) of each concept.
const CONCEPTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/concepts.bin"));
const LABELS: &str = include_str!(concat!(env!("OUT_DIR"), "/concepts.txt"));
const CONCEPT: usize = 22;
/// Identifiers of skills, 16 bytes each.
const SKILL_IDENTIFIERS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/skills.bin"));

/// Whether `folded` is the name of an occupation as a whole.
pub(crate) fn is_occupation(folded: &str) -> bool {
    phrase(folded).is_occupation()
}

/// The occupation that the printed `title` stands for; `language` tells at which end its head stands.
///
/// What stands in brackets or behind a comma or a dash only qualifies. The longest stretch of the words before it that is a label and holds
/// the head decides (`apprentice electrician`: an electrician). Words left over lower the score, those that only qualify (`senior`) hardly.
/// Below [`LEAST`] there is none: what remains of a title then says another thing. Where the title as it is has none, its masculine form
/// is asked, which is the one that lists have, and of two titles joined by a mark the first.
pub(crate) fn normalize(title: &str, language: Option<&str>) -> Option<NormalizedTitle> {
    either(title, language).or_else(|| {
        let (first, _) = title.split_once(" & ").or_else(|| title.split_once(" + "))?;
        // All of it must say one, as half of `Research & Development` does not.
        either(first, language).filter(|found| found.score >= WHOLE)
    })
}

/// The occupation of `title`, or of its masculine form.
fn either(title: &str, language: Option<&str>) -> Option<NormalizedTitle> {
    occupation_of(title, language).or_else(|| occupation_of(&masculine_form(title, language?)?, language))
}

/// `title` with its words in the masculine form; none where they are already.
fn masculine_form(title: &str, language: &str) -> Option<String> {
    let mut changed: Option<String> = None;
    let mut from = 0;
    for word in words(title) {
        let form = masculine(word, language).filter(|form| *form != word.to_lowercase());
        if form.is_some() && changed.is_none() {
            changed = Some(title[..from].to_owned());
        }
        if let Some(text) = &mut changed {
            text.push_str(form.as_deref().unwrap_or(word));
            text.push(' ');
        }
        from += word.len() + 1;
    }
    changed
}

fn occupation_of(title: &str, language: Option<&str>) -> Option<NormalizedTitle> {
    let core = core(title);
    let folded = fold(&title[..core]);
    let (mut weights, mut places) = ([0.0_f32; LONGEST], [(0, 0); LONGEST]);
    let mut n_words = 0;
    let mut at = 0;
    let qualifies = qualifying_letters(&title[..core]);
    for text in words(&folded).take(LONGEST) {
        let is_modifier = word(text).cue(Class::Modifier) > 0 || RANKS.contains(&text) || qualifies.is_some_and(|from| at >= from);
        weights[n_words] = if is_modifier { 0.2 } else { 1.0 };
        places[n_words] = (at, at + text.len());
        at += text.len() + 1;
        n_words += usize::from(!text.is_empty());
    }
    let weights = &weights[..n_words];
    let n_behind = title[core..].split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    let total = weights.iter().sum::<f32>() + 0.1 * n_behind.min(3) as f32;
    let is_full = |weight: &f32| *weight >= 1.0;
    let is_joined = |index: &usize| matches!(&folded[places[*index].0..places[*index].1], "of" | "for" | "in");
    let head_last = language.is_none_or(|language| HEAD_LAST.contains(&language)) && !(0..n_words).any(|index| is_joined(&index));
    let head = if head_last { weights.iter().rposition(is_full) } else { weights.iter().position(is_full) };
    for length in (1..=n_words).rev() {
        for first in 0..=n_words - length {
            let stretch = &folded[places[first].0..places[first + length - 1].1];
            if head.is_some_and(|head| !(first..first + length).contains(&head)) {
                continue;
            }
            let Some(concept) = phrase(stretch).occupation() else { continue };
            let matched: f32 = weights[first..first + length].iter().sum();
            let score = matched / total.max(0.2);
            let label = label(concept)?;
            // `Technician` names any of a hundred occupations, unless one of them has that name.
            let is_vague = length == 1 && word(stretch).in_occupations() >= VAGUE && *fold(label) != stretch;
            return if score >= LEAST && !is_vague { describe(concept, label, score) } else { None };
        }
    }
    None
}

/// Languages that put the head of a phrase last.
const HEAD_LAST: [&str; 10] = ["en", "de", "nl", "sv", "da", "no", "nb", "fi", "hu", "tr"];
/// Words for rank that say nothing of the trade, folded.
const RANKS: [&str; 19] = [
    "stellv",
    "stellvertretender",
    "stellvertretende",
    "leitender",
    "leitende",
    "starszy",
    "starsza",
    "mlodszy",
    "mlodsza",
    "glowny",
    "glowna",
    "kidemli",
    "biras",
    "vice",
    "adjunct",
    "confirme",
    "confirmee",
    "debutant",
    "pleno",
];
/// The score of a title that is an occupation's name from end to end.
const WHOLE: f32 = 0.95;

/// Where letters begin that end a title and tell a licence, a process or a certificate: `Vrachtwagenchauffeur CE`, `Schweißer MIG/MAG`.
fn qualifying_letters(title: &str) -> Option<usize> {
    let (head, last) = title.trim_end().rsplit_once(' ')?;
    let is_shouted = last.chars().any(char::is_uppercase) && !last.contains(char::is_lowercase);
    let is_short = last.split(['/', '-', '+']).all(|part| part.chars().count() <= MOST_LETTERS);
    (is_shouted && is_short && head.contains(char::is_lowercase)).then(|| fold(head).len() + 1)
}

/// Letters of a licence or a process, at most.
const MOST_LETTERS: usize = 3;

/// The lowest score that is told.
const LEAST: f32 = 0.5;
/// Twice the binary logarithm of how many labels use a word that says little by itself: some two hundred.
const VAGUE: u8 = 15;

/// How many bytes of a title stand before a bracket, a comma, a slash or a dash.
fn core(title: &str) -> usize {
    let bytes = title.as_bytes();
    let is_mark = |at: &usize| match bytes[*at] {
        b'(' | b',' | b';' | b'|' | b'[' => true,
        b':' => bytes.get(*at + 1) == Some(&b' '),
        b' ' => [" / ", " • ", " · ", " – ", " — ", " - ", " @ "].iter().any(|mark| bytes[*at..].starts_with(mark.as_bytes())),
        _ => false,
    };
    let end = (0..bytes.len()).find(is_mark).unwrap_or(title.len());
    if title[..end].contains(char::is_alphabetic) { end } else { title.len() }
}

/// Words of a title that are looked at.
const LONGEST: usize = 12;

/// What is told of a concept.
fn facts(concept: usize) -> Option<&'static [u8]> {
    CONCEPTS.get(concept * CONCEPT..(concept + 1) * CONCEPT)
}

/// The English label of a concept.
fn label(concept: usize) -> Option<&'static str> {
    let place = |row: &[u8]| u32::from_be_bytes([row[18], row[19], row[20], row[21]]) as usize;
    LABELS.get(place(facts(concept)?)..facts(concept + 1).map_or(LABELS.len(), place))
}

fn describe(concept: usize, label: &str, score: f32) -> Option<NormalizedTitle> {
    let facts = facts(concept)?;
    let isco = u16::from_be_bytes([facts[16], facts[17]]);
    Some(NormalizedTitle {
        label: label.to_owned(),
        esco: Some(identifier(&facts[..16])),
        isco08: (isco > 0).then(|| format!("{isco:04}")),
        score: (score * 100.0).round() / 100.0,
    })
}

/// The identifier of the ESCO skill that `printed` names.
pub(crate) fn skill(printed: &str) -> Option<String> {
    skill_in(printed, &mut String::new())
}

/// The same with a buffer for folded text.
pub(crate) fn skill_in(printed: &str, buffer: &mut String) -> Option<String> {
    buffer.clear();
    fold_into(&spelt(printed), buffer);
    let index = usize::from(SKILLS.get(buffer)?);
    SKILL_IDENTIFIERS.get(index * 16..(index + 1) * 16).map(identifier)
}

/// Whether `printed` names an ESCO skill.
pub(crate) fn is_skill(printed: &str) -> bool {
    SKILLS.get(&fold(&spelt(printed))).is_some()
}

fn identifier(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_occupations_whatever_surrounds_them() {
        for (title, language, isco) in [
            ("Software Developer", "en", "25"),
            ("Senior Software Developer (contract)", "en", "25"),
            ("Staff Software Engineer, Payments Platform", "en", "25"),
            ("Apprentice Electrician", "en", "74"),
            ("Journeyman Electrician", "en", "74"),
            ("Teacher, Reception", "en", ""),
            ("Store Manager, Extra", "en", "14"),
            ("Krankenpfleger", "de", "22"),
            ("Selbständige Rechtsanwältin", "de", "26"),
            ("Electricista", "es", "74"),
            ("Serveuse (emploi saisonnier)", "fr", "51"),
            ("Praticante avvocato", "it", ""),
            ("Farmacista collaboratrice", "it", "22"),
            ("Svetsare", "sv", "72"),
            ("Inginer constructor", "ro", "21"),
            ("Manager magazin", "ro", "14"),
            ("Operator call center", "ro", "52"),
            ("Site Supervisor", "en", ""),
            ("Dive Technician, casual", "en", ""),
            ("Diseñadora UX/UI", "es", "25"),
            ("Svářečka", "cs", "72"),
            ("Tesisatçı", "tr", "71"),
            ("Villanyszerelő", "hu", "74"),
            ("Staff Nurse, Telemetry", "en", "22"),
            ("Plant Manager", "en", "13"),
            ("Tekstschrijver", "nl", "24"),
            ("Lokalvårdare", "sv", "91"),
            ("Terapeuta da fala", "pt", "22"),
            ("Hemşire", "tr", "22"),
            ("Ospătar", "ro", "51"),
            ("Földmérő", "hu", "21"),
            ("Assistant Manager, Audit", "en", ""),
            ("Xyzzy of the Realm", "en", ""),
            ("Kierowniczka projektu", "pl", "12"),
            ("Technicienne support", "fr", "35"),
            ("Laborantin", "de", "31"),
            ("Starszy kierownik projektu", "pl", "12"),
            ("Kierownik projektu: Laboratorium", "pl", "12"),
            ("Vrachtwagenchauffeur CE", "nl", "83"),
            ("Soudeur TIG", "fr", "72"),
            ("Wissenschaftlicher Mitarbeiter & Buchhalter", "de", "23"),
            ("Research & Development", "en", ""),
            ("Responsabile vendite", "it", "12"),
            ("CNC-frezer", "nl", "72"),
            ("Przedstawicielka handlowa", "pl", "33"),
            ("Makine Mühendisi", "tr", "21"),
        ] {
            let normalized = normalize(title, Some(language));
            let code = normalized.as_ref().and_then(|found| found.isco08.as_deref()).unwrap_or_default();
            assert_eq!(code.get(..2).unwrap_or_default(), isco, "{title}: {normalized:?}");
        }
    }

    #[test]
    fn a_label_of_several_occupations_is_the_plainest_of_them_or_none() {
        for (title, language, label) in [
            ("General Manager", "en", ""),
            ("Supervisor", "en", ""),
            ("Designer", "en", ""),
            ("Driver", "en", "driver"),
            ("Reporter", "en", "journalist"),
            ("Electrician", "en", "electrician"),
            ("Entwicklungsingenieur", "de", "design engineer"),
            ("Sozialpädagogin", "de", "social pedagogue"),
            ("Serveuse", "fr", "waiter/waitress"),
            ("Kinésithérapeute", "fr", "physiotherapist"),
            ("Réceptionniste", "fr", "receptionist"),
            ("Técnico de laboratorio", "es", "laboratory assistant"),
            ("Enfermero", "es", "nurse responsible for general care"),
            ("Camarero", "es", "waiter/waitress"),
            ("Segretaria di direzione", "it", "executive assistant"),
            ("Canalizador", "pt", "plumber"),
            ("Designer gráfico", "pt", "graphic designer"),
            ("Motorista", "pt", ""),
            ("Kierownik projektu", "pl", "project manager"),
            ("Księgowy", "pl", "accountant"),
            ("Analityk finansowy", "pl", "financial analyst"),
            ("Piekarz", "pl", "baker"),
            ("Projektledare", "sv", "project manager"),
            ("Elektriker", "sv", "electrician"),
            ("Loodgieter", "nl", "plumber"),
        ] {
            let normalized = normalize(title, Some(language));
            assert_eq!(normalized.map(|found| found.label).unwrap_or_default(), label, "{title}");
        }
    }

    #[test]
    fn skills_have_identifiers() {
        assert!(skill("3D modelling").is_some_and(|identifier| identifier == "97965983-0da4-4902-9daf-d5cd2693ef73"));
        assert_eq!(skill("xyzzy"), None);
        assert!(skill("C++").is_some() && skill("C#").is_some() && skill("C++") != skill("C#"));
    }
}
