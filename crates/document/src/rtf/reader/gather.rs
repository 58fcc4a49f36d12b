//! What destinations other than the body hold: fonts, colours, styles, properties, list labels.

use super::super::charset;
use super::super::state::{Destination, Property};
use super::Font;
use super::Reader;
use crate::docx::symbol::bullet;

impl Reader<'_> {
    pub(super) fn gather_fonts(&mut self, text: &str) {
        for (index, part) in text.split(';').enumerate() {
            if index > 0 {
                let name = std::mem::take(&mut self.text);
                self.define_font(name.trim());
            }
            if self.text.len() < 256 {
                self.text.push_str(part);
            }
        }
    }

    pub(super) fn define_font(&mut self, name: &str) {
        let (number, charset) = self.font;
        if name.is_empty() || self.fonts.len() >= 512 {
            return;
        }
        let is_symbol = charset == charset::SYMBOL || name.eq_ignore_ascii_case("symbol") || name.to_ascii_lowercase().contains("dings");
        let font = Font { id: self.flow.font(name), encoding: charset::charset(charset), is_symbol };
        self.fonts.insert(number, font);
    }

    pub(super) fn gather_colours(&mut self, text: &str) {
        for _ in text.matches(';') {
            let [red, green, blue] = std::mem::take(&mut self.colour);
            if self.colours.len() < 4096 {
                self.colours.push(u32::from_be_bytes([0, red, green, blue]));
            }
        }
    }

    pub(super) fn define_style(&mut self) {
        let name = self.text.trim().trim_end_matches(';').trim().to_ascii_lowercase();
        let named = name.strip_prefix("heading ").and_then(|level| level.parse::<u8>().ok()).filter(|level| (1..=9).contains(level));
        let level = if name == "title" { Some(1) } else { named.or(self.state.paragraph.outline.map(|outline| outline + 1)) };
        if let Some(level) = level.filter(|_| self.headings.len() < 512) {
            self.headings.insert(self.state.paragraph.style, level);
        }
        self.text.clear();
    }

    pub(super) fn set_property(&mut self) {
        let Destination::Property(property) = self.state.destination else { return };
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        match property {
            Property::Title if !text.is_empty() => self.metadata.title = Some(text.to_owned()),
            Property::Author if !text.is_empty() => self.metadata.author = Some(text.to_owned()),
            Property::Created => self.metadata.created = self.date(),
            Property::Modified => self.metadata.modified = self.date(),
            _ => {}
        }
    }

    pub(super) fn date(&mut self) -> Option<String> {
        let [year, month, day, hour, minute] = std::mem::take(&mut self.date);
        let is_date = (1980..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        let is_time = (0..24).contains(&hour) && (0..60).contains(&minute);
        (is_date && is_time).then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00"))
    }

    pub(super) fn set_label(&mut self) {
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let mut look = self.look();
        look.link = None;
        // A lone sign is a bullet, whatever letter a typewriter font draws it with.
        let is_sign = text.chars().count() == 1 && (text == "o" || !text.chars().all(char::is_alphanumeric));
        let label = if is_sign { bullet(text, "").to_string() } else { text.to_owned() };
        self.label = Some((label, look));
    }
}
