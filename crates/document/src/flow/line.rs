//! Filling lines: words, tabs and alignment.

use super::item::{Piece, PieceKind, StopKind, TabStop};
use super::widths::{self, Metrics};

/// Distance of the stops that stand where a paragraph declares none.
const DEFAULT_STOP: f32 = 36.0;

/// White space that a tab leaves behind words at least, in multiples of the font size: seen as a gap, whatever stop comes next.
const LEAST_GAP: f32 = 1.2;

/// Bytes that words in front of such a tab have at least; shorter ones are marks of lists and labels.
const SHORTEST: u32 = 4;

/// Width of a bar, and the space on either side of it, in points.
const GAUGE: f32 = 60.0;
const GAUGE_GAP: f32 = 4.0;

/// An unbreakable bit of text in one style, a tab, a line break or a bar.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fragment {
    pub(super) start: u32,
    pub(super) end: u32,
    /// Which piece it is of.
    pub(super) piece: u32,
    pub(super) kind: PieceKind,
    /// No line may begin here: it goes on a word that another style began, or a number in groups.
    pub(super) glued: bool,
    /// White space in front of it.
    pub(super) space: f32,
    /// How wide it is; of a tab, how wide it is behind words at least.
    pub(super) width: f32,
    /// Left edge, set when its line is filled.
    pub(super) x: f32,
}

/// Cuts `piece` into fragments. `space` is the white space that waits in front of the next one; `None` inside a word.
pub(super) fn cut(text: &str, piece_index: u32, piece: &Piece, metrics: Metrics, space: &mut Option<f32>, out: &mut Vec<Fragment>) {
    if let PieceKind::Gauge(_) = piece.kind {
        let (at, before) = (piece.start, space.unwrap_or(0.0) + GAUGE_GAP);
        out.push(Fragment { start: at, end: at, piece: piece_index, kind: piece.kind, glued: false, space: before, width: GAUGE, x: 0.0 });
        *space = Some(GAUGE_GAP);
        return;
    }
    let mut push = |start: usize, end: usize, kind: PieceKind, space: &mut Option<f32>| {
        let width = text.get(start..end).map_or(0.0, |word| widths::width(word, piece.style.bold, metrics)) * piece.style.size;
        let glued = space.is_none() || (kind == PieceKind::Text && goes_on_number(text, out, start, end));
        let (start, end) = (start as u32, end as u32);
        out.push(Fragment { start, end, piece: piece_index, kind, glued, space: space.unwrap_or(0.0), width, x: 0.0 });
        *space = None;
    };
    if piece.kind != PieceKind::Text {
        let at = piece.start;
        let width = if piece.kind == PieceKind::Tab && !piece.label { LEAST_GAP * piece.style.size } else { 0.0 };
        out.push(Fragment { start: at, end: at, piece: piece_index, kind: piece.kind, glued: false, space: 0.0, width, x: 0.0 });
        *space = Some(0.0);
        return;
    }
    let offset = piece.start as usize;
    let mut word_start = None;
    let mut step = |index: usize, length: usize, is_space: bool, is_wide: bool| {
        let at = offset + index;
        if is_space || is_wide {
            if let Some(start) = word_start.take() {
                push(start, at, PieceKind::Text, space);
            }
            // East Asian text may break between any two characters.
            *space = Some(space.unwrap_or(0.0));
        }
        if is_space {
            let width = widths::width(text.get(at..at + length).unwrap_or(" "), false, metrics) * piece.style.size;
            *space = Some(space.unwrap_or(0.0) + width);
        } else if word_start.is_none() {
            word_start = Some(at);
        }
    };
    let inside = text.get(offset..piece.end as usize).unwrap_or_default();
    if inside.is_ascii() {
        // Word by word: of a word's letters only the first one tells something.
        let mut index = 0;
        while index < inside.len() {
            let length = inside.bytes().skip(index).take_while(|byte| !char::from(*byte).is_whitespace()).count();
            if length > 0 {
                step(index, length, false, false);
            }
            index += length;
            if index < inside.len() {
                step(index, 1, true, false);
            }
            index += 1;
        }
    } else {
        inside.char_indices().for_each(|(index, c)| step(index, c.len_utf8(), c.is_whitespace(), widths::is_wide(c)));
    }
    if let Some(start) = word_start {
        push(start, piece.end as usize, PieceKind::Text, space);
    }
}

/// Groups that a number keeps on one line.
const MOST_GROUPS: usize = 6;

/// Whether the word at `start..end` is the next group of a number, such as a telephone number, which nobody likes to see broken.
fn goes_on_number(text: &str, before: &[Fragment], start: usize, end: usize) -> bool {
    let is_group = |start: usize, end: usize| {
        let word = text.get(start..end).unwrap_or_default().as_bytes();
        word.len() <= 8 && word.iter().any(u8::is_ascii_digit) && word.iter().all(|byte| byte.is_ascii_digit() || b"+()-.".contains(byte))
    };
    let Some(last) = before.last().filter(|last| last.kind == PieceKind::Text) else { return false };
    let is_long = before.len() >= MOST_GROUPS && before[before.len() + 1 - MOST_GROUPS..].iter().all(|fragment| fragment.glued);
    !is_long && is_group(start, end) && is_group(last.start as usize, last.end as usize)
}

