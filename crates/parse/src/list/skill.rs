//! Skills: flat, grouped, in tables, as chips, with levels.

use vitae_document::Span;
use vitae_model::Skill;

use crate::evidence::{Builder, Part, Path, joined};
use crate::layout::Layout;
use crate::lexicon;
use crate::list::piece::{self, Piece};
use crate::list::{speech, tongue};
use crate::section::Section;

/// Reads the skills of `section`.
pub(super) fn read(builder: &mut Builder<'_>, section: &Section) {
    let layout = builder.layout();
    let pieces = piece::pieces(layout, section.lines());
    let mut groups = Vec::new();
    let table = is_table(layout, &pieces);
    let labelled = is_labelled(layout, &pieces);
    let mut position = 0;
    while position < pieces.len() {
        position += 1;
        let piece = pieces[position - 1];
        if let Some((name, rest)) = piece::label(layout, piece.span).filter(|(_, rest)| labelled || rest.is_empty()) {
            groups.push(Group { name: Some(name), items: Vec::new() });
            fill(layout, &mut groups, rest);
            continue;
        }
        if table && piece.place == 0 && piece.cells > 1 {
            groups.push(Group { name: Some(piece.span), items: Vec::new() });
            continue;
        }
        if is_caption(layout, &pieces, position - 1) {
            groups.push(Group { name: Some(piece.span), items: Vec::new() });
            continue;
        }
        if groups.is_empty() {
            groups.push(Group::default());
        }
        fill(layout, &mut groups, piece.span);
    }
    for group in &groups {
        add(builder, group);
    }
}

/// Skills under one caption.
#[derive(Debug, Default)]
struct Group {
    name: Option<Span>,
    items: Vec<Span>,
}

fn fill(layout: &Layout, groups: &mut [Group], span: Span) {
    let Some(group) = groups.last_mut() else { return };
    let start = group.items.len();
    // Stars and dots in a cell of their own rate what stands before them.
    if layout.slice(span).chars().all(|symbol| symbol.is_whitespace() || is_drawn(symbol)) {
        return;
    }
    piece::split(layout, span, &mut group.items);
    // `Python, Go and SQL.`
    if let Some(last) = group.items[start..].last_mut() {
        let text = layout.slice(*last);
        if text.ends_with('.') && !text.ends_with("etc.") && text.rsplit(' ').next().is_some_and(|word| word.len() > 4) {
            last.end -= 1;
        }
    }
}

/// Whether labels before colons are captions of groups; a single one among many items is part of its item.
fn is_labelled(layout: &Layout, pieces: &[Piece]) -> bool {
    let labels = pieces.iter().filter(|piece| piece::label(layout, piece.span).is_some_and(|(_, rest)| !rest.is_empty())).count();
    // `Fault finding, Containment: tray, trunking` is a list in which one item has a colon.
    let listed =
        |piece: &Piece| piece::label(layout, piece.span).is_some_and(|(name, rest)| !rest.is_empty() && layout.slice(name).contains(','));
    if labels == 1 && pieces.iter().any(listed) {
        return false;
    }
    labels * 5 >= pieces.len() * 2 || (labels > 1 && labels * 3 >= pieces.len())
}

/// Whether the lines are rows of a caption and its skills: two cells, both flush, the second with several items or in another style.
fn is_table(layout: &Layout, pieces: &[Piece]) -> bool {
    let rows = || pieces.windows(2).filter(|pair| pair[0].place == 0 && pair[0].cells == 2 && pair[1].place == 1);
    let total = rows().count();
    let Some(first) = rows().next() else { return false };
    let flush = rows().filter(|pair| (pair[1].left - first[1].left).abs() < 4.0).count();
    let listed = rows().filter(|pair| layout.slice(pair[1].span).contains([',', ';', '·', '•', '|'])).count();
    let styled = rows().filter(|pair| pair[0].style.bold && !pair[1].style.bold).count();
    flush == total && (listed * 2 >= total || styled * 2 > total || (total == 1 && listed == 1))
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
    let indented = next.left > piece.left + 4.0 && next.bullet && !piece.bullet;
    let alike = |other: &&Piece| crate::layout::Style { caps: piece.style.caps, ..other.style } == piece.style;
    let weaker = pieces.iter().filter(alike).count() * 2 <= pieces.len();
    (stronger && weaker) || (indented && !piece.bullet) || (other_style && weaker && piece.style.size >= next.style.size)
}

/// Adds a group to the profile; a group of natural languages goes to the languages.
fn add(builder: &mut Builder<'_>, group: &Group) {
    let layout = builder.layout();
    let spoken = group.items.iter().filter(|item| speech::begins_with_language(layout.slice(**item))).count();
    if !group.items.is_empty() && spoken == group.items.len() {
        return speech::read_items(builder, &group.items);
    }
    let Some(name) = group.name else {
        for item in &group.items {
            add_single(builder, *item);
        }
        return;
    };
    if group.items.is_empty() {
        return add_single(builder, name);
    }
    let index = builder.profile.skills.len();
    let printed = builder.read(Path::entry(Part::Skills, index, "name"), name, 0.85);
    let mut keywords = Vec::with_capacity(group.items.len());
    for item in &group.items {
        let (item, _) = rating(layout, *item);
        if let Some(keyword) = builder.read(Path::item(Part::Skills, index, "keywords", keywords.len()), item, 0.9) {
            keywords.push(keyword);
        }
    }
    builder.profile.skills.push(Skill { name: printed, keywords, ..Skill::default() });
}

fn add_single(builder: &mut Builder<'_>, item: Span) {
    let layout = builder.layout();
    let index = builder.profile.skills.len();
    let (item, level) = rating(layout, item);
    let Some(name) = builder.read(Path::entry(Part::Skills, index, "name"), item, 0.9) else { return };
    let level = level.and_then(|level| builder.read(Path::entry(Part::Skills, index, "level"), level, 0.8));
    let esco = lexicon::skill(&name);
    builder.profile.skills.push(Skill { name: Some(name), level, esco, ..Skill::default() });
}

/// Whether `symbol` is part of a drawn rating.
fn is_drawn(symbol: char) -> bool {
    matches!(symbol, '★' | '☆' | '●' | '○' | '■' | '□' | '█' | '░' | '▒' | '▓' | '◆' | '◇' | '⬤' | '◯' | '✦' | '✩' | '⭐')
}

/// The skill without a rating drawn or printed behind it, and the rating where it has words.
fn rating(layout: &Layout, item: Span) -> (Span, Option<Span>) {
    let bare = piece::trim_where(layout, item, |symbol| symbol.is_whitespace() || is_drawn(symbol));
    let bare = if bare.is_empty() { item } else { bare };
    let text = layout.slice(bare);
    if let Some(at) = text.rfind([' ', ':'])
        && text[at + 1..].strip_suffix('%').is_some_and(|number| number.parse::<u8>().is_ok())
    {
        let middle = bare.start + at as u32;
        let name = piece::trim(layout, Span { start: bare.start, end: middle });
        return (name, Some(Span { start: middle + 1, end: bare.end }));
    }
    // `Python – expert`
    for dash in [" – ", " — ", " - ", ": "] {
        if let Some(at) = text.rfind(dash) {
            let level = Span { start: bare.start + (at + dash.len()) as u32, end: bare.end };
            let mut folded = String::new();
            let printed = joined(layout.slice(level));
            if printed.split(' ').count() <= 2 && tongue::is_level(&printed, &mut folded) {
                return (Span { start: bare.start, end: bare.start + at as u32 }, Some(level));
            }
        }
    }
    (bare, None)
}
