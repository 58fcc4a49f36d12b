//! Which lines are headings: by their words, and by the dress that the document gives its headings.
//!
//! Lines that the lexicon knows vote for the dress (size, weight, capitals, colour, rule) that this document's headings wear. A known
//! heading in a weaker dress is a caption; an unknown line in that dress is a heading with a title of its own.

mod bilingual;
mod dress;

use vitae_document::Role;

use self::dress::{Dress, Leaders, Vote, emphasis, resembles, total};
use crate::layout::{Cell, Layout, Line, Place, Style};
use crate::section::declared_level;
use crate::section::lexicon::{self, Sense};

/// Buffers reused from document to document.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    /// For each line the heading that begins there.
    pub(super) found: Vec<Option<Heading>>,
    candidates: Vec<Option<Candidate>>,
    dresses: Vec<Vote>,
    /// For each line that was asked whether it shows a date.
    dated: Vec<Option<bool>>,
    pub(super) folded: String,
    joined: String,
}

/// A heading.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Heading {
    /// What it says; none where its words are not known.
    pub(super) sense: Option<Sense>,
    /// Lines it covers.
    pub(super) lines: u8,
}

/// A line that could be a heading.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    sense: Option<Sense>,
    dress: Dress,
    lines: u8,
    /// Text stands to its right.
    rail: bool,
    /// Text stands to its side, and nothing below it.
    apart: bool,
    /// How much it stands out: 0 for body text.
    emphasis: u8,
    level: Option<u8>,
    /// A date follows soon: it may head an entry.
    dated: bool,
    /// The column it stands in, counted through the document.
    column: u16,
}

/// Fills `buffers.found`; splits lines that begin with a heading in a rail.
pub(super) fn find(layout: &mut Layout, buffers: &mut Buffers) {
    let body = body_style(layout);
    collect(layout, buffers, body);
    vote(layout, buffers);
    buffers.found.clear();
    let mut skip = 0;
    let mut split = 0;
    let mut leaders = Leaders::default();
    // Before the first known heading stand the name and the headline, however they are dressed.
    let mut begun = false;
    for index in 0..buffers.candidates.len() {
        let candidate = buffers.candidates[index].filter(|_| skip == 0);
        skip = usize::max(skip, 1) - 1;
        let heading = candidate.filter(|candidate| is_heading(layout, index + split, candidate, &buffers.dresses, &mut leaders));
        let heading = heading.filter(|candidate| begun || candidate.sense.is_some() || opens_entries(layout, index + split, candidate));
        begun |= heading.is_some();
        let heading = heading
            .map(|candidate| stacked(layout, index + split, candidate, &buffers.dresses, (&mut buffers.joined, &mut buffers.folded)));
        buffers.found.push(heading.map(|candidate| Heading { sense: candidate.sense, lines: candidate.lines }));
        let Some(heading) = heading else { continue };
        skip = usize::from(heading.lines) - 1;
        if heading.rail {
            split_rail(layout, index + split);
            split += 1;
            buffers.found.push(None);
        }
    }
}

/// The style most text is set in.
fn body_style(layout: &Layout) -> Style {
    let mut styles: Vec<(Style, usize)> = Vec::with_capacity(16);
    for cell in &layout.cells {
        let key = cell.style.uncased();
        match styles.iter().position(|(style, _)| *style == key) {
            Some(position) => styles[position].1 += cell.span.len(),
            None if styles.len() < 64 => styles.push((key, cell.span.len())),
            None => {}
        }
    }
    styles.iter().max_by_key(|(_, length)| *length).map(|(style, _)| *style).unwrap_or_default()
}

fn collect(layout: &Layout, buffers: &mut Buffers, body: Style) {
    buffers.candidates.clear();
    buffers.dated.clear();
    buffers.dated.resize(layout.lines.len(), None);
    let (mut columns, mut column) = (0, 0);
    let mut region = None;
    for index in 0..layout.lines.len() {
        let line = layout.lines[index];
        if region != Some(line.region) {
            region = Some(line.region);
            let place = layout.regions.get(usize::from(line.region)).map(|region| region.place);
            if place == Some(Place::Beside) {
                columns += 1;
                column = columns;
            } else if place == Some(Place::Flow) {
                column = 0;
            }
        }
        let candidate = candidate(layout, index, body, buffers).map(|candidate| Candidate { column, ..candidate });
        buffers.candidates.push(candidate);
    }
}

