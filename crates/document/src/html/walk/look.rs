//! How elements look: by their name, then by their attributes, then by their style.

use super::super::css::{self, Float, Style};
use super::names::is_block;
use super::{Attributes, Walker, attribute};
use crate::flow::Align;

impl Walker<'_> {
    /// Changes the look: by the element's name, then by its attributes, then by its style.
    pub(super) fn apply(&mut self, name: &str, attributes: &Attributes, style: &Style) {
        self.apply_name(name, attributes);
        if let Some(align) = attribute(attributes, "align") {
            self.state.align = css::align(&align);
        }
        self.state.is_hidden |= attributes.contains_key(b"hidden".as_slice());
        let text = &mut self.state.text;
        text.bold = style.bold.unwrap_or(text.bold);
        text.italic = style.italic.unwrap_or(text.italic);
        text.size = style.size.unwrap_or(text.size);
        text.colour = style.colour.unwrap_or(text.colour);
        if let Some(font) = &style.font {
            text.font = self.flow.font(font);
        }
        self.state.align = style.align.unwrap_or(self.state.align);
        self.state.is_hidden |= style.is_hidden == Some(true);
        self.state.has_no_label = style.has_no_label.unwrap_or(self.state.has_no_label);
        if name == "li" && self.state.has_no_label {
            self.label = None;
        }
        if style.float == Some(Float::Right) && !is_block(name) && !self.flow.paragraph_is_empty() {
            self.flow.tab(self.state.text);
            self.right_stop = true;
        }
    }

    fn apply_name(&mut self, name: &str, attributes: &Attributes) {
        let text = &mut self.state.text;
        match name {
            "b" | "strong" | "th" | "dt" => text.bold = true,
            "i" | "em" | "cite" | "var" | "dfn" | "address" => text.italic = true,
            "small" | "sub" | "sup" => text.size *= 0.83,
            "big" => text.size *= 1.2,
            "a" => {
                if let Some(target) = attribute(attributes, "href").filter(|target| !target.starts_with('#')) {
                    text.link = self.flow.link(&target);
                }
            }
            "font" => {
                text.colour = attribute(attributes, "color").and_then(|value| css::colour(&value)).unwrap_or(text.colour);
                if let Some(face) = attribute(attributes, "face") {
                    text.font = self.flow.font(face.split(',').next().unwrap_or_default().trim());
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes()[1] - b'0';
                self.state.heading = Some(level);
                text.bold = true;
                text.size = [24.0, 18.0, 14.0, 12.0, 10.0, 8.0][usize::from(level - 1)];
            }
            "pre" | "textarea" => {
                self.state.is_preformatted = true;
                text.font = self.flow.font("Courier");
            }
            "code" | "tt" | "kbd" | "samp" => text.font = self.flow.font("Courier"),
            "center" => self.state.align = Align::Centre,
            "title" => self.state.is_title = true,
            "progress" | "meter" | "script" | "style" | "template" | "noscript" | "svg" | "math" | "head" | "select" | "object"
            | "iframe" | "canvas" | "audio" | "video" | "datalist" => self.state.is_hidden = true,
            _ => {}
        }
    }
}
