//! Languages and how well they are known.

use vitae_document::Span;
use vitae_model::Language;

use crate::evidence::{Builder, Part, Path, shown};
use crate::layout::{self, Layout};
use crate::lent::{Lent, lend};
use crate::lexicon;
use crate::list::gauge::{self, Gauge};
use crate::list::piece::{self, Piece};
use crate::list::rating::{self, Said};
use crate::list::tongue;
use crate::section::{self, Section, SectionKind, fold};

/// A language found, and the text that says how well it is known.
#[derive(Debug, Clone, Copy)]
struct Found {
    name: Span,
    fluency: Option<Span>,
}

lend!(Found);

/// Reads the languages of `section`.
///
/// `gauges` are the levels drawn in the document.
pub(super) fn read(builder: &mut Builder<'_>, section: &Section, gauges: &[Gauge]) {
    let layout = builder.layout();
    let pieces = piece::pieces(layout, section.lines());
    let (mut found, mut items) = (Lent::<Vec<Found>>::default(), Lent::<Vec<Span>>::default());
    for (position, piece) in pieces.iter().enumerate() {
        items.clear();
        if let Some(said) = said_of_last(layout, piece.span, &found) {
            if let Some(last) = found.last_mut() {
                last.fluency = Some(said);
            }
            continue;
        }
        // A language at a line's begin is another one, though the line looks like the rest of the one above.
        let mut rest = piece.span;
        while !rest.is_empty() {
            let (line, behind) = at_language(layout, rest);
            rest = behind;
            items.clear();
            let (level, span) = level_before(layout, line);
            piece::split(layout, span, &mut items);
            for item in &items {
                take_joined(layout, *item, level, is_stated(&pieces, position), &mut found);
            }
        }
    }
    spread_row(layout, &pieces, &mut found);
    spread_column(layout, &pieces, &mut found);
    add(builder, &found, gauges);
}

/// Cuts `span` at the first line break behind which the name of a language stands, where the line before began with one as well.
fn at_language(layout: &Layout, span: Span) -> (Span, Span) {
    let text = layout.slice(span);
    let end = Span { start: span.end, end: span.end };
    if !begins_with_language(text) {
        return (span, end);
    }
    let breaks = text.match_indices('\n').map(|(at, _)| at);
    // "English and\nGerman", "English,\nGerman": one list, which is cut at its commas.
    let is_closed = |at: usize| !text[..at].trim_end().ends_with(',') && text[..at].trim_end().contains([' ', ':', '(', ',']);
    match breaks.into_iter().find(|&at| is_closed(at) && begins_with_language(&text[at + 1..])) {
        Some(at) => (Span { start: span.start, end: span.start + at as u32 }, Span { start: span.start + at as u32 + 1, end: span.end }),
        None => (span, end),
    }
}

/// Reads the languages of a list that stands elsewhere, one an item.
pub(super) fn read_items(builder: &mut Builder<'_>, items: &[Span]) {
    let layout = builder.layout();
    let mut found = Lent::default();
    for item in items {
        take_joined(layout, *item, None, false, &mut found);
    }
    add(builder, &found, &[]);
}

/// Reads one line of contact data where it is nothing but languages: several, or one with its level or behind a word for languages. Whether
/// it was.
pub(super) fn read_line(builder: &mut Builder<'_>, cells: &[Span]) -> bool {
    let layout = builder.layout();
    let (mut found, mut items) = (Lent::<Vec<Found>>::default(), Lent::<Vec<Span>>::default());
    let mut is_announced = false;
    for &cell in cells {
        let announced = piece::label(layout, cell).filter(|(label, _)| section::heads(layout.slice(*label), SectionKind::Languages));
        is_announced |= announced.is_some();
        piece::split(layout, announced.map_or(cell, |(_, rest)| rest), &mut items);
    }
    for &item in &items {
        if !names_only_languages(layout, item) {
            return false;
        }
        take_joined(layout, item, None, false, &mut found);
    }
    let is_told = found.len() > 1 || found.iter().any(|one| one.fluency.is_some() || is_announced);
    if is_told {
        add(builder, &found, &[]);
    }
    is_told
}

