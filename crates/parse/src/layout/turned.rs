//! Headings that are turned: they run up or down the edge of the block they head, and are read above its first line.

use vitae_model::BoundingBox;

use crate::layout::segment::Segment;

/// Headings of a document that are set upright at most.
const MOST: usize = 40;
/// How far apart the left edges of turned headings are at most.
const ALIGNED: f32 = 12.0;
/// How far below the middle of a heading its block begins at most.
const LOW: f32 = 12.0;
/// How far above its block's first line a heading may end.
const ABOVE: f32 = 6.0;

/// Sets turned headings upright above the blocks beside them: where at least two stand in one column.
pub(super) fn settle(segments: &mut [Segment]) {
    let is_turned = |segment: &Segment| segment.turned && segment.heading && segment.area.height() > segment.area.width();
    let mut heads: Vec<usize> = (0..segments.len()).filter(|&index| is_turned(&segments[index])).take(MOST).collect();
    let Some(&first) = heads.first() else { return };
    let left = segments[first].area.left;
    heads.retain(|&index| (segments[index].area.left - left).abs() < ALIGNED);
    if heads.len() < 2 {
        return;
    }
    let key = |index: usize| (segments[index].page, middle(segments[index].area));
    heads.sort_by(|&a, &b| key(a).0.cmp(&key(b).0).then(key(a).1.total_cmp(&key(b).1)));
    let mut bands: Vec<Band> = Vec::new();
    let mut from: (Option<u16>, Option<f32>) = (None, None);
    for &index in &heads {
        let head = segments[index];
        if Some(head.page) != from.0 {
            bands_beside(segments, &head, &mut bands);
            from = (Some(head.page), None);
        }
        let Some(band) = above(&bands, &head, from.1) else { continue };
        from.1 = Some(middle(head.area));
        let height = head.size.min(0.8 * band.height());
        let baseline = band.bottom - 0.1 * band.height().min(head.size);
        let segment = &mut segments[index];
        segment.area = BoundingBox {
            left: band.left,
            top: baseline - height,
            right: (band.left + head.area.height()).max(band.left),
            bottom: baseline + 0.05 * height,
        };
        segment.baseline = baseline;
        segment.turned = false;
        segment.reach = segment.area.right;
        segment.marginal = false;
    }
}

/// White space above a line, as wide as the page's text.
#[derive(Debug, Clone, Copy)]
struct Band {
    top: f32,
    bottom: f32,
    /// Where the line below begins.
    left: f32,
    /// Whether the line below stands beside the column of turned headings, not across it.
    is_beside: bool,
}

impl Band {
    fn height(self) -> f32 {
        (self.bottom - self.top).max(0.0)
    }
}

/// The white space above each line of the page of `head`, the first one's as high as a heading.
fn bands_beside(segments: &[Segment], head: &Segment, bands: &mut Vec<Band>) {
    bands.clear();
    let is_upright = |segment: &&Segment| segment.page == head.page && !segment.turned && !segment.marginal;
    let mut areas: Vec<BoundingBox> = segments.iter().filter(is_upright).map(|segment| segment.area).collect();
    let is_beside = |area: &BoundingBox| area.left > head.area.right - 2.0 || area.right < head.area.left + 2.0;
    areas.sort_by(|a, b| a.top.total_cmp(&b.top).then(a.left.total_cmp(&b.left)));
    let Some(first) = areas.first() else { return };
    let mut foot = first.top - 2.0 * head.size;
    for area in &areas {
        if area.top > foot {
            bands.push(Band { top: foot, bottom: area.top, left: area.left, is_beside: is_beside(area) });
        }
        foot = foot.max(area.bottom);
    }
}

/// The widest of `bands` below the middle of the heading before, which stands at `from` if there is one, and above that of `head`.
fn above(bands: &[Band], head: &Segment, from: Option<f32>) -> Option<Band> {
    let (first, rest) = bands.split_first()?;
    let widest = |a: Band, b: Band| if b.height() > a.height() { b } else { a };
    let is_near = |band: &Band| band.is_beside && from.is_none_or(|from| band.bottom > from) && band.bottom < middle(head.area) + LOW;
    let near = rest.iter().copied().filter(is_near).reduce(widest);
    // A page may begin with a block that has a heading.
    let leads = first.is_beside && from.is_none() && head.area.top < first.bottom + ABOVE;
    if leads { Some(*first) } else { near }
}

fn middle(area: BoundingBox) -> f32 {
    f32::midpoint(area.top, area.bottom)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(left: f32, top: f32, right: f32, bottom: f32) -> Segment {
        Segment { area: BoundingBox { left, top, right, bottom }, baseline: bottom - 2.0, size: 10.0, ..Segment::default() }
    }

    #[test]
    fn turned_headings_stand_above_the_blocks_beside_them() {
        let turned = |top: f32, bottom: f32| Segment { turned: true, heading: true, ..segment(40.0, top, 52.0, bottom) };
        let mut segments = vec![
            segment(40.0, 40.0, 200.0, 60.0),
            segment(70.0, 100.0, 300.0, 110.0),
            segment(70.0, 112.0, 300.0, 122.0),
            segment(70.0, 124.0, 300.0, 134.0),
            segment(70.0, 160.0, 300.0, 170.0),
            segment(70.0, 172.0, 300.0, 182.0),
            turned(95.0, 150.0),
            turned(160.0, 200.0),
        ];
        settle(&mut segments);
        for (index, below) in [(6, 100.0), (7, 160.0)] {
            let head = segments[index];
            assert!(!head.turned && head.area.bottom <= below && head.area.top > below - 26.0, "{:?}", head.area);
            assert!((head.area.left - 70.0).abs() < 0.1, "{:?}", head.area);
        }
    }

    #[test]
    fn one_turned_heading_stays() {
        let mut segments =
            vec![segment(70.0, 100.0, 300.0, 110.0), Segment { turned: true, heading: true, ..segment(40.0, 95.0, 52.0, 150.0) }];
        settle(&mut segments);
        assert!(segments[1].turned);
    }
}
