//! Tagged PDF (ISO 32000-1, 14.7 and 14.8): what the file itself says of its text, and the order it is to be read in.
//!
//! `tree` walks the structure tree once and notes, for each piece of marked content, the element it belongs to; `order` decides
//! whether the tree is to be believed and puts the runs in its order.

mod order;
mod tree;

use rustc_hash::FxHashMap;

use crate::{Role, TableCell};
pub(super) use order::apply;

/// Pieces of content that may say nothing between two of a run.
const MAX_SILENT: u32 = 32;

/// What the structure tree says of one piece of marked content.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Leaf {
    pub(super) role: Role,
    pub(super) cell: Option<TableCell>,
    /// The list item, counted from 1; 0 for none.
    item: u32,
}

/// The structure of one document.
#[derive(Debug, Default)]
pub(super) struct Structure {
    /// In reading order.
    leaves: Vec<Leaf>,
    /// The leaf of each piece of marked content, by the object that holds the content (a page or a form) and the piece's number in it.
    leaf_of: FxHashMap<(u32, u32), u32>,
    /// What leaves mean where that is not what they show.
    actual: FxHashMap<u32, String>,
}

/// What is known of text by the marks around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Tag {
    /// Nothing.
    #[default]
    None,
    /// It belongs to this leaf of the structure tree.
    Leaf(u32),
    /// It is no part of the text: a line, a background, a number in a margin.
    Artifact,
    /// It stands at the top of pages, as a letterhead does.
    Header,
    /// It stands at the foot of pages.
    Footer,
}

impl Structure {
    /// The tag of the `identifier`th piece of marked content in the object `container`.
    pub(super) fn tag(&self, container: u32, identifier: u32) -> Option<Tag> {
        self.leaf_of.get(&(container, identifier)).copied().map(Tag::Leaf)
    }

    /// The text that stands for what is shown under `tag`, by the element it belongs to.
    pub(super) fn actual_text(&self, tag: Option<Tag>) -> Option<&str> {
        match tag {
            Some(Tag::Leaf(leaf)) => self.actual.get(&leaf).map(String::as_str),
            _ => None,
        }
    }

    /// Whether text of `other` may stand in one run behind text of `one`.
    pub(super) fn joins(&self, one: Tag, other: Tag) -> bool {
        match (one, other) {
            (Tag::Leaf(one), Tag::Leaf(other)) => one == other || self.follows(one, other) && self.leaf(one) == self.leaf(other),
            _ => one == other,
        }
    }

    /// Whether nothing that says anything stands between two leaves.
    fn follows(&self, one: u32, other: u32) -> bool {
        (one + 1..=one.saturating_add(MAX_SILENT)).contains(&other)
            && (one + 1..other).all(|between| self.actual.get(&between).is_some_and(String::is_empty))
    }

    fn leaf(&self, index: u32) -> Option<Leaf> {
        self.leaves.get(index as usize).copied()
    }

    /// Whether the file has no structure.
    pub(super) fn is_empty(&self) -> bool {
        self.leaves.is_empty()
    }
}
