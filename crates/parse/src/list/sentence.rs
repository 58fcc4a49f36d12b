//! Skills that sentences name: `I work with Rust, Go and PostgreSQL daily`.

use vitae_document::Span;

use crate::layout::Layout;
use crate::lexicon::{self, fold};
use crate::list::piece;

/// Words that say who is meant, at the begin of a sentence.
const SUBJECTS: &[&str] = &[
    "i", "my", "ich", "mein", "meine", "je", "j", "mes", "yo", "mis", "io", "eu", "ik", "mijn", "ja", "jag", "jeg", "mina", "mine",
    "minulla",
];

/// Words that say how something is known, at the begin of what is half a sentence: `Proficient in`.
const STATES: &[&str] = &[
    "experienced",
    "proficient",
    "skilled",
    "familiar",
    "comfortable",
    "knowledge",
    "experience",
    "expertise",
    "versed",
    "knowledgeable",
    "erfahren",
    "erfahrung",
    "erfahrungen",
    "sicher",
    "sicherer",
    "routiniert",
    "vertraut",
    "kenntnisse",
    "fundierte",
    "maitrise",
    "connaissance",
    "connaissances",
    "experiences",
    "bonne",
    "bonnes",
    "dominio",
    "manejo",
    "conocimiento",
    "conocimientos",
    "experiencia",
    "conoscenza",
    "esperienza",
    "padronanza",
    "dominio",
    "conhecimento",
    "conhecimentos",
    "kennis",
    "ervaring",
    "ervaren",
    "znajomosc",
    "doswiadczenie",
    "biegla",
    "kunskaper",
    "erfarenhet",
    "van",
    "erfaring",
    "kokemusta",
    "tapasztalat",
    "deneyimli",
    "solid",
    "strong",
    "good",
    "working",
    "hands",
    "proficiency",
    "gute",
    "sehr",
    "amplia",
    "ampla",
    "buona",
    "ottima",
    "goede",
    "dobra",
];

/// Words that lead over to what is known.
const LINKS: &[&str] = &[
    "with",
    "in",
    "of",
    "using",
    "on",
    "including",
    "like",
    "as",
    "at",
    "mit",
    "im",
    "zu",
    "von",
    "avec",
    "en",
    "de",
    "des",
    "du",
    "d",
    "sur",
    "con",
    "del",
    "di",
    "del",
    "della",
    "dello",
    "dei",
    "delle",
    "su",
    "nel",
    "nell",
    "com",
    "em",
    "da",
    "do",
    "met",
    "van",
    "w",
    "z",
    "ze",
    "med",
    "av",
    "om",
    "i",
];

/// Verbs behind which what is known stands at once.
const VERBS: &[&str] = &[
    "use",
    "know",
    "write",
    "master",
    "program",
    "code",
    "enjoy",
    "nutze",
    "verwende",
    "beherrsche",
    "kenne",
    "benutze",
    "programmiere",
    "utilise",
    "maitrise",
    "connais",
    "uso",
    "utilizo",
    "manejo",
    "conozco",
    "domino",
    "utilizzo",
    "conosco",
    "conheco",
    "gebruik",
    "ken",
    "beheers",
    "uzywam",
    "znam",
    "anvander",
    "kan",
    "beharskar",
    "bruger",
    "bruker",
    "speak",
];

/// Words at the begin of a part that are no part of a name.
const FILLERS: &[&str] =
    &["also", "as", "well", "such", "auch", "aussi", "ainsi", "que", "tambien", "como", "anche", "also", "etc", "the", "both"];

/// Words a part may have where it has no name in it.
const MOST_WORDS: usize = 4;

