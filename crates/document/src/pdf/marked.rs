//! Marked content: optional content that is switched off, and text that stands for what is shown (ISO 32000-1, 8.11 and 14.9.4).

use rustc_hash::FxHashSet;

use super::content::{Token, Tokens};
use super::file::File;
use super::glyph::Glyphs;
use super::lexer;
use super::structure::Tag;
use super::value::Value;

/// How deep marked content may nest.
const MAX_DEPTH: usize = 256;

/// The marked content that is open.
#[derive(Debug, Default)]
pub(super) struct Marked {
    stack: Vec<(Mark, Tag)>,
    /// How many of the stack are hidden.
    hidden: usize,
    /// Begun beyond the depth that is kept.
    unkept: usize,
}

#[derive(Debug)]
enum Mark {
    Plain,
    Hidden,
    /// The glyphs from `first` on mean `text`.
    Actual {
        first: usize,
        text: String,
    },
}

impl Marked {
    /// Whether what is shown now is switched off.
    pub(super) fn is_hidden(&self) -> bool {
        self.hidden > 0
    }

    /// What the marks say of what is shown now.
    pub(super) fn tag(&self) -> Tag {
        self.stack.last().map_or(Tag::None, |(_, tag)| *tag)
    }

    /// Begins marked content; `tag` where its properties say what it is.
    pub(super) fn begin(&mut self, tag: Option<Tag>) {
        self.push(Mark::Plain, tag);
    }

    /// Begins optional content.
    pub(super) fn begin_optional(&mut self, is_hidden: bool) {
        self.push(if is_hidden { Mark::Hidden } else { Mark::Plain }, None);
    }

    /// Begins content that means `text`; `first` is the number of glyphs so far.
    pub(super) fn begin_actual(&mut self, first: usize, text: String, tag: Option<Tag>) {
        self.push(Mark::Actual { first, text }, tag);
    }

    fn push(&mut self, mark: Mark, tag: Option<Tag>) {
        if self.stack.len() == MAX_DEPTH {
            self.unkept += 1;
            return;
        }
        self.hidden += usize::from(matches!(mark, Mark::Hidden));
        let tag = tag.unwrap_or(self.tag());
        self.stack.push((mark, tag));
    }

    /// Ends the innermost marked content.
    pub(super) fn end(&mut self, page: &mut Glyphs) {
        if self.unkept > 0 {
            self.unkept -= 1;
            return;
        }
        match self.stack.pop().map(|(mark, _)| mark) {
            Some(Mark::Hidden) => self.hidden -= 1,
            Some(Mark::Actual { first, text }) => page.replace(first, &text),
            Some(Mark::Plain) | None => {}
        }
    }

    /// How much is open now, for [`Marked::unwind`].
    pub(super) fn depth(&self) -> usize {
        self.stack.len()
    }

    /// Ends what a form left open.
    pub(super) fn unwind(&mut self, depth: usize, page: &mut Glyphs) {
        while self.stack.len() > depth {
            self.unkept = 0;
            self.end(page);
        }
    }
}

/// The first token of the entry `key` of an inline property dictionary.
fn entry<'c>(dictionary: &'c [u8], key: &[u8]) -> Option<Token<'c>> {
    let at = place(dictionary, key)?;
    Tokens::new(dictionary.get(at + key.len()..)?).next()
}

/// Where `key`, which begins with a solidus, stands in a dictionary. They are a few bytes long and many.
fn place(dictionary: &[u8], key: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'/', dictionary).find(|at| dictionary[*at..].starts_with(key))
}

/// The number that an inline property dictionary gives its content.
pub(super) fn content_number(dictionary: &[u8]) -> Option<u32> {
    match entry(dictionary, b"/MCID")? {
        Token::Number(number) if number >= 0.0 => Some(number as u32),
        _ => None,
    }
}

/// What an artifact is, by the properties in `dictionary`.
pub(super) fn artifact(dictionary: &[u8]) -> Tag {
    let has = |key: &[u8]| place(dictionary, key).is_some();
    if has(b"/Header") || has(b"/Top") {
        Tag::Header
    } else if has(b"/Footer") || has(b"/Bottom") {
        Tag::Footer
    } else {
        Tag::Artifact
    }
}

/// The text that an inline property dictionary says its content means.
pub(super) fn actual_text(dictionary: &[u8]) -> Option<String> {
    let Some(Token::String(raw)) = entry(dictionary, b"/ActualText") else { return None };
    let mut bytes = Vec::new();
    lexer::decode_string(raw, &mut bytes);
    Some(super::value::decode_text(&bytes))
}

/// Optional content groups that are off by default.
#[derive(Debug, Default)]
pub(super) struct HiddenGroups(FxHashSet<u32>);

impl HiddenGroups {
    /// Reads the default configuration of the catalogue.
    pub(super) fn read<'f>(file: &'f File<'f>) -> Self {
        let Some(properties) = file.root().and_then(|root| root.get(b"OCProperties")) else { return Self::default() };
        let Some(defaults) = properties.get(b"D") else { return Self::default() };
        let groups = |value: Option<Value<'f>>| value.into_iter().flat_map(Value::elements_direct).filter_map(Value::reference).take(4096);
        let mut hidden = FxHashSet::default();
        if defaults.get(b"BaseState").and_then(Value::name) == Some(b"OFF") {
            hidden.extend(groups(properties.get(b"OCGs")));
            groups(defaults.get(b"ON")).for_each(|group| {
                hidden.remove(&group);
            });
        }
        hidden.extend(groups(defaults.get(b"OFF")));
        Self(hidden)
    }

    /// Whether `content`, a group or a membership dictionary as it stands, is switched off.
    pub(super) fn hides(&self, content: Value<'_>) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let is_off = |value: Value<'_>| value.reference().is_some_and(|group| self.0.contains(&group));
        if is_off(content) {
            return true;
        }
        match content.resolve().get_direct(b"OCGs") {
            Some(groups) if groups.resolve().is_array() => {
                let mut members = groups.resolve().elements_direct().take(64).peekable();
                members.peek().is_some() && members.all(is_off)
            }
            Some(group) => is_off(group),
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actual_text_is_found_in_its_dictionary() {
        assert_eq!(actual_text(b"<</ActualText<FEFF00AD>/Lang(en)>>").as_deref(), Some("\u{AD}"));
        assert_eq!(actual_text(b"<</MCID 3>>"), None);
    }

    #[test]
    fn ends_without_beginnings_do_nothing() {
        let mut marked = Marked::default();
        let mut page = Glyphs::default();
        marked.end(&mut page);
        for _ in 0..1000 {
            marked.begin_optional(true);
        }
        for _ in 0..1000 {
            assert!(marked.is_hidden());
            marked.end(&mut page);
        }
        assert!(!marked.is_hidden());
    }
}
