//! Reading order: blocks cut at gutters, columns followed over pages.

use vitae_document::Document;
use vitae_model::BoundingBox;

use crate::layout::Place;
use crate::layout::column::{self, Buffers, Side};
use crate::layout::segment::Segment;

/// A block that no gutter parts: segments `start..end` of the order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leaf {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) page: u16,
    pub(super) place: Place,
    pub(super) area: BoundingBox,
    /// How far to the right text of its column reaches.
    pub(super) limit: f32,
    /// How far it could reach: up to the next column, or to a margin as wide as the page's left one.
    pub(super) room: f32,
    /// Which track of the page-high columns it stands in.
    track: Track,
    /// Middle of the gutter of those columns.
    gutter: f32,
    /// It is the first leaf of its track.
    first: bool,
    /// It begins with the heading of a section.
    headed: bool,
    /// It holds one.
    heads: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Track {
    Whole,
    Left,
    Right,
}

/// Blocks are cut so often at most, one inside the other.
const DEEPEST: usize = 6;
/// White space that a column keeps from the next one, about.
const SPACE: f32 = 16.0;
/// No page is wider than this many points.
const MOST_ROOM: f32 = 1e6;
/// Gutters of two pages that are so near are one.
const SAME_GUTTER: f32 = 14.0;

struct Cutter<'a> {
    document: &'a Document,
    runs: &'a [u32],
    segments: &'a [Segment],
    leaves: &'a mut Vec<Leaf>,
    buffers: &'a mut Buffers,
}

/// Sorts `order` into reading order and cuts it into `leaves`.
pub(super) fn arrange(
    document: &Document,
    runs: &[u32],
    segments: &[Segment],
    order: &mut Vec<u32>,
    leaves: &mut Vec<Leaf>,
    buffers: &mut Buffers,
) {
    order.clear();
    leaves.clear();
    order.extend(0..segments.len() as u32);
    // Declared headers first, then the bodies page by page, then margins, then what is turned.
    let rank = |segment: &Segment| (segment.marginal || segment.turned, segment.turned, segment.page);
    order.sort_by(|&a, &b| {
        let (a, b) = (&segments[a as usize], &segments[b as usize]);
        rank(a).cmp(&rank(b)).then(a.baseline.total_cmp(&b.baseline)).then(a.area.left.total_cmp(&b.area.left))
    });
    let mut cutter = Cutter { document, runs, segments, leaves, buffers };
    let mut start = 0;
    while start < order.len() {
        let key = rank(&segments[order[start] as usize]);
        let end = start + order[start..].iter().take_while(|&&index| rank(&segments[index as usize]) == key).count();
        cutter.page(&mut order[start..end], start as u32, key.0);
        start = end;
    }
    limit(leaves);
    chain(leaves);
    give_room(document, leaves);
}

/// Tells each leaf how far text of its column reaches on its page.
fn limit(leaves: &mut [Leaf]) {
    for index in 0..leaves.len() {
        let leaf = leaves[index];
        let same = |other: &&Leaf| {
            other.page == leaf.page && other.track == leaf.track && other.place != Place::Margin && other.area.left < leaf.area.right
        };
        let right = leaves.iter().filter(same).map(|other| other.area.right).fold(leaf.area.right, f32::max);
        // Columns inside of a column end where the next one begins.
        let beside = |other: &&Leaf| {
            other.page == leaf.page
                && other.area.left >= leaf.area.right
                && other.area.top < leaf.area.bottom
                && other.area.bottom > leaf.area.top
        };
        let next = leaves.iter().filter(beside).map(|other| other.area.left).fold(f32::MAX, f32::min);
        leaves[index].limit = right.min(next);
        leaves[index].room = next - SPACE;
    }
}

