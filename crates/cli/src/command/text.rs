//! `vitae text`: what a document's reader saw, before any understanding.

use std::num::NonZeroU16;
use std::ops::Range;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use vitae_document::{Deadline, Document, Limits, Scratch, read, svg};

use crate::exit::Exit;
use crate::printer::Printer;

/// Print or draw the text of one document, run by run
///
/// One line per run in the order of the file. With --boxes each line starts with page, left, top, right, bottom (points, y downwards), font
/// size, style and font. With --svg the pages are drawn as they were read, one below the other, on stdout.
#[derive(Debug, Args)]
#[command(after_long_help = "Example: see what was read of the second page, in a browser
  vitae text --svg --page 2 résumé.pdf > page.svg")]
pub(crate) struct Text {
    /// The document
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print where each run stands and how it looks
    #[arg(long, conflicts_with = "svg")]
    boxes: bool,
    /// Draw the pages with their runs, boxes, rules and links as an SVG
    #[arg(long)]
    svg: bool,
    /// Only this page, counted from 1
    #[arg(long, value_name = "N")]
    page: Option<NonZeroU16>,
}

impl Text {
    /// Reads the document and prints its runs.
    pub(crate) fn run(self, printer: &mut Printer) -> Result<Exit> {
        let bytes = std::fs::read(&self.file).with_context(|| format!("cannot read {}", self.file.display()))?;
        let limits = Limits::default();
        let reading = read(&bytes, &limits, Deadline::start(&limits), &mut Scratch::default());
        let document = &reading.document;
        let pages = self.pages(document)?;
        if !self.svg {
            self.print(document, &pages, printer)?;
        } else if !document.pages.is_empty() {
            svg(document, pages).lines().try_for_each(|line| printer.line(line))?;
        }
        for note in &document.notes {
            printer.say(note);
        }
        match reading.fault {
            Some(fault) => {
                printer.error(&format!("{}: {} ({})", self.file.display(), fault, fault.outcome));
                Ok(Exit::Failed)
            }
            None => Ok(Exit::Done),
        }
    }

    /// The pages to show, counted from 0.
    fn pages(&self, document: &Document) -> Result<Range<usize>> {
        let count = document.pages.len();
        let Some(page) = self.page.map(|page| usize::from(page.get())) else { return Ok(0..count) };
        if page > count && count > 0 {
            let pages = if count == 1 { "page" } else { "pages" };
            bail!("no page {page}: {count} {pages} of {} could be read", self.file.display());
        }
        Ok(page - 1..page)
    }

    fn print(&self, document: &Document, pages: &Range<usize>, printer: &mut Printer) -> Result<()> {
        for run in document.runs.iter().filter(|run| pages.contains(&usize::from(run.page))) {
            if self.boxes {
                printer.text(&place(document, run))?;
            }
            printer.line(document.text_of(run))?;
        }
        Ok(())
    }
}

/// Where `run` stands and how it looks, in columns of equal width.
fn place(document: &Document, run: &vitae_document::Run) -> String {
    let [left, top, right, bottom]: [f32; 4] = run.area.into();
    let style = [(run.bold, 'b'), (run.italic, 'i')].map(|(set, letter)| if set { letter } else { '-' });
    let style: String = style.iter().collect();
    let font = document.fonts.get(usize::from(run.font.0)).map_or("", |font| font.name.as_str());
    let page = run.page + 1;
    format!("{page:>2} {left:>6.1} {top:>6.1} {right:>6.1} {bottom:>6.1} {:>5.1} {style} {font:<24} ", run.size)
}
