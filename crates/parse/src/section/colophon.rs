//! Contact data that is printed below everything else, or inside of another section's last lines.

use crate::layout::{self, Layout};
use crate::lexicon::Marks;
use crate::section::{Section, SectionKind};

/// Lines that a run of contact data has at most.
const LONGEST: usize = 6;

/// Where no section of contact data shows an e-mail address, makes one of the lines around the only one that another section shows.
pub(super) fn part(layout: &Layout, sections: &mut Vec<Section>) {
    let shows_address = |line: usize| Marks::of(layout.text_of(&layout.lines[line])).has(Marks::AT);
    let is_contact = |section: &&Section| matches!(section.kind, SectionKind::Contact | SectionKind::Personal);
    if sections.iter().filter(is_contact).any(|section| section.lines().any(shows_address)) {
        return;
    }
    let candidate = |(_, section): &(usize, &Section)| {
        let near_end = section.lines().rev().take(LONGEST).any(shows_address);
        !is_contact(section) && near_end && section.lines().filter(|&line| shows_address(line)).count() == 1
    };
    let Some((index, section)) = sections.iter().enumerate().rfind(candidate).map(|(index, section)| (index, *section)) else { return };
    let Some(address) = section.lines().find(|&line| shows_address(line)) else { return };
    let (start, end) = run(layout, section, address);
    let mut parts = vec![Section { end_line: start as u32, ..section }];
    parts.push(Section { kind: SectionKind::Contact, also: None, heading: None, first_line: start as u32, end_line: end as u32 });
    if end < section.end_line as usize {
        parts.push(Section { heading: None, first_line: end as u32, ..section });
    }
    parts.retain(|part| part.heading.is_some() || !part.lines().is_empty());
    sections.splice(index..=index, parts);
}

/// The lines of `section` around `address` that are contact data.
fn run(layout: &Layout, section: Section, address: usize) -> (usize, usize) {
    let region = layout.lines[address].region;
    let belongs = |line: usize| {
        let shown = &layout.lines[line];
        shown.region == region && shown.bullet.is_none() && is_reachable(layout.text_of(shown))
    };
    let first = section.first_line as usize;
    let start = (first..address).rev().take(LONGEST).take_while(|&line| belongs(line)).last().unwrap_or(address);
    let end = (address + 1..section.end_line as usize).take(LONGEST).take_while(|&line| belongs(line)).last().map_or(address, |line| line);
    (start, end + 1)
}

/// Whether `text` says where or how somebody is reached: a number, a link, an address with a house number or a postal code.
fn is_reachable(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let linked = text.contains("www.") || text.contains("://") || text.contains(".com/") || text.contains(".example");
    let address = digits > 0 && text.len() < 70 && text.contains(',') && !layout::looks_dated(text) && !text.ends_with('.');
    layout::is_contact(text) || linked || address
}
