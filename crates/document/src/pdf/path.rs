//! Paths, as far as they draw rules and boxes (ISO 32000-1, 8.5).

use vitae_model::BoundingBox;

use super::matrix::Matrix;

/// Subpaths that one path may have before it counts as a drawing.
const MAX_SUBPATHS: usize = 512;

/// Sides that a subpath may have before it counts as a drawing.
const MAX_SIDES: usize = 4;

/// Curves that the four round corners of a box may be made of: some producers draw a quarter of a circle in four pieces.
const MAX_CURVES: usize = 16;

/// Thicker shapes, in points, are boxes, not rules.
const RULE_THICKNESS: f32 = 3.0;

/// Shorter rules, in points, are dashes and parts of icons.
const RULE_LENGTH: f32 = 8.0;

/// Dots, stars and bars that one path has at most.
const MAX_MARKS: usize = 24;

/// How high dots, stars and bars are, in points.
const MARK_HEIGHT: (f32, f32) = (1.0, 14.0);

/// How wide they are, in points.
const MARK_WIDTH: (f32, f32) = (1.5, 260.0);

/// Lower boxes, in points, hold no text.
const BOX_HEIGHT: f32 = 5.0;

/// What a painted path shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Shape {
    Rule(BoundingBox),
    Box(BoundingBox),
    /// Something of another form, as large as this.
    Drawing(BoundingBox),
}

/// The current path, on the page.
#[derive(Debug, Default)]
pub(super) struct Path {
    subpaths: Vec<Subpath>,
    current: (f32, f32),
}

#[derive(Debug, Clone, Copy)]
struct Subpath {
    start: (f32, f32),
    area: BoundingBox,
    sides: [BoundingBox; MAX_SIDES],
    straight: usize,
    slanted: usize,
    curves: usize,
}

impl Path {
    /// Begins anew with the memory that there is.
    pub(super) fn reset(&mut self) {
        self.clear();
        self.current = Default::default();
    }

    pub(super) fn clear(&mut self) {
        self.subpaths.clear();
    }

    pub(super) fn move_to(&mut self, matrix: Matrix, x: f64, y: f64) {
        let point = place(matrix, x, y);
        self.current = point;
        if self.subpaths.len() < MAX_SUBPATHS {
            let none = BoundingBox::default();
            self.subpaths.push(Subpath {
                start: point,
                area: around(point, point),
                sides: [none; MAX_SIDES],
                straight: 0,
                slanted: 0,
                curves: 0,
            });
        }
    }

    pub(super) fn line_to(&mut self, matrix: Matrix, x: f64, y: f64) {
        self.add_line(place(matrix, x, y));
    }

    fn add_line(&mut self, point: (f32, f32)) {
        let side = around(self.current, point);
        self.current = point;
        let Some(subpath) = self.subpaths.last_mut() else { return };
        subpath.area = subpath.area.union(side);
        if side.width() > 0.5 && side.height() > 0.5 {
            subpath.slanted += 1;
        } else if side.width() > 0.01 || side.height() > 0.01 {
            if let Some(slot) = subpath.sides.get_mut(subpath.straight) {
                *slot = side;
            }
            subpath.straight += 1;
        }
    }

    /// A curve to the last of `points`; the others bound it.
    pub(super) fn curve_to(&mut self, matrix: Matrix, points: &[[f64; 2]]) {
        let Some(subpath) = self.subpaths.last_mut() else { return };
        let (mut area, mut current) = (subpath.area, self.current);
        for [x, y] in points {
            let point = place(matrix, *x, *y);
            area = area.union(around(current, point));
            current = point;
        }
        (subpath.area, self.current) = (area, current);
        subpath.curves += 1;
    }

    pub(super) fn close(&mut self) {
        if let Some(start) = self.subpaths.last().map(|subpath| subpath.start) {
            self.add_line(start);
        }
    }

    pub(super) fn rectangle(&mut self, matrix: Matrix, [x, y, width, height]: [f64; 4]) {
        self.move_to(matrix, x, y);
        self.line_to(matrix, x + width, y);
        self.line_to(matrix, x + width, y + height);
        self.line_to(matrix, x, y + height);
        self.close();
    }

    /// What filling the path shows within `clip`. With `is_even_odd` a box within a box is a hole: the frame around it is painted.
    pub(super) fn filled(&self, is_even_odd: bool, clip: Option<BoundingBox>) -> impl Iterator<Item = Shape> {
        let frame = self.frame().filter(|_| is_even_odd);
        let whole = self.subpaths.iter().filter(move |_| frame.is_none()).map(|subpath| (subpath.area, subpath.is_box()));
        let sides = frame.into_iter().flatten().map(|side| (side, true));
        whole.chain(sides).filter_map(move |(area, is_box)| shape(within(area, clip)?, is_box))
    }

    /// The four sides of a frame: of a path of two boxes, one within the other.
    fn frame(&self) -> Option<[BoundingBox; 4]> {
        let [one, other] = self.subpaths.as_slice() else { return None };
        let (outer, inner) = if one.area.height() * one.area.width() > other.area.height() * other.area.width() {
            (one.area, other.area)
        } else {
            (other.area, one.area)
        };
        let is_frame = one.is_box() && other.is_box() && within(inner, Some(outer)) == Some(inner);
        is_frame.then_some([
            BoundingBox { bottom: inner.top, ..outer },
            BoundingBox { top: inner.bottom, ..outer },
            BoundingBox { right: inner.left, ..outer },
            BoundingBox { left: inner.right, ..outer },
        ])
    }