/// Tells each leaf that has no column beside it how far its text could reach. Left columns that go on over a page keep their width.
fn give_room(document: &Document, leaves: &mut [Leaf]) {
    for index in 0..leaves.len() {
        let leaf = leaves[index];
        if leaf.room < MOST_ROOM {
            continue;
        }
        let of_page = leaves.iter().filter(|other| other.page == leaf.page && other.place != Place::Margin);
        let margin = of_page.map(|other| other.area.left).fold(leaf.area.left, f32::min).max(0.0);
        let width = document.pages.get(usize::from(leaf.page)).map_or(0.0, |page| page.width);
        let room = if leaf.track == Track::Left { leaf.limit } else { width - margin };
        // A column that goes on alone over a page is as wide as it was.
        let before = leaves[..index].iter().filter(|other| other.page != leaf.page && (other.area.left - leaf.area.left).abs() < 3.0);
        leaves[index].room = before.map(|other| other.room).fold(room, f32::min);
    }
}

impl Cutter<'_> {
    fn page(&mut self, block: &mut [u32], base: u32, marginal: bool) {
        if marginal {
            return self.leaf(block, base, Place::Margin, Track::Whole, 0.0, true);
        }
        let height = self.area_of(block).height();
        self.cut(block, base, DEEPEST, Some(height), Track::Whole, 0.0, true);
    }

    /// Cuts `block` at its best gutter and goes on with the four parts: above, left, right, below.
    ///
    /// `page_height` is the height of the page's text where `block` may hold columns that go on over pages.
    #[expect(clippy::too_many_arguments, reason = "the state of one step of the cut")]
    fn cut(&mut self, block: &mut [u32], base: u32, depth: usize, page_height: Option<f32>, track: Track, gutter: f32, first: bool) {
        if block.is_empty() {
            return;
        }
        let found = if depth == 0 { None } else { column::find(self.document, self.runs, self.segments, block, self.buffers) };
        let Some(found) = found else {
            let place = if first { Place::Flow } else { Place::Continued };
            return self.leaf(block, base, place, track, gutter, first);
        };
        let segments = self.segments;
        let part_of = |index: u32| {
            let segment = &segments[index as usize];
            let middle = (segment.area.top + segment.area.bottom) / 2.0;
            match () {
                () if middle < found.top => 0,
                () if middle > found.bottom => 3,
                () if segment.area.left + segment.area.right < 2.0 * found.x => 1,
                () => 2,
            }
        };
        block.sort_by(|&a, &b| {
            let (first, second) = (&segments[a as usize], &segments[b as usize]);
            part_of(a).cmp(&part_of(b)).then(first.baseline.total_cmp(&second.baseline)).then(first.area.left.total_cmp(&second.area.left))
        });
        let bounds = [1, 2, 3].map(|part| block.partition_point(|&index| part_of(index) < part));
        if bounds[1] == bounds[0] || bounds[2] == bounds[1] {
            // Everything stands on one side after all.
            return self.leaf(block, base, Place::Flow, track, gutter, first);
        }
        if let Some(side) = found.headings {
            return self.bands(block, bounds, (found.x, side), base, depth, page_height, track, gutter, first);
        }
        // Columns of their own go on over pages; groups side by side inside a section do not.
        let opens = |side: &[u32]| {
            let first = side.first().is_some_and(|&index| segments[index as usize].heading);
            first || side.iter().any(|&index| segments[index as usize].contact)
        };
        let own = page_height.is_some() && opens(&block[bounds[1]..bounds[2]]);
        let tall = own || page_height.is_some_and(|height| found.bottom - found.top > 0.35 * height);
        let (above, rest) = block.split_at_mut(bounds[0]);
        let (left, rest) = rest.split_at_mut(bounds[1] - bounds[0]);
        let (right, below) = rest.split_at_mut(bounds[2] - bounds[1]);
        let begins = first && above.is_empty();
        self.cut(above, base, depth - 1, page_height, track, gutter, first);
        let (left_track, right_track, x) = if tall { (Track::Left, Track::Right, found.x) } else { (track, track, gutter) };
        self.cut(left, base + bounds[0] as u32, depth - 1, None, left_track, x, tall || begins);
        self.cut(right, base + bounds[1] as u32, depth - 1, None, right_track, x, tall);
        self.cut(below, base + bounds[2] as u32, depth - 1, page_height, track, gutter, false);
    }

    /// Reads a rail of headings, on one side of `x`: each heading, then what stands beside and below it down to the next one.
    #[expect(clippy::too_many_arguments, reason = "the state of one step of the cut")]
    fn bands(
        &mut self,
        block: &mut [u32],
        bounds: [usize; 3],
        (x, side): (f32, Side),
        base: u32,
        depth: usize,
        page_height: Option<f32>,
        track: Track,
        gutter: f32,
        first: bool,
    ) {
        let segments = self.segments;
        let area = |index: u32| segments[index as usize].area;
        let mut tops: Vec<f32> = Vec::new();
        let mut before: Option<&Segment> = None;
        // Dates below a heading belong to the rows beside them.
        let is_beside = |index: u32| (area(index).left + area(index).right < 2.0 * x) == (side == Side::Left);
        let is_heading = |index: u32| is_beside(index) && !segments[index as usize].dated;
        let (left, right) = (&block[bounds[0]..bounds[1]], &block[bounds[1]..bounds[2]]);
        let (rail, text) = if side == Side::Left { (left, right) } else { (right, left) };
        for &index in rail.iter().filter(|&&index| is_heading(index)) {
            let heading = &segments[index as usize];
            let height = heading.area.height();
            let is_level = || text.iter().any(|&other| (segments[other as usize].baseline - heading.baseline).abs() < 0.2 * height);
            let heads = before.is_none_or(|before| column::heads_anew(self.document, self.runs, [before, heading], is_level()));
            if heads {
                tops.push(heading.area.top - 0.5 * height);
            }
            before = Some(heading);
        }
        let middle = |index: u32| (area(index).top + area(index).bottom) / 2.0;
        let band = |index: u32| tops.partition_point(|&top| top < middle(index));
        let rank = |index: u32| (band(index), !is_heading(index));
        let place = |index: u32| (segments[index as usize].baseline, area(index).left);
        block[bounds[0]..bounds[2]].sort_by(|&a, &b| {
            let ((first, first_left), (second, second_left)) = (place(a), place(b));
            rank(a).cmp(&rank(b)).then(first.total_cmp(&second)).then(first_left.total_cmp(&second_left))
        });
        let (above, rest) = block.split_at_mut(bounds[0]);
        let (beside, below) = rest.split_at_mut(bounds[2] - bounds[0]);
        self.cut(above, base, depth - 1, page_height, track, gutter, first);
        let mut start = 0;
        while start < beside.len() {
            let key = rank(beside[start]);
            let end = start + beside[start..].iter().take_while(|&&index| rank(index) == key).count();
            let at = base + (bounds[0] + start) as u32;
            if key.1 {
                self.cut(&mut beside[start..end], at, depth - 1, None, track, gutter, false);
            } else {
                self.leaf(&beside[start..end], at, Place::Flow, track, gutter, false);
            }
            start = end;
        }
        self.cut(below, base + bounds[2] as u32, depth - 1, page_height, track, gutter, false);
    }

    fn leaf(&mut self, block: &[u32], base: u32, place: Place, track: Track, gutter: f32, first: bool) {
        let Some(&index) = block.first() else { return };
        let leaf = Leaf {
            start: base,
            end: base + block.len() as u32,
            page: self.segments[index as usize].page,
            place,
            area: self.area_of(block),
            limit: 0.0,
            room: 0.0,
            track,
            gutter,
            first,
            headed: self.segments[index as usize].heading,
            heads: block.iter().any(|&index| self.segments[index as usize].heading),
        };
        self.leaves.push(leaf);
    }

    fn area_of(&self, block: &[u32]) -> BoundingBox {
        block.iter().map(|&index| self.segments[index as usize].area).reduce(BoundingBox::union).unwrap_or_default()
    }
}

