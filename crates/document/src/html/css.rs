//! The few declarations of a `style` attribute that a reader needs. Source: CSS 2.2.

use crate::flow::Align;

/// What a style says, each only where it is said.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Style {
    pub(super) hidden: bool,
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) size: Option<f32>,
    pub(super) colour: Option<u32>,
    pub(super) align: Option<Align>,
    pub(super) font: Option<String>,
    /// Stands at the right of its line.
    pub(super) floats_right: bool,
    pub(super) width: Option<f32>,
}

impl Style {
    /// Reads declarations; `size` is the font size around the element, which relative sizes multiply.
    pub(super) fn parse(text: &str, size: f32) -> Self {
        let mut style = Self::default();
        for (name, value) in text.split(';').filter_map(|declaration| declaration.split_once(':')) {
            style.read(name.trim().to_ascii_lowercase().as_str(), value.trim().trim_end_matches("!important").trim(), size);
        }
        style
    }

    fn read(&mut self, name: &str, value: &str, size: f32) {
        match name {
            "display" => self.hidden |= value.eq_ignore_ascii_case("none"),
            "visibility" => self.hidden |= value.eq_ignore_ascii_case("hidden"),
            "mso-hide" => self.hidden |= value.eq_ignore_ascii_case("all"),
            "font-weight" => self.bold = weight(value).or(self.bold),
            "font-style" => self.italic = Some(matches!(value, "italic" | "oblique")),
            "font-size" => self.size = length(value, size).map(|length| length.clamp(2.0, 200.0)).or(self.size),
            "color" => self.colour = colour(value).or(self.colour),
            "text-align" => self.align = Some(align(value)),
            "font-family" => self.font = value.split(',').next().map(|name| name.trim().trim_matches(['"', '\'']).to_owned()),
            "float" => self.floats_right = value.eq_ignore_ascii_case("right"),
            "width" if !value.ends_with('%') => self.width = length(value, size),
            _ => {}
        }
    }
}

fn weight(value: &str) -> Option<bool> {
    match value {
        "bold" | "bolder" => Some(true),
        "normal" | "lighter" => Some(false),
        _ => value.parse::<u16>().ok().map(|weight| weight >= 600),
    }
}

pub(super) fn align(value: &str) -> Align {
    match value.trim().to_ascii_lowercase().as_str() {
        "center" | "middle" => Align::Centre,
        "right" | "end" => Align::Right,
        _ => Align::Left,
    }
}

/// A length in points.
pub(super) fn length(value: &str, size: f32) -> Option<f32> {
    let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    let number = digits.trim().parse::<f32>().ok().filter(|number| number.is_finite());
    let factor = match (value[digits.len()..].trim(), value) {
        (_, "xx-small" | "x-small") => return Some(7.5),
        (_, "small") => return Some(9.75),
        (_, "medium") => return Some(12.0),
        (_, "large") => return Some(13.5),
        (_, "x-large") => return Some(18.0),
        (_, "xx-large") => return Some(24.0),
        ("pt", _) => 1.0,
        ("px" | "", _) => 0.75,
        ("em", _) => size,
        ("rem", _) => 12.0,
        ("%", _) => size / 100.0,
        ("in", _) => 72.0,
        ("cm", _) => 72.0 / 2.54,
        ("mm", _) => 72.0 / 25.4,
        _ => return None,
    };
    number.map(|number| (number * factor).clamp(-1584.0, 1584.0))
}

/// A colour in hexadecimal, `rgb()` or one of the basic names.
pub(super) fn colour(value: &str) -> Option<u32> {
    let value = value.trim();
    if let Some(digits) = value.strip_prefix('#') {
        let number = u32::from_str_radix(digits, 16).ok()?;
        return match digits.len() {
            6 => Some(number),
            3 => Some([number >> 8, (number >> 4) & 15, number & 15].iter().fold(0, |colour, digit| (colour << 8) | (digit * 17))),
            _ => None,
        };
    }
    if let Some(inside) = value.strip_prefix("rgb").and_then(|rest| rest.split_once('(')).and_then(|(_, rest)| rest.split(')').next()) {
        let channels: Vec<u32> = inside
            .split([',', ' ', '/'])
            .filter_map(|channel| channel.trim().parse::<f32>().ok())
            .map(|channel| channel.clamp(0.0, 255.0) as u32)
            .collect();
        return channels.get(..3).map(|channels| channels.iter().fold(0, |colour, channel| (colour << 8) | channel));
    }
    Some(match value.to_ascii_lowercase().as_str() {
        "black" => 0,
        "white" => 0xFF_FFFF,
        "gray" | "grey" => 0x80_8080,
        "silver" => 0xC0_C0C0,
        "red" => 0xFF_0000,
        "green" => 0x00_8000,
        "blue" => 0x00_00FF,
        "navy" => 0x00_0080,
        "teal" => 0x00_8080,
        "maroon" => 0x80_0000,
        "purple" => 0x80_0080,
        "orange" => 0xFF_A500,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_read() {
        let style = Style::parse("font-weight:700; FONT-SIZE: 150%; color:#f00;font-family:'Open Sans', Arial; display:block", 10.0);
        assert_eq!((style.bold, style.size, style.colour, style.hidden), (Some(true), Some(15.0), Some(0xFF_0000), false));
        assert_eq!(style.font.as_deref(), Some("Open Sans"));
        assert!(Style::parse("display: none !important", 10.0).hidden);
    }

    #[test]
    fn colours_have_three_spellings() {
        assert_eq!(colour("rgb(16, 32, 48)"), Some(0x10_2030));
        assert_eq!(colour("#123456"), Some(0x12_3456));
        assert_eq!(colour("Navy"), Some(0x80));
        assert_eq!(colour("currentColor"), None);
    }
}
