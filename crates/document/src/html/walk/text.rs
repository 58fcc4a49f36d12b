//! Characters, and the paragraphs they make.

use super::super::css::Style;
use super::{Kind, LONGEST_SHEET, Walker};
use crate::Role;
use crate::flow::{ParagraphStyle, StopKind, TabStop, TextStyle};

impl Walker<'_> {
    pub(super) fn text(&mut self, text: &str) {
        self.n_contents += usize::from(!text.trim().is_empty());
        if self.state.is_title {
            self.title.push_str(text);
        } else if self.open.last().is_some_and(|element| element.traits.name == "style") {
            if self.sheet_text.len() + text.len() <= LONGEST_SHEET {
                self.sheet_text.push_str(text);
            }
        } else if self.state.is_hidden {
        } else if self.open.last().is_some_and(|element| element.kind == Kind::Layout) {
            if !text.trim().is_empty() {
                self.begin_part(&Style::default());
                self.text(text);
            }
        } else if self.state.is_preformatted {
            self.preformatted(text);
        } else {
            self.collapsed(text);
        }
    }

    fn preformatted(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.flow.line_break(self.state.text);
            }
            for (index, cell) in line.trim_end_matches('\r').split('\t').enumerate() {
                if index > 0 {
                    self.flow.tab(self.state.text);
                }
                self.flow.text(cell, self.state.text);
            }
        }
    }

    /// Any amount of white space is one space, and none at the edges of a block.
    fn collapsed(&mut self, text: &str) {
        let is_blank = |c: char| c.is_ascii_whitespace();
        for (index, word) in text.split(is_blank).enumerate() {
            self.has_space |= index > 0;
            if word.is_empty() {
                continue;
            }
            if std::mem::take(&mut self.has_space) && !self.flow.paragraph_is_empty() {
                self.flow.text(" ", self.state.text);
            }
            self.flow.text(word, self.state.text);
        }
    }

    /// Ends the paragraph in progress, if there is one.
    pub(super) fn end_block(&mut self, after: f32) {
        self.has_space = false;
        if self.flow.paragraph_is_empty() {
            return;
        }
        let label = self.label.take();
        let level = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX).min(8);
        let role = match (self.state.heading, &label) {
            (Some(level), _) => Role::Heading(level),
            (None, Some(_)) => Role::ListItem(level),
            (None, None) => Role::Body,
        };
        let style = ParagraphStyle {
            left: self.state.left,
            first: if label.is_some() { -12.0 } else { 0.0 },
            before: std::mem::take(&mut self.before),
            after,
            align: self.state.align,
            role,
            size: self.state.text.size,
            ..ParagraphStyle::default()
        };
        let stop = TabStop { x: f32::INFINITY, kind: StopKind::Right };
        let stops = if std::mem::take(&mut self.right_stop) { std::slice::from_ref(&stop) } else { &[] };
        let look = TextStyle { link: None, ..self.state.text };
        self.flow.end_paragraph(style, stops, label.as_deref().map(|label| (label, look)));
    }
}
