//! What one side of a strip looks like.

use vitae_document::Document;

use super::{Mark, is_aligned, words};
use crate::layout::rail;
use crate::layout::segment::Segment;

/// What the narrower side of a strip looks like.
#[derive(Debug, Default)]
pub(super) struct Traits {
    pub(super) lines: usize,
    /// Groups of lines without white space between them, headings left out.
    pub(super) blocks: usize,
    /// Blocks whose first line shares its baseline with a line of the other side.
    pub(super) anchored: usize,
    /// Lines that are no headings.
    pub(super) plain: usize,
    /// Of those the ones that share their baseline with a line of the other side.
    pub(super) aligned: usize,
    pub(super) dated: usize,
    /// Lines that hold little but a date and share their baseline with a line of the other side.
    pub(super) dates: usize,
    /// Lines without letters: ratings, numbers.
    pub(super) wordless: usize,
    /// Lines with an address or a number to reach somebody.
    pub(super) contact: usize,
    pub(super) headings: usize,
    /// Lines that follow a heading in another style, in blocks that share no baseline with the other side.
    pub(super) owned: usize,
    pub(super) bulleted: usize,
}

pub(super) fn traits(document: &Document, runs: &[u32], segments: &[Segment], side: &[Mark], other: &[Mark]) -> Traits {
    let mut traits = Traits::default();
    let mut heading: Option<&Segment> = None;
    let mut after_heading = false;
    let mut block_anchored = false;
    let mut goes_on = Broken::default();
    for (position, mark) in side.iter().enumerate() {
        let segment = &segments[mark.segment as usize];
        let aligned = is_aligned(mark, segment.size, other);
        let above = position.checked_sub(1).map(|above| &segments[side[above].segment as usize]);
        if !aligned && above.is_some_and(|above| goes_on.reads(document, runs, above, segment)) {
            traits.lines += 1;
            traits.dated += 1;
            continue;
        }
        let begins = position == 0 || after_heading || mark.top - side[position - 1].bottom > 0.35 * (mark.bottom - mark.top);
        if begins {
            block_anchored = aligned;
        }
        // More lines in the dress of a heading: wrapped ones, and ones whose words are not known.
        let dressed = heading.is_some_and(|heading| heading.style == segment.style && (segment.style.caps || segment.style.bold));
        after_heading = segment.heading || dressed;
        traits.lines += 1;
        traits.plain += usize::from(!after_heading);
        traits.aligned += usize::from(aligned && !after_heading);
        traits.dated += usize::from(segment.dated);
        traits.dates += usize::from(segment.dated && aligned && mark.right - mark.left < 20.0 * segment.size);
        traits.wordless += usize::from(segment.wordless);
        traits.contact += usize::from(segment.contact);
        traits.bulleted += usize::from(segment.bulleted);
        traits.blocks += usize::from(begins && !after_heading);
        traits.anchored += usize::from(begins && aligned && !after_heading);
        if segment.heading {
            traits.headings += 1;
            heading = Some(segment);
        } else if heading.is_some_and(|heading| heading.style != segment.style) && !block_anchored && !aligned {
            traits.owned += 1;
        }
    }
    traits
}

/// Dates of a rail that take several lines; buffers for their words.
#[derive(Debug, Default)]
struct Broken {
    above: String,
    below: String,
}

impl Broken {
    /// Whether `below` is the rest of the date that `above`, the line above it, begins: `2009 – Jun` above `2011`.
    fn reads(&mut self, document: &Document, runs: &[u32], above: &Segment, below: &Segment) -> bool {
        let (upper, lower) = (above.area, below.area);
        let is_flush = (upper.left - lower.left).abs() < 2.0 || (upper.right - lower.right).abs() < 2.0;
        let is_near = below.baseline - above.baseline < 1.5 * below.size && lower.width() < 9.0 * below.size;
        below.dated
            && is_flush
            && is_near
            && rail::is_broken_date(words(document, runs, above, &mut self.above), words(document, runs, below, &mut self.below))
    }
}