    /// The parts of the path that are as small as dots, stars and bars, within `clip`; none where they are many: letters, drawings.
    pub(super) fn marks(&self, clip: Option<BoundingBox>) -> impl Iterator<Item = BoundingBox> {
        let are_few = self.subpaths.len() <= MAX_MARKS;
        let parts = self.subpaths.iter().filter(move |_| are_few).map(|subpath| subpath.area);
        // What a clip hides of a bar is not there; what it hides of its sides is round corners.
        parts.filter_map(move |area| within(area, clip)).filter(|area| {
            (MARK_HEIGHT.0..=MARK_HEIGHT.1).contains(&area.height()) && (MARK_WIDTH.0..=MARK_WIDTH.1).contains(&area.width())
        })
    }

    /// The area around all of the path; `None` for an empty one.
    pub(super) fn area(&self) -> Option<BoundingBox> {
        self.subpaths.iter().map(|subpath| subpath.area).reduce(BoundingBox::union)
    }

    /// What stroking the path shows.
    pub(super) fn stroked(&self, clip: Option<BoundingBox>) -> impl Iterator<Item = Shape> {
        let plain =
            self.subpaths.iter().filter(|subpath| subpath.slanted == 0 && subpath.curves <= MAX_CURVES && subpath.straight <= MAX_SIDES);
        let sides = plain.flat_map(|subpath| &subpath.sides[..subpath.straight.min(MAX_SIDES)]);
        let visible = sides.filter_map(move |side| within(*side, clip));
        visible.filter(|side| side.width().max(side.height()) >= RULE_LENGTH).map(Shape::Rule)
    }
}

/// What a filled area is.
fn shape(area: BoundingBox, is_box: bool) -> Option<Shape> {
    let (thin, long) = (area.width().min(area.height()), area.width().max(area.height()));
    if thin <= RULE_THICKNESS {
        (is_box && long >= RULE_LENGTH && long > 3.0 * thin).then_some(Shape::Rule(area))
    } else if thin < BOX_HEIGHT {
        None
    } else {
        Some(if is_box { Shape::Box(area) } else { Shape::Drawing(area) })
    }
}

/// The part of `area` that lies within `clip`; `None` where they do not meet.
pub(super) fn within(area: BoundingBox, clip: Option<BoundingBox>) -> Option<BoundingBox> {
    let Some(clip) = clip else { return Some(area) };
    let common = BoundingBox {
        left: area.left.max(clip.left),
        top: area.top.max(clip.top),
        right: area.right.min(clip.right),
        bottom: area.bottom.min(clip.bottom),
    };
    (common.left <= common.right && common.top <= common.bottom).then_some(common)
}

impl Subpath {
    fn is_box(&self) -> bool {
        self.slanted == 0 && self.curves <= MAX_CURVES && (2..=8).contains(&self.straight)
    }
}

fn place(matrix: Matrix, x: f64, y: f64) -> (f32, f32) {
    let (x, y) = matrix.apply(x, y);
    (x as f32, y as f32)
}

fn around(one: (f32, f32), other: (f32, f32)) -> BoundingBox {
    BoundingBox { left: one.0.min(other.0), top: one.1.min(other.1), right: one.0.max(other.0), bottom: one.1.max(other.1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLANE: Matrix = Matrix::IDENTITY;

    #[test]
    fn thin_rectangles_are_rules_and_thick_ones_boxes() {
        let mut path = Path::default();
        path.rectangle(PLANE, [10.0, 10.0, 200.0, 0.5]);
        path.rectangle(PLANE, [10.0, 20.0, 200.0, 30.0]);
        path.rectangle(PLANE, [10.0, 60.0, 2.0, 2.0]);
        let shapes: Vec<Shape> = path.filled(false, None).collect();
        assert!(matches!(shapes[..], [Shape::Rule(_), Shape::Box(area)] if area.height() == 30.0), "{shapes:?}");
    }

    #[test]
    fn strokes_show_their_straight_sides() {
        let mut path = Path::default();
        path.move_to(PLANE, 0.0, 5.0);
        path.line_to(PLANE, 100.0, 5.0);
        path.move_to(PLANE, 0.0, 0.0);
        path.line_to(PLANE, 30.0, 40.0);
        assert_eq!(path.stroked(None).count(), 1);
        path.clear();
        path.rectangle(PLANE, [0.0, 0.0, 50.0, 20.0]);
        assert_eq!(path.stroked(None).count(), 4);
    }

    #[test]
    fn drawings_are_neither() {
        let mut path = Path::default();
        path.move_to(PLANE, 0.0, 0.0);
        for step in 1..40 {
            path.curve_to(PLANE, &[[f64::from(step), f64::from(step % 7)]]);
        }
        path.close();
        assert!(path.filled(false, None).all(|shape| matches!(shape, Shape::Drawing(_))) && path.stroked(None).count() == 0);
        path.line_to(PLANE, 1.0, 1.0);
    }
}