/// Adds the skills that the sentences at `span` name to `out`; whether it holds any sentence that names some.
pub(super) fn skills(layout: &Layout, span: Span, out: &mut Vec<Span>) -> bool {
    let text = layout.slice(span);
    // Most items are no sentences, which is quickly seen.
    if text.len() < 16 || text.contains(['|', '•', ':']) || !begins_sentence(text) {
        return false;
    }
    let known = out.len();
    let mut from = 0;
    let ends = text.match_indices(". ").chain(text.match_indices(".\n")).map(|(at, _)| at);
    let mut ends: Vec<usize> = ends.chain([text.len()]).collect();
    ends.sort_unstable();
    for end in ends {
        let clause = Clause { text: &text[from..end.max(from)], offset: span.start + from as u32 };
        from = (end + 2).min(text.len());
        clause.read(out);
    }
    let is_told = out.len() > known + 1 || out.len() > known && is_among(first_word(text), SUBJECTS);
    if !is_told {
        out.truncate(known);
    }
    is_told
}

fn first_word(text: &str) -> &str {
    text.split([' ', '\n', '’', '\'']).next().unwrap_or(text)
}

/// Whether the first word of `text` begins a sentence about what the person knows.
fn begins_sentence(text: &str) -> bool {
    is_among(first_word(text), SUBJECTS) || is_among(first_word(text), STATES)
}

/// One sentence, and where it begins.
#[derive(Debug, Clone, Copy)]
struct Clause<'a> {
    text: &'a str,
    offset: u32,
}

impl Clause<'_> {
    /// Adds the skills it names to `out`.
    fn read(self, out: &mut Vec<Span>) {
        let text = self.text.trim_end_matches(|symbol: char| symbol.is_whitespace() || matches!(symbol, '.' | '!'));
        if !begins_sentence(text.trim_start()) {
            return;
        }
        let parts = parts(text);
        for (place, &(start, end)) in parts.iter().enumerate() {
            let is_last = place + 1 == parts.len();
            let found = if place == 0 { opened(text, start, end) } else { Some(start) };
            let Some((from, to)) = found.and_then(|start| named(text, start, end, is_last)) else { continue };
            out.push(Span { start: self.offset + from as u32, end: self.offset + to as u32 });
        }
    }
}

/// The words of `text` from `start` to `end` with their places.
fn words(text: &str, start: usize, end: usize) -> impl DoubleEndedIterator<Item = (usize, &str)> {
    text[start..end].split([' ', '\n']).filter(|word| !word.is_empty()).map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// `text` cut at commas outside of brackets and at joining words.
fn parts(text: &str) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_u32);
    for (at, word) in words(text, 0, text.len()) {
        let is_joint = depth == 0
            && at > start
            && (is_among(word, lexicon::AND) || is_among(word, lexicon::OR))
            && word.chars().all(char::is_lowercase);
        if is_joint {
            parts.push((start, at));
            start = at + word.len();
        }
        for (place, symbol) in word.char_indices() {
            match symbol {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                ',' | ';' if depth == 0 => {
                    parts.push((start, at + place));
                    start = at + place + 1;
                }
                _ => {}
            }
        }
    }
    parts.push((start, text.len()));
    parts.retain(|&(start, end)| start < end && !text[start..end].trim().is_empty());
    parts
}

fn is_among(word: &str, list: &[&str]) -> bool {
    list.contains(&fold(word).as_str())
}

/// Where behind the first words of a sentence, from `start` to `end`, what is known begins: behind the last word that leads to a name, else
/// the last that leads to anything.
fn opened(text: &str, start: usize, end: usize) -> Option<usize> {
    let mut found = None;
    let mut found_name = None;
    let mut before: Option<(usize, &str)> = None;
    for (at, word) in words(text, start, end) {
        if let Some((_, lead)) = before
            && (is_among(lead, LINKS) || is_among(lead, VERBS))
        {
            found = Some(at);
            if is_name(word) {
                found_name = Some(at);
            }
        }
        before = Some((at, word));
    }
    found_name.or(found)
}

/// Whether `word` is written as names of tools are: with a capital, a figure, or a mark inside.
fn is_name(word: &str) -> bool {
    let bare = word.trim_matches(|symbol: char| matches!(symbol, '(' | ')' | '"' | '“' | '”' | ','));
    bare.contains(|symbol: char| symbol.is_uppercase() || symbol.is_ascii_digit() || matches!(symbol, '+' | '#'))
        || bare.trim_matches('.').contains('.')
}

