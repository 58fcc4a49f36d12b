//! Paragraph and run properties: reading them and laying them over one another. Source: ECMA-376 part 1, 17.3.

use quick_xml::events::BytesStart;

use super::theme;
use crate::FontId;
use crate::flow::{Align, Flow, LineSpacing, StopKind, TabStop};
use crate::xml;

/// Run properties, each only where it is said.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct RunProperties {
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) hidden: Option<bool>,
    pub(super) size: Option<f32>,
    pub(super) colour: Option<u32>,
    pub(super) font: Option<FontId>,
}

impl RunProperties {
    /// Takes over what `element` says.
    pub(super) fn read(&mut self, name: &str, element: &BytesStart<'_>, flow: &mut Flow) {
        match name {
            "b" => self.bold = Some(is_on(element)),
            "i" => self.italic = Some(is_on(element)),
            "vanish" | "webHidden" => self.hidden = Some(is_on(element)),
            "sz" => self.size = number(element, "val").map(|half_points| (half_points / 2.0).clamp(1.0, 400.0)).or(self.size),
            "color" => self.colour = xml::attribute(element, "val").and_then(|value| colour(&value)).or(self.colour),
            "rFonts" => self.font = font(element, flow).or(self.font),
            _ => {}
        }
    }

    /// These properties with `above` laid over them.
    pub(super) fn overlaid(self, above: Self) -> Self {
        Self {
            bold: above.bold.or(self.bold),
            italic: above.italic.or(self.italic),
            hidden: above.hidden.or(self.hidden),
            size: above.size.or(self.size),
            colour: above.colour.or(self.colour),
            font: above.font.or(self.font),
        }
    }

    /// These properties with the emphasis of the table around them where they say nothing themselves. Sizes and fonts stay: those
    /// of the document's defaults, which a table style would override, are part of these already.
    pub(super) fn emphasised(self, table: Self) -> Self {
        Self {
            bold: self.bold.or(table.bold),
            italic: self.italic.or(table.italic),
            colour: self.colour.or(table.colour),
            hidden: self.hidden.or(table.hidden),
            ..self
        }
    }

    /// These properties of a paragraph style with those of a character style laid over them. What both switch on is switched off
    /// (17.7.3): an emphasised word in an emphasised heading stands out by being plain.
    pub(super) fn toggled(self, character: Self) -> Self {
        let toggle = |below: Option<bool>, above: Option<bool>| match (below, above) {
            (Some(true), Some(true)) => Some(false),
            (below, None | Some(false)) => below,
            (_, above) => above,
        };
        Self { bold: toggle(self.bold, character.bold), italic: toggle(self.italic, character.italic), ..self.overlaid(character) }
    }
}

/// Indents in points.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Indents {
    pub(super) left: Option<f32>,
    pub(super) right: Option<f32>,
    pub(super) first: Option<f32>,
}

impl Indents {
    pub(super) fn read(element: &BytesStart<'_>) -> Self {
        let mut indents = Self::default();
        for (name, value) in xml::attributes(element) {
            let Some(length) = length(&value) else { continue };
            match name {
                "left" | "start" => indents.left = Some(length),
                "right" | "end" => indents.right = Some(length),
                "firstLine" => indents.first = indents.first.or(Some(length)),
                "hanging" => indents.first = Some(-length),
                _ => {}
            }
        }
        indents
    }

    pub(super) fn overlaid(self, above: Self) -> Self {
        Self { left: above.left.or(self.left), right: above.right.or(self.right), first: above.first.or(self.first) }
    }
}

