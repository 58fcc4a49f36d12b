//! Markdown, as people write it in a plain text résumé.

use crate::Role;
use crate::flow::{CellStyle, Flow, ParagraphStyle, TextStyle};

/// Indent of one list level.
const INDENT: f32 = 18.0;
const SIZE: f32 = 11.0;

/// Whether the text uses enough of Markdown to be read as such: a stray `#` or `*` is not.
pub(super) fn is_markdown(text: &str) -> bool {
    let (mut headings, mut others) = (0, 0);
    for line in text.lines().take(400) {
        let line = line.trim_start();
        if heading(line).is_some() {
            headings += 1;
        }
        if line.contains("](") || line.matches("**").count() >= 2 || line.starts_with("|--") || line.starts_with("| --") {
            others += 1;
        }
    }
    headings >= 2 || headings + others >= 3
}

/// Level and text of an ATX heading.
fn heading(line: &str) -> Option<(u8, &str)> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let title = text.strip_prefix(' ')?.trim().trim_end_matches('#').trim_end();
    ((1..=6).contains(&level) && !title.is_empty()).then_some((level as u8, title))
}

/// Reads the text into `flow`.
pub(super) fn read(text: &str, flow: &mut Flow) {
    let mut table_columns = 0;
    let mut lines = super::lines_of(text).peekable();
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if let Some(cells) = table_cells(trimmed) {
            push_row(&cells, &mut table_columns, flow);
            continue;
        }
        if std::mem::take(&mut table_columns) > 0 {
            flow.end_table();
        }
        let underlined = lines.peek().filter(|_| list_item(line).is_none()).and_then(|next| super::underline(trimmed, next));
        if let Some(level) = underlined {
            lines.next();
            push_heading(level, trimmed, flow);
        } else if let Some((level, title)) = heading(trimmed) {
            push_heading(level, title, flow);
        } else if is_rule(trimmed) {
            flow.rule();
        } else {
            push_text(line, flow);
        }
    }
    if table_columns > 0 {
        flow.end_table();
    }
}

fn push_heading(level: u8, title: &str, flow: &mut Flow) {
    let size = SIZE + f32::from(6u8.saturating_sub(level)) * 1.5;
    inline(title, TextStyle { size, bold: true, ..TextStyle::default() }, flow);
    let style = ParagraphStyle { size, before: 8.0, after: 3.0, role: Role::Heading(level), ..ParagraphStyle::default() };
    flow.end_paragraph(style, &[], None);
}

fn is_rule(line: &str) -> bool {
    let mut marks = line.chars().filter(|c| !c.is_whitespace());
    let Some(mark) = marks.next().filter(|mark| matches!(mark, '-' | '*' | '_')) else { return false };
    let rest: Vec<char> = marks.collect();
    rest.len() >= 2 && rest.iter().all(|c| *c == mark)
}

/// Level, label and text of a list item.
fn list_item(line: &str) -> Option<(u8, &str, &str)> {
    let body = line.trim_start();
    let indent = line[..line.len() - body.len()].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum::<usize>();
    let (label, rest) = body.split_once([' ', '\t'])?;
    let is_bullet = matches!(label, "-" | "*" | "+" | "•");
    let is_number = label.len() <= 4 && label.ends_with(['.', ')']) && label[..label.len() - 1].parse::<u16>().is_ok();
    let level = u8::try_from(indent / 2).unwrap_or(u8::MAX).min(8);
    ((is_bullet || is_number) && !rest.trim().is_empty()).then_some((level, if is_bullet { "•" } else { label }, rest.trim()))
}