fn candidate(layout: &Layout, index: usize, body: Style, buffers: &mut Buffers) -> Option<Candidate> {
    let line = layout.lines[index];
    let all = layout.cells_of(&line);
    let cells = behind_number(layout, all);
    let cell = cells.first()?;
    let text = layout.slice(cell.span);
    let level = declared_level(line.role);
    let is_short = || text.len() < 80 && has_shape(lexicon::stripped(text));
    if !(has_shape(text) || is_short() || is_said_twice(text, &mut buffers.folded))
        || (line.continues && level.is_none() && !starts_column(&line))
    {
        return None;
    }
    let rail = cells.len() > 1;
    if rail && is_field(layout, index) {
        return None;
    }
    let mut sense = lexicon::sense(text, &mut buffers.folded);
    // `Highlights` inside a job and `Curriculum vitae` above it all head no section, however they are dressed.
    let is_aside = sense.is_none() && lexicon::is_aside(&buffers.folded);
    let mut lines = 1;
    if !rail && let Some(wrapped) = wrapped(layout, index, cell, &mut buffers.joined, &mut buffers.folded) {
        (sense, lines) = (Some(wrapped), 2);
    }
    if sense.is_none() && is_aside {
        return None;
    }
    // A number in words that nobody knows may be the day of a date that is broken.
    let is_numbered = cells.len() < all.len();
    if is_numbered && line.role == Role::Body && !sense.is_some_and(|sense| sense.whole) {
        return None;
    }
    // `B.A., English Language` and `Language Assistant    2019` name a study and a job.
    if sense.is_some_and(|sense| !sense.whole) && (names_degree(text) || cells[1..].iter().any(|cell| is_range(layout, cell))) {
        return None;
    }
    let emphasis = emphasis(cell.style, body, line.ruled, level);
    if emphasis > 0 && sense.is_some_and(|sense| !sense.whole) {
        sense = bilingual::sense(text, &mut buffers.folded).or(sense);
    }
    let style = cell.style;
    let dress = Dress {
        size: (style.size * 2.0).round() as i16,
        bold: style.bold,
        italic: style.italic,
        caps: style.caps,
        ruled: line.ruled,
        colour: style.colour,
        font: style.font,
        level,
    };
    let mut is_dated = |line: usize| *buffers.dated[line].get_or_insert_with(|| is_dated(layout, line));
    let dated = (index..layout.lines.len().min(index + 4)).any(|next| layout.lines[next].bullet.is_none() && is_dated(next));
    let apart = !rail && stands_beside(layout, index);
    Some(Candidate { sense, dress, lines, rail, apart, emphasis, level, dated, column: 0 })
}

/// Whether the first cell of the line is one of the captions of a form, whatever else it may head: one that looks like it stands right
/// above or below, with a value at the same edge, and both have a colon behind them or are known to announce values.
fn is_field(layout: &Layout, index: usize) -> bool {
    let Some((own, value)) = caption_and_value(layout, index) else { return false };
    let text = layout.slice(own.span);
    let is_known = |text: &str| crate::entry::is_caption(&crate::lexicon::fold(text));
    let is_like = |other: usize| {
        let (upper, lower) = (usize::min(index, other), usize::max(index, other));
        let is_near = layout.lines[lower].gap < FORM_GAP && layout.lines[lower].region == layout.lines[upper].region;
        let Some((caption, beside)) = caption_and_value(layout, other).filter(|_| is_near) else { return false };
        let is_flush = (caption.area.left - own.area.left).abs() < 1.0 && (beside.area.left - value.area.left).abs() < 1.0;
        let below = layout.slice(caption.span);
        caption.style.uncased() == own.style.uncased()
            && is_flush
            && lexicon::known(below, &mut String::new()).is_none()
            && (is_known(text) && (below.ends_with(':') || is_known(below)) || text.ends_with(':') && is_known(below))
    };
    (index + 1 < layout.lines.len() && is_like(index + 1)) || index.checked_sub(1).is_some_and(is_like)
}

/// White space between the rows of a form, in multiples of a line's height.
const FORM_GAP: f32 = 1.0;