/// Whether `item` is a language or several of them, with nothing beside them but how well they are known.
fn names_only_languages(layout: &Layout, mut item: Span) -> bool {
    let mut folded = Lent::default();
    loop {
        let (first, behind) = parted(layout, item).map_or((item, None), |(first, behind)| (first, Some(behind)));
        let rest = match name_length(layout.slice(first)) {
            Some(length) => bare(layout, Span { start: first.start + length as u32, end: first.end }),
            None if named_behind(layout, first).is_some() => Span { start: first.end, end: first.end },
            None => return false,
        };
        if !rest.is_empty() && tongue::level(layout.slice(rest), &mut folded).is_none() && !rating::is_whole(layout.slice(rest)) {
            return false;
        }
        match behind {
            Some(behind) => item = behind,
            None => return true,
        }
    }
}

/// Cuts `item` at the first word for "and" behind which a language stands: `English and German`.
fn parted(layout: &Layout, item: Span) -> Option<(Span, Span)> {
    let text = layout.slice(item);
    let joints = text.match_indices(' ').filter_map(|(at, _)| {
        let end = at + 1 + text[at + 1..].find(' ')?;
        lexicon::AND.contains(&&text[at + 1..end]).then_some((at, end + 1))
    });
    let (end, start) = joints.into_iter().find(|&(end, start)| end > 0 && begins_with_language(&text[start..]))?;
    Some((Span { start: item.start, end: item.start + end as u32 }, Span { start: item.start + start as u32, end: item.end }))
}

/// Takes the languages that a word for "and" joins, one after the other; a level before the first is one of all of them.
fn take_joined(layout: &Layout, mut item: Span, level: Option<Span>, stated: bool, found: &mut Vec<Found>) {
    let mut level = level;
    while let Some((first, behind)) = parted(layout, item) {
        level =
            level.or_else(|| named_behind(layout, first).map(|(level, _)| level).filter(|_| name_length(layout.slice(first)).is_none()));
        match named_behind(layout, first).filter(|_| name_length(layout.slice(first)).is_none()) {
            Some((said, name)) => found.push(Found { name, fluency: level.or(Some(said)) }),
            None => take(layout, first, level, stated, found),
        }
        item = behind;
    }
    take(layout, item, level, stated, found);
}

/// Whether `text` begins with the name of a language.
pub(super) fn begins_with_language(text: &str) -> bool {
    name_length(text).is_some()
}

/// Text that only speaks of the language before: `Fluency: native`, `Read, write, speak`.
fn said_of_last(layout: &Layout, span: Span, found: &[Found]) -> Option<Span> {
    const LABELS: [&str; 12] =
        ["fluency", "level", "proficiency", "niveau", "nivel", "livello", "poziom", "seviye", "niva", "uroven", "szint", "taso"];
    const ABILITIES: [&str; 12] =
        ["read", "write", "speak", "reading", "writing", "speaking", "spoken", "written", "lu", "ecrit", "parle", "wort"];
    if found.last()?.fluency.is_some() {
        return None;
    }
    let mut folded = Lent::default();
    if let Some((label, rest)) = piece::label(layout, span) {
        fold(layout.slice(label), &mut folded);
        return LABELS.contains(&folded.as_str()).then_some(rest).filter(|rest| !rest.is_empty());
    }
    fold(layout.slice(span), &mut folded);
    let able = folded.split(' ').all(|word| ABILITIES.contains(&word) || matches!(word, "and" | "et" | "in" | "und"));
    able.then_some(span)
}

/// `Native: English, French` and `Languages: English`: a level that holds for all that follows, and what follows.
fn level_before(layout: &Layout, span: Span) -> (Option<Span>, Span) {
    let Some((label, rest)) = piece::label(layout, span) else { return (None, span) };
    if rest.is_empty() || begins_with_language(layout.slice(label)) {
        return (None, span);
    }
    let mut folded = Lent::default();
    let level = tongue::level(layout.slice(label), &mut folded).is_some();
    let listed = begins_with_language(layout.slice(rest));
    match (level, listed) {
        (true, true) => (Some(label), rest),
        (false, true) => (None, rest),
        _ => (None, span),
    }
}

