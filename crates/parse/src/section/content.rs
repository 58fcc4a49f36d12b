//! What a section is about whose heading does not say so.

use crate::layout::{Layout, Line};
use crate::lent::Lent;
use crate::section::heading::Buffers;
use crate::section::{Section, SectionKind};

/// Tells the kind of sections with unknown headings by what stands in them.
pub(super) fn settle(layout: &Layout, sections: &mut [Section], buffers: &Buffers) {
    let has = |sections: &[Section], kind| sections.iter().any(|section| section.kind == kind || section.also == Some(kind));
    for index in 0..sections.len() {
        let section = sections[index];
        if let Some(kind) = second_thought(layout, sections, index) {
            sections[index].kind = kind;
            continue;
        }
        if section.heading.is_none() && section.kind == SectionKind::Other {
            // A list whose heading is a picture, or missing.
            let skills = !has(sections, SectionKind::Skills);
            sections[index].kind = if skills { SectionKind::Skills } else { SectionKind::Contact };
            continue;
        }
        if !is_unknown(&section, buffers) {
            continue;
        }
        let tail = |section: &Section| {
            matches!(section.kind, SectionKind::Interests | SectionKind::References | SectionKind::Languages | SectionKind::Contact)
        };
        let mut traits = Traits::of(layout, section);
        traits.last = sections[index + 1..].iter().all(tail);
        let first = index <= 1;
        let kind = traits.kind(first, |kind| has(sections, kind));
        sections[index].kind = kind;
    }
    join_alike(layout, sections, buffers);
}

/// Takes lists under unknown headings for skills that look like the skills in the same column: `Office` and `Trades` beside `Software`.
fn join_alike(layout: &Layout, sections: &mut [Section], buffers: &Buffers) {
    let look = |section: &Section| {
        let line = layout.lines.get(section.lines().next_back()?)?;
        layout.cells_of(line).first().map(|cell| (line.region, cell.style.uncased()))
    };
    let is_model = |section: &&Section| section.kind == SectionKind::Skills && section.heading.is_some();
    let models: Vec<_> = sections.iter().filter(is_model).take(MOST_SECTIONS).filter_map(look).collect();
    if models.is_empty() {
        return;
    }
    for section in sections.iter_mut().filter(|section| is_unknown(section, buffers)) {
        let is_like = look(section).is_some_and(|look| models.contains(&look));
        if is_like && is_wordlist(layout, *section) && Traits::of(layout, *section).is_list() {
            section.kind = SectionKind::Skills;
        }
    }
}

/// Whether a section has a heading whose words say nothing, and nothing else told what it is.
fn is_unknown(section: &Section, buffers: &Buffers) -> bool {
    let found = section.heading.and_then(|heading| buffers.found.get(heading as usize).copied().flatten());
    section.kind == SectionKind::Other && found.is_some_and(|found| found.sense.is_none())
}

/// Whether most lines of the section are short items by themselves, and none goes on for long.
fn is_wordlist(layout: &Layout, section: Section) -> bool {
    let lines = layout.lines.get(section.lines()).unwrap_or_default();
    let is_short = |line: &Line| layout.text_of(line).split([',', ';', '\n']).all(|item| item.split(' ').count() <= 5);
    lines.iter().filter(|line| line.continues).count() * 3 <= lines.len() && lines.iter().all(is_short)
}

/// Sections of jobs in which a date is looked for; no résumé has as many.
const MOST_SECTIONS: usize = 40;

