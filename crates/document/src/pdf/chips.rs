//! Small boxes drawn around single words, as chips and tags are: text does not run on from one into the next.

use super::glyph::Glyphs;

/// Higher boxes, in points, are no chips: columns, panels and bars.
const HIGHEST: f32 = 40.0;

/// Boxes lower or narrower than this, in points, hold no words.
const SMALLEST: f32 = 6.0;

/// Chips this near to each other, in ems, stand no further apart than words do.
const WORD_SPACE: f32 = 0.3;

/// The upright sides of the chips of a page, from left to right.
#[derive(Debug, Default)]
pub(super) struct Chips {
    sides: Vec<Side>,
}

#[derive(Debug, Clone, Copy)]
struct Side {
    x: f32,
    top: f32,
    bottom: f32,
}

impl Chips {
    /// Finds the chips of a page: filled ones, and framed ones by their upright strokes.
    pub(super) fn collect(&mut self, page: &Glyphs) {
        self.sides.clear();
        let is_low = |height: f32| (SMALLEST..=HIGHEST).contains(&height);
        for area in page.boxes.iter().map(|painted| painted.area).filter(|area| is_low(area.height()) && area.width() >= SMALLEST) {
            self.sides.extend([area.left, area.right].map(|x| Side { x, top: area.top, bottom: area.bottom }));
        }
        for area in page.rules.iter().filter(|area| is_low(area.height()) && area.height() > 3.0 * area.width()) {
            self.sides.push(Side { x: f32::midpoint(area.left, area.right), top: area.top, bottom: area.bottom });
        }
        self.sides.sort_by(|one, other| one.x.total_cmp(&other.x));
    }

    /// From which gap on, in ems, [`Chips::part`] has to be asked.
    #[inline]
    pub(super) fn narrowest_gap(&self) -> f32 {
        if self.sides.is_empty() { f32::INFINITY } else { WORD_SPACE }
    }

    /// Whether one chip ends and another begins between `from` and `to` at the height `y`: one side alone is the edge of a highlight, or
    /// a rule between columns.
    pub(super) fn part(&self, from: f32, to: f32, y: f32) -> bool {
        let first = self.sides.partition_point(|side| side.x < from);
        let within = self.sides[first..].iter().take_while(|side| side.x <= to);
        within.filter(|side| side.top <= y && y <= side.bottom).nth(1).is_some()
    }
}
