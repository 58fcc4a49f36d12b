//! Fonts and colour spaces that have been loaded, shared by all pages of a document.

use rustc_hash::FxHashMap;

use super::colour::Space;
use super::font::Font;
use super::value::Value;

/// Indices of the spaces that exist from the start.
pub(super) const GRAY: u32 = 0;
pub(super) const RGB: u32 = 1;
pub(super) const CMYK: u32 = 2;

/// Fonts one document may use; each may cost some hundred kilobytes.
const MAX_FONTS: usize = 640;

/// Colour spaces one document may use.
const MAX_SPACES: usize = 4096;

/// What has been loaded, by the object it comes from.
pub(super) struct Library<'f> {
    pub(super) fonts: Vec<Font<'f>>,
    pub(super) spaces: Vec<Space>,
    font_of: FxHashMap<u64, u32>,
    space_of: FxHashMap<u64, u32>,
}

impl Default for Library<'_> {
    fn default() -> Self {
        Self {
            fonts: Vec::new(),
            spaces: vec![Space::Gray, Space::Rgb, Space::Cmyk],
            font_of: FxHashMap::default(),
            space_of: FxHashMap::default(),
        }
    }
}

impl<'f> Library<'f> {
    /// The index of a font, loaded where it is new. `font` is the entry of the resources as it stands.
    pub(super) fn font(&mut self, font: Value<'f>) -> Option<u32> {
        let key = key(font);
        if let Some(index) = self.font_of.get(&key) {
            return Some(*index);
        }
        let dictionary = font.resolve();
        if !dictionary.is_dictionary() || self.fonts.len() >= MAX_FONTS {
            return None;
        }
        let index = u32::try_from(self.fonts.len()).ok()?;
        self.fonts.push(Font::load(dictionary));
        self.font_of.insert(key, index);
        Some(index)
    }

    /// The index of a colour space, loaded where it is new.
    pub(super) fn space(&mut self, space: Value<'_>) -> u32 {
        let key = key(space);
        if let Some(index) = self.space_of.get(&key) {
            return *index;
        }
        if self.spaces.len() >= MAX_SPACES {
            return GRAY;
        }
        let index = u32::try_from(self.spaces.len()).unwrap_or(GRAY);
        self.spaces.push(Space::load(space.resolve()));
        self.space_of.insert(key, index);
        index
    }
}

/// An object's number; for a direct object the place it stands at, told apart by the highest bit.
fn key(value: Value<'_>) -> u64 {
    match value.reference() {
        Some(id) => u64::from(id),
        None => value.raw().as_ptr() as u64 | 1 << 63,
    }
}
