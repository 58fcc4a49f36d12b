//! Jobs right below name and contact data, without a heading.

use crate::layout::{self, Layout};
use crate::section::{Section, SectionKind, content};

/// White space above the lines of one entry at most, in line heights.
const TIGHT: f32 = 0.7;

/// Items that a list of skills without a heading has at least, and words that one has at most.
const ITEMS: usize = 4;
const WORDS: usize = 5;

/// Parts the list of short items from the end of the head of a document that has no section of skills.
pub(super) fn part_list(layout: &Layout, sections: &mut Vec<Section>) {
    let tells_skills = |section: &Section| section.kind == SectionKind::Skills || section.also == Some(SectionKind::Skills);
    let Some(&head) = sections.first().filter(|head| matches!(head.kind, SectionKind::Contact | SectionKind::Summary)) else { return };
    if sections.len() < 2 || sections.iter().any(tells_skills) {
        return;
    }
    let n_items = |line: usize| layout.text_of(&layout.lines[line]).split('\n').count();
    let Some(start) = head.lines().rev().take_while(|&line| is_item(layout, line)).last() else { return };
    if start == head.first_line as usize || (start..head.end_line as usize).map(n_items).sum::<usize>() < ITEMS {
        return;
    }
    sections[0].end_line = start as u32;
    sections.insert(1, Section { kind: SectionKind::Skills, also: None, heading: None, first_line: start as u32, end_line: head.end_line });
}

/// Whether the line at `index` is marked as a list item, and all it says short.
fn is_item(layout: &Layout, index: usize) -> bool {
    let line = &layout.lines[index];
    let text = layout.text_of(line);
    let is_short = || text.split(['\n', ',']).all(|item| item.split_whitespace().count() <= WORDS);
    line.bullet.is_some() && is_short() && !text.ends_with('.') && !layout::is_contact(text) && !layout::looks_dated(text)
}

/// Parts the jobs from the head of a document that has no section of jobs.
pub(super) fn part(layout: &Layout, sections: &mut Vec<Section>) {
    let is_job = |section: &Section| section.kind == SectionKind::Work || section.also == Some(SectionKind::Work);
    let Some(&head) = sections.first().filter(|head| head.kind == SectionKind::Contact && head.heading.is_none()) else { return };
    if sections.len() < 2 || sections.iter().any(is_job) {
        return;
    }
    let mut dated = head.lines().filter(|&line| content::shows_range(layout.text_of(&layout.lines[line])));
    // One line with a range of years may be anything.
    let (Some(first), Some(_)) = (dated.next(), dated.next()) else { return };
    let start = beginning(layout, head, first);
    if start == head.first_line as usize {
        return;
    }
    sections[0].end_line = start as u32;
    sections.insert(1, Section { kind: SectionKind::Work, also: None, heading: None, first_line: start as u32, end_line: head.end_line });
}

/// The first line of the entry whose date stands on the line `dated`: lines right above it that tell nothing of how somebody is reached.
fn beginning(layout: &Layout, head: Section, dated: usize) -> usize {
    let mut start = dated;
    while start > head.first_line as usize + 1 {
        let (above, line) = (&layout.lines[start - 1], &layout.lines[start]);
        if line.gap > TIGHT || above.region != line.region || above.bullet.is_some() || layout::is_contact(layout.text_of(above)) {
            break;
        }
        start -= 1;
    }
    start
}
