//! Templates made by chance: any order of an entry's parts, on any number of lines, in any look, so that a reader learns to ask the
//! document itself which part stands where. None of them is one of [`template::HELD`].

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::rng::Rng;
use crate::template::{self, Book};

/// As many templates of each kind.
const COUNT: usize = 900;

/// What stands in a narrow column beside a job, and what is left for the entry.
const BESIDE_JOBS: &[(&str, &str)] = &[
    ("D", "TEP"),
    ("D", "TEP"),
    ("D", "TEP"),
    ("D\nP", "TE"),
    ("D\nP", "TE"),
    ("P\nD", "TE"),
    ("E", "TPD"),
    ("E\nP", "TD"),
    ("D\nE", "TP"),
];

/// The same for a study.
const BESIDE_STUDIES: &[(&str, &str)] = &[
    ("D", "TEPG"),
    ("D", "TEPG"),
    ("D\nP", "TEG"),
    ("D\nG", "TEP"),
    ("L", "EAPDG"),
    ("L", "EAPDG"),
    ("*L*", "EADP"),
    ("T", "EPDG"),
    ("E", "TPDG"),
];

/// What may stand between two parts of a line.
const BETWEEN: &[&str] = &[", ", ", ", ", ", " – ", " — ", " | ", " · ", " • ", ": ", "~", "~", ">", ">"];

/// All of them, made once.
pub static MIXED: LazyLock<Book> = LazyLock::new(|| Book {
    work: templates(1, &[("", "TEPD")]),
    work_rail: templates(2, BESIDE_JOBS),
    study: templates(3, &[("", "TEPDG")]),
    study_rail: templates(4, BESIDE_STUDIES),
    groups: template::GROUPS,
});

/// Different templates of what stands beside an entry and in it.
fn templates(stream: u64, shares: &[(&str, &str)]) -> &'static [&'static str] {
    let held: BTreeSet<String> = [template::HELD.work, template::HELD.work_rail, template::HELD.study, template::HELD.study_rail]
        .concat()
        .into_iter()
        .map(plain)
        .collect();
    let rng = &mut Rng::new(0x3A1F, stream);
    let mut known = BTreeSet::new();
    let mut made: Vec<&'static str> = Vec::new();
    while made.len() < COUNT {
        let (beside, parts) = *rng.pick(shares);
        let template = one(rng, parts);
        let template = if beside.is_empty() { template } else { format!("{beside}‖{template}") };
        if !held.contains(&plain(&template)) && known.insert(template.clone()) {
            made.push(template.leak());
        }
    }
    made.leak()
}

/// `template` without its looks.
fn plain(template: impl AsRef<str>) -> String {
    template.as_ref().replace(['*', '_'], "")
}

fn one(rng: &mut Rng, parts: &str) -> String {
    let order = order(rng, parts);
    // Bold, italic: mostly one part stands out, which one is anybody's choice.
    let (bold, italic) = (*rng.pick(&['T', 'E', 'T', 'E', 'T', 'E', 'D', ' ']), *rng.pick(&['T', 'E', 'P', 'D', ' ', ' ', ' ']));
    let bold_line = rng.chance(15);
    let mut made = String::new();
    let mut flushed = false;
    for (at, part) in order.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| order[before]);
        if before.is_some() {
            let is_line = rng.chance(38);
            let between = match (before, part) {
                _ if is_line => "\n",
                (Some('T'), 'E') if rng.chance(20) => "@",
                _ => *rng.pick(BETWEEN),
            };
            let between = if between == ">" && flushed { ", " } else { between };
            flushed = between == ">" || flushed && between != "\n";
            made.push_str(between);
        }
        let bracketed = before.is_some() && !made.ends_with(['\n', '>', '@', '~']) && matches!(part, 'P' | 'D') && rng.chance(30);
        if bracketed {
            made.truncate(made.trim_end_matches([',', ':', '|', '·', '•', '–', '—', ' ']).len());
            made.push_str(&format!(" ({part})"));
            continue;
        }
        let look = match *part {
            'T' | 'E' if bold_line => "*",
            part if part == bold => "*",
            part if part == italic => "_",
            _ => "",
        };
        made.push_str(&format!("{look}{part}{look}"));
    }
    made
}

/// `parts` in some order; places and grades seldom come first.
fn order(rng: &mut Rng, parts: &str) -> Vec<char> {
    let parts: Vec<char> = parts.chars().collect();
    loop {
        let order = rng.some(&parts, parts.len());
        let is_odd = match order[0] {
            'P' => !rng.chance(30),
            'G' | 'A' => true,
            _ => false,
        };
        if !is_odd {
            return order;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_stands_once_in_every_template() {
        for (templates, all) in [
            (MIXED.work, &["DEPT"][..]),
            (MIXED.work_rail, &["DEPT"]),
            (MIXED.study, &["DEGPT"]),
            (MIXED.study_rail, &["DEGPT", "ADEGLP", "ADELP"]),
        ] {
            for template in templates {
                let mut found: Vec<char> = template.chars().filter(char::is_ascii_uppercase).collect();
                found.sort_unstable();
                assert!(all.contains(&found.iter().collect::<String>().as_str()), "{template:?}");
            }
        }
    }

    #[test]
    fn none_is_for_judging() {
        for held in template::HELD.work {
            assert!(!MIXED.work.iter().any(|template| plain(template) == plain(held)), "{held:?}");
        }
    }
}