/// Where one line may stand, measured from the left edge of the frame.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    pub(super) left: f32,
    pub(super) right: f32,
    /// Indent of the lines behind the first: an implicit tab stop of the first.
    pub(super) indent: f32,
    /// White space at its very beginning is indentation.
    pub(super) is_first: bool,
}

/// A filled line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filled {
    /// First fragment behind it.
    pub(super) end: usize,
    /// Right edge of its text.
    pub(super) right: f32,
    /// Tabs place the text, so alignment does not.
    pub(super) has_tabs: bool,
}

/// Text between two tabs.
#[derive(Debug, Clone, Copy)]
struct Segment {
    first: usize,
    origin: f32,
    stop: Option<TabStop>,
}

/// Fills one line with fragments from `from` on and sets their x.
pub(super) fn fill(fragments: &mut [Fragment], from: usize, room: Room, stops: &[TabStop]) -> Filled {
    let mut x = room.left;
    let mut index = from;
    let mut segment = Segment { first: from, origin: x, stop: None };
    let (mut has_text, mut has_tabs) = (false, false);
    while let Some(fragment) = fragments.get(index) {
        match fragment.kind {
            PieceKind::Break => {
                index += 1;
                break;
            }
            PieceKind::Tab => {
                let least = if n_bytes(&fragments[segment.first..index]) >= SHORTEST { fragment.width } else { 0.0 };
                x = close(fragments, segment, index, x);
                let stop = next_stop(x, room, stops);
                if stop.kind == StopKind::Left {
                    x = stop.x.max(x + least);
                }
                index += 1;
                segment = Segment { first: index, origin: x, stop: Some(stop) };
                has_tabs = true;
            }
            PieceKind::Text | PieceKind::Gauge(_) => {
                let end = group_end(fragments, index);
                let inside: f32 = fragments[index + 1..end].iter().map(|member| member.space).sum();
                let width = inside + fragments[index..end].iter().map(|member| member.width).sum::<f32>();
                let opens_line = index == from && !room.is_first;
                let space = if opens_line { 0.0 } else { fragment.space };
                if has_text && x + space + width > limit(segment, room) + 0.01 {
                    break;
                }
                x += space;
                for (position, member) in fragments[index..end].iter_mut().enumerate() {
                    x += if position > 0 { member.space } else { 0.0 };
                    member.x = x;
                    x += member.width;
                }
                index = end;
                has_text = true;
            }
        }
    }
    let right = close(fragments, segment, index, x);
    Filled { end: index, right, has_tabs }
}

/// Bytes of the words of `fragments`.
fn n_bytes(fragments: &[Fragment]) -> u32 {
    fragments.iter().map(|fragment| fragment.end - fragment.start).sum()
}

/// First fragment behind the word that begins at `index`, whatever styles it is in.
fn group_end(fragments: &[Fragment], index: usize) -> usize {
    let glued = fragments[index + 1..].iter().take_while(|next| next.glued && next.kind == PieceKind::Text).count();
    index + 1 + glued
}

/// Text before a right stop grows to the left, so it may be as wide as the way to the stop.
fn limit(segment: Segment, room: Room) -> f32 {
    match segment.stop {
        Some(stop) if stop.kind == StopKind::Right => stop.x.max(room.right),
        // A stop at the margin or beyond is meant: its text runs into the margin rather than to the next line.
        Some(stop) if stop.x > room.right - 24.0 => stop.x + 120.0,
        _ => room.right,
    }
}

/// Moves the text of a finished segment to where its stop wants it and returns its right edge.
fn close(fragments: &mut [Fragment], segment: Segment, end: usize, x: f32) -> f32 {
    let shift = match segment.stop {
        Some(TabStop { x: stop, kind: StopKind::Right }) => stop - x,
        Some(TabStop { x: stop, kind: StopKind::Centre }) => stop - (segment.origin + x) / 2.0,
        _ => 0.0,
    };
    // Too long a text stands behind what precedes it, with a gap.
    let least = segment.first.checked_sub(1).and_then(|tab| fragments.get(tab)).map_or(0.0, |tab| tab.width);
    let shift =
        if matches!(segment.stop, Some(TabStop { kind: StopKind::Right | StopKind::Centre, .. })) { shift.max(least) } else { shift };
    if shift > 0.0 {
        for fragment in fragments.iter_mut().take(end).skip(segment.first) {
            fragment.x += shift;
        }
    }
    x + shift
}

