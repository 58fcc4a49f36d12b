//! Why a person was found: the values that matched, with what matched marked.

use std::ops::Range;

use vitae_model::Profile;

use crate::analysis::{self, Word};
use crate::document::Stored;
use crate::entry::Origin;
use crate::facts::{self, AsOf};
use crate::lexicon;
use crate::measured;
use crate::page::Reason;
use crate::query::Facet;
use crate::schema::Part;
use crate::syntax::{Node, Pattern, Target, Text};
use crate::values::{self, Time, Value};

/// Most reasons told of one hit.
const MOST: usize = 6;
/// Longest text of a reason, in bytes; longer values are cut around the match.
const LONGEST: usize = 240;

/// Tells the reasons for a hit, the most telling first.
pub(crate) fn reasons(node: &Node, stored: &Stored) -> Vec<Reason> {
    let mut texts = Vec::new();
    node.positive(&mut texts);
    let as_of = AsOf::of(stored.updated);
    let mut found: Vec<(f32, u64, Reason)> = Vec::new();
    for (value, pointer) in &searched(stored, as_of) {
        let words = analysis::words(value.text);
        let mut spans: Vec<Range<usize>> = Vec::new();
        let mut matched = 0_u64;
        for (number, text) in texts.iter().enumerate() {
            let before = spans.len();
            if text.years.is_none_or(|years| covers(pointer, &stored.profile, as_of, years)) {
                mark_text(text, value, &words, &mut spans);
            }
            matched |= u64::from(spans.len() > before) << number.min(63);
        }
        if matched > 0 {
            found.push((matched.count_ones() as f32 * f32::from(value.weight), matched, reason(value, pointer, spans, &stored.origins)));
        }
    }
    found.sort_by(|left, right| right.0.total_cmp(&left.0));
    // Each word of the query is accounted for before any is told twice.
    let mut covered = 0;
    let (news, more): (Vec<_>, Vec<_>) = found.into_iter().partition(|(_, matched, _)| {
        let tells_more = matched & !covered != 0;
        covered |= matched;
        tells_more
    });
    let mut told: Vec<Reason> = Vec::new();
    for (_, _, reason) in news.into_iter().chain(more) {
        if told.len() < MOST && !told.iter().any(|other| other.field == reason.field && other.text == reason.text) {
            told.push(reason);
        }
    }
    let measured = measured::reasons(node, stored, as_of);
    told.truncate(MOST.saturating_sub(measured.len()).max(1));
    told.extend(measured);
    told
}

/// The values that can be reasons, with their pointers: those of the profile, and tags.
pub(crate) fn searched(stored: &Stored, as_of: AsOf) -> Vec<(Value<'_>, String)> {
    let mut all = values::values(&stored.profile, as_of);
    let value = |tag| Value { part: Part::Tag, text: tag, weight: Part::Tag.weight(), time: Time::None };
    let tags = stored.tags.iter().map(|tag| (value(tag.as_str()), String::new()));
    all.extend(tags);
    all
}

/// Whether the job that a value at `pointer` is of covered one of these years.
fn covers(pointer: &str, profile: &Profile, as_of: AsOf, (low, high): (i32, i32)) -> bool {
    let place = pointer.strip_prefix("/work/").and_then(|rest| rest.split('/').next()?.parse::<usize>().ok());
    let job = place.and_then(|place| profile.work.get(place));
    job.is_some_and(|job| facts::years(job, as_of).iter().any(|year| (low..=high).contains(year)))
}

/// Marks where a text, or what does as well, occurs in a value.
fn mark_text(text: &Text, value: &Value<'_>, words: &[Word], spans: &mut Vec<Range<usize>>) {
    let titled = value.part == Part::Title;
    if applies(text.target, value) {
        let by_sound = value.part == Part::Name && text.target == Target::Part(Part::Name);
        mark(&text.pattern, words, by_sound, titled, spans);
    }
    for (target, pattern) in &text.also {
        if applies(*target, value) {
            mark(pattern, words, false, titled, spans);
        }
    }
}

/// How often a text, or what does as well, occurs in a value.
pub(crate) fn times(text: &Text, value: &Value<'_>) -> usize {
    let mut spans = Vec::new();
    mark_text(text, value, &analysis::words(value.text), &mut spans);
    spans.len()
}

fn applies(target: Target, value: &Value<'_>) -> bool {
    match target {
        Target::Any | Target::Part(Part::Text) => true,
        Target::Part(part) => value.part == part,
        Target::Role { role, current } => value.part == role.part() && (value.time == Time::Current) == current,
        Target::Facet(Facet::City | Facet::Country) => value.part == Part::Place,
        Target::Facet(Facet::Tag) => value.part == Part::Tag,
        Target::Facet(_) | Target::Email | Target::Phone | Target::Person => false,
    }
}

