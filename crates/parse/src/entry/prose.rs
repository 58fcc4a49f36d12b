//! Sentences that tell of a job: "From 2015 to 2018 I worked as a site manager at Oakfield Ltd in Leeds."
//!
//! What leads to the title, the words that join it to the employer and those that the employer is introduced by belong to no value.

use vitae_document::Span;

use super::bracket::names_place;
use super::row::{Bit, Edge, Row};
use crate::layout::Layout;
use crate::lexicon::{WordSet, fold};

/// Words that lead to a title at most.
const LONGEST_LEAD: usize = 8;

/// Divides the sentences among `rows` that tell of a job and say when.
pub(super) fn part(layout: &Layout, rows: &mut [Row]) {
    for row in rows.iter_mut().filter(|row| !row.dates.is_empty()) {
        let Some(&first) = row.bits.first() else { continue };
        let Some(length) = lead(layout.slice(first.span)) else { continue };
        row.bits[0] = shortened(layout, first, length as u32, first.span.len() as u32);
        end_sentence(layout, &mut row.bits);
        part_employer(layout, &mut row.bits);
    }
}

/// How many bytes of `text` lead to a title: "I worked as a ", "war ich ", "j’ai travaillé comme ".
fn lead(text: &str) -> Option<usize> {
    let starts = Words::of(text).take(LONGEST_LEAD + 1);
    let (mut has_verb, mut is_plain, mut n_known, mut n_words) = (false, false, 0, 0);
    let mut end = None;
    for (start, word) in starts {
        let folded = fold(word);
        let is_verb = VERBS.has(&folded);
        if has_verb && AS.has(&folded) {
            end = Some(start + word.len());
            break;
        }
        has_verb |= is_verb;
        n_known += usize::from(is_verb || FILLERS.has(&folded));
        n_words += 1;
        // Without a word for "as" nothing but known words leads to the title.
        is_plain |= is_verb && word.starts_with(char::is_lowercase);
        if is_plain && n_known == n_words {
            end = Some(start + word.len());
        } else if word.starts_with(char::is_uppercase) && n_words > 2 {
            break;
        }
    }
    let end = behind_articles(text, end?);
    (end < text.len()).then_some(end)
}

/// The byte behind the articles, and the words for a company, that follow byte `from` of `text`.
fn behind_articles(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    let next = Words::of(rest).find(|(_, word)| !ARTICLES.has(&fold(word)));
    next.map_or(text.len(), |(start, _)| from + start)
}

/// Ends the sentence: its full stop is no part of a name, and what follows it is another matter.
fn end_sentence(layout: &Layout, bits: &mut Vec<Bit>) {
    for at in 0..bits.len() {
        let bit = bits[at];
        let text = layout.slice(bit.span);
        let Some(stop) = full_stop(text) else { continue };
        let rest = stop + 1 + text[stop + 1..].len() - text[stop + 1..].trim_start().len();
        bits[at] = shortened(layout, bit, 0, stop as u32);
        if rest < text.len() {
            bits.insert(at + 1, Bit { edge: Edge::Bar, ..shortened(layout, bit, rest as u32, text.len() as u32) });
        }
        return;
    }
}

/// Where the first sentence of `text` ends, a full stop behind an abbreviation left out.
fn full_stop(text: &str) -> Option<usize> {
    let ends = |at: &usize| {
        let word = text[..*at].rsplit(' ').next().unwrap_or_default();
        let rest = &text[at + 1..];
        let is_last = rest.trim_start().is_empty() || rest.starts_with(' ') && rest.trim_start().starts_with(char::is_uppercase);
        is_last && word.chars().count() > 3 && !word.contains('.')
    };
    text.match_indices('.').map(|(at, _)| at).find(ends)
}

