//! Jobs right below name and contact data, without a heading.

use crate::layout::{self, Layout};
use crate::section::{Section, SectionKind, content};

/// White space above the lines of one entry at most, in line heights.
const TIGHT: f32 = 0.7;

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