/// Paragraph properties, each only where it is said.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct ParagraphProperties {
    pub(super) indents: Indents,
    pub(super) before: Option<f32>,
    pub(super) after: Option<f32>,
    pub(super) line: Option<LineSpacing>,
    pub(super) align: Option<Align>,
    pub(super) right_to_left: Option<bool>,
    pub(super) stops: Vec<TabStop>,
    pub(super) list: Option<u32>,
    pub(super) list_level: Option<u8>,
    /// Heading level counted from 0; 9 and more is body text.
    pub(super) outline: Option<u8>,
    pub(super) page_break_before: Option<bool>,
    pub(super) contextual: Option<bool>,
    pub(super) rule_above: Option<bool>,
    pub(super) rule_below: Option<bool>,
    pub(super) filling: Option<u32>,
}

impl ParagraphProperties {
    /// Takes over what `element` says. Borders and tabs are told by their containers, see [`super::body`].
    pub(super) fn read(&mut self, name: &str, element: &BytesStart<'_>) {
        match name {
            "ind" => self.indents = self.indents.overlaid(Indents::read(element)),
            "spacing" => self.read_spacing(element),
            "jc" => self.align = xml::attribute(element, "val").map(|value| align(&value)),
            "bidi" => self.right_to_left = Some(is_on(element)),
            "tab" => self.stops.extend(tab_stop(element)),
            "numId" => self.list = number(element, "val").map(|value| value.max(0.0) as u32),
            "ilvl" => self.list_level = number(element, "val").map(|value| value.clamp(0.0, 8.0) as u8),
            "outlineLvl" => self.outline = number(element, "val").map(|value| value.clamp(0.0, 9.0) as u8),
            "pageBreakBefore" => self.page_break_before = Some(is_on(element)),
            "contextualSpacing" => self.contextual = Some(is_on(element)),
            "top" => self.rule_above = Some(is_drawn(element)),
            "bottom" => self.rule_below = Some(is_drawn(element)),
            "shd" => self.filling = shading(element).or(self.filling),
            _ => {}
        }
    }

    fn read_spacing(&mut self, element: &BytesStart<'_>) {
        let (mut line, mut rule) = (None, String::new());
        for (name, value) in xml::attributes(element) {
            match name {
                "before" => self.before = length(&value).or(self.before),
                "after" => self.after = length(&value).or(self.after),
                "line" => line = length(&value),
                "lineRule" => rule = value.into_owned(),
                _ => {}
            }
        }
        let Some(line) = line else { return };
        self.line = Some(match rule.as_str() {
            "exact" => LineSpacing::Exactly(line),
            "atLeast" => LineSpacing::AtLeast(line),
            // 240ths of a line; `length` divided by 20.
            _ => LineSpacing::Multiple(line / 12.0),
        });
    }

    /// Lays `above` over these properties.
    pub(super) fn overlay(&mut self, above: &Self) {
        self.indents = self.indents.overlaid(above.indents);
        self.before = above.before.or(self.before);
        self.after = above.after.or(self.after);
        self.line = above.line.or(self.line);
        self.align = above.align.or(self.align);
        self.right_to_left = above.right_to_left.or(self.right_to_left);
        self.list = above.list.or(self.list);
        self.list_level = above.list_level.or(self.list_level);
        self.outline = above.outline.or(self.outline);
        self.page_break_before = above.page_break_before.or(self.page_break_before);
        self.contextual = above.contextual.or(self.contextual);
        self.rule_above = above.rule_above.or(self.rule_above);
        self.rule_below = above.rule_below.or(self.rule_below);
        self.filling = above.filling.or(self.filling);
        for stop in &above.stops {
            self.stops.retain(|known| (known.x - stop.x).abs() > 0.5);
            if stop.kind != StopKind::Clear {
                self.stops.push(*stop);
            }
        }
    }
}

/// A switch: on unless its value says otherwise.
pub(super) fn is_on(element: &BytesStart<'_>) -> bool {
    !matches!(xml::attribute(element, "val").as_deref(), Some("0" | "false" | "off" | "none"))
}

/// A number attribute; anything that is none counts as absent.
pub(super) fn number(element: &BytesStart<'_>, attribute: &str) -> Option<f32> {
    let value = xml::attribute(element, attribute)?;
    let value = value.trim_end_matches("pt");
    value.trim().parse::<f32>().ok().filter(|number| number.is_finite())
}

