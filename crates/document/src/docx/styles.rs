//! Styles, looked up by id and parsed only when a paragraph or run uses them. Source: ECMA-376 part 1, 17.7.
//!
//! A template may carry hundreds of styles in 350 KB of XML while a résumé uses ten of them. So the part inflates only as far as the
//! styles that are asked for, finding the start tags is a search for one attribute name, and only those elements are ever tokenised.

use std::hash::BuildHasher;
use std::rc::Rc;

use memchr::memmem;
use quick_xml::events::{BytesStart, Event};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::properties::{ParagraphProperties, RunProperties};
use crate::archive::Stream;
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
    part: Part<'x>,
    /// Styles that were asked for: by themselves, and with the document's defaults.
    resolved: [FxHashMap<Box<str>, Rc<Style>>; 2],
    defaults: Rc<Style>,
    /// Ids that text has named: most paragraphs share a few.
    names: FxHashSet<Rc<str>>,
}

/// The styles part, as far as it was read.
#[derive(Debug, Default)]
struct Part<'x> {
    rest: Option<Stream<'x>>,
    text: String,
    /// Bytes that are no whole character yet.
    tail: Vec<u8>,
    /// Where the search for start tags goes on.
    searched: usize,
    /// Where the id and the start tag of each style stand, by what the id hashes to.
    starts: FxHashMap<u64, StyleTag>,
    /// Start of the last style found: those before it are whole.
    last: usize,
    default_paragraph: Option<Rc<str>>,
}

/// Where a style stands.
#[derive(Debug, Clone, Copy)]
struct StyleTag {
    id: (usize, usize),
    start: usize,
}

/// What an id hashes to. Ids that a file lets collide are lost but for the first, and so is nothing else.
fn key_of(id: &str) -> u64 {
    FxBuildHasher.hash_one(id)
}

/// Bytes that are read at a time: a résumé's styles stand in the first few of these.
const STEP: usize = 8 << 10;

impl<'x> Part<'x> {
    fn new(mut rest: Option<Stream<'x>>) -> Self {
        let mut part = Self::default();
        if let Some(stream) = &mut rest {
            stream.more(&mut part.tail, STEP);
            if !xml::is_utf8(&part.tail) {
                while !stream.is_done() {
                    stream.more(&mut part.tail, STEP);
                }
                part.text = xml::decode(std::mem::take(&mut part.tail));
            }
        }
        part.rest = rest;
        part.take();
        part
    }

    /// Reads on; false at the end of the part.
    fn grow(&mut self) -> bool {
        let Some(stream) = self.rest.as_mut().filter(|stream| !stream.is_done()) else { return false };
        // Where they go on far behind, steps grow with the way.
        stream.more(&mut self.tail, STEP.max(self.text.len() / 4));
        self.take();
        true
    }

    fn is_whole(&self) -> bool {
        self.rest.as_ref().is_none_or(Stream::is_done)
    }

    /// Moves the characters among the bytes to the text and finds the styles in it.
    fn take(&mut self) {
        let end = if self.is_whole() { self.tail.len() } else { whole_characters(&self.tail) };
        match std::str::from_utf8(&self.tail[..end]) {
            Ok(text) => {
                self.text.push_str(text);
                self.tail.drain(..end);
            }
            Err(_) => {
                self.text.push_str(&String::from_utf8_lossy(&self.tail));
                self.tail.clear();
            }
        }
        self.index();
    }

    fn index(&mut self) {
        let text = self.text.as_str();
        let attribute = memmem::Finder::new(b"styleId=");
        while let Some(at) = attribute.find(&text.as_bytes()[self.searched..]).map(|at| self.searched + at) {
            let Some(end) = memchr::memchr(b'>', &text.as_bytes()[at..]).map(|end| at + end) else { return };
            self.searched = end;
            let Some(start) = memchr::memrchr(b'<', &text.as_bytes()[..at]) else { continue };
            let tag = &text[start..end];
            let Some(id) = quoted(&text[at + "styleId=".len()..end]) else { continue };
            self.last = start;
            let id_at = at + "styleId=\"".len();
            self.starts.entry(key_of(id)).or_insert(StyleTag { id: (id_at, id_at + id.len()), start });
            if self.default_paragraph.is_none() && tag.contains("type=\"paragraph\"") {
                let is_default = tag.contains("default=\"1\"") || tag.contains("default=\"true\"");
                self.default_paragraph = is_default.then(|| id.into());
            }
        }
        // The attribute's name may have been cut in two.
        self.searched = self.searched.max(text.floor_char_boundary(text.len().saturating_sub(16)));
    }

