//! From glyphs to runs: which glyphs stand together, and where words end.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHasher};
use vitae_model::BoundingBox;

use super::chips::Chips;
use super::font::Font;
use super::glyph::{Glyph, Glyphs, Shown, rotation};
use super::leader;
use super::letters;
use super::links::PageLink;
use super::spacing::{self, Item};
use super::structure::{Structure, Tag};
use super::visibility::{LeftOut, Visibility};
use crate::direction::is_right_to_left;
use crate::{Deadline, Document, FontId, LinkId, Role, Run, Span};

/// A gap this wide, in ems, may separate columns: the run ends.
const COLUMN_GAP: f32 = 1.0;

/// The same where letters stand close: no word space is so wide, but the one between a label and what it labels may be.
const CLOSE_COLUMN_GAP: f32 = 0.8;

/// Letters nearer to each other than this, in ems, are not spaced out.
const CLOSE: f32 = 0.1;

/// A step back this wide, in ems, is no kerning: the run ends.
const STEP_BACK: f32 = 0.5;

/// The same glyph this close, in ems, is drawn once more to look bold.
const OVERPRINT: f32 = 0.06;

/// How far above the baseline, in ems, the middle of small letters is.
const X_HEIGHT_MIDDLE: f32 = 0.3;

/// Baselines this close, in ems, are one.
const BASELINE: f32 = 0.1;

/// Builds runs; its buffers are reused from page to page.
#[derive(Debug, Default)]
pub(super) struct Assembler {
    /// The run that is being built, and its glyphs so far.
    open: Option<Open>,
    items: Vec<Item>,
    /// How many glyphs of the run were drawn once more.
    overprinted: usize,
    /// An accent that belongs to the next glyph.
    mark: Option<char>,
    gaps: Vec<f32>,
    text: String,
    clean: String,
    candidates: Vec<(f32, f32, LinkId)>,
    /// The chips of this page.
    chips: Chips,
    /// The runs of this page by their text, to find the same text drawn twice.
    twins: FxHashMap<u64, usize>,
    /// What is known of the text of each of the document's runs.
    tags: Vec<Tag>,
}

/// What the runs of one page have in common.
pub(super) struct PageContext<'p> {
    pub(super) number: u16,
    pub(super) fonts: &'p [Font<'p>],
    /// The document's font for each of `fonts`.
    pub(super) font_ids: &'p [FontId],
    pub(super) links: &'p [PageLink],
    pub(super) visibility: Visibility,
    pub(super) structure: &'p Structure,
    pub(super) deadline: Deadline,
}

impl PageContext<'_> {
    /// Whether two fonts are one, or subsets of one: producers cut a font into parts by script or by number of glyphs.
    #[inline]
    fn is_same_face(&self, one: u32, other: u32) -> bool {
        let id = |font: u32| self.font_ids[font as usize];
        one == other || id(one) == id(other) && !self.fonts[one as usize].style.name.is_empty()
    }
}

/// The run that is being built.
#[derive(Debug, Clone, Copy)]
struct Open {
    shown: Shown,
    /// Place of `shown` on its page.
    index: usize,
    link: Option<LinkId>,
    /// Place across the direction of writing: the baseline in the run's own frame.
    across: f32,
    /// Where the last glyph starts and ends along the direction.
    start: f32,
    end: f32,
    runs_left: bool,
    /// Some glyph stands close to the one before.
    is_close: bool,
    /// What is known of the last glyph's text.
    tag: Tag,
    /// The operator whose glyphs are known to look like the run's: the last one that was asked about.
    alike: Option<usize>,
}

/// A glyph in its line's frame.
#[derive(Clone, Copy)]
struct Placed {
    start: f32,
    end: f32,
    across: f32,
}

/// What was met on the way to the runs.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Findings {
    /// Glyphs whose characters are known.
    pub(super) legible: usize,
    /// Glyphs whose characters are not.
    pub(super) illegible: usize,
    pub(super) left_out: LeftOut,
}

