//! Shapes: where a text box or picture stands. Sources: ECMA-376 part 1, 20.4 (DrawingML), part 4, 14.1 (VML).

use quick_xml::events::BytesStart;

use super::properties::{colour, length};
use crate::flow::{Along, Anchor, Offset, Placement, Wrap};
use crate::xml;

/// English Metric Units in a point.
const EMU: f32 = 12_700.0;

/// A rectangle in its parent's units.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Frame {
    x: f32,
    y: f32,
    width: f32,
    height: f32,
}

/// A group of shapes: maps its children's coordinates to points from the drawing's corner.
#[derive(Debug, Clone, Copy)]
struct Group {
    frame: Frame,
    child: Frame,
}

/// What the text inside an element tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Offset,
    Align,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Axis {
    X,
    Y,
}

/// A drawing in progress.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    placement: Placement,
    axis: Option<Axis>,
    told: Option<Told>,
    groups: Vec<Group>,
    /// The transformation of the shape or group whose properties are being read.
    frame: Frame,
    child: Frame,
    filling: Option<u32>,
    in_properties: bool,
    in_line: bool,
    /// A VML group, whose members stand where it stands.
    is_group: bool,
}

impl Drawing {
    /// A DrawingML drawing, anchored or in line with the text.
    pub(super) fn new(is_anchored: bool) -> Self {
        let mut drawing = Self::default();
        drawing.placement.wrap = if is_anchored { Wrap::Over } else { Wrap::Inline };
        drawing
    }

    /// A VML shape or group of shapes, from its style.
    pub(super) fn vml(element: &BytesStart<'_>, is_group: bool) -> Self {
        let mut drawing = Self { is_group, ..Self::default() };
        let style = xml::attribute(element, "style").unwrap_or_default();
        drawing.placement = vml_placement(&style);
        drawing.filling = xml::attribute(element, "fillcolor").and_then(|value| colour(value.split(' ').next().unwrap_or_default()));
        drawing
    }

    /// A shape inside this VML group.
    pub(super) fn member(&self) -> Option<Self> {
        self.is_group.then(|| Self { placement: self.placement, is_group: true, ..Self::default() })
    }

    /// Takes over what `element` says of the drawing.
    pub(super) fn read(&mut self, name: &str, element: &BytesStart<'_>) {
        match name {
            "positionH" => self.axis(Axis::X, element),
            "positionV" => self.axis(Axis::Y, element),
            "posOffset" => self.told = Some(Told::Offset),
            "align" => self.told = Some(Told::Align),
            "extent" => {
                let frame = frame(element, "cx", "cy");
                (self.placement.width, self.placement.height) = (frame.width, frame.height);
            }
            "wrapSquare" | "wrapTight" | "wrapThrough" => self.placement.wrap = Wrap::Beside,
            "wrapTopAndBottom" => self.placement.wrap = Wrap::Below,
            "wrapNone" => self.placement.wrap = Wrap::Over,
            "wgp" | "grpSp" => self.groups.push(Group { frame: Frame::default(), child: Frame::default() }),
            "wsp" | "sp" => self.begin_shape(),
            "spPr" | "grpSpPr" => self.in_properties = true,
            "ln" => self.in_line = true,
            "off" => (self.frame.x, self.frame.y) = point(element, "x", "y"),
            "ext" if xml::attribute(element, "cx").is_some() => (self.frame.width, self.frame.height) = point(element, "cx", "cy"),
            "chOff" => (self.child.x, self.child.y) = point(element, "x", "y"),
            "chExt" => (self.child.width, self.child.height) = point(element, "cx", "cy"),
            "srgbClr" if self.in_properties && !self.in_line => {
                self.filling = xml::attribute(element, "val").and_then(|value| colour(&value));
            }
            _ => {}
        }
    }

    /// Notes the end of an element.
    pub(super) fn leave(&mut self, name: &str) {
        match name {
            "positionH" | "positionV" => self.axis = None,
            "posOffset" | "align" => self.told = None,
            "wgp" | "grpSp" => {
                self.groups.pop();
            }
            "grpSpPr" => {
                self.in_properties = false;
                if let Some(group) = self.groups.last_mut() {
                    *group = Group { frame: self.frame, child: self.child };
                }
            }
            "spPr" => self.in_properties = false,
            "ln" => self.in_line = false,
            _ => {}
        }
    }

