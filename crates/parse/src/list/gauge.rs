//! Levels that are drawn: bars, rows of dots and stars, letters of icon fonts.

use vitae_document::{Document, Run, Span};
use vitae_model::BoundingBox;

use crate::evidence::Builder;
use crate::lent::{Lent, lend};

/// A bar, or a row of dots.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Gauge {
    page: u16,
    area: BoundingBox,
    /// How much of it is filled, 0 to 1.
    share: f32,
}

/// One dot or star.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Dot {
    page: u16,
    area: BoundingBox,
    /// What tells those that are filled from those that are not.
    kind: u64,
}

/// Equal dots side by side.
#[derive(Debug, Clone, Copy)]
struct Series {
    page: u16,
    area: BoundingBox,
    n_dots: usize,
    /// How many have the look of the first.
    n_first: usize,
    first: u64,
    /// The look of the others.
    other: Option<u64>,
}

lend!(Gauge, Option<f32>, Option<(u16, BoundingBox)>);

/// Dots that a row has.
const DOTS: std::ops::RangeInclusive<usize> = 3..=10;
/// Larger shapes, in points, are no dots.
const WIDEST_DOT: f32 = 42.0;
/// Shorter ones are no bars.
const SHORTEST_BAR: f32 = 24.0;
/// Lengths and places that differ by less, in points, are equal.
const SAME: f32 = 1.0;

/// Finds the levels drawn in `document`.
pub(super) fn find(document: &Document) -> Vec<Gauge> {
    let mut gauges = bars(document);
    let series = series(document);
    for one in &series {
        let share = match one.other {
            Some(_) => Some(one.n_first as f32 / one.n_dots as f32),
            // A row of one look is full, or empty, as the others show.
            None => series.iter().filter(|other| other.n_dots == one.n_dots).find_map(|other| {
                let empty = other.other?;
                (one.first == other.first).then_some(1.0).or_else(|| (one.first == empty).then_some(0.0))
            }),
        };
        gauges.extend(share.map(|share| Gauge { page: one.page, area: one.area, share }));
    }
    gauges
}

/// Bars: a part in one colour on, or beside, the rest in another.
fn bars(document: &Document) -> Vec<Gauge> {
    let is_bar = |area: BoundingBox| area.height() <= 12.0 && area.width() <= 260.0;
    let mut bars = Vec::new();
    for pair in document.marks.windows(2) {
        let [track, part] = pair else { continue };
        let (track_area, area) = (track.area, part.area);
        let is_pair = track.page == part.page
            && is_bar(track_area)
            && is_bar(area)
            && (track_area.top - area.top).abs() < 1.5 * SAME
            && (track_area.height() - area.height()).abs() < 2.0 * SAME
            && track.colour != part.colour;
        if !is_pair {
            continue;
        }
        let whole = track_area.union(area);
        let is_within = (track_area.left - area.left).abs() < 1.5 * SAME && area.width() <= track_area.width() + SAME;
        let filled = if is_within {
            area.width()
        } else if (track_area.right - area.left).abs() < SAME {
            track_area.width()
        } else {
            continue;
        };
        if whole.width() >= SHORTEST_BAR && whole.width() >= 3.0 * whole.height() {
            bars.push(Gauge { page: track.page, area: whole, share: (filled / whole.width()).clamp(0.0, 1.0) });
        }
    }
    bars
}

fn series(document: &Document) -> Vec<Series> {
    let mut dots: Vec<Dot> = Vec::new();
    for mark in document.marks.iter().filter(|mark| mark.area.width() <= WIDEST_DOT) {
        let kind = mark.colour.map_or(0, |colour| u64::from(colour) + 1);
        push_dot(&mut dots, Dot { page: mark.page, area: mark.area, kind });
    }
    // Icons, stars and blocks begin with these bytes; dashes and bullets do not.
    let shows = |pair: &[u8]| (pair[0] == 0xE2) & (pair[1] >= 0x96) | matches!(pair[0], 0xEE..=0xF0);
    if document.text.as_bytes().windows(2).fold(false, |any, pair| any | shows(pair)) {
        document.runs.iter().for_each(|run| letters(document, run, &mut dots));
    }
    dots.sort_by(|a, b| {
        let row = |dot: &Dot| (dot.area.top * 2.0).round();
        a.page.cmp(&b.page).then(row(a).total_cmp(&row(b))).then(a.area.left.total_cmp(&b.area.left))
    });
    let mut found = Vec::new();
    let mut at = 0;
    while at < dots.len() {
        let end = row_end(&dots, at);
        found.extend(read_row(&dots[at..end]));
        at = end;
    }
    found
}