/// Brings the leaves of page-high columns together over pages: all of the left column, then all of the right one.
fn chain(leaves: &mut [Leaf]) {
    let mut start = 0;
    while start < leaves.len() {
        if leaves[start].track == Track::Whole {
            start += 1;
            continue;
        }
        let end = chain_end(leaves, start);
        leaves[start..end].sort_by_key(|leaf| leaf.track == Track::Right);
        let before = start.checked_sub(1).map(|before| leaves[before]);
        mark_places(&mut leaves[start..end], before);
        if let Some(next) = leaves.get_mut(end).filter(|next| next.place == Place::Continued) {
            next.place = Place::Flow;
        }
        start = end;
    }
}

/// One behind the last leaf that belongs to the columns that begin at `start`; leaves of later pages take over their track.
fn chain_end(leaves: &mut [Leaf], start: usize) -> usize {
    let gutter = leaves[start].gutter;
    let mut end = start;
    while let Some(&leaf) = leaves.get(end) {
        let same_page = end > start && leaves[end - 1].page == leaf.page;
        if leaf.place == Place::Margin {
            break;
        }
        if leaf.track == Track::Whole {
            let columns = &leaves[start..end];
            let track = match track_of(columns, leaf) {
                // What goes on below the left column, perhaps wider, where the right one has ended.
                Some(Track::Left) if same_page && !leaf.headed && !is_below_head(columns, leaf) => Track::Left,
                Some(track) if !same_page || leaf.page > leaves[start].page => track,
                _ => break,
            };
            leaves[end].track = track;
        } else if (leaf.gutter - gutter).abs() > SAME_GUTTER || (same_page && restarts(&leaves[start..end], leaf)) {
            break;
        }
        end += 1;
    }
    end.max(start + 1)
}