/// The first two cells of a line.
fn caption_and_value(layout: &Layout, index: usize) -> Option<(&Cell, &Cell)> {
    match layout.cells_of(layout.lines.get(index)?) {
        [caption, value, ..] => Some((caption, value)),
        _ => None,
    }
}

/// Whether the line begins a region that holds nothing but a heading, and the next one stands beside it.
fn stands_beside(layout: &Layout, index: usize) -> bool {
    let line = layout.lines[index];
    let own = |other: &Line| other.region == line.region;
    let rest = &layout.lines[index + 1..];
    let Some(next) = rest.iter().take(usize::from(MOST_LINES)).find(|other| !own(other)) else { return false };
    let is_first = index == 0 || !own(&layout.lines[index - 1]);
    let is_beside = next.area.left > line.area.right || next.area.right < line.area.left;
    is_first && is_beside && next.page == line.page && next.area.top < line.area.bottom && next.area.bottom > line.area.top
}

/// `cells` without a number that a list gave to the only other one: `1.` before `Experience`.
fn behind_number<'a>(layout: &Layout, cells: &'a [Cell]) -> &'a [Cell] {
    match cells {
        [number, _] if lexicon::behind_number(layout.slice(number.span)) == Some("") => &cells[1..],
        _ => cells,
    }
}

fn is_dated(layout: &Layout, line: usize) -> bool {
    crate::layout::looks_dated(layout.text_of(&layout.lines[line]))
}

/// Whether `text` begins with the name of a degree that a comma or more words follow.
fn names_degree(text: &str) -> bool {
    let head = text.split([',', '–', ':']).next().unwrap_or(text);
    head.len() < text.len() && crate::lexicon::phrase(&crate::lexicon::fold(head)).degree().is_some()
}

/// Whether `cell` holds little but a date.
fn is_range(layout: &Layout, cell: &Cell) -> bool {
    let text = layout.slice(cell.span);
    text.len() < 40 && crate::layout::looks_dated(text)
}

fn starts_column(line: &Line) -> bool {
    line.gap.is_infinite()
}

/// Whether `text` could be a heading at all: short, wordy, no sentence.
fn has_shape(text: &str) -> bool {
    // Most lines are too long.
    if text.len() > 64 {
        return false;
    }
    // Counted in bytes, so that many go at once.
    let (mut n_spaces, mut n_digits, mut has_mark) = (0_u8, 0_u8, false);
    for byte in text.bytes() {
        n_spaces += u8::from(byte == b' ');
        n_digits += u8::from(byte.is_ascii_digit());
        has_mark |= (byte == b'@') | (byte == b'|');
    }
    let words = 1 + n_spaces;
    let ends = text.ends_with([',', ';']) || (text.ends_with('.') && words > 3);
    let letters = || text.chars().filter(|symbol| symbol.is_alphabetic()).take(2).count();
    words <= 8 && !ends && n_digits <= 2 && !has_mark && (text.is_ascii() || !text.contains(['•', '·'])) && letters() == 2
}

/// Whether a mark stands between two halves that say the same in two languages: `Formation | Education`.
fn is_said_twice(text: &str, folded: &mut String) -> bool {
    text.contains(['|', '•', '·']) && lexicon::known(text, folded).is_some()
}

/// A known heading that breaks into two lines of one style.
fn wrapped(layout: &Layout, index: usize, cell: &Cell, joined: &mut String, folded: &mut String) -> Option<Sense> {
    let next = layout.lines.get(index + 1)?;
    let below = layout.cells_of(next);
    let [lower] = below else { return None };
    let line = layout.lines[index];
    let near = next.region == line.region && next.gap < 0.8 && next.bullet.is_none() && next.role == line.role;
    if !near || lower.style != cell.style || layout.slice(lower.span).split(' ').count() > 4 {
        return None;
    }
    joined.clear();
    joined.push_str(layout.slice(cell.span));
    match joined.strip_suffix('-').map(str::len) {
        Some(length) => joined.truncate(length),
        None => joined.push(' '),
    }
    joined.push_str(layout.slice(lower.span));
    let is_known = |text: &str, folded: &mut String| lexicon::known(text, folded).is_some();
    let Some(sense) = lexicon::sense(joined, folded) else {
        // A word that had no room and breaks anywhere.
        let is_word = |cell: &Cell| !layout.slice(cell.span).contains([' ', '-']) && cell.style.caps;
        let head = layout.slice(cell.span);
        if !is_word(cell) || !is_word(lower) || is_known(head, folded) {
            return None;
        }
        joined.clear();
        joined.extend([head, layout.slice(lower.span)]);
        return lexicon::sense(joined, folded).filter(|sense| sense.whole);
    };
    let open = layout.slice(cell.span).ends_with(['&', '/', '-', '+', ',']);
    if !sense.whole && !open {
        return None;
    }
    let lower_known = is_known(layout.slice(lower.span), folded);
    (open && !lower_known || sense.whole && !(lower_known && is_known(layout.slice(cell.span), folded))).then_some(sense)
}