    fn begin_shape(&mut self) {
        self.frame = Frame::default();
        self.filling = None;
    }

    fn axis(&mut self, axis: Axis, element: &BytesStart<'_>) {
        self.axis = Some(axis);
        let from = match xml::attribute(element, "relativeFrom").as_deref() {
            Some("page") => Anchor::Page,
            Some("leftMargin" | "outsideMargin") if axis == Axis::X => Anchor::Page,
            Some("topMargin") => Anchor::Page,
            Some("margin") => Anchor::Margin,
            // Nothing says where a character stands before the line is filled.
            _ => Anchor::Text,
        };
        self.offset(axis).from = from;
    }

    fn offset(&mut self, axis: Axis) -> &mut Offset {
        match axis {
            Axis::X => &mut self.placement.x,
            Axis::Y => &mut self.placement.y,
        }
    }

    /// Takes text that stands inside an element of the drawing.
    pub(super) fn text(&mut self, text: &str) {
        let (Some(axis), Some(told)) = (self.axis, self.told) else { return };
        let along = match told {
            Told::Offset => text.trim().parse::<f32>().ok().filter(|offset| offset.is_finite()).map(|offset| Along::Offset(points(offset))),
            Told::Align => alignment(text.trim()),
        };
        if let Some(along) = along {
            self.offset(axis).along = along;
        }
    }

    /// Where the text of the current shape stands.
    pub(super) fn text_box(&self) -> Placement {
        let mut placement = Placement { filling: self.filling, padding: 5.0, ..self.placement };
        if !self.groups.is_empty() && self.frame.width > 0.0 {
            let frame = self.groups.iter().rev().fold(self.frame, |frame, group| group.outside(frame));
            // The outermost group's own offset is where the anchor puts it.
            let origin = self.groups.first().map_or(Frame::default(), |group| group.frame);
            placement.x.shift = points(frame.x - origin.x);
            placement.y.shift = points(frame.y - origin.y);
            placement.width = points(frame.width);
            placement.height = points(frame.height);
            if placement.wrap == Wrap::Inline {
                placement.wrap = Wrap::Over;
            }
        }
        placement
    }

    /// Where the picture stands. Small ones are signs in the text, which they leave where it is.
    pub(super) fn picture(&self) -> Placement {
        let is_sign = self.placement.wrap == Wrap::Inline && self.placement.height < 40.0;
        Placement { wrap: if is_sign { Wrap::Over } else { self.placement.wrap }, ..self.placement }
    }
}

impl Group {
    /// A child's frame in the units of the group's parent.
    fn outside(&self, inside: Frame) -> Frame {
        let scale = |outer: f32, inner: f32| if inner > 0.0 && outer > 0.0 { outer / inner } else { 1.0 };
        let (sx, sy) = (scale(self.frame.width, self.child.width), scale(self.frame.height, self.child.height));
        Frame {
            x: self.frame.x + (inside.x - self.child.x) * sx,
            y: self.frame.y + (inside.y - self.child.y) * sy,
            width: inside.width * sx,
            height: inside.height * sy,
        }
    }
}

fn points(emu: f32) -> f32 {
    (emu / EMU).clamp(-1584.0, 1584.0)
}

fn point(element: &BytesStart<'_>, x: &str, y: &str) -> (f32, f32) {
    let value = |name| xml::attribute(element, name).and_then(|value| value.parse::<f32>().ok()).filter(|value| value.is_finite());
    (value(x).unwrap_or(0.0), value(y).unwrap_or(0.0))
}

fn frame(element: &BytesStart<'_>, width: &str, height: &str) -> Frame {
    let (width, height) = point(element, width, height);
    Frame { width: points(width), height: points(height), ..Frame::default() }
}

fn alignment(word: &str) -> Option<Along> {
    Some(match word {
        "left" | "top" | "inside" => Along::Start,
        "center" => Along::Centre,
        "right" | "bottom" | "outside" => Along::End,
        _ => return None,
    })
}

