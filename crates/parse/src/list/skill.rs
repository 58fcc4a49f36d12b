//! Skills: flat, grouped, in tables, as chips, with levels.

use vitae_document::Span;
use vitae_model::Skill;

use crate::evidence::{Builder, Part, Path, shown};
use crate::layout::Layout;
use crate::lent::{Lent, lend};
use crate::lexicon;
use crate::list::gauge::{self, Gauge};
use crate::list::piece::{self, Piece};
use crate::list::rating::{self, Rating, Said};
use crate::list::{rest, sentence, speech, tongue};
use crate::section::{Section, SectionKind, fold, kind_of_heading};

/// Reads the skills of `section`; `gauges` are the levels drawn in the document.
pub(super) fn read(builder: &mut Builder<'_>, section: &Section, gauges: &[Gauge]) {
    let layout = builder.layout();
    let pieces = piece::pieces(layout, section.lines());
    let mut groups = Lent::<Vec<Group>>::default();
    let table = is_table(layout, &pieces);
    let labelled = is_labelled(layout, &pieces);
    let dashed = is_dashed(layout, &pieces);
    let led = is_led(layout, &pieces);
    let captioned = is_captioned(layout, &pieces);
    let graded = is_graded(layout, &pieces);
    let slashed = is_slashed(layout, &pieces);
    let levels = pieces.iter().filter(|piece| is_level(layout.slice(piece.span))).count();
    let mut position = 0;
    while position < pieces.len() {
        position += 1;
        let piece = pieces[position - 1];
        let text = layout.slice(piece.span);
        if rating::is_whole(text) || (piece.place > 0 || levels > 1) && is_level(text) {
            rate_last(&mut groups, piece.span);
            continue;
        }
        // A rule typed under a heading.
        if !text.chars().any(char::is_alphanumeric) {
            continue;
        }
        let label = piece::label(layout, piece.span).filter(|(_, rest)| labelled || rest.is_empty());
        if let Some((name, rest)) = label.or_else(|| piece::dashed_label(layout, piece.span).filter(|_| dashed)) {
            if !rest.is_empty() && rating::is_whole(layout.slice(rest)) {
                open(&mut groups).items.push(Item { name, level: Some(rest) });
                continue;
            }
            groups.push(Group { name: Some(name), items: Lent::default() });
            fill(layout, &mut groups, rest, slashed);
            continue;
        }
        if let Some(end) = piece.lead.filter(|_| led) {
            groups.push(Group { name: Some(Span { end, ..piece.span }), items: Lent::default() });
            fill(layout, &mut groups, piece::trim(layout, Span { start: end, ..piece.span }), slashed);
            continue;
        }
        if table && piece.place == 0 && piece.cells > 1 {
            groups.push(Group { name: Some(piece.span), items: Lent::default() });
            continue;
        }
        if let Some(rated) = worded(layout, piece.span).filter(|_| graded && piece.cells == 1) {
            groups.push(Group { name: Some(rated.name), items: Lent::default() });
            continue;
        }
        let is_listed = slashed && text.contains(" / ");
        if captioned && !is_list(layout, &piece) || !is_listed && is_caption(layout, &pieces, position - 1) {
            groups.push(Group { name: Some(piece.span), items: Lent::default() });
            continue;
        }
        open(&mut groups);
        fill(layout, &mut groups, piece.span, slashed);
    }
    let skills = rated(builder, &mut groups, gauges);
    for (group, skills) in groups.iter().zip(&skills) {
        add(builder, group, skills);
    }
}

/// Skills under one caption.
#[derive(Debug, Default)]
struct Group {
    name: Option<Span>,
    items: Lent<Vec<Item>>,
}

lend!(Group, Item, Rated, Lent<Vec<Rated>>);

/// One skill as printed, and its level where that stands apart.
#[derive(Debug, Clone, Copy)]
struct Item {
    name: Span,
    level: Option<Span>,
}

/// One skill with its level.
#[derive(Debug, Clone, Copy)]
struct Rated {
    name: Span,
    /// What says the level.
    level: Option<Span>,
    /// The level as a share of the highest.
    share: Option<f32>,
}

