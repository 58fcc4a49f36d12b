//! E-mail addresses, also those that a narrow column breaks in two.

use vitae_document::Span;
use vitae_model::Email;

use super::Block;
use crate::evidence::{Builder, Path};
use crate::lent::Lent;
use crate::lexicon::{self, fold_together};
use crate::section::{Section, SectionKind};

/// Reads all addresses: those of the contact blocks first, else wherever one stands that is not a referee's.
pub(super) fn read(builder: &mut Builder<'_>, blocks: &[Block], sections: &[Section], taken: &mut Vec<Span>) {
    let targets = mail_targets(builder);
    for block in blocks {
        scan(builder, block.span, &targets, taken);
    }
    if builder.profile.basics.emails.is_empty() {
        elsewhere(builder, blocks, sections, &targets, taken);
    }
    builder.profile.basics.email = builder.profile.basics.emails.first().cloned();
}

/// Reads the addresses of other sections; among those of referees only the one that holds the person's name, or the only one.
fn elsewhere(builder: &mut Builder<'_>, blocks: &[Block], sections: &[Section], targets: &[Email], taken: &mut Vec<Span>) {
    let layout = builder.layout();
    let span_of = |section: &Section| {
        let lines = layout.lines.get(section.lines())?;
        Some(Span { start: layout.span_of(lines.first()?).start, end: layout.span_of(lines.last()?).end })
    };
    let (referees, others): (Vec<&Section>, Vec<&Section>) = sections.iter().partition(|section| section.kind == SectionKind::References);
    for span in others.into_iter().filter_map(span_of) {
        scan(builder, span, targets, taken);
    }
    if !builder.profile.basics.emails.is_empty() {
        return;
    }
    let is_only = layout.text.matches('@').nth(1).is_none();
    let head = blocks.first().and_then(|block| layout.lines.get(block.first_line as usize..block.end_line as usize)).unwrap_or_default();
    let mut own = Lent::<String>::default();
    head.iter().take(3).for_each(|line| lexicon::fold_into(layout.text_of(line), &mut own));
    let words = || own.split(' ').filter(|word| word.len() > 3);
    // The person's own line stands behind those of referees, who may be of one family.
    let lines = referees.iter().rev().flat_map(|section| layout.lines.get(section.lines()).unwrap_or_default().iter().rev());
    let address = lines.map(|line| layout.span_of(line)).find(|span| {
        let before =
            layout.slice(*span).split_once('@').map_or("", |(before, _)| before).trim_end_matches(|symbol: char| symbol.is_ascii_digit());
        let folded = fold_together(before);
        is_only && layout.slice(*span).contains('@') || words().any(|word| folded.ends_with(word))
    });
    if let Some(span) = address {
        scan(builder, span, targets, taken);
    }
}

/// Addresses that links lead to.
fn mail_targets(builder: &Builder<'_>) -> Vec<Email> {
    let links = &builder.document().links;
    links
        .iter()
        .filter_map(|link| link.target.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("mailto:")).map(|_| &link.target[7..]))
        .filter_map(|target| Email::parse(target.split('?').next().unwrap_or_default()).ok())
        .collect()
}

fn scan(builder: &mut Builder<'_>, span: Span, targets: &[Email], taken: &mut Vec<Span>) {
    let text = builder.layout().slice(span);
    let found: Vec<_> = {
        let is_soft = |left: &str, right: &str| super::link::is_soft_hyphen(builder, left, right);
        let start = span.start as usize;
        let found = |at| {
            let printed = around(text, at, targets, &is_soft).map(|(email, from, to)| (email, start + from, start + to));
            if printed.as_ref().is_some_and(|(email, ..)| targets.contains(email)) {
                return printed;
            }
            // A narrow column may break an address so that its parts stand in two sections.
            linked(&builder.layout().text, start + at, targets).or(printed)
        };
        text.match_indices('@').filter_map(|(at, _)| found(at)).collect()
    };
    for (email, from, to) in found {
        let place = Span { start: from as u32, end: to as u32 };
        taken.push(place);
        if builder.profile.basics.emails.contains(&email) {
            continue;
        }
        let index = builder.profile.basics.emails.len();
        builder.mark(Path::basics_item("emails", index), place, 0.99);
        if index == 0 {
            builder.mark(Path::basics("email"), place, 0.99);
        }
        builder.profile.basics.emails.push(email);
    }
}