/// Whether the next cell of the line of the piece at `position` says something of it.
fn is_stated(pieces: &[Piece], position: usize) -> bool {
    pieces[position].place == 0 && pieces.get(position + 1).is_some_and(|next| next.line == pieces[position].line)
}

/// Length in bytes of the language's name that `text` begins with, up to three words.
fn name_length(text: &str) -> Option<usize> {
    let mut folded = Lent::default();
    let mut ends = [0; 3];
    let mut count = 0;
    let mut at = 0;
    for word in text.split_inclusive([' ', '\n']) {
        let bare = word.trim_end().trim_end_matches([':', ',', ')', '(', '.', ';', '–', '-', '—']);
        // Dots and stars are how well it is known.
        if bare.starts_with(rating::is_drawn) {
            break;
        }
        // No blank need part the two.
        let bare = &bare[..bare.find(rating::is_drawn).unwrap_or(bare.len())];
        ends[count] = at + bare.len();
        at += word.len();
        count += 1;
        if count == 3 || bare.len() < word.trim_end().len() {
            break;
        }
    }
    let known = (0..count)
        .rev()
        .map(|last| ends[last])
        .find(|&end| text.get(..end).is_some_and(|name| tongue::language(name, &mut folded).is_some()));
    // `Deutsch/Englisch`, `English(native)`
    known.or_else(|| {
        let end = text.find(['(', '/', ':', '–', '—'])?;
        let name = text[..end].trim_end();
        (end > 2 && tongue::language(name, &mut folded).is_some()).then_some(name.len())
    })
}

/// Takes one item: a language with what follows it, or more about the language before.
fn take(layout: &Layout, item: Span, level: Option<Span>, stated: bool, found: &mut Vec<Found>) {
    let text = layout.slice(item);
    let mut folded = Lent::default();
    if let Some(length) = name_length(text) {
        let name = Span { start: item.start, end: item.start + length as u32 };
        let rest = bare(layout, Span { start: name.end, end: item.end });
        // `Lengua de signos española: A2`: more of the name than the list knows, up to what parts it from the level.
        if let Some(end) = longer_name(text, length, &mut folded).filter(|_| level.is_none()) {
            let name = Span { start: item.start, end: item.start + end as u32 };
            let rest = bare(layout, Span { start: name.end, end: item.end });
            found.push(Found { name, fluency: (!rest.is_empty()).then_some(rest) });
            return;
        }
        // `Lengua de signos española`
        let parted = text[length..].starts_with([' ', '\n']) && text[length..].trim_start().starts_with(char::is_alphabetic);
        if parted
            && level.is_none()
            && tongue::level(layout.slice(rest), &mut folded).is_none()
            && layout.slice(rest).split(' ').count() <= 2
        {
            found.push(Found { name: Span { start: name.start, end: rest.end }, fluency: None });
            return;
        }
        let fluency = level.or((!rest.is_empty()).then_some(rest));
        // `English/Spanish`
        if let Some(other) = fluency.filter(|_| level.is_none() && text[length..].starts_with('/'))
            && begins_with_language(layout.slice(other))
        {
            found.push(Found { name, fluency: None });
            return take(layout, other, level, stated, found);
        }
        found.push(Found { name, fluency });
        return;
    }
    if let Some((level, language)) = named_behind(layout, item) {
        found.push(Found { name: language, fluency: Some(level) });
        return;
    }
    let levelled = tongue::is_level(text, &mut folded);
    match found.last_mut() {
        // Where lines are `name | level`, or the item is a level, it speaks of the language before.
        Some(last) if last.fluency.is_none() && (levelled || !stated && !begins_like_name(text)) => last.fluency = Some(bare(layout, item)),
        Some(last)
            if !stated
                && last.fluency.is_some_and(|fluency| item.start - fluency.end.min(item.start) <= 4)
                && (levelled || !begins_like_name(text)) =>
        {
            if let Some(fluency) = &mut last.fluency {
                fluency.end = item.end;
            }
        }
        _ if levelled => {}
        _ => {
            if let Some(unknown) = unknown_name(layout, item, stated) {
                found.push(unknown);
            }
        }
    }
}

