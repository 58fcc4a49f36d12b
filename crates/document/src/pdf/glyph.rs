//! What a page shows, glyph by glyph, in buffers that are reused from page to page.

/// One shown glyph: where its origin and its end lie on the page (points, y downwards) and what it says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) end_x: f32,
    pub(super) end_y: f32,
    /// Its text: from here to the next glyph's start.
    pub(super) text: u32,
}

/// Glyphs shown by one operator: everything they share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    /// The first of its glyphs; they end where the next one's begin.
    pub(super) first: u32,
    /// Index of the interpreter's font.
    pub(super) font: u32,
    pub(super) size: f32,
    pub(super) colour: u32,
    /// Direction of writing, a unit vector on the page.
    pub(super) direction: (f32, f32),
    pub(super) is_vertical: bool,
    pub(super) is_bold: bool,
    pub(super) is_italic: bool,
    pub(super) is_invisible: bool,
}

/// The glyphs of one page.
#[derive(Debug, Default)]
pub(super) struct Glyphs {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) shown: Vec<Shown>,
    pub(super) text: String,
}

impl Glyphs {
    pub(super) fn clear(&mut self) {
        self.glyphs.clear();
        self.shown.clear();
        self.text.clear();
    }

    /// The glyphs of the `index`th [`Shown`], as a range.
    pub(super) fn range(&self, index: usize) -> std::ops::Range<usize> {
        let end = self.shown.get(index + 1).map_or(self.glyphs.len(), |next| next.first as usize);
        self.shown[index].first as usize..end
    }

    /// The text of the glyph at `index`.
    pub(super) fn text_of(&self, index: usize) -> &str {
        let end = self.glyphs.get(index + 1).map_or(self.text.len(), |next| next.text as usize);
        &self.text[self.glyphs[index].text as usize..end]
    }
}