fn push_text(line: &str, flow: &mut Flow) {
    let look = TextStyle { size: SIZE, ..TextStyle::default() };
    let style = ParagraphStyle { size: SIZE, ..ParagraphStyle::default() };
    if let Some((level, label, text)) = list_item(line) {
        inline(text, look, flow);
        let left = INDENT * (f32::from(level) + 1.0);
        flow.end_paragraph(ParagraphStyle { left, first: -INDENT, role: Role::ListItem(level), ..style }, &[], Some((label, look)));
        return;
    }
    let body = line.trim_start();
    // Text under a list item goes on with it.
    let is_continued = line.len() - body.len() >= 2;
    let body = body.trim_start_matches("> ").trim_end_matches('\\');
    inline(body, look, flow);
    flow.end_paragraph(ParagraphStyle { left: if is_continued { INDENT } else { 0.0 }, ..style }, &[], None);
}

/// The cells of a table row; the row of dashes has none.
fn table_cells(line: &str) -> Option<Vec<&str>> {
    let inner = line.strip_prefix('|')?.strip_suffix('|')?;
    let cells: Vec<&str> = inner.split('|').map(str::trim).collect();
    let is_delimiter = cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':')));
    Some(if is_delimiter { Vec::new() } else { cells })
}

fn push_row(cells: &[&str], columns: &mut usize, flow: &mut Flow) {
    if cells.is_empty() {
        return;
    }
    if *columns == 0 {
        *columns = cells.len();
        flow.start_table(Vec::new(), 0.0);
    }
    flow.start_row();
    for (column, cell) in cells.iter().enumerate().take(64) {
        flow.start_cell(CellStyle { column: column as u16, columns: 1, rows: 1, filling: None, padding: [0.0, 0.0, 10.0, 0.0] });
        inline(cell, TextStyle { size: SIZE, ..TextStyle::default() }, flow);
        flow.end_paragraph(ParagraphStyle { size: SIZE, ..ParagraphStyle::default() }, &[], None);
        flow.end_cell();
    }
    flow.end_row();
}

/// Pushes text with emphasis, links and code marks resolved.
fn inline(text: &str, look: TextStyle, flow: &mut Flow) {
    let mut look = look;
    let mut plain_from = 0;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let Some((length, token)) = token(rest, at == 0 || text[..at].ends_with([' ', '(', '*', '_', '[', '"', '\''])) else {
            at += c.len_utf8();
            continue;
        };
        flow.text(&text[plain_from..at], look);
        match token {
            Token::Bold => look.bold = !look.bold,
            Token::Italic => look.italic = !look.italic,
            Token::Dropped => {}
            Token::Break => flow.line_break(look),
            Token::Literal(literal) => flow.text(literal, look),
            Token::Link(label, target) => {
                let link = flow.link(target);
                // A link's label may be emphasised, never another link.
                flow.text(label.trim_matches(['*', '_', '`']), TextStyle { link, ..look });
            }
        }
        at += length;
        plain_from = at;
    }
    flow.text(&text[plain_from..], look);
}

/// What a stretch of Markdown means.
#[derive(Debug, PartialEq)]
enum Token<'a> {
    Bold,
    Italic,
    Dropped,
    Break,
    Literal(&'a str),
    Link(&'a str, &'a str),
}

/// The token that `rest` begins with, and its length; `opens` tells whether a word may begin here.
fn token(rest: &str, opens: bool) -> Option<(usize, Token<'_>)> {
    let first = *rest.as_bytes().first().filter(|byte| byte.is_ascii())?;
    let second = rest[1..].chars().next();
    match first {
        b'\\' if second.is_some_and(|c| c.is_ascii_punctuation()) => Some((2, Token::Literal(&rest[1..2]))),
        b'*' | b'_' if rest[1..].starts_with(&rest[..1]) => Some((2, Token::Bold)),
        b'*' if !rest[1..].starts_with(' ') || !opens => Some((1, Token::Italic)),
        // Inside a word an underscore is a letter: user names have them.
        b'_' if opens && second.is_some_and(char::is_alphanumeric) => Some((1, Token::Italic)),
        b'_' if second.is_none_or(|c| !c.is_alphanumeric()) && !opens => Some((1, Token::Italic)),
        b'`' => Some((1, Token::Dropped)),
        b'!' if rest.starts_with("![") => link(&rest[1..]).map(|(length, _)| (length + 1, Token::Dropped)),
        b'[' => link(rest),
        b'<' => angle(rest),
        _ => None,
    }
}

