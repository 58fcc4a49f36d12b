//! Name, headline, addresses, numbers, links: what stands at the head of a résumé, in its sidebar or its footer.

mod country;
mod email;
mod headline;
mod leftover;
mod link;
mod name;
mod network;
mod parts;
mod personal;
mod phone;
mod piece;
mod residence;
mod title;

use vitae_document::Span;
use vitae_model::CountryCode;

use crate::evidence::Builder;
use crate::lent::{Lent, lend};
use crate::lexicon::{self, Label, fold_into};
use crate::section::{Section, SectionKind};

/// What is left to do for the contact data once all else has been read.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    /// Where numbers stand that need a country.
    numbers: Vec<Span>,
}

/// Reads the contact data of the document into `basics`; [`finish`] does what needs the rest of the profile.
pub(crate) fn read(builder: &mut Builder<'_>, sections: &[Section]) -> Pending {
    let mut blocks = blocks(builder, sections);
    let mut taken = Lent::default();
    email::read(builder, &blocks, sections, &mut taken);
    let n_own = blocks.len();
    blocks.extend(taken.first().and_then(|address| outlying(builder, &blocks, *address)));
    link::read(builder, &blocks, &mut taken);
    let numbers = phone::find(builder, &blocks, &mut taken);
    let pieces = piece::split(builder, &blocks, &taken);
    name::read(builder, &pieces);
    personal::read(builder, &pieces);
    let reachable: Lent<Vec<bool>> = blocks.iter().map(|block| meets(&taken, block.span)).collect();
    residence::read(builder, &pieces, &reachable);
    leftover::read(builder, &blocks[..n_own], &pieces, sections);
    Pending { numbers }
}

/// The line of an e-mail address that stands in none of `blocks`, but among what other sections hold.
fn outlying(builder: &Builder<'_>, blocks: &[Block], address: Span) -> Option<Block> {
    let layout = builder.layout();
    if blocks.iter().any(|block| block.span.start <= address.start && address.end <= block.span.end) {
        return None;
    }
    let line = layout.lines.iter().position(|line| layout.span_of(line).end > address.start)?;
    let span = layout.span_of(&layout.lines[line]);
    let first_line = line as u32;
    (span.start <= address.start).then_some(Block { heading: None, first_line, end_line: first_line + 1, span, label: None })
}

/// Gives numbers without a country code their international form, in the country that the profile tells, or in `region`.
pub(crate) fn finish(builder: &mut Builder<'_>, pending: &Pending, region: Option<CountryCode>) {
    phone::normalise(builder, &pending.numbers, region);
}

/// Lines that stand together under one contact heading, or before the first heading.
#[derive(Debug, Clone, Copy)]
struct Block {
    heading: Option<u32>,
    first_line: u32,
    end_line: u32,
    span: Span,
    /// What its heading announces: `Driving licence`.
    label: Option<Label>,
}

lend!(Block, bool);

fn blocks(builder: &Builder<'_>, sections: &[Section]) -> Lent<Vec<Block>> {
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
            let heading = section.heading.filter(|heading| *heading < first);
            let title = heading.map_or("", |line| layout.text_of(&layout.lines[line as usize]));
            let label = lexicon::label(&lexicon::fold(title)).filter(|label| label.is_personal());
            Some(Block { heading, first_line: first, end_line: section.end_line, span, label })
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
            text.contains('@') || lexicon::label(&lexicon::fold(text.split(':').next().unwrap_or(text))).is_some()
        })
}

/// The folded words of `text`, in a buffer.
fn folded<'b>(text: &str, buffer: &'b mut String) -> &'b str {
    buffer.clear();
    fold_into(text, buffer);
    buffer
}

/// Whether `span` meets one that has been understood as something else.
fn meets(taken: &[Span], span: Span) -> bool {
    taken.iter().any(|one| one.start < span.end && span.start < one.end)
}

#[cfg(test)]
mod tests;