/// Parts the employer from the title in front of it, and its place behind it.
fn part_employer(layout: &Layout, bits: &mut Vec<Bit>) {
    let text = layout.slice(bits[0].span);
    let is_joined = bits.iter().any(|bit| bit.edge == Edge::At);
    let joint = Words::of(text).skip(1).find(|(start, word)| {
        let name = &text[behind_articles(text, start + word.len())..];
        JOINTS.has(&fold(word)) && name.starts_with(char::is_uppercase) && (!is_joined || names_place(name))
    });
    if let Some((start, word)) = joint {
        let (bit, end) = (bits[0], text.len() as u32);
        let edge = if is_joined { Edge::Comma } else { Edge::At };
        let from = behind_articles(text, start + word.len()) as u32;
        bits[0] = shortened(layout, bit, 0, start as u32);
        bits.insert(1, Bit { edge, ..shortened(layout, bit, from, end) });
    }
    let Some(at) = bits.iter().position(|bit| bit.edge == Edge::At) else { return };
    let bit = bits[at];
    let text = layout.slice(bit.span);
    let from = behind_articles(text, 0);
    let end = before_verbs(text);
    let place = Words::of(text).skip(1).find(|(start, word)| {
        let name = text[..end].get(start + word.len()..).unwrap_or_default().trim();
        JOINTS.has(&fold(word)) && name.starts_with(char::is_uppercase) && names_place(name)
    });
    let to = place.map_or(end, |(start, _)| start);
    if from >= to {
        return;
    }
    bits[at] = shortened(layout, bit, from as u32, to as u32);
    if let Some((start, word)) = place {
        bits.insert(at + 1, Bit { edge: Edge::Comma, ..shortened(layout, bit, (start + word.len()) as u32, end as u32) });
    }
}

/// The length of `text` without the verbs at its end: "Nordbau GmbH tätig".
fn before_verbs(text: &str) -> usize {
    let mut end = text.trim_end().len();
    while let Some((rest, _)) = text[..end].rsplit_once(' ').filter(|(_, word)| VERBS.has(&fold(word))) {
        end = rest.trim_end().len();
    }
    end
}

/// The bytes `from..to` of `bit`, blanks at either end left out.
fn shortened(layout: &Layout, bit: Bit, from: u32, to: u32) -> Bit {
    let text = layout.slice(bit.span).get(from as usize..to as usize).unwrap_or_default();
    let start = bit.span.start + from + (text.len() - text.trim_start().len()) as u32;
    Bit { span: Span { start, end: start + text.trim().len() as u32 }, ..bit }
}

/// The words of a text between blanks, and where each begins.
struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Words<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, at: 0 }
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.get(self.at..)?;
        let word = rest.split_whitespace().next()?;
        let start = self.at + (rest.len() - rest.trim_start().len());
        self.at = start + word.len();
        Some((start, word))
    }
}

/// Verbs by which people say what they were, folded.
static VERBS: WordSet = WordSet::new(&[
    "am",
    "worked",
    "working",
    "work",
    "was",
    "been",
    "employed",
    "served",
    "serving",
    "acted",
    "acting",
    "arbeitete",
    "arbeite",
    "gearbeitet",
    "war",
    "bin",
    "tatig",
    "beschaftigt",
    "angestellt",
    "fungierte",
    "travaille",
    "travaillais",
    "j ai",
    "etais",
    "j etais",
    "suis",
    "exerce",
    "j exerce",
    "trabaje",
    "trabajo",
    "trabajaba",
    "trabajado",
    "fui",
    "soy",
    "era",
    "ejerci",
    "lavorato",
    "lavoro",
    "lavoravo",
    "ero",
    "sono",
    "stato",
    "stata",
    "trabalhei",
    "trabalho",
    "trabalhava",
    "sou",
    "atuei",
    "atuo",
    "exerci",
    "werkte",
    "werk",
    "gewerkt",
    "ben",
    "werkzaam",
    "arbetade",
    "arbetar",
    "jobbade",
    "jobbar",
    "var",
    "ar",
    "anstalld",
    "arbejdede",
    "arbejder",
    "er",
    "ansat",
    "jobbet",
    "jobber",
    "arbeidet",
    "arbeider",
    "ansatt",
    "pracowalem",
    "pracowalam",
    "pracuje",
    "bylem",
    "bylam",
    "jestem",
    "zatrudniony",
    "zatrudniona",
    "pracoval",
    "pracovala",
    "pracuji",
    "pracujem",
    "byl",
    "byla",
    "bol",
    "bola",
    "lucrat",
    "lucrez",
    "fost",
    "radio",
    "radila",
    "radim",
    "bio",
    "bila",
    "delal",
    "delala",
    "delam",
    "treballar",
    "treballo",
    "tyoskentelin",
    "tyoskentelen",
    "toimin",
    "olin",
    "olen",
    "dolgoztam",
    "dolgozom",
    "voltam",
    "calistim",
    "calisiyorum",
    "tootasin",
    "tootan",
]);