    /// The text of the style with this id, from its start tag on.
    fn find(&mut self, id: &str) -> Option<&str> {
        // The style behind tells that this one is there to its end.
        let key = key_of(id);
        while self.starts.get(&key).is_none_or(|style| style.start >= self.last) && self.grow() {}
        let style = self.starts.get(&key).filter(|style| self.text.get(style.id.0..style.id.1) == Some(id))?;
        Some(element_at(&self.text, style.start))
    }

    fn has(&mut self, id: &str) -> bool {
        self.find(id).is_some()
    }

    fn default_paragraph(&mut self) -> Option<Rc<str>> {
        while self.default_paragraph.is_none() && self.grow() {}
        self.default_paragraph.clone()
    }

    /// The document's defaults, which stand in front of all styles.
    fn defaults(&mut self) -> Option<&str> {
        while self.starts.is_empty() && self.grow() {}
        let at = memmem::find(self.text.as_bytes(), b"docDefaults")?;
        let start = self.text[..at].rfind('<')?;
        Some(element_at(&self.text, start))
    }
}

/// The length of `bytes` without a character at its end that goes on behind it.
fn whole_characters(bytes: &[u8]) -> usize {
    let begins = |byte: &u8| *byte & 0xC0 != 0x80;
    let Some(behind) = bytes.iter().rev().take(4).position(begins) else { return bytes.len() };
    let start = bytes.len() - 1 - behind;
    // The first byte has as many bits set as the character has bytes, but for those of one.
    let length = bytes[start].leading_ones().max(1) as usize;
    if length > behind + 1 { start } else { bytes.len() }
}

/// What a table style says of the text in a table.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct TableStyle {
    pub(super) whole: RunProperties,
    pub(super) first_row: RunProperties,
    pub(super) first_column: RunProperties,
}

impl TableStyle {
    fn overlaid(self, above: Self) -> Self {
        Self {
            whole: self.whole.overlaid(above.whole),
            first_row: self.first_row.overlaid(above.first_row),
            first_column: self.first_column.overlaid(above.first_column),
        }
    }
}

/// One style element without what it inherits.
#[derive(Debug, Default)]
struct Own {
    based_on: Option<String>,
    paragraph: ParagraphProperties,
    run: RunProperties,
    table: TableStyle,
}

impl<'x> Styles<'x> {
    /// The styles of the styles part; without one there are none.
    pub(super) fn new(part: Option<Stream<'x>>, flow: &mut Flow) -> Self {
        let mut styles = Self { part: Part::new(part), resolved: Default::default(), defaults: Rc::default(), names: FxHashSet::default() };
        styles.defaults = Rc::new(styles.document_defaults(flow));
        styles
    }

    /// `id`, in the memory that all who name it share.
    pub(super) fn name(&mut self, id: &str) -> Rc<str> {
        if let Some(known) = self.names.get(id) {
            return Rc::clone(known);
        }
        let new: Rc<str> = id.into();
        if self.names.len() < MOST_STYLES {
            self.names.insert(Rc::clone(&new));
        }
        new
    }

    /// The style with this id for a paragraph; the default style where there is none.
    pub(super) fn paragraph(&mut self, id: Option<&str>, flow: &mut Flow) -> Rc<Style> {
        if let Some(id) = id.filter(|id| self.part.has(id)) {
            return self.resolve(id, true, flow);
        }
        match self.part.default_paragraph() {
            Some(id) => self.resolve(&id, true, flow),
            None => Rc::clone(&self.defaults),
        }
    }