/// Where the name of a language ends of which `text` has `length` bytes that are known, and a word or two in small letters before a mark.
fn longer_name(text: &str, length: usize, folded: &mut String) -> Option<usize> {
    let rest = &text[length..];
    let end = rest.find([':', '(', '–', '—']).or_else(|| rest.find(" - "))?;
    let words = rest[..end].trim();
    let is_small = |word: &str| word.chars().all(|symbol| symbol.is_alphabetic() && !symbol.is_uppercase());
    let is_more =
        rest.starts_with(' ') && (1..=2).contains(&words.split(' ').count()) && words.split(' ').all(is_small) && !words.is_empty();
    (is_more && tongue::level(words, folded).is_none()).then(|| length + rest[..end].trim_end().len())
}

/// `Fluent in German`, `Native Spanish speaker`.
fn named_behind(layout: &Layout, item: Span) -> Option<(Span, Span)> {
    let text = layout.slice(item);
    let mut folded = Lent::default();
    if text.split(' ').count() > 6 {
        return None;
    }
    let (at, _) = text
        .match_indices(' ')
        .find(|&(at, _)| text[at + 1..].chars().next().is_some_and(char::is_alphabetic) && name_length(&text[at + 1..]).is_some())?;
    tongue::level(&text[..at], &mut folded)?;
    let length = name_length(&text[at + 1..])?;
    let start = item.start + at as u32;
    Some((Span { start: item.start, end: start }, Span { start: start + 1, end: start + 1 + length as u32 }))
}

/// A language whose name this program does not know, where the form says that it is one.
fn unknown_name(layout: &Layout, item: Span, stated: bool) -> Option<Found> {
    let text = layout.slice(item);
    if !begins_like_name(text) {
        return None;
    }
    let end = text.find([':', '(', '–', '—']).or_else(|| text.find(" - ")).unwrap_or(text.len());
    let name = piece::trim(layout, Span { start: item.start, end: item.start + end as u32 });
    let words = layout.slice(name).split(' ').count();
    let rest = bare(layout, Span { start: item.start + end as u32, end: item.end });
    (words <= 2 && (stated || !rest.is_empty() || words == 1)).then_some(Found { name, fluency: (!rest.is_empty()).then_some(rest) })
}

fn begins_like_name(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_uppercase)
}

/// `span` without separators, and without brackets around all of it.
fn bare(layout: &Layout, span: Span) -> Span {
    let trimmed = piece::trim(layout, span);
    let text = layout.slice(trimmed);
    match text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) if !inner.contains(['(', ')']) => Span { start: trimmed.start + 1, end: trimmed.end - 1 },
        // Dots are trimmed like list marks, unless they are a level.
        _ if rating::is_whole(layout.slice(span)) => piece::trim_where(layout, span, char::is_whitespace),
        _ => trimmed,
    }
}

/// A row of languages above a row of levels.
fn spread_row(layout: &Layout, pieces: &[Piece], found: &mut [Found]) {
    for line in pieces.iter().map(|piece| piece.line) {
        let is_named = |one: &Found| pieces.iter().any(|piece| piece.line == line && piece.span == one.name);
        let below = || pieces.iter().filter(|piece| piece.line == line + 1);
        let n_names = found.iter().filter(|one| is_named(one)).count();
        if n_names < 2 || below().count() != n_names || below().any(|piece| begins_with_language(layout.slice(piece.span))) {
            continue;
        }
        for (one, piece) in found.iter_mut().filter(|one| is_named(one)).zip(below()) {
            one.fluency = Some(piece.span);
        }
    }
}

