//! Styles of a document: text, paragraphs, lists, columns, the page.

use quick_xml::events::{BytesStart, Event};
use rustc_hash::FxHashMap;

use crate::flow::{Align, Anchor, ColumnLayout, Flow, LineSpacing, PageLayout, StopKind, TabStop};
use crate::{FontId, xml};

/// A chain of styles longer than this is a loop.
const LONGEST_CHAIN: usize = 32;
/// Styles of one document that are kept.
const MOST_STYLES: usize = 4096;

/// What a style says, each only where it is said.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Style {
    pub(super) parent: Option<String>,
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) hidden: Option<bool>,
    pub(super) size: Option<f32>,
    /// A size relative to what is inherited.
    pub(super) scale: Option<f32>,
    pub(super) colour: Option<u32>,
    pub(super) font: Option<FontId>,
    pub(super) left: Option<f32>,
    pub(super) right: Option<f32>,
    pub(super) first: Option<f32>,
    pub(super) before: Option<f32>,
    pub(super) after: Option<f32>,
    pub(super) line: Option<LineSpacing>,
    pub(super) align: Option<Align>,
    pub(super) breaks_before: Option<bool>,
    pub(super) rule_below: Option<bool>,
    pub(super) filling: Option<u32>,
    pub(super) stops: Option<Vec<TabStop>>,
    pub(super) outline: Option<u8>,
    pub(super) list: Option<String>,
    pub(super) column_width: Option<f32>,
    /// Newspaper columns of a section, and the gap between them.
    pub(super) columns: Option<(usize, f32)>,
    pub(super) breaks_column: Option<bool>,
    /// What a frame's place is measured from, across and down, where that is not the text.
    pub(super) anchors: (Option<Anchor>, Option<Anchor>),
    /// Text runs on under a frame.
    pub(super) is_run_through: Option<bool>,
}

impl Style {
    /// Lays `above` over this style.
    pub(super) fn overlay(&mut self, above: &Self) {
        self.bold = above.bold.or(self.bold);
        self.italic = above.italic.or(self.italic);
        self.hidden = above.hidden.or(self.hidden);
        self.size = above.size.or(above.scale.and_then(|scale| self.size.map(|size| size * scale))).or(self.size);
        self.colour = above.colour.or(self.colour);
        self.font = above.font.or(self.font);
        self.left = above.left.or(self.left);
        self.right = above.right.or(self.right);
        self.first = above.first.or(self.first);
        self.before = above.before.or(self.before);
        self.after = above.after.or(self.after);
        self.line = above.line.or(self.line);
        self.align = above.align.or(self.align);
        self.breaks_before = above.breaks_before.or(self.breaks_before);
        self.rule_below = above.rule_below.or(self.rule_below);
        self.filling = above.filling.or(self.filling);
        self.stops = above.stops.clone().or(self.stops.take());
        self.outline = above.outline.or(self.outline);
        self.list = above.list.clone().or(self.list.take());
        self.column_width = above.column_width.or(self.column_width);
        self.columns = above.columns.or(self.columns);
        self.breaks_column = above.breaks_column.or(self.breaks_column);
        self.anchors = (above.anchors.0.or(self.anchors.0), above.anchors.1.or(self.anchors.1));
        self.is_run_through = above.is_run_through.or(self.is_run_through);
    }
}

/// How the labels of one list level look.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Level {
    /// A bullet, or the number format.
    pub(super) bullet: Option<char>,
    pub(super) format: String,
    pub(super) prefix: String,
    pub(super) suffix: String,
    pub(super) start: u32,
    pub(super) left: f32,
    pub(super) first: f32,
}

/// All styles by family and name.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: FxHashMap<(String, String), Style>,
    defaults: FxHashMap<String, Style>,
    lists: FxHashMap<String, Vec<Level>>,
    page: Option<PageLayout>,
    page_columns: Option<(usize, f32)>,
}