    /// What the character style with this id says, without the document's defaults.
    pub(super) fn character(&mut self, id: &str, flow: &mut Flow) -> RunProperties {
        if !self.part.has(id) {
            return RunProperties::default();
        }
        self.resolve(id, false, flow).run
    }

    /// What the table style with this id says.
    pub(super) fn table(&mut self, id: &str, flow: &mut Flow) -> TableStyle {
        let chain = self.chain(id, flow);
        chain.iter().rev().fold(TableStyle::default(), |table, own| table.overlaid(own.table))
    }

    fn resolve(&mut self, id: &str, with_defaults: bool, flow: &mut Flow) -> Rc<Style> {
        let n_resolved: usize = self.resolved.iter().map(FxHashMap::len).sum();
        if n_resolved >= MOST_STYLES {
            return Rc::clone(&self.defaults);
        }
        if let Some(known) = self.resolved[usize::from(with_defaults)].get(id) {
            return Rc::clone(known);
        }
        let chain = self.chain(id, flow);
        let mut style = if with_defaults { Style::clone(&self.defaults) } else { Style::default() };
        for own in chain.iter().rev() {
            style.paragraph.overlay(&own.paragraph);
            style.run = style.run.overlaid(own.run);
        }
        style.kin = n_resolved as u32 + 1;
        let style = Rc::new(style);
        self.resolved[usize::from(with_defaults)].insert(id.into(), Rc::clone(&style));
        style
    }

    /// The style with this id and those it is based on.
    fn chain(&mut self, id: &str, flow: &mut Flow) -> Vec<Own> {
        let mut chain = Vec::new();
        let mut next = Some(id.to_owned());
        while let Some(id) = next
            && chain.len() < LONGEST_CHAIN
        {
            let Some(text) = self.part.find(&id) else { break };
            let mut own = parse(text, flow);
            next = own.based_on.take().filter(|base| *base != id);
            chain.push(own);
        }
        chain
    }

    fn document_defaults(&mut self, flow: &mut Flow) -> Style {
        let mut style = Style::default();
        let Some(text) = self.part.defaults() else { return style };
        walk(text, |path, name, element| match path {
            [_, "rPrDefault", "rPr"] => style.run.read(name, element, flow),
            [_, "pPrDefault", "pPr"] => style.paragraph.read(name, element),
            _ => {}
        });
        style
    }
}

