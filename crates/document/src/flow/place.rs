//! Where floating boxes stand, and which room they leave to the text around them.

use vitae_model::BoundingBox;

use super::item::{Along, Anchor, Offset, PageLayout, Placement, Wrap};

/// Text narrower than this moves below a box rather than beside it.
const NARROWEST: f32 = 90.0;

/// Room that a box takes away from the text around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Exclusion {
    pub(super) area: BoundingBox,
    /// Number of boxes open around it: text inside other boxes does not mind it.
    pub(super) depth: usize,
}

/// The frame a box is anchored in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Surroundings {
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) y: f32,
}

/// The area a box declares on the page. Its height may be less than its text needs.
pub(super) fn area(placement: &Placement, page: &PageLayout, around: Surroundings) -> BoundingBox {
    let width = if placement.width < 36.0 { (around.right - around.left).max(72.0) } else { placement.width };
    let (left, top) = match placement.wrap {
        Wrap::Inline => (around.left, around.y),
        _ => {
            let x_range = match placement.x.from {
                Anchor::Page => (0.0, page.width),
                Anchor::Margin => (page.left, page.width - page.right),
                Anchor::Text => (around.left, around.right),
            };
            let y_range = match placement.y.from {
                Anchor::Page => (0.0, page.height),
                Anchor::Margin => (page.top, page.height - page.bottom),
                Anchor::Text => (around.y, around.y + placement.height),
            };
            (along(placement.x, x_range, width), along(placement.y, y_range, placement.height))
        }
    };
    // A box outside the page is a slip of the file, or hidden on purpose: its text still counts.
    let left = left.clamp(0.0, (page.width - 36.0).max(0.0));
    let top = top.max(0.0);
    BoundingBox { left, top, right: left + width, bottom: top + placement.height.max(0.0) }
}

fn along(offset: Offset, (start, end): (f32, f32), length: f32) -> f32 {
    let place = match offset.along {
        Along::Offset(distance) => start + distance,
        Along::Start => start,
        Along::Centre => (start + end - length) / 2.0,
        Along::End => end - length,
    };
    place + offset.shift
}

/// The room beside the boxes for a line of `height` at `y`: left and right edge and the height it really begins at.
pub(super) fn room_beside(exclusions: &[Exclusion], depth: usize, left: f32, right: f32, y: f32, height: f32) -> (f32, f32, f32) {
    let mut y = y;
    // Each round either succeeds or steps below one box for good.
    for _ in 0..=exclusions.len() {
        let (mut free_left, mut free_right, mut next) = (left, right, f32::INFINITY);
        for exclusion in exclusions.iter().filter(|exclusion| exclusion.depth == depth) {
            let area = exclusion.area;
            let is_beside = area.top < y + height && area.bottom > y && area.left < free_right && area.right > free_left;
            if is_beside {
                next = next.min(area.bottom);
                if area.left - free_left >= free_right - area.right {
                    free_right = area.left;
                } else {
                    free_left = area.right;
                }
            }
        }
        if next == f32::INFINITY || free_right - free_left >= NARROWEST.min(right - left) {
            return (free_left, free_right, y);
        }
        y = next;
    }
    (left, right, y)
}

/// Whether two areas share more than an edge.
pub(super) fn overlap(a: BoundingBox, b: BoundingBox) -> bool {
    a.left + 0.5 < b.right && b.left + 0.5 < a.right && a.top + 0.5 < b.bottom && b.top + 0.5 < a.bottom
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exclusion(area: [f32; 4]) -> Exclusion {
        Exclusion { area: area.into(), depth: 0 }
    }

    #[test]
    fn text_goes_on_beside_a_sidebar() {
        let sidebar = [exclusion([400.0, 100.0, 540.0, 700.0])];
        assert_eq!(room_beside(&sidebar, 0, 72.0, 540.0, 50.0, 12.0), (72.0, 540.0, 50.0));
        assert_eq!(room_beside(&sidebar, 0, 72.0, 540.0, 150.0, 12.0), (72.0, 400.0, 150.0));
        assert_eq!(room_beside(&sidebar, 1, 72.0, 540.0, 150.0, 12.0), (72.0, 540.0, 150.0));
    }

    #[test]
    fn text_goes_on_below_a_box_that_leaves_no_room() {
        assert_eq!(room_beside(&[exclusion([80.0, 100.0, 530.0, 200.0])], 0, 72.0, 540.0, 150.0, 12.0), (72.0, 540.0, 200.0));
    }

    #[test]
    fn a_box_aligns_with_the_margin() {
        let placement = Placement {
            wrap: Wrap::Beside,
            x: Offset { from: Anchor::Margin, along: Along::End, shift: 0.0 },
            y: Offset { from: Anchor::Page, along: Along::Offset(50.0), shift: 0.0 },
            width: 100.0,
            height: 200.0,
            ..Placement::default()
        };
        let area = area(&placement, &PageLayout::default(), Surroundings { left: 72.0, right: 540.0, y: 300.0 });
        assert_eq!(area, [440.0, 50.0, 540.0, 250.0].into());
    }
}
