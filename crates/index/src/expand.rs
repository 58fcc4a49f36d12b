//! What does as well: titles in other languages, short forms, names of languages.

use crate::lexicon::{is_head, names_of, related, same_field, same_occupation, short_forms};
use crate::page::Expansion;
use crate::schema::{Part, Role};
use crate::syntax::{Node, Pattern, Target, Text};

/// Most words that do as well as one.
const MOST_WORDS: usize = 24;
/// Most titles that do as well as one.
const MOST_TITLES: usize = 40;
/// Most words that do as well as the head of a title, for each other head that the title has.
const MOST_HEADS: usize = 12;
/// Longest title that is looked up, in words.
const LONGEST_TITLE: usize = 4;

/// Adds to each text of a query what does as well; what was added is told. What stands in quotation marks, and what must not occur,
/// means what is written.
pub(crate) fn expand(node: Node, told: &mut Vec<Expansion>) -> Node {
    match node {
        Node::Text(text) => Node::Text(Box::new(expand_text(*text, told))),
        Node::And(parts) => Node::all(expand_all(parts, told)),
        Node::Or(parts) => Node::Or(parts.into_iter().map(|part| expand(part, told)).collect()),
        other => other,
    }
}

/// Expands parts that must all match: words side by side may be one title.
fn expand_all(parts: Vec<Node>, told: &mut Vec<Expansion>) -> Vec<Node> {
    let mut expanded = Vec::with_capacity(parts.len());
    let mut rest = parts.as_slice();
    while let Some((first, others)) = rest.split_first() {
        let longest = rest.len().min(LONGEST_TITLE);
        let title = (2..=longest).rev().find_map(|length| Some((length, title(&rest[..length])?)));
        let Some((length, also)) = title else {
            match (bare(first), others.first().and_then(bare)) {
                // `logistics manager` is a title, whether a list knows it or not.
                (Some(_), Some((_, next))) if is_head(next) => expanded.push(of_field(first, told)),
                _ => expanded.push(expand(first.clone(), told)),
            }
            rest = others;
            continue;
        };
        told.push(Expansion { text: written(&rest[..length]), also: also.also.iter().map(|(_, pattern)| text_of(pattern)).collect() });
        let words = title_words(&rest[..length], told);
        expanded.push(Node::Or(vec![Node::And(words), Node::Text(Box::new(also))]));
        rest = &rest[length..];
    }
    expanded
}

/// The words of a known title: what it is about in other languages, and the other heads it goes by (`software engineer` for a developer).
fn title_words(words: &[Node], told: &mut Vec<Expansion>) -> Vec<Node> {
    let Some((head, fields)) = words.split_last() else { return Vec::new() };
    let mut all: Vec<Node> = fields.iter().map(|word| of_field(word, told)).collect();
    let about = written(fields);
    let label = written(words);
    let others = same_occupation(&label).filter_map(|other| other.strip_prefix(about.as_str())?.strip_prefix(' '));
    let others: Vec<&'static str> = others.filter(|other| !other.contains(' ') && is_head(other)).collect();
    let heads = others.iter().flat_map(|other| std::iter::once(*other).chain(related(other)).take(MOST_HEADS));
    all.push(with_more(head, heads.collect(), true, told));
    all
}

fn of_titles_of(word: &Node) -> Option<Target> {
    bare(word).and_then(|(text, _)| of_titles(text.target))
}

/// A word that tells what an occupation is about.
fn of_field(word: &Node, told: &mut Vec<Expansion>) -> Node {
    let more = bare(word).map(|(_, own)| same_field(own).collect()).unwrap_or_default();
    with_more(word, more, false, told)
}

/// Expands a word, and looks for other words in titles too.
fn with_more(word: &Node, more: Vec<&'static str>, further: bool, told: &mut Vec<Expansion>) -> Node {
    let Some(target) = of_titles_of(word) else { return expand(word.clone(), told) };
    let before = told.len();
    let mut expanded = expand(word.clone(), told);
    let Node::Text(text) = &mut expanded else { return expanded };
    let own = text_of(&text.pattern);
    let more = patterns(more.into_iter().filter(|other| *other != own).map(|other| (target, other)), MOST_TITLES);
    let fresh: Vec<_> = more.into_iter().filter(|other| !text.also.contains(other)).collect();
    if fresh.is_empty() {
        return expanded;
    }
    let also = fresh.iter().map(|(_, pattern)| text_of(pattern));
    match told.get_mut(before) {
        Some(expansion) => expansion.also.extend(also),
        None => told.push(Expansion { text: own, also: also.collect() }),
    }
    if further {
        text.further += fresh.len();
        text.also.extend(fresh);
    } else {
        let near = text.also.len() - text.further;
        text.also.splice(near..near, fresh);
    }
    expanded
}

/// The only word of a part, where it is one that may be expanded.
fn bare(node: &Node) -> Option<(&Text, &str)> {
    match node {
        Node::Text(text) if !text.quoted && text.years.is_none() => match &text.pattern {
            Pattern::Phrase(words) if words.len() == 1 => Some((text, words[0].as_str())),
            _ => None,
        },
        _ => None,
    }
}

fn written(parts: &[Node]) -> String {
    parts.iter().filter_map(bare).map(|(_, word)| word).collect::<Vec<_>>().join(" ")
}

