//! From glyphs to runs: which glyphs stand together, and where words end.

use vitae_model::BoundingBox;

use super::font::Font;
use super::glyph::{Glyphs, Shown};
use super::letters;
use super::links::PageLink;
use super::spacing::{self, Item};
use crate::{Document, FontId, LinkId, Role, Run};

/// A gap this wide, in ems, may separate columns: the run ends.
const COLUMN_GAP: f32 = 1.0;

/// A step back this wide, in ems, is no kerning: the run ends.
const STEP_BACK: f32 = 0.5;

/// Baselines this close, in ems, are one.
const BASELINE: f32 = 0.1;

/// Builds runs; its buffers are reused from page to page.
#[derive(Debug, Default)]
pub(super) struct Assembler {
    items: Vec<Item>,
    text: String,
    clean: String,
    candidates: Vec<(f32, f32, LinkId)>,
}

/// What the runs of one page have in common.
pub(super) struct PageContext<'p> {
    pub(super) number: u16,
    pub(super) fonts: &'p [Font],
    /// The document's font for each of `fonts`.
    pub(super) font_ids: &'p [FontId],
    pub(super) links: &'p [PageLink],
}

/// The run that is being built.
#[derive(Clone, Copy)]
struct Open {
    shown: Shown,
    link: Option<LinkId>,
    /// Place across the direction of writing: the baseline in the run's own frame.
    across: f32,
    /// End of the last glyph along the direction.
    end: f32,
}

/// How many of a page's glyphs were legible.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Legibility {
    pub(super) legible: usize,
    pub(super) illegible: usize,
}

impl Assembler {
    /// Appends the runs of one page to `document`.
    pub(super) fn assemble(&mut self, page: &Glyphs, context: &PageContext<'_>, document: &mut Document) -> Legibility {
        let mut open: Option<Open> = None;
        let mut legibility = Legibility::default();
        self.items.clear();
        for index in 0..page.shown.len() {
            let shown = page.shown[index];
            for at in page.range(index) {
                let text = page.text_of(at);
                if text.chars().all(letters::is_blank) {
                    self.items.last_mut().into_iter().for_each(|item| item.space_follows = true);
                    continue;
                }
                let glyph = &page.glyphs[at];
                let (start, across) = in_frame(shown.direction, glyph.x, glyph.y);
                let (end, _) = in_frame(shown.direction, glyph.end_x, glyph.end_y);
                let (start, end) = (start.min(end), start.max(end));
                if !(start.is_finite() && across.is_finite() && end.is_finite()) {
                    continue;
                }
                if letters::is_illegible(text) {
                    legibility.illegible += 1
                } else {
                    legibility.legible += 1
                }
                let goes_on = open.is_some_and(|open| open.takes(&shown, start, across));
                if !goes_on || self.candidates_changed(open, across) {
                    self.find_candidates(context.links, &shown, across);
                }
                let link = self.link_at(f32::midpoint(start, end));
                match &mut open {
                    Some(open) if goes_on && open.link == link => open.end = end,
                    _ => {
                        if let Some(open) = open {
                            self.finish(open, page, context, document);
                        }
                        open = Some(Open { shown, link, across, end });
                        self.items.clear();
                    }
                }
                self.items.push(Item { glyph: at as u32, start, end, space_follows: false });
            }
        }
        if let Some(open) = open {
            self.finish(open, page, context, document);
        }
        legibility
    }

    fn candidates_changed(&self, open: Option<Open>, across: f32) -> bool {
        !self.candidates.is_empty() && open.is_some_and(|open| open.across != across)
    }

    /// The links that a line of text at `across` runs through.
    fn find_candidates(&mut self, links: &[PageLink], shown: &Shown, across: f32) {
        self.candidates.clear();
        if links.is_empty() {
            return;
        }
        let middle = across - 0.3 * shown.size;
        for link in links {
            let (left, top) = in_frame(shown.direction, link.area.left, link.area.top);
            let (right, bottom) = in_frame(shown.direction, link.area.right, link.area.bottom);
            if (top.min(bottom)..=top.max(bottom)).contains(&middle) {
                self.candidates.push((left.min(right), left.max(right), link.link));
            }
        }
    }

    fn link_at(&self, along: f32) -> Option<LinkId> {
        self.candidates.iter().find(|(left, right, _)| (*left..=*right).contains(&along)).map(|(_, _, link)| *link)
    }

