//! The object model: where the objects of a file are. Everything else asks `File` and `Value`, and those ask this.
//!
//! There are two. `Lazy` goes by the cross-reference table and looks at nothing that it is not asked for. `Loaded` has lopdf read the file,
//! for those that `Lazy` cannot make sense of or cannot decipher.

mod lazy;
mod loaded;
mod xref;

use super::file::File;

pub(super) use lazy::Lazy;
pub(super) use loaded::Loaded;

/// What reading a PDF takes of its structure.
pub(super) trait ObjectModel {
    /// The object numbered `id`; `None` where there is none.
    ///
    /// `file` is the one that this is the model of: it decodes the streams that objects stand in.
    fn find<'m>(&'m self, file: &File<'_>, id: u32) -> Option<Found<'m>>;

    /// The trailer dictionary at `index`, counted from the newest; the bytes start with it and run on behind it.
    fn trailer<'m>(&'m self, file: &File<'_>, index: usize) -> Option<&'m [u8]>;

    /// Number of a catalogue that no trailer names.
    fn catalogue(&self, file: &File<'_>) -> Option<u32>;

    /// Numbers of page objects in the file's order, for files whose page tree is lost; empty where the file's own table is good enough.
    fn pages(&self, file: &File<'_>) -> &[u32];

    /// Distrusts what the file says of its objects and looks for them from now on. `false` where that was done before.
    fn rebuild(&self) -> bool;

    /// Whether the objects had to be looked for.
    fn is_rebuilt(&self) -> bool;
}

/// An object's bytes.
#[derive(Clone, Copy)]
pub(super) struct Found<'m> {
    /// Start at the object and run on behind it, so that a stream's data can be reached from its dictionary.
    pub(super) bytes: &'m [u8],
    /// Its generation where its strings and data are enciphered if the file is; `None` where they are in the clear already.
    pub(super) generation: Option<u16>,
}
