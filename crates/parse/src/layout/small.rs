//! Small capitals that a producer makes of smaller letters: `W` in one size, `ORK` or `ork` in a smaller one.

use vitae_document::{Document, Run};

/// How large small capitals are against the capitals beside them.
const SHARE: std::ops::RangeInclusive<f32> = 0.6..=0.85;

/// The size of the capitals where all of `runs`, which stand on one line, is set in small capitals.
pub(super) fn capital_size(document: &Document, runs: &[u32]) -> Option<f32> {
    // Most cells are one run.
    let [first, .., _] = runs else { return None };
    let run_of = |index: &u32| &document.runs[*index as usize];
    let size = runs.iter().map(|run| run_of(run).size).fold(0.0, f32::max);
    let is_capital = |run: &Run| run.size > 0.95 * size;
    let fits = |run: &Run| if is_capital(run) { is_capital_text(document.text_of(run)) } else { SHARE.contains(&(run.size / size)) };
    let all_fit = is_capital(run_of(first)) && runs.iter().all(|run| fits(run_of(run)));
    let is_word = |pair: &[u32; 2]| are_one_word(document, run_of(&pair[0]), run_of(&pair[1]));
    (all_fit && runs.array_windows().any(is_word)).then_some(size)
}

/// Whether `small` goes on with the word in small capitals that `capital` ends with.
pub(super) fn are_one_word(document: &Document, capital: &Run, small: &Run) -> bool {
    let is_set_small = SHARE.contains(&(small.size / capital.size.max(0.1)))
        && capital.font == small.font
        && (capital.baseline - small.baseline).abs() < 0.02 * capital.size
        && small.area.left - capital.area.right < 0.15 * capital.size;
    let text = document.text_of(capital);
    is_set_small && is_capital_text(text) && text.ends_with(char::is_alphabetic) && document.text_of(small).starts_with(char::is_alphabetic)
}

/// Whether `text` has no small letter, or is one letter: fonts of small capitals may call that what was typed.
fn is_capital_text(text: &str) -> bool {
    !text.chars().any(char::is_lowercase) || text.trim().chars().nth(1).is_none()
}