impl Styles {
    /// Adds the styles of one part.
    pub(super) fn read(&mut self, text: &str, flow: &mut Flow) {
        let mut reader = xml::Reader::new(text);
        let mut family = String::new();
        let mut name: Option<String> = None;
        let mut style = Style::default();
        let mut list = String::new();
        let mut in_page = false;
        while let Ok(event) = reader.read_event() {
            let (element, is_empty) = match &event {
                Event::Start(element) => (element, false),
                Event::Empty(element) => (element, true),
                Event::End(element) if matches!(element.local_name().into_inner(), "style" | "default-style") => {
                    self.add(&family, name.take(), std::mem::take(&mut style));
                    continue;
                }
                Event::End(element) if element.local_name().into_inner() == "page-layout-properties" => {
                    in_page = false;
                    continue;
                }
                Event::Eof => break,
                _ => continue,
            };
            match element.local_name().into_inner() {
                // Text cannot hold styles, and it is long.
                "text" if element.name().into_inner().starts_with("office:") => break,
                "style" | "default-style" => {
                    family = value(element, "family").unwrap_or_default();
                    name = value(element, "name");
                    style =
                        Style { parent: value(element, "parent-style-name"), list: value(element, "list-style-name"), ..Style::default() };
                    style.outline = value(element, "default-outline-level").and_then(|level| level.parse().ok());
                    if is_empty {
                        self.add(&family, name.take(), std::mem::take(&mut style));
                    }
                }
                "list-style" => list = value(element, "name").unwrap_or_default(),
                "list-level-style-bullet" | "list-level-style-number" => self.add_level(&list, element),
                "list-level-label-alignment" | "list-level-properties" => self.indent_level(&list, element),
                "page-layout-properties" => in_page = self.read_page(element) && !is_empty,
                "columns" if in_page => self.page_columns = columns(element),
                other => read_property(&mut style, other, element, flow),
            }
        }
    }

    fn add(&mut self, family: &str, name: Option<String>, style: Style) {
        if self.styles.len() >= MOST_STYLES {
            return;
        }
        match name {
            Some(name) => {
                self.styles.insert((family.to_owned(), name), style);
            }
            None => {
                self.defaults.insert(family.to_owned(), style);
            }
        }
    }

    fn add_level(&mut self, list: &str, element: &BytesStart<'_>) {
        if self.lists.len() >= MOST_STYLES {
            return;
        }
        let levels = self.lists.entry(list.to_owned()).or_default();
        if levels.len() >= 10 {
            return;
        }
        let bullet = value(element, "bullet-char").map(|text| crate::docx::symbol::bullet(&text, ""));
        levels.push(Level {
            bullet,
            format: value(element, "num-format").unwrap_or_default(),
            prefix: value(element, "num-prefix").unwrap_or_default(),
            suffix: value(element, "num-suffix").unwrap_or_default(),
            start: value(element, "start-value").and_then(|start| start.parse().ok()).unwrap_or(1),
            left: 36.0 * levels.len() as f32 + 36.0,
            first: -18.0,
        });
    }

    fn indent_level(&mut self, list: &str, element: &BytesStart<'_>) {
        let Some(level) = self.lists.get_mut(list).and_then(|levels| levels.last_mut()) else { return };
        level.left = measure(element, "margin-left").unwrap_or(level.left);
        level.first = measure(element, "text-indent").unwrap_or(level.first);
    }

    /// Takes over a page layout; the first is the standard page's, the others are not taken.
    fn read_page(&mut self, element: &BytesStart<'_>) -> bool {
        if self.page.is_some() {
            return false;
        }
        let mut page = PageLayout::default();
        page.width = measure(element, "page-width").filter(|width| *width >= 72.0).unwrap_or(page.width);
        page.height = measure(element, "page-height").filter(|height| *height >= 72.0).unwrap_or(page.height);
        let margin = |name: &str, most: f32| measure(element, name).or(measure(element, "margin")).unwrap_or(56.7).clamp(0.0, most);
        page.left = margin("margin-left", page.width / 2.0 - 18.0);
        page.right = margin("margin-right", page.width / 2.0 - 18.0);
        page.top = margin("margin-top", page.height / 2.0 - 18.0);
        page.bottom = margin("margin-bottom", page.height / 2.0 - 18.0);
        (page.header, page.footer) = (page.top, page.bottom);
        self.page = Some(page);
        true
    }

    /// The standard page.
    pub(super) fn page(&self) -> PageLayout {
        self.page.unwrap_or_default()
    }

    /// Columns of the standard page.
    pub(super) fn page_columns(&self) -> ColumnLayout {
        self.column_layout(self.page_columns, false)
    }

    /// Columns of equal width on the standard page.
    pub(super) fn column_layout(&self, columns: Option<(usize, f32)>, balanced: bool) -> ColumnLayout {
        let Some((count, gap)) = columns.filter(|(count, _)| *count > 1) else { return ColumnLayout::default() };
        let page = self.page();
        let width = (page.width - page.left - page.right - gap * (count - 1) as f32) / count as f32;
        ColumnLayout { widths: vec![(width.max(36.0), gap); count], balanced }
    }

    /// A style with all it inherits; unknown names give the family's default.
    pub(super) fn resolve(&self, family: &str, name: Option<&str>) -> Style {
        let mut chain = Vec::new();
        let mut next = name.map(str::to_owned);
        while let Some(name) = next
            && chain.len() < LONGEST_CHAIN
        {
            let Some(style) = self.styles.get(&(family.to_owned(), name)) else { break };
            next = style.parent.clone();
            chain.push(style);
        }
        let mut resolved = self.defaults.get(family).cloned().unwrap_or_default();
        for style in chain.into_iter().rev() {
            resolved.overlay(style);
        }
        resolved
    }