/// Reads the CSS-like style of a VML shape. A shape without an absolute position stands in line with the text.
fn vml_placement(style: &str) -> Placement {
    let mut placement = Placement::default();
    for (name, value) in style.split(';').filter_map(|declaration| declaration.split_once(':')) {
        let value = value.trim();
        match name.trim() {
            "position" if value == "absolute" => placement.wrap = Wrap::Over,
            "margin-left" | "left" => placement.x.along = Along::Offset(css_length(value)),
            "margin-top" | "top" => placement.y.along = Along::Offset(css_length(value)),
            "width" => placement.width = css_length(value),
            "height" => placement.height = css_length(value),
            "mso-position-horizontal" => placement.x.along = alignment(value).unwrap_or(placement.x.along),
            "mso-position-vertical" => placement.y.along = alignment(value).unwrap_or(placement.y.along),
            "mso-position-horizontal-relative" => placement.x.from = vml_anchor(value),
            "mso-position-vertical-relative" => placement.y.from = vml_anchor(value),
            _ => {}
        }
    }
    placement
}

/// Where a table floats.
pub(super) fn table_placement(element: &BytesStart<'_>) -> Placement {
    let offset = |anchor: &str, spec: &str, distance: &str| {
        let from = match xml::attribute(element, anchor).as_deref() {
            Some("page") => Anchor::Page,
            Some("margin") => Anchor::Margin,
            _ => Anchor::Text,
        };
        let named = xml::attribute(element, spec).and_then(|word| alignment(&word));
        let along = named.or_else(|| xml::attribute(element, distance).and_then(|value| length(&value)).map(Along::Offset));
        Offset { from, along: along.unwrap_or_default(), shift: 0.0 }
    };
    Placement {
        wrap: Wrap::Beside,
        x: offset("horzAnchor", "tblpXSpec", "tblpX"),
        y: offset("vertAnchor", "tblpYSpec", "tblpY"),
        ..Placement::default()
    }
}

fn vml_anchor(value: &str) -> Anchor {
    match value {
        "page" | "left-margin-area" | "top-margin-area" => Anchor::Page,
        "margin" => Anchor::Margin,
        _ => Anchor::Text,
    }
}

/// A CSS length in points; a bare number counts as pixels of 1/96 inch.
fn css_length(value: &str) -> f32 {
    let bare = value.trim_end_matches("px");
    match bare.parse::<f32>() {
        Ok(pixels) if pixels.is_finite() => (pixels * 0.75).clamp(-1584.0, 1584.0),
        _ => length(value).unwrap_or(0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vml_styles_place_a_shape() {
        let placement = vml_placement(
            "position:absolute;margin-left:300pt;margin-top:1in;width:160pt;height:560pt;mso-position-vertical-relative:page",
        );
        assert_eq!((placement.wrap, placement.width, placement.height), (Wrap::Over, 160.0, 560.0));
        assert_eq!(placement.x, Offset { from: Anchor::Text, along: Along::Offset(300.0), shift: 0.0 });
        assert_eq!(placement.y, Offset { from: Anchor::Page, along: Along::Offset(72.0), shift: 0.0 });
    }

    #[test]
    fn shapes_in_a_scaled_group_stand_where_it_puts_them() {
        let group = Group {
            frame: Frame { x: 0.0, y: 0.0, width: 200.0 * EMU, height: 100.0 * EMU },
            child: Frame { x: 1000.0, y: 0.0, width: 4000.0, height: 2000.0 },
        };
        let drawing = Drawing {
            groups: vec![group],
            frame: Frame { x: 3000.0, y: 1000.0, width: 1000.0, height: 500.0 },
            placement: Placement { wrap: Wrap::Beside, ..Placement::default() },
            ..Drawing::default()
        };
        let placement = drawing.text_box();
        assert_eq!((placement.x.shift.round(), placement.y.shift.round()), (100.0, 50.0));
        assert_eq!((placement.width.round(), placement.height.round()), (50.0, 25.0));
    }
}