/// The group that is open, a new one where there is none.
fn open(groups: &mut Vec<Group>) -> &mut Group {
    if groups.is_empty() {
        groups.push(Group::default());
    }
    let last = groups.len() - 1;
    &mut groups[last]
}

/// Takes a level that stands apart for that of the skill before it. What looked like a caption is that skill.
fn rate_last(groups: &mut [Group], level: Span) {
    let Some(group) = groups.last_mut() else { return };
    match group.items.last_mut() {
        Some(last) => last.level = last.level.or(Some(level)),
        None => group.items.extend(group.name.take().map(|name| Item { name, level: Some(level) })),
    }
}

/// Adds what `span` lists to the last group; where `slashed`, slashes between blanks divide it.
fn fill(layout: &Layout, groups: &mut [Group], span: Span, slashed: bool) {
    let Some(group) = groups.last_mut() else { return };
    let mut spans = Lent::<Vec<Span>>::default();
    if slashed {
        let text = layout.slice(span);
        let parts = text.split(" / ").filter(|part| !part.trim().is_empty());
        let start = |part: &str| span.start + (part.as_ptr() as usize - text.as_ptr() as usize) as u32;
        spans.extend(parts.map(|part| Span { start: start(part), end: start(part) + part.len() as u32 }));
    } else {
        sentence::split(layout, span, &mut spans);
    }
    // `Python, Go and SQL.`
    if let Some(last) = spans.last_mut() {
        let text = layout.slice(*last);
        if text.ends_with('.') && !text.ends_with("etc.") && text.rsplit(' ').next().is_some_and(|word| word.len() > 4) {
            last.end -= 1;
        }
    }
    for &span in &spans {
        match group.items.last_mut() {
            Some(last) if rating::is_whole(layout.slice(span)) => last.level = last.level.or(Some(span)),
            _ => group.items.push(Item { name: span, level: None }),
        }
    }
}

/// The skills of each group with their levels: what stands behind a name, apart from it, or is drawn beside it.
fn rated(builder: &Builder<'_>, groups: &mut [Group], gauges: &[Gauge]) -> Lent<Vec<Lent<Vec<Rated>>>> {
    let layout = builder.layout();
    for group in groups.iter_mut().filter(|group| group.items.is_empty()) {
        group.items.extend(group.name.take().map(|name| Item { name, level: None }));
    }
    let mut skills = Lent::<Vec<Lent<Vec<Rated>>>>::default();
    let mut counts = Vec::new();
    let mut fractions = Vec::new();
    let items = || groups.iter().flat_map(|group| group.items.iter());
    // One alone may be anything: `Choir (alto)`.
    let n_bracketed = items().filter(|item| bracketed(layout, item.name).is_some()).take(2).count();
    for (at, group) in groups.iter().enumerate() {
        let mut own = Lent::<Vec<Rated>>::default();
        for (place, item) in group.items.iter().enumerate() {
            let (mut rated, said) = level_of(layout, *item);
            if let Some(bracketed) = bracketed(layout, item.name).filter(|_| n_bracketed > 1 && rated.level.is_none()) {
                rated = bracketed;
            }
            match said {
                Some(Said::Count(count)) => counts.push((at, place, count)),
                Some(Said::Fraction(share)) => fractions.push((at, place, share)),
                _ => {}
            }
            own.push(rated);
        }
        skills.push(own);
    }
    if let Some(most) = rating::scale(counts.iter().map(|(.., count)| *count)) {
        counts.iter().for_each(|&(at, place, count)| skills[at][place].share = Some(count as f32 / most as f32));
    }
    // One alone is a version: `Windows 8/10`.
    for &(at, place, share) in fractions.iter().filter(|_| fractions.len() > 1) {
        let (item, Some(rating)) = (groups[at].items[place], rating_of(layout, groups[at].items[place].name)) else { continue };
        skills[at][place] = Rated { share: Some(share), ..parted(layout, item.name, rating) };
    }
    if !gauges.is_empty() {
        let names: Lent<Vec<Span>> = skills.iter().flat_map(|skills| skills.iter()).map(|skill| skill.name).collect();
        let shares = gauge::beside(builder, gauges, &names);
        skills.iter_mut().flat_map(|skills| skills.iter_mut()).zip(&shares).for_each(|(skill, share)| skill.share = skill.share.or(*share));
    }
    skills
}