/// Adds a dot; one at the place of another is drawn over it.
fn push_dot(dots: &mut Vec<Dot>, dot: Dot) {
    let is_same = |other: &&mut Dot| {
        other.page == dot.page && (other.area.left - dot.area.left).abs() < SAME && (other.area.top - dot.area.top).abs() < SAME
    };
    match dots.iter_mut().rev().take(12).find(is_same) {
        Some(below) => below.kind = dot.kind,
        None => dots.push(dot),
    }
}

/// The dots of a run that is nothing but letters of an icon font or drawn symbols.
fn letters(document: &Document, run: &Run, dots: &mut Vec<Dot>) {
    let text = document.text_of(run);
    if text.trim_start().as_bytes().first().is_none_or(|byte| *byte < 0xE2) {
        return;
    }
    let is_dot = |symbol: char| matches!(symbol, '\u{E000}'..='\u{F8FF}') || super::rating::is_drawn(symbol);
    let n_symbols = text.chars().count();
    if run.rotation != 0 || n_symbols == 0 || !text.chars().all(|symbol| symbol == ' ' || is_dot(symbol)) {
        return;
    }
    let width = run.area.width() / n_symbols as f32;
    for (place, symbol) in text.chars().enumerate().filter(|(_, symbol)| *symbol != ' ') {
        let left = run.area.left + width * place as f32;
        let area = BoundingBox { left, right: left + width, ..run.area };
        let kind = 1 << 60 | u64::from(u32::from(symbol)) << 36 | u64::from(run.font.0) << 24 | u64::from(run.colour & 0xFF_FF_FF);
        push_dot(dots, Dot { page: run.page, area, kind });
    }
}

/// One behind the last of the dots of equal size, equally far from each other, that begin at `start`.
fn row_end(dots: &[Dot], start: usize) -> usize {
    let pitch = |at: usize| dots[at + 1].area.left - dots[at].area.left;
    let is_next = |at: usize| {
        let (dot, next) = (&dots[at], &dots[at + 1]);
        dot.page == next.page
            && (dot.area.top - next.area.top).abs() < SAME
            && (dot.area.width() - next.area.width()).abs() < SAME
            && (dot.area.height() - next.area.height()).abs() < SAME
            && pitch(at) < 3.0 * dot.area.width().max(dot.area.height())
            && (at == start || (pitch(at) - pitch(at - 1)).abs() < SAME)
    };
    let mut end = start + 1;
    while end < dots.len() && is_next(end - 1) {
        end += 1;
    }
    end
}

/// A row of dots whose first ones have one look and whose others, if any, have another.
fn read_row(row: &[Dot]) -> Option<Series> {
    let (first, last) = (row.first()?, row.last()?);
    let n_first = row.iter().take_while(|dot| dot.kind == first.kind).count();
    let other = row.get(n_first).map(|dot| dot.kind);
    let is_level = DOTS.contains(&row.len()) && row[n_first..].iter().all(|dot| Some(dot.kind) == other);
    is_level.then(|| Series { page: first.page, area: first.area.union(last.area), n_dots: row.len(), n_first, first: first.kind, other })
}

