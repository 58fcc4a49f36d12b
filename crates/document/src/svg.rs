//! Draws a page as it was read, so that a person sees what the machine saw.

use std::fmt::Write;
use std::ops::Range;

use vitae_model::BoundingBox;

use crate::{Document, Page, Role, Rule, Run};

/// White space around and between pages.
const GAP: f32 = 12.0;

/// Draws `pages` (counted from 0) of `document` as one SVG, one page below the other: their fillings, rules and pictures, their runs with
/// their boxes, and the runs' numbers, sizes, fonts and links as tooltips. Pages that the document lacks are left out.
///
/// Boxes are green, those of links blue; headings have a thicker frame, list items a dot. All text is escaped; nothing in the drawing
/// runs, links or loads.
#[must_use]
pub fn svg(document: &Document, pages: Range<usize>) -> String {
    let sizes: Vec<(usize, Page)> = document.pages.iter().copied().enumerate().filter(|(page, _)| pages.contains(page)).collect();
    let width = sizes.iter().map(|(_, size)| finite(size.width)).fold(0.0, f32::max) + 2.0 * GAP;
    let height = sizes.iter().map(|(_, size)| finite(size.height) + GAP).sum::<f32>() + GAP;
    let mut out = String::with_capacity(16 << 10);
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="sans-serif">
<rect width="100%" height="100%" fill="#888"/>"##
    );
    let mut top = GAP;
    for (page, size) in sizes {
        draw_page(&mut out, document, page, size, top);
        top += finite(size.height) + GAP;
    }
    out.push_str("</svg>\n");
    out
}

