//! Puts a person into a layout: the sheet for the writers, and the truth of what stands on it.

use crate::contact::Head;
use crate::date::Printer;
use crate::fill::Fill;
use crate::layout::{BulletStyle, DateRail, Frame, Layout, SkillStyle};
use crate::locale::Locale;
use crate::person::{Group, Job, Person, Role, Study, ascii};
use crate::rng::Rng;
use crate::sheet::{Block, Line, Section, Sheet, Span};
use crate::template::{self, Parts};
use crate::truth::Object;
use serde_json::{Value, json};

/// A résumé and its right answer.
#[derive(Debug, Clone)]
pub struct Document {
    /// `<person>--<layout>`.
    pub stem: String,
    /// What is printed.
    pub sheet: Sheet,
    /// A JSON Resume object.
    pub truth: Value,
}

/// Lays `person` out in the way of `layout`.
#[must_use]
pub fn compose(person: &Person, layout: &Layout, locale: &Locale) -> Document {
    let dates = Printer {
        style: layout.date,
        join: layout.join,
        since: layout.since,
        silent: layout.silent,
        duration: layout.duration,
        once: layout.once,
        variant: layout.variant,
        today: person.today,
    };
    let at = match locale.nth("at", layout.variant) {
        "" | "," => ", ".to_owned(),
        word => format!(" {word} "),
    };
    Composer { person, layout, locale, dates, at, truth: Object::default(), narrow: false }.document()
}

/// The kinds of sections, in the order in which most people have them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Profile,
    Work,
    Education,
    Projects,
    Volunteer,
    Skills,
    Languages,
    Certificates,
    Interests,
    References,
}

/// Orders of sections, each by its letters.
const ORDERS: &[&str] = &["PWEJVSLCIR", "PWESLCJVIR", "PEWSLCJVIR", "PSWJECLVIR", "EWLSVCJIPR", "SPWELJVCIR"];

impl Kind {
    fn of(letter: char) -> Self {
        match letter {
            'P' => Self::Profile,
            'W' => Self::Work,
            'E' => Self::Education,
            'J' => Self::Projects,
            'V' => Self::Volunteer,
            'S' => Self::Skills,
            'L' => Self::Languages,
            'C' => Self::Certificates,
            'I' => Self::Interests,
            _ => Self::References,
        }
    }
}

/// Where the template of an entry is chosen from.
struct Templates {
    inline: &'static [&'static str],
    beside: &'static [&'static str],
    choice: usize,
}