/// Where another section is plainly what this one's heading says, what this one is by its text: `Career Summary` above `Employment`,
/// `Qualifications & Tickets` beside `Education`; `Languages` above those in which programs are written.
fn second_thought(layout: &Layout, sections: &[Section], index: usize) -> Option<SectionKind> {
    let section = sections[index];
    let others = || sections.iter().enumerate().filter(move |(other, _)| *other != index).map(|(_, other)| *other);
    match section.kind {
        // "Projects Experience" below "Work Experience".
        SectionKind::Work if section.also == Some(SectionKind::Projects) => {
            others().any(|other| other.kind == SectionKind::Work && other.also.is_none()).then_some(SectionKind::Projects)
        }
        // "Projects and Experience" where nothing else tells of jobs.
        SectionKind::Projects if section.also == Some(SectionKind::Work) => {
            (!others().any(|other| other.kind == SectionKind::Work) && has_range(layout, section)).then_some(SectionKind::Work)
        }
        SectionKind::Work => {
            // The sections of jobs are read again, few of them.
            let mut jobs = others().filter(|other| other.kind == SectionKind::Work).take(MOST_SECTIONS);
            let told = others().any(|other| other.kind == SectionKind::Summary);
            (!told && is_prose(layout, section) && jobs.any(|other| has_range(layout, other))).then_some(SectionKind::Summary)
        }
        SectionKind::Education if section.also == Some(SectionKind::Certificates) => {
            let schools = others().any(|other| other.kind == SectionKind::Education && other.also.is_none());
            (schools && !has_range(layout, section)).then_some(SectionKind::Certificates)
        }
        SectionKind::Languages => {
            let traits = Traits::of(layout, section);
            let skilled = traits.skilled >= 2 && traits.skilled * 2 >= traits.items;
            (traits.languages == 0 && skilled && traits.is_list()).then_some(SectionKind::Skills)
        }
        _ => None,
    }
}

/// Whether a section is sentences without dates and list marks.
fn is_prose(layout: &Layout, section: Section) -> bool {
    let lines = layout.lines.get(section.lines()).unwrap_or_default();
    let is_plain = |line: &Line| line.bullet.is_none() && years_in(layout.text_of(line)) == 0;
    lines.iter().all(is_plain) && lines.iter().any(|line| is_sentence(layout.text_of(line)))
}

/// Whether a line of the section shows a range of years.
fn has_range(layout: &Layout, section: Section) -> bool {
    layout.lines.get(section.lines()).unwrap_or_default().iter().any(|line| shows_range(layout.text_of(line)))
}

/// Whether `text` has two years, or one and an open end.
pub(super) fn shows_range(text: &str) -> bool {
    let n_years = years_in(text);
    n_years >= 2 || n_years == 1 && is_open(text)
}

fn is_sentence(text: &str) -> bool {
    text.ends_with('.') && text.split(' ').nth(4).is_some()
}

/// What a glance at a section's lines tells.
#[derive(Debug, Default)]
pub(super) struct Traits {
    lines: usize,
    /// Lines with two years, or a year and an open end.
    ranges: usize,
    /// Lines with one year.
    years: usize,
    bullets: usize,
    words: usize,
    /// Items between commas, bullets and cells.
    items: usize,
    /// Lines that end like sentences.
    sentences: usize,
    /// Names of languages at the begin of lines.
    languages: usize,
    /// Words for degrees and schools.
    degrees: usize,
    /// Items that a list of skills knows.
    skilled: usize,
    /// Nothing but lists of interests, references and the like follows.
    last: bool,
}

impl Traits {
    /// Lines with a span of time.
    pub(super) fn ranges(&self) -> usize {
        self.ranges
    }

    /// Lines with one year.
    pub(super) fn years(&self) -> usize {
        self.years
    }

    /// Whether most lines begin with the name of a language.
    pub(super) fn names_languages(&self) -> bool {
        self.languages * 2 > self.lines
    }

    pub(super) fn of(layout: &Layout, section: Section) -> Self {
        let mut traits = Self::default();
        for line in layout.lines.get(section.lines()).unwrap_or_default() {
            let text = layout.text_of(line);
            traits.lines += 1;
            let is_range = shows_range(text);
            traits.ranges += usize::from(is_range);
            traits.years += usize::from(!is_range && years_in(text) == 1);
            traits.bullets += usize::from(line.bullet.is_some());
            traits.words += text.split_whitespace().count();
            traits.items += 1 + text.matches([',', '\n', ';']).count();
            traits.sentences += usize::from(is_sentence(text));
            traits.languages += usize::from(super::language::is_language(text));
            traits.degrees += usize::from(is_schooling(text));
            let items = text.split([',', '\n', ';', '(']).map(|item| item.trim().trim_end_matches('.'));
            traits.skilled += items.filter(|item| !item.is_empty() && crate::lexicon::is_skill(item)).count();
        }
        traits
    }

