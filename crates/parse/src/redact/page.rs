//! A blind profile as a document: what a Word file and an HTML page of it hold.

use vitae_document::write::Block;
use vitae_model::{Education, PartialDate, Profile, Work};

use super::Blind;

/// The parts of a blind résumé in reading order, for [`vitae_document::write`].
#[must_use]
pub fn blocks(blind: &Blind) -> Vec<Block> {
    let mut page = Page::default();
    // A number tells candidates apart without telling who they are.
    let number: String = blind.sha256.to_string().chars().take(8).collect();
    page.push(Block::Title(format!("Candidate {number}")));
    match &blind.profile {
        Some(profile) => page.profile(profile),
        None => page.text(&format!("{}: {}", blind.outcome, blind.error.as_deref().unwrap_or_default())),
    }
    page.0
}

#[derive(Debug, Default)]
struct Page(Vec<Block>);

impl Page {
    fn push(&mut self, block: Block) {
        self.0.push(block);
    }

    fn heading(&mut self, text: &str, wanted: bool) {
        if wanted {
            self.push(Block::Heading(text.to_owned()));
        }
    }

    fn text(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.push(Block::Text(text.to_owned()));
        }
    }

    fn optional(&mut self, text: Option<&String>) {
        text.into_iter().for_each(|text| self.text(text));
    }

    fn items(&mut self, items: &[String]) {
        self.0.extend(items.iter().map(|item| Block::Item(item.clone())));
    }

    fn entry(&mut self, parts: &[Option<&String>], aside: String) {
        let text = join(parts, ", ");
        if !text.is_empty() || !aside.is_empty() {
            self.push(Block::Entry { text, aside });
        }
    }

    fn profile(&mut self, profile: &Profile) {
        let basics = &profile.basics;
        self.optional(basics.label.as_ref());
        if let Some(location) = &basics.location {
            let country = location.country_code.map(|code| code.to_string());
            self.text(&join(&[location.city.as_ref(), location.region.as_ref(), country.as_ref()], ", "));
        }
        self.heading("Summary", basics.summary.is_some());
        self.optional(basics.summary.as_ref());
        self.heading("Work", !profile.work.is_empty());
        profile.work.iter().for_each(|work| self.work(work));
        self.heading("Education", !profile.education.is_empty());
        profile.education.iter().for_each(|study| self.study(study));
        self.lists(profile);
        self.more(profile);
    }

    fn work(&mut self, work: &Work) {
        let span = span(work.start_date, work.end_date, work.current);
        self.entry(&[work.position.as_ref(), work.name.as_ref(), work.location.as_ref()], span);
        self.optional(work.description.as_ref());
        self.optional(work.summary.as_ref());
        self.items(&work.highlights);
    }

    fn study(&mut self, study: &Education) {
        let span = span(study.start_date, study.end_date, study.current && study.start_date.is_some());
        self.entry(&[study.study_type.as_ref(), study.area.as_ref(), study.institution.as_ref(), study.location.as_ref()], span);
        self.optional(study.score.as_ref());
        self.optional(study.summary.as_ref());
        self.items(&study.courses);
    }

    fn lists(&mut self, profile: &Profile) {
        self.heading("Skills", !profile.skills.is_empty());
        for skill in &profile.skills {
            let name = join(&[skill.name.as_ref(), skill.level.as_ref()], ", ");
            let keywords = skill.keywords.join(", ");
            self.push(Block::Item(join(&[Some(&name), Some(&keywords)], ": ")));
        }
        self.heading("Languages", !profile.languages.is_empty());
        for language in &profile.languages {
            self.push(Block::Item(join(&[language.language.as_ref(), language.fluency.as_ref()], ": ")));
        }
        self.heading("Certificates", !profile.certificates.is_empty());
        for certificate in &profile.certificates {
            self.entry(&[certificate.name.as_ref(), certificate.issuer.as_ref()], date(certificate.date));
        }
        self.heading("Projects", !profile.projects.is_empty());
        for project in &profile.projects {
            self.entry(&[project.name.as_ref(), project.entity.as_ref()], span(project.start_date, project.end_date, project.current));
            self.optional(project.description.as_ref());
            self.items(&project.highlights);
            self.text(&project.keywords.join(", "));
        }
    }

    fn more(&mut self, profile: &Profile) {
        self.heading("Volunteer work", !profile.volunteer.is_empty());
        for work in &profile.volunteer {
            self.entry(&[work.position.as_ref(), work.organization.as_ref()], span(work.start_date, work.end_date, work.current));
            self.optional(work.summary.as_ref());
            self.items(&work.highlights);
        }
        self.heading("Publications", !profile.publications.is_empty());
        for publication in &profile.publications {
            self.entry(&[publication.name.as_ref(), publication.publisher.as_ref()], date(publication.release_date));
            self.optional(publication.summary.as_ref());
        }
        self.heading("Awards", !profile.awards.is_empty());
        for award in &profile.awards {
            self.entry(&[award.title.as_ref(), award.awarder.as_ref()], date(award.date));
            self.optional(award.summary.as_ref());
        }
        self.heading("Interests", !profile.interests.is_empty());
        for interest in &profile.interests {
            let keywords = interest.keywords.join(", ");
            self.push(Block::Item(join(&[interest.name.as_ref(), Some(&keywords)], ": ")));
        }
        self.heading("References", !profile.references.is_empty());
        profile.references.iter().for_each(|reference| self.optional(reference.reference.as_ref()));
        for section in &profile.sections {
            self.heading(section.title.as_deref().unwrap_or("More"), !section.lines.is_empty());
            section.lines.iter().for_each(|line| self.text(line));
        }
    }
}

/// The parts that say anything.
fn join(parts: &[Option<&String>], between: &str) -> String {
    let parts: Vec<&str> = parts.iter().flatten().map(|part| part.as_str()).filter(|part| !part.is_empty()).collect();
    parts.join(between)
}

fn date(date: Option<PartialDate>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

fn span(start: Option<PartialDate>, end: Option<PartialDate>, current: bool) -> String {
    match (date(start), date(end)) {
        (start, end) if start.is_empty() => end,
        (start, end) if end.is_empty() && current => format!("{start} –"),
        (start, end) if end.is_empty() || start == end => start,
        (start, end) => format!("{start} – {end}"),
    }
}