/// The template that `choice` falls on.
fn nth(templates: &[&'static str], choice: usize) -> &'static str {
    templates[choice % templates.len()]
}

struct Composer<'a> {
    person: &'a Person,
    layout: &'a Layout,
    locale: &'a Locale,
    dates: Printer,
    /// The word between a title and an employer, with its blanks.
    at: String,
    truth: Object,
    /// The section in hand stands in the narrow column.
    narrow: bool,
}

impl Composer<'_> {
    fn document(mut self) -> Document {
        let head = Head::new(self.person, self.layout, self.locale).compose();
        let order = ORDERS[self.layout.order % ORDERS.len()];
        let mut sheet = Sheet {
            language: self.locale.language,
            title: head.title.clone(),
            head: head.blocks,
            page_header: head.page_header,
            ..Sheet::default()
        };
        sheet.aside.extend(head.aside);
        sheet.main.extend(head.main);
        for kind in order.chars().map(Kind::of) {
            let Some(section) = self.section(kind) else { continue };
            if self.stands_aside(kind) { sheet.aside.push(section) } else { sheet.main.push(section) }
        }
        if !head.end.is_empty() {
            sheet.main.push(Section { heading: None, icon: ' ', blocks: head.end });
        }
        self.close(&mut sheet);
        self.truth.value("basics", self.basics(head.truth));
        self.truth.value("meta", self.meta());
        Document { stem: format!("{}--{}", self.person.id, self.layout.label()), sheet, truth: self.truth.done() }
    }

    fn basics(&self, mut basics: Object) -> Value {
        basics.text("summary", &self.person.summary);
        basics.done()
    }

    fn meta(&self) -> Value {
        let layout = self.layout;
        let rail = if layout.frame == Frame::Halves { DateRail::None } else { layout.rail };
        let (work, study) = match rail {
            DateRail::None => (nth(layout.book().work, layout.work), nth(layout.book().study, layout.study)),
            _ => (nth(layout.book().work_rail, layout.work), nth(layout.book().study_rail, layout.study)),
        };
        json!({
            "id": self.person.id,
            "locale": format!("{}-{}", self.locale.language, self.locale.country),
            "renderer": layout.label(),
            "kind": format!("{:?}", layout.medium).to_lowercase(),
            "features": {
                "frame": format!("{:?}", layout.frame),
                "heading": format!("{:?}", layout.heading),
                "name": format!("{:?}", layout.name),
                "contact": format!("{:?}", layout.contact),
                "rail": format!("{rail:?}"),
                "work": work,
                "study": study,
                "date": format!("{:?}", layout.date),
                "join": format!("{:?}", layout.join),
                "mark": layout.mark,
                "bullets": format!("{:?}", layout.bullets),
                "skills": format!("{:?}", layout.skills),
                "borders": layout.borders,
                "silent": layout.silent,
                "since": layout.since,
                "jobs": self.person.jobs.len(),
            },
        })
    }

    fn stands_aside(&self, kind: Kind) -> bool {
        let bit = |shift: usize| (self.layout.order >> shift) & 1 == 1;
        match self.layout.frame {
            Frame::Left | Frame::Right => match kind {
                Kind::Skills | Kind::Languages | Kind::Interests => true,
                Kind::Certificates => bit(3),
                Kind::Education => bit(4) && bit(5),
                Kind::Profile => bit(6) && bit(7),
                _ => false,
            },
            Frame::Halves => match kind {
                Kind::Work | Kind::Projects | Kind::Volunteer => false,
                Kind::Education => bit(3),
                Kind::Profile => bit(4),
                _ => true,
            },
            _ => false,
        }
    }

    fn heading(&self, key: &str) -> String {
        self.locale.nth(key, self.layout.variant).to_owned()
    }

    fn section(&mut self, kind: Kind) -> Option<Section> {
        self.narrow = self.stands_aside(kind);
        let (key, icon, blocks) = match kind {
            Kind::Profile => ("h_profile", '\u{f007}', self.profile()),
            Kind::Work => ("h_work", '\u{f0b1}', self.work()),
            Kind::Education => ("h_education", '\u{f19d}', self.education()),
            Kind::Projects => ("h_projects", '\u{f121}', self.projects()),
            Kind::Volunteer => ("h_volunteer", '\u{f004}', self.volunteer()),
            Kind::Skills => ("h_skills", '\u{f0ad}', self.skills()),
            Kind::Languages => ("h_languages", '\u{f1ab}', self.languages()),
            Kind::Certificates => ("h_certificates", '\u{f0a3}', self.certificates()),
            Kind::Interests => ("h_interests", '\u{f0f4}', self.interests()),
            Kind::References => ("h_references", '\u{f075}', self.references()),
        };
        if blocks.is_empty() {
            return None;
        }
        let unheaded = kind == Kind::Profile
            && self.layout.variant % 9 == 4
            && !self.stands_aside(kind)
            && ORDERS[self.layout.order % ORDERS.len()].starts_with('P');
        Some(Section { heading: (!unheaded).then(|| self.heading(key)), icon, blocks })
    }

    fn profile(&self) -> Vec<Block> {
        if self.person.summary.is_empty() { Vec::new() } else { vec![Block::Paragraph(self.person.summary.clone())] }
    }

    /// Where the dates of the section in hand have a column: nowhere when the section stands in a narrow one.
    fn rail(&self) -> DateRail {
        if self.narrow || self.layout.frame == Frame::Halves { DateRail::None } else { self.layout.rail }
    }

    // ---------------------------------------------------------------- work

    fn work(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut truths = Vec::new();
        for job in &self.person.jobs {
            if job.roles.len() > 1 && self.layout.grouped && self.rail() == DateRail::None {
                self.group(job, &mut blocks, &mut truths);
            } else {
                for role in &job.roles {
                    self.job(job, role, &mut blocks, &mut truths);
                }
            }
        }
        self.truth.list("work", truths);
        blocks
    }

    fn parts<'a>(&'a self, title: &'a str, organization: &'a str, place: &'a str, dates: &'a str, grade: &'a str) -> Parts<'a> {
        Parts { title, organization, place, dates, grade, mark: self.layout.mark, at: &self.at, ..Parts::default() }
    }

    fn job(&self, job: &Job, role: &Role, blocks: &mut Vec<Block>, truths: &mut Vec<Value>) {
        let dates = self.dates.print(role.stretch, self.locale);
        let (template, rail, mut body) =
            self.placed(&self.parts(&role.title, &job.employer, &job.place, &dates, ""), &self.job_templates());
        body.extend(self.told(role));
        blocks.push(Block::Entry(rail, body));
        truths.push(self.work_truth(job, role, template.contains('P')));
    }

    fn job_templates(&self) -> Templates {
        let book = self.layout.book();
        Templates { inline: book.work, beside: book.work_rail, choice: self.layout.work }
    }

    /// The template of an entry, the narrow column beside it where the layout has one, and its lines.
    fn placed(&self, parts: &Parts<'_>, templates: &Templates) -> (&'static str, Vec<Line>, Vec<Block>) {
        let lines = |pattern| template::print(pattern, parts).into_iter().map(Block::Line).collect();
        if self.rail() == DateRail::None {
            let template = nth(templates.inline, templates.choice);
            return (template, Vec::new(), lines(template));
        }
        let template = nth(templates.beside, templates.choice);
        let (narrow, wide) = template::beside(template);
        let mut rail = template::print(narrow, parts);
        if rail.is_empty() {
            // A column stays where it is when an entry has nothing for it.
            rail = self.empty_rail();
        }
        (template, rail, lines(wide))
    }

    fn group(&self, job: &Job, blocks: &mut Vec<Block>, truths: &mut Vec<Value>) {
        let groups = self.layout.book().groups;
        let (head, below) = groups[self.layout.work % groups.len()];
        let mut body: Vec<Block> =
            template::print(head, &self.parts("", &job.employer, &job.place, "", "")).into_iter().map(Block::Line).collect();
        for role in &job.roles {
            let dates = self.dates.print(role.stretch, self.locale);
            body.extend(template::print(below, &self.parts(&role.title, "", "", &dates, "")).into_iter().map(Block::Line));
            body.extend(self.told(role));
            truths.push(self.work_truth(job, role, true));
        }
        blocks.push(Block::Entry(Vec::new(), body));
    }

    fn work_truth(&self, job: &Job, role: &Role, with_place: bool) -> Value {
        let mut entry = Object::default();
        entry.text("name", &job.employer);
        entry.text("position", &role.title);
        if with_place {
            entry.text("location", &job.place);
        }
        entry.dates(role.stretch, self.dates.precision());
        entry.list("highlights", role.bullets.iter().map(|text| json!(text)).chain(self.tools(role).map(|line| json!(line))).collect());
        entry.done()
    }

    /// What is told of a role, and what was used there.
    fn told(&self, role: &Role) -> Vec<Block> {
        let mut blocks = match role.bullets.as_slice() {
            [first, rest @ ..] if self.layout.intro && !rest.is_empty() => {
                let mut blocks = vec![Block::Paragraph(first.clone())];
                blocks.extend(self.sentences(rest));
                blocks
            }
            all => self.sentences(all),
        };
        blocks.extend(self.tools(role).map(|line| Block::Line(Line::text(line))));
        blocks
    }

    /// `Kubernetes, Terraform` behind a label that many languages share.
    fn tools(&self, role: &Role) -> Option<String> {
        let used: Vec<&str> = self.person.skills.iter().flat_map(|group| &group.skills).map(String::as_str).collect();
        let many = (role.title.len() % 3 + 2).min(used.len());
        let label = ["Tools", "Tech", "Software", "Stack"][self.layout.variant % 4];
        let shown = self.layout.tools && used.len() > 3;
        shown.then(|| format!("{label}: {}", used[role.title.len() % (used.len() - many + 1)..][..many].join(", ")))
    }

    fn sentences(&self, sentences: &[String]) -> Vec<Block> {
        match (sentences.is_empty(), self.layout.bullets) {
            (true, _) => Vec::new(),
            (false, BulletStyle::Joined) => vec![Block::Paragraph(sentences.join(" "))],
            (false, _) => vec![Block::Sentences(sentences.to_vec())],
        }
    }

    // ---------------------------------------------------------------- education

    fn education(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut truths = Vec::new();
        for study in &self.person.studies {
            let dates = self.dates.print(study.stretch, self.locale);
            let title = self.degree(study);
            let parts =
                Parts { degree: &study.degree, area: &study.area, ..self.parts(&title, &study.school, &study.place, &dates, &study.grade) };
            let book = self.layout.book();
            let templates = Templates { inline: book.study, beside: book.study_rail, choice: self.layout.study };
            let (template, rail, mut body) = self.placed(&parts, &templates);
            if !study.note.is_empty() {
                body.extend(if self.layout.bullets == BulletStyle::Joined {
                    vec![Block::Paragraph(study.note.clone())]
                } else {
                    self.sentences(std::slice::from_ref(&study.note))
                });
            }
            blocks.push(Block::Entry(rail, body));
            truths.push(self.study_truth(study, template));
        }
        self.truth.list("education", truths);
        if self.layout.cards && blocks.len() > 1 { vec![Block::Cards(blocks)] } else { blocks }
    }

    fn degree(&self, study: &Study) -> String {
        if study.area.is_empty() {
            return study.degree.clone();
        }
        let pattern = self.locale.nth("degjoin", self.layout.variant);
        pattern.replace("{d}", &study.degree).replace("{a}", &study.area)
    }

    fn study_truth(&self, study: &Study, template: &str) -> Value {
        let mut entry = Object::default();
        entry.text("institution", &study.school);
        entry.text("studyType", &study.degree);
        entry.text("area", &study.area);
        if template.contains('P') {
            entry.text("location", &study.place);
        }
        if template.contains('G') {
            entry.text("score", &study.grade);
        }
        entry.dates(study.stretch, self.dates.precision());
        entry.done()
    }

    // ---------------------------------------------------------------- the smaller sections

    fn projects(&mut self) -> Vec<Block> {
        let truths = self.person.projects.iter().map(|(name, text)| json!({"name": name, "description": text})).collect();
        self.truth.list("projects", truths);
        self.person
            .projects
            .iter()
            .map(|(name, text)| {
                Block::Entry(self.empty_rail(), vec![Block::Line(Line::of(vec![Span::bold(name)])), Block::Paragraph(text.clone())])
            })
            .collect()
    }

    fn empty_rail(&self) -> Vec<Line> {
        if self.rail() == DateRail::None { Vec::new() } else { vec![Line::text("\u{a0}")] }
    }

    fn volunteer(&mut self) -> Vec<Block> {
        let (mut blocks, mut truths) = (Vec::new(), Vec::new());
        for item in &self.person.volunteer {
            let dates = self.dates.print(item.stretch, self.locale);
            let (_, rail, body) = self.placed(&self.parts(&item.position, &item.organization, "", &dates, ""), &self.job_templates());
            blocks.push(Block::Entry(rail, body));
            let mut entry = Object::default();
            entry.text("organization", &item.organization);
            entry.text("position", &item.position);
            entry.dates(item.stretch, self.dates.precision());
            truths.push(entry.done());
        }
        self.truth.list("volunteer", truths);
        blocks
    }

    fn skills(&mut self) -> Vec<Block> {
        let groups = &self.person.skills;
        let truths = groups
            .iter()
            .flat_map(|group| {
                if group.name.is_empty() {
                    group.skills.iter().map(|skill| json!({"name": skill})).collect()
                } else {
                    vec![json!({"name": group.name, "keywords": group.skills})]
                }
            })
            .collect();
        self.truth.list("skills", truths);
        let mut blocks = Vec::new();
        for (nth, group) in groups.iter().enumerate() {
            if nth > 0 && !matches!(self.layout.skills, SkillStyle::Commas) {
                blocks.push(Block::Gap);
            }
            self.skill_group(group, &mut blocks);
        }
        blocks
    }

    fn skill_group(&self, group: &Group, blocks: &mut Vec<Block>) {
        let style = self.layout.skills;
        let joined = |mark: &str| group.skills.join(mark);
        let mark = match style {
            SkillStyle::Pipes => " | ",
            SkillStyle::Dots => " • ",
            _ => ", ",
        };
        if matches!(style, SkillStyle::Commas | SkillStyle::Pipes | SkillStyle::Dots) {
            let mut spans = Vec::new();
            if !group.name.is_empty() {
                spans.push(Span::bold(format!("{}:", group.name)));
                spans.push(Span::plain(" "));
            }
            spans.push(Span::plain(joined(mark)));
            blocks.push(Block::Line(Line::of(spans)));
            return;
        }
        if !group.name.is_empty() {
            blocks.push(Block::Line(Line::of(vec![Span::bold(&group.name)])));
        }
        match style {
            SkillStyle::Bullets => blocks.push(Block::Items(group.skills.clone())),
            SkillStyle::Chips => blocks.push(Block::Chips(group.skills.clone())),
            SkillStyle::Meters => blocks.extend(group.skills.iter().map(|skill| Block::Meter(skill.clone(), 2 + skill.len() % 4))),
            SkillStyle::Columns => {
                let width = if matches!(self.layout.frame, Frame::Single | Frame::Band) { 3 } else { 2 };
                let rows = group.skills.chunks(width).map(|row| row.iter().map(|skill| vec![Span::plain(skill)]).collect()).collect();
                blocks.push(Block::Table(rows, self.layout.borders));
            }
            _ => blocks.extend(group.skills.iter().map(|skill| Block::Line(Line::text(skill)))),
        }
    }

    fn languages(&mut self) -> Vec<Block> {
        let pairs = &self.person.languages;
        if pairs.is_empty() {
            return Vec::new();
        }
        let worded = self.layout.languages != 3;
        let truths = pairs
            .iter()
            .map(|(name, level)| if worded { json!({"language": name, "fluency": level}) } else { json!({"language": name}) })
            .collect();
        self.truth.list("languages", truths);
        let mark = [" – ", ": ", " (", ", ", " - "][self.layout.variant % 5];
        let close = if mark == " (" { ")" } else { "" };
        let one = |(name, level): &(String, String)| format!("{name}{mark}{level}{close}");
        match self.layout.languages {
            0 => {
                let texts: Vec<String> = pairs.iter().map(|(name, level)| format!("{name} ({level})")).collect();
                vec![Block::Line(Line::text(texts.join(", ")))]
            }
            1 => pairs.iter().map(|pair| Block::Line(Line::text(one(pair)))).collect(),
            2 => {
                let rows = pairs.iter().map(|(name, level)| vec![vec![Span::plain(name)], vec![Span::plain(level)]]).collect();
                vec![Block::Table(rows, self.layout.borders)]
            }
            3 => pairs.iter().map(|(name, level)| Block::Meter(name.clone(), 2 + level.len() % 4)).collect(),
            _ => vec![Block::Items(pairs.iter().map(one).collect())],
        }
    }

    fn certificates(&mut self) -> Vec<Block> {
        let truths = self
            .person
            .certificates
            .iter()
            .map(|(name, year)| if year.is_empty() { json!({"name": name}) } else { json!({"name": name, "date": year}) })
            .collect();
        self.truth.list("certificates", truths);
        let texts: Vec<String> = self
            .person
            .certificates
            .iter()
            .map(|(name, year)| match (year.is_empty(), self.layout.variant % 3) {
                (true, _) => name.clone(),
                (false, 0) => format!("{name} ({year})"),
                (false, 1) => format!("{name}, {year}"),
                (false, _) => format!("{year} {name}"),
            })
            .collect();
        match (texts.is_empty(), self.layout.variant % 2) {
            (true, _) => Vec::new(),
            (false, 0) => vec![Block::Items(texts)],
            (false, _) => texts.into_iter().map(|text| Block::Line(Line::text(text))).collect(),
        }
    }

    fn interests(&mut self) -> Vec<Block> {
        let items = &self.person.interests;
        if items.is_empty() {
            return Vec::new();
        }
        self.truth.list("interests", items.iter().map(|item| json!({"name": item})).collect());
        if self.layout.variant % 4 == 1 { vec![Block::Items(items.clone())] } else { vec![Block::Line(Line::text(items.join(", ")))] }
    }

    /// Who speaks for the person: names, titles, numbers and addresses that are not the person's.
    fn references(&self) -> Vec<Block> {
        let sentence = self.locale.nth("reference", self.layout.variant);
        if self.layout.referees {
            let seed = self.person.id[2..].parse().unwrap_or(0);
            let mut rng = Rng::new(seed, 77);
            return (0..2).flat_map(|_| self.referee(&mut rng)).collect();
        }
        if self.layout.variant % 6 != 2 || sentence.is_empty() { Vec::new() } else { vec![Block::Paragraph(sentence.to_owned())] }
    }

    fn referee(&self, rng: &mut Rng) -> Vec<Block> {
        let mut fill = Fill { locale: self.locale, rng, female: true, today: self.person.today };
        let phone = self.locale.any("phone", fill.rng).to_owned();
        let (given, family, title, employer, phone) =
            (fill.text("{given}"), fill.text("{last}"), fill.text("{title}"), fill.text("{employer}"), fill.text(&phone));
        let mail = format!("{}.{}@example.net", ascii(&given), ascii(&family));
        vec![
            Block::Line(Line::of(vec![Span::bold(format!("{given} {family}")), Span::plain(format!(", {title}, {employer}"))])),
            Block::Line(Line::text(format!("{phone}{}{mail}", self.layout.mark))),
        ]
    }

    // ---------------------------------------------------------------- the end of the page

    fn close(&self, sheet: &mut Sheet) {
        let month = |style| self.dates.single(self.person.today, style, self.locale);
        let mut blocks = Vec::new();
        if self.layout.clause {
            let clause = self.locale.nth("clause", self.layout.variant).replace("{date}", &month(crate::date::Style::Long));
            blocks.push(Block::Paragraph(clause));
        }
        if self.layout.signed {
            blocks.push(Block::Gap);
            blocks.push(Block::Line(Line::text(format!("{}, {}", self.person.home.city, month(crate::date::Style::DayNumber)))));
            blocks.push(Block::Line(Line::text(format!("{} {}", self.person.given, self.person.family))));
        }
        blocks.retain(|block| !matches!(block, Block::Paragraph(text) if text.is_empty()));
        if !blocks.is_empty() {
            sheet.main.push(Section { heading: None, icon: ' ', blocks });
        }
        let page = self.locale.nth("page", self.layout.variant);
        let (before, between) = page.split_once("{}").unwrap_or(("", " / "));
        let pages = Some((before.to_owned(), between.replace("{}", "")));
        match self.layout.footer {
            1 => (sheet.footer, sheet.pages) = (format!("{} {} – ", self.person.given, self.person.family), pages),
            2 => sheet.footer = format!("{} – {}", self.locale.nth("doctitle", self.layout.variant), month(crate::date::Style::Long)),
            3 => sheet.pages = pages,
            _ => {}
        }
    }
}