/// Lines that a heading in a narrow column takes at most.
const MOST_LINES: u8 = 4;

/// `heading`, which begins at `index`, with the lines below that it goes on with: they look like it, stand right below, head nothing else
/// by themselves, and had no room on the line above or follow an "and".
fn stacked(
    layout: &Layout,
    index: usize,
    mut heading: Candidate,
    dresses: &[Vote],
    (joined, folded): (&mut String, &mut String),
) -> Candidate {
    while !heading.rail && heading.emphasis > 0 && heading.lines < MOST_LINES {
        let last = index + usize::from(heading.lines) - 1;
        if layout.lines[last].ruled || !goes_on(layout, last + 1) {
            break;
        }
        let text = |line: usize| layout.lines.get(line).map_or("", |line| layout.text_of(line));
        let whole = lexicon::sense(text(last + 1), folded).filter(|sense| sense.whole).map(|sense| sense.kind);
        let own = heading.sense.map(|sense| sense.kind);
        let says_more = ends_open(text(last)) || whole.is_some() && whole == own;
        // Where entries wear this dress too, the first of them follows at once.
        let heads_entries = || dresses.iter().any(|vote| vote.dress == heading.dress && vote.loose > 0);
        if !says_more && (whole.is_some() || heads_entries() || !lacks_room(layout, last)) {
            break;
        }
        joined.clear();
        (index..=last).for_each(|line| joined.extend([text(line), " "]));
        joined.push_str(text(last + 1));
        heading.sense = match (heading.sense, lexicon::sense(joined, folded)) {
            (Some(own), Some(sense)) if own.whole && !sense.whole => Some(own),
            (own, sense) => sense.or(own),
        };
        heading.lines += 1;
    }
    heading
}

/// Whether a line of a heading ends with a sign or word that more words follow.
fn ends_open(text: &str) -> bool {
    const WORDS: [&str; 21] = [
        "and", "und", "et", "y", "e", "i", "en", "och", "og", "ja", "ve", "si", "oraz", "of", "de", "des", "for", "für", "in", "di", "van",
    ];
    let word = text.rsplit(' ').next().unwrap_or(text);
    text.ends_with(['&', '/', '+', ',']) || word.len() < text.len() && WORDS.contains(&word.to_lowercase().as_str())
}

/// Whether the first word of the line below `last` would not have found room on it.
fn lacks_room(layout: &Layout, last: usize) -> bool {
    let (Some(upper), Some(lower)) = (layout.lines.get(last), layout.lines.get(last + 1)) else { return false };
    let text = layout.text_of(lower);
    let word = text.split(' ').next().unwrap_or(text).chars().count() as f32;
    let width = lower.area.width() * (word + 1.0) / text.chars().count().max(1) as f32;
    layout.regions.get(usize::from(upper.region)).is_some_and(|region| upper.area.right + width > region.limit)
}

/// Dresses that are told apart: more than any résumé's designer uses, and each is compared with the others.
const MOST_DRESSES: usize = 64;

