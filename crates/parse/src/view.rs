//! What was read, for human eyes: the pages drawn with a box round every value, beside the profile.
//!
//! In: extractions and the documents they came from. Out: one HTML page that loads nothing and runs nothing. Pointing at a value lights
//! its box and the other way round, by style rules alone; a click goes from one to the other.

mod colour;
mod value;

use std::collections::BTreeMap;
use std::fmt::Write;

use vitae_document::{Document, drawing, escape};
use vitae_model::{BoundingBox, Evidence, Extraction, Outcome};

use colour::Colour;
use value::Value;

const STYLE: &str = include_str!("view/page.css");

/// Writes the articles of one HTML page: `head`, an article a document, `foot`.
#[derive(Debug, Default)]
pub struct View {
    /// Values shown so far, over all articles: their numbers tie rows to boxes.
    n_values: usize,
}

impl View {
    /// What stands before the first article.
    #[must_use]
    pub fn head(title: &str) -> String {
        // Nothing may be loaded, run or sent; styles stand in the page itself.
        let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
        let mut out = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n<title>"
        );
        escape(&mut out, title);
        let _ = write!(out, "</title>\n<style>\n{STYLE}");
        for colour in Colour::ALL {
            let _ = writeln!(out, ".{} {{ --hue: {}; }}", colour.class(), colour.hue());
        }
        out.push_str("</style>\n</head>\n<body>\n");
        out.push_str(&legend());
        out
    }

    /// One document: its pages with a box round every value, beside the profile.
    #[must_use]
    pub fn article(&mut self, extraction: &Extraction, document: &Document) -> String {
        let first = self.n_values;
        let values = value::values(extraction);
        self.n_values += values.len();
        let mut out = String::with_capacity(64 << 10);
        out.push_str("<article>\n");
        heading(&mut out, extraction);
        rules(&mut out, first, values.len());
        out.push_str("<div class=\"beside\">\n<div class=\"pages\">\n");
        for page in 0..document.pages.len() {
            draw_page(&mut out, document, page, &values, first);
        }
        if document.pages.is_empty() {
            out.push_str("<p class=\"note\">There is no page to show.</p>\n");
        }
        out.push_str("</div>\n<div class=\"profile\">\n");
        profile(&mut out, &values, first);
        out.push_str("</div>\n</div>\n</article>\n");
        out
    }

    /// What stands behind the last article.
    #[must_use]
    pub fn foot() -> &'static str {
        "</body>\n</html>\n"
    }
}

fn legend() -> String {
    let mut out = "<p class=\"legend\">".to_owned();
    for colour in Colour::ALL {
        let _ = write!(out, "<span class=\"{}\">{}</span>", colour.class(), colour.title());
    }
    out.push_str("<small>Point at a value to see where it was read; click to go there. The number is how sure the reader is, in per cent.</small></p>\n");
    out
}

fn heading(out: &mut String, extraction: &Extraction) {
    out.push_str("<header><h2>");
    escape(out, &extraction.source);
    let pages = if extraction.pages == 1 { "page" } else { "pages" };
    let _ = write!(out, "</h2><p>{}, {} {pages}, {}", extraction.format, extraction.pages, extraction.outcome);
    if extraction.outcome != Outcome::Parsed {
        out.push_str(": ");
        escape(out, extraction.error.as_deref().unwrap_or_default());
    }
    out.push_str("</p>");
    for note in &extraction.notes {
        out.push_str("<p class=\"note\">");
        escape(out, note);
        out.push_str("</p>");
    }
    out.push_str("</header>\n");
}

/// A rule for each value: while one of its boxes or rows is pointed at, all of them are lit.
fn rules(out: &mut String, first: usize, count: usize) {
    out.push_str("<style>\n");
    for number in first..first + count {
        let _ = writeln!(out, "body:has(.v{number}:is(:hover,:focus,:target)) .v{number}{{--lit:1}}");
    }
    out.push_str("</style>\n");
}

fn draw_page(out: &mut String, document: &Document, page: usize, values: &[Value], first: usize) {
    let size = document.pages[page];
    let (width, height) = (length(size.width), length(size.height));
    let _ = writeln!(
        out,
        "<svg viewBox=\"0 0 {width:.1} {height:.1}\" role=\"img\" aria-label=\"page {}\" font-family=\"Helvetica, Arial, sans-serif\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>",
        page + 1
    );
    out.push_str(&drawing(document, page));
    for shared in boxes(values, page) {
        let is_on_dark = is_dark(document, page, shared.area);
        draw_box(out, values, first, &shared, is_on_dark);
    }
    out.push_str("</svg>\n");
}

/// A box and the values that were read in it.
struct Shared {
    area: BoundingBox,
    values: Vec<usize>,
}

