//! Paragraphs: lines of runs.

use vitae_model::BoundingBox;

use super::super::item::{Align, LineSpacing, ParagraphStyle, PieceKind, Region, TabStop};
use super::super::line::{self, Fragment, Room};
use super::super::{place, widths};
use super::{ASCENT, COLUMN_GAP, DESCENT, LINE, Typesetter};
use crate::{Role, Run, Span};

/// Height of a bar, in points.
const BAR: f32 = 5.0;

impl Typesetter<'_> {
    pub(super) fn paragraph(&mut self, pieces: (u32, u32), (first_stop, last_stop): (u32, u32), style: &ParagraphStyle) {
        let flow = self.flow;
        let stops = &flow.stops[first_stop as usize..last_stop as usize];
        let frame = self.frame();
        let gap = gap_between(frame.above, style);
        frame.y += gap;
        frame.above = Some((style.kin, style.close_to_kin, style.after));
        let top = frame.y;
        if style.rule_above {
            let (left, right) = (frame.left + style.left, frame.right - style.right);
            self.rule(left, right, top);
        }
        self.cut(pieces);
        if self.fragments.iter().all(|fragment| matches!(fragment.kind, PieceKind::Tab | PieceKind::Break)) {
            let lines = 1 + self.fragments.iter().filter(|fragment| fragment.kind == PieceKind::Break).count();
            self.frame().y += line_height(style.line, style.size) * lines as f32;
        } else {
            self.lines(stops, style);
        }
        self.decorate(style, top);
    }

    pub(super) fn decorate(&mut self, style: &ParagraphStyle, top: f32) {
        let frame = *self.frame();
        let (left, right) = (frame.left + style.left, frame.right - style.right);
        if style.rule_below {
            self.rule(left, right, frame.y + 1.0);
        }
        if let Some(colour) = style.filling {
            self.fill(BoundingBox { left, top, right, bottom: frame.y }, colour);
        }
    }

    pub(super) fn cut(&mut self, (first, end): (u32, u32)) {
        self.fragments.clear();
        let flow = self.flow;
        let mut space = Some(0.0);
        for index in first..end {
            let piece = &flow.pieces[index as usize];
            let metrics = self.metrics_of(piece.style.font);
            line::cut(&flow.text, index, piece, metrics, &mut space, &mut self.fragments);
        }
    }

    pub(super) fn lines(&mut self, stops: &[TabStop], style: &ParagraphStyle) {
        let mut fragments = std::mem::take(&mut self.fragments);
        let mut from = 0;
        while from < fragments.len() {
            let frame = *self.frame();
            let size = self.largest(&fragments[from..]).unwrap_or(style.size);
            let depth = self.boxes;
            let (left, right, y) = place::room_beside(
                &self.exclusions,
                depth,
                frame.left + style.left.min(style.left + style.first),
                frame.right - style.right,
                frame.y,
                size * LINE,
            );
            let shift = left - (frame.left + style.left.min(style.left + style.first));
            let is_first = from == 0;
            let indent = style.left + shift;
            let room = Room { left: if is_first { indent + style.first } else { indent }, right: right - frame.left, indent, is_first };
            let room = Room { right: room.right.max(room.left + 24.0), ..room };
            let filled = line::fill(&mut fragments, from, room, stops);
            let line = &fragments[from..filled.end];
            let size = self.largest(line).unwrap_or(size);
            let height = line_height(style.line, size);
            let slack = (room.right - filled.right).max(0.0);
            let dx = frame.left
                + match style.align {
                    Align::Right if !filled.has_tabs => slack,
                    Align::Centre if !filled.has_tabs => slack / 2.0,
                    _ => 0.0,
                };
            let baseline = y + height - (height - size * (ASCENT + DESCENT)).max(0.0) / 2.0 - size * DESCENT;
            self.emit(line, dx, baseline, style.role);
            self.frame().y = y + height;
            self.bottom = self.bottom.max(y + height);
            from = filled.end;
        }
        self.fragments = fragments;
    }

    /// Largest size among the text of the first line that could be filled.
    pub(super) fn largest(&self, fragments: &[Fragment]) -> Option<f32> {
        let line = fragments.iter().take(64).take_while(|fragment| fragment.kind != PieceKind::Break);
        line.filter(|fragment| fragment.kind == PieceKind::Text)
            .map(|fragment| self.flow.pieces[fragment.piece as usize].style.size)
            .reduce(f32::max)
    }

    /// Joins the fragments of a line to runs.
    pub(super) fn emit(&mut self, line: &[Fragment], dx: f32, baseline: f32, role: Role) {
        let mut open: Option<(usize, Fragment)> = None;
        for (index, fragment) in line.iter().enumerate() {
            if fragment.kind != PieceKind::Text {
                open = self.finish(open, dx, baseline, role);
                if let PieceKind::Gauge(share) = fragment.kind {
                    self.draw(fragment.x + dx, fragment.width, baseline, share);
                }
                continue;
            }
            let word = self.flow.text.get(fragment.start as usize..fragment.end as usize).unwrap_or_default();
            if let Some((start, run)) = open {
                let gap = fragment.x - (run.x + run.width);
                if self.is_same_look(run.piece, fragment.piece) && gap < COLUMN_GAP * self.flow.pieces[run.piece as usize].style.size {
                    if fragment.space > 0.0 {
                        self.document.text.push(' ');
                    }
                    if self.parts_letter_spaced(start, word, &line[..=index]) {
                        self.document.text.push(' ');
                    }
                    self.document.text.push_str(word);
                    open = Some((start, Fragment { width: fragment.x + fragment.width - run.x, ..run }));
                    continue;
                }
                self.finish(open, dx, baseline, role);
            }
            open = Some((self.document.text.len(), *fragment));
            self.document.text.push_str(word);
        }
        self.finish(open, dx, baseline, role);
    }

    /// Draws a bar as two marks, the whole and on it what is filled. Where columns or boxes will still move the text it is left out.
    fn draw(&mut self, left: f32, width: f32, baseline: f32, share: u8) {
        if self.columns.is_some() || self.boxes > 0 {
            return;
        }
        let page = self.page_index();
        for (filled, colour) in [(1.0, 0xDD_DD_DD), (f32::from(share) / 100.0, 0x22_66_AA)] {
            let area = BoundingBox { left, top: baseline - BAR, right: left + width * filled, bottom: baseline };
            self.document.marks.push(crate::Mark { page, area, colour: Some(colour) });
        }
    }

    /// Whether the blanks before `word`, the last of `fragments`, one letter behind single letters since `start`, part words of a
    /// letter-spaced text: `J A N E   D O E`. A plain blank among letters that are kept together does so too.
    fn parts_letter_spaced(&self, start: usize, word: &str, fragments: &[Fragment]) -> bool {
        let is_letter = |word: &str| word.len() <= 4 && word.chars().nth(1).is_none();
        let [.., last, fragment] = fragments else { return false };
        if fragment.space == 0.0 || !is_letter(word) {
            return false;
        }
        let blank_before = |fragment: &Fragment| self.flow.text[..fragment.start as usize].chars().next_back();
        let is_kept = |blank: char| blank.is_whitespace() && !blank.is_ascii();
        let is_plain = blank_before(fragment) == Some(' ') && blank_before(last).is_some_and(is_kept);
        let style = self.flow.pieces[fragment.piece as usize].style;
        let blank = widths::width(" ", false, self.metrics_of(style.font)) * style.size;
        (is_plain || fragment.space > 1.6 * blank)
            && self.document.text.get(start..).is_some_and(|before| before.trim_end().rsplit(' ').next().is_some_and(is_letter))
    }

    pub(super) fn is_same_look(&self, a: u32, b: u32) -> bool {
        let (a, b) = (&self.flow.pieces[a as usize], &self.flow.pieces[b as usize]);
        a.style == b.style && a.label == b.label
    }

    /// Turns the text since `start` into a run.
    pub(super) fn finish(&mut self, open: Option<(usize, Fragment)>, dx: f32, baseline: f32, role: Role) -> Option<(usize, Fragment)> {
        let (start, fragment) = open?;
        let piece = &self.flow.pieces[fragment.piece as usize];
        let style = piece.style;
        let span = Span { start: start as u32, end: self.document.text.len() as u32 };
        self.document.text.push('\n');
        let left = fragment.x + dx;
        let area = BoundingBox {
            left,
            top: baseline - ASCENT * style.size,
            right: left + fragment.width,
            bottom: baseline + DESCENT * style.size,
        };
        let cell = self.frame().cell;
        self.document.runs.push(Run {
            span,
            page: self.page_index(),
            area,
            baseline,
            size: style.size,
            font: style.font,
            bold: style.bold,
            italic: style.italic,
            colour: style.colour,
            rotation: 0,
            link: style.link,
            role: role_of(self.region, role, piece.label),
            cell,
        });
        None
    }
}

fn role_of(region: Region, role: Role, is_label: bool) -> Role {
    match (region, role) {
        (Region::Header, _) => Role::Header,
        (Region::Footer, _) => Role::Footer,
        (Region::Notes, _) => Role::Note,
        (Region::Body, Role::ListItem(_)) if !is_label => Role::Body,
        (Region::Body, role) => role,
    }
}

/// The space between a paragraph and the one above it.
fn gap_between(above: Option<(u32, bool, f32)>, style: &ParagraphStyle) -> f32 {
    match above {
        None => style.before,
        Some((kin, close, after)) => {
            let are_kin = kin == style.kin;
            let after = if are_kin && close { 0.0 } else { after };
            let before = if are_kin && style.close_to_kin { 0.0 } else { style.before };
            after + before
        }
    }
}

fn line_height(spacing: LineSpacing, size: f32) -> f32 {
    let natural = size * LINE;
    match spacing {
        LineSpacing::Multiple(factor) => natural * factor.clamp(0.5, 4.0),
        LineSpacing::AtLeast(height) => natural.max(height.min(100.0)),
        // A line lower than its letters would pile up lines that a reader sees apart.
        LineSpacing::Exactly(height) => height.clamp(size * 0.9, 400.0),
    }
}