/// Whether labels before colons are captions of groups; a single one among many items is part of its item.
fn is_labelled(layout: &Layout, pieces: &[Piece]) -> bool {
    let (mut labels, mut bare) = (0, 0);
    for (_, rest) in pieces.iter().filter_map(|piece| piece::label(layout, piece.span)) {
        *(if rest.is_empty() { &mut bare } else { &mut labels }) += 1;
    }
    // `Fault finding, Containment: tray, trunking` is a list in which one item has a colon.
    let listed =
        |piece: &Piece| piece::label(layout, piece.span).is_some_and(|(name, rest)| !rest.is_empty() && layout.slice(name).contains(','));
    if labels == 1 && pieces.iter().any(listed) {
        return false;
    }
    // A caption is one as well where its skills begin on the line below.
    let captions = if labels > 0 { labels + bare } else { 0 };
    captions * 5 >= pieces.len() * 2 || (captions > 1 && captions * 3 >= pieces.len())
}

/// Whether slashes between blanks divide the skills: several lines have them, and none anything else that may.
fn is_slashed(layout: &Layout, pieces: &[Piece]) -> bool {
    let texts = || pieces.iter().map(|piece| layout.slice(piece.span));
    texts().filter(|text| text.contains(" / ")).nth(1).is_some() && !texts().any(|text| text.contains([',', ';', '|', '•', '·']))
}

/// Whether every line is the name of a group, a dash and a list.
fn is_dashed(layout: &Layout, pieces: &[Piece]) -> bool {
    pieces.len() > 1 && pieces.iter().all(|piece| piece.cells == 1 && piece::dashed_label(layout, piece.span).is_some())
}

/// Whether every line is the name of a group and, in another weight or slant, a list of its skills: `**Tools** Hammer, saw`.
fn is_led(layout: &Layout, pieces: &[Piece]) -> bool {
    let is_row = |piece: &Piece| {
        let split = piece.lead.map(|end| (Span { end, ..piece.span }, Span { start: end, ..piece.span }));
        let is_apart = |(name, rest): (Span, Span)| {
            let (name, rest) = (layout.slice(name).trim(), layout.slice(rest));
            rest.starts_with(' ') && !name.is_empty() && !name.ends_with([',', ';', ':', '(']) && name.split(' ').count() <= 4
        };
        piece.cells == 1 && split.is_some_and(is_apart)
    };
    pieces.len() > 1 && pieces.iter().all(is_row) && pieces.iter().any(|piece| is_list(layout, piece))
}

/// Whether every line is a caption in one style and its skills in cells of another one, several on some line.
fn is_row_of_chips(pieces: &[Piece]) -> bool {
    let rows = || pieces.windows(2).filter(|pair| pair[0].place == 0 && pair[0].cells > 1);
    let Some(first) = rows().next() else { return false };
    let fits = |pair: &[Piece]| {
        let is_flush = (pair[1].left - first[1].left).abs() < 4.0 && (pair[0].left - first[0].left).abs() < 2.0;
        let looks = [pair[0].style.uncased(), pair[1].style.uncased()];
        is_flush && looks == [first[0].style.uncased(), first[1].style.uncased()] && looks[0] != looks[1]
    };
    let n_rows = rows().count();
    n_rows > 1
        && rows().any(|pair| pair[0].cells > 2)
        && rows().all(fits)
        && pieces.iter().filter(|piece| piece.place == 0).count() == n_rows
}

