//! Fonts that a document names by their part in its theme. Source: ECMA-376 part 1, 17.3.2.26, 20.1.4.1.16.

use crate::archive::Stream;
use crate::flow::Flow;
use crate::xml;

/// What the fonts of headings and of running text are called until the theme is read.
pub(super) const MAJOR: &str = "+mj-lt";
pub(super) const MINOR: &str = "+mn-lt";

/// Bytes that are read at a time, and within which the fonts stand.
const STEP: usize = 4 << 10;
const FARTHEST: usize = 64 << 10;

/// The name under which the theme knows what `value` means, such as `minorHAnsi`.
pub(super) fn placeholder(value: &str) -> &'static str {
    if value.starts_with("major") { MAJOR } else { MINOR }
}

/// Whether text uses a font of the theme.
pub(super) fn is_used(flow: &Flow) -> bool {
    flow.has_font(MAJOR) || flow.has_font(MINOR)
}

/// Gives the fonts of the theme their names; what the theme does not tell stays nameless.
pub(super) fn apply(part: Option<Stream<'_>>, flow: &mut Flow) {
    let text = xml::into_utf8(part.map(read).unwrap_or_default());
    for (placeholder, element) in [(MAJOR, "majorFont"), (MINOR, "minorFont")] {
        flow.rename_font(placeholder, latin(&text, element).unwrap_or_default());
    }
}

/// Reads as far as both fonts are told.
fn read(mut part: Stream<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    while !part.is_done() && bytes.len() < FARTHEST {
        part.more(&mut bytes, STEP);
        // Behind the minor font, the second of the two, nothing is told of either.
        if memchr::memmem::find_iter(&bytes, b"minorFont").last().is_some_and(|at| bytes[at..].contains(&b'>') && is_end(&bytes[..at])) {
            break;
        }
    }
    bytes
}

/// Whether what comes behind `before` is the name in an end tag, with or without a prefix.
fn is_end(before: &[u8]) -> bool {
    before.rsplit(|byte| *byte == b'<').next().is_some_and(|tag| tag.starts_with(b"/"))
}

/// The name of the Latin font in `element`.
fn latin<'t>(text: &'t str, element: &str) -> Option<&'t str> {
    let inside = &text[text.find(element)?..];
    let tag = &inside[inside.find("latin")?..];
    let tag = &tag[..tag.find('>')?];
    let value = &tag[tag.find("typeface=")? + "typeface=".len()..];
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_the_theme_has_its_font() {
        let text =
            "<a:fontScheme><a:majorFont><a:latin typeface=\"Cambria\"/></a:majorFont><a:minorFont><a:latin panose='0' typeface='Calibri'/>";
        assert_eq!((latin(text, "majorFont"), latin(text, "minorFont")), (Some("Cambria"), Some("Calibri")));
        assert_eq!(latin("<a:majorFont><a:latin typeface", "majorFont"), None);
    }

    #[test]
    fn without_a_theme_its_fonts_are_nameless() {
        let mut flow = Flow::new(100);
        let font = flow.font(placeholder("minorHAnsi"));
        assert!(is_used(&flow));
        apply(None, &mut flow);
        assert_eq!(flow.font_name(font), "");
    }
}
