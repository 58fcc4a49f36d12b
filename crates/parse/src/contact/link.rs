//! Homepages and profiles in networks.

use std::borrow::Cow;

use vitae_document::Span;
use vitae_model::SocialProfile;

use super::{Block, meets, network, piece};
use crate::evidence::{Builder, Path};
use crate::lent::Lent;
use crate::lexicon::{self, Label, fold, fold_together};

/// Endings of host names that are not also ordinary words with a full stop before them.
pub(super) const ENDINGS: &[&str] = &[
    "com",
    "org",
    "net",
    "edu",
    "gov",
    "io",
    "dev",
    "app",
    "me",
    "info",
    "biz",
    "co",
    "ai",
    "example",
    "eu",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "be",
    "ch",
    "at",
    "pl",
    "se",
    "no",
    "dk",
    "fi",
    "uk",
    "ie",
    "us",
    "ca",
    "mx",
    "br",
    "ar",
    "cl",
    "in",
    "sg",
    "au",
    "nz",
    "za",
    "ng",
    "ke",
    "tr",
    "cz",
    "sk",
    "ro",
    "hu",
    "gr",
    "design",
    "studio",
    "tech",
    "online",
    "site",
    "xyz",
    "blog",
    "page",
    "art",
    "photo",
    "photography",
    "name",
    "pro",
    "cloud",
    "test",
    "tv",
    "ly",
    "gl",
    "to",
    "social",
    "cat",
    "jp",
    "kr",
    "cn",
    "ru",
    "ua",
    "il",
    "ae",
    "lu",
    "is",
    "ee",
    "lv",
    "lt",
    "hr",
    "si",
    "bg",
    "link",
];

/// Reads all links of the contact blocks.
pub(super) fn read(builder: &mut Builder<'_>, blocks: &[Block], taken: &mut Vec<Span>) {
    for block in blocks {
        printed(builder, block.span, taken);
    }
    for block in blocks {
        named(builder, *block, taken);
        hidden(builder, *block, taken);
    }
}

/// Addresses that stand in the text.
fn printed(builder: &mut Builder<'_>, span: Span, taken: &mut Vec<Span>) {
    let text = builder.layout().slice(span);
    let mut from = 0;
    while let Some((start, end)) = next_word(text, from) {
        from = end;
        // An address has a stop or a colon somewhere, which is quickly seen.
        if !text[start..end].bytes().any(|byte| matches!(byte, b'.' | b':')) {
            continue;
        }
        let is_mark = |symbol| matches!(symbol, '(' | ')' | '[' | ']' | '<' | '>' | ',' | ';' | ':' | '|' | '•' | '·' | '"' | '\'' | '.');
        let word = text[start..end].trim_matches(is_mark);
        if !is_address(word) {
            continue;
        }
        let offset = start + text[start..end].find(word).unwrap_or_default();
        let (address, behind) = continued(builder, text, offset, offset + word.len());
        let place = Span { start: span.start + offset as u32, end: span.start + behind as u32 };
        if meets(taken, place) {
            continue;
        }
        from = from.max(behind);
        taken.push(place);
        let is_plain = !address.contains('\u{2010}');
        let address = if is_plain { Cow::Borrowed(address.as_str()) } else { Cow::Owned(address.replace('\u{2010}', "-")) };
        keep(builder, &address, place, 0.95);
    }
}

fn next_word(text: &str, from: usize) -> Option<(usize, usize)> {
    let start = from + text[from..].find(|symbol: char| !symbol.is_whitespace())?;
    let end = start + text[start..].find(char::is_whitespace).unwrap_or(text.len() - start);
    Some((start, end))
}

/// Whether `word` has the shape of an address on the web.
fn is_address(word: &str) -> bool {
    if word.contains('@') && !word.contains('/') || word.len() < 4 || word.contains(['{', '}', '<', '>']) {
        return false;
    }
    if let Some((scheme, _)) = word.split_once("://") {
        return scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    }
    let host = network::bare(word).split(['/', '?', '#']).next().unwrap_or_default();
    let mut labels = host.rsplit('.');
    let (Some(ending), Some(name)) = (labels.next(), labels.next()) else { return false };
    let is_host = host.split('.').all(|label| !label.is_empty() && label.chars().all(|symbol| symbol.is_alphanumeric() || symbol == '-'));
    let is_known = ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known));
    is_host && is_known && name.chars().any(char::is_alphabetic) && (name.len() > 1 || word.contains('/'))
}