/// Whether `leaf` is as wide as `columns` together, and they are the head of a page: no section begins in the left one.
fn is_below_head(columns: &[Leaf], leaf: Leaf) -> bool {
    let is_left = |column: &&Leaf| column.track == Track::Left;
    let is_right = |column: &&Leaf| column.track == Track::Right;
    let right = columns.iter().filter(is_right).map(|column| (column.area.left + column.area.right) / 2.0).fold(f32::MAX, f32::min);
    leaf.area.right > right && !columns.iter().filter(is_left).any(|column| column.heads)
}

/// A second pair of columns on the same page, below the first.
fn restarts(columns: &[Leaf], leaf: Leaf) -> bool {
    let bottom = columns.iter().filter(|column| column.page == leaf.page).map(|column| column.area.top).fold(f32::MIN, f32::max);
    leaf.first && leaf.track == Track::Left && leaf.area.top > bottom
}

/// The track whose width holds `leaf` and no other's; on one page, the track at whose left edge it begins.
fn track_of(columns: &[Leaf], leaf: Leaf) -> Option<Track> {
    let area = leaf.area;
    if columns.iter().any(|column| column.track == Track::Left && column.page == leaf.page && (column.area.left - area.left).abs() < 24.0) {
        return Some(Track::Left);
    }
    let span = |track| {
        let of_track = columns.iter().filter(|column| column.track == track).map(|column| column.area);
        of_track.reduce(BoundingBox::union).map(|area| (area.left, area.right))
    };
    let holds = |(left, right): (f32, f32)| area.left >= left - 12.0 && area.right <= right + 12.0;
    match (span(Track::Left).is_some_and(holds), span(Track::Right).is_some_and(holds)) {
        (true, false) => Some(Track::Left),
        (false, true) => Some(Track::Right),
        _ => None,
    }
}

/// `before` is what is read before these columns.
fn mark_places(leaves: &mut [Leaf], before: Option<Leaf>) {
    let mut last = None;
    for leaf in leaves {
        let apart = |before: Leaf| before.page == leaf.page && (before.area.left > leaf.area.right || before.area.right < leaf.area.left);
        leaf.place = match last {
            None if before.is_some_and(apart) => Place::Beside,
            None => Place::Flow,
            Some(track) if track == leaf.track => Place::Continued,
            Some(_) => Place::Beside,
        };
        last = Some(leaf.track);
    }
}
