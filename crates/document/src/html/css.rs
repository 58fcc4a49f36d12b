//! The few declarations of a style that a reader needs. Sources: CSS 2.2, CSS Flexible Box Layout 1, CSS Grid Layout 1.

use crate::flow::Align;

/// How an element's children stand.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Display {
    Inline,
    Block,
    /// Children side by side.
    Flex,
    /// Children in rows of this many, as wide as it says; 0 where it says nothing.
    Grid(Vec<f32>),
    Table,
    Row,
    Cell,
}

/// Where an element stands beside what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Float {
    Left,
    Right,
}

/// What a style says, each only where it is said.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Style {
    pub(super) is_hidden: Option<bool>,
    pub(super) display: Option<Display>,
    /// Children stand below one another although they would stand side by side.
    pub(super) is_stacked: bool,
    pub(super) float: Option<Float>,
    /// Newspaper columns.
    pub(super) columns: Option<usize>,
    pub(super) has_no_label: Option<bool>,
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) size: Option<f32>,
    pub(super) colour: Option<u32>,
    pub(super) background: Option<u32>,
    pub(super) align: Option<Align>,
    pub(super) font: Option<String>,
    pub(super) width: Option<f32>,
}

/// The width that a percentage is taken of.
const PAGE: f32 = super::TEXT_WIDTH;

impl Style {
    /// Takes over the declarations of a `style` attribute; `size` is the font size around the element, which relative sizes multiply.
    pub(super) fn take(&mut self, text: &str, size: f32) {
        for (name, value) in declarations(text) {
            self.read(&name, &value, size);
        }
    }

    /// Takes over one declaration.
    pub(super) fn read(&mut self, name: &str, value: &str, size: f32) {
        match name {
            "display" => self.read_display(value),
            "visibility" => self.is_hidden = Some(matches!(value, "hidden" | "collapse")),
            "mso-hide" => self.is_hidden = Some(value == "all").filter(|hidden| *hidden).or(self.is_hidden),
            "flex-direction" | "flex-flow" | "flex-wrap" => self.is_stacked |= value.contains("column") || is_wrapping(value),
            "grid-template-columns" => self.display = grid(value, size).map(Display::Grid).or(self.display.take()),
            "float" => self.float = float(value),
            "column-count" | "columns" => self.columns = value.split(' ').find_map(|word| word.parse().ok()),
            "list-style" | "list-style-type" => self.has_no_label = Some(value.split(' ').any(|word| word == "none")),
            "font-weight" => self.bold = weight(value).or(self.bold),
            "font-style" => self.italic = Some(matches!(value, "italic" | "oblique")),
            "font-size" => self.size = length(value, size).map(|length| length.clamp(2.0, 200.0)).or(self.size),
            "font" => self.read_font(value, size),
            "color" => self.colour = colour(value).or(self.colour),
            "background" | "background-color" => self.background = value.split(' ').find_map(colour).or(self.background),
            "text-align" => self.align = Some(align(value)),
            "font-family" => self.font = value.split(',').next().map(|name| name.trim().trim_matches(['"', '\'']).to_owned()),
            "width" | "flex-basis" => self.width = width(value, size).or(self.width),
            "flex" => self.width = value.split(' ').nth(2).and_then(|basis| width(basis, size)).or(self.width),
            _ => {}
        }
    }

    fn read_display(&mut self, value: &str) {
        self.is_hidden = Some(value == "none");
        let is_grid = matches!(self.display, Some(Display::Grid(_)));
        match value {
            "inline" | "inline-block" => self.display = Some(Display::Inline),
            "block" | "list-item" | "flow-root" => self.display = Some(Display::Block),
            "flex" | "inline-flex" => self.display = Some(Display::Flex),
            // How many columns a grid has stands elsewhere, before or behind.
            "grid" | "inline-grid" if !is_grid => self.display = Some(Display::Block),
            "table" => self.display = Some(Display::Table),
            "table-row" => self.display = Some(Display::Row),
            "table-cell" => self.display = Some(Display::Cell),
            _ => {}
        }
    }

    /// The shorthand: weight and slant before the size, the family behind it.
    fn read_font(&mut self, value: &str, size: f32) {
        let Some((at, word)) = words(value).find(|(_, word)| word.starts_with(|c: char| c.is_ascii_digit()) && weight(word).is_none())
        else {
            return;
        };
        let before = &value[..at];
        self.bold = before.split(' ').find_map(weight).or(Some(false));
        self.italic = Some(before.split(' ').any(|word| matches!(word, "italic" | "oblique")));
        self.read("font-size", word.split('/').next().unwrap_or_default(), size);
        self.read("font-family", value[at + word.len()..].trim(), size);
    }
}

