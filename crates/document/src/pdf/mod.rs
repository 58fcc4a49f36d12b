//! Portable Document Format (ISO 32000-1 and -2).
//!
//! From the bottom up: `lexer` and `value` look at objects in place; `objects` finds them; `file` and `filter` decode streams; `page` walks
//! the page tree; `font` tells widths and characters; `content` and `interpreter` run a page; `assemble` makes runs of its glyphs.

mod assemble;
mod chips;
mod colour;
mod content;
mod crypt;
mod draw;
mod file;
mod filter;
mod font;
mod glyph;
mod grid;
mod interpreter;
mod leader;
mod leftward;
mod letters;
mod lexer;
mod library;
mod links;
mod marked;
mod marks;
mod matrix;
mod metadata;
mod objects;
mod page;
mod path;
mod show;
mod soup;
mod spacing;
mod state;
mod structure;
mod value;
mod visibility;

#[cfg(test)]
mod tests;

use vitae_model::Outcome;

use crate::reading::Bounds;
use crate::{Document, Fault, Filling, FontId, Image, Mark, Rule};
use assemble::{Assembler, Findings, PageContext};
use file::File;
use filter::Inflater;
use glyph::Glyphs;
use interpreter::{Interpreter, Layers, Spent, Tools};
use library::Library;
use links::PageLink;
use marked::HiddenGroups;
use objects::{Lazy, Loaded, ObjectModel};
use page::Page;
use structure::Structure;
use value::Value;
use visibility::Visibility;

/// Buffers reused from document to document.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    inflater: Inflater,
    glyphs: Glyphs,
    content: Vec<u8>,
    tools: Tools,
    assembler: Assembler,
    links: Vec<PageLink>,
}

/// What reading the pages showed.
#[derive(Debug, Default)]
struct Summary {
    findings: Findings,
    spent: Spent,
    hit_limit: bool,
    lost_pages: bool,
}

/// Reads one file into `document`.
pub(crate) fn read(bytes: &[u8], bounds: Bounds<'_>, document: &mut Document, scratch: &mut Scratch) -> Result<(), Fault> {
    let header = memchr::memmem::find(bytes.get(..4096).unwrap_or(bytes), b"%PDF-").unwrap_or(0);
    let body = &bytes[header..];
    let found = match read_objects(&Lazy::new(body), bounds, document, scratch) {
        Ok(None) => read_loaded(body, bounds, document, scratch)?,
        // A cipher that we do not know may be one that lopdf knows; what it says of one that nobody knows is of no use.
        Err(locked) => Some(read_loaded(body, bounds, document, scratch).ok().flatten().ok_or(locked)?),
        Ok(found) => found,
    };
    match found {
        Some(summary) => verdict(&summary, bounds, document),
        None => Err(Fault::new(Outcome::Damaged, "the PDF has no page that can be found; save or export it again")),
    }
}

/// The second chance, for a file without a page that can be found or with a cipher that we do not know: lopdf's objects.
fn read_loaded(bytes: &[u8], bounds: Bounds<'_>, document: &mut Document, scratch: &mut Scratch) -> Result<Option<Summary>, Fault> {
    read_objects(&Loaded::load(bytes, bounds)?, bounds, document, scratch)
}

/// Reads the pages of an object model; `None` where there are none.
fn read_objects(
    model: &dyn ObjectModel,
    bounds: Bounds<'_>,
    document: &mut Document,
    scratch: &mut Scratch,
) -> Result<Option<Summary>, Fault> {
    let file = File::new(model, bounds, std::mem::take(&mut scratch.inflater));
    let summary = file.unlock().map(|()| read_pages(&file, document, scratch));
    scratch.inflater = file.into_inflater();
    summary
}

/// Reads all pages; `None` where there are none.
fn read_pages<'f>(file: &'f File<'f>, document: &mut Document, scratch: &mut Scratch) -> Option<Summary> {
    let limit = file.bounds.limits.pages;
    let mut found = page::pages(file, limit);
    if found.pages.is_empty() && file.rebuild() {
        found = page::pages(file, limit);
    }
    if found.pages.is_empty() {
        return None;
    }
    let count = found.count;
    document.page_count = u32::try_from(count).unwrap_or(u32::MAX);
    if count > found.pages.len() {
        document.notes.push(format!("Only the first {} of {count} pages were read.", found.pages.len()));
    }
    document.metadata = metadata::read(file);
    scratch.assembler.take_tags();
    let mut reader = Reader {
        groups: HiddenGroups::read(file),
        structure: Structure::read(file),
        library: Library::default(),
        font_ids: Vec::new(),
        summary: Summary::default(),
    };
    for page in found.pages {
        reader.read_page(page, document, scratch);
        if reader.summary.spent.is_over {
            break;
        }
    }
    document.notes.extend(reader.summary.findings.left_out.notes());
    structure::apply(&reader.structure, &scratch.assembler.take_tags(), document);
    leftward::settle(document);
    grid::declare(document);
    if file.is_rebuilt() {
        document.notes.push("The file is damaged: its objects were found by scanning, and some may be missing.".to_owned());
    }
    let lost_pages = found.is_incomplete && file.is_rebuilt();
    Some(Summary { hit_limit: file.hit_limit(), lost_pages, ..reader.summary })
}