/// The share that is drawn beside or below each of `names`, none where there is none.
pub(super) fn beside(builder: &Builder<'_>, gauges: &[Gauge], names: &[Span]) -> Lent<Vec<Option<f32>>> {
    let mut shares: Lent<Vec<_>> = names.iter().map(|_| None).collect();
    if gauges.is_empty() {
        return shares;
    }
    let places: Lent<Vec<_>> = names.iter().map(|name| builder.place_of(*name)).collect();
    for gauge in gauges {
        let here = || {
            places
                .iter()
                .enumerate()
                .filter_map(|(index, place)| place.filter(|(page, _)| *page == gauge.page).map(|(_, area)| (index, area)))
        };
        if let Some(owner) = owner(gauge, here) {
            shares[owner] = shares[owner].or(Some(gauge.share));
        }
    }
    shares
}

/// The name that a gauge belongs to: the nearest before it on its line, else behind it, else the nearest above.
fn owner<I: Iterator<Item = (usize, BoundingBox)>>(gauge: &Gauge, names: impl Fn() -> I) -> Option<usize> {
    let middle = |area: BoundingBox| f32::midpoint(area.top, area.bottom);
    let drawn = gauge.area;
    let on_line = |area: &BoundingBox| (middle(*area) - middle(drawn)).abs() < 0.5 * area.height().max(drawn.height());
    let before = names().filter(|(_, area)| on_line(area) && area.right <= drawn.left + 2.0).max_by(|a, b| a.1.right.total_cmp(&b.1.right));
    let behind =
        || names().filter(|(_, area)| on_line(area) && area.left >= drawn.right - 2.0).min_by(|a, b| a.1.left.total_cmp(&b.1.left));
    let above = || {
        let near = |area: &BoundingBox| {
            let gap = drawn.top - area.bottom;
            (-0.3 * area.height()..1.3 * area.height()).contains(&gap) && area.left < drawn.right && drawn.left < area.right + 20.0
        };
        names().filter(|(_, area)| near(area)).max_by(|a, b| a.1.bottom.total_cmp(&b.1.bottom))
    };
    before.or_else(behind).or_else(above).map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use vitae_document::Mark;

    use super::*;

    fn mark(left: f32, width: f32, height: f32, colour: Option<u32>) -> Mark {
        Mark { page: 0, area: BoundingBox { left, top: 100.0, right: left + width, bottom: 100.0 + height }, colour }
    }

    fn shares(marks: Vec<Mark>) -> Vec<f32> {
        find(&Document { marks, ..Document::default() }).into_iter().map(|gauge| gauge.share).collect()
    }

    #[test]
    fn a_bar_on_its_track_and_a_bar_beside_its_rest() {
        assert_eq!(shares(vec![mark(50.0, 100.0, 5.0, Some(0xDD_DD_DD)), mark(50.0, 80.0, 5.0, Some(0x22_44_88))]), [0.8]);
        assert_eq!(shares(vec![mark(50.0, 60.0, 5.0, Some(0x22_44_88)), mark(110.0, 40.0, 5.0, Some(0xDD_DD_DD))]), [0.6]);
        assert!(shares(vec![mark(50.0, 100.0, 5.0, Some(0xDD_DD_DD))]).is_empty());
    }

    #[test]
    fn dots_are_filled_in_another_colour_or_only_outlined() {
        let row = |n_filled: usize, empty: Option<u32>| {
            (0..5).map(|at| mark(50.0 + 12.0 * at as f32, 8.0, 8.0, if at < n_filled { Some(0x22_44_88) } else { empty })).collect()
        };
        assert_eq!(shares(row(3, Some(0xDD_DD_DD))), [0.6]);
        assert_eq!(shares(row(4, None)), [0.8]);
        assert!(shares(row(5, None)).is_empty(), "nothing shows what an empty one looks like");
    }

    #[test]
    fn stars_drawn_over_others_count_for_them() {
        let grey = (0..5).map(|at| mark(50.0 + 12.0 * at as f32, 8.0, 8.0, Some(0xCC_CC_CC)));
        let gold = (0..2).map(|at| mark(50.0 + 12.0 * at as f32, 8.0, 8.0, Some(0xFF_AA_00)));
        assert_eq!(shares(grey.chain(gold).collect()), [0.4]);
    }
}
