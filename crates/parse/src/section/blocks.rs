//! Documents without a heading that can be read: pictures stand for them, or nothing. White space parts their sections.

use crate::layout::{Layout, Line};
use crate::lexicon::{self, Class};
use crate::section::content::{self, Traits};
use crate::section::{Section, SectionKind};

/// White space between sections is at least this share of the widest, and as many line heights.
const SHARE: f32 = 0.6;
const LEAST: f32 = 0.9;
/// Lines that a document without headings has at least, and at most.
const LINES: std::ops::RangeInclusive<usize> = 8..=2000;

/// Parts a document that shows no heading into blocks, and tells by their text what they are.
pub(super) fn part(layout: &Layout, sections: &mut Vec<Section>) {
    let is_bare = |section: &Section| section.heading.is_none() && matches!(section.kind, SectionKind::Contact | SectionKind::Other);
    if !LINES.contains(&layout.lines.len()) || !sections.iter().all(is_bare) {
        return;
    }
    let is_range = |line: &&Line| content::shows_range(layout.text_of(line));
    // One line with a range of years may be anything.
    if layout.lines.iter().filter(is_range).take(2).count() < 2 {
        return;
    }
    let least = least_gap(layout);
    let mut parts: Vec<Section> = Vec::new();
    for section in sections.iter() {
        let mut start = section.first_line;
        for line in section.lines().skip(1) {
            if layout.lines[line].gap >= least {
                parts.push(Section { first_line: start, end_line: line as u32, ..*section });
                start = line as u32;
            }
        }
        parts.push(Section { first_line: start, ..*section });
    }
    tell(layout, &mut parts);
    if parts.iter().any(|part| part.kind == SectionKind::Work) && parts.len() > 2 {
        *sections = parts;
    }
}

/// How much white space stands above a section at least: as much as most of the widest gaps.
fn least_gap(layout: &Layout) -> f32 {
    let mut gaps: Vec<f32> = layout.lines.iter().map(|line| line.gap).filter(|gap| gap.is_finite()).collect();
    gaps.sort_by(|one, other| other.total_cmp(one));
    let usual = gaps.get(2).or(gaps.last()).copied().unwrap_or_default();
    (SHARE * usual).max(LEAST)
}

/// Tells the kinds of `parts`, of which those before the first with spans of time are about the person, and joins neighbours of one kind.
fn tell(layout: &Layout, parts: &mut Vec<Section>) {
    let mut n_kept = 0;
    let mut begun = false;
    for index in 0..parts.len() {
        let mut part = parts[index];
        let traits = Traits::of(layout, part);
        begun |= traits.ranges() > 0;
        if begun {
            part.kind = kind(layout, part, &traits, &parts[..n_kept]);
        }
        let is_timed = |kind| matches!(kind, SectionKind::Work | SectionKind::Education);
        match parts[..n_kept].last_mut() {
            Some(last) if last.kind == part.kind && is_timed(part.kind) && last.end_line == part.first_line => {
                last.end_line = part.end_line;
            }
            _ => {
                parts[n_kept] = part;
                n_kept += 1;
            }
        }
    }
    parts.truncate(n_kept);
}

/// What a block behind the first job or study is; `before` are those told already.
fn kind(layout: &Layout, part: Section, traits: &Traits, before: &[Section]) -> SectionKind {
    let has = |kind| before.iter().any(|section| section.kind == kind);
    if traits.ranges() > 0 {
        return if is_schooling(layout, part) { SectionKind::Education } else { SectionKind::Work };
    }
    if traits.names_languages() {
        return SectionKind::Languages;
    }
    if traits.is_list() {
        return if has(SectionKind::Skills) { SectionKind::Interests } else { SectionKind::Skills };
    }
    if traits.years() > 0 { SectionKind::Certificates } else { SectionKind::Other }
}

/// Whether the lines beside the dates tell of schools and degrees rather than of employers and titles.
fn is_schooling(layout: &Layout, part: Section) -> bool {
    const STUDY: [Class; 2] = [Class::Institution, Class::Degree];
    const JOB: [Class; 3] = [Class::Title, Class::Organisation, Class::Legal];
    let (mut study, mut job) = (0_u32, 0_u32);
    for line in layout.lines[part.lines()].iter().filter(|line| line.bullet.is_none()) {
        let folded = lexicon::fold(layout.text_of(line));
        for word in folded.split(' ').map(lexicon::word) {
            let sum = |classes: &[Class]| classes.iter().map(|class| u32::from(word.cue(*class))).max().unwrap_or_default();
            study += sum(&STUDY);
            job += sum(&JOB);
        }
    }
    study > job
}