/// Whether the lines are rows of a caption and its skills: two cells, both flush, the second with several items or in another style.
fn is_table(layout: &Layout, pieces: &[Piece]) -> bool {
    if is_row_of_chips(pieces) {
        return true;
    }
    let rows = || pieces.windows(2).filter(|pair| pair[0].place == 0 && pair[0].cells == 2 && pair[1].place == 1);
    let total = rows().count();
    let Some(first) = rows().next() else { return false };
    let flush = rows().filter(|pair| (pair[1].left - first[1].left).abs() < 4.0).count();
    let listed = rows().filter(|pair| layout.slice(pair[1].span).contains([',', ';', '·', '•', '|'])).count();
    let styled = rows().filter(|pair| pair[0].style.bold && !pair[1].style.bold).count();
    flush == total && (listed * 2 >= total || styled * 2 > total || (total == 1 && listed == 1))
}

fn is_list(layout: &Layout, piece: &Piece) -> bool {
    let text = layout.slice(piece.span);
    text.contains([',', ';', '|', '•', '·']) || text.contains(" / ")
}

/// Whether lines of a few words and lists take turns, all in one style: each of the short ones heads the list below it.
fn is_captioned(layout: &Layout, pieces: &[Piece]) -> bool {
    let is_short = |piece: &Piece| {
        let text = layout.slice(piece.span);
        piece.cells == 1 && !piece.bullet && !text.contains(':') && !text.ends_with('.') && text.split_whitespace().count() <= 4
    };
    let n_captions = pieces.iter().filter(|piece| !is_list(layout, piece)).count();
    let take_turns = || pieces.windows(2).all(|pair| is_list(layout, &pair[0]) || is_list(layout, &pair[1]));
    let ends_with_list = || pieces.last().is_some_and(|last| is_list(layout, last));
    n_captions > 1
        && ends_with_list()
        && take_turns()
        && pieces.iter().filter(|piece| !is_list(layout, piece)).all(is_short)
        && !is_list(layout, &pieces[0])
}

/// Whether lines with a level, `Databases — advanced`, are captions: two or more, each with a line without one below it.
fn is_graded(layout: &Layout, pieces: &[Piece]) -> bool {
    let (mut n_captions, mut is_below_caption) = (0_usize, false);
    for piece in pieces {
        let is_caption = piece.cells == 1 && worded(layout, piece.span).is_some();
        if is_caption && is_below_caption {
            return false;
        }
        n_captions += usize::from(is_caption);
        is_below_caption = is_caption;
    }
    n_captions >= 2 && !is_below_caption
}

/// Whether the piece at `position` heads those that follow: in a style of its own, one short phrase.
fn is_caption(layout: &Layout, pieces: &[Piece], position: usize) -> bool {
    let piece = &pieces[position];
    let text = layout.slice(piece.span);
    if piece.bullet && !pieces.iter().all(|piece| piece.bullet)
        || text.contains([',', ';', '|', '•'])
        || text.split(' ').count() > 6
        || piece.cells > 1
    {
        return false;
    }
    let Some(next) = pieces.get(position + 1) else { return false };
    let stronger =
        (piece.style.bold && !next.style.bold) || piece.style.size > next.style.size + 0.4 || (piece.style.caps && !next.style.caps);
    let other_style =
        piece.style.colour != next.style.colour || piece.style.italic != next.style.italic || piece.style.font != next.style.font;
    let level = |piece: &Piece| layout.lines.get(piece.line).and_then(|line| line.bullet);
    let is_nested = || next.cells == 1 && level(piece).is_some() && level(next) > level(piece);
    let indented = next.left > piece.left + 4.0 && next.bullet && (!piece.bullet || is_nested());
    let alike = |other: &&Piece| crate::layout::Style { caps: piece.style.caps, ..other.style } == piece.style;
    let weaker = pieces.iter().filter(alike).count() * 2 <= pieces.len();
    (stronger && weaker) || indented || (other_style && weaker && piece.style.size >= next.style.size)
}