/// Words with the place each begins at.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(' ').scan(0, |at, word| {
        let start = *at;
        *at += word.len() + 1;
        Some((start, word))
    })
}

/// The declarations in a block, names and key words in small letters.
pub(super) fn declarations(text: &str) -> impl Iterator<Item = (String, String)> {
    text.split(';').filter_map(|declaration| declaration.split_once(':')).map(|(name, value)| {
        let value = value.trim().trim_end_matches("!important").trim();
        let name = name.trim().to_ascii_lowercase();
        let value = if name == "font-family" || name == "font" { value.to_owned() } else { value.to_ascii_lowercase() };
        (name, value)
    })
}

fn is_wrapping(value: &str) -> bool {
    value.split(' ').any(|word| matches!(word, "wrap" | "wrap-reverse"))
}

fn float(value: &str) -> Option<Float> {
    match value {
        "left" => Some(Float::Left),
        "right" => Some(Float::Right),
        _ => None,
    }
}

fn width(value: &str, size: f32) -> Option<f32> {
    let width = match value.strip_suffix('%') {
        Some(percent) => percent.parse::<f32>().ok()? / 100.0 * PAGE,
        None => length(value, size)?,
    };
    (width.is_finite() && width > 0.0).then_some(width.min(PAGE))
}

/// Widths of a grid's columns; `None` where there is but one, or where it cannot be told how many there are.
fn grid(value: &str, size: f32) -> Option<Vec<f32>> {
    const MOST: usize = 12;
    let expanded = match value.strip_prefix("repeat(").and_then(|inside| inside.strip_suffix(')')).and_then(|inside| inside.split_once(','))
    {
        Some((count, track)) => vec![track.trim(); count.trim().parse::<usize>().ok().filter(|count| *count <= MOST)?],
        None => value.split_ascii_whitespace().take(MOST).collect(),
    };
    if expanded.len() < 2 || expanded.iter().any(|track| track.contains('(')) {
        return None;
    }
    let fixed: Vec<f32> = expanded.iter().map(|track| width(track, size).filter(|_| !track.ends_with("fr")).unwrap_or(0.0)).collect();
    let share =
        |track: &str| track.strip_suffix("fr").and_then(|share| share.parse::<f32>().ok()).filter(|share| *share > 0.0).unwrap_or(0.0);
    let (left, shares) = ((PAGE - fixed.iter().sum::<f32>()).max(0.0), expanded.iter().map(|track| share(track)).sum::<f32>());
    let of_rest = |track: &str| if shares > 0.0 { left * share(track) / shares } else { 0.0 };
    Some(fixed.iter().zip(&expanded).map(|(fixed, track)| if *fixed > 0.0 { *fixed } else { of_rest(track) }).collect())
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

    fn parse(text: &str, size: f32) -> Style {
        let mut style = Style::default();
        style.take(text, size);
        style
    }

    #[test]
    fn declarations_are_read() {
        let style = parse("font-weight:700; FONT-SIZE: 150%; color:#f00;font-family:'Open Sans', Arial; display:block", 10.0);
        assert_eq!((style.bold, style.size, style.colour, style.is_hidden), (Some(true), Some(15.0), Some(0xFF_0000), Some(false)));
        assert_eq!(style.font.as_deref(), Some("Open Sans"));
        assert_eq!(parse("display: none !important", 10.0).is_hidden, Some(true));
        let short = parse("font: italic 600 14pt/1.2 Georgia, serif", 10.0);
        assert_eq!((short.bold, short.italic, short.size, short.font.as_deref()), (Some(true), Some(true), Some(14.0), Some("Georgia")));
    }

    #[test]
    fn layouts_are_told() {
        let display = |text: &str| parse(text, 10.0).display;
        assert_eq!(display("display:flex"), Some(Display::Flex));
        assert_eq!(display("display:grid;grid-template-columns:1fr 2fr"), Some(Display::Grid(vec![168.0, 336.0])));
        assert_eq!(display("grid-template-columns:repeat(2, 1fr);display:grid"), Some(Display::Grid(vec![252.0, 252.0])));
        assert_eq!(display("grid-template-columns:25% auto"), Some(Display::Grid(vec![126.0, 0.0])));
        assert_eq!(display("display:grid;grid-template-columns:repeat(auto-fit, minmax(1px, 1fr))"), Some(Display::Block));
        assert!(parse("display:flex;flex-direction:column", 10.0).is_stacked);
        assert_eq!(parse("float:right;width:50%", 10.0).width, Some(252.0));
    }

    #[test]
    fn colours_have_three_spellings() {
        assert_eq!(colour("rgb(16, 32, 48)"), Some(0x10_2030));
        assert_eq!(colour("#123456"), Some(0x12_3456));
        assert_eq!(colour("Navy"), Some(0x80));
        assert_eq!(colour("currentColor"), None);
    }
}