    /// The look of list `name` at `level`, counted from 0.
    pub(super) fn level(&self, name: &str, level: usize) -> Option<&Level> {
        self.lists.get(name)?.get(level)
    }
}

fn read_property(style: &mut Style, name: &str, element: &BytesStart<'_>, flow: &mut Flow) {
    match name {
        "text-properties" => read_text(style, element, flow),
        "paragraph-properties" => read_paragraph(style, element),
        "tab-stops" => style.stops = Some(Vec::new()),
        "tab-stop" => {
            let kind = match value(element, "type").as_deref() {
                Some("right" | "char") => StopKind::Right,
                Some("center") => StopKind::Centre,
                _ => StopKind::Left,
            };
            if let Some(x) = measure(element, "position") {
                style.stops.get_or_insert_default().push(TabStop { x, kind });
            }
        }
        "columns" => style.columns = columns(element),
        "graphic-properties" => {
            style.anchors = (anchor(element, "horizontal-rel"), anchor(element, "vertical-rel"));
            style.is_run_through = value(element, "wrap").map(|wrap| wrap == "run-through");
        }
        "table-column-properties" => style.column_width = measure(element, "column-width"),
        "table-cell-properties" => style.filling = value(element, "background-color").and_then(|text| colour(&text)),
        _ => {}
    }
}

fn anchor(element: &BytesStart<'_>, name: &str) -> Option<Anchor> {
    xml::attribute(element, name).map(|area| match &*area {
        "page" | "page-start-margin" => Anchor::Page,
        "page-content" => Anchor::Margin,
        _ => Anchor::Text,
    })
}

fn columns(element: &BytesStart<'_>) -> Option<(usize, f32)> {
    let count = value(element, "column-count")?.parse::<usize>().ok()?.min(12);
    Some((count, measure(element, "column-gap").unwrap_or(0.0).clamp(0.0, 144.0)))
}

fn read_text(style: &mut Style, element: &BytesStart<'_>, flow: &mut Flow) {
    for (name, value) in xml::attributes(element) {
        match name {
            "font-weight" => style.bold = Some(value == "bold" || value.parse::<u16>().is_ok_and(|weight| weight >= 600)),
            "font-style" => style.italic = Some(value == "italic" || value == "oblique"),
            "font-size" => match value.strip_suffix('%') {
                Some(percent) => style.scale = percent.parse::<f32>().ok().map(|percent| (percent / 100.0).clamp(0.1, 10.0)),
                None => style.size = length(&value).map(|size| size.clamp(1.0, 400.0)),
            },
            "color" => style.colour = colour(&value),
            "font-name" => style.font = Some(flow.font(&value)),
            "display" => style.hidden = Some(value == "none"),
            _ => {}
        }
    }
}

fn read_paragraph(style: &mut Style, element: &BytesStart<'_>) {
    for (name, value) in xml::attributes(element) {
        match name {
            "margin-left" => style.left = length(&value),
            "margin-right" => style.right = length(&value),
            "text-indent" => style.first = length(&value),
            "margin-top" => style.before = length(&value),
            "margin-bottom" => style.after = length(&value),
            "line-height" => {
                style.line = match value.strip_suffix('%') {
                    Some(percent) => percent.parse::<f32>().ok().map(|percent| LineSpacing::Multiple(percent / 100.0)),
                    None => length(&value).map(LineSpacing::Exactly),
                };
            }
            "text-align" => {
                style.align = Some(match value.as_ref() {
                    "center" => Align::Centre,
                    "end" | "right" => Align::Right,
                    _ => Align::Left,
                });
            }
            "break-before" => {
                style.breaks_before = Some(value == "page");
                style.breaks_column = Some(value == "column");
            }
            "border-bottom" => style.rule_below = Some(value != "none"),
            "background-color" => style.filling = colour(&value),
            _ => {}
        }
    }
}

pub(super) fn value(element: &BytesStart<'_>, name: &str) -> Option<String> {
    xml::attribute(element, name).map(std::borrow::Cow::into_owned)
}

/// A length attribute in points.
pub(super) fn measure(element: &BytesStart<'_>, name: &str) -> Option<f32> {
    xml::attribute(element, name).and_then(|value| length(&value))
}

fn length(value: &str) -> Option<f32> {
    let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let factor = match &value[digits.len()..] {
        "pt" => 1.0,
        "in" => 72.0,
        "cm" => 72.0 / 2.54,
        "mm" => 72.0 / 25.4,
        "pc" => 12.0,
        "px" => 0.75,
        _ => return None,
    };
    let number = digits.parse::<f32>().ok().filter(|number| number.is_finite())?;
    Some((number * factor).clamp(-1584.0, 1584.0))
}

fn colour(value: &str) -> Option<u32> {
    let digits = value.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    u32::from_str_radix(digits, 16).ok()
}