    /// Turns the collected glyphs into a run.
    fn finish(&mut self, open: Open, page: &Glyphs, context: &PageContext<'_>, document: &mut Document) {
        let (Some(first), Some(last)) = (self.items.first().copied(), self.items.last().copied()) else { return };
        spacing::join(&self.items, page, open.shown.size, &mut self.text);
        letters::clean(&self.text, &mut self.clean);
        if self.clean.chars().all(|letter| letters::is_blank(letter) || letter == '\u{FFFD}') {
            return;
        }
        let shown = &open.shown;
        let style = &context.fonts[shown.font as usize].style;
        let (left, right) =
            self.items.iter().fold((first.start, last.end), |(left, right), item| (left.min(item.start), right.max(item.end)));
        let ascent = if shown.is_vertical { 0.5 } else { style.ascent };
        let descent = if shown.is_vertical { 0.5 } else { style.descent };
        let span = document.push_text(&self.clean);
        document.runs.push(Run {
            span,
            page: context.number,
            area: out_of_frame(shown.direction, [left, open.across - ascent * shown.size, right, open.across + descent * shown.size]),
            baseline: baseline(shown.direction, open.across),
            size: shown.size,
            font: context.font_ids[shown.font as usize],
            bold: shown.is_bold,
            italic: shown.is_italic,
            colour: shown.colour,
            rotation: rotation(shown.direction),
            link: open.link,
            role: Role::Body,
            cell: None,
        });
    }
}

impl Open {
    /// Whether a glyph of `shown` at this place continues the run.
    fn takes(&self, shown: &Shown, start: f32, across: f32) -> bool {
        let own = &self.shown;
        let size = own.size.max(0.1);
        let has_same_look = own.font == shown.font
            && own.colour == shown.colour
            && own.is_bold == shown.is_bold
            && own.is_italic == shown.is_italic
            && own.is_invisible == shown.is_invisible
            && (own.size - shown.size).abs() < 0.02 * size;
        let turns = own.direction.0 * shown.direction.0 + own.direction.1 * shown.direction.1;
        let gap = start - self.end;
        has_same_look
            && turns > 0.999
            && (across - self.across).abs() < BASELINE * size
            && gap < COLUMN_GAP * size
            && gap > -STEP_BACK * size
    }
}

/// A place in the frame whose first axis is the direction of writing and whose second points to the line's lower side.
fn in_frame((x_axis, y_axis): (f32, f32), x: f32, y: f32) -> (f32, f32) {
    (x * x_axis + y * y_axis, y * x_axis - x * y_axis)
}

/// The page box around a box of that frame.
fn out_of_frame((x_axis, y_axis): (f32, f32), [left, top, right, bottom]: [f32; 4]) -> BoundingBox {
    let back = |along: f32, across: f32| (along * x_axis - across * y_axis, along * y_axis + across * x_axis);
    let corners = [back(left, top), back(right, top), back(left, bottom), back(right, bottom)];
    let fold = |pick: fn(&(f32, f32)) -> f32, better: fn(f32, f32) -> f32| corners.iter().map(pick).reduce(better).unwrap_or(0.0);
    BoundingBox {
        left: fold(|corner| corner.0, f32::min),
        top: fold(|corner| corner.1, f32::min),
        right: fold(|corner| corner.0, f32::max),
        bottom: fold(|corner| corner.1, f32::max),
    }
}

/// Direction in degrees, anticlockwise, to the nearest quarter turn.
fn rotation((x_axis, y_axis): (f32, f32)) -> u16 {
    match (x_axis.abs() >= y_axis.abs(), x_axis > 0.0, y_axis < 0.0) {
        (true, true, _) => 0,
        (true, false, _) => 180,
        (false, _, true) => 90,
        (false, _, false) => 270,
    }
}

/// Height of the baseline; for text that runs up or down its distance from the left edge.
fn baseline(direction: (f32, f32), across: f32) -> f32 {
    match rotation(direction) {
        0 | 90 => across,
        _ => -across,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_turn_there_and_back() {
        for (direction, degrees) in [((1.0, 0.0), 0), ((0.0, -1.0), 90), ((-1.0, 0.0), 180), ((0.0, 1.0), 270)] {
            assert_eq!(rotation(direction), degrees);
            let (left, top) = in_frame(direction, 10.0, 20.0);
            let area = out_of_frame(direction, [left, top, left + 5.0, top + 2.0]);
            let touches = |x: f32, y: f32| (area.left - x).abs() < 1e-4 || (area.right - x).abs() < 1e-4 || (area.top - y).abs() < 1e-4;
            assert!(touches(10.0, 20.0), "{degrees}: {area:?}");
        }
        assert_eq!(baseline((0.0, -1.0), in_frame((0.0, -1.0), 30.0, 700.0).1), 30.0);
        assert_eq!(baseline((0.0, 1.0), in_frame((0.0, 1.0), 30.0, 700.0).1), 30.0);
    }
}