/// Words that stand among such verbs: who, how long, when; folded.
static FILLERS: WordSet = WordSet::new(&[
    "i",
    "have",
    "has",
    "had",
    "being",
    "currently",
    "then",
    "also",
    "first",
    "ich",
    "habe",
    "mich",
    "dort",
    "zuerst",
    "danach",
    "derzeit",
    "je",
    "y",
    "yo",
    "he",
    "me",
    "io",
    "ho",
    "eu",
    "ik",
    "heb",
    "jag",
    "har",
    "jeg",
    "ja",
    "jsem",
    "som",
    "sem",
    "sam",
    "se",
    "vaig",
    "mina",
    "en",
    "ma",
    "tant",
    "que",
    "qualite",
    "qualita",
    "di",
    "in",
    "de",
    "calitate",
    "w",
    "charakterze",
]);

/// Words for "as", folded.
static AS: WordSet = WordSet::new(&["as", "als", "comme", "como", "come", "com", "som", "jako", "ako", "ca", "drept", "kao", "kot"]);

/// Words in front of a title or an employer that say nothing of either, folded.
static ARTICLES: WordSet = WordSet::new(&[
    "a",
    "an",
    "the",
    "ein",
    "eine",
    "einer",
    "einem",
    "der",
    "dem",
    "die",
    "den",
    "das",
    "firma",
    "un",
    "une",
    "la",
    "le",
    "l",
    "les",
    "una",
    "uno",
    "el",
    "los",
    "il",
    "lo",
    "gli",
    "um",
    "uma",
    "o",
    "os",
    "een",
    "het",
    "de",
    "ett",
    "en",
    "et",
    "company",
    "societe",
    "l entreprise",
    "entreprise",
    "empresa",
    "societa",
    "azienda",
    "ditta",
    "bedrijf",
    "foretaget",
    "firman",
    "firmaet",
    "firmie",
    "spolce",
    "firme",
    "spolecnosti",
    "spolocnosti",
    "firmy",
    "compania",
]);

/// Words that join a title to its employer, or an employer to its place, folded.
static JOINTS: WordSet = WordSet::new(&[
    "at", "for", "with", "by", "in", "bei", "fur", "im", "chez", "pour", "a", "au", "en", "para", "presso", "per", "na", "no", "em", "bij",
    "voor", "te", "hos", "pa", "i", "vid", "ved", "w", "we", "dla", "v", "ve", "u", "la", "pentru", "pri", "pro", "pre",
]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_lead_to_a_title() {
        for (text, title) in [
            ("I worked as a site manager", Some("site manager")),
            ("I was employed as a foreman", Some("foreman")),
            ("I have been working as a project manager for Halvorsen Group", Some("project manager for Halvorsen Group")),
            ("I was a clerk", Some("clerk")),
            ("arbeitete ich als Bauleiterin", Some("Bauleiterin")),
            ("war ich Polierin", Some("Polierin")),
            ("j’ai travaillé comme chef de chantier", Some("chef de chantier")),
            ("j'ai travaillé en tant que conducteur de travaux", Some("conducteur de travaux")),
            ("trabajé como jefe de obra", Some("jefe de obra")),
            ("ho lavorato come capocantiere", Some("capocantiere")),
            ("pracowałam jako kierownik budowy", Some("kierownik budowy")),
            ("arbetade jag som platschef", Some("platschef")),
            ("Site Manager", None),
            ("Lead Engineer as part of the core team", None),
            ("Worked", None),
            ("Radio Presenter", None),
        ] {
            assert_eq!(lead(text).map(|length| &text[length..]), title, "{text}");
        }
    }

    #[test]
    fn a_sentence_ends_at_its_full_stop() {
        for (text, expected) in [
            ("Oakfield Ltd in Leeds.", Some("Oakfield Ltd in Leeds")),
            ("Oakfield in Leeds. I led a team", Some("Oakfield in Leeds")),
            ("Acme Inc.", None),
            ("St. Mary Hospital", None),
        ] {
            assert_eq!(full_stop(text).map(|stop| &text[..stop]), expected, "{text}");
        }
    }
}
