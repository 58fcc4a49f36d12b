//! Tagged PDF (ISO 32000-1, 14.7 and 14.8): what the file itself says of its text, and the order it is to be read in.
//!
//! `tree` walks the structure tree once and notes, for each piece of marked content, the element it belongs to; `order` decides
//! whether the tree is to be believed and puts the runs in its order.

mod order;
mod tree;

use rustc_hash::FxHashMap;

use crate::{Role, TableCell};
pub(super) use order::apply;

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

    /// Whether text of `other` may stand in one run behind text of `one`.
    pub(super) fn joins(&self, one: Tag, other: Tag) -> bool {
        match (one, other) {
            (Tag::Leaf(one), Tag::Leaf(other)) => one == other || one + 1 == other && self.leaf(one) == self.leaf(other),
            _ => one == other,
        }
    }

    fn leaf(&self, index: u32) -> Option<Leaf> {
        self.leaves.get(index as usize).copied()
    }

    /// Whether the file has no structure.
    pub(super) fn is_empty(&self) -> bool {
        self.leaves.is_empty()
    }
}