/// A column of languages before a column of their levels, where the second is read behind the first.
fn spread_column(layout: &Layout, pieces: &[Piece], found: &mut [Found]) {
    let mut folded = Lent::default();
    let is_name = |piece: &Piece| name_length(layout.slice(piece.span)) == Some(piece.span.len());
    let mut first = 0;
    while first < pieces.len() {
        let n_names = pieces[first..].iter().take_while(|piece| is_name(piece)).count();
        let levels = pieces.get(first + n_names..).unwrap_or_default();
        let n_levels = levels.iter().take_while(|piece| tongue::is_level(layout.slice(piece.span), &mut folded)).count();
        if n_names > 1 && n_levels == n_names {
            for (name, level) in pieces[first..].iter().zip(levels).take(n_names) {
                found.iter_mut().filter(|one| one.name == name.span).for_each(|one| one.fluency = Some(level.span));
            }
        }
        first += (n_names + n_levels).max(1);
    }
}

/// Whether an unknown language is a page's foot that got below the heading: the person's name, a date, a page's number.
fn is_footer(builder: &Builder<'_>, printed: &str, fluency: Option<Span>) -> bool {
    let own = builder.profile.basics.name.as_deref().map(lexicon::fold).unwrap_or_default();
    let is_own = lexicon::fold(printed).split(' ').all(|word| own.split(' ').any(|part| part == word));
    let said = fluency.map_or("", |span| builder.layout().slice(span));
    let is_level = tongue::level(said, &mut Lent::default()).is_some();
    is_own && !own.is_empty() || !is_level && (layout::looks_dated(said) || said.split(' ').any(|word| word.parse::<u8>().is_ok()))
}

/// The level of each language as a share of the highest, where dots, a bar or a fraction says so.
fn shares(builder: &Builder<'_>, found: &[Found], gauges: &[Gauge]) -> Lent<Vec<Option<f32>>> {
    let layout = builder.layout();
    let said = |one: &Found| one.fluency.and_then(|fluency| rating::find(layout.slice(fluency))).map(|rating| rating.said);
    let counts = found.iter().filter_map(|one| if let Some(Said::Count(count)) = said(one) { Some(count) } else { None });
    let scale = rating::scale(counts);
    let names: Lent<Vec<Span>> = found.iter().map(|one| one.name).collect();
    let drawn = gauge::beside(builder, gauges, &names);
    let share = |one: &Found, drawn: Option<f32>| match said(one) {
        Some(Said::Share(share) | Said::Fraction(share)) => Some(share),
        // Dots of another colour are those that are missing.
        Some(Said::Count(count)) => drawn.or(scale.map(|most| count as f32 / most as f32)),
        None => drawn,
    };
    found.iter().zip(&drawn).map(|(one, drawn)| share(one, *drawn)).collect()
}

/// `span` without the dots or stars that are drawn behind its words.
fn undrawn(layout: &Layout, span: Span) -> Span {
    let text = layout.slice(span);
    let drawn = (!text.is_ascii()).then(|| rating::drawn(text)).flatten();
    let worded = drawn.map(|rating| piece::trim(layout, Span { end: span.start + rating.from as u32, ..span }));
    worded.filter(|worded| !worded.is_empty()).unwrap_or(span)
}

fn add(builder: &mut Builder<'_>, found: &[Found], gauges: &[Gauge]) {
    let mut folded = Lent::default();
    let shares = shares(builder, found, gauges);
    for (one, share) in found.iter().zip(&shares) {
        let layout = builder.layout();
        let index = builder.profile.languages.len();
        let printed = shown(layout.slice(one.name));
        if builder.profile.languages.iter().any(|known| known.language.as_deref() == Some(printed.as_str())) {
            continue;
        }
        if name_length(&printed).is_none() && is_footer(builder, &printed, one.fluency) {
            continue;
        }
        // A name that no list has may be anything that got below the heading.
        let confidence = if name_length(&printed).is_some() { 0.95 } else { 0.6 };
        let Some(language) = builder.read(Path::entry(Part::Languages, index, "language"), one.name, confidence) else { continue };
        let fluency = one.fluency.map(|span| undrawn(layout, span));
        let fluency = fluency.and_then(|span| builder.read(Path::entry(Part::Languages, index, "fluency"), span, 0.9));
        let said = fluency.as_deref().and_then(|fluency| tongue::level(fluency, &mut folded));
        let cefr = said.or_else(|| share.map(rating::cefr)).map(str::to_owned);
        builder.profile.languages.push(Language { language: Some(language), fluency, cefr });
    }
}
