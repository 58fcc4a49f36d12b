//! Word spaces: printed, or only left as gaps; and words whose letters are spaced out.

use super::glyph::Glyphs;
use super::letters;
use crate::direction::reorder;

/// One glyph with text, placed along its run's direction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub(super) glyph: u32,
    pub(super) start: f32,
    pub(super) end: f32,
    /// Whether blank glyphs stand between this one and the next.
    pub(super) space_follows: bool,
    /// An accent drawn over the glyph, as a combining mark.
    pub(super) mark: Option<char>,
}

/// A gap this wide, in ems, separates words. The best of the values tried on public résumés (0.08 to 0.20): narrower ones break
/// loosely set words, wider ones glue justified lines.
const WORD_GAP: f32 = 0.13;

/// Letter gaps at least this wide, in ems, are set on purpose.
const TRACKING: f32 = 0.04;

/// Writes the text of `items` into `out`, words separated by single spaces. `runs_left` says that some of it is written from right
/// to left; then the items are put in the order they are seen in.
/// `gaps` is a buffer.
pub(super) fn join(items: &mut [Item], page: &Glyphs, size: f32, runs_left: bool, gaps: &mut Vec<f32>, out: &mut String) {
    out.clear();
    if runs_left {
        items.sort_by(|one, other| one.start.total_cmp(&other.start));
    }
    let spacing = Spacing::of(items, page, size, gaps);
    if runs_left {
        join_reordered(items, page, &spacing, out);
    } else {
        join_in_order(items, page, &spacing, out);
    }
}

/// Writes what stands in the order it is read in. Glyphs that follow one another have their texts side by side: those are copied at once.
fn join_in_order(items: &[Item], page: &Glyphs, spacing: &Spacing, out: &mut String) {
    let Some((first, rest)) = items.split_first() else { return };
    let (mut from, mut previous) = (first.glyph, first);
    for item in rest {
        let is_apart = spacing.separates(item.start - previous.end, previous.space_follows);
        if is_apart || previous.mark.is_some() || item.glyph != previous.glyph + 1 {
            push_stretch(page, from, previous, out);
            from = item.glyph;
            if is_apart {
                out.push(' ');
            }
        }
        previous = item;
    }
    push_stretch(page, from, previous, out);
}

/// Writes the glyphs from `from` to `last`, and the accent drawn over the last.
fn push_stretch(page: &Glyphs, from: u32, last: &Item, out: &mut String) {
    let Some(mark) = last.mark else { return out.push_str(page.text_between(from as usize, last.glyph as usize)) };
    if from < last.glyph {
        out.push_str(page.text_between(from as usize, last.glyph as usize - 1));
    }
    push_marked(page.text_of(last.glyph as usize), mark, out);
}

/// Writes what runs from right to left, or partly.
fn join_reordered(items: &[Item], page: &Glyphs, spacing: &Spacing, out: &mut String) {
    let mut pieces = Vec::with_capacity(items.len());
    let mut previous: Option<&Item> = None;
    for item in items {
        if previous.is_some_and(|previous| spacing.separates(item.start - previous.end, false)) {
            pieces.push(" ");
        }
        previous = Some(item);
        pieces.push(page.text_of(item.glyph as usize));
    }
    reorder(&mut pieces);
    out.extend(pieces);
}

/// Writes a letter and the accent that was drawn over it.
fn push_marked(text: &str, mark: char, out: &mut String) {
    match text {
        "ı" => out.push('i'),
        "ȷ" => out.push('j'),
        text => out.push_str(text),
    }
    out.push(mark);
}

/// How the words of one run are told apart.
struct Spacing {
    /// A wider gap separates words.
    threshold: f32,
    /// Whether blank glyphs separate words; not where every letter has one behind it.
    heeds_blanks: bool,
}

impl Spacing {
    fn of(items: &[Item], page: &Glyphs, size: f32, gaps: &mut Vec<f32>) -> Self {
        match tracking(items, page, size, gaps) {
            Some(tracking) => {
                Self { threshold: tracking + (WORD_GAP * size).max(0.6 * tracking), heeds_blanks: tracking < WORD_GAP * size }
            }
            None => Self { threshold: WORD_GAP * size, heeds_blanks: true },
        }
    }

    fn separates(&self, gap: f32, is_blank_between: bool) -> bool {
        gap > self.threshold || is_blank_between && self.heeds_blanks
    }
}

/// Where letters are spaced out (`E X P E R I E N C E`): the gap between letters of one word.
///
/// Told by the gaps alone: they are wide, and most of them, those within words, are about equally wide.
fn tracking(items: &[Item], page: &Glyphs, size: f32, gaps: &mut Vec<f32>) -> Option<f32> {
    if items.len() < 4 {
        return None;
    }
    // Most text has no gaps between letters: a few of them show it.
    let gap = |pair: &[Item]| pair[1].start - pair[0].end;
    let is_tight = items.windows(2).take(12).filter(|pair| gap(pair) < TRACKING * size).count() > 6;
    if is_tight {
        return None;
    }
    gaps.clear();
    gaps.extend(items.windows(2).map(gap));
    gaps.sort_unstable_by(f32::total_cmp);
    let usual = gaps[gaps.len() / 3];
    let even = gaps.iter().filter(|gap| (**gap - usual).abs() < 0.08 * size).count();
    let letters = items.iter().filter(|item| letters::is_single_letter(page.text_of(item.glyph as usize))).count();
    let is_tracked = usual > TRACKING * size && even * 2 > gaps.len() && letters * 10 >= items.len() * 8;
    is_tracked.then_some(usual)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::glyph::Glyph;

    /// Sets `text` in a font of size 10 whose letters are 5 wide; `gap` stands between letters, blanks are 3 wide and printed.
    #[track_caller]
    fn check(text: &str, gap: f32, expected: &str) {
        let (mut page, mut items, mut at) = (Glyphs::default(), Vec::<Item>::new(), 0.0);
        for letter in text.chars() {
            if letter == ' ' {
                items.last_mut().into_iter().for_each(|item| item.space_follows = true);
                at += 3.0 + gap;
                continue;
            }
            items.push(Item { glyph: page.glyphs.len() as u32, start: at, end: at + 5.0, space_follows: false, mark: None });
            page.glyphs.push(Glyph { x: at, y: 0.0, end_x: at + 5.0, end_y: 0.0, text: page.text.len() as u32 });
            page.text.push(letter);
            at += 5.0 + gap;
        }
        let mut out = String::new();
        join(&mut items, &page, 10.0, false, &mut Vec::new(), &mut out);
        assert_eq!(out, expected);
    }

    #[test]
    fn words_end_at_blanks_and_at_gaps() {
        check("plain text here", 0.0, "plain text here");
        check("slightly loose text", 0.3, "slightly loose text");
        check("a b", 0.0, "a b");
    }

    #[test]
    fn spaced_out_words_are_joined_again() {
        check("WORK EXPERIENCE", 2.0, "WORK EXPERIENCE");
        check("WORK EXPERIENCE", 1.2, "WORK EXPERIENCE");
        check("E X P E R I E N C E", 0.0, "EXPERIENCE");
        check("W O R K   H I S T O R Y", 0.0, "WORK HISTORY");
    }
}
