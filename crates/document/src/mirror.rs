//! Pages drawn for readers from right to left, seen in a mirror: there lines begin at the left like everywhere else.

use vitae_model::BoundingBox;

use crate::direction::{Way, last_to_right};
use crate::{Document, Run};

/// A gap up to so many times the font size stands between words of one line.
const TOUCHING: f32 = 0.6;

impl Document {
    /// The document with left and right exchanged.
    ///
    /// Words and numbers to the right that touch, in runs of their own for their font or colour, keep their order: they move as one.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        let mut seen = self.clone();
        seen.runs.iter_mut().for_each(|run| run.area = self.in_mirror(run.page, run.area));
        seen.rules.iter_mut().for_each(|rule| rule.area = self.in_mirror(rule.page, rule.area));
        seen.fillings.iter_mut().for_each(|filling| filling.area = self.in_mirror(filling.page, filling.area));
        seen.marks.iter_mut().for_each(|mark| mark.area = self.in_mirror(mark.page, mark.area));
        seen.images.iter_mut().for_each(|image| image.area = self.in_mirror(image.page, image.area));
        let mut order: Vec<usize> = (0..self.runs.len()).filter(|&index| self.runs[index].rotation == 0).collect();
        let key = |index: usize| &self.runs[index];
        order.sort_by(|&a, &b| {
            let (a, b) = (key(a), key(b));
            a.page.cmp(&b.page).then(a.baseline.total_cmp(&b.baseline)).then(a.area.left.total_cmp(&b.area.left))
        });
        for stretch in order.chunk_by(|&a, &b| touches(key(a), key(b))) {
            self.keep_order(stretch, &mut seen.runs);
        }
        seen
    }

    /// Where `area` of a page stands once left and right are exchanged, there and back.
    #[must_use]
    pub fn in_mirror(&self, page: u16, area: BoundingBox) -> BoundingBox {
        let width = self.pages.get(usize::from(page)).map_or(0.0, |page| page.width);
        BoundingBox { left: width - area.right, right: width - area.left, ..area }
    }

    /// Moves what is written to the right among the runs at `stretch`, which touch, as one.
    fn keep_order(&self, stretch: &[usize], seen: &mut [Run]) {
        let ways: Vec<Way> = stretch.iter().map(|&index| Way::of(self.text_of(&self.runs[index]).trim())).collect();
        let mut at = 0;
        while at < stretch.len() {
            let Some(last) = last_to_right(&ways, at) else {
                at += 1;
                continue;
            };
            let offset = seen[stretch[last]].area.left - self.runs[stretch[at]].area.left;
            for &index in &stretch[at..=last] {
                let area = self.runs[index].area;
                seen[index].area = BoundingBox { left: area.left + offset, right: area.right + offset, ..area };
            }
            at = last + 1;
        }
    }
}

fn touches(a: &Run, b: &Run) -> bool {
    let gap = b.area.left - a.area.right;
    a.page == b.page && (a.baseline - b.baseline).abs() < 0.1 * a.size && gap.abs() < TOUCHING * a.size.max(b.size)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Page;

    /// Runs of one line on a page 100 points wide, each 10 wide.
    fn document(texts: &[(&str, f32)]) -> Document {
        let mut document = Document { pages: vec![Page { width: 100.0, height: 50.0 }], right_to_left: true, ..Document::default() };
        for (text, left) in texts {
            let span = document.push_text(text);
            document.runs.push(Run {
                span,
                area: BoundingBox { left: *left, top: 0.0, right: left + 10.0, bottom: 10.0 },
                baseline: 8.0,
                size: 10.0,
                ..Run::default()
            });
        }
        document
    }

    #[track_caller]
    fn check(drawn: &[(&str, f32)], lefts: &[f32]) {
        let seen = document(drawn).mirrored();
        assert_eq!(seen.runs.iter().map(|run| run.area.left).collect::<Vec<_>>(), lefts);
    }

    #[test]
    fn the_right_edge_becomes_the_left_one() {
        check(&[("שלום", 0.0), ("עולם", 80.0)], &[90.0, 10.0]);
    }

    #[test]
    fn words_to_the_right_that_touch_keep_their_order() {
        check(&[("REST", 10.0), ("API", 22.0), ("שלום", 40.0), ("2019", 80.0)], &[68.0, 80.0, 50.0, 10.0]);
        check(&[("ada", 10.0), (".", 20.0), ("b@example.com", 30.0)], &[60.0, 70.0, 80.0]);
        check(&[("03", 10.0), ("/", 20.0), ("2019", 30.0), ("שלום", 42.0)], &[60.0, 70.0, 80.0, 48.0]);
    }

    #[test]
    fn dates_beside_a_dash_are_read_from_the_right() {
        check(&[("2021", 10.0), ("–", 21.0), ("2019", 32.0)], &[80.0, 69.0, 58.0]);
    }

    #[test]
    fn there_and_back_is_the_same_place() {
        let drawn = document(&[("שלום", 40.0)]);
        let area = drawn.runs[0].area;
        assert_eq!(drawn.in_mirror(0, drawn.in_mirror(0, area)), area);
    }
}
