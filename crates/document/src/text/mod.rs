//! Plain text and Markdown, in any encoding.
//!
//! A line of text is a line on the page, set in a typewriter font, so that columns made of spaces and tabs stand where their author
//! saw them. Lines longer than any page are wrapped.

mod encoding;
mod markdown;

pub(crate) use encoding::{decode, wide_start};

use crate::flow::{ColumnLayout, Flow, LineSpacing, PageLayout, ParagraphStyle, SectionStart, StopKind, TabStop, TextStyle};
use crate::reading::Bounds;
use crate::{Document, Fault, Role};

/// Font size, and the width and height of a character cell at that size.
const SIZE: f32 = 10.0;
const CELL: f32 = 6.0;
const PITCH: f32 = 12.0;
/// Characters of a line beyond which it was never meant to be one.
const LONGEST: usize = 110;
const MARGIN: f32 = 54.0;

/// Reads one file into `document`.
pub(crate) fn read(bytes: &[u8], bounds: Bounds<'_>, document: &mut Document) -> Result<(), Fault> {
    let (text, is_broken) = decode(bytes);
    if is_broken {
        document.notes.push("Some bytes of the text stand for no character.".to_owned());
    }
    let mut flow = Flow::new(bounds.limits.characters);
    if markdown::is_markdown(&text) {
        markdown::read(&text, &mut flow);
    } else {
        read_plain(&text, &mut flow);
    }
    flow.typeset(bounds, document)
}

fn read_plain(text: &str, flow: &mut Flow) {
    let font = flow.font("Courier");
    let look = TextStyle { size: SIZE, font, ..TextStyle::default() };
    let stops: Vec<TabStop> = (1..24u8).map(|stop| TabStop { x: f32::from(stop) * 8.0 * CELL, kind: StopKind::Left }).collect();
    let mut longest = 0;
    let mut lines = lines_of(text).peekable();
    while let Some(line) = lines.next() {
        if line.contains('\u{C}') {
            flow.page_break();
        }
        let line = line.trim_end_matches(['\u{C}', ' ', '\t']).trim_start_matches('\u{C}');
        longest = longest.max(line.chars().count());
        let level = lines.peek().and_then(|next| underline(line, next));
        let mut style = ParagraphStyle { line: LineSpacing::Exactly(PITCH), size: SIZE, ..ParagraphStyle::default() };
        if let Some(level) = level {
            style.role = Role::Heading(level);
            style.rule_below = true;
            lines.next();
        }
        push_line(line, look, style, &stops, flow);
    }
    let columns = longest.clamp(84, LONGEST);
    let page = PageLayout {
        width: columns as f32 * CELL + 2.0 * MARGIN,
        left: MARGIN,
        right: MARGIN,
        top: MARGIN,
        bottom: MARGIN,
        ..PageLayout::default()
    };
    flow.end_section(page, SectionStart::SamePage, ColumnLayout::default());
}

/// Lines whatever ends them.
fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

/// The heading level that `next`, a line of nothing but `=` or `-`, gives to the line above it.
fn underline(line: &str, next: &str) -> Option<u8> {
    let (line, next) = (line.trim(), next.trim());
    let mark = next.chars().next().filter(|mark| matches!(mark, '=' | '-' | '_' | '~'))?;
    let is_underline = next.len() >= 3 && next.chars().all(|c| c == mark);
    let is_title = line.chars().any(char::is_alphanumeric) && line.chars().count() <= 60;
    (is_underline && is_title).then_some(if mark == '=' { 1 } else { 2 })
}

/// Pushes one line with its indentation; a bullet hangs in front of its text.
fn push_line(line: &str, look: TextStyle, style: ParagraphStyle, stops: &[TabStop], flow: &mut Flow) {
    let body = line.trim_start_matches(' ');
    let indent = (line.len() - body.len()) as f32 * CELL;
    let style = ParagraphStyle { left: indent.min(80.0 * CELL), ..style };
    match bullet(body) {
        Some((label, rest)) => {
            let hang = (label.chars().count() + 1) as f32 * CELL;
            push_tabbed(rest.trim_start_matches(' '), look, flow);
            let style = ParagraphStyle { left: style.left + hang, first: -hang, role: Role::ListItem(0), ..style };
            flow.end_paragraph(style, stops, Some((label, look)));
        }
        None => {
            push_tabbed(body, look, flow);
            flow.end_paragraph(style, stops, None);
        }
    }
}

fn push_tabbed(text: &str, look: TextStyle, flow: &mut Flow) {
    for (index, cell) in text.split('\t').enumerate() {
        if index > 0 {
            flow.tab(look);
        }
        flow.text(cell, look);
    }
}

/// A list label at the start of a line, and the text behind it.
fn bullet(line: &str) -> Option<(&str, &str)> {
    let (label, rest) = line.split_once([' ', '\t'])?;
    let mut chars = label.chars();
    let is_bullet = matches!(
        (chars.next(), chars.next()),
        (
            Some(
                '-' | '*'
                    | '+'
                    | '•'
                    | '·'
                    | '◦'
                    | '▪'
                    | '■'
                    | '●'
                    | '○'
                    | '‣'
                    | '➢'
                    | '►'
                    | '–'
                    | '—'
                    | '✓'
                    | '✔'
                    | '»'
                    | '>'
                    | 'o'
            ),
            None
        )
    );
    (is_bullet && !rest.trim().is_empty()).then_some((label, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Deadline, Limits};

    fn runs_of(text: &str) -> Vec<(String, f32, f32)> {
        let limits = Limits::default();
        let mut document = Document::default();
        let bounds = Bounds { limits: &limits, deadline: Deadline::start(&limits) };
        read(text.as_bytes(), bounds, &mut document).expect("text is always readable");
        document.runs.iter().map(|run| (document.text_of(run).to_owned(), run.area.left, run.baseline)).collect()
    }

    #[test]
    fn columns_of_spaces_keep_their_places() {
        let runs = runs_of("ACME Corp          2019 - 2021\nGlobex             2021 - now\n");
        let texts: Vec<&str> = runs.iter().map(|(text, ..)| text.as_str()).collect();
        assert_eq!(texts, ["ACME Corp", "2019 - 2021", "Globex", "2021 - now"]);
        assert_eq!(runs[1].1, runs[3].1);
        assert!((runs[2].2 - runs[0].2 - PITCH).abs() < 0.01);
    }

    #[test]
    fn tabs_stand_at_eight_characters() {
        let runs = runs_of("a\tb\n12345678\tc\n");
        assert_eq!((runs[1].1 - runs[0].1, runs[3].1 - runs[2].1), (8.0 * CELL, 16.0 * CELL));
    }

    #[test]
    fn bullets_hang_and_long_lines_wrap() {
        let runs = runs_of(&format!("- {}", "word ".repeat(60)));
        assert_eq!(runs[0].0, "-");
        assert!(runs.len() > 3);
        assert!(runs[1..].iter().all(|run| (run.1 - runs[1].1).abs() < 0.01));
    }

    #[test]
    fn underlined_lines_are_headings() {
        let limits = Limits::default();
        let mut document = Document::default();
        let bounds = Bounds { limits: &limits, deadline: Deadline::start(&limits) };
        read(b"Experience\n==========\nACME", bounds, &mut document).expect("text is always readable");
        assert_eq!(document.runs.iter().map(|run| run.role).collect::<Vec<_>>(), [Role::Heading(1), Role::Body]);
        assert_eq!(document.rules.len(), 1);
    }
}
