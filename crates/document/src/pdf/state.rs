//! The graphics state, as far as text depends on it (ISO 32000-1, 8.4 and 9.3).

use vitae_model::BoundingBox;

use super::matrix::Matrix;

/// What `q` saves and `Q` restores.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    pub(super) ctm: Matrix,
    pub(super) fill: u32,
    /// Index of the interpreter's colour space for filling.
    pub(super) space: u32,
    pub(super) is_transparent: bool,
    pub(super) line_width: f64,
    /// The area around the latest clipping path; painting does not go beyond it.
    pub(super) clip: Option<BoundingBox>,
    pub(super) text: TextState,
}

/// The text state.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextState {
    /// Index of the interpreter's font.
    pub(super) font: Option<u32>,
    pub(super) size: f64,
    pub(super) character_space: f64,
    pub(super) word_space: f64,
    /// Horizontal scaling, 1 for none.
    pub(super) scale: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
    /// Rendering mode, 0 to 7; 3 shows nothing.
    pub(super) mode: u8,
}

impl State {
    pub(super) fn new(ctm: Matrix) -> Self {
        let text = TextState { font: None, size: 0.0, character_space: 0.0, word_space: 0.0, scale: 1.0, leading: 0.0, rise: 0.0, mode: 0 };
        Self { ctm, fill: 0, space: 0, is_transparent: false, line_width: 1.0, clip: None, text }
    }
}