/// Adds a group to the profile; a group of natural languages goes to the languages. Skills with levels stand for themselves.
fn add(builder: &mut Builder<'_>, group: &Group, skills: &[Rated]) {
    let layout = builder.layout();
    let spoken = group.items.iter().filter(|item| speech::begins_with_language(layout.slice(item.name))).count();
    let kind = group.name.and_then(|name| kind_of_heading(layout.slice(name), &mut Lent::default()));
    if kind == Some(SectionKind::Interests) && group.name.is_some_and(|name| rest::names_interests(layout.slice(name))) {
        let names: Lent<Vec<Span>> = group.items.iter().map(|item| item.name).collect();
        return rest::add_interests(builder, &names);
    }
    let is_spoken = spoken == group.items.len() || kind == Some(SectionKind::Languages) && spoken * 2 >= group.items.len();
    if !group.items.is_empty() && is_spoken {
        let spans: Lent<Vec<Span>> =
            group.items.iter().map(|item| Span { end: item.level.unwrap_or(item.name).end, ..item.name }).collect();
        return speech::read_items(builder, &spans);
    }
    let n_rated = skills.iter().filter(|skill| skill.share.is_some()).count();
    let Some(name) = group.name.filter(|_| n_rated * 2 < skills.len().max(1)) else {
        skills.iter().for_each(|skill| add_single(builder, *skill));
        return;
    };
    let index = builder.profile.skills.len();
    let printed = builder.read(Path::entry(Part::Skills, index, "name"), name, 0.85);
    let mut keywords = Vec::with_capacity(skills.len());
    for (item, skill) in group.items.iter().zip(skills) {
        // A level in words has no place there but behind the word it belongs to.
        let is_worded = item.level.is_none() && skill.level.is_some_and(|level| is_level(layout.slice(level)));
        let span = if is_worded { item.name } else { skill.name };
        if let Some(keyword) = builder.read(Path::item(Part::Skills, index, "keywords", keywords.len()), span, 0.9) {
            keywords.push(keyword);
        }
    }
    let mut skill = Skill { name: printed, ..Skill::default() };
    let mut folded = Lent::default();
    for keyword in &keywords {
        // One after the other: collected, they would be gathered in a list first.
        if let Some(identifier) = lexicon::skill_in(keyword, &mut folded) {
            skill.keyword_esco.insert(keyword.clone(), identifier);
        }
    }
    builder.profile.skills.push(Skill { keywords, ..skill });
}

fn add_single(builder: &mut Builder<'_>, skill: Rated) {
    let index = builder.profile.skills.len();
    let Some(name) = builder.read(Path::entry(Part::Skills, index, "name"), skill.name, 0.9) else { return };
    let level = skill.level.and_then(|level| builder.read(Path::entry(Part::Skills, index, "level"), level, 0.8));
    // A bar has no words: it stands where the name does.
    let rating = skill.share.map(|share| f64::from((share * 100.0).round()) / 100.0);
    if rating.is_some() {
        builder.mark(Path::entry(Part::Skills, index, "rating"), skill.level.unwrap_or(skill.name), 0.8);
    }
    let esco = lexicon::skill(&name);
    builder.profile.skills.push(Skill { name: Some(name), level, rating, esco, ..Skill::default() });
}

/// The skill without what says its level, and what that says.
fn level_of(layout: &Layout, item: Item) -> (Rated, Option<Said>) {
    let share = |said: Said| if let Said::Share(share) = said { Some(share) } else { None };
    if let Some(level) = item.level {
        let text = layout.slice(level);
        // Alone in its place it is no version of anything.
        let said = rating::find(text).map(|rating| match rating.said {
            Said::Fraction(share) => Said::Share(share),
            said => said,
        });
        let (named, _) = level_of(layout, Item { level: None, ..item });
        return (Rated { level: Some(bare(layout, level)), share: said.and_then(share), ..named }, said);
    }
    let name = item.name;
    if let Some(rating) = rating_of(layout, name) {
        if let Said::Fraction(_) = rating.said {
            return (Rated { name, level: None, share: None }, Some(rating.said));
        }
        return (Rated { share: share(rating.said), ..parted(layout, name, rating) }, Some(rating.said));
    }
    (worded(layout, name).unwrap_or(Rated { name, level: None, share: None }), None)
}

