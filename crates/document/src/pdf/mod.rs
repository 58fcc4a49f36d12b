//! Portable Document Format (ISO 32000-1 and -2).
//!
//! From the bottom up: `lexer` and `value` look at objects in place; `xref` and `file` find them; `filter` decodes streams; `page` walks
//! the page tree; `font` tells widths and characters; `content` and `interpreter` run a page; `assemble` makes runs of its glyphs.

mod assemble;
mod colour;
mod content;
mod fallback;
mod file;
mod filter;
mod font;
mod glyph;
mod interpreter;
mod letters;
mod lexer;
mod links;
mod matrix;
mod metadata;
mod page;
mod spacing;
mod state;
mod value;
mod xref;

use vitae_model::Outcome;

use crate::reading::Bounds;
use crate::{Document, Fault};
use assemble::{Assembler, Legibility, PageContext};
use file::File;
use filter::Inflater;
use glyph::Glyphs;
use interpreter::{Fonts, Interpreter};
use links::PageLink;
use page::Page;
use value::Value;

/// Buffers reused from document to document.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    inflater: Inflater,
    glyphs: Glyphs,
    content: Vec<u8>,
    assembler: Assembler,
    links: Vec<PageLink>,
}

/// What reading the pages showed.
#[derive(Debug, Default)]
struct Summary {
    legibility: Legibility,
    is_out_of_budget: bool,
    hit_limit: bool,
}

/// Reads one file into `document`.
pub(crate) fn read(bytes: &[u8], bounds: Bounds<'_>, document: &mut Document, scratch: &mut Scratch) -> Result<(), Fault> {
    let header = memchr::memmem::find(bytes.get(..4096).unwrap_or(bytes), b"%PDF-").unwrap_or(0);
    let body = &bytes[header..];
    if is_encrypted(body, bounds) {
        let plain = fallback::decrypted(body, bounds)?;
        return read_plain(&plain, bounds, document, scratch);
    }
    read_plain(body, bounds, document, scratch)
}

fn is_encrypted(bytes: &[u8], bounds: Bounds<'_>) -> bool {
    memchr::memmem::find(bytes, b"/Encrypt").is_some() && File::new(bytes, bounds, Inflater::default()).trailer(b"Encrypt").is_some()
}

fn read_plain(bytes: &[u8], bounds: Bounds<'_>, document: &mut Document, scratch: &mut Scratch) -> Result<(), Fault> {
    let file = File::new(bytes, bounds, std::mem::take(&mut scratch.inflater));
    let summary = read_pages(&file, document, scratch);
    scratch.inflater = file.into_inflater();
    match summary {
        Some(summary) => verdict(&summary, bounds, document),
        None => Err(Fault::new(Outcome::Damaged, "the PDF has no page that can be found; save or export it again")),
    }
}

/// Reads all pages; `None` where there are none.
fn read_pages<'f>(file: &'f File<'f>, document: &mut Document, scratch: &mut Scratch) -> Option<Summary> {
    let limit = file.bounds.limits.pages;
    let (mut pages, mut count) = page::pages(file, limit);
    if pages.is_empty() && file.rebuild() {
        (pages, count) = page::pages(file, limit);
    }
    if pages.is_empty() {
        return None;
    }
    document.page_count = u32::try_from(count).unwrap_or(u32::MAX);
    if count > pages.len() {
        document.notes.push(format!("Only the first {} of {count} pages were read.", pages.len()));
    }
    document.metadata = metadata::read(file);
    let mut summary = Summary::default();
    let mut fonts = Fonts::default();
    for page in pages {
        (fonts, summary.is_out_of_budget) = read_page(page, fonts, document, scratch, &mut summary.legibility);
        if summary.is_out_of_budget {
            break;
        }
    }
    summary.hit_limit = file.hit_limit();
    Some(summary)
}

fn read_page<'f>(
    page: Page<'f>,
    fonts: Fonts,
    document: &mut Document,
    scratch: &mut Scratch,
    legibility: &mut Legibility,
) -> (Fonts, bool) {
    let file = page.dictionary.file();
    let (width, height, ctm) = page.geometry();
    scratch.glyphs.clear();
    scratch.content.clear();
    read_content(page.dictionary, &mut scratch.content);
    let mut interpreter = Interpreter::new(file, &mut scratch.glyphs, fonts);
    interpreter.run_page(&scratch.content, page.resources, ctm);
    let is_over = interpreter.is_over();
    let fonts = interpreter.fonts;
    let number = u16::try_from(document.pages.len()).unwrap_or(u16::MAX);
    document.pages.push(crate::Page { width: width as f32, height: height as f32 });
    links::collect(page.dictionary, ctm, document, &mut scratch.links);
    let font_ids: Vec<_> = fonts.fonts.iter().map(|font| document.intern_font(&font.style.name)).collect();
    let context = PageContext { number, fonts: &fonts.fonts, font_ids: &font_ids, links: &scratch.links };
    let found = scratch.assembler.assemble(&scratch.glyphs, &context, document);
    legibility.legible += found.legible;
    legibility.illegible += found.illegible;
    (fonts, is_over)
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
fn verdict(summary: &Summary, bounds: Bounds<'_>, document: &Document) -> Result<(), Fault> {
    if bounds.deadline.has_passed() {
        let message = format!(
            "reading took longer than the limit of {:.1} s; {} pages were read",
            bounds.limits.time.as_secs_f32(),
            document.pages.len()
        );
        return Err(Fault::new(Outcome::TimedOut, message));
    }
    if summary.is_out_of_budget || summary.hit_limit {
        let message = format!("the PDF holds more than the limits allow; {} pages were read", document.pages.len());
        return Err(Fault::new(Outcome::TooLarge, message));
    }
    let Legibility { legible, illegible } = summary.legibility;
    if illegible > legible {
        let message = format!(
            "{illegible} of {} characters have no meaning outside their font; export the PDF with Unicode text",
            legible + illegible
        );
        return Err(Fault::new(Outcome::Garbled, message));
    }
    if document.runs.is_empty() {
        let message = format!("none of the {} pages has text; have it recognised (OCR) or export the résumé as text", document.pages.len());
        return Err(Fault::new(Outcome::NoText, message));
    }
    Ok(())
}
