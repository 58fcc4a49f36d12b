//! What control words change and groups restore.

use crate::LinkId;
use crate::flow::{Align, LineSpacing, TabStop};

/// Where text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination {
    Body,
    /// Nowhere.
    Nothing,
    Fonts,
    Colours,
    Styles,
    /// A property of the document.
    Property(Property),
    Instruction,
    Label,
}

/// Properties of the document that are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Property {
    Title,
    Author,
    Created,
    Modified,
}

/// What happens when a group ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    Nothing,
    Aside,
    Box,
    Field,
    Font,
    Style,
    Property,
    Label,
}

/// Character formatting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Characters {
    pub(super) size: f32,
    pub(super) font: i32,
    pub(super) colour: usize,
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) hidden: bool,
    pub(super) deleted: bool,
}

impl Default for Characters {
    /// What `\plain` means: 12 points.
    fn default() -> Self {
        Self { size: 12.0, font: -1, colour: 0, bold: false, italic: false, hidden: false, deleted: false }
    }
}

/// Paragraph formatting.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Paragraph {
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) first: f32,
    pub(super) before: f32,
    pub(super) after: f32,
    pub(super) line: f32,
    pub(super) line_is_multiple: bool,
    pub(super) align: Align,
    pub(super) style: i32,
    pub(super) outline: Option<u8>,
    pub(super) list_level: Option<u8>,
    pub(super) table_depth: usize,
    pub(super) rule_above: bool,
    pub(super) rule_below: bool,
    pub(super) filling: usize,
    pub(super) stops: Vec<TabStop>,
    pub(super) right_to_left: bool,
}

impl Default for Paragraph {
    fn default() -> Self {
        Self {
            left: 0.0,
            right: 0.0,
            first: 0.0,
            before: 0.0,
            after: 0.0,
            line: 0.0,
            line_is_multiple: false,
            align: Align::Left,
            style: 0,
            outline: None,
            list_level: None,
            table_depth: 0,
            rule_above: false,
            rule_below: false,
            filling: 0,
            stops: Vec::new(),
            right_to_left: false,
        }
    }
}

impl Paragraph {
    /// `\sl`: twentieths of a point, negative for exactly; with `\slmult1` a multiple of a line of 240.
    pub(super) fn line_spacing(&self) -> LineSpacing {
        match self.line {
            line if self.line_is_multiple && line > 0.0 => LineSpacing::Multiple(line / 12.0),
            line if line < 0.0 => LineSpacing::Exactly(-line),
            line => LineSpacing::AtLeast(line),
        }
    }
}

/// Everything a group restores at its end.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub(super) destination: Destination,
    pub(super) exit: Exit,
    pub(super) characters: Characters,
    pub(super) paragraph: Paragraph,
    pub(super) link: Option<LinkId>,
    /// Bytes that follow a Unicode character for programs that know none.
    pub(super) fallback: usize,
}

impl Default for State {
    fn default() -> Self {
        Self {
            destination: Destination::Body,
            exit: Exit::Nothing,
            characters: Characters::default(),
            paragraph: Paragraph::default(),
            link: None,
            fallback: 1,
        }
    }
}