impl Assembler {
    /// Appends the runs of one page to `document`.
    pub(super) fn assemble(&mut self, page: &Glyphs, context: &PageContext<'_>, findings: &mut Findings, document: &mut Document) {
        self.clear();
        self.chips.collect(page);
        document.text.reserve(page.text.len());
        document.runs.reserve(page.shown.len() / 4);
        self.tags.reserve(page.shown.len() / 4);
        for index in 0..page.shown.len() {
            if index.is_multiple_of(64) && context.deadline.has_passed() {
                return;
            }
            let shown = page.shown[index];
            let range = page.range(index);
            let mut at = range.start;
            while at < range.end {
                self.take_glyph(page, at, index, &shown, context, findings, document);
                at = self.run_on(page, at + 1..range.end, index, &shown, findings);
            }
        }
        self.finish(page, context, findings, document);
    }

    /// Takes a glyph into the open run or begins a new one with it.
    #[expect(clippy::too_many_arguments, reason = "what one page has in common, and one glyph of it")]
    fn take_glyph(
        &mut self,
        page: &Glyphs,
        at: usize,
        index: usize,
        shown: &Shown,
        context: &PageContext<'_>,
        findings: &mut Findings,
        document: &mut Document,
    ) {
        let Some(placed) = place(page, at, shown) else { return };
        let text = page.text_of(at);
        let is_plain = is_plain(text);
        if if is_plain { self.is_overprint(page, text, shown, placed) } else { self.absorbs(page, at, shown, placed) } {
            return;
        }
        findings.count(is_plain || !letters::is_illegible(text));
        let runs_left = !is_plain && text.chars().any(is_right_to_left);
        let chips = &self.chips;
        let goes_on = self
            .open
            .as_mut()
            .is_some_and(|open| open.takes(index, shown, placed, runs_left, context) && !open.is_parted(shown, placed, chips));
        if !goes_on || !self.candidates.is_empty() && self.open.is_some_and(|open| open.across != placed.across) {
            self.find_candidates(context.links, shown, placed.across);
        }
        let link = self.link_at(f32::midpoint(placed.start, placed.end));
        match &mut self.open {
            Some(open) if goes_on && open.link == link => open.extend(placed, runs_left, shown.tag),
            _ => {
                self.finish(page, context, findings, document);
                self.items.clear();
                self.overprinted = 0;
                let (Placed { start, end, across }, tag) = (placed, shown.tag);
                self.open = Some(Open { shown: *shown, index, link, across, start, end, runs_left, is_close: false, tag, alike: None });
            }
        }
        let mark = self.mark.take();
        self.items.push(Item { glyph: at as u32, start: placed.start, end: placed.end, space_follows: false, mark });
    }

    /// Takes those glyphs at the head of `range` that go on with the open run in the plainest way, as nearly all do: printed characters of
    /// ASCII and blanks, of an operator that is known to look like the run, where no link is near. Tells where it stopped.
    ///
    /// Does what [`Assembler::take_glyph`] does for each of them.
    fn run_on(&mut self, page: &Glyphs, range: Range<usize>, index: usize, shown: &Shown, findings: &mut Findings) -> usize {
        let Some(open) = self.open.as_mut() else { return range.start };
        // Of the last item only its start: all of it, written piece by piece just now, would have to be waited for.
        let Some(mut latest) = self.items.last().map(|item| item.start) else { return range.start };
        let is_ready = open.alike == Some(index)
            && open.tag == shown.tag
            && open.link.is_none()
            && !open.runs_left
            && self.candidates.is_empty()
            && self.mark.is_none();
        if !is_ready {
            return range.start;
        }
        let texts = page.text.as_bytes();
        let (size, glyphs) = (open.shown.size.max(0.1), &page.glyphs[..range.end]);
        let (baseline, overprint, close) = (BASELINE * size, OVERPRINT * shown.size, CLOSE * open.shown.size);
        let step_back = -STEP_BACK * size;
        // A wider gap may be one between chips, which is not the plainest way to go on.
        let parting = self.chips.narrowest_gap();
        let mut widest = if open.is_close { CLOSE_COLUMN_GAP } else { COLUMN_GAP }.min(parting) * size;
        let is_level = shown.direction == (1.0, 0.0);
        let mut at = range.start;
        while let Some(glyph) = glyphs.get(at) {
            let text_end = page.glyphs.get(at + 1).map_or(texts.len(), |next| next.text as usize);
            let placed = if is_level { level(glyph) } else { placed(glyph, shown) };
            let (Some(placed), Some(&letter)) = (placed, texts.get(glyph.text as usize)) else { break };
            if text_end != glyph.text as usize + 1 {
                break;
            }
            if letter == b' ' {
                self.items.last_mut().into_iter().for_each(|item| item.space_follows = true);
                at += 1;
                continue;
            }
            let gap = placed.start - open.end;
            let goes_on = is_plain_letter(letter)
                && (placed.across - open.across).abs() < baseline
                && gap < widest
                && gap > step_back
                && (latest - placed.start).abs() >= overprint;
            if !goes_on {
                break;
            }
            if gap.abs() < close && !open.is_close {
                open.is_close = true;
                widest = CLOSE_COLUMN_GAP.min(parting) * size;
            }
            (open.start, open.end) = (placed.start, placed.end);
            latest = placed.start;
            self.items.push(Item { glyph: at as u32, start: placed.start, end: placed.end, space_follows: false, mark: None });
            findings.legible += 1;
            at += 1;
        }
        at
    }

