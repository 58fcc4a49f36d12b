//! The style sheet of a layout.

use crate::layout::{BulletStyle, ContactStyle, DateRail, Frame, HeadingStyle, Layout, Medium};
use crate::sheet::Sheet;
use std::fmt::Write as _;

/// Families of typefaces, each with what stands in for it.
pub const FONTS: &[&str] = &[
    "'Lato', 'DejaVu Sans', sans-serif",
    "'Roboto', 'DejaVu Sans', sans-serif",
    "'Open Sans', 'DejaVu Sans', sans-serif",
    "'EB Garamond', 'Liberation Serif', serif",
    "'Liberation Sans', Arial, sans-serif",
    "'Liberation Serif', 'Times New Roman', serif",
    "'DejaVu Sans', sans-serif",
    "'DejaVu Serif', serif",
    "'Noto Sans', 'DejaVu Sans', sans-serif",
    "'Noto Serif', 'DejaVu Serif', serif",
    "'Carlito', Calibri, sans-serif",
    "'Caladea', Cambria, serif",
    "'DejaVu Sans Condensed', 'DejaVu Sans', sans-serif",
    "'Liberation Sans Narrow', 'Liberation Sans', sans-serif",
    "'Liberation Mono', monospace",
];

/// Writes the style sheet for `sheet`.
#[must_use]
pub fn css(layout: &Layout, sheet: &Sheet) -> String {
    let mut css = String::new();
    page(&mut css, layout, sheet);
    head(&mut css, layout);
    headings(&mut css, layout);
    columns(&mut css, layout);
    entries(&mut css, layout);
    lists(&mut css, layout);
    css
}

fn page(css: &mut String, layout: &Layout, sheet: &Sheet) {
    let margin = 12 + layout.order % 10;
    let paper = if sheet.language == "en" && layout.variant.is_multiple_of(2) { "Letter" } else { "A4" };
    let running = running(layout, sheet);
    let font = FONTS[layout.font % FONTS.len()];
    let size = layout.size as f32 / 10.0;
    let leading = 1.15 + (layout.gap % 40) as f32 / 100.0;
    let _ = writeln!(css, "@page {{ size: {paper}; margin: {margin}mm; {running} }}");
    let _ = writeln!(
        css,
        "body {{ margin: 0; font-family: {font}; font-size: {size}pt; line-height: {leading}; color: #222; -webkit-print-color-adjust: exact; }}"
    );
    let _ = writeln!(css, ".icon {{ font-family: 'FontAwesome'; font-weight: normal; font-style: normal; color: #{}; }}", layout.colour);
    let _ = writeln!(
        css,
        "a {{ color: {}; text-decoration: {}; }}",
        if layout.variant.is_multiple_of(2) { "inherit" } else { "#1a4fa0" },
        if layout.order.is_multiple_of(2) { "none" } else { "underline" }
    );
}

/// What stands in the margin at the foot of each page.
fn running(layout: &Layout, sheet: &Sheet) -> String {
    let corner = ["center", "right", "left"][layout.variant % 3];
    let quoted = |text: &str| text.replace('\\', "").replace('"', "'");
    let content = match &sheet.pages {
        Some((before, between)) => {
            format!("\"{}{}\" counter(page) \"{}\" counter(pages)", quoted(&sheet.footer), quoted(before), quoted(between))
        }
        None if sheet.footer.is_empty() => return String::new(),
        None => format!("\"{}\"", quoted(&sheet.footer)),
    };
    format!("@bottom-{corner} {{ content: {content}; font-size: 7.5pt; color: #777; }}")
}

fn head(css: &mut String, layout: &Layout) {
    let align = ["left", "center", "right"][layout.align];
    let colour = layout.colour;
    let big = 18 + layout.variant % 14;
    let spacing = if layout.order.is_multiple_of(6) { "letter-spacing: 0.15em;" } else { "" };
    let weight = if layout.variant % 4 == 1 { "normal" } else { "bold" };
    let _ = writeln!(css, "header {{ text-align: {align}; margin-bottom: 10pt; box-sizing: border-box; }}");
    let _ =
        writeln!(css, "h1 {{ font-size: {big}pt; font-weight: {weight}; margin: 0 0 2pt; line-height: 1.1; color: #{colour}; {spacing} }}");
    let _ = writeln!(
        css,
        ".title {{ font-size: {}pt; margin: 0 0 8pt; {} }}",
        12 + layout.gap % 10,
        if layout.order.is_multiple_of(2) { "font-weight: bold;" } else { "text-transform: uppercase; letter-spacing: 0.1em;" }
    );
    let _ = writeln!(css, ".label {{ font-size: {}pt; margin: 0 0 4pt; color: #{colour}; }}", 11 + layout.gap % 5);
    if layout.frame == Frame::Band {
        let _ = writeln!(
            css,
            "header {{ background: #{colour}; color: #fff; padding: 12pt; }} header h1, header .label, header a, header .icon {{ color: #fff; }}"
        );
    }
    if layout.contact == ContactStyle::Beside {
        css.push_str("header { display: table; width: 100%; text-align: left; } header .contact { text-align: right; }\n");
    }
    let side = if layout.align == 0 { "right" } else { "left" };
    let _ = writeln!(
        css,
        ".photo {{ float: {side}; width: 70pt; height: 88pt; border: 0.7pt solid #aaa; background: #e4e4e4; margin: 0 0 6pt 8pt; }} .aside .photo {{ float: none; margin: 0 auto 8pt; }} .aside h1 {{ font-size: {}pt; overflow-wrap: normal; letter-spacing: 0; }}",
        13 + layout.variant % 3
    );
}

