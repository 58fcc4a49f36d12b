//! Office Open XML word processing: DOCX, DOCM, DOTX, transitional and strict. Source: ECMA-376.
//!
//! The package's parts are inflated within limits, the main part is walked once by a pull parser, and what it says goes into a
//! [`Flow`], which the typesetter lays out. Styles and lists are looked up when text uses them.

mod body;
mod diagram;
mod drawing;
mod field;
mod numbering;
mod paragraph;
mod properties;
mod rels;
mod section;
mod styles;
pub(crate) mod symbol;
mod table;
mod theme;

pub(crate) use self::field::{Fields, hyperlink};
pub(crate) use self::numbering::count;

use rustc_hash::FxHashMap;
use vitae_model::Outcome;

use self::body::Shared;
use self::numbering::Numbering;
use self::rels::Relationships;
use self::section::Margin;
use self::styles::Styles;
use crate::archive::{Archive, Spare};
use crate::flow::{Flow, Region};
use crate::reading::Bounds;
use crate::{Document, Fault, Metadata, metadata, xml};

/// Headers and footers that are read at most.
const MOST_MARGINS: usize = 32;
/// Diagrams that are read at most.
const MOST_DIAGRAMS: usize = 32;

/// Reads one file into `document`.
pub(crate) fn read(bytes: &[u8], bounds: Bounds<'_>, document: &mut Document, spare: &Spare) -> Result<(), Fault> {
    let mut package = Package { archive: Archive::open(bytes, bounds, spare)? };
    let main = package.main_part()?;
    let relationships = package.relationships_of(&main);
    let (folder, _) = rels::split(&main);
    let name_of_kind = |kind: &str| relationships.target_of_kind(kind).map(|target| rels::resolve(folder, target));
    let styles = name_of_kind("styles").and_then(|name| package.archive.stream(&name));
    let numbering = name_of_kind("numbering").and_then(|name| package.archive.stream(&name));
    let mut flow = Flow::new(bounds.limits.characters);
    let mut shared = Shared {
        styles: Styles::new(styles, &mut flow),
        numbering: Numbering::new(numbering),
        events: bounds.limits.operations,
        margins: Vec::new(),
        diagrams: diagrams(&mut package, &relationships, folder),
    };
    let result = read_parts(&mut package, &main, &relationships, &mut shared, &mut flow, bounds);
    if theme::is_used(&flow) {
        let part = relationships.target_of_kind("theme").and_then(|target| package.archive.stream(&rels::resolve(folder, target)));
        theme::apply(part, &mut flow);
    }
    package.read_metadata(&mut document.metadata);
    let typeset = flow.typeset(bounds, document);
    result.and(typeset)
}

/// The paragraphs of the diagrams that a part shows, by the target it names.
fn diagrams(package: &mut Package<'_>, relationships: &Relationships, folder: &str) -> FxHashMap<String, Vec<String>> {
    let targets = relationships.targets_of_kind("diagramData").take(MOST_DIAGRAMS);
    let mut read = |target: &str| package.text(&rels::resolve(folder, target)).map(|part| diagram::paragraphs(&part.text));
    targets.filter_map(|target| Some((target.to_owned(), read(target)?))).collect()
}

fn read_parts(
    package: &mut Package<'_>,
    main: &str,
    relationships: &Relationships,
    shared: &mut Shared<'_>,
    flow: &mut Flow,
    bounds: Bounds<'_>,
) -> Result<(), Fault> {
    let Some(part) = package.text(main) else {
        return Err(Fault::new(Outcome::Damaged, format!("the part {main} is missing; save the document again")));
    };
    let walked = body::read(&part.text, relationships, shared, flow, bounds);
    // Why the bytes stop says more than where the text stops.
    let result = part.fault.map_or(walked, Err);
    let (folder, _) = rels::split(main);
    for (kind, region) in margins(&shared.margins, relationships) {
        read_side_part(package, &rels::resolve(folder, &kind), region, shared, flow, bounds);
    }
    for kind in ["footnotes", "endnotes"] {
        if let Some(target) = relationships.target_of_kind(kind) {
            read_side_part(package, &rels::resolve(folder, target), Region::Notes, shared, flow, bounds);
        }
    }
    result
}

/// Distinct headers and footers in the order a reader meets them: those of first pages before the others.
fn margins(named: &[Margin], relationships: &Relationships) -> Vec<(String, Region)> {
    let mut named: Vec<&Margin> = named.iter().take(4 * MOST_MARGINS).collect();
    named.sort_by_key(|margin| margin.pages);
    let mut targets: Vec<(String, Region)> = Vec::new();
    for margin in named {
        let Some(found) = relationships.get(&margin.relationship) else { continue };
        let region = if margin.is_header { Region::Header } else { Region::Footer };
        if targets.len() < MOST_MARGINS && targets.iter().all(|(target, _)| target != found.target) {
            targets.push((found.target.to_owned(), region));
        }
    }
    targets
}

/// A damaged header, footer or note does not spoil the document.
fn read_side_part(package: &mut Package<'_>, name: &str, region: Region, shared: &mut Shared<'_>, flow: &mut Flow, bounds: Bounds<'_>) {
    let Some(part) = package.text(name) else { return };
    let relationships = package.relationships_of(name);
    flow.enter(region);
    let _ = body::read(&part.text, &relationships, shared, flow, bounds);
    flow.enter(Region::Body);
}

/// A part's text and why it is not complete.
struct Part {
    text: String,
    fault: Option<Fault>,
}

struct Package<'a> {
    archive: Archive<'a>,
}

impl Package<'_> {
    fn text(&mut self, name: &str) -> Option<Part> {
        let content = self.archive.read(name)?;
        Some(Part { text: xml::decode(content.bytes), fault: content.fault })
    }

    fn relationships_of(&mut self, part: &str) -> Relationships {
        let (folder, name) = rels::split(part);
        let slash = if folder.is_empty() { "" } else { "/" };
        self.text(&format!("{folder}{slash}_rels/{name}.rels")).map(|part| Relationships::parse(&part.text)).unwrap_or_default()
    }

    /// The part that the package names as its document, or one that is called like it.
    fn main_part(&mut self) -> Result<String, Fault> {
        let package = self.relationships_of("");
        let named = package.target_of_kind("officeDocument").map(|target| rels::resolve("", target));
        let exists = |archive: &Archive<'_>, wanted: &str| archive.find_name(|name| name.eq_ignore_ascii_case(wanted));
        if let Some(name) = named.as_deref().and_then(|name| exists(&self.archive, name)) {
            return Ok(name);
        }
        let usual = exists(&self.archive, "word/document.xml");
        let any = usual.or_else(|| self.archive.find_name(|name| name.ends_with("document.xml")));
        any.ok_or_else(|| {
            let what = if self.archive.is_cut_off() { "the file is cut off" } else { "the archive holds no document" };
            Fault::new(Outcome::Damaged, format!("{what}; ask for it again or save it anew"))
        })
    }

    fn read_metadata(&mut self, metadata: &mut Metadata) {
        for name in ["docProps/core.xml", "docProps/app.xml"] {
            if let Some(part) = self.text(name) {
                metadata::read(&part.text, metadata);
            }
        }
    }
}

#[cfg(test)]
mod tests;