    /// What is known of the text of each run so far; forgotten with this.
    pub(super) fn take_tags(&mut self) -> Vec<Tag> {
        std::mem::take(&mut self.tags)
    }

    fn clear(&mut self) {
        self.items.clear();
        self.overprinted = 0;
        self.twins.clear();
        self.open = None;
        self.mark = None;
    }

    /// Whether a glyph adds no letters of its own: what another glyph says for it, a blank, an accent over a letter.
    #[inline]
    fn absorbs(&mut self, page: &Glyphs, at: usize, shown: &Shown, placed: Placed) -> bool {
        let text = page.text_of(at);
        if text.is_empty() {
            let same_line = self.open.as_mut().filter(|open| (open.across - placed.across).abs() < BASELINE * shown.size);
            if let Some((open, item)) = same_line.zip(self.items.last_mut()) {
                item.end = item.end.max(placed.end);
                open.end = open.end.max(placed.end);
            }
            return true;
        }
        if is_blank(text) {
            self.items.last_mut().into_iter().for_each(|item| item.space_follows = true);
            return true;
        }
        if self.is_overprint(page, text, shown, placed) {
            return true;
        }
        let Some(mark) = letters::combining(text) else { return false };
        if is_over_next(page, at, shown, placed) {
            self.mark = Some(mark);
            return true;
        }
        self.marks_last(page, placed, mark)
    }

    /// Whether the glyph is the last one, drawn once more; that is counted.
    #[inline]
    fn is_overprint(&mut self, page: &Glyphs, text: &str, shown: &Shown, placed: Placed) -> bool {
        let Some((last, open)) = self.items.last().zip(self.open.as_ref()) else { return false };
        let is_again = (last.start - placed.start).abs() < OVERPRINT * shown.size
            && (open.across - placed.across).abs() < BASELINE * shown.size
            && page.text_of(last.glyph as usize) == text;
        self.overprinted += usize::from(is_again);
        is_again
    }

    /// Puts `mark` on the last glyph where it is drawn over that.
    fn marks_last(&mut self, page: &Glyphs, placed: Placed, mark: char) -> bool {
        let Some((last, open)) = self.items.last_mut().zip(self.open) else { return false };
        let letter = Placed { start: last.start, end: last.end, across: open.across };
        let fits = last.mark.is_none()
            && !last.space_follows
            && is_over(placed, letter, open.shown.size)
            && is_letter(page.text_of(last.glyph as usize));
        if fits {
            last.mark = Some(mark);
        }
        fits
    }

