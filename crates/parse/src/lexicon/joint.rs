//! Words that join the last of several to those before it, and dashes.

/// Words for "and", folded and as printed.
pub(crate) const AND: &[&str] =
    &["and", "und", "et", "y", "e", "i", "och", "og", "en", "ja", "es", "és", "ve", "ed", "oraz", "a", "si", "și", "sowie", "plus"];

/// Words for "or".
pub(crate) const OR: &[&str] = &["or", "oder", "ou", "o"];

/// Marks that stand for "and" between two names.
pub(crate) const AND_MARKS: &[&str] = &["&", "/", "+"];

/// Marks that stand for a dash.
pub(crate) const DASHES: [char; 6] = ['-', '–', '—', '‒', '―', '−'];
