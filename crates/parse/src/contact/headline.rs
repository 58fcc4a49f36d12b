//! The professional headline below the name, or behind it.

use vitae_document::Span;

use super::piece::Piece;
use super::title::is_document_title;
use crate::evidence::{Builder, Path, shown};
use crate::lexicon::{self, Class, fold};

/// Reads the professional headline: what stands behind the name on its line, or right below it.
///
/// `name` is the index of the name's last piece, `rest` what stands behind the name in it.
pub(super) fn read(builder: &mut Builder<'_>, pieces: &[Piece], name: usize, rest: Span) {
    let layout = builder.layout();
    let last = &pieces[name];
    let tail = layout.slice(rest);
    let trimmed = tail.trim_matches(|symbol: char| symbol.is_whitespace() || ",–—-|()".contains(symbol));
    let is_pronoun = trimmed.len() < 16 && trimmed.contains('/') && !trimmed.contains(' ');
    let behind = trimmed.trim_start_matches(['’', '\'']).trim_start_matches(['s', 'S']).trim_start_matches([' ', '–', '—', '-', '|', ':']);
    let is_title = is_document_title(&fold(trimmed)) || is_document_title(&fold(behind));
    if trimmed.len() > 2 && !is_pronoun && !is_title {
        let start = rest.start + tail.find(trimmed).unwrap_or_default() as u32;
        let span = Span { start, end: start + trimmed.len() as u32 };
        builder.profile.basics.label = builder.read(Path::basics("label"), span, 0.8);
        return;
    }
    if let Some(span) = beside(builder, pieces, name) {
        builder.profile.basics.label = builder.read(Path::basics("label"), span, 0.8);
        return;
    }
    let mut best: Option<(f32, Span)> = None;
    for (distance, piece) in pieces.iter().skip(name + 1).filter(|piece| piece.block == last.block).take(6).enumerate() {
        let Some((span, n_lines)) = whole(builder, pieces, piece) else { continue };
        let score = score_of(builder, span, piece, last, distance) - n_lines as f32 * 0.1;
        if score > best.map_or(0.8, |(score, _)| score) {
            best = Some((score, span));
        }
    }
    if let Some((score, span)) = best {
        builder.profile.basics.label = builder.read(Path::basics("label"), span, (0.5 + score * 0.15).min(0.95));
    }
}

/// `Jane Doe | Product Designer`: what names a profession behind a mark on the name's line.
fn beside(builder: &Builder<'_>, pieces: &[Piece], name: usize) -> Option<Span> {
    let piece = pieces.get(name + 1).filter(|piece| piece.line == pieces[name].line && piece.label.is_none())?;
    let text = builder.layout().slice(piece.span);
    let is_title = fold(text).split(' ').any(|word| lexicon::word(word).cue(Class::Title) >= 3);
    (is_title && text.len() < 80).then_some(piece.span)
}

/// Words that a headline does not end with.
const LINKS: [&str; 22] =
    ["di", "de", "del", "della", "da", "do", "en", "und", "and", "et", "e", "y", "i", "of", "for", "für", "&", "/", "og", "och", "in", "w"];

/// The whole of the line that `piece` begins, separators included, and lines of the same look that go on with it.
fn whole(builder: &Builder<'_>, pieces: &[Piece], piece: &Piece) -> Option<(Span, usize)> {
    let layout = builder.layout();
    let line = layout.lines.get(piece.line as usize)?;
    let mut same_line = pieces.iter().filter(|other| other.line == piece.line);
    let first = same_line.next()?;
    if first.span != piece.span || piece.label.is_some() {
        return None;
    }
    let mut span = Span { start: piece.span.start, end: same_line.next_back().unwrap_or(first).span.end };
    let whole = layout.span_of(line);
    if span.start > whole.start + 3 {
        return None;
    }
    let mut n_lines = 1;
    let mut index = piece.line as usize + 1;
    while let Some(next) = layout.lines.get(index) {
        let Some(cell) = layout.cells_of(next).first() else { break };
        let goes_on = next.region == line.region && next.gap < 0.6 && cell.style == piece.style && piece.style.size > 0.0 && n_lines < 3;
        let is_piece = pieces
            .iter()
            .any(|other| other.line as usize == index && other.is_whole && other.label.is_none() && other.block == piece.block);
        // "Docente di", "Gesundheits- und": what follows belongs to it.
        let text = layout.slice(span);
        let is_open = text.ends_with('-') || text.rsplit(' ').next().is_some_and(|word| LINKS.contains(&word.to_lowercase().as_str()));
        let is_full = text.len() > 18 || is_open;
        // A house's number begins an address: its street follows.
        let below = layout.slice(cell.span);
        let is_address = below.starts_with(|symbol: char| symbol.is_ascii_digit()) && below.contains(' ');
        if !goes_on || !is_piece || !is_full || is_address || layout.slice(cell.span).contains(',') && !layout.slice(span).contains(',') {
            break;
        }
        span.end = layout.span_of(next).end;
        n_lines += 1;
        index += 1;
    }
    Some((span, n_lines))
}

fn score_of(builder: &Builder<'_>, span: Span, piece: &Piece, name: &Piece, distance: usize) -> f32 {
    let text = shown(builder.layout().slice(span));
    let folded = fold(&text);
    let n_words = folded.split(' ').count();
    // A street's number, a postal code.
    let is_numbered = folded.split(' ').next().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    if is_numbered {
        return 0.0;
    }
    if text.len() > 120
        || text.len() < 3
        || n_words > 16
        || is_document_title(&folded)
        || text.ends_with('.') && (n_words > 6 || n_words > 3 && folded.len() > 20)
    {
        return 0.0;
    }
    let titles = folded.split(' ').map(|word| f32::from(lexicon::word(word).cue(Class::Title))).fold(0.0, f32::max);
    let place = lexicon::city(&folded).is_some()
        || text
            .split(',')
            .filter(|part| {
                lexicon::city(&fold(part)).is_some() || lexicon::country(&fold(part)).is_some() || lexicon::region(&fold(part)).is_some()
            })
            .count()
            > 0;
    let mut score = titles * 0.45 - distance as f32 * 0.25;
    score += if piece.line == name.line + 1 { if piece.is_whole { 0.85 } else { 0.6 } } else { 0.0 };
    let below = builder.layout().lines.get(piece.line as usize + 1);
    score -= if below.is_some_and(|line| line.continues) && text.len() > 60 { 1.5 } else { 0.0 };
    score += if piece.style.size > name.style.size * 0.3 && piece.style != name.style { 0.2 } else { 0.0 };
    score -= if place && titles < 3.0 { 1.2 } else { 0.0 };
    score -= if text.bytes().filter(u8::is_ascii_digit).count() > 4 { 0.8 } else { 0.0 };
    score
}
