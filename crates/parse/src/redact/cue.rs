//! Cues of gender and age in prose.

use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};

use super::text::Found;

/// `kind`, language (`*` for all) and pattern, tab-separated; a comment begins with `#`.
const DATA: &str = include_str!("../../data/cues_personal.tsv");

struct Cue {
    kind: Kind,
    language: &'static str,
    pattern: Regex,
}

/// What a cue tells, and how much is taken out where it is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Age: the match alone.
    Age,
    /// A label of personal data such as a date of birth: all up to the end of its clause.
    Label,
    /// A word such as `married`, where it is a clause of its own.
    Status,
    /// Citizenship: the match alone.
    Origin,
    /// Words of one gender, with the words that stand for them.
    Pronoun(&'static str),
    /// Words that agree with a person's gender: both endings behind the stem.
    Agreement(&'static str, &'static str),
    /// No cue: what looks like one of the others there is none.
    Kept,
}

static CUES: LazyLock<Vec<Cue>> =
    LazyLock::new(|| DATA.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(cue).collect());

fn cue(line: &'static str) -> Cue {
    let mut fields = line.split('\t');
    let mut next = || fields.next().expect("a cue has kind, language and pattern");
    let (kind, language, words) = (next(), next(), next());
    let kind = match kind {
        "keep" => Kind::Kept,
        "origin" => Kind::Origin,
        "agree" => Kind::Agreement(next(), next()),
        "age" => Kind::Age,
        "label" => Kind::Label,
        "status" => Kind::Status,
        "pronoun" => Kind::Pronoun(next()),
        other => panic!("no kind of cue: {other}"),
    };
    let text = match kind {
        Kind::Status => format!("^(?:{words})$"),
        Kind::Pronoun(_) | Kind::Origin => format!(r"\b(?:{words})\b"),
        Kind::Agreement(masculine, feminine) => format!(r"\b({words})(?:{feminine}|{masculine})\b"),
        // "* 12.03.1985" begins with no letter.
        Kind::Age => format!(r"(?:\b|(?:^|\s))(?:{words})"),
        Kind::Label => format!(r"\b(?:{words})"),
        Kind::Kept => format!(r"(?:\b|(?:^|\s))(?:{words})"),
    };
    let pattern = RegexBuilder::new(&text).case_insensitive(true).build().expect("the pattern is well formed");
    Cue { kind, language, pattern }
}

/// Ends of clauses: what stands between two of them is taken out together.
const ENDS: [char; 7] = ['•', '·', '|', ';', '\n', '▪', '◦'];

/// `text` without what tells gender and age; `language` is the document's, ISO 639-1.
pub(super) fn without(text: &str, language: &str, found: &mut Found) -> String {
    let cues: Vec<&Cue> = CUES.iter().filter(|cue| cue.language == "*" || cue.language == language).collect();
    let mut clean = String::with_capacity(text.len());
    for clause in text.split_inclusive(ENDS) {
        let body = clause.trim_end_matches(ENDS);
        let mut kept = personal(body, &cues, found);
        for cue in &cues {
            let what = match cue.kind {
                Kind::Age => "age",
                Kind::Origin => "origin",
                Kind::Pronoun(_) | Kind::Agreement(..) => "gender",
                Kind::Label | Kind::Status | Kind::Kept => continue,
            };
            let times = replace(&mut kept, cue, &cues);
            if times > 0 {
                *found.entry(what).or_default() += times;
            }
        }
        clean.push_str(&kept);
        if !kept.trim().is_empty() {
            clean.push_str(&clause[body.len()..]);
        }
    }
    clean
}