/// What does as well as these words together, as a text of its own: any of it must occur.
fn title(parts: &[Node]) -> Option<Text> {
    let (first, _) = bare(parts.first()?)?;
    if !parts.iter().all(|part| bare(part).is_some_and(|(text, _)| text.target == first.target)) {
        return None;
    }
    let label = written(parts);
    let titles = of_titles(first.target).into_iter().flat_map(|target| same_occupation(&label).map(move |other| (target, other)));
    let shorts = short_forms(&label).map(|other| (first.target, other));
    let also = patterns(shorts.chain(titles), MOST_TITLES);
    let (target, pattern) = also.first().cloned()?;
    let end = parts.last().and_then(bare).map_or(first.span.1, |(text, _)| text.span.1);
    Some(Text { target, pattern, quoted: true, also, further: 0, years: None, span: (first.span.0, end) })
}

/// Where titles are looked for in the stead of what is looked for in `target`.
fn of_titles(target: Target) -> Option<Target> {
    match target {
        Target::Any | Target::Part(Part::Title) => Some(Target::Part(Part::Title)),
        Target::Role { role: Role::Title, .. } => Some(target),
        _ => None,
    }
}

fn has_short_forms(target: Target) -> bool {
    of_titles(target).is_some() || matches!(target, Target::Part(Part::Skill | Part::Degree | Part::Text))
}

fn patterns(texts: impl Iterator<Item = (Target, &'static str)>, most: usize) -> Vec<(Target, Pattern)> {
    let mut patterns: Vec<(Target, Pattern)> = Vec::new();
    for (target, text) in texts {
        let pattern = Pattern::Phrase(text.split(' ').map(str::to_owned).collect());
        if patterns.len() < most && !patterns.contains(&(target, pattern.clone())) {
            patterns.push((target, pattern));
        }
    }
    patterns
}

fn expand_text(mut text: Text, told: &mut Vec<Expansion>) -> Text {
    let Pattern::Phrase(words) = &text.pattern else { return text };
    if text.quoted {
        return text;
    }
    let own = words.join(" ");
    let (mut also, mut further): (Vec<(Target, &'static str)>, Vec<_>) = (Vec::new(), Vec::new());
    if text.target == Target::Part(Part::Language) {
        also.extend(names_of(&own).map(|name| (text.target, name)));
    }
    if has_short_forms(text.target) {
        also.extend(short_forms(&own).map(|form| (text.target, form)));
    }
    if let Some(target) = of_titles(text.target).filter(|_| words.len() == 1) {
        let labels = same_occupation(&own).filter(|label| !label.contains(' '));
        also.extend(related(&own).chain(labels).map(|word| (target, word)));
        let others = same_occupation(&own).filter(|label| is_head(label));
        further = others.flat_map(related).map(|word| (target, word)).collect();
    }
    let mut also: Vec<_> = patterns(also.into_iter().filter(|(_, other)| *other != own), MOST_WORDS);
    // What the occupation is called in one language leads to what it is called in others.
    further.retain(|(_, other)| *other != own && !also.iter().any(|(_, known)| text_of(known) == *other));
    let further = patterns(further.into_iter(), MOST_HEADS);
    text.further = further.len();
    also.extend(further);
    if !also.is_empty() {
        told.push(Expansion { text: own, also: also.iter().map(|(_, pattern)| text_of(pattern)).collect() });
    }
    text.also = also;
    text
}

/// A pattern as text.
pub(crate) fn text_of(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Phrase(words) | Pattern::Prefix(words) => words.join(" "),
        Pattern::Fuzzy(text, _) | Pattern::Whole(text) => text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(query: &str) -> Vec<(String, Vec<String>)> {
        let mut told = Vec::new();
        expand(crate::syntax::parse(query).expect(query).node, &mut told);
        told.into_iter().map(|expansion| (expansion.text, expansion.also)).collect()
    }

    #[test]
    fn bare_words_are_expanded_and_quoted_ones_are_not() {
        let developer = told("developer");
        assert!(developer.len() == 1 && developer[0].1.contains(&"entwicklerin".to_owned()), "{developer:?}");
        assert!(told("\"developer\" -developer \"k8s\"").is_empty());
        assert_eq!(told("skill:k8s"), [("k8s".to_owned(), vec!["kubernetes".to_owned()])]);
        assert!(told("language:german")[0].1.contains(&"deutsch".to_owned()));
        assert!(told("employer:developer").is_empty());
    }

    #[test]
    fn words_side_by_side_may_be_one_title() {
        let software = told("rust software developer berlin");
        assert!(
            software.iter().any(|(text, also)| text == "software developer" && also.contains(&"softwareentwicklerin".to_owned())),
            "{software:?}"
        );
        let words = |query: &str, word: &str| {
            told(query).into_iter().filter(|(text, _)| text == word).flat_map(|(_, also)| also).collect::<Vec<_>>()
        };
        assert!(words("software developer", "software").contains(&"logiciel".to_owned()));
        assert!(words("software developer", "developer").contains(&"ingenieure".to_owned()));
        assert!(words("logistics manager", "logistics").contains(&"logistica".to_owned()));
        assert!(told("software AND title:developer").iter().all(|(text, _)| text != "software developer"));
        assert!(told("machine learning").iter().any(|(text, also)| text == "machine learning" && also.contains(&"ml".to_owned())));
    }
}