    /// Whether it is short items without dates.
    pub(super) fn is_list(&self) -> bool {
        self.ranges + self.years + self.sentences == 0 && self.words_per_item() <= 4.0
    }

    fn words_per_item(&self) -> f32 {
        self.words as f32 / self.items.max(1) as f32
    }

    fn kind(&self, first: bool, has: impl Fn(SectionKind) -> bool) -> SectionKind {
        let per_item = self.words_per_item();
        if self.lines == 0 {
            return SectionKind::Other;
        }
        if self.languages * 2 > self.lines {
            return SectionKind::Languages;
        }
        if self.degrees > 0 && self.ranges + self.years > 0 && self.degrees * 2 >= self.ranges + self.years && !has(SectionKind::Education)
        {
            return SectionKind::Education;
        }
        if self.ranges > 0 && !has(SectionKind::Work) {
            return SectionKind::Work;
        }
        if self.ranges == 0 && self.years * 2 >= self.lines && !has(SectionKind::Awards) {
            return SectionKind::Awards;
        }
        if self.ranges + self.years == 0 && self.sentences > 0 && per_item > 4.0 {
            return if first && !has(SectionKind::Summary) { SectionKind::Summary } else { SectionKind::Other };
        }
        if self.ranges + self.years == 0 && per_item <= 4.0 && self.items >= 2 {
            let skilled = self.skilled * 3 >= self.items;
            return match () {
                () if skilled || (self.items >= 4 && !has(SectionKind::Skills) && self.skilled > 0) => SectionKind::Skills,
                () if self.last && !has(SectionKind::Interests) => SectionKind::Interests,
                () if !has(SectionKind::Skills) && self.items >= 3 => SectionKind::Skills,
                () => SectionKind::Other,
            };
        }
        SectionKind::Other
    }
}

fn years_in(text: &str) -> usize {
    text.split(|symbol: char| !symbol.is_ascii_digit())
        .filter(|digits| digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")))
        .count()
}

fn is_open(text: &str) -> bool {
    let dash = text.trim_end().ends_with(['–', '—', '-']);
    let mut folded = Lent::default();
    super::fold(text, &mut folded);
    const OPEN: [&str; 22] = [
        "present",
        "current",
        "now",
        "today",
        "date",
        "heute",
        "dato",
        "aujourd",
        "jour",
        "actualidad",
        "actualmente",
        "hoy",
        "atual",
        "presente",
        "oggi",
        "corso",
        "heden",
        "obecnie",
        "nuvarande",
        "gunumuz",
        "devam",
        "ongoing",
    ];
    dash || folded.split(' ').any(|word| OPEN.contains(&word))
}

/// Whether `text` names a school or a degree.
fn is_schooling(text: &str) -> bool {
    let mut folded = Lent::default();
    super::fold(text, &mut folded);
    const STEMS: [&str; 34] = [
        "universi",
        "college",
        "school",
        "bachelor",
        "master",
        "diplom",
        "degree",
        "licence",
        "licenciatura",
        "bacharel",
        "laurea",
        "hochschule",
        "gymnasium",
        "abitur",
        "lycee",
        "ecole",
        "baccalaureat",
        "escuela",
        "instituto",
        "politec",
        "polytech",
        "institut",
        "academy",
        "akademi",
        "facult",
        "liceo",
        "liceu",
        "szkola",
        "technikum",
        "lise",
        "realschule",
        "berufsschule",
        "hogeschool",
        "gcse",
    ];
    folded.split(' ').any(|word| STEMS.iter().any(|stem| word.starts_with(stem)))
}