/// Puts into `text` what stands for the matches of `cue` that meet none of those that are kept; how many there were.
fn replace(text: &mut String, cue: &Cue, cues: &[&Cue]) -> usize {
    if !cue.pattern.is_match(text) {
        return 0;
    }
    let kept = cues.iter().filter(|cue| cue.kind == Kind::Kept);
    let kept: Vec<(usize, usize)> = kept.flat_map(|cue| cue.pattern.find_iter(text)).map(|hit| (hit.start(), hit.end())).collect();
    let (mut clean, mut last, mut times) = (String::with_capacity(text.len()), 0, 0);
    for captures in cue.pattern.captures_iter(text) {
        let Some(hit) = captures.get(0) else { continue };
        // "licenciado/a" has both endings.
        let is_half = text[hit.end()..].starts_with('/') || text[..hit.start()].ends_with('/');
        if is_half || kept.iter().any(|&(start, end)| start < hit.end() && hit.start() < end) {
            continue;
        }
        clean.push_str(&text[last..hit.start()]);
        clean.push_str(&replacement(cue.kind, &captures));
        (last, times) = (hit.end(), times + 1);
    }
    clean.push_str(&text[last..]);
    *text = clean;
    times
}

fn replacement(kind: Kind, captures: &regex::Captures<'_>) -> String {
    let word = &captures[0];
    let neutral = match kind {
        Kind::Pronoun(neutral) => {
            let mut expanded = String::new();
            // `$1łem` would be a group of that name.
            captures.expand(&neutral.replace("$1", "${1}").replace("$2", "${2}"), &mut expanded);
            expanded
        }
        Kind::Agreement(masculine, feminine) => {
            let shouted = !word.chars().any(char::is_lowercase) && word.chars().count() > 1;
            let ends = format!("{masculine}/{feminine}");
            format!("{}{}", &captures[1], if shouted { ends.to_uppercase() } else { ends })
        }
        _ => return String::new(),
    };
    if word.starts_with(char::is_uppercase) && neutral.starts_with(char::is_lowercase) {
        let mut letters = neutral.chars();
        return letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    }
    neutral
}

/// `clause` without personal data: from a label up to the end, and parts between commas that are nothing but a status.
fn personal(clause: &str, cues: &[&Cue], found: &mut Found) -> String {
    let labels = cues.iter().filter(|cue| cue.kind == Kind::Label).filter_map(|cue| cue.pattern.find(clause));
    let label = labels.map(|hit| (hit.start(), hit.end())).min();
    let kept = match label {
        // The stop of "ur. 1980" is the label's own.
        Some((start, behind)) => {
            *found.entry("age").or_default() += 1;
            // A sentence behind it is another matter.
            // The stop of "12. mars" ends none.
            let stops = clause[behind..].match_indices(". ").map(|(at, _)| behind + at);
            let end = stops.into_iter().find(|&at| !clause[..at].ends_with(|symbol: char| symbol.is_ascii_digit()));
            let rest = end.map_or("", |end| &clause[end + 2..]);
            format!("{}{rest}", &clause[..start])
        }
        None => clause.to_owned(),
    };
    let sentences: Vec<String> = kept.split(". ").map(|sentence| without_status(sentence, cues, found)).collect();
    let first = sentences.iter().position(|sentence| !sentence.trim().is_empty()).unwrap_or_default();
    sentences[first..].join(". ")
}

/// `sentence` without parts between commas that are nothing but a status.
fn without_status(sentence: &str, cues: &[&Cue], found: &mut Found) -> String {
    if !sentence.contains(',') && sentence.split_whitespace().count() > 5 {
        return sentence.to_owned();
    }
    let is_status = |part: &&str| {
        let part = part.trim().trim_end_matches('.');
        !part.is_empty() && cues.iter().any(|cue| cue.kind == Kind::Status && cue.pattern.is_match(part))
    };
    let parts: Vec<&str> = sentence.split(',').collect();
    let left: Vec<&str> = parts.iter().filter(|part| !is_status(part)).copied().collect();
    if left.len() < parts.len() {
        *found.entry("gender").or_default() += parts.len() - left.len();
    }
    left.join(",")
}
