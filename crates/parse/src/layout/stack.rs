//! Lines of one dress that stand below each other: where the entries of a document have equally many of them, none of these is wrapped.
//!
//! `Acme Bakery and Sons of Leeds (via Oak Staffing)` fills its column, and `Baker` below it would have found no room; but all other
//! entries have two bold lines as well.

use crate::layout::{Layout, Line, Style, text};

/// Lines that one stack has at most: longer ones are prose.
const TALLEST: usize = 4;
/// As many stacks of one height tell what is usual.
const USUAL: u16 = 2;

/// How many stacks without a wrapped line a dress has, by their height.
#[derive(Debug, Clone, Copy)]
struct Dress {
    style: Style,
    plain: [u16; TALLEST + 1],
}

/// Takes the mark of a wrapped line off bold lines in stacks as high as most others of their dress.
pub(super) fn settle(layout: &mut Layout, tight: f32) {
    let is_doubtful = |line: &Line| line.continues && dress(layout, line).is_some();
    if !layout.lines.iter().any(is_doubtful) {
        return;
    }
    let mut dresses: Vec<Dress> = Vec::new();
    let mut doubtful: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    while start < layout.lines.len() {
        let end = end_of(layout, start, tight);
        if let Some(style) = dress(layout, &layout.lines[start]).filter(|_| end - start <= TALLEST) {
            if layout.lines[start + 1..end].iter().any(|line| line.continues) {
                doubtful.push((start, end));
            } else {
                match dresses.iter_mut().find(|known| known.style == style) {
                    Some(known) => known.plain[end - start] += 1,
                    None => dresses.push(Dress::new(style, end - start)),
                }
            }
        }
        start = end;
    }
    for (start, end) in doubtful {
        let style = dress(layout, &layout.lines[start]);
        let is_usual = dresses.iter().any(|known| Some(known.style) == style && known.is_usual(end - start));
        for index in (start + 1..end).filter(|_| is_usual) {
            let [upper, lower] = [index - 1, index].map(|index| layout.text_of(&layout.lines[index]));
            let begins_anew = lower.starts_with(char::is_uppercase) && !text::is_open(upper);
            layout.lines[index].continues &= !begins_anew;
        }
    }
}

impl Dress {
    fn new(style: Style, height: usize) -> Self {
        let mut plain = [0; TALLEST + 1];
        plain[height] = 1;
        Self { style, plain }
    }

    /// Whether most stacks have this height.
    fn is_usual(&self, height: usize) -> bool {
        let count = self.plain[height];
        count >= USUAL && 2 * count > self.plain.iter().sum()
    }
}

/// How a bold line is set that is no list item.
fn dress(layout: &Layout, line: &Line) -> Option<Style> {
    let cell = layout.cells_of(line).first()?;
    (cell.style.bold && line.bullet.is_none()).then_some(cell.style.uncased())
}

/// One behind the last line of the stack that begins at `start`.
fn end_of(layout: &Layout, start: usize, tight: f32) -> usize {
    let first = &layout.lines[start];
    let Some(style) = dress(layout, first) else { return start + 1 };
    let goes_on = |line: &&Line| line.region == first.region && line.gap <= tight && dress(layout, line) == Some(style);
    start + 1 + layout.lines[start + 1..].iter().take_while(goes_on).count()
}