/// Draws one page in a frame of its own, so that what lies beyond its edges does not cover its neighbours.
fn draw_page(out: &mut String, document: &Document, page: usize, size: Page, top: f32) {
    let (width, height) = (finite(size.width), finite(size.height));
    let _ = writeln!(out, r#"<svg x="{GAP}" y="{top}" width="{width}" height="{height}">"#);
    let _ = writeln!(out, r##"<rect width="100%" height="100%" fill="#fff"/>"##);
    let is_here = |number: u16| usize::from(number) == page;
    for filling in document.fillings.iter().filter(|filling| is_here(filling.page)) {
        rectangle(out, filling.area, &format!(r##"fill="#{:06x}" fill-opacity="0.35""##, filling.colour & 0xFF_FF_FF));
    }
    for image in document.images.iter().filter(|image| is_here(image.page)) {
        rectangle(out, image.area, r##"fill="#ddd" fill-opacity="0.5" stroke="#999" stroke-dasharray="4 3""##);
    }
    for rule in document.rules.iter().filter(|rule| is_here(rule.page)) {
        rectangle(out, rule.area, r##"fill="#c60" stroke="#c60" stroke-width="0.4""##);
    }
    for (number, run) in document.runs.iter().enumerate().filter(|(_, run)| is_here(run.page)) {
        draw_run(out, document, number, run);
    }
    out.push_str("</svg>\n");
}

/// Draws page `page` (counted from 0) of `document` as its reader sees it: the inside of an `svg` element, in points, without frames and
/// tooltips. Empty where the document lacks the page.
///
/// All text is escaped; nothing in the drawing runs, links or loads.
#[must_use]
pub fn drawing(document: &Document, page: usize) -> String {
    let mut out = String::with_capacity(16 << 10);
    let is_here = |number: u16| usize::from(number) == page;
    for filling in document.fillings.iter().filter(|filling| is_here(filling.page)) {
        rectangle(&mut out, filling.area, &format!(r##"fill="#{:06x}""##, filling.colour & 0xFF_FF_FF));
    }
    for image in document.images.iter().filter(|image| is_here(image.page)) {
        rectangle(&mut out, image.area, r##"fill="#ddd" fill-opacity="0.5" stroke="#999" stroke-dasharray="4 3""##);
    }
    for rule in document.rules.iter().filter(|rule| is_here(rule.page)) {
        for area in visible(document, rule) {
            rectangle(&mut out, area, r##"fill="#888" stroke="#888" stroke-width="0.4""##);
        }
    }
    for mark in document.marks.iter().filter(|mark| is_here(mark.page)) {
        let (radius, area) = (mark.area.height().min(mark.area.width()) / 2.0, mark.area);
        let paint = mark.colour.map_or(r##"fill="none" stroke="#888" stroke-width="0.4""##.to_owned(), |colour| {
            format!(r##"fill="#{:06x}""##, colour & 0xFF_FF_FF)
        });
        // What is as high as wide is a dot or a star.
        let round = if area.width() < 1.3 * area.height() && area.height() < 1.3 * area.width() { radius } else { 0.0 };
        rectangle(&mut out, area, &format!(r#"rx="{:.2}" {paint}"#, finite(round)));
    }
    for run in document.runs.iter().filter(|run| is_here(run.page)) {
        let on_dark = document.fillings.iter().rfind(|filling| filling.page == run.page && covers(filling.area, run.area));
        open_text(&mut out, run, legible(run.colour, on_dark.map_or(0xFF_FF_FF, |filling| filling.colour)));
        escape(&mut out, document.text_of(run));
        out.push_str("</text>\n");
    }
    out
}

/// The parts of a rule that boxes painted across it leave: a heading on a box of its own interrupts the line it stands on.
fn visible(document: &Document, rule: &Rule) -> Vec<BoundingBox> {
    let middle = f32::midpoint(rule.area.top, rule.area.bottom);
    let crosses = |area: BoundingBox| {
        let inside = area.top + 2.0 < middle && middle < area.bottom - 2.0;
        inside && area.height() < 60.0 && (area.left > rule.area.left + 1.0 || area.right < rule.area.right - 1.0)
    };
    let mut parts = vec![rule.area];
    if rule.area.width() < rule.area.height() {
        return parts;
    }
    for filling in document.fillings.iter().filter(|filling| filling.page == rule.page && crosses(filling.area)) {
        let cut = filling.area;
        let sides = parts.iter().flat_map(|part| {
            let left = BoundingBox { right: part.right.min(cut.left), ..*part };
            let right = BoundingBox { left: part.left.max(cut.right), ..*part };
            [left, right]
        });
        parts = sides.filter(|side| side.left < side.right).collect();
    }
    parts
}

/// Whether the middle of `inner` lies in `outer`.
fn covers(outer: BoundingBox, inner: BoundingBox) -> bool {
    let (x, y) = ((inner.left + inner.right) / 2.0, (inner.top + inner.bottom) / 2.0);
    outer.left <= x && x <= outer.right && outer.top <= y && y <= outer.bottom
}

/// `colour`, or a grey where it would not be seen on `ground`: what a file draws beneath its text is not always known.
fn legible(colour: u32, ground: u32) -> u32 {
    if luminance(colour).abs_diff(luminance(ground)) >= 60 {
        return colour & 0xFF_FF_FF;
    }
    if luminance(ground) > 127 { 0x66_66_66 } else { 0xDD_DD_DD }
}

/// Brightness between 0 and 255.
fn luminance(colour: u32) -> u32 {
    let [_, red, green, blue] = colour.to_be_bytes().map(u32::from);
    (red * 299 + green * 587 + blue * 114) / 1000
}

fn draw_run(out: &mut String, document: &Document, number: usize, run: &Run) {
    let frame = if run.link.is_some() { "#06c" } else { "#2a2" };
    let thickness = if matches!(run.role, Role::Heading(_)) { 0.9 } else { 0.3 };
    rectangle(out, run.area, &format!(r##"fill="none" stroke="{frame}" stroke-width="{thickness}""##));
    if let Role::ListItem(_) = run.role {
        let _ = writeln!(out, r#"<circle cx="{:.2}" cy="{:.2}" r="1" fill="{frame}"/>"#, finite(run.area.left), finite(run.area.top));
    }
    // White text would vanish on a drawing without its background.
    let colour = if run.colour & 0xF0_F0_F0 == 0xF0_F0_F0 { 0x88_88_88 } else { run.colour & 0xFF_FF_FF };
    open_text(out, run, colour);
    let font = document.fonts.get(usize::from(run.font.0)).map_or("", |font| font.name.as_str());
    let _ = write!(out, "<title>#{number} {:.1} pt ", run.size);
    escape(out, font);
    if let Some(target) = document.target_of(run) {
        out.push_str(" → ");
        escape(out, target);
    }
    out.push_str("</title>");
    escape(out, document.text_of(run));
    out.push_str("</text>\n");
}

/// Writes the opening tag of a run's text: where it stands and how it looks.
fn open_text(out: &mut String, run: &Run, colour: u32) {
    let (x, y, turn) = match run.rotation {
        90 => (run.baseline, run.area.bottom, -90),
        180 => (run.area.right, run.baseline, 180),
        270 => (run.baseline, run.area.top, 90),
        _ => (run.area.left, run.baseline, 0),
    };
    let (x, y) = (finite(x), finite(y));
    let length = if matches!(run.rotation, 90 | 270) { run.area.height() } else { run.area.width() };
    let weight = if run.bold { r#" font-weight="bold""# } else { "" };
    let slant = if run.italic { r#" font-style="italic""# } else { "" };
    let _ = write!(
        out,
        r##"<text x="{x:.2}" y="{y:.2}" font-size="{:.2}" fill="#{colour:06x}"{weight}{slant} textLength="{:.2}" lengthAdjust="spacingAndGlyphs" style="unicode-bidi:plaintext" transform="rotate({turn} {x:.2} {y:.2})">"##,
        finite(run.size),
        finite(length)
    );
}

fn rectangle(out: &mut String, area: BoundingBox, style: &str) {
    let (left, top) = (finite(area.left), finite(area.top));
    let (width, height) = (finite(area.width()), finite(area.height()));
    let _ = writeln!(out, r#"<rect x="{left:.2}" y="{top:.2}" width="{width:.2}" height="{height:.2}" {style}/>"#);
}

/// SVG knows no infinity.
fn finite(value: f32) -> f32 {
    if value.is_finite() { value } else { 0.0 }
}

/// Appends `text` to the markup `out` so that it is text and nothing else, in HTML and SVG, between tags and in quotes; characters that XML
/// forbids become U+FFFD.
pub fn escape(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{0}'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            letter => out.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Link, LinkId, Page};

    #[test]
    fn a_page_is_drawn_with_everything_escaped() {
        let mut document = Document { pages: vec![Page { width: 100.0, height: 50.0 }], ..Document::default() };
        document.links.push(Link { target: "https://example.com/?a=1&b=\"2\"".to_owned() });
        document.intern_font("<Font>");
        let span = document.push_text("<script>alert('x')</script> & more");
        document.runs.push(Run {
            span,
            area: BoundingBox { left: 10.0, top: 10.0, right: 90.0, bottom: 20.0 },
            baseline: 18.0,
            size: 10.0,
            bold: true,
            colour: 0xFF_FF_FF,
            link: Some(LinkId(0)),
            ..Run::default()
        });
        let drawing = svg(&document, 0..1);
        assert!(drawing.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; more</text>"), "{drawing}");
        assert!(drawing.contains("?a=1&amp;b=&quot;2&quot;") && drawing.contains("&lt;Font&gt;"));
        assert!(!drawing.contains("<script"));
    }

    #[test]
    fn pages_stand_below_each_other_and_missing_ones_are_left_out() {
        let page = Page { width: 100.0, height: 50.0 };
        let document = Document { pages: vec![page, page, page], ..Document::default() };
        let all = svg(&document, 0..usize::MAX);
        assert!(all.starts_with(r#"<svg xmlns="http://www.w3.org/2000/svg" width="124" height="198""#), "{all}");
        assert_eq!(all.matches("</svg>").count(), 4);
        let second = svg(&document, 1..2);
        assert!(second.contains(r#"<svg x="12" y="12" width="100" height="50">"#), "{second}");
        assert_eq!(svg(&document, 7..8).matches("</svg>").count(), 1);
    }
}