fn headings(css: &mut String, layout: &Layout) {
    let colour = layout.colour;
    // A heading that stands beside what it heads has little room.
    let larger = if layout.frame == Frame::Rail { 0.5 } else { 1.0 + (layout.gap % 5) as f32 };
    let size = layout.size as f32 / 10.0 + larger;
    let base = format!("font-size: {size}pt; margin: {}pt 0 4pt; color: #{colour}; page-break-after: avoid;", 6 + layout.gap / 10);
    let own = match layout.heading {
        HeadingStyle::Large | HeadingStyle::Icon | HeadingStyle::Numbered | HeadingStyle::Colon => String::new(),
        HeadingStyle::Caps => "text-transform: uppercase;".to_owned(),
        HeadingStyle::SmallCaps => "font-variant: small-caps;".to_owned(),
        HeadingStyle::Spaced => "text-transform: uppercase; letter-spacing: 0.22em; font-weight: normal;".to_owned(),
        HeadingStyle::Ruled => format!("border-bottom: 0.8pt solid #{colour};"),
        HeadingStyle::Overlined => format!("border-top: 1.5pt solid #{colour}; padding-top: 3pt;"),
        HeadingStyle::Boxed => format!("background: #{colour}; color: #fff; padding: 2pt 5pt;"),
        HeadingStyle::Plain => format!("font-size: {}pt; color: inherit;", layout.size as f32 / 10.0),
        HeadingStyle::Underlined => "text-decoration: underline; font-weight: normal;".to_owned(),
        HeadingStyle::Centred => {
            format!("text-align: center; border-top: 0.5pt solid #{colour}; border-bottom: 0.5pt solid #{colour}; font-weight: normal;")
        }
    };
    let _ = writeln!(css, "h2 {{ {base} {own} }}");
    if layout.frame == Frame::Rail {
        let width = 22 + layout.variant % 8;
        // WeasyPrint does not break flexible boxes across pages.
        let rules = if layout.medium == Medium::Weasy || layout.engine == 2 {
            "section { display: table; width: 100%; margin-bottom: 8pt; } h2 { display: table-cell; vertical-align: top; WIDTH } .content { display: table-cell; }"
        } else {
            "section { display: flex; align-items: flex-start; margin-bottom: 8pt; } h2 { flex: 0 0 auto; WIDTH margin-top: 0; } .content { flex: 1; }"
        };
        let room = format!("width: {width}%; padding-right: 8pt; box-sizing: border-box;");
        let _ = writeln!(css, "{}", rules.replace("WIDTH", &room));
    }
}

fn columns(css: &mut String, layout: &Layout) {
    let narrow = if layout.roomy { 36 + layout.variant % 14 } else { 27 + layout.variant % 9 };
    let fill = if layout.tinted {
        if layout.variant.is_multiple_of(2) {
            "background: #eef1f4; padding: 8pt;".to_owned()
        } else {
            format!("background: #{}; color: #fff; padding: 8pt;", layout.colour)
        }
    } else {
        "padding: 0 10pt;".to_owned()
    };
    if layout.engine == 2 {
        css.push_str(
            "table.columns { width: 100%; border-collapse: collapse; } table.columns > tbody > tr > td { vertical-align: top; }\n",
        );
    } else {
        let direction = if layout.reversed { "row-reverse" } else { "row" };
        let _ = writeln!(css, ".columns {{ display: flex; flex-direction: {direction}; gap: 14pt; }}");
    }
    let _ = writeln!(
        css,
        ".aside {{ width: {narrow}%; box-sizing: border-box; {fill} overflow-wrap: anywhere; }} .main {{ flex: 1; padding: 0 6pt; }} .half {{ width: 50%; box-sizing: border-box; padding-right: 8pt; }}"
    );
    if layout.tinted && layout.variant % 2 == 1 {
        css.push_str(".aside h2, .aside h1, .aside .label, .aside a, .aside .icon { color: #fff; }\n");
    }
}

