//! Personal names: parts, order, particles, titles, generations.

use crate::fold::fold;

/// A personal name in comparable parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct NameForm {
    /// Given names, folded, in order; the first is the one that counts.
    pub(crate) given: Vec<String>,
    /// Family names, folded, particles aside.
    pub(crate) family: Vec<String>,
    /// 1 for senior, 2 for junior, 3 and more for numerals; 0 where none is given.
    pub(crate) generation: u8,
    /// Whether source or notation told which part is which.
    pub(crate) split: bool,
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

/// Brings a name into parts. `given` and `family` are used where both are known, else `full` is split.
pub(crate) fn normalize(full: Option<&str>, given: Option<&str>, family: Option<&str>) -> NameForm {
    let known = |text: Option<&str>| text.map(str::trim).is_some_and(|text| !text.is_empty());
    let mut form = NameForm::default();
    if known(given) && known(family) {
        form.split = true;
        form.given = words(given.unwrap_or_default(), &mut form.generation);
        form.family = words(family.unwrap_or_default(), &mut form.generation);
        if let Some(full) = full {
            let _ = words(full, &mut form.generation);
        }
    } else {
        split(full.or(family).or(given).unwrap_or_default(), &mut form);
    }
    if form.family.len() > 1 {
        let kept: Vec<String> = form.family.iter().filter(|word| !PARTICLES.contains(&word.as_str())).cloned().collect();
        if !kept.is_empty() {
            form.family = kept;
        }
    }
    form.given.truncate(6);
    form.family.truncate(6);
    form
}

/// Folds a name's words and takes titles and generations out.
fn words(text: &str, seen: &mut u8) -> Vec<String> {
    let folded = fold(text);
    let all: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let mut kept = Vec::with_capacity(all.len());
    for (place, word) in all.iter().enumerate() {
        let which = if all.len() > 1 && place > 0 { generation(word) } else { 0 };
        if which != 0 {
            *seen = which;
        } else if !(all.len() > 1 && (place == 0 || place + 1 == all.len() || place + 2 == all.len()) && TITLES.contains(word)) {
            kept.push((*word).to_owned());
        }
    }
    if kept.is_empty() { all.iter().map(|word| (*word).to_owned()).collect() } else { kept }
}

/// Splits a whole name: `Family, Given`, a Han name (family first), or given names and then the family's from its particles on.
fn split(full: &str, form: &mut NameForm) {
    if let Some((before, after)) = full.split_once(',') {
        let mut ignored = 0;
        let tail = words(after, &mut ignored);
        let title_only = tail.iter().all(|word| TITLES.contains(&word.as_str()) || generation(word) != 0);
        if !tail.is_empty() && !title_only {
            form.family = words(before, &mut form.generation);
            form.given = words(after, &mut form.generation);
            form.split = true;
            return;
        }
        form.generation = form.generation.max(tail.iter().map(|word| generation(word)).max().unwrap_or(0));
        return split_words(words(before, &mut form.generation), form);
    }
    let all = words(full, &mut form.generation);
    let han = full
        .trim()
        .chars()
        .next()
        .is_some_and(|first| ('\u{4e00}'..='\u{9fff}').contains(&first) || ('\u{ac00}'..='\u{d7a3}').contains(&first));
    if han && !full.trim().contains(' ') && all.len() > 1 {
        form.family = vec![all[0].clone()];
        form.given = all[1..].to_vec();
        form.split = true;
    } else {
        split_words(all, form);
    }
}

fn split_words(mut all: Vec<String>, form: &mut NameForm) {
    if all.len() < 2 {
        form.family = all;
        return;
    }
    let particle = (1..all.len() - 1).find(|&place| PARTICLES.contains(&all[place].as_str()));
    form.family = all.split_off(particle.unwrap_or(all.len() - 1));
    form.given = all;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(full: &str) -> (String, String, u8) {
        let form = normalize(Some(full), None, None);
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
        let form = normalize(Some("Nguyen Van Nam"), Some("Nam"), Some("Nguyen"));
        assert_eq!((form.given, form.family), (vec!["nam".to_owned()], vec!["nguyen".to_owned()]));
    }
}