/// A length in points: twentieths of a point unless a unit follows (strict documents).
pub(super) fn length(value: &str) -> Option<f32> {
    let value = value.trim();
    let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    let factor = match &value[digits.len()..] {
        "" => 0.05,
        "pt" => 1.0,
        "in" => 72.0,
        "cm" => 72.0 / 2.54,
        "mm" => 72.0 / 25.4,
        "pc" | "pi" => 12.0,
        _ => return None,
    };
    let number = digits.parse::<f32>().ok().filter(|number| number.is_finite())?;
    // Nothing on a page is larger than Word's largest page, 22 inches; what claims to be is a slip.
    Some((number * factor).clamp(-1584.0, 1584.0))
}

/// `RRGGBB`; `auto` is no colour.
pub(super) fn colour(value: &str) -> Option<u32> {
    let digits = value.trim_start_matches('#');
    (digits.len() == 6).then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

/// The background colour of a shading element; patterns and `auto` give none.
pub(super) fn shading(element: &BytesStart<'_>) -> Option<u32> {
    xml::attribute(element, "fill").and_then(|value| colour(&value))
}

fn font(element: &BytesStart<'_>, flow: &mut Flow) -> Option<FontId> {
    let (mut name, mut part) = (None, None);
    for (attribute, value) in xml::attributes(element) {
        match attribute {
            "ascii" => name = Some(value),
            "hAnsi" if name.is_none() => name = Some(value),
            "asciiTheme" | "hAnsiTheme" => part = Some(theme::placeholder(&value)),
            _ => {}
        }
    }
    // A name beside a part of the theme is what the theme said when the file was saved.
    Some(flow.font(name.as_deref().or(part)?))
}

fn align(value: &str) -> Align {
    match value {
        "center" => Align::Centre,
        "right" | "end" => Align::Right,
        _ => Align::Left,
    }
}

fn tab_stop(element: &BytesStart<'_>) -> Option<TabStop> {
    let x = xml::attribute(element, "pos").and_then(|value| length(&value))?;
    let kind = match xml::attribute(element, "val").as_deref() {
        Some("clear") => StopKind::Clear,
        Some("center") => StopKind::Centre,
        Some("right" | "end" | "decimal") => StopKind::Right,
        Some("bar") => return None,
        _ => StopKind::Left,
    };
    Some(TabStop { x, kind })
}

fn is_drawn(element: &BytesStart<'_>) -> bool {
    !matches!(xml::attribute(element, "val").as_deref(), Some("nil" | "none") | None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_twips_or_have_a_unit() {
        let check = |value: &str, expected: Option<f32>| assert_eq!(length(value), expected, "{value}");
        check("720", Some(36.0));
        check("1in", Some(72.0));
        check("12.5pt", Some(12.5));
        check("50%", None);
        check("abc", None);
        check("99999999999", Some(1584.0));
    }

    #[test]
    fn toggles_of_two_styles_cancel_out() {
        let bold = RunProperties { bold: Some(true), ..RunProperties::default() };
        assert_eq!(bold.toggled(bold).bold, Some(false));
        assert_eq!(RunProperties::default().toggled(bold).bold, Some(true));
        assert_eq!(bold.toggled(RunProperties::default()).bold, Some(true));
    }

    #[test]
    fn direct_tabs_clear_inherited_ones() {
        let stop = |x, kind| TabStop { x, kind };
        let mut style = ParagraphProperties { stops: vec![stop(100.0, StopKind::Left)], ..ParagraphProperties::default() };
        let direct = ParagraphProperties {
            stops: vec![stop(100.0, StopKind::Clear), stop(400.0, StopKind::Right)],
            ..ParagraphProperties::default()
        };
        style.overlay(&direct);
        assert_eq!(style.stops, [stop(400.0, StopKind::Right)]);
    }
}