/// The address of a link that the text around the sign at byte `at` spells but for line breaks, with the bytes it covers.
fn linked(text: &str, at: usize, targets: &[Email]) -> Option<(Email, usize, usize)> {
    targets.iter().find_map(|target| covered(text, at, target).map(|(from, to)| (target.clone(), from, to)))
}

/// The address around the sign at byte `at`, with the bytes it covers.
fn around(text: &str, at: usize, targets: &[Email], is_soft: &dyn Fn(&str, &str) -> bool) -> Option<(Email, usize, usize)> {
    let from = text[..at].char_indices().rev().take_while(|(_, symbol)| is_local(*symbol)).last().map_or(at, |(place, _)| place);
    let to = end_of(text, at + 1);
    let printed = text[from..to].trim_end_matches(['.', '-']);
    let whole = Email::parse(printed).ok();
    // A link that the printed text begins, or goes on with, settles how a broken address continues.
    for target in targets {
        if whole.as_ref() == Some(target) {
            return Some((target.clone(), from, from + printed.len()));
        }
        if let Some((from, to)) = covered(text, at, target) {
            return Some((target.clone(), from, to));
        }
    }
    let (grown_from, head) = if from == at || touches_break(text, from) { before_break(text, from) } else { (from, "") };
    let is_open = printed.len() < to - from || to == text.len() || text[to..].starts_with('\n');
    let ends_open = is_open && (text[..to].ends_with('-') || !has_known_ending(printed) || is_cut_ending(text, printed, to));
    if let Some(email) = &whole
        && !ends_open
        && head.is_empty()
    {
        return Some((email.clone(), from, from + printed.len()));
    }
    let (grown_to, tail) = if ends_open { behind_break(text, to) } else { (from + printed.len(), "") };
    let left = match tail {
        "" => printed,
        _ if tail.starts_with('.') => text[from..to].trim_end_matches('.'),
        _ => &text[from..to],
    };
    let mend = |left: &str, right: &str| {
        if left.ends_with('-') && is_soft(left, right) { left.trim_end_matches('-').to_owned() } else { left.to_owned() }
    };
    let (head, left) = (mend(head, left), mend(left, tail));
    let joined = format!("{head}{left}{tail}");
    if let Ok(email) = Email::parse(joined.trim_end_matches('.'))
        && (has_known_ending(email.as_str()) || whole.is_none())
    {
        return Some((email, grown_from, grown_to));
    }
    whole.map(|email| (email, from, from + printed.len()))
}

/// Whether an address ends as hosts do.
fn has_known_ending(address: &str) -> bool {
    let ending = address.rsplit('.').next().unwrap_or_default();
    super::link::ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// Whether an ending such as `.co` goes on in the next line, with letters that stand there alone: `m`.
fn is_cut_ending(text: &str, printed: &str, to: usize) -> bool {
    let Some(line) = text[to..].strip_prefix('\n').map(|rest| rest.lines().next().unwrap_or_default().trim()) else { return false };
    let is_part = (1..=4).contains(&line.len()) && line.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'.');
    // Behind these nothing follows but the end of a sentence.
    let is_closed = [".com", ".org", ".net", ".edu"].iter().any(|ending| printed.ends_with(ending));
    let is_stopped = text[..to].ends_with('.') && !line.starts_with('.') && !is_closed;
    let is_more = is_stopped
        || line.starts_with('.')
        || printed.ends_with(".co")
        || printed.rsplit('.').next().is_some_and(|ending| ending.len() < 2);
    let stop = if is_stopped { "." } else { "" };
    is_part && is_more && has_known_ending(&format!("{printed}{stop}{line}"))
}

fn is_local(symbol: char) -> bool {
    symbol.is_alphanumeric() || "!#$%&'*+-/=?^_`{}~.".contains(symbol)
}

fn end_of(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    from + rest.find(|symbol: char| !(symbol.is_alphanumeric() || symbol == '-' || symbol == '.')).unwrap_or(rest.len())
}

/// Whether the line above ends as an address may that goes on below: with `_` or `-`, or with a full stop where it is one word and
/// not the last of a text.
fn touches_break(text: &str, from: usize) -> bool {
    let Some(above) = text[..from].strip_suffix('\n') else { return false };
    let mut lines = above.rsplit('\n');
    let line = lines.next().unwrap_or(above);
    let mut ends_text = || lines.next().is_some_and(|before| before.split(' ').count() >= LONG_LINE);
    line.ends_with(['_', '-']) || line.ends_with('.') && !line.contains(' ') && !ends_text()
}