fn parse(text: &str, flow: &mut Flow) -> Own {
    let mut own = Own::default();
    let mut cells = String::new();
    walk(text, |path, name, element| match (path, name) {
        ([_], "basedOn") => own.based_on = xml::attribute(element, "val").map(std::borrow::Cow::into_owned),
        ([_], "name") => {
            let level = xml::attribute(element, "val").and_then(|name| heading_level(&name));
            own.paragraph.outline = own.paragraph.outline.or(level);
        }
        ([_, "pPr"] | [_, "pPr", "numPr" | "tabs" | "pBdr"], name) => own.paragraph.read(name, element),
        ([_, "rPr"], name) => own.run.read(name, element, flow),
        ([_], "tblStylePr") => cells = xml::attribute(element, "type").unwrap_or_default().into_owned(),
        ([_, "tblStylePr", "rPr"], name) => match cells.as_str() {
            "firstRow" => own.table.first_row.read(name, element, flow),
            "firstCol" => own.table.first_column.read(name, element, flow),
            _ => {}
        },
        _ => {}
    });
    own.table.whole = own.run;
    own
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

/// Elements around another that are told apart; what we look for stands in fewer.
const DEEPEST: usize = 16;

/// Calls `visit` for every element inside the one that `text` begins with: with the names of those around it, its own name, its tag.
/// Names that lead nowhere are `?` in the path.
pub(super) fn walk(text: &str, mut visit: impl FnMut(&[&'static str], &str, &BytesStart<'_>)) {
    let mut reader = xml::Reader::new(text);
    let (mut path, mut depth) = (["?"; DEEPEST], 0_usize);
    while let Ok(event) = reader.read_event() {
        let around = &path[..depth.min(DEEPEST)];
        match event {
            Event::Start(element) => {
                let name = xml::name(&element);
                visit(around, name, &element);
                if let Some(slot) = path.get_mut(depth) {
                    *slot = container(name);
                }
                depth += 1;
            }
            Event::Empty(element) => visit(around, xml::name(&element), &element),
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof => break,
            _ => continue,
        }
        if depth == 0 {
            break;
        }
    }
}

fn container(name: &str) -> &'static str {
    const CONTAINERS: [&str; 10] = ["pPr", "rPr", "numPr", "tabs", "pBdr", "rPrDefault", "pPrDefault", "lvl", "lvlOverride", "tblStylePr"];
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

    /// The styles of `text` in an archive.
    fn with_styles<T>(text: &str, act: impl FnOnce(&mut Styles<'_>, &mut Flow) -> T) -> T {
        let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        out.start_file("styles.xml", zip::write::SimpleFileOptions::default()).expect("memory is writable");
        std::io::Write::write_all(&mut out, text.as_bytes()).expect("memory is writable");
        let bytes = out.finish().expect("memory is writable").into_inner();
        let limits = crate::Limits::default();
        let bounds = crate::reading::Bounds { limits: &limits, deadline: crate::Deadline::start(&limits) };
        let archive = crate::archive::Archive::open(&bytes, bounds, &crate::archive::Spare::default()).expect("the archive is sound");
        let mut flow = Flow::new(1000);
        let mut styles = Styles::new(archive.stream("styles.xml"), &mut flow);
        act(&mut styles, &mut flow)
    }

    #[test]
    fn a_part_is_read_as_far_as_its_styles_are_asked_for() {
        let filler: String = (0..4000)
            .map(|n| format!("<w:style w:type='paragraph' w:styleId='Ü{n}'><w:rPr><w:sz w:val='{n}'/></w:rPr></w:style>"))
            .collect();
        let text = SAMPLE.replace("</w:styles>", &format!("{filler}</w:styles>"));
        with_styles(&text, |styles, flow| {
            assert_eq!(styles.paragraph(Some("Sub"), flow).run.size, Some(15.0));
            assert!(styles.part.text.len() <= STEP && !styles.part.is_whole());
            for n in [300, 301, 3999, 2000] {
                assert_eq!(styles.paragraph(Some(&format!("Ü{n}")), flow).run.size, Some((n as f32 / 2.0).clamp(1.0, 400.0)));
            }
            assert!(!styles.part.is_whole() || styles.part.text.len() == text.len());
            assert_eq!(styles.paragraph(Some("Gone"), flow).run.size, Some(10.0));
            assert_eq!(styles.part.text.len(), text.len());
        });
    }

    #[test]
    fn a_style_inherits_along_its_chain() {
        with_styles(SAMPLE, |styles, flow| {
            let style = styles.paragraph(Some("Sub"), flow);
            assert_eq!((style.run.size, style.run.bold, style.paragraph.outline), (Some(15.0), Some(true), Some(1)));
            assert_eq!(style.paragraph.after, Some(8.0));
        });
    }

    #[test]
    fn unknown_styles_are_the_default_style() {
        with_styles(SAMPLE, |styles, flow| {
            let style = styles.paragraph(Some("Gone"), flow);
            assert_eq!((style.run.size, style.paragraph.after), (Some(10.0), Some(8.0)));
        });
    }

    #[test]
    fn chains_that_loop_end() {
        with_styles(SAMPLE, |styles, flow| {
            assert_eq!(styles.paragraph(Some("Loop"), flow).run.italic, Some(true));
        });
    }

    #[test]
    fn character_styles_leave_the_defaults_out() {
        with_styles(SAMPLE, |styles, flow| {
            let strong = styles.character("Strong", flow);
            assert_eq!((strong.bold, strong.size), (Some(true), None));
        });
    }
}