fn vote(layout: &Layout, buffers: &mut Buffers) {
    buffers.dresses.clear();
    for (index, candidate) in buffers.candidates.iter().enumerate() {
        let Some(candidate) = candidate else { continue };
        let known = buffers.dresses.iter().position(|vote| vote.dress == candidate.dress && vote.column == candidate.column);
        let position = match known {
            Some(position) => position,
            None if buffers.dresses.len() == MOST_DRESSES => continue,
            None => {
                buffers.dresses.push(Vote { emphasis: candidate.emphasis, ..Vote::none(candidate.dress, candidate.column) });
                buffers.dresses.len() - 1
            }
        };
        let vote = &mut buffers.dresses[position];
        match candidate.sense {
            Some(sense) if sense.whole => vote.known += 1,
            Some(_) => vote.telling += 1,
            None => vote.others += 1,
        }
        vote.rails += u16::from(candidate.rail && candidate.sense.is_some_and(|sense| sense.whole));
        vote.apart += u16::from(candidate.apart && candidate.sense.is_some_and(|sense| sense.whole));
        vote.dated += u16::from(candidate.dated && candidate.sense.is_none());
        vote.stacked += u16::from(candidate.dated && candidate.sense.is_none() && followed_by_like(layout, index));
        vote.loose += u16::from(candidate.dated && candidate.sense.is_none() && !goes_on(layout, index));
    }
}

fn is_heading(layout: &Layout, index: usize, candidate: &Candidate, dresses: &[Vote], leaders: &mut Leaders) -> bool {
    let line = layout.lines[index];
    let leader = leaders.of(dresses, candidate.column);
    // What the format says of a row it may say of the text beside the heading.
    let level = |leader: &Dress| if candidate.rail { leader.level } else { candidate.dress.level };
    let leads = leader.is_some_and(|leader| resembles(&leader.dress, &Dress { level: level(&leader.dress), ..candidate.dress }));
    let stronger =
        leader.is_none_or(|leader| candidate.emphasis >= leader.emphasis && candidate.dress.size.saturating_add(1) >= leader.dress.size);
    let plain_bullet = line.bullet.is_some() && !leads;
    if plain_bullet {
        return false;
    }
    let vote = || total(dresses, candidate.dress);
    let leads_enough = |vote: &Vote| vote.is_sure() || (vote.known >= 2 && !candidate.rail);
    let labels_box =
        || candidate.emphasis > 0 && !candidate.rail && !candidate.dated && labels_box(layout, index, candidate.column, dresses);
    match candidate.sense {
        Some(sense) if sense.whole => {
            if candidate.rail {
                return leads;
            }
            let stands_apart = line.gap > 0.45 || line.ruled || candidate.level.is_some();
            match leader {
                // A column in which nobody wears the dress of the others' headings has its own way.
                Some(leader) if !at_home(dresses, leader, candidate) => stands_apart,
                Some(leader) if leader.known >= 3 => leads || (candidate.emphasis > leader.emphasis + 1 && stands_apart),
                Some(leader) if leader.known >= 2 => leads || (stronger && stands_apart),
                _ => candidate.emphasis > 0 || stands_apart,
            }
        }
        Some(_) if leads && leads_enough(&vote()) => true,
        _ if labels_box() => true,
        Some(_) => false,
        None => reads_by_dress(layout, index, candidate, leader, &vote()),
    }
}

/// Whether a line whose words tell nothing is a heading by its dress.
fn reads_by_dress(layout: &Layout, index: usize, candidate: &Candidate, leader: Option<Vote>, vote: &Vote) -> bool {
    let is_leaders = leader.is_some_and(|leader| leader.dress == candidate.dress);
    // Where entries wear the same dress, a section's heading is told by the entry's that follows at once.
    // Where every entry begins with two such lines, it tells nothing.
    let worn = !candidate.rail && is_leaders;
    if worn && vote.known >= 2 && vote.heads_entries() && vote.stacked < 2 && followed_by_like(layout, index) {
        return true;
    }
    if !candidate.rail && candidate.dated && vote.heads_entries() {
        return false;
    }
    // Where headings stand beside their text, what stands within the text is none.
    if vote.stands_beside() && !candidate.apart && !candidate.rail {
        return false;
    }
    let in_rails = vote.rails > vote.known / 2;
    (!candidate.rail || in_rails) && is_leaders && vote.is_sure() && opens_block(layout, index) && !runs_on(layout, index)
}

/// Whether the line breaks off within a text that says more than a heading does: `Riverside College, Department` above
/// `of Nursing (June 2019)`.
fn runs_on(layout: &Layout, index: usize) -> bool {
    let (line, Some(next)) = (&layout.lines[index], layout.lines.get(index + 1)) else { return false };
    let starts_low = || layout.text_of(next).starts_with(char::is_lowercase);
    next.continues && next.region == line.region && starts_low() && !goes_on(layout, index + 1)
}