/// The rating in `item`, of a name of some words: in sentences numbers count something else.
fn rating_of(layout: &Layout, item: Span) -> Option<Rating> {
    let text = layout.slice(item);
    rating::find(text).filter(|rating| text[..rating.from].split_whitespace().count() <= 6)
}

/// `item` cut at its rating: the name stands before it, or behind it.
fn parted(layout: &Layout, item: Span, rating: Rating) -> Rated {
    let at = |place: usize| item.start + place as u32;
    let before = piece::trim(layout, Span { start: item.start, end: at(rating.from) });
    let behind = piece::trim(layout, Span { start: at(rating.to), end: item.end });
    let level = Span { start: at(rating.from), end: at(rating.to) };
    match (before.is_empty(), behind.is_empty()) {
        (true, true) => Rated { name: item, level: None, share: None },
        (true, false) => Rated { name: behind, level: Some(bare(layout, level)), share: None },
        _ => Rated { name: before, level: Some(bare(layout, Span { end: item.end, ..level })), share: None },
    }
}

/// `Python – expert`
fn worded(layout: &Layout, item: Span) -> Option<Rated> {
    let text = layout.slice(item);
    // The last bytes of the marks before a blank; most names have none.
    let may_part = |[mark, blank]: &[u8; 2]| (*blank == b' ') & matches!(mark, b':' | b'-' | 0x93 | 0x94);
    if !text.as_bytes().array_windows().any(may_part) {
        return None;
    }
    [" – ", " — ", " - ", ": "].iter().find_map(|dash| {
        let at = text.rfind(dash)?;
        told(layout, item, at, at + dash.len(), text.len())
    })
}

/// `Python (advanced)`
fn bracketed(layout: &Layout, item: Span) -> Option<Rated> {
    let inner = layout.slice(item).strip_suffix(')')?;
    let at = inner.rfind('(')?;
    told(layout, item, at, at + 1, inner.len())
}

/// The first `end` bytes of `item` as a skill, where the words from `from` to `to` tell its level.
fn told(layout: &Layout, item: Span, end: usize, from: usize, to: usize) -> Option<Rated> {
    let part = |from: usize, to: usize| Span { start: item.start + from as u32, end: item.start + to as u32 };
    let (name, level) = (piece::trim(layout, part(0, end)), part(from, to));
    (!name.is_empty() && is_level(layout.slice(level))).then_some(Rated { name, level: Some(level), share: None })
}

/// Whether `text` is a word or two for how well something is known.
fn is_level(text: &str) -> bool {
    let (printed, mut folded) = (shown(text), Lent::default());
    let n_words = lexicon::words(&printed).take(4).count();
    if n_words > 3 {
        return false;
    }
    let is_known = n_words <= 2 && tongue::is_level(&printed, &mut folded);
    is_known || is_span_of_years(&printed) || {
        fold(&printed, &mut folded);
        rating::is_level_word(&folded)
    }
}

/// `4 years`, `10+ ans`
fn is_span_of_years(text: &str) -> bool {
    const YEARS: [&str; 22] = [
        "year", "years", "yr", "yrs", "jahr", "jahre", "an", "ans", "año", "años", "anno", "anni", "ano", "anos", "jaar", "år", "rok",
        "lata", "lat", "yıl", "év", "ani",
    ];
    text.split_once(' ').is_some_and(|(number, unit)| {
        let digits = number.trim_end_matches('+');
        (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) && YEARS.contains(&unit)
    })
}

/// `span` without blanks, and without the brackets around all of it.
fn bare(layout: &Layout, span: Span) -> Span {
    piece::trim_where(layout, span, |symbol| symbol.is_whitespace() || matches!(symbol, '(' | ')' | '[' | ']'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_of_practice_tell_a_level() {
        for (text, is_span) in [("4 years", true), ("10+ ans", true), ("2019 years", false), ("4 wheels", false), ("years", false)] {
            assert_eq!(is_span_of_years(text), is_span, "{text}");
        }
    }
}
