//! Rows of dots that lead the eye from a name to what stands at the other edge: `Oakfield Ltd . . . . . . 2014–2018`.

use std::ops::Range;

use super::glyph::Glyphs;
use super::spacing::Item;

/// Dots of a leader at least.
const FEWEST: usize = 7;

/// The first leader among `items`.
pub(super) fn find(items: &[Item], page: &Glyphs) -> Option<Range<usize>> {
    let is_dot = |item: &Item| {
        let at = page.glyphs.get(item.glyph as usize).map(|glyph| glyph.text as usize);
        at.and_then(|at| page.text.as_bytes().get(at)) == Some(&b'.')
    };
    // So long a row of dots cannot lie between two of these.
    let mut probes = (FEWEST - 1..items.len()).step_by(FEWEST);
    probes.find_map(|probe| {
        if !is_dot(&items[probe]) {
            return None;
        }
        let start = probe - items[..probe].iter().rev().take_while(|item| is_dot(item)).count();
        let end = probe + items[probe..].iter().take_while(|item| is_dot(item)).count();
        (end - start >= FEWEST).then_some(start..end)
    })
}
