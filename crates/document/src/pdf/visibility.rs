//! Which text a reader of the page can see, and which was only put there for machines.

use std::cell::Cell;

use vitae_model::BoundingBox;

use super::colour::look_alike;
use super::glyph::{Glyphs, Shown};
use crate::Page;

const WHITE: u32 = 0xFF_FF_FF;

/// Smaller text, in points, nobody reads.
const SMALLEST: f32 = 0.8;

/// Share of the page that a picture covers when it is a scan.
const SCAN_SHARE: f32 = 0.4;

/// What is known of one page's background.
#[derive(Debug, Default)]
pub(super) struct Visibility {
    /// Text without paint is the text layer of a scan.
    keeps_invisible: bool,
    /// The latest colour asked for, and whether something of that colour lies on the page.
    suspect: Cell<Option<(u32, bool)>>,
    width: f32,
    height: f32,
}

/// How many pieces of text were left out because nobody sees them.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct LeftOut {
    pub(super) unpainted: usize,
    pub(super) same_colour: usize,
    pub(super) tiny: usize,
    pub(super) outside: usize,
    pub(super) switched_off: usize,
}

impl Visibility {
    /// Looks at the whole page.
    pub(super) fn of(page: &Glyphs, size: Page) -> Self {
        let count = |wanted: bool| {
            (0..page.shown.len()).filter(|index| page.shown[*index].is_invisible == wanted).map(|index| page.range(index).len()).sum()
        };
        let (visible, invisible): (usize, usize) = (count(false), count(true));
        let covered = page.images.iter().map(|image| image.width() * image.height()).fold(0.0, f32::max);
        let is_scan = covered > SCAN_SHARE * size.width * size.height;
        Self {
            keeps_invisible: visible == 0 || is_scan && invisible * 2 > visible,
            width: size.width,
            height: size.height,
            suspect: Cell::default(),
        }
    }

    /// Whether a piece of text is seen; what is not is counted. `index` is the place of its [`Shown`].
    pub(super) fn shows(&self, page: &Glyphs, index: usize, shown: &Shown, area: BoundingBox, left_out: &mut LeftOut) -> bool {
        let reason = if shown.is_hidden {
            &mut left_out.switched_off
        } else if shown.is_invisible {
            if self.keeps_invisible {
                return true;
            }
            &mut left_out.unpainted
        } else if shown.size < SMALLEST && !shown.has_vague_size {
            &mut left_out.tiny
        } else if area.right < 0.0 || area.bottom < 0.0 || area.left > self.width || area.top > self.height {
            &mut left_out.outside
        } else if self.is_suspect(page, shown.colour) && melts_into_background(page, index, shown.colour, area) {
            &mut left_out.same_colour
        } else {
            return true;
        };
        *reason += 1;
        false
    }
}

impl Visibility {
    /// Whether text of this colour might melt into something. Neighbours mostly have one colour: the latest answer is kept.
    fn is_suspect(&self, page: &Glyphs, colour: u32) -> bool {
        if let Some((_, is_suspect)) = self.suspect.get().filter(|(known, _)| *known == colour) {
            return is_suspect;
        }
        let is_suspect = look_alike(colour, WHITE) || page.boxes.iter().any(|painted| look_alike(painted.colour, colour));
        self.suspect.set(Some((colour, is_suspect)));
        is_suspect
    }
}

/// Whether text has the colour of what lies under it.
fn melts_into_background(page: &Glyphs, index: usize, colour: u32, area: BoundingBox) -> bool {
    let (x, y) = (f32::midpoint(area.left, area.right), f32::midpoint(area.top, area.bottom));
    let covers = |over: &BoundingBox| (over.left..=over.right).contains(&x) && (over.top..=over.bottom).contains(&y);
    // Over a picture or a drawing any colour may be legible.
    if page.images.iter().chain(&page.backdrops).any(covers) {
        return false;
    }
    let under = page.boxes.iter().rev().find(|painted| painted.order as usize <= index && covers(&painted.area));
    look_alike(colour, under.map_or(WHITE, |painted| painted.colour))
}

impl LeftOut {
    /// Notes for the document, one for each reason.
    pub(super) fn notes(&self) -> impl Iterator<Item = String> {
        let reasons = [
            (self.unpainted, "invisible text"),
            (self.same_colour, "text in the colour of its background"),
            (self.tiny, "text too small to be read"),
            (self.outside, "text outside the page"),
            (self.switched_off, "text that is switched off or transparent"),
        ];
        reasons.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| {
            let pieces = if count == 1 { "piece" } else { "pieces" };
            format!("Left out {count} {pieces} of {what}.")
        })
    }
}
