//! `vitae text`: what a document's reader saw, before any understanding.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use vitae_document::{Deadline, Document, Limits, Scratch, read};

use crate::exit::Exit;
use crate::printer::Printer;

/// Print the text of one document, run by run
///
/// One line per run in the order of the file. With --boxes each line starts with page, left, top, right, bottom (points, y downwards), font
/// size and style.
#[derive(Debug, Args)]
pub(crate) struct Text {
    /// The document
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print where each run stands and how it looks
    #[arg(long)]
    boxes: bool,
}

impl Text {
    /// Reads the document and prints its runs.
    pub(crate) fn run(self, printer: &mut Printer) -> Result<Exit> {
        let bytes = std::fs::read(&self.file).with_context(|| format!("cannot read {}", self.file.display()))?;
        let limits = Limits::default();
        let reading = read(&bytes, &limits, Deadline::start(&limits), &mut Scratch::default());
        for run in &reading.document.runs {
            if self.boxes {
                printer.text(&place(&reading.document, run))?;
            }
            printer.line(reading.document.text_of(run))?;
        }
        for note in &reading.document.notes {
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
