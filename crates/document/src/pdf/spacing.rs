//! Word spaces: printed, or only left as gaps; and words whose letters are spaced out.

use super::glyph::Glyphs;
use super::letters;

/// One glyph with text, placed along its run's direction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub(super) glyph: u32,
    pub(super) start: f32,
    pub(super) end: f32,
    /// Whether blank glyphs stand between this one and the next.
    pub(super) space_follows: bool,
}

/// A gap this wide, in ems, separates words. The best of the values tried on public résumés (0.08 to 0.20): narrower ones break
/// loosely set words, wider ones glue justified lines.
const WORD_GAP: f32 = 0.13;

/// Writes the text of `items` into `out`, words separated by single spaces.
pub(super) fn join(items: &[Item], page: &Glyphs, size: f32, out: &mut String) {
    out.clear();
    let spaced = spaced_out(items, page, size);
    for (index, item) in items.iter().enumerate() {
        let previous = index.checked_sub(1).map(|index| &items[index]);
        if let Some(previous) = previous {
            // The same glyph at the same place again: bold by overprinting.
            let is_twin = (item.start - previous.start).abs() < 0.06 * size
                && page.text_of(item.glyph as usize) == page.text_of(previous.glyph as usize);
            if is_twin {
                continue;
            }
            let gap = item.start - previous.end;
            let is_space = match spaced {
                Some(threshold) => gap > threshold,
                None => previous.space_follows || gap > WORD_GAP * size,
            };
            if is_space {
                out.push(' ');
            }
        }
        out.push_str(page.text_of(item.glyph as usize));
    }
}

/// Where words are spaced out letter by letter (`E X P E R I E N C E`): the gap beyond which a word ends.
///
/// Told by the gaps alone: nearly all are wide, and all but those between words are about equally wide.
fn spaced_out(items: &[Item], page: &Glyphs, size: f32) -> Option<f32> {
    if items.len() < 4 {
        return None;
    }
    let mut gaps: Vec<f32> = items.windows(2).map(|pair| pair[1].start - pair[0].end).collect();
    let wide = gaps.iter().filter(|gap| **gap > WORD_GAP * size).count();
    let printed = items.iter().filter(|item| item.space_follows).count();
    if wide.max(printed) * 10 < gaps.len() * 7 {
        return None;
    }
    let are_letters = items.iter().filter(|item| letters::is_single_letter(page.text_of(item.glyph as usize))).count();
    if are_letters * 10 < items.len() * 8 {
        return None;
    }
    gaps.sort_unstable_by(f32::total_cmp);
    let usual = gaps[gaps.len() / 4];
    let even = gaps.iter().filter(|gap| (**gap - usual).abs() < 0.08 * size).count();
    (even * 2 > gaps.len()).then_some(usual + WORD_GAP.max(0.6 * usual / size) * size)
}
