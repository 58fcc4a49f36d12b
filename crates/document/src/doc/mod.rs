//! Binary Word files of Word 97 to 2003. Source: MS-DOC.
//!
//! The file is a compound of streams. One holds the text in pieces, another the tables that say how it looks; both are read whole and
//! never believed: offsets are looked up, chains are bounded, what does not fit is left out.

mod compound;
mod fib;
mod look;
mod pieces;
mod section;
mod sprm;
mod styles;
mod summary;
mod walk;

use std::ops::Range;

use vitae_model::Outcome;

use self::compound::Compound;
use self::fib::{Fib, Place, Story};
use self::pieces::Pieces;
use self::section::{Section, TextBox};
use self::sprm::{Kind, Stretches};
use self::styles::{Lists, Styles};
use crate::flow::{Flow, Region};
use crate::reading::Bounds;
use crate::{Document, Fault};

/// Everything the walk looks things up in.
struct Source<'a> {
    fib: Fib,
    /// The characters of all stories as UTF-16.
    text: Vec<u16>,
    pieces: Pieces,
    characters: Stretches<'a>,
    paragraphs: Stretches<'a>,
    styles: Styles<'a>,
    lists: Lists,
    sections: Vec<Section>,
    margins: Vec<(Region, Range<u32>)>,
    boxes: Vec<TextBox>,
}

/// Reads one file into `document`.
pub(crate) fn read(bytes: &[u8], bounds: Bounds<'_>, document: &mut Document) -> Result<(), Fault> {
    let broken = || Fault::new(Outcome::Damaged, "the file's own directory is broken; ask for it again or save it as DOCX");
    let compound = Compound::open(bytes).ok_or_else(broken)?;
    let stream = compound.stream("WordDocument").ok_or_else(broken)?;
    if let Some(summary) = compound.stream("\u{5}SummaryInformation") {
        summary::read(&summary, &mut document.metadata);
    }
    let fib = Fib::parse(&stream)?;
    let tables = compound.stream(fib.tables).unwrap_or_default();
    let source = Source::parse(fib, &stream, &tables, bounds);
    let mut flow = Flow::new(bounds.limits.characters);
    let fonts = styles::fonts(source.fib.slice(&tables, Place::Fonts), &mut flow);
    let walked = walk::Walker::new(&source, fonts, &mut flow, bounds).walk();
    let typeset = flow.typeset(bounds, document);
    walked.and_then(|()| source.complete()).and(typeset)
}

impl<'a> Source<'a> {
    fn parse(fib: Fib, stream: &'a [u8], tables: &'a [u8], bounds: Bounds<'_>) -> Self {
        let slice = |place| fib.slice(tables, place);
        let mut pieces = Pieces::parse(slice(Place::Pieces));
        if pieces.is_empty() {
            pieces = Pieces::whole(fib.first, fib.story(Story::MarginBoxes).end);
        }
        let text = pieces.text(stream, bounds.limits.characters);
        let most = bounds.limits.objects;
        // The levels of lists stand behind the structure that the header measures.
        let lists_from = fib.place(Place::Lists).map_or(&[][..], |start| tables.get(start..).unwrap_or_default());
        Self {
            characters: Stretches::parse(slice(Place::CharacterPages), stream, Kind::Characters, most),
            paragraphs: Stretches::parse(slice(Place::ParagraphPages), stream, Kind::Paragraphs, most),
            styles: Styles::parse(slice(Place::Styles)),
            lists: Lists::parse(lists_from, slice(Place::ListOverrides)),
            sections: section::sections(slice(Place::Sections), stream),
            margins: section::margins(slice(Place::Margins), fib.story(Story::Margins).start, &text),
            boxes: section::boxes(slice(Place::Boxes), slice(Place::Shapes), fib.story(Story::Boxes).start),
            text,
            pieces,
            fib,
        }
    }

    /// Whether the file has all the text it claims.
    fn complete(&self) -> Result<(), Fault> {
        let (found, claimed) = (self.text.len(), self.fib.story(Story::Main).end as usize);
        if found >= claimed {
            return Ok(());
        }
        Err(Fault::new(Outcome::Damaged, format!("the file holds {found} of {claimed} characters; ask for it again or save it as DOCX")))
    }
}
