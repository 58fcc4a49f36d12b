//! Name, headline, addresses, numbers, links: what stands at the head of a résumé, in its sidebar or its footer.

mod email;
mod headline;
mod link;
mod name;
mod network;
mod phone;
mod piece;
mod residence;

use vitae_document::Span;
use vitae_model::CountryCode;

use crate::evidence::Builder;
use crate::section::{Section, SectionKind};

/// Reads the contact data of the document into `basics`.
///
/// `region` is the country that numbers without a country code are read in where the document names none.
pub(crate) fn read(builder: &mut Builder<'_>, sections: &[Section], region: Option<CountryCode>) {
    let blocks = blocks(builder, sections);
    let mut taken = Vec::new();
    email::read(builder, &blocks, &mut taken);
    link::read(builder, &blocks, &mut taken);
    phone::find(builder, &blocks, &mut taken);
    let pieces = piece::split(builder, &blocks, &taken);
    name::read(builder, &pieces);
    residence::read(builder, &pieces);
    phone::normalise(builder, region);
}

/// Lines that stand together under one contact heading, or before the first heading.
#[derive(Debug, Clone, Copy)]
struct Block {
    first_line: u32,
    end_line: u32,
    span: Span,
}

fn blocks(builder: &Builder<'_>, sections: &[Section]) -> Vec<Block> {
    let layout = builder.layout();
    let is_unsettled = |section: &&Section| matches!(section.kind, SectionKind::Contact | SectionKind::Personal | SectionKind::Other);
    let n_leading = sections.iter().take_while(is_unsettled).count();
    sections
        .iter()
        .enumerate()
        .filter_map(|(number, section)| {
            let first = match section.kind {
                SectionKind::Contact | SectionKind::Personal => section.first_line,
                // A headline that is dressed as a heading has the contact data below it.
                SectionKind::Other if number < n_leading && holds_contact(builder, section) => {
                    section.heading.unwrap_or(section.first_line)
                }
                _ => return None,
            };
            let lines = layout.lines.get(first as usize..section.end_line as usize)?;
            let span = Span { start: layout.span_of(lines.first()?).start, end: layout.span_of(lines.last()?).end };
            Some(Block { first_line: first, end_line: section.end_line, span })
        })
        .collect()
}

/// Whether a section holds an e-mail address, or lines that begin with labels such as "Phone".
fn holds_contact(builder: &Builder<'_>, section: &Section) -> bool {
    let layout = builder.layout();
    let lines = layout.lines.get(section.lines()).unwrap_or_default();
    lines.len() < 15
        && lines.iter().flat_map(|line| layout.cells_of(line)).any(|cell| {
            let text = layout.slice(cell.span);
            text.contains('@') || crate::lexicon::label(&crate::lexicon::fold(text.split(':').next().unwrap_or(text))).is_some()
        })
}

/// Whether `span` meets one that has been understood as something else.
fn meets(taken: &[Span], span: Span) -> bool {
    taken.iter().any(|one| one.start < span.end && span.start < one.end)
}