    /// The links that a line of text at `across` runs through.
    fn find_candidates(&mut self, links: &[PageLink], shown: &Shown, across: f32) {
        self.candidates.clear();
        if links.is_empty() {
            return;
        }
        let middle = across - X_HEIGHT_MIDDLE * shown.size;
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

    /// Turns the collected glyphs into a run, or into those at either end of the dots that lead from one to the other.
    fn finish(&mut self, page: &Glyphs, context: &PageContext<'_>, findings: &mut Findings, document: &mut Document) {
        let Some(open) = self.open.take() else { return };
        while let Some(dots) = leader::find(&self.items, page) {
            let rest = self.items.split_off(dots.end);
            self.items.truncate(dots.start);
            if !self.items.is_empty() {
                self.close(open, page, context, findings, document);
            }
            self.items = rest;
        }
        if !self.items.is_empty() {
            self.close(open, page, context, findings, document);
        }
    }

    /// Makes a run of the collected glyphs.
    fn close(&mut self, open: Open, page: &Glyphs, context: &PageContext<'_>, findings: &mut Findings, document: &mut Document) {
        let shown = &open.shown;
        let style = &context.fonts[shown.font as usize].style;
        let (left, right) = self.items.iter().fold((f32::MAX, f32::MIN), |(left, right), item| (left.min(item.start), right.max(item.end)));
        let (ascent, descent) = if shown.is_vertical { (0.5, 0.5) } else { (style.ascent, style.descent) };
        let area = out_of_frame(shown.direction, [left, open.across - ascent * shown.size, right, open.across + descent * shown.size]);
        spacing::join(&mut self.items, page, shown.size, open.runs_left, &mut self.gaps, &mut self.text);
        letters::clean(&self.text, &mut self.clean);
        let says_nothing = self.clean.chars().all(|letter| letters::is_blank(letter) || letter == '\u{FFFD}');
        if says_nothing || !context.visibility.shows(page, open.index, shown, area, &mut findings.left_out) {
            return;
        }
        let run = Run {
            span: Span::default(),
            page: context.number,
            area,
            baseline: baseline(shown.direction, open.across),
            size: shown.size,
            font: context.font_ids[shown.font as usize],
            bold: shown.is_bold || self.overprinted * 2 > self.items.len(),
            italic: shown.is_italic,
            colour: shown.colour,
            rotation: rotation(shown.direction),
            link: open.link,
            role: Role::Body,
            cell: None,
        };
        if self.is_twin(&run, document) {
            return;
        }
        let span = document.push_text(&self.clean);
        document.runs.push(Run { span, ..run });
        self.tags.push(shown.tag);
    }

    /// Whether the same text was drawn at nearly the same place before: for bold, or for a shadow.
    fn is_twin(&mut self, run: &Run, document: &mut Document) -> bool {
        let mut hasher = FxHasher::default();
        self.clean.hash(&mut hasher);
        let Some(index) = self.twins.insert(hasher.finish(), document.runs.len()) else { return false };
        let text = document.runs.get(index).map(|twin| document.text_of(twin) == self.clean);
        let Some(twin) = document.runs.get_mut(index).filter(|_| text == Some(true)) else { return false };
        let shift = (twin.area.left - run.area.left).abs().max((twin.area.top - run.area.top).abs());
        let is_twin = shift < 0.15 * run.size && (twin.size - run.size).abs() < 0.1 * run.size;
        if is_twin {
            twin.bold |= run.bold || shift > 0.0;
            self.twins.insert(hasher.finish(), index);
        }
        is_twin
    }
}

/// Whether `text` is one printed character that is nothing but itself: no blank, no accent, none that runs left or that nobody can read.
#[inline]
fn is_plain(text: &str) -> bool {
    matches!(text.as_bytes(), [letter] if is_plain_letter(*letter))
}

#[inline]
fn is_plain_letter(letter: u8) -> bool {
    PLAIN[usize::from(letter)]
}

const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut letter = b'!';
    while letter <= b'}' {
        plain[letter as usize] = !matches!(letter, b'^' | b'`');
        letter += 1;
    }
    plain
};

fn is_blank(text: &str) -> bool {
    match text.as_bytes() {
        [byte] => *byte <= b' ' || *byte == 0x7F,
        _ => text.chars().all(letters::is_blank),
    }
}

