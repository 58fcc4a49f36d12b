//! Styles, looked up by id and parsed only when a paragraph or run uses them. Source: ECMA-376 part 1, 17.7.
//!
//! A template may carry hundreds of styles in 350 KB of XML while a résumé uses ten of them; finding the start tags is a search for
//! one attribute name, and only the elements that are asked for are ever tokenised.

use std::rc::Rc;

use memchr::memmem;
use quick_xml::events::{BytesStart, Event};
use rustc_hash::FxHashMap;

use super::properties::{ParagraphProperties, RunProperties};
use crate::flow::Flow;
use crate::xml;

/// A chain of styles longer than this is a loop or a joke.
const LONGEST_CHAIN: usize = 32;

/// Styles of one document that are looked up; what comes later looks like the default.
const MOST_STYLES: usize = 2048;

/// A style with everything it inherits.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Style {
    pub(super) paragraph: ParagraphProperties,
    pub(super) run: RunProperties,
    /// Tells styles apart.
    pub(super) kin: u32,
}

/// The styles of a document.
#[derive(Debug)]
pub(super) struct Styles<'x> {
    text: &'x str,
    /// Where the start tag of each style stands.
    starts: FxHashMap<&'x str, usize>,
    default_paragraph: Option<&'x str>,
    resolved: FxHashMap<String, Rc<Style>>,
    defaults: Rc<Style>,
}

/// One style element without what it inherits.
#[derive(Debug, Default)]
struct Own {
    based_on: Option<String>,
    paragraph: ParagraphProperties,
    run: RunProperties,
}

impl<'x> Styles<'x> {
    /// Finds the styles in the text of the styles part; an empty text has none.
    pub(super) fn new(text: &'x str, flow: &mut Flow) -> Self {
        let (starts, default_paragraph) = index(text);
        let mut styles = Self { text, starts, default_paragraph, resolved: FxHashMap::default(), defaults: Rc::default() };
        styles.defaults = Rc::new(styles.document_defaults(flow));
        styles
    }

    /// The style with this id for a paragraph; the default style where there is none.
    pub(super) fn paragraph(&mut self, id: Option<&str>, flow: &mut Flow) -> Rc<Style> {
        let id = id.filter(|id| self.starts.contains_key(id)).or(self.default_paragraph);
        match id {
            Some(id) => self.resolve(id, true, flow),
            None => Rc::clone(&self.defaults),
        }
    }

    /// What the character style with this id says, without the document's defaults.
    pub(super) fn character(&mut self, id: &str, flow: &mut Flow) -> RunProperties {
        if !self.starts.contains_key(id) {
            return RunProperties::default();
        }
        self.resolve(id, false, flow).run
    }

    fn resolve(&mut self, id: &str, with_defaults: bool, flow: &mut Flow) -> Rc<Style> {
        if self.resolved.len() >= MOST_STYLES {
            return Rc::clone(&self.defaults);
        }
        let key = if with_defaults { id.to_owned() } else { format!("\0{id}") };
        if let Some(known) = self.resolved.get(&key) {
            return Rc::clone(known);
        }
        let mut chain = Vec::new();
        let mut next = Some(id.to_owned());
        while let Some(id) = next
            && chain.len() < LONGEST_CHAIN
        {
            let Some(&start) = self.starts.get(id.as_str()) else { break };
            let mut own = self.parse(start, flow);
            next = own.based_on.take().filter(|base| *base != id);
            chain.push(own);
        }
        let mut style = if with_defaults { Style::clone(&self.defaults) } else { Style::default() };
        for own in chain.iter().rev() {
            style.paragraph.overlay(&own.paragraph);
            style.run = style.run.overlaid(own.run);
        }
        style.kin = self.resolved.len() as u32 + 1;
        let style = Rc::new(style);
        self.resolved.insert(key, Rc::clone(&style));
        style
    }

    fn parse(&self, start: usize, flow: &mut Flow) -> Own {
        let mut own = Own::default();
        walk(element_at(self.text, start), |path, name, element| match (path, name) {
            ([_], "basedOn") => own.based_on = xml::attribute(element, "val").map(std::borrow::Cow::into_owned),
            ([_], "name") => {
                let level = xml::attribute(element, "val").and_then(|name| heading_level(&name));
                own.paragraph.outline = own.paragraph.outline.or(level);
            }
            ([_, "pPr"] | [_, "pPr", "numPr" | "tabs" | "pBdr"], name) => own.paragraph.read(name, element),
            ([_, "rPr"], name) => own.run.read(name, element, flow),
            _ => {}
        });
        own
    }

    fn document_defaults(&self, flow: &mut Flow) -> Style {
        let mut style = Style::default();
        let Some(at) = memmem::find(self.text.as_bytes(), b"docDefaults") else { return style };
        let Some(start) = self.text[..at].rfind('<') else { return style };
        walk(element_at(self.text, start), |path, name, element| match path {
            [_, "rPrDefault", "rPr"] => style.run.read(name, element, flow),
            [_, "pPrDefault", "pPr"] => style.paragraph.read(name, element),
            _ => {}
        });
        style
    }
}