/// `[label](target)`.
fn link(rest: &str) -> Option<(usize, Token<'_>)> {
    let close = rest.find("](")?;
    let label = &rest[1..close];
    let target_end = close + 2 + rest[close + 2..].find(')')?;
    let target = rest[close + 2..target_end].split_whitespace().next().unwrap_or_default();
    (!label.contains('[')).then_some((target_end + 1, Token::Link(label, target.trim_matches(['<', '>']))))
}

/// `<https://…>`, `<a@b.example>` and the tags that people mix in.
fn angle(rest: &str) -> Option<(usize, Token<'_>)> {
    let end = rest.find('>').filter(|end| *end < 400)?;
    let inside = &rest[1..end];
    if inside.starts_with("http") || (inside.contains('@') && !inside.contains(' ')) {
        return Some((end + 1, Token::Link(inside, inside)));
    }
    let name = inside.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default().to_ascii_lowercase();
    match name.as_str() {
        "br" => Some((end + 1, Token::Break)),
        "b" | "i" | "u" | "em" | "strong" | "sup" | "sub" | "small" | "center" | "div" | "span" | "p" | "a" | "img" | "hr" => {
            Some((end + 1, Token::Dropped))
        }
        _ if inside.starts_with("!--") => Some((end + 1, Token::Dropped)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Bounds;
    use crate::{Deadline, Document, Limits};

    fn document_of(text: &str) -> Document {
        let limits = Limits::default();
        let mut flow = Flow::new(limits.characters);
        read(text, &mut flow);
        let mut document = Document::default();
        flow.typeset(Bounds { limits: &limits, deadline: Deadline::start(&limits) }, &mut document).expect("time is ample");
        document
    }

    fn texts(document: &Document) -> Vec<&str> {
        document.runs.iter().map(|run| document.text_of(run)).collect()
    }

    #[test]
    fn markdown_is_told_from_plain_text() {
        assert!(is_markdown("# Jane Doe\n\n## Work\n"));
        assert!(!is_markdown("# 1 seller\nJane * Doe\n"));
    }

    #[test]
    fn headings_lists_and_emphasis_become_roles_and_styles() {
        let document = document_of("# Jane Doe #\n\n- **ACME** corp\n  - deeper\n1. one\n");
        assert_eq!(texts(&document), ["Jane Doe", "•", "ACME", "corp", "•", "deeper", "1.", "one"]);
        let roles: Vec<Role> = document.runs.iter().map(|run| run.role).collect();
        assert_eq!(roles[0], Role::Heading(1));
        assert_eq!((roles[1], roles[4], roles[6]), (Role::ListItem(0), Role::ListItem(1), Role::ListItem(0)));
        assert!(document.runs[2].bold && !document.runs[3].bold);
    }

    #[test]
    fn links_keep_their_targets() {
        let document = document_of("[Site](https://example.com \"title\") and <jane@example.com> or jane_doe_x\n");
        assert_eq!(texts(&document), ["Site", "and", "jane@example.com", "or jane_doe_x"]);
        assert_eq!(document.target_of(&document.runs[0]), Some("https://example.com"));
    }

    #[test]
    fn tables_stand_in_columns() {
        let document = document_of("| ACME | 2019 |\n|---|---|\n| Globex | 2021 |\n");
        assert_eq!(texts(&document), ["ACME", "2019", "Globex", "2021"]);
        assert_eq!(document.runs[1].area.left, document.runs[3].area.left);
        assert_eq!(document.runs[3].cell.map(|cell| (cell.row, cell.column)), Some((1, 1)));
    }
}