/// Whether a hyphen at a line's end is only there for the line's end: `left` and `right` are the letters around it.
///
/// The person's own words decide where they can; else what the document does elsewhere.
pub(super) fn is_soft_hyphen(builder: &Builder<'_>, left: &str, right: &str) -> bool {
    let tail_of = |text: &str| text.rsplit(|symbol: char| !symbol.is_alphanumeric()).next().unwrap_or_default().to_owned();
    let head_of = |text: &str| text.split(|symbol: char| !symbol.is_alphanumeric()).next().unwrap_or_default().to_owned();
    let word = fold_together(&format!("{}{}", tail_of(left.trim_end_matches(['-', '\u{2010}'])), head_of(right)));
    let text = &builder.layout().text;
    let is_known = |word: &str| word.len() > 3 && text.split_whitespace().any(|other| fold_together(other).as_str() == word);
    if is_known(&word) || ["example", "gmail", "outlook", "hotmail", "yahoo", "instagram", "linkedin", "facebook"].contains(&word.as_str())
    {
        return true;
    }
    let n_hyphens = text.lines().filter(|line| line.ends_with('-') && line.len() > 40 && !line.ends_with(" -")).count();
    n_hyphens >= 3
}

/// The address from `from` to `to`, with its rest on the next line where it goes on there.
fn continued(builder: &Builder<'_>, text: &str, from: usize, to: usize) -> (Lent<String>, usize) {
    let printed = &text[from..to];
    let with = |head: &str, tail: &str| {
        let mut address = Lent::<String>::default();
        address.push_str(head);
        address.push_str(tail);
        address
    };
    let Some(rest) = text[to..].strip_prefix('\n') else { return (with(printed, ""), to) };
    let tail = rest.split_whitespace().next().unwrap_or_default();
    let is_link = |address: &str| {
        let wanted = network::bare(address);
        builder.document().links.iter().any(|link| network::bare(&link.target).eq_ignore_ascii_case(wanted))
    };
    if tail.is_empty() || is_link(printed) {
        return (with(printed, ""), to);
    }
    let behind = to + 1 + rest.find(tail).unwrap_or_default() + tail.len();
    let glued = with(printed, tail);
    if is_link(&glued) {
        return (glued, behind);
    }
    let mended = with(printed.trim_end_matches(['-', '\u{2010}']), tail);
    if is_link(&mended) {
        return (mended, behind);
    }
    let is_rest = !tail.contains('@') && !is_address(tail) && !tail.ends_with(':');
    if printed.ends_with(['-', '\u{2010}']) && is_rest {
        return if is_soft_hyphen(builder, printed, tail) { (mended, behind) } else { (glued, behind) };
    }
    // A narrow column breaks an address anywhere; its rest then stands alone on the next line.
    let stands_alone = rest.lines().next().is_some_and(|line| line.trim() == tail);
    let goes_on = printed.contains('/')
        && stands_alone
        && tail.chars().next().is_some_and(|first| first.is_lowercase() || first.is_ascii_digit() || first == '-');
    let is_broken = goes_on && (tail.contains(['-', '/', '.', '_']) || tail.len() < 12) && lexicon::label(&fold(tail)).is_none();
    if is_rest && (printed.ends_with(['/', '_', '=', '?']) || is_broken) {
        return (glued, behind);
    }
    (with(printed, ""), to)
}

/// `LinkedIn: ada-lovelace`, or the name of a network on one line and the user's name on the next.
fn named(builder: &mut Builder<'_>, block: Block, taken: &mut Vec<Span>) {
    let layout = builder.layout();
    let mut cells =
        layout.lines[block.first_line as usize..block.end_line as usize].iter().flat_map(|line| layout.cells_of(line)).peekable();
    while let Some(cell) = cells.next() {
        let mut start = cell.span.start;
        for part in layout.slice(cell.span).split_inclusive(piece::divides) {
            let text = part.trim_end_matches(piece::divides);
            let span = Span { start, end: start + text.len() as u32 };
            start += part.len() as u32;
            let next = cells.peek().filter(|_| start == cell.span.end).map(|next| next.span);
            if let Some(place) = user(builder, span, next, taken) {
                taken.push(span);
                taken.push(place);
            }
        }
    }
}

/// Files the user that the text at `span` tells behind the name of a network, or that stands at `next`; where it stands.
fn user(builder: &mut Builder<'_>, span: Span, next: Option<Span>, taken: &[Span]) -> Option<Span> {
    let layout = builder.layout();
    let text = layout.slice(span);
    let (label, value) = text.split_once(':').unwrap_or((text, ""));
    let network = network::named(&fold(label))?;
    let (value, start) = match value.trim().is_empty() {
        true => (layout.slice(next?), next?.start),
        false => (value, span.start + label.len() as u32 + 1),
    };
    let user = value.trim();
    let is_user = !user.is_empty() && !user.contains(char::is_whitespace) && user.chars().any(char::is_alphanumeric) && !user.contains('@');
    let start = start + (value.len() - value.trim_start().len()) as u32;
    let place = Span { start, end: start + user.len() as u32 };
    if !is_user || meets(taken, place) {
        return None;
    }
    push(builder, Known { network: Some(network), username: Some(user.trim_start_matches('@')), url: None }, place, 0.9);
    Some(place)
}