/// The outline level, counted from 0, that the name of a built-in heading style means.
fn heading_level(name: &str) -> Option<u8> {
    let name = name.trim();
    if name.eq_ignore_ascii_case("title") {
        return Some(0);
    }
    let (word, level) = name.split_once(' ')?;
    let level = level.parse::<u8>().ok().filter(|level| (1..=9).contains(level))?;
    word.eq_ignore_ascii_case("heading").then_some(level - 1)
}

/// Start tags by style id, and the id of the default paragraph style.
fn index(text: &str) -> (FxHashMap<&str, usize>, Option<&str>) {
    let (mut starts, mut default_paragraph) = (FxHashMap::default(), None);
    for at in memmem::find_iter(text.as_bytes(), b"styleId=") {
        let Some(start) = text[..at].rfind('<') else { continue };
        let Some(end) = text[at..].find('>').map(|end| at + end) else { continue };
        let tag = &text[start..end];
        let Some(id) = quoted(&text[at + "styleId=".len()..end]) else { continue };
        starts.entry(id).or_insert(start);
        let is_default = tag.contains("default=\"1\"") || tag.contains("default=\"true\"");
        if is_default && tag.contains("type=\"paragraph\"") {
            default_paragraph = Some(id);
        }
    }
    (starts, default_paragraph)
}

fn quoted(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text[1..].split(quote).next()
}

/// The longest style or list definition that is looked at, in bytes.
const LONGEST_ELEMENT: usize = 64 << 10;

/// The text from an element's start on, no longer than an element may be: one that never ends costs no more than that.
pub(super) fn element_at(text: &str, start: usize) -> &str {
    let rest = text.get(start..).unwrap_or_default();
    &rest[..rest.floor_char_boundary(LONGEST_ELEMENT)]
}

/// Calls `visit` for every element inside the one that `text` begins with: with the names of those around it, its own name, its tag.
/// Names that lead nowhere are `?` in the path.
pub(super) fn walk(text: &str, mut visit: impl FnMut(&[&'static str], &str, &BytesStart<'_>)) {
    let mut reader = xml::reader(text);
    let mut path: Vec<&'static str> = Vec::with_capacity(8);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) => {
                let name = element.local_name().into_inner();
                visit(&path, name, &element);
                path.push(container(name));
            }
            Event::Empty(element) => visit(&path, element.local_name().into_inner(), &element),
            Event::End(_) => {
                path.pop();
            }
            Event::Eof => break,
            _ => continue,
        }
        if path.is_empty() {
            break;
        }
    }
}

fn container(name: &str) -> &'static str {
    const CONTAINERS: [&str; 9] = ["pPr", "rPr", "numPr", "tabs", "pBdr", "rPrDefault", "pPrDefault", "lvl", "lvlOverride"];
    CONTAINERS.into_iter().find(|container| *container == name).unwrap_or("?")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = r#"<w:styles xmlns:w="x"><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="20"/></w:rPr></w:rPrDefault></w:docDefaults>
        <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:spacing w:after="160"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:rPr><w:b/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="H"/><w:rPr><w:sz w:val="30"/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Loop2"/></w:style>
        <w:style w:type="paragraph" w:styleId="Loop2"><w:basedOn w:val="Loop"/><w:rPr><w:i/></w:rPr></w:style>
        <w:style w:type="character" w:styleId="Strong"><w:rPr><w:b/></w:rPr></w:style></w:styles>"#;

    #[test]
    fn a_style_inherits_along_its_chain() {
        let mut flow = Flow::new(1000);
        let mut styles = Styles::new(SAMPLE, &mut flow);
        let style = styles.paragraph(Some("Sub"), &mut flow);
        assert_eq!((style.run.size, style.run.bold, style.paragraph.outline), (Some(15.0), Some(true), Some(1)));
        assert_eq!(style.paragraph.after, Some(8.0));
    }

    #[test]
    fn unknown_styles_are_the_default_style() {
        let mut flow = Flow::new(1000);
        let mut styles = Styles::new(SAMPLE, &mut flow);
        let style = styles.paragraph(Some("Gone"), &mut flow);
        assert_eq!((style.run.size, style.paragraph.after), (Some(10.0), Some(8.0)));
    }

    #[test]
    fn chains_that_loop_end() {
        let mut flow = Flow::new(1000);
        let mut styles = Styles::new(SAMPLE, &mut flow);
        assert_eq!(styles.paragraph(Some("Loop"), &mut flow).run.italic, Some(true));
    }

    #[test]
    fn character_styles_leave_the_defaults_out() {
        let mut flow = Flow::new(1000);
        let mut styles = Styles::new(SAMPLE, &mut flow);
        let strong = styles.character("Strong", &mut flow);
        assert_eq!((strong.bold, strong.size), (Some(true), None));
    }
}
