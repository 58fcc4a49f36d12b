//! What stands among contact data and is none: prose about the person, and lines that have no field.

use vitae_document::Span;
use vitae_model::Section as Rest;

use super::piece::Piece;
use super::title::is_document_title;
use super::{Block, network};
use crate::evidence::{Builder, Part, Path};
use crate::lent::Lent;
use crate::lexicon::{self, Label, fold};
use crate::list;
use crate::section::{self, Section, SectionKind};

/// Keeps what nothing has been read from: sentences as the summary, where no section is one, all else under the title of its block.
pub(super) fn read(builder: &mut Builder<'_>, blocks: &[Block], pieces: &[Piece], sections: &[Section]) {
    let mut left: Vec<&Piece> = pieces.iter().filter(|piece| !builder.is_marked(piece.span) && says_something(builder, piece)).collect();
    let has = |kind: SectionKind| sections.iter().any(|section| section.kind == kind || section.also == Some(kind));
    if !has(SectionKind::Languages) {
        languages(builder, &mut left);
    }
    if !has(SectionKind::Summary) {
        summary(builder, &mut left);
    }
    for (number, block) in blocks.iter().enumerate() {
        let lines = left.iter().filter(|piece| usize::from(piece.block) == number).map(|piece| piece.full);
        keep(builder, block, lines);
    }
}

/// Takes the lines that are nothing but languages out of `left`.
fn languages(builder: &mut Builder<'_>, left: &mut Vec<&Piece>) {
    let mut cells = Lent::<Vec<Span>>::default();
    let mut first = 0;
    while first < left.len() {
        let line = left[first].line;
        let end = first + left[first..].iter().take_while(|piece| piece.line == line).count();
        cells.clear();
        cells.extend(left[first..end].iter().map(|piece| piece.span));
        let is_free = left[first..end].iter().all(|piece| piece.label.is_none_or(|label| label == Label::Personal));
        if is_free && list::read_languages(builder, &cells) {
            left.drain(first..end);
        } else {
            first = end;
        }
    }
}

fn keep(builder: &mut Builder<'_>, block: &Block, lines: impl Iterator<Item = Span>) {
    let index = builder.profile.sections.len();
    let mut rest = Rest::default();
    for span in lines {
        rest.lines.extend(builder.read(Path::item(Part::Sections, index, "lines", rest.lines.len()), span, 0.6));
    }
    if rest.lines.is_empty() {
        return;
    }
    if let Some(heading) = block.heading {
        let layout = builder.layout();
        let end = layout.span_of(&layout.lines[block.first_line as usize - 1]).end;
        let span = Span { start: layout.span_of(&layout.lines[heading as usize]).start, end };
        rest.title = builder.read(Path::entry(Part::Sections, index, "title"), span, 0.9);
    }
    builder.profile.sections.push(rest);
}

/// Words that a summary without a heading has at least.
const FEWEST_WORDS: usize = 8;

/// Takes the first paragraph that is prose out of `left`, as the summary.
fn summary(builder: &mut Builder<'_>, left: &mut Vec<&Piece>) {
    let goes_on = |upper: &Piece, lower: &Piece| {
        upper.block == lower.block && lower.line == upper.line + 1 && upper.style == lower.style && lower.label.is_none()
    };
    let mut first = 0;
    while first < left.len() {
        let mut end = first + 1;
        while end < left.len() && goes_on(left[end - 1], left[end]) {
            end += 1;
        }
        let span = Span { start: left[first].span.start, end: left[end - 1].span.end };
        if left[first].label.is_none() && is_prose(builder.layout().slice(span)) {
            builder.profile.basics.summary = builder.read(Path::basics("summary"), span, 0.7);
            left.drain(first..end);
            return;
        }
        first = end;
    }
}

fn is_prose(text: &str) -> bool {
    let is_told = text.trim_end().ends_with(['.', '!', '…']) || text.contains(". ");
    is_told && text.split_whitespace().nth(FEWEST_WORDS - 1).is_some()
}

/// Whether a piece is more than a title such as `Curriculum vitae`, the person's name once more, a page's number or a bare label.
fn says_something(builder: &Builder<'_>, piece: &Piece) -> bool {
    let text = builder.layout().slice(piece.span);
    let name = builder.profile.basics.name.as_deref().map(fold).unwrap_or_default();
    let mut dates = builder.dates();
    let mut bare = Lent::<String>::default();
    bare.push_str(text);
    for date in dates.read(text).iter().rev().filter(|_| piece.label.is_none()) {
        bare.replace_range(date.from..date.to, " ");
    }
    let folded = fold(&bare);
    let is_name = |word: &str| name.split(' ').any(|known| known == word);
    let mut rest = Lent::<String>::default();
    for word in folded.split(' ').filter(|word| !is_name(word) && !word.bytes().all(|byte| byte.is_ascii_digit())) {
        if !rest.is_empty() {
            rest.push(' ');
        }
        rest.push_str(word);
    }
    // What is left of `Page 1 of 2` without its numbers.
    let is_page = rest.is_empty() || rest.split(' ').all(lexicon::counts_pages);
    !is_page
        && !section::is_aside(&rest)
        && rest.chars().filter(|symbol| symbol.is_alphanumeric()).count() > 1
        && !is_document_title(&rest)
        && lexicon::label(&rest).is_none_or(|label| label == Label::Status)
        && network::named(&rest).is_none()
}