/// Whether some line of the candidate's column wears the dress of `leader`.
fn at_home(dresses: &[Vote], leader: Vote, candidate: &Candidate) -> bool {
    dresses.iter().any(|vote| vote.column == candidate.column && resembles(&leader.dress, &vote.dress))
}

/// Whether the line tells what follows in a box of contact data that has no headings in a dress of their own: it stands out, what
/// stands right above is contact data, or what an earlier such line heads, and what stands right below is plain text.
fn labels_box(layout: &Layout, index: usize, column: u16, dresses: &[Vote]) -> bool {
    let headed = dresses.iter().any(|vote| vote.column == column && vote.known > 0 && vote.emphasis > 0);
    let line = layout.lines[index];
    let inside = |other: &&Line| other.region == line.region;
    let above = index.checked_sub(1).and_then(|above| layout.lines.get(above)).filter(inside);
    let below = layout.lines.get(index + 1).filter(inside);
    let style = |line: &Line| layout.cells_of(line).first().map(|cell| (cell.style.bold, cell.style.caps, cell.style.colour));
    let contact = |line: &Line| crate::layout::is_contact(layout.text_of(line)) || layout.text_of(line).contains('/');
    let plain = |other: &&Line| style(other) != style(&line);
    let stands_alone = above.filter(plain).is_some() && below.filter(plain).is_some_and(|below| !contact(below));
    let behind_contact = || {
        let start = (0..index).rfind(|&other| layout.lines[other].region != line.region).map_or(0, |other| other + 1);
        (start..index)
            .any(|other| contact(&layout.lines[other]) && layout.lines.get(other + 1).is_some_and(|next| style(next) == style(&line)))
    };
    column > 0 && !headed && stands_alone && behind_contact()
}

/// Whether dated lines follow and nothing that belongs to the head of a résumé.
fn opens_entries(layout: &Layout, index: usize, candidate: &Candidate) -> bool {
    let next = |line: usize| layout.lines.get(line).map(|line| layout.text_of(line)).unwrap_or_default();
    let contact = (index + 1..index + 7).any(|line| crate::layout::is_contact(next(line)));
    candidate.dated && !contact
}

/// Whether the next line wears the same dress and is no continuation.
fn followed_by_like(layout: &Layout, index: usize) -> bool {
    let style = |line: &Line| layout.cells_of(line).first().map(|cell| cell.style.uncased());
    let (line, Some(next)) = (&layout.lines[index], layout.lines.get(index + 1)) else { return false };
    !next.continues && next.region == line.region && style(line) == style(next)
}

/// White space between the lines of one heading, in multiples of a line's height.
const TIGHT: f32 = 0.45;

/// Whether the line at `index` is a short one that stands right below one that looks like it.
fn goes_on(layout: &Layout, index: usize) -> bool {
    let (Some(above), Some(line)) = (index.checked_sub(1).and_then(|above| layout.lines.get(above)), layout.lines.get(index)) else {
        return false;
    };
    let style = |line: &Line| layout.cells_of(line).first().map(|cell| cell.style);
    let [cell] = layout.cells_of(line) else { return false };
    line.gap < TIGHT
        && line.region == above.region
        && line.bullet.is_none()
        && line.role == above.role
        && style(line) == style(above)
        && has_shape(layout.slice(cell.span))
}

/// Whether text follows the line in its own region.
fn opens_block(layout: &Layout, index: usize) -> bool {
    let line = layout.lines[index];
    line.gap > 0.2 || line.gap.is_infinite()
}

/// Makes the first cell of the line at `index` a line of its own.
fn split_rail(layout: &mut Layout, index: usize) {
    let line = layout.lines[index];
    let cell = layout.cells[line.first_cell as usize];
    let rest = &layout.cells[line.first_cell as usize + 1..line.end_cell as usize];
    let Some(area) = rest.iter().map(|cell| cell.area).reduce(vitae_model::BoundingBox::union) else { return };
    let left = line.area.left - line.indent;
    let body = Line {
        first_cell: line.first_cell + 1,
        area,
        indent: area.left - left,
        gap: 0.0,
        bullet: rest[0].bullet.then_some(0),
        continues: false,
        ..line
    };
    layout.lines[index] = Line { end_cell: line.first_cell + 1, area: cell.area, bullet: None, ..line };
    layout.lines.insert(index + 1, body);
}
