//! Job titles and skills in the words of ESCO.

use vitae_model::NormalizedTitle;

use super::phrase::phrase;
use super::table::Table;
use super::{Class, fold, word};

static SKILLS: Table = Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/skills.table")));

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

/// The occupation that the printed `title` stands for.
///
/// The longest stretch of its words that is a label decides; words left over lower the score, those that only qualify (`senior`) hardly.
pub(crate) fn normalize(title: &str) -> Option<NormalizedTitle> {
    let folded = fold(title);
    let (mut weights, mut places) = ([0.0_f32; LONGEST], [(0, 0); LONGEST]);
    let mut n_words = 0;
    let mut at = 0;
    for text in folded.split(' ').take(LONGEST) {
        weights[n_words] = if word(text).cue(Class::Modifier) > 0 { 0.2 } else { 1.0 };
        places[n_words] = (at, at + text.len());
        at += text.len() + 1;
        n_words += usize::from(!text.is_empty());
    }
    let weights = &weights[..n_words];
    let total: f32 = weights.iter().sum();
    for length in (1..=n_words).rev() {
        for first in 0..=n_words - length {
            let stretch = &folded[places[first].0..places[first + length - 1].1];
            let Some(concept) = phrase(stretch).occupation() else { continue };
            let matched: f32 = weights[first..first + length].iter().sum();
            let score = matched / total.max(0.2);
            return (score >= 0.3).then(|| describe(concept, score))?;
        }
    }
    None
}

/// Words of a title that are looked at.
const LONGEST: usize = 12;

fn describe(concept: usize, score: f32) -> Option<NormalizedTitle> {
    let row = |index: usize| CONCEPTS.get(index * CONCEPT..(index + 1) * CONCEPT);
    let place = |row: &[u8]| u32::from_be_bytes([row[18], row[19], row[20], row[21]]) as usize;
    let facts = row(concept)?;
    let end = row(concept + 1).map_or(LABELS.len(), place);
    let isco = u16::from_be_bytes([facts[16], facts[17]]);
    Some(NormalizedTitle {
        label: LABELS.get(place(facts)..end)?.to_owned(),
        esco: Some(identifier(&facts[..16])),
        isco08: (isco > 0).then(|| format!("{isco:04}")),
        score: (score * 100.0).round() / 100.0,
    })
}

/// The identifier of the ESCO skill that `printed` names.
pub(crate) fn skill(printed: &str) -> Option<String> {
    let index = usize::from(SKILLS.get(&fold(printed))?);
    SKILL_IDENTIFIERS.get(index * 16..(index + 1) * 16).map(identifier)
}

/// Whether `printed` names an ESCO skill.
pub(crate) fn is_skill(printed: &str) -> bool {
    SKILLS.get(&fold(printed)).is_some()
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
        for (title, isco) in [
            ("Software Developer", "2512"),
            ("Senior Software Developer (contract)", "2512"),
            ("Krankenpfleger", "5321"),
            ("Electricista", "7411"),
        ] {
            let normalized = normalize(title);
            assert!(
                normalized.as_ref().is_some_and(|found| found.isco08.as_deref().is_some_and(|code| code[..2] == isco[..2])),
                "{title}: {normalized:?}"
            );
        }
        assert_eq!(normalize("Xyzzy of the Realm"), None);
    }

    #[test]
    fn skills_have_identifiers() {
        assert!(skill("3D modelling").is_some_and(|identifier| identifier == "97965983-0da4-4902-9daf-d5cd2693ef73"));
        assert_eq!(skill("xyzzy"), None);
    }
}