fn is_letter(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_alphabetic)
}

/// The place of a glyph in the frame of its line; `None` where it is nowhere.
#[inline]
fn place(page: &Glyphs, at: usize, shown: &Shown) -> Option<Placed> {
    placed(&page.glyphs[at], shown)
}

/// The same for a line that runs to the right.
#[inline]
fn level(glyph: &Glyph) -> Option<Placed> {
    let (start, end, across) = (glyph.x + 0.0, glyph.end_x + 0.0, glyph.y);
    (start + end + across).is_finite().then_some(Placed { start: start.min(end), end: start.max(end), across })
}

#[inline]
fn placed(glyph: &Glyph, shown: &Shown) -> Option<Placed> {
    let (start, across) = in_frame(shown.direction, glyph.x, glyph.y);
    let (end, _) = in_frame(shown.direction, glyph.end_x, glyph.end_y);
    (start + end + across).is_finite().then_some(Placed { start: start.min(end), end: start.max(end), across })
}

/// Whether the accent at `at` is drawn over the letter that is shown next.
fn is_over_next(page: &Glyphs, at: usize, shown: &Shown, accent: Placed) -> bool {
    at + 1 < page.glyphs.len()
        && is_letter(page.text_of(at + 1))
        && place(page, at + 1, shown).is_some_and(|letter| is_over(accent, letter, shown.size))
}

fn is_over(accent: Placed, letter: Placed, size: f32) -> bool {
    let middle = f32::midpoint(accent.start, accent.end);
    let slack = 0.05 * size;
    (letter.start - slack..=letter.end + slack).contains(&middle) && (letter.across - accent.across).abs() < 0.5 * size
}

impl Findings {
    fn count(&mut self, is_legible: bool) {
        *if is_legible { &mut self.legible } else { &mut self.illegible } += 1;
    }
}

impl Open {
    /// Takes a glyph in.
    fn extend(&mut self, placed: Placed, runs_left: bool, tag: Tag) {
        self.tag = tag;
        self.is_close |= (placed.start - self.end).abs() < CLOSE * self.shown.size;
        (self.start, self.end) = (placed.start, placed.end);
        self.runs_left |= runs_left;
    }

    /// Whether a glyph of `shown`, the operator at `index`, continues the run at this place.
    #[inline]
    fn takes(&mut self, index: usize, shown: &Shown, placed: Placed, runs_left: bool, context: &PageContext<'_>) -> bool {
        let size = self.shown.size.max(0.1);
        if (placed.across - self.across).abs() >= BASELINE * size {
            return false;
        }
        if self.alike != Some(index) {
            if !self.looks_like(shown, size, context) || !context.structure.joins(self.tag, shown.tag) {
                return false;
            }
            self.alike = Some(index);
        }
        let widest = if self.is_close { CLOSE_COLUMN_GAP } else { COLUMN_GAP };
        let is_near = |gap: f32| gap < widest * size && gap > -STEP_BACK * size;
        is_near(placed.start - self.end) || (runs_left || self.runs_left) && is_near(self.start - placed.end)
    }

    /// Whether a glyph of level text stands in another chip than the last one.
    #[inline]
    fn is_parted(&self, shown: &Shown, placed: Placed, chips: &Chips) -> bool {
        let gap = placed.start - self.end;
        gap >= chips.narrowest_gap() * shown.size
            && shown.direction == (1.0, 0.0)
            && chips.part(self.end, placed.start, placed.across - X_HEIGHT_MIDDLE * shown.size)
    }

    fn looks_like(&self, shown: &Shown, size: f32, context: &PageContext<'_>) -> bool {
        let own = &self.shown;
        let turns = own.direction.0 * shown.direction.0 + own.direction.1 * shown.direction.1;
        context.is_same_face(own.font, shown.font)
            && own.colour == shown.colour
            && (own.size - shown.size).abs() < 0.02 * size
            && turns > 0.999
            && own.is_bold == shown.is_bold
            && own.is_italic == shown.is_italic
            && own.is_invisible == shown.is_invisible
            && own.is_hidden == shown.is_hidden
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