/// The skill in the part from `start` to `end`: its words up to where the sentence goes on.
fn named(text: &str, start: usize, end: usize, is_last: bool) -> Option<(usize, usize)> {
    let (from, first) = words(text, start, end).find(|(_, word)| !is_among(word, FILLERS))?;
    let all = text[from..end].trim_end();
    let is_whole_skill = lexicon::is_skill(all);
    let mut to = from;
    let mut n_words = 0;
    let mut in_name = is_name(first);
    let begins_name = in_name;
    for (at, word) in words(text, from, end) {
        in_name &= is_name(word) || word.starts_with(['(', '&', '/']);
        let goes_on = is_among(word, LINKS) || is_among(word, TIMES);
        if n_words > 0 && !is_whole_skill && (begins_name && is_last && !in_name || goes_on) {
            break;
        }
        to = at + word.len();
        n_words += 1;
    }
    let is_short = n_words <= if begins_name { MOST_WORDS + 2 } else { MOST_WORDS };
    (n_words > 0 && is_short && text[from..to].chars().filter(|symbol| symbol.is_alphanumeric()).count() > 0).then_some((from, to))
}

/// Words that say how often or since when.
const TIMES: &[&str] = &[
    "daily",
    "every",
    "regularly",
    "weekly",
    "professionally",
    "for",
    "since",
    "taglich",
    "regelmassig",
    "seit",
    "quotidiennement",
    "depuis",
    "chaque",
    "diariamente",
    "desde",
    "cada",
    "quotidianamente",
    "da",
    "ogni",
    "dagelijks",
    "sinds",
    "codziennie",
    "dagligen",
    "to",
];

/// The items of `span`: what its sentences name, else what separators part.
pub(super) fn split(layout: &Layout, span: Span, out: &mut Vec<Span>) {
    if !skills(layout, span, out) {
        piece::split(layout, span, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<&str> {
        let mut layout = Layout::default();
        layout.text.push_str(text);
        let mut spans = Vec::new();
        skills(&layout, Span { start: 0, end: text.len() as u32 }, &mut spans);
        spans.iter().map(|span| &text[span.start as usize..span.end as usize]).collect()
    }

    #[test]
    fn sentences_name_skills() {
        let cases: &[(&str, &[&str])] = &[
            ("I work with Rust, Go and PostgreSQL daily", &["Rust", "Go", "PostgreSQL"]),
            ("I use Docker, Kubernetes and Google Cloud Platform.", &["Docker", "Kubernetes", "Google Cloud Platform"]),
            ("I have five years of experience with Node.js and React. I also know C++.", &["Node.js", "React", "C++"]),
            ("Experienced in project planning, budgeting and team leadership.", &["project planning", "budgeting", "team leadership"]),
            ("Proficient in Excel, SAP (FI, CO) and SQL", &["Excel", "SAP (FI, CO)", "SQL"]),
            ("Ich arbeite täglich mit Rust, Go und PostgreSQL.", &["Rust", "Go", "PostgreSQL"]),
            ("Erfahren im Umgang mit Excel, SAP und DATEV", &["Excel", "SAP", "DATEV"]),
            ("Je travaille avec Java, Spring et Oracle depuis dix ans.", &["Java", "Spring", "Oracle"]),
            ("Manejo de Excel, SAP y Photoshop", &["Excel", "SAP", "Photoshop"]),
            ("Conoscenza di Revit, AutoCAD e SketchUp.", &["Revit", "AutoCAD", "SketchUp"]),
            ("Experiência com Python, Django e AWS", &["Python", "Django", "AWS"]),
            ("Jag behärskar Excel, Word och PowerPoint", &["Excel", "Word", "PowerPoint"]),
            ("Ervaring met Figma, Sketch en InDesign", &["Figma", "Sketch", "InDesign"]),
        ];
        for (text, skills) in cases {
            assert_eq!(told(text), *skills, "{text}");
        }
    }

    #[test]
    fn lists_and_phrases_are_no_sentences() {
        for text in [
            "Rust, Go, PostgreSQL",
            "Project management",
            "Experience design",
            "Strong communication",
            "Knowledge management, SQL",
            "Good laboratory practice",
        ] {
            assert!(told(text).is_empty(), "{text}: {:?}", told(text));
        }
    }
}