/// Marks every occurrence of a pattern.
fn mark(pattern: &Pattern, words: &[Word], by_sound: bool, titled: bool, spans: &mut Vec<Range<usize>>) {
    let head = |word: &Word| lexicon::head(&word.text).filter(|_| titled);
    let is = |word: &Word, asked: &str| word.text == asked || head(word) == Some(asked);
    match pattern {
        Pattern::Phrase(asked) => {
            let before = spans.len();
            windows(words, asked.len(), spans, |window| window.iter().zip(asked).all(|(word, asked)| is(word, asked)));
            if by_sound && spans.len() == before {
                let sounds: Vec<String> = asked.iter().map(|word| analysis::sound(word)).collect();
                windows(words, 1, spans, |window| sounds.contains(&analysis::sound(&window[0].text)));
            }
        }
        Pattern::Prefix(asked) => windows(words, asked.len(), spans, |window| {
            let last = asked.len() - 1;
            let begins =
                window[last].text.starts_with(&asked[last]) || head(&window[last]).is_some_and(|head| head.starts_with(&asked[last]));
            begins && window[..last].iter().zip(asked).all(|(word, asked)| is(word, asked))
        }),
        Pattern::Fuzzy(asked, slips) => {
            let near = |word: &str| distance(word, asked) <= usize::from(*slips);
            windows(words, 1, spans, |window| near(&window[0].text) || head(&window[0]).is_some_and(near));
        }
        Pattern::Whole(asked) => {
            let whole = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
            if whole == *asked && !words.is_empty() {
                spans.push(words[0].start..words[words.len() - 1].end);
            }
        }
    }
}

fn windows(words: &[Word], length: usize, spans: &mut Vec<Range<usize>>, matches: impl Fn(&[Word]) -> bool) {
    if length > 0 {
        spans.extend(words.windows(length).filter(|window| matches(window)).map(|window| window[0].start..window[length - 1].end));
    }
}

/// Slips between two words: letters added, dropped, replaced, or swapped with their neighbour.
pub(crate) fn distance(left: &str, right: &str) -> usize {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len().abs_diff(right.len()) > 2 {
        return 3;
    }
    let width = right.len() + 1;
    let mut cells: Vec<usize> = (0..width).collect();
    cells.resize(width * (left.len() + 1), 0);
    for (i, &here) in (1..).zip(left) {
        cells[i * width] = i;
        for (j, &there) in (1..).zip(right) {
            let above = (i - 1) * width + j;
            let mut best = (cells[above - 1] + usize::from(here != there)).min(cells[above] + 1).min(cells[i * width + j - 1] + 1);
            if i > 1 && j > 1 && here == right[j - 2] && left[i - 2] == there {
                best = best.min(cells[(i - 2) * width + j - 2] + 1);
            }
            cells[i * width + j] = best;
        }
    }
    cells[cells.len() - 1]
}

/// Puts a reason together; a long value is cut to the stretch around its first match.
fn reason(value: &Value<'_>, pointer: &str, mut spans: Vec<Range<usize>>, origins: &[Origin]) -> Reason {
    spans.sort_by_key(|span| (span.start, span.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    let window = stretch(value.text, merged[0].clone());
    let highlights = merged
        .iter()
        .filter(|span| span.start >= window.start && span.end <= window.end)
        .map(|span| (span.start - window.start, span.end - window.start))
        .collect();
    let origin = origin(pointer, origins);
    Reason {
        field: value.part.as_str().to_owned(),
        text: value.text[window].to_owned(),
        highlights,
        source: origin.map(|origin| origin.source.clone()),
        page: origin.and_then(|origin| origin.page),
    }
}

/// The part of a long text around a match, on word boundaries.
fn stretch(text: &str, around: Range<usize>) -> Range<usize> {
    if text.len() <= LONGEST {
        return 0..text.len();
    }
    let room = LONGEST.saturating_sub(around.len()) / 2;
    let mut start = around.start.saturating_sub(room);
    let mut end = (around.end + room).min(text.len());
    while !text.is_char_boundary(start) {
        start += 1;
    }
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    if start > 0 {
        start = text[start..around.start].find(char::is_whitespace).map_or(start, |gap| start + gap + 1);
        while !text.is_char_boundary(start) {
            start += 1;
        }
    }
    if end < text.len() {
        end = text[around.end..end].rfind(char::is_whitespace).map_or(end, |gap| around.end + gap);
    }
    start.min(around.start)..end.max(around.end)
}

/// The origin that speaks for a pointer: its own, else that of what it lies in.
pub(crate) fn origin<'a>(pointer: &str, origins: &'a [Origin]) -> Option<&'a Origin> {
    let speaks =
        |origin: &&Origin| pointer.strip_prefix(origin.pointer.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    // Of the value itself, or of an object around it, or of a value inside of it where it is an object.
    let around = origins.iter().filter(speaks).max_by_key(|origin| origin.pointer.len());
    around.or_else(|| origins.iter().find(|origin| origin.pointer.strip_prefix(pointer).is_some_and(|rest| rest.starts_with('/'))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        for (left, right, expected) in [
            ("engineer", "engineer", 0),
            ("enginer", "engineer", 1),
            ("egnineer", "engineer", 1),
            ("abc", "xyz", 3),
            ("", "ab", 2),
            ("ab", "abcde", 3),
        ] {
            assert_eq!(distance(left, right), expected, "{left} {right}");
        }
    }

    #[test]
    fn long_texts_are_cut_around_the_match() {
        let text = format!("{} needle {}", "für ".repeat(200), "été ".repeat(200));
        let place = text.find("needle").expect("it is there");
        let window = stretch(&text, place..place + 6);
        assert!(text[window.clone()].contains("needle") && window.len() <= LONGEST);
    }

    #[test]
    fn an_origin_speaks_for_what_lies_below_it() {
        let of = |pointer: &str, page| Origin { pointer: pointer.into(), source: "cv.pdf".into(), page: Some(page) };
        let origins = [of("/work/1", 2), of("/work/1/name", 3), of("/work/10", 4)];
        assert_eq!(origin("/work/1/position", &origins).and_then(|origin| origin.page), Some(2));
        assert_eq!(origin("/work/1/name", &origins).and_then(|origin| origin.page), Some(3));
        assert_eq!(origin("/work/2", &origins), None);
    }
}
