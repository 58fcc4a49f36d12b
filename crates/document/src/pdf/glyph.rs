//! What a page shows, glyph by glyph, in buffers that are reused from page to page.

use vitae_model::BoundingBox;

use super::structure::Tag;

/// One shown glyph: where its origin and its end lie on the page (points, y downwards) and what it says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) end_x: f32,
    pub(super) end_y: f32,
    /// Its text: from here to the next glyph's start.
    pub(super) text: u32,
}

/// Glyphs shown by one operator, or by several that differ in nothing: everything they share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shown {
    /// The first of its glyphs; they end where the next one's begin.
    pub(super) first: u32,
    /// Index of the interpreter's font.
    pub(super) font: u32,
    pub(super) size: f32,
    pub(super) colour: u32,
    /// Direction of writing, a unit vector on the page.
    pub(super) direction: (f32, f32),
    pub(super) is_vertical: bool,
    pub(super) is_bold: bool,
    pub(super) is_italic: bool,
    /// Drawn without paint (rendering mode 3), as the text layer over a scan is.
    pub(super) is_invisible: bool,
    /// Switched off, or fully transparent.
    pub(super) is_hidden: bool,
    /// The em is a guess (Type 3).
    pub(super) has_vague_size: bool,
    pub(super) tag: Tag,
}

/// A box that was filled.
#[derive(Debug, Clone, Copy)]
pub(super) struct Painted {
    pub(super) area: BoundingBox,
    pub(super) colour: u32,
    /// Text from this [`Shown`] on lies over it.
    pub(super) order: u32,
}

/// The glyphs of one page.
#[derive(Debug, Default)]
pub(super) struct Glyphs {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) shown: Vec<Shown>,
    pub(super) text: String,
    pub(super) rules: Vec<BoundingBox>,
    pub(super) boxes: Vec<Painted>,
    /// Small shapes, with the colour they are filled with.
    pub(super) marks: Vec<(BoundingBox, Option<u32>)>,
    pub(super) images: Vec<BoundingBox>,
    /// Where something of unknown form or colour was painted: gradients, drawings, thick strokes.
    pub(super) backdrops: Vec<BoundingBox>,
}

/// Rules, boxes and images kept of one page; more are a drawing.
const MAX_SHAPES: usize = 4_000;

impl Glyphs {
    pub(super) fn clear(&mut self) {
        self.glyphs.clear();
        self.shown.clear();
        self.text.clear();
        self.rules.clear();
        self.boxes.clear();
        self.marks.clear();
        self.images.clear();
        self.backdrops.clear();
    }

    /// Begins the glyphs of one operator. One that showed nothing leaves no trace; one that shares everything with the one before goes
    /// on with its glyphs, unless a box was painted between them.
    #[inline]
    pub(super) fn begin(&mut self, shown: Shown) {
        let count = self.shown.len();
        let is_painted_over = || self.boxes.last().is_some_and(|painted| painted.order as usize == count);
        match self.shown.last_mut() {
            Some(last) if last.first == shown.first => *last = shown,
            Some(last) if *last == (Shown { first: last.first, ..shown }) && !is_painted_over() => {}
            _ => self.shown.push(shown),
        }
    }

    /// Notes a rule.
    pub(super) fn add_rule(&mut self, area: BoundingBox) {
        if self.rules.len() < MAX_SHAPES {
            self.rules.push(area);
        }
    }

    /// Notes a filled box.
    pub(super) fn add_box(&mut self, area: BoundingBox, colour: u32) {
        if self.boxes.len() < MAX_SHAPES {
            // The next glyphs may take the place of an operator that showed nothing.
            let is_open = self.shown.last().is_some_and(|last| last.first as usize == self.glyphs.len());
            self.boxes.push(Painted { area, colour, order: (self.shown.len() - usize::from(is_open)) as u32 });
        }
    }

    /// Notes a small shape.
    pub(super) fn add_mark(&mut self, area: BoundingBox, colour: Option<u32>) {
        if self.marks.len() < MAX_SHAPES {
            self.marks.push((area, colour));
        }
    }