fn entries(css: &mut String, layout: &Layout) {
    let gap = layout.gap as f32 / 10.0;
    let rail = 17 + layout.order % 10;
    let _ = writeln!(
        css,
        ".entry {{ margin: 0 0 {gap}pt; }} .gap {{ height: 4pt; }} .text {{ margin: 1pt 0; {} }}",
        if layout.order.is_multiple_of(5) { "text-align: justify;" } else { "" }
    );
    match layout.engine {
        0 => css.push_str(".right { float: right; }\n"),
        1 => css.push_str(".entry .line { display: flex; justify-content: space-between; } .entry .line > .right { white-space: nowrap; padding-left: 8pt; }\n"),
        _ => css.push_str("table.ends { width: 100%; border-collapse: collapse; } table.ends td { padding: 0; vertical-align: top; } table.ends td.right { text-align: right; white-space: nowrap; }\n"),
    }
    if layout.engine == 1 {
        // Flexible lines would tear apart a line of several looks: only those with two ends are flexible.
        css.push_str(".entry .line:not(:has(> .right)) { display: block; }\n");
        css.push_str("div.railed { display: flex; gap: 10pt; } div.railed > .body { flex: 1; }\n");
    } else {
        css.push_str(
            "table.railed { width: 100%; border-collapse: collapse; } table.railed td { vertical-align: top; padding: 0 4pt 0 0; }\n",
        );
    }
    let edge = if layout.rail == DateRail::Right { "text-align: right;" } else { "" };
    let dim = if layout.order.is_multiple_of(3) { format!("color: #{};", layout.colour) } else { String::new() };
    let _ = writeln!(css, ".rail {{ width: {rail}%; flex: 0 0 {rail}%; {edge} {dim} }}");
    if layout.timeline {
        let _ = writeln!(
            css,
            ".dot {{ width: 10pt; flex: 0 0 10pt; border-left: 1.2pt solid #{0}; position: relative; }} .dot::before {{ content: \"\"; position: absolute; left: -3.6pt; top: 3pt; width: 6pt; height: 6pt; border-radius: 50%; background: #{0}; }}",
            layout.colour
        );
    }
    if layout.cards {
        css.push_str(".cards { display: flex; flex-wrap: wrap; gap: 8pt; } .cards > .entry { width: 48%; box-sizing: border-box; border: 0.6pt solid #bbb; border-radius: 4pt; padding: 6pt; break-inside: avoid; }\n");
    }
    if layout.borders {
        css.push_str("table.railed td, div.entry { border: 0.5pt solid #999; padding: 3pt; }\n");
    }
    css.push_str("table.cells td { padding: 0 14pt 1pt 0; vertical-align: top; } header table.cells { margin: 0 auto 0 0; text-align: left; } table.bordered { border-collapse: collapse; } table.bordered td { border: 0.5pt solid #999; padding: 2pt 5pt; }\n");
}

fn lists(css: &mut String, layout: &Layout) {
    let indent = 8 + layout.variant % 12;
    let _ = writeln!(
        css,
        "ul, ol {{ margin: 2pt 0; padding-left: {indent}pt; }} .typed {{ margin: 0 0 1pt; padding-left: {}pt; }}",
        layout.variant % 3 * 6
    );
    if let BulletStyle::List(sign) = layout.bullets
        && sign != "•"
    {
        let _ = writeln!(
            css,
            "ul.told {{ list-style: none; }} ul.told li::before {{ content: \"{sign} \"; margin-left: -{}pt; }}",
            indent.min(9)
        );
    }
    if layout.order % 4 == 1 {
        css.push_str("ul.items { list-style: square; }\n");
    }
    let round = ["2pt", "9pt", "0"][layout.variant % 3];
    let _ = writeln!(
        css,
        ".chip {{ display: inline-block; border: 0.6pt solid #{}; border-radius: {round}; padding: 0 5pt; margin: 0 4pt 3pt 0; }}",
        layout.colour
    );
    let _ = writeln!(
        css,
        ".meter {{ margin: 0 0 2pt; }} .what {{ display: inline-block; min-width: 45%; }} .bar {{ display: inline-block; width: 40%; height: 5pt; background: #ddd; vertical-align: middle; }} .bar span {{ display: block; height: 5pt; background: #{}; }} .stars {{ font-family: 'DejaVu Sans'; font-size: 0.85em; }}",
        layout.colour
    );
}