/// What the pages of one file share.
struct Reader<'f> {
    groups: HiddenGroups,
    structure: Structure,
    library: Library<'f>,
    /// The document's font for each font of the library.
    font_ids: Vec<FontId>,
    summary: Summary,
}

impl<'f> Reader<'f> {
    fn read_page(&mut self, page: Page<'f>, document: &mut Document, scratch: &mut Scratch) {
        self.show_page(page, scratch);
        // A landscape page that nobody turned reads as well as any other once it stands upright.
        let tilt = scratch.glyphs.tilt();
        let page = page.turned(tilt);
        if tilt != 0 {
            self.show_page(page, scratch);
        }
        let (width, height, ctm) = page.geometry();
        let number = u16::try_from(document.pages.len()).unwrap_or(u16::MAX);
        let size = crate::Page { width: width as f32, height: height as f32 };
        document.pages.push(size);
        links::collect(page.dictionary, ctm, document, &mut scratch.links);
        let fonts = &self.library.fonts;
        let new = fonts.iter().skip(self.font_ids.len());
        self.font_ids.extend(new.map(|font| document.intern_font(&font.style.name)));
        let deadline = page.dictionary.file().bounds.deadline;
        let visibility = Visibility::of(&scratch.glyphs, size);
        let context = PageContext {
            number,
            fonts,
            font_ids: &self.font_ids,
            links: &scratch.links,
            visibility,
            structure: &self.structure,
            deadline,
        };
        scratch.assembler.assemble(&scratch.glyphs, &context, &mut self.summary.findings, document);
        push_shapes(number, &scratch.glyphs, document);
    }

    /// Runs a page's content into the scratch buffers.
    fn show_page(&mut self, page: Page<'f>, scratch: &mut Scratch) {
        let (_, _, ctm) = page.geometry();
        scratch.glyphs.clear();
        scratch.content.clear();
        read_content(page.dictionary, &mut scratch.content);
        let layers = Layers { groups: &self.groups, structure: &self.structure };
        let (file, library, spent) = (page.dictionary.file(), &mut self.library, self.summary.spent);
        let mut interpreter = Interpreter::new(file, layers, &mut scratch.glyphs, library, &mut scratch.tools, spent);
        interpreter.run_page(page.dictionary.id(), &scratch.content, page.resources, ctm);
        for annotation in links::annotations(page.dictionary) {
            interpreter.run_appearance(annotation, ctm);
        }
        self.summary.spent = interpreter.spent();
    }
}

fn push_shapes(page: u16, glyphs: &Glyphs, document: &mut Document) {
    document.rules.extend(glyphs.rules.iter().map(|area| Rule { page, area: *area }));
    document.fillings.extend(glyphs.boxes.iter().map(|painted| Filling { page, area: painted.area, colour: painted.colour }));
    document.marks.extend(glyphs.marks.iter().map(|(area, colour)| Mark { page, area: *area, colour: *colour }));
    document.images.extend(glyphs.images.iter().map(|area| Image { page, area: *area }));
}

/// A page's content streams, one behind the other: tokens do not cross from one to the next, but operands may.
fn read_content(page: Value<'_>, out: &mut Vec<u8>) {
    let Some(contents) = page.get(b"Contents") else { return };
    if contents.is_array() {
        for stream in contents.elements().take(4096) {
            page.file().decode(stream, out);
            out.push(b'\n');
        }
    } else {
        page.file().decode(contents, out);
    }
}

/// What to say of a document whose pages were read.
fn verdict(summary: &Summary, bounds: Bounds<'_>, document: &mut Document) -> Result<(), Fault> {
    if bounds.deadline.has_passed() {
        let message = format!(
            "reading took longer than the limit of {:.1} s; {} pages were read",
            bounds.limits.time.as_secs_f32(),
            document.pages.len()
        );
        return Err(Fault::new(Outcome::TimedOut, message));
    }
    if summary.spent.is_over || summary.hit_limit {
        let message = format!("the PDF holds more than the limits allow; {} pages were read", document.pages.len());
        return Err(Fault::new(Outcome::TooLarge, message));
    }
    let Findings { legible, illegible, .. } = summary.findings;
    if illegible > legible {
        let message = format!(
            "{illegible} of {} characters have no meaning outside their font; export the PDF with Unicode text",
            legible + illegible
        );
        return Err(Fault::new(Outcome::Garbled, message));
    }
    if soup::is_soup(&document.text) {
        // Nobody should take this for words.
        document.runs.clear();
        document.text.clear();
        return Err(Fault::new(Outcome::Garbled, "the PDF's fonts name the wrong characters; export it again with Unicode text"));
    }
    if document.runs.is_empty() {
        let message = format!("none of the {} pages has text; have it recognised (OCR) or export the résumé as text", document.pages.len());
        return Err(Fault::new(Outcome::NoText, message));
    }
    if summary.lost_pages {
        let message =
            format!("the PDF is cut off or damaged: {} pages could be read, others are lost; ask for it again", document.pages.len());
        return Err(Fault::new(Outcome::Damaged, message));
    }
    Ok(())
}