fn next_stop(x: f32, room: Room, stops: &[TabStop]) -> TabStop {
    let is_ahead = |stop: &&TabStop| stop.kind != StopKind::Clear && stop.x > x + 0.5;
    let declared = stops.iter().filter(is_ahead).min_by(|a, b| a.x.total_cmp(&b.x)).copied();
    let declared = declared.map(|stop| TabStop { x: if stop.x.is_finite() { stop.x } else { room.right }, ..stop });
    let hanging = (room.is_first && room.indent > x + 0.5).then_some(TabStop { x: room.indent, kind: StopKind::Left });
    match (declared, hanging) {
        (Some(declared), Some(hanging)) if hanging.x < declared.x => hanging,
        (Some(declared), _) => declared,
        (None, Some(hanging)) => hanging,
        (None, None) => TabStop { x: ((x + 1.0) / DEFAULT_STOP).floor() * DEFAULT_STOP + DEFAULT_STOP, kind: StopKind::Left },
    }
}

#[cfg(test)]
mod tests {
    use super::super::item::TextStyle;
    use super::*;

    fn fragments_of(parts: &[(&str, PieceKind)]) -> (String, Vec<Fragment>) {
        let (mut text, mut out, mut space) = (String::new(), Vec::new(), Some(0.0));
        for (index, (part, kind)) in parts.iter().enumerate() {
            let start = text.len() as u32;
            text.push_str(part);
            let piece =
                Piece { start, end: text.len() as u32, style: TextStyle { size: 10.0, ..TextStyle::default() }, kind: *kind, label: false };
            cut(&text, index as u32, &piece, Metrics::Monospaced, &mut space, &mut out);
        }
        (text, out)
    }

    fn room(right: f32) -> Room {
        Room { left: 0.0, right, indent: 0.0, is_first: true }
    }

    #[test]
    fn words_wrap_at_the_right_edge() {
        let (text, mut fragments) = fragments_of(&[("one two three", PieceKind::Text)]);
        let line = fill(&mut fragments, 0, room(50.0), &[]);
        assert_eq!((line.end, line.right), (2, 42.0));
        assert_eq!(&text[fragments[2].start as usize..fragments[2].end as usize], "three");
    }

    #[test]
    fn a_word_in_two_styles_stays_whole() {
        let (_, mut fragments) = fragments_of(&[("one tw", PieceKind::Text), ("oooo", PieceKind::Text)]);
        assert_eq!(fill(&mut fragments, 0, room(50.0), &[]).end, 1);
    }

    #[test]
    fn a_number_in_groups_stays_on_one_line() {
        let (_, mut fragments) = fragments_of(&[("call +44 (0)113 496 0718 now", PieceKind::Text)]);
        assert_eq!(fill(&mut fragments, 0, room(120.0), &[]).end, 1);
        assert_eq!(fill(&mut fragments, 1, Room { is_first: false, ..room(120.0) }, &[]).end, 5);
        assert_eq!((fragments[1].x, fragments[2].x), (0.0, 24.0));
        let (_, mut many) = fragments_of(&[("1 2 3 4 5 6 7 8 9 10 11 12", PieceKind::Text)]);
        assert!(fill(&mut many, 0, room(60.0), &[]).end < 10);
    }

    #[test]
    fn a_right_stop_ends_the_text_there() {
        let (_, mut fragments) = fragments_of(&[("ACME", PieceKind::Text), ("", PieceKind::Tab), ("2019", PieceKind::Text)]);
        let line = fill(&mut fragments, 0, room(300.0), &[TabStop { x: 300.0, kind: StopKind::Right }]);
        assert_eq!((fragments[2].x, line.right), (276.0, 300.0));
    }

    #[test]
    fn a_tab_behind_words_leaves_a_gap() {
        for (before, expected) in [("Brightwater", 66.0 + 12.0), ("ACME", 36.0), ("2.", 36.0)] {
            let (_, mut fragments) = fragments_of(&[(before, PieceKind::Text), ("", PieceKind::Tab), ("York", PieceKind::Text)]);
            fill(&mut fragments, 0, room(300.0), &[TabStop { x: 72.0, kind: StopKind::Left }, TabStop { x: 36.0, kind: StopKind::Left }]);
            assert_eq!(fragments[2].x, expected, "{before}");
        }
    }

    #[test]
    fn a_stop_without_a_place_is_the_right_edge() {
        let (_, mut fragments) = fragments_of(&[("ACME", PieceKind::Text), ("", PieceKind::Tab), ("2019", PieceKind::Text)]);
        let line = fill(&mut fragments, 0, room(200.0), &[TabStop { x: f32::INFINITY, kind: StopKind::Right }]);
        assert_eq!(line.right, 200.0);
    }

    #[test]
    fn a_hanging_indent_is_a_tab_stop() {
        let (_, mut fragments) = fragments_of(&[("*", PieceKind::Text), ("", PieceKind::Tab), ("item", PieceKind::Text)]);
        fill(&mut fragments, 0, Room { left: 18.0, right: 300.0, indent: 36.0, is_first: true }, &[]);
        assert_eq!(fragments[2].x, 36.0);
    }

    #[test]
    fn a_long_word_overflows_rather_than_looping() {
        let (_, mut fragments) = fragments_of(&[("https://example.com/very/long", PieceKind::Text)]);
        assert_eq!(fill(&mut fragments, 0, room(20.0), &[]).end, 1);
    }
}
