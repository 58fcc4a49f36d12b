//! Personal names: parts, order, particles, titles, generations.

use crate::corpus::Table;
use crate::desk::Desk;
use crate::fold::fold;

/// A personal name in comparable parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct NameForm<T = String> {
    /// Given names, folded, in order; the first is the one that counts.
    pub(crate) given: Vec<T>,
    /// Family names, folded, particles aside.
    pub(crate) family: Vec<T>,
    /// 1 for senior, 2 for junior, 3 and more for numerals; 0 where none is given.
    pub(crate) generation: u8,
}

const PARTICLES: [&str; 27] = [
    "de", "da", "do", "dos", "das", "del", "della", "di", "la", "las", "los", "le", "van", "von", "der", "den", "ten", "ter", "zu", "zur",
    "al", "el", "bin", "ibn", "y", "e", "und",
];

const TITLES: [&str; 32] = [
    "dr",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "prof",
    "professor",
    "sir",
    "dame",
    "herr",
    "frau",
    "sr",
    "sra",
    "mme",
    "mlle",
    "ing",
    "dipl",
    "phd",
    "mba",
    "pmp",
    "cpa",
    "msc",
    "bsc",
    "md",
    "esq",
    "rn",
    "pe",
    "jd",
    "cfa",
    "bcom",
    "hon",
];

fn generation(word: &str) -> u8 {
    match word {
        "sr" | "senior" => 1,
        "jr" | "junior" => 2,
        "ii" => 2,
        "iii" => 3,
        "iv" => 4,
        _ => 0,
    }
}

/// Brings a name into parts, in place of what `form` held. `given` and `family` are used where both are known, else `full` is split.
pub(crate) fn normalize<D: Desk>(
    desk: &mut D,
    form: &mut NameForm<D::Text>,
    full: Option<&str>,
    given: Option<&str>,
    family: Option<&str>,
) {
    form.given.clear();
    form.family.clear();
    let known = |text: &&str| !text.trim().is_empty();
    match (given.filter(known), family.filter(known)) {
        (Some(given), Some(family)) => {
            let of_given = desk.words(given, &mut form.given);
            let of_family = desk.words(family, &mut form.family);
            // The last that tells one is believed.
            let told = [full.map_or(0, told_generation), of_family, of_given];
            form.generation = told.into_iter().find(|&told| told != 0).unwrap_or(0);
        }
        _ => {
            let parts = split(full.or(family).or(given).unwrap_or_default());
            form.given.extend(parts.given.iter().map(|word| desk.keep(Table::Name, word)));
            form.family.extend(parts.family.iter().map(|word| desk.keep(Table::Name, word)));
            form.generation = parts.generation;
        }
    }
    if form.family.len() > 1 {
        let is_particle = |word: &D::Text| PARTICLES.contains(&desk.read(word));
        if !form.family.iter().all(is_particle) {
            form.family.retain(|word| !PARTICLES.contains(&desk.read(word)));
        }
    }
    form.given.truncate(6);
    form.family.truncate(6);
}

/// Folds a name's words and takes titles and generations out; the generation is 0 where none is told.
pub(crate) fn words(text: &str) -> (Vec<String>, u8) {
    let folded = fold(text);
    let all: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let (mut kept, mut told) = (Vec::with_capacity(all.len()), 0);
    for (place, word) in all.iter().enumerate() {
        let which = if all.len() > 1 && place > 0 { generation(word) } else { 0 };
        if which != 0 {
            told = which;
        } else if !(all.len() > 1 && (place == 0 || place + 1 == all.len() || place + 2 == all.len()) && TITLES.contains(word)) {
            kept.push((*word).to_owned());
        }
    }
    (if kept.is_empty() { all.iter().map(|word| (*word).to_owned()).collect() } else { kept }, told)
}

/// Whether a word of a name after the first begins as one of [`generation`]'s, were it with a mark. Most names have none and need not be folded.
fn may_tell_generation(ascii: &str) -> bool {
    let may = |first: u8, second: u8| match first {
        b's' => matches!(second, b'r' | b'e'),
        b'j' => matches!(second, b'r' | b'u'),
        b'i' => matches!(second, b'i' | b'v'),
        _ => false,
    };
    ascii.as_bytes().array_windows().any(|&[before, first, second]| {
        let is_mark = matches!(second, b'\'' | b'`' | b'.');
        !before.is_ascii_alphanumeric() && (may(first | 0x20, second | 0x20) || is_mark && matches!(first | 0x20, b's' | b'j' | b'i'))
    })
}

