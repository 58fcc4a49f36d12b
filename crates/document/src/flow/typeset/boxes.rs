//! Boxes, pictures and rules.

use vitae_model::BoundingBox;

use super::super::item::{Placement, Wrap};
use super::super::place::{self, Exclusion, Surroundings};
use super::{Frame, FrameKind, Typesetter};
use crate::{Filling, Image, Rule};

/// Space between the words of a box and those beside it at least.
const BESIDE: f32 = 10.0;
/// Space above the text of a box at most: Word's own.
const INSET: f32 = 3.6;

impl Typesetter<'_> {
    pub(super) fn start_box(&mut self, placement: &Placement) {
        let frame = *self.frame();
        let declared = place::area(placement, &self.page, Surroundings { left: frame.left, right: frame.right, y: frame.y });
        let padding = placement.padding;
        let kind = FrameKind::Box {
            placement: *placement,
            declared,
            first_run: self.document.runs.len(),
            first_filling: self.document.fillings.len(),
        };
        self.frames.push(Frame {
            left: declared.left + padding,
            right: (declared.right - padding).max(declared.left + padding + 12.0),
            y: declared.top + padding.min(INSET),
            cell: frame.cell,
            above: None,
            kind,
        });
        self.boxes += 1;
    }

    pub(super) fn end_box(&mut self) {
        let Some(&Frame { kind: FrameKind::Box { placement, declared, first_run, first_filling }, y, .. }) = self.frames.last() else {
            return;
        };
        self.frames.pop();
        self.boxes = self.boxes.saturating_sub(1);
        let mut area = BoundingBox { bottom: declared.bottom.max(y + placement.padding), ..declared };
        let has_text = self.document.runs.len() > first_run;
        let covered = if has_text && placement.wrap != Wrap::Inline { self.covered(first_run) } else { None };
        if let Some(covered_bottom) = covered {
            let shift = self.frame().y.max(covered_bottom + 2.0) - area.top;
            self.shift(first_run, first_filling, shift);
            area.top += shift;
            area.bottom += shift;
        }
        if let Some(colour) = placement.filling {
            self.fill(area, colour);
        }
        match (placement.wrap, covered) {
            (Wrap::Inline, _) => self.frame().y = area.bottom,
            (_, Some(_)) => self.frame().y = y + area.top - declared.top,
            _ => self.exclude(placement.wrap, area, first_run),
        }
    }

    /// The lower edge of the text of the page that the runs from `first_run` on lie over, if any.
    pub(super) fn covered(&mut self, first_run: usize) -> Option<f32> {
        let page_run = self.page_run.min(first_run);
        let (earlier, inside) = self.document.runs[page_run..].split_at(first_run - page_run);
        self.comparisons = self.comparisons.checked_sub(earlier.len() + inside.len())?;
        let bounds = inside.iter().map(|run| run.area).reduce(BoundingBox::union)?;
        let under = earlier.iter().filter(|run| place::overlap(run.area, bounds));
        under.map(|run| run.area.bottom).reduce(f32::max)
    }

    /// Moves what stands in a box down.
    pub(super) fn shift(&mut self, first_run: usize, first_filling: usize, dy: f32) {
        for run in &mut self.document.runs[first_run..] {
            run.area.top += dy;
            run.area.bottom += dy;
            run.baseline += dy;
            self.bottom = self.bottom.max(run.area.bottom);
        }
        for filling in &mut self.document.fillings[first_filling..] {
            filling.area.top += dy;
            filling.area.bottom += dy;
        }
    }

    pub(super) fn exclude(&mut self, wrap: Wrap, area: BoundingBox, first_run: usize) {
        let text = self.document.runs[first_run..].iter().map(|run| run.area).reduce(BoundingBox::union);
        let area = match (wrap, text) {
            (Wrap::Below, _) => BoundingBox { left: 0.0, right: self.page.width, ..area },
            // The file lets text run under the box; under its words it would be unreadable.
            (Wrap::Over, Some(text)) => BoundingBox { left: text.left - BESIDE, right: text.right + BESIDE, ..text },
            (Wrap::Over, None) => return,
            _ => area,
        };
        if self.exclusions.len() < 256 {
            self.exclusions.push(Exclusion { area, depth: self.boxes });
        }
    }

    pub(super) fn image(&mut self, placement: &Placement) {
        let frame = *self.frame();
        let area = place::area(placement, &self.page, Surroundings { left: frame.left, right: frame.right, y: frame.y });
        let area = BoundingBox { right: area.left + placement.width.max(0.0), ..area };
        if area.width() < 4.0 || area.height() < 4.0 {
            return;
        }
        let page = self.page_index();
        self.document.images.push(Image { page, area });
        match placement.wrap {
            Wrap::Inline => self.frame().y += area.height(),
            Wrap::Beside | Wrap::Below => self.exclude(placement.wrap, area, self.document.runs.len()),
            Wrap::Over => {}
        }
    }

    pub(super) fn rule_here(&mut self) {
        let frame = self.frame();
        frame.y += 6.0;
        let (left, right, y) = (frame.left, frame.right, frame.y);
        frame.y += 6.0;
        self.rule(left, right, y);
    }

    pub(super) fn rule(&mut self, left: f32, right: f32, y: f32) {
        let page = self.page_index();
        self.document.rules.push(Rule { page, area: BoundingBox { left, top: y, right, bottom: y } });
    }

    pub(super) fn fill(&mut self, area: BoundingBox, colour: u32) {
        let page = self.page_index();
        self.document.fillings.push(Filling { page, area, colour });
    }

    pub(super) fn page_index(&self) -> u16 {
        u16::try_from(self.document.pages.len().saturating_sub(1)).unwrap_or(u16::MAX)
    }
}
