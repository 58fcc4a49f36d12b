//! JSON Resume, and other JSON: fields as lines under headings.
//!
//! The shape is the file's own: a member whose value is an object or a list becomes a heading with its content below, strings and
//! numbers become lines in the order of the file. Nothing is dropped but punctuation.

mod token;

use vitae_model::Outcome;

use self::token::{Token, Tokens};
use crate::flow::{Flow, ParagraphStyle, TextStyle};
use crate::reading::Bounds;
use crate::{Document, Fault, Role, text};

const SIZE: f32 = 11.0;
/// Nesting beyond which a file is no résumé.
const DEEPEST: usize = 64;

/// Reads one file into `document`.
pub(crate) fn read(bytes: &[u8], bounds: Bounds<'_>, document: &mut Document) -> Result<(), Fault> {
    let (json, _) = text::decode(bytes);
    let mut flow = Flow::new(bounds.limits.characters);
    let result = walk(&json, bounds, &mut flow);
    let typeset = flow.typeset(bounds, document);
    result.and(typeset)
}

/// What the surrounding brackets are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Object,
    List,
}

fn walk(json: &str, bounds: Bounds<'_>, flow: &mut Flow) -> Result<(), Fault> {
    let mut places: Vec<Place> = Vec::new();
    let mut key: Option<String> = None;
    let mut left = bounds.limits.operations;
    let mut tokens = Tokens::new(json);
    while let Some(token) = tokens.next() {
        left = left
            .checked_sub(1)
            .ok_or_else(|| Fault::new(Outcome::TooLarge, format!("the file has more than {} JSON tokens", bounds.limits.operations)))?;
        if left.is_multiple_of(1024) && bounds.deadline.has_passed() {
            return Err(Fault::new(Outcome::TimedOut, format!("reading took longer than {:?}", bounds.limits.time)));
        }
        match token {
            Token::Open(is_object) => {
                if let Some(key) = key.take() {
                    push_heading(&key, places.len(), flow);
                }
                if places.len() >= DEEPEST {
                    return Err(Fault::new(Outcome::TooLarge, format!("the file nests deeper than {DEEPEST} levels")));
                }
                places.push(if is_object { Place::Object } else { Place::List });
            }
            Token::Close => {
                places.pop();
            }
            Token::String(text) if key.is_none() && places.last() == Some(&Place::Object) && tokens.at_colon() => key = Some(text),
            Token::String(text) => push_value(key.take(), &text, &places, flow),
            Token::Word("null" | "true" | "false") => key = None,
            Token::Word(word) => push_value(key.take(), word, &places, flow),
        }
    }
    if places.is_empty() {
        Ok(())
    } else {
        Err(Fault::new(Outcome::Damaged, format!("the file is cut off inside {} brackets", places.len())))
    }
}

fn push_heading(key: &str, depth: usize, flow: &mut Flow) {
    let level = u8::try_from(depth).unwrap_or(6).clamp(1, 6);
    let size = SIZE + 4.0 - f32::from(level.min(4));
    flow.text(&words_of(key), TextStyle { size, bold: true, ..TextStyle::default() });
    let style = ParagraphStyle { size, before: 8.0, after: 2.0, role: Role::Heading(level), ..ParagraphStyle::default() };
    flow.end_paragraph(style, &[], None);
}

fn push_value(key: Option<String>, text: &str, places: &[Place], flow: &mut Flow) {
    let look = TextStyle { size: SIZE, ..TextStyle::default() };
    let is_address = text.starts_with("http://") || text.starts_with("https://");
    let link = if is_address { flow.link(text) } else { None };
    // In a list a string stands for itself; in an object its name says what it is.
    if let Some(key) = &key {
        flow.text(&format!("{}: ", words_of(key)), TextStyle { bold: true, ..look });
    }
    flow.text(text, TextStyle { link, ..look });
    let is_item = places.last() == Some(&Place::List);
    let style = ParagraphStyle {
        size: SIZE,
        left: if is_item { 18.0 } else { 0.0 },
        first: if is_item { -18.0 } else { 0.0 },
        role: if is_item { Role::ListItem(0) } else { Role::Body },
        ..ParagraphStyle::default()
    };
    flow.end_paragraph(style, &[], is_item.then_some(("•", look)));
}

/// `startDate` and `start_date` as words: `Start date`.
fn words_of(key: &str) -> String {
    let mut out = String::with_capacity(key.len() + 4);
    for c in key.chars() {
        match c {
            '_' | '-' => out.push(' '),
            c if c.is_uppercase() && out.ends_with(char::is_lowercase) => {
                out.push(' ');
                out.extend(c.to_lowercase());
            }
            c if out.is_empty() => out.extend(c.to_uppercase()),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Deadline, Limits};

    fn read_text(json: &str) -> (Document, Option<Fault>) {
        let limits = Limits::default();
        let mut document = Document::default();
        let fault = read(json.as_bytes(), Bounds { limits: &limits, deadline: Deadline::start(&limits) }, &mut document).err();
        (document, fault)
    }

    #[test]
    fn fields_become_lines_under_headings() {
        let (document, fault) = read_text(
            r#"{"basics": {"name": "Zo\u00eb \"Z\" Doe", "url": "https://example.com", "age": 41}, "work": [{"startDate": "2019-01", "highlights": ["a", "b"]}], "x": null}"#,
        );
        assert_eq!(fault, None);
        let texts: Vec<&str> = document.runs.iter().map(|run| document.text_of(run)).collect();
        let expected = [
            "Basics",
            "Name:",
            "Zoë \"Z\" Doe",
            "Url:",
            "https://example.com",
            "Age:",
            "41",
            "Work",
            "Start date:",
            "2019-01",
            "Highlights",
            "•",
            "a",
            "•",
            "b",
        ];
        assert_eq!(texts, expected);
        assert_eq!((document.runs[0].role, document.runs[11].role), (Role::Heading(1), Role::ListItem(0)));
        assert_eq!(document.target_of(&document.runs[4]), Some("https://example.com"));
    }

    #[test]
    fn files_cut_off_keep_what_they_have() {
        let (document, fault) = read_text(r#"{"basics": {"name": "Jane Doe", "label": "Eng"#);
        assert_eq!(fault.map(|fault| fault.outcome), Some(Outcome::Damaged));
        assert!(document.text.contains("Jane Doe"));
    }

    #[test]
    fn depth_is_limited() {
        assert_eq!(read_text(&"[".repeat(100_000)).1.map(|fault| fault.outcome), Some(Outcome::TooLarge));
    }
}