    /// Notes a picture.
    pub(super) fn add_image(&mut self, area: BoundingBox) {
        if self.images.len() < MAX_SHAPES {
            self.images.push(area);
        }
    }

    /// By how many degrees, clockwise, the page must be turned for most of its text to stand upright.
    pub(super) fn tilt(&self) -> u16 {
        let mut counts = [0_usize; 4];
        for (index, shown) in self.shown.iter().enumerate().filter(|(_, shown)| !shown.is_vertical) {
            counts[usize::from(rotation(shown.direction) / 90)] += self.range(index).len();
        }
        let all: usize = counts.iter().sum();
        let tilted = (1..4).find(|turn| counts[*turn] * 10 > all * 9 && all >= 50);
        tilted.map_or(0, |turn| [0, 90, 180, 270][turn])
    }

    /// Notes a painted area of unknown form or colour.
    pub(super) fn add_backdrop(&mut self, area: BoundingBox) {
        if self.backdrops.len() < MAX_SHAPES {
            self.backdrops.push(area);
        }
    }

    /// Lets the glyphs from `first` on mean `text`: the first of them says it, the others say nothing.
    pub(super) fn replace(&mut self, first: usize, text: &str) {
        let Some(glyph) = self.glyphs.get(first) else { return };
        // Most actual text repeats what is shown; then places within it are kept.
        let shown = &self.text[glyph.text as usize..];
        if shown == text || is_blank(shown) && is_blank(text) {
            return;
        }
        self.text.truncate(glyph.text as usize);
        self.text.push_str(text);
        let end = self.text.len() as u32;
        self.glyphs.iter_mut().skip(first + 1).for_each(|glyph| glyph.text = end);
    }

    /// The glyphs of the `index`th [`Shown`], as a range.
    pub(super) fn range(&self, index: usize) -> std::ops::Range<usize> {
        let end = self.shown.get(index + 1).map_or(self.glyphs.len(), |next| next.first as usize);
        self.shown[index].first as usize..end
    }

    /// The text of the glyph at `index`.
    #[inline]
    pub(super) fn text_of(&self, index: usize) -> &str {
        self.text_between(index, index)
    }

    /// The text of the glyphs from the one at `first` to the one at `last`.
    #[inline]
    pub(super) fn text_between(&self, first: usize, last: usize) -> &str {
        let end = self.glyphs.get(last + 1).map_or(self.text.len(), |next| next.text as usize);
        &self.text[self.glyphs[first].text as usize..end]
    }
}

/// Direction in degrees, anticlockwise, to the nearest quarter turn.
pub(super) fn rotation((x_axis, y_axis): (f32, f32)) -> u16 {
    match (x_axis.abs() >= y_axis.abs(), x_axis > 0.0, y_axis < 0.0) {
        (true, true, _) => 0,
        (true, false, _) => 180,
        (false, _, true) => 90,
        (false, _, false) => 270,
    }
}

fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(page: &Glyphs, colour: u32) -> Shown {
        Shown {
            first: page.glyphs.len() as u32,
            font: 0,
            size: 10.0,
            colour,
            direction: (1.0, 0.0),
            is_vertical: false,
            is_bold: false,
            is_italic: false,
            is_invisible: false,
            is_hidden: false,
            has_vague_size: false,
            tag: Tag::None,
        }
    }

    #[test]
    fn operators_that_differ_in_nothing_are_one_unless_a_box_parts_them() {
        let mut page = Glyphs::default();
        let mut starts = Vec::new();
        for (colour, n_glyphs, is_painted) in [(1, 2, false), (1, 3, false), (2, 0, false), (2, 1, false), (2, 1, true), (2, 1, false)] {
            if is_painted {
                page.add_box(BoundingBox::default(), 9);
            }
            page.begin(shown(&page, colour));
            page.glyphs.extend([Glyph { x: 0.0, y: 0.0, end_x: 1.0, end_y: 0.0, text: 0 }].repeat(n_glyphs));
            starts = page.shown.iter().map(|shown| shown.first).collect();
        }
        assert_eq!(starts, [0, 5, 6]);
        assert_eq!(page.boxes.iter().map(|painted| painted.order).collect::<Vec<_>>(), [2]);
    }
}
