//! Sections: page, margins, columns, headers and footers. Source: ECMA-376 part 1, 17.6.

use quick_xml::events::BytesStart;

use super::properties::{length, number};
use crate::flow::{ColumnLayout, PageLayout, SectionStart};
use crate::xml;

/// Which of a section's pages a header or footer stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pages {
    First,
    Default,
    Even,
}

/// A header or footer that a section names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Margin {
    pub(super) is_header: bool,
    pub(super) pages: Pages,
    pub(super) relationship: String,
}

/// What a section's properties say.
#[derive(Debug, Clone, Default)]
pub(super) struct Section {
    page: PageLayout,
    start: SectionStart,
    count: usize,
    gap: Option<f32>,
    widths: Vec<(f32, f32)>,
    pub(super) margins: Vec<Margin>,
}

impl Section {
    /// Takes over what `element` says.
    pub(super) fn read(&mut self, name: &str, element: &BytesStart<'_>) {
        match name {
            "pgSz" => self.read_size(element),
            "pgMar" => self.read_margins(element),
            "cols" => self.read_columns(element),
            "col" => self.widths.push((attribute(element, "w").unwrap_or(0.0), attribute(element, "space").unwrap_or(0.0))),
            "type" => {
                let is_continuous = matches!(xml::attribute(element, "val").as_deref(), Some("continuous" | "nextColumn"));
                self.start = if is_continuous { SectionStart::SamePage } else { SectionStart::NewPage };
            }
            "headerReference" | "footerReference" => self.read_reference(name == "headerReference", element),
            _ => {}
        }
    }

    fn read_size(&mut self, element: &BytesStart<'_>) {
        self.page.width = attribute(element, "w").filter(|width| *width >= 72.0).unwrap_or(self.page.width);
        self.page.height = attribute(element, "h").filter(|height| *height >= 72.0).unwrap_or(self.page.height);
    }

    fn read_margins(&mut self, element: &BytesStart<'_>) {
        let page = &mut self.page;
        let set = |field: &mut f32, name: &str, most: f32| {
            if let Some(value) = attribute(element, name) {
                // A negative margin means "exactly this much".
                *field = value.abs().min(most);
            }
        };
        let (across, down) = (page.width / 2.0 - 18.0, page.height / 2.0 - 18.0);
        set(&mut page.left, if has(element, "left") { "left" } else { "start" }, across);
        set(&mut page.right, if has(element, "right") { "right" } else { "end" }, across);
        set(&mut page.top, "top", down);
        set(&mut page.bottom, "bottom", down);
        set(&mut page.header, "header", down);
        set(&mut page.footer, "footer", down);
    }

    fn read_columns(&mut self, element: &BytesStart<'_>) {
        self.count = number(element, "num").map_or(1, |count| count.clamp(1.0, 12.0) as usize);
        self.gap = attribute(element, "space");
        if xml::attribute(element, "equalWidth").is_some() && is_equal(element) {
            self.widths.clear();
        }
    }

    fn read_reference(&mut self, is_header: bool, element: &BytesStart<'_>) {
        let pages = match xml::attribute(element, "type").as_deref() {
            Some("first") => Pages::First,
            Some("even") => Pages::Even,
            _ => Pages::Default,
        };
        if let Some(id) = xml::attribute(element, "id") {
            self.margins.push(Margin { is_header, pages, relationship: id.into_owned() });
        }
    }

    /// The page, how the section begins and its columns.
    pub(super) fn layout(&self) -> (PageLayout, SectionStart, ColumnLayout) {
        (self.page, self.start, ColumnLayout { widths: self.columns(), balanced: false })
    }

    fn columns(&self) -> Vec<(f32, f32)> {
        if self.widths.len() > 1 && self.widths.iter().all(|(width, _)| *width > 0.0) {
            return self.widths.iter().take(12).copied().collect();
        }
        if self.count < 2 {
            return Vec::new();
        }
        let gap = self.gap.unwrap_or(36.0).clamp(0.0, 144.0);
        let text = self.page.width - self.page.left - self.page.right;
        let width = (text - gap * (self.count - 1) as f32) / self.count as f32;
        vec![(width.max(36.0), gap); self.count]
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<f32> {
    xml::attribute(element, name).and_then(|value| length(&value))
}

fn has(element: &BytesStart<'_>, name: &str) -> bool {
    xml::attribute(element, name).is_some()
}

fn is_equal(element: &BytesStart<'_>) -> bool {
    !matches!(xml::attribute(element, "equalWidth").as_deref(), Some("0" | "false" | "off"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_columns_share_the_text_width() {
        let mut section = Section::default();
        section.read("cols", &BytesStart::from_content("w:cols w:num=\"2\" w:space=\"720\"", 6));
        assert_eq!(section.layout().2.widths, [(216.0, 36.0), (216.0, 36.0)]);
    }

    #[test]
    fn declared_columns_keep_their_widths() {
        let mut section = Section::default();
        section.read("cols", &BytesStart::from_content("w:cols w:num=\"2\" w:equalWidth=\"0\"", 6));
        section.read("col", &BytesStart::from_content("w:col w:w=\"2000\" w:space=\"400\"", 5));
        section.read("col", &BytesStart::from_content("w:col w:w=\"6000\"", 5));
        assert_eq!(section.layout().2.widths, [(100.0, 20.0), (300.0, 0.0)]);
    }
}
