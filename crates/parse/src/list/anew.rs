//! Items of a line each in a narrow column: most fill their line, so that the next one would have found no room, and yet none goes on.
//!
//! `Digital tachograph`, `First aid` and `Basic mechanics` below each other are three. Where words inside of a line begin small, the rest
//! of a wrapped one would too.

use crate::layout::{Layout, Line};
use crate::lexicon;

/// Lines of one section that are looked at.
const MOST: usize = 60;

/// Whether each line of `lines` with a capital begins an item, even where the layout takes it for the rest of the one above. Lines of a
/// word each have no inner ones.
pub(super) fn is_usual(layout: &Layout, lines: &[Line]) -> bool {
    if lines.len() < 3 || lines.len() > MOST || !lines.iter().any(|line| line.continues) || !lines.iter().all(|line| is_bare(layout, line))
    {
        return false;
    }
    let inner = || lines.iter().flat_map(|line| layout.text_of(line).split(' ').skip(1)).filter(|word| word.len() > 3);
    let n_small = inner().filter(|word| word.starts_with(char::is_lowercase)).count();
    let n_large = inner().filter(|word| word.starts_with(char::is_uppercase)).count();
    let n_words = lines.iter().map(|line| layout.text_of(line).split(' ').count()).sum::<usize>();
    n_small > 0 && n_small >= 2 * n_large || n_words == lines.len()
}

/// Whether the line at `index` begins an item though it may go on with the one above: all of it is a skill that lists know, and both
/// together are none.
pub(super) fn is_known(layout: &Layout, upper: &str, line: &Line) -> bool {
    let text = layout.text_of(line);
    is_bare(layout, line) && lexicon::is_skill(text) && !ends_open(upper) && !lexicon::is_skill(&[upper, text].join(" "))
}

/// Whether `line` is one cell without list marks and separators that begins with a capital and asks for nothing to follow.
fn is_bare(layout: &Layout, line: &Line) -> bool {
    let text = layout.text_of(line);
    let is_one = line.bullet.is_none() && line.end_cell == line.first_cell + 1;
    is_one && text.starts_with(char::is_uppercase) && !text.contains(SEPARATORS) && !ends_open(text)
}

const SEPARATORS: [char; 9] = [',', ';', ':', '|', '•', '·', '–', '.', '('];

/// Whether something has to follow `text`: it ends in a mark or in a small word of few letters.
fn ends_open(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    text.ends_with(['-', '/', '&', ',', '+']) || last.starts_with(char::is_lowercase) && last.chars().count() <= 3
}