/// The boxes of one page, the largest first, so that a small one in a large one can be pointed at.
fn boxes(values: &[Value], page: usize) -> Vec<Shared> {
    let mut found: BTreeMap<[i32; 4], Shared> = BTreeMap::new();
    for (index, value) in values.iter().enumerate() {
        for evidence in value.evidence.iter().filter(|evidence| evidence.page as usize == page + 1) {
            found.entry(key(evidence.area)).or_insert_with(|| Shared { area: evidence.area, values: Vec::new() }).values.push(index);
        }
    }
    let mut found: Vec<Shared> = found.into_values().collect();
    let size = |shared: &Shared| shared.area.width() * shared.area.height();
    found.sort_by(|left, right| size(right).total_cmp(&size(left)));
    found
}

/// Names a box, to a tenth of a point: what is printed of it.
fn key(area: BoundingBox) -> [i32; 4] {
    [area.left, area.top, area.right, area.bottom].map(|edge| (edge * 10.0).round() as i32)
}

/// Whether `area` lies on a filling so dark that boxes in the usual colours would not be seen.
fn is_dark(document: &Document, page: usize, area: BoundingBox) -> bool {
    let (x, y) = (f32::midpoint(area.left, area.right), f32::midpoint(area.top, area.bottom));
    let holds = |outer: BoundingBox| outer.left <= x && x <= outer.right && outer.top <= y && y <= outer.bottom;
    let ground = document.fillings.iter().rfind(|filling| usize::from(filling.page) == page && holds(filling.area));
    ground.is_some_and(|filling| filling.colour.to_be_bytes()[1..].iter().map(|part| u32::from(*part)).sum::<u32>() < 3 * 110)
}

fn draw_box(out: &mut String, values: &[Value], first: usize, shared: &Shared, is_on_dark: bool) {
    let Some(&lead) = shared.values.first() else { return };
    let classes: String = shared.values.iter().map(|index| format!(" v{}", first + index)).collect();
    let area = shared.area;
    let _ = write!(out, "<a href=\"#v{}\" tabindex=\"-1\"><rect", first + lead);
    if values[lead].evidence.first().is_some_and(|evidence| key(evidence.area) == key(area)) {
        let _ = write!(out, " id=\"b{}\"", first + lead);
    }
    // A margin of a point keeps the letters clear.
    let _ = write!(
        out,
        " class=\"box {}{}{classes}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"1.5\"><title>",
        values[lead].colour.class(),
        if is_on_dark { " dark" } else { "" },
        finite(area.left) - 1.0,
        finite(area.top) - 0.5,
        length(area.width()) + 2.0,
        length(area.height()) + 1.0
    );
    for (n_told, index) in shared.values.iter().enumerate() {
        let value = &values[*index];
        let _ = write!(out, "{}{}: ", if n_told > 0 { "\n" } else { "" }, value.label);
        escape(out, &value.text);
        if let Some(evidence) = value.evidence.first() {
            let _ = write!(out, " ({} %)", per_cent(evidence));
        }
    }
    out.push_str("</title></rect></a>\n");
}

fn profile(out: &mut String, values: &[Value], first: usize) {
    if values.is_empty() {
        out.push_str("<p class=\"note\">Nothing was understood.</p>\n");
    }
    let (mut part, mut entry) = ("", None);
    for (index, value) in values.iter().enumerate() {
        if value.part != part {
            let _ = writeln!(out, "<h3>{}</h3>", value::title(value.part));
        } else if value.entry != entry {
            out.push_str("<hr>\n");
        }
        (part, entry) = (value.part, value.entry);
        row(out, values, first, index);
    }
}

fn row(out: &mut String, values: &[Value], first: usize, index: usize) {
    let value = &values[index];
    let number = first + index;
    let unsure = value.evidence.first().is_some_and(|evidence| evidence.confidence.get() < 0.7);
    let class = format!("row {}{}", value.colour.class(), if unsure { " unsure" } else { "" });
    let lead = value.evidence.first().map(|evidence| first + leader(values, index, evidence));
    let _ = match lead {
        Some(lead) => write!(out, "<a id=\"v{number}\" class=\"{class} v{number}\" href=\"#b{lead}\">"),
        None => write!(out, "<span class=\"{class} told\">"),
    };
    let _ = write!(out, "<span class=\"label\">{}</span><span class=\"value\">", value.label);
    escape(out, &value.text);
    out.push_str("</span>");
    if let Some(evidence) = value.evidence.first() {
        let _ = write!(out, "<span class=\"sure\">{}{}</span>", if unsure { "? " } else { "" }, per_cent(evidence));
    }
    out.push_str(if lead.is_some() { "</a>\n" } else { "</span>\n" });
}

/// The first value that was read in the same box: the box carries its number.
fn leader(values: &[Value], index: usize, evidence: &Evidence) -> usize {
    let same = |other: &Evidence| other.page == evidence.page && key(other.area) == key(evidence.area);
    values[..index].iter().position(|value| value.evidence.iter().any(|other| same(other))).unwrap_or(index)
}

fn per_cent(evidence: &Evidence) -> u32 {
    (evidence.confidence.get() * 100.0).round() as u32
}

fn finite(value: f32) -> f32 {
    if value.is_finite() { value } else { 0.0 }
}

/// A length that a drawing can have.
fn length(value: f32) -> f32 {
    finite(value).clamp(0.0, 20_000.0)
}

#[cfg(test)]
mod tests;
