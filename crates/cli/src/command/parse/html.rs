//! `vitae parse --html`: the documents drawn, beside what they say.

use anyhow::Result;
use vitae_model::Outcome;
use vitae_parse::view::View;
use vitae_parse::{ParseOptions, Scratch, Source, examine};

use super::{FileSource, Tally};
use crate::exit::Exit;
use crate::printer::Printer;
use crate::walk::{self, Found};

/// Prints one page with all documents, one after the other: whoever looks reads more slowly than one thread parses.
pub(super) fn print(found: &Found, options: &ParseOptions, printer: &mut Printer) -> Result<Exit> {
    let mut tally = Tally { failures: found.failures.len(), printed: 0 };
    let (mut view, mut scratch) = (View::default(), Scratch::default());
    let title = match &found.documents[..] {
        [document] => document.to_string_lossy().into_owned(),
        documents => format!("{} documents", documents.len()),
    };
    for path in &found.documents {
        let source = FileSource(path);
        let bytes = match source.bytes(options.limits.bytes) {
            Ok(bytes) => bytes,
            Err(error) => {
                printer.error(&format!("cannot read {}: {}", source.name(), walk::reason(&error)));
                tally.failures += 1;
                continue;
            }
        };
        let (extraction, document) = examine(&source.name(), &bytes, options, &mut scratch);
        tally.failures += usize::from(extraction.outcome != Outcome::Parsed);
        if tally.printed == 0 {
            printer.text(&View::head(&title))?;
        }
        printer.text(&view.article(&extraction, &document))?;
        tally.printed += 1;
    }
    if tally.printed > 0 {
        printer.text(View::foot())?;
    }
    Ok(tally.exit())
}