/// The generation that a whole name tells; 0 where it tells none.
fn told_generation(full: &str) -> u8 {
    if full.is_ascii() && !may_tell_generation(full) {
        return 0;
    }
    let folded = fold(full);
    folded.split(' ').skip(1).map(generation).filter(|&told| told != 0).last().unwrap_or(0)
}

/// Splits a whole name: `Family, Given`, a Han name (family first), or given names and then the family's from its particles on.
fn split(full: &str) -> NameForm {
    if let Some((before, after)) = full.split_once(',') {
        let (tail, _) = words(after);
        let title_only = tail.iter().all(|word| TITLES.contains(&word.as_str()) || generation(word) != 0);
        let (family, of_family) = words(before);
        if !tail.is_empty() && !title_only {
            let (given, of_given) = words(after);
            return NameForm { given, family, generation: if of_given == 0 { of_family } else { of_given } };
        }
        let of_tail = tail.iter().map(|word| generation(word)).max().unwrap_or(0);
        return split_words(family, if of_family == 0 { of_tail } else { of_family });
    }
    let (all, told) = words(full);
    let han = full
        .trim()
        .chars()
        .next()
        .is_some_and(|first| ('\u{4e00}'..='\u{9fff}').contains(&first) || ('\u{ac00}'..='\u{d7a3}').contains(&first));
    if han && !full.trim().contains(' ') && all.len() > 1 {
        NameForm { family: vec![all[0].clone()], given: all[1..].to_vec(), generation: told }
    } else {
        split_words(all, told)
    }
}

fn split_words(mut all: Vec<String>, generation: u8) -> NameForm {
    if all.len() < 2 {
        return NameForm { given: Vec::new(), family: all, generation };
    }
    let particle = (1..all.len() - 1).find(|&place| PARTICLES.contains(&all[place].as_str()));
    let family = all.split_off(particle.unwrap_or(all.len() - 1));
    NameForm { given: all, family, generation }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Plain;

    fn normalized(full: Option<&str>, given: Option<&str>, family: Option<&str>) -> NameForm {
        let mut form = NameForm::default();
        normalize(&mut Plain, &mut form, full, given, family);
        form
    }

    #[test]
    fn a_generation_is_seen_however_it_is_marked() {
        for (full, expected) in [
            ("Jane Example", 0),
            ("John Example Jr.", 2),
            ("John Example J.R.", 2),
            ("John Example 'SR'", 1),
            ("John `jr Example", 2),
            ("John Example-iv", 4),
            ("Jr John", 0),
            ("Junior", 0),
            ("Julia Sergeant", 0),
            ("José Example III", 3),
        ] {
            assert_eq!(told_generation(full), expected, "{full}");
        }
    }

    fn parts(full: &str) -> (String, String, u8) {
        let form = normalized(Some(full), None, None);
        (form.given.join(" "), form.family.join(" "), form.generation)
    }

    #[test]
    fn whole_names_are_split() {
        for (full, given, family, generation) in [
            ("Jane Example", "jane", "example", 0),
            ("Example, Jane M.", "jane m", "example", 0),
            ("Dr. Jane Example, PhD", "jane", "example", 0),
            ("John Example Jr.", "john", "example", 2),
            ("Ludwig van der Beispiel", "ludwig", "beispiel", 0),
            ("王小明", "xiao ming", "wang", 0),
            ("Madonna", "", "madonna", 0),
            ("", "", "", 0),
        ] {
            assert_eq!(parts(full), (given.to_owned(), family.to_owned(), generation), "{full}");
        }
    }

    #[test]
    fn known_parts_are_believed() {
        let form = normalized(Some("Nguyen Van Nam"), Some("Nam"), Some("Nguyen"));
        assert_eq!((form.given, form.family), (vec!["nam".to_owned()], vec!["nguyen".to_owned()]));
    }
}