/// Words of a line of a text.
const LONG_LINE: usize = 8;

/// The end of the line before `from`, where an address may have begun.
fn before_break(text: &str, from: usize) -> (usize, &str) {
    let Some(line) = text[..from].strip_suffix('\n') else { return (from, "") };
    let start = line.char_indices().rev().take_while(|(_, symbol)| is_local(*symbol)).last().map_or(line.len(), |(place, _)| place);
    (start, &line[start..])
}

/// The beginning of the line behind `to`, where an address may go on.
fn behind_break(text: &str, to: usize) -> (usize, &str) {
    let Some(line) = text[to..].strip_prefix('\n') else { return (to, "") };
    let end = end_of(line, 0);
    (to + 1 + end, &line[..end])
}

/// The bytes around `at` that `target` covers when line breaks are left out.
fn covered(text: &str, at: usize, target: &Email) -> Option<(usize, usize)> {
    let wanted = target.as_str();
    let (local, domain) = wanted.split_once('@')?;
    let mut from = at;
    for symbol in local.chars().rev() {
        let (place, found) = text[..from].char_indices().rev().find(|(_, found)| *found != '\n')?;
        if !found.to_lowercase().eq(symbol.to_lowercase()) {
            return None;
        }
        from = place;
    }
    let mut to = at + 1;
    for symbol in domain.chars() {
        let (place, found) = text[to..].char_indices().find(|(_, found)| *found != '\n')?;
        if !found.to_lowercase().eq(symbol.to_lowercase()) {
            return None;
        }
        to += place + found.len_utf8();
    }
    Some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, targets: &[&str]) -> Option<String> {
        let targets: Vec<Email> = targets.iter().filter_map(|target| Email::parse(target).ok()).collect();
        around(text, text.find('@')?, &targets, &|_, _| false).map(|(email, from, to)| {
            assert!(text.get(from..to).is_some());
            email.to_string()
        })
    }

    #[test]
    fn an_address_in_parts_is_whole_where_a_link_spells_it() {
        let targets: Vec<Email> =
            ["jane@example.org", "ada.lovelace@example.org"].iter().filter_map(|target| Email::parse(target).ok()).collect();
        for (text, expected) in [
            ("Languages\nada.love\nlace@exam\nple.org\nGerman", Some("ada.love\nlace@exam\nple.org")),
            ("Languages\nada.lovelace@example.net\nGerman", None),
        ] {
            let found = text.find('@').and_then(|at| linked(text, at, &targets));
            assert_eq!(found.map(|(_, from, to)| &text[from..to]), expected, "{text}");
        }
    }

    #[test]
    fn addresses_are_found_whole() {
        for (text, targets, expected) in [
            ("Email: ada@example.com | x", &[][..], "ada@example.com"),
            ("(ada@example.com).", &[], "ada@example.com"),
            ("Email: ada.lovelace@exa\nmple.org\nBerlin", &[], "ada.lovelace@example.org"),
            ("solene@vasseur-\npatisserie.example", &[], "solene@vasseur-patisserie.example"),
            ("ada.lovelace\n@example.org", &["ada.lovelace@example.org"], "ada.lovelace@example.org"),
            ("ada@example.co\nm", &["ada@example.com"], "ada@example.com"),
            ("ada@example.co\nm\nBerlin", &[], "ada@example.com"),
            ("ada@example.co\n.uk", &[], "ada@example.co.uk"),
            ("ada@example\n.com\n0171 1", &[], "ada@example.com"),
            ("ada@mail.example.\ncom", &[], "ada@mail.example.com"),
            ("Write to ada@example.com.\nde", &[], "ada@example.com"),
            ("known for careful planning, plain writing and a sense of\nhumour.\nada@example.com", &[], "ada@example.com"),
            ("ada@example.com\nin Berlin", &[], "ada@example.com"),
        ] {
            assert_eq!(told(text, targets).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_sign_alone_is_no_address() {
        for text in ["Engineer @ ACME", "@ada", "twitter @ada\nBerlin"] {
            assert_eq!(told(text, &[]), None, "{text}");
        }
    }
}