/// Addresses that only a link's target tells: icons, user names.
fn hidden(builder: &mut Builder<'_>, block: Block, taken: &mut Vec<Span>) {
    let (document, layout) = (builder.document(), builder.layout());
    for line in &layout.lines[block.first_line as usize..block.end_line as usize] {
        for cell in layout.cells_of(line) {
            for run in &layout.runs[cell.first_run as usize..cell.end_run as usize] {
                let Some(target) = document.runs.get(*run as usize).and_then(|run| document.target_of(run)) else { continue };
                if target.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http")) && !target.contains(['{', '}']) {
                    // A user's name that is printed is no place or headline.
                    let printed = layout.slice(cell.span);
                    let is_user =
                        network::profile(target).and_then(|(_, user)| user).is_some_and(|user| user.eq_ignore_ascii_case(printed.trim()));
                    if is_user || is_address(printed.trim()) && !printed.trim().contains(char::is_whitespace) {
                        taken.push(cell.span);
                    }
                    keep(builder, target.trim_end_matches('/'), cell.span, 0.9);
                }
            }
        }
    }
}

/// Files `address` as a profile or as the homepage, unless it is known.
fn keep(builder: &mut Builder<'_>, address: &str, place: Span, confidence: f32) {
    let is_known = |known: &str| network::bare(known).eq_ignore_ascii_case(network::bare(address));
    let basics = &mut builder.profile.basics;
    if basics.url.as_deref().is_some_and(is_known) || basics.profiles.iter().filter_map(|profile| profile.url.as_deref()).any(is_known) {
        return;
    }
    if let Some((network, username)) = network::profile(address) {
        push(builder, Known { network: Some(network), username, url: Some(address) }, place, confidence);
    } else if basics.url.is_none() && !is_map(address) {
        basics.url = Some(address.to_owned());
        builder.mark(Path::basics("url"), place, confidence);
    } else if !is_map(address) {
        push(builder, Known { network: None, username: None, url: Some(address) }, place, confidence * 0.8);
    }
}

/// A place on a map that an address links to.
fn is_map(address: &str) -> bool {
    let bare = network::bare(address);
    bare.starts_with("google.com/maps") || bare.starts_with("maps.") || bare.starts_with("openstreetmap.")
}

/// What is known of a profile in a network.
#[derive(Debug, Clone, Copy)]
struct Known<'a> {
    network: Option<&'a str>,
    username: Option<&'a str>,
    url: Option<&'a str>,
}

fn push(builder: &mut Builder<'_>, profile: Known<'_>, place: Span, confidence: f32) {
    let profiles = &mut builder.profile.basics.profiles;
    let same_user = |known: &SocialProfile| {
        known.network.as_deref() == profile.network && known.username.as_deref() == profile.username && profile.network.is_some()
    };
    let Known { network, username, url } = profile;
    if let Some(index) = profiles.iter().position(same_user) {
        if profiles[index].url.is_none() && url.is_some() {
            profiles[index].url = url.map(str::to_owned);
            builder.mark(Path::basics_sub("profiles", index, "url"), place, confidence);
        }
        return;
    }
    let index = profiles.len();
    let field = if url.is_some() { "url" } else { "username" };
    let [network, username, url] = [network, username, url].map(|part| part.map(str::to_owned));
    profiles.push(SocialProfile { network, username, url });
    builder.mark(Path::basics_sub("profiles", index, field), place, confidence);
}

/// Whether a label announces an address on the web.
pub(super) fn is_web_label(folded: &str) -> bool {
    lexicon::label(folded) == Some(Label::Web) || network::named(folded).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_words() {
        for word in
            ["https://a.example/x", "linkedin.com/in/ada", "www.ada.dev", "ada.example", "orcid.org/0000-0000-0000-0124", "x.com/ada"]
        {
            assert!(is_address(word), "{word}");
        }
        for word in
            ["ada@example.com", "B.Sc", "Node.js", "e.g", "S.A", "U.S", "3.62", "J.R", "und/oder", "A.Lovelace", "file:///home/ada.html"]
        {
            assert!(!is_address(word), "{word}");
        }
    }
}
